//! Limits of requests (contract 1.7), of logins, and of what strangers send.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use kinora_store::{KeyChange, KeyTerms, Secrets, random_hex};
use kinora_web::Settings;
use serde_json::json;

use crate::app::{PASSWORD, Reply, TestApp, with_key};
use crate::rows::{answer, movie};

/// A server that allows three requests a second.
async fn limited() -> TestApp {
    let settings = Settings {
        rate_limit: 3,
        trusted_proxies: vec!["10.0.0.0/8".parse().expect("a network")],
        ..Settings::default()
    };
    TestApp::set_up(
        &[answer("/3/movie/11", movie(11, "The Lamplighter"))],
        settings,
    )
    .await
}

/// The key of an account, or of the operator, with a limit of its own.
async fn key(app: &TestApp, account_id: Option<i64>, rate_limit: Option<u32>) -> Secrets {
    let secrets = Secrets {
        key: random_hex(16).expect("random numbers"),
        token: random_hex(40).expect("random numbers"),
    };
    let terms = KeyTerms {
        account_id,
        rate_limit,
        ..KeyTerms::from("a program")
    };
    let made = app.store.create_api_key(terms, &secrets).await;
    made.expect("a key");
    secrets
}

/// A request from an address.
async fn from(app: &TestApp, peer: &str, forwarded: &str, target: &str) -> Reply {
    let peer: SocketAddr = peer.parse().expect("an address");
    let request = Request::get(target)
        .header("x-forwarded-for", forwarded)
        .extension(ConnectInfo(peer));
    app.send(request.body(Body::empty()).expect("a request"))
        .await
}

async fn refusals(app: &TestApp, target: &str, requests: usize) -> usize {
    let mut refused = 0;
    for _ in 0..requests {
        refused += usize::from(app.call("GET", target, &[]).await.status == 429);
    }
    refused
}

#[tokio::test]
async fn the_key_of_an_account_is_limited_on_kept_answers_too() {
    let app = limited().await;
    let anna = app.sign_up("anna").await;
    let key = key(&app, Some(anna.account.id), None).await;
    let target = format!("/3/movie/11?api_key={}", key.key);

    assert_eq!(refusals(&app, &target, 3).await, 0);
    let refused = app.call("GET", &target, &[]).await;
    let token = format!("Bearer {}", key.token);
    let by_token = app
        .call("GET", "/3/movie/11", &[("authorization", &token)])
        .await;

    assert_eq!(refused.refusal(), (429, 25));
    let message = refused.at("/status_message").as_str().expect("a message");
    // A quick machine may ask for the fourth time, a slow one has got a token back meanwhile.
    assert!(message.starts_with("Your request count ("), "{message}");
    assert!(
        message.ends_with(") is over the allowed limit of (3)."),
        "{message}"
    );
    assert_eq!(refused.header("retry-after"), "1");
    assert_eq!(refused.header("access-control-allow-origin"), "*");
    assert_eq!(by_token.refusal(), (429, 25), "key and token are one");
}

#[tokio::test]
async fn keys_of_the_operator_are_limited_only_when_they_are_told() {
    let app = limited().await;
    let anna = app.sign_up("anna").await;
    let at = |key: &Secrets| format!("/3/movie/11?api_key={}", key.key);

    let operator = key(&app, None, None).await;
    let told = key(&app, None, Some(2)).await;
    let exempt = key(&app, Some(anna.account.id), Some(0)).await;

    assert_eq!(refusals(&app, &with_key("/3/movie/11"), 20).await, 0);
    assert_eq!(refusals(&app, &at(&operator), 20).await, 0);
    assert_eq!(refusals(&app, &at(&exempt), 20).await, 0);
    assert!(refusals(&app, &at(&told), 20).await > 10);
}

#[tokio::test]
async fn an_address_without_a_valid_key_is_limited() {
    let app = limited().await;

    for _ in 0..3 {
        let reply = from(&app, "192.0.2.1:99", "", "/3/movie/11?api_key=guess").await;
        assert_eq!(reply.refusal(), (401, 7));
    }
    let fourth = from(&app, "192.0.2.1:77", "", "/3/movie/11").await;
    let with_lies = from(&app, "192.0.2.1:77", "198.51.100.1", "/3/movie/11").await;
    let other = from(&app, "192.0.2.2:99", "", "/3/movie/11").await;
    let valid = from(&app, "192.0.2.1:99", "", &with_key("/3/movie/11")).await;

    assert_eq!(fourth.refusal(), (429, 25));
    assert_eq!(
        with_lies.refusal(),
        (429, 25),
        "a client says what it likes"
    );
    assert_eq!(other.refusal(), (401, 7));
    assert_eq!(valid.status, 200);
}

#[tokio::test]
async fn a_trusted_proxy_says_who_is_limited() {
    let app = limited().await;

    for _ in 0..4 {
        from(&app, "10.0.0.1:99", "198.51.100.1", "/3/movie/11").await;
    }
    let same = from(&app, "10.0.0.2:99", "198.51.100.1", "/3/movie/11").await;
    let other = from(&app, "10.0.0.1:99", "198.51.100.2", "/3/movie/11").await;

    assert_eq!(same.refusal(), (429, 25));
    assert_eq!(other.refusal(), (401, 7));
}

#[tokio::test]
async fn failed_logins_slow_down_the_account_and_the_address() {
    let app = TestApp::with(&[]).await;
    app.sign_up("anna").await;
    app.sign_up("bert").await;
    let token = app.get("/3/authentication/token/new").await;
    let token = token
        .at("/request_token")
        .as_str()
        .expect("a token")
        .to_owned();
    let login = async |name: &str, password: &str| {
        let login = json!({ "username": name, "password": password, "request_token": token });
        let target = "/3/authentication/token/validate_with_login";
        app.post(target, &login).await.refusal()
    };

    for _ in 0..10 {
        assert_eq!(login("anna", "wrong").await, (401, 30));
    }
    assert_eq!(login("anna", "wrong").await, (429, 25));
    // Even the right one has to wait, or guessing would go on.
    assert_eq!(login("ANNA", PASSWORD).await, (429, 25));
    assert_eq!(login("bert", PASSWORD).await, (200, 0));
    let mut refused = 0;
    for number in 0..20 {
        refused += u32::from(login(&format!("nobody{number}"), "wrong").await.0 == 429);
    }
    assert!(refused > 0, "guessing names is guessing too");
}

#[tokio::test]
async fn a_suspended_key_answers_its_code_until_it_is_resumed() {
    let app = limited().await;
    let key = key(&app, None, None).await;
    let target = format!("/3/movie/11?api_key={}", key.key);

    let change = async |change| {
        let changed = app.store.change_api_keys("a program", change).await;
        assert_eq!(changed.expect("a change"), 1);
    };
    change(KeyChange::Suspend).await;
    let suspended = app.call("GET", &target, &[]).await;
    let token = format!("Bearer {}", key.token);
    let by_token = app
        .call("GET", "/3/nowhere", &[("authorization", &token)])
        .await;

    assert_eq!(suspended.refusal(), (401, 10));
    assert_eq!(by_token.refusal(), (401, 10));
    let listed = app.store.api_keys().await.expect("keys");
    assert!(listed[0].suspended);
    change(KeyChange::Resume).await;
    assert!(!app.store.api_keys().await.expect("keys")[0].suspended);
}
