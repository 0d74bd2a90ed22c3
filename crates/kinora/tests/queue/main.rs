//! Queues as their clients meet them: the program itself, over a small world of titles and people, called by clients that sign with
//! libraries of others. `tests/queue` holds the clients; every row of the table of statuses has a test there that is named after it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![cfg(unix)]

#[path = "../external/mod.rs"]
mod external;
mod world;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use external::{Server, finish, installed, required};
use world::World;

/// The sources of the client of a language.
fn sources(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/queue")
        .join(name)
}

/// Runs a client in the world, with three servers over it: one without limits, one with the wording of the wire that refuses what
/// it has seen, and one with limits.
fn examine(name: &str, client: Result<Command, String>) {
    let Some(mut client) = required(name, client) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let world = runtime.block_on(World::make(&folder.path().join("data")));
    let any = ("KINORA_QUEUE_DAILY", "0");
    let table = Server::of_queues(folder.path(), &[("KINORA_QUEUE_RATE", "0"), any]);
    let wording = ("KINORA_QUEUE_MESSAGES", "wire");
    let wire = Server::of_queues(
        folder.path(),
        &[wording, any, ("KINORA_QUEUE_NONCES", "true")],
    );
    let limited = Server::of_queues(folder.path(), &[("KINORA_QUEUE_DAILY", "12")]);
    let mut told = world.told();
    told["table"] = table.address.clone().into();
    told["wire"] = wire.address.clone().into();
    told["limited"] = limited.address.clone().into();
    let path = folder.path().join("world.json");
    fs::write(&path, told.to_string()).unwrap();
    client
        .env("KINORA_TEST_WORLD", &path)
        .env("NO_PROXY", "127.0.0.1")
        .env("no_proxy", "127.0.0.1");
    match finish(&mut client) {
        Ok(told) => println!("{told}"),
        Err(told) => panic!("{told}"),
    }
}

#[test]
fn every_row_of_the_table_is_answered() {
    let sources = sources("python");
    let client = external::python(&sources.join("requirements.lock")).map(|programs| {
        let mut client = Command::new(programs.join("python"));
        // Without leaving its own files among the sources.
        client.arg("-B").arg(sources.join("run.py"));
        client
    });
    examine("requests-oauthlib", client);
}

#[test]
fn a_client_of_the_original_works_unchanged() {
    let sources = sources("nodeflix");
    // Modules are looked for next to the program, so the program goes where they are.
    let copied = |folder: &Path| {
        for name in ["package.json", "package-lock.json", "run.js"] {
            fs::copy(sources.join(name), folder.join(name)).unwrap();
        }
    };
    let client = installed(&sources.join("package-lock.json"), |folder| {
        copied(folder);
        finish(
            Command::new("npm")
                .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
                .args(["--loglevel=error", "--fetch-retries=1"])
                .current_dir(folder),
        )
    });
    let client = client.map(|folder| {
        copied(&folder);
        let mut client = Command::new("node");
        client.arg(folder.join("run.js"));
        client
    });
    examine("nodeflix", client);
}
