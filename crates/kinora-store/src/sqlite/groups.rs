//! The episode groups of a series as editors read and write them: all of them as one list.

use kinora_model::edit::Change;
use kinora_model::form::Fault;
use kinora_model::key::EntityKey;
use kinora_model::review::{EpisodeGroup, EpisodeGroupPart};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::commit::Commit;
use super::lower::new_public_id;
use super::review;
use crate::StoreError;
use crate::submission::SubmitError;

/// The groups of a series as editors read them.
pub fn worded(db: &Connection, series: EntityKey) -> Result<Option<Value>, StoreError> {
    let groups = review::groups_of_series(db, series.id)?;
    let words: Vec<Value> = groups.into_iter().map(words).collect();
    Ok((!words.is_empty()).then_some(Value::Array(words)))
}

fn words(group: EpisodeGroup) -> Value {
    let parts = group.groups.unwrap_or_default().into_iter().map(|part| {
        let episodes: Vec<i64> = part.episodes.iter().map(|(episode, _)| *episode).collect();
        json!({
            "id": part.id, "name": part.name, "order": part.order, "locked": part.locked, "episodes": episodes,
        })
    });
    let mut words = json!({
        "id": group.id, "name": group.name, "description": group.description,
        "group_type": group.group_type, "groups": parts.collect::<Vec<_>>(),
    });
    if let Some(network) = group.network {
        words["network"] = Value::from(network);
    }
    words
}

/// The changes that make a series have these groups and no others.
pub fn lower(
    db: &Connection,
    commit: &Commit<'_>,
    series: EntityKey,
    document: &Value,
) -> Result<Vec<Change>, SubmitError> {
    let before = review::groups_of_series(db, series.id)?;
    let base = commit.base(series)?;
    let mut changes = Vec::new();
    let mut kept = Vec::new();
    for (index, row) in document.as_array().into_iter().flatten().enumerate() {
        let told = row.get("id").and_then(Value::as_str);
        if told.is_some_and(|id| !before.iter().any(|group| group.id == id)) {
            let field = format!("document[{index}].id");
            let fault = Fault::new(field, "has to be the id of a group of the series");
            return Err(SubmitError::Faults(vec![fault]));
        }
        let id = told.map_or_else(new_public_id, |id| Ok(id.to_owned()))?;
        kept.push(id.clone());
        let group = group(row, id, series.id)?;
        changes.push(Change::PutGroup { base, group });
    }
    for group in before.into_iter().filter(|group| !kept.contains(&group.id)) {
        changes.push(Change::DropGroup { base, id: group.id });
    }
    Ok(changes)
}

fn group(row: &Value, id: String, series: i64) -> Result<EpisodeGroup, StoreError> {
    let text = |row: &Value, name: &str| {
        let value = row.get(name).and_then(Value::as_str);
        value.unwrap_or_default().to_owned()
    };
    let mut parts = Vec::new();
    for (index, part) in row
        .get("groups")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .enumerate()
    {
        let episodes = part
            .get("episodes")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        let episodes: Vec<(i64, i32)> = episodes.filter_map(Value::as_i64).zip(0..).collect();
        let told = part.get("id").and_then(Value::as_str);
        let order = part.get("order").and_then(Value::as_i64);
        parts.push(EpisodeGroupPart {
            id: told.map_or_else(new_public_id, |id| Ok(id.to_owned()))?,
            name: text(part, "name"),
            order: small(order.unwrap_or(index as i64 + 1)),
            locked: part
                .get("locked")
                .and_then(Value::as_bool)
                .unwrap_or_default(),
            episodes,
        });
    }
    let count = parts.iter().map(|part| part.episodes.len() as i64).sum();
    Ok(EpisodeGroup {
        id,
        series: Some(series),
        description: text(row, "description"),
        name: text(row, "name"),
        group_type: small(
            row.get("group_type")
                .and_then(Value::as_i64)
                .unwrap_or_default(),
        ),
        episode_count: small(count),
        group_count: small(parts.len() as i64),
        network: row.get("network").and_then(Value::as_i64),
        groups: Some(parts),
    })
}

/// The forms keep numbers small.
fn small(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
