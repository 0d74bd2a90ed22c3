//! Exports, backups and scores as an operator runs them: the steps of `docs/operating.md`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;
use std::process::Command;

/// Runs a command over a data folder; answers what it printed, and fails with it.
fn kinora(data: &Path, arguments: &[&str]) -> Result<String, String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kinora"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("KINORA_")) {
        command.env_remove(name);
    }
    let output = command
        .env("KINORA_DATA", data)
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match output.status.success() {
        true => Ok(text(&output.stdout)),
        false => Err(text(&output.stderr)),
    }
}

/// An archive with one keyword.
fn archive(folder: &Path, id: i64) -> String {
    let path = folder.join(format!("{id}.ndjson"));
    let row = format!(
        r#"{{"method":"GET","path":"/3/keyword/{id}","status":200,"body":{{"id":{id},"name":"word {id}"}}}}"#
    );
    fs::write(&path, row).unwrap();
    path.display().to_string()
}

fn exported(data: &Path, file: &Path) -> String {
    kinora(data, &["export", "archive", &file.display().to_string()]).unwrap();
    fs::read_to_string(file).unwrap()
}

#[test]
fn a_backup_is_restored_as_the_documents_say() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let backup = folder.path().join("backup.sqlite");
    kinora(&data, &["import", "archive", &archive(folder.path(), 1)]).unwrap();
    kinora(&data, &["key", "create", "app"]).unwrap();
    let before = exported(&data, &folder.path().join("before.ndjson"));

    kinora(&data, &["backup", &backup.display().to_string()]).unwrap();
    kinora(&data, &["import", "archive", &archive(folder.path(), 2)]).unwrap();
    kinora(&data, &["key", "revoke", "app"]).unwrap();
    assert_ne!(exported(&data, &folder.path().join("after.ndjson")), before);

    // Steps 2 and 3; nothing uses the folder.
    for name in [
        "catalogue.sqlite",
        "catalogue.sqlite-wal",
        "catalogue.sqlite-shm",
    ] {
        let path = data.join(name);
        if path.exists() {
            fs::rename(path, folder.path().join(name)).unwrap();
        }
    }
    fs::copy(&backup, data.join("catalogue.sqlite")).unwrap();

    assert_eq!(
        exported(&data, &folder.path().join("restored.ndjson")),
        before
    );
    let keys = kinora(&data, &["key", "list"]).unwrap();
    assert!(keys.contains("valid") && keys.contains("app"), "{keys}");
    // A folder that is new needs nothing else.
    let fresh = folder.path().join("fresh");
    fs::create_dir(&fresh).unwrap();
    fs::copy(&backup, fresh.join("catalogue.sqlite")).unwrap();
    assert_eq!(
        exported(&fresh, &folder.path().join("fresh.ndjson")),
        before
    );
}

#[test]
fn files_of_ids_are_written_for_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    kinora(&data, &["import", "archive", &archive(folder.path(), 1)]).unwrap();

    let told = kinora(&data, &["export", "ids", "--date", "2026-03-09"]).unwrap();

    assert_eq!(told.lines().count(), 10, "{told}");
    assert!(told.contains("         1  "), "{told}");
    let keywords = data.join("exports/keyword_ids_03_09_2026.json.gz");
    assert!(fs::metadata(keywords).unwrap().len() > 20);
    assert!(kinora(&data, &["export", "ids", "--date", "yesterday"]).is_err());
}

#[test]
fn what_cannot_be_written_is_told_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let nowhere = folder.path().join("nowhere/file").display().to_string();

    for arguments in [
        ["export", "archive", nowhere.as_str()],
        ["backup", nowhere.as_str(), ""],
    ] {
        let arguments: Vec<&str> = arguments
            .into_iter()
            .filter(|word| !word.is_empty())
            .collect();
        let told = kinora(&data, &arguments).unwrap_err();
        assert!(told.contains("cannot write"), "{told}");
    }
}

#[test]
fn a_day_without_views_leaves_the_scores() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");

    let told = kinora(&data, &["popularity", "run", "--date", "2026-03-09"]).unwrap();

    assert!(told.contains("Nothing was counted on 2026-03-09"), "{told}");
}
