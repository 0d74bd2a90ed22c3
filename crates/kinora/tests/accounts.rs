//! Accounts of client libraries: the test suite that one of them is published with, unchanged, and what users do with
//! another. See `tests/accounts`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![cfg(unix)]

mod external;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use external::{Server, finish, installed, required};

const KEY: &str = "key-of-the-tests";
const NAME: &str = "regina.phalange";
const PASSWORD: &str = "a password of the tests";
/// The list that the suite looks for has a number that it would not get here.
const NEXT_LIST: &str = "insert into sqlite_sequence (name, seq) values ('list', 508)";

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests")
}

/// The interpreter with the libraries, and the published archive of one of them.
fn libraries() -> Result<(PathBuf, PathBuf), String> {
    let programs = external::python(&sources().join("clients/python/requirements.lock"))?;
    let lock = sources().join("accounts/suite.lock");
    let folder = installed(&lock, |folder| {
        finish(
            Command::new(programs.join("python"))
                .args(["-m", "pip", "download", "--quiet", "--retries", "1"])
                .args(["--no-deps", "--no-binary", ":all:", "--require-hashes"])
                .arg("--dest")
                .arg(folder)
                .arg("-r")
                .arg(&lock),
        )
    })?;
    let mut files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap());
    let archive = files.find(|file| file.file_name().to_string_lossy().ends_with(".tar.gz"));
    Ok((programs.join("python"), archive.unwrap().path()))
}

/// A server with the titles that the suite names, and an account.
fn server(folder: &Path) -> Server {
    let data = folder.join("data");
    let run = |arguments: &[&str], input: &str| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kinora"))
            .args(arguments)
            .env("KINORA_DATA", &data)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_bytes())
            .unwrap();
        assert!(child.wait().unwrap().success(), "{arguments:?}");
    };
    let catalogue = sources().join("accounts/catalogue.ndjson");
    run(&["import", "archive", catalogue.to_str().unwrap()], "");
    run(&["user", "create", NAME], PASSWORD);
    let store = rusqlite::Connection::open(data.join("catalogue.sqlite")).unwrap();
    store.execute(NEXT_LIST, []).unwrap();
    drop(store);
    let data = data.to_str().unwrap();
    Server::start(
        "serve",
        folder,
        &[("KINORA_DATA", data), ("KINORA_API_KEY", KEY)],
    )
}

#[test]
fn a_published_suite_passes_and_an_account_is_used() {
    let Some((python, archive)) = required("libraries with accounts", libraries()) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let server = server(folder.path());
    for (program, argument) in [
        ("published_suite.py", Some(&archive)),
        ("with_tmdbv3api.py", None),
    ] {
        let told = finish(
            Command::new(&python)
                .arg("-B")
                .arg(sources().join("accounts").join(program))
                .args(argument)
                .env("KINORA_TEST_ADDRESS", &server.address)
                .env("KINORA_TEST_KEY", KEY)
                .env("KINORA_TEST_PASSWORD", PASSWORD)
                .env("NO_PROXY", "127.0.0.1")
                .env("no_proxy", "127.0.0.1"),
        );
        told.unwrap_or_else(|told| panic!("{program}: {told}"));
    }
}
