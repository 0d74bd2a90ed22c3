//! The page at `/`: what this is, what it holds, a request to try.

use std::fmt::Write as _;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Html;
use kinora_model::facts::plural;
use kinora_model::key::Kind;

use crate::App;
use crate::error::ApiError;

/// `GET /`
pub async fn page(State(app): State<App>, headers: HeaderMap) -> Result<Html<String>, ApiError> {
    let mut rows = String::new();
    for (kind, count) in app.store.counts().await? {
        let _ = write!(
            rows,
            "<tr><th scope=\"row\">{}</th><td>{count}</td></tr>",
            plural(kind)
        );
    }
    let target = match app.store.example(Kind::Movie).await? {
        Some(id) => format!("/3/movie/{id}?api_key=KEY&append_to_response=credits"),
        None => "/3/configuration?api_key=KEY".to_owned(),
    };
    let request = escaped(&format!("curl \"{}{target}\"", app.address(&headers)));
    let page = include_str!("home.html").replace("{{rows}}", &rows);
    Ok(Html(page.replace("{{request}}", &request)))
}

/// Text as HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
