//! `/sign-in`, `/sign-out`, and the sessions of browsers.

use std::time::Duration;

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use kinora_model::account::Account;
use kinora_store::{NewSession, SessionKind, random_hex};
use serde::Deserialize;

use super::Site;
use super::address::local;
use super::cookie::{cookie, give};
use super::form::Form;
use super::page::{Page, failed, private};
use super::visitor::Visitor;
use crate::App;
use crate::error::ApiError;
use crate::viewer::usable;

/// The cookie of a session.
const COOKIE: &str = "kinora_session";
/// How long a session of a browser lasts.
const LIFE: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// The pages.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/sign-in", get(page).post(sign_in))
        .route("/sign-out", get(page).post(sign_out))
}

/// The account whose browser sends these headers.
pub async fn account(app: &App, headers: &HeaderMap) -> Result<Option<Account>, ApiError> {
    let Some(secret) = cookie(headers, COOKIE) else {
        return Ok(None);
    };
    let now = app.settings.clock.milliseconds();
    let session = app.store.session(secret, SessionKind::Browser, now).await?;
    Ok(session.and_then(|session| usable(session.account).ok()))
}

/// Opens a session of the browser that gets the response.
pub async fn open(
    app: &App,
    account: &Account,
    mut response: Response,
) -> Result<Response, ApiError> {
    let secret = random_hex(20)?;
    let life = i64::try_from(LIFE.as_millis()).unwrap_or(i64::MAX);
    let session = NewSession {
        account_id: account.id,
        kind: SessionKind::Browser,
        may_write: true,
        api_key_id: None,
        expires_at: Some(app.settings.clock.milliseconds() + life),
    };
    app.store.open_session(&secret, session).await?;
    give(&mut response, COOKIE, &secret, Some(LIFE));
    Ok(response)
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn {
    page: Page,
    wrong: Option<&'static str>,
    registers: bool,
}

/// Where to go on afterwards.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Going {
    next: String,
}

/// `GET /sign-in`
async fn page(State(site): State<Site>, visitor: Visitor, Query(going): Query<Going>) -> Response {
    show(&site, visitor, StatusCode::OK, &going.next, None)
}

/// `POST /sign-in`
async fn sign_in(State(site): State<Site>, visitor: Visitor, form: Form) -> Response {
    let next = form.field("next");
    match login(&site, &form).await {
        Ok(account) => {
            let on = Redirect::to(local(next)).into_response();
            let opened = open(&site.app, &account, on).await;
            opened.unwrap_or_else(|error| failed(&site, visitor, &error))
        }
        Err((status, reason)) => show(&site, visitor, status, next, Some(reason)),
    }
}

/// `POST /sign-out`
async fn sign_out(
    State(site): State<Site>,
    visitor: Visitor,
    headers: HeaderMap,
    _: Form,
) -> Response {
    if let Some(secret) = cookie(&headers, COOKIE) {
        let ended = site
            .app
            .store
            .end_session(secret, SessionKind::Browser)
            .await;
        if let Err(error) = ended {
            return failed(&site, visitor, &error.into());
        }
    }
    let mut home = Redirect::to("/").into_response();
    give(&mut home, COOKIE, "", Some(Duration::ZERO));
    home
}

fn show(
    site: &Site,
    visitor: Visitor,
    status: StatusCode,
    next: &str,
    wrong: Option<&'static str>,
) -> Response {
    let mut page = Page::new(site, visitor, "/sign-in", "Login");
    local(next).clone_into(&mut page.next);
    let registers = page.registers();
    let template = SignIn {
        page,
        wrong,
        registers,
    };
    (status, private(&template)).into_response()
}

/// What a page answers to a form that is not taken.
pub type Refusal = (StatusCode, &'static str);

/// The account that the fields `username` and `password` of a form sign in to.
pub async fn login(site: &Site, form: &Form) -> Result<Account, Refusal> {
    let (name, password) = (form.field("username"), form.field("password"));
    let account = site.app.sign_in(name, password, form.address).await;
    account.map_err(|error| refusal(&error))
}

/// Why a login was not taken, as a phrase of the site.
pub fn refusal(error: &ApiError) -> Refusal {
    match error {
        ApiError::InvalidLogin => (StatusCode::UNAUTHORIZED, "Name or password is wrong."),
        ApiError::AccountDisabled => (StatusCode::UNAUTHORIZED, "This account is closed."),
        ApiError::AccountSuspended => (StatusCode::FORBIDDEN, "This account is suspended."),
        ApiError::NotVerified => (
            StatusCode::UNAUTHORIZED,
            "This account waits to be confirmed by the operator.",
        ),
        ApiError::TooMany(_) => (
            StatusCode::TOO_MANY_REQUESTS,
            "Too many attempts failed. Please wait a little.",
        ),
        _ => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "Something went wrong here.",
        ),
    }
}
