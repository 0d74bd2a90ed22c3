//! Questions about the catalogue.

use std::ops::ControlFlow;

use kinora_model::Date;
use kinora_model::credit::Credit;
use kinora_model::key::{EntityKey, Kind};
use kinora_model::links::Source;
use kinora_model::part::PartSet;
use kinora_model::review::{EpisodeGroup, Review};
use rustc_hash::FxHashMap;

use crate::{Card, Loaded, Locator, Store, StoreError, Wants, Work, Worked, ask, sqlite};

impl Store {
    /// An entity with what is wanted of it; `None` when there is none, or it was deleted. Merged entities answer as what they
    /// were merged into.
    pub async fn load(&self, locator: Locator, wants: Wants) -> Result<Option<Loaded>, StoreError> {
        ask!(self, glance, |db| sqlite::load::load(db, &locator, wants))
    }

    /// A credit with its person, its title and, for series, the seasons and episodes that name it.
    pub async fn credit(&self, id: &str) -> Result<Option<(Credit, Loaded)>, StoreError> {
        let id = id.to_owned();
        ask!(self, glance, |db| sqlite::load::credit(db, &id))
    }

    /// A person with the credits and titles of some of their works; `None` when there is no such person. What is no longer so
    /// is left out.
    pub async fn works(&self, person: i64, works: Vec<Work>) -> Result<Option<Loaded>, StoreError> {
        ask!(self, glance, |db| sqlite::load::works(db, person, &works))
    }

    /// A review with its title.
    pub async fn review(&self, id: &str) -> Result<Option<(Review, Loaded)>, StoreError> {
        let id = id.to_owned();
        ask!(self, read, |db| sqlite::load::review(db, &id))
    }

    /// An episode group with its series, network and episodes.
    pub async fn episode_group(
        &self,
        id: &str,
    ) -> Result<Option<(EpisodeGroup, Loaded)>, StoreError> {
        let id = id.to_owned();
        ask!(self, read, |db| sqlite::load::episode_group(db, &id))
    }

    /// Live entities with these parts as lists show them, in the order of `keys`. What is gone is left out, what was merged
    /// answers as what it was merged into.
    pub async fn cards(
        &self,
        keys: Vec<EntityKey>,
        parts: PartSet,
    ) -> Result<Vec<Card>, StoreError> {
        ask!(self, glance, |db| sqlite::load::cards(db, &keys, parts))
    }

    /// Live entities of a kind with these parts and an id above `after`, by id, at most `limit`: what derived data is built
    /// from.
    pub async fn scan(
        &self,
        kind: Kind,
        parts: PartSet,
        after: i64,
        limit: usize,
    ) -> Result<Vec<Card>, StoreError> {
        ask!(self, read, |db| sqlite::load::scan(
            db, kind, parts, after, limit
        ))
    }

    /// Credits with an id after `after`, by id, at most `limit`.
    pub async fn scan_credits(&self, after: &str, limit: usize) -> Result<Vec<Credit>, StoreError> {
        let after = after.to_owned();
        ask!(self, read, |db| sqlite::credit::scan(db, &after, limit))
    }

    /// Every live entity of a kind with these parts, by id and out of one snapshot, until `take` breaks off.
    pub async fn each_card(
        &self,
        kind: Kind,
        parts: PartSet,
        take: impl FnMut(Card) -> ControlFlow<()> + Send + 'static,
    ) -> Result<(), StoreError> {
        ask!(self, apart, |db| sqlite::load::each_card(
            &*db.unchecked_transaction()?,
            kind,
            parts,
            take
        ))
    }

    /// Every credit of a movie or series.
    pub async fn credits_of_title(&self, title: EntityKey) -> Result<Vec<Credit>, StoreError> {
        ask!(self, read, |db| sqlite::credit::of_title(db, title))
    }

    /// Whether each of these movies and series has a director.
    pub async fn directed(&self, titles: Vec<EntityKey>) -> Result<Vec<bool>, StoreError> {
        ask!(self, read, |db| titles
            .iter()
            .map(|title| sqlite::credit::is_directed(db, *title))
            .collect::<Result<_, _>>())
    }

    /// Who worked on what, in the order of storage, from a place in it on, at most `limit` credits; also answers the place
    /// from which to go on, `None` at the end.
    pub async fn scan_works(
        &self,
        after: i64,
        limit: usize,
    ) -> Result<(Vec<Worked>, Option<i64>), StoreError> {
        ask!(self, read, |db| sqlite::credit::scan_works(
            db, after, limit
        ))
    }

    /// The days on which live episodes of a series were aired, as far as known.
    pub async fn air_dates(&self, series: i64) -> Result<Vec<Date>, StoreError> {
        ask!(self, read, |db| sqlite::entity::air_dates(db, series))
    }

    /// The series of these episodes, also of those that are gone.
    pub async fn series_of_episodes(&self, episodes: Vec<i64>) -> Result<Vec<i64>, StoreError> {
        ask!(self, read, |db| sqlite::entity::series_of_episodes(
            db, &episodes
        ))
    }

    /// The entities that have this id elsewhere, by kind.
    pub async fn find(&self, source: Source, value: &str) -> Result<Vec<EntityKey>, StoreError> {
        let value = value.to_owned();
        ask!(self, read, |db| sqlite::link::keys_of(db, source, &value))
    }

    /// The largest id of a live entity of a kind.
    pub async fn latest(&self, kind: Kind) -> Result<Option<i64>, StoreError> {
        ask!(self, read, |db| sqlite::entity::latest(db, kind))
    }

    /// Some of the live entities of a kind, without what is for adults, by their ids: so many, after so many others.
    pub async fn ids(
        &self,
        kind: Kind,
        skipped: usize,
        limit: usize,
    ) -> Result<Vec<i64>, StoreError> {
        ask!(self, read, |db| sqlite::entity::ids(
            db, kind, skipped, limit
        ))
    }

    /// When each of these entities of a kind was changed last, by an edit or a load, in milliseconds since 1970.
    pub async fn changed_at(
        &self,
        kind: Kind,
        ids: Vec<i64>,
    ) -> Result<FxHashMap<i64, i64>, StoreError> {
        ask!(self, read, |db| sqlite::entity::changed_at(db, kind, &ids))
    }

    /// The smallest id of a live entity of a kind: an example of it.
    pub async fn example(&self, kind: Kind) -> Result<Option<i64>, StoreError> {
        ask!(self, read, |db| sqlite::entity::example(db, kind))
    }
}
