//! Merging statements into what is stored.
//!
//! The workspace holds the entities that a batch touches as they are, applies statements to them in order, and gives back
//! those that changed. Reading before merging is done for a whole batch at once; whatever that misses is read when it is
//! needed. The workspace outlives a batch, because the next one mostly speaks of the same people.

mod credit;
mod entity;
mod held;
mod part;
mod reference;
mod stored;

use kinora_model::credit::Credit;
use kinora_model::facts::{CollectionFacts, Conflict, Merge};
use kinora_model::key::{EntityKey, Kind, Known};
use kinora_model::reference::{Reference, Table, Told};
use kinora_model::review::{EpisodeGroup, Review};
use kinora_model::{Locale, Text};
use kinora_store::{Batch, Store, StoreError, Wanted};
use rustc_hash::{FxHashMap, FxHashSet};
use tokio::runtime::Handle;

use entity::Entity;
use held::Shelf;

use super::statement::{Facts, Statement};

/// Two answers that contradict each other.
#[derive(Clone, Debug)]
pub struct Contradiction {
    /// About whom.
    pub subject: String,
    /// About what, and how it was decided.
    pub conflict: Conflict,
}

/// See the module.
pub struct Workspace {
    store: Store,
    runtime: Handle,
    entities: FxHashMap<EntityKey, Option<Entity>>,
    credits: Shelf<Credit>,
    reviews: Shelf<Review>,
    groups: Shelf<EpisodeGroup>,
    seasons: FxHashMap<(i64, i32), i64>,
    episodes: FxHashMap<(i64, i32, i32), i64>,
    told: FxHashMap<(String, String), String>,
    reference: Reference,
    /// Whether the store was empty and everything since is held here: then there is nothing to read.
    holds_all: bool,
    dirty: FxHashSet<EntityKey>,
    dropped_credits: Vec<String>,
    dirty_told: FxHashSet<(String, String)>,
    /// What contradicted what; emptied by whoever reports it.
    pub contradictions: Vec<Contradiction>,
}

/// How many entities and credits the workspace may hold before it starts afresh.
const CAPACITY: usize = 600_000;

impl Workspace {
    /// An empty workspace over a store. The runtime is the one that the store's questions run on.
    pub fn new(store: Store, runtime: Handle) -> Result<Workspace, StoreError> {
        let holds_all = runtime.block_on(store.last_seq())? == 0;
        let told = runtime.block_on(store.existing(Wanted {
            told: vec![(Table::Learned.name().to_owned(), String::new())],
            ..Wanted::default()
        }))?;
        let mut workspace = Workspace {
            reference: Reference::clone(&store.reference()),
            store,
            runtime,
            entities: FxHashMap::default(),
            credits: Shelf::default(),
            reviews: Shelf::default(),
            groups: Shelf::default(),
            seasons: FxHashMap::default(),
            episodes: FxHashMap::default(),
            told: FxHashMap::default(),
            holds_all,
            dirty: FxHashSet::default(),
            dropped_credits: Vec::new(),
            dirty_told: FxHashSet::default(),
            contradictions: Vec::new(),
        };
        workspace.take_in(told, &Wanted::default());
        Ok(workspace)
    }

    /// Whether it is time to [`clear`](Workspace::clear).
    pub fn is_full(&self) -> bool {
        self.entities.len() + self.credits.len() > CAPACITY
    }

    /// Forgets everything that is not waiting to be written. What was given out must be stored by now.
    pub fn clear(&mut self) {
        self.holds_all = false;
        self.entities.clear();
        self.credits.clear();
        self.reviews.clear();
        self.groups.clear();
        self.seasons.clear();
        self.episodes.clear();
    }

    /// Applies the statements of a batch and gives back what changed.
    pub fn apply(&mut self, statements: Vec<Statement>) -> Result<Batch, StoreError> {
        self.read_ahead(&statements)?;
        for statement in statements {
            self.statement(statement)?;
        }
        self.batch()
    }

    fn statement(&mut self, statement: Statement) -> Result<(), StoreError> {
        match statement {
            Statement::Facts {
                target,
                known,
                localised,
                facts,
            } => {
                if let Some(key) = self.resolve(target)? {
                    self.facts(key, known, localised, facts)?;
                }
            }
            Statement::Text {
                target,
                locale,
                known,
                text,
            } => {
                if let Some(key) = self.resolve(target)? {
                    self.text(key, locale, known, *text)?;
                }
            }
            Statement::Stat {
                target,
                known,
                stat,
            } => {
                if let Some(key) = self.resolve(target)? {
                    self.entity(key)?.see_stat(known, stat);
                }
            }
            Statement::Part { target, part } => {
                if let Some(key) = self.resolve(target)? {
                    self.part(key, part)?;
                }
            }
            Statement::Credit(said) => self.credit(*said)?,
            Statement::Review(review) => self.review(*review)?,
            Statement::Group(group) => self.group(*group)?,
            Statement::Reference(table, locale, value) => self.reference(table, locale, &value),
            Statement::Learned(learned) => self.learned(&learned),
            Statement::Stored(stored) => self.stored(stored)?,
        }
        Ok(())
    }

    fn report(&mut self, subject: &str, conflicts: Vec<Conflict>) {
        self.contradictions
            .extend(conflicts.into_iter().map(|conflict| Contradiction {
                subject: subject.to_owned(),
                conflict,
            }));
    }

    fn facts(
        &mut self,
        key: EntityKey,
        said: Known,
        localised: bool,
        facts: Facts,
    ) -> Result<(), StoreError> {
        match &facts {
            Facts::Season(facts)
                if let (Some(series), Some(number)) = (facts.series, facts.number) =>
            {
                self.seasons.insert((series, number), key.id);
            }
            Facts::Episode(facts)
                if let (Some(series), Some(season), Some(number)) =
                    (facts.series, facts.season, facts.number) =>
            {
                self.episodes.insert((series, season, number), key.id);
            }
            _ => {}
        }
        if let Facts::Collection(said) = &facts {
            self.leave_collection(key, said)?;
        }
        let mut conflicts = Vec::new();
        let entity = self.entity(key)?;
        let known = entity.record.known;
        let merge = &mut Merge {
            known,
            said,
            localised,
            conflicts: &mut conflicts,
            changed: false,
        };
        match (entity.facts()?, facts) {
            (Facts::Movie(stored), Facts::Movie(said)) => stored.merge(*said, merge),
            (Facts::Series(stored), Facts::Series(said)) => stored.merge(*said, merge),
            (Facts::Season(stored), Facts::Season(said)) => stored.merge(*said, merge),
            (Facts::Episode(stored), Facts::Episode(said)) => stored.merge(*said, merge),
            (Facts::Person(stored), Facts::Person(said)) => stored.merge(*said, merge),
            (Facts::Collection(stored), Facts::Collection(said)) => stored.merge(*said, merge),
            (Facts::Company(stored), Facts::Company(said)) => stored.merge(*said, merge),
            (Facts::Keyword(stored), Facts::Keyword(said)) => stored.merge(said, merge),
            _ => {}
        }
        entity.facts_changed |= merge.changed;
        if said > known {
            entity.record.known = said;
            entity.touched = true;
        }
        if !conflicts.is_empty() {
            self.report(&key.to_string(), conflicts);
        }
        Ok(())
    }

    /// Movies that a collection told of before and tells of no more do not belong to it, unless their own details said so.
    fn leave_collection(
        &mut self,
        collection: EntityKey,
        said: &CollectionFacts,
    ) -> Result<(), StoreError> {
        let Facts::Collection(stored) = self.entity(collection)?.facts()? else {
            return Ok(());
        };
        let (Some(before), Some(now)) = (&stored.movies, &said.movies) else {
            return Ok(());
        };
        let gone: Vec<i64> = before
            .iter()
            .copied()
            .filter(|movie| !now.contains(movie))
            .collect();
        for movie in gone {
            let movie = self.entity(EntityKey::new(Kind::Movie, movie))?;
            let is_told = movie.record.known == Known::Full;
            if let Facts::Movie(facts) = movie.facts()?
                && !is_told
                && facts.collection == Some(collection.id)
            {
                facts.collection = None;
                movie.facts_changed = true;
            }
        }
        Ok(())
    }

    fn text(
        &mut self,
        key: EntityKey,
        locale: Locale,
        said: Known,
        text: Text,
    ) -> Result<(), StoreError> {
        let usual = self.usual_title(key, locale)?;
        let mut conflicts = Vec::new();
        let entity = self.entity(key)?;
        let fallback = entity.fallback(usual)?;
        entity
            .texts()?
            .see(locale, said, text, &fallback, &mut conflicts);
        if !conflicts.is_empty() {
            self.report(&format!("{key} in {locale}"), conflicts);
        }
        Ok(())
    }

    /// "Season 3" and "Episode 4" in a language; nothing for other kinds.
    fn usual_title(
        &mut self,
        key: EntityKey,
        locale: Locale,
    ) -> Result<Option<String>, StoreError> {
        if !matches!(key.kind, Kind::Season | Kind::Episode) {
            return Ok(None);
        }
        let number = match self.entity(key)?.facts()? {
            Facts::Season(facts) => facts.number,
            Facts::Episode(facts) => facts.number,
            _ => None,
        };
        Ok(number.map(|number| match key.kind {
            Kind::Season => self.reference.season_name(number, locale),
            _ => self.reference.episode_name(number, locale),
        }))
    }

    /// A review that says no language keeps the one that it had.
    fn review(&mut self, mut review: Review) -> Result<(), StoreError> {
        let held = self.held::<Review>(&review.id)?.as_ref();
        review.language = review
            .language
            .or_else(|| held.and_then(|held| held.language.clone()));
        self.put(review)
    }

    /// A group that says neither its series nor its groups keeps those that it had.
    fn group(&mut self, mut group: EpisodeGroup) -> Result<(), StoreError> {
        if let Some(held) = self.held::<EpisodeGroup>(&group.id)? {
            group.series = group.series.or(held.series);
            group.groups = group.groups.or_else(|| held.groups.clone());
        }
        self.put(group)
    }

    /// Everything that changed since the last batch.
    fn batch(&mut self) -> Result<Batch, StoreError> {
        let mut batch = Batch {
            comment: "archive import".into(),
            ..Batch::default()
        };
        let mut dirty: Vec<EntityKey> = self.dirty.drain().collect();
        // In the order of the tables, so that the database appends instead of jumping about.
        dirty.sort_unstable();
        for key in dirty {
            let Some(Some(entity)) = self.entities.get_mut(&key) else {
                continue;
            };
            entity.settle()?;
            if std::mem::take(&mut entity.touched) {
                batch.records.push(entity.record.clone());
                // Any version but 0 says that the row exists once this batch is written.
                entity.record.version = entity.record.version.max(1);
            }
            if std::mem::take(&mut entity.stat_touched) {
                batch.stats.extend(entity.stat.map(|stat| (key, stat)));
            }
        }
        batch.credits = self.credits.take_changed();
        batch
            .credits
            .sort_unstable_by(|one, other| one.id.cmp(&other.id));
        batch.dropped_credits = std::mem::take(&mut self.dropped_credits);
        batch.reviews = self.reviews.take_changed();
        batch.groups = self.groups.take_changed();
        let told = self.dirty_told.drain().filter_map(|key| {
            let document = self.told.get(&key)?.clone();
            Some(Told {
                table: key.0,
                locale: key.1,
                document,
            })
        });
        batch.told = told.collect();
        Ok(batch)
    }
}
