//! Who looks at a page: the account that is signed in, the language of texts and of the site around them, and the country.

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use kinora_model::Locale;
use kinora_model::account::{Account, Role};

use super::Site;
use super::cookie::cookie;
use super::discuss::reader_of;
use super::form::Word;
use super::page::failed;
use super::session;
use super::words::Words;
use crate::error::ApiError;
use crate::query::Query;

/// The cookie that keeps the language of texts.
pub const LANGUAGE_COOKIE: &str = "kinora_language";
/// The cookie that keeps the country.
pub const REGION_COOKIE: &str = "kinora_region";
/// The cookie that keeps whether pages are light or dark.
pub const THEME_COOKIE: &str = "kinora_theme";

/// A visitor. Handlers take it as an argument; those that are for accounts take a [`Member`](super::member::Member).
#[derive(Clone, Debug)]
pub struct Visitor {
    /// The account that is signed in on this browser.
    pub account: Option<Account>,
    /// What the server calls itself for them, without a slash at the end.
    pub origin: String,
    /// The language of titles and texts.
    pub locale: Locale,
    /// Whether the address names that language, so that the page is the one in it.
    pub is_asked: bool,
    /// The country of releases, certifications and offers, two capital letters.
    pub region: String,
    /// `light`, `dark`, or empty for what the device prefers.
    pub theme: &'static str,
    /// The words of the site.
    pub words: Words,
    /// What forms on the visitor's pages have to know.
    pub word: Word,
    /// How many discussions that the account watches have messages that it has not read.
    pub notices: i64,
}

impl Visitor {
    /// Whether the account may do what accounts of a role do.
    fn is_at_least(&self, role: Role) -> bool {
        let account = self.account.as_ref();
        account.is_some_and(|account| account.role >= role)
    }

    /// The language and the country of what the visitor reads.
    pub fn reads(&self) -> (Locale, &str) {
        (self.locale, &self.region)
    }

    /// Whether the visitor changes the catalogue, or proposes to.
    pub fn edits(&self) -> bool {
        self.is_at_least(Role::Contributor)
    }

    /// Whether the visitor decides about edits and messages of others.
    pub fn moderates(&self) -> bool {
        self.is_at_least(Role::Moderator)
    }

    /// Somebody who sends such a request. The language of the address counts for this page alone. What a cookie says was chosen on
    /// this browser, and counts before what the account says, and that before what the browser prefers; else it is English of
    /// the United States.
    fn of(parts: &Parts, site: &Site, account: Option<Account>, word: Word) -> Visitor {
        let headers = &parts.headers;
        let query = Query::parse(parts.uri.query().unwrap_or_default());
        let asked = query.get("language").and_then(|code| code.parse().ok());
        let chosen = cookie(headers, LANGUAGE_COOKIE).and_then(|code| code.parse().ok());
        let own = account.as_ref();
        let locale: Locale = asked
            .or(chosen)
            .or_else(|| own.and_then(|account| account.language.parse().ok()))
            .or_else(|| preferred(headers))
            .unwrap_or(Locale::DEFAULT);
        let region = cookie(headers, REGION_COOKIE)
            .or(own.map(|account| account.country.as_str()))
            .filter(|code| is_country(code));
        let usual = locale.with_main_country();
        let region = region.or(usual.country()).unwrap_or("US");
        Visitor {
            region: region.to_owned(),
            theme: match cookie(headers, THEME_COOKIE) {
                Some("light") => "light",
                Some("dark") => "dark",
                _ => "",
            },
            words: Words::of(locale.language),
            origin: site.app.address(headers),
            is_asked: asked.is_some(),
            locale,
            word,
            account,
            notices: 0,
        }
    }
}

impl FromRequestParts<Site> for Visitor {
    type Rejection = Response;

    /// The store is asked once a request, however often it is looked at.
    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Visitor, Response> {
        if let Some(visitor) = parts.extensions.get::<Visitor>() {
            return Ok(visitor.clone());
        }
        let word = match parts.extensions.get::<Word>() {
            Some(word) => Ok(word.clone()),
            None => Word::of(&parts.headers),
        };
        let word = word.map_err(|error| ApiError::from(error).into_response())?;
        let account = session::account(&site.app, &parts.headers).await;
        let refused = |error: ApiError| {
            let stranger = Visitor::of(parts, site, None, word.clone());
            failed(site, stranger, &error)
        };
        let account = account.map_err(refused)?;
        let notices = match &account {
            Some(_) => {
                let reader = reader_of(account.as_ref());
                site.app.store.unread_discussions(reader).await
            }
            None => Ok(0),
        };
        let notices = notices.map_err(|error| refused(error.into()))?;
        let visitor = Visitor {
            notices,
            ..Visitor::of(parts, site, account, word.clone())
        };
        parts.extensions.insert(visitor.clone());
        Ok(visitor)
    }
}

/// Whether it has the form of a country's code.
pub fn is_country(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The first language of `Accept-Language` that is one; browsers put the preferred one first.
fn preferred(headers: &HeaderMap) -> Option<Locale> {
    let accepted = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut codes = accepted
        .split(',')
        .filter_map(|entry| entry.split(';').next());
    codes.find_map(|code| code.trim().parse().ok())
}
