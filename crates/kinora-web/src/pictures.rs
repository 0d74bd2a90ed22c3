//! `GET /t/p/{size}/{file}`: pictures. No key is needed, and no limit of the API counts them.

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kinora_images::{Format, ImageError, Images, Kept, Meta, Name, Refusal, Size, Variant};

use crate::representation::{self, Portion, Representation};
use crate::{App, open_to_any_page};

/// What paths of pictures begin with.
const BASE: &str = "/t/p/";

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
    let (Some(images), Some(asked)) = (&app.settings.images, Asked::read(&size, &file, &request))
    else {
        return refused(&ImageError::Missing);
    };
    let answered = match asked.get(images).await {
        Ok(kept) => answer(images, kept, &method, &request).await,
        Err(error) => Err(error),
    };
    asked.finished(answered.unwrap_or_else(|error| refused(&error)))
}

/// The answer to a request for a picture that is made and in memory, with all that the layers around the router add to others. Paths are
/// taken as they are: others than those of usual clients go through the router.
pub fn at_hand<B>(app: &App, request: &Request<B>) -> Option<Response> {
    let (size, file) = request.uri().path().strip_prefix(BASE)?.split_once('/')?;
    let images = app.settings.images.as_ref()?;
    let (method, headers) = (request.method(), request.headers());
    if !matches!(*method, Method::GET | Method::HEAD) {
        return None;
    }
    let (stem, extension) = file.rsplit_once('.')?;
    let named = Format::of_extension(extension)?;
    let is_original = size == "original";
    let (format, is_negotiable) = negotiated(is_original, named, headers);
    let variant = images.at_hand(size, stem, format)?;
    let is_conditional = CONDITIONS.iter().any(|name| headers.contains_key(name));
    let mut response = match variant.beside(head_of_whole) {
        Some(head) if *method == Method::GET && !is_conditional => {
            let mut response = Response::new(Body::from(variant.bytes.clone()));
            response.headers_mut().clone_from(head);
            response
        }
        _ => {
            let mut response = of_variant(&variant, method, headers);
            open_to_any_page(response.headers_mut());
            response
        }
    };
    finish(response.headers_mut(), format, is_negotiable);
    Some(response)
}

/// What asks for less than the whole picture.
const CONDITIONS: [HeaderName; 3] = [
    header::RANGE,
    header::IF_NONE_MATCH,
    header::IF_MODIFIED_SINCE,
];

/// The headers of the whole picture.
fn head_of_whole(variant: &Variant) -> HeaderMap {
    let mut response = of_variant(variant, &Method::GET, &HeaderMap::new());
    open_to_any_page(response.headers_mut());
    std::mem::take(response.headers_mut())
}

/// The format that is sent, and whether it depends on the client: the one of the name, or one that the client likes better.
fn negotiated(is_original: bool, named: Format, request: &HeaderMap) -> (Format, bool) {
    let is_negotiable = !is_original && matches!(named, Format::Jpeg | Format::Png);
    let liked = is_negotiable.then(|| liked(request)).flatten();
    (liked.unwrap_or(named), is_negotiable)
}

fn finish(headers: &mut HeaderMap, format: Format, is_negotiable: bool) {
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    if is_negotiable {
        headers.insert(header::VARY, HeaderValue::from_static("Accept"));
    }
    if format == Format::Svg {
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(SANDBOX),
        );
    }
}

/// What a request asks for.
struct Asked {
    size: Size,
    name: Name,
    /// The one of the name, or one that the client likes better.
    format: Format,
    is_negotiable: bool,
}

impl Asked {
    fn read(size: &str, file: &str, request: &HeaderMap) -> Option<Asked> {
        let (size, name) = (size.parse().ok()?, file.parse::<Name>().ok()?);
        let (format, is_negotiable) = negotiated(size == Size::ORIGINAL, name.format(), request);
        Some(Asked {
            size,
            name,
            format,
            is_negotiable,
        })
    }

    async fn get(&self, images: &Images) -> Result<Kept, ImageError> {
        let kept = images.get_as(self.size, &self.name, self.format).await;
        match kept {
            // The format that the client likes better cannot hold it.
            Err(
                ImageError::Missing
                | ImageError::Refused(Refusal::TooManyPixels | Refusal::TooMuchMemory),
            ) if self.format != self.name.format() => images.get(self.size, &self.name).await,
            kept => kept,
        }
    }

    fn finished(&self, mut response: Response) -> Response {
        finish(response.headers_mut(), self.format, self.is_negotiable);
        response
    }
}

async fn answer(
    images: &Images,
    kept: Kept,
    method: &Method,
    request: &HeaderMap,
) -> Result<Response, ImageError> {
    let original = match kept {
        Kept::Variant(variant) => return Ok(of_variant(&variant, method, request)),
        Kept::Original(original) => original,
    };
    let described = described(&original.meta, original.name.format());
    let (mut response, portion) = representation::answer(method, request, &described);
    let range = match portion {
        Portion::Nothing => return Ok(response),
        Portion::Whole => None,
        Portion::Part(range) => Some(range),
    };
    *response.body_mut() = Body::from_stream(images.stream(&original, range).await?);
    Ok(response)
}

fn of_variant(variant: &Variant, method: &Method, request: &HeaderMap) -> Response {
    let described = described(&variant.meta, variant.format);
    let (mut response, portion) = representation::answer(method, request, &described);
    *response.body_mut() = match portion {
        Portion::Nothing => return response,
        Portion::Whole => Body::from(variant.bytes.clone()),
        Portion::Part(range) => Body::from(
            variant
                .bytes
                .slice(range.start as usize..range.end as usize),
        ),
    };
    response
}

fn described(meta: &Meta, format: Format) -> Representation<'_> {
    Representation {
        length: meta.length,
        modified: meta.modified,
        tag: &meta.tag,
        media_type: format.media_type(),
        caching: FOREVER,
    }
}

/// The format that a client likes better than JPEG and PNG, by what it names; "anything" is no name. Browsers name AVIF and WebP
/// alike, and get WebP: AVIF takes ten times as long to make. Who puts AVIF above WebP gets that.
fn liked(request: &HeaderMap) -> Option<Format> {
    let (mut avif, mut webp) = (0.0, 0.0);
    for value in request.get_all(header::ACCEPT) {
        for range in value.to_str().unwrap_or_default().split(',') {
            let mut words = range.split(';').map(str::trim);
            let name = words.next().unwrap_or_default();
            let quality = match name {
                name if name.eq_ignore_ascii_case("image/avif") => &mut avif,
                name if name.eq_ignore_ascii_case("image/webp") => &mut webp,
                _ => continue,
            };
            let told = words.find_map(|word| word.strip_prefix("q="));
            *quality = told.map_or(1.0, |told| told.parse().unwrap_or(0.0));
        }
    }
    if avif > webp {
        Some(Format::Avif)
    } else {
        (webp > 0.0).then_some(Format::WebP)
    }
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
