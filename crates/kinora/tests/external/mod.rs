//! Programs that others wrote, run against this one.
//!
//! They are installed under `target` when their lock file changes. Where that is not possible, for want of a network or of the
//! language, a test says so and passes; with `KINORA_REQUIRE_ALL` set it fails.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufRead, BufReader, Read, Write, pipe};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A server that ends with the test.
pub struct Server {
    child: Child,
    /// `http://` and where it listens.
    pub address: String,
    /// What it told when it started.
    told: String,
}

impl Server {
    /// Runs `serve` or `demo` with its data in a folder, and with further variables of the environment.
    pub fn start(command: &str, folder: &Path, variables: &[(&str, &str)]) -> Server {
        Server::telling(0, command, folder, variables)
    }

    /// Runs `serve` over an empty folder; also answers the code with which its first administrator is made.
    pub fn without_accounts(folder: &Path) -> (Server, String) {
        let server = Server::telling(1, "serve", folder, &[]);
        let code = server
            .told
            .split_whitespace()
            .next_back()
            .unwrap()
            .to_owned();
        (server, code)
    }

    /// The number of its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// The status and the body of the answer to a request.
    pub fn get(&self, target: &str) -> (u16, Vec<u8>) {
        let host = self.address.trim_start_matches("http://");
        let mut stream = TcpStream::connect(host).unwrap();
        let request = format!("GET {target} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let mut ends = answer.windows(4);
        let end = ends.position(|bytes| bytes == b"\r\n\r\n").unwrap();
        let body = answer.split_off(end + 4);
        let head = String::from_utf8(answer).unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body)
    }

    /// Runs `serve` with queues; the address is that of the queues, which is told after that of the API.
    pub fn of_queues(folder: &Path, variables: &[(&str, &str)]) -> Server {
        let listen = ("KINORA_QUEUE_LISTEN", "127.0.0.1:0");
        let variables = [&[listen], variables].concat();
        Server::telling(1, "serve", folder, &variables)
    }

    /// A server whose address is told after so many others.
    fn telling(others: usize, command: &str, folder: &Path, variables: &[(&str, &str)]) -> Server {
        let (reader, writer) = pipe().unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_kinora"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("KINORA_")) {
            program.env_remove(name);
        }
        program
            .arg(command)
            .current_dir(folder)
            .env("KINORA_DATA", folder.join("data"))
            .env("KINORA_LISTEN", "127.0.0.1:0")
            .envs(variables.iter().copied())
            .stdout(writer.try_clone().unwrap())
            .stderr(writer);
        let child = program.spawn().unwrap();
        // What is left of the writing end is the server's.
        drop(program);
        let (mut lines, mut told) = (BufReader::new(reader).lines(), String::new());
        let mut addresses = lines.by_ref().map_while(Result::ok).filter_map(|line| {
            let address = line.split_once("http://").map(|(_, rest)| rest.to_owned());
            told += &format!("{line}\n");
            Some(format!("http://{}", address?.split('/').next()?))
        });
        let address = addresses.nth(others);
        drop(addresses);
        // The server goes on telling, and must not wait for a reader.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        Server {
            child,
            address: address.unwrap_or_else(|| panic!("the server ended: {told}")),
            told,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a command to its end; what it told is the error if it failed.
pub fn finish(command: &mut Command) -> Result<String, String> {
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
pub fn installed(
    lock: &Path,
    install: impl Fn(&Path) -> Result<String, String>,
) -> Result<PathBuf, String> {
    let mut hasher = DefaultHasher::new();
    fs::read(lock).unwrap().hash(&mut hasher);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("external")
        .join(format!("{:016x}", hasher.finish()));
    let mark = folder.join("installed");
    if !mark.exists() {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        install(&folder)?;
        fs::write(mark, "").unwrap();
    }
    Ok(folder)
}

/// The folder of the Python programs of the packages of a lock file.
pub fn python(lock: &Path) -> Result<PathBuf, String> {
    let folder = installed(lock, |folder| {
        finish(Command::new("python3").args(["-m", "venv"]).arg(folder))?;
        finish(
            Command::new(folder.join("bin/python"))
                .args(["-m", "pip", "install", "--quiet", "--retries", "1"])
                .args(["--require-hashes", "--only-binary", ":all:", "-r"])
                .arg(lock),
        )
    })?;
    Ok(folder.join("bin"))
}

/// What could be installed; `None` where it could not, which is a failure with `KINORA_REQUIRE_ALL` set.
pub fn required<T>(name: &str, installed: Result<T, String>) -> Option<T> {
    installed
        .map_err(|reason| {
            let fault = format!("{name} cannot be installed: {reason}");
            assert!(std::env::var_os("KINORA_REQUIRE_ALL").is_none(), "{fault}");
            eprintln!("skipped: {fault}");
        })
        .ok()
}
