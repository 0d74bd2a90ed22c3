//! A catalogue for one test: entities that are written in bulk or by edits, and the index that follows them.

use kinora_index::{
    Found, Index, MovieFilter, MovieKey, MovieOrder, Search, SeriesFilter, SeriesKey, SeriesOrder,
    Slice, Snapshot,
};
use kinora_model::credit::{Credit, CreditType};
use kinora_model::edit::{Change, Edit};
use kinora_model::text::{Text, Texts, Translation};
use kinora_model::{
    Document, EntityKey, EpisodeFacts, Kind, Known, MovieFacts, PersonFacts, SeriesFacts, State,
};
use kinora_store::{Batch, Record, Stat, Store};
use std::sync::Arc;
use tempfile::TempDir;

/// As many rows as there are.
pub const ALL: Slice = Slice {
    first: 0,
    length: usize::MAX,
};

/// An entity with its statistics.
#[derive(Clone)]
pub struct Entry {
    pub record: Record,
    pub stat: Stat,
}

impl Entry {
    fn new<D: Document>(kind: Kind, id: i64, facts: &D) -> Entry {
        let mut record = Record::new(EntityKey::new(kind, id));
        record.known = Known::Full;
        let stat = Stat::default();
        Entry { record, stat }.with(facts)
    }

    /// The same with this part.
    pub fn with<D: Document>(mut self, document: &D) -> Entry {
        self.record.put(document).unwrap();
        self
    }

    /// The same with a translation of its title.
    pub fn translated(self, locale: &str, title: &str) -> Entry {
        self.with(&texts(&[(locale, title, "")]))
    }

    /// The same with this daily score.
    pub fn popular(mut self, popularity: f64) -> Entry {
        self.stat.popularity = popularity;
        self
    }

    /// The same with this many ratings, of this mean.
    pub fn rated(mut self, vote_average: f64, vote_count: i64) -> Entry {
        (self.stat.vote_average, self.stat.vote_count) = (vote_average, vote_count);
        self
    }
}

/// Translated titles and overviews.
pub fn texts(rows: &[(&str, &str, &str)]) -> Texts {
    let translation = |(locale, title, overview): &(&str, &str, &str)| Translation {
        locale: locale.parse().unwrap(),
        listed: Some(Text {
            title: (*title).to_owned(),
            overview: (*overview).to_owned(),
            ..Text::default()
        }),
        seen: None,
    };
    Texts {
        translations: rows.iter().map(translation).collect(),
        ..Texts::default()
    }
}

/// A movie.
pub fn movie(id: i64, facts: &MovieFacts) -> Entry {
    Entry::new(Kind::Movie, id, facts)
}

/// A movie of which only the title is known.
pub fn titled(id: i64, title: &str) -> Entry {
    movie(id, &title_of(title))
}

/// Facts that only say a title.
pub fn title_of(title: &str) -> MovieFacts {
    MovieFacts {
        original_title: Some(title.to_owned()),
        ..MovieFacts::default()
    }
}

/// A series.
pub fn series(id: i64, facts: &SeriesFacts) -> Entry {
    Entry::new(Kind::Series, id, facts)
}

/// An episode of a series that was shown on a day.
pub fn episode(id: i64, series: i64, date: &str) -> Entry {
    let facts = EpisodeFacts {
        series: Some(series),
        season: Some(1),
        number: i32::try_from(id).ok(),
        air_date: date.parse().ok(),
        ..EpisodeFacts::default()
    };
    Entry::new(Kind::Episode, id, &facts)
}

/// A person.
pub fn person(id: i64, name: &str) -> Entry {
    let facts = PersonFacts {
        name: Some(name.to_owned()),
        ..PersonFacts::default()
    };
    Entry::new(Kind::Person, id, &facts)
}

/// Anything that has facts.
pub fn thing<D: Document>(kind: Kind, id: i64, facts: &D) -> Entry {
    Entry::new(kind, id, facts)
}

/// Somebody's work on a title.
pub fn credit(id: i64, title: EntityKey, person: i64, credit_type: CreditType) -> Credit {
    Credit {
        person: Some(person),
        credit_type,
        ..Credit::new(&format!("{id:024x}"), title)
    }
}

pub const fn movie_key(id: i64) -> EntityKey {
    EntityKey::new(Kind::Movie, id)
}

pub const fn series_key(id: i64) -> EntityKey {
    EntityKey::new(Kind::Series, id)
}

/// A catalogue and its index.
pub struct TestIndex {
    pub store: Store,
    pub index: Index,
    pub folder: TempDir,
}

impl TestIndex {
    /// A catalogue of these entities, already indexed.
    pub async fn of(entries: impl Into<Vec<Entry>>) -> TestIndex {
        TestIndex::with_credits(entries, []).await
    }

    /// The same with credits.
    pub async fn with_credits(
        entries: impl Into<Vec<Entry>>,
        credits: impl Into<Vec<Credit>>,
    ) -> TestIndex {
        let folder = TempDir::new().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        let index = Index::new(store.clone());
        let catalogue = TestIndex {
            store,
            index,
            folder,
        };
        catalogue.bulk(entries, credits).await;
        catalogue
    }

    /// Writes entities and credits in bulk, and follows.
    pub async fn bulk(&self, entries: impl Into<Vec<Entry>>, credits: impl Into<Vec<Credit>>) {
        let entries = entries.into();
        let stats = entries.iter().map(|entry| (entry.record.key, entry.stat));
        let batch = Batch {
            stats: stats.collect(),
            records: entries.into_iter().map(|entry| entry.record).collect(),
            credits: credits.into(),
            ..Batch::default()
        };
        self.store.bulk(batch).await.unwrap();
        self.index.follow().await.unwrap();
    }

    /// The version of an entity.
    pub async fn version(&self, key: EntityKey) -> i64 {
        self.store.worded(key).await.unwrap().unwrap().version
    }

    /// Commits one change, and follows.
    pub async fn make(&self, change: Change) -> i64 {
        let edit = Edit {
            changes: vec![change],
            ..Edit::default()
        };
        let seq = self.store.commit(edit).await.unwrap();
        assert_eq!(self.index.follow().await.unwrap(), seq);
        seq
    }

    /// Commits a part of an entity, and follows. Answers the entity's version.
    pub async fn put<D: Document>(&self, key: EntityKey, base: i64, document: &D) -> i64 {
        self.make(Change::put(key, base, document).unwrap()).await
    }

    /// Commits the state of an entity, and follows.
    pub async fn set_state(
        &self,
        key: EntityKey,
        base: i64,
        state: State,
        into: Option<i64>,
    ) -> i64 {
        let change = Change::SetState {
            key,
            base,
            state,
            merged_into: into,
        };
        self.make(change).await
    }

    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.index.snapshot()
    }

    /// The movies that pass, by id.
    pub fn movies(&self, filter: &MovieFilter) -> Vec<i64> {
        let order = MovieOrder {
            key: MovieKey::Popularity,
            descending: true,
        };
        sorted(self.snapshot().movies(filter, &order, ALL))
    }

    /// The series that pass, by id.
    pub fn series(&self, filter: &SeriesFilter) -> Vec<i64> {
        let order = SeriesOrder {
            key: SeriesKey::Popularity,
            descending: true,
        };
        sorted(self.snapshot().series(filter, order, ALL))
    }

    /// The movies that a text finds, in order.
    pub fn search(&self, text: &str) -> Vec<i64> {
        let search = Search {
            text: text.to_owned(),
            kinds: vec![Kind::Movie],
            ..Search::default()
        };
        self.find(&search).into_iter().map(|key| key.id).collect()
    }

    /// What a search finds, in order.
    pub fn find(&self, search: &Search) -> Vec<EntityKey> {
        let found = self.snapshot().search(search, ALL);
        assert_eq!(found.total, found.items.len());
        found.items
    }
}

fn sorted(found: Found<i64>) -> Vec<i64> {
    let mut ids = found.items;
    ids.sort_unstable();
    assert_eq!(found.total, ids.len());
    ids
}
