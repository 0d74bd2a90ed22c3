//! What changed (contract 3.5): the parameters are checked and the shapes are there; no change is told yet.

use kinora_model::key::{EntityKey, Kind};
use kinora_store::{Locator, Wants};
use schemars::JsonSchema;
use serde::Serialize;

use super::namespace::{Resource, Source, Typed, entity_id};
use super::operation::{Call, Operation};
use super::page::Paged;
use super::parameter::{END_DATE, PAGE, Parameter, START_DATE};
use crate::error::ApiError;

const PARAMETERS: &[Parameter] = &[END_DATE, PAGE, START_DATE];
/// How long answers may be kept, in seconds.
const MAX_AGE: u32 = 600;

/// `changes` of an entity.
pub const CHANGES: Resource = Resource {
    name: "changes",
    summary: "Changes",
    parameters: PARAMETERS,
    with_id: false,
    source: Source::Loaded(Wants::of(&[], &[]), &Typed(|_, _| Ok(changes()))),
};

/// What changed in an entity, by the key of what it is about.
#[derive(Serialize, JsonSchema)]
struct Changes {
    changes: Vec<ChangeKey>,
}

#[derive(Serialize, JsonSchema)]
struct ChangeKey {
    key: String,
    items: Vec<ChangeItem>,
}

#[derive(Serialize, JsonSchema)]
struct ChangeItem {
    id: String,
    action: String,
    time: String,
    iso_639_1: String,
    iso_3166_1: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    original_value: Option<serde_json::Value>,
}

/// An entity that changed.
#[derive(Serialize, JsonSchema)]
struct ChangeRow {
    id: i64,
    adult: Option<bool>,
    softcore: Option<bool>,
}

/// The operations beside the sub-resources of namespaces.
pub fn operations() -> Vec<Operation> {
    let list = |noun: &str, name: &str| {
        let (path, summary) = (format!("/{noun}/changes"), format!("{name} that changed"));
        Operation::get(&path, &summary, PARAMETERS, changed)
    };
    let of = |path: &str, noun: &str, kind: Kind| {
        let summary = format!("Changes of a {noun}, by its own id");
        Operation::get(path, &summary, PARAMETERS, move |call: Call| async move {
            let key = EntityKey::new(kind, entity_id(kind, call.segment(0))?);
            let found = call.app.store.load(Locator::Key(key), Wants::default());
            found.await?.ok_or(ApiError::NotFound)?;
            Ok(changes())
        })
    };
    let operations = [
        list("movie", "Movies"),
        list("tv", "Series"),
        list("person", "People"),
        of("/tv/season/{season_id}/changes", "TV season", Kind::Season),
        of(
            "/tv/episode/{episode_id}/changes",
            "TV episode",
            Kind::Episode,
        ),
    ];
    let operations = operations.into_iter();
    operations
        .map(|operation| operation.kept_for(MAX_AGE))
        .collect()
}

async fn changed(call: Call) -> Result<Paged<ChangeRow>, ApiError> {
    Ok(Paged::of(call.view.page()?, Vec::new(), 0))
}

/// No change is told.
fn changes() -> Changes {
    Changes {
        changes: Vec::new(),
    }
}
