//! How requests fail (contract 1.8): the HTTP status and the `status_code` that clients key on.

use axum::body::Body;
use axum::extract::Request;
use serde_json::json;

use crate::app::{TestApp, with_key};
use crate::catalogue;

#[tokio::test]
async fn every_bad_request_has_its_own_answer() {
    let app = TestApp::with(&catalogue::rows()).await;

    for (path, http, code) in [
        // Unknown paths.
        ("/3", 404, 34),
        ("/3/nowhere", 404, 34),
        ("/3/movie/11/nowhere", 404, 34),
        ("/3/movie/11/credits/c11", 404, 34),
        ("/3/keyword/71/nowhere", 404, 34),
        ("/3/tv/21/season/1/episode/1/watch/providers", 404, 34),
        ("/3/person/31/credits", 404, 34),
        // Ids that are none.
        ("/3/movie/0", 404, 6),
        ("/3/movie/abc", 404, 6),
        ("/3/movie/-11", 404, 6),
        ("/3/movie/tt", 404, 6),
        ("/3/movie/abc/credits", 404, 6),
        ("/3/tv/0", 404, 6),
        ("/3/tv/tt0000021", 404, 6),
        ("/3/tv/0/season/1", 404, 6),
        ("/3/tv/0/season/1/episode/1", 404, 6),
        ("/3/person/0", 404, 6),
        ("/3/person/nm0000031", 404, 6),
        ("/3/collection/abc", 404, 34),
        ("/3/collection/0", 404, 34),
        // Ids of nothing.
        ("/3/movie/999", 404, 34),
        ("/3/movie/99999999999999999999", 404, 34),
        ("/3/movie/999/credits", 404, 34),
        ("/3/movie/tt0000999", 404, 34),
        ("/3/tv/999", 404, 34),
        ("/3/tv/999/season/1", 404, 34),
        ("/3/tv/21/season/9", 404, 34),
        ("/3/tv/21/season/9/credits", 404, 34),
        ("/3/tv/21/season/1/episode/9", 404, 34),
        ("/3/person/999", 404, 34),
        ("/3/collection/999", 404, 34),
        ("/3/company/999", 404, 34),
        ("/3/network/999", 404, 34),
        ("/3/keyword/999", 404, 34),
        ("/3/credit/c99", 404, 34),
        ("/3/review/aa0000000000000000000099", 404, 34),
        ("/3/tv/episode_group/dd0000000000000000000099", 404, 34),
        // Pages that are none.
        ("/3/movie/11/reviews?page=0", 400, 22),
        ("/3/movie/11/reviews?page=501", 400, 22),
        ("/3/movie/11/reviews?page=-1", 400, 22),
        ("/3/movie/11/reviews?page=x", 400, 22),
        ("/3/movie/11/reviews?page=1.5", 400, 22),
        ("/3/tv/21/reviews?page=0", 400, 22),
        ("/3/person/31/tagged_images?page=0", 400, 22),
        // Paths that no URL should have.
        ("/3/movie/%00", 400, 47),
        ("/3/movie/11%00", 400, 47),
        ("/3/movie/%ff", 400, 47),
    ] {
        let reply = app.get(path).await;

        assert_eq!(reply.refusal(), (http, code), "{path}");
        assert_eq!(reply.at("/success"), false, "{path}");
        assert_eq!(
            reply.header("content-type"),
            "application/json;charset=utf-8",
            "{path}"
        );
        assert_eq!(reply.header("etag"), "", "{path}");
        assert_eq!(reply.header("cache-control"), "", "{path}");
    }
}

#[tokio::test]
async fn a_missing_movie_is_told_in_the_words_of_the_protocol() {
    let app = TestApp::with(&[]).await;

    let reply = app.get("/3/movie/604").await;

    assert_eq!(
        reply.json,
        json!({
            "success": false, "status_code": 34,
            "status_message": "The resource you requested could not be found.",
        })
    );
}

#[tokio::test]
async fn a_known_path_refuses_other_methods() {
    let app = TestApp::with(&catalogue::rows()).await;

    for path in [
        "/3/movie/11",
        "/3/movie/11/credits",
        "/3/tv/21/season/1/episode/1",
        "/3/credit/c11",
        "/3/configuration",
        "/3/genre/movie/list",
    ] {
        for method in ["POST", "PUT", "DELETE", "PATCH"] {
            let reply = app.call(method, &with_key(path), &[]).await;

            assert_eq!(reply.refusal(), (405, 42), "{method} {path}");
        }
    }
    let unknown = app.call("POST", &with_key("/3/nowhere"), &[]).await;
    assert_eq!(unknown.refusal(), (404, 34));
}

#[tokio::test]
async fn the_first_and_the_last_page_are_pages() {
    let app = TestApp::with(&catalogue::rows()).await;

    let first = app.get("/3/movie/11/reviews?page=1").await;
    let last = app.get("/3/movie/11/reviews?page=500").await;
    let none = app.get("/3/movie/11/reviews?page=").await;

    assert_eq!(first.at("/results").as_array().map(Vec::len), Some(1));
    assert_eq!(
        last.json,
        json!({ "id": 11, "page": 500, "results": [], "total_pages": 1, "total_results": 1 })
    );
    assert_eq!(none.json, first.json);
}

#[tokio::test]
async fn at_most_20_names_can_be_appended() {
    let app = TestApp::with(&catalogue::rows()).await;
    let names = |count: usize| vec!["videos"; count].join(",");

    for path in [
        "/3/movie/11",
        "/3/tv/21",
        "/3/tv/21/season/1",
        "/3/tv/21/season/1/episode/1",
        "/3/person/31",
        "/3/collection/41",
        "/3/company/51",
    ] {
        let twenty = app
            .get(&format!("{path}?append_to_response={}", names(20)))
            .await;
        let too_many = app
            .get(&format!("{path}?append_to_response={}", names(21)))
            .await;
        let with_empty = app
            .get(&format!("{path}?append_to_response=,,{},%20,", names(20)))
            .await;

        assert_eq!(twenty.status, 200, "{path}");
        assert_eq!(too_many.refusal(), (400, 27), "{path}");
        assert_eq!(with_empty.status, 200, "{path}");
    }
}

#[tokio::test]
async fn a_target_that_is_too_long_is_refused() {
    let app = TestApp::with(&catalogue::rows()).await;
    let padded = |length: usize| {
        let target = with_key("/3/movie/11?padding=");
        target.replace(
            "padding=",
            &format!("padding={}", "x".repeat(length - target.len())),
        )
    };

    let longest = app.call("GET", &padded(16 * 1024), &[]).await;
    let too_long = app.call("GET", &padded(16 * 1024 + 1), &[]).await;

    assert_eq!(longest.status, 200);
    assert_eq!(too_long.status, 414);
    assert_eq!(too_long.at("/success"), false);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let app = TestApp::with(&catalogue::rows()).await;
    let with_body = |length: usize| {
        Request::post(with_key("/3/movie/11"))
            .header("content-length", length)
            .body(Body::from(vec![b' '; length]))
            .expect("a request")
    };

    let largest = app.send(with_body(4 * 1024 * 1024)).await;
    let too_large = app.send(with_body(4 * 1024 * 1024 + 1)).await;

    assert_eq!(largest.refusal(), (405, 42));
    assert_eq!(too_large.status, 413);
}
