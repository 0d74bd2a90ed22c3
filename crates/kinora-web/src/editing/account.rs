//! Roles of accounts, which administrators give.

use axum::http::Method;
use kinora_model::account::Role;
use kinora_model::form::Fault;
use kinora_store::AccountChange;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::request::read;
use super::{account_with, number, refusal};
use crate::error::ApiError;
use crate::v3::operation::{Call, Operation, Reply, inline_schema};

/// A role to give.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewRole {
    /// reader, contributor, moderator or administrator.
    role: String,
}

/// An account with its role.
#[derive(Serialize, JsonSchema)]
struct WithRole {
    id: i64,
    name: String,
    role: &'static str,
}

/// `GET /accounts` and `PUT /accounts/{account_id}/role`
pub fn operations() -> [Operation; 2] {
    [
        Operation::get("/accounts", "Every account with its role", &[], accounts),
        Operation::reading(
            Method::PUT,
            "/accounts/{account_id}/role",
            "Give an account a role",
            inline_schema::<NewRole>(),
            give,
        ),
    ]
}

async fn accounts(call: Call) -> Result<Vec<WithRole>, ApiError> {
    account_with(&call, Role::Administrator)?;
    let accounts = call.app.store.accounts().await?.into_iter();
    let shown = accounts.map(|account| WithRole {
        id: account.id,
        name: account.name,
        role: account.role.name(),
    });
    Ok(shown.collect())
}

async fn give(
    call: Call,
    body: serde_json::Map<String, serde_json::Value>,
) -> Result<Reply<WithRole>, ApiError> {
    let administrator = account_with(&call, Role::Administrator)?;
    let (id, NewRole { role }) = (number(&call, 0)?, read(body)?);
    let fault = |field: &str, message: &str| refusal::faults(&[Fault::new(field, message)]);
    let role: Role = role.parse().map_err(|_| {
        fault(
            "role",
            "has to be reader, contributor, moderator or administrator",
        )
    })?;
    if id == administrator.id {
        // Somebody has to stay administrator.
        return Err(fault("account_id", "cannot be your own"));
    }
    let store = &call.app.store;
    if !store.change_account(id, AccountChange::Role(role)).await? {
        return Err(ApiError::NotFound);
    }
    let account = store.account(id).await?.ok_or(ApiError::NotFound)?;
    Ok(Reply::from(WithRole {
        id: account.id,
        name: account.name,
        role: account.role.name(),
    }))
}
