//! What holds for both lists of discover (contract 3.10): bounds, translations, orders, pages and refusals.

use serde_json::json;

use crate::app::TestApp;
use crate::films::*;
use crate::rows::*;

const BOTH: [&str; 2] = ["/3/discover/movie", "/3/discover/tv"];

#[tokio::test]
async fn bounds_of_votes_are_inside() {
    let rated =
        |id, average: f64, count| both(id, json!({ "vote_average": average, "vote_count": count }));
    let rows = [rated(1, 7.25, 40), rated(2, 6.0, 400), rated(3, 0.0, 0)].concat();
    let app = TestApp::with(&rows).await;

    for path in BOTH {
        assert_found(
            &app,
            path,
            &[
                ("vote_average.gte=7.25", &[1]),
                ("vote_average.gte=7.26", &[]),
                ("vote_average.gte=6", &[1, 2]),
                ("vote_average.lte=6.0", &[2, 3]),
                ("vote_average.lte=7.2", &[2, 3]),
                ("vote_count.gte=40", &[1, 2]),
                ("vote_count.gte=40.5", &[2]),
                ("vote_count.lte=40", &[1, 3]),
                ("vote_count.gte=1&vote_average.lte=6", &[2]),
                ("vote_count.gte=-1", &[1, 2, 3]),
                ("vote_count.lte=1e3&vote_count.gte=1", &[1, 2]),
            ],
        )
        .await;
    }
}

#[tokio::test]
async fn bounds_of_the_runtime_of_movies_are_inside() {
    let app = TestApp::with(&[
        film(1, json!({ "runtime": 97 })),
        film(2, json!({ "runtime": 20 })),
    ])
    .await;

    assert_found(
        &app,
        BOTH[0],
        &[
            ("with_runtime.gte=97", &[1]),
            ("with_runtime.gte=97.5", &[]),
            ("with_runtime.lte=20", &[2]),
            ("with_runtime.gte=20&with_runtime.lte=97", &[1, 2]),
        ],
    )
    .await;
}

#[tokio::test]
async fn translations_are_looked_for_by_locale_and_by_text() {
    let mut rows = [both(1, json!({})), both(2, json!({})), both(3, json!({}))].concat();
    for kind in ["movie", "tv"] {
        rows.push(translations(
            &format!("{kind}/1"),
            &[("de-DE", "Der Film", ""), ("fr-CA", "", "Un film.")],
        ));
        rows.push(translations(
            &format!("{kind}/2"),
            &[("de-AT", "Der Streifen", "Ein Streifen.")],
        ));
    }
    let app = TestApp::with(&rows).await;

    for (path, name) in [
        (BOTH[0], "with_title_translation"),
        (BOTH[1], "with_name_translation"),
    ] {
        for (query, ids) in [
            (format!("{name}=de-DE"), &[1][..]),
            (format!("{name}=de"), &[1]),
            (format!("{name}=de-AT"), &[2]),
            (format!("{name}=fr-CA"), &[]),
            ("with_overview_translation=fr-CA".to_owned(), &[1]),
            ("with_overview_translation=FR_ca".to_owned(), &[1]),
            ("with_overview_translation=fr-FR".to_owned(), &[]),
            ("with_overview_translation=de-AT".to_owned(), &[2]),
            ("with_overview_translation=".to_owned(), &[1, 2, 3]),
        ] {
            let target = format!("{path}?{query}");

            assert_eq!(found(&app, &target).await, ids, "{target}");
        }
    }
}

#[tokio::test]
async fn a_language_changes_what_is_shown_and_not_what_is_found() {
    let mut rows = [both(1, json!({})), both(2, json!({}))].concat();
    rows.push(translations("movie/1", &[("de-DE", "Der Film", "")]));
    rows.push(translations("tv/1", &[("de-DE", "Die Serie", "")]));
    let app = TestApp::with(&rows).await;

    for (path, title, german) in [
        (BOTH[0], "/results/0/title", "Der Film"),
        (BOTH[1], "/results/0/name", "Die Serie"),
    ] {
        for language in ["de", "de-CH", "fr", "klingon"] {
            let target = format!("{path}?language={language}");

            assert_eq!(found(&app, &target).await, [1, 2], "{target}");
        }
        let reply = app.get(&format!("{path}?language=de")).await;
        assert_eq!(reply.at(title), german);
    }
}

/// Movies of which no two orders are the same. The first and the last differ in nothing that is ordered by.
async fn films_in_every_order() -> TestApp {
    let film = |id: i64, popularity: f64, title: &str, original: &str, date: &str, revenue: i64| {
        let film = movie(id, title).and(json!({
            "popularity": popularity, "original_title": original, "release_date": date, "original_language": "sv",
            "revenue": revenue, "vote_average": revenue as f64 / 2.0, "vote_count": 10 * revenue,
        }));
        answer(&format!("/3/movie/{id}"), film)
    };
    TestApp::with(&[
        film(1, 5.0, "Cinder", "Aska", "2001-01-01", 3),
        film(2, 7.0, "Émile", "Barnet", "2003-01-01", 1),
        film(3, 6.0, "a door", "Dörr", "2002-01-01", 2),
        film(4, 5.0, "Cinder", "Aska", "2001-01-01", 3),
        film(5, 1.0, "Zebra", "Zebra", "", 0),
    ])
    .await
}

#[tokio::test]
async fn movies_come_in_every_order_and_ties_by_id() {
    let app = films_in_every_order().await;

    assert_found(
        &app,
        BOTH[0],
        &[
            ("", &[2, 3, 1, 4, 5]),
            ("sort_by=popularity.desc", &[2, 3, 1, 4, 5]),
            ("sort_by=popularity.asc", &[5, 1, 4, 3, 2]),
            ("sort_by=title.asc", &[3, 1, 4, 2, 5]),
            ("sort_by=title.desc", &[5, 2, 1, 4, 3]),
            ("sort_by=original_title.asc", &[1, 4, 2, 3, 5]),
            ("sort_by=original_title.desc", &[5, 3, 2, 1, 4]),
            ("sort_by=revenue.desc", &[1, 4, 3, 2, 5]),
            ("sort_by=revenue.asc", &[5, 2, 3, 1, 4]),
            ("sort_by=vote_average.desc", &[1, 4, 3, 2, 5]),
            ("sort_by=vote_average.asc", &[5, 2, 3, 1, 4]),
            ("sort_by=vote_count.desc", &[1, 4, 3, 2, 5]),
            ("sort_by=vote_count.asc", &[5, 2, 3, 1, 4]),
            ("sort_by=primary_release_date.desc", &[2, 3, 1, 4, 5]),
            ("sort_by=primary_release_date.asc", &[1, 4, 3, 2, 5]),
            ("sort_by=release_date.desc", &[2, 3, 1, 4, 5]),
            ("sort_by=release_date.asc", &[1, 4, 3, 2, 5]),
        ],
    )
    .await;
}

#[tokio::test]
async fn an_unknown_order_is_the_usual_one() {
    let app = films_in_every_order().await;

    for order in [
        "",
        "name.asc",
        "first_air_date.desc",
        "popularity",
        "title",
        "title.up",
        ".asc",
        "budget.desc",
        "title.asc;drop",
    ] {
        let target = format!("{}?sort_by={order}", BOTH[0]);

        assert_eq!(found(&app, &target).await, [2, 3, 1, 4, 5], "{target}");
    }
}

#[tokio::test]
async fn the_date_of_the_region_is_what_release_dates_are_ordered_by() {
    let app = TestApp::with(&[
        film(1, json!({ "release_date": "2001-01-01" })),
        releases(
            1,
            &[("DE", 3, "2009-01-01", ""), ("DE", 4, "2000-01-01", "")],
        ),
        film(2, json!({ "release_date": "2002-01-01" })),
        releases(2, &[("DE", 3, "2003-01-01", "")]),
    ])
    .await;

    assert_found(
        &app,
        BOTH[0],
        &[
            ("sort_by=release_date.asc", &[1, 2]),
            ("sort_by=release_date.asc&region=DE", &[1, 2]),
            (
                "sort_by=release_date.asc&region=DE&with_release_type=3",
                &[2, 1],
            ),
            (
                "sort_by=primary_release_date.asc&region=DE&with_release_type=3",
                &[1, 2],
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn series_come_in_every_order_and_ties_by_id() {
    let show = |id: i64, popularity: f64, name: &str, original: &str, date: &str, votes: i64| {
        let show = series(id, name).and(json!({
            "popularity": popularity, "original_name": original, "first_air_date": date, "original_language": "sv",
            "vote_average": votes as f64 / 2.0, "vote_count": 10 * votes,
        }));
        answer(&format!("/3/tv/{id}"), show)
    };
    let app = TestApp::with(&[
        show(1, 5.0, "Cinder", "Aska", "2001-01-01", 3),
        show(2, 7.0, "Émile", "Barnet", "2003-01-01", 1),
        show(3, 6.0, "a door", "Dörr", "2002-01-01", 2),
        show(4, 5.0, "Cinder", "Aska", "2001-01-01", 3),
        show(5, 1.0, "Zebra", "Zebra", "", 0),
    ])
    .await;

    for (order, ids) in [
        ("", [2, 3, 1, 4, 5]),
        ("popularity.desc", [2, 3, 1, 4, 5]),
        ("popularity.asc", [5, 1, 4, 3, 2]),
        ("name.asc", [3, 1, 4, 2, 5]),
        ("name.desc", [5, 2, 1, 4, 3]),
        ("original_name.asc", [1, 4, 2, 3, 5]),
        ("original_name.desc", [5, 3, 2, 1, 4]),
        ("vote_average.desc", [1, 4, 3, 2, 5]),
        ("vote_average.asc", [5, 2, 3, 1, 4]),
        ("vote_count.desc", [1, 4, 3, 2, 5]),
        ("vote_count.asc", [5, 2, 3, 1, 4]),
        ("first_air_date.desc", [2, 3, 1, 4, 5]),
        ("first_air_date.asc", [1, 4, 3, 2, 5]),
        // Clients send these; they are orders of movies.
        ("revenue.desc", [2, 3, 1, 4, 5]),
        ("primary_release_date.asc", [2, 3, 1, 4, 5]),
        ("title.asc", [2, 3, 1, 4, 5]),
    ] {
        let target = format!(
            "{}?include_null_first_air_dates=true&sort_by={order}",
            BOTH[1]
        );

        assert_eq!(found(&app, &target).await, ids, "{target}");
    }
}

#[tokio::test]
async fn pages_follow_one_another_without_overlapping() {
    // All are equally popular, so that only the tie keeps pages apart.
    let rows = (1..=45).flat_map(|id| both(id, json!({ "popularity": 1.0 })));
    let app = TestApp::with(&rows.collect::<Vec<_>>()).await;

    for path in BOTH {
        for order in ["popularity.desc", "popularity.asc", "vote_count.desc"] {
            let mut all = Vec::new();
            for (page, length) in [(1, 20), (2, 20), (3, 5), (4, 0), (500, 0)] {
                let reply = app
                    .get(&format!("{path}?sort_by={order}&page={page}"))
                    .await;

                let rows = ids(reply.at("/results"));
                assert_eq!(rows.len(), length, "{path} {order} {page}");
                assert_eq!(reply.at("/page"), page);
                assert_eq!(reply.at("/total_pages"), 3);
                assert_eq!(reply.at("/total_results"), 45);
                all.extend(rows);
            }
            assert!(all.iter().copied().eq(1..=45), "{path} {order}: {all:?}");
        }
    }
}

#[tokio::test]
async fn a_list_of_nothing_has_one_page() {
    let app = TestApp::with(&[]).await;

    for path in BOTH {
        let reply = app.get(path).await;

        assert_eq!(
            reply.json,
            json!({ "page": 1, "results": [], "total_pages": 1, "total_results": 0 })
        );
    }
}

#[tokio::test]
async fn ids_that_are_too_large_are_those_of_nothing() {
    let rows = (1..=3).map(|id| film(id, genres(&[if id == 2 { 18 } else { 35 }])));
    let app = TestApp::with(&rows.collect::<Vec<_>>()).await;

    for id in [
        "2147483648",
        "9223372036854775807",
        "9223372036854775808",
        "99999999999999999999999",
    ] {
        for (path, name, helper) in [
            ("movie", "with_genres", ""),
            ("movie", "with_keywords", ""),
            ("movie", "with_companies", ""),
            ("movie", "with_cast", ""),
            ("movie", "with_crew", ""),
            ("movie", "with_people", ""),
            ("movie", "with_release_type", "&region=SE"),
            ("movie", "with_watch_providers", "&watch_region=SE"),
            ("tv", "with_networks", ""),
            ("tv", "with_status", ""),
            ("tv", "with_type", ""),
        ] {
            let target = format!("/3/discover/{path}?{name}={id}{helper}");
            assert!(found(&app, &target).await.is_empty(), "{target}");
        }
        for name in ["without_genres", "without_keywords", "without_companies"] {
            let target = format!("/3/discover/movie?{name}={id}");
            assert_eq!(found(&app, &target).await, [1, 2, 3], "{target}");
        }
        let either = format!("/3/discover/movie?with_genres={id}|35");
        assert_eq!(found(&app, &either).await, [1, 3], "{either}");
    }
}

/// Checks that every value is refused for every parameter, of movies and of series.
async fn assert_refused(movie: &[&str], tv: &[&str], values: &[&str], refusal: (u16, i64)) {
    let app = TestApp::with(&[]).await;
    for (path, names) in BOTH.into_iter().zip([movie, tv]) {
        for name in names {
            for value in values {
                let reply = app.get(&format!("{path}?{name}={value}")).await;

                assert_eq!(reply.refusal(), refusal, "{path}?{name}={value}");
            }
        }
    }
}

#[tokio::test]
async fn dates_that_are_none_are_refused() {
    assert_refused(
        &[
            "primary_release_date.gte",
            "primary_release_date.lte",
            "release_date.gte",
            "release_date.lte",
        ],
        &[
            "air_date.gte",
            "air_date.lte",
            "first_air_date.gte",
            "first_air_date.lte",
        ],
        &[
            "soon",
            "2005",
            "2005-13-01",
            "2005-02-30",
            "2005-2-3",
            "01-02-2005",
            "2005/01/01",
        ],
        (400, 23),
    )
    .await;
}

#[tokio::test]
async fn numbers_that_are_none_are_refused() {
    let of_both = [
        "vote_average.gte",
        "vote_average.lte",
        "vote_count.gte",
        "vote_count.lte",
        "with_runtime.gte",
        "with_runtime.lte",
    ];
    assert_refused(
        &of_both,
        &of_both,
        &["many", "NaN", "inf", "-infinity", "1,5", "0x10", "7.5.1"],
        (422, 5),
    )
    .await;
}

#[tokio::test]
async fn ids_that_are_none_are_refused() {
    let of_both = [
        "with_genres",
        "without_genres",
        "with_keywords",
        "without_keywords",
        "with_companies",
        "without_companies",
        "with_watch_providers",
        "without_watch_providers",
    ];
    assert_refused(
        &[
            &of_both[..],
            &["with_cast", "with_crew", "with_people", "with_release_type"],
        ]
        .concat(),
        &[&of_both[..], &["with_networks", "with_status", "with_type"]].concat(),
        &["drama", "18,drama", "18|drama", "-18", "%00"],
        (422, 5),
    )
    .await;
}

#[tokio::test]
async fn pages_and_time_zones_that_are_none_are_refused() {
    let pages = ["0", "-1", "501", "x", "1.5", "99999999999999999999"];
    assert_refused(&["page"], &["page"], &pages, (400, 22)).await;

    let zones = ["Nowhere", "America/Atlantis", "PST9", "%2B01:00", "../etc"];
    assert_refused(&[], &["timezone"], &zones, (400, 28)).await;
}
