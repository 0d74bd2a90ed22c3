//! What answers about different things have in common.

use std::collections::BTreeMap;

use kinora_model::Date;
use serde_json::{Value, json};

use super::catalogue::Catalogue;
use super::ids;
use super::line::{Job, Role, TitleElsewhere};

/// When whatever has no date of its own happened.
pub const TODAY: &str = "2026-01-01T00:00:00.000Z";

/// The languages of the texts: code, country, own name, English name.
const LANGUAGES: [(&str, &str, &str, &str); 4] = [
    ("en", "US", "English", "English"),
    ("de", "DE", "Deutsch", "German"),
    ("fr", "FR", "Français", "French"),
    ("es", "ES", "Español", "Spanish"),
];

/// A row of an archive: a request without parameters, and its answer.
pub fn row(path: &str, body: Value) -> Value {
    request(path, json!({}), body)
}

/// A row of an archive: a request for details with appended answers.
pub fn row_with(path: &str, details: Value, appended: Vec<(&str, Value)>) -> Value {
    let names: Vec<&str> = appended.iter().map(|(name, _)| *name).collect();
    let query = json!({ "append_to_response": names.join(",") });
    let appended = appended
        .into_iter()
        .map(|(name, answer)| (name.to_owned(), answer))
        .collect();
    request(path, query, joined(details, Value::Object(appended)))
}

fn request(path: &str, query: Value, body: Value) -> Value {
    let path = format!("/3/{path}");
    let keys = [
        ("method", "GET".into()),
        ("path", path.into()),
        ("query", query),
        ("status", 200.into()),
        ("body", body),
    ];
    Value::Object(
        keys.into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
    )
}

/// An object with the keys of both.
pub fn joined(first: Value, second: Value) -> Value {
    match (first, second) {
        (Value::Object(mut first), Value::Object(second)) => {
            first.extend(second);
            Value::Object(first)
        }
        (first, _) => first,
    }
}

/// A date; empty when unknown.
pub fn date_or_empty(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// A title, unless it is the original one, which need not be translated.
pub fn translated<'a>(title: &'a str, original: &str) -> &'a str {
    if title == original { "" } else { title }
}

/// The `translations` answer: the English one first, then those that there are.
pub fn translations<T>(
    english: Value,
    others: &BTreeMap<String, T>,
    data: impl Fn(&T) -> Value,
) -> Value {
    let row = |(code, country, name, english_name): (&str, &str, &str, &str), data: Value| json!({ "iso_3166_1": country, "iso_639_1": code, "name": name, "english_name": english_name, "data": data });
    let [first, rest @ ..] = LANGUAGES;
    let mut rows = vec![row(first, english)];
    rows.extend(
        rest.into_iter()
            .filter_map(|language| Some(row(language, data(others.get(language.0)?)))),
    );
    json!({ "translations": rows })
}

/// Alternative titles.
pub fn titles(titles: &[TitleElsewhere]) -> Value {
    titles
        .iter()
        .map(|title| json!({ "iso_3166_1": title.country, "title": title.title, "type": "" }))
        .collect()
}

/// Alternative names.
pub fn names(names: &[String]) -> Value {
    names
        .iter()
        .map(|name| json!({ "name": name, "type": "" }))
        .collect()
}

/// A role in the credits of a title; the same role has the same credit wherever it is listed.
pub fn cast_row(catalogue: &Catalogue<'_>, title: &str, role: &Role, order: usize) -> Value {
    let credit = ids::object_id(&format!("{title} cast {} {}", role.person, role.character));
    let said = json!({ "character": role.character, "credit_id": credit, "order": order });
    joined(catalogue.person_row(&role.person), said)
}

/// A job in the credits of a title; the same job has the same credit wherever it is listed.
pub fn crew_row(catalogue: &Catalogue<'_>, title: &str, job: &Job) -> Value {
    let credit = ids::object_id(&format!("{title} crew {} {}", job.job, job.person));
    let department = catalogue.department(&job.job);
    let said = json!({ "credit_id": credit, "department": department, "job": job.job });
    joined(catalogue.person_row(&job.person), said)
}

/// The crew of a title.
pub fn crew(catalogue: &Catalogue<'_>, title: &str, jobs: &[Job]) -> Value {
    jobs.iter()
        .map(|job| crew_row(catalogue, title, job))
        .collect()
}

/// Where a title can be found: a search at the Internet Archive.
pub fn search_words(title: &str, date: Option<Date>) -> String {
    let words = date.map_or_else(
        || title.to_owned(),
        |date| format!("{title} {}", date.year()),
    );
    ids::query_encoded(&words)
}

/// The `videos` answer: one link.
pub fn videos(title: &str, words: &str) -> Value {
    json!({ "results": [{
        "iso_639_1": "en",
        "iso_3166_1": "US",
        "name": "Find it at the Internet Archive",
        "key": words,
        "site": "Internet Archive",
        "size": 480,
        "type": "Clip",
        "official": false,
        "published_at": TODAY,
        "id": ids::object_id(&format!("{title} video")),
    }] })
}
