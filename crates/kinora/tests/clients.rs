//! Client libraries as their users install them, reading the whole demo catalogue from this program. Only the base address
//! differs from what they do elsewhere: see `tests/clients`.
//!
//! The libraries are installed under `target` when their lock file changes. Where that is not possible, for want of a
//! network or of the language, the test says so and passes; with `KINORA_REQUIRE_ALL` set it fails.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![cfg(unix)]

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufRead, BufReader, Lines};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

/// A server with the demo catalogue that ends with the test.
struct Server {
    child: Child,
    address: String,
    /// Kept open, because the server goes on telling.
    _stdout: Lines<BufReader<ChildStdout>>,
}

impl Server {
    fn start(folder: &Path) -> Server {
        let log = folder.join("log");
        let mut command = Command::new(env!("CARGO_BIN_EXE_kinora"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("KINORA_")) {
            command.env_remove(name);
        }
        command
            .arg("demo")
            .current_dir(folder)
            .env("KINORA_DATA", folder.join("demo"))
            .env("KINORA_LISTEN", "127.0.0.1:0")
            .stdout(Stdio::piped())
            .stderr(fs::File::create(&log).unwrap());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let (_, rest) = line.split_once("http://")?;
            Some(format!("http://{}", rest.split('/').next()?))
        });
        let address = address
            .unwrap_or_else(|| panic!("the server ended: {}", fs::read_to_string(&log).unwrap()));
        Server {
            child,
            address,
            _stdout: lines,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The sources of the tests of a language.
fn sources(language: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/clients")
        .join(language)
}

/// Runs a command to its end; what it told is the error if it failed.
fn finish(command: &mut Command) -> Result<String, String> {
    let told = |stdout: &[u8], stderr: &[u8]| {
        format!(
            "{}{}",
            String::from_utf8_lossy(stdout),
            String::from_utf8_lossy(stderr)
        )
    };
    match command.stdin(Stdio::null()).output() {
        Ok(output) if output.status.success() => Ok(told(&output.stdout, &output.stderr)),
        Ok(output) => Err(told(&output.stdout, &output.stderr)),
        Err(error) => Err(format!("{:?}: {error}", command.get_program())),
    }
}

/// The folder in which the libraries of a lock file are installed; they are installed if they are not there yet.
fn installed(
    language: &str,
    lock: &str,
    install: impl Fn(&Path) -> Result<String, String>,
) -> Result<PathBuf, String> {
    let mut hasher = DefaultHasher::new();
    fs::read(sources(language).join(lock))
        .unwrap()
        .hash(&mut hasher);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("clients")
        .join(format!("{language}-{:016x}", hasher.finish()));
    let mark = folder.join("installed");
    if !mark.exists() {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        install(&folder)?;
        fs::write(mark, "").unwrap();
    }
    Ok(folder)
}

/// Runs the program of a language against a server, unless its libraries could not be installed.
fn examine(language: &str, program: Result<Command, String>) {
    let mut program = match program {
        Ok(program) => program,
        Err(reason) => {
            let fault = format!("the {language} libraries cannot be installed: {reason}");
            assert!(std::env::var_os("KINORA_REQUIRE_ALL").is_none(), "{fault}");
            eprintln!("skipped: {fault}");
            return;
        }
    };
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path());
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
    let folder = installed("python", "requirements.lock", |folder| {
        finish(Command::new("python3").args(["-m", "venv"]).arg(folder))?;
        finish(
            Command::new(folder.join("bin/python"))
                .args(["-m", "pip", "install", "--quiet", "--retries", "1"])
                .args(["--require-hashes", "--only-binary", ":all:", "-r"])
                .arg(sources.join("requirements.lock")),
        )
    })?;
    let mut program = Command::new(folder.join("bin/python"));
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
    let folder = installed("javascript", "package-lock.json", |folder| {
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
