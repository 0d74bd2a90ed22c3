//! Why the editing API refuses, in the form of every refusal with what an editor can act upon.

use std::collections::BTreeMap;

use kinora_model::account::Role;
use kinora_model::form::Fault;
use kinora_store::{Changed, SubmitError};
use serde_json::{Value, json};

use super::answer::Names;
use crate::App;
use crate::error::{ApiError, Refusal};

fn refused(http: u16, code: u32, message: &str, details: Value) -> ApiError {
    ApiError::Refused(Box::new(Refusal {
        http,
        code,
        message: message.to_owned(),
        details,
    }))
}

/// The faults of what was sent: HTTP 400, status 18.
pub fn faults(faults: &[Fault]) -> ApiError {
    refused(400, 18, "Validation failed.", json!({"errors": faults}))
}

/// An account without the role that it takes: HTTP 403, status 38.
pub fn not_allowed(role: Role) -> ApiError {
    let message = "You don't have permission to edit this resource.";
    refused(403, 38, message, json!({"role": role.name()}))
}

/// A refused draft.
pub async fn of(app: &App, error: SubmitError) -> ApiError {
    match error {
        SubmitError::Faults(found) => faults(&found),
        SubmitError::Stale(changed) => match conflicts(app, changed).await {
            Ok(conflicts) => refused(
                409,
                47,
                "It has changed since the version that the edit was made against.",
                json!({"conflicts": conflicts}),
            ),
            Err(error) => error,
        },
        SubmitError::BuiltUpon { revision, fields } => refused(
            409,
            47,
            "What the revision changed was changed again since.",
            json!({"revision": revision, "fields": fields}),
        ),
        SubmitError::Locked { key, part, fields } => refused(
            403,
            38,
            "A moderator locked this.",
            json!({"locked": {"kind": key.kind.name(), "id": key.id, "part": part, "fields": fields}}),
        ),
        SubmitError::KeyUsed => refused(
            422,
            47,
            "The Idempotency-Key was used for another request.",
            json!({}),
        ),
        SubmitError::TooManyProposals => refused(
            403,
            38,
            "You have as many open proposals as an account may have.",
            json!({}),
        ),
        SubmitError::NoProposal => ApiError::NotFound,
        SubmitError::Store(error) => ApiError::Store(error),
    }
}

/// What changed since, by whom and when.
async fn conflicts(app: &App, changed: Vec<Changed>) -> Result<Vec<Value>, ApiError> {
    let editors = changed.iter().flat_map(|changed| &changed.since);
    let editors = editors.filter_map(|revision| revision.editor).collect();
    let names = Names::of(app, editors).await?;
    let told = changed.into_iter().map(|changed| {
        let mut parts: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
        for revision in &changed.since {
            let fields: Vec<&str> = revision
                .changes
                .iter()
                .map(|change| change.field.as_str())
                .collect();
            parts.entry(revision.part).or_default().push(json!({
                "revision": revision.seq,
                "fields": fields,
                "editor": names.get(revision.editor),
                "comment": revision.comment,
                "made_at": revision.made_at,
            }));
        }
        json!({
            "kind": changed.key.kind.name(), "id": changed.key.id,
            "base": changed.base, "version": changed.version, "parts": parts,
        })
    });
    Ok(told.collect())
}
