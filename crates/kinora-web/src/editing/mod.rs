//! The editing API under `/kinora/v1`: entities and their parts, read and written by people with a role.
//!
//! Every kind has the same operations, and every part of [`form::parts`] the same two; they are made from those tables.
//! What changes the catalogue becomes a [`Draft`](kinora_model::draft::Draft) and is submitted in one place ([`submit`]).

mod account;
pub mod answer;
mod entity;
mod history;
pub mod image;
pub mod lock;
mod proposal;
mod refusal;
mod request;
pub mod submit;

pub use answer::anything;
use axum::Router;
use kinora_model::Kind;
use kinora_model::account::Role;
use kinora_model::form;

use crate::App;
use crate::error::ApiError;
use crate::v3::operation::{Call, Operation};
use crate::viewer::Audience;

/// Where these operations are.
pub const BASE: &str = "/kinora/v1";

/// Every operation.
pub fn operations() -> Vec<Operation> {
    let mut operations = vec![submit::edits(), image::upload()];
    operations.extend(proposal::operations());
    operations.extend(account::operations());
    for kind in Kind::ALL {
        operations.extend(entity::operations(kind));
        operations.push(history::operation(kind));
        operations.extend(submit::operations(kind));
        operations.extend(lock::operations(kind));
        operations.extend(image::votes(kind));
        for (part, form) in form::parts(kind) {
            operations.push(entity::part(kind, part));
            operations.push(submit::part(kind, part, &form));
        }
    }
    let placed = operations
        .into_iter()
        .map(|operation| operation.below(BASE).for_audience(Audience::Account));
    placed.collect()
}

/// The routes below [`BASE`].
pub fn routes() -> Router<App> {
    let operations = operations().into_iter();
    operations.fold(Router::new(), |router, operation| operation.route(router))
}

/// The account that asks, which has to have this role or a greater one.
fn account_with(call: &Call, role: Role) -> Result<kinora_model::account::Account, ApiError> {
    let account = call.account()?;
    match account.role >= role {
        true => Ok(account.clone()),
        false => Err(refusal::not_allowed(role)),
    }
}

/// The number in a segment of the path.
fn number(call: &Call, segment: usize) -> Result<i64, ApiError> {
    call.segment(segment)
        .parse()
        .map_err(|_| ApiError::NotFound)
}
