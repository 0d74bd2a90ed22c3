//! The history of an entity.

use kinora_model::account::Role;
use kinora_model::{EntityKey, Kind};

use super::answer::{Names, ShownRevision};
use super::{account_with, number};
use crate::error::ApiError;
use crate::v3::operation::{Call, Operation};
use crate::v3::page::{PAGE_SIZE, Paged};
use crate::v3::parameter::PAGE;

/// `GET /{kind}/{id}/history`
pub fn operation(kind: Kind) -> Operation {
    let path = format!("/{}/{{id}}/history", kind.name());
    let summary = format!("The history of a {}, newest first", kind.name());
    Operation::get(&path, &summary, &[PAGE], move |call| page(call, kind))
}

async fn page(call: Call, kind: Kind) -> Result<Paged<ShownRevision>, ApiError> {
    account_with(&call, Role::Reader)?;
    let (page, key) = (call.view.page()?, EntityKey::new(kind, number(&call, 0)?));
    let size = PAGE_SIZE as i64;
    let store = &call.app.store;
    let (total, revisions) = store
        .history_page(key, (page as i64 - 1) * size, size)
        .await?;
    if total == 0 && store.worded(key).await?.is_none() {
        return Err(ApiError::NotFound);
    }
    let editors = revisions.iter().filter_map(|revision| revision.editor);
    let names = Names::of(&call.app, editors.collect()).await?;
    let rows = revisions
        .into_iter()
        .map(|revision| ShownRevision::of(revision, &names));
    Ok(Paged::of(
        page,
        rows.collect(),
        usize::try_from(total).unwrap_or_default(),
    ))
}
