//! The catalogue as an archive: rows of recorded v3 answers.

mod movie;
mod person;
mod series;

use std::io::Write;

use kinora_model::providers::WatchProviders;
use kinora_model::{Date, Kind};
use serde_json::{Map, Value, json};

use crate::Catalogue;
use crate::credit::Credits;
use crate::offer;
use crate::person::Person;
use crate::words::Tongue;
use crate::writing::{Translation, Writing};

/// Every row: lists of watch providers, movies, series with their seasons, people.
pub fn rows(catalogue: &Catalogue) -> impl Iterator<Item = Value> {
    let providers = ["movie", "tv"].map(|kind| {
        row(
            &format!("watch/providers/{kind}"),
            &[],
            offer::list(catalogue),
        )
    });
    let movies = (1..=catalogue.movies()).map(|id| movie::row(catalogue, &catalogue.movie(id)));
    let series =
        (1..=catalogue.series()).flat_map(|id| series::rows(catalogue, &catalogue.a_series(id)));
    let people = (1..=catalogue.people()).map(|id| person::row(&catalogue.person(id)));
    providers
        .into_iter()
        .chain(movies)
        .chain(series)
        .chain(people)
}

/// Writes every row, one a line.
///
/// # Errors
///
/// Fails where `out` does.
pub fn write(catalogue: &Catalogue, mut out: impl Write) -> anyhow::Result<()> {
    for row in rows(catalogue) {
        serde_json::to_writer(&mut out, &row)?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}

/// A request, with the names of what is appended, and its answer.
fn row(path: &str, appended: &[&str], body: Value) -> Value {
    let query = match appended {
        [] => json!({}),
        names => json!({ "append_to_response": names.join(",") }),
    };
    object([
        ("method", "GET".into()),
        ("path", format!("/3/{path}").into()),
        ("query", query),
        ("status", 200.into()),
        ("body", body),
    ])
}

fn object<const N: usize>(keys: [(&str, Value); N]) -> Value {
    let keys = keys.into_iter().map(|(key, value)| (key.to_owned(), value));
    Value::Object(keys.collect())
}

/// Adds answers to details, and answers their names.
fn append<const N: usize>(
    details: &mut Value,
    answers: [(&'static str, Value); N],
) -> [&'static str; N] {
    let names = answers.each_ref().map(|(name, _)| *name);
    if let Value::Object(details) = details {
        details.extend(answers.map(|(name, answer)| (name.to_owned(), answer)));
    }
    names
}

fn date_or_empty(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

fn genres(catalogue: &Catalogue, kind: Kind, ids: &[i32]) -> Vec<Value> {
    let row = |id: &i32| json!({ "id": id, "name": catalogue.genre_name(kind, *id) });
    ids.iter().map(row).collect()
}

fn companies(catalogue: &Catalogue, kind: Kind, ids: &[i64]) -> Vec<Value> {
    let row = |id: &i64| {
        let (name, country) = catalogue.company(kind, *id);
        json!({ "id": id, "logo_path": null, "name": name, "origin_country": country })
    };
    ids.iter().map(row).collect()
}

fn countries(catalogue: &Catalogue, codes: &[&str]) -> Vec<Value> {
    let row = |code: &&str| json!({ "iso_3166_1": code, "name": catalogue.country_name(code) });
    codes.iter().map(row).collect()
}

fn keywords(catalogue: &Catalogue, ids: &[i64]) -> Vec<Value> {
    let row = |id: &i64| json!({ "id": id, "name": catalogue.keyword(*id) });
    ids.iter().map(row).collect()
}

fn spoken(catalogue: &Catalogue, tongue: &Tongue) -> Vec<Value> {
    let row = catalogue.language(tongue.code);
    vec![json!({ "english_name": row.english_name, "iso_639_1": row.iso_639_1, "name": row.name })]
}

/// `runtime` is that of a movie, which its English translation repeats.
fn translations(
    catalogue: &Catalogue,
    writing: &Writing,
    title_key: &str,
    runtime: Option<i32>,
) -> Value {
    let row = |translation: &Translation| {
        let language = catalogue.language(translation.tongue.code);
        let mut data = Map::new();
        data.insert(title_key.to_owned(), translation.title.as_str().into());
        data.insert("overview".to_owned(), translation.overview.as_str().into());
        data.insert("tagline".to_owned(), translation.tagline.as_str().into());
        data.insert("homepage".to_owned(), "".into());
        if let Some(runtime) = runtime {
            let is_english = translation.tongue.code == "en";
            data.insert(
                "runtime".to_owned(),
                if is_english { runtime } else { 0 }.into(),
            );
        }
        json!({
            "iso_3166_1": translation.tongue.country,
            "iso_639_1": language.iso_639_1,
            "name": language.name,
            "english_name": language.english_name,
            "data": data,
        })
    };
    json!({ "translations": writing.translations.iter().map(row).collect::<Vec<Value>>() })
}

/// What credits say of a person, beside the work.
fn mention(person: &Person) -> Map<String, Value> {
    let mention = json!({
        "adult": false,
        "gender": person.gender,
        "id": person.id,
        "known_for_department": person.department,
        "name": person.name,
        "original_name": person.original_name,
        "popularity": person.popularity,
        "profile_path": person.profile_path,
    });
    match mention {
        Value::Object(mention) => mention,
        _ => Map::new(),
    }
}

/// `with_cast_ids` for movies only.
fn credits(catalogue: &Catalogue, credits: &Credits, with_cast_ids: bool) -> Value {
    let cast = credits.cast.iter().enumerate().map(|(order, role)| {
        let mut row = mention(&catalogue.person(role.person));
        row.insert("character".to_owned(), role.character.as_str().into());
        row.insert("credit_id".to_owned(), role.credit_id.as_str().into());
        row.insert("order".to_owned(), order.into());
        if with_cast_ids {
            row.insert("cast_id".to_owned(), (order + 1).into());
        }
        Value::Object(row)
    });
    let crew = credits.crew.iter().map(|job| {
        let mut row = mention(&catalogue.person(job.person));
        row.insert("credit_id".to_owned(), job.credit_id.as_str().into());
        row.insert("department".to_owned(), job.department.into());
        row.insert("job".to_owned(), job.job.into());
        Value::Object(row)
    });
    json!({ "cast": cast.collect::<Vec<Value>>(), "crew": crew.collect::<Vec<Value>>() })
}

fn offers(offers: &WatchProviders) -> Value {
    json!({ "results": offers })
}
