//! `/register`, where it is open, and `/setup`, where the first administrator is made.

use std::str::FromStr;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use kinora_model::account::{Account, AccountName, Role};
use kinora_store::{AccountChange, AccountError, NewAccount, PasswordError};

use super::Site;
use super::form::Form;
use super::page::{Page, failed, message, private};
use super::session::{self, Refusal, refusal};
use super::visitor::Visitor;
use crate::error::ApiError;

/// The pages.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/register", get(page).post(register))
        .route("/setup", get(setup_page).post(set_up))
}

/// Whether people can make accounts for themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Registration {
    /// They cannot.
    #[default]
    Closed,
    /// They can, and the account is good once the operator confirms it; until then it answers status 32.
    Confirmed,
    /// They can.
    Open,
}

impl Registration {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Registration::Closed => "closed",
            Registration::Confirmed => "confirmed",
            Registration::Open => "open",
        }
    }
}

/// A word that says nothing about registration.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is none of closed, confirmed, open")]
pub struct UnknownRegistration(String);

impl FromStr for Registration {
    type Err = UnknownRegistration;

    fn from_str(text: &str) -> Result<Registration, UnknownRegistration> {
        let all = [
            Registration::Closed,
            Registration::Confirmed,
            Registration::Open,
        ];
        let named = all.into_iter().find(|word| word.name() == text);
        named.ok_or_else(|| UnknownRegistration(text.to_owned()))
    }
}

/// A form that makes an account.
#[derive(Template)]
#[template(path = "register.html")]
struct MakePage {
    page: Page,
    heading: &'static str,
    asks_for_code: bool,
    wrong: Option<&'static str>,
    name: String,
    email: String,
}

impl MakePage {
    fn new(site: &Site, visitor: Visitor, path: &str) -> MakePage {
        let asks_for_code = path == SETUP;
        let heading = match asks_for_code {
            true => "The first administrator",
            false => "Make an account",
        };
        MakePage {
            page: Page::titled(site, visitor, path, heading),
            heading,
            asks_for_code,
            wrong: None,
            name: String::new(),
            email: String::new(),
        }
    }

    /// The same with what was typed, and why it was not taken.
    fn refused(mut self, form: &Form, (status, wrong): Refusal) -> Response {
        form.field("username").clone_into(&mut self.name);
        form.field("email").clone_into(&mut self.email);
        self.wrong = Some(wrong);
        (status, private(&self)).into_response()
    }
}

const REGISTER: &str = "/register";
const SETUP: &str = "/setup";

/// `GET /register`
async fn page(State(site): State<Site>, visitor: Visitor) -> Response {
    match site.app.settings.registration {
        Registration::Closed => closed(&site, visitor),
        _ => private(&MakePage::new(&site, visitor, REGISTER)),
    }
}

/// `POST /register`
async fn register(State(site): State<Site>, visitor: Visitor, form: Form) -> Response {
    let registration = site.app.settings.registration;
    if registration == Registration::Closed {
        return closed(&site, visitor);
    }
    let page = MakePage::new(&site, visitor.clone(), REGISTER);
    if let Err(error) = site.app.limits.may_register(form.address) {
        return page.refused(&form, refusal(&error.into()));
    }
    let is_open = registration == Registration::Open;
    match make(&site, &visitor, &form, Role::Reader, is_open).await {
        Ok(account) if is_open => welcome(&site, visitor, &account).await,
        Ok(_) => {
            let text = "Your account waits to be confirmed by the operator.";
            message(&site, visitor, StatusCode::CREATED, "Almost done", text)
        }
        Err(Wrong::Said(refusal)) => page.refused(&form, refusal),
        Err(Wrong::Failed(error)) => failed(&site, visitor, &error),
    }
}

/// `GET /setup`
async fn setup_page(State(site): State<Site>, visitor: Visitor) -> Response {
    match code(&site).await {
        Ok(Some(_)) => private(&MakePage::new(&site, visitor, SETUP)),
        Ok(None) => done(&site, visitor),
        Err(error) => failed(&site, visitor, &error),
    }
}

/// `POST /setup`
async fn set_up(State(site): State<Site>, visitor: Visitor, form: Form) -> Response {
    let code = match code(&site).await {
        Ok(Some(code)) => code,
        Ok(None) => return done(&site, visitor),
        Err(error) => return failed(&site, visitor, &error),
    };
    let page = MakePage::new(&site, visitor.clone(), SETUP);
    if let Err(error) = site.app.limits.may_sign_in("", form.address) {
        return page.refused(&form, refusal(&error.into()));
    }
    if !crate::credential::same(form.field("code").trim(), &code) {
        site.app.limits.failed_to_sign_in("", form.address);
        let wrong = "That is not the code that the server printed when it started.";
        return page.refused(&form, (StatusCode::FORBIDDEN, wrong));
    }
    match make(&site, &visitor, &form, Role::Administrator, true).await {
        Ok(account) => {
            tracing::info!(account = account.name, "the first administrator was made");
            welcome(&site, visitor, &account).await
        }
        Err(Wrong::Said(refusal)) => page.refused(&form, refusal),
        Err(Wrong::Failed(error)) => failed(&site, visitor, &error),
    }
}

/// Signs the owner of a new account in.
async fn welcome(site: &Site, visitor: Visitor, account: &Account) -> Response {
    let home = Redirect::to("/").into_response();
    let opened = session::open(&site.app, account, home).await;
    opened.unwrap_or_else(|error| failed(site, visitor, &error))
}

/// Whether the first administrator is still to be made, with a code.
pub async fn is_new(site: &Site) -> Result<bool, ApiError> {
    Ok(code(site).await?.is_some())
}

/// The code, as long as there is no account.
async fn code(site: &Site) -> Result<Option<String>, ApiError> {
    let Some(code) = site.app.settings.setup_code.clone() else {
        return Ok(None);
    };
    let has_accounts = site.app.store.has_accounts().await?;
    Ok(Some(code).filter(|_| !has_accounts))
}

fn closed(site: &Site, visitor: Visitor) -> Response {
    let text = "This server does not take registrations. Ask its operator for an account.";
    let heading = "Registration is closed";
    message(site, visitor, StatusCode::FORBIDDEN, heading, text)
}

fn done(site: &Site, visitor: Visitor) -> Response {
    let text = "There is nothing to set up.";
    message(site, visitor, StatusCode::NOT_FOUND, "Nothing here", text)
}

/// Why no account was made.
enum Wrong {
    Said(Refusal),
    Failed(ApiError),
}

/// A password that is none, as a phrase of the site.
pub const BAD_PASSWORD: &str = "A password has 4 to 1024 bytes.";

/// Makes the account that the form describes; it reads what its owner reads.
async fn make(
    site: &Site,
    visitor: &Visitor,
    form: &Form,
    role: Role,
    verified: bool,
) -> Result<Account, Wrong> {
    const BAD_NAME: &str = "A name has 1 to 64 characters: letters, digits, and . _ - @";
    let refused = |reason| Wrong::Said((StatusCode::UNPROCESSABLE_ENTITY, reason));
    let name = form.field("username").parse::<AccountName>();
    let name = name.map_err(|_| refused(BAD_NAME))?;
    let email = Some(form.field("email").trim()).filter(|email| !email.is_empty());
    if email.is_some_and(|email| !is_address(email)) {
        return Err(refused("That is no e-mail address."));
    }
    let hash = site.app.passwords.hash(form.field("password")).await;
    let password_hash = hash.map_err(|error| match error {
        PasswordError::Length => refused(BAD_PASSWORD),
        PasswordError::Store(error) => Wrong::Failed(error.into()),
    })?;
    let account = NewAccount {
        name,
        password_hash,
        role,
        email: email.map(str::to_owned),
        verified,
    };
    let store = &site.app.store;
    let made = match role {
        Role::Administrator => store.create_first_account(account).await,
        _ => store.create_account(account).await,
    };
    let account = made.map_err(|error| match error {
        AccountError::Store(error) => Wrong::Failed(error.into()),
        AccountError::NameTaken => Wrong::Said((StatusCode::CONFLICT, "The name is taken.")),
        AccountError::NotTheFirst => {
            Wrong::Said((StatusCode::CONFLICT, "There is an account already."))
        }
    })?;
    let language = visitor.locale.language.as_str().to_owned();
    let locale = AccountChange::Locale(language, visitor.region.clone());
    let kept = store.change_account(account.id, locale).await;
    kept.map_err(|error| Wrong::Failed(error.into()))?;
    Ok(account)
}

/// Whether a text may be an e-mail address; whether it is one, only a mail to it tells.
pub fn is_address(email: &str) -> bool {
    let parts = email.split('@');
    email.len() <= 254 && email.contains('@') && parts.into_iter().all(|part| !part.is_empty())
}
