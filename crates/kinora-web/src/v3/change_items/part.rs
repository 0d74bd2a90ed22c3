//! Changes of parts: which field is told under which key.

use kinora_model::diff::FieldChange;
use kinora_model::key::{EntityKey, Kind};
use serde_json::{Map, Value, json};

use super::step::Step;
use super::{Teller, Told, kind_of_items};

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

impl Teller<'_> {
    pub(super) fn fact(&mut self, change: &FieldChange) {
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

    pub(super) fn keyword(&mut self, change: &FieldChange) {
        let told = Told::of(change).map(|value| self.named("", "keywords", value));
        self.add("plot_keywords", told);
    }

    /// Texts are told each under its own key with their language; a new or removed language is told as well.
    pub(super) fn text(&mut self, change: &FieldChange) {
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

    pub(super) fn titles(&mut self, change: &FieldChange) {
        self.of_country("alternative_titles", change);
    }

    pub(super) fn rating(&mut self, change: &FieldChange) {
        self.of_country("certifications", change);
    }

    pub(super) fn release(&mut self, change: &FieldChange) {
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

    pub(super) fn image(&mut self, change: &FieldChange) {
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

    pub(super) fn video(&mut self, change: &FieldChange) {
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

    pub(super) fn link(&mut self, change: &FieldChange) {
        match LINKS.iter().find(|link| **link == change.field) {
            Some(key) => self.add(key, Told::of(change)),
            None => self.general(&change.field, change),
        }
    }
}
