//! Ranked lists (contract 3.15, 3.17 and 3.21): popular, top rated, latest, and what all of them share.

use kinora_web::Settings;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::calendar::airing;
use crate::films::*;
use crate::rows::*;

#[tokio::test]
async fn popular_titles_come_by_popularity_without_adult_ones() {
    let rows = [
        both(1, json!({ "popularity": 2.0 })),
        both(2, json!({ "popularity": 3.0 })),
        both(3, json!({ "popularity": 2.0 })),
        both(4, json!({ "popularity": 9.0, "adult": true })),
    ];
    let app = TestApp::with(&rows.concat()).await;

    for path in ["/3/movie/popular", "/3/tv/popular"] {
        assert_found(&app, path, &[("", &[2, 1, 3]), ("page=2", &[])]).await;
    }
}

#[tokio::test]
async fn adult_titles_are_not_shown_by_lists_that_have_no_parameter_for_it() {
    let adult = json!({
        "adult": true, "vote_count": 500, "genres": [{ "id": 18, "name": "Drama" }],
        "production_companies": [{ "id": 51, "logo_path": null, "name": "C", "origin_country": "" }],
    });
    let app = TestApp::set_up(
        &[
            film(1, adult.clone().with("release_date", "2024-04-20")),
            releases(
                1,
                &[("DE", 3, "2024-04-20", ""), ("US", 3, "2024-05-08", "")],
            ),
            show(1, adult.with("first_air_date", "2024-05-02")),
            film(2, json!({ "popularity": 1.0 })),
            show(
                2,
                json!({ "popularity": 1.0, "genres": [{ "id": 18, "name": "Drama" }] }),
            ),
        ],
        at("2024-05-02", 12),
    )
    .await;

    for path in [
        "movie/popular",
        "movie/top_rated",
        "movie/now_playing",
        "movie/upcoming",
        "tv/popular",
        "tv/top_rated",
        "tv/airing_today",
        "tv/on_the_air",
        "company/51/movies",
        "movie/2/similar",
        "movie/2/recommendations",
        "tv/2/similar",
        "tv/2/recommendations",
        "trending/movie/day",
        "trending/tv/week",
        "trending/all/day",
    ] {
        for query in ["", "include_adult=true"] {
            let target = format!("/3/{path}?{query}");

            assert!(!found(&app, &target).await.contains(&1), "{target}");
        }
    }
}

#[tokio::test]
async fn videos_are_neither_popular_nor_top_rated_nor_in_theatres() {
    let app = TestApp::set_up(
        &[
            film(1, json!({ "video": true, "vote_count": 500 })),
            releases(
                1,
                &[("DE", 3, "2024-04-20", ""), ("US", 3, "2024-05-08", "")],
            ),
        ],
        at("2024-05-02", 12),
    )
    .await;

    for list in ["popular", "top_rated", "now_playing", "upcoming"] {
        assert_found(&app, &format!("/3/movie/{list}"), &[("", &[])]).await;
    }
}

#[tokio::test]
async fn the_top_rated_have_votes_and_are_no_documentaries() {
    let rated = |id, average: f64, count: i64, genre: i64| {
        let votes = json!({ "vote_average": average, "vote_count": count });
        both(id, votes.and(genres(&[genre])))
    };
    let rows = [
        rated(1, 7.0, 200, 18),
        rated(2, 9.0, 200, 18),
        rated(3, 9.5, 199, 18),
        rated(4, 9.5, 200, 99),
        rated(5, 9.5, 200, 10755),
        rated(6, 9.0, 200, 18),
    ];
    let app = TestApp::with(&rows.concat()).await;

    assert_found(&app, "/3/movie/top_rated", &[("", &[2, 6, 1])]).await;
    assert_found(&app, "/3/tv/top_rated", &[("", &[4, 5, 2, 6, 1])]).await;
}

#[tokio::test]
async fn how_many_votes_the_top_rated_need_is_a_setting() {
    let rated = |id, count: i64| both(id, json!({ "vote_average": 5.0, "vote_count": count }));
    let rows = [rated(1, 9), rated(2, 10), rated(3, 0)].concat();

    for (floor, ids) in [
        (10.0, &[2][..]),
        (9.0, &[1, 2]),
        (0.0, &[1, 2, 3]),
        (11.0, &[]),
    ] {
        let settings = Settings {
            top_rated_votes: floor,
            ..Settings::default()
        };
        let app = TestApp::set_up(&rows, settings).await;

        for path in ["/3/movie/top_rated", "/3/tv/top_rated"] {
            let mut found = found(&app, path).await;
            found.sort_unstable();
            assert_eq!(found, ids, "{path} with {floor}");
        }
    }
}

#[tokio::test]
async fn the_date_of_the_region_is_shown_by_other_lists_of_movies() {
    let app = TestApp::with(&[
        film(
            1,
            json!({ "release_date": "2024-03-01", "vote_count": 500 }),
        ),
        releases(1, &[("DE", 3, "2024-04-10", "")]),
    ])
    .await;

    for list in ["popular", "top_rated"] {
        for (query, date) in [
            ("", "2024-03-01"),
            ("region=de", "2024-04-10"),
            ("region=FR", "2024-03-01"),
            ("region=Germany", "2024-03-01"),
        ] {
            let reply = app.get(&format!("/3/movie/{list}?{query}")).await;

            assert_eq!(reply.at("/results/0/release_date"), date, "{list}?{query}");
        }
    }
}

#[tokio::test]
async fn popular_series_have_a_first_air_date() {
    let app = TestApp::with(&[
        show(1, json!({ "first_air_date": "", "vote_count": 500 })),
        show(2, json!({ "vote_count": 500 })),
    ])
    .await;

    for path in ["/3/tv/popular", "/3/tv/top_rated"] {
        assert_found(&app, path, &[("", &[2])]).await;
    }
}

#[tokio::test]
async fn popular_people_come_with_what_they_are_known_for() {
    let popular = |id: i64, popularity: f64| {
        let person = person(id, &format!("Person {id}")).with("popularity", popularity);
        answer(&format!("/3/person/{id}"), person)
    };
    let mut rows: Vec<Value> = (1..=5)
        .map(|id| film(id, json!({ "adult": id == 2 })))
        .collect();
    rows.extend((1..=5).map(|id| people(id, &[31], 32)));
    rows.extend([popular(31, 2.0), popular(32, 3.0), popular(33, 2.0)]);
    rows.push(answer(
        "/3/person/34",
        person(34, "Hidden").and(json!({ "popularity": 9.0, "adult": true })),
    ));
    let app = TestApp::with(&rows).await;

    let reply = app.get("/3/person/popular").await;

    assert_eq!(ids(reply.at("/results")), [32, 31, 33]);
    assert_eq!(reply.at("/total_results"), 3);
    // The most popular three, and no adult one.
    assert_eq!(ids(reply.at("/results/1/known_for")), [1, 3, 4]);
    assert_eq!(reply.at("/results/1/known_for/0/media_type"), "movie");
    assert_eq!(reply.at("/results/1/known_for/0/title"), "Film 1");
    assert_eq!(reply.at("/results/2/known_for"), &json!([]));
}

#[tokio::test]
async fn the_latest_has_the_largest_id_and_is_not_kept() {
    let app = TestApp::with(&[
        film(7, json!({})),
        film(5, json!({})),
        show(3, json!({})),
        show(4, json!({})),
        answer("/3/person/31", person(31, "Ida Brook")),
    ])
    .await;

    for (kind, id) in [("movie", 7), ("tv", 4), ("person", 31)] {
        let latest = app.get(&format!("/3/{kind}/latest")).await;
        let details = app.get(&format!("/3/{kind}/{id}")).await;

        assert_eq!(latest.json, details.json, "{kind}");
        assert_eq!(
            latest.header("cache-control"),
            "public, max-age=0",
            "{kind}"
        );
    }
    app.import(&[film(8, json!({}))]).await;
    assert_eq!(app.get("/3/movie/latest").await.at("/id"), 8);
}

#[tokio::test]
async fn an_empty_catalogue_has_no_latest() {
    let app = TestApp::with(&[]).await;

    for kind in ["movie", "tv", "person"] {
        let reply = app.get(&format!("/3/{kind}/latest")).await;

        assert_eq!(reply.refusal(), (404, 34), "{kind}");
    }
}

#[tokio::test]
async fn lists_have_pages_of_twenty() {
    let mut rows: Vec<Value> = (1..=45)
        .flat_map(|id| both(id, json!({ "vote_count": 500 })))
        .collect();
    rows.extend((1..=45).map(|id| releases(id, &[("DE", 3, "2024-05-08", "")])));
    rows.extend((1..=45).map(|id| {
        let person = person(id, "Somebody").with("popularity", 1000.0 - id as f64);
        answer(&format!("/3/person/{id}"), person)
    }));
    rows.extend((1..=45).flat_map(|id| airing(100 + id, "2024-05-02")));
    let app = TestApp::set_up(&rows, at("2024-05-02", 12)).await;

    for (path, first) in [
        ("movie/popular", 1),
        ("movie/top_rated", 1),
        ("movie/now_playing", 1),
        ("movie/upcoming", 1),
        ("person/popular", 1),
        ("tv/airing_today", 101),
        ("tv/on_the_air", 101),
    ] {
        for (page, rows) in [(1, 0..20), (2, 20..40), (3, 40..45), (4, 45..45)] {
            let reply = app.get(&format!("/3/{path}?page={page}")).await;

            let ids = ids(reply.at("/results"));
            assert!(
                ids.into_iter().eq(rows.map(|row| first + row)),
                "{path} {page}"
            );
            assert_eq!(reply.at("/page"), page, "{path}");
            assert_eq!(reply.at("/total_pages"), 3, "{path}");
            assert_eq!(reply.at("/total_results"), 45, "{path}");
        }
        for page in ["0", "501", "-1", "two"] {
            let reply = app.get(&format!("/3/{path}?page={page}")).await;
            assert_eq!(reply.refusal(), (400, 22), "{path}?page={page}");
        }
    }
}
