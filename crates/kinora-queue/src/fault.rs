//! Everything that a client can be told besides what it asked for: one table of statuses, sub-codes and messages.
//!
//! There are two wordings: the published table, and what clients met on the wire where that differed and some of them compare
//! texts. The numbers are the same but for two rows.

use kinora_store::{OpinionError, QueueError, StoreError};

/// Which wording is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Messages {
    /// That of the published table.
    #[default]
    Table,
    /// That which clients met.
    Wire,
}

impl std::str::FromStr for Messages {
    type Err = UnknownWording;

    fn from_str(text: &str) -> Result<Messages, UnknownWording> {
        match text {
            "table" => Ok(Messages::Table),
            "wire" => Ok(Messages::Wire),
            _ => Err(UnknownWording),
        }
    }
}

/// A word that names no wording.
#[derive(Debug, thiserror::Error)]
#[error("it can be table or wire")]
pub struct UnknownWording;

/// Why a request is not answered with what it asks for.
#[derive(Debug)]
pub enum Fault {
    /// A parameter has a value that it cannot have.
    Invalid(&'static str),
    /// `max_results` is no positive integer.
    MaxResults,
    /// The path is one of nothing.
    NotFound,
    /// The title is not in the queue.
    NotQueued,
    /// The method means nothing for the resource, which has these.
    MethodNotAllowed(&'static str),
    /// No consumer key.
    NoKey,
    /// A consumer key that was given to nobody, or was revoked.
    UnknownKey,
    /// A signature method other than HMAC-SHA1.
    SignatureMethod,
    /// The time of the request is too far from the server's.
    Timestamp,
    /// The nonce was used before.
    Nonce,
    /// The signature is wrong.
    Signature,
    /// No access token.
    NoToken,
    /// An access token that is none.
    UnknownToken,
    /// An access token that was taken back, or is another application's.
    RefusedToken,
    /// The path names no user.
    UserUnknown,
    /// The path names another user than the token.
    UserMismatch,
    /// A feed token that cannot be one.
    FeedBad,
    /// A feed of nobody.
    FeedUserUnknown,
    /// A feed token of another user.
    FeedUserMismatch,
    /// A feed token of another feed.
    FeedMismatch,
    /// A feed token that is not valid any more, or is another application's.
    FeedInvalid,
    /// The login or its password is wrong, or access was refused.
    LoginFailed,
    /// Too many logins failed.
    LoginTooOften,
    /// The terms were not accepted.
    Terms,
    /// A request token that is none, expired, was used, or was not approved.
    RequestToken,
    /// No request token to be exchanged, or the wrong verifier.
    Verifier,
    /// The application was not named.
    ApplicationUnnamed,
    /// The application was named otherwise.
    ApplicationMismatch,
    /// The request token is another application's.
    KeyMismatch,
    /// The key was used too often within a second.
    OverSecond,
    /// The key was used too often on this day, which has so many seconds left.
    OverDay(i64),
    /// A queue was not changed.
    Queue(QueueError),
    /// An opinion was not changed.
    Opinion(OpinionError),
    /// The body is too large.
    TooLarge,
    /// The body did not come.
    TooSlow,
    /// The operator took the service out of service.
    Maintenance,
    /// Something is broken.
    Internal(StoreError),
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Fault {
        Fault::Internal(error)
    }
}

impl From<QueueError> for Fault {
    fn from(error: QueueError) -> Fault {
        match error {
            QueueError::Store(error) => Fault::Internal(error),
            other => Fault::Queue(other),
        }
    }
}

impl From<OpinionError> for Fault {
    fn from(error: OpinionError) -> Fault {
        match error {
            OpinionError::Store(error) => Fault::Internal(error),
            other => Fault::Opinion(other),
        }
    }
}

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The status of HTTP.
    pub status: u16,
    /// The number that tells it from others of the status.
    pub sub_code: Option<u16>,
    /// What is said.
    pub message: &'static str,
}

const fn row(status: u16, message: &'static str) -> Row {
    Row {
        status,
        sub_code: None,
        message,
    }
}

const fn sub(status: u16, sub_code: u16, message: &'static str) -> Row {
    Row {
        status,
        sub_code: Some(sub_code),
        message,
    }
}

/// What is said when something was made or done.
pub mod success {
    use super::{Messages, Row, row, sub};

    /// Something was added.
    pub fn created(messages: Messages) -> Row {
        row(201, worded(messages, "Resource created", "success"))
    }

    /// Something was moved.
    pub fn moved(messages: Messages) -> Row {
        row(201, worded(messages, "Resource created", "Move successful"))
    }

    /// A part of what was asked for was added.
    pub fn partial(messages: Messages) -> Row {
        let table = "Only some titles in the set were added.";
        let wire = "Only some titles in series or disc set were added.";
        sub(201, 640, worded(messages, table, wire))
    }

    /// Something was changed.
    pub const CHANGED: Row = row(200, "Resource updated");
    /// Something left a queue.
    pub const DELETED: Row = row(200, "Title deleted from queue");
    /// An application was approved.
    pub const APPROVED: Row = row(200, "Application successfully authorized");

    fn worded(messages: Messages, table: &'static str, wire: &'static str) -> &'static str {
        match messages {
            Messages::Table => table,
            Messages::Wire => wire,
        }
    }
}

impl Fault {
    /// Its row in a wording. The message of an invalid parameter has its name in front.
    pub fn row(&self, messages: Messages) -> Row {
        let wire = match messages {
            Messages::Table => None,
            Messages::Wire => self.wire(),
        };
        wire.unwrap_or_else(|| self.table())
    }

    fn table(&self) -> Row {
        match self {
            Fault::Invalid(_) => row(400, "is invalid"),
            Fault::MaxResults => sub(
                400,
                120,
                "Query parameter max_results must be a positive integer.",
            ),
            Fault::Queue(error) => of_queue(error),
            Fault::Opinion(OpinionError::Absent) | Fault::NotFound => {
                row(404, "Resource not found")
            }
            Fault::Opinion(OpinionError::Stale) => of_queue(&QueueError::Stale),
            Fault::Opinion(OpinionError::Present) => row(422, "Title has already been rated"),
            Fault::Opinion(OpinionError::Store(_)) | Fault::Internal(_) => {
                row(500, "Internal error")
            }
            Fault::NotQueued => sub(404, 610, "Title is not in Queue"),
            Fault::MethodNotAllowed(_) => row(405, "Method not allowed"),
            Fault::NoKey => row(401, "Missing Required Consumer Key"),
            Fault::UnknownKey => row(401, "Invalid Consumer Key"),
            Fault::SignatureMethod => row(400, "Unsupported Signature Method"),
            Fault::Timestamp => row(401, "Timestamp Is Invalid"),
            Fault::Nonce => row(401, "Invalid NONCE"),
            Fault::Signature => row(401, "Invalid signature"),
            Fault::NoToken | Fault::UnknownToken => row(401, "Access token is invalid"),
            Fault::RefusedToken => row(401, "Access token validation failed"),
            Fault::UserUnknown => row(401, "User ID is invalid"),
            Fault::UserMismatch => row(401, "User ID access token mismatch"),
            Fault::FeedBad => row(401, "Bad feed token"),
            Fault::FeedUserUnknown => row(401, "User not found"),
            Fault::FeedUserMismatch => row(401, "Mismatch between user token and feed token"),
            Fault::FeedMismatch => row(401, "Token resource mismatch"),
            Fault::FeedInvalid => row(403, "Invalid feed token"),
            Fault::LoginFailed | Fault::LoginTooOften => row(401, "Authorization failed"),
            Fault::Terms => row(401, "User must accept terms of use."),
            Fault::RequestToken => row(401, "Expired or bad request token"),
            Fault::Verifier => row(401, "Unable to find or verify access token credentials"),
            Fault::ApplicationUnnamed => row(401, "Application name undefined"),
            Fault::ApplicationMismatch => row(401, "Application name mismatch"),
            Fault::KeyMismatch => row(401, "Consumer key mismatch"),
            Fault::OverSecond => row(403, "403 Developer Over Qps"),
            Fault::OverDay(_) => row(403, "403 Developer Over Rate"),
            Fault::TooLarge => row(413, "Request is too large"),
            Fault::TooSlow => row(408, "Request took too long"),
            Fault::Maintenance => row(503, "Service is undergoing maintenance"),
        }
    }

    /// What clients met instead.
    fn wire(&self) -> Option<Row> {
        Some(match self {
            Fault::Signature => row(401, "Invalid Signature"),
            Fault::NoToken => row(400, "Missing Required Access Token"),
            Fault::UnknownToken | Fault::RequestToken => row(401, "Invalid Or Expired Token"),
            Fault::RefusedToken => row(401, "Access Token Validation Failed"),
            Fault::UserUnknown => row(400, "Bad User"),
            Fault::Queue(QueueError::Stale) => row(412, "queue out of Date ETag mismatch"),
            Fault::Queue(QueueError::Present) => sub(412, 710, "Title is already in queue"),
            Fault::OverSecond => row(403, "Over queries per second limit"),
            Fault::OverDay(_) => row(403, "Over queries per day limit"),
            Fault::Internal(_) => row(500, "Internal Error"),
            _ => return None,
        })
    }
}

fn of_queue(error: &QueueError) -> Row {
    match error {
        QueueError::Stale => row(412, "Precondition failed. Resource has been modified."),
        QueueError::NotOffered => sub(400, 130, "Title not found or not available"),
        QueueError::NotInFormat | QueueError::Twice => sub(400, 660, "Invalid title format"),
        QueueError::NotForAccount => row(400, "Invalid format for this user"),
        QueueError::AtHome => sub(400, 690, "Title currently at home"),
        QueueError::SeriesHasNoPlace => row(400, "Cannot move a series parent title"),
        QueueError::SavedHasNoPlace => sub(400, 620, "Title is saved; cannot move it"),
        QueueError::Present => sub(412, 710, "Title already in queue"),
        QueueError::Full => sub(400, 650, "Queue is too large"),
        QueueError::Absent => sub(404, 610, "Title is not in Queue"),
        QueueError::Store(_) => row(500, "Internal error"),
    }
}
