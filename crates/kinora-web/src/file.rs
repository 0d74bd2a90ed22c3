//! Files of a folder over HTTP: GET and HEAD, entity tags, dates and ranges.
//!
//! Callers make the path themselves, out of values that they have read, and never out of the text of a request.

use std::path::Path;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tower::ServiceExt;
use tower_http::services::ServeFile;

/// What packed files are sent as.
pub const GZIP: &str = "application/gzip";

/// The file at `path`, or the part of it that the request asks for; 404 when there is none.
pub async fn send(
    path: &Path,
    media_type: &'static str,
    caching: &'static str,
    request: Request,
) -> Response {
    // A folder or a device is no file, whatever it is called.
    let is_file = tokio::fs::metadata(path)
        .await
        .is_ok_and(|about| about.is_file());
    if !is_file {
        return missing();
    }
    let media_type: mime::Mime = match media_type.parse() {
        Ok(media_type) => media_type,
        Err(_) => mime::APPLICATION_OCTET_STREAM,
    };
    let served = ServeFile::new_with_mime(path, &media_type).oneshot(request);
    let mut response = match served.await {
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    };
    if response.status() == StatusCode::NOT_FOUND {
        return missing();
    }
    let caching = HeaderValue::from_static(caching);
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, caching);
    response
}

/// What is answered where there is no file.
pub fn missing() -> Response {
    (StatusCode::NOT_FOUND, "There is no such file.\n").into_response()
}
