//! The 47 status codes of the API (contract 1.8): each is reached by a request, or there is a reason why none does.

use std::time::Duration;

use kinora_model::account::AccountState;
use kinora_model::status::STATUSES;
use kinora_store::{
    AccountChange, KeyChange, KeyTerms, NewSession, Secrets, SessionKind, random_hex,
};
use kinora_web::Settings;
use serde_json::{Value, json};

use crate::app::{PASSWORD, Reply, SignedIn, TestApp, with_key};
use crate::rows::{answer, movie};

/// Codes that no request is answered with, and why.
const NEVER: [(u32, &str); 7] = [
    (14, "codes 3, 7 and 30 say what failed"),
    (15, "code 11 says that the server failed"),
    (16, "there are no devices to sign in with"),
    (
        41,
        "code 17 is what clients are used to for a token that was not approved",
    ),
    (44, "code 6 says that an id is none"),
    (21, "what is to be edited and is not there answers code 34"),
    (
        40,
        "an edit that changes nothing is answered by the page that it was made on",
    ),
];

async fn app() -> TestApp {
    let rows = [answer("/3/movie/11", movie(11, "The Lamplighter"))];
    TestApp::with(&rows).await
}

async fn with(settings: Settings) -> TestApp {
    let rows = [answer("/3/movie/11", movie(11, "The Lamplighter"))];
    TestApp::set_up(&rows, settings).await
}

/// A login with a new request token.
async fn login(app: &TestApp, name: Option<&str>, token: Option<&str>) -> Reply {
    let fresh = app.get("/3/authentication/token/new").await;
    let token = token.or(fresh.json["request_token"].as_str());
    let mut login = json!({ "request_token": token });
    if let Some(name) = name {
        login["username"] = name.into();
        login["password"] = PASSWORD.into();
    }
    app.post("/3/authentication/token/validate_with_login", &login)
        .await
}

/// A login with an account that this was done to.
async fn login_after(change: AccountChange) -> Reply {
    let app = app().await;
    let anna = app.sign_up("anna").await;
    let changed = app.store.change_account(anna.account.id, change).await;
    assert!(changed.expect("a change"));
    login(&app, Some("anna"), None).await
}

/// The key of a program, as the query has it.
async fn key(app: &TestApp, terms: KeyTerms) -> String {
    let secrets = Secrets {
        key: random_hex(16).expect("random numbers"),
        token: random_hex(40).expect("random numbers"),
    };
    app.store
        .create_api_key(terms, &secrets)
        .await
        .expect("a key");
    format!("api_key={}", secrets.key)
}

/// What a request is answered that brings a code about.
async fn reach(code: u32) -> Option<Reply> {
    let app = match code {
        24 => {
            with(Settings {
                patience: Duration::from_millis(5),
                ..Settings::default()
            })
            .await
        }
        _ => app().await,
    };
    let get = async |target: &str| app.get(target).await;
    Some(match code {
        1 => get("/3/authentication").await,
        2 => app.call("GET", &with_key("/4/list/1"), &[]).await,
        3 => get("/3/account").await,
        4 => get("/3/movie/11.xml").await,
        5 => {
            app.post("/3/authentication/session/convert/4", &json!({}))
                .await
        }
        6 => get("/3/movie/0").await,
        7 => app.call("GET", "/3/movie/11", &[]).await,
        9 => {
            // Its tables are gone from under it: the file is not a database any more.
            let files = std::fs::read_dir(app.folder()).expect("a folder");
            for file in files {
                let path = file.expect("a file").path();
                std::fs::write(path, [0x5a; 8192]).expect("a file to spoil");
            }
            get("/3/movie/12").await
        }
        10 => {
            let key = key(&app, KeyTerms::from("a program")).await;
            let store = &app.store;
            let suspended = store.change_api_keys("a program", KeyChange::Suspend).await;
            assert_eq!(suspended.expect("a change"), 1);
            app.call("GET", &format!("/3/movie/11?{key}"), &[]).await
        }
        11 => {
            // A document that no version of the program wrote.
            let file = rusqlite::Connection::open(app.folder().join("catalogue.sqlite"));
            let file = file.expect("the database");
            file.execute(
                "update movie set facts = '{\"runtime\":[]}' where id = 11",
                [],
            )
            .expect("a change");
            get("/3/movie/11").await
        }
        17 => get("/3/authentication/session/new?request_token=t").await,
        19 => app.get_with("/3/movie/11", &[("accept", "text/xml")]).await,
        20 => get("/3/movie/11/changes?start_date=2024-01-01&end_date=2024-02-01").await,
        22 => get("/3/movie/popular?page=501").await,
        23 => get("/3/movie/changes?start_date=soon").await,
        24 => {
            // Another process holds the database, so that what is to be written has to wait.
            let file = rusqlite::Connection::open(app.folder().join("catalogue.sqlite"));
            let file = file.expect("the database");
            file.execute_batch("begin immediate").expect("a lock");
            let late = get("/3/authentication/token/new").await;
            file.execute_batch("rollback").expect("no lock");
            late
        }
        25 => {
            let terms = KeyTerms {
                rate_limit: Some(1),
                ..KeyTerms::from("a program")
            };
            let target = format!("/3/movie/11?{}", key(&app, terms).await);
            let mut reply = app.call("GET", &target, &[]).await;
            for _ in 0..100 {
                reply = app.call("GET", &target, &[]).await;
                if reply.status == 429 {
                    break;
                }
            }
            reply
        }
        26 => login(&app, None, None).await,
        27 => get("/3/movie/11?append_to_response=a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u").await,
        28 => get("/3/tv/airing_today?timezone=Mars").await,
        30 => login(&app, Some("nobody"), None).await,
        31 => login_after(AccountChange::State(AccountState::Disabled)).await,
        32 => login_after(AccountChange::Verified(false)).await,
        33 => login(&app, Some("anna"), Some("unknown")).await,
        34 => get("/3/movie/999").await,
        35 => {
            let wish = json!({ "access_token": "unknown" });
            app.post("/3/authentication/session/convert/4", &wish).await
        }
        8 | 12 | 13 | 29 | 38 | 39 => of_a_list(&app, code).await,
        18 => {
            let anna = app.sign_up("anna").await;
            let target = anna.at("/3/movie/11/rating");
            app.post(&target, &json!({ "value": 11 })).await
        }
        36 => {
            let anna = app.sign_up("anna").await;
            let terms = KeyTerms {
                may_write: false,
                ..KeyTerms::from("a program")
            };
            let target = anna.at("/3/movie/11/rating?value=8");
            let target = format!("{target}&{}", key(&app, terms).await);
            app.call("POST", &target, &[]).await
        }
        37 => {
            let wish = json!({ "session_id": "unknown" });
            app.change("DELETE", "/3/authentication/session", &wish)
                .await
        }
        42 => app.call("PUT", &with_key("/3/movie/11"), &[]).await,
        43 => crate::pictures::upload_without_a_store().await,
        45 => login_after(AccountChange::State(AccountState::Suspended)).await,
        46 => {
            // An answer that is kept is not given either.
            assert_eq!(get("/3/movie/11").await.status, 200);
            app.store.set_maintenance(true).await.expect("a setting");
            app.follow().await;
            get("/3/movie/11").await
        }
        47 => get("/3/movie/%00").await,
        _ => return None,
    })
}

/// What a call about a list of Anna's is answered.
async fn of_a_list(app: &TestApp, code: u32) -> Reply {
    let (anna, bert) = (app.sign_up("anna").await, app.sign_up("bert").await);
    let wish = json!({ "name": "Lamps", "public": code != 39 });
    let made = app.post(&anna.at("/3/list"), &wish).await;
    let list = format!("/3/list/{}", made.at("/list_id"));
    let item = json!({ "media_id": 11 });
    let call =
        async |who: &SignedIn, path: &str| app.post(&who.at(&format!("{list}{path}")), &item).await;
    match code {
        39 => return app.get(&bert.at(&list)).await,
        38 => return call(&bert, "/add_item").await,
        29 => return call(&anna, "/clear").await,
        _ => {}
    }
    let added = call(&anna, "/add_item").await;
    match code {
        8 => call(&anna, "/add_item").await,
        13 => call(&anna, "/remove_item").await,
        _ => added,
    }
}

#[tokio::test]
async fn every_status_code_is_reached_by_a_request_or_there_is_a_reason() {
    let never = |code| NEVER.iter().any(|(known, _)| *known == code);
    let mut unreached = Vec::new();

    for status in STATUSES {
        let Some(reply) = reach(status.code).await else {
            if !never(status.code) {
                unreached.push(status.code);
            }
            continue;
        };

        assert!(!never(status.code), "{}", status.code);
        let told = reply.refusal();
        assert_eq!(
            told,
            (status.http, i64::from(status.code)),
            "{}",
            reply.text()
        );
        let message = reply.at("/status_message").as_str().unwrap_or_default();
        match status.code {
            25 => assert!(
                message.ends_with("over the allowed limit of (1)."),
                "{message}"
            ),
            // Ratings say what a rating can be.
            18 => assert!(message.starts_with("Value too high:"), "{message}"),
            _ => assert_eq!(message, status.message),
        }
        let succeeds = [1, 12, 13].contains(&status.code);
        assert_eq!(reply.at("/success"), &Value::from(succeeds));
    }

    assert_eq!(unreached, Vec::<u32>::new());
}

#[tokio::test]
async fn the_api_answers_again_after_maintenance() {
    let app = app().await;

    app.store.set_maintenance(true).await.expect("a setting");
    app.follow().await;
    let during = app.get("/3/movie/11").await;
    let health = app.call("GET", "/healthz", &[]).await;
    app.store.set_maintenance(false).await.expect("a setting");
    app.follow().await;
    let after = app.get("/3/movie/11").await;

    assert_eq!(during.refusal(), (503, 46));
    assert_eq!(during.header("retry-after"), "60");
    assert_eq!(health.status, 200);
    assert_eq!(after.status, 200);
}

#[tokio::test]
async fn an_account_is_exported_without_secrets_and_deleted_whole() {
    let app = app().await;
    let anna = app.sign_up("anna").await;
    let bert = app.sign_up("bert").await;
    let terms = KeyTerms {
        account_id: Some(anna.account.id),
        ..KeyTerms::from("a program of Anna's")
    };
    let key = key(&app, terms).await;
    let opened = NewSession {
        account_id: anna.account.id,
        kind: SessionKind::Browser,
        may_write: true,
        api_key_id: None,
        expires_at: None,
    };
    app.store
        .open_session("a cookie", opened)
        .await
        .expect("a session");

    let data = app.store.account_data(anna.account.id).await.expect("data");
    let deleted = app.store.delete_account(anna.account.id).await;
    let again = app.store.delete_account(anna.account.id).await;

    assert_eq!(data["account"][0]["name"], "anna");
    assert_eq!(data["user_session"].as_array().map(Vec::len), Some(2));
    assert_eq!(data["api_key"][0]["name"], "a program of Anna's");
    assert!(!data.to_string().contains("hash"), "{data}");
    assert!(deleted.expect("a deletion") && !again.expect("no deletion"));
    assert_eq!(app.get(&anna.at("/3/account")).await.refusal(), (401, 3));
    let target = format!("/3/movie/11?{key}");
    assert_eq!(app.call("GET", &target, &[]).await.refusal(), (401, 7));
    assert_eq!(app.get(&bert.at("/3/account")).await.status, 200);
}
