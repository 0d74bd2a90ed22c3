//! Entities by name: those that a page mentions, and those that an editor looks for.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use kinora_model::form::Form;
use kinora_model::{EntityKey, Kind, Part, PartSet};
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::Site;
use super::super::card::Cards;
use super::super::member::Member;
use super::super::page::failed;
use super::super::subject::segment;
use super::super::visitor::Visitor;
use super::typed::{ListShape, Typed, join};
use crate::error::ApiError;

/// How many are suggested.
const SUGGESTIONS: usize = 10;

/// The names of entities.
pub type Names = HashMap<EntityKey, String>;

/// The name that facts tell; for what has none, its place.
pub fn name(kind: Kind, facts: &Value) -> String {
    let text = |name: &str| facts.get(name).and_then(Value::as_str).unwrap_or_default();
    let number = |name: &str| facts.get(name).and_then(Value::as_i64).unwrap_or_default();
    match kind {
        Kind::Season => format!("S{}", number("number")),
        Kind::Episode => format!("S{}E{}", number("season"), number("number")),
        Kind::Movie => text("original_title").to_owned(),
        Kind::Series => text("original_name").to_owned(),
        _ => text("name").to_owned(),
    }
}

/// The names of the entities that fields mention.
pub async fn names(site: &Site, path: &str, form: &Form, typed: &Typed) -> Result<Names, ApiError> {
    let mut keys = Vec::new();
    each_id(path, form, typed, &mut |_, kind, text| {
        let id = text.split_whitespace().next().unwrap_or_default().parse();
        keys.extend(id.ok().map(|id| EntityKey::new(kind, id)));
    });
    let cards = site.app.store.cards(keys, PartSet::of(&[Part::Facts]));
    let named = cards.await?.into_iter().filter_map(|card| {
        let facts = serde_json::from_str(card.record.raw(Part::Facts)?).ok()?;
        let key = card.record.key;
        Some((key, name(key.kind, &facts)))
    });
    Ok(named.collect())
}

/// What the editor may have meant by names in fields that want ids: by field, ids with their names.
pub async fn meant(
    site: &Site,
    visitor: &Visitor,
    path: &str,
    form: &Form,
    typed: &Typed,
) -> Result<HashMap<String, Vec<String>>, ApiError> {
    const MOST: usize = 20;
    let mut unknown = Vec::new();
    each_id(path, form, typed, &mut |path, kind, text| {
        let first = text.split_whitespace().next().unwrap_or_default();
        if !text.is_empty() && first.parse::<i64>().is_err() && unknown.len() < MOST {
            unknown.push((path.to_owned(), kind, text.to_owned()));
        }
    });
    let mut meant = HashMap::new();
    for (path, kind, text) in unknown {
        let found = find(site, visitor, kind, &text).await?;
        let found = found
            .into_iter()
            .map(|(id, name, _)| format!("{id} {name}"));
        meant.insert(path, found.collect());
    }
    Ok(meant)
}

/// Calls `take` with the path, kind and text of every field that wants an id.
fn each_id(path: &str, form: &Form, typed: &Typed, take: &mut dyn FnMut(&str, Kind, &str)) {
    match form {
        Form::Record(fields) => {
            for field in *fields {
                each_id(&join(path, field.name), &field.form, typed, take);
            }
        }
        Form::List(item, ..) | Form::Bag(item, _) if ListShape::of(item) == ListShape::Rows => {
            for row in typed.rows(path) {
                each_id(&format!("{path}[{row}]"), item, typed, take);
            }
        }
        Form::Id(kind) => take(path, *kind, typed.text(path)),
        _ => {}
    }
}

/// Entities of a kind by their names, with a word more about each.
async fn find(
    site: &Site,
    visitor: &Visitor,
    kind: Kind,
    words: &str,
) -> Result<Vec<(i64, String, String)>, ApiError> {
    let has_search = !matches!(kind, Kind::Season | Kind::Episode | Kind::Network);
    if words.trim().is_empty() || !has_search {
        return Ok(Vec::new());
    }
    let path = format!("/search/{}", segment(kind));
    let words: String = words.chars().take(200).collect();
    let cards: Cards = site.ask(visitor, &path, &[("query", &words)]).await?;
    let found = cards.results.into_iter().take(SUGGESTIONS).map(|card| {
        let note = card.year().or(card.known_for_department.as_deref());
        let note = note.unwrap_or_default().to_owned();
        (card.id, card.shown().to_owned(), note)
    });
    Ok(found.collect())
}

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    query: String,
}

/// `GET /edit/find/{kind}?query=…`
pub async fn suggestions(
    State(site): State<Site>,
    member: Member,
    Path(kind): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let found = async {
        let kind = Kind::ALL.into_iter().find(|known| known.name() == kind);
        let kind = kind.ok_or(ApiError::NotFound)?;
        find(&site, &member.visitor, kind, &asked.query).await
    };
    match found.await {
        Ok(found) => {
            let found = found.into_iter().map(|(id, name, note)| {
                json!({ "value": format!("{id} {name}"), "name": name, "note": note })
            });
            let body = Value::Array(found.collect()).to_string();
            ([(header::CONTENT_TYPE, "application/json")], body).into_response()
        }
        Err(error) => failed(&site, member.visitor, &error),
    }
}
