//! Cookies: what the site keeps in a browser. None can be read by scripts, and none is sent along by forms of other sites.

use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

/// How long what a visitor chose is kept.
pub const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).into_iter();
    let mut pairs = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// Gives the browser a cookie, for as long as it is open where no life is told. What no header can hold is not given.
pub fn give(response: &mut Response, name: &str, value: &str, life: Option<Duration>) {
    let life = life.map(|life| format!("; Max-Age={}", life.as_secs()));
    let life = life.unwrap_or_default();
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{life}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

/// Keeps the cookies that an answer gives to connections that nobody can read.
pub fn secure(headers: &mut HeaderMap) {
    let given: Vec<HeaderValue> = headers
        .get_all(header::SET_COOKIE)
        .iter()
        .cloned()
        .collect();
    headers.remove(header::SET_COOKIE);
    for cookie in given {
        let secured = [cookie.as_bytes(), b"; Secure"].concat();
        let secured = HeaderValue::from_bytes(&secured).unwrap_or(cookie);
        headers.append(header::SET_COOKIE, secured);
    }
}
