//! The arrows between the crates: `model <- store <- index <- web <- kinora`, `images <- web`, `dumps` and `queue` see model
//! and store, only the binary sees `dumps`. A new arrow is a decision: it is written here and in `ARCHITECTURE.md`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::path::Path;

/// Each crate with those of ours that it may use.
const ARROWS: [(&str, &[&str]); 9] = [
    ("kinora-model", &[]),
    ("kinora-store", &["kinora-model"]),
    ("kinora-index", &["kinora-model", "kinora-store"]),
    ("kinora-images", &["kinora-model"]),
    ("kinora-dumps", &["kinora-model", "kinora-store"]),
    ("kinora-queue", &["kinora-model", "kinora-store"]),
    (
        "kinora-web",
        &[
            "kinora-model",
            "kinora-store",
            "kinora-index",
            "kinora-images",
        ],
    ),
    (
        "kinora",
        &[
            "kinora-model",
            "kinora-store",
            "kinora-index",
            "kinora-images",
            "kinora-dumps",
            "kinora-queue",
            "kinora-web",
        ],
    ),
    (
        "kinora-bench",
        &[
            "kinora-model",
            "kinora-store",
            "kinora-index",
            "kinora-images",
            "kinora-dumps",
            "kinora-web",
        ],
    ),
];

/// The crates of the workspace with the workspace crates that each names among its dependencies, for building and testing
/// alike.
fn crates() -> Vec<(String, BTreeSet<String>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut crates = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let manifest = std::fs::read_to_string(entry.unwrap().path().join("Cargo.toml")).unwrap();
        let manifest: toml::Table = manifest.parse().unwrap();
        let name = manifest["package"]["name"].as_str().unwrap().to_owned();
        let sections = ["dependencies", "dev-dependencies", "build-dependencies"];
        let tables = sections
            .iter()
            .filter_map(|section| manifest.get(*section)?.as_table());
        let used = tables
            .flat_map(toml::Table::keys)
            .filter(|name| name.starts_with("kinora"));
        let used = used.filter(|used| **used != name).cloned().collect();
        crates.push((name, used));
    }
    crates
}

#[test]
fn no_crate_uses_one_that_it_must_not_know() {
    for (name, used) in crates() {
        let allowed = ARROWS.iter().find(|(from, _)| *from == name);
        let (_, allowed) = allowed.unwrap_or_else(|| panic!("{name} has no place in the house"));
        for other in used {
            assert!(
                allowed.contains(&other.as_str()),
                "{name} must not use {other}"
            );
        }
    }
}

/// Every source file under a folder.
fn sources(folder: &Path) -> Vec<String> {
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts.extend(sources(&path));
        } else {
            texts.push(std::fs::read_to_string(path).unwrap());
        }
    }
    texts
}

#[test]
fn the_model_does_no_input_or_output() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let texts = sources(&crates.join("kinora-model/src"));
    assert!(texts.len() > 20);
    for word in ["std::fs", "std::net", "std::process", "std::env"] {
        assert!(
            texts.iter().all(|text| !text.contains(word)),
            "the model uses {word}"
        );
    }
}

#[test]
fn cargo_run_runs_the_program() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.toml");
    let manifest: toml::Table = std::fs::read_to_string(manifest).unwrap().parse().unwrap();

    // There are other programs in the workspace, and cargo does not choose between them.
    let defaults = manifest["workspace"]["default-members"].as_array().unwrap();

    assert_eq!(defaults, &[toml::Value::from("crates/kinora")]);
}
