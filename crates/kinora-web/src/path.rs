//! The path rules of the v3 API (contract 1.1): percent-decoded exactly once, then `.` and `..` resolved, then routed.
//! Doubled and trailing slashes are ignored, NUL is refused.

use std::task::{Context, Poll};

use axum::extract::Request;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use tower::Service;

use crate::error::ApiError;

/// What a path segment may not hold bare when it is handed to the router.
const SEGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'/')
    .add(b'%')
    .add(b'\\')
    .add(b'^')
    .add(b'|')
    .add(b'[')
    .add(b']');

/// A service whose requests have normalised paths.
#[derive(Clone)]
pub struct Normalized<S> {
    inner: S,
    longest: usize,
}

impl<S> Normalized<S> {
    /// Normalises what reaches `inner`; targets longer than `longest` bytes are refused.
    pub fn new(inner: S, longest: usize) -> Normalized<S> {
        Normalized { inner, longest }
    }
}

impl<S> Service<Request> for Normalized<S>
where
    S: Service<Request, Response = Response> + Clone + Send + 'static,
    S::Future: Send,
{
    type Response = Response;
    type Error = S::Error;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        let target = request
            .uri()
            .path_and_query()
            .map_or(0, |target| target.as_str().len());
        let refused = if target > self.longest {
            Some(ApiError::TargetTooLong)
        } else {
            match normalized(request.uri()) {
                Ok(uri) => {
                    *request.uri_mut() = uri;
                    None
                }
                Err(error) => Some(error),
            }
        };
        match refused {
            Some(error) => Box::pin(async move { Ok(error.into_response()) }),
            None => Box::pin(self.inner.call(request)),
        }
    }
}

fn normalized(uri: &Uri) -> Result<Uri, ApiError> {
    let decoded = percent_decode_str(uri.path())
        .decode_utf8()
        .map_err(|_| ApiError::MalformedPath)?;
    if decoded.contains('\0') {
        return Err(ApiError::MalformedPath);
    }
    let mut segments: Vec<&str> = Vec::new();
    for segment in decoded.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            segment => segments.push(segment),
        }
    }
    let mut target = String::with_capacity(uri.path().len() + 1);
    for segment in &segments {
        target.push('/');
        target.extend(utf8_percent_encode(segment, SEGMENT));
    }
    if segments.is_empty() {
        target.push('/');
    }
    if let Some(query) = uri.query() {
        target.push('?');
        target.push_str(query);
    }
    target.parse().map_err(|_| ApiError::MalformedPath)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> Option<String> {
        normalized(&text.parse().unwrap())
            .ok()
            .map(|uri| uri.to_string())
    }

    #[test]
    fn paths_are_decoded_once_and_dots_resolved() {
        for (given, routed) in [
            ("/3/movie/550/", "/3/movie/550"),
            ("//3//movie/550?a=b", "/3/movie/550?a=b"),
            ("/3/movie/11/../550", "/3/movie/550"),
            ("/3/movie/11/%2e%2e/550", "/3/movie/550"),
            ("/3/%6dovie/550", "/3/movie/550"),
            ("/3/movie/550%2Fcredits", "/3/movie/550/credits"),
            ("/3/movie/550%252Fcredits", "/3/movie/550%252Fcredits"),
            ("/../../3", "/3"),
            ("/", "/"),
        ] {
            assert_eq!(path(given).as_deref(), Some(routed), "{given}");
        }
        assert_eq!(path("/3/movie/%00"), None);
        assert_eq!(path("/3/movie/%ff"), None);
    }
}
