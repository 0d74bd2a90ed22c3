//! Recorded answers, imported and asked for again, where recordings lie beside the repository; without them these tests say
//! that they were skipped.

use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Rows of the public API document that contradict other rows of it: each was recorded at another time.
const CONTRADICTED: [&str; 9] = [
    "/3/collection/10",
    "/3/credit/6024a814c0ae36003d59cc3c",
    "/3/movie/11",
    "/3/tv/1399/aggregate_credits",
    "/3/tv/1399/credits",
    "/3/tv/1399/season/1",
    "/3/tv/1399/season/1/aggregate_credits",
    "/3/tv/1399/season/1/episode/1",
    "/3/tv/1399/season/1/episode/1/credits",
];

fn shared(path: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared")
        .join(path);
    if !path.exists() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

#[test]
fn recorded_answers_are_given_again() {
    let Some(recorded) = shared("conformance/recorded/openapi.ndjson") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let exact: Vec<serde_json::Value> = std::fs::read_to_string(&recorded)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .filter(|row: &serde_json::Value| row["shape_only"] != true && row["method"] == "GET")
        .collect();
    let import = Command::new(env!("CARGO_BIN_EXE_kinora"))
        .args(["import", "archive"])
        .arg(&recorded)
        .arg("--data")
        .arg(folder.path())
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(import.success());

    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let differing = runtime.block_on(async {
        let store = kinora_store::Store::open(folder.path()).await.unwrap();
        let settings = kinora_web::Settings {
            api_key: Some("key".into()),
            ..kinora_web::Settings::default()
        };
        let index = kinora_index::Index::new(store.clone());
        index.follow().await.unwrap();
        let service = kinora_web::router(store, index, settings);
        let mut differing = Vec::new();
        for row in &exact {
            let path = row["path"].as_str().unwrap();
            let request = axum::http::Request::get(format!("{path}?api_key=key"))
                .body(axum::body::Body::empty())
                .unwrap();
            let response = tower::ServiceExt::oneshot(service.clone(), request)
                .await
                .unwrap();
            assert_eq!(response.status(), 200, "{path}");
            let body = axum::body::to_bytes(response.into_body(), usize::MAX)
                .await
                .unwrap();
            let answered: serde_json::Value = serde_json::from_slice(&body).unwrap();
            if let Some(place) = difference(&row["body"], &answered, "$") {
                differing.push((path.to_owned(), place));
            }
        }
        differing
    });

    let unexpected: Vec<_> = differing
        .iter()
        .filter(|(path, _)| !CONTRADICTED.contains(&path.as_str()))
        .collect();
    assert!(unexpected.is_empty(), "{unexpected:#?}");
    assert!(exact.len() >= 70);
}

/// Where an answer differs from the recording; keys that the recording lacks may be there.
fn difference(
    recorded: &serde_json::Value,
    answered: &serde_json::Value,
    at: &str,
) -> Option<String> {
    use serde_json::Value;
    const IGNORED: [&str; 6] = [
        "popularity",
        "vote_average",
        "vote_count",
        "softcore",
        "base_url",
        "secure_base_url",
    ];
    match (recorded, answered) {
        (Value::Object(recorded), Value::Object(answered)) => recorded
            .iter()
            .filter(|(key, _)| !IGNORED.contains(&key.as_str()))
            .find_map(|(key, value)| {
                let at = format!("{at}.{key}");
                match answered.get(key) {
                    Some(other) => difference(value, other, &at),
                    None => Some(format!("{at} is missing")),
                }
            }),
        (Value::Array(recorded), Value::Array(answered)) if recorded.len() == answered.len() => {
            let mut pairs = recorded.iter().zip(answered).enumerate();
            pairs.find_map(|(index, (a, b))| difference(a, b, &format!("{at}[{index}]")))
        }
        (Value::Number(a), Value::Number(b)) => {
            let differ = (a.as_f64()? - b.as_f64()?).abs() > 1e-6;
            differ.then(|| format!("{at}: {a} became {b}"))
        }
        (a, b) => (a != b).then(|| format!("{at}: {a} became {b}")),
    }
}
