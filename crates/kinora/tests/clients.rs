//! Client libraries as their users install them, reading the whole demo catalogue from this program. Only the base address
//! differs from what they do elsewhere: see `tests/clients`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![cfg(unix)]

mod external;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use external::{Server, finish, installed, required};

/// The sources of the tests of a language.
fn sources(language: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/clients")
        .join(language)
}

/// Runs the program of a language against a server, unless its libraries could not be installed.
fn examine(language: &str, program: Result<Command, String>) {
    let Some(mut program) = required(&format!("the {language} libraries"), program) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start("demo", folder.path(), &[]);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("TMDB_")) {
        program.env_remove(name);
    }
    program
        .env("KINORA_TEST_ADDRESS", &server.address)
        .env("KINORA_TEST_KEY", "demo")
        .env("NO_PROXY", "127.0.0.1")
        .env("no_proxy", "127.0.0.1");
    match finish(&mut program) {
        Ok(told) => println!("{told}"),
        Err(told) => panic!("{told}"),
    }
}

fn python() -> Result<Command, String> {
    let sources = sources("python");
    let programs = external::python(&sources.join("requirements.lock"))?;
    let mut program = Command::new(programs.join("python"));
    // Without leaving its own files among the sources.
    program.arg("-B").arg(sources.join("run.py"));
    Ok(program)
}

fn javascript() -> Result<Command, String> {
    let sources = sources("javascript");
    // Modules are looked for next to the program, so the program goes where they are.
    let copied = |folder: &Path| {
        let program = folder.join("javascript");
        fs::create_dir_all(&program).unwrap();
        for entry in fs::read_dir(&sources).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_file() {
                fs::copy(entry.path(), program.join(entry.file_name())).unwrap();
            }
        }
        fs::copy(sources.join("../cases.json"), folder.join("cases.json")).unwrap();
        program
    };
    let folder = installed(&sources.join("package-lock.json"), |folder| {
        finish(
            Command::new("npm")
                .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
                .args(["--loglevel=error", "--fetch-retries=1"])
                .current_dir(copied(folder)),
        )
    })?;
    let mut program = Command::new("node");
    program.arg(copied(&folder).join("run.mjs"));
    Ok(program)
}

#[test]
fn python_libraries_read_the_whole_catalogue() {
    examine("Python", python());
}

#[test]
fn javascript_libraries_read_the_whole_catalogue() {
    examine("JavaScript", javascript());
}
