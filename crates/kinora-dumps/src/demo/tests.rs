//! What the demo catalogue promises.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use serde_json::Value;

use super::source::Sources;
use super::{archive, picture, pictures};
use crate::archive::{Import, Summary};

fn rows() -> Vec<Value> {
    let archive = String::from_utf8(archive().unwrap()).unwrap();
    archive
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Calls with every object in a value.
fn visit(value: &Value, see: &mut impl FnMut(&serde_json::Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            see(object);
            object.values().for_each(|value| visit(value, see));
        }
        Value::Array(values) => values.iter().for_each(|value| visit(value, see)),
        _ => {}
    }
}

/// Letters and digits only, lower case, without diacritics.
fn folded(name: &str) -> String {
    const PLAIN: &[(&str, &str)] = &[
        ("àáâãäåā", "a"),
        ("çćč", "c"),
        ("èéêëēě", "e"),
        ("ìíîïī", "i"),
        ("ñńň", "n"),
        ("òóôõöøō", "o"),
        ("ùúûüūů", "u"),
        ("ýÿ", "y"),
        ("śšş", "s"),
        ("źżž", "z"),
        ("ł", "l"),
        ("ř", "r"),
        ("đ", "d"),
        ("æ", "ae"),
        ("œ", "oe"),
        ("ß", "ss"),
    ];
    let plain = |letter: char| match PLAIN.iter().find(|(letters, _)| letters.contains(letter)) {
        Some((_, plain)) => (*plain).to_owned(),
        None => letter.to_string(),
    };
    name.to_lowercase()
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .map(plain)
        .collect()
}

/// All names of people in the sources.
fn people_named(sources: &Sources) -> BTreeSet<&str> {
    let episodes = || {
        sources
            .series
            .iter()
            .flat_map(|series| series.episodes())
            .map(|(_, episode)| episode)
    };
    let cast = sources
        .films
        .iter()
        .flat_map(|film| &film.cast)
        .chain(sources.series.iter().flat_map(|series| &series.cast));
    let crew = sources
        .films
        .iter()
        .flat_map(|film| &film.crew)
        .chain(sources.series.iter().flat_map(|series| &series.crew));
    let roles = cast
        .chain(episodes().flat_map(|episode| &episode.cast))
        .map(|role| role.person.as_str());
    let jobs = crew
        .chain(episodes().flat_map(|episode| &episode.crew))
        .map(|job| job.person.as_str());
    let creators = sources
        .series
        .iter()
        .flat_map(|series| &series.created_by)
        .map(String::as_str);
    roles
        .chain(jobs)
        .chain(creators)
        .chain(sources.people.iter().map(|person| person.name.as_str()))
        .collect()
}

#[test]
fn it_is_large_enough() {
    let sources = Sources::read().unwrap();
    assert!(sources.films.len() >= 120);
    assert!(sources.series.len() >= 4);
    assert!(sources.collections.len() >= 3);
    assert!(sources.people.len() >= 200);
    assert!(
        sources
            .films
            .iter()
            .filter(|film| film.texts.len() == 3)
            .count()
            >= 30
    );
}

#[test]
fn it_is_the_same_every_time() {
    assert_eq!(archive().unwrap(), archive().unwrap());
}

#[test]
fn rows_have_the_form_of_an_archive() {
    let mut requests = HashSet::new();
    for row in rows() {
        assert_eq!(
            (&row["method"], &row["status"]),
            (&"GET".into(), &200.into())
        );
        let path = row["path"].as_str().unwrap().to_owned();
        assert!(path.starts_with("/3/"), "{path}");
        if let Some(names) = row["query"]["append_to_response"].as_str() {
            assert!(
                names.split(',').all(|name| row["body"][name].is_object()),
                "{path}"
            );
        }
        assert!(requests.insert(path.clone()), "{path} twice");
    }
}

#[test]
fn a_film_reads_as_written() {
    let rows = rows();
    let row = rows
        .iter()
        .find(|row| row["path"] == "/3/movie/1500000130")
        .unwrap();
    let body = &row["body"];
    assert_eq!(body["title"], "Nosferatu: A Symphony of Horror");
    assert_eq!(
        body["original_title"],
        "Nosferatu, eine Symphonie des Grauens"
    );
    assert_eq!(body["release_date"], "1922-03-15");
    assert_eq!(
        body["genres"][0],
        serde_json::json!({ "id": 27, "name": "Horror" })
    );
    assert_eq!(body["credits"]["cast"][0]["name"], "Max Schreck");
    assert_eq!(body["credits"]["crew"][0]["department"], "Directing");
    assert_eq!(body["translations"]["translations"][1]["iso_639_1"], "de");
    // The German title is the original one.
    assert_eq!(body["translations"]["translations"][1]["data"]["title"], "");
    assert_eq!(
        body["images"]["posters"][0]["file_path"],
        body["poster_path"]
    );
    let link = "https://archive.org/search?query=Nosferatu%3A+A+Symphony+of+Horror+1922";
    assert_eq!(body["watch/providers"]["results"]["US"]["link"], link);
}

#[test]
fn every_picture_named_can_be_drawn() {
    let names: HashSet<String> = picture::all(&Sources::read().unwrap())
        .into_iter()
        .map(|picture| picture.path)
        .collect();
    let mut named = HashSet::new();
    for row in rows() {
        visit(&row["body"], &mut |object| {
            let paths = object
                .iter()
                .filter(|(key, _)| key.ends_with("_path"))
                .filter_map(|(_, path)| path.as_str());
            named.extend(paths.map(str::to_owned));
        });
    }
    assert_eq!(named, names);
}

#[test]
fn pictures_are_png_files() {
    let picture = &pictures().unwrap()[0];
    assert!(
        picture.name().len() == 31 && picture.name().ends_with(".png"),
        "{}",
        picture.name()
    );
    assert!(picture.draw().unwrap().starts_with(b"\x89PNG"));
}

#[test]
fn pictures_have_names_of_their_own() {
    let pictures = picture::all(&Sources::read().unwrap());
    let names: HashSet<&String> = pictures.iter().map(|picture| &picture.path).collect();
    assert_eq!(names.len(), pictures.len());
}

#[test]
fn a_credit_id_stands_for_one_credit() {
    let mut credits: HashMap<String, [Value; 5]> = HashMap::new();
    for row in rows() {
        let path = row["path"].as_str().unwrap().to_owned();
        let title: Vec<&str> = path.split('/').take(4).collect();
        visit(&row["body"], &mut |object| {
            let Some(id) = object.get("credit_id") else {
                return;
            };
            let said = |key: &str| object.get(key).cloned().unwrap_or_default();
            let credit = [
                title.join("/").into(),
                said("id"),
                said("job"),
                said("character"),
                said("order"),
            ];
            let id = id.as_str().unwrap().to_owned();
            assert!(
                id.len() == 24 && id.bytes().all(|digit| digit.is_ascii_hexdigit()),
                "{id}"
            );
            assert_eq!(credits.entry(id).or_insert_with(|| credit.clone()), &credit);
        });
    }
    assert!(credits.len() > 1000);
}

#[test]
fn a_title_lists_a_credit_once() {
    for row in rows() {
        for list in ["cast", "crew"] {
            let mut ids = HashSet::new();
            for credit in row["body"]["credits"][list]
                .as_array()
                .into_iter()
                .flatten()
            {
                assert!(
                    ids.insert(credit["credit_id"].to_string()),
                    "{}: {credit}",
                    row["path"]
                );
            }
        }
    }
}

/// Whether a path names an entity; the rest of an archive are lists.
fn entity(path: &str) -> Option<&str> {
    let segments: Vec<&str> = path.split('/').collect();
    match segments[2..] {
        [
            kind @ ("movie" | "tv" | "person" | "collection" | "company" | "network"),
            _,
        ] => Some(kind),
        ["tv", _, "season", _] => Some("season"),
        _ => None,
    }
}

#[test]
fn ids_are_unique() {
    let mut ids = HashSet::new();
    let mut episodes = HashSet::new();
    for row in rows() {
        let Some(kind) = entity(row["path"].as_str().unwrap()) else {
            continue;
        };
        let id = row["body"]["id"].as_i64().unwrap();
        assert!(
            id > 1_500_000_000 && ids.insert((kind.to_owned(), id)),
            "{kind} {id}"
        );
        for episode in row["body"]["episodes"].as_array().into_iter().flatten() {
            assert!(episodes.insert(episode["id"].as_i64().unwrap()));
        }
    }
}

#[test]
fn an_id_has_one_name() {
    let mut names: BTreeMap<(bool, i64), String> = BTreeMap::new();
    for row in rows() {
        for list in ["cast", "crew"] {
            for credit in row["body"]["credits"][list]
                .as_array()
                .into_iter()
                .flatten()
            {
                let (id, name) = (
                    credit["id"].as_i64().unwrap(),
                    credit["name"].as_str().unwrap(),
                );
                assert_eq!(
                    names.entry((true, id)).or_insert_with(|| name.to_owned()),
                    name
                );
            }
        }
        for company in row["body"]["production_companies"]
            .as_array()
            .into_iter()
            .flatten()
        {
            let (id, name) = (
                company["id"].as_i64().unwrap(),
                company["name"].as_str().unwrap(),
            );
            assert_eq!(
                names.entry((false, id)).or_insert_with(|| name.to_owned()),
                name
            );
        }
    }
    let distinct: HashSet<(bool, &String)> = names
        .iter()
        .map(|((person, _), name)| (*person, name))
        .collect();
    assert_eq!(distinct.len(), names.len());
}

#[test]
fn names_differ_in_more_than_their_signs() {
    let sources = Sources::read().unwrap();
    let people = people_named(&sources);
    let companies: BTreeSet<&str> = sources
        .films
        .iter()
        .flat_map(|film| &film.companies)
        .map(String::as_str)
        .collect();
    for names in [people, companies] {
        let mut seen: HashMap<String, &str> = HashMap::new();
        for name in names {
            if let Some(other) = seen.insert(folded(name), name) {
                panic!("{name} and {other} seem to be the same");
            }
        }
    }
}

#[test]
fn names_are_not_known_under_another() {
    let sources = Sources::read().unwrap();
    let people = people_named(&sources);
    for person in &sources.people {
        for name in &person.also {
            assert!(!people.contains(name.as_str()), "{name} is {}", person.name);
        }
    }
}

#[test]
fn collections_are_described() {
    let sources = Sources::read().unwrap();
    let described: BTreeSet<&str> = sources
        .collections
        .iter()
        .map(|collection| collection.name.as_str())
        .collect();
    let used: BTreeSet<&str> = sources
        .films
        .iter()
        .filter_map(|film| film.collection.as_deref())
        .collect();
    assert_eq!(described, used);
}

#[test]
fn statistics_stay_in_their_bounds() {
    for row in rows() {
        let Some("movie" | "tv" | "person") = entity(row["path"].as_str().unwrap()) else {
            continue;
        };
        let popularity = row["body"]["popularity"].as_f64().unwrap();
        assert!((1.0..=60.0).contains(&popularity), "{popularity}");
        if let Some(average) = row["body"]["vote_average"].as_f64() {
            assert!((5.5..=8.6).contains(&average), "{average}");
        }
    }
}

#[test]
fn it_can_be_imported() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let store = runtime
        .block_on(kinora_store::Store::open(folder.path()))
        .unwrap();
    let (archive, mut summary) = (archive().unwrap(), Summary::default());
    Import::new(store, Arc::default(), false)
        .reader("demo", archive.as_slice(), runtime.handle(), &mut summary)
        .unwrap();
    assert!(summary.malformed.is_empty(), "{:?}", summary.malformed);
    assert!(summary.passed_over.is_empty(), "{:?}", summary.passed_over);
    assert!(
        summary.contradictions.is_empty(),
        "{:#?}",
        &summary.contradictions[..10.min(summary.contradictions.len())]
    );
    assert!(summary.written["credits"] > 1000, "{:?}", summary.written);
}
