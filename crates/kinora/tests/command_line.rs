//! The program as its users meet it: commands, output, exit status.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::Receiver;

fn kinora(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kinora"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("KINORA_")) {
        command.env_remove(name);
    }
    command
        .current_dir(data.parent().unwrap())
        .env("KINORA_DATA", data);
    command
}

fn text(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// A server that ends with the test.
struct Server {
    child: Child,
    address: SocketAddr,
    lines: Lines,
}

/// What a program tells.
struct Lines {
    told: Vec<String>,
    coming: Receiver<String>,
}

impl Lines {
    /// The first line with this in it, which is waited for.
    fn with(&mut self, part: &str) -> String {
        let has = |line: &&String| line.contains(part);
        if let Some(line) = self.told.iter().find(has) {
            return line.clone();
        }
        loop {
            let line = self.coming.recv();
            let line = line.unwrap_or_else(|_| panic!("it ended: {:#?}", self.told));
            self.told.push(line.clone());
            if has(&&line) {
                return line;
            }
        }
    }
}

impl Server {
    /// Starts a command that serves and waits until it tells its address.
    fn start(mut command: Command) -> Server {
        command
            .env("KINORA_LISTEN", "127.0.0.1:0")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (stdout, stderr) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        let (send, lines) = std::sync::mpsc::channel();
        for stream in [Box::new(stdout) as Box<dyn Read + Send>, Box::new(stderr)] {
            let send = send.clone();
            std::thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    let _ = send.send(line);
                }
            });
        }
        drop(send);
        let mut lines = Lines {
            told: Vec::new(),
            coming: lines,
        };
        let line = lines.with("http://");
        let (_, address) = line.split_once("http://").unwrap();
        let address = address.split('/').next().unwrap().parse().unwrap();
        Server {
            child,
            address,
            lines,
        }
    }

    fn get(&self, target: &str) -> String {
        let mut stream = TcpStream::connect(self.address).unwrap();
        write!(
            stream,
            "GET {target} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            self.address
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_demo_answers_the_request_that_it_tells() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = kinora(&folder.path().join("demo"));
    command.arg("demo");
    let mut server = Server::start(command);

    let line = server.lines.with("/3/");
    let target = line.split("/3/").nth(1).unwrap();
    let target = target.split('"').next().unwrap();
    let answer = server.get(&format!("/3/{target}"));

    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(
        answer.contains("\"cast\":[{") && answer.contains("Max Schreck"),
        "{answer}"
    );
    assert!(
        std::fs::read_dir(folder.path().join("demo/images"))
            .unwrap()
            .count()
            > 500
    );
}

#[test]
fn the_demo_leaves_other_catalogues_alone() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let archive = folder.path().join("a.ndjson");
    std::fs::write(&archive, r#"{"method":"GET","path":"/3/keyword/7","query":{},"status":200,"body":{"id":7,"name":"x"}}"#).unwrap();
    assert!(
        kinora(&data)
            .args(["import", "archive"])
            .arg(&archive)
            .status()
            .unwrap()
            .success()
    );

    let refused = kinora(&data).arg("demo").output().unwrap();

    assert!(!refused.status.success());
    assert!(
        text(&refused).contains("not the demo"),
        "{}",
        text(&refused)
    );
}

#[test]
fn keys_are_shown_once_and_work_until_they_are_revoked() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let created = kinora(&data)
        .args(["key", "create", "app", "--json"])
        .output()
        .unwrap();
    let shown: serde_json::Value = serde_json::from_slice(&created.stdout).unwrap();
    let (key, token) = (
        shown["api_key"].as_str().unwrap(),
        shown["access_token"].as_str().unwrap(),
    );
    let mut serve = kinora(&data);
    serve.arg("serve");
    let server = Server::start(serve);

    assert_eq!(key.len(), 32);
    assert_eq!(token.split('.').count(), 3);
    assert!(
        server
            .get(&format!("/3/configuration?api_key={key}"))
            .starts_with("HTTP/1.1 200")
    );
    assert!(
        server
            .get("/3/configuration?api_key=wrong")
            .starts_with("HTTP/1.1 401")
    );
    let paths = std::fs::read_dir(&data)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    for path in paths.filter(|path| path.is_file()) {
        let bytes = std::fs::read(path).unwrap();
        assert!(
            !bytes
                .windows(key.len())
                .any(|window| window == key.as_bytes()),
            "the key is stored"
        );
    }
    assert!(text(&kinora(&data).args(["key", "list"]).output().unwrap()).contains("valid     app"));
    assert!(
        kinora(&data)
            .args(["key", "revoke", "app"])
            .status()
            .unwrap()
            .success()
    );
    assert!(text(&kinora(&data).args(["key", "list"]).output().unwrap()).contains("revoked   app"));
    assert!(
        !kinora(&data)
            .args(["key", "revoke", "app"])
            .status()
            .unwrap()
            .success()
    );
}

#[test]
fn malformed_lines_are_reported_with_their_numbers_and_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let lines = [
        r#"{"method":"GET","path":"/3/keyword/7","query":{},"status":200,"body":{"id":7,"name":"x"}}"#,
        "this is not JSON",
        r#"{"method":"GET","path":"/3/movie/5","query":{},"status":200,"body":{"id":5,"genres":"none"}}"#,
        "",
        r#"{"method":"POST","path":"/3/list","query":{},"status":201,"body":{}}"#,
        r#"{"method":"GET","path":"/3/movie/6","query":{},"status":404,"body":{}}"#,
        r#"{"method":"GET","path":"/3/account/1","query":{},"status":200,"body":{}}"#,
        r#"{"method":"GET","path":"/3/keyword/8","query":null,"status":200,"body":{"id":8,"name":"y"},"source":"z"}"#,
    ];
    let mut command = kinora(&data);
    command
        .args(["import", "archive", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());

    let mut child = command.spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(lines.join("\n").as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();

    let told = text(&output);
    assert!(output.status.success(), "{told}");
    assert!(told.contains("2 rows read"), "{told}");
    assert!(
        told.contains("-:2 passed over") && told.contains("-:3 passed over"),
        "{told}"
    );
    for reason in [
        "not a GET request",
        "a failed request",
        "depends on who asks",
    ] {
        assert!(told.contains(reason), "{told}");
    }
}

#[test]
fn packed_archives_are_read_whatever_their_name() {
    let folder = tempfile::tempdir().unwrap();
    let line = |id: u32| {
        format!(
            r#"{{"method":"GET","path":"/3/keyword/{id}","query":{{}},"status":200,"body":{{"id":{id},"name":"k{id}"}}}}"#
        )
    };
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(line(1).as_bytes()).unwrap();
    std::fs::write(folder.path().join("a.ndjson.gz"), gzip.finish().unwrap()).unwrap();
    std::fs::write(
        folder.path().join("b.archive"),
        zstd::encode_all(line(2).as_bytes(), 1).unwrap(),
    )
    .unwrap();
    let files = ["a.ndjson.gz", "b.archive"].map(|name| folder.path().join(name));

    let output = kinora(&folder.path().join("data"))
        .args(["import", "archive"])
        .args(&files)
        .output()
        .unwrap();

    assert!(text(&output).contains("2 rows read"), "{}", text(&output));
}

#[test]
fn a_truncated_archive_keeps_what_came_before() {
    let folder = tempfile::tempdir().unwrap();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    for id in 1..200 {
        let row = r#"{"method":"GET","path":"/3/keyword/ID","query":{},"status":200,"body":{"id":ID,"name":"k"}}"#;
        writeln!(gzip, "{}", row.replace("ID", &id.to_string())).unwrap();
    }
    let packed = gzip.finish().unwrap();
    let file = folder.path().join("a.ndjson.gz");
    std::fs::write(&file, &packed[..packed.len() / 2]).unwrap();

    let output = kinora(&folder.path().join("data"))
        .args(["import", "archive"])
        .arg(&file)
        .output()
        .unwrap();

    let told = text(&output);
    assert!(!output.status.success(), "{told}");
    assert!(
        told.contains("keywords written") && told.contains("a.ndjson.gz"),
        "{told}"
    );
}

#[test]
fn the_configuration_is_shown_without_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = kinora(&folder.path().join("data"));
    command
        .args(["config", "show"])
        .env("KINORA_API_KEY", "very-secret")
        .env("KINORA_PUBLIC_URL", "https://films.example");

    let told = text(&command.output().unwrap());

    assert!(
        told.contains("https://films.example") && told.contains("api_key"),
        "{told}"
    );
    assert!(!told.contains("very-secret"), "{told}");
}

/// What `kinora config show` prints for a file, variables and flags.
fn shown(file: &str, variables: &[(&str, &str)], flags: &[&str]) -> Result<toml::Table, String> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("kinora.toml"), file).unwrap();
    let mut command = kinora(&folder.path().join("data"));
    command.args(["config", "show"]).args(flags);
    let output = command.envs(variables.iter().copied()).output().unwrap();
    match output.status.success() {
        true => Ok(toml::from_str(&text(&output)).unwrap()),
        false => Err(text(&output)),
    }
}

#[test]
fn flags_go_before_variables_and_variables_before_the_file() {
    let file = "rate_limit = 1\n[images]\ncache = 1\n[queue]\nrate = 1\n";
    let rates = |variables: &[(&str, &str)], flags: &[&str]| {
        let shown = shown(file, variables, flags).unwrap();
        [
            shown["rate_limit"].clone(),
            shown["images"]["cache"].clone(),
            shown["queue"]["rate"].clone(),
        ]
        .map(|rate| rate.as_integer().unwrap())
    };
    let variables = [
        "KINORA_RATE_LIMIT",
        "KINORA_IMAGE_CACHE",
        "KINORA_QUEUE_RATE",
    ];
    let flags = ["--rate-limit=3", "--image-cache=3", "--queue-rate=3"];

    assert_eq!(rates(&[], &[]), [1; 3]);
    assert_eq!(rates(&variables.map(|name| (name, "2")), &[]), [2; 3]);
    assert_eq!(rates(&variables.map(|name| (name, "2")), &flags), [3; 3]);
    assert_eq!(
        rates(&variables.map(|name| (name, "")), &[]),
        [1; 3],
        "an empty variable says nothing"
    );
}

#[test]
fn what_is_shown_can_be_the_file() {
    let file = "trusted_proxies = \"10.0.0.0/8, ::1\"\nregistration = \"open\"\npublic_url = \"\"\n\
                [queue]\npublic_url = \"http://a.example/, https://a.example\"\nnonces = true\n";

    let mut first = shown(file, &[], &[]).unwrap();
    let mut second = shown(&first.to_string(), &[], &[]).unwrap();

    assert!(first["queue"]["nonces"].as_bool().unwrap() && !first.contains_key("public_url"));
    // The data folder is another one each time, by a variable.
    assert!(first.remove("data").is_some() && second.remove("data").is_some());
    assert_eq!(first, second);
}

#[test]
fn a_wrong_configuration_stops_the_start_and_names_the_fault() {
    for (file, fault) in [
        ("listn = \"127.0.0.1:1\"", "listn"),
        ("image_store = \"/pictures\"", "image_store"),
        ("config = \"other.toml\"", "config"),
        ("[images]\nsize = 1", "images.size"),
        ("[pictures]\nstore = \"/pictures\"", "pictures.store"),
        ("rate_limit = [1]", "rate_limit"),
        ("rate_limit = \"many\"", "--rate-limit"),
        ("listen = 8750", "--listen"),
        ("public_url = \"films.example\"", "--public-url"),
        ("trusted_proxies = \"10.0.0.0/33\"", "10.0.0.0/33"),
        ("registration = \"perhaps\"", "perhaps"),
        ("log_format = \"xml\"", "json"),
        ("[images]\nmegapixels = 0", "--image-megapixels"),
        ("[images]\nmemory = 63", "--image-memory"),
        ("[queue]\nmessages = \"loud\"", "--queue-messages"),
        ("[queue", "line 1"),
    ] {
        let told = shown(file, &[], &[]).unwrap_err();

        assert!(
            told.contains(fault) && told.contains("kinora.toml"),
            "{file}: {told}"
        );
        assert!(!told.contains("panicked"), "{file}: {told}");
    }
    let told = shown("", &[("KINORA_LISTEN", "nowhere")], &[]).unwrap_err();
    assert!(told.contains("--listen"), "{told}");
    let told = shown("", &[], &["--api-key="]).unwrap_err();
    assert!(told.contains("--api-key"), "{told}");
}

#[test]
fn every_option_is_documented() {
    let folder = tempfile::tempdir().unwrap();
    let help = kinora(&folder.path().join("data"))
        .arg("--help")
        .output()
        .unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let documents = [
        include_str!("../../../docs/operating.md"),
        include_str!("../../../docs/queue.md"),
    ];

    let flags = help.lines().filter_map(|line| line.trim().split_once("--"));
    let flags = flags.filter(|(before, _)| before.is_empty());
    let flags: Vec<_> = flags
        .filter_map(|(_, flag)| flag.split_whitespace().next())
        .collect();

    assert!(flags.len() > 20, "{help}");
    for flag in flags {
        let key = flag.strip_prefix("queue-").map(|key| key.replace('-', "_"));
        let named = key.map_or(format!("`--{flag}`"), |key| format!("| `{key}` |"));
        assert!(
            documents.iter().any(|document| document.contains(&named)),
            "{named} is not in the documents"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_signal_ends_the_server_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut serve = kinora(&folder.path().join("data"));
    serve.arg("serve");
    let mut server = Server::start(serve);

    let signalled = Command::new("kill")
        .arg(server.child.id().to_string())
        .status()
        .unwrap();

    assert!(signalled.success());
    server.lines.with("ending; a second signal ends at once");
    assert!(server.child.wait().unwrap().success());
}

#[test]
fn keys_of_queues_are_made_once_for_a_name_and_revoked() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let queue = |arguments: &[&str]| {
        let mut command = kinora(&data);
        command.arg("queue").args(arguments).output().unwrap()
    };

    let made = queue(&["key", "create", "Living room", "--json"]);
    assert!(made.status.success(), "{}", text(&made));
    let made: serde_json::Value = serde_json::from_slice(&made.stdout).unwrap();
    let (key, secret) = (
        made["consumer_key"].as_str().unwrap(),
        made["consumer_secret"].as_str().unwrap(),
    );
    assert!(!queue(&["key", "create", "Living room"]).status.success());
    let listed = text(&queue(&["key", "list"]));
    assert!(listed.contains(key) && listed.contains("valid"), "{listed}");
    assert!(!listed.contains(secret), "a secret is shown again");
    assert!(queue(&["key", "revoke", "Living room"]).status.success());
    assert!(!queue(&["key", "revoke", "Living room"]).status.success());
    assert!(text(&queue(&["key", "list"])).contains("revoked"));
    for arguments in [
        ["offer", "movie/1", "DVD", "never"],
        ["offer", "film/1", "DVD", "never"],
        ["offer", "movie/1", "Betamax", "never"],
        ["offer", "movie/1", "DVD", "sometimes"],
    ] {
        let refused = queue(&arguments);
        assert!(!refused.status.success(), "{arguments:?}");
    }
    assert!(!queue(&["ship", "nobody", "movie/1"]).status.success());
}
