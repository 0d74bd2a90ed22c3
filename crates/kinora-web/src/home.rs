//! The page at `/`: what this is, what it holds, a request to try.

use std::fmt::Write as _;

use axum::extract::State;
use axum::response::Html;
use kinora_model::facts::plural;

use crate::App;
use crate::error::ApiError;

/// `GET /`
pub async fn page(State(app): State<App>) -> Result<Html<String>, ApiError> {
    let mut rows = String::new();
    for (kind, count) in app.store.counts().await? {
        let _ = write!(
            rows,
            "<tr><th scope=\"row\">{}</th><td>{count}</td></tr>",
            plural(kind)
        );
    }
    Ok(Html(include_str!("home.html").replace("{{rows}}", &rows)))
}
