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
use super::answer::encoded;
use super::carried::{Carried, LARGEST_CARRIER};
use super::cookie::{cookie, give};
use super::form::Form;
use super::member::sign_in_address;
use super::page::{Page, answered, failed, private};
use super::visitor::Visitor;
use crate::App;
use crate::error::ApiError;
use crate::sign_in::SignIn;
use crate::viewer::usable;

/// The cookie of a session.
const COOKIE: &str = "kinora_session";
/// The cookie of whoever has shown the password and not yet the second factor.
const HALF_COOKIE: &str = "kinora_half";
/// How long a session of a browser lasts.
const LIFE: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// How long somebody may take to show the second factor.
const HALF_LIFE: Duration = Duration::from_secs(10 * 60);

/// A form that may carry another one.
type SignInForm = Form<LARGEST_CARRIER>;

/// The pages.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/sign-in", get(page).post(sign_in))
        .route("/sign-in/code", get(code_page).post(show_code))
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

/// Where whoever signs in goes on.
#[derive(Clone, Debug, Default)]
pub struct Onward {
    /// The page that was wanted.
    next: String,
    /// The form that was not taken, which is sent first.
    carried: Option<Carried>,
}

impl Onward {
    /// At a page.
    pub fn to(next: &str) -> Onward {
        Onward {
            next: local(next).to_owned(),
            carried: None,
        }
    }

    /// With a form, which a page sent.
    pub fn with(page: String, carried: Carried) -> Onward {
        Onward {
            next: page,
            carried: Some(carried),
        }
    }

    fn read(form: &SignInForm) -> Onward {
        Onward {
            carried: Carried::read(form),
            ..Onward::to(form.field("next"))
        }
    }

    /// Goes on as an account.
    fn go(self, site: &Site, visitor: Visitor, account: &Account) -> Response {
        let account = Some(account.clone());
        let visitor = Visitor { account, ..visitor };
        let text = "You are signed in again. What you typed was not sent yet.";
        match self.carried {
            Some(carried) => carried.ask(site, visitor, StatusCode::OK, text),
            None => Redirect::to(&self.next).into_response(),
        }
    }
}

/// What a visitor who knows the password goes on with: a session and what was wanted, or the page that asks for the second factor.
pub async fn enter(
    site: &Site,
    visitor: Visitor,
    known: SignIn,
    onward: Onward,
) -> Result<Response, ApiError> {
    match known {
        SignIn::Done(account) => {
            let on = onward.go(site, visitor, &account);
            open(&site.app, &account, on).await
        }
        SignIn::CodeDue(account) => {
            let ask = match onward.carried {
                Some(_) => ask_for_code(site, visitor, StatusCode::OK, onward, None),
                None => {
                    let next = encoded(&onward.next);
                    Redirect::to(&format!("/sign-in/code?next={next}")).into_response()
                }
            };
            give_session(&site.app, &account, SessionKind::HalfSignedIn, ask).await
        }
    }
}

/// The page on which to sign in before a form can be sent.
pub fn sign_in_first(site: &Site, visitor: Visitor, onward: Onward) -> Response {
    let wrong = "You are signed out. What you typed is kept: sign in, then send it.";
    show(site, visitor, StatusCode::UNAUTHORIZED, onward, Some(wrong))
}

/// Opens a session of the browser that gets the response.
pub async fn open(app: &App, account: &Account, response: Response) -> Result<Response, ApiError> {
    give_session(app, account, SessionKind::Browser, response).await
}

async fn give_session(
    app: &App,
    account: &Account,
    kind: SessionKind,
    mut response: Response,
) -> Result<Response, ApiError> {
    let (name, life) = match kind {
        SessionKind::HalfSignedIn => (HALF_COOKIE, HALF_LIFE),
        _ => (COOKIE, LIFE),
    };
    let secret = random_hex(20)?;
    let milliseconds = i64::try_from(life.as_millis()).unwrap_or(i64::MAX);
    let session = NewSession {
        account_id: account.id,
        kind,
        may_write: true,
        api_key_id: None,
        expires_at: Some(app.settings.clock.milliseconds() + milliseconds),
    };
    app.store.open_session(&secret, session).await?;
    give(&mut response, name, &secret, Some(life));
    Ok(response)
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    page: Page,
    wrong: Option<&'static str>,
    carried: Option<Carried>,
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
    show(
        &site,
        visitor,
        StatusCode::OK,
        Onward::to(&going.next),
        None,
    )
}

/// `POST /sign-in`
async fn sign_in(State(site): State<Site>, visitor: Visitor, form: SignInForm) -> Response {
    let onward = Onward::read(&form);
    match login(&site, &form).await {
        Ok(known) => {
            let entered = enter(&site, visitor.clone(), known, onward);
            answered(&site, &visitor, entered).await
        }
        Err((status, reason)) => show(&site, visitor, status, onward, Some(reason)),
    }
}

/// Who has shown the password on this browser and not yet the second factor.
async fn half(site: &Site, headers: &HeaderMap) -> Result<Option<Account>, ApiError> {
    let Some(secret) = cookie(headers, HALF_COOKIE) else {
        return Ok(None);
    };
    let (store, now) = (&site.app.store, site.app.settings.clock.milliseconds());
    let half = store
        .session(secret, SessionKind::HalfSignedIn, now)
        .await?;
    Ok(half.and_then(|session| usable(session.account).ok()))
}

#[derive(Template)]
#[template(path = "code.html")]
struct CodePage {
    page: Page,
    carried: Option<Carried>,
    wrong: Option<&'static str>,
}

/// `GET /sign-in/code`
async fn code_page(
    State(site): State<Site>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(going): Query<Going>,
) -> Response {
    match half(&site, &headers).await {
        Ok(Some(_)) => {
            let onward = Onward::to(&going.next);
            ask_for_code(&site, visitor, StatusCode::OK, onward, None)
        }
        Ok(None) => Redirect::to(&sign_in_address(&going.next)).into_response(),
        Err(error) => failed(&site, visitor, &error),
    }
}

fn ask_for_code(
    site: &Site,
    visitor: Visitor,
    status: StatusCode,
    Onward { next, carried }: Onward,
    wrong: Option<&'static str>,
) -> Response {
    let mut page = Page::titled(site, visitor, "/sign-in/code", "Two-factor authentication");
    page.next = next;
    let template = CodePage {
        page,
        carried,
        wrong,
    };
    (status, private(&template)).into_response()
}

/// `POST /sign-in/code`
async fn show_code(
    State(site): State<Site>,
    visitor: Visitor,
    headers: HeaderMap,
    form: SignInForm,
) -> Response {
    let onward = Onward::read(&form);
    let account = match half(&site, &headers).await {
        Ok(Some(account)) => account,
        Ok(None) => {
            let wrong = "That took too long. Please sign in again.";
            return show(
                &site,
                visitor,
                StatusCode::UNAUTHORIZED,
                onward,
                Some(wrong),
            );
        }
        Err(error) => return failed(&site, visitor, &error),
    };
    let used = site
        .app
        .use_code(&account, form.field("code"), form.address)
        .await;
    if let Err(error) = used {
        let (status, wrong) = match error {
            ApiError::InvalidLogin => {
                (StatusCode::UNAUTHORIZED, "That code is wrong, or was used.")
            }
            error => refusal(&error),
        };
        return ask_for_code(&site, visitor, status, onward, Some(wrong));
    }
    let entered = async {
        if let Some(secret) = cookie(&headers, HALF_COOKIE) {
            let kind = SessionKind::HalfSignedIn;
            site.app.store.end_session(secret, kind).await?;
        }
        let mut on = onward.go(&site, visitor.clone(), &account);
        give(&mut on, HALF_COOKIE, "", Some(Duration::ZERO));
        open(&site.app, &account, on).await
    };
    answered(&site, &visitor, entered).await
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
    Onward { next, carried }: Onward,
    wrong: Option<&'static str>,
) -> Response {
    let mut page = Page::titled(site, visitor, "/sign-in", "Login");
    page.next = next;
    let registers = page.registers();
    let template = SignInPage {
        page,
        carried,
        wrong,
        registers,
    };
    (status, private(&template)).into_response()
}

/// What a page answers to a form that is not taken.
pub type Refusal = (StatusCode, &'static str);

/// Whom the fields `username` and `password` of a form sign in to.
pub async fn login<const N: usize>(site: &Site, form: &Form<N>) -> Result<SignIn, Refusal> {
    let (name, password) = (form.field("username"), form.field("password"));
    let known = site.app.sign_in(name, password, form.address).await;
    known.map_err(|error| refusal(&error))
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
