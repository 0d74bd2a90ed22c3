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
use super::super::member::Member;
use super::super::page::failed;
use super::super::search::of_kind;
use super::super::subject::segment;
use super::super::visitor::Visitor;
use super::typed::{ListShape, Typed, entity, join};
use crate::error::ApiError;

/// What is looked for where a field takes titles of several kinds.
const TITLES: &str = "title";

/// What is looked for where a field takes a job.
pub const JOBS: &str = "job";

/// How many of a kind are suggested.
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
    each_named(path, form, typed, &mut |_, form, text| {
        keys.extend(entity(form, text));
    });
    named(site, keys).await
}

/// The names of entities; of those that are gone none.
pub async fn named(site: &Site, keys: Vec<EntityKey>) -> Result<Names, ApiError> {
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
    each_named(path, form, typed, &mut |path, form, text| {
        if !text.is_empty() && entity(form, text).is_none() && unknown.len() < MOST {
            unknown.push((path.to_owned(), sought(form), text.to_owned()));
        }
    });
    let mut meant = HashMap::new();
    for (path, sought, text) in unknown {
        let found = find(site, visitor, sought, &text).await?;
        meant.insert(path, found.into_iter().map(|found| found.value).collect());
    }
    Ok(meant)
}

/// Calls `take` with the path, form and text of every field that names an entity.
fn each_named(path: &str, form: &Form, typed: &Typed, take: &mut dyn FnMut(&str, &Form, &str)) {
    match form {
        Form::Record(fields) => {
            for field in *fields {
                each_named(&join(path, field.name), &field.form, typed, take);
            }
        }
        Form::List(item, ..) | Form::Bag(item, _) if ListShape::of(item) == ListShape::Rows => {
            for row in typed.rows(path) {
                each_named(&format!("{path}[{row}]"), item, typed, take);
            }
        }
        Form::Id(_) | Form::Entity(_) => take(path, form, typed.text(path)),
        _ => {}
    }
}

/// What is looked for in a field that names an entity: a kind, or titles of several kinds.
pub fn sought(form: &Form) -> &'static str {
    match form {
        Form::Id(kind) => kind.name(),
        _ => TITLES,
    }
}

/// Something that was found by its name.
struct Found {
    /// What a field holds that names it.
    value: String,
    name: String,
    /// A word more about it.
    note: String,
}

/// Entities by their names.
async fn find(
    site: &Site,
    visitor: &Visitor,
    sought: &str,
    words: &str,
) -> Result<Vec<Found>, ApiError> {
    let kinds: Vec<Kind> = match sought {
        TITLES => vec![Kind::Movie, Kind::Series],
        name => Kind::ALL
            .into_iter()
            .filter(|kind| kind.name() == name)
            .collect(),
    };
    if kinds.is_empty() {
        return Err(ApiError::NotFound);
    }
    let words: String = words.trim().chars().take(200).collect();
    let mut found = Vec::new();
    for kind in kinds {
        let has_search = !matches!(kind, Kind::Season | Kind::Episode);
        if words.is_empty() || !has_search {
            continue;
        }
        let cards = of_kind(site, visitor, segment(kind), &words, "1").await?;
        found.extend(cards.results.into_iter().take(SUGGESTIONS).map(|card| {
            let note = card.note(visitor.words);
            let (id, name) = (card.id, card.shown());
            Found {
                value: match sought {
                    TITLES => format!("{} {id} {name}", kind.name()),
                    _ => format!("{id} {name}"),
                },
                name: name.to_owned(),
                note: note.to_owned(),
            }
        }));
    }
    Ok(found)
}

/// A credit of a person as the API tells it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Work {
    credit_id: String,
    #[serde(alias = "name")]
    title: String,
    #[serde(alias = "first_air_date")]
    release_date: String,
    character: String,
    job: String,
}

/// The credits of a person in the order of a list (`movies.cast`): their ids, and what they are.
pub async fn filmography(
    site: &Site,
    visitor: &Visitor,
    person: i64,
    list: &str,
) -> Result<Vec<(String, String)>, ApiError> {
    let (of, list) = list.split_once('.').ok_or(ApiError::NotFound)?;
    let of = match of {
        "movies" => "movie",
        "series" => "tv",
        _ => "combined",
    };
    let path = format!("/person/{person}/{of}_credits");
    let mut lists: HashMap<String, Value> = site.ask(visitor, &path, &[]).await?;
    let works: Vec<Work> = serde_json::from_value(lists.remove(list).unwrap_or_default())?;
    let told = works.into_iter().map(|work| {
        let year = work.release_date.get(..4).unwrap_or_default();
        let words = [year, &work.title, &work.character, &work.job];
        let words = words.into_iter().filter(|word| !word.is_empty());
        let told = words.collect::<Vec<_>>().join(" · ");
        (work.credit_id, told)
    });
    Ok(told.collect())
}

/// Jobs by their names in the catalogue or in the visitor's language.
fn jobs(site: &Site, visitor: &Visitor, words: &str) -> Vec<Found> {
    let typed = words.trim().to_lowercase();
    let term = |term: &str| visitor.words.term(term).to_owned();
    let rows = site.app.store.reference().jobs().into_iter();
    let jobs = rows.flat_map(|row| {
        let note = term(&row.department);
        let jobs = row.jobs.into_iter();
        jobs.map(move |job| (job, note.clone()))
    });
    let found = jobs.filter_map(|(value, note)| {
        let name = term(&value);
        let fits = [&value, &name]
            .into_iter()
            .any(|text| text.to_lowercase().contains(&typed));
        (fits && !typed.is_empty()).then_some(Found { value, name, note })
    });
    found.take(SUGGESTIONS).collect()
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
        match kind.as_str() {
            JOBS => Ok(jobs(&site, &member.visitor, &asked.query)),
            kind => find(&site, &member.visitor, kind, &asked.query).await,
        }
    };
    match found.await {
        Ok(found) => {
            let found = found.into_iter().map(
                |Found { value, name, note }| json!({ "value": value, "name": name, "note": note }),
            );
            let body = Value::Array(found.collect()).to_string();
            ([(header::CONTENT_TYPE, "application/json")], body).into_response()
        }
        Err(error) => failed(&site, member.visitor, &error),
    }
}
