//! Pictures in a store with the interface of S3 that others wrote.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![cfg(unix)]

mod external;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use external::{Server, finish, required};

const DRAWING: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='135'><rect width='50' height='50'/></svg>";

/// What another client of such stores reads under a key.
const READ: &str = "import boto3, sys; \
    sys.stdout.write(boto3.client('s3').get_object(Bucket='pictures', Key=sys.argv[1])['Body'].read().decode())";

/// A store with an empty bucket, `pictures`; it ends with the test.
struct Bucket {
    child: Child,
    address: String,
}

impl Bucket {
    fn start(programs: &Path, folder: &Path) -> Bucket {
        let mut command = Command::new(programs.join("python"));
        command
            .args(["-u", "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"])
            .current_dir(folder)
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let (_, address) = line.split_once("Running on http://")?;
            Some(address.split_whitespace().next()?.to_owned())
        });
        // What it tells is read to its end, so that it never waits.
        std::thread::spawn(move || lines.for_each(drop));
        let bucket = Bucket {
            child,
            address: address.unwrap(),
        };
        let made = ask(&bucket.address, "PUT", "/pictures", "content-length: 0\r\n");
        assert_eq!(made.status, 200);
        bucket
    }
}

impl Drop for Bucket {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

/// One request of a connection, to a host and port.
fn ask(address: &str, method: &str, path: &str, headers: &str) -> Answer {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n{headers}\r\n"
    )
    .unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n");
    let body = answer.split_off(end.unwrap() + 4);
    let head = String::from_utf8(answer).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, head, body }
}

#[test]
fn pictures_are_taken_into_a_bucket_and_served_from_it() {
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/bucket/requirements.lock");
    let Some(programs) = required("a store with the interface of S3", external::python(&lock))
    else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let bucket = Bucket::start(&programs, folder.path());
    let endpoint = format!("http://{}", bucket.address);
    let variables = [
        ("KINORA_IMAGE_STORE", "s3://pictures/originals"),
        ("AWS_ENDPOINT_URL", &endpoint),
        ("AWS_ALLOW_HTTP", "true"),
        ("AWS_ACCESS_KEY_ID", "anyone"),
        ("AWS_SECRET_ACCESS_KEY", "anything"),
        ("AWS_REGION", "us-east-1"),
    ];
    let pictures = folder.path().join("pictures");
    fs::create_dir(&pictures).unwrap();
    fs::write(pictures.join("lamp.svg"), DRAWING).unwrap();
    fs::write(pictures.join("notes.txt"), "no picture").unwrap();

    let told = finish(
        Command::new(env!("CARGO_BIN_EXE_kinora"))
            .args(["import", "images"])
            .arg(&pictures)
            .env("KINORA_DATA", folder.path().join("data"))
            .envs(variables),
    )
    .unwrap();

    assert!(
        told.contains("1 pictures taken in, 1 files refused."),
        "{told}"
    );
    let line = told.lines().find(|line| line.starts_with('/')).unwrap();
    let fields: Vec<&str> = line.split('\t').collect();
    let (name, size) = (fields[0], (fields[1], fields[2]));
    assert_eq!(size, ("90", "135"));
    let kept = finish(
        Command::new(programs.join("python"))
            .args(["-c", READ, &format!("originals{name}")])
            .envs(variables),
    );
    assert_eq!(kept.as_deref(), Ok(DRAWING));

    let server = Server::start("demo", folder.path(), &variables);
    let host = server.address.strip_prefix("http://").unwrap();
    let original = ask(host, "GET", &format!("/t/p/original{name}"), "");
    assert_eq!((original.status, original.body), (200, DRAWING.into()));
    let part = ask(
        host,
        "GET",
        &format!("/t/p/original{name}"),
        "range: bytes=1-3\r\n",
    );
    assert_eq!((part.status, part.body), (206, b"svg".into()));
    let png = name.replace(".svg", ".png");
    let poster = ask(host, "GET", &format!("/t/p/w92{png}"), "");
    assert_eq!(poster.status, 200, "{}", poster.head);
    assert!(poster.body.starts_with(b"\x89PNG"));

    // What was made stays at hand when the store is gone; what needs the store fails, and soon.
    drop(bucket);
    assert_eq!(ask(host, "GET", &format!("/t/p/w92{png}"), "").status, 200);
    let gone = ask(host, "GET", &format!("/t/p/w45{png}"), "");
    assert_eq!(gone.status, 502, "{}", gone.head);
}
