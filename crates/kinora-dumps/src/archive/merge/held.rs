//! What the workspace holds of the store, and how it comes there.

use kinora_model::credit::Credit;
use kinora_model::key::{EntityKey, Kind};
use kinora_model::review::{EpisodeGroup, Review};
use kinora_store::{Existing, Record, Stat, StoreError, Wanted};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Entity, Workspace};
use crate::archive::statement::{Statement, Target};

/// Things of one sort by their ids, as they are: `None` is known not to be there. Those that changed are known in the order in
/// which they did.
pub(super) struct Shelf<T> {
    slots: FxHashMap<String, Slot<T>>,
    changed: Vec<String>,
}

struct Slot<T> {
    thing: Option<T>,
    is_changed: bool,
}

impl<T> Default for Shelf<T> {
    fn default() -> Shelf<T> {
        Shelf {
            slots: FxHashMap::default(),
            changed: Vec::new(),
        }
    }
}

impl<T: Clone> Shelf<T> {
    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    pub(super) fn clear(&mut self) {
        self.slots.clear();
    }

    fn knows(&self, id: &str) -> bool {
        self.slots.contains_key(id)
    }

    fn slot(&mut self, id: &str) -> &mut Slot<T> {
        self.slots.entry(id.to_owned()).or_insert(Slot {
            thing: None,
            is_changed: false,
        })
    }

    /// Notes that a thing has to be written.
    pub(super) fn mark(&mut self, id: &str) {
        if let Some(slot) = self.slots.get_mut(id)
            && !std::mem::replace(&mut slot.is_changed, true)
        {
            self.changed.push(id.to_owned());
        }
    }

    /// What has to be written, each once.
    pub(super) fn take_changed(&mut self) -> Vec<T> {
        let changed = std::mem::take(&mut self.changed).into_iter();
        let things = changed.filter_map(|id| {
            let slot = self.slots.get_mut(&id)?;
            slot.is_changed = false;
            slot.thing.clone()
        });
        things.collect()
    }
}

/// What is held by an id of its own.
pub(super) trait Shelved: Clone + PartialEq {
    fn id(&self) -> &str;

    fn shelf(workspace: &mut Workspace) -> &mut Shelf<Self>;

    fn wanted(id: String) -> Wanted;
}

macro_rules! shelved {
    ($($thing:ident: $shelf:ident),*) => {$(
        impl Shelved for $thing {
            fn id(&self) -> &str {
                &self.id
            }

            fn shelf(workspace: &mut Workspace) -> &mut Shelf<$thing> {
                &mut workspace.$shelf
            }

            fn wanted(id: String) -> Wanted {
                Wanted { $shelf: vec![id], ..Wanted::default() }
            }
        }
    )*};
}

shelved!(Credit: credits, Review: reviews, EpisodeGroup: groups);

impl Workspace {
    /// Reads at once what the statements of a batch are about.
    pub(super) fn read_ahead(&mut self, statements: &[Statement]) -> Result<(), StoreError> {
        if self.holds_all {
            return Ok(());
        }
        let mut keys = FxHashSet::default();
        let mut credits: FxHashSet<&str> = FxHashSet::default();
        for statement in statements {
            match statement {
                Statement::Facts { target, .. }
                | Statement::Text { target, .. }
                | Statement::Stat { target, .. }
                | Statement::Part { target, .. } => keys.extend(target.key()),
                Statement::Credit(said) => {
                    credits.insert(&said.id);
                }
                _ => {}
            }
        }
        keys.retain(|key| !self.entities.contains_key(key));
        credits.retain(|id| !self.credits.knows(id));
        self.fetch(&Wanted {
            keys: keys.into_iter().collect(),
            credits: credits.into_iter().map(str::to_owned).collect(),
            ..Wanted::default()
        })
    }

    pub(super) fn fetch(&mut self, wanted: &Wanted) -> Result<(), StoreError> {
        let existing = match self.holds_all {
            true => Existing::default(),
            false => self.runtime.block_on(self.store.existing(wanted.clone()))?,
        };
        self.take_in(existing, wanted);
        Ok(())
    }

    /// Holds what was there, and of the rest of what was wanted that it is not.
    pub(super) fn take_in(&mut self, existing: Existing, wanted: &Wanted) {
        let mut stats: FxHashMap<EntityKey, Stat> = existing.stats.into_iter().collect();
        for record in existing.records {
            let stat = stats.remove(&record.key);
            self.entities
                .insert(record.key, Some(Entity::of(record, stat)));
        }
        for key in &wanted.keys {
            self.entities.entry(*key).or_insert(None);
        }
        self.lay(existing.credits, &wanted.credits);
        self.lay(existing.reviews, &wanted.reviews);
        self.lay(existing.groups, &wanted.groups);
        self.seasons.extend(existing.seasons);
        self.episodes.extend(existing.episodes);
        let told = existing.told.into_iter();
        self.told
            .extend(told.map(|told| ((told.table, told.locale), told.document)));
    }

    fn lay<T: Shelved>(&mut self, things: Vec<T>, wanted: &[String]) {
        let shelf = T::shelf(self);
        for thing in things {
            let id = thing.id().to_owned();
            shelf.slot(&id).thing = Some(thing);
        }
        for id in wanted {
            shelf.slot(id);
        }
    }

    /// The place of a thing on its shelf, filled if it is there.
    pub(super) fn held<T: Shelved>(&mut self, id: &str) -> Result<&mut Option<T>, StoreError> {
        if !T::shelf(self).knows(id) {
            self.fetch(&T::wanted(id.to_owned()))?;
        }
        Ok(&mut T::shelf(self).slot(id).thing)
    }

    /// Puts a thing in the place of the one with its id.
    pub(super) fn put<T: Shelved>(&mut self, thing: T) -> Result<(), StoreError> {
        let id = thing.id().to_owned();
        let held = self.held(&id)?;
        if held.as_ref() != Some(&thing) {
            *held = Some(thing);
            T::shelf(self).mark(&id);
        }
        Ok(())
    }

    /// An entity, which is made where it is not there; it counts as changed.
    pub(super) fn entity(&mut self, key: EntityKey) -> Result<&mut Entity, StoreError> {
        if !self.entities.contains_key(&key) {
            self.fetch(&Wanted {
                keys: vec![key],
                ..Wanted::default()
            })?;
        }
        self.dirty.insert(key);
        let slot = self.entities.entry(key).or_insert(None);
        Ok(slot.get_or_insert_with(|| Entity {
            touched: true,
            ..Entity::of(Record::new(key), None)
        }))
    }

    /// The entity that a statement is about; `None` when it names a place that nothing is known to hold.
    pub(super) fn resolve(&mut self, target: Target) -> Result<Option<EntityKey>, StoreError> {
        match target {
            Target::Key(key) => Ok(Some(key)),
            Target::Season(series, season) => {
                let place = (series, season);
                if !self.seasons.contains_key(&place) {
                    self.fetch(&Wanted {
                        seasons: vec![place],
                        ..Wanted::default()
                    })?;
                }
                let id = self.seasons.get(&place);
                Ok(id.map(|id| EntityKey::new(Kind::Season, *id)))
            }
            Target::Episode(series, season, episode) => {
                let place = (series, season, episode);
                if !self.episodes.contains_key(&place) {
                    self.fetch(&Wanted {
                        episodes: vec![place],
                        ..Wanted::default()
                    })?;
                }
                let id = self.episodes.get(&place);
                Ok(id.map(|id| EntityKey::new(Kind::Episode, *id)))
            }
        }
    }
}
