//! How the pages look.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

/// The pages load nothing and run nothing, and no other page may hold them in a frame.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
);

/// Text as HTML, between tags and in quoted attributes.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// A page with a heading; `content` is HTML.
pub fn page(status: StatusCode, heading: &str, content: &str) -> Response {
    let heading = escaped(heading);
    let body = include_str!("page.html")
        .replace("{{heading}}", &heading)
        .replace("{{content}}", content);
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "private, no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    response
}

/// A line that says what is wrong; nothing when nothing is.
pub fn complaint(text: Option<&str>) -> String {
    text.map_or_else(String::new, |text| {
        format!("<p role=\"alert\">{}</p>", escaped(text))
    })
}

/// A labelled field.
pub fn field(label: &str, name: &str, kind: &str, autocomplete: &str, value: &str) -> String {
    format!(
        "<label>{}<input name=\"{name}\" type=\"{kind}\" autocomplete=\"{autocomplete}\" value=\"{}\" maxlength=\"1024\"></label>",
        escaped(label),
        escaped(value)
    )
}

/// A field that is not seen.
pub fn hidden(name: &str, value: &str) -> String {
    format!(
        "<input type=\"hidden\" name=\"{name}\" value=\"{}\">",
        escaped(value)
    )
}

/// A button that says which of several a form is sent by.
pub fn button(label: &str, action: &str) -> String {
    format!(
        "<button name=\"action\" value=\"{action}\">{}</button>",
        escaped(label)
    )
}
