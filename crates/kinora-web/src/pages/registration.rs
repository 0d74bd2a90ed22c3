//! `/register`, where it is open, and `/setup`, where the first administrator is made.

use std::str::FromStr;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kinora_model::account::{Account, AccountName, Role};
use kinora_store::{AccountError, NewAccount, PasswordError};

use super::form::Visit;
use super::html::{button, complaint, field, page as html_page};
use super::session::{FOREIGN, refusal};
use crate::App;
use crate::error::ApiError;

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

/// `GET /register`
pub async fn page(State(app): State<App>, request: Request) -> Result<Response, ApiError> {
    let visit = Visit::read(app, request).await?;
    Ok(match visit.app.settings.registration {
        Registration::Closed => closed(),
        _ => show(&visit, &REGISTER, StatusCode::OK, None),
    })
}

/// `POST /register`
pub async fn register(State(app): State<App>, request: Request) -> Result<Response, ApiError> {
    let visit = Visit::read(app, request).await?;
    let registration = visit.app.settings.registration;
    if registration == Registration::Closed {
        return Ok(closed());
    }
    if let Err(error) = visit.app.limits.may_register(visit.address) {
        let (status, reason) = refusal(&error.into());
        return Ok(show(&visit, &REGISTER, status, Some(reason)));
    }
    let is_open = registration == Registration::Open;
    match make(&visit, Role::Reader, is_open).await {
        Ok(account) if is_open => {
            let home = Redirect::to("/sign-in").into_response();
            visit.open_session(&account, home).await
        }
        Ok(_) => {
            let content = "<p>Your account waits to be confirmed by the operator.</p>";
            Ok(html_page(StatusCode::CREATED, "Almost done", content))
        }
        Err(wrong) => wrong.shown(&visit, &REGISTER),
    }
}

/// `GET /setup`
pub async fn setup_page(State(app): State<App>, request: Request) -> Result<Response, ApiError> {
    let visit = Visit::read(app, request).await?;
    Ok(match code(&visit).await? {
        Some(_) => show(&visit, &SETUP, StatusCode::OK, None),
        None => done(),
    })
}

/// `POST /setup`
pub async fn set_up(State(app): State<App>, request: Request) -> Result<Response, ApiError> {
    let visit = Visit::read(app, request).await?;
    let Some(code) = code(&visit).await? else {
        return Ok(done());
    };
    if let Err(error) = visit.app.limits.may_sign_in("", visit.address) {
        let (status, reason) = refusal(&error.into());
        return Ok(show(&visit, &SETUP, status, Some(reason)));
    }
    if !visit.is_foreign && !crate::credential::same(visit.field("code").trim(), &code) {
        visit.app.limits.failed_to_sign_in("", visit.address);
        let wrong = "That is not the code that the server printed when it started.";
        return Ok(show(&visit, &SETUP, StatusCode::FORBIDDEN, Some(wrong)));
    }
    match make(&visit, Role::Administrator, true).await {
        Ok(account) => {
            tracing::info!(account = account.name, "the first administrator was made");
            let home = Redirect::to("/").into_response();
            visit.open_session(&account, home).await
        }
        Err(wrong) => wrong.shown(&visit, &SETUP),
    }
}

/// The code, as long as there is no account.
async fn code(visit: &Visit) -> Result<Option<String>, ApiError> {
    let has_accounts = visit.app.store.has_accounts().await?;
    let code = visit.app.settings.setup_code.clone();
    Ok(code.filter(|_| !has_accounts))
}

/// A form that makes an account.
struct Form {
    path: &'static str,
    heading: &'static str,
    asks_for_code: bool,
}

const REGISTER: Form = Form {
    path: "/register",
    heading: "Make an account",
    asks_for_code: false,
};
const SETUP: Form = Form {
    path: "/setup",
    heading: "The first administrator",
    asks_for_code: true,
};

fn closed() -> Response {
    let content =
        "<p>This server does not take registrations. Ask its operator for an account.</p>";
    html_page(StatusCode::FORBIDDEN, "Registration is closed", content)
}

fn done() -> Response {
    let content = "<p>There is nothing to set up.</p>";
    html_page(StatusCode::NOT_FOUND, "Nothing here", content)
}

fn show(visit: &Visit, form: &Form, status: StatusCode, wrong: Option<&str>) -> Response {
    let code = match form.asks_for_code {
        true => field(
            "The code that the server printed when it started",
            "code",
            "text",
            "off",
            "",
        ),
        false => String::new(),
    };
    let content = format!(
        "{}<form method=\"post\" action=\"{}\">{}{code}{}{}{}{}</form>",
        complaint(wrong),
        form.path,
        visit.word(),
        field(
            "Name",
            "username",
            "text",
            "username",
            visit.field("username")
        ),
        field(
            "E-mail (may be left out)",
            "email",
            "email",
            "email",
            visit.field("email")
        ),
        field("Password", "password", "password", "new-password", ""),
        button("Make the account", "make"),
    );
    visit.with_word(html_page(status, form.heading, &content))
}

/// Why no account was made.
enum Wrong {
    Said(StatusCode, String),
    Failed(ApiError),
}

impl Wrong {
    fn shown(self, visit: &Visit, form: &Form) -> Result<Response, ApiError> {
        match self {
            Wrong::Said(status, reason) => Ok(show(visit, form, status, Some(&reason))),
            Wrong::Failed(error) => Err(error),
        }
    }
}

/// Makes the account that the form describes.
async fn make(visit: &Visit, role: Role, verified: bool) -> Result<Account, Wrong> {
    let refused = |reason: String| Wrong::Said(StatusCode::UNPROCESSABLE_ENTITY, reason);
    if visit.is_foreign {
        let (status, reason) = FOREIGN;
        return Err(Wrong::Said(status, reason.to_owned()));
    }
    let name = visit.field("username").parse::<AccountName>();
    let name = name.map_err(|error| refused(error.to_string()))?;
    let email = Some(visit.field("email").trim()).filter(|email| !email.is_empty());
    let is_address =
        |email: &str| email.len() <= 254 && email.split('@').all(|part| !part.is_empty());
    if email.is_some_and(|email| !email.contains('@') || !is_address(email)) {
        return Err(refused("That is no e-mail address.".to_owned()));
    }
    let hash = visit.app.passwords.hash(visit.field("password")).await;
    let password_hash = hash.map_err(|error| match error {
        PasswordError::Length => refused(error.to_string()),
        PasswordError::Store(error) => Wrong::Failed(error.into()),
    })?;
    let account = NewAccount {
        name,
        password_hash,
        role,
        email: email.map(str::to_owned),
        verified,
    };
    let store = &visit.app.store;
    let made = match role {
        Role::Administrator => store.create_first_account(account).await,
        _ => store.create_account(account).await,
    };
    made.map_err(|error| match error {
        AccountError::Store(error) => Wrong::Failed(error.into()),
        AccountError::NameTaken | AccountError::NotTheFirst => {
            Wrong::Said(StatusCode::CONFLICT, error.to_string())
        }
    })
}
