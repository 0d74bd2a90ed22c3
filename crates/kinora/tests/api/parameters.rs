//! Every parameter of every operation that needs no account does something, is refused when it cannot be, or has a reason why
//! nothing depends on it. The endpoint table of the contract is held against the proofs where it lies beside the repository.

use std::collections::BTreeSet;
use std::path::Path;

use kinora_web::Settings;
use serde_json::json;

use crate::app::TestApp;
use crate::catalogue;
use crate::films::*;
use crate::proofs::{OPERATIONS, Proof};
use crate::rows::*;

/// A path of an operation with ids of the catalogue.
fn concrete(path: &str) -> String {
    const IDS: [(&str, &str); 16] = [
        ("{movie_id}", "11"),
        ("{series_id}", "21"),
        ("{season_number}", "1"),
        ("{episode_number}", "1"),
        ("{season_id}", "201"),
        ("{episode_id}", "211"),
        ("{person_id}", "31"),
        ("{collection_id}", "41"),
        ("{company_id}", "51"),
        ("{network_id}", "61"),
        ("{keyword_id}", "71"),
        ("{genre_id}", "18"),
        ("{credit_id}", "c11"),
        ("{review_id}", "aa0000000000000000000001"),
        ("{tv_episode_group_id}", "dd0000000000000000000001"),
        ("{external_id}", "tt0000011"),
    ];
    let path = path
        .replace("{time_window}", "week")
        .replace("{list_id}", "1");
    IDS.into_iter()
        .fold(path, |path, (name, id)| path.replace(name, id))
}

/// The catalogue with neighbours that tell what a parameter does, on 5 January 2010, two hours after midnight in UTC.
async fn catalogue_with_neighbours() -> TestApp {
    let nights = json!({ "adult": true, "title": "Lamp Nights", "name": "Harbour Nights" });
    let collection = json!({ "adult": true, "id": 42, "name": "Lights Off", "original_name": "Lights Off", "overview": "" });
    let provider = json!({
        "display_priorities": { "SE": 4 }, "display_priority": 9, "logo_path": "/flix.jpg", "provider_id": 8,
        "provider_name": "Flick",
    });
    let german_review = |id: &str| json!({ "results": [review(id, "2020-05-02T10:00:00.000Z")] });
    let mut rows = catalogue::rows();
    rows.extend([
        film(12, json!({
            "title": "The Night Ferry", "release_date": "2005-03-03", "original_language": "fr", "origin_country": ["FR"],
            "runtime": 40, "vote_average": 5.0, "vote_count": 10, "popularity": 5.0,
        })),
        releases(12, &[("FR", 3, "2005-05-01", "")]),
        translations("movie/12", &[("de-DE", "Die Nachtfähre", "")]),
        film(13, nights.clone()),
        part("movie/13", "keywords", json!({ "keywords": [{ "id": 71, "name": "lantern" }] })),
        film(14, json!({ "video": true })),
        film(15, json!({ "popularity": 1.0, "runtime": 40, "release_date": "2009-12-20", "genres": [] })),
        releases(15, &[("FR", 3, "2010-01-20", ""), ("SE", 3, "2009-12-20", "")]),
        translations("movie/15", &[("de-DE", "Im Kino", "")]),
        show(22, json!({
            "first_air_date": "2010-01-12", "last_air_date": null, "status": "Returning Series", "type": "Documentary",
            "original_language": "fr", "origin_country": ["SE"], "episode_run_time": [20], "vote_average": 5.0,
            "vote_count": 10, "popularity": 2.0,
        })),
        translations("tv/22", &[("de-DE", "Die Nachbarn", "")]),
        show(23, json!({ "first_air_date": "" })),
        show(24, nights),
        answer("/3/person/35", person(35, "Ida Nights").with("adult", true)),
        answer("/3/search/collection", json!({ "page": 1, "results": [collection] })),
        answer_in("de", "/3/movie/11/reviews", german_review("aa0000000000000000000003")),
        answer_in("de", "/3/tv/21/reviews", german_review("aa0000000000000000000004")),
        part("tv/21/season/1", "videos", json!({ "results": [video("en", "US", "ee0000000000000000000004")] })),
        answer("/3/watch/providers/movie", json!({ "results": [provider] })),
        answer("/3/watch/providers/tv", json!({ "results": [provider] })),
    ]);
    let settings = Settings {
        top_rated_votes: 5.0,
        ..at("2010-01-05", 2)
    };
    let app = TestApp::set_up(&rows, settings).await;
    let anna = app.sign_up("anna").await;
    app.post(&anna.at("/3/list"), &json!({ "name": "Lights" }))
        .await;
    app.post(&anna.at("/3/list/1/add_item"), &json!({ "media_id": 11 }))
        .await;
    app
}

#[tokio::test]
async fn every_parameter_has_its_effect_or_is_refused() {
    let app = catalogue_with_neighbours().await;
    let mut failures = Vec::new();

    for (path, groups) in OPERATIONS {
        for (name, proof) in groups.iter().copied().flatten() {
            if let Err(failure) = check(&app, &concrete(path), name, *proof).await {
                failures.push(format!("{name} of {path}: {failure}"));
            }
        }
    }

    assert!(failures.is_empty(), "{failures:#?}");
}

async fn check(app: &TestApp, path: &str, name: &str, proof: Proof) -> Result<(), String> {
    let ask =
        async |query: &str, value: &str| app.get(&format!("{path}?{query}&{name}={value}")).await;
    let fails = |fails: bool, words: String| if fails { Err(words) } else { Ok(()) };
    match proof {
        Proof::Effect(query, one, other) => {
            let (one, other) = (ask(query, one).await, ask(query, other).await);
            let answered = one.status == 200 && other.status == 200;
            fails(
                !answered,
                format!("answers {} and {}", one.status, other.status),
            )?;
            let (one, other) = (one.json.without("page"), other.json.without("page"));
            fails(one == other, "has no effect".to_owned())
        }
        Proof::Refusal(query, value, http, code) => {
            let refusal = (http, code);
            let (without, with) = (ask(query, "").await, ask(query, value).await);
            fails(
                with.refusal() != refusal,
                format!("answers {:?}", with.refusal()),
            )?;
            fails(
                without.refusal() == refusal,
                "is refused without a value as well".to_owned(),
            )
        }
        Proof::Nothing(..) | Proof::Idle(..) => {
            let (query, value, why) = match proof {
                Proof::Idle(query, value, why) => (query, value, why),
                Proof::Nothing(value, why) => ("", value, why),
                _ => return Ok(()),
            };
            let (without, with) = (ask(query, "").await, ask(query, value).await);
            fails(without.status != 200, format!("answers {}", without.status))?;
            fails(
                without.json != with.json,
                format!("has an effect, although {why}"),
            )
        }
    }
}

/// Operations that are not there yet: they make what somebody with an account goes on with.
const LATER: [&str; 2] = [
    "/3/authentication/guest_session/new",
    "/3/authentication/token/new",
];

/// The reads of the endpoint table that need no account: paths with their parameters.
fn reads(table: &str) -> Vec<(&str, Vec<&str>)> {
    let read = |row| {
        let columns: Vec<&str> = str::split(row, '\t').collect();
        let [method, path, parameters, _, auth, ..] = columns[..] else {
            panic!("a row without columns: {row}");
        };
        let parameters = parameters
            .split(',')
            .map(|name| name.trim_matches(['+', '!']));
        let parameters = parameters.filter(|name| !name.is_empty()).collect();
        ((method, auth) == ("GET", "app") && !LATER.contains(&path)).then_some((path, parameters))
    };
    table.lines().skip(1).filter_map(read).collect()
}

/// Every parameter with its path.
fn pairs<'a>(
    operations: impl IntoIterator<Item = (&'a str, Vec<&'a str>)>,
) -> BTreeSet<(&'a str, &'a str)> {
    let operations = operations.into_iter();
    let pairs =
        operations.flat_map(|(path, names)| names.into_iter().map(move |name| (path, name)));
    pairs.collect()
}

#[tokio::test]
async fn no_operation_and_no_parameter_of_the_contract_is_missing() {
    let table = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/contract/tmdb-v3-endpoints.tsv");
    let Ok(table) = std::fs::read_to_string(&table) else {
        eprintln!("skipped: {} is not there", table.display());
        return;
    };
    let app = catalogue_with_neighbours().await;
    let reads = reads(&table);

    for (path, _) in &reads {
        let reply = app.get(&concrete(path)).await;
        // Nobody can make a list or a token to ask about.
        let is_refused = path.starts_with("/3/list/") || path.starts_with("/3/authentication/");
        assert!(
            is_refused || reply.status == 200,
            "{path}: {}",
            reply.text()
        );
    }
    let known = pairs(reads);
    let proven = pairs(OPERATIONS.iter().map(|(path, groups)| {
        let names = groups.iter().copied().flatten().map(|(name, _)| *name);
        (*path, names.collect())
    }));
    let missing: Vec<_> = known.difference(&proven).collect();
    let unknown: Vec<_> = proven.difference(&known).collect();
    assert!(missing.is_empty(), "without a proof: {missing:#?}");
    assert!(unknown.is_empty(), "not in the contract: {unknown:#?}");
}

#[tokio::test]
async fn parameters_of_other_operations_are_ignored() {
    let app = catalogue_with_neighbours().await;
    let mut failures = Vec::new();

    for (path, query) in [
        ("/3/movie/popular", "include_adult=true"),
        ("/3/movie/popular", "sort_by=popularity.asc"),
        ("/3/movie/popular", "with_genres=99"),
        ("/3/genre/18/movies", "region=FR"),
        ("/3/movie/11/similar", "region=FR"),
        ("/3/movie/11/recommendations", "region=FR"),
        ("/3/trending/movie/day", "region=FR"),
        ("/3/trending/all/week", "include_adult=true"),
        ("/3/person/popular", "include_adult=true"),
        ("/3/search/multi?query=ferry", "region=FR"),
        ("/3/search/multi?query=lamp", "year=1950"),
        ("/3/search/multi?query=lamp", "primary_release_year=1950"),
        ("/3/search/movie?query=lamp", "first_air_date_year=1950"),
        ("/3/search/tv?query=harbour", "primary_release_year=1950"),
        ("/3/movie/latest", "append_to_response=credits"),
        ("/3/movie/latest", "language=de"),
        ("/3/tv/latest", "append_to_response=credits"),
        ("/3/person/latest", "append_to_response=images"),
        ("/3/movie/11/keywords", "language=de"),
        ("/3/review/aa0000000000000000000001", "language=de"),
        ("/3/movie/11/credits", "append_to_response=images"),
        ("/3/genre/movie/list", "page=0"),
        (
            "/3/movie/11",
            "page=0&start_date=soon&with_genres=drama&timezone=Nowhere",
        ),
    ] {
        let joint = if path.contains('?') { '&' } else { '?' };
        let (with, without) = (
            app.get(&format!("{path}{joint}{query}")).await,
            app.get(path).await,
        );
        if without.status != 200 || with.json != without.json {
            failures.push(format!("{path}{joint}{query}"));
        }
    }

    assert!(failures.is_empty(), "{failures:#?}");
}
