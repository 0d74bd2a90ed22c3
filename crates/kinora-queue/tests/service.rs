//! The service without a port: what only somebody inside can make it do.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use kinora_model::EntityKey;
use kinora_queue::{CallLimits, Clock, Settings, TitleSearch, router};
use kinora_store::{NewApplication, Store};
use tower::ServiceExt;

/// A catalogue in which nothing is found.
struct Nothing;

impl TitleSearch for Nothing {
    fn titles(&self, _: &str, _: usize, _: usize) -> (usize, Vec<EntityKey>) {
        (0, Vec::new())
    }

    fn people(&self, _: &str, _: usize, _: usize) -> (usize, Vec<EntityKey>) {
        (0, Vec::new())
    }

    fn similar(&self, _: EntityKey, _: usize) -> Vec<EntityKey> {
        Vec::new()
    }

    fn popular(&self, _: usize) -> Vec<EntityKey> {
        Vec::new()
    }
}

struct Service {
    router: axum::Router,
    clock: Clock,
    refused_logins: Arc<AtomicU32>,
    store: Store,
    _folder: tempfile::TempDir,
}

impl Service {
    async fn start(calls: CallLimits) -> Service {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        let application = NewApplication {
            key: "key".to_owned(),
            secret: "secret".to_owned(),
            name: "Boat".to_owned(),
        };
        store.create_application(application, 0).await.unwrap();
        let settings = Settings {
            calls,
            ..Settings::default()
        };
        let (clock, refused_logins) = (settings.clock.clone(), settings.refused_logins.clone());
        Service {
            router: router(store.clone(), Arc::new(Nothing), settings),
            clock,
            refused_logins,
            store,
            _folder: folder,
        }
    }

    async fn get(&self, target: &str) -> (StatusCode, String) {
        let request = Request::get(target).header("host", "queues.test");
        let request = request.body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }
}

#[tokio::test]
async fn c1_a_login_that_was_refused_once_works_the_second_time() {
    let service = Service::start(CallLimits::default()).await;
    let now = service.clock.milliseconds();
    let application = service.store.application("key").await.unwrap().unwrap();
    let token = service
        .store
        .create_oauth_token(application.id, None, now, now + 60_000);
    let token = token.await.unwrap().token;
    let target =
        format!("/oauth/login?oauth_token={token}&oauth_consumer_key=key&application_name=Boat");
    service.refused_logins.store(1, Ordering::Relaxed);

    let (status, body) = service.get(&target).await;
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(body.contains("<status_code>405</status_code>"), "{body}");
    let (status, body) = service.get(&target).await;
    assert_eq!(status, StatusCode::OK);
    assert!(body.contains("name=\"password\""), "{body}");
    // A request token does not wait for ever.
    service.clock.advance(60_000);
    let (status, body) = service.get(&target).await;
    assert_eq!(
        (status, body.as_str()),
        (StatusCode::UNAUTHORIZED, "Expired or bad request token")
    );
}

#[tokio::test]
async fn c3_a_pause_between_calls_is_all_that_the_limit_asks_for() {
    let service = Service::start(CallLimits::default()).await;
    let target = "/oauth/clock/time?oauth_consumer_key=key";
    let mut at_once = Vec::new();
    for _ in 0..7 {
        at_once.push(service.get(target).await.0);
    }
    let served = at_once.iter().filter(|status| **status == StatusCode::OK);
    assert!((4..7).contains(&served.count()), "{at_once:?}");

    for _ in 0..7 {
        service.clock.advance(250);
        assert_eq!(service.get(target).await.0, StatusCode::OK);
    }
}

#[tokio::test]
async fn nothing_that_strangers_send_breaks_it() {
    let service = Service::start(CallLimits {
        per_second: 0,
        per_day: 0,
    })
    .await;
    let long = "x".repeat(10_000);
    for target in [
        "/".to_owned(),
        "//".to_owned(),
        "/%00%ff".to_owned(),
        format!("/users/{long}/queues/disc"),
        format!("/catalog/titles/movies/{}", "9".repeat(30)),
        "/catalog/titles?%zz=%zz&=&&oauth_consumer_key=key".to_owned(),
        format!("/catalog/titles?oauth_consumer_key=key&{}", "a=b&".repeat(300)),
        "/catalog/titles/autocomplete?oauth_consumer_key=key&term=%00%ff&start_index=99999999999999999999".to_owned(),
        "/catalog/titles/autocomplete?oauth_consumer_key=key&term=a&start_index=18446744073709551615&max_results=18446744073709551615".to_owned(),
        "/catalog/titles?oauth_consumer_key=key&oauth_signature_method=HMAC-SHA1&oauth_timestamp=-9223372036854775808".to_owned(),
        "/users/x/queues/disc?oauth_consumer_key=key&feed_token=%ff&output=atom".to_owned(),
        "/oauth/login?oauth_token=%3Cscript%3E&oauth_consumer_key=key".to_owned(),
    ] {
        let (status, body) = service.get(&target).await;
        assert!(!status.is_server_error(), "{target}: {status} {body}");
        assert!(!body.contains("<script"), "{target}: {body}");
    }
}

#[tokio::test]
async fn what_is_out_of_service_answers_503_whoever_asks() {
    let service = Service::start(CallLimits::default()).await;
    service.store.set_maintenance(true).await.unwrap();
    service.store.refresh().await.unwrap();

    for target in [
        "/catalog/titles?term=a",
        "/oauth/login?oauth_token=a",
        "/users/T1",
    ] {
        let (status, body) = service.get(target).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{target}: {body}");
    }
    service.store.set_maintenance(false).await.unwrap();
    service.store.refresh().await.unwrap();
    let (status, _) = service.get("/catalog/titles?term=a").await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
}
