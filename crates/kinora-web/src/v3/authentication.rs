//! The operations of authentication that need no account (contract 3.1).
//!
//! Two calls are documented as `POST` and are made as `GET` by clients (contract 3.27). Nobody can make a request token yet, so
//! that every token is an unknown one.

use kinora_model::status::Status;
use schemars::JsonSchema;
use serde::Serialize;

use super::operation::{Call, Operation};
use super::parameter::{Parameter, Takes, parameter};
use crate::error::ApiError;

const REQUEST_TOKEN: Parameter = parameter(
    "request_token",
    Takes::Text,
    "A request token that the user has approved.",
);
const USERNAME: Parameter = parameter("username", Takes::Text, "The name of the account.");
const PASSWORD: Parameter = parameter("password", Takes::Text, "Its password.");

/// The operations.
pub fn operations() -> Vec<Operation> {
    let operations = [
        Operation::get(
            "/authentication",
            "Whether the key or token is valid",
            &[],
            async |_: Call| Ok(Success::of(Status::of(1))),
        ),
        Operation::get(
            "/authentication/session/new",
            "Makes a session of an approved request token",
            &[REQUEST_TOKEN],
            new_session,
        ),
        Operation::get(
            "/authentication/token/validate_with_login",
            "Approves a request token by name and password",
            &[PASSWORD, REQUEST_TOKEN, USERNAME],
            validate_with_login,
        ),
    ];
    let operations = operations.into_iter();
    operations.map(|operation| operation.kept_for(0)).collect()
}

/// A success that tells its status.
#[derive(Serialize, JsonSchema)]
struct Success {
    success: bool,
    status_code: u32,
    status_message: &'static str,
}

impl Success {
    fn of(status: Status) -> Success {
        Success {
            success: true,
            status_code: status.code,
            status_message: status.message,
        }
    }
}

/// A session.
#[derive(Serialize, JsonSchema)]
struct Session {
    success: bool,
    session_id: String,
}

async fn new_session(call: Call) -> Result<Session, ApiError> {
    Err(match call.view.query.get("request_token") {
        None => ApiError::NotFound,
        Some(_) => ApiError::SessionDenied,
    })
}

/// A request token.
#[derive(Serialize, JsonSchema)]
struct RequestToken {
    success: bool,
    expires_at: String,
    request_token: String,
}

async fn validate_with_login(call: Call) -> Result<RequestToken, ApiError> {
    let given = |name| call.view.query.get(name).is_some();
    Err(
        match (
            given("request_token"),
            given("username") && given("password"),
        ) {
            (false, _) => ApiError::InvalidParameters,
            (true, false) => ApiError::NoLogin,
            (true, true) => ApiError::InvalidRequestToken,
        },
    )
}
