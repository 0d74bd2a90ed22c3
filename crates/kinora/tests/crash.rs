//! Killing the program with signal 9 at random moments: nothing that was acknowledged is lost, nothing is half there, and
//! what was interrupted can be run again.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![cfg(unix)]

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use kinora_model::edit::{Change, Edit};
use kinora_model::facts::KeywordFacts;
use kinora_model::key::{EntityKey, Kind};
use kinora_store::{Locator, Store, Wants};
use serde_json::json;

/// How often each kind of work is killed.
const KILLS: u64 = 20;

/// A moment between nothing and `longest`, different each time but the same in every run.
fn moment(round: u64, longest: Duration) -> Duration {
    let mixed = (round + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    longest.mul_f64((mixed >> 40) as f64 / f64::from(1 << 24))
}

fn kill(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Lets the other process work for a while: the kill has to come at any moment of it.
fn let_it_work(period: Duration) {
    std::thread::park_timeout(period);
}

/// An archive of movies with casts, several blocks long.
fn archive(path: &Path, movies: i64) {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    for id in 1..=movies {
        let cast: Vec<_> = (0..20)
            .map(|order| {
                json!({
                    "id": (id * 7 + order) % 5000 + 1, "name": format!("Player {}", (id * 7 + order) % 5000 + 1),
                    "credit_id": format!("{id:016x}{order:08x}"), "cast_id": order, "order": order, "character": "Somebody",
                })
            })
            .collect();
        let body = json!({
            "id": id, "title": format!("Movie {id}"), "original_title": format!("Movie {id}"), "original_language": "en",
            "overview": "Something happens. ".repeat(400), "release_date": "1920-01-01", "status": "Released",
            "credits": {"cast": cast, "crew": []},
        });
        let query = json!({"append_to_response": "credits"});
        let row = json!({"method": "GET", "path": format!("/3/movie/{id}"), "query": query, "status": 200, "body": body});
        writeln!(file, "{row}").unwrap();
    }
}

fn import(data: &Path, archive: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kinora"));
    command
        .args(["import", "archive"])
        .arg(archive)
        .arg("--data")
        .arg(data);
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

/// How many movies there are, after checking that each is whole.
fn whole_movies(data: &Path, movies: i64) -> i64 {
    let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
    runtime.block_on(async {
        let store = Store::open(data).await.unwrap();
        let parts = [kinora_model::Part::Texts, kinora_model::Part::Credits];
        let wants = Wants::of(&parts, &[kinora_store::Related::Credits]);
        let mut found = 0;
        for id in 1..=movies {
            let key = Locator::Key(EntityKey::new(Kind::Movie, id));
            if let Some(movie) = store.load(key, wants).await.unwrap() {
                let lists: kinora_model::TitleCredits = movie.record.part().unwrap();
                assert_eq!(
                    lists.cast.unwrap().len(),
                    20,
                    "movie {id} lost some of its cast"
                );
                assert_eq!(
                    movie.credits.len(),
                    20,
                    "movie {id} lost some of its credits"
                );
                found += 1;
            }
        }
        found
    })
}

#[test]
fn a_killed_import_leaves_whole_blocks_and_goes_on_when_run_again() {
    let folder = tempfile::tempdir().unwrap();
    let (file, data, whole) = (
        folder.path().join("a.ndjson"),
        folder.path().join("data"),
        folder.path().join("whole"),
    );
    let movies = 2400;
    archive(&file, movies);
    let began = Instant::now();
    assert!(import(&whole, &file).status().unwrap().success());
    let usual = began.elapsed();

    let mut most = 0;
    for round in 0..KILLS {
        let child = import(&data, &file).spawn().unwrap();
        let_it_work(moment(round, usual));
        kill(child);
        let found = if data.join("catalogue.sqlite").exists() {
            whole_movies(&data, movies)
        } else {
            0
        };
        assert!(
            found >= most,
            "round {round}: {most} movies were there, {found} are"
        );
        most = found;
    }
    let last = import(&data, &file).output().unwrap();

    assert!(last.status.success());
    assert_eq!(whole_movies(&data, movies), movies);
    let again = import(&data, &file).output().unwrap();
    let told = String::from_utf8(again.stdout).unwrap();
    assert!(
        told.contains("0 rows read") && told.contains("imported before"),
        "{told}"
    );
}

/// Runs as a process of its own in the test below: commits edits one by one and tells each on standard output.
#[test]
fn committing_process() {
    let Ok(data) = std::env::var("KINORA_TEST_COMMIT_TO") else {
        return;
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
    runtime.block_on(async {
        let store = Store::open(Path::new(&data)).await.unwrap();
        let from = store.last_seq().await.unwrap() + 1;
        for id in from.. {
            let facts = KeywordFacts {
                name: Some(format!("keyword {id}")),
            };
            let change = Change::put(EntityKey::new(Kind::Keyword, id), 0, &facts).unwrap();
            let edit = Edit {
                editor: Some(1),
                comment: "test".into(),
                changes: vec![change],
            };
            let seq = store.commit(edit).await.unwrap();
            println!("committed {seq}");
        }
    });
}

#[test]
fn a_killed_process_loses_no_acknowledged_commit() {
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged = 0;
    for round in 0..KILLS {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args(["--exact", "committing_process", "--nocapture"])
            .env("KINORA_TEST_COMMIT_TO", folder.path());
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines
            .by_ref()
            .map_while(Result::ok)
            .find(|line| line.contains("committed "));
        assert!(first.is_some(), "round {round}: nothing was committed");
        let_it_work(moment(round, Duration::from_millis(60)));
        kill(child);
        let told = first.into_iter().chain(lines.map_while(Result::ok));
        let told =
            told.filter_map(|line| line.split_once("committed ")?.1.trim().parse::<i64>().ok());
        acknowledged = told.last().unwrap_or(acknowledged).max(acknowledged);

        let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
        runtime.block_on(async {
            let store = Store::open(folder.path()).await.unwrap();
            let stored = store.last_seq().await.unwrap();
            assert!(
                stored >= acknowledged,
                "round {round}: {acknowledged} was acknowledged, {stored} is stored"
            );
            let feed = store.feed(0, usize::MAX >> 1).await.unwrap();
            assert!(
                feed.iter()
                    .zip(1..)
                    .all(|(revision, seq)| revision.seq == seq),
                "round {round}: the feed has gaps"
            );
            let wants = Wants::of(&[kinora_model::Part::Facts], &[]);
            for id in [acknowledged, stored].into_iter().filter(|id| *id > 0) {
                let key = Locator::Key(EntityKey::new(Kind::Keyword, id));
                assert!(
                    store.load(key, wants).await.unwrap().is_some(),
                    "round {round}: keyword {id} is missing"
                );
            }
        });
    }
    assert!(acknowledged > 0);
}
