//! Search (contract 3.19).

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::films::*;
use crate::rows::*;

/// A movie with these names: title, original title, translation, alternative title.
fn named(id: i64, [title, original, german, alternative]: [&str; 4]) -> Vec<Value> {
    let facts = json!({ "title": title, "original_title": original, "original_language": "fr" });
    let titles = json!({ "titles": [{ "iso_3166_1": "IT", "title": alternative, "type": "" }] });
    vec![
        film(id, facts),
        translations(&format!("movie/{id}"), &[("de-DE", german, "")]),
        part(&format!("movie/{id}"), "alternative_titles", titles),
    ]
}

#[tokio::test]
async fn movies_are_found_by_every_name() {
    let rows = [
        named(
            1,
            [
                "Amélie of Montmartre",
                "Le Fabuleux Destin",
                "Die Träumerin",
                "Il favoloso mondo",
            ],
        ),
        named(
            2,
            [
                "Ocean's Eleven",
                "Straße nach Łódź",
                "千と千尋の神隠し",
                "Tom & Jerry",
            ],
        ),
    ];
    let app = TestApp::with(&rows.concat()).await;

    assert_found(
        &app,
        "/3/search/movie",
        &[
            (
                "query=Amélie of Montmartre".replace(' ', "+").as_str(),
                &[1],
            ),
            ("query=am%C3%A9lie", &[1]),
            ("query=AMELIE", &[1]),
            ("query=montmartre+amelie", &[1]),
            ("query=fabuleux", &[1]),
            ("query=traumerin", &[1]),
            ("query=favoloso+mondo", &[1]),
            ("query=%20%20favoloso%09", &[1]),
            ("query=oceans", &[2]),
            ("query=ocean%27s+eleven", &[2]),
            ("query=strasse", &[2]),
            ("query=lodz", &[2]),
            ("query=%E5%8D%83%E5%B0%8B", &[2]),
            ("query=tom+and+jerry", &[2]),
            ("query=tom+%26+jerry", &[2]),
            // The last word may be the beginning of one, the others may not.
            ("query=montm", &[1]),
            ("query=amelie+montm", &[1]),
            ("query=amel+montmartre", &[]),
            // Every word, and all of them in one name.
            ("query=amelie+eleven", &[]),
            ("query=amelie+fabuleux", &[]),
            ("query=nowhere", &[]),
        ],
    )
    .await;
}

#[tokio::test]
async fn series_people_collections_companies_and_keywords_are_found_by_their_names() {
    let titles = json!({ "results": [{ "iso_3166_1": "FR", "title": "Port Neuf", "type": "" }] });
    let aka = person(31, "Ida Brook").with("also_known_as", json!(["Idá Bach"]));
    let collection = json!({
        "backdrop_path": null, "id": 41, "name": "Lights Collection", "original_language": "sv",
        "original_name": "Ljusen", "overview": "", "parts": [], "poster_path": null,
    });
    let german = json!({ "homepage": "", "overview": "", "title": "Lichter Filmreihe" });
    let german = json!({ "translations": [translation("de", "DE", "", "", german)] });
    let company = json!({
        "description": "", "headquarters": "", "homepage": "", "id": 51, "logo_path": null, "name": "Nordlys Film",
        "origin_country": null, "parent_company": null,
    });
    let app = TestApp::with(&[
        show(1, json!({ "name": "Harbour Nine", "original_name": "Hamn Nio", "original_language": "sv" })),
        translations("tv/1", &[("de-DE", "Hafen Neun", "")]),
        part("tv/1", "alternative_titles", titles),
        answer("/3/person/31", aka),
        answer("/3/collection/41", collection),
        part("collection/41", "translations", german),
        answer("/3/company/51", company),
        part("company/51", "alternative_names", json!({ "results": [{ "name": "Polarlicht AB", "type": "" }] })),
        answer("/3/keyword/71", json!({ "id": 71, "name": "street lamp" })),
    ])
    .await;

    for (kind, id, names) in [
        ("tv", 1, &["harbour", "hamn+nio", "hafen", "port+neuf"][..]),
        ("person", 31, &["ida", "brook", "ida+bach"]),
        ("collection", 41, &["lights", "ljusen", "filmreihe"]),
        ("company", 51, &["nordlys", "polarlicht"]),
        ("keyword", 71, &["street", "lamp"]),
    ] {
        for name in names {
            let target = format!("/3/search/{kind}?query={name}");
            assert_eq!(found(&app, &target).await, [id], "{target}");
        }
        let target = format!("/3/search/{kind}?query=nowhere");
        assert!(found(&app, &target).await.is_empty(), "{target}");
    }
    let company = app.get("/3/search/company?query=nordlys").await;
    assert_eq!(
        company.at("/results/0"),
        &json!({ "id": 51, "logo_path": null, "name": "Nordlys Film", "origin_country": "" })
    );
    let keyword = app.get("/3/search/keyword?query=lamp").await;
    assert_eq!(
        keyword.at("/results/0"),
        &json!({ "id": 71, "name": "street lamp" })
    );
}

#[tokio::test]
async fn equal_names_come_first_but_for_articles_then_beginnings_then_the_popular() {
    let titled = |id, title: &str, popularity: f64| {
        film(
            id,
            json!({ "title": title, "original_title": title, "popularity": popularity }),
        )
    };
    let app = TestApp::with(&[
        titled(1, "The Lamp", 90.0),
        titled(2, "Lamp Black", 50.0),
        titled(3, "Lamp", 1.0),
        titled(4, "Lamplighter", 60.0),
        titled(5, "My Lamp", 99.0),
        titled(6, "Another Lamp", 99.0),
    ])
    .await;

    assert_found(
        &app,
        "/3/search/movie",
        &[
            ("query=lamp", &[3, 1, 4, 2, 5, 6]),
            ("query=the+lamp", &[1, 3]),
            ("query=a+lamp", &[1, 3]),
        ],
    )
    .await;
}

#[tokio::test]
async fn typos_are_forgiven_after_what_matches_as_typed() {
    let titled = |id, title: &str| film(id, json!({ "title": title, "original_title": title }));
    let app = TestApp::with(&[
        titled(1, "The Lighthouse Keeper"),
        titled(2, "Lamplighter"),
        titled(3, "Lamplights"),
    ])
    .await;

    assert_found(
        &app,
        "/3/search/movie",
        &[
            ("query=ligthouse+keper", &[1]),
            ("query=lihgthosue", &[1]),
            ("query=lighthousekeeper", &[1]),
            ("query=lamplighte", &[2, 3]),
        ],
    )
    .await;
    let reply = app.get("/3/search/movie?query=lamplighte").await;
    assert_eq!(reply.at("/total_results"), 2);
}

#[tokio::test]
async fn a_search_without_words_finds_nothing_on_one_page() {
    let app = TestApp::with(&[film(1, json!({}))]).await;

    for kind in [
        "movie",
        "tv",
        "multi",
        "person",
        "collection",
        "company",
        "keyword",
        "list",
    ] {
        for query in [
            "",
            "query=",
            "query=%20%20",
            "query=+",
            "query=...",
            "language=de",
        ] {
            let reply = app.get(&format!("/3/search/{kind}?{query}")).await;

            assert_eq!(reply.status, 200, "{kind}?{query}");
            assert_eq!(
                reply.json,
                json!({ "page": 1, "results": [], "total_pages": 1, "total_results": 0 }),
                "{kind}?{query}"
            );
        }
        let reply = app
            .get(&format!("/3/search/{kind}?query=film&page=0"))
            .await;
        assert_eq!(reply.refusal(), (400, 22), "{kind}");
    }
}

#[tokio::test]
async fn years_of_movies_are_of_any_release_or_of_the_first() {
    let app = TestApp::with(&[
        film(1, json!({ "release_date": "1962-10-05" })),
        releases(1, &[("US", 3, "1963-05-08", "")]),
        film(2, json!({ "release_date": "1963-01-01" })),
        film(3, json!({ "release_date": "" })),
    ])
    .await;

    assert_found(
        &app,
        "/3/search/movie",
        &[
            ("query=film&year=1962", &[1]),
            ("query=film&year=1963", &[1, 2]),
            ("query=film&primary_release_year=1963", &[2]),
            ("query=film&primary_release_year=1962", &[1]),
            ("query=film&year=1963&primary_release_year=1962", &[1]),
            // Where a year leaves nothing, one year off is tried.
            ("query=film&year=1964", &[1, 2]),
            ("query=film&year=1965", &[]),
            ("query=film&year=", &[1, 2, 3]),
            // What is no year is ignored.
            ("query=film&year=62", &[1, 2, 3]),
            ("query=film&year=999", &[1, 2, 3]),
            ("query=film&year=10000", &[1, 2, 3]),
            ("query=film&year=then", &[1, 2, 3]),
            ("query=film&primary_release_year=-1963", &[1, 2, 3]),
        ],
    )
    .await;
}

#[tokio::test]
async fn years_of_series_are_of_any_episode_or_of_the_first() {
    let season = season(
        10,
        1,
        vec![episode(100, 1, 1, 1, "Late").with("air_date", "1999-01-01")],
    );
    let app = TestApp::with(&[
        show(
            1,
            json!({
                "first_air_date": "1990-01-01", "last_air_date": null, "last_episode_to_air": null,
                "seasons": [season_row(&season)],
            }),
        ),
        answer("/3/tv/1/season/1", season),
        show(2, json!({ "first_air_date": "1999-06-01" })),
    ])
    .await;

    assert_found(
        &app,
        "/3/search/tv",
        &[
            ("query=show&year=1999", &[1, 2]),
            ("query=show&year=1990", &[1]),
            ("query=show&first_air_date_year=1999", &[2]),
            ("query=show&first_air_date_year=1995", &[]),
            ("query=show&first_air_date_year=soon", &[1, 2]),
            ("query=show&year=99999", &[1, 2]),
        ],
    )
    .await;
}

#[tokio::test]
async fn adult_entities_are_found_by_those_who_ask() {
    let adult = json!({ "adult": true });
    let collections = [
        json!({ "adult": false, "id": 1, "name": "Lamp Collection", "original_name": "Lamp", "overview": "" }),
        json!({ "adult": true, "id": 2, "name": "Lamp Nights", "original_name": "Lamp", "overview": "" }),
    ];
    let named = json!({ "title": "Lamp", "name": "Lamp" });
    let rows = vec![
        film(1, named.clone()),
        film(2, named.clone().and(adult.clone())),
        show(1, named.clone()),
        show(2, named.and(adult.clone())),
        answer("/3/person/1", person(1, "Lamp")),
        answer("/3/person/2", person(2, "Lamp").and(adult)),
        answer(
            "/3/search/collection",
            json!({ "page": 1, "results": collections }),
        ),
    ];
    let app = TestApp::with(&rows).await;

    for (kind, each) in [
        ("movie", 1),
        ("tv", 1),
        ("person", 1),
        ("collection", 1),
        ("multi", 4),
    ] {
        for (query, shown) in [
            ("", 1),
            ("include_adult=false", 1),
            ("include_adult=True", 2),
            ("include_adult=no", 1),
        ] {
            let target = format!("/3/search/{kind}?query=lamp&{query}");
            assert_eq!(found(&app, &target).await.len(), shown * each, "{target}");
        }
    }
}

#[tokio::test]
async fn a_search_for_everything_tells_what_each_row_is() {
    let collection = json!({
        "backdrop_path": "/b.jpg", "id": 4, "name": "Lamp Collection", "original_language": "sv",
        "original_name": "Lampan", "overview": "Lamps.", "parts": [], "poster_path": null,
    });
    let app = TestApp::with(&[
        film(1, json!({ "title": "Lamp", "popularity": 9.0 })),
        show(2, json!({ "name": "Lamp", "popularity": 8.0 })),
        answer("/3/person/3", person(3, "Lamp").with("popularity", 7.0)),
        people(1, &[3], 99),
        answer("/3/collection/4", collection),
        answer("/3/keyword/5", json!({ "id": 5, "name": "lamp" })),
    ])
    .await;

    let reply = app.get("/3/search/multi?query=lamp").await;

    let row = |place: usize| reply.at(&format!("/results/{place}"));
    assert_eq!(reply.at("/total_results"), 4);
    assert_eq!(
        (row(0)["id"].as_i64(), &row(0)["media_type"]),
        (Some(1), &json!("movie"))
    );
    assert_eq!(
        (row(1)["id"].as_i64(), &row(1)["media_type"]),
        (Some(2), &json!("tv"))
    );
    assert_eq!(
        (row(2)["id"].as_i64(), &row(2)["media_type"]),
        (Some(3), &json!("person"))
    );
    assert_eq!(ids(&row(2)["known_for"]), [1]);
    assert_eq!(
        row(3),
        &json!({
            "adult": false, "backdrop_path": "/b.jpg", "id": 4, "media_type": "collection", "original_language": "sv",
            "original_title": "Lampan", "overview": "Lamps.", "poster_path": null, "title": "Lamp Collection",
        })
    );
}

#[tokio::test]
async fn a_region_changes_the_date_shown_and_not_what_is_found() {
    let app = TestApp::with(&[
        film(1, json!({ "release_date": "1999-10-15" })),
        releases(
            1,
            &[("DE", 1, "1999-09-01", ""), ("DE", 3, "2000-01-01", "")],
        ),
        film(2, json!({ "release_date": "2005-05-05" })),
    ])
    .await;

    for (region, dates) in [
        ("", ["1999-10-15", "2005-05-05"]),
        ("DE", ["2000-01-01", "2005-05-05"]),
        ("de", ["2000-01-01", "2005-05-05"]),
        ("FR", ["1999-10-15", "2005-05-05"]),
    ] {
        let reply = app
            .get(&format!("/3/search/movie?query=film&region={region}"))
            .await;

        assert_eq!(ids(reply.at("/results")), [1, 2], "{region}");
        assert_eq!(reply.at("/results/0/release_date"), dates[0], "{region}");
        assert_eq!(reply.at("/results/1/release_date"), dates[1], "{region}");
    }
}

#[tokio::test]
async fn a_language_changes_the_text_shown_and_not_what_is_found() {
    let rows = named(1, ["The Lamp", "La Lampe", "Die Laterne", ""]);
    let app = TestApp::with(&rows).await;

    for (language, title) in [
        ("en", "The Lamp"),
        ("de", "Die Laterne"),
        ("sv", "La Lampe"),
    ] {
        for words in ["lamp", "laterne", "lampe"] {
            let reply = app
                .get(&format!(
                    "/3/search/movie?query={words}&language={language}"
                ))
                .await;

            assert_eq!(reply.at("/results/0/title"), title, "{words} in {language}");
        }
    }
}

#[tokio::test]
async fn pages_of_a_search_follow_one_another() {
    let rows = (1..=45).map(|id| film(id, json!({ "title": "Lamp", "popularity": 1.0 })));
    let app = TestApp::with(&rows.collect::<Vec<_>>()).await;

    for (page, rows) in [(1, 1..21), (2, 21..41), (3, 41..46), (4, 0..0)] {
        let reply = app
            .get(&format!("/3/search/movie?query=lamp&page={page}"))
            .await;

        assert!(ids(reply.at("/results")).into_iter().eq(rows), "{page}");
        assert_eq!(reply.at("/page"), page);
        assert_eq!(reply.at("/total_pages"), 3);
        assert_eq!(reply.at("/total_results"), 45);
    }
}

#[tokio::test]
async fn long_and_odd_queries_are_answered() {
    let app = TestApp::with(&[film(1, json!({}))]).await;

    for query in [
        "%25",
        "%00",
        "%ff",
        "%27%3B--",
        "%22film%22",
        "*",
        "film*",
        "(film)",
        "%F0%9F%8E%AC",
        "a".repeat(400).as_str(),
    ] {
        let reply = app.get(&format!("/3/search/movie?query={query}")).await;

        assert_eq!(reply.status, 200, "{query}");
    }
    assert_found(
        &app,
        "/3/search/movie",
        &[("query=%22film%22", &[1]), ("query=film%00", &[1])],
    )
    .await;
}
