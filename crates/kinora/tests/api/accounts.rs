//! Sessions and who they belong to (contract 1.3, 3.1 and 3.2).

use kinora_model::account::AccountState;
use kinora_store::{AccountChange, NewSession, SessionKind, random_hex};
use serde_json::{Value, json};

use crate::app::{PASSWORD, Reply, TestApp, with_key};

/// A request token that the account of this name has approved.
async fn approved(app: &TestApp, name: &str) -> String {
    let token = new_token(app).await;
    let login = json!({ "username": name, "password": PASSWORD, "request_token": token });
    let target = "/3/authentication/token/validate_with_login";
    let reply = app.post(target, &login).await;
    assert_eq!(reply.at("/request_token"), token.as_str());
    token
}

async fn new_token(app: &TestApp) -> String {
    let reply = app.get("/3/authentication/token/new").await;
    let token = reply.at("/request_token").as_str().expect("a token");
    token.to_owned()
}

async fn exchange(app: &TestApp, token: &str) -> Reply {
    let wish = json!({ "request_token": token });
    app.post("/3/authentication/session/new", &wish).await
}

#[tokio::test]
async fn a_login_becomes_a_session_and_ends() {
    let app = TestApp::with(&[]).await;
    let anna = app.sign_up("Anna").await;
    let token = approved(&app, "anna").await;

    let session = exchange(&app, &token).await;
    let again = exchange(&app, &token).await;
    let id = session.at("/session_id").as_str().expect("a session");
    let account = app.get(&format!("/3/account?session_id={id}")).await;
    let by_number = app.get(&format!("/3/account/0?session_id={id}")).await;
    let wish = json!({ "session_id": id });
    let ended = app
        .change("DELETE", "/3/authentication/session", &wish)
        .await;
    let gone = app.get(&format!("/3/account?session_id={id}")).await;
    let ended_again = app
        .change("DELETE", "/3/authentication/session", &wish)
        .await;

    assert_eq!(session.status, 200);
    assert_eq!(id.len(), 40);
    assert_eq!(session.header("cache-control"), "private, no-store");
    assert_eq!(again.refusal(), (401, 17));
    assert_eq!(again.at("/failure"), true);
    assert_eq!(
        account.json,
        json!({
            "avatar": { "gravatar": { "hash": "d41d8cd98f00b204e9800998ecf8427e" }, "tmdb": { "avatar_path": null } },
            "id": anna.account.id,
            "iso_639_1": "en",
            "iso_3166_1": "US",
            "name": "",
            "include_adult": false,
            "username": "Anna",
        })
    );
    assert_eq!(account.header("cache-control"), "private, no-store");
    assert_eq!(by_number.json, account.json);
    assert_eq!(ended.json, json!({ "success": true }));
    assert_eq!(gone.refusal(), (401, 3));
    assert_eq!(ended_again.refusal(), (404, 37));
}

#[tokio::test]
async fn calls_are_made_as_get_too() {
    let app = TestApp::with(&[]).await;
    app.sign_up("anna").await;
    let token = new_token(&app).await;

    let password = PASSWORD.replace(' ', "%20");
    let login = format!("username=anna&password={password}&request_token={token}");
    let target = format!("/3/authentication/token/validate_with_login?{login}");
    let login = app.get(&target).await;
    let target = format!("/3/authentication/session/new?request_token={token}");
    let session = app.get(&target).await;
    let id = session.at("/session_id").as_str().expect("a session");
    let target = format!("/3/authentication/session?session_id={id}");
    let ended = app.call("DELETE", &with_key(&target), &[]).await;

    assert_eq!(login.status, 200);
    assert_eq!(login.header("cache-control"), "private, no-store");
    assert_eq!(session.header("cache-control"), "private, no-store");
    assert_eq!(ended.status, 200);
}

#[tokio::test]
async fn of_many_who_exchange_a_token_at_once_one_gets_a_session() {
    let app = TestApp::with(&[]).await;
    app.sign_up("anna").await;
    let token = approved(&app, "anna").await;

    let exchanges = (0..8).map(|_| exchange(&app, &token));
    let replies = futures(exchanges).await;

    let opened = replies.iter().filter(|reply| reply.status == 200).count();
    assert_eq!(opened, 1);
    let denied = replies.iter().filter(|reply| reply.refusal() == (401, 17));
    assert_eq!(denied.count(), 7);
}

/// Waits for all of these at once.
async fn futures(all: impl Iterator<Item = impl Future<Output = Reply>>) -> Vec<Reply> {
    let mut all: Vec<_> = all.map(Box::pin).collect();
    let mut done = Vec::new();
    std::future::poll_fn(|context| {
        all.retain_mut(|one| match one.as_mut().poll(context) {
            std::task::Poll::Ready(reply) => {
                done.push(reply);
                false
            }
            std::task::Poll::Pending => true,
        });
        match all.is_empty() {
            true => std::task::Poll::Ready(()),
            false => std::task::Poll::Pending,
        }
    })
    .await;
    done
}

#[tokio::test]
async fn tokens_say_how_long_they_live_and_where_they_are_approved() {
    let app = TestApp::with(&[]).await;

    let reply = app
        .get_with("/3/authentication/token/new", &[("host", "films.example")])
        .await;
    let guest = app.get("/3/authentication/guest_session/new").await;

    let token = reply.at("/request_token").as_str().expect("a token");
    assert_eq!(token.len(), 40);
    let page = format!("http://films.example/authenticate/{token}");
    assert_eq!(reply.header("authentication-callback"), page);
    for (reply, minutes) in [(&reply, 60), (&guest, 24 * 60)] {
        let end = reply.at("/expires_at").as_str().expect("a time");
        let end = jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M:%S UTC", end).expect("UTC");
        let now = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC);
        let left = end.duration_since(now.datetime()).as_secs();
        assert!((left - minutes * 60).abs() < 60, "{left}");
        assert_eq!(reply.header("cache-control"), "private, no-store");
    }
    let guest = guest.at("/guest_session_id").as_str().expect("a guest");
    assert_eq!(guest.len(), 32);
}

#[tokio::test]
async fn a_token_that_expired_is_none() {
    let app = TestApp::with(&[]).await;
    let anna = app.sign_up("anna").await;
    let (old, secret) = ("0".repeat(40), random_hex(20).expect("random numbers"));
    let store = &app.store;
    store
        .create_request_token(&old, None, 0, 1000)
        .await
        .expect("a token");
    let approved = store
        .decide_request_token(&old, Some(anna.account.id), 500)
        .await;
    assert!(approved.expect("a decision"));

    let login = json!({ "username": "anna", "password": PASSWORD, "request_token": old });
    let login = app
        .post("/3/authentication/token/validate_with_login", &login)
        .await;
    let session = exchange(&app, &old).await;
    let in_time = store.exchange_request_token(&old, &secret, None, 900).await;

    assert_eq!(login.refusal(), (401, 33));
    assert_eq!(session.refusal(), (401, 17));
    assert_eq!(in_time.expect("an exchange"), Some(anna.account));
}

#[tokio::test]
async fn a_token_is_of_the_application_that_made_it() {
    let app = TestApp::with(&[]).await;
    app.sign_up("anna").await;
    let token = approved(&app, "anna").await;
    let other = crate::credentials::make_key(&app, "another").await;

    let target = format!(
        "/3/authentication/session/new?request_token={token}&api_key={}",
        other.key
    );
    let stolen = app.call("GET", &target, &[]).await;

    assert_eq!(stolen.refusal(), (401, 17));
    assert_eq!(exchange(&app, &token).await.status, 200);
}

#[tokio::test]
async fn logins_are_refused_for_what_is_wrong_with_them() {
    let app = TestApp::with(&[]).await;
    let anna = app.sign_up("anna").await;
    let token = new_token(&app).await;
    let login = async |name: &str, password: &str| {
        let login = json!({ "username": name, "password": password, "request_token": token });
        let target = "/3/authentication/token/validate_with_login";
        app.post(target, &login).await.refusal()
    };
    let change = async |change| {
        let changed = app.store.change_account(anna.account.id, change).await;
        assert!(changed.expect("a change"));
    };

    assert_eq!(login("anna", "wrong").await, (401, 30));
    assert_eq!(login("nobody", PASSWORD).await, (401, 30));
    for (wrong, code) in [
        (AccountChange::State(AccountState::Disabled), (401, 31)),
        (AccountChange::State(AccountState::Suspended), (403, 45)),
    ] {
        change(wrong).await;
        assert_eq!(login("anna", PASSWORD).await, code);
        // Nobody else learns it.
        assert_eq!(login("anna", "wrong").await, (401, 30));
        assert_eq!(app.get(&anna.at("/3/account")).await.refusal(), code);
        change(AccountChange::State(AccountState::Active)).await;
    }
    change(AccountChange::Verified(false)).await;
    assert_eq!(login("anna", PASSWORD).await, (401, 32));
    assert_eq!(app.get(&anna.at("/3/account")).await.refusal(), (401, 32));
    change(AccountChange::Verified(true)).await;
    assert_eq!(login("anna", PASSWORD).await, (200, 0));
}

#[tokio::test]
async fn the_access_token_of_a_user_says_who_asks() {
    let app = TestApp::with(&[]).await;
    let anna = app.sign_up("anna").await;
    let token = random_hex(32).expect("random numbers");
    let opened = NewSession {
        account_id: anna.account.id,
        kind: SessionKind::AccessToken,
        may_write: true,
        api_key_id: None,
        expires_at: None,
    };
    app.store
        .open_session(&token, opened)
        .await
        .expect("a token");
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];

    let alone = app.call("GET", "/3/account", &headers).await;
    let with_a_key = app.get_with("/3/account", &headers).await;
    let wish = json!({ "access_token": token });
    let converted = app.post("/3/authentication/session/convert/4", &wish).await;
    let id = converted.at("/session_id").as_str().expect("a session");
    let by_session = app.get(&format!("/3/account?session_id={id}")).await;
    let wish = json!({ "access_token": "wrong" });
    let wrong = app.post("/3/authentication/session/convert/4", &wish).await;
    let as_session = app.get(&format!("/3/account?session_id={token}")).await;

    for reply in [alone, with_a_key, by_session] {
        assert_eq!(reply.at("/username"), "anna");
    }
    assert_eq!(wrong.refusal(), (401, 35));
    assert_eq!(as_session.refusal(), (401, 3));
}

#[tokio::test]
async fn sessions_are_told_before_parameters_and_methods_before_sessions() {
    let app = TestApp::with(&[]).await;

    for (method, target, refusal) in [
        ("GET", "/3/account", (401, 3)),
        ("GET", "/3/account/1?session_id=wrong", (401, 3)),
        ("GET", "/3/account/1?guest_session_id=wrong", (401, 3)),
        ("PUT", "/3/account/1", (405, 42)),
        ("POST", "/3/authentication/session/new", (404, 34)),
        (
            "POST",
            "/3/authentication/token/validate_with_login",
            (422, 5),
        ),
        ("POST", "/3/authentication/session/convert/4", (422, 5)),
        ("DELETE", "/3/authentication/session", (422, 5)),
        ("DELETE", "/3/authentication/session/new", (405, 42)),
        ("POST", "/3/authentication/token/new", (405, 42)),
    ] {
        let reply = app.call(method, &with_key(target), &[]).await;

        assert_eq!(reply.refusal(), refusal, "{method} {target}");
    }
}

#[tokio::test]
async fn bodies_are_json_or_empty() {
    let app = TestApp::with(&[]).await;
    let send = async |content_type: &str, body: &str| {
        let target = with_key("/3/authentication/token/validate_with_login");
        let request = axum::extract::Request::post(target).header("content-type", content_type);
        let request = request.body(axum::body::Body::from(body.to_owned()));
        app.send(request.expect("a request")).await.refusal()
    };
    let body = r#"{"request_token":"t"}"#;
    let deep = "[".repeat(100_000);

    assert_eq!(send("application/json", body).await, (400, 26));
    assert_eq!(
        send("Application/JSON; charset=utf-8", body).await,
        (400, 26)
    );
    assert_eq!(send("text/plain", body).await, (422, 5));
    assert_eq!(
        send("application/x-www-form-urlencoded", "request_token=t").await,
        (422, 5)
    );
    for malformed in [
        "{",
        "[]",
        "7",
        "null",
        "{\"request_token\":",
        "{\"request_token\":[1]}",
    ] {
        assert_eq!(
            send("application/json", malformed).await,
            (422, 5),
            "{malformed}"
        );
    }
    assert_eq!(send("application/json", &deep).await, (413, 47));
    assert_eq!(send("application/json", &deep[..60_000]).await, (422, 5));
    let large = json!({ "request_token": "t".repeat(2 << 20) });
    assert_eq!(
        send("application/json", &large.to_string()).await,
        (413, 47)
    );
}

#[tokio::test]
async fn answers_to_somebody_are_shown_to_nobody_else() {
    let app = TestApp::with(&[]).await;
    let (anna, bert) = (app.sign_up("anna").await, app.sign_up("bert").await);

    for _ in 0..2 {
        for (who, name) in [(&anna, "anna"), (&bert, "bert")] {
            let reply = app.get(&who.at("/3/account")).await;

            assert_eq!(reply.at("/username"), name);
            assert_eq!(reply.header("cache-control"), "private, no-store");
        }
        assert_eq!(app.get("/3/account").await.refusal(), (401, 3));
    }
    let nothing: Value = app.get("/3/account").await.json;
    assert_eq!(nothing["success"], false);
}
