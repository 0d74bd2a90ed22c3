//! Merging statements into what is stored.
//!
//! The workspace holds the entities that a batch touches as they are, applies statements to them in order, and gives back
//! those that changed. Reading before merging is done for a whole batch at once; whatever that misses is read when it is
//! needed. The workspace outlives a batch, because the next one mostly speaks of the same people.

use std::collections::BTreeSet;

use kinora_model::credit::{Billing, Credit, CreditType, PersonCredits, TitleCredits};
use kinora_model::facts::{Conflict, Merge};
use kinora_model::image::{Images, Tagged};
use kinora_model::key::{EntityKey, Kind, Known};
use kinora_model::links::Links;
use kinora_model::part::Document;
use kinora_model::reference::{Learned, Reference, Table, Told};
use kinora_model::release::Releases;
use kinora_model::review::{EpisodeGroup, Review};
use kinora_model::titles::AlternativeTitles;
use kinora_model::video::Videos;
use kinora_model::{Locale, Text};
use kinora_store::{Batch, Existing, Record, Stat, Store, StoreError, Wanted};
use rustc_hash::{FxHashMap, FxHashSet};
use tokio::runtime::Handle;

mod entity;
mod stored;

use entity::Entity;

use super::statement::{CreditSaid, Facts, PartSaid, PersonList, Statement, Target};

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
    credits: FxHashMap<String, Option<Credit>>,
    reviews: FxHashMap<String, Option<Review>>,
    groups: FxHashMap<String, Option<EpisodeGroup>>,
    seasons: FxHashMap<(i64, i32), i64>,
    episodes: FxHashMap<(i64, i32, i32), i64>,
    told: FxHashMap<(String, String), String>,
    reference: Reference,
    /// Whether the store was empty and everything since is held here: then there is nothing to read.
    holds_all: bool,
    dirty: FxHashSet<EntityKey>,
    dirty_credits: FxHashSet<String>,
    dropped_credits: Vec<String>,
    dirty_reviews: FxHashSet<String>,
    /// In the order in which they came.
    dirty_groups: Vec<String>,
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
            credits: FxHashMap::default(),
            reviews: FxHashMap::default(),
            groups: FxHashMap::default(),
            seasons: FxHashMap::default(),
            episodes: FxHashMap::default(),
            told: FxHashMap::default(),
            holds_all,
            dirty: FxHashSet::default(),
            dirty_credits: FxHashSet::default(),
            dropped_credits: Vec::new(),
            dirty_reviews: FxHashSet::default(),
            dirty_groups: Vec::new(),
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

    fn read_ahead(&mut self, statements: &[Statement]) -> Result<(), StoreError> {
        if self.holds_all {
            return Ok(());
        }
        let mut keys = FxHashSet::default();
        let mut credits: FxHashSet<&str> = FxHashSet::default();
        for statement in statements {
            match statement {
                Statement::Facts {
                    target: Target::Key(key),
                    ..
                }
                | Statement::Text {
                    target: Target::Key(key),
                    ..
                }
                | Statement::Stat {
                    target: Target::Key(key),
                    ..
                }
                | Statement::Part {
                    target: Target::Key(key),
                    ..
                } => {
                    keys.insert(*key);
                }
                Statement::Credit(said) => {
                    credits.insert(&said.id);
                }
                _ => {}
            }
        }
        let wanted = Wanted {
            keys: keys
                .into_iter()
                .filter(|key| !self.entities.contains_key(key))
                .collect(),
            credits: credits
                .into_iter()
                .filter(|id| !self.credits.contains_key(*id))
                .map(str::to_owned)
                .collect(),
            ..Wanted::default()
        };
        self.fetch(&wanted)
    }

    fn fetch(&mut self, wanted: &Wanted) -> Result<(), StoreError> {
        if self.holds_all {
            self.take_in(Existing::default(), wanted);
            return Ok(());
        }
        let existing = self.runtime.block_on(self.store.existing(wanted.clone()))?;
        self.take_in(existing, wanted);
        Ok(())
    }

    fn take_in(&mut self, existing: Existing, wanted: &Wanted) {
        let mut stats: FxHashMap<EntityKey, Stat> = existing.stats.into_iter().collect();
        for record in existing.records {
            let stat = stats.remove(&record.key);
            self.entities
                .insert(record.key, Some(Entity::of(record, stat)));
        }
        for key in &wanted.keys {
            self.entities.entry(*key).or_insert(None);
        }
        self.credits.extend(
            existing
                .credits
                .into_iter()
                .map(|credit| (credit.id.clone(), Some(credit))),
        );
        for id in &wanted.credits {
            self.credits.entry(id.clone()).or_insert(None);
        }
        self.reviews.extend(
            existing
                .reviews
                .into_iter()
                .map(|review| (review.id.clone(), Some(review))),
        );
        self.groups.extend(
            existing
                .groups
                .into_iter()
                .map(|group| (group.id.clone(), Some(group))),
        );
        self.seasons.extend(existing.seasons);
        self.episodes.extend(existing.episodes);
        for told in existing.told {
            self.told.insert((told.table, told.locale), told.document);
        }
    }

    fn entity(&mut self, key: EntityKey) -> Result<&mut Entity, StoreError> {
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
    fn resolve(&mut self, target: Target) -> Result<Option<EntityKey>, StoreError> {
        match target {
            Target::Key(key) => Ok(Some(key)),
            Target::Season(series, season) => {
                if !self.seasons.contains_key(&(series, season)) {
                    self.fetch(&Wanted {
                        seasons: vec![(series, season)],
                        ..Wanted::default()
                    })?;
                }
                Ok(self
                    .seasons
                    .get(&(series, season))
                    .map(|id| EntityKey::new(Kind::Season, *id)))
            }
            Target::Episode(series, season, episode) => {
                let place = (series, season, episode);
                if !self.episodes.contains_key(&place) {
                    self.fetch(&Wanted {
                        episodes: vec![place],
                        ..Wanted::default()
                    })?;
                }
                Ok(self
                    .episodes
                    .get(&place)
                    .map(|id| EntityKey::new(Kind::Episode, *id)))
            }
        }
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

    fn part(&mut self, key: EntityKey, part: PartSaid) -> Result<(), StoreError> {
        match part {
            PartSaid::Titles(titles, country) => {
                self.change(key, |stored: &mut AlternativeTitles| {
                    stored.merge(titles, country.as_deref());
                })
            }
            PartSaid::Credits(lists) => self.title_credits(key, lists),
            PartSaid::CreditIn(id, credit_type) => self.credit_in(key, id, credit_type),
            PartSaid::PersonCredits(list, lists) => {
                self.change(key, |stored: &mut PersonCredits| {
                    let slot = match list {
                        PersonList::Movies => &mut stored.movies,
                        PersonList::Series => &mut stored.series,
                        PersonList::Combined => &mut stored.combined,
                    };
                    *slot = Some(lists);
                })
            }
            PartSaid::Aggregate(aggregate) => self.replace(key, &aggregate),
            PartSaid::Keywords(keywords) => self.replace(key, &keywords),
            PartSaid::Releases(releases) => self.change(key, |stored: &mut Releases| {
                stored.countries = releases.countries.or(stored.countries.take());
                stored.legacy = releases.legacy.or(stored.legacy.take());
            }),
            PartSaid::Ratings(ratings) => self.replace(key, &ratings),
            PartSaid::Images(images, filter) => {
                let mut stored: Images = self.entity(key)?.record.part()?;
                stored.merge(*images, &filter);
                self.entity(key)?.texts()?.choose_pictures(&stored);
                self.replace(key, &stored)
            }
            PartSaid::Videos(videos, filter) => {
                self.change(key, |stored: &mut Videos| stored.merge(videos, &filter))
            }
            PartSaid::Links(links) => self.links(key, *links),
            PartSaid::Providers(providers) => self.replace(key, &providers),
            PartSaid::Screened(screened) => self.replace(key, &screened),
            PartSaid::Tagged(tagged, false) => self.replace(key, &tagged),
            PartSaid::Tagged(tagged, true) => self.change(key, |stored: &mut Tagged| {
                let told = tagged.0.into_iter();
                let news: Vec<_> = told.filter(|image| !stored.0.contains(image)).collect();
                stored.0.extend(news);
            }),
            PartSaid::Translations(list) => {
                let usual = self.usual_title(key, Locale::DEFAULT)?;
                let entity = self.entity(key)?;
                let fallback = entity.fallback(usual)?;
                entity.texts()?.list(list, &fallback);
                Ok(())
            }
        }
    }

    fn replace<D: Document>(&mut self, key: EntityKey, document: &D) -> Result<(), StoreError> {
        let entity = self.entity(key)?;
        entity.touched |= entity.record.put(document)?;
        Ok(())
    }

    fn change<D: Document + Default>(
        &mut self,
        key: EntityKey,
        change: impl FnOnce(&mut D),
    ) -> Result<(), StoreError> {
        let mut document: D = self.entity(key)?.record.part()?;
        change(&mut document);
        self.replace(key, &document)
    }

    fn links(&mut self, key: EntityKey, said: Links) -> Result<(), StoreError> {
        macro_rules! merge {
            ($stored:ident, $conflicts:ident, $($field:ident),*) => {$(
                if let Some(value) = said.$field {
                    if let Some(before) = $stored.$field.replace(value.clone()).filter(|before| *before != value) {
                        let conflict = Conflict { field: stringify!($field), kept: value.to_string(), dropped: before.to_string() };
                        $conflicts.push(conflict);
                    }
                }
            )*};
        }
        let mut conflicts = Vec::new();
        self.change(key, |stored: &mut Links| {
            merge!(
                stored,
                conflicts,
                imdb_id,
                freebase_mid,
                freebase_id,
                tvdb_id,
                tvrage_id,
                wikidata_id,
                facebook_id,
                instagram_id,
                tiktok_id,
                twitter_id,
                youtube_id
            );
        })?;
        self.report(&key.to_string(), conflicts);
        Ok(())
    }

    /// Takes in lists that were told whole. Credits that a list held before and does not any more are gone, unless the
    /// person's own list still names them. Appearances of credits in episodes are counted along.
    fn title_credits(&mut self, key: EntityKey, told: TitleCredits) -> Result<(), StoreError> {
        let stored = self.entity(key)?.credits()?;
        let before: FxHashSet<String> = stored.ids().map(str::to_owned).collect();
        let appearing_before = owned(stored.appearing());
        stored.cast = told.cast.or(stored.cast.take());
        stored.crew = told.crew.or(stored.crew.take());
        stored.guests = told.guests.or(stored.guests.take());
        let after: FxHashSet<String> = stored.ids().map(str::to_owned).collect();
        let appearing_after = owned(stored.appearing());
        if key.kind == Kind::Episode {
            for id in appearing_after.difference(&appearing_before) {
                self.appear(id, 1)?;
            }
            for id in appearing_before.difference(&appearing_after) {
                self.appear(id, -1)?;
                self.drop_vanished(key, id)?;
            }
        }
        if key.kind == Kind::Movie {
            for id in before.difference(&after) {
                self.drop_unlisted(id)?;
            }
        }
        Ok(())
    }

    fn credit_in(
        &mut self,
        key: EntityKey,
        id: String,
        credit_type: CreditType,
    ) -> Result<(), StoreError> {
        let mut lists = self.entity(key)?.credits()?.clone();
        if credit_type == CreditType::Cast {
            let slot = if key.kind == Kind::Season {
                &mut lists.cast
            } else {
                &mut lists.guests
            };
            let billed = slot.get_or_insert_default();
            // Lists that were told whole have an order in every row.
            if billed
                .iter()
                .any(|billing| billing.order().is_some() || billing.credit() == id)
            {
                return Ok(());
            }
            billed.push(Billing(id, None, None));
        } else if lists.crew.is_none() {
            lists.crew = Some(vec![id]);
        } else {
            return Ok(());
        }
        self.title_credits(key, lists)
    }

    fn appear(&mut self, id: &str, change: i32) -> Result<(), StoreError> {
        if let Some(credit) = self.stored_credit(id)? {
            credit.appearances += change;
            self.dirty_credits.insert(id.to_owned());
        }
        Ok(())
    }

    fn stored_credit(&mut self, id: &str) -> Result<Option<&mut Credit>, StoreError> {
        if !self.credits.contains_key(id) {
            self.fetch(&Wanted {
                credits: vec![id.to_owned()],
                ..Wanted::default()
            })?;
        }
        Ok(self.credits.get_mut(id).and_then(Option::as_mut))
    }

    /// A credit that stood in an episode and stands in none any more is gone, unless something else tells of it.
    fn drop_vanished(&mut self, episode: EntityKey, id: &str) -> Result<(), StoreError> {
        let gone = |credit: &mut Credit| credit.appearances <= 0 && credit.episode_count.is_none();
        if !self.stored_credit(id)?.is_some_and(gone) {
            return Ok(());
        }
        let Facts::Episode(facts) = self.entity(episode)?.facts()? else {
            return Ok(());
        };
        let (series, season) = (facts.series, facts.season);
        let season = match series.zip(season) {
            Some((series, season)) => self.resolve(Target::Season(series, season))?,
            None => None,
        };
        let series = series.map(|series| EntityKey::new(Kind::Series, series));
        for key in season.into_iter().chain(series) {
            if self.entity(key)?.credits()?.ids().any(|named| named == id) {
                return Ok(());
            }
        }
        self.drop_unlisted(id)
    }

    fn drop_unlisted(&mut self, id: &str) -> Result<(), StoreError> {
        let Some(person) = self.stored_credit(id)?.map(|credit| credit.person) else {
            return Ok(());
        };
        if let Some(person) = person {
            let lists: PersonCredits = self
                .entity(EntityKey::new(Kind::Person, person))?
                .record
                .part()?;
            let lists = [lists.movies, lists.series, lists.combined];
            let named = lists.iter().flatten().any(|lists| {
                lists
                    .cast
                    .iter()
                    .chain(&lists.crew)
                    .any(|named| named == id)
            });
            if named {
                return Ok(());
            }
        }
        self.credits.insert(id.to_owned(), None);
        self.dirty_credits.remove(id);
        self.dropped_credits.push(id.to_owned());
        Ok(())
    }

    fn credit(&mut self, said: CreditSaid) -> Result<(), StoreError> {
        if !self.credits.contains_key(&said.id) {
            self.fetch(&Wanted {
                credits: vec![said.id.clone()],
                ..Wanted::default()
            })?;
        }
        let mut conflicts = Vec::new();
        let slot = self.credits.entry(said.id.clone()).or_insert(None);
        let is_new = slot.is_none();
        let credit = slot.get_or_insert_with(|| Credit::new(&said.id, said.title));
        let before = credit.clone();
        credit.title = said.title;
        credit.person = said.person.or(credit.person);
        credit.credit_type = said.credit_type.unwrap_or(credit.credit_type);
        credit.order = said.order.or(credit.order);
        credit.episode_count = said.episode_count.or(credit.episode_count);
        credit.first_air_date = said.first_air_date.or(credit.first_air_date);
        credit.lost_person = said
            .lost_person
            .or(credit.lost_person.take())
            .filter(|_| credit.person.is_none());
        let texts = [
            ("department", &mut credit.department, said.department),
            ("job", &mut credit.job, said.job),
            ("character", &mut credit.character, said.character),
        ];
        for (field, stored, said) in texts {
            if let Some(said) =
                said.filter(|said| said != stored && (!said.is_empty() || stored.is_empty()))
            {
                if !stored.is_empty() {
                    conflicts.push(Conflict {
                        field,
                        kept: said.clone(),
                        dropped: stored.clone(),
                    });
                }
                *stored = said;
            }
        }
        if is_new || *credit != before {
            self.dirty_credits.insert(said.id.clone());
        }
        if !conflicts.is_empty() {
            self.report(&format!("credit {}", said.id), conflicts);
        }
        Ok(())
    }

    fn review(&mut self, mut review: Review) -> Result<(), StoreError> {
        let stored = self.stored_review(&review.id)?;
        review.language = review
            .language
            .or_else(|| stored.and_then(|stored| stored.language.clone()));
        self.put_review(review)
    }

    fn stored_review(&mut self, id: &str) -> Result<Option<&Review>, StoreError> {
        if !self.reviews.contains_key(id) {
            self.fetch(&Wanted {
                reviews: vec![id.to_owned()],
                ..Wanted::default()
            })?;
        }
        Ok(self.reviews.get(id).and_then(Option::as_ref))
    }

    fn put_review(&mut self, review: Review) -> Result<(), StoreError> {
        if self.stored_review(&review.id)? != Some(&review) {
            self.dirty_reviews.insert(review.id.clone());
            self.reviews.insert(review.id.clone(), Some(review));
        }
        Ok(())
    }

    fn group(&mut self, mut group: EpisodeGroup) -> Result<(), StoreError> {
        let stored = self.stored_group(&group.id)?;
        group.series = group
            .series
            .or_else(|| stored.and_then(|stored| stored.series));
        group.groups = group
            .groups
            .or_else(|| stored.and_then(|stored| stored.groups.clone()));
        self.put_group(group)
    }

    fn stored_group(&mut self, id: &str) -> Result<Option<&EpisodeGroup>, StoreError> {
        if !self.groups.contains_key(id) {
            self.fetch(&Wanted {
                groups: vec![id.to_owned()],
                ..Wanted::default()
            })?;
        }
        Ok(self.groups.get(id).and_then(Option::as_ref))
    }

    fn put_group(&mut self, group: EpisodeGroup) -> Result<(), StoreError> {
        if self.stored_group(&group.id)? != Some(&group) {
            self.dirty_groups.push(group.id.clone());
            self.groups.insert(group.id.clone(), Some(group));
        }
        Ok(())
    }

    fn reference(&mut self, table: Table, locale: String, value: &serde_json::Value) {
        // Addresses are each server's own; they are not part of the table.
        let document = match table {
            Table::Configuration => {
                serde_json::from_value::<kinora_model::reference::Configuration>(value.clone())
                    .ok()
                    .and_then(|configuration| serde_json::to_string(&configuration).ok())
            }
            _ => serde_json::to_string(value).ok(),
        };
        let Some(document) = document else { return };
        let stored = self.store_told(table, locale, document);
        if stored {
            self.reload_reference();
        }
    }

    fn learned(&mut self, learned: &Learned) {
        if let Some(news) = self.reference.learn(learned)
            && let Ok(document) = serde_json::to_string(&news)
            && self.store_told(Table::Learned, String::new(), document)
        {
            self.reload_reference();
        }
    }

    fn store_told(&mut self, table: Table, locale: String, document: String) -> bool {
        let key = (table.name().to_owned(), locale);
        if !self.told.contains_key(&key) {
            // A table that cannot be read now is simply written again.
            let _ = self.fetch(&Wanted {
                told: vec![key.clone()],
                ..Wanted::default()
            });
        }
        let news = self.told.get(&key) != Some(&document);
        if news {
            self.told.insert(key.clone(), document);
            self.dirty_told.insert(key);
        }
        news
    }

    fn reload_reference(&mut self) {
        let told = self.told.iter().map(|((table, locale), document)| Told {
            table: table.clone(),
            locale: locale.clone(),
            document: document.clone(),
        });
        self.reference = Reference::with(told.collect());
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
        let mut credits: Vec<String> = self.dirty_credits.drain().collect();
        credits.sort_unstable();
        batch.credits = credits
            .iter()
            .filter_map(|id| self.credits.get(id)?.clone())
            .collect();
        batch.dropped_credits = std::mem::take(&mut self.dropped_credits);
        batch.reviews = self
            .dirty_reviews
            .drain()
            .filter_map(|id| self.reviews.get(&id)?.clone())
            .collect();
        batch.groups = self
            .dirty_groups
            .drain(..)
            .filter_map(|id| self.groups.get(&id)?.clone())
            .collect();
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

fn owned(ids: BTreeSet<&str>) -> BTreeSet<String> {
    ids.into_iter().map(str::to_owned).collect()
}
