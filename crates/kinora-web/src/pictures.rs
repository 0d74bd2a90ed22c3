//! `GET /t/p/{size}/{file}`: pictures. No key is needed, and no limit of the API counts them.

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kinora_images::{Format, ImageError, Images, Kept, Name, Size};

use crate::App;
use crate::representation::{self, Portion, Representation};

/// Names follow from the bytes, so what is under one never changes.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// A picture that is missing may come.
const SHORTLY: &str = "public, max-age=60";
/// When to ask again where too much is asked for, in seconds.
const LATER: &str = "2";

/// What a drawing may do when it is opened as a page: be looked at.
const SANDBOX: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

/// The routes.
pub fn routes() -> Router<App> {
    Router::new().route("/t/p/{size}/{file}", get(picture))
}

async fn picture(
    State(app): State<App>,
    Path((size, file)): Path<(String, String)>,
    method: Method,
    request: HeaderMap,
) -> Response {
    let Some(images) = &app.settings.images else {
        return refused(&ImageError::Missing);
    };
    let (Ok(size), Ok(name)) = (size.parse::<Size>(), file.parse::<Name>()) else {
        return refused(&ImageError::Missing);
    };
    let is_negotiable =
        size != Size::ORIGINAL && matches!(name.format(), Format::Jpeg | Format::Png);
    let name = if is_negotiable && accepts(&request, Format::WebP) {
        name.with_format(Format::WebP)
    } else {
        name
    };
    let answered = answer(images, size, &name, &method, &request).await;
    let mut response = answered.unwrap_or_else(|error| refused(&error));
    let headers = response.headers_mut();
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    if is_negotiable {
        headers.insert(header::VARY, HeaderValue::from_static("Accept"));
    }
    if name.format() == Format::Svg {
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(SANDBOX),
        );
    }
    response
}

async fn answer(
    images: &Images,
    size: Size,
    name: &Name,
    method: &Method,
    request: &HeaderMap,
) -> Result<Response, ImageError> {
    let kept = images.get(size, name).await?;
    let (meta, format) = match &kept {
        Kept::Original(original) => (&original.meta, original.name.format()),
        Kept::Variant(variant) => (&variant.meta, variant.format),
    };
    let described = Representation {
        length: meta.length,
        modified: meta.modified,
        tag: &meta.tag,
        media_type: format.media_type(),
        caching: FOREVER,
    };
    let (mut response, portion) = representation::answer(method, request, &described);
    let range = match portion {
        Portion::Nothing => return Ok(response),
        Portion::Whole => None,
        Portion::Part(range) => Some(range),
    };
    *response.body_mut() = match kept {
        Kept::Original(original) => Body::from_stream(images.stream(&original, range).await?),
        Kept::Variant(variant) => Body::from(match range {
            None => variant.bytes.clone(),
            Some(range) => variant
                .bytes
                .slice(range.start as usize..range.end as usize),
        }),
    };
    Ok(response)
}

/// Whether a client names a format among those that it takes; "anything" is no name.
fn accepts(request: &HeaderMap, format: Format) -> bool {
    let accepted = request.get_all(header::ACCEPT).iter();
    let mut ranges = accepted
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    ranges.any(|range| {
        let mut words = range.split(';').map(str::trim);
        let is_named = words
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case(format.media_type()));
        let is_refused = words
            .filter_map(|word| word.strip_prefix("q="))
            .any(|quality| quality.parse() == Ok(0.0));
        is_named && !is_refused
    })
}

/// A failure in words for people.
fn refused(error: &ImageError) -> Response {
    let (status, words, headers): (_, _, &[(HeaderName, &str)]) = match error {
        ImageError::Missing => (
            StatusCode::NOT_FOUND,
            "There is no such picture.\n".to_owned(),
            &[(header::CACHE_CONTROL, SHORTLY)],
        ),
        ImageError::Refused(refusal) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            format!("This picture cannot be shown: {refusal}.\n"),
            &[(header::CACHE_CONTROL, SHORTLY)],
        ),
        ImageError::Busy => (
            StatusCode::SERVICE_UNAVAILABLE,
            "Too many pictures are being made. Try again shortly.\n".to_owned(),
            &[
                (header::RETRY_AFTER, LATER),
                (header::CACHE_CONTROL, "no-store"),
            ],
        ),
        ImageError::Failed(reason) => {
            tracing::error!(%reason, "cannot answer a picture");
            (
                StatusCode::BAD_GATEWAY,
                "The store of pictures cannot be reached.\n".to_owned(),
                &[(header::CACHE_CONTROL, "no-store")],
            )
        }
    };
    let mut response = (status, words).into_response();
    for (name, value) in headers {
        response
            .headers_mut()
            .insert(name.clone(), HeaderValue::from_static(value));
    }
    response
}
