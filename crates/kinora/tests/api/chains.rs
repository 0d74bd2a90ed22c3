//! Chains of languages: `language=fr-CA,fr,en` fills what the first lacks from the next, field by field.

use serde_json::{Value, json};

use crate::app::{Reply, TestApp};
use crate::films::*;
use crate::rows::*;

/// A Swedish movie. French has a title, its Canadian form an overview, German a tagline, English all of it.
pub fn lamp() -> Vec<Value> {
    let data = |title: &str, overview: &str, tagline: &str| json!({ "homepage": "", "overview": overview, "runtime": 0, "tagline": tagline, "title": title });
    let rows = [
        ("en", "US", data("The Lamp", "A lamp.", "Light.")),
        ("fr", "FR", data("La Lampe", "", "")),
        ("fr", "CA", data("", "Une lampe.", "")),
        ("de", "DE", data("", "", "Licht.")),
    ];
    let rows = rows.map(|(language, country, data)| translation(language, country, "", "", data));
    let details = movie(11, "The Lamp").and(json!({
        "original_title": "Lampan", "original_language": "sv", "overview": "A lamp.", "tagline": "Light.",
        "genres": [{ "id": 35, "name": "Comedy" }],
    }));
    vec![
        answer("/3/movie/11", details),
        answer(
            "/3/movie/11/translations",
            json!({ "id": 11, "translations": rows }),
        ),
    ]
}

#[tokio::test]
async fn each_text_comes_from_the_first_language_that_has_it() {
    let app = TestApp::with(&lamp()).await;

    for (chain, title, overview, tagline) in [
        ("fr-CA,fr,en", "La Lampe", "Une lampe.", "Light."),
        ("de,fr,en", "La Lampe", "Une lampe.", "Licht."),
        ("de,en", "The Lamp", "A lamp.", "Licht."),
        ("it,de,es", "Lampan", "", "Licht."),
        ("it,es", "Lampan", "", ""),
        ("sv,en", "Lampan", "A lamp.", "Light."),
        ("en,fr", "The Lamp", "A lamp.", "Light."),
        // Spaces and empty places are passed over, and what is no code has no translations.
        (
            "%20de%20,%20,,fr%20,en,",
            "La Lampe",
            "Une lampe.",
            "Licht.",
        ),
        ("klingon,fr,en", "La Lampe", "Une lampe.", "Light."),
        ("-,zz,DE_at,EN-gb", "The Lamp", "A lamp.", "Licht."),
    ] {
        let reply = app.get(&format!("/3/movie/11?language={chain}")).await;

        assert_eq!(reply.at("/title"), title, "{chain}");
        assert_eq!(reply.at("/overview"), overview, "{chain}");
        assert_eq!(reply.at("/tagline"), tagline, "{chain}");
        assert_eq!(reply.at("/original_title"), "Lampan", "{chain}");
    }
}

#[tokio::test]
async fn a_title_without_translation_is_the_original_one_in_its_own_language() {
    let app = TestApp::with(&[
        film(
            1,
            json!({ "title": "The Lamp", "original_title": "La Lampe", "original_language": "fr" }),
        ),
        translations(
            "movie/1",
            &[("en-US", "The Lamp", "A lamp."), ("de-DE", "Die Lampe", "")],
        ),
        show(
            1,
            json!({ "name": "The Lamp", "original_name": "La Lampe", "original_language": "fr" }),
        ),
        translations(
            "tv/1",
            &[("en-US", "The Lamp", "A lamp."), ("de-DE", "Die Lampe", "")],
        ),
    ])
    .await;

    for (chain, title) in [
        ("fr,en", "La Lampe"),
        ("fr-CA,de,en", "La Lampe"),
        ("de,fr,en", "Die Lampe"),
        ("sv,fr,en", "La Lampe"),
        ("sv,en,fr", "The Lamp"),
        ("en,fr", "The Lamp"),
        ("sv,it", "La Lampe"),
    ] {
        let movie = app.get(&format!("/3/movie/1?language={chain}")).await;
        let row = app
            .get(&format!("/3/discover/movie?language={chain}"))
            .await;
        let series = app.get(&format!("/3/tv/1?language={chain}")).await;

        assert_eq!(movie.at("/title"), title, "{chain}");
        assert_eq!(row.at("/results/0/title"), title, "{chain}");
        assert_eq!(series.at("/name"), title, "{chain}");
    }
    // Only the title has an original.
    let reply = app.get("/3/movie/1?language=fr,en").await;
    assert_eq!(reply.at("/overview"), "A lamplighter counts the stars.");
}

#[tokio::test]
async fn the_poster_is_the_one_of_the_first_language_that_has_one() {
    let posters = [
        image_in("en", "US", "/en.jpg"),
        image_in("fr", "FR", "/fr.jpg"),
        image("/bare.jpg"),
    ];
    let app = TestApp::with(&[
        film(
            1,
            json!({ "poster_path": "/base.jpg", "original_language": "sv" }),
        ),
        part(
            "movie/1",
            "images",
            json!({ "id": 1, "backdrops": [], "logos": [], "posters": posters }),
        ),
        film(2, json!({ "poster_path": "/base.jpg" })),
    ])
    .await;

    for (chain, poster) in [
        ("de,fr,en", "/fr.jpg"),
        ("fr-CA,en", "/fr.jpg"),
        ("de,it", "/base.jpg"),
    ] {
        let reply = app.get(&format!("/3/movie/1?language={chain}")).await;

        assert_eq!(reply.at("/poster_path"), poster, "{chain}");
    }
    let without_images = app.get("/3/movie/2?language=de,fr").await;
    assert_eq!(without_images.at("/poster_path"), "/base.jpg");
    // English shows what it shows alone.
    for chain in ["en,fr", "de,en"] {
        let reply = app.get(&format!("/3/movie/1?language={chain}")).await;
        let english = app.get("/3/movie/1?language=en").await;
        assert_eq!(
            reply.at("/poster_path"),
            english.at("/poster_path"),
            "{chain}"
        );
    }
}

#[tokio::test]
async fn genres_are_named_in_the_first_language_that_has_a_word() {
    let app = TestApp::with(&lamp()).await;

    for (chain, name) in [
        ("zz,de,fr", "Komödie"),
        ("fr-CA,de", "Comédie"),
        ("zz,xx", "Comedy"),
        ("zz,en,de", "Comedy"),
    ] {
        let details = app.get(&format!("/3/movie/11?language={chain}")).await;
        let list = app
            .get(&format!("/3/genre/movie/list?language={chain}"))
            .await;

        assert_eq!(details.at("/genres/0/name"), name, "{chain}");
        assert_eq!(list.at("/genres/3/name"), name, "{chain}");
    }
}

#[tokio::test]
async fn countries_are_named_in_the_first_language_that_has_a_word() {
    let app = TestApp::with(&[]).await;

    let germany = |rows: &Value| {
        let mut rows = rows.as_array().expect("rows").iter();
        let row = rows.find(|row| row["iso_3166_1"] == "DE");
        row.expect("Germany")["native_name"].clone()
    };

    for (path, rows) in [
        ("/3/configuration/countries", ""),
        ("/3/watch/providers/regions", "/results"),
    ] {
        for (chain, name) in [
            ("fr", "Allemagne"),
            ("fr,de", "Allemagne"),
            ("zz,xx", "Germany"),
            ("zz,fr,de", "Allemagne"),
        ] {
            let reply = app.get(&format!("{path}?language={chain}")).await;

            assert_eq!(germany(reply.at(rows)), name, "{path} {chain}");
        }
    }
}

#[tokio::test]
async fn seasons_and_episodes_are_named_in_the_first_language_that_can() {
    let first = season(
        201,
        1,
        vec![
            episode(211, 21, 1, 1, "The Tide"),
            episode(212, 21, 1, 2, ""),
        ],
    );
    let named = |name: &str, overview: &str| {
        let data = json!({ "name": name, "overview": overview });
        json!({ "translations": [translation("de", "DE", "", "", data)] })
    };
    let app = TestApp::with(&[
        show(21, json!({ "seasons": [season_row(&first)] })),
        answer("/3/tv/21/season/1", first),
        part("tv/21/season/1", "translations", named("", "Neun Kais.")),
        part(
            "tv/21/season/1/episode/1",
            "translations",
            named("Die Flut", ""),
        ),
    ])
    .await;

    for (chain, season, episodes, overview) in [
        ("fr,de", "Saison 1", ["Die Flut", "Épisode 2"], "Neun Kais."),
        (
            "zz,de",
            "Staffel 1",
            ["Die Flut", "Episode 2"],
            "Neun Kais.",
        ),
        (
            "fr,en",
            "Saison 1",
            ["The Tide", "Épisode 2"],
            "The first nine piers.",
        ),
        ("zz,xx", "Season 1", ["Episode 1", "Episode 2"], ""),
    ] {
        let details = app
            .get(&format!("/3/tv/21/season/1?language={chain}"))
            .await;
        let series = app.get(&format!("/3/tv/21?language={chain}")).await;
        let episode = app
            .get(&format!("/3/tv/21/season/1/episode/1?language={chain}"))
            .await;

        assert_eq!(details.at("/name"), season, "{chain}");
        assert_eq!(series.at("/seasons/0/name"), season, "{chain}");
        assert_eq!(details.at("/episodes/0/name"), episodes[0], "{chain}");
        assert_eq!(details.at("/episodes/1/name"), episodes[1], "{chain}");
        assert_eq!(episode.at("/name"), episodes[0], "{chain}");
        assert_eq!(details.at("/overview"), overview, "{chain}");
    }
}

#[tokio::test]
async fn collections_and_biographies_follow_a_chain() {
    let collection = json!({
        "backdrop_path": null, "id": 41, "name": "Lights Collection", "original_language": "sv",
        "original_name": "Ljusen", "overview": "All the lights.", "parts": [], "poster_path": null,
    });
    let title = json!({ "homepage": "", "overview": "", "title": "Lichter Filmreihe" });
    let biography = |text: &str| json!({ "biography": text, "name": "" });
    let biographies = [
        translation("en", "US", "", "", biography("Born by the sea.")),
        translation("de", "DE", "", "", biography("Am Meer geboren.")),
    ];
    let app = TestApp::with(&[
        answer("/3/collection/41", collection),
        part(
            "collection/41",
            "translations",
            json!({ "translations": [translation("de", "DE", "", "", title)] }),
        ),
        film(
            1,
            json!({ "belongs_to_collection": { "id": 41, "name": "Lights Collection" } }),
        ),
        answer("/3/person/31", person(31, "Ida Brook")),
        part(
            "person/31",
            "translations",
            json!({ "translations": biographies }),
        ),
    ])
    .await;

    for (chain, name, biography) in [
        ("fr,de,en", "Lichter Filmreihe", "Am Meer geboren."),
        ("fr,en", "Lights Collection", "Born by the sea."),
        ("en,de", "Lights Collection", "Born by the sea."),
        ("sv,en", "Ljusen", "Born by the sea."),
        ("fr,it", "Ljusen", ""),
    ] {
        let collection = app.get(&format!("/3/collection/41?language={chain}")).await;
        let movie = app.get(&format!("/3/movie/1?language={chain}")).await;
        let person = app.get(&format!("/3/person/31?language={chain}")).await;

        assert_eq!(collection.at("/name"), name, "{chain}");
        assert_eq!(movie.at("/belongs_to_collection/name"), name, "{chain}");
        assert_eq!(person.at("/biography"), biography, "{chain}");
        assert_eq!(person.at("/name"), "Ida Brook", "{chain}");
    }
}

/// How many rows a list of an answer has.
fn count(reply: &Reply, list: &str) -> usize {
    reply.at(list).as_array().expect("a list").len()
}

#[tokio::test]
async fn images_videos_and_reviews_of_every_language_of_a_chain_are_shown() {
    let posters = [
        image_in("en", "US", "/en.jpg"),
        image_in("fr", "CA", "/fr.jpg"),
        image_in("de", "DE", "/de.jpg"),
    ];
    let videos = [
        video("en", "US", "ee01"),
        video("fr", "FR", "ee02"),
        video("de", "DE", "ee03"),
    ];
    let told = |language: &str, id: &str| {
        let reviews = json!({ "id": 11, "results": [review(id, "2020-05-01T10:00:00.000Z")] });
        answer_in(language, "/3/movie/11/reviews", reviews)
    };
    let mut rows = lamp();
    rows.extend([
        part(
            "movie/11",
            "images",
            json!({ "id": 11, "backdrops": [], "logos": [], "posters": posters }),
        ),
        answer_to(
            "/3/movie/11/videos",
            json!({ "include_video_language": "en,fr,de" }),
            json!({ "id": 11, "results": videos }),
        ),
        told("en-US", "aa01"),
        told("fr-FR", "aa02"),
        told("de-DE", "aa03"),
    ]);
    let app = TestApp::with(&rows).await;

    for (chain, expected) in [
        ("fr-CA,fr,en", 2),
        ("fr,en,de", 3),
        ("zz,de", 1),
        ("zz,sv", 0),
    ] {
        let query = format!("language={chain}");
        let images = app.get(&format!("/3/movie/11/images?{query}")).await;
        let videos = app.get(&format!("/3/movie/11/videos?{query}")).await;
        let reviews = app.get(&format!("/3/movie/11/reviews?{query}")).await;
        let details = app
            .get(&format!(
                "/3/movie/11?append_to_response=images,videos,reviews&{query}"
            ))
            .await;

        assert_eq!(count(&images, "/posters"), expected, "{chain}");
        assert_eq!(count(&videos, "/results"), expected, "{chain}");
        assert_eq!(count(&reviews, "/results"), expected, "{chain}");
        assert_eq!(reviews.at("/total_results"), expected, "{chain}");
        assert_eq!(
            details.at("/images/posters"),
            images.at("/posters"),
            "{chain}"
        );
        assert_eq!(
            details.at("/videos/results"),
            videos.at("/results"),
            "{chain}"
        );
        assert_eq!(
            details.at("/reviews/results"),
            reviews.at("/results"),
            "{chain}"
        );
    }
}

#[tokio::test]
async fn very_long_chains_are_answered() {
    let app = TestApp::with(&lamp()).await;

    let chain = vec!["zz"; 1000].join(",");
    let reply = app.get(&format!("/3/movie/11?language=de,{chain}")).await;

    assert_eq!(reply.status, 200);
    assert_eq!(reply.at("/tagline"), "Licht.");
}
