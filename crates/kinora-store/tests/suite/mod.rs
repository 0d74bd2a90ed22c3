//! The cases of the suite, and the few words that they are written in.

pub mod belongings;
pub mod bulk;
pub mod commit;
pub mod credits;
pub mod discussions;
pub mod empty;
pub mod feed;
pub mod keys;
pub mod links;
pub mod places;
pub mod queue;
pub mod reference;
pub mod related;
pub mod settings;
pub mod sharing;
mod sqlite_files;
pub mod state;
pub mod undo;

use std::ops::Deref;
use std::path::Path;

use kinora_model::edit::{Change, Edit};
use kinora_model::{
    Document, EntityKey, EpisodeFacts, Kind, Known, MovieFacts, Part, PersonFacts, SeasonFacts,
    SeriesFacts, State,
};
use kinora_store::{Batch, CommitError, Loaded, Locator, Record, Related, Store, Wants};
use serde_json::Value;
use tempfile::TempDir;

/// A store of its own for one case; it goes with the case.
pub struct TestStore {
    store: Store,
    folder: TempDir,
}

impl TestStore {
    /// A new SQLite catalogue in a temporary folder.
    pub async fn sqlite() -> TestStore {
        let folder = TempDir::new().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        TestStore { store, folder }
    }

    /// Another handle on the same catalogue, as another process would have it.
    pub async fn again(&self) -> Store {
        Store::open(self.folder.path()).await.unwrap()
    }

    /// The catalogue after the server was stopped and started.
    pub async fn restarted(self) -> TestStore {
        let TestStore { store, folder } = self;
        drop(store);
        let store = Store::open(folder.path()).await.unwrap();
        TestStore { store, folder }
    }

    /// Where it is kept.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Writes these records as one batch.
    pub async fn hold(&self, records: impl Into<Vec<Record>>) -> i64 {
        let batch = Batch {
            records: records.into(),
            ..Batch::default()
        };
        self.bulk(batch).await.unwrap()
    }

    /// Commits these changes as one edit.
    pub async fn make(&self, changes: impl Into<Vec<Change>>) -> Result<i64, CommitError> {
        self.commit(edit(changes)).await
    }

    /// The entity with every part that its kind has.
    pub async fn whole(&self, key: EntityKey) -> Option<Record> {
        let wants = Wants::of(Part::of(key.kind), &[]);
        let loaded = self.load(Locator::Key(key), wants).await.unwrap();
        loaded.map(|loaded| loaded.record)
    }

    /// The entity with these related things, which must be there.
    pub async fn with(&self, key: EntityKey, related: &[Related]) -> Loaded {
        let loaded = self.load(Locator::Key(key), Wants::of(&[], related)).await;
        loaded.unwrap().unwrap()
    }

    /// The entity that answers for a locator.
    pub async fn find(&self, locator: Locator) -> Option<EntityKey> {
        let loaded = self.load(locator, Wants::default()).await.unwrap();
        loaded.map(|loaded| loaded.record.key)
    }
}

impl Deref for TestStore {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}

/// Names a movie.
pub const fn movie(id: i64) -> EntityKey {
    EntityKey::new(Kind::Movie, id)
}

/// Names a series.
pub const fn series(id: i64) -> EntityKey {
    EntityKey::new(Kind::Series, id)
}

/// Names a season.
pub const fn season(id: i64) -> EntityKey {
    EntityKey::new(Kind::Season, id)
}

/// Names an episode.
pub const fn episode(id: i64) -> EntityKey {
    EntityKey::new(Kind::Episode, id)
}

/// Names a person.
pub const fn person(id: i64) -> EntityKey {
    EntityKey::new(Kind::Person, id)
}

/// Records that grow part by part.
pub trait With: Sized {
    /// The same with this part.
    fn with<D: Document>(self, document: &D) -> Self;
}

impl With for Record {
    fn with<D: Document>(mut self, document: &D) -> Record {
        self.put(document).unwrap();
        self
    }
}

/// An entity of which everything is known that its facts say.
pub fn told<D: Document>(key: EntityKey, facts: &D) -> Record {
    let mut record = Record::new(key).with(facts);
    record.known = Known::Full;
    record
}

/// A movie with a title.
pub fn a_movie(id: i64) -> Record {
    told(movie(id), &movie_facts(&format!("Movie {id}")))
}

/// A person with a name.
pub fn a_person(id: i64) -> Record {
    let facts = PersonFacts {
        name: Some(format!("Person {id}")),
        ..PersonFacts::default()
    };
    told(person(id), &facts)
}

/// A series with a name.
pub fn a_series(id: i64) -> Record {
    let facts = SeriesFacts {
        original_name: Some(format!("Series {id}")),
        ..SeriesFacts::default()
    };
    told(series(id), &facts)
}

/// A season at its place in a series.
pub fn a_season(id: i64, (series, number): (i64, i32)) -> Record {
    let facts = SeasonFacts {
        series: Some(series),
        number: Some(number),
        ..SeasonFacts::default()
    };
    told(season(id), &facts)
}

/// An episode at its place in a series.
pub fn an_episode(id: i64, place: (i64, i32, i32)) -> Record {
    told(episode(id), &episode_facts(place))
}

/// Facts of a movie that only has a title.
pub fn movie_facts(title: &str) -> MovieFacts {
    MovieFacts {
        original_title: Some(title.to_owned()),
        ..MovieFacts::default()
    }
}

/// Facts of an episode that only has a place.
pub fn episode_facts((series, season, number): (i64, i32, i32)) -> EpisodeFacts {
    EpisodeFacts {
        series: Some(series),
        season: Some(season),
        number: Some(number),
        ..EpisodeFacts::default()
    }
}

/// An edit of these changes.
pub fn edit(changes: impl Into<Vec<Change>>) -> Edit {
    Edit {
        editor: Some(7),
        comment: "as the poster says".to_owned(),
        changes: changes.into(),
    }
}

/// The change that puts a document in place.
pub fn put<D: Document>(key: EntityKey, base: i64, document: &D) -> Change {
    Change::put(key, base, document).unwrap()
}

/// The same for anything that a client may send as a document.
pub fn put_json(key: EntityKey, base: i64, part: &str, document: Option<Value>) -> Change {
    Change::PutPart {
        key,
        base,
        part: part.to_owned(),
        document,
    }
}

/// The change that shows or hides an entity.
pub fn set_state(key: EntityKey, base: i64, state: State) -> Change {
    Change::SetState {
        key,
        base,
        state,
        merged_into: None,
    }
}

/// The change that merges an entity into another of its kind.
pub fn merge(key: EntityKey, base: i64, into: i64) -> Change {
    Change::SetState {
        key,
        base,
        state: State::Merged,
        merged_into: Some(into),
    }
}
