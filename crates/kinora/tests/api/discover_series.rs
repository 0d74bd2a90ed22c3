//! Which series pass the filters of discover (contract 3.10).

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::films::*;
use crate::rows::*;

const SERIES: &str = "/3/discover/tv";

/// A show that began on a day and has episodes on others; an empty day is unknown.
fn aired(id: i64, first: &str, episodes: &[&str]) -> Vec<Value> {
    let dated = |number: i64, day: &str| {
        let number = number + 1;
        episode(id * 100 + number, id, 1, number, "Untitled").with("air_date", day)
    };
    let episodes = (0..).zip(episodes).map(|(number, day)| dated(number, day));
    let season = season(id * 10, 1, episodes.collect());
    let facts =
        json!({ "first_air_date": first, "last_air_date": null, "last_episode_to_air": null });
    vec![
        show(id, facts.with("seasons", json!([season_row(&season)]))),
        answer(&format!("/3/tv/{id}/season/1"), season),
    ]
}

#[tokio::test]
async fn first_air_dates_are_inside_of_their_bounds() {
    let app = TestApp::with(
        &[
            aired(1, "2010-01-05", &[]),
            aired(2, "2011-12-31", &[]),
            aired(3, "2012-01-01", &[]),
            aired(4, "", &[]),
        ]
        .concat(),
    )
    .await;

    assert_found(
        &app,
        SERIES,
        &[
            ("", &[1, 2, 3]),
            ("include_null_first_air_dates=false", &[1, 2, 3]),
            ("include_null_first_air_dates=true", &[1, 2, 3, 4]),
            ("first_air_date.gte=2011-12-31", &[2, 3]),
            ("first_air_date.lte=2011-12-31", &[1, 2]),
            (
                "first_air_date.gte=2010-01-06&first_air_date.lte=2011-12-30",
                &[],
            ),
            ("first_air_date_year=2011", &[2]),
            (
                "first_air_date_year=2011&first_air_date.gte=2012-01-01",
                &[],
            ),
            ("first_air_date_year=often", &[1, 2, 3]),
        ],
    )
    .await;
}

#[tokio::test]
async fn an_episode_of_any_day_in_the_range_is_enough() {
    let app = TestApp::with(
        &[
            aired(1, "2010-01-05", &["2010-01-05", "2010-02-05"]),
            aired(2, "2010-01-20", &["2010-01-20", "2010-03-20"]),
            aired(3, "2009-01-01", &["2009-01-01", "2011-01-01"]),
        ]
        .concat(),
    )
    .await;

    assert_found(
        &app,
        SERIES,
        &[
            ("air_date.gte=2010-01-01&air_date.lte=2010-01-31", &[1, 2]),
            ("air_date.gte=2010-02-05&air_date.lte=2010-02-05", &[1]),
            ("air_date.gte=2010-03-20", &[2, 3]),
            ("air_date.gte=2010-03-21", &[3]),
            ("air_date.lte=2009-12-31", &[3]),
            // The days before and after do not add up to one in between.
            ("air_date.gte=2010-06-01&air_date.lte=2010-06-30", &[]),
            ("air_date.gte=2010-03-01&first_air_date_year=2009", &[3]),
        ],
    )
    .await;
}

#[tokio::test]
async fn every_status_and_type_has_its_number() {
    const STATUSES: [&str; 6] = [
        "Returning Series",
        "Planned",
        "In Production",
        "Ended",
        "Canceled",
        "Pilot",
    ];
    const TYPES: [&str; 7] = [
        "Documentary",
        "News",
        "Miniseries",
        "Reality",
        "Scripted",
        "Talk Show",
        "Video",
    ];
    let statuses = (100..).zip(STATUSES);
    let statuses = statuses.map(|(id, status)| show(id, json!({ "status": status, "type": "" })));
    let types = (200..).zip(TYPES);
    let types = types.map(|(id, word)| show(id, json!({ "status": "", "type": word })));
    let app = TestApp::with(&statuses.chain(types).collect::<Vec<_>>()).await;

    for (name, first, count) in [("with_status", 100, 6), ("with_type", 200, 7)] {
        for number in 0..count {
            let target = format!("{SERIES}?{name}={number}");
            assert_eq!(found(&app, &target).await, [first + number], "{target}");
        }
        let either = format!("{SERIES}?{name}=1|3");
        assert_eq!(found(&app, &either).await, [first + 1, first + 3]);
        let both = format!("{SERIES}?{name}=1,3");
        assert!(found(&app, &both).await.is_empty());
        let none = format!("{SERIES}?{name}={count}");
        assert!(found(&app, &none).await.is_empty());
    }
}

#[tokio::test]
async fn genres_keywords_companies_and_networks_have_and_and_or() {
    let shared = |id: i64, ids: &[i64]| {
        let facts = genres(ids).and(companies(ids)).and(networks(ids));
        let title = format!("tv/{id}");
        [show(id, facts), keywords(&title, "results", ids)]
    };
    let rows = [shared(1, &[18, 35]), shared(2, &[18]), shared(3, &[35])].concat();
    let app = TestApp::with(&rows).await;

    for name in ["genres", "keywords", "companies", "networks"] {
        for (value, with) in [
            ("18", &[1, 2][..]),
            ("18,35", &[1]),
            ("18|35", &[1, 2, 3]),
            ("99", &[]),
            ("", &[1, 2, 3]),
        ] {
            let target = format!("{SERIES}?with_{name}={value}");
            assert_eq!(found(&app, &target).await, with, "{target}");
        }
    }
    for name in ["genres", "keywords", "companies"] {
        for (value, without) in [("18", &[3][..]), ("18,35", &[]), ("99", &[1, 2, 3])] {
            let target = format!("{SERIES}?without_{name}={value}");
            assert_eq!(found(&app, &target).await, without, "{target}");
        }
    }
}

#[tokio::test]
async fn series_with_an_episode_shown_in_theatres_are_found() {
    let mut rows = [
        aired(1, "2010-01-05", &["2010-01-05"]),
        aired(2, "2010-01-05", &["2010-01-05"]),
    ]
    .concat();
    rows.push(part(
        "tv/1",
        "screened_theatrically",
        json!({ "id": 1, "results": [{ "episode_number": 1, "id": 101, "season_number": 1 }] }),
    ));
    let app = TestApp::with(&rows).await;

    assert_found(
        &app,
        SERIES,
        &[
            ("screened_theatrically=true", &[1]),
            ("screened_theatrically=True", &[1]),
            ("screened_theatrically=false", &[1, 2]),
            ("", &[1, 2]),
        ],
    )
    .await;
}

#[tokio::test]
async fn any_of_the_usual_runtimes_is_enough() {
    let app = TestApp::with(&[
        show(1, json!({ "episode_run_time": [22, 60] })),
        show(2, json!({ "episode_run_time": [44] })),
        show(3, json!({ "episode_run_time": [] })),
    ])
    .await;

    assert_found(
        &app,
        SERIES,
        &[
            ("with_runtime.gte=50", &[1]),
            ("with_runtime.lte=22", &[1]),
            ("with_runtime.gte=44&with_runtime.lte=44", &[2]),
            ("with_runtime.gte=23&with_runtime.lte=43", &[]),
            ("with_runtime.gte=1", &[1, 2]),
            ("", &[1, 2, 3]),
        ],
    )
    .await;
}

#[tokio::test]
async fn origins_and_adult_series_are_told_apart() {
    let app = TestApp::with(&[
        show(
            1,
            json!({ "origin_country": ["GB", "IE"], "original_language": "en" }),
        ),
        show(
            2,
            json!({ "origin_country": ["FR"], "original_language": "fr" }),
        ),
        show(3, json!({ "adult": true })),
    ])
    .await;

    assert_found(
        &app,
        SERIES,
        &[
            ("with_origin_country=IE", &[1]),
            ("with_origin_country=IE|FR", &[1, 2]),
            ("with_origin_country=IE,GB", &[1]),
            ("with_original_language=fr", &[2]),
            ("with_original_language=fr|en", &[1, 2]),
            ("with_original_language=en-US", &[]),
            ("include_adult=True", &[1, 2, 3]),
            ("include_adult=false", &[1, 2]),
        ],
    )
    .await;
}

#[tokio::test]
async fn parameters_of_movies_say_nothing_about_series() {
    let app = TestApp::with(&[show(1, json!({}))]).await;

    for query in [
        "with_cast=99",
        "with_crew=99",
        "with_people=99",
        "region=JP",
        "year=1900",
        "primary_release_year=1900",
        "primary_release_date.lte=1900-01-01",
        "release_date.lte=1900-01-01",
        "certification_country=US&certification=R",
        "with_release_type=5&region=JP",
        "with_title_translation=de-DE",
        "include_video=false",
    ] {
        let target = format!("{SERIES}?{query}");

        assert_eq!(found(&app, &target).await, [1], "{target}");
    }
}

#[tokio::test]
async fn parameters_of_series_say_nothing_about_movies() {
    let app = TestApp::with(&[film(1, json!({}))]).await;

    for query in [
        "with_networks=99",
        "with_status=5",
        "with_type=6",
        "first_air_date_year=1900",
        "first_air_date.lte=1900-01-01",
        "air_date.lte=1900-01-01",
        "screened_theatrically=true",
        "with_name_translation=de-DE",
        "timezone=Nowhere",
    ] {
        let target = format!("/3/discover/movie?{query}");

        assert_eq!(found(&app, &target).await, [1], "{target}");
    }
}
