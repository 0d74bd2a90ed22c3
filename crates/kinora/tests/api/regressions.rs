//! Each of these failed once: what was found while the other tests were written.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::catalogue;
use crate::rows::*;

fn two_seasons() -> Vec<Value> {
    let ida = cast(card(31, "Ida Brook"), "c21", "Inspector Moll", 0);
    let ana = cast(card(33, "Ana Reyes"), "c23", "The New Inspector", 0);
    let episodes = vec![
        episode(211, 21, 1, 1, "The Tide"),
        episode(212, 21, 1, 2, "The Fog"),
    ];
    vec![
        answer("/3/tv/21", series(21, "Harbour Nine")),
        answer("/3/tv/21/season/1", season(201, 1, episodes)),
        answer(
            "/3/tv/21/season/1/credits",
            json!({ "id": 201, "cast": [ida], "crew": [] }),
        ),
        answer(
            "/3/tv/21/season/2",
            season(202, 2, vec![episode(221, 21, 2, 1, "Ice")]),
        ),
        answer(
            "/3/tv/21/season/2/credits",
            json!({ "id": 202, "cast": [ana], "crew": [] }),
        ),
    ]
}

#[tokio::test]
async fn a_series_shows_the_credits_of_its_latest_season_only() {
    let app = TestApp::with(&two_seasons()).await;

    let reply = app.get("/3/tv/21/credits").await;

    assert_eq!(reply.at("/cast").as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_regular_counts_in_every_episode_of_the_season() {
    let app = TestApp::with(&two_seasons()).await;

    let reply = app.get("/3/person/31/tv_credits").await;

    assert_eq!(reply.at("/cast/0/episode_count"), 2);
}

#[tokio::test]
async fn a_guest_whom_no_episode_names_any_more_is_gone() {
    let guest = cast(card(32, "Tom Vale"), "c22", "A Sailor", 5);
    let with_guest = episode(211, 21, 1, 1, "The Tide").with("guest_stars", json!([guest]));
    let app = TestApp::with(&[
        answer("/3/tv/21", series(21, "Harbour Nine")),
        answer("/3/tv/21/season/1", season(201, 1, vec![with_guest])),
    ])
    .await;

    let without = season(201, 1, vec![episode(211, 21, 1, 1, "The Tide")]);
    app.import(&[answer("/3/tv/21/season/1", without)]).await;

    assert_eq!(app.get("/3/tv/21/credits").await.at("/cast"), &json!([]));
    assert_eq!(
        app.get("/3/person/32/tv_credits").await.at("/cast"),
        &json!([])
    );
}

#[tokio::test]
async fn pages_of_tagged_images_are_joined() {
    let page = |page: i64, path: &str| {
        let tagged = image(path).and(json!({
            "image_type": "backdrop", "media": movie_row(&catalogue::lamp()), "media_type": "movie",
        }));
        let body = json!({ "id": 31, "page": page, "results": [tagged], "total_pages": 2, "total_results": 2 });
        answer_to("/3/person/31/tagged_images", json!({ "page": page }), body)
    };
    let app = TestApp::with(&[page(1, "/a.jpg"), page(2, "/b.jpg")]).await;

    let reply = app.get("/3/person/31/tagged_images").await;

    assert_eq!(reply.at("/total_results"), 2);
}

#[tokio::test]
async fn rows_with_nulls_and_numbers_as_text_are_read() {
    let of_movie =
        |name: &str, body: Value| answer(&format!("/3/movie/11/{name}"), body.with("id", 11));
    let picture =
        |key: &str, value: Value| json!({ "posters": [image("/a.jpg").with(key, value)] });
    let trailer =
        |key: &str| json!({ "results": [video("en", "US", "ee01").with(key, Value::Null)] });
    let release = json!({ "iso_639_1": null, "note": null, "release_date": "1999-10-15T00:00:00.000Z", "type": 3 });
    let rating = json!({ "descriptors": null, "iso_3166_1": "DE", "rating": "12" });

    // `TestApp` refuses malformed rows.
    TestApp::with(&[
        of_movie("images", picture("vote_average", Value::Null)),
        of_movie("images", picture("vote_average", json!("5.3"))),
        of_movie("images", picture("width", json!(1500.0))),
        of_movie("videos", trailer("iso_3166_1")),
        of_movie("videos", trailer("published_at")),
        of_movie("videos", json!({ "results": null })),
        of_movie(
            "release_dates",
            json!({ "results": [{ "iso_3166_1": "SE", "release_dates": [release] }] }),
        ),
        of_movie(
            "watch/providers",
            json!({ "results": { "SE": { "link": null, "flatrate": null } } }),
        ),
        of_movie("watch/providers", json!({ "results": [] })),
        answer(
            "/3/tv/21/content_ratings",
            json!({ "id": 21, "results": [rating] }),
        ),
    ])
    .await;
}

#[tokio::test]
async fn aggregate_credits_are_sorted_by_what_was_counted() {
    let mut rows = catalogue::rows();
    let found = rows
        .iter_mut()
        .find(|row| row["path"] == "/3/tv/21/aggregate_credits");
    let cast = &mut found.expect("aggregate credits")["body"]["cast"];
    cast[1]["total_episode_count"] = json!(9);
    cast[1]["roles"][0]["episode_count"] = json!(9);
    cast.as_array_mut().expect("a list").reverse();
    let app = TestApp::with(&rows).await;

    let reply = app.get("/3/tv/21/aggregate_credits").await;

    assert_eq!(reply.at("/cast/0/total_episode_count"), 2);
    assert_eq!(reply.at("/cast/1/total_episode_count"), 1);
}

#[tokio::test]
async fn the_page_is_checked_before_the_title_is_looked_up() {
    let app = TestApp::with(&[]).await;

    assert_eq!(
        app.get("/3/movie/999/reviews?page=0").await.refusal(),
        (400, 22)
    );
}

#[tokio::test]
async fn facts_told_only_in_another_language_are_better_than_none() {
    let app = TestApp::with(&[answer_in("de", "/3/movie/11", movie(11, "The Lamplighter"))]).await;

    assert_eq!(app.get("/3/movie/11").await.at("/runtime"), 97);
}

#[tokio::test]
async fn what_a_region_was_told_does_not_depend_on_the_order() {
    let austrian = answer_in("de-AT", "/3/movie/11", movie(11, "The Lamplighter"));
    let german = movie(11, "The Lamplighter").with("title", "Der Laternenanzünder");
    let german = answer_in("de-DE", "/3/movie/11", german);
    let one = TestApp::with(&[austrian.clone(), german.clone()]).await;
    let other = TestApp::with(&[german, austrian]).await;

    let (one, other) = (
        one.get("/3/movie/11?language=de-AT").await,
        other.get("/3/movie/11?language=de-AT").await,
    );

    assert_eq!(one.at("/title"), other.at("/title"));
}

#[tokio::test]
async fn malformed_paths_are_answered_to_other_origins_too() {
    let app = TestApp::with(&[]).await;

    let reply = app.get("/3/movie/%00").await;

    assert_eq!(reply.header("access-control-allow-origin"), "*");
}

#[tokio::test]
async fn an_episode_by_itself_does_not_tell_its_series() {
    let app = TestApp::with(&catalogue::rows()).await;

    let reply = app.get("/3/tv/21/season/1/episode/1").await;

    assert_eq!(reply.json.get("show_id"), None);
}

#[tokio::test]
async fn a_callback_wraps_the_refusal_of_a_key() {
    let app = TestApp::with(&[]).await;

    let reply = app.call("GET", "/3/configuration?callback=show", &[]).await;

    assert!(reply.text().starts_with("show("), "{}", reply.text());
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_in_json() {
    let app = TestApp::with(&[]).await;
    let request = axum::extract::Request::post("/3/movie/11")
        .header("content-length", 2_000_000)
        .body(axum::body::Body::empty())
        .expect("a request");

    assert_eq!(app.send(request).await.json["success"], false);
}
