//! Requests of browsers: their cookies, the forms that they send, and the sessions that cookies stand for.

use std::net::IpAddr;
use std::time::Duration;

use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::Response;
use kinora_model::account::Account;
use kinora_store::{NewSession, SessionKind, random_hex};

use crate::error::ApiError;
use crate::query::Query;
use crate::viewer::usable;
use crate::{App, address};

/// The cookie of a session.
const SESSION: &str = "kinora_session";
/// The cookie that a form has to know.
const WORD: &str = "kinora_form";
/// How long a session of a browser lasts.
const LIFE: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// The largest form, in bytes.
const LARGEST: usize = 16 * 1024;
/// How long a browser may take to send one.
const PATIENCE: Duration = Duration::from_secs(10);

/// A request of a browser.
pub struct Visit {
    /// The service.
    pub app: App,
    /// Where it comes from.
    pub address: Option<IpAddr>,
    /// What the query says.
    pub query: Query,
    /// What the form says; nothing unless it was sent by a page of this server.
    pub form: Query,
    /// Whether a form was sent that did not know the word.
    pub is_foreign: bool,
    headers: HeaderMap,
    word: String,
}

impl Visit {
    /// Reads a request, and the form when there is one.
    pub async fn read(app: App, request: Request) -> Result<Visit, ApiError> {
        let (parts, body) = request.into_parts();
        let is_sent = parts.method == Method::POST;
        let form = match is_sent {
            true => {
                let bytes = tokio::time::timeout(PATIENCE, to_bytes(body, LARGEST)).await;
                let bytes = bytes.map_err(|_| ApiError::BodyTooSlow)?;
                let bytes = bytes.map_err(|_| ApiError::BodyTooLarge)?;
                Query::parse(&String::from_utf8_lossy(&bytes))
            }
            false => Query::default(),
        };
        let known = cookie(&parts.headers, WORD).filter(|word| is_word(word));
        let knows = known.is_some() && form.get("word") == known.as_deref();
        let is_foreign = is_sent && (!knows || is_of_another_site(&parts.headers));
        let word = match known {
            Some(word) => word,
            None => random_hex(16)?,
        };
        Ok(Visit {
            address: address::of_parts(&parts, &app.settings.trusted_proxies),
            query: Query::parse(parts.uri.query().unwrap_or_default()),
            form: if is_foreign { Query::default() } else { form },
            is_foreign,
            headers: parts.headers,
            word,
            app,
        })
    }

    /// A field of the form; empty when there is none.
    pub fn field(&self, name: &str) -> &str {
        self.form.get(name).unwrap_or_default()
    }

    /// The account whose browser it is.
    pub async fn account(&self) -> Result<Option<Account>, ApiError> {
        let Some(secret) = cookie(&self.headers, SESSION) else {
            return Ok(None);
        };
        let now = self.app.settings.clock.milliseconds();
        let session = self.app.store.session(&secret, SessionKind::Browser, now);
        let session = session.await?;
        Ok(session.and_then(|session| usable(session.account).ok()))
    }

    /// The word that a form of this page has to know, as HTML.
    pub fn word(&self) -> String {
        super::html::hidden("word", &self.word)
    }

    /// Gives the browser the word of its forms.
    pub fn with_word(&self, response: Response) -> Response {
        self.with_cookie(response, WORD, &self.word, None)
    }

    /// Opens a session of the browser.
    pub async fn open_session(
        &self,
        account: &Account,
        response: Response,
    ) -> Result<Response, ApiError> {
        let secret = random_hex(20)?;
        let life = i64::try_from(LIFE.as_millis()).unwrap_or(i64::MAX);
        let session = NewSession {
            account_id: account.id,
            kind: SessionKind::Browser,
            may_write: true,
            api_key_id: None,
            expires_at: Some(self.app.settings.clock.milliseconds() + life),
        };
        self.app.store.open_session(&secret, session).await?;
        Ok(self.with_cookie(response, SESSION, &secret, Some(LIFE)))
    }

    /// Ends the session of the browser.
    pub async fn end_session(&self, response: Response) -> Result<Response, ApiError> {
        if let Some(secret) = cookie(&self.headers, SESSION) {
            let kind = SessionKind::Browser;
            self.app.store.end_session(&secret, kind).await?;
        }
        Ok(self.with_cookie(response, SESSION, "", Some(Duration::ZERO)))
    }

    fn with_cookie(
        &self,
        mut response: Response,
        name: &str,
        value: &str,
        life: Option<Duration>,
    ) -> Response {
        let secure = match self.app.address(&self.headers).starts_with("https:") {
            true => "; Secure",
            false => "",
        };
        let life = life.map(|life| format!("; Max-Age={}", life.as_secs()));
        let life = life.unwrap_or_default();
        let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{life}");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}

/// The value of a cookie.
fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter();
    let mut pairs = cookies
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.find(|(key, _)| *key == name)?;
    Some(value.to_owned())
}

fn is_word(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether the browser says that another site sent the form.
fn is_of_another_site(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site");
    site.is_some_and(|site| site == "cross-site" || site == "same-site")
}
