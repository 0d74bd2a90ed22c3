//! Forms that browsers send, and the word by which they are known to come from a page of this site.
//!
//! A page with a form gives the browser a random word in a cookie and puts the same word into the form. Other sites can have a
//! browser send a form here, but they can neither read the cookie nor set it, so that they never know the word.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use kinora_store::{StoreError, random_hex};

use super::Site;
use super::carried::Untaken;
use super::cookie::{cookie, give};
use super::page::message;
use super::visitor::Visitor;
use crate::address;
use crate::query::Query;

/// The cookie that a form has to know.
const COOKIE: &str = "kinora_form";
/// The field in which it tells it; templates include `word.html`.
pub const FIELD: &str = "word";
/// How long a browser may take to send a form.
const PATIENCE: Duration = Duration::from_secs(10);
/// The largest form of a few short fields, in bytes.
const SMALL: usize = 16 * 1024;

/// The word that forms of a browser have to know. Clones are the same word.
#[derive(Clone, Debug)]
pub struct Word(Arc<Told>);

#[derive(Debug)]
struct Told {
    text: String,
    /// Whether the browser has it.
    is_kept: bool,
    /// Whether a page shows it.
    is_shown: AtomicBool,
}

impl Word {
    /// The word of a browser, or a new one.
    pub fn of(headers: &HeaderMap) -> Result<Word, StoreError> {
        let kept = cookie(headers, COOKIE).filter(|word| is_word(word));
        Ok(Word(Arc::new(Told {
            is_kept: kept.is_some(),
            is_shown: AtomicBool::new(false),
            text: match kept {
                Some(word) => word.to_owned(),
                None => random_hex(16)?,
            },
        })))
    }

    /// The word for a form of the page that is being made.
    pub fn show(&self) -> &str {
        self.0.is_shown.store(true, Ordering::Relaxed);
        &self.0.text
    }

    /// Gives it to a browser that does not have it, if the page shows it.
    pub fn keep(&self, response: &mut Response) {
        if self.0.is_shown.load(Ordering::Relaxed) && !self.0.is_kept {
            give(response, COOKIE, &self.0.text, None);
        }
    }

    /// Whether a form with these headers and this word was sent by a page of this site. Whoever reads a form has to ask it.
    pub fn is_known(&self, headers: &HeaderMap, sent: Option<&str>) -> bool {
        self.0.is_kept && sent == Some(&self.0.text) && !is_of_another_site(headers)
    }
}

fn is_word(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether the browser says that another site sent the form.
fn is_of_another_site(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site");
    site.is_some_and(|site| site == "cross-site" || site == "same-site")
}

/// A form of at most `LARGEST` bytes that a page of this site sent. Others are answered with a page that says what is wrong.
pub struct Form<const LARGEST: usize = SMALL> {
    /// Where it comes from.
    pub address: Option<IpAddr>,
    fields: Query,
}

impl<const LARGEST: usize> Form<LARGEST> {
    /// A field; empty when there is none. Of several of the name it is the last.
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).unwrap_or_default()
    }

    /// Every field that is filled, in the order of the page.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.pairs()
    }
}

impl<const LARGEST: usize> FromRequest<Site> for Form<LARGEST> {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Site) -> Result<Form<LARGEST>, Response> {
        const TOO_OLD: &str =
            "This form is too old, or was not sent by this site. Please try again.";
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, site).await?;
        let bytes = received(site, &visitor, body, LARGEST).await?;
        let fields = Query::parse(&String::from_utf8_lossy(&bytes));
        match visitor.word.is_known(&parts.headers, fields.get(FIELD)) {
            true => Ok(Form {
                address: address::of_parts(&parts, &site.app.settings.trusted_proxies),
                fields,
            }),
            false => {
                let page = refused(site, &visitor, StatusCode::FORBIDDEN, TOO_OLD);
                Err(Untaken::Old.refuse(page))
            }
        }
    }
}

/// The bytes of a form of at most so many.
pub async fn received(
    site: &Site,
    visitor: &Visitor,
    body: Body,
    largest: usize,
) -> Result<Bytes, Response> {
    const SLOW: &str = "It took too long to arrive.";
    let bytes = tokio::time::timeout(PATIENCE, to_bytes(body, largest)).await;
    let bytes = bytes.map_err(|_| refused(site, visitor, StatusCode::REQUEST_TIMEOUT, SLOW))?;
    let large = |_| {
        refused(
            site,
            visitor,
            StatusCode::PAYLOAD_TOO_LARGE,
            "It is too large.",
        )
    };
    bytes.map_err(large)
}

fn refused(site: &Site, visitor: &Visitor, status: StatusCode, text: &'static str) -> Response {
    message(
        site,
        visitor.clone(),
        status,
        "This form was not taken",
        text,
    )
}
