//! Bringing a snapshot along: a later one is made that differs from the one before in the entities that changed. What is said of
//! others because of them is looked up when it is asked for, so nothing else has to be touched.

use std::sync::Arc;

use kinora_model::{EntityKey, Kind};
use kinora_store::{Card, StoreError};
use rustc_hash::FxHashMap;

use crate::builder::unreadable;
use crate::changes::{Changed, Changes};
use crate::movie::Movie;
use crate::named_only;
use crate::person::Person;
use crate::series::Series;
use crate::snapshot::{Snapshot, WorkedOut};
use crate::titles::Named;

impl Snapshot {
    /// The snapshot after these changes.
    pub(crate) fn after(&self, changes: Changes) -> Snapshot {
        self.changed(self.tally, changes)
    }

    /// The snapshot after users changed these titles, up to a number of theirs.
    pub(crate) fn counted(&self, changes: Changes, tally: i64) -> Snapshot {
        self.changed(tally, changes)
    }

    fn changed(&self, tally: i64, changes: Changes) -> Snapshot {
        let mut update = Update {
            after: Snapshot {
                position: changes.position,
                made_at: self.made_at,
                tally,
                movies: self.movies.clone(),
                series: self.series.clone(),
                people: self.people.clone(),
                names: self.names.clone(),
                trends: Arc::clone(&self.trends),
                worked_out: WorkedOut::default(),
            },
            names: FxHashMap::default(),
        };
        for (key, changed) in changes.entities {
            if let Err(error) = update.take(key, changed) {
                unreadable(key, &error);
                update.remove(key);
            }
        }
        for (kind, names) in update.names {
            update.after.names.set(kind, names);
        }
        update.after
    }
}

/// A snapshot that is being brought along.
struct Update {
    after: Snapshot,
    names: FxHashMap<Kind, Vec<(i64, Option<Named>)>>,
}

impl Update {
    fn take(&mut self, key: EntityKey, changed: Option<Changed>) -> Result<(), StoreError> {
        let Some(changed) = changed else {
            self.remove(key);
            return Ok(());
        };
        let card: &Card = &changed.card;
        let moment = self.after.moment();
        let named = match key.kind {
            Kind::Movie => {
                let (mut movie, named) = Movie::read(card)?;
                movie.title.credits = changed.credits;
                self.after.movies.change(moment, key.id, Some(movie));
                named
            }
            Kind::Series => {
                let (mut series, mut named) = Series::read(card)?;
                series.title.credits = changed.credits;
                series.episodes = changed.episodes;
                series.date(&mut named);
                self.after.series.change(moment, key.id, Some(series));
                named
            }
            Kind::Person => {
                let (person, named) = Person::read(card)?;
                self.after.people.change(moment, key.id, Some(person));
                named
            }
            Kind::Collection | Kind::Company | Kind::Network | Kind::Keyword => {
                named_only::read(card)?
            }
            Kind::Season | Kind::Episode => return Ok(()),
        };
        self.rename(key, Some(named));
        Ok(())
    }

    fn remove(&mut self, key: EntityKey) {
        let EntityKey { kind, id } = key;
        let moment = self.after.moment();
        match kind {
            Kind::Movie => self.after.movies.change(moment, id, None),
            Kind::Series => self.after.series.change(moment, id, None),
            Kind::Person => self.after.people.change(moment, id, None),
            _ => {}
        }
        self.rename(key, None);
    }

    fn rename(&mut self, key: EntityKey, named: Option<Named>) {
        self.names
            .entry(key.kind)
            .or_default()
            .push((key.id, named));
    }
}
