//! `/sign-in` and `/sign-out`.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kinora_model::account::Account;

use super::form::Visit;
use super::html::{button, complaint, field, hidden, page as html_page};
use crate::App;
use crate::error::ApiError;

/// `GET /sign-in`
pub async fn page(State(app): State<App>, request: Request) -> Result<Response, ApiError> {
    let visit = Visit::read(app, request).await?;
    let next = visit.query.get("next").unwrap_or_default().to_owned();
    show(&visit, StatusCode::OK, &next, None).await
}

/// `POST /sign-in`
pub async fn sign_in(State(app): State<App>, request: Request) -> Result<Response, ApiError> {
    let visit = Visit::read(app, request).await?;
    let next = visit.field("next").to_owned();
    match login(&visit).await {
        Ok(account) => {
            let next = Redirect::to(local(&next)).into_response();
            visit.open_session(&account, next).await
        }
        Err((status, reason)) => show(&visit, status, &next, Some(reason)).await,
    }
}

/// `POST /sign-out`
pub async fn sign_out(State(app): State<App>, request: Request) -> Result<Response, ApiError> {
    let visit = Visit::read(app, request).await?;
    let home = Redirect::to("/").into_response();
    match visit.is_foreign {
        true => Ok(home),
        false => visit.end_session(home).await,
    }
}

async fn show(
    visit: &Visit,
    status: StatusCode,
    next: &str,
    wrong: Option<&str>,
) -> Result<Response, ApiError> {
    let content = match visit.account().await? {
        Some(account) => format!(
            "<p>Signed in as <b>{}</b>.</p><form method=\"post\" action=\"/sign-out\">{}{}</form>",
            super::html::escaped(&account.name),
            visit.word(),
            button("Sign out", "sign-out")
        ),
        None => format!(
            "{}<form method=\"post\" action=\"/sign-in\">{}{}{}</form>",
            complaint(wrong),
            visit.word(),
            hidden("next", next),
            login_fields()
        ),
    };
    Ok(visit.with_word(html_page(status, "Sign in", &content)))
}

/// The fields and the button of a login.
pub fn login_fields() -> String {
    [
        field("Name", "username", "text", "username", ""),
        field("Password", "password", "password", "current-password", ""),
        button("Sign in", "sign-in"),
    ]
    .concat()
}

/// What a page answers to a form that is not taken.
pub type Refusal = (StatusCode, &'static str);

/// A form that no page of this server sent, or that was open for too long.
pub const FOREIGN: Refusal = (
    StatusCode::FORBIDDEN,
    "This form is too old, or was not sent by this site. Please try again.",
);

/// The account that a form signs in to.
pub async fn login(visit: &Visit) -> Result<Account, Refusal> {
    if visit.is_foreign {
        return Err(FOREIGN);
    }
    let (name, password) = (visit.field("username"), visit.field("password"));
    let account = visit.app.sign_in(name, password, visit.address).await;
    account.map_err(|error| refusal(&error))
}

/// Why a login was not taken, in words for its page.
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
        _ => (StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong."),
    }
}

/// A path of this server; anything else leads home.
fn local(next: &str) -> &str {
    let is_local = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains(['\\', '\r', '\n'])
        && next.is_ascii();
    if is_local { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn signing_in_leads_nowhere_else() {
        assert_eq!(local("/authenticate/1"), "/authenticate/1");
        for next in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "x",
        ] {
            assert_eq!(local(next), "/", "{next}");
        }
    }
}
