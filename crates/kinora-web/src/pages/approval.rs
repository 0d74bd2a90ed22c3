//! `/authenticate/{token}`: whoever signs in approves or denies what an application asks for, and is sent back to it.

use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kinora_model::account::Account;
use kinora_store::{RequestToken, TokenState};

use super::form::Visit;
use super::html::{button, complaint, escaped, hidden, page as html_page};
use super::session::{login, login_fields};
use crate::App;
use crate::error::ApiError;

/// The longest address to be sent back to.
const LONGEST_TARGET: usize = 2048;

/// `GET /authenticate/{token}`
pub async fn page(
    State(app): State<App>,
    Path(token): Path<String>,
    request: Request,
) -> Result<Response, ApiError> {
    let visit = Visit::read(app, request).await?;
    let target = visit.query.get("redirect_to").unwrap_or_default();
    let Some(known) = known(&visit, &token).await? else {
        return Ok(expired());
    };
    let account = visit.account().await?;
    let page = Page {
        visit: &visit,
        token: &token,
        target,
        known: &known,
    };
    Ok(page.show(account.as_ref(), StatusCode::OK, None))
}

/// `POST /authenticate/{token}`
pub async fn decide(
    State(app): State<App>,
    Path(token): Path<String>,
    request: Request,
) -> Result<Response, ApiError> {
    let visit = Visit::read(app, request).await?;
    let Some(known) = known(&visit, &token).await? else {
        return Ok(expired());
    };
    let target = visit.field("redirect_to").to_owned();
    let page = Page {
        visit: &visit,
        token: &token,
        target: &target,
        known: &known,
    };
    match visit.field("action") {
        "approve" | "deny" if !visit.is_foreign => {
            let is_approved = visit.field("action") == "approve";
            let account = visit.account().await?;
            let Some(account) = account else {
                return Ok(page.show(None, StatusCode::UNAUTHORIZED, None));
            };
            let decided = is_approved.then_some(account.id);
            let now = visit.app.settings.clock.milliseconds();
            let is_done = visit.app.store.decide_request_token(&token, decided, now);
            match is_done.await? {
                true => Ok(sent_back(&token, &target, is_approved)),
                false => Ok(expired()),
            }
        }
        _ => match login(&visit).await {
            Ok(account) => {
                let shown = page.show(Some(&account), StatusCode::OK, None);
                visit.open_session(&account, shown).await
            }
            Err((status, reason)) => {
                let account = visit.account().await?;
                Ok(page.show(account.as_ref(), status, Some(reason)))
            }
        },
    }
}

/// The token, unless it expired or was denied.
async fn known(visit: &Visit, token: &str) -> Result<Option<RequestToken>, ApiError> {
    let now = visit.app.settings.clock.milliseconds();
    let known = visit.app.store.request_token(token, now).await?;
    Ok(known.filter(|known| known.state != TokenState::Denied))
}

fn expired() -> Response {
    let content = "<p>This request is unknown, has expired, or was denied. Start again in the application.</p>";
    html_page(StatusCode::NOT_FOUND, "Nothing to approve", content)
}

struct Page<'a> {
    visit: &'a Visit,
    token: &'a str,
    target: &'a str,
    known: &'a RequestToken,
}

impl Page<'_> {
    /// The form: to decide for those who are signed in, else to sign in.
    fn show(&self, account: Option<&Account>, status: StatusCode, wrong: Option<&str>) -> Response {
        let application = match &self.known.application {
            Some(name) => format!("<b>{}</b>", escaped(name)),
            None => "An application".to_owned(),
        };
        let leads = match safe(self.target) {
            Some(target) => format!(
                "<p>Afterwards you are sent to <code>{}</code>.</p>",
                escaped(target)
            ),
            None => String::new(),
        };
        let fields = match account {
            Some(account) => format!(
                "<p>Signed in as <b>{}</b>.</p>{}{}",
                escaped(&account.name),
                button("Approve", "approve"),
                button("Deny", "deny")
            ),
            None => login_fields(),
        };
        let content = format!(
            "{}<p>{application} asks to rate titles, to keep lists, and to read what you rated and listed, in your name.</p>{leads}
<form method=\"post\" action=\"/authenticate/{}\">{}{}{fields}</form>",
            complaint(wrong),
            escaped(self.token),
            self.visit.word(),
            hidden("redirect_to", self.target),
        );
        let page = html_page(status, "Approve access", &content);
        self.visit.with_word(page)
    }
}

/// Sends the browser back to the application, or says that it may go there.
fn sent_back(token: &str, target: &str, is_approved: bool) -> Response {
    let word = if is_approved { "approved" } else { "denied" };
    let location = safe(target).map(|target| with_decision(target, token, word));
    let location = location.and_then(|location| HeaderValue::from_str(&location).ok());
    match location {
        Some(location) => {
            let headers = [
                (header::LOCATION, location),
                (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
                (
                    header::REFERRER_POLICY,
                    HeaderValue::from_static("no-referrer"),
                ),
            ];
            (StatusCode::SEE_OTHER, headers).into_response()
        }
        None => {
            let content =
                format!("<p>The request was {word}. You can go back to the application.</p>");
            html_page(StatusCode::OK, "Done", &content)
        }
    }
}

/// An address that a browser may be sent to: of the web, or of an application by a scheme of its own. Schemes that run
/// something or show what the address itself holds are none.
fn safe(target: &str) -> Option<&str> {
    const NEVER: [&str; 12] = [
        "about",
        "blob",
        "chrome",
        "content",
        "data",
        "file",
        "filesystem",
        "intent",
        "jar",
        "javascript",
        "vbscript",
        "view-source",
    ];
    let (scheme, rest) = target.split_once(':')?;
    let first = scheme.bytes().next()?;
    let is_scheme = first.is_ascii_alphabetic()
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let is_web = ["http", "https"].contains(&scheme.to_ascii_lowercase().as_str());
    let is_safe = is_scheme
        && target.len() <= LONGEST_TARGET
        && target.bytes().all(|byte| byte.is_ascii_graphic())
        && !NEVER.contains(&scheme.to_ascii_lowercase().as_str())
        && (!is_web || rest.len() > 2 && rest.starts_with("//"));
    is_safe.then_some(target)
}

/// The address with the token and the decision in its query (contract 1.3).
fn with_decision(target: &str, token: &str, word: &str) -> String {
    let (address, fragment) = match target.split_once('#') {
        Some((address, fragment)) => (address, format!("#{fragment}")),
        None => (target, String::new()),
    };
    let separator = match address.contains('?') {
        true => '&',
        false => '?',
    };
    format!("{address}{separator}request_token={token}&{word}=true{fragment}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_sent_to_the_web_and_to_applications_only() {
        for target in [
            "https://app.example/done?x=1#top",
            "http://localhost:3000",
            "myapp://callback",
            "com.example.app:/callback",
        ] {
            assert_eq!(safe(target), Some(target));
        }
        for target in [
            "",
            "/local",
            "//evil.example",
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "https:",
            "http:evil",
            "https://a b",
            "1x://a",
            "https://\u{e4}",
            "view-source:https://a",
            "intent://x",
            "https://a\r\nset-cookie:b",
        ] {
            assert_eq!(safe(target), None, "{target:?}");
        }
    }

    #[test]
    fn the_decision_is_in_the_query() {
        for (target, expected) in [
            (
                "https://a.example/x",
                "https://a.example/x?request_token=t&approved=true",
            ),
            (
                "https://a.example/x?y=1#z",
                "https://a.example/x?y=1&request_token=t&approved=true#z",
            ),
            ("app://x", "app://x?request_token=t&approved=true"),
        ] {
            assert_eq!(with_decision(target, "t", "approved"), expected);
        }
    }
}
