//! The stylesheet, the script and the sign, bundled with the program. Their addresses carry a fingerprint, so that browsers
//! may keep them for good.

use std::sync::LazyLock;

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use xxhash_rust::xxh3::xxh3_64;

use super::Site;
use super::accent;

/// A file of the site.
pub struct Asset {
    text: LazyLock<String>,
    media_type: &'static str,
    address: LazyLock<String>,
}

/// The stylesheet.
pub static STYLE: Asset = Asset {
    text: LazyLock::new(accent::stylesheet),
    media_type: "text/css;charset=utf-8",
    address: LazyLock::new(|| addressed("style", &STYLE.text, "css")),
};

/// The script.
pub static SCRIPT: Asset = Asset {
    text: LazyLock::new(|| include_str!("script.js").to_owned()),
    media_type: "text/javascript;charset=utf-8",
    address: LazyLock::new(|| addressed("script", &SCRIPT.text, "js")),
};

/// The sign in the browser's tab: a crank in a circle.
const SIGN: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="15" fill="#7a3b12"/><path d="M9 7h3v18H9zM12 16 20 7h4l-8 9 8 9h-4z" fill="#fff4e0"/></svg>"##;

fn addressed(name: &str, text: &str, extension: &str) -> String {
    format!("/site/{name}-{:016x}.{extension}", xxh3_64(text.as_bytes()))
}

impl Asset {
    /// Where it is.
    pub fn address(&'static self) -> &'static str {
        &self.address
    }

    async fn answer(&'static self) -> impl IntoResponse {
        let headers = [
            (header::CONTENT_TYPE, self.media_type),
            (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        ];
        (headers, self.text.as_str())
    }
}

/// The routes of the files.
pub fn routes() -> Router<Site> {
    let sign = async || {
        let headers = [
            (header::CONTENT_TYPE, "image/svg+xml"),
            (header::CACHE_CONTROL, "public, max-age=86400"),
        ];
        (headers, SIGN)
    };
    Router::new()
        .route(STYLE.address(), get(|| STYLE.answer()))
        .route(SCRIPT.address(), get(|| SCRIPT.answer()))
        .route("/favicon.svg", get(sign))
}
