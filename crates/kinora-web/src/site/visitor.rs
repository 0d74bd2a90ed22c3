//! Who looks at a page: the language of its texts, the language of the site around them, and the country.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use kinora_model::Locale;

use super::words::Words;

/// The cookie that keeps the language of texts.
pub const LANGUAGE_COOKIE: &str = "kinora_language";
/// The cookie that keeps the country.
pub const REGION_COOKIE: &str = "kinora_region";
/// The cookie that keeps whether pages are light or dark.
pub const THEME_COOKIE: &str = "kinora_theme";

/// A visitor.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// The language of titles and texts.
    pub locale: Locale,
    /// The country of releases, certifications and offers, two capital letters.
    pub region: String,
    /// `light`, `dark`, or empty for what the device prefers.
    pub theme: &'static str,
    /// The words of the site.
    pub words: Words,
}

impl Visitor {
    /// Chosen by cookies, else by what the browser prefers, else English of the United States.
    pub fn of(headers: &HeaderMap) -> Visitor {
        let chosen = cookie(headers, LANGUAGE_COOKIE).and_then(|code| code.parse().ok());
        let locale: Locale = chosen
            .or_else(|| preferred(headers))
            .unwrap_or(Locale::DEFAULT);
        let region = cookie(headers, REGION_COOKIE).filter(|code| is_country(code));
        let own = locale.with_main_country();
        let region = region.or(own.country()).unwrap_or("US");
        Visitor {
            region: region.to_owned(),
            theme: match cookie(headers, THEME_COOKIE) {
                Some("light") => "light",
                Some("dark") => "dark",
                _ => "",
            },
            words: Words::of(locale.language),
            locale,
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Visitor, Infallible> {
        Ok(Visitor::of(&parts.headers))
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

/// The value of a cookie.
fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).into_iter();
    let mut pairs = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}
