//! From history to what the change answers tell: revisions hold differences field by field in the words of the store, clients know
//! them by the keys and values of contract 3.5.
//!
//! Tables say which field is told under which key. What has no key of its own is told under `general`, with the name of
//! the field in the value; what is derived, or of no interest to readers (votes of images, orders of lists), is not told.

use std::collections::BTreeSet;

use kinora_model::diff::{Action, FieldChange};
use kinora_model::key::{EntityKey, Kind};
use kinora_model::part::Part;
use kinora_store::{Card, ChangeBelow, Revision, StoreError};
use rustc_hash::{FxHashMap, FxHashSet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::View;

/// Changes of one thing.
#[derive(Serialize, JsonSchema)]
pub struct ChangeKey {
    key: String,
    items: Vec<ChangeItem>,
}

/// One change.
#[derive(Serialize, JsonSchema)]
struct ChangeItem {
    id: String,
    action: String,
    time: String,
    iso_639_1: String,
    iso_3166_1: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    original_value: Option<Value>,
}

/// Facts that are told under another name than their own. Those in [`FACTS`] keep theirs.
const RENAMED_FACTS: &[(&str, &str)] = &[
    ("companies", "production_companies"),
    ("countries", "production_countries"),
    ("networks", "network"),
    ("series_type", "type"),
];
const FACTS: &[&str] = &[
    "adult",
    "air_date",
    "also_known_as",
    "birthday",
    "budget",
    "created_by",
    "deathday",
    "episode_run_time",
    "genres",
    "homepage",
    "languages",
    "name",
    "origin_country",
    "original_name",
    "original_title",
    "place_of_birth",
    "production_code",
    "revenue",
    "runtime",
    "softcore",
    "spoken_languages",
    "status",
    "video",
];
/// Facts that are pictures, with the word for them.
const PICTURES: &[(&str, &str)] = &[
    ("poster_path", "poster"),
    ("backdrop_path", "backdrop"),
    ("profile_path", "profile"),
    ("still_path", "still"),
    ("logo_path", "logo"),
];
/// Lists of images, with the word for one of them.
const IMAGES: &[(&str, &str)] = &[
    ("posters", "poster"),
    ("backdrops", "backdrop"),
    ("profiles", "profile"),
    ("stills", "still"),
    ("logos", "logo"),
];
/// Ids elsewhere with a key of their own.
const LINKS: &[&str] = &[
    "imdb_id",
    "tvdb_id",
    "tvrage_id",
    "freebase_id",
    "freebase_mid",
];

fn named<'a>(table: &[(&str, &'a str)], name: &str) -> Option<&'a str> {
    let mut rows = table.iter();
    rows.find(|row| row.0 == name).map(|row| row.1)
}

/// What entities are called that changes mention.
#[derive(Default)]
pub struct Names(FxHashMap<EntityKey, String>);

impl Names {
    /// Adds an entity by its facts.
    pub fn add(&mut self, card: &Card) -> Result<(), StoreError> {
        #[derive(Default, Deserialize)]
        struct Named {
            name: Option<String>,
        }
        let facts = card.record.raw(Part::Facts).unwrap_or("{}");
        let named: Named = serde_json::from_str(facts)?;
        self.0
            .insert(card.record.key, named.name.unwrap_or_default());
        Ok(())
    }
}

/// The kind of entity that items of a list are.
fn kind_of_items(part: &str, list: &str) -> Option<Kind> {
    match (part, list) {
        ("keywords", _) => Some(Kind::Keyword),
        ("facts", "companies") => Some(Kind::Company),
        ("facts", "networks") => Some(Kind::Network),
        _ => None,
    }
}

/// The entities that are named where changes mention them.
pub fn mentioned(revisions: &[Revision]) -> BTreeSet<EntityKey> {
    let mut keys = BTreeSet::new();
    for revision in revisions {
        for change in &revision.changes {
            let step = Step::first(&change.field);
            if let Some(kind) = kind_of_items(revision.part, step.name) {
                let values = change.before.iter().chain(&change.after);
                let ids = values.flat_map(|value| match value {
                    Value::Array(ids) => ids.iter().filter_map(Value::as_i64).collect(),
                    id => id.as_i64().into_iter().collect::<Vec<_>>(),
                });
                keys.extend(ids.map(|id| EntityKey::new(kind, id)));
            }
        }
    }
    keys
}

/// The first step of a field's path: `posters[/a.jpg].iso_639_1` is a name, an item and a rest.
struct Step<'a> {
    name: &'a str,
    item: Option<&'a str>,
    rest: &'a str,
}

impl<'a> Step<'a> {
    fn first(path: &'a str) -> Step<'a> {
        let end = path.find(['.', '[']).unwrap_or(path.len());
        let (name, behind) = path.split_at(end);
        let Some(items) = behind.strip_prefix('[') else {
            return Step {
                name,
                item: None,
                rest: behind.trim_start_matches('.'),
            };
        };
        let end = items.find("].").into_iter().chain(items.find("][")).min();
        let end = end.unwrap_or(items.len().saturating_sub(1));
        let (item, rest) = items.split_at(end);
        Step {
            name,
            item: Some(item),
            rest: rest.trim_start_matches(']').trim_start_matches('.'),
        }
    }
}

/// What revisions tell, by key; oldest first.
pub fn tell(
    kind: Kind,
    revisions: &[Revision],
    below: &[ChangeBelow],
    names: &Names,
    view: &View,
) -> Vec<ChangeKey> {
    let credits = revisions.iter();
    let mut teller = Teller {
        kind,
        names,
        view,
        credits: credits
            .filter_map(Revision::credit_id)
            .map(str::to_owned)
            .collect(),
        keys: Vec::new(),
        seq: 0,
        made_at: 0,
        index: 0,
    };
    for revision in revisions {
        (teller.seq, teller.made_at, teller.index) = (revision.seq, revision.made_at, 0);
        teller.revision(revision);
    }
    for change in below {
        (teller.seq, teller.made_at, teller.index) = (change.seq, change.made_at, 0);
        teller.below(change);
    }
    teller.keys
}

struct Teller<'a> {
    kind: Kind,
    names: &'a Names,
    view: &'a View,
    /// Credits that have revisions of their own.
    credits: FxHashSet<String>,
    keys: Vec<ChangeKey>,
    seq: i64,
    made_at: i64,
    index: u32,
}

/// What happened, with the values before and after.
struct Told {
    action: &'static str,
    before: Option<Value>,
    after: Option<Value>,
}

impl Told {
    fn of(change: &FieldChange) -> Told {
        Told {
            action: match change.action {
                Action::Added => "added",
                Action::Updated => "updated",
                Action::Deleted => "deleted",
            },
            before: change.before.clone(),
            after: change.after.clone(),
        }
    }

    /// The same with both values written in another way.
    fn map(self, write: impl Fn(Value) -> Value) -> Told {
        Told {
            before: self.before.map(&write),
            after: self.after.map(&write),
            ..self
        }
    }

    fn bare(action: &'static str) -> Told {
        Told {
            action,
            before: None,
            after: None,
        }
    }
}

impl Teller<'_> {
    fn add(&mut self, key: &str, told: Told) {
        self.add_in(key, ("", ""), told);
    }

    fn add_in(&mut self, key: &str, (language, country): (&str, &str), told: Told) {
        let seconds = self.made_at.div_euclid(1000);
        let time = jiff::Timestamp::from_second(seconds).unwrap_or_default();
        let item = ChangeItem {
            // The second, the number of the revision and the place in it: 24 digits that are nobody else's.
            id: format!(
                "{:08x}{:012x}{:04x}",
                seconds,
                self.seq,
                self.index & 0xffff
            ),
            action: told.action.to_owned(),
            time: time.strftime("%Y-%m-%d %H:%M:%S UTC").to_string(),
            iso_639_1: language.to_owned(),
            iso_3166_1: country.to_owned(),
            value: told.after,
            original_value: told.before,
        };
        self.index += 1;
        match self.keys.iter_mut().find(|known| known.key == key) {
            Some(known) => known.items.push(item),
            None => self.keys.push(ChangeKey {
                key: key.to_owned(),
                items: vec![item],
            }),
        }
    }

    fn revision(&mut self, revision: &Revision) {
        if revision.part == "facts" && revision.before.is_none() {
            self.add("general", Told::bare("created"));
        }
        if revision.credit_id().is_some() {
            self.credit(revision);
            return;
        }
        for change in &revision.changes {
            match revision.part {
                "facts" => self.fact(change),
                "texts" => self.text(change),
                "titles" => self.titles(change),
                "credits" => self.billing(change),
                "keywords" => self.keyword(change),
                "releases" => self.release(change),
                "ratings" => self.rating(change),
                "images" => self.image(change),
                "videos" => self.video(change),
                "links" => self.link(change),
                "state" => self.state(change),
                _ => {}
            }
        }
    }

    fn general(&mut self, name: &str, change: &FieldChange) {
        let told = Told::of(change).map(|value| json!({ name: value }));
        self.add("general", told);
    }

    fn fact(&mut self, change: &FieldChange) {
        let name = Step::first(&change.field).name;
        if name.is_empty() {
            return;
        }
        if let Some(word) = named(PICTURES, name) {
            let told = Told::of(change).map(|path| json!({ word: { "file_path": path } }));
            self.add("images", told);
            return;
        }
        let number = match self.kind {
            Kind::Season => "season_number",
            _ => "episode_number",
        };
        let key = named(RENAMED_FACTS, name)
            .or_else(|| FACTS.iter().find(|fact| **fact == name).copied())
            .or_else(|| (name == "number").then_some(number));
        match key {
            Some(key) => {
                let told = Told::of(change).map(|value| self.named(name, "facts", value));
                self.add(key, told);
            }
            None => self.general(name, change),
        }
    }

    /// An id with the name of what it stands for.
    fn named(&self, list: &str, part: &str, value: Value) -> Value {
        match value {
            Value::Array(items) => items
                .into_iter()
                .map(|item| self.named(list, part, item))
                .collect(),
            value => {
                let Some(id) = value.as_i64() else {
                    return value;
                };
                let name = match kind_of_items(part, list) {
                    Some(kind) => self.names.0.get(&EntityKey::new(kind, id)).cloned(),
                    None if list == "genres" => i32::try_from(id)
                        .ok()
                        .map(|id| self.view.genre_name(self.kind, id)),
                    None => return value,
                };
                json!({ "id": id, "name": name.unwrap_or_default() })
            }
        }
    }

    fn keyword(&mut self, change: &FieldChange) {
        let told = Told::of(change).map(|value| self.named("", "keywords", value));
        self.add("plot_keywords", told);
    }

    /// Texts are told each under its own key with their language; a new or removed language is told as well.
    fn text(&mut self, change: &FieldChange) {
        let step = Step::first(&change.field);
        let (name, Some(locale)) = (step.name, step.item) else {
            return;
        };
        if name != "translations" {
            return;
        }
        if !step.rest.is_empty() {
            let (_, field) = step.rest.split_once('.').unwrap_or_default();
            self.text_field(locale, field, Told::of(change));
            return;
        }
        let told = Told::of(change);
        let whole = Told {
            action: told.action,
            before: told.before.as_ref().map(|_| Value::from(locale)),
            after: told.after.as_ref().map(|_| Value::from(locale)),
        };
        self.add("translations", whole);
        let field = |texts: &Option<Value>, source: &str, field: &str| {
            Some(texts.as_ref()?.get(source)?.get(field)?.clone())
        };
        for source in ["listed", "seen"] {
            for name in [
                "title",
                "overview",
                "tagline",
                "homepage",
                "runtime",
                "poster_path",
            ] {
                let part = Told {
                    action: told.action,
                    before: field(&told.before, source, name),
                    after: field(&told.after, source, name),
                };
                if part.before.is_some() || part.after.is_some() {
                    self.text_field(locale, name, part);
                }
            }
        }
    }

    fn text_field(&mut self, locale: &str, field: &str, told: Told) {
        let (language, country) = locale.split_once('-').unwrap_or((locale, ""));
        let key = match (field, self.kind) {
            ("title", Kind::Movie) => "title",
            ("title", _) => "name",
            ("overview", Kind::Person) => "biography",
            ("overview" | "tagline" | "homepage" | "runtime", _) => field,
            ("poster_path", _) => {
                let told = told
                    .map(|path| json!({ "poster": { "file_path": path, "iso_639_1": language } }));
                self.add_in("images", (language, country), told);
                return;
            }
            _ => return,
        };
        self.add_in(key, (language, country), told);
    }

    fn titles(&mut self, change: &FieldChange) {
        self.of_country("alternative_titles", change);
    }

    fn rating(&mut self, change: &FieldChange) {
        self.of_country("certifications", change);
    }

    fn release(&mut self, change: &FieldChange) {
        if Step::first(&change.field).name == "countries" {
            self.of_country("releases", change);
        }
    }

    /// Something that belongs to a country: its item tells which.
    fn of_country(&mut self, key: &str, change: &FieldChange) {
        let step = Step::first(&change.field);
        let country = step.item.filter(|item| item.len() == 2).unwrap_or_default();
        // What changed inside of an item is told with the name of the field.
        let field = match step.rest.rsplit_once('.') {
            Some((_, field)) => field,
            None => step.rest,
        };
        let told = Told::of(change).map(|value| match Step::first(field) {
            Step { name: "", .. } => value,
            Step {
                name,
                item: None,
                rest: _,
            } => json!({ name: value }),
            _ => value,
        });
        self.add_in(key, ("", country), told);
    }

    fn image(&mut self, change: &FieldChange) {
        let step = Step::first(&change.field);
        let (Some(word), Some(path)) = (named(IMAGES, step.name), step.item) else {
            return;
        };
        let language = |value: &Value| value.as_str().unwrap_or("xx").to_owned();
        match step.rest {
            "" => {
                let image = change.after.as_ref().or(change.before.as_ref());
                let told_language = image
                    .and_then(|image| image.get("iso_639_1")?.as_str())
                    .unwrap_or_default()
                    .to_owned();
                let mut inner = Map::new();
                inner.insert("file_path".to_owned(), path.into());
                if !told_language.is_empty() {
                    inner.insert("iso_639_1".to_owned(), told_language.as_str().into());
                }
                let told = Told::of(change).map(|_| json!({ word: inner.clone() }));
                self.add_in("images", (&told_language, ""), told);
            }
            "iso_639_1" => {
                let now = change.after.as_ref().map(&language).unwrap_or_default();
                let inner = |value: Option<&Value>| {
                    let value = value.cloned().unwrap_or_default();
                    Some(json!({ word: { "file_path": path, "iso_639_1": value } }))
                };
                let told = Told {
                    action: "updated",
                    before: inner(change.before.as_ref()),
                    after: inner(change.after.as_ref()),
                };
                self.add_in("images", (&now, ""), told);
            }
            _ => {}
        }
    }

    fn video(&mut self, change: &FieldChange) {
        let step = Step::first(&change.field);
        let video = change.after.as_ref().or(change.before.as_ref());
        let of_video = |field: &str| {
            let value = video.and_then(|video| video.get(field)?.as_str());
            value.unwrap_or_default().to_owned()
        };
        let told = Told::of(change).map(|value| match step.rest {
            "" => value,
            field => json!({ "key": step.item, field: value }),
        });
        let locale = (of_video("iso_639_1"), of_video("iso_3166_1"));
        self.add_in("videos", (&locale.0, &locale.1), told);
    }

    fn link(&mut self, change: &FieldChange) {
        match LINKS.iter().find(|link| **link == change.field) {
            Some(key) => self.add(key, Told::of(change)),
            None => self.general(&change.field, change),
        }
    }

    fn state(&mut self, change: &FieldChange) {
        if let Some(action) = state_action(change) {
            self.add("general", Told::bare(action));
        }
    }

    /// A credit that came, changed or went, whole.
    fn credit(&mut self, revision: &Revision) {
        let before = revision.before.clone();
        let mut after = before.clone().unwrap_or_else(|| json!({}));
        let is_gone = revision
            .changes
            .iter()
            .any(|change| change.field.is_empty() && change.after.is_none());
        for change in &revision.changes {
            if let Some(object) = after.as_object_mut() {
                match &change.after {
                    Some(value) => object.insert(change.field.clone(), value.clone()),
                    None => object.remove(&change.field),
                };
            }
        }
        let credit_type = after
            .get("credit_type")
            .or_else(|| before.as_ref()?.get("credit_type"));
        let key = match credit_type.and_then(Value::as_str) {
            Some("crew") => "crew",
            Some("creator") => "created_by",
            _ if self.kind == Kind::Series => "season_regular",
            _ => "cast",
        };
        let shown = |credit: &Value| {
            let mut shown = Map::new();
            for (name, field) in [
                ("person_id", "person"),
                ("credit_id", "id"),
                ("character", "character"),
                ("order", "order"),
                ("department", "department"),
                ("job", "job"),
            ] {
                match credit.get(field) {
                    None | Some(Value::Null) => {}
                    Some(Value::String(text)) if text.is_empty() => {}
                    Some(value) => {
                        shown.insert(name.to_owned(), value.clone());
                    }
                }
            }
            Value::Object(shown)
        };
        let told = Told {
            action: match (&before, is_gone) {
                (None, _) => "added",
                (_, true) => "deleted",
                _ => "updated",
            },
            before: before.as_ref().map(shown),
            after: (!is_gone).then(|| shown(&after)),
        };
        self.add(key, told);
    }

    /// A credit that came into a list or went out of it, unless its own revision tells that.
    fn billing(&mut self, change: &FieldChange) {
        let step = Step::first(&change.field);
        let Some(id) = step.item else {
            return;
        };
        let key = match (step.name, self.kind) {
            ("crew", _) => "crew",
            ("guests", _) => "guest_stars",
            ("cast", Kind::Series | Kind::Season) => "season_regular",
            ("cast", Kind::Movie | Kind::Episode) => "cast",
            _ => return,
        };
        // A billing is an array that begins with the credit; the rest of it is the order.
        let is_credit = step.rest.is_empty() || step.rest == format!("[{id}]");
        if is_credit && !self.credits.contains(id) {
            let told = Told::of(change).map(|_| json!({ "credit_id": id }));
            self.add(key, told);
        }
    }

    /// A season as its series tells it, or an episode as its season does; one item a second.
    fn below(&mut self, change: &ChangeBelow) {
        let (key, id, number) = match self.kind {
            Kind::Series => ("season", "season_id", "season_number"),
            _ => ("episode", "episode_id", "episode_number"),
        };
        let state = change.states.iter().find_map(state_action);
        let action = match (state, change.is_new) {
            (Some("destroyed"), _) => "deleted",
            (Some(_), _) | (_, true) => "added",
            _ => "updated",
        };
        let value = Some(json!({ id: change.id, number: change.number }));
        let told = match action {
            "deleted" => Told {
                action,
                before: value,
                after: None,
            },
            _ => Told {
                action,
                before: None,
                after: value,
            },
        };
        let seconds = format!("{:08x}", self.made_at.div_euclid(1000));
        let known = self.keys.iter().find(|known| known.key == key);
        let told_before = known.is_some_and(|known| {
            known
                .items
                .iter()
                .rev()
                .take_while(|item| item.id.starts_with(&seconds))
                .any(|item| item.value == told.after && item.original_value == told.before)
        });
        if !told_before {
            self.add(key, told);
        }
    }
}

/// What a change of state is called; `None` for other fields.
fn state_action(change: &FieldChange) -> Option<&'static str> {
    if change.field != "state" {
        return None;
    }
    Some(match change.after.as_ref().and_then(Value::as_str) {
        Some("live") => "created",
        _ => "destroyed",
    })
}
