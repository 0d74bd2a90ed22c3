//! Many users at once against a real server: what they see in the end is what each of them did, and a killed server has forgotten
//! nothing that it acknowledged.
//!
//! `KINORA_LOAD_ROUNDS` says how many things each user does; the usual few keep the test short.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![cfg(unix)]

mod server;

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use kinora_model::account::Role;
use kinora_model::{EntityKey, Kind, Known, MovieFacts};
use kinora_store::{
    Batch, Locator, NewAccount, PasswordCost, Passwords, Record, Stat, Store, Wants,
};
use serde_json::{Value, json};
use server::{Chance, Server, ask, sign_in};
use tokio::runtime::Runtime;

const USERS: u64 = 50;
const MOVIES: i64 = 12;
const PASSWORD: &str = "a password of the tests";
/// The votes that every movie has before anyone votes.
const LOADED: Stat = Stat {
    popularity: 1.0,
    vote_average: 6.0,
    vote_count: 10,
};

/// What a user does.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Rate(i64, i64),
    TakeBack(i64),
    Mark(&'static str, i64, bool),
    List(i64),
    Unlist(i64),
}

/// What a user has.
#[derive(Clone, Debug, Default, PartialEq)]
struct Owned {
    /// Halves by movie.
    ratings: BTreeMap<i64, i64>,
    marks: BTreeSet<(&'static str, i64)>,
    listed: BTreeSet<i64>,
}

impl Owned {
    /// Does it, and tells which HTTP status and code the server has to answer.
    fn does(&mut self, deed: Deed) -> (u16, i64) {
        match deed {
            Deed::Rate(movie, halves) => match self.ratings.insert(movie, halves) {
                None => (201, 1),
                Some(_) => (201, 12),
            },
            Deed::TakeBack(movie) => match self.ratings.remove(&movie) {
                None => (404, 34),
                Some(_) => (200, 13),
            },
            Deed::Mark(mark, movie, true) => match self.marks.insert((mark, movie)) {
                true => (201, 1),
                false => (201, 12),
            },
            Deed::Mark(mark, movie, false) => {
                self.marks.remove(&(mark, movie));
                (200, 13)
            }
            Deed::List(movie) => match self.listed.insert(movie) {
                true => (201, 12),
                false => (403, 8),
            },
            Deed::Unlist(movie) => match self.listed.remove(&movie) {
                true => (200, 13),
                false => (404, 34),
            },
        }
    }

    /// What the store holds for an account.
    fn stored(told: &Value) -> Owned {
        let rows = |part: &str| told[part].as_array().unwrap().clone();
        let id = |row: &Value| row["id"].as_i64().unwrap();
        let mut owned = Owned::default();
        for row in rows("ratings") {
            let halves = (row["value"].as_f64().unwrap() * 2.0) as i64;
            owned.ratings.insert(id(&row), halves);
        }
        for (part, mark) in [("favourites", "favorite"), ("watchlist", "watchlist")] {
            owned
                .marks
                .extend(rows(part).iter().map(|row| (mark, id(row))));
        }
        for list in rows("lists") {
            let items = list["items"].as_array().unwrap();
            owned.listed.extend(items.iter().map(id));
        }
        owned
    }
}

/// What a user does next.
fn deed(chance: &mut Chance) -> Deed {
    let movie = 1 + chance.below(MOVIES as u64) as i64;
    let mark = ["favorite", "watchlist"][chance.below(2) as usize];
    match chance.below(8) {
        0..3 => Deed::Rate(movie, 1 + chance.below(20) as i64),
        3 => Deed::TakeBack(movie),
        4 => Deed::Mark(mark, movie, true),
        5 => Deed::Mark(mark, movie, false),
        6 => Deed::List(movie),
        _ => Deed::Unlist(movie),
    }
}

/// A user at work.
struct User {
    account: i64,
    name: String,
    session: String,
    list: i64,
    chance: Chance,
    /// Everything that was acknowledged.
    owned: Owned,
    /// What was asked for last, when there was no answer.
    unanswered: Option<Deed>,
}

impl User {
    fn sign_in(&mut self, address: SocketAddr) -> Option<()> {
        self.session = sign_in(address, &self.name, PASSWORD)?;
        Some(())
    }

    fn sign_out(&mut self, address: SocketAddr) -> Option<()> {
        let session = json!({ "session_id": self.session });
        let ended = ask(address, "DELETE", "/3/authentication/session", &session)?;
        assert_eq!(ended.0, 200);
        let target = format!("/3/account?session_id={}", self.session);
        assert_eq!(ask(address, "GET", &target, &json!({}))?.0, 401);
        Some(())
    }

    fn make_list(&mut self, address: SocketAddr) -> Option<()> {
        let target = format!("/3/list?session_id={}", self.session);
        let (status, made) = ask(address, "POST", &target, &json!({ "name": "Mine" }))?;
        assert_eq!(status, 201, "{made}");
        self.list = made["list_id"].as_i64().unwrap();
        Some(())
    }

    /// Does something; `None` when the server is gone.
    fn act(&mut self, address: SocketAddr) -> Option<()> {
        let deed = deed(&mut self.chance);
        self.unanswered = Some(deed);
        let (method, path, body) = match deed {
            Deed::Rate(movie, halves) => {
                let value = halves as f64 / 2.0;
                (
                    "POST",
                    format!("/3/movie/{movie}/rating"),
                    json!({ "value": value }),
                )
            }
            Deed::TakeBack(movie) => ("DELETE", format!("/3/movie/{movie}/rating"), json!({})),
            Deed::Mark(mark, movie, on) => {
                let body = json!({ "media_type": "movie", "media_id": movie, mark: on });
                ("POST", format!("/3/account/0/{mark}"), body)
            }
            Deed::List(movie) => {
                let body = json!({ "media_id": movie });
                ("POST", format!("/3/list/{}/add_item", self.list), body)
            }
            Deed::Unlist(movie) => {
                let body = json!({ "media_id": movie });
                ("POST", format!("/3/list/{}/remove_item", self.list), body)
            }
        };
        let target = format!("{path}?session_id={}", self.session);
        let (status, answer) = ask(address, method, &target, &body)?;
        let code = answer["status_code"].as_i64().unwrap_or_default();
        assert_eq!((status, code), self.owned.does(deed), "{deed:?}: {answer}");
        self.unanswered = None;
        Some(())
    }
}

/// A folder with movies and accounts, and the users of the accounts.
async fn prepare(data: &Path) -> Vec<User> {
    let store = Store::open(data).await.unwrap();
    let movies = (1..=MOVIES).map(|id| {
        let mut record = Record::new(EntityKey::new(Kind::Movie, id));
        let facts = MovieFacts {
            original_title: Some(format!("Movie {id}")),
            ..MovieFacts::default()
        };
        record.put(&facts).unwrap();
        record.known = Known::Full;
        record
    });
    let batch = Batch {
        records: movies.collect(),
        stats: (1..=MOVIES)
            .map(|id| (EntityKey::new(Kind::Movie, id), LOADED))
            .collect(),
        ..Batch::default()
    };
    store.bulk(batch).await.unwrap();
    let passwords = Passwords::new(PasswordCost::CHEAP);
    let mut users = Vec::new();
    for number in 0..USERS {
        let name = format!("user{number}");
        let account = NewAccount {
            name: name.parse().unwrap(),
            password_hash: passwords.hash(PASSWORD).await.unwrap(),
            role: Role::Reader,
            email: None,
            verified: true,
        };
        users.push(User {
            account: store.create_account(account).await.unwrap().id,
            name,
            session: String::new(),
            list: 0,
            chance: Chance(number),
            owned: Owned::default(),
            unanswered: None,
        });
    }
    users
}

/// Lets every user work at once.
fn at_once(users: Vec<User>, work: impl Fn(&mut User) -> Option<()> + Copy + Send) -> Vec<User> {
    std::thread::scope(|scope| {
        let at_work: Vec<_> = users
            .into_iter()
            .map(|mut user| {
                scope.spawn(move || {
                    work(&mut user);
                    user
                })
            })
            .collect();
        at_work
            .into_iter()
            .map(|user| user.join().unwrap())
            .collect()
    })
}

/// Holds the store to what the users know, and its votes to their ratings.
async fn check(data: &Path, users: &mut [User]) {
    let store = Store::open(data).await.unwrap();
    let mut cast: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    for user in users {
        let stored = Owned::stored(&store.belongings(user.account).await.unwrap());
        // What had no answer was done or not.
        if let Some(deed) = user.unanswered.take()
            && stored != user.owned
        {
            user.owned.does(deed);
        }
        assert_eq!(stored, user.owned, "{}", user.name);
        for (movie, halves) in stored.ratings {
            let (count, sum) = cast.entry(movie).or_default();
            (*count, *sum) = (*count + 1, *sum + halves);
        }
    }
    for movie in 1..=MOVIES {
        let key = EntityKey::new(Kind::Movie, movie);
        let loaded = store.load(Locator::Key(key), Wants::default()).await;
        let stat = loaded.unwrap().unwrap().stat(Kind::Movie, movie);
        let (count, sum) = cast.get(&movie).copied().unwrap_or_default();
        let votes = LOADED.vote_count + count;
        let loaded = LOADED.vote_average * LOADED.vote_count as f64;
        let average = (loaded + sum as f64 / 2.0) / votes as f64;
        assert_eq!(stat.vote_count, votes, "movie {movie}");
        assert!((stat.vote_average - average).abs() < 0.001, "movie {movie}");
    }
}

#[test]
fn many_users_at_once_keep_what_they_did_and_a_killed_server_loses_nothing() {
    let rounds = std::env::var("KINORA_LOAD_ROUNDS");
    let rounds: u32 = rounds.map_or(8, |rounds| rounds.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let runtime = Runtime::new().unwrap();
    let users = runtime.block_on(prepare(&data));

    let server = Server::start(&data);
    let address = server.address;
    let mut users = at_once(users, |user| {
        user.sign_in(address)?;
        user.make_list(address)?;
        (0..rounds / 2).try_for_each(|_| user.act(address))?;
        user.sign_out(address)?;
        user.sign_in(address)?;
        (0..rounds.div_ceil(2)).try_for_each(|_| user.act(address))
    });
    assert!(users.iter().all(|user| user.unanswered.is_none()));
    for movie in 1..=MOVIES {
        let rated = users
            .iter()
            .filter(|user| user.owned.ratings.contains_key(&movie));
        let (_, shown) = ask(address, "GET", &format!("/3/movie/{movie}"), &json!({})).unwrap();
        assert_eq!(
            shown["vote_count"],
            LOADED.vote_count + rated.count() as i64
        );
    }
    runtime.block_on(check(&data, &mut users));

    // Everyone goes on until the server is gone.
    let killing = std::thread::spawn(move || {
        std::thread::park_timeout(Duration::from_millis(500));
        server.kill();
    });
    let mut users = at_once(users, |user| {
        while user.act(address).is_some() {}
        None
    });
    killing.join().unwrap();
    runtime.block_on(check(&data, &mut users));

    // And everyone is still signed in.
    let server = Server::start(&data);
    let address = server.address;
    let users = at_once(users, |user| user.act(address));
    assert!(users.iter().all(|user| user.unanswered.is_none()));
    server.kill();
}
