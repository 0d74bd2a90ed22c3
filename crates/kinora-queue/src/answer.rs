//! Answers: what they are, and how they are written.

use axum::body::Body as HttpBody;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use serde_json::{Map, Value};
use xxhash_rust::xxh3::xxh3_128;

use crate::atom;
use crate::call::bare;
use crate::document::{Element, Scalar};
use crate::fault::{Fault, Messages, Row};
use crate::oauth::signature::encode;

/// The type of documents.
const XML: &str = "text/xml; charset=utf-8";
/// The type of pages.
const HTML: &str = "text/html; charset=utf-8";

/// What is answered.
#[derive(Debug)]
pub enum Body {
    /// A document.
    Document(Element),
    /// Names and values, which are a form, or an object.
    Fields(Vec<(&'static str, String)>),
    /// A page.
    Page(String),
    /// A stylesheet.
    Stylesheet(&'static str),
    /// The way to another address.
    Elsewhere(String),
    /// Nothing but that it is as it was.
    Unchanged,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// The status of HTTP.
    pub status: u16,
    /// What is answered.
    pub body: Body,
    /// The mark of the state that it shows; otherwise one is made of its bytes.
    pub etag: Option<String>,
    /// When what it shows changed last, milliseconds since 1970.
    pub changed_at: Option<i64>,
    /// What was created.
    pub location: Option<String>,
}

impl From<Body> for Answer {
    fn from(body: Body) -> Answer {
        Answer {
            status: 200,
            body,
            etag: None,
            changed_at: None,
            location: None,
        }
    }
}

impl From<Element> for Answer {
    fn from(element: Element) -> Answer {
        Body::Document(element).into()
    }
}

impl Answer {
    /// What is said when something was done.
    pub fn done(row: Row) -> Answer {
        Answer {
            status: row.status,
            ..status(row, row.message.to_owned()).into()
        }
    }

    /// The same with the mark of the state, and what else is to be told.
    pub fn told(row: Row, etag: String, more: Vec<Element>) -> Answer {
        let element = status(row, row.message.to_owned());
        Answer {
            status: row.status,
            etag: Some(etag.clone()),
            ..element.with("etag", etag).children(more).into()
        }
    }
}

/// The envelope of everything that is not what was asked for (contract 6.7).
fn status(row: Row, message: String) -> Element {
    let mut status = Element::new("status").with("status_code", i64::from(row.status));
    if let Some(sub_code) = row.sub_code {
        status = status.with("sub_code", i64::from(sub_code));
    }
    status.with("message", message)
}

/// In which form somebody wants an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Output {
    /// XML.
    #[default]
    Xml,
    /// JSON.
    Json,
    /// A feed.
    Atom,
}

impl Output {
    /// The form of this name.
    pub fn parse(text: &str) -> Option<Output> {
        match text {
            "xml" | "pox" => Some(Output::Xml),
            "json" => Some(Output::Json),
            "atom" => Some(Output::Atom),
            _ => None,
        }
    }
}

/// How an answer is written.
#[derive(Clone, Debug, Default)]
pub struct Manner {
    /// In which form.
    pub output: Output,
    /// Whether the form was asked for.
    pub is_chosen: bool,
    /// Whether numbers and flags are themselves in JSON: from version 1.5 on.
    pub is_typed: bool,
    /// Whether failures of credentials are plain text.
    pub is_plain: bool,
    /// Whether they are pages, where no form was asked for.
    pub has_pages: bool,
    /// How failures are worded.
    pub messages: Messages,
}

impl Manner {
    /// Writes an answer; to a read, that of what the client has already is left out.
    pub fn write(&self, answer: &Answer, is_read: bool, headers: &HeaderMap) -> Response {
        let (kind, bytes) = self.bytes(answer);
        let mut response = Response::new(HttpBody::empty());
        *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or_default();
        let is_shown = matches!(answer.body, Body::Document(_)) && answer.status == 200;
        let etag = match (&answer.etag, is_shown && is_read) {
            (Some(etag), _) => Some(etag.clone()),
            (None, true) => Some(format!("{:032x}", xxh3_128(&bytes))),
            (None, false) => None,
        };
        let mut put = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                response.headers_mut().insert(name, value);
            }
        };
        if let Some(etag) = &etag {
            put(header::ETAG, &format!("\"{etag}\""));
        }
        if let Some(date) = answer.changed_at.and_then(http_date) {
            put(header::LAST_MODIFIED, &date);
        }
        if let Some(location) = &answer.location {
            put(header::LOCATION, location);
        }
        if let Body::Elsewhere(target) = &answer.body {
            put(header::LOCATION, target);
            put(header::REFERRER_POLICY, "no-referrer");
        }
        if matches!(answer.body, Body::Page(_)) {
            put(
                header::CONTENT_SECURITY_POLICY,
                "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'",
            );
            put(header::REFERRER_POLICY, "no-referrer");
        }
        // Lists of somebody, secrets and forms are for whoever asked.
        if !matches!(answer.body, Body::Stylesheet(_)) {
            put(header::CACHE_CONTROL, "private, no-cache");
        }
        let is_known = is_shown && is_read && is_known(&etag, answer.changed_at, headers);
        if is_known || matches!(answer.body, Body::Unchanged) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        put(header::CONTENT_TYPE, kind);
        *response.body_mut() = HttpBody::from(bytes);
        response
    }

    fn bytes(&self, answer: &Answer) -> (&'static str, Vec<u8>) {
        match (&answer.body, self.output) {
            (Body::Document(element), Output::Xml) => (XML, element.xml()),
            (Body::Document(element), Output::Json) => {
                let json = element.json(self.is_typed);
                ("application/json", json.to_string().into_bytes())
            }
            (Body::Document(element), Output::Atom) => (
                "application/atom+xml; charset=utf-8",
                atom::feed(element, answer.changed_at.unwrap_or_default()).xml(),
            ),
            (Body::Fields(fields), Output::Json) => {
                let members = fields.iter();
                let members =
                    members.map(|(name, value)| ((*name).to_owned(), value.as_str().into()));
                let object = Value::Object(members.collect::<Map<_, _>>());
                ("application/json", object.to_string().into_bytes())
            }
            (Body::Fields(fields), _) => {
                let pairs = fields.iter();
                // A space is a plus in a form.
                let value = |value: &str| encode(value).replace("%20", "+");
                let pairs: Vec<String> = pairs
                    .map(|(name, text)| format!("{name}={}", value(text)))
                    .collect();
                (
                    "application/x-www-form-urlencoded",
                    pairs.join("&").into_bytes(),
                )
            }
            (Body::Page(html), _) => (HTML, html.clone().into_bytes()),
            (Body::Stylesheet(css), _) => ("text/css; charset=utf-8", css.as_bytes().to_vec()),
            (Body::Elsewhere(_) | Body::Unchanged, _) => (HTML, Vec::new()),
        }
    }

    /// Writes a failure: an envelope, plain text for credentials of OAuth, a page for people, a heading for limits.
    pub fn fault(&self, fault: &Fault, headers: &HeaderMap) -> Response {
        let row = fault.row(self.messages);
        if let Fault::Internal(error) = fault {
            tracing::error!(%error, "a request failed");
        }
        let message = match fault {
            Fault::Invalid(name) => format!("{name} {}", row.message),
            _ => row.message.to_owned(),
        };
        let mut response = match self.shape(fault) {
            Shape::Heading => plain(row.status, XML, format!("<h1>{message}</h1>")),
            Shape::Page => plain(row.status, HTML, crate::pages::failure(&message)),
            Shape::Text => plain(row.status, "text/plain; charset=utf-8", message),
            Shape::Envelope => {
                let manner = Manner {
                    output: match self.output {
                        Output::Atom => Output::Xml,
                        other => other,
                    },
                    ..self.clone()
                };
                let answer = Answer {
                    status: row.status,
                    ..status(row, message).into()
                };
                manner.write(&answer, false, headers)
            }
        };
        for (name, value) in headers_of(fault) {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

/// The form that a failure has.
enum Shape {
    /// A document like any other.
    Envelope,
    /// Its message and nothing else.
    Text,
    /// A page.
    Page,
    /// A heading, as the limits of the original had it.
    Heading,
}

impl Manner {
    fn shape(&self, fault: &Fault) -> Shape {
        match fault {
            Fault::OverSecond | Fault::OverDay(_) if self.messages == Messages::Table => {
                Shape::Heading
            }
            Fault::OverSecond
            | Fault::OverDay(_)
            | Fault::MethodNotAllowed(_)
            | Fault::NotFound => Shape::Envelope,
            Fault::LoginFailed
            | Fault::LoginTooOften
            | Fault::Terms
            | Fault::ApplicationUnnamed
            | Fault::ApplicationMismatch
                if self.has_pages =>
            {
                match self.is_chosen {
                    true => Shape::Envelope,
                    false => Shape::Page,
                }
            }
            _ if self.is_plain => Shape::Text,
            _ => Shape::Envelope,
        }
    }
}

/// What a failure says in headers.
fn headers_of(fault: &Fault) -> Vec<(HeaderName, String)> {
    let over = |code: &str, detail: &str, seconds: i64| {
        vec![
            (
                HeaderName::from_static("x-mashery-error-code"),
                code.to_owned(),
            ),
            (
                HeaderName::from_static("x-error-detail-header"),
                detail.to_owned(),
            ),
            (header::RETRY_AFTER, seconds.to_string()),
        ]
    };
    match fault {
        Fault::OverSecond => over(
            "ERR_403_DEVELOPER_OVER_QPS",
            "Account Over Queries Per Second Limit",
            1,
        ),
        Fault::OverDay(seconds) => over(
            "ERR_403_DEVELOPER_OVER_RATE",
            "Account Over Rate Limit",
            *seconds,
        ),
        Fault::MethodNotAllowed(methods) => vec![(header::ALLOW, (*methods).to_owned())],
        Fault::NoKey
        | Fault::UnknownKey
        | Fault::Timestamp
        | Fault::Nonce
        | Fault::Signature
        | Fault::NoToken
        | Fault::UnknownToken
        | Fault::RefusedToken => vec![(header::WWW_AUTHENTICATE, "OAuth".to_owned())],
        _ => Vec::new(),
    }
}

fn plain(status: u16, kind: &'static str, text: String) -> Response {
    let mut response = Response::new(HttpBody::from(text));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
    let kind = HeaderValue::from_static(kind);
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

/// Whether the client has this state: it says so by its mark, in one of two headers, or by the time of its copy.
fn is_known(etag: &Option<String>, changed_at: Option<i64>, headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let tags = text(header::IF_NONE_MATCH).or_else(|| text(HeaderName::from_static("etag")));
    if let (Some(tags), Some(etag)) = (tags, etag) {
        let mut tags = tags.split(',').map(bare);
        return tags.any(|tag| tag == "*" || tag == etag);
    }
    let since = text(header::IF_MODIFIED_SINCE).and_then(|date| rfc2822::parse(date).ok());
    match (since, changed_at) {
        (Some(since), Some(changed_at)) => {
            since.timestamp().as_second() >= changed_at.div_euclid(1000)
        }
        _ => false,
    }
}

fn http_date(milliseconds: i64) -> Option<String> {
    let time = Timestamp::from_millisecond(milliseconds).ok()?;
    let printer = rfc2822::DateTimePrinter::new();
    printer.timestamp_to_rfc9110_string(&time).ok()
}

/// A moment as elements show it: seconds.
pub fn seconds(milliseconds: i64) -> Scalar {
    Scalar::from(milliseconds.div_euclid(1000))
}
