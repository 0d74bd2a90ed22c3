//! Trending (contract 3.20), and titles that belong to something: genre, company, keyword, another title (contract 3.16, 3.27).

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::films::*;
use crate::rows::*;

fn somebody(id: i64, differing: Value) -> Value {
    let person = person(id, &format!("Person {id}"));
    answer(&format!("/3/person/{id}"), person.and(differing))
}

/// Two of each kind and an adult one, the greater ids the less popular.
async fn trends() -> TestApp {
    let popularity = |id: i64| json!({ "popularity": 100.0 - id as f64 });
    TestApp::with(&[
        film(1, popularity(1)),
        show(2, popularity(2)),
        somebody(3, popularity(3)),
        film(4, popularity(4)),
        show(5, popularity(5)),
        somebody(6, popularity(6)),
        film(7, json!({ "popularity": 200.0, "adult": true })),
        show(8, json!({ "popularity": 200.0, "adult": true })),
        somebody(9, json!({ "popularity": 200.0, "adult": true })),
        people(4, &[6], 6),
    ])
    .await
}

#[tokio::test]
async fn trends_are_those_of_a_kind_with_their_media_type() {
    let app = trends().await;

    for window in ["day", "week"] {
        for (kind, expected) in [
            (
                "all",
                vec![(1, "movie"), (2, "tv"), (4, "movie"), (5, "tv")],
            ),
            ("movie", vec![(1, "movie"), (4, "movie")]),
            ("tv", vec![(2, "tv"), (5, "tv")]),
            ("person", vec![(3, "person"), (6, "person")]),
        ] {
            let reply = app.get(&format!("/3/trending/{kind}/{window}")).await;

            let rows = reply.at("/results").as_array().expect("rows").iter();
            let told: Vec<_> = rows
                .map(|row| (row["id"].clone(), row["media_type"].clone()))
                .collect();
            let expected: Vec<_> = expected
                .into_iter()
                .map(|(id, kind)| (json!(id), json!(kind)))
                .collect();
            assert_eq!(told, expected, "{kind} of the {window}");
            assert_eq!(reply.at("/total_results"), expected.len(), "{kind}");
            assert_eq!(reply.at("/total_pages"), 1, "{kind}");
        }
    }
}

#[tokio::test]
async fn people_in_trends_are_known_for_something() {
    let app = trends().await;

    let reply = app.get("/3/trending/person/day").await;

    assert_eq!(reply.at("/results/0/known_for"), &json!([]));
    assert_eq!(ids(reply.at("/results/1/known_for")), [4]);
    assert_eq!(reply.at("/results/1/known_for/0/media_type"), "movie");
}

#[tokio::test]
async fn a_window_is_a_day_or_a_week() {
    let app = trends().await;

    for kind in ["all", "movie", "tv", "person"] {
        for window in ["month", "Day", "days", "1", "day-1"] {
            let reply = app.get(&format!("/3/trending/{kind}/{window}")).await;

            assert_eq!(reply.refusal(), (422, 5), "{kind}/{window}");
        }
        for path in [
            format!("/3/trending/{kind}"),
            format!("/3/trending/{kind}/day/1"),
        ] {
            assert_eq!(app.get(&path).await.refusal(), (404, 34), "{path}");
        }
    }
    assert_eq!(
        app.get("/3/trending/company/day").await.refusal(),
        (404, 34)
    );
}

#[tokio::test]
async fn trends_end_after_five_hundred_pages_and_other_lists_tell_all_there_are() {
    let row = |id: i64| card(id, "Somebody").with("popularity", 20_000.0 - id as f64);
    let rows: Vec<Value> = (1..=10_001).map(row).collect();
    let app = TestApp::with(&[answer(
        "/3/person/popular",
        json!({ "page": 1, "results": rows }),
    )])
    .await;

    let last = app.get("/3/trending/person/day?page=500").await;
    let beyond = app.get("/3/trending/person/day?page=501").await;
    let popular = app.get("/3/person/popular?page=500").await;

    assert_eq!(
        ids(last.at("/results")),
        (9_981..=10_000).collect::<Vec<_>>()
    );
    assert_eq!(last.at("/total_pages"), 500);
    assert_eq!(last.at("/total_results"), 10_000);
    assert_eq!(beyond.refusal(), (400, 22));
    assert_eq!(popular.at("/total_pages"), 501);
    assert_eq!(popular.at("/total_results"), 10_001);
}

#[tokio::test]
async fn movies_of_a_genre_a_company_and_a_keyword_come_by_popularity() {
    let facts = || genres(&[18]).and(companies(&[18]));
    let word = |id: i64| keywords(&format!("movie/{id}"), "keywords", &[18]);
    let app = TestApp::with(&[
        film(1, facts().with("popularity", 2.0)),
        word(1),
        film(2, facts().with("popularity", 3.0)),
        word(2),
        film(3, facts().with("popularity", 2.0)),
        word(3),
        film(4, facts().with("adult", true)),
        word(4),
        film(5, genres(&[35])),
    ])
    .await;

    for path in [
        "/3/genre/18/movies",
        "/3/company/18/movies",
        "/3/keyword/18/movies",
    ] {
        let reply = app.get(path).await;

        assert_eq!(reply.at("/id"), 18, "{path}");
        assert_eq!(ids(reply.at("/results")), [2, 1, 3], "{path}");
        assert_eq!(reply.at("/total_results"), 3, "{path}");
        assert!(reply.at("/results/0").get("media_type").is_none(), "{path}");
        assert_found(&app, path, &[("page=2", &[])]).await;
        assert_eq!(
            app.get(&format!("{path}?page=0")).await.refusal(),
            (400, 22)
        );
    }
    for path in ["/3/genre/18/movies", "/3/keyword/18/movies"] {
        assert_found(&app, path, &[("include_adult=true", &[4, 2, 1, 3])]).await;
    }
}

#[tokio::test]
async fn unknown_genres_companies_and_keywords_have_no_movies() {
    let app = TestApp::with(&[film(1, genres(&[18]))]).await;

    for path in [
        "/3/genre/99999/movies",
        "/3/genre/abc/movies",
        "/3/genre/0/movies",
        "/3/genre/99999999999999999999/movies",
        // A genre of series only.
        "/3/genre/10759/movies",
        "/3/company/999/movies",
        "/3/company/abc/movies",
        "/3/keyword/999/movies",
        "/3/keyword/0/movies",
    ] {
        assert_eq!(app.get(path).await.refusal(), (404, 34), "{path}");
    }
    let known = app.get("/3/genre/35/movies").await;
    assert_eq!(
        known.json,
        json!({ "id": 35, "page": 1, "results": [], "total_pages": 1, "total_results": 0 })
    );
}

#[tokio::test]
async fn movies_of_a_company_can_be_appended() {
    let app = TestApp::with(&[film(1, companies(&[51])), film(2, companies(&[51]))]).await;

    let company = app.get("/3/company/51?append_to_response=movies").await;
    let alone = app.get("/3/company/51/movies").await;

    assert_eq!(company.at("/movies"), &alone.json.without("id"));
    assert_eq!(ids(company.at("/movies/results")), [1, 2]);
}

/// Titles of which the first shares most with the second, less with the third and nothing with the fourth.
fn alike() -> Vec<Value> {
    let mut rows = [
        both(1, genres(&[18, 35]).with("imdb_id", "tt0000001")),
        both(2, genres(&[18, 35])),
        both(3, genres(&[18])),
        both(4, genres(&[99])),
        both(5, genres(&[18, 35]).with("adult", true)),
    ]
    .concat();
    for id in [1, 2] {
        rows.push(keywords(&format!("movie/{id}"), "keywords", &[71]));
        rows.push(keywords(&format!("tv/{id}"), "results", &[71]));
    }
    rows
}

#[tokio::test]
async fn similar_and_recommended_titles_share_something() {
    let app = TestApp::with(&alike()).await;

    for kind in ["movie", "tv"] {
        for list in ["similar", "recommendations"] {
            let path = format!("/3/{kind}/1/{list}");
            let reply = app.get(&path).await;

            assert_eq!(ids(reply.at("/results")), [2, 3], "{path}");
            assert_eq!(reply.at("/total_results"), 2, "{path}");
            assert!(reply.json.get("id").is_none(), "{path}");
            let media_type = reply.at("/results/0").get("media_type");
            let expected = (list == "recommendations").then(|| json!(kind));
            assert_eq!(media_type, expected.as_ref(), "{path}");
            assert_found(&app, &path, &[("page=2", &[])]).await;
        }
    }
    let named = app.get("/3/movie/tt0000001/similar").await;
    assert_eq!(ids(named.at("/results")), [2, 3]);
    let old = app.get("/3/movie/1/similar_movies").await;
    assert_eq!(old.json, app.get("/3/movie/1/similar").await.json);
}

#[tokio::test]
async fn a_title_like_no_other_has_no_similar_ones() {
    let app = TestApp::with(&alike()).await;

    for path in [
        "/3/movie/4/similar",
        "/3/tv/4/similar",
        "/3/movie/4/recommendations",
    ] {
        let reply = app.get(path).await;

        assert_eq!(
            reply.json,
            json!({ "page": 1, "results": [], "total_pages": 1, "total_results": 0 }),
            "{path}"
        );
    }
}

#[tokio::test]
async fn nothing_is_similar_to_what_is_not_there() {
    let app = TestApp::with(&alike()).await;

    for (path, refusal) in [
        ("/3/movie/99/similar", (404, 34)),
        ("/3/movie/99/recommendations", (404, 34)),
        ("/3/tv/99/similar", (404, 34)),
        ("/3/tv/99/recommendations", (404, 34)),
        ("/3/movie/abc/similar", (404, 6)),
        ("/3/tv/0/recommendations", (404, 6)),
        ("/3/movie/tt0000099/similar", (404, 34)),
        ("/3/movie/99/similar?page=0", (400, 22)),
    ] {
        assert_eq!(app.get(path).await.refusal(), refusal, "{path}");
    }
}

#[tokio::test]
async fn similar_and_recommended_titles_can_be_appended() {
    let app = TestApp::with(&alike()).await;

    for kind in ["movie", "tv"] {
        for query in ["", "&page=2", "&language=de"] {
            let target = format!("/3/{kind}/1?append_to_response=similar,recommendations{query}");
            let details = app.get(&target).await;

            for list in ["similar", "recommendations"] {
                let alone = app.get(&format!("/3/{kind}/1/{list}?{query}")).await;
                assert_eq!(details.at(&format!("/{list}")), &alone.json, "{target}");
            }
        }
        // A part whose request would fail is left out.
        let target =
            format!("/3/{kind}/1?append_to_response=similar,recommendations,keywords&page=0");
        let details = app.get(&target).await;
        assert_eq!(details.status, 200, "{target}");
        assert!(
            details.json.get("similar").is_none() && details.json.get("recommendations").is_none()
        );
        assert!(details.json.get("keywords").is_some());
    }
}

#[tokio::test]
async fn at_most_forty_titles_are_recommended() {
    let rows = (1..=50).map(|id| film(id, genres(&[18])));
    let app = TestApp::with(&rows.collect::<Vec<_>>()).await;

    let similar = app.get("/3/movie/1/similar").await;
    let recommended = app.get("/3/movie/1/recommendations?page=2").await;

    assert_eq!(similar.at("/total_results"), 49);
    assert_eq!(recommended.at("/total_results"), 40);
    assert_eq!(recommended.at("/total_pages"), 2);
    assert_eq!(
        ids(recommended.at("/results")),
        (22..=41).collect::<Vec<_>>()
    );
}
