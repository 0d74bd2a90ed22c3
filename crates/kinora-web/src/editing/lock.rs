//! Locks, which moderators put on parts and fields.

use axum::http::Method;
use kinora_model::account::Role;
use kinora_model::form::{self, Fault, check_comment};
use kinora_model::{EntityKey, Kind, Part};
use schemars::JsonSchema;
use serde::Deserialize;

use super::answer::ShownEntity;
use super::request::read;
use super::{account_with, number, refusal};
use crate::App;
use crate::error::ApiError;
use crate::v3::operation::{Call, Operation, Reply, inline_schema};

/// The longest name of a field.
const LONGEST_FIELD: usize = 500;

/// How many locks an entity may have.
const MOST_LOCKS: usize = 100;

/// A part or field to lock or unlock.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LockRequest {
    /// The part.
    pub part: String,
    /// The field, as differences name it; empty for the whole part.
    #[serde(default)]
    pub field: String,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// `POST /{kind}/{id}/lock` and `/unlock`
pub fn operations(kind: Kind) -> [Operation; 2] {
    [("lock", true), ("unlock", false)].map(|(word, locks)| {
        let path = format!("/{}/{{id}}/{word}", kind.name());
        let summary = format!("{word} a part or field of a {}", kind.name());
        let schema = inline_schema::<LockRequest>();
        Operation::reading(
            Method::POST,
            &path,
            &summary,
            schema,
            move |call, body| async move {
                let account = account_with(&call, Role::Moderator)?.id;
                set(&call, kind, read(body)?, locks.then_some(account)).await
            },
        )
    })
}

/// Locks for an account, or unlocks.
async fn set(
    call: &Call,
    kind: Kind,
    request: LockRequest,
    account: Option<i64>,
) -> Result<Reply<ShownEntity>, ApiError> {
    let key = EntityKey::new(kind, number(call, 0)?);
    set_lock(&call.app, key, &request, account).await?;
    let worded = call.app.store.worded(key).await?;
    let worded = worded.ok_or(ApiError::NotFound)?;
    Ok(ShownEntity::of(&call.app, worded).await?.into())
}

/// Locks a part or field of an entity for an account, or unlocks it.
pub async fn set_lock(
    app: &App,
    key: EntityKey,
    request: &LockRequest,
    account: Option<i64>,
) -> Result<(), ApiError> {
    let (store, kind) = (&app.store, key.kind);
    let worded = store.worded(key).await?.ok_or(ApiError::NotFound)?;
    let part = part(kind, &request.part);
    let mut faults: Vec<Fault> = check_comment(&request.reason)
        .map(|fault| Fault::new("reason", fault.message))
        .into_iter()
        .collect();
    if part.is_none() {
        let message = format!("a {} has no such part", kind.name());
        faults.push(Fault::new("part", message));
    }
    if request.field.chars().count() > LONGEST_FIELD {
        let message = format!("has to have at most {LONGEST_FIELD} characters");
        faults.push(Fault::new("field", message));
    }
    if account.is_some() && worded.locks.len() >= MOST_LOCKS {
        let message = format!("has {MOST_LOCKS} locks: lock whole parts");
        faults.push(Fault::new("field", message));
    }
    let (Some(part), true) = (part, faults.is_empty()) else {
        return Err(refusal::faults(&faults));
    };
    match account {
        Some(account) => {
            let (field, reason) = (&request.field, &request.reason);
            store.lock(key, part, field, account, reason).await?;
        }
        None if !store.unlock(key, part, &request.field).await? => return Err(ApiError::NotFound),
        None => {}
    }
    Ok(())
}

fn part(kind: Kind, name: &str) -> Option<Part> {
    let mut parts = form::parts(kind).map(|(part, _)| part);
    parts.find(|part| part.name() == name)
}
