//! The website in Chromium: what people do on it, at the width of a desktop and of a phone. See `tests/browser`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![cfg(unix)]

mod external;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use external::{Server, finish, installed, required};

/// Where the walks are.
fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser")
}

/// The program that walks, with the browser that Debian has.
fn walks() -> Result<Command, String> {
    let chromium = std::env::var("KINORA_CHROMIUM").unwrap_or_else(|_| "chromium".to_owned());
    finish(Command::new(&chromium).args(["--no-sandbox", "--version"]))?;
    let chromium = finish(Command::new("which").arg(&chromium))?;
    let lock = sources().join("package-lock.json");
    let folder = installed(&lock, |folder| {
        for name in ["package.json", "package-lock.json"] {
            fs::copy(sources().join(name), folder.join(name)).unwrap();
        }
        finish(
            Command::new("npm")
                .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
                .args(["--loglevel=error", "--fetch-retries=1"])
                .current_dir(folder),
        )
    })?;
    // Modules are looked for next to the program, so the program goes where they are.
    let walks = folder.join("walks");
    let _ = fs::remove_dir_all(&walks);
    fs::create_dir_all(&walks).unwrap();
    for (from, to) in [
        (sources(), folder.clone()),
        (sources().join("walks"), walks),
    ] {
        for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
            if entry.path().extension().is_some_and(|kind| kind == "mjs") {
                fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
            }
        }
    }
    let mut program = Command::new("node");
    program
        .arg(folder.join("run.mjs"))
        .env("KINORA_CHROMIUM", chromium.trim());
    Ok(program)
}

/// Accounts that may do more than others: each is called as its role.
const STAFF: [&str; 3] = ["contributor", "moderator", "administrator"];
/// The widths of windows, as `tests/browser` calls them.
const WIDTHS: [&str; 2] = ["desktop", "phone"];
/// The password of all of them.
const PASSWORD: &str = "a password for the staff";

/// Makes the account of a role in the data folder of a running server, as an operator does.
fn appoint(data: &Path, role: &str) {
    let program = |arguments: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_kinora"));
        program.arg("user").args(arguments).env("KINORA_DATA", data);
        program
    };
    let mut create = program(&["create", role]);
    let mut create = create.stdin(Stdio::piped()).spawn().unwrap();
    let mut input = create.stdin.take().unwrap();
    writeln!(input, "{PASSWORD}").unwrap();
    drop(input);
    assert!(create.wait().unwrap().success());
    finish(&mut program(&["role", role, role])).unwrap();
}

#[test]
fn people_find_their_way_at_every_width() {
    let Some(mut program) = required("the walks in Chromium", walks()) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start("demo", folder.path(), &[("KINORA_REGISTRATION", "open")]);
    for role in STAFF {
        appoint(&folder.path().join("data"), role);
    }
    // A server of its own for each width, because a server is set up once.
    let unused = WIDTHS.map(|width| {
        let folder = folder.path().join(width);
        fs::create_dir(&folder).unwrap();
        Server::without_accounts(&folder)
    });
    for (width, (server, code)) in WIDTHS.iter().zip(&unused) {
        let name = format!("KINORA_TEST_UNUSED_{}", width.to_uppercase());
        program.env(name, format!("{} {code}", server.address));
    }
    program
        .env("KINORA_TEST_PASSWORD", PASSWORD)
        .env("KINORA_TEST_ADDRESS", &server.address)
        .env("KINORA_TEST_KEY", "demo")
        .env("NO_PROXY", "127.0.0.1")
        .env("no_proxy", "127.0.0.1");
    match finish(&mut program) {
        Ok(told) => println!("{told}"),
        Err(told) => panic!("{told}"),
    }
}
