//! Forms that were not taken because their sender is signed out by now, or because their word is too old. What was typed is
//! carried along, as hidden fields of the pages in between, until it can be sent again.
//!
//! Only what a page of this site sent is carried, as the browser tells it: else another site could have somebody sign in and then
//! send what that site had written. Passwords and codes are never carried: the page that sends the form again asks for them.

use askama::Template;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;

use super::Site;
use super::address::local;
use super::form::{FIELD, Form, received};
use super::member::where_to_go_on;
use super::page::{Page, message, private};
use super::session::{Onward, sign_in_first};
use super::visitor::Visitor;
use crate::query::Query;

/// The largest form that is carried, in bytes; whoever is signed out has others.
const LARGEST: usize = 512 * 1024;
/// The largest form with another one in it, in bytes.
pub const LARGEST_CARRIER: usize = 2 * LARGEST;
/// The field with the address that it is sent to.
const TARGET: &str = "carried";
/// What the names of its fields begin with meanwhile.
const PREFIX: &str = "carried.";
/// The field that names a secret that was left out.
const LEFT_OUT: &str = "carried-secret";

/// A field that is never carried.
#[derive(Debug)]
pub struct Secret {
    /// Its name.
    pub name: &'static str,
    /// What it is called, as a phrase of the site.
    pub label: &'static str,
    /// What browsers fill it with.
    pub autocomplete: &'static str,
}

/// Those fields, in the order in which they are asked for.
const SECRETS: [Secret; 3] = [
    Secret {
        name: "current",
        label: "The present password",
        autocomplete: "current-password",
    },
    Secret {
        name: "password",
        label: "Password",
        autocomplete: "on",
    },
    Secret {
        name: "code",
        label: "Code",
        autocomplete: "off",
    },
];

/// Why a form was not taken. Extractors put it into the extensions of their refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Untaken {
    /// Its sender is signed out.
    SignedOut,
    /// Its word is not that of the browser any more.
    Old,
}

impl Untaken {
    /// A refusal for this reason.
    pub fn refuse(self, response: impl IntoResponse) -> Response {
        let mut response = response.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// A form that was sent and not taken.
#[derive(Clone, Debug, Default)]
pub struct Carried {
    /// Where it is sent to.
    pub target: String,
    /// What was typed, and what belongs to it.
    pub fields: Vec<(String, String)>,
    /// What was typed and is not carried.
    pub secrets: Vec<&'static Secret>,
}

impl Carried {
    fn of(target: &str, body: &[u8]) -> Carried {
        let query = Query::parse(&String::from_utf8_lossy(body));
        let secrets = SECRETS.iter();
        let secrets = secrets.filter(|secret| query.get(secret.name).is_some());
        let fields = query.pairs().filter(|(name, _)| {
            *name != FIELD && SECRETS.iter().all(|secret| secret.name != *name)
        });
        let owned = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Carried {
            target: local(target).to_owned(),
            fields: owned.collect(),
            secrets: secrets.collect(),
        }
    }

    /// The form that another one carries.
    pub fn read<const N: usize>(form: &Form<N>) -> Option<Carried> {
        let target = form.field(TARGET);
        let fields = form.fields().filter_map(|(name, value)| {
            let name = name.strip_prefix(PREFIX)?;
            Some((name.to_owned(), value.to_owned()))
        });
        let is_left_out = |secret: &&Secret| {
            let mut fields = form.fields();
            fields.any(|(name, value)| name == LEFT_OUT && value == secret.name)
        };
        (!target.is_empty()).then(|| Carried {
            target: local(target).to_owned(),
            fields: fields.collect(),
            secrets: SECRETS.iter().filter(is_left_out).collect(),
        })
    }

    /// The hidden fields that carry it.
    pub fn hidden(&self) -> impl Iterator<Item = (String, &str)> {
        let target = (TARGET.to_owned(), self.target.as_str());
        let fields = self.fields.iter();
        let fields = fields.map(|(name, value)| (format!("{PREFIX}{name}"), value.as_str()));
        let secrets = self.secrets.iter();
        let secrets = secrets.map(|secret| (LEFT_OUT.to_owned(), secret.name));
        [target].into_iter().chain(fields).chain(secrets)
    }

    /// The page that sends it again at the press of a button.
    pub fn ask(self, site: &Site, visitor: Visitor, status: StatusCode, text: &str) -> Response {
        let page = Page::titled(site, visitor, "/", "Nothing is lost");
        let template = SendAgain {
            text: page.say(text).to_owned(),
            page,
            carried: self,
        };
        (status, private(&template)).into_response()
    }
}

#[derive(Template)]
#[template(path = "send_again.html")]
struct SendAgain {
    page: Page,
    text: String,
    carried: Carried,
}

/// Keeps what is sent until it is taken, and answers with the page that goes on from there where it is not.
pub async fn keep(State(site): State<Site>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    if parts.method != Method::POST {
        return next.run(Request::from_parts(parts, body)).await;
    }
    let visitor = match Visitor::from_request_parts(&mut parts, &site).await {
        Ok(visitor) => visitor,
        Err(refused) => return refused,
    };
    if !is_of_this_site(&parts.headers, &visitor.origin) {
        return next.run(Request::from_parts(parts, body)).await;
    }
    if !can_be_carried(&parts.headers) {
        let mut response = next.run(Request::from_parts(parts, body)).await;
        let untaken = response.extensions_mut().remove::<Untaken>();
        return match untaken {
            Some(Untaken::SignedOut) => left_behind(&site, visitor),
            _ => response,
        };
    }
    let bytes = match received(&site, &visitor, body, LARGEST).await {
        Ok(bytes) => bytes,
        Err(refused) => return refused,
    };
    let sent = Sent::of(&parts, bytes.clone());
    let mut response = next.run(Request::from_parts(parts, bytes.into())).await;
    match response.extensions_mut().remove::<Untaken>() {
        Some(untaken) => sent.go_on(&site, visitor, untaken),
        None => response,
    }
}

/// What was sent, and from where.
struct Sent {
    target: String,
    page: String,
    body: Bytes,
}

impl Sent {
    fn of(parts: &Parts, body: Bytes) -> Sent {
        let target = parts.uri.path_and_query();
        Sent {
            target: target.map_or("/", |target| target.as_str()).to_owned(),
            page: where_to_go_on(&parts.method, &parts.uri, &parts.headers),
            body,
        }
    }

    fn go_on(self, site: &Site, visitor: Visitor, untaken: Untaken) -> Response {
        let carried = Carried::of(&self.target, &self.body);
        match untaken {
            Untaken::SignedOut => sign_in_first(site, visitor, Onward::with(self.page, carried)),
            Untaken::Old => {
                let text = "The page was open for too long. What you typed was not sent yet.";
                carried.ask(site, visitor, StatusCode::FORBIDDEN, text)
            }
        }
    }
}

/// The refusal of a form that cannot be carried: it is too large, or has a file in it.
fn left_behind(site: &Site, visitor: Visitor) -> Response {
    let text = "You are signed out. Sign in in another window of this browser, go back to the form, and send it again.";
    let status = StatusCode::UNAUTHORIZED;
    message(site, visitor, status, "This form was not taken", text)
}

/// Whether it is a form of fields and of a size that is carried.
fn can_be_carried(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let length = text(header::CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    let kind = text(header::CONTENT_TYPE).unwrap_or_default();
    kind.starts_with("application/x-www-form-urlencoded")
        && length.is_some_and(|length| length <= LARGEST)
}

/// Whether the browser says that a page of this site sent it. Browsers tell those who are encrypted or local how near the sender is, and
/// others its origin.
fn is_of_this_site(headers: &HeaderMap, origin: &str) -> bool {
    match headers.get("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => headers
            .get(header::ORIGIN)
            .is_some_and(|sender| sender == origin),
    }
}
