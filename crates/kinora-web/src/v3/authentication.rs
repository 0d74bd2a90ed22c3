//! The operations of authentication (contract 3.1): request tokens become sessions once an account has approved them.
//!
//! Two calls are documented as `POST` and are made as `GET` by clients (contract 3.27).

use axum::http::{HeaderName, HeaderValue, Method};
use jiff::Timestamp;
use kinora_store::{NewSession, SessionKind, TokenState, random_hex};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::operation::{Call, Operation, Reply, Success};
use super::parameter::{Parameter, Takes, parameter};
use crate::error::ApiError;
use crate::sign_in::SignIn;

/// How long a request token can be used, in milliseconds.
const TOKEN_LIFE: i64 = 60 * 60 * 1000;
/// How long a guest session lives unless it rates something, in milliseconds.
const GUEST_LIFE: i64 = 24 * 60 * 60 * 1000;
/// Where the user can approve a new request token.
const CALLBACK: HeaderName = HeaderName::from_static("authentication-callback");

const REQUEST_TOKEN: Parameter = parameter(
    "request_token",
    Takes::Text,
    "A request token that the user has approved.",
);
const USERNAME: Parameter = parameter("username", Takes::Text, "The name of the account.");
const PASSWORD: Parameter = parameter("password", Takes::Text, "Its password.");

/// The operations.
pub fn operations() -> Vec<Operation> {
    let new_session = (
        "/authentication/session/new",
        "Makes a session of an approved request token",
    );
    let by_login = (
        "/authentication/token/validate_with_login",
        "Approves a request token by name and password",
    );
    vec![
        Operation::get(
            "/authentication",
            "Whether the key or token is valid",
            &[],
            async |_: Call| Ok(Success::of(1)),
        )
        .kept_for(0),
        Operation::replying(
            Method::GET,
            "/authentication/token/new",
            "A new request token",
            &[],
            new_token,
        ),
        Operation::replying(
            Method::GET,
            "/authentication/guest_session/new",
            "A new guest session",
            &[],
            new_guest_session,
        ),
        Operation::replying(
            Method::GET,
            new_session.0,
            new_session.1,
            &[REQUEST_TOKEN],
            async |call: Call| {
                let request_token = asked(&call, "request_token");
                exchange(call, TokenWish { request_token }).await
            },
        ),
        Operation::taking(Method::POST, new_session.0, new_session.1, &[], exchange),
        Operation::replying(
            Method::GET,
            by_login.0,
            by_login.1,
            &[PASSWORD, REQUEST_TOKEN, USERNAME],
            async |call: Call| {
                let login = LoginWish {
                    username: asked(&call, "username"),
                    password: asked(&call, "password"),
                    request_token: asked(&call, "request_token"),
                };
                validate_with_login(call, login).await
            },
        ),
        Operation::taking(
            Method::POST,
            by_login.0,
            by_login.1,
            &[],
            validate_with_login,
        ),
        Operation::taking(
            Method::POST,
            "/authentication/session/convert/4",
            "Makes a session of the access token of a user",
            &[],
            convert,
        ),
        Operation::taking(
            Method::DELETE,
            "/authentication/session",
            "Ends a session",
            &[],
            end,
        ),
    ]
}

fn asked(call: &Call, name: &str) -> Option<String> {
    call.view.query.get(name).map(str::to_owned)
}

/// A text that is not empty.
fn filled(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

/// A time as authentication writes it (contract 1.5).
fn utc(milliseconds: i64) -> String {
    let time = Timestamp::from_millisecond(milliseconds).unwrap_or_default();
    time.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// A request token.
#[derive(Serialize, JsonSchema)]
struct RequestToken {
    success: bool,
    expires_at: String,
    request_token: String,
}

impl RequestToken {
    fn of(request_token: String, expires_at: i64) -> RequestToken {
        RequestToken {
            success: true,
            expires_at: utc(expires_at),
            request_token,
        }
    }
}

async fn new_token(call: Call) -> Result<Reply<RequestToken>, ApiError> {
    let (store, now) = (&call.app.store, call.app.settings.clock.milliseconds());
    let (token, end) = (random_hex(20)?, now + TOKEN_LIFE);
    store
        .create_request_token(&token, call.grant.key, now, end)
        .await?;
    let address = call.app.address(&call.headers);
    let approval = HeaderValue::from_str(&format!("{address}/authenticate/{token}"));
    let reply = Reply::from(RequestToken::of(token, end));
    Ok(match approval {
        Ok(approval) => reply.with_header(CALLBACK, approval),
        Err(_) => reply,
    })
}

/// A guest session.
#[derive(Serialize, JsonSchema)]
struct GuestSession {
    success: bool,
    guest_session_id: String,
    expires_at: String,
}

async fn new_guest_session(call: Call) -> Result<Reply<GuestSession>, ApiError> {
    let now = call.app.settings.clock.milliseconds();
    let (secret, end) = (random_hex(16)?, now + GUEST_LIFE);
    call.app
        .store
        .create_guest_session(&secret, now, end)
        .await?;
    Ok(Reply::from(GuestSession {
        success: true,
        guest_session_id: secret,
        expires_at: utc(end),
    }))
}

/// A session.
#[derive(Serialize, JsonSchema)]
struct Session {
    success: bool,
    session_id: String,
}

impl Session {
    fn reply(session_id: String) -> Reply<Session> {
        Reply::from(Session {
            success: true,
            session_id,
        })
    }
}

/// A request token to be exchanged.
#[derive(Deserialize, JsonSchema)]
struct TokenWish {
    request_token: Option<String>,
}

async fn exchange(call: Call, wish: TokenWish) -> Result<Reply<Session>, ApiError> {
    let token = filled(wish.request_token).ok_or(ApiError::NotFound)?;
    let (store, now) = (&call.app.store, call.app.settings.clock.milliseconds());
    let secret = random_hex(20)?;
    let account = store
        .exchange_request_token(&token, &secret, call.grant.key, now)
        .await?;
    match account {
        Some(_) => Ok(Session::reply(secret)),
        None => Err(ApiError::SessionDenied),
    }
}

/// A login that approves a request token.
#[derive(Deserialize, JsonSchema)]
struct LoginWish {
    username: Option<String>,
    password: Option<String>,
    request_token: Option<String>,
}

async fn validate_with_login(call: Call, wish: LoginWish) -> Result<Reply<RequestToken>, ApiError> {
    let (store, now) = (&call.app.store, call.app.settings.clock.milliseconds());
    let token = filled(wish.request_token).ok_or(ApiError::InvalidParameters)?;
    let login = filled(wish.username).zip(filled(wish.password));
    let (name, password) = login.ok_or(ApiError::NoLogin)?;
    let known = store.request_token(&token, now).await?;
    let known = known.filter(|known| known.state != TokenState::Denied);
    let known = known.ok_or(ApiError::InvalidRequestToken)?;
    let account = match call.app.sign_in(&name, &password, call.address).await? {
        SignIn::Done(account) => account,
        // The page where tokens are approved asks for the second factor; here there is no place for it.
        SignIn::CodeDue(_) => return Err(ApiError::InvalidLogin),
    };
    match store
        .decide_request_token(&token, Some(account.id), now)
        .await?
    {
        true => Ok(Reply::from(RequestToken::of(token, known.expires_at))),
        false => Err(ApiError::InvalidRequestToken),
    }
}

/// An access token to be exchanged.
#[derive(Deserialize, JsonSchema)]
struct ConversionWish {
    access_token: Option<String>,
}

async fn convert(call: Call, wish: ConversionWish) -> Result<Reply<Session>, ApiError> {
    let token = filled(wish.access_token).ok_or(ApiError::InvalidParameters)?;
    let (store, now) = (&call.app.store, call.app.settings.clock.milliseconds());
    let known = store.session(&token, SessionKind::AccessToken, now).await?;
    let known = known.ok_or(ApiError::InvalidToken)?;
    let account = crate::viewer::usable(known.account)?;
    let secret = random_hex(20)?;
    let session = NewSession {
        account_id: account.id,
        kind: SessionKind::Api,
        may_write: known.may_write,
        api_key_id: call.grant.key,
        expires_at: None,
    };
    store.open_session(&secret, session).await?;
    Ok(Session::reply(secret))
}

/// A session to be ended.
#[derive(Deserialize, JsonSchema)]
struct EndWish {
    session_id: Option<String>,
}

/// Whether something was done.
#[derive(Serialize, JsonSchema)]
struct Done {
    success: bool,
}

async fn end(call: Call, wish: EndWish) -> Result<Reply<Done>, ApiError> {
    let secret = filled(wish.session_id).ok_or(ApiError::InvalidParameters)?;
    match call
        .app
        .store
        .end_session(&secret, SessionKind::Api)
        .await?
    {
        true => Ok(Reply::from(Done { success: true })),
        false => Err(ApiError::UnknownSession),
    }
}
