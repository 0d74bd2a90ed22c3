//! Archives tell things in pieces and in any order: what is known is answered, the fullest answer wins.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::catalogue;
use crate::films::ids;
use crate::rows::*;

/// What Ida's own answer says about the movie.
fn filmography() -> Value {
    let row = movie_row(&movie(11, "The Lamplighter"));
    let row = row.and(json!({ "character": "The Lamplighter", "credit_id": "c11", "order": 0 }));
    answer(
        "/3/person/31/movie_credits",
        json!({ "id": 31, "cast": [row], "crew": [] }),
    )
}

#[tokio::test]
async fn a_movie_known_only_from_a_persons_credits_tells_what_is_known() {
    let app = TestApp::with(&[filmography()]).await;

    let reply = app.get("/3/movie/11").await;

    let known = movie(11, "The Lamplighter").and(json!({
        "budget": 0, "genres": [{ "id": 18, "name": "Drama" }], "homepage": "", "origin_country": [],
        "production_countries": [], "revenue": 0, "runtime": 0, "spoken_languages": [], "status": "", "tagline": "",
    }));
    assert_eq!(reply.status, 200);
    assert_eq!(reply.json, known);
}

#[tokio::test]
async fn a_movie_known_only_from_its_collection_belongs_to_it() {
    let told = |movies: &[i64]| {
        let parts = movies.iter();
        let parts = parts.map(|id| movie_row(&movie(*id, "A Lamp")).with("media_type", "movie"));
        let collection = json!({
            "id": 41, "name": "Lights", "overview": "", "poster_path": "/lights.jpg", "backdrop_path": null,
            "original_language": "en", "original_name": "Lights", "parts": parts.collect::<Vec<_>>(),
        });
        answer("/3/collection/41", collection)
    };
    let alone = answer("/3/movie/12", movie(12, "A Lamp"));
    let app = TestApp::with(&[told(&[11, 12, 13]), alone]).await;
    let collection_of = async |id: i64| {
        let reply = app.get(&format!("/3/movie/{id}")).await;
        reply.at("/belongs_to_collection").clone()
    };
    assert_eq!(
        collection_of(11).await,
        json!({ "id": 41, "name": "Lights", "poster_path": "/lights.jpg", "backdrop_path": null })
    );
    // Its own details know better.
    assert_eq!(collection_of(12).await, Value::Null);

    app.import(&[told(&[13])]).await;

    assert_eq!(collection_of(11).await, Value::Null);
    assert_eq!(collection_of(13).await["id"], 41);
    let parts = app.get("/3/collection/41").await;
    assert_eq!(ids(parts.at("/parts")), [13]);
}

#[tokio::test]
async fn a_person_known_only_from_a_movies_credits_tells_what_is_known() {
    let ida = cast(card(31, "Ida Brook"), "c11", "The Lamplighter", 0);
    let app = TestApp::with(&[answer(
        "/3/movie/11/credits",
        json!({ "id": 11, "cast": [ida], "crew": [] }),
    )])
    .await;

    let reply = app.get("/3/person/31").await;

    let known = person(31, "Ida Brook").and(json!({
        "also_known_as": [], "biography": "", "birthday": null, "place_of_birth": null,
    }));
    assert_eq!(reply.json, known);
}

#[tokio::test]
async fn a_series_known_only_from_a_list_tells_what_is_known() {
    let row = series_row(&series(21, "Harbour Nine"));
    let app = TestApp::with(&[answer(
        "/3/discover/tv",
        json!({ "page": 1, "results": [row] }),
    )])
    .await;

    let reply = app.get("/3/tv/21").await;

    let known = series(21, "Harbour Nine").and(json!({
        "episode_run_time": [], "homepage": "", "languages": [], "last_air_date": null, "number_of_episodes": 0,
        "number_of_seasons": 0, "production_countries": [], "spoken_languages": [], "status": "", "tagline": "",
        "type": "",
    }));
    assert_eq!(reply.json, known);
}

#[tokio::test]
async fn seasons_and_episodes_known_only_from_their_series_tell_what_is_known() {
    let app = TestApp::with(&[answer("/3/tv/21", catalogue::harbour())]).await;

    let season = app.get("/3/tv/21/season/1").await;
    let episode = app.get("/3/tv/21/season/1/episode/2").await;

    assert_eq!(season.status, 200);
    assert_eq!(season.at("/name"), "Season 1");
    assert_eq!(season.at("/overview"), "The first nine piers.");
    assert_eq!(season.at("/episodes/0/name"), "The Fog");
    assert_eq!(episode.status, 200);
    assert_eq!(episode.at("/overview"), "The Fog, and what came of it.");
    assert_eq!(episode.at("/guest_stars"), &json!([]));
}

#[tokio::test]
async fn a_later_full_answer_completes_what_was_known() {
    let app = TestApp::with(&[filmography()]).await;
    let full = movie(11, "The Lamplighter");

    app.import(&[answer("/3/movie/11", full.clone())]).await;

    assert_eq!(app.get("/3/movie/11").await.json, full);
}

#[tokio::test]
async fn a_stale_list_changes_nothing_about_a_movie_that_is_known_fully() {
    let full = movie(11, "The Lamplighter");
    let app = TestApp::with(&[answer("/3/movie/11", full.clone())]).await;

    app.import(&[answer(
        "/3/discover/movie",
        json!({ "page": 1, "results": [stale_movie()] }),
    )])
    .await;

    assert_eq!(app.get("/3/movie/11").await.json, full);
}

fn stale_movie() -> Value {
    movie_row(&movie(11, "Working Title")).and(json!({
        "adult": true, "backdrop_path": "/old-wide.jpg", "genre_ids": [35], "overview": "To be announced.",
        "popularity": 0.5, "poster_path": "/old.jpg", "release_date": "1998-01-01", "vote_average": 1.0, "vote_count": 1,
    }))
}

fn stale_series() -> Value {
    series_row(&series(21, "Working Title")).and(json!({
        "first_air_date": "2009-01-01", "overview": "To be announced.", "popularity": 0.5, "poster_path": "/old.jpg",
        "vote_average": 1.0,
    }))
}

/// A full answer, a lesser one, and the paths whose answers must not depend on their order.
fn pairs() -> Vec<(&'static str, Value, Value, Vec<&'static str>)> {
    let lamp = || answer("/3/movie/11", catalogue::lamp());
    let harbour = || answer("/3/tv/21", catalogue::harbour());
    let first = || answer("/3/tv/21/season/1", catalogue::first_season());
    let page = |row: Value| json!({ "page": 1, "results": [row] });
    let stale_credit =
        |row: Value| row.and(json!({ "character": "?", "credit_id": "c11", "order": 3 }));
    let stale_season = season_row(&catalogue::first_season())
        .and(json!({ "name": "Series 1", "overview": "", "vote_average": 1.0, "air_date": null }));
    let stale_episode =
        episode_row(212, 21, 1, 2, "TBA").and(json!({ "vote_count": 0, "vote_average": 0.0 }));
    let stale_face =
        card(31, "I. Brook").and(json!({ "profile_path": null, "popularity": 0.1, "gender": 0 }));
    vec![
        (
            "a movie and a list",
            lamp(),
            answer("/3/discover/movie", page(stale_movie())),
            vec!["/3/movie/11", "/3/collection/41"],
        ),
        (
            "a movie and a list in German",
            lamp(),
            answer_in("de-DE", "/3/search/movie", page(stale_movie().with("title", "Arbeitstitel"))),
            vec!["/3/movie/11", "/3/movie/11?language=de", "/3/movie/11?language=fr"],
        ),
        (
            "a movie and a person's credits",
            lamp(),
            answer(
                "/3/person/31/movie_credits",
                json!({ "id": 31, "cast": [stale_credit(stale_movie())], "crew": [] }),
            ),
            vec!["/3/movie/11", "/3/movie/11/credits", "/3/person/31/movie_credits", "/3/credit/c11"],
        ),
        (
            "a movie and its collection",
            lamp(),
            answer(
                "/3/collection/41",
                json!({ "id": 41, "name": "Lights Collection", "overview": "", "poster_path": null,
                    "backdrop_path": null, "parts": [stale_movie()] }),
            ),
            vec!["/3/movie/11", "/3/collection/41"],
        ),
        (
            "a movie and its images",
            lamp(),
            answer(
                "/3/movie/11/images",
                json!({ "id": 11, "backdrops": [image("/other-wide.jpg")], "logos": [],
                    "posters": [image_in("en", "US", "/other.jpg"), image_in("de", "DE", "/german.jpg")] }),
            ),
            vec!["/3/movie/11", "/3/movie/11?language=de", "/3/movie/11?language=fr"],
        ),
        (
            "a movie and one of its reviews",
            lamp(),
            answer(
                "/3/review/aa0000000000000000000001",
                review("aa0000000000000000000001", "2020-05-01T10:00:00.000Z")
                    .and(json!({ "iso_639_1": "en", "media_id": 11, "media_title": "Lamps", "media_type": "movie" })),
            ),
            vec!["/3/movie/11", "/3/movie/11/reviews", "/3/review/aa0000000000000000000001"],
        ),
        (
            "a movie in English and in German",
            lamp(),
            answer_in(
                "de-DE",
                "/3/movie/11",
                catalogue::lamp().and(json!({ "title": "Der Laternenanzünder", "overview": "", "tagline": "",
                    "poster_path": "/german.jpg", "runtime": 95, "homepage": "https://example.org/lampe",
                    "genres": [{ "id": 18, "name": "Drama" }] })),
            ),
            vec!["/3/movie/11", "/3/movie/11?language=de", "/3/movie/11?language=fr"],
        ),
        (
            "a series and a list",
            harbour(),
            answer("/3/discover/tv", page(stale_series())),
            vec!["/3/tv/21", "/3/tv/21?language=de"],
        ),
        (
            "a season and its series",
            first(),
            answer(
                "/3/tv/21",
                catalogue::harbour()
                    .and(json!({ "seasons": [stale_season], "last_episode_to_air": stale_episode })),
            ),
            vec!["/3/tv/21", "/3/tv/21/season/1", "/3/tv/21/season/1/episode/2"],
        ),
        (
            "a person and a movie's credits",
            answer("/3/person/31", person(31, "Ida Brook")),
            answer(
                "/3/movie/11/credits",
                json!({ "id": 11, "cast": [cast(stale_face, "c11", "The Lamplighter", 0)], "crew": [] }),
            ),
            vec!["/3/person/31", "/3/movie/11/credits", "/3/person/31/movie_credits"],
        ),
        (
            "a movie's credits and a person's",
            answer(
                "/3/movie/11/credits",
                json!({ "id": 11, "cast": [cast(card(31, "Ida Brook"), "c11", "The Lamplighter", 0)], "crew": [] }),
            ),
            filmography(),
            vec!["/3/movie/11", "/3/movie/11/credits", "/3/person/31/movie_credits", "/3/credit/c11"],
        ),
        (
            "a company and a movie",
            answer(
                "/3/company/51",
                json!({ "id": 51, "name": "Nordlys", "logo_path": null, "origin_country": "NO",
                    "description": "", "headquarters": "", "homepage": "", "parent_company": null }),
            ),
            lamp(),
            vec!["/3/company/51", "/3/movie/11"],
        ),
    ]
}

#[tokio::test]
async fn the_order_of_answers_does_not_matter() {
    for (name, full, partial, paths) in pairs() {
        let full_first = TestApp::with(&[full.clone(), partial.clone()]).await;
        let partial_first = TestApp::with(&[partial.clone(), full.clone()]).await;
        let full_long_before = TestApp::with(std::slice::from_ref(&full)).await;
        full_long_before
            .import(std::slice::from_ref(&partial))
            .await;
        let partial_long_before = TestApp::with(&[partial]).await;
        partial_long_before.import(&[full]).await;

        for path in paths {
            let reply = full_first.get(path).await;

            assert_eq!(reply.status, 200, "{name}: {path}");
            for other in [&partial_first, &full_long_before, &partial_long_before] {
                assert_eq!(other.get(path).await.json, reply.json, "{name}: {path}");
            }
        }
    }
}

#[tokio::test]
async fn the_whole_catalogue_may_be_told_backwards() {
    let mut rows = catalogue::rows();
    rows.reverse();
    let app = TestApp::with(&rows).await;

    for (path, told) in catalogue::answers() {
        assert_eq!(app.get(&path).await.json, told, "{path}");
    }
}

#[tokio::test]
async fn the_whole_catalogue_may_be_told_in_many_archives() {
    let app = TestApp::with(&[]).await;
    for rows in catalogue::rows().chunks(7) {
        app.import(rows).await;
    }

    for (path, told) in catalogue::answers() {
        assert_eq!(app.get(&path).await.json, told, "{path}");
    }
}

#[tokio::test]
async fn an_archive_that_was_imported_is_passed_over() {
    let app = TestApp::with(&catalogue::rows()).await;
    let before = app.store.last_seq().await.expect("a number");

    let summary = app.import(&catalogue::rows()).await;

    assert_eq!(summary.read, 0);
    assert_eq!(summary.seen_before, catalogue::rows().len() as u64);
    assert_eq!(app.store.last_seq().await.expect("a number"), before);
}

#[tokio::test]
async fn what_is_appended_in_an_archive_is_imported_too() {
    let rows = [
        answer_to(
            "/3/movie/11",
            json!({ "append_to_response": "videos,watch/providers" }),
            catalogue::lamp().and(json!({
                "videos": { "results": [video("en", "US", "ee0000000000000000000001")] },
                "watch/providers": { "results": { "SE": { "link": "https://example.org/watch" } } },
            })),
        ),
        answer_to(
            "/3/tv/21",
            json!({ "append_to_response": "season/1,season/1/images" }),
            catalogue::harbour().and(json!({
                "season/1": catalogue::first_season(), "season/1/images": { "posters": [image("/one.jpg")] },
            })),
        ),
    ];
    let app = TestApp::with(&rows).await;

    assert_eq!(app.get("/3/movie/11").await.json, catalogue::lamp());
    assert_eq!(
        app.get("/3/movie/11/videos").await.at("/results/0/type"),
        "Trailer"
    );
    let providers = app.get("/3/movie/11/watch/providers").await;
    assert_eq!(
        providers.at("/results/SE/link"),
        "https://example.org/watch"
    );
    assert_eq!(
        app.get("/3/tv/21/season/1").await.json,
        catalogue::first_season()
    );
    let images = app.get("/3/tv/21/season/1/images").await;
    assert_eq!(images.at("/posters/0/file_path"), "/one.jpg");
}
