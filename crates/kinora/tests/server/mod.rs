//! A server as a process, over a folder that outlives it.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

/// The key of every server.
const KEY: &str = "tests";

/// A server process over a folder.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Server {
    /// Starts it, and waits until it listens.
    pub fn start(data: &Path) -> Server {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kinora"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("KINORA_")) {
            command.env_remove(name);
        }
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .env("KINORA_API_KEY", KEY)
            .env("KINORA_RATE_LIMIT", "0")
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let (_, rest) = line.split_once("http://")?;
            rest.split('/').next()?.parse().ok()
        });
        std::thread::spawn(move || lines.for_each(drop));
        Server {
            child,
            address: address.unwrap(),
        }
    }

    /// Kills it with signal 9.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// An answer; `None` when the server is gone.
pub fn ask(address: SocketAddr, method: &str, target: &str, body: &Value) -> Option<(u16, Value)> {
    let separator = if target.contains('?') { '&' } else { '?' };
    let body = body.to_string();
    let request = format!(
        "{method} {target}{separator}api_key={KEY} HTTP/1.0\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(address).ok()?;
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let answer = String::from_utf8(answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some((status, serde_json::from_str(body).ok()?))
}

/// Signs in; answers the session.
pub fn sign_in(address: SocketAddr, name: &str, password: &str) -> Option<String> {
    let text = |value: &Value, name: &str| value[name].as_str().unwrap().to_owned();
    let (_, token) = ask(address, "GET", "/3/authentication/token/new", &json!({}))?;
    let token = text(&token, "request_token");
    let login = json!({ "username": name, "password": password, "request_token": token });
    let target = "/3/authentication/token/validate_with_login";
    assert_eq!(ask(address, "POST", target, &login)?.0, 200);
    let wish = json!({ "request_token": token });
    let (_, session) = ask(address, "POST", "/3/authentication/session/new", &wish)?;
    Some(text(&session, "session_id"))
}

/// Numbers that look like chance and are the same in every run.
pub struct Chance(pub u64);

impl Chance {
    /// A number from 0 on.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}
