//! Every way a v3 request can fail, with the body that clients know.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kinora_model::rating::InvalidRating;
use kinora_model::status::Status;
use kinora_store::StoreError;

use crate::limit::{Excess, PAUSE};

/// A failed request.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// No such route, or no such thing.
    #[error("not found")]
    NotFound,
    /// An id that is no number.
    #[error("invalid id")]
    InvalidId,
    /// No credential, or a wrong one.
    #[error("invalid key")]
    InvalidKey,
    /// A key that is barred.
    #[error("suspended key")]
    SuspendedKey,
    /// No session, or a wrong one, where there has to be one.
    #[error("no session")]
    NoSession,
    /// A session, token or key that may not change anything.
    #[error("no permission to write")]
    ReadOnly,
    /// An account that is closed.
    #[error("account disabled")]
    AccountDisabled,
    /// An account that is barred.
    #[error("account suspended")]
    AccountSuspended,
    /// An account whose address is not known to be right.
    #[error("address not verified")]
    NotVerified,
    /// A rating that is none.
    #[error("{0}")]
    InvalidRating(InvalidRating),
    /// Something that is not done without being confirmed.
    #[error("not confirmed")]
    NotConfirmed,
    /// What is there already.
    #[error("duplicate")]
    Duplicate,
    /// Something that belongs to somebody else.
    #[error("somebody else's")]
    NotOwner,
    /// Something that its owner keeps private.
    #[error("private")]
    Private,
    /// A login that is wrong.
    #[error("invalid login")]
    InvalidLogin,
    /// A bearer token that belongs to no user.
    #[error("invalid token")]
    InvalidToken,
    /// A session that is to be ended and is not there.
    #[error("no such session")]
    UnknownSession,
    /// More requests than are allowed.
    #[error("over the limit")]
    TooMany(Excess),
    /// The operator has taken the API out of service for a while.
    #[error("under maintenance")]
    Maintenance,
    /// More is being done than can be done at a time.
    #[error("busy")]
    Busy,
    /// Something that the answer needs cannot be reached.
    #[error("an upstream cannot be reached")]
    Unreachable,
    /// Another version of the API.
    #[error("no such service")]
    NoService,
    /// A known route with another method.
    #[error("method not allowed")]
    MethodNotAllowed,
    /// A page outside 1 to 500.
    #[error("invalid page")]
    InvalidPage,
    /// A date that is none.
    #[error("invalid date")]
    InvalidDate,
    /// A range of dates that is too long.
    #[error("invalid date range")]
    InvalidDateRange,
    /// A time zone that is none.
    #[error("invalid time zone")]
    InvalidTimezone,
    /// A parameter that cannot be what it is meant to be.
    #[error("invalid parameters")]
    InvalidParameters,
    /// A session that nobody approved.
    #[error("session denied")]
    SessionDenied,
    /// A login without name or password.
    #[error("no username or password")]
    NoLogin,
    /// A request token that is unknown or expired.
    #[error("invalid request token")]
    InvalidRequestToken,
    /// A format other than JSON in the path.
    #[error("no such format")]
    InvalidFormat,
    /// An `Accept` header that leaves nothing to answer with.
    #[error("not acceptable")]
    NotAcceptable,
    /// More than 20 names in `append_to_response`.
    #[error("too many append names")]
    TooManyAppends,
    /// A path that no URL should have.
    #[error("malformed path")]
    MalformedPath,
    /// A path and query that are too long.
    #[error("request target too long")]
    TargetTooLong,
    /// A refusal with words and details of its own.
    #[error("{}", .0.message)]
    Refused(Box<Refusal>),
    /// A request body that is too large.
    #[error("request body too large")]
    BodyTooLarge,
    /// A request body that comes too slowly.
    #[error("request body too slow")]
    BodyTooSlow,
    /// The answer took too long.
    #[error("timed out")]
    TimedOut,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An answer could not be written.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// A handler panicked.
    #[error("a handler panicked")]
    Broken,
}

/// What there is to say beyond a status of the table.
#[derive(Debug)]
pub struct Refusal {
    /// The HTTP status.
    pub http: u16,
    /// The `status_code`.
    pub code: u32,
    /// The `status_message`.
    pub message: String,
    /// Further fields of the body, an object.
    pub details: serde_json::Value,
}

impl Refusal {
    fn body(&self) -> String {
        let mut body = serde_json::json!({
            "success": false,
            "status_code": self.code,
            "status_message": self.message,
        });
        for (name, value) in self.details.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        body.to_string()
    }
}

impl ApiError {
    /// The v3 status; the only place that pairs them.
    fn status(&self) -> Status {
        Status::of(match self {
            ApiError::Refused(refusal) => refusal.code,
            ApiError::NotFound => 34,
            ApiError::InvalidId => 6,
            ApiError::InvalidKey => 7,
            ApiError::SuspendedKey => 10,
            ApiError::NoSession => 3,
            ApiError::ReadOnly => 36,
            ApiError::AccountDisabled => 31,
            ApiError::AccountSuspended => 45,
            ApiError::NotVerified => 32,
            ApiError::InvalidRating(_) => 18,
            ApiError::NotConfirmed => 29,
            ApiError::Duplicate => 8,
            ApiError::NotOwner => 38,
            ApiError::Private => 39,
            ApiError::InvalidLogin => 30,
            ApiError::InvalidToken => 35,
            ApiError::UnknownSession => 37,
            ApiError::TooMany(_) => 25,
            // Of the statuses with HTTP 503 the one that says "try again".
            ApiError::Busy => 9,
            ApiError::Maintenance => 46,
            ApiError::Unreachable => 43,
            ApiError::NoService => 2,
            ApiError::Store(error) if error.is_offline() => 9,
            ApiError::MethodNotAllowed => 42,
            ApiError::InvalidPage => 22,
            ApiError::InvalidDate => 23,
            ApiError::InvalidDateRange => 20,
            ApiError::InvalidTimezone => 28,
            ApiError::InvalidParameters => 5,
            ApiError::SessionDenied => 17,
            ApiError::NoLogin => 26,
            ApiError::InvalidRequestToken => 33,
            ApiError::InvalidFormat => 4,
            ApiError::NotAcceptable => 19,
            ApiError::TooManyAppends => 27,
            ApiError::MalformedPath
            | ApiError::TargetTooLong
            | ApiError::BodyTooLarge
            | ApiError::BodyTooSlow => 47,
            ApiError::TimedOut => 24,
            ApiError::Store(_) | ApiError::Json(_) | ApiError::Broken => 11,
        })
    }

    /// What clients read. The counts of a limit stand in for the signs in the table, and of a rating it is said what is wrong
    /// (contract 3.16).
    fn message(&self, status: Status) -> String {
        match self {
            ApiError::InvalidRating(invalid) => invalid.to_string(),
            ApiError::TooMany(Excess { count, limit }) => status
                .message
                .replace('#', &count.to_string())
                .replace("40", &limit.to_string()),
            _ => status.message.to_owned(),
        }
    }

    /// After how many seconds trying again makes sense.
    fn retry_after(&self) -> Option<u64> {
        match self {
            ApiError::TooMany(_) => Some(PAUSE.as_secs()),
            ApiError::Busy => Some(2),
            ApiError::Maintenance => Some(60),
            _ => None,
        }
    }
}

impl From<Excess> for ApiError {
    fn from(excess: Excess) -> ApiError {
        ApiError::TooMany(excess)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = self.status();
        if matches!(self, ApiError::Store(_)) || status.code == 11 {
            tracing::error!(error = %self, "cannot answer");
        }
        // Clients look for this key when a session is refused (contract 1.8).
        let failure = match self {
            ApiError::SessionDenied => "\"failure\":true,",
            _ => "",
        };
        let refused = match &self {
            ApiError::Refused(refusal) => Some((refusal.http, refusal.body())),
            _ => None,
        };
        let body = format!(
            "{{\"success\":false,{failure}\"status_code\":{},\"status_message\":{}}}",
            status.code,
            serde_json::Value::from(self.message(status))
        );
        let http = match self {
            ApiError::TargetTooLong => StatusCode::URI_TOO_LONG,
            ApiError::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            ApiError::BodyTooSlow => StatusCode::REQUEST_TIMEOUT,
            _ => StatusCode::from_u16(status.http).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        };
        let http = refused.as_ref().map_or(http, |(status, _)| {
            StatusCode::from_u16(*status).unwrap_or(http)
        });
        let body = refused.map_or(body, |(_, body)| body);
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = http;
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json;charset=utf-8"),
        );
        if let Some(seconds) = self.retry_after() {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        if matches!(self, ApiError::InvalidKey) {
            headers.insert(
                header::CACHE_CONTROL,
                HeaderValue::from_static("public, max-age=300"),
            );
        }
        response
    }
}
