//! Which text, poster and video a reader of a language gets (contract 1.11 and 1.13).

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::catalogue;
use crate::rows::*;

const ORIGINAL: &str = "Lykttändaren";

/// A Swedish movie with an English title.
fn lamp() -> Value {
    movie(11, "The Lamplighter")
        .and(json!({ "original_title": ORIGINAL, "original_language": "sv" }))
}

/// What the same movie's details say in German.
fn in_german() -> Value {
    lamp().and(json!({
        "title": "Der Laternenanzünder", "overview": "Er zählt die Sterne.", "tagline": "Einer muss.",
        "homepage": "https://example.org/lampe", "runtime": 95, "poster_path": "/lampe.jpg",
        "genres": [{ "id": 18, "name": "Drama" }],
    }))
}

fn movie_translation(language: &str, country: &str, title: &str, overview: &str) -> Value {
    let data = json!({ "homepage": "", "overview": overview, "runtime": 0, "tagline": "", "title": title });
    translation(language, country, "", "", data)
}

fn translations(rows: &[Value]) -> Value {
    answer(
        "/3/movie/11/translations",
        json!({ "id": 11, "translations": rows }),
    )
}

#[tokio::test]
async fn details_that_were_imported_in_a_language_answer_every_spelling_of_it() {
    let app = TestApp::with(&[
        answer("/3/movie/11", lamp()),
        answer_in("de", "/3/movie/11", in_german()),
    ])
    .await;

    for language in ["de", "DE", "de-DE", "de-AT", "de_DE", "de-de", "DE_ch"] {
        let reply = app.get(&format!("/3/movie/11?language={language}")).await;

        assert_eq!(reply.json, in_german(), "{language}");
    }
    assert_eq!(app.get("/3/movie/11").await.json, lamp());
    assert_eq!(app.get("/3/movie/11?language=en-GB").await.json, lamp());
}

#[tokio::test]
async fn a_missing_title_is_the_original_one_and_a_missing_overview_is_empty() {
    let app = TestApp::with(&[
        answer("/3/movie/11", lamp()),
        answer_in("de", "/3/movie/11", in_german()),
    ])
    .await;

    for language in ["fr", "fr-CA", "zz", "xx", "klingon", "-", "%C3%A9", "sv"] {
        let reply = app.get(&format!("/3/movie/11?language={language}")).await;

        assert_eq!(reply.status, 200, "{language}");
        assert_eq!(reply.at("/title"), ORIGINAL, "{language}");
        assert_eq!(reply.at("/overview"), "", "{language}");
        assert_eq!(reply.at("/tagline"), "", "{language}");
    }
}

#[tokio::test]
async fn homepage_and_runtime_fall_back_to_those_of_the_movie() {
    let app = TestApp::with(&[
        answer("/3/movie/11", lamp()),
        answer_in("de", "/3/movie/11", in_german()),
    ])
    .await;

    let german = app.get("/3/movie/11?language=de").await;
    let french = app.get("/3/movie/11?language=fr").await;

    assert_eq!(
        (german.at("/runtime"), french.at("/runtime")),
        (&json!(95), &json!(97))
    );
    assert_eq!(german.at("/homepage"), "https://example.org/lampe");
    assert_eq!(french.at("/homepage"), "https://example.org/lamp");
}

#[tokio::test]
async fn a_list_of_translations_is_enough_for_localised_answers() {
    let app = TestApp::with(&[
        answer("/3/movie/11", lamp()),
        translations(&[
            movie_translation(
                "en",
                "US",
                "The Lamplighter",
                "A lamplighter counts the stars.",
            ),
            movie_translation("de", "DE", "Der Laternenanzünder", ""),
            movie_translation("pt", "BR", "O Acendedor", "Ele conta as estrelas."),
            movie_translation("pt", "PT", "", "Ele conta estrelas."),
        ]),
    ])
    .await;

    for (language, title, overview) in [
        ("de", "Der Laternenanzünder", ""),
        ("de-AT", "Der Laternenanzünder", ""),
        ("pt-BR", "O Acendedor", "Ele conta as estrelas."),
        // What a region lacks is looked up in another region of the language.
        ("pt-PT", "O Acendedor", "Ele conta estrelas."),
        ("pt", "O Acendedor", "Ele conta estrelas."),
        ("pt-AO", "O Acendedor", "Ele conta estrelas."),
        (
            "en-GB",
            "The Lamplighter",
            "A lamplighter counts the stars.",
        ),
        ("fr", ORIGINAL, ""),
    ] {
        let reply = app.get(&format!("/3/movie/11?language={language}")).await;

        assert_eq!(reply.at("/title"), title, "{language}");
        assert_eq!(reply.at("/overview"), overview, "{language}");
    }
}

#[tokio::test]
async fn localised_titles_show_wherever_the_title_does() {
    let credits =
        json!({ "id": 11, "cast": [cast(card(31, "Ida Brook"), "c11", "Ljus", 0)], "crew": [] });
    let app = TestApp::with(&[
        answer("/3/movie/11", lamp()),
        answer_in("de", "/3/movie/11", in_german()),
        answer("/3/movie/11/credits", credits),
        answer(
            "/3/collection/41",
            json!({ "id": 41, "name": "Lights Collection", "overview": "", "poster_path": null,
                "backdrop_path": null, "parts": [movie_row(&lamp())] }),
        ),
    ])
    .await;

    for (path, title) in [
        ("/3/person/31/movie_credits", "/cast/0/title"),
        ("/3/person/31/combined_credits", "/cast/0/title"),
        ("/3/collection/41", "/parts/0/title"),
        ("/3/credit/c11", "/media/title"),
    ] {
        let german = app.get(&format!("{path}?language=de-CH")).await;
        let french = app.get(&format!("{path}?language=fr")).await;

        assert_eq!(german.at(title), "Der Laternenanzünder", "{path}");
        assert_eq!(french.at(title), ORIGINAL, "{path}");
    }
}

#[tokio::test]
async fn people_and_their_roles_are_never_localised() {
    let app = TestApp::with(&catalogue::rows()).await;

    let reply = app
        .get("/3/movie/11?language=de&append_to_response=credits,keywords")
        .await;

    assert_eq!(reply.at("/credits/cast/0/name"), "Ida Brook");
    assert_eq!(reply.at("/credits/cast/0/character"), "The Lamplighter");
    assert_eq!(reply.at("/credits/crew/0/job"), "Director");
    assert_eq!(reply.at("/keywords/keywords/0/name"), "lantern");
    assert_eq!(reply.at("/production_companies/0/name"), "Nordlys Film");
    assert_eq!(reply.at("/production_countries/0/name"), "Sweden");
    assert_eq!(reply.at("/spoken_languages/0/english_name"), "English");
}

#[tokio::test]
async fn a_biography_is_localised_and_has_no_english_fallback() {
    let app = TestApp::with(&catalogue::rows()).await;

    for (language, biography) in [
        ("en", "Born by the sea."),
        ("de-AT", "Am Meer geboren."),
        ("fr", ""),
    ] {
        let reply = app.get(&format!("/3/person/31?language={language}")).await;

        assert_eq!(reply.at("/biography"), biography, "{language}");
        assert_eq!(reply.at("/name"), "Ida Brook", "{language}");
    }
}

#[tokio::test]
async fn a_collection_is_localised_in_its_movies_too() {
    let app = TestApp::with(&catalogue::rows()).await;

    let german = app.get("/3/movie/11?language=de").await;
    let collection = app.get("/3/collection/41?language=de").await;

    assert_eq!(
        german.at("/belongs_to_collection/name"),
        "Lichter Filmreihe"
    );
    assert_eq!(collection.at("/name"), "Lichter Filmreihe");
    assert_eq!(collection.at("/parts/0/title"), "Der Laternenanzünder");
}

#[tokio::test]
async fn genres_are_named_in_the_language_of_the_reader() {
    let comedy =
        movie(11, "The Lamplighter").with("genres", json!([{ "id": 35, "name": "Comedy" }]));
    let app = TestApp::with(&[answer("/3/movie/11", comedy)]).await;

    for (language, name) in [
        ("en", "Comedy"),
        ("de", "Komödie"),
        ("de-AT", "Komödie"),
        ("zz", "Comedy"),
    ] {
        let details = app.get(&format!("/3/movie/11?language={language}")).await;
        let list = app
            .get(&format!("/3/genre/movie/list?language={language}"))
            .await;

        assert_eq!(details.at("/genres/0/name"), name, "{language}");
        assert_eq!(
            list.at("/genres/3"),
            &json!({ "id": 35, "name": name }),
            "{language}"
        );
    }
}

#[tokio::test]
async fn genre_names_that_were_imported_win() {
    let told = json!({ "genres": [{ "id": 18, "name": "Schauspiel" }] });
    let app = TestApp::with(&[
        answer("/3/movie/11", movie(11, "The Lamplighter")),
        answer_in("de", "/3/genre/movie/list", told.clone()),
    ])
    .await;

    let details = app.get("/3/movie/11?language=de").await;
    let list = app.get("/3/genre/movie/list?language=de").await;

    assert_eq!(details.at("/genres/0/name"), "Schauspiel");
    assert_eq!(list.json, told);
}

#[tokio::test]
async fn seasons_and_episodes_without_a_name_are_numbered_in_the_language_of_the_reader() {
    let nameless = |row: Value| row.and(json!({ "name": "", "overview": "" }));
    let specials = season(200, 0, vec![nameless(episode(301, 21, 0, 1, ""))]);
    let first = season(201, 1, vec![nameless(episode(211, 21, 1, 1, ""))]);
    let listed = [
        nameless(season_row(&specials)),
        nameless(season_row(&first)),
    ];
    let app = TestApp::with(&[
        answer(
            "/3/tv/21",
            series(21, "Harbour Nine").with("seasons", json!(listed)),
        ),
        answer("/3/tv/21/season/0", nameless(specials)),
        answer("/3/tv/21/season/1", nameless(first)),
    ])
    .await;

    for (language, specials, first, episode) in [
        ("en", "Specials", "Season 1", "Episode 1"),
        ("de", "Extras", "Staffel 1", "Episode 1"),
        ("fr-CA", "Épisodes spéciaux", "Saison 1", "Épisode 1"),
        ("zz", "Specials", "Season 1", "Episode 1"),
    ] {
        let series = app.get(&format!("/3/tv/21?language={language}")).await;
        let zero = app
            .get(&format!("/3/tv/21/season/0?language={language}"))
            .await;
        let one = app
            .get(&format!("/3/tv/21/season/1?language={language}"))
            .await;
        let alone = app
            .get(&format!("/3/tv/21/season/1/episode/1?language={language}"))
            .await;

        assert_eq!(series.at("/seasons/0/name"), specials, "{language}");
        assert_eq!(series.at("/seasons/1/name"), first, "{language}");
        assert_eq!(zero.at("/name"), specials, "{language}");
        assert_eq!(one.at("/name"), first, "{language}");
        assert_eq!(one.at("/episodes/0/name"), episode, "{language}");
        assert_eq!(alone.at("/name"), episode, "{language}");
    }
}

#[tokio::test]
async fn english_season_names_that_were_told_are_not_shown_to_others() {
    let app = TestApp::with(&[
        answer("/3/tv/21", series(21, "Harbour Nine")),
        answer(
            "/3/tv/21/season/1",
            season(201, 1, vec![episode(211, 21, 1, 1, "The Tide")]),
        ),
    ])
    .await;

    let german = app.get("/3/tv/21/season/1?language=de").await;

    assert_eq!(german.at("/name"), "Staffel 1");
    assert_eq!(german.at("/overview"), "");
    assert_eq!(german.at("/episodes/0/name"), "Episode 1");
}

fn pictures() -> Value {
    answer(
        "/3/movie/11/images",
        json!({
            "id": 11,
            "backdrops": [image_in("en", "US", "/titled-wide.jpg"), image("/wide.jpg")],
            "logos": [image_in("de", "DE", "/logo-de.png")],
            "posters": [
                image_in("en", "US", "/en.jpg"), image_in("pt", "BR", "/pt.jpg"), image("/bare.jpg"),
                image_in("sv", "SE", "/sv.jpg"), image_in("de", "AT", "/de.jpg"),
            ],
        }),
    )
}

#[tokio::test]
async fn images_are_those_of_the_languages_asked_for() {
    let app = TestApp::with(&[answer("/3/movie/11", lamp()), pictures()]).await;

    for (query, posters, backdrops) in [
        ("", "en pt bare sv de", "titled-wide wide"),
        ("language=", "en pt bare sv de", "titled-wide wide"),
        ("language=en-US", "en", "titled-wide"),
        ("language=de", "de", ""),
        ("language=DE-de", "de", ""),
        ("language=fr", "", ""),
        ("include_image_language=null", "bare", "wide"),
        ("include_image_language=xx", "bare", "wide"),
        ("include_image_language=pt-PT,null", "pt bare", "wide"),
        ("include_image_language=en,%20de,,", "en de", "titled-wide"),
        ("language=de&include_image_language=null", "bare de", "wide"),
        (
            "language=de-DE&include_image_language=en,null",
            "en bare de",
            "titled-wide wide",
        ),
    ] {
        let reply = app.get(&format!("/3/movie/11/images?{query}")).await;
        let appended = app
            .get(&format!("/3/movie/11?append_to_response=images&{query}"))
            .await;

        assert_eq!(names(reply.at("/posters")), posters, "{query}");
        assert_eq!(names(reply.at("/backdrops")), backdrops, "{query}");
        assert_eq!(
            appended.at("/images/posters"),
            reply.at("/posters"),
            "{query}"
        );
    }
}

/// File names without their extension.
fn names(images: &Value) -> String {
    let paths = images.as_array().into_iter().flatten();
    let names = paths.filter_map(|image| {
        image["file_path"]
            .as_str()?
            .strip_prefix('/')?
            .split('.')
            .next()
    });
    names.collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn portraits_and_logos_are_shown_to_everybody() {
    let app = TestApp::with(&catalogue::rows()).await;

    for path in [
        "/3/person/31/images",
        "/3/company/51/images",
        "/3/network/61/images",
    ] {
        let plain = app.get(path).await;
        let german = app
            .get(&format!("{path}?language=de&include_image_language=fr"))
            .await;

        assert_eq!(german.json, plain.json, "{path}");
    }
}

#[tokio::test]
async fn the_poster_is_in_the_language_of_the_reader_else_of_the_movie_else_the_best() {
    let app = TestApp::with(&[
        answer("/3/movie/11", lamp().with("poster_path", "/en.jpg")),
        pictures(),
    ])
    .await;

    for (language, poster) in [
        ("en", "/en.jpg"),
        ("de", "/de.jpg"),
        ("pt-PT", "/pt.jpg"),
        ("sv", "/sv.jpg"),
        ("fr", "/sv.jpg"),
        ("zz", "/sv.jpg"),
    ] {
        let reply = app.get(&format!("/3/movie/11?language={language}")).await;

        assert_eq!(reply.at("/poster_path"), poster, "{language}");
    }
}

#[tokio::test]
async fn images_that_were_told_language_by_language_are_joined() {
    let told = |language: &str, country: &str, path: &str| {
        answer_in(
            language,
            "/3/movie/11/images",
            json!({ "id": 11, "backdrops": [], "logos": [], "posters": [image_in(language, country, path)] }),
        )
    };
    let app = TestApp::with(&[
        answer("/3/movie/11", lamp()),
        told("en", "US", "/old.jpg"),
        told("de", "DE", "/de.jpg"),
        told("en", "US", "/new.jpg"),
    ])
    .await;

    let all = app.get("/3/movie/11/images").await;
    let english = app.get("/3/movie/11/images?language=en").await;

    assert_eq!(all.at("/posters").as_array().map(Vec::len), Some(2));
    assert_eq!(names(english.at("/posters")), "new");
}

#[tokio::test]
async fn portraits_that_were_told_in_any_language_are_one_list() {
    let told = |language: &str, paths: &[&str]| {
        let profiles: Vec<Value> = paths.iter().map(|path| image(path)).collect();
        answer_in(
            language,
            "/3/person/31/images",
            json!({ "id": 31, "profiles": profiles }),
        )
    };
    let app = TestApp::with(&[
        told("en", &["/face.jpg", "/gone.jpg"]),
        told("de", &["/face.jpg", "/side.jpg"]),
    ])
    .await;

    let images = app.get("/3/person/31/images").await;

    assert_eq!(names(images.at("/profiles")), "face side");
}

#[tokio::test]
async fn an_answer_in_a_language_leaves_the_order_of_all_images() {
    let posters = [("de", "/b.jpg"), ("en", "/a.jpg"), ("de", "/c.jpg")];
    let told = |query: Value, languages: &[&str]| {
        let posters = posters.iter();
        let posters = posters.filter(|(language, _)| languages.contains(language));
        let posters = posters.map(|(language, path)| image_in(language, "DE", path));
        let body = json!({ "id": 201, "posters": posters.collect::<Vec<_>>() });
        answer_to("/3/tv/21/season/1/images", query, body)
    };
    let app = TestApp::with(&[
        answer("/3/tv/21/season/1", season(201, 1, vec![])),
        told(json!({}), &["de", "en"]),
        told(json!({ "language": "en" }), &["en"]),
        told(
            json!({ "language": "de", "include_image_language": "null" }),
            &["de"],
        ),
    ])
    .await;

    let images = app.get("/3/tv/21/season/1/images").await;

    assert_eq!(names(images.at("/posters")), "b a c");
}

#[tokio::test]
async fn videos_are_english_unless_others_are_asked_for() {
    let videos = [
        video("en", "US", "ee01"),
        video("de", "DE", "ee02"),
        video("fr", "CA", "ee03"),
    ];
    let app = TestApp::with(&[
        answer("/3/movie/11", lamp()),
        answer_to(
            "/3/movie/11/videos",
            json!({ "include_video_language": "en,de,fr" }),
            json!({ "id": 11, "results": videos }),
        ),
    ])
    .await;

    for (query, languages) in [
        ("", "en"),
        ("language=en-GB", "en"),
        ("language=de", "de"),
        ("language=de-AT", "de"),
        ("language=sv", ""),
        ("include_video_language=de", "en de"),
        ("include_video_language=de,fr", "en de fr"),
        ("language=fr&include_video_language=de", "de fr"),
    ] {
        let reply = app.get(&format!("/3/movie/11/videos?{query}")).await;

        let rows = reply.at("/results").as_array().into_iter().flatten();
        let shown: Vec<_> = rows
            .filter_map(|video| video["iso_639_1"].as_str())
            .collect();
        assert_eq!(shown.join(" "), languages, "{query}");
    }
}

#[tokio::test]
async fn alternative_titles_can_be_asked_for_by_country() {
    let title = |country: &str| json!({ "iso_3166_1": country, "title": format!("Of {country}"), "type": "" });
    let told = json!({ "id": 11, "titles": [title("DE"), title("SE"), title("DE")] });
    let app = TestApp::with(&[
        answer("/3/movie/11", lamp()),
        answer("/3/movie/11/alternative_titles", told),
    ])
    .await;

    for (query, count) in [
        ("", 3),
        ("country=DE", 2),
        ("country=de", 2),
        ("country=SE", 1),
        ("country=NO", 0),
    ] {
        let reply = app
            .get(&format!("/3/movie/11/alternative_titles?{query}"))
            .await;

        assert_eq!(
            reply.at("/titles").as_array().map(Vec::len),
            Some(count),
            "{query}"
        );
    }
}

#[tokio::test]
async fn reviews_are_those_of_the_language_asked_for() {
    let app = TestApp::with(&[
        answer("/3/movie/11", lamp()),
        answer_in(
            "en-US",
            "/3/movie/11/reviews",
            json!({ "id": 11, "results": [review("aa01", "2020-05-01T10:00:00.000Z")] }),
        ),
        answer_in(
            "de-DE",
            "/3/movie/11/reviews",
            json!({ "id": 11, "results": [review("aa02", "2020-05-02T10:00:00.000Z")] }),
        ),
    ])
    .await;

    for (query, ids) in [
        ("", "aa01 aa02"),
        ("language=en", "aa01"),
        ("language=de-AT", "aa02"),
        ("language=fr", ""),
    ] {
        let reply = app.get(&format!("/3/movie/11/reviews?{query}")).await;

        let rows = reply.at("/results").as_array().into_iter().flatten();
        let shown: Vec<_> = rows.filter_map(|review| review["id"].as_str()).collect();
        assert_eq!(shown.join(" "), ids, "{query}");
    }
}
