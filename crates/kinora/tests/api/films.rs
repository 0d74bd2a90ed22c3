//! Films and shows for lists to choose from, and what lists answer.

use std::time::{Duration, SystemTime};

use kinora_model::Date;
use kinora_web::{Clock, Settings};
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::rows::*;

/// Settings under which it is a day and an hour, in UTC.
pub fn at(day: &str, hour: u64) -> Settings {
    let day: Date = day.parse().expect("a day");
    let days = u64::try_from(day.day_number()).expect("a day after 1970");
    let time = Duration::from_secs((days * 24 + hour) * 60 * 60);
    Settings {
        clock: Clock::stopped_at(SystemTime::UNIX_EPOCH + time),
        ..Settings::default()
    }
}

/// The same titles as movies and as series.
pub fn both(id: i64, differing: Value) -> [Value; 2] {
    [film(id, differing.clone()), show(id, differing)]
}

/// The ids of rows, in their order.
pub fn ids(rows: &Value) -> Vec<i64> {
    let rows = rows.as_array().expect("rows").iter();
    rows.map(|row| row["id"].as_i64().expect("an id")).collect()
}

/// The ids of the rows that a request answers.
pub async fn found(app: &TestApp, target: &str) -> Vec<i64> {
    let reply = app.get(target).await;
    assert_eq!(reply.status, 200, "{target}: {}", reply.text());
    ids(reply.at("/results"))
}

/// Checks which ids a list answers for each query.
pub async fn assert_found(app: &TestApp, path: &str, expected: &[(&str, &[i64])]) {
    for (query, ids) in expected {
        let target = format!("{path}?{query}");
        assert_eq!(found(app, &target).await, *ids, "{target}");
    }
}

/// Details of a movie that stands before those with greater ids.
pub fn film(id: i64, differing: Value) -> Value {
    let film = movie(id, &format!("Film {id}")).with("popularity", 1000.0 - id as f64);
    answer(&format!("/3/movie/{id}"), film.and(differing))
}

/// Details of a series that stands before those with greater ids.
pub fn show(id: i64, differing: Value) -> Value {
    let show = series(id, &format!("Show {id}")).with("popularity", 1000.0 - id as f64);
    answer(&format!("/3/tv/{id}"), show.and(differing))
}

/// An answer about a part of a title.
pub fn part(title: &str, name: &str, body: Value) -> Value {
    answer(&format!("/3/{title}/{name}"), body)
}

/// The releases of a movie: country, type, day and certification.
pub fn releases(id: i64, rows: &[(&str, i64, &str, &str)]) -> Value {
    let countries = rows.chunk_by(|one, other| one.0 == other.0).map(|rows| {
        let releases = rows.iter().map(|(_, release_type, day, certification)| {
            json!({
                "certification": certification, "descriptors": [], "iso_639_1": "", "note": "",
                "release_date": format!("{day}T00:00:00.000Z"), "type": release_type,
            })
        });
        json!({ "iso_3166_1": rows[0].0, "release_dates": releases.collect::<Vec<_>>() })
    });
    let results: Vec<Value> = countries.collect();
    part(
        &format!("movie/{id}"),
        "release_dates",
        json!({ "id": id, "results": results }),
    )
}

/// Genres of a title.
pub fn genres(ids: &[i64]) -> Value {
    let genre = |id: &i64| json!({ "id": id, "name": format!("Genre {id}") });
    json!({ "genres": ids.iter().map(genre).collect::<Vec<_>>() })
}

/// Production companies of a title.
pub fn companies(ids: &[i64]) -> Value {
    json!({ "production_companies": ids.iter().map(company).collect::<Vec<_>>() })
}

/// Networks of a series.
pub fn networks(ids: &[i64]) -> Value {
    json!({ "networks": ids.iter().map(company).collect::<Vec<_>>() })
}

fn company(id: &i64) -> Value {
    json!({ "id": id, "logo_path": null, "name": format!("Company {id}"), "origin_country": "" })
}

/// The keywords of a title.
pub fn keywords(title: &str, key: &str, ids: &[i64]) -> Value {
    let keyword = |id: &i64| json!({ "id": id, "name": format!("Word {id}") });
    let keywords: Vec<Value> = ids.iter().map(keyword).collect();
    part(title, "keywords", json!({}).with(key, keywords))
}

/// Who plays in a movie and who directed it.
pub fn people(id: i64, actors: &[i64], director: i64) -> Value {
    let playing = |person: &i64| {
        let credit = format!("c{id}a{person}");
        cast(card(*person, &format!("Person {person}")), &credit, "", 0)
    };
    let director = card(director, &format!("Person {director}"));
    let directing = crew(director, &format!("c{id}d"), "Directing", "Director");
    let actors: Vec<Value> = actors.iter().map(playing).collect();
    part(
        &format!("movie/{id}"),
        "credits",
        json!({ "id": id, "cast": actors, "crew": [directing] }),
    )
}

/// Who offers a title: country, way and provider.
pub fn offers(title: &str, offers: &[(&str, &str, i64)]) -> Value {
    let mut results = json!({});
    for (country, way, provider) in offers {
        let offer = json!({
            "display_priority": 1, "logo_path": "/p.jpg", "provider_id": provider, "provider_name": "P",
        });
        results[country]["link"] = json!("https://example.org/watch");
        match results[country][way].as_array_mut() {
            Some(offers) => offers.push(offer),
            None => results[country][way] = json!([offer]),
        }
    }
    part(title, "watch/providers", json!({ "results": results }))
}

/// The translations of a movie or series: locale, title and overview.
pub fn translations(title: &str, rows: &[(&str, &str, &str)]) -> Value {
    let key = if title.starts_with("movie") {
        "title"
    } else {
        "name"
    };
    let row = |(locale, title, overview): &(&str, &str, &str)| {
        let (language, country) = locale.split_once('-').expect("a language and a country");
        let data = json!({ "homepage": "", "overview": overview, "tagline": "" });
        translation(language, country, "", "", data.with(key, *title))
    };
    let rows: Vec<Value> = rows.iter().map(row).collect();
    part(title, "translations", json!({ "translations": rows }))
}
