//! What moderators do to an entity as a whole: deleting, showing again, merging, and locks.

use axum::extract::{Extension, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kinora_model::draft::{Draft, DraftChange};
use kinora_model::{Kind, State as EntityState};
use kinora_store::SubmitError;

use super::super::Site;
use super::super::form::Form;
use super::super::member::Moderator;
use super::super::page::{answered, message};
use super::Desk;
use super::sent::refused;
use crate::editing::lock::{LockRequest, set_lock};
use crate::editing::submit::hand_in;
use crate::error::ApiError;

/// What moderators see of an entity on its first page.
pub struct Moderation {
    /// Where the forms are sent.
    pub base: String,
    /// The name of its kind, for looking others up.
    pub kind: &'static str,
    /// Whether readers see it.
    pub is_live: bool,
    /// Part, field and reason of each lock.
    pub locks: Vec<(&'static str, String, String)>,
    /// The parts that can be locked.
    pub parts: Vec<(&'static str, &'static str)>,
}

impl Moderation {
    /// Of an entity on the desk.
    pub fn of(desk: &Desk) -> Moderation {
        let locks = desk.worded.locks.iter();
        let locks = locks.map(|lock| (lock.part, lock.field.clone(), lock.reason.clone()));
        let kind = desk.worded.key.kind;
        let parts = kinora_model::form::parts(kind);
        Moderation {
            base: format!("{}/edit", desk.base),
            kind: kind.name(),
            is_live: desk.worded.state == EntityState::Live,
            locks: locks.collect(),
            parts: parts
                .map(|(part, _)| (part.name(), super::label::part(part)))
                .collect(),
        }
    }
}

/// `POST /{kind}/{id}/edit/state/{deed}`
pub async fn set_state(
    State(site): State<Site>,
    Extension(kind): Extension<Kind>,
    Moderator(member): Moderator,
    Path((id, deed)): Path<(String, String)>,
    form: Form,
) -> Response {
    let done = async {
        let desk = Desk::of(&site, kind, &id).await?;
        let (key, base) = (desk.worded.key, desk.worded.version);
        let into = form.field("into").split_whitespace().next();
        let into = into.and_then(|id| id.parse().ok()).unwrap_or_default();
        let change = match deed.as_str() {
            "delete" => DraftChange::Delete { key, base },
            "restore" => DraftChange::Restore { key, base },
            "merge" => DraftChange::Merge { key, base, into },
            _ => return Err(ApiError::NotFound),
        };
        let draft = Draft {
            comment: form.field("comment").to_owned(),
            changes: vec![change],
        };
        match hand_in(&site.app, &member.account, draft, None).await? {
            Ok(_) => Ok(Redirect::to(&format!("{}/changes", desk.base)).into_response()),
            Err(SubmitError::Faults(_)) if deed == "merge" => {
                let text = "Please choose another one of the same kind to merge it into.";
                let visitor = member.visitor.clone();
                let status = StatusCode::BAD_REQUEST;
                Ok(message(&site, visitor, status, "Not done", text))
            }
            Err(error) => refused(&site, &member, error),
        }
    };
    answered(&site, &member.visitor, done).await
}

/// `POST /{kind}/{id}/edit/locks/{deed}`
pub async fn lock(
    State(site): State<Site>,
    Extension(kind): Extension<Kind>,
    Moderator(member): Moderator,
    Path((id, deed)): Path<(String, String)>,
    form: Form,
) -> Response {
    let done = async {
        let desk = Desk::of(&site, kind, &id).await?;
        let account = match deed.as_str() {
            "lock" => Some(member.account.id),
            "unlock" => None,
            _ => return Err(ApiError::NotFound),
        };
        let request = LockRequest {
            part: form.field("part").to_owned(),
            field: form.field("field").trim().to_owned(),
            reason: form.field("reason").to_owned(),
        };
        match set_lock(&site.app, desk.worded.key, &request, account).await {
            Ok(()) => Ok(Redirect::to(&format!("{}/edit", desk.base)).into_response()),
            Err(ApiError::Refused(_)) => {
                let text = "Something is not as it has to be. Nothing was saved.";
                let visitor = member.visitor.clone();
                let status = StatusCode::BAD_REQUEST;
                Ok(message(&site, visitor, status, "Not done", text))
            }
            Err(error) => Err(error),
        }
    };
    answered(&site, &member.visitor, done).await
}
