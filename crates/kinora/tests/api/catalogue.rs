//! A small catalogue in which every answer of every namespace is told.

use serde_json::{Value, json};

use crate::rows::*;

pub const LAMP: i64 = 11;
pub const HARBOUR: i64 = 21;
pub const IDA: i64 = 31;
pub const TOM: i64 = 32;
pub const ANA: i64 = 33;

/// The movie.
pub fn lamp() -> Value {
    movie(LAMP, "The Lamplighter").and(json!({
        "imdb_id": "tt0000011",
        "belongs_to_collection":
            { "backdrop_path": "/lights-wide.jpg", "id": 41, "name": "Lights Collection", "poster_path": "/lights.jpg" },
        "production_companies": [company()],
    }))
}

fn company() -> Value {
    json!({ "id": 51, "logo_path": "/nordlys.png", "name": "Nordlys Film", "origin_country": "SE" })
}

fn network() -> Value {
    json!({ "id": 61, "logo_path": "/pier.png", "name": "Pier Television", "origin_country": "GB" })
}

/// The series, with one season of two episodes.
pub fn harbour() -> Value {
    let creator = card(ANA, "Ana Reyes")
        .only(&["gender", "id", "name", "original_name", "profile_path"])
        .with("credit_id", "c20");
    series(HARBOUR, "Harbour Nine").and(json!({
        "created_by": [creator], "networks": [network()], "production_companies": [company()],
        "last_episode_to_air": episode_row(212, HARBOUR, 1, 2, "The Fog"),
        "seasons": [season_row(&first_season())],
    }))
}

fn director() -> Value {
    crew(card(ANA, "Ana Reyes"), "c23", "Directing", "Director")
}

fn guest() -> Value {
    cast(card(TOM, "Tom Vale"), "c22", "A Sailor", 5)
}

fn regular() -> Value {
    cast(card(IDA, "Ida Brook"), "c21", "Inspector Moll", 0)
}

/// Its season.
pub fn first_season() -> Value {
    let tide = episode(211, HARBOUR, 1, 1, "The Tide").with("crew", json!([director()]));
    let fog = episode(212, HARBOUR, 1, 2, "The Fog")
        .with("crew", json!([director()]))
        .with("guest_stars", json!([guest()]));
    season(201, 1, vec![tide, fog]).with("networks", json!([network()]))
}

fn aggregate() -> Value {
    let role = |credit: &str, character: &str, count: i64| {
        json!({ "roles": [{ "character": character, "credit_id": credit, "episode_count": count }],
            "total_episode_count": count })
    };
    let ida = card(IDA, "Ida Brook")
        .with("order", 0)
        .and(role("c21", "Inspector Moll", 2));
    let tom = card(TOM, "Tom Vale")
        .with("order", 5)
        .and(role("c22", "A Sailor", 1));
    let ana = card(ANA, "Ana Reyes").and(json!({
        "department": "Directing", "jobs": [{ "credit_id": "c23", "episode_count": 2, "job": "Director" }],
        "total_episode_count": 2,
    }));
    json!({ "cast": [ida, tom], "crew": [ana] })
}

fn series_translations() -> Value {
    json!({ "translations": [
        translation("en", "US", "English", "English",
            json!({ "homepage": "", "name": "", "overview": "Nine piers, one inspector.", "tagline": "Mind the gap." })),
        translation("de", "DE", "Deutsch", "German",
            json!({ "homepage": "", "name": "Hafen Neun", "overview": "Neun Kais.", "tagline": "" })),
    ] })
}

fn name_translations(english: &str, german: &str) -> Value {
    json!({ "translations": [
        translation("en", "US", "English", "English", json!({ "name": "", "overview": english })),
        translation("de", "DE", "Deutsch", "German", json!({ "name": german, "overview": "" })),
    ] })
}

fn offers() -> Value {
    json!({ "results": { "SE": {
        "flatrate": [{ "display_priority": 1, "logo_path": "/flix.jpg", "provider_id": 8, "provider_name": "Flick" }],
        "link": "https://example.org/watch",
    } } })
}

fn page(rows: &[Value]) -> Value {
    json!({ "page": 1, "results": rows, "total_pages": 1, "total_results": rows.len() })
}

fn work(row: Value, credit: &str) -> Value {
    row.with("credit_id", credit)
}

/// Every answer of the catalogue: its path and its body, in an order in which an archive might have them.
pub fn answers() -> Vec<(String, Value)> {
    let mut all = movies();
    all.extend(collections_companies_and_keywords());
    all.extend(series_answers());
    all.extend(people());
    all
}

/// The same as rows of an archive.
pub fn rows() -> Vec<Value> {
    let rows = answers().into_iter();
    rows.map(|(path, body)| answer(&path, body)).collect()
}

fn under(path: &str, id: i64, details: Value, parts: Vec<(&str, Value)>) -> Vec<(String, Value)> {
    let parts = parts
        .into_iter()
        .map(|(name, body)| (format!("{path}/{name}"), body.with("id", id)));
    std::iter::once((path.to_owned(), details))
        .chain(parts)
        .collect()
}

fn movies() -> Vec<(String, Value)> {
    let ida = cast(card(IDA, "Ida Brook"), "c11", "The Lamplighter", 0).with("cast_id", 4);
    let ana = crew(card(ANA, "Ana Reyes"), "c12", "Directing", "Director");
    let credits = json!({ "cast": [ida], "crew": [ana] });
    let release = json!({
        "certification": "11", "descriptors": [], "iso_639_1": "", "note": "", "release_date": "1999-10-15T00:00:00.000Z",
        "type": 3,
    });
    let legacy = json!({
        "certification": "11", "descriptors": [], "iso_3166_1": "SE", "primary": true, "release_date": "1999-10-15",
    });
    let parts = vec![
        (
            "alternative_titles",
            json!({ "titles": [{ "iso_3166_1": "SE", "title": "Lykttändaren", "type": "" }] }),
        ),
        ("credits", credits.clone()),
        ("casts", credits),
        (
            "external_ids",
            json!({ "facebook_id": null, "imdb_id": "tt0000011", "instagram_id": null, "twitter_id": "lamp",
                "wikidata_id": "Q11" }),
        ),
        (
            "images",
            json!({ "backdrops": [image("/lamp-wide.jpg")], "logos": [image_in("en", "US", "/lamp-logo.png")],
                "posters": [image_in("en", "US", "/lamp.jpg")] }),
        ),
        (
            "keywords",
            json!({ "keywords": [{ "id": 71, "name": "lantern" }] }),
        ),
        (
            "release_dates",
            json!({ "results": [{ "iso_3166_1": "SE", "release_dates": [release] }] }),
        ),
        ("releases", json!({ "countries": [legacy] })),
        (
            "reviews",
            page(&[review(
                "aa0000000000000000000001",
                "2020-05-01T10:00:00.000Z",
            )]),
        ),
        (
            "translations",
            json!({ "translations": [
                translation("en", "US", "English", "English", json!({
                    "homepage": "https://example.org/lamp", "overview": "A lamplighter counts the stars.", "runtime": 97,
                    "tagline": "Someone has to.", "title": "" })),
                translation("de", "DE", "Deutsch", "German", json!({
                    "homepage": "", "overview": "Ein Laternenanzünder.", "runtime": 0, "tagline": "",
                    "title": "Der Laternenanzünder" })),
            ] }),
        ),
        (
            "videos",
            json!({ "results": [video("en", "US", "ee0000000000000000000001")] }),
        ),
        ("watch/providers", offers()),
    ];
    under("/3/movie/11", LAMP, lamp(), parts)
}

fn collections_companies_and_keywords() -> Vec<(String, Value)> {
    let part = movie_row(&lamp()).and(json!({
        "media_type": "movie", "name": "The Lamplighter", "original_name": "The Lamplighter",
    }));
    let collection = json!({
        "backdrop_path": "/lights-wide.jpg", "id": 41, "name": "Lights Collection", "original_language": "en",
        "original_name": "Lights Collection", "overview": "All the lights.", "parts": [part],
        "poster_path": "/lights.jpg",
    });
    let german = json!({ "homepage": "", "overview": "", "title": "Lichter Filmreihe" });
    let collection = under(
        "/3/collection/41",
        41,
        collection,
        vec![
            (
                "images",
                json!({ "backdrops": [image("/lights-wide.jpg")], "posters": [image_in("en", "US", "/lights.jpg")] }),
            ),
            (
                "translations",
                json!({ "translations": [
                translation("en", "US", "English", "English",
                    json!({ "homepage": "", "overview": "All the lights.", "title": "" })),
                translation("de", "DE", "Deutsch", "German", german) ] }),
            ),
        ],
    );
    let logo = image("/nordlys.png")
        .and(json!({ "file_type": ".svg", "id": "bb0000000000000000000001" }))
        .without("iso_639_1")
        .without("iso_3166_1");
    let names = json!({ "results": [{ "name": "Nordlys AB", "type": "" }] });
    let parts = || {
        vec![
            ("alternative_names", names.clone()),
            ("images", json!({ "logos": [logo] })),
        ]
    };
    let company = company().and(json!({
        "description": "Films from the north.", "headquarters": "Umeå", "homepage": "https://example.org/nordlys",
        "parent_company": { "id": 52, "logo_path": null, "name": "Nordlys Group" },
    }));
    let network =
        network().and(json!({ "headquarters": "Leeds", "homepage": "https://example.org/pier" }));
    [
        collection,
        under("/3/company/51", 51, company, parts()),
        under("/3/network/61", 61, network, parts()),
        under(
            "/3/keyword/71",
            71,
            json!({ "id": 71, "name": "lantern" }),
            vec![],
        ),
    ]
    .concat()
}

fn series_answers() -> Vec<(String, Value)> {
    let group = json!({
        "description": "As sold.", "episode_count": 1, "group_count": 1, "id": "dd0000000000000000000001",
        "name": "Discs", "network": network(), "type": 3,
    });
    let group_part = json!({
        "episodes": [episode_row(212, HARBOUR, 1, 2, "The Fog").with("order", 0)],
        "id": "dd0000000000000000000002", "locked": true, "name": "Disc 1", "order": 1,
    });
    let series_parts = vec![
        ("aggregate_credits", aggregate()),
        (
            "alternative_titles",
            json!({ "results": [{ "iso_3166_1": "FR", "title": "Port Neuf", "type": "" }] }),
        ),
        (
            "content_ratings",
            json!({ "results": [{ "descriptors": [], "iso_3166_1": "DE", "rating": "12" }] }),
        ),
        ("credits", json!({ "cast": [regular()], "crew": [] })),
        ("episode_groups", json!({ "results": [group] })),
        (
            "external_ids",
            json!({ "facebook_id": null, "freebase_id": null, "freebase_mid": "/m/09", "imdb_id": "tt0000021",
                "instagram_id": null, "tvdb_id": 9, "tvrage_id": null, "twitter_id": null, "wikidata_id": null }),
        ),
        (
            "images",
            json!({ "backdrops": [image("/harbour-wide.jpg")], "logos": [],
                "posters": [image_in("en", "US", "/harbour.jpg")] }),
        ),
        (
            "keywords",
            json!({ "results": [{ "id": 72, "name": "fog" }] }),
        ),
        (
            "reviews",
            page(&[review(
                "aa0000000000000000000002",
                "2021-05-01T10:00:00.000Z",
            )]),
        ),
        (
            "screened_theatrically",
            json!({ "results": [{ "episode_number": 1, "id": 211, "season_number": 1 }] }),
        ),
        ("translations", series_translations()),
        (
            "videos",
            json!({ "results": [video("en", "US", "ee0000000000000000000002")] }),
        ),
        ("watch/providers", offers()),
    ];
    let season_parts = vec![
        ("aggregate_credits", aggregate()),
        ("credits", json!({ "cast": [regular()], "crew": [] })),
        (
            "external_ids",
            json!({ "freebase_id": null, "freebase_mid": null, "tvdb_id": 91, "tvrage_id": null, "wikidata_id": null }),
        ),
        (
            "images",
            json!({ "posters": [image_in("en", "US", "/harbour-one.jpg")] }),
        ),
        (
            "translations",
            name_translations("The first nine piers.", "Die erste Staffel"),
        ),
        ("videos", json!({ "results": [] })),
        ("watch/providers", offers()),
    ];
    let episode_parts = vec![
        (
            "credits",
            json!({ "cast": [regular()], "crew": [director()], "guest_stars": [] }),
        ),
        (
            "external_ids",
            json!({ "freebase_id": null, "freebase_mid": null, "imdb_id": "tt0000211", "tvdb_id": 911,
                "tvrage_id": null, "wikidata_id": null }),
        ),
        ("images", json!({ "stills": [image("/tide.jpg")] })),
        (
            "translations",
            name_translations("The Tide, and what came of it.", "Die Flut"),
        ),
        (
            "videos",
            json!({ "results": [video("en", "US", "ee0000000000000000000003")] }),
        ),
    ];
    let tide = first_season()["episodes"][0].clone();
    [
        under("/3/tv/21", HARBOUR, harbour(), series_parts),
        under("/3/tv/21/season/1", 201, first_season(), season_parts),
        under(
            "/3/tv/21/season/1/episode/1",
            211,
            tide.without("show_id"),
            episode_parts,
        ),
        vec![(
            "/3/tv/episode_group/dd0000000000000000000001".into(),
            group.with("groups", json!([group_part])),
        )],
    ]
    .concat()
}

fn people() -> Vec<(String, Value)> {
    let as_lamplighter =
        work(movie_row(&lamp()), "c11").and(json!({ "character": "The Lamplighter", "order": 0 }));
    let as_inspector = work(series_row(&harbour()), "c21").and(json!({
        "character": "Inspector Moll", "episode_count": 2, "first_credit_air_date": "2010-01-05",
    }));
    let combined = [
        as_lamplighter.clone().with("media_type", "movie"),
        as_inspector.clone().with("media_type", "tv"),
    ];
    let tagged = image("/lamp-wide.jpg").and(json!({
        "image_type": "backdrop", "media": movie_row(&lamp()).with("media_type", "movie"), "media_type": "movie",
    }));
    let parts = vec![
        ("combined_credits", json!({ "cast": combined, "crew": [] })),
        (
            "external_ids",
            json!({ "facebook_id": null, "freebase_id": null, "freebase_mid": null, "imdb_id": "nm0000031",
                "instagram_id": "ida", "tiktok_id": null, "tvrage_id": null, "twitter_id": null, "wikidata_id": "Q31",
                "youtube_id": null }),
        ),
        ("images", json!({ "profiles": [image("/face.jpg")] })),
        (
            "movie_credits",
            json!({ "cast": [as_lamplighter], "crew": [] }),
        ),
        ("tagged_images", page(&[tagged])),
        (
            "translations",
            json!({ "translations": [
                translation("en", "US", "English", "English", json!({ "biography": "Born by the sea.", "name": "" })),
                translation("de", "DE", "Deutsch", "German", json!({ "biography": "Am Meer geboren.", "name": "" })),
            ] }),
        ),
        ("tv_credits", json!({ "cast": [as_inspector], "crew": [] })),
    ];
    let ida = person(IDA, "Ida Brook").with("imdb_id", "nm0000031");
    under("/3/person/31", IDA, ida, parts)
}
