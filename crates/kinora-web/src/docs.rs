//! The OpenAPI document and a page to read and try it, all from this binary.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use utoipa_swagger_ui::Config;

use crate::{App, v3};

/// How long the document and the page may be kept, in seconds.
const MAX_AGE: HeaderValue = HeaderValue::from_static("public, max-age=3600");
/// The page and its files load nothing from elsewhere.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:",
);

/// `/openapi.json` and `/docs`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/openapi.json", get(document))
        .route("/docs", get(async || Redirect::to("/docs/index.html")))
        .route("/docs/{*file}", get(page))
}

async fn document() -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        ),
        (header::CACHE_CONTROL, MAX_AGE),
    ];
    (headers, v3::document()).into_response()
}

/// The page or one of its files.
async fn page(Path(file): Path<String>) -> Response {
    static CONFIG: LazyLock<Arc<Config<'static>>> = LazyLock::new(|| {
        let config = Config::from("/openapi.json").validator_url("none");
        Arc::new(config.try_it_out_enabled(true).persist_authorization(true))
    });
    match utoipa_swagger_ui::serve(&file, Arc::clone(&CONFIG)) {
        Ok(Some(file)) => {
            let content_type = HeaderValue::from_str(&file.content_type)
                .unwrap_or(HeaderValue::from_static("application/octet-stream"));
            let headers = [
                (header::CONTENT_TYPE, content_type),
                (header::CACHE_CONTROL, MAX_AGE),
                (header::CONTENT_SECURITY_POLICY, POLICY),
            ];
            (headers, file.bytes.into_owned()).into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
