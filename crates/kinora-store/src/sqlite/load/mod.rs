//! Reading an entity together with what its answer mentions.

mod alone;
mod credits;
mod seasons;

use std::ops::ControlFlow;

use kinora_model::facts::{CollectionFacts, CompanyFacts, MovieFacts, SeasonFacts, SeriesFacts};
use kinora_model::image::Tagged;
use kinora_model::key::{EntityKey, Kind, State};
use kinora_model::links::Source;
use kinora_model::part::{Part, PartSet};
use kinora_model::release::Screened;
use kinora_model::titles::Keywords;
use rusqlite::Connection;
use rustc_hash::FxHashMap;

use super::{entity, image_vote, link, list, review, stat};
use crate::StoreError;
use crate::loaded::{Card, Loaded, Locator, Related, Wants};
use crate::record::Record;

pub use alone::{credit, episode_group, review, works};

/// What a card of another entity needs: facts and texts, images for its poster.
const CARD: PartSet = PartSet::of(&[Part::Facts, Part::Texts]);
const FACTS: PartSet = PartSet::of(&[Part::Facts]);

/// See [`Store::load`](crate::Store::load).
pub fn load(
    db: &Connection,
    locator: &Locator,
    wants: Wants,
) -> Result<Option<Loaded>, StoreError> {
    let key = key(db, locator)?;
    let Some(key) = key else { return Ok(None) };
    // Facts lead to everything else, so they are always read.
    let related = Loader::RELATED
        .iter()
        .filter(|row| wants.related.contains(row.0));
    let parts = wants.parts.union(FACTS);
    let parts = related
        .clone()
        .fold(parts, |parts, row| parts.union(PartSet::of(row.1)));
    let Some(mut record) = entity::live(db, key, parts)? else {
        return Ok(None);
    };
    if parts.contains(Part::Images) {
        image_vote::add_to(db, &mut record)?;
    }
    let mut loader = Loader::new(db, record);
    loader.loaded.sought.push(key);
    // What is at a place in a series is the series' matter.
    if let Locator::Season(series, _) | Locator::Episode(series, _, _) = locator {
        let series = EntityKey::new(Kind::Series, *series);
        loader.loaded.sought.push(series);
    }
    loader.stat(loader.loaded.record.key)?;
    for (_, _, load) in related {
        load(&mut loader)?;
    }
    Ok(Some(loader.loaded))
}

/// The entity that a locator names.
fn key(db: &Connection, locator: &Locator) -> Result<Option<EntityKey>, StoreError> {
    Ok(match locator {
        Locator::Key(key) => Some(*key),
        Locator::Imdb(id) => {
            link::find(db, Source::Imdb, id, Kind::Movie)?.map(|id| EntityKey::new(Kind::Movie, id))
        }
        Locator::Season(series, season) => {
            entity::season_at(db, *series, *season)?.map(|id| EntityKey::new(Kind::Season, id))
        }
        Locator::Episode(series, season, episode) => {
            entity::episode_at(db, *series, *season, *episode)?
                .map(|id| EntityKey::new(Kind::Episode, id))
        }
    })
}

/// The live entity that a locator names; what was merged is followed.
pub fn live_key(db: &Connection, locator: &Locator) -> Result<Option<EntityKey>, StoreError> {
    let Some(key) = key(db, locator)? else {
        return Ok(None);
    };
    Ok(entity::live(db, key, PartSet::NONE)?.map(|record| record.key))
}

/// See [`Store::cards`](crate::Store::cards).
pub fn cards(db: &Connection, keys: &[EntityKey], parts: PartSet) -> Result<Vec<Card>, StoreError> {
    let mut cards = Vec::with_capacity(keys.len());
    for key in keys {
        if let Some(record) = entity::live(db, *key, parts)? {
            cards.push(card(db, record)?);
        }
    }
    Ok(cards)
}

/// See [`Store::scan`](crate::Store::scan).
pub fn scan(
    db: &Connection,
    kind: Kind,
    parts: PartSet,
    after: i64,
    limit: usize,
) -> Result<Vec<Card>, StoreError> {
    let records = entity::scan(db, kind, parts, after, limit)?;
    records.into_iter().map(|record| card(db, record)).collect()
}

/// Every live entity of a kind as lists show it, by id, until `take` breaks off.
pub fn each_card(
    db: &Connection,
    kind: Kind,
    parts: PartSet,
    mut take: impl FnMut(Card) -> ControlFlow<()>,
) -> Result<(), StoreError> {
    entity::each(db, kind, parts, |record| match record.state {
        State::Live => Ok(take(card(db, record)?)),
        State::Deleted | State::Merged => Ok(ControlFlow::Continue(())),
    })
}

fn card(db: &Connection, record: Record) -> Result<Card, StoreError> {
    let stat = stat::get(db, record.key)?.unwrap_or_default();
    Ok(Card { record, stat })
}

struct Loader<'a> {
    db: &'a Connection,
    loaded: Loaded,
    /// Which parts of other entities were read.
    read: FxHashMap<EntityKey, PartSet>,
}

type LoadRelated = fn(&mut Loader<'_>) -> Result<(), StoreError>;

impl Loader<'_> {
    /// Each related thing with the entity's own parts that lead to it, and how it is read.
    const RELATED: [(Related, &'static [Part], LoadRelated); 15] = [
        (Related::Companies, &[], |loader| loader.companies()),
        (Related::Creators, &[], |loader| loader.creators()),
        (
            Related::Credits,
            &[Part::Credits, Part::Aggregate],
            |loader| loader.title_credits(),
        ),
        (Related::Keywords, &[Part::Keywords], |loader| {
            loader.keywords()
        }),
        (Related::Seasons, &[], |loader| loader.seasons()),
        (Related::Episodes, &[], |loader| loader.episodes()),
        (
            Related::Aggregate,
            &[Part::Aggregate, Part::Credits],
            |loader| loader.aggregate(),
        ),
        (Related::Filmography, &[Part::Credits], |loader| {
            loader.filmography()
        }),
        (Related::Works, &[], |loader| loader.works()),
        (Related::Movies, &[], |loader| loader.movies()),
        (Related::Reviews, &[], |loader| loader.reviews()),
        (Related::Lists, &[], |loader| loader.lists()),
        (Related::Groups, &[], |loader| loader.groups()),
        (Related::Tagged, &[Part::Tagged], |loader| loader.tagged()),
        (Related::Screened, &[Part::Screened], |loader| {
            loader.screened()
        }),
    ];

    fn new(db: &Connection, record: Record) -> Loader<'_> {
        Loader {
            db,
            loaded: Loaded::new(record),
            read: FxHashMap::default(),
        }
    }

    fn key(&self) -> EntityKey {
        self.loaded.record.key
    }

    fn stat(&mut self, key: EntityKey) -> Result<(), StoreError> {
        if let Some(stat) = stat::get(self.db, key)? {
            self.loaded.stats.insert(key, stat);
        }
        Ok(())
    }

    /// Reads another entity, or those parts of it that were not read yet; nothing happens when it is gone.
    fn other(&mut self, kind: Kind, id: i64, parts: PartSet) -> Result<(), StoreError> {
        let key = EntityKey::new(kind, id);
        let read = self.read.get(&key).copied().unwrap_or(PartSet::NONE);
        let missing = parts.without(read);
        if self.loaded.record.key == key || missing.is_empty() {
            return Ok(());
        }
        self.loaded.sought.push(key);
        let Some(record) = entity::live(self.db, key, missing)? else {
            return Ok(());
        };
        // Where it was merged into another one, the answer shows that one.
        if record.key != key {
            self.loaded.sought.push(record.key);
        }
        self.read.insert(key, read.union(missing));
        if let Some(known) = self.loaded.others.get_mut(&key) {
            known.add_parts_of(&record);
            return Ok(());
        }
        if !matches!(
            kind,
            Kind::Company | Kind::Network | Kind::Keyword | Kind::Collection
        ) {
            self.stat(key)?;
        }
        self.loaded.others.insert(key, record);
        Ok(())
    }

    fn others(
        &mut self,
        kind: Kind,
        ids: impl IntoIterator<Item = i64>,
        parts: PartSet,
    ) -> Result<(), StoreError> {
        ids.into_iter()
            .try_for_each(|id| self.other(kind, id, parts))
    }

    fn companies(&mut self) -> Result<(), StoreError> {
        match self.key().kind {
            Kind::Movie => {
                let facts: MovieFacts = self.loaded.record.part()?;
                self.others(Kind::Company, facts.companies.unwrap_or_default(), FACTS)?;
                self.others(Kind::Collection, facts.collection, CARD)
            }
            Kind::Series => {
                let facts: SeriesFacts = self.loaded.record.part()?;
                self.others(Kind::Company, facts.companies.unwrap_or_default(), FACTS)?;
                self.others(Kind::Network, facts.networks.unwrap_or_default(), FACTS)
            }
            Kind::Season => {
                let facts: SeasonFacts = self.loaded.record.part()?;
                self.others(Kind::Network, facts.networks.unwrap_or_default(), FACTS)
            }
            Kind::Company => {
                let facts: CompanyFacts = self.loaded.record.part()?;
                self.others(Kind::Company, facts.parent, FACTS)
            }
            _ => Ok(()),
        }
    }

    fn keywords(&mut self) -> Result<(), StoreError> {
        let keywords: Keywords = self.loaded.record.part()?;
        self.others(Kind::Keyword, keywords.0, FACTS)
    }

    fn movies(&mut self) -> Result<(), StoreError> {
        let facts: CollectionFacts = self.loaded.record.part()?;
        let mut movies = facts.movies.unwrap_or_default();
        for movie in entity::movies_of_collection(self.db, self.key().id)? {
            if !movies.contains(&movie) {
                movies.push(movie);
            }
        }
        self.others(Kind::Movie, movies.iter().copied(), CARD)?;
        self.loaded.movies = movies;
        Ok(())
    }

    fn reviews(&mut self) -> Result<(), StoreError> {
        self.loaded.reviews = review::of_title(self.db, self.key())?;
        Ok(())
    }

    fn lists(&mut self) -> Result<(), StoreError> {
        self.loaded.lists = list::of_title(self.db, self.key())?;
        Ok(())
    }

    fn groups(&mut self) -> Result<(), StoreError> {
        self.loaded.groups = review::groups_of_series(self.db, self.key().id)?;
        let networks: Vec<i64> = self
            .loaded
            .groups
            .iter()
            .filter_map(|group| group.network)
            .collect();
        self.others(Kind::Network, networks, FACTS)
    }

    fn tagged(&mut self) -> Result<(), StoreError> {
        let tagged: Option<Tagged> = self.loaded.record.get()?;
        for image in tagged.iter().flat_map(|tagged| &tagged.0) {
            self.other(image.media.kind, image.media.id, CARD)?;
        }
        Ok(())
    }

    fn screened(&mut self) -> Result<(), StoreError> {
        let screened: Screened = self.loaded.record.part()?;
        self.others(Kind::Episode, screened.0, FACTS)
    }
}
