//! Lists that depend on which day it is (contract 3.15 and 3.21): in theatres and on the air.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::films::*;
use crate::rows::*;

#[tokio::test]
async fn the_days_of_theatres_turn_on_wednesdays() {
    for (today, now, soon) in [
        (
            "2024-04-24",
            ["2024-03-13", "2024-04-24"],
            ["2024-04-24", "2024-05-15"],
        ),
        (
            "2024-04-25",
            ["2024-03-20", "2024-05-01"],
            ["2024-05-01", "2024-05-22"],
        ),
        (
            "2024-04-26",
            ["2024-03-20", "2024-05-01"],
            ["2024-05-01", "2024-05-22"],
        ),
        (
            "2024-04-27",
            ["2024-03-20", "2024-05-01"],
            ["2024-05-01", "2024-05-22"],
        ),
        (
            "2024-04-28",
            ["2024-03-20", "2024-05-01"],
            ["2024-05-01", "2024-05-22"],
        ),
        (
            "2024-04-29",
            ["2024-03-20", "2024-05-01"],
            ["2024-05-01", "2024-05-22"],
        ),
        (
            "2024-04-30",
            ["2024-03-20", "2024-05-01"],
            ["2024-05-01", "2024-05-22"],
        ),
        (
            "2024-05-01",
            ["2024-03-20", "2024-05-01"],
            ["2024-05-01", "2024-05-22"],
        ),
        (
            "2024-05-02",
            ["2024-03-27", "2024-05-08"],
            ["2024-05-08", "2024-05-29"],
        ),
        (
            "2026-08-09",
            ["2026-07-01", "2026-08-12"],
            ["2026-08-12", "2026-09-02"],
        ),
    ] {
        for hour in [0, 23] {
            let app = TestApp::set_up(&[], at(today, hour)).await;

            for (list, [minimum, maximum]) in [("now_playing", now), ("upcoming", soon)] {
                for query in ["", "language=de-DE", "region=JP", "page=3"] {
                    let reply = app.get(&format!("/3/movie/{list}?{query}")).await;

                    let dates = json!({ "maximum": maximum, "minimum": minimum });
                    assert_eq!(reply.at("/dates"), &dates, "{list} on {today}");
                }
            }
        }
    }
}

#[tokio::test]
async fn what_is_in_theatres_has_a_theatrical_release_in_the_days_of_the_list() {
    // A Thursday: now playing is from 27 March to 8 May, upcoming from then to 29 May.
    let released = |id, rows: &[_]| [film(id, json!({})), releases(id, rows)];
    let rows = [
        released(1, &[("DE", 3, "2024-03-27", "")]),
        released(2, &[("DE", 3, "2024-03-26", "")]),
        released(3, &[("US", 2, "2024-05-08", "")]),
        released(4, &[("DE", 3, "2024-05-29", "")]),
        released(5, &[("DE", 3, "2024-05-30", "")]),
        released(
            6,
            &[("DE", 1, "2024-04-10", ""), ("US", 4, "2024-04-10", "")],
        ),
        released(
            7,
            &[("DE", 3, "1985-05-05", ""), ("US", 3, "2024-04-10", "")],
        ),
        [
            film(8, json!({ "release_date": "2024-04-10" })),
            releases(8, &[]),
        ],
    ];
    let app = TestApp::set_up(&rows.concat(), at("2024-05-02", 12)).await;

    assert_found(
        &app,
        "/3/movie/now_playing",
        &[
            ("", &[1, 3, 7]),
            ("region=DE", &[1]),
            ("region=us", &[3, 7]),
            ("region=FR", &[]),
            ("with_release_type=4", &[1, 3, 7]),
        ],
    )
    .await;
    assert_found(
        &app,
        "/3/movie/upcoming",
        &[("", &[3, 4]), ("region=DE", &[4]), ("region=US", &[3])],
    )
    .await;
}

#[tokio::test]
async fn the_theatrical_date_of_the_region_is_shown() {
    let app = TestApp::set_up(
        &[
            film(1, json!({ "release_date": "2024-03-01" })),
            releases(
                1,
                &[
                    ("DE", 1, "2024-03-15", ""),
                    ("DE", 4, "2024-03-20", ""),
                    ("DE", 3, "2024-04-10", ""),
                    ("US", 3, "2024-04-11", ""),
                ],
            ),
        ],
        at("2024-05-02", 12),
    )
    .await;

    for (query, date) in [
        ("", "2024-03-01"),
        ("region=US", "2024-04-11"),
        ("region=DE", "2024-04-10"),
    ] {
        let reply = app.get(&format!("/3/movie/now_playing?{query}")).await;

        assert_eq!(reply.at("/results/0/release_date"), date, "{query}");
    }
}

/// A show with an episode on a day.
pub fn airing(id: i64, day: &str) -> [Value; 2] {
    let season = season(
        id * 10,
        1,
        vec![episode(id * 100, id, 1, 1, "Untitled").with("air_date", day)],
    );
    let facts = json!({ "first_air_date": "2000-01-01", "last_air_date": null, "seasons": [season_row(&season)] });
    [
        show(id, facts),
        answer(&format!("/3/tv/{id}/season/1"), season),
    ]
}

#[tokio::test]
async fn a_time_zone_decides_which_day_today_is() {
    let days = [
        (1, "2024-04-30"),
        (2, "2024-05-01"),
        (3, "2024-05-02"),
        (4, "2024-05-03"),
    ];
    let rows = days.map(|(id, day)| airing(id, day)).concat();

    for (hour, timezone, id) in [
        // New York is four hours behind in May.
        (3, "", 2),
        (4, "", 3),
        (3, "timezone=", 2),
        (3, "timezone=America/New_York", 2),
        (3, "timezone=america/new_york", 2),
        (3, "timezone=America%2FNew_York", 2),
        (3, "timezone=Europe/Berlin", 3),
        (3, "timezone=UTC", 3),
        (21, "timezone=Europe/Berlin", 3),
        (22, "timezone=Europe/Berlin", 4),
        (14, "timezone=Asia/Tokyo", 3),
        (15, "timezone=Asia/Tokyo", 4),
        (10, "timezone=Pacific/Kiritimati", 4),
        (10, "timezone=Pacific/Pago_Pago", 2),
    ] {
        let app = TestApp::set_up(&rows, at("2024-05-02", hour)).await;

        assert_found(&app, "/3/tv/airing_today", &[(timezone, &[id])]).await;
    }
}

#[tokio::test]
async fn what_is_on_the_air_has_an_episode_within_seven_days() {
    let days = [
        (1, "2024-05-01"),
        (2, "2024-05-02"),
        (3, "2024-05-09"),
        (4, "2024-05-10"),
    ];
    let rows = days.map(|(id, day)| airing(id, day)).concat();

    for (hour, ids) in [(12, &[2, 3][..]), (3, &[1, 2])] {
        let app = TestApp::set_up(&rows, at("2024-05-02", hour)).await;

        assert_found(&app, "/3/tv/on_the_air", &[("", ids)]).await;
        assert_found(&app, "/3/tv/on_the_air", &[("timezone=UTC", &[2, 3])]).await;
    }
}

#[tokio::test]
async fn a_time_zone_that_is_none_is_refused() {
    let app = TestApp::with(&[]).await;

    for list in ["airing_today", "on_the_air"] {
        for timezone in ["Nowhere", "Mars/Olympus", "../../etc/passwd", "EST5EDT4"] {
            let reply = app.get(&format!("/3/tv/{list}?timezone={timezone}")).await;

            assert_eq!(reply.refusal(), (400, 28), "{timezone}");
        }
    }
}
