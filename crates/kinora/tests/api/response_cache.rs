//! Answers that are kept in memory: the same as those that are made, and gone when something changes.

use kinora_web::Settings;
use serde_json::{Value, json};

use super::app::{KEY, TestApp, with_key};

fn movie(title: &str) -> Value {
    json!({
        "method": "GET", "path": "/3/movie/11", "status": 200,
        "body": { "id": 11, "title": title, "original_title": title, "original_language": "en", "overview": "x".repeat(2_000) },
    })
}

#[tokio::test]
async fn a_kept_answer_is_the_one_that_was_made() {
    let app = TestApp::with(&[movie("Lamp")]).await;

    for headers in [&[][..], &[("accept-encoding", "gzip")]] {
        let made = app.get_with("/3/movie/11?language=de", headers).await;
        let kept = app.get_with("/3/movie/11?language=de", headers).await;

        assert_eq!(made.status, kept.status);
        assert_eq!(made.body, kept.body);
        for name in [
            "content-type",
            "etag",
            "cache-control",
            "vary",
            "content-encoding",
            "access-control-allow-origin",
        ] {
            assert_eq!(made.header(name), kept.header(name), "{name}");
        }
    }
    let packed = app
        .get_with("/3/movie/11", &[("accept-encoding", "gzip")])
        .await;
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert_eq!(app.get("/3/movie/11").await.header("content-encoding"), "");
}

#[tokio::test]
async fn what_changed_is_answered_anew() {
    let app = TestApp::with(&[movie("Lamp")]).await;
    assert_eq!(app.get("/3/movie/11").await.at("/title"), "Lamp");
    assert_eq!(app.get("/3/movie/11").await.at("/title"), "Lamp");

    app.import(&[movie("Lantern")]).await;

    assert_eq!(app.get("/3/movie/11").await.at("/title"), "Lantern");
}

#[tokio::test]
async fn a_kept_answer_is_for_those_with_a_key() {
    let app = TestApp::with(&[movie("Lamp")]).await;
    for _ in 0..2 {
        assert_eq!(app.get("/3/movie/11").await.status, 200);
    }

    assert_eq!(
        app.call("GET", "/3/movie/11", &[]).await.refusal(),
        (401, 7)
    );
    let wrong = app.call("GET", "/3/movie/11?api_key=wrong", &[]).await;
    assert_eq!(wrong.refusal(), (401, 7));
    let token = format!("Bearer {KEY}");
    let bearer = app
        .call("GET", "/3/movie/11", &[("authorization", &token)])
        .await;
    assert_eq!(bearer.status, 200);
}

#[tokio::test]
async fn those_who_have_a_kept_answer_are_spared_it() {
    let app = TestApp::with(&[movie("Lamp")]).await;
    let tag = app.get("/3/movie/11").await.header("etag").to_owned();

    let spared = app
        .get_with("/3/movie/11", &[("if-none-match", &tag)])
        .await;

    assert_eq!(spared.status, 304);
    assert!(spared.body.is_empty());
    assert_eq!(spared.header("etag"), tag);
}

#[tokio::test]
async fn what_is_made_for_one_reader_is_not_kept_for_others() {
    let app = TestApp::with(&[movie("Lamp")]).await;

    let plain = app.get("/3/movie/11").await;
    let wrapped = app.get("/3/movie/11?callback=show").await;
    assert!(wrapped.text().starts_with("show("));
    assert_eq!(app.get("/3/movie/11").await.body, plain.body);
    for host in ["one.example", "two.example"] {
        let configuration = app
            .call("GET", &with_key("/3/configuration"), &[("host", host)])
            .await;
        let base = configuration
            .at("/images/base_url")
            .as_str()
            .unwrap()
            .to_owned();
        assert!(base.contains(host), "{base}");
    }
}

#[tokio::test]
async fn nothing_has_to_be_kept() {
    let settings = Settings {
        response_cache: 0,
        ..Settings::default()
    };
    let app = TestApp::set_up(&[movie("Lamp")], settings).await;

    for _ in 0..2 {
        assert_eq!(app.get("/3/movie/11").await.at("/title"), "Lamp");
    }
}
