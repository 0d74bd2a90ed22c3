//! Details and sub-resources: what was imported is answered again, by itself and appended.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::catalogue;
use crate::rows::{Object, answer, card, movie, movie_row, person, review, series, series_row};

/// The namespaces: a path of details and the names that can be appended to it.
const NAMESPACES: &[(&str, &[&str])] = &[
    (
        "/3/movie/11",
        &[
            "alternative_titles",
            "casts",
            "credits",
            "external_ids",
            "images",
            "keywords",
            "release_dates",
            "releases",
            "reviews",
            "translations",
            "videos",
            "watch/providers",
        ],
    ),
    (
        "/3/tv/21",
        &[
            "aggregate_credits",
            "alternative_titles",
            "content_ratings",
            "credits",
            "episode_groups",
            "external_ids",
            "images",
            "keywords",
            "reviews",
            "screened_theatrically",
            "translations",
            "videos",
            "watch/providers",
        ],
    ),
    (
        "/3/tv/21/season/1",
        &[
            "aggregate_credits",
            "credits",
            "external_ids",
            "images",
            "translations",
            "videos",
            "watch/providers",
            "episode/1",
            "episode/1/credits",
        ],
    ),
    (
        "/3/tv/21/season/1/episode/1",
        &[
            "credits",
            "external_ids",
            "images",
            "translations",
            "videos",
        ],
    ),
    (
        "/3/person/31",
        &[
            "combined_credits",
            "external_ids",
            "images",
            "movie_credits",
            "tagged_images",
            "translations",
            "tv_credits",
        ],
    ),
    ("/3/collection/41", &["images", "translations"]),
    ("/3/company/51", &["alternative_names", "images"]),
    ("/3/network/61", &["alternative_names", "images"]),
];

#[tokio::test]
async fn every_imported_answer_is_given_again() {
    let app = TestApp::with(&catalogue::rows()).await;

    for (path, told) in catalogue::answers() {
        let reply = app.get(&path).await;

        assert_eq!(reply.status, 200, "{path}");
        assert_eq!(reply.json, told, "{path}");
    }
}

#[tokio::test]
async fn an_appended_object_is_the_answer_of_its_own_path_without_the_id() {
    let app = TestApp::with(&catalogue::rows()).await;

    for (path, names) in NAMESPACES {
        for name in *names {
            let alone = app.get(&format!("{path}/{name}")).await;
            let appended = app.get(&format!("{path}?append_to_response={name}")).await;

            assert_eq!(
                appended.json[*name],
                without_id(name, alone.json),
                "{path} with {name}"
            );
        }
    }
}

fn without_id(name: &str, answer: Value) -> Value {
    // Details write their own id wherever they stand.
    if name.ends_with(|last: char| last.is_ascii_digit()) {
        answer
    } else {
        answer.without("id")
    }
}

#[tokio::test]
async fn appending_changes_nothing_but_what_is_appended() {
    let app = TestApp::with(&catalogue::rows()).await;

    for (path, names) in NAMESPACES {
        let alone = app.get(path).await;
        let mut appended = app
            .get(&format!("{path}?append_to_response={}", names.join(",")))
            .await;
        for name in *names {
            appended.json = appended.json.without(name);
        }

        assert_eq!(appended.json, alone.json, "{path}");
    }
}

/// The catalogue without the series' own credit list, so that its seasons' lists stand in.
async fn without_series_credits() -> TestApp {
    let rows = catalogue::rows().into_iter();
    let rows: Vec<Value> = rows
        .filter(|row| row["path"] != "/3/tv/21/credits")
        .collect();
    TestApp::with(&rows).await
}

#[tokio::test]
async fn appended_credits_do_not_empty_the_list_of_seasons() {
    let app = without_series_credits().await;

    let alone = app.get("/3/tv/21").await;
    let appended = app.get("/3/tv/21?append_to_response=credits").await;

    assert_eq!(appended.at("/seasons"), alone.at("/seasons"));
}

#[tokio::test]
async fn appended_aggregate_credits_do_not_empty_the_episodes_of_a_partial_season() {
    let app = TestApp::with(&[answer("/3/tv/21", catalogue::harbour())]).await;

    let alone = app.get("/3/tv/21/season/1").await;
    let appended = app
        .get("/3/tv/21/season/1?append_to_response=aggregate_credits")
        .await;

    assert_eq!(appended.at("/episodes"), alone.at("/episodes"));
}

#[tokio::test]
async fn appended_aggregate_credits_do_not_empty_the_seasons_of_a_partial_series() {
    let app = TestApp::with(&[
        answer(
            "/3/tv/21/season/1/images",
            json!({ "id": 201, "posters": [] }),
        ),
        answer(
            "/3/discover/tv",
            json!({ "results": [series_row(&series(21, "Harbour Nine"))] }),
        ),
    ])
    .await;

    let alone = app.get("/3/tv/21").await;
    let appended = app
        .get("/3/tv/21?append_to_response=aggregate_credits")
        .await;

    assert_eq!(appended.at("/seasons"), alone.at("/seasons"));
}

/// What can be appended from below a series or a season.
const NESTED: &[(&str, &str, &str)] = &[
    ("/3/tv/21", "season/1", "/3/tv/21/season/1"),
    ("/3/tv/21", "season/1/credits", "/3/tv/21/season/1/credits"),
    (
        "/3/tv/21",
        "season/1/watch/providers",
        "/3/tv/21/season/1/watch/providers",
    ),
    (
        "/3/tv/21",
        "season/1/episode/1",
        "/3/tv/21/season/1/episode/1",
    ),
    (
        "/3/tv/21",
        "season/1/episode/1/credits",
        "/3/tv/21/season/1/episode/1/credits",
    ),
    (
        "/3/tv/21/season/1",
        "episode/2",
        "/3/tv/21/season/1/episode/2",
    ),
    (
        "/3/tv/21/season/1",
        "episode/1/images",
        "/3/tv/21/season/1/episode/1/images",
    ),
];

#[tokio::test]
async fn seasons_and_episodes_can_be_appended_from_above() {
    let app = TestApp::with(&catalogue::rows()).await;

    for (path, name, own_path) in NESTED {
        let own = app.get(own_path).await;
        let appended = app.get(&format!("{path}?append_to_response={name}")).await;

        assert_eq!(own.status, 200, "{own_path}");
        assert_eq!(
            appended.json[*name],
            without_id(name, own.json),
            "{path} with {name}"
        );
    }
}

#[tokio::test]
async fn names_that_mean_nothing_are_left_out() {
    let app = TestApp::with(&catalogue::rows()).await;

    for (path, names) in [
        (
            "/3/movie/11",
            "nothing,season/1,aggregate_credits,Credits,../credits,credits/",
        ),
        (
            "/3/tv/21",
            "season/99,season/1/episode/99,season/x,season/1/nothing,season,release_dates",
        ),
        ("/3/tv/21/season/1", "episode/99,season/1,episode/x,watch"),
        ("/3/person/31", "credits,nothing"),
        ("/3/collection/41", "videos"),
    ] {
        let alone = app.get(path).await;
        let appended = app.get(&format!("{path}?append_to_response={names}")).await;

        assert_eq!(appended.status, 200, "{path}");
        assert_eq!(appended.json, alone.json, "{path} with {names}");
    }
}

#[tokio::test]
async fn a_part_that_fails_is_left_out_and_the_others_are_not() {
    let app = TestApp::with(&catalogue::rows()).await;

    let reply = app
        .get("/3/movie/11?append_to_response=reviews,videos,season/99&page=501")
        .await;

    assert_eq!(reply.status, 200);
    assert_eq!(reply.json.get("reviews"), None);
    assert_eq!(reply.at("/videos/results/0/type"), "Trailer");
}

#[tokio::test]
async fn a_name_given_twice_is_appended_once() {
    let app = TestApp::with(&catalogue::rows()).await;

    let reply = app
        .get("/3/movie/11?append_to_response=credits,%20credits%20,watch%2Fproviders,credits")
        .await;

    assert_eq!(reply.text().matches("\"credits\":").count(), 1);
    assert_eq!(
        reply.at("/watch~1providers/results/SE/link"),
        "https://example.org/watch"
    );
}

#[tokio::test]
async fn parameters_count_for_what_is_appended() {
    let app = TestApp::with(&catalogue::rows()).await;

    let reply = app
        .get("/3/movie/11?append_to_response=images,alternative_titles,reviews&language=de&country=NO&page=2")
        .await;

    assert_eq!(reply.at("/title"), "Der Laternenanzünder");
    assert_eq!(
        reply.at("/images"),
        &json!({ "backdrops": [], "logos": [], "posters": [] })
    );
    assert_eq!(reply.at("/alternative_titles"), &json!({ "titles": [] }));
    assert_eq!(reply.at("/reviews/page"), 2);
}

#[tokio::test]
async fn a_credit_leads_to_its_person_and_its_title() {
    let app = TestApp::with(&catalogue::rows()).await;

    let in_movie = app.get("/3/credit/c11").await;
    let in_series = app.get("/3/credit/c22").await;

    assert_eq!(
        in_movie.json,
        json!({
            "credit_type": "cast", "department": "Acting", "id": "c11", "job": "Actor",
            "media": movie_row(&catalogue::lamp()).and(json!({ "media_type": "movie", "character": "The Lamplighter" })),
            "media_type": "movie", "person": card(31, "Ida Brook").with("media_type", "person"),
        })
    );
    assert_eq!(in_series.at("/media_type"), "tv");
    assert_eq!(in_series.at("/media/name"), "Harbour Nine");
    assert_eq!(in_series.at("/media/episodes/0/name"), "The Fog");
    assert_eq!(in_series.at("/media/episodes/0/media_type"), "tv_episode");
    assert_eq!(in_series.at("/person/name"), "Tom Vale");
}

#[tokio::test]
async fn a_review_leads_to_its_title() {
    let app = TestApp::with(&catalogue::rows()).await;

    let reply = app.get("/3/review/aa0000000000000000000002").await;

    let told = review("aa0000000000000000000002", "2021-05-01T10:00:00.000Z");
    let title = json!({ "iso_639_1": "en", "media_id": 21, "media_title": "Harbour Nine", "media_type": "tv" });
    assert_eq!(reply.json, told.and(title));
}

#[tokio::test]
async fn reviews_come_in_pages_of_20_oldest_first() {
    let reviews = (0..45).map(|number| {
        let created = format!("2020-01-01T00:{:02}:00.000Z", (number * 7) % 45);
        review(&format!("aa{number:022}"), &created)
    });
    let told = json!({
        "id": 11, "page": 1, "results": reviews.collect::<Vec<Value>>(), "total_pages": 3, "total_results": 45,
    });
    let app = TestApp::with(&[
        answer("/3/movie/11", movie(11, "The Lamplighter")),
        answer("/3/movie/11/reviews", told),
    ])
    .await;

    let mut seen = Vec::new();
    for page in 1..=3 {
        let reply = app.get(&format!("/3/movie/11/reviews?page={page}")).await;
        assert_eq!(reply.at("/total_pages"), 3);
        assert_eq!(reply.at("/total_results"), 45);
        let rows = reply.at("/results").as_array().expect("a list");
        seen.push(
            rows.iter()
                .map(|row| row["created_at"].to_string())
                .collect::<Vec<_>>(),
        );
    }

    assert_eq!(seen.iter().map(Vec::len).collect::<Vec<_>>(), [20, 20, 5]);
    let seen = seen.concat();
    assert!(
        seen.is_sorted() && seen.windows(2).all(|pair| pair[0] != pair[1]),
        "{seen:?}"
    );
}

#[tokio::test]
async fn what_nothing_was_told_about_is_empty() {
    let app = TestApp::with(&[
        answer("/3/movie/11", movie(11, "The Lamplighter")),
        answer("/3/tv/21", series(21, "Harbour Nine")),
        answer("/3/person/31", person(31, "Ida Brook")),
    ])
    .await;

    for (path, empty) in [
        (
            "/3/movie/11/alternative_titles",
            json!({ "id": 11, "titles": [] }),
        ),
        (
            "/3/movie/11/credits",
            json!({ "id": 11, "cast": [], "crew": [] }),
        ),
        (
            "/3/movie/11/images",
            json!({ "id": 11, "backdrops": [], "logos": [], "posters": [] }),
        ),
        ("/3/movie/11/keywords", json!({ "id": 11, "keywords": [] })),
        (
            "/3/movie/11/release_dates",
            json!({ "id": 11, "results": [] }),
        ),
        ("/3/movie/11/releases", json!({ "id": 11, "countries": [] })),
        (
            "/3/movie/11/reviews",
            json!({ "id": 11, "page": 1, "results": [], "total_pages": 0, "total_results": 0 }),
        ),
        ("/3/movie/11/videos", json!({ "id": 11, "results": [] })),
        (
            "/3/movie/11/watch/providers",
            json!({ "id": 11, "results": {} }),
        ),
        (
            "/3/tv/21/aggregate_credits",
            json!({ "id": 21, "cast": [], "crew": [] }),
        ),
        (
            "/3/tv/21/credits",
            json!({ "id": 21, "cast": [], "crew": [] }),
        ),
        (
            "/3/tv/21/content_ratings",
            json!({ "id": 21, "results": [] }),
        ),
        (
            "/3/tv/21/episode_groups",
            json!({ "id": 21, "results": [] }),
        ),
        ("/3/tv/21/keywords", json!({ "id": 21, "results": [] })),
        (
            "/3/tv/21/screened_theatrically",
            json!({ "id": 21, "results": [] }),
        ),
        (
            "/3/person/31/combined_credits",
            json!({ "id": 31, "cast": [], "crew": [] }),
        ),
        ("/3/person/31/images", json!({ "id": 31, "profiles": [] })),
    ] {
        let reply = app.get(path).await;

        assert_eq!(reply.json, empty, "{path}");
    }
}
