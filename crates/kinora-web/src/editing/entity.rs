//! Reading an entity or a part of it with its version.

use kinora_model::account::Role;
use kinora_model::{EntityKey, Kind, Part};

use super::answer::{ShownEntity, ShownPart};
use super::{account_with, number};
use crate::error::ApiError;
use crate::v3::operation::{Call, Operation};

/// `GET /{kind}/{id}`
pub fn operations(kind: Kind) -> [Operation; 1] {
    let path = format!("/{}/{{id}}", kind.name());
    let summary = format!("A {} as editors read it", kind.name());
    [Operation::get(&path, &summary, &[], move |call| {
        shown(call, kind)
    })]
}

/// `GET /{kind}/{id}/{part}`
pub fn part(kind: Kind, part: Part) -> Operation {
    let path = format!("/{}/{{id}}/{}", kind.name(), part.name());
    let summary = format!(
        "The {} of a {} as editors read them",
        part.name(),
        kind.name()
    );
    Operation::get(&path, &summary, &[], move |call| async move {
        Ok::<ShownPart, ApiError>(shown(call, kind).await?.into_part(part.name()))
    })
}

async fn shown(call: Call, kind: Kind) -> Result<ShownEntity, ApiError> {
    account_with(&call, Role::Reader)?;
    let key = EntityKey::new(kind, number(&call, 0)?);
    let worded = call.app.store.worded(key).await?;
    ShownEntity::of(&call.app, worded.ok_or(ApiError::NotFound)?).await
}
