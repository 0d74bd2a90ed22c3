//! The feed for other machines: pages, the event stream, and a follower that ends with the same documents.

use axum::body::Body;
use axum::extract::Request;
use http_body_util::BodyExt;
use kinora_model::credit::CreditType;
use kinora_model::edit::{Change, Edit};
use kinora_model::image::{Image, Images};
use kinora_model::key::{EntityKey, Kind, State};
use kinora_model::text::Translation;
use kinora_model::{Billing, Credit, MovieFacts, PersonFacts, Text, Texts, TitleCredits};
use kinora_store::{CommitError, Locator, Store, Stored, Wanted, Wants};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::app::{KEY, TestApp};
use crate::rows::*;

const FEED: &str = "/kinora/v1/feed";

fn movie_key(id: i64) -> EntityKey {
    EntityKey::new(Kind::Movie, id)
}

/// The number of the last change of an entity, whatever its state.
async fn version(store: &Store, key: EntityKey) -> i64 {
    let wanted = Wanted {
        keys: vec![key],
        ..Wanted::default()
    };
    let existing = store.existing(wanted).await.expect("what there is");
    existing.records.first().map_or(0, |record| record.version)
}

async fn commit(store: &Store, change: Change) -> Result<i64, CommitError> {
    let changes = vec![change];
    let edit = Edit {
        comment: "a test".to_owned(),
        changes,
        ..Edit::default()
    };
    store.commit(edit).await
}

async fn named(store: &Store, id: i64, title: &str) {
    let facts = MovieFacts {
        original_title: Some(title.to_owned()),
        ..MovieFacts::default()
    };
    let base = version(store, movie_key(id)).await;
    let change = Change::put(movie_key(id), base, &facts).expect("a document");
    commit(store, change).await.expect("an edit that is taken");
}

#[tokio::test]
async fn the_feed_tells_what_each_change_came_to() {
    let app = TestApp::with(&[answer("/3/movie/5", movie(5, "Lamp"))]).await;
    named(&app.store, 7, "Night").await;
    named(&app.store, 7, "Nights").await;

    let all = app.get(&format!("{FEED}?after=0")).await;
    let part = app.get(&format!("{FEED}?after=1&limit=1")).await;

    assert_eq!(all.status, 200);
    let last = all.at("/last").as_i64().expect("a number");
    let events = all.at("/events").as_array().expect("events");
    assert_eq!(events.len() as i64, last);
    assert_eq!(
        (&events[0]["part"], &events[0]["document"]),
        (&json!("bulk"), &json!(null))
    );
    let told: Vec<Value> = events[1..]
        .iter()
        .map(|event| {
            json!([
                event["kind"],
                event["id"],
                event["document"]["original_title"]
            ])
        })
        .collect();
    assert_eq!(
        told,
        [json!(["movie", 7, "Night"]), json!(["movie", 7, "Nights"])]
    );
    assert_eq!(part.at("/events/0/seq"), 2);
    assert_eq!(part.at("/events").as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn the_feed_needs_a_key_and_numbers() {
    let app = TestApp::with(&[]).await;

    assert_eq!(app.call("GET", FEED, &[]).await.status, 401);
    let stream = [("accept", "text/event-stream")];
    assert_eq!(app.call("GET", FEED, &stream).await.status, 401);
    for query in [
        "after=-1",
        "after=x",
        "after=1.5",
        "limit=-3",
        "after=99999999999999999999",
    ] {
        assert_eq!(
            app.get(&format!("{FEED}?{query}")).await.status,
            422,
            "{query}"
        );
    }
    let wrong = [("accept", "text/event-stream"), ("last-event-id", "soon")];
    assert_eq!(app.get_with(FEED, &wrong).await.status, 422);
    assert_eq!(
        app.call("POST", &format!("{FEED}?api_key={KEY}"), &[])
            .await
            .status,
        405
    );
}

/// A follower: a store of its own, and a stream that it may lose at any time.
struct Follower {
    store: Store,
    _folder: TempDir,
}

impl Follower {
    async fn new() -> Follower {
        let folder = tempfile::tempdir().expect("a folder");
        Follower {
            store: Store::open(folder.path()).await.expect("a store"),
            _folder: folder,
        }
    }

    async fn position(&self) -> i64 {
        let position = self.store.setting("position").await.expect("a setting");
        position.map_or(0, |position| position.parse().expect("a number"))
    }

    /// Follows for so many events, then is killed: the last event may be applied without being noted.
    async fn follow(&self, app: &TestApp, count: usize, is_noted: bool, end: i64) {
        let request = Request::get(format!("{FEED}?api_key={KEY}"))
            .header("accept", "text/event-stream")
            .header("last-event-id", self.position().await.to_string());
        let response = app
            .open(request.body(Body::empty()).expect("a request"))
            .await;
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let (mut body, mut text, mut seen) = (response.into_body(), String::new(), 0);
        while seen < count && self.position().await < end {
            let frame = body.frame().await.expect("a stream without an end");
            let bytes = frame.expect("a frame").into_data().unwrap_or_default();
            text.push_str(std::str::from_utf8(&bytes).expect("text"));
            while let Some((event, rest)) = text.split_once("\n\n") {
                let data = event.lines().find_map(|line| line.strip_prefix("data: "));
                let data = data.map(|data| serde_json::from_str(data).expect("JSON"));
                let rest = rest.to_owned();
                if let Some(event) = data {
                    seen += 1;
                    self.apply(&event).await;
                    if seen == count && !is_noted {
                        return;
                    }
                    let position = event["seq"].to_string();
                    let noted = self.store.set_setting("position", &position).await;
                    noted.expect("a setting");
                }
                text = rest;
            }
        }
    }

    async fn apply(&self, event: &Value) {
        let kind: Kind = serde_json::from_value(event["kind"].clone()).expect("a kind");
        let key = EntityKey::new(kind, event["id"].as_i64().expect("an id"));
        let base = version(&self.store, key).await;
        let document = Some(event["document"].clone()).filter(|document| !document.is_null());
        let change = match event["part"].as_str().expect("a part") {
            "state" => Change::SetState {
                key,
                base,
                state: serde_json::from_value(event["document"]["state"].clone()).expect("a state"),
                merged_into: event["document"]["merged_into"].as_i64(),
            },
            "credit" => match document {
                Some(credit) => {
                    let credit: Credit = serde_json::from_value(credit).expect("a credit");
                    // It may have moved to another title since.
                    let base = version(&self.store, credit.title).await;
                    Change::PutCredit { base, credit }
                }
                None => Change::DropCredit {
                    base,
                    id: event["credit_id"].as_str().expect("an id").to_owned(),
                },
            },
            part => Change::PutPart {
                key,
                base,
                part: part.to_owned(),
                document,
            },
        };
        match commit(&self.store, change).await {
            // What is gone already was removed the time before.
            Ok(_) | Err(CommitError::Missing(_)) => {}
            Err(error) => panic!("{event}: {error}"),
        }
    }
}

/// Numbers that look random and are the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// An edit of something, of every kind of change; what is refused changes nothing.
async fn edit(store: &Store, chance: &mut Chance) {
    let number = |chance: &mut Chance| i64::try_from(chance.below(5)).expect("small") + 1;
    let (key, other) = (movie_key(number(chance)), movie_key(number(chance)));
    let base = version(store, key).await;
    let word = format!("Word {}", chance.below(100));
    let credit_id = format!("{:024x}", chance.below(6) + 1);
    let change = match chance.below(9) {
        0 => Change::put(
            key,
            base,
            &MovieFacts {
                original_title: Some(word),
                runtime: Some(90),
                ..MovieFacts::default()
            },
        ),
        1 => {
            let listed = Text {
                overview: word,
                ..Text::default()
            };
            let locale = ["en-US", "fr-FR", "ca-ES"][chance.below(3) as usize];
            let translation = Translation {
                locale: locale.parse().expect("a locale"),
                listed: Some(listed),
                seen: None,
            };
            let translations = vec![translation];
            Change::put(
                key,
                base,
                &Texts {
                    translations,
                    ..Texts::default()
                },
            )
        }
        2 => {
            let path = format!("/{}.jpg", chance.below(4));
            let image: Image = serde_json::from_value(image(&path)).expect("an image");
            Change::put(
                key,
                base,
                &Images {
                    posters: Some(vec![image]),
                    ..Images::default()
                },
            )
        }
        3 => {
            let mut credit = Credit::new(&credit_id, key);
            credit.credit_type = CreditType::Cast;
            credit.person = Some(1);
            credit.character = word;
            Ok(Change::PutCredit { base, credit })
        }
        4 => {
            // Also of titles that are gone.
            let wanted = Wanted {
                credits: vec![credit_id.clone()],
                ..Wanted::default()
            };
            let known = store.existing(wanted).await.expect("a store").credits.pop();
            let base = match known {
                Some(credit) => version(store, credit.title).await,
                None => 0,
            };
            let id = credit_id;
            Ok(Change::DropCredit { base, id })
        }
        5 => Change::put(
            key,
            base,
            &TitleCredits {
                cast: Some(vec![Billing(credit_id, Some(1), None)]),
                ..TitleCredits::default()
            },
        ),
        6 => Ok(Change::PutPart {
            key,
            base,
            part: "images".to_owned(),
            document: None,
        }),
        7 => Ok(Change::SetState {
            key,
            base,
            state: [State::Live, State::Deleted][chance.below(2) as usize],
            merged_into: None,
        }),
        _ => Ok(Change::SetState {
            key,
            base,
            state: State::Merged,
            merged_into: Some(other.id),
        }),
    };
    match commit(store, change.expect("a change")).await {
        Ok(_) | Err(CommitError::Missing(_)) => {}
        Err(error) => panic!("{error}"),
    }
}

/// Everything that a store holds, as an archive tells it.
async fn everything(store: &Store) -> Vec<String> {
    let (send, stored) = std::sync::mpsc::channel::<Stored>();
    let read = store.each_stored(move |stored| match send.send(stored) {
        Ok(()) => std::ops::ControlFlow::Continue(()),
        Err(_) => std::ops::ControlFlow::Break(()),
    });
    assert!(read.await.expect("a store").is_continue());
    let text = |stored: Stored| match stored {
        Stored::Entity(mut record, stat) => {
            record.version = 0;
            format!("{record:?} {stat:?}")
        }
        other => format!("{other:?}"),
    };
    stored.into_iter().map(text).collect()
}

#[tokio::test]
async fn a_follower_that_is_killed_at_random_ends_equal() {
    let app = TestApp::with(&[]).await;
    let person = PersonFacts {
        name: Some("Ida".to_owned()),
        ..PersonFacts::default()
    };
    let key = EntityKey::new(Kind::Person, 1);
    let person = Change::put(key, 0, &person).expect("a document");
    commit(&app.store, person)
        .await
        .expect("an edit that is taken");
    let follower = Follower::new().await;
    let (mut edits, mut kills) = (Chance(7), Chance(11));

    // Edits and lives of the follower take turns; in its last life it reads to the end.
    for _ in 0..40 {
        for _ in 0..edits.below(12) {
            edit(&app.store, &mut edits).await;
        }
        let end = app.store.last_seq().await.expect("a number");
        let (count, is_noted) = (kills.below(6) as usize + 1, kills.below(2) == 0);
        follower.follow(&app, count, is_noted, end).await;
    }
    let end = app.store.last_seq().await.expect("a number");
    follower.follow(&app, usize::MAX, true, end).await;

    assert!(end > 100, "too few edits: {end}");
    assert_eq!(follower.position().await, end);
    assert_eq!(
        everything(&follower.store).await,
        everything(&app.store).await
    );
}

#[tokio::test]
async fn a_stream_waits_for_what_comes_and_is_woken() {
    let app = TestApp::with(&[]).await;
    let follower = Follower::new().await;
    named(&app.store, 1, "Lamp").await;

    // The second edit is made while the stream waits.
    let edits = async {
        named(&app.store, 1, "Lamps").await;
    };
    tokio::join!(follower.follow(&app, 2, true, i64::MAX), edits);

    let wants = Wants::of(&[kinora_model::Part::Facts], &[]);
    let loaded = follower.store.load(Locator::Key(movie_key(1)), wants).await;
    let facts: MovieFacts = loaded
        .expect("a store")
        .expect("a movie")
        .record
        .part()
        .expect("facts");
    assert_eq!(facts.original_title.as_deref(), Some("Lamps"));
}
