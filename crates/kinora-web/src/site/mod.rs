//! The website at `/`: pages over the same catalogue, for people.
//!
//! The site is a client of the v3 API in the same process: a page asks for the answers that it shows ([`answer`]), reads from
//! them what it needs, and fills a template. So a page and the API never say different things, and what the site can show
//! any other program can show as well. Templates are compiled in; the one stylesheet and the one script are served from
//! here, and nothing is loaded from elsewhere.

mod accent;
mod address;
mod answer;
mod approval;
mod assets;
mod card;
mod carried;
mod cast;
mod collection;
mod cookie;
mod crawl;
mod credits;
mod discover;
mod discuss;
mod edit;
mod figures;
mod filters;
mod form;
mod gallery;
mod home;
mod initials;
mod list;
mod lists;
mod markdown;
mod marks;
mod member;
mod moment;
mod names;
mod ordering;
mod page;
mod pages;
mod person;
mod preferences;
mod profile;
mod queue;
mod registration;
mod review;
mod search;
mod season;
mod sections;
mod session;
mod settings;
mod shortcut;
mod structured;
mod subject;
mod title;
mod title_part;
mod visitor;
mod words;

use std::sync::Arc;

use axum::Router;
use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::error::ApiError;
use crate::{App, is_other_version, v3};

pub use registration::Registration;

/// What every page is made from.
#[derive(Clone)]
pub struct Site {
    app: App,
    /// The v3 API, asked without leaving the process.
    api: Router,
    policy: Arc<HeaderValue>,
}

/// The pages of the site.
pub fn routes(app: &App) -> Router {
    let site = Site {
        app: app.clone(),
        api: v3::routes().with_state(app.clone()),
        policy: Arc::new(content_policy(app)),
    };
    Router::new()
        .route("/", get(home::page))
        .route("/search", get(search::page))
        .route("/search/suggestions", get(search::suggestions))
        .route("/discover/{kind}", get(discover::page))
        .route("/preferences", get(preferences::page))
        .route("/preferences/choose", get(preferences::choose))
        .merge(title::routes())
        .merge(cast::routes())
        .merge(collection::routes())
        .merge(season::routes())
        .merge(person::routes())
        .merge(list::routes())
        .merge(discuss::routes())
        .merge(edit::routes())
        .merge(session::routes())
        .merge(registration::routes())
        .merge(approval::routes())
        .merge(settings::routes())
        .merge(marks::routes())
        .merge(lists::routes())
        .merge(queue::routes())
        .merge(profile::routes())
        .merge(review::routes())
        .merge(crawl::routes())
        .merge(assets::routes())
        .fallback(missing)
        .layer(from_fn_with_state(site.clone(), carried::keep))
        .layer(from_fn_with_state(site.clone(), worded))
        .layer(from_fn_with_state(site.clone(), guarded))
        .with_state(site)
}

/// The page where there is none.
async fn missing(State(site): State<Site>, visitor: visitor::Visitor, uri: Uri) -> Response {
    if is_other_version(uri.path()) {
        return ApiError::NoService.into_response();
    }
    if uri.path() == "/kinora" || uri.path().starts_with("/kinora/") {
        return ApiError::NotFound.into_response();
    }
    page::failed(&site, visitor, &ApiError::NotFound)
}

/// Puts a page in the visitor's language in the place of refusals that the router and its extractors make in plain English or without
/// words.
async fn worded(State(site): State<Site>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let mut asked = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;
    let (status, media_type) = (response.status(), response.headers().get(CONTENT_TYPE));
    let is_plain = media_type.is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    if !is_plain || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let visitor = match visitor::Visitor::from_request_parts(&mut asked, &site).await {
        Ok(visitor) => visitor,
        Err(refused) => return refused,
    };
    let heading = match status {
        StatusCode::METHOD_NOT_ALLOWED => "This address takes forms of this site only.",
        StatusCode::NOT_FOUND => "There is nothing here.",
        _ if status.is_client_error() => "This address cannot be read.",
        _ => "Something went wrong here.",
    };
    page::message(&site, visitor, status, heading, "")
}

/// What a page may load: its own style, script and pictures, and pictures from the place that the settings name.
fn content_policy(app: &App) -> HeaderValue {
    let pictures = app.settings.image_base_url.as_deref().unwrap_or_default();
    let is_source = pictures
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && !b";,'\"".contains(&byte));
    let pictures = if is_source { pictures } else { "" };
    let policy = format!(
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data: {pictures}; \
         base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    );
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// Where else than to this site a form of a page may lead, as a source of the content policy: browsers follow it to the page to
/// which the answer sends them. Put into the extensions of a response.
#[derive(Clone)]
struct FormsLeadTo(String);

/// Headers that keep pages from doing what they are not meant to do, and the cookies of their forms.
async fn guarded(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let is_encrypted = site.app.address(request.headers()).starts_with("https:");
    let word = match form::Word::of(request.headers()) {
        Ok(word) => word,
        Err(error) => return ApiError::from(error).into_response(),
    };
    request.extensions_mut().insert(word.clone());
    let mut response = next.run(request).await;
    word.keep(&mut response);
    let elsewhere = response.extensions_mut().remove::<FormsLeadTo>();
    let policy = elsewhere.and_then(|FormsLeadTo(source)| {
        let policy = site.policy.to_str().ok()?;
        HeaderValue::from_str(&format!("{policy} {source}")).ok()
    });
    let policy = policy.unwrap_or_else(|| (*site.policy).clone());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    let to_own_pages = HeaderValue::from_static("same-origin");
    headers
        .entry(header::REFERRER_POLICY)
        .or_insert(to_own_pages);
    if is_encrypted {
        cookie::secure(headers);
    }
    response
}
