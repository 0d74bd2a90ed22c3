//! Killing a server with signal 9 while people edit over HTTP, and while its index is written: every edit that was acknowledged
//! is there, none is half there, history and feed agree, and the index answers as if it had been built from nothing.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![cfg(unix)]

mod server;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use kinora_model::account::Role;
use kinora_model::edit::{Change, Edit};
use kinora_model::{EntityKey, Kind, Known, MovieFacts, State};
use kinora_store::{Batch, NewAccount, PasswordCost, Passwords, Record, Store};
use serde_json::{Value, json};
use server::{Chance, Server, ask, sign_in};
use tokio::runtime::Runtime;

const EDITORS: i64 = 4;
/// How many movies of the beginning are each editor's.
const MOVIES: i64 = 6;
/// How often a server is killed while people edit.
const KILLS: u64 = 6;
const PASSWORD: &str = "a password of the tests";

/// A movie as its editor knows it.
#[derive(Clone, Debug, PartialEq)]
struct Movie {
    title: String,
    state: State,
    merged_into: Option<i64>,
    /// How many edits it has had, and the number of the last one.
    edits: usize,
    version: i64,
}

/// An editor, who alone edits some movies.
struct Editor {
    name: String,
    session: String,
    chance: Chance,
    titles: u64,
    movies: BTreeMap<i64, Movie>,
    /// What movies were before their last edit, where that can be undone.
    before: BTreeMap<i64, Movie>,
    /// What movies become by the edit that had no answer.
    unanswered: BTreeMap<i64, Movie>,
}

/// A request for an edit, and what it makes of movies.
struct Request {
    method: &'static str,
    path: String,
    body: Value,
    makes: BTreeMap<i64, Movie>,
    is_undo: bool,
}

impl Editor {
    fn new_title(&mut self) -> String {
        self.titles += 1;
        format!("Title {} of {}", self.titles, self.name)
    }

    /// The next thing to do.
    fn request(&mut self) -> Request {
        let ids: Vec<i64> = self.movies.keys().copied().collect();
        let id = ids[self.chance.below(ids.len() as u64) as usize];
        let movie = self.movies[&id].clone();
        let next = |change: &dyn Fn(&mut Movie)| {
            let mut next = movie.clone();
            next.edits += 1;
            change(&mut next);
            next
        };
        let live = |other: &i64| *other != id && self.movies[other].state == State::Live;
        let other = ids.iter().copied().find(live);
        let (chosen, undone) = (self.chance.below(8), self.before.get(&id).cloned());
        let post = |path: String, body: Value, makes: Vec<(i64, Movie)>| Request {
            method: "POST",
            path,
            body,
            makes: makes.into_iter().collect(),
            is_undo: false,
        };
        let base = movie.version;
        match (movie.state, chosen, undone, other) {
            (State::Live, 2.., Some(_), _) | (State::Deleted | State::Merged, _, Some(_), _)
                if chosen == 2 || movie.state != State::Live =>
            {
                let path = format!("/movie/{id}/revisions/{base}/undo");
                let before = &self.before[&id];
                let undo = next(&|next| {
                    next.title.clone_from(&before.title);
                    (next.state, next.merged_into) = (before.state, before.merged_into);
                });
                Request {
                    is_undo: true,
                    ..post(path, json!({}), vec![(id, undo)])
                }
            }
            // What had no answer when the server went cannot be undone by its number.
            (State::Deleted | State::Merged, ..) => {
                let restored = next(&|next| (next.state, next.merged_into) = (State::Live, None));
                let body = json!({ "base": base });
                Request {
                    is_undo: true,
                    ..post(format!("/movie/{id}/restore"), body, vec![(id, restored)])
                }
            }
            (State::Live, 0, ..) => {
                let title = self.new_title();
                let body = json!({ "parts": { "facts": { "original_title": title } } });
                post("/movie".to_owned(), body, Vec::new())
            }
            (State::Live, 1, _, Some(other)) => {
                let body = json!({ "base": base, "into": other });
                let merged = next(&|next| {
                    (next.state, next.merged_into) = (State::Merged, Some(other));
                });
                post(format!("/movie/{id}/merge"), body, vec![(id, merged)])
            }
            (State::Live, 3, _, Some(_)) => {
                let deleted = next(&|next| next.state = State::Deleted);
                let body = json!({ "base": base });
                post(format!("/movie/{id}/delete"), body, vec![(id, deleted)])
            }
            (State::Live, 4..6, _, Some(other)) => {
                let title = self.new_title();
                let put = |id: i64, base: i64| {
                    json!({ "change": "put", "kind": "movie", "id": id, "base": base, "part": "facts",
                            "document": { "original_title": title } })
                };
                let mut second = self.movies[&other].clone();
                (second.title, second.edits) = (title.clone(), second.edits + 1);
                let first = next(&|next| next.title.clone_from(&title));
                let changes = [put(id, base), put(other, self.movies[&other].version)];
                let makes = vec![(id, first), (other, second)];
                post("/edits".to_owned(), json!({ "changes": changes }), makes)
            }
            _ => {
                let title = self.new_title();
                let document = json!({ "original_title": title });
                let retitled = next(&|next| next.title.clone_from(&title));
                Request {
                    method: "PUT",
                    ..post(
                        format!("/movie/{id}/facts"),
                        json!({ "base": base, "document": document }),
                        vec![(id, retitled)],
                    )
                }
            }
        }
    }

    /// Edits; `None` when the server is gone.
    fn act(&mut self, address: SocketAddr) -> Option<()> {
        let request = self.request();
        self.unanswered.clone_from(&request.makes);
        let target = format!("/kinora/v1{}?session_id={}", request.path, self.session);
        let (status, answer) = ask(address, request.method, &target, &request.body)?;
        assert!(
            matches!(status, 200 | 201),
            "{target} {}: {answer}",
            request.body
        );
        self.unanswered.clear();
        for changed in answer["entities"].as_array().unwrap() {
            let (id, version) = (changed["id"].as_i64().unwrap(), changed["version"].as_i64());
            let made = request.makes.get(&id).cloned().unwrap_or_else(|| Movie {
                title: request.body["parts"]["facts"]["original_title"]
                    .as_str()
                    .unwrap()
                    .to_owned(),
                state: State::Live,
                merged_into: None,
                edits: 1,
                version: 0,
            });
            let made = Movie {
                version: version.unwrap(),
                ..made
            };
            match self.movies.insert(id, made) {
                Some(before) if !request.is_undo => self.before.insert(id, before),
                _ => self.before.remove(&id),
            };
        }
        Some(())
    }

    /// Holds the store to what the editor knows. What had no answer was done, all of it, or not.
    async fn check(&mut self, store: &Store) {
        let unanswered = std::mem::take(&mut self.unanswered);
        let mut done = 0;
        for (id, known) in &mut self.movies {
            let key = EntityKey::new(Kind::Movie, *id);
            let worded = store.worded(key).await.unwrap().unwrap();
            let facts = worded.parts.iter().find(|(part, _)| *part == "facts");
            let history = store.history(key).await.unwrap();
            let stored = Movie {
                title: facts.unwrap().1["original_title"]
                    .as_str()
                    .unwrap()
                    .to_owned(),
                state: worded.state,
                merged_into: worded.merged_into,
                edits: history.len(),
                version: worded.version,
            };
            if let Some(last) = history.last() {
                assert_eq!(last.seq, stored.version, "{key}");
            }
            if stored == *known {
                continue;
            }
            let made = unanswered.get(id).cloned();
            let made = made.map(|made| Movie {
                version: stored.version,
                ..made
            });
            assert_eq!(Some(&stored), made.as_ref(), "{key}, which was {known:?}");
            *known = stored;
            self.before.remove(id);
            done += 1;
        }
        assert!(
            done == 0 || done == unanswered.len(),
            "{} is half there",
            self.name
        );
    }

    /// Holds what the server shows to what the editor knows.
    fn look(&self, address: SocketAddr) {
        for (id, movie) in &self.movies {
            let mut shown = (*id, movie);
            while let (State::Merged, Some(into)) = (shown.1.state, shown.1.merged_into) {
                shown = (into, &self.movies[&into]);
            }
            let (status, answer) =
                ask(address, "GET", &format!("/3/movie/{id}"), &json!({})).unwrap();
            match shown.1.state {
                State::Live => {
                    assert_eq!((status, answer["id"].as_i64()), (200, Some(shown.0)));
                    assert_eq!(answer["original_title"], shown.1.title);
                }
                _ => assert_eq!(status, 404, "movie {id}: {answer}"),
            }
        }
    }
}

fn movie(id: i64, title: &str) -> Record {
    let mut record = Record::new(EntityKey::new(Kind::Movie, id));
    let facts = MovieFacts {
        original_title: Some(title.to_owned()),
        ..MovieFacts::default()
    };
    record.put(&facts).unwrap();
    record.known = Known::Full;
    record
}

async fn editors(data: &Path) -> Vec<Editor> {
    let store = Store::open(data).await.unwrap();
    let records = (1..=EDITORS * MOVIES)
        .map(|id| movie(id, "Untitled"))
        .collect();
    let batch = Batch {
        records,
        ..Batch::default()
    };
    let version = store.bulk(batch).await.unwrap();
    let passwords = Passwords::new(PasswordCost::CHEAP);
    let mut editors = Vec::new();
    for number in 0..EDITORS {
        let name = format!("editor{number}");
        let account = NewAccount {
            name: name.parse().unwrap(),
            password_hash: passwords.hash(PASSWORD).await.unwrap(),
            role: Role::Moderator,
            email: None,
            verified: true,
        };
        store.create_account(account).await.unwrap();
        let known = Movie {
            title: "Untitled".to_owned(),
            state: State::Live,
            merged_into: None,
            edits: 0,
            version,
        };
        let ids = 1 + number * MOVIES..=(number + 1) * MOVIES;
        editors.push(Editor {
            name,
            session: String::new(),
            chance: Chance(number.cast_unsigned()),
            titles: 0,
            movies: ids.map(|id| (id, known.clone())).collect(),
            before: BTreeMap::new(),
            unanswered: BTreeMap::new(),
        });
    }
    editors
}

/// Holds the feed to the histories of what it names.
async fn check_feed(store: &Store) -> usize {
    let feed = store.feed(0, usize::MAX >> 1).await.unwrap();
    let mut of: BTreeMap<EntityKey, Vec<i64>> = BTreeMap::new();
    for (revision, seq) in feed.iter().zip(1..) {
        assert_eq!(revision.seq, seq, "the feed has gaps");
        if let Some(key) = revision.key {
            of.entry(key).or_default().push(seq);
        }
    }
    for (key, seqs) in of {
        let history = store.history(key).await.unwrap();
        let history: Vec<i64> = history.iter().map(|revision| revision.seq).collect();
        assert_eq!(history, seqs, "{key}");
    }
    feed.len()
}

#[test]
fn a_server_killed_while_people_edit_loses_nothing_and_halves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let runtime = Runtime::new().unwrap();
    let mut editors = runtime.block_on(editors(&data));
    let mut length = 0;

    for round in 0..KILLS {
        let server = Server::start(&data);
        let address = server.address;
        for editor in &mut editors {
            editor.look(address);
            if editor.session.is_empty() {
                editor.session = sign_in(address, &editor.name, PASSWORD).unwrap();
            }
            // At least one edit of each is acknowledged.
            editor.act(address).unwrap();
        }
        std::thread::scope(|scope| {
            for editor in &mut editors {
                scope.spawn(move || while editor.act(address).is_some() {});
            }
            // Moments that differ from round to round and are the same in every run.
            let moment = Chance(round).below(300);
            std::thread::park_timeout(Duration::from_millis(20 + moment));
            server.kill();
        });
        runtime.block_on(async {
            let store = Store::open(&data).await.unwrap();
            for editor in &mut editors {
                editor.check(&store).await;
            }
            let now = check_feed(&store).await;
            assert!(now > length, "round {round}: nothing was edited");
            length = now;
        });
    }

    let server = Server::start(&data);
    editors
        .iter()
        .for_each(|editor| editor.look(server.address));
    server.kill();
}

fn reindex(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kinora"));
    command.arg("reindex").arg("--data").arg(data);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// What a server finds.
fn found(data: &Path) -> Vec<Value> {
    let server = Server::start(data);
    let questions = [
        "/3/search/movie?query=lantern",
        "/3/search/movie?query=movie+77",
        "/3/discover/movie?sort_by=original_title.desc",
    ];
    let answers =
        questions.map(|question| ask(server.address, "GET", question, &json!({})).unwrap().1);
    server.kill();
    answers.into()
}

#[test]
fn an_index_whose_writing_was_killed_is_as_good_as_one_built_from_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let beside = data.join("index").join("snapshot.new");
    let runtime = Runtime::new().unwrap();
    let records = (1..=2000)
        .map(|id| movie(id, &format!("Movie {id}")))
        .collect();
    let batch = Batch {
        records,
        ..Batch::default()
    };
    let mut version = runtime.block_on(async {
        let store = Store::open(&data).await.unwrap();
        store.bulk(batch).await.unwrap()
    });
    let mut before = Vec::new();

    for round in 0..4 {
        // Without a file, with an older one, and with remains of the last time.
        let title = format!("Lantern {round}");
        let facts = MovieFacts {
            original_title: Some(title.clone()),
            ..MovieFacts::default()
        };
        let key = EntityKey::new(Kind::Movie, 1000);
        version = runtime.block_on(async {
            let store = Store::open(&data).await.unwrap();
            let changes = vec![Change::put(key, version, &facts).unwrap()];
            let edit = Edit {
                editor: None,
                comment: "test".into(),
                changes,
            };
            store.commit(edit).await.unwrap()
        });
        let size = || std::fs::metadata(&beside).map_or(0, |file| file.len());
        let remains = size();
        let mut child = reindex(&data).spawn().unwrap();
        // The file is cut to nothing when writing begins; in odd rounds something has been written of it.
        let has_begun = || match round % 2 {
            0 => beside.exists() && (remains == 0 || size() != remains),
            _ => size() > 0 && size() != remains,
        };
        while !has_begun() && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();

        let started = found(&data);
        assert!(reindex(&data).status().unwrap().success());
        assert_eq!(started, found(&data), "round {round}");
        assert_eq!(started[0]["results"][0]["title"], title.as_str());
        assert_eq!(started[2]["total_results"], 2000);
        assert_ne!(started, before);
        before = started;
    }
}
