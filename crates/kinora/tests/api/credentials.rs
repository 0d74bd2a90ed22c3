//! The application credential (contract 1.2).

use axum::body::Body;
use axum::extract::Request;
use kinora_store::{Secrets, random_hex};
use kinora_web::Settings;
use serde_json::{Value, json};

use crate::app::{KEY, Reply, TestApp};
use crate::rows::{answer, movie};

async fn app_with_a_movie() -> TestApp {
    TestApp::with(&[answer("/3/movie/11", movie(11, "The Lamplighter"))]).await
}

fn assert_refused(reply: &Reply) {
    assert_eq!(reply.refusal(), (401, 7));
    assert_eq!(
        reply.at("/status_message"),
        "Invalid API key: You must be granted a valid key."
    );
    assert_eq!(reply.at("/success"), false);
}

#[tokio::test]
async fn a_request_without_a_key_is_refused() {
    let app = app_with_a_movie().await;

    let reply = app.call("GET", "/3/movie/11", &[]).await;

    assert_refused(&reply);
    assert_eq!(reply.header("cache-control"), "public, max-age=300");
    assert_eq!(reply.header("etag"), "");
}

#[tokio::test]
async fn a_wrong_key_is_refused_and_not_told_back() {
    let app = app_with_a_movie().await;

    for (target, headers) in [
        ("/3/movie/11?api_key=an-attempt", vec![]),
        ("/3/movie/11?api_key=", vec![]),
        ("/3/movie/11", vec![("authorization", "Bearer an-attempt")]),
        ("/3/movie/11", vec![("authorization", "Bearer")]),
        ("/3/movie/11", vec![("authorization", "Basic an-attempt")]),
        ("/3/movie/11?api_key=key-of-the-test", vec![]),
        ("/3/movie/11?api_key=key-of-the-testsx", vec![]),
    ] {
        let reply = app.call("GET", target, &headers).await;

        assert_refused(&reply);
        assert!(!reply.text().contains("an-attempt"), "{target}");
    }
}

#[tokio::test]
async fn the_key_is_checked_before_anything_else() {
    let app = app_with_a_movie().await;

    for (method, path) in [
        ("GET", "/3/nowhere"),
        ("GET", "/3/movie/0"),
        ("GET", "/3/movie/999"),
        ("GET", "/3"),
        ("POST", "/3/movie/11"),
        ("DELETE", "/3/nowhere"),
        ("GET", "/3/movie/11/reviews?page=0"),
        ("GET", "/3/configuration"),
    ] {
        let reply = app.call(method, path, &[]).await;

        assert_eq!(reply.refusal(), (401, 7), "{method} {path}");
    }
}

#[tokio::test]
async fn the_key_of_the_settings_works() {
    let settings = Settings {
        api_key: Some("from the settings".into()),
        ..Settings::default()
    };
    let app = TestApp::set_up(
        &[answer("/3/movie/11", movie(11, "The Lamplighter"))],
        settings,
    )
    .await;

    let with_it = app
        .call("GET", "/3/movie/11?api_key=from%20the+settings", &[])
        .await;
    let with_another = app.get("/3/movie/11").await;

    assert_eq!(with_it.status, 200);
    assert_refused(&with_another);
}

#[tokio::test]
async fn a_key_of_the_store_works_in_the_query_and_its_token_as_bearer() {
    let app = app_with_a_movie().await;
    let secrets = make_key(&app, "a client").await;

    let by_key = app
        .call("GET", &format!("/3/movie/11?api_key={}", secrets.key), &[])
        .await;
    let by_token = bearer(&app, "Bearer", &secrets.token).await;
    let in_small_letters = bearer(&app, "bearer", &secrets.token).await;

    for reply in [by_key, by_token, in_small_letters] {
        assert_eq!(reply.status, 200);
        assert_eq!(reply.at("/title"), "The Lamplighter");
        assert!(!reply.text().contains(&secrets.key));
        assert!(!reply.text().contains(&secrets.token));
    }
}

#[tokio::test]
async fn either_credential_is_enough() {
    let app = app_with_a_movie().await;
    let secrets = make_key(&app, "a client").await;
    let token = format!("Bearer {}", secrets.token);

    let wrong_key = app
        .call(
            "GET",
            "/3/movie/11?api_key=wrong",
            &[("authorization", &token)],
        )
        .await;
    let wrong_token = app
        .get_with("/3/movie/11", &[("authorization", "Bearer wrong")])
        .await;

    assert_eq!(wrong_key.status, 200);
    assert_eq!(wrong_token.status, 200);
}

#[tokio::test]
async fn a_key_may_be_in_the_body_of_what_changes_something() {
    let app = app_with_a_movie().await;
    let ada = app.sign_up("ada").await;
    let send = async |method: &str, media_type: &str, body: Value| {
        let request = Request::builder()
            .method(method)
            .uri("/3/movie/11/rating")
            .header("content-type", media_type)
            .body(Body::from(body.to_string()));
        app.send(request.unwrap()).await
    };
    let rating = |key: &str| json!({ "api_key": key, "session_id": ada.session, "value": 8 });

    assert_refused(&send("POST", "application/json", rating("wrong")).await);
    assert_refused(&send("POST", "application/json", json!([KEY])).await);
    assert_refused(&send("POST", "text/plain", rating(KEY)).await);
    assert_refused(&send("GET", "application/json", rating(KEY)).await);

    let rated = send("POST", "application/json;charset=utf-8", rating(KEY)).await;
    assert_eq!(
        (rated.status.as_u16(), rated.at("/status_code")),
        (201, &json!(1))
    );
    let deleted = send("DELETE", "application/json", rating(KEY)).await;
    assert_eq!(
        (deleted.status.as_u16(), deleted.at("/status_code")),
        (200, &json!(13))
    );
}

#[tokio::test]
async fn the_last_of_two_keys_counts() {
    let app = app_with_a_movie().await;

    let right_last = app
        .call(
            "GET",
            &format!("/3/movie/11?api_key=wrong&api_key={KEY}"),
            &[],
        )
        .await;
    let wrong_last = app
        .call(
            "GET",
            &format!("/3/movie/11?api_key={KEY}&api_key=wrong"),
            &[],
        )
        .await;

    assert_eq!(right_last.status, 200);
    assert_refused(&wrong_last);
}

#[tokio::test]
async fn a_revoked_key_is_refused_and_others_are_not() {
    let app = app_with_a_movie().await;
    let revoked = make_key(&app, "gone").await;
    let kept = make_key(&app, "kept").await;

    let count = app
        .store
        .revoke_api_keys("gone")
        .await
        .expect("a revocation");

    assert_eq!(count, 1);
    assert_refused(
        &app.call("GET", &format!("/3/movie/11?api_key={}", revoked.key), &[])
            .await,
    );
    assert_refused(&bearer(&app, "Bearer", &revoked.token).await);
    assert_eq!(bearer(&app, "Bearer", &kept.token).await.status, 200);
}

#[tokio::test]
async fn the_page_and_the_health_checks_need_no_key() {
    let app = TestApp::with(&[]).await;

    for path in ["/", "/healthz", "/readyz"] {
        assert_eq!(app.call("GET", path, &[]).await.status, 200, "{path}");
    }
}

pub async fn make_key(app: &TestApp, name: &str) -> Secrets {
    let secrets = Secrets {
        key: random_hex(16).expect("random numbers"),
        token: random_hex(40).expect("random numbers"),
    };
    let key = app.store.create_api_key(name, &secrets).await;
    assert_eq!(key.expect("a stored key").name, name);
    secrets
}

async fn bearer(app: &TestApp, scheme: &str, token: &str) -> Reply {
    let value = format!("{scheme} {token}");
    app.call("GET", "/3/movie/11", &[("authorization", &value)])
        .await
}
