//! Discussions: lists of them, their pages, and what is done on those.

mod act;
mod begin;
mod list;
mod message;
mod report;
mod talk;

use axum::Router;
use axum::extract::Extension;
use axum::http::StatusCode;
use axum::routing::{get, post};
use kinora_model::Kind;
use kinora_model::account::{Account, Role};
use kinora_store::{DiscussionError, Reader};

use super::Site;
use super::form::Form;
use super::visitor::Visitor;
use crate::error::ApiError;

/// How many discussions or messages are on a page.
const PAGE_SIZE: usize = 25;

/// What can be discussed, beside nothing in particular.
const KINDS: [Kind; 3] = [Kind::Movie, Kind::Series, Kind::Person];

/// A form with a message: text of 10,000 characters takes up to 120,000 bytes in it.
type MessageForm = Form<{ 128 * 1024 }>;

/// The pages of discussions.
pub fn routes() -> Router<Site> {
    let router = Router::new()
        .route("/discuss", get(list::general).post(begin::general))
        .route("/discuss/new", get(begin::general_page))
        .route("/discuss/reports", get(report::page))
        .route("/discuss/reports/{report}", post(report::settle))
        .route("/discuss/message/{message}", get(message::place))
        .route(
            "/discuss/message/{message}/{act}",
            get(message::page).post(message::act),
        )
        .route("/discuss/{id}", get(talk::page).post(talk::reply))
        .route("/discuss/{id}/activity", get(talk::activity))
        .route("/discuss/{id}/{act}", post(act::act));
    KINDS.into_iter().fold(router, |router, kind| {
        let base = format!("/{}/{{id}}/discuss", super::subject::segment(kind));
        let of_kind = Router::new()
            .route(&base, get(list::about).post(begin::about))
            .route(&format!("{base}/new"), get(begin::about_page));
        router.merge(of_kind.layer(Extension(kind)))
    })
}

/// A visitor as the store knows them.
fn reader(visitor: &Visitor) -> Reader {
    reader_of(visitor.account.as_ref())
}

/// The reader whose account this is.
pub fn reader_of(account: Option<&Account>) -> Reader {
    Reader {
        account: account.map(|account| account.id),
        is_moderator: account.is_some_and(|account| account.role >= Role::Moderator),
    }
}

/// Why something was not done, as a page says it.
type Refusal = (StatusCode, &'static str);

/// A refusal that the page can say where it was tried; others have pages of their own.
fn refusal(error: DiscussionError) -> Result<Refusal, ApiError> {
    Ok(match error {
        DiscussionError::Missing => return Err(ApiError::NotFound),
        DiscussionError::Store(error) => return Err(error.into()),
        DiscussionError::NotAllowed => (StatusCode::FORBIDDEN, "Your account may not do this."),
        DiscussionError::Closed => (StatusCode::CONFLICT, "This discussion is closed."),
        DiscussionError::TooFast => (
            StatusCode::TOO_MANY_REQUESTS,
            "You wrote a lot in a short time. Please wait a little.",
        ),
    })
}

/// Where a message stands: the page that has the `place`th message of a discussion, from 0.
fn place(discussion: i64, message: i64, place: usize) -> String {
    format!(
        "/discuss/{discussion}?page={}#m{message}",
        place / PAGE_SIZE + 1
    )
}
