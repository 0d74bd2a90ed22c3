//! What changed (contract 3.5): which entities in a span of days, and what of one entity.
//!
//! Everything is read from the history that commits leave. Loads in bulk leave none, so an import is no change.

use std::ops::Range;

use kinora_model::key::{EntityKey, Kind};
use kinora_model::part::{Part, PartSet};
use kinora_store::{Loaded, Locator, Wants};
use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::View;
use super::change_items::{ChangeKey, Names, mentioned, tell};
use super::namespace::{Resource, Source, entity_id};
use super::operation::{Call, Operation};
use super::page::Paged;
use super::parameter::{END_DATE, PAGE, Parameter, START_DATE, date};
use crate::App;
use crate::error::ApiError;

const PARAMETERS: &[Parameter] = &[END_DATE, PAGE, START_DATE];
/// How long answers may be kept, in seconds.
const MAX_AGE: u32 = 600;
/// How many rows a page of changed entities has.
const PAGE_SIZE: usize = 100;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// `changes` of an entity.
pub const CHANGES: Resource = Resource {
    name: "changes",
    summary: "Changes",
    parameters: PARAMETERS,
    with_id: false,
    source: Source::Changes,
};

/// What changed in an entity, by the key of what it is about.
#[derive(Serialize, JsonSchema)]
pub struct Changes {
    changes: Vec<ChangeKey>,
}

/// An entity that changed; what is gone meanwhile is neither adult nor not.
#[derive(Serialize, JsonSchema)]
struct ChangeRow {
    id: i64,
    adult: Option<bool>,
    softcore: Option<bool>,
}

/// The operations beside the sub-resources of namespaces.
pub fn operations() -> Vec<Operation> {
    let list = |noun: &str, name: &str, kind: Kind| {
        let (path, summary) = (format!("/{noun}/changes"), format!("{name} that changed"));
        Operation::get(&path, &summary, PARAMETERS, move |call| changed(call, kind))
    };
    let of_one = |path: &str, noun: &str, kind: Kind| {
        let summary = format!("Changes of a {noun}, by its own id");
        Operation::get(path, &summary, PARAMETERS, move |call: Call| async move {
            let key = EntityKey::new(kind, entity_id(kind, call.segment(0))?);
            let found = call.app.store.load(Locator::Key(key), Wants::default());
            let found = found.await?.ok_or(ApiError::NotFound);
            let key = changed_key(&call.app, kind, &call.path, found).await?;
            of(&call.app, key, &call.view).await
        })
    };
    let operations = [
        list("movie", "Movies", Kind::Movie),
        list("tv", "Series", Kind::Series),
        list("person", "People", Kind::Person),
        of_one("/tv/season/{season_id}/changes", "TV season", Kind::Season),
        of_one(
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

/// The times that a request is about, in milliseconds since 1970: both days whole, one day where only one is named, else the last
/// 24 hours.
fn times(app: &App, view: &View) -> Range<i64> {
    let day = |parameter: Parameter| {
        let day = view.query.get(parameter.name).and_then(date);
        day.map(|day| day.day_number() * DAY_MS)
    };
    match (day(START_DATE), day(END_DATE)) {
        (Some(first), Some(last)) => first..last + DAY_MS,
        (Some(first), None) => first..first + DAY_MS,
        (None, Some(last)) => last - DAY_MS..last + DAY_MS,
        (None, None) => {
            let now = app.settings.clock.now();
            let now = now
                .duration_since(std::time::UNIX_EPOCH)
                .unwrap_or_default();
            let now = i64::try_from(now.as_millis()).unwrap_or(i64::MAX - 1);
            now - DAY_MS..now + 1
        }
    }
}

/// Facts that rows of every kind show.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Shown {
    adult: bool,
    softcore: bool,
}

async fn changed(call: Call, kind: Kind) -> Result<Paged<ChangeRow>, ApiError> {
    let (store, page) = (&call.app.store, call.view.page()?);
    let cut = ((page - 1) * PAGE_SIZE, PAGE_SIZE);
    let (ids, total) = store
        .changed(kind, times(&call.app, &call.view), cut)
        .await?;
    let keys = ids.iter().map(|id| EntityKey::new(kind, *id)).collect();
    let cards = store.cards(keys, PartSet::of(&[Part::Facts])).await?;
    let mut shown = FxHashMap::default();
    for card in cards {
        let facts = card.record.raw(Part::Facts).unwrap_or("{}");
        let facts: Shown = serde_json::from_str(facts)?;
        shown.insert(card.record.key.id, facts);
    }
    let row = |id: i64| ChangeRow {
        id,
        adult: shown.get(&id).map(|facts| facts.adult),
        softcore: shown.get(&id).map(|facts| facts.softcore),
    };
    Ok(Paged {
        page,
        results: ids.into_iter().map(row).collect(),
        total_pages: total.div_ceil(PAGE_SIZE),
        total_results: total,
    })
}

/// Whose changes a request is about: what was found, or something deleted that has a history.
pub async fn changed_key(
    app: &App,
    kind: Kind,
    path: &[String],
    found: Result<Loaded, ApiError>,
) -> Result<EntityKey, ApiError> {
    match (found, path) {
        (Ok(loaded), _) => Ok(loaded.record.key),
        (Err(ApiError::NotFound), [id]) => {
            let key = EntityKey::new(kind, entity_id(kind, id)?);
            let (revisions, _) = app.store.changes(key, 0..i64::MAX).await?;
            match revisions.is_empty() {
                true => Err(ApiError::NotFound),
                false => Ok(key),
            }
        }
        (Err(error), _) => Err(error),
    }
}

/// What changed of an entity.
pub async fn of(app: &App, key: EntityKey, view: &View) -> Result<Changes, ApiError> {
    // Whatever is edited may be below this, or be named in it.
    view.made_of_lists();
    let (revisions, below) = app.store.changes(key, times(app, view)).await?;
    let mentioned: Vec<EntityKey> = mentioned(&revisions).into_iter().collect();
    let cards = match mentioned.is_empty() {
        true => Vec::new(),
        false => {
            app.store
                .cards(mentioned, PartSet::of(&[Part::Facts]))
                .await?
        }
    };
    let mut names = Names::default();
    for card in &cards {
        names.add(card)?;
    }
    Ok(Changes {
        changes: tell(key.kind, &revisions, &below, &names, view),
    })
}
