//! What is done with a discussion as a whole.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use kinora_store::DiscussionChange;

use super::super::Site;
use super::super::form::Form;
use super::super::member::Member;
use super::super::page::{answered, message};
use super::talk::number;
use super::{reader, refusal};
use crate::error::ApiError;

/// What a button does.
enum Deed {
    Watch(bool),
    Change(DiscussionChange),
}

/// The deeds by the last segment of their addresses.
const DEEDS: [(&str, Deed); 6] = [
    ("watch", Deed::Watch(true)),
    ("unwatch", Deed::Watch(false)),
    ("close", Deed::Change(DiscussionChange::Open(false))),
    ("open", Deed::Change(DiscussionChange::Open(true))),
    ("private", Deed::Change(DiscussionChange::Public(false))),
    ("public", Deed::Change(DiscussionChange::Public(true))),
];

/// `POST /discuss/{id}/{act}`
pub async fn act(
    State(site): State<Site>,
    member: Member,
    Path((id, act)): Path<(String, String)>,
    _: Form,
) -> Response {
    let visitor = &member.visitor;
    let done = async {
        let deed = DEEDS.iter().find(|(name, _)| *name == act);
        let (_, deed) = deed.ok_or(ApiError::NotFound)?;
        let (store, reader, id) = (&site.app.store, reader(visitor), number(&id)?);
        let now = site.app.settings.clock.milliseconds();
        let done = match deed {
            Deed::Watch(on) => store.watch_discussion(reader, id, *on).await,
            Deed::Change(change) => store.change_discussion(reader, id, *change, now).await,
        };
        Ok(match done {
            Ok(()) => Redirect::to(&format!("/discuss/{id}")).into_response(),
            Err(error) => {
                let (status, reason) = refusal(error)?;
                message(&site, visitor.clone(), status, "Not done", reason)
            }
        })
    };
    answered(&site, visitor, done).await
}
