//! The whole service over a catalogue of its own, called without a port.

use std::convert::Infallible;
use std::path::Path;
use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::response::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use kinora_dumps::archive::{Import, Progress, Summary};
use kinora_index::Index;
use kinora_model::account::{Account, Role};
use kinora_store::{
    NewAccount, NewSession, PasswordCost, Passwords, SessionKind, Store, random_hex,
};
use kinora_web::Settings;
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Handle;
use tokio::sync::OnceCell;
use tower::ServiceExt;
use tower::util::BoxCloneService;

use crate::document::Document;

/// The key that every test app accepts and that [`TestApp::get`] sends.
pub const KEY: &str = "key-of-the-tests";

/// The password of every account of the tests.
pub const PASSWORD: &str = "a password of the tests";

/// An account with a session.
pub struct SignedIn {
    pub account: Account,
    pub session: String,
}

impl SignedIn {
    /// A target with the session.
    pub fn at(&self, target: &str) -> String {
        let separator = if target.contains('?') { '&' } else { '?' };
        format!("{target}{separator}session_id={}", self.session)
    }
}

/// A server with a catalogue in a temporary folder.
pub struct TestApp {
    pub store: Store,
    pub index: Index,
    service: BoxCloneService<Request, Response, Infallible>,
    folder: TempDir,
}

/// An answer; `json` is null for bodies that are none.
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
    pub json: Value,
}

impl TestApp {
    /// A server whose catalogue was imported from these rows of an archive.
    pub async fn with(rows: &[Value]) -> TestApp {
        TestApp::set_up(rows, Settings::default()).await
    }

    /// The same with settings; the key of the tests is added unless they have one.
    pub async fn set_up(rows: &[Value], settings: Settings) -> TestApp {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let store = Store::open(folder.path()).await.expect("a new store");
        let settings = Settings {
            api_key: settings.api_key.or_else(|| Some(KEY.to_owned())),
            password_cost: PasswordCost::CHEAP,
            ..settings
        };
        let index = Index::new(store.clone());
        let router = kinora_web::router(store.clone(), index.clone(), settings);
        let app = TestApp {
            service: BoxCloneService::new(router),
            store,
            index,
            folder,
        };
        app.import(rows).await;
        app
    }

    /// Imports further rows. Every row has to say something, so that no test speaks to the wind.
    pub async fn import(&self, rows: &[Value]) -> Summary {
        if rows.is_empty() {
            return Summary::default();
        }
        let archive: String = rows.iter().map(|row| format!("{row}\n")).collect();
        let (store, runtime) = (self.store.clone(), Handle::current());
        let import = tokio::task::spawn_blocking(move || {
            let import = Import::new(store, Arc::new(Progress::default()), false);
            let mut summary = Summary::default();
            import
                .reader("rows", archive.as_bytes(), &runtime, &mut summary)
                .expect("an import that succeeds");
            summary
        });
        let summary = import.await.expect("an import that ends");
        assert_eq!(summary.malformed, [], "malformed rows");
        assert_eq!(summary.passed_over.len(), 0, "{:?}", summary.passed_over);
        self.follow().await;
        summary
    }

    /// Where the catalogue is kept.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Takes over what changed in the store.
    pub async fn follow(&self) {
        self.index.follow().await.expect("an index that follows");
    }

    /// Says that something was changed outside of the feed.
    pub fn touch(&self, key: kinora_model::EntityKey) {
        self.index.stamps().touch([key]);
    }

    /// `GET` with the key.
    pub async fn get(&self, target: &str) -> Reply {
        self.get_with(target, &[]).await
    }

    /// `GET` with the key and headers.
    pub async fn get_with(&self, target: &str, headers: &[(&str, &str)]) -> Reply {
        self.call("GET", &with_key(target), headers).await
    }

    /// `POST`, `PUT` or `DELETE` with the key and a JSON body.
    pub async fn change(&self, method: &str, target: &str, body: &Value) -> Reply {
        let request = Request::builder().method(method).uri(with_key(target));
        let request = request.header("content-type", "application/json");
        let request = request.body(Body::from(body.to_string()));
        self.send(request.expect("a request")).await
    }

    /// `POST` with the key and a JSON body.
    pub async fn post(&self, target: &str, body: &Value) -> Reply {
        self.change("POST", target, body).await
    }

    /// A reader of this name with a session. Its password is [`PASSWORD`].
    pub async fn sign_up(&self, name: &str) -> SignedIn {
        self.sign_up_as(name, Role::Reader).await
    }

    /// The same with another role.
    pub async fn sign_up_as(&self, name: &str, role: Role) -> SignedIn {
        let passwords = Passwords::new(PasswordCost::CHEAP);
        let account = NewAccount {
            name: name.parse().expect("a name"),
            password_hash: passwords.hash(PASSWORD).await.expect("a hash"),
            role,
            email: None,
            verified: true,
        };
        let account = self.store.create_account(account).await;
        let account = account.expect("a new account");
        let session = self.session_of(account.id).await;
        SignedIn { account, session }
    }

    /// A new session of an account.
    pub async fn session_of(&self, account_id: i64) -> String {
        let session = random_hex(20).expect("random numbers");
        let opened = NewSession {
            account_id,
            kind: SessionKind::Api,
            may_write: true,
            api_key_id: None,
            expires_at: None,
        };
        let opened = self.store.open_session(&session, opened).await;
        opened.expect("an open session");
        session
    }

    /// Any request, as it stands.
    pub async fn call(&self, method: &str, target: &str, headers: &[(&str, &str)]) -> Reply {
        let mut request = Request::builder().method(method).uri(target);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).expect("a request");
        self.send(request).await
    }

    /// Any request with any body. Whatever is asked, the answer has to be as the OpenAPI document says.
    pub async fn send(&self, request: Request) -> Reply {
        static DOCUMENT: OnceCell<Document> = OnceCell::const_new();
        let document = DOCUMENT.get_or_init(|| async {
            let request = Request::get("/openapi.json").body(Body::empty());
            Document::read(&self.answer(request.expect("a request")).await.1)
        });
        let (document, method, uri) = (
            document.await,
            request.method().clone(),
            request.uri().clone(),
        );
        let (parts, body) = self.answer(request).await;
        let checked = document.check(&method, &uri, parts.status, &parts.headers, &body);
        checked.unwrap_or_else(|error| panic!("{method} {uri} does not keep its promise: {error}"));
        Reply {
            status: parts.status,
            headers: parts.headers,
            json: serde_json::from_slice(&body).unwrap_or_default(),
            body,
        }
    }

    /// The answer as it comes, for those that have no end.
    pub async fn open(&self, request: Request) -> Response {
        let answer = self.service.clone().oneshot(request).await;
        answer.unwrap_or_else(|error| match error {})
    }

    async fn answer(&self, request: Request) -> (Parts, Bytes) {
        let answer = self.service.clone().oneshot(request).await;
        let (parts, body) = answer.unwrap_or_else(|error| match error {}).into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a whole body");
        (parts, body)
    }
}

/// A target with the key of the tests.
pub fn with_key(target: &str) -> String {
    let separator = if target.contains('?') { '&' } else { '?' };
    format!("{target}{separator}api_key={KEY}")
}

impl Reply {
    /// A header; empty when there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map(|value| value.to_str().expect("a header of text"))
            .unwrap_or_default()
    }

    /// The body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("a body of text")
    }

    /// The HTTP status and the `status_code` of the body; 0 when it has none.
    pub fn refusal(&self) -> (u16, i64) {
        let code = self.json["status_code"].as_i64().unwrap_or_default();
        (self.status.as_u16(), code)
    }

    /// The JSON at a path such as `/seasons/0/name`.
    pub fn at(&self, pointer: &str) -> &Value {
        self.json
            .pointer(pointer)
            .unwrap_or_else(|| panic!("nothing at {pointer} in {}", self.json))
    }
}
