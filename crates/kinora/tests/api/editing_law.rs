//! The law of editing: whatever is done in whatever order, the history that it leaves makes the same catalogue again.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;

use kinora_model::credit::Credit;
use kinora_model::draft::{Draft, DraftChange};
use kinora_model::edit::{Change, Edit};
use kinora_model::part::Part;
use kinora_model::{EntityKey, Kind, MovieFacts, PersonFacts};
use kinora_store::{Batch, Record, Revision, Store, Submission, SubmitError};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

/// How many edits are tried; `KINORA_EDITS` asks for more.
fn count() -> usize {
    let asked = std::env::var("KINORA_EDITS").ok();
    asked.and_then(|asked| asked.parse().ok()).unwrap_or(300)
}

const MOVIES: std::ops::Range<i64> = 1..5;

fn movie(id: i64) -> EntityKey {
    EntityKey::new(Kind::Movie, id)
}

/// Something that an editor may do. Numbers are reduced to what there is.
#[derive(Clone, Debug)]
enum Act {
    Create(String),
    Facts(i64, i64, Vec<i32>),
    Keywords(i64, Vec<i64>),
    Title(i64, String),
    Cast(i64, Vec<i64>),
    Delete(i64),
    Restore(i64),
    Merge(i64, i64),
    Undo(usize),
    Stale(i64),
}

fn acts() -> impl Strategy<Value = Act> {
    let id = MOVIES;
    let genres = prop::collection::vec(prop::sample::select(vec![27, 18, 35]), 0..3);
    let few = prop::collection::vec(1..4_i64, 0..3);
    prop_oneof![
        1 => "[a-c]{1,3}".prop_map(Act::Create),
        6 => (id.clone(), 0..4_i64, genres).prop_map(|(id, budget, genres)| Act::Facts(id, budget, genres)),
        3 => (id.clone(), few.clone()).prop_map(|(id, words)| Act::Keywords(id, words)),
        3 => (id.clone(), "[a-c]{1,3}").prop_map(|(id, title)| Act::Title(id, title)),
        4 => (id.clone(), few).prop_map(|(id, people)| Act::Cast(id, people)),
        1 => id.clone().prop_map(Act::Delete),
        2 => id.clone().prop_map(Act::Restore),
        1 => (id.clone(), MOVIES).prop_map(|(id, into)| Act::Merge(id, into)),
        5 => (0..1_000_usize).prop_map(Act::Undo),
        1 => id.prop_map(Act::Stale),
    ]
}

/// The catalogue before anything was edited.
fn beginning() -> Batch {
    let record = |key: EntityKey, facts: Value| {
        let mut record = Record::new(key);
        record.known = kinora_model::Known::Full;
        record.put_raw(Part::Facts, Some(facts.to_string()));
        record
    };
    let movies = MOVIES.map(|id| {
        let facts = MovieFacts {
            original_title: Some(format!("Movie {id}")),
            ..MovieFacts::default()
        };
        record(movie(id), json!(facts))
    });
    let people = (1..4).map(|id| {
        let facts = PersonFacts {
            name: Some(format!("Person {id}")),
            ..PersonFacts::default()
        };
        record(EntityKey::new(Kind::Person, id), json!(facts))
    });
    let keywords =
        (1..4).map(|id| record(EntityKey::new(Kind::Keyword, id), json!({"name": "word"})));
    Batch {
        records: movies.chain(people).chain(keywords).collect(),
        ..Batch::default()
    }
}

async fn new_store() -> (Store, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    store.bulk(beginning()).await.unwrap();
    (store, folder)
}

/// What an act comes to, given what there is; `None` when it means nothing.
async fn drafted(store: &Store, act: Act, history: &[Revision]) -> Option<DraftChange> {
    let base = async |key| store.worded(key).await.unwrap().unwrap().version;
    let put = async |id: i64, part: Part, document: Value| DraftChange::Put {
        key: movie(id),
        base: base(movie(id)).await,
        part: part.name().to_owned(),
        document: Some(document),
    };
    Some(match act {
        Act::Create(title) => DraftChange::Put {
            key: movie(-1),
            base: 0,
            part: Part::Facts.name().to_owned(),
            document: Some(json!({"original_title": title})),
        },
        Act::Facts(id, budget, mut genres) => {
            genres.sort_unstable();
            genres.dedup();
            let facts = json!({"original_title": format!("Movie {id}"), "budget": budget, "genres": genres});
            put(id, Part::Facts, facts).await
        }
        Act::Keywords(id, mut words) => {
            words.sort_unstable();
            words.dedup();
            put(id, Part::Keywords, json!(words)).await
        }
        Act::Title(id, title) => {
            let texts = json!({"translations": [{"locale": "de-DE", "title": title}]});
            put(id, Part::Texts, texts).await
        }
        Act::Cast(id, people) => {
            let cast = people
                .iter()
                .map(|person| json!({"person": person, "character": "X"}));
            put(id, Part::Credits, json!({"cast": cast.collect::<Vec<_>>()})).await
        }
        Act::Delete(id) => DraftChange::Delete {
            key: movie(id),
            base: base(movie(id)).await,
        },
        Act::Restore(id) => DraftChange::Restore {
            key: movie(id),
            base: base(movie(id)).await,
        },
        Act::Merge(id, into) => DraftChange::Merge {
            key: movie(id),
            base: base(movie(id)).await,
            into,
        },
        Act::Undo(any) => {
            let revision = history.get(any % history.len().max(1))?;
            DraftChange::Undo {
                key: revision.key?,
                revision: revision.seq,
                fields: Vec::new(),
            }
        }
        Act::Stale(id) => DraftChange::Put {
            key: movie(id),
            base: base(movie(id)).await - 1,
            part: Part::Facts.name().to_owned(),
            document: Some(json!({"original_title": "Stale"})),
        },
    })
}

/// Does what makes sense of these acts; answers how many were taken.
async fn edit(store: &Store, acts: Vec<Act>) -> usize {
    let mut taken = 0;
    let mut history: Vec<Revision> = Vec::new();
    for act in acts {
        let is_stale = matches!(act, Act::Stale(_));
        let Some(change) = drafted(store, act, &history).await else {
            continue;
        };
        let before = store.last_seq().await.unwrap();
        let wanted = format!("{change:?}");
        let submission = Submission {
            draft: Draft {
                comment: "by chance".to_owned(),
                changes: vec![change],
            },
            account: 7,
            is_bound: false,
            is_proposal: false,
            once: None,
        };
        match store.submit(submission).await {
            Ok(outcome) => {
                assert!(!is_stale, "a stale edit was taken");
                assert_eq!(outcome.revision, before + outcome.changes);
                history.extend(store.feed(before, 1_000).await.unwrap());
                taken += 1;
            }
            Err(SubmitError::Store(error)) => panic!("{wanted}: {error}"),
            Err(_) => assert_eq!(
                store.last_seq().await.unwrap(),
                before,
                "a refused edit left something"
            ),
        }
    }
    taken
}

/// What a revision left behind: what the next one of the same thing found, or what there is at the end.
async fn after(store: &Store, history: &[Revision], index: usize) -> Option<Value> {
    let revision = &history[index];
    let key = revision.key.unwrap();
    let same = |later: &&Revision| {
        (later.key, later.part, later.row()) == (Some(key), revision.part, revision.row())
    };
    if let Some(next) = history[index + 1..].iter().find(same) {
        return next.before.clone();
    }
    if let Some(row) = revision.row() {
        // Also of a title that is gone.
        let wanted = kinora_store::Wanted {
            credits: vec![row.to_owned()],
            ..kinora_store::Wanted::default()
        };
        let credit = store.existing(wanted).await.unwrap().credits.pop();
        return credit.map(|credit| json!(credit));
    }
    let record = whole(store, key).await?;
    if revision.part == "state" {
        return Some(json!({"state": record.state, "merged_into": record.merged_into}));
    }
    let part = Part::DOCUMENTS
        .into_iter()
        .find(|part| part.name() == revision.part)?;
    record
        .raw(part)
        .map(|raw| serde_json::from_str(raw).unwrap())
}

async fn whole(store: &Store, key: EntityKey) -> Option<Record> {
    let wanted = kinora_store::Wanted {
        keys: vec![key],
        ..kinora_store::Wanted::default()
    };
    store.existing(wanted).await.unwrap().records.pop()
}

/// The change that a revision tells of.
fn told(revision: &Revision, base: i64, after: Option<Value>) -> Change {
    let key = revision.key.unwrap();
    match (revision.part, revision.row(), after) {
        ("state", _, Some(after)) => Change::SetState {
            key,
            base,
            state: serde_json::from_value(after["state"].clone()).unwrap(),
            merged_into: after["merged_into"].as_i64(),
        },
        ("credits", Some(_), Some(credit)) => Change::PutCredit {
            base,
            credit: serde_json::from_value::<Credit>(credit).unwrap(),
        },
        ("credits", Some(id), None) => Change::DropCredit {
            base,
            id: id.to_owned(),
        },
        (part, _, document) => Change::PutPart {
            key,
            base,
            part: part.to_owned(),
            document,
        },
    }
}

async fn replayed(store: &Store) -> (Store, tempfile::TempDir) {
    let (again, folder) = new_store().await;
    let history = store.feed(1, 1_000_000).await.unwrap();
    for (index, revision) in history.iter().enumerate() {
        let key = revision.key.unwrap();
        let base = whole(&again, key).await.map_or(0, |record| record.version);
        let change = told(revision, base, after(store, &history, index).await);
        let edit = Edit {
            editor: revision.editor,
            comment: revision.comment.clone(),
            changes: vec![change],
        };
        let seq = again.commit(edit).await.unwrap();
        assert_eq!(
            seq, revision.seq,
            "a revision that is told changes something"
        );
    }
    (again, folder)
}

/// Everything about movies that edits change.
async fn catalogue(store: &Store) -> Vec<Value> {
    let keys: Vec<EntityKey> = (MOVIES)
        .chain(kinora_model::form::FIRST_ID..kinora_model::form::FIRST_ID + 2_000)
        .map(movie)
        .collect();
    let mut all = Vec::new();
    for key in keys {
        let Some(record) = whole(store, key).await else {
            continue;
        };
        let parts = Part::of(Kind::Movie).iter();
        let parts: Vec<Option<&str>> = parts.map(|part| record.raw(*part)).collect();
        let credits = store.credits_of_title(key).await.unwrap();
        all.push(json!([
            key,
            record.version,
            record.state,
            record.merged_into,
            parts,
            credits
        ]));
    }
    all
}

#[tokio::test]
async fn history_makes_the_same_catalogue_again() {
    let (store, _folder) = new_store().await;
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        TestRng::deterministic_rng(RngAlgorithm::ChaCha),
    );
    let list = prop::collection::vec(acts(), count());
    let acts = list.new_tree(&mut runner).unwrap().current();

    let taken = edit(&store, acts).await;

    assert!(taken * 3 > count(), "only {taken} edits made sense");
    let (again, _folder) = replayed(&store).await;
    assert_eq!(catalogue(&again).await, catalogue(&store).await);
    let histories = |revisions: Vec<Revision>| -> Vec<Revision> {
        let timeless = revisions.into_iter().map(|revision| Revision {
            made_at: 0,
            ..revision
        });
        timeless.collect()
    };
    let edited: BTreeSet<i64> = store
        .feed(1, 1_000_000)
        .await
        .unwrap()
        .iter()
        .filter_map(|revision| revision.key.filter(|key| key.kind == Kind::Movie))
        .map(|key| key.id)
        .collect();
    let changed = store.changed(Kind::Movie, 0..i64::MAX, (0, 100_000)).await;
    let (changed, total) = changed.unwrap();
    assert_eq!((changed.len(), total), (edited.len(), edited.len()));
    assert_eq!(BTreeSet::from_iter(changed), edited);
    let (one, other) = (
        store.feed(1, 1_000_000).await,
        again.feed(1, 1_000_000).await,
    );
    assert_eq!(histories(one.unwrap()), histories(other.unwrap()));
}
