//! Edits that wait for a moderator, and the setting that makes them wait.

use axum::http::Method;
use kinora_model::account::Role;
use kinora_model::form::{Fault, check_comment};
use kinora_store::{Proposal, ProposalState};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Made, Names, ShownProposal};
use super::request::read;
use super::submit::{REVIEW_EDITS, follow};
use super::{account_with, number, refusal};
use crate::App;
use crate::error::ApiError;
use crate::v3::operation::{Call, Operation, Reply, inline_schema};
use crate::v3::page::{PAGE_SIZE, Paged};
use crate::v3::parameter::{PAGE, Parameter, Takes};

const STATE: Parameter = Parameter {
    name: "state",
    takes: Takes::OneOf(&["open", "accepted", "rejected"]),
    description: "Proposals in this state; open ones otherwise.",
};

/// What a moderator says to a decision.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Decision {
    /// Why.
    #[serde(default)]
    reason: String,
}

/// The settings of editing.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct EditSettings {
    /// Whether edits of contributors wait for a moderator.
    review_edits: bool,
}

/// The operations.
pub fn operations() -> Vec<Operation> {
    let decision = inline_schema::<Decision>;
    vec![
        Operation::get(
            "/proposals",
            "Proposals, the newest first",
            &[PAGE, STATE],
            page,
        ),
        Operation::get("/proposals/{proposal_id}", "A proposal", &[], details),
        Operation::reading(
            Method::POST,
            "/proposals/{proposal_id}/accept",
            "Commit a proposal",
            decision(),
            accept,
        ),
        Operation::reading(
            Method::POST,
            "/proposals/{proposal_id}/reject",
            "Reject a proposal, or withdraw one's own",
            decision(),
            reject,
        ),
        Operation::get(
            "/settings",
            "The settings of editing",
            &[],
            async |call: Call| {
                account_with(&call, Role::Contributor)?;
                settings(&call.app).await
            },
        ),
        Operation::reading(
            Method::PUT,
            "/settings",
            "Change the settings of editing",
            inline_schema::<EditSettings>(),
            async |call: Call, body| {
                account_with(&call, Role::Administrator)?;
                let EditSettings { review_edits } = read(body)?;
                let store = &call.app.store;
                store
                    .set_setting(REVIEW_EDITS, &review_edits.to_string())
                    .await?;
                Ok(Reply::from(settings(&call.app).await?))
            },
        ),
    ]
}

async fn settings(app: &App) -> Result<EditSettings, ApiError> {
    let review = app.store.setting(REVIEW_EDITS).await?;
    Ok(EditSettings {
        review_edits: review.as_deref() == Some("true"),
    })
}

async fn names(app: &App, proposals: &[Proposal]) -> Result<Names, ApiError> {
    let accounts = proposals
        .iter()
        .flat_map(|proposal| [Some(proposal.account), proposal.decided_by]);
    Names::of(app, accounts.flatten().collect()).await
}

async fn page(call: Call) -> Result<Paged<ShownProposal>, ApiError> {
    account_with(&call, Role::Moderator)?;
    let state = call.view.query.get("state").unwrap_or("open");
    let state = ProposalState::ALL
        .into_iter()
        .find(|known| known.name() == state)
        .ok_or(ApiError::InvalidParameters)?;
    let (page, size) = (call.view.page()?, PAGE_SIZE as i64);
    let store = &call.app.store;
    let (total, proposals) = store
        .proposals(state, (page as i64 - 1) * size, size)
        .await?;
    let names = names(&call.app, &proposals).await?;
    let rows = proposals
        .into_iter()
        .map(|proposal| ShownProposal::of(proposal, &names));
    Ok(Paged::of(
        page,
        rows.collect(),
        usize::try_from(total).unwrap_or_default(),
    ))
}

/// The proposal of the path, which its editor and moderators may see.
async fn of_path(call: &Call) -> Result<Proposal, ApiError> {
    let account = account_with(call, Role::Contributor)?;
    let found = call.app.store.proposal(number(call, 0)?).await?;
    let found = found.ok_or(ApiError::NotFound)?;
    match found.account == account.id || account.role >= Role::Moderator {
        true => Ok(found),
        false => Err(refusal::not_allowed(Role::Moderator)),
    }
}

async fn details(call: Call) -> Result<ShownProposal, ApiError> {
    let found = of_path(&call).await?;
    let names = names(&call.app, std::slice::from_ref(&found)).await?;
    Ok(ShownProposal::of(found, &names))
}

fn reason(body: serde_json::Map<String, serde_json::Value>) -> Result<String, ApiError> {
    let Decision { reason } = read(body)?;
    match check_comment(&reason) {
        None => Ok(reason),
        Some(fault) => Err(refusal::faults(&[Fault::new("reason", fault.message)])),
    }
}

async fn accept(
    call: Call,
    body: serde_json::Map<String, serde_json::Value>,
) -> Result<Reply<Made>, ApiError> {
    let moderator = account_with(&call, Role::Moderator)?;
    let (id, reason) = (number(&call, 0)?, reason(body)?);
    match call
        .app
        .store
        .accept_proposal(id, moderator.id, &reason)
        .await
    {
        Ok(outcome) => {
            follow(&call.app).await;
            Ok(Reply::from(Made::from(outcome)))
        }
        Err(error) => Err(refusal::of(&call.app, error).await),
    }
}

async fn reject(
    call: Call,
    body: serde_json::Map<String, serde_json::Value>,
) -> Result<Reply<ShownProposal>, ApiError> {
    let account = account_with(&call, Role::Contributor)?;
    let (found, reason) = (of_path(&call).await?, reason(body)?);
    let rejected = call
        .app
        .store
        .reject_proposal(found.id, account.id, &reason)
        .await;
    if let Err(error) = rejected {
        return Err(refusal::of(&call.app, error).await);
    }
    Ok(details(call).await?.into())
}
