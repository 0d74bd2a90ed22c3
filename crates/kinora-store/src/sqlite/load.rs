//! Reading an entity together with what its answer mentions.

use std::ops::ControlFlow;

use kinora_model::credit::{AggregateCredits, Billing, Credit, TitleCredits};
use kinora_model::facts::{CollectionFacts, CompanyFacts, MovieFacts, SeasonFacts, SeriesFacts};
use kinora_model::image::Tagged;
use kinora_model::key::{EntityKey, Kind, Known, State};
use kinora_model::links::Source;
use kinora_model::part::{Part, PartSet};
use kinora_model::release::Screened;
use kinora_model::review::{EpisodeGroup, Review};
use kinora_model::titles::Keywords;
use rusqlite::Connection;
use rustc_hash::FxHashMap;

use super::{credit, entity, image_vote, link, list, review, stat};
use crate::StoreError;
use crate::loaded::{Card, Loaded, Locator, Related, Wants};
use crate::record::Record;

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
    const RELATED: [(Related, &'static [Part], LoadRelated); 14] = [
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

    fn add_credit(&mut self, credit: Credit) -> Result<(), StoreError> {
        self.others(Kind::Person, credit.person, FACTS)?;
        self.loaded.credits.insert(credit.id.clone(), credit);
        Ok(())
    }

    fn named_credits<'a>(
        &mut self,
        ids: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), StoreError> {
        for id in ids {
            if !self.loaded.credits.contains_key(id)
                && let Some(credit) = credit::get(self.db, id)?
            {
                self.add_credit(credit)?;
            }
        }
        Ok(())
    }

    fn creators(&mut self) -> Result<(), StoreError> {
        let facts: SeriesFacts = self.loaded.record.part()?;
        let ids = facts.created_by.unwrap_or_default();
        self.named_credits(ids.iter().map(String::as_str))
    }

    fn title_credits(&mut self) -> Result<(), StoreError> {
        let key = self.key();
        let parts = PartSet::of(&[Part::Credits]);
        let lists: Option<TitleCredits> = self.loaded.record.get()?;
        if let Some(lists) = &lists {
            self.named_credits(lists.ids())?;
        }
        match key.kind {
            Kind::Movie => {
                for credit in credit::of_title(self.db, key)? {
                    self.loaded.credit_ids.push(credit.id.clone());
                    if !self.loaded.credits.contains_key(&credit.id) {
                        self.add_credit(credit)?;
                    }
                }
            }
            // Without a list of its own a series shows the credits of its latest season (contract 3.22).
            Kind::Series if lists.is_none() => {
                let seasons = entity::seasons_of(self.db, key.id)?;
                for (season, _) in seasons.into_iter().rev() {
                    let record = entity::get(self.db, EntityKey::new(Kind::Season, season), parts)?;
                    if let Some(lists) = record
                        .map(|record| record.get::<TitleCredits>())
                        .transpose()?
                        .flatten()
                    {
                        self.named_credits(lists.ids())?;
                        self.loaded.credits_season = Some(season);
                        self.other(Kind::Season, season, parts)?;
                        break;
                    }
                }
                // Where not even a season has one, what people tell of the series is all there is.
                let is_told = self.loaded.record.raw(Part::Aggregate).is_some();
                if self.loaded.credits_season.is_none() && !is_told {
                    for credit in credit::of_title(self.db, key)? {
                        if credit.appearances == 0 {
                            self.loaded.credit_ids.push(credit.id.clone());
                            self.add_credit(credit)?;
                        }
                    }
                }
            }
            // The regulars of an episode are those of its season unless it says otherwise.
            Kind::Episode if lists.as_ref().is_none_or(|lists| lists.cast.is_none()) => {
                let facts: kinora_model::EpisodeFacts = self.loaded.record.part()?;
                let place = facts.series.zip(facts.season);
                let season = place
                    .map(|(series, season)| entity::season_at(self.db, series, season))
                    .transpose()?
                    .flatten();
                if let Some(season) = season {
                    self.other(Kind::Season, season, parts)?;
                    let lists = self
                        .loaded
                        .get(Kind::Season, season)
                        .map(|record| record.part::<TitleCredits>());
                    let cast = lists
                        .transpose()?
                        .and_then(|lists| lists.cast)
                        .unwrap_or_default();
                    self.named_credits(cast.iter().map(Billing::credit))?;
                    self.loaded.credits_season = Some(season);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn keywords(&mut self) -> Result<(), StoreError> {
        let keywords: Keywords = self.loaded.record.part()?;
        self.others(Kind::Keyword, keywords.0, FACTS)
    }

    fn seasons(&mut self) -> Result<(), StoreError> {
        let facts: SeriesFacts = self.loaded.record.part()?;
        self.others(
            Kind::Episode,
            facts.last_episode.into_iter().chain(facts.next_episode),
            CARD,
        )?;
        let told = self.loaded.record.known == Known::Full;
        for (season, known) in entity::seasons_of(self.db, self.key().id)? {
            // A season of which only a sub-resource was told is not yet one that the series lists.
            if known > Known::Mentioned || !told {
                self.other(Kind::Season, season, CARD)?;
                self.loaded.seasons.push(season);
            }
        }
        for season in self.loaded.seasons.clone() {
            self.count_episodes(season)?;
        }
        Ok(())
    }

    /// Reads the episodes of a season whose number of episodes was not told.
    fn count_episodes(&mut self, season: i64) -> Result<(), StoreError> {
        let Some(record) = self.loaded.get(Kind::Season, season) else {
            return Ok(());
        };
        let facts: SeasonFacts = record.part()?;
        if facts.episode_count.is_none()
            && let (Some(series), Some(number)) = (facts.series, facts.number)
        {
            let count = entity::episodes_of(self.db, series, number)?.len();
            let counted = SeasonFacts {
                episode_count: i32::try_from(count).ok(),
                ..facts
            };
            if let Some(record) = self
                .loaded
                .others
                .get_mut(&EntityKey::new(Kind::Season, season))
            {
                record.put(&counted)?;
            }
        }
        Ok(())
    }

    fn episodes(&mut self) -> Result<(), StoreError> {
        let parts = PartSet::of(&[Part::Facts, Part::Texts, Part::Credits]);
        let facts: SeasonFacts = self.loaded.record.part()?;
        let (Some(series), Some(number)) = (facts.series, facts.number) else {
            return Ok(());
        };
        self.loaded
            .sought
            .push(EntityKey::new(Kind::Series, series));
        let told = self.loaded.record.known == Known::Full;
        for (episode, known) in entity::episodes_of(self.db, series, number)? {
            // An episode that only its series mentions is not yet one that the season lists.
            if known > Known::Mentioned || !told {
                self.other(Kind::Episode, episode, parts)?;
                self.loaded.episodes.push(episode);
            }
        }
        for episode in self.loaded.episodes.clone() {
            let lists = self
                .loaded
                .get(Kind::Episode, episode)
                .map(|record| record.part::<TitleCredits>())
                .transpose()?;
            if let Some(lists) = lists {
                let guests = lists.guests.iter().flatten().map(Billing::credit);
                self.named_credits(guests.chain(lists.crew.iter().flatten().map(String::as_str)))?;
            }
        }
        Ok(())
    }

    /// The lists as told, and the credit lists of every season and episode to count in.
    fn aggregate(&mut self) -> Result<(), StoreError> {
        let key = self.key();
        let told: Option<AggregateCredits> = self.loaded.record.get()?;
        for row in told
            .iter()
            .flat_map(|told| told.cast.iter().chain(&told.crew))
        {
            self.other(Kind::Person, row.person, FACTS)?;
            self.named_credits(row.credits.iter().map(|counted| counted.0.as_str()))?;
        }
        let parts = PartSet::of(&[Part::Facts, Part::Credits]);
        let mut countable = true;
        if key.kind == Kind::Series {
            for (season, known) in entity::seasons_of(self.db, key.id)? {
                if known > Known::Mentioned {
                    self.other(Kind::Season, season, parts)?;
                    self.loaded.counted_seasons.push(season);
                    countable &= known == Known::Full;
                }
            }
        }
        // What was told stands until every season is known, so there is nothing to count before.
        if told.is_some() && !countable {
            return Ok(());
        }
        if key.kind == Kind::Season {
            self.loaded.counted_seasons.push(key.id);
        }
        for season in self.loaded.counted_seasons.clone() {
            let facts = self
                .loaded
                .get(Kind::Season, season)
                .map(|record| record.part::<SeasonFacts>())
                .transpose()?;
            let Some((series, number)) = facts.and_then(|facts| facts.series.zip(facts.number))
            else {
                continue;
            };
            for (episode, known) in entity::episodes_of(self.db, series, number)? {
                if known > Known::Mentioned {
                    self.other(Kind::Episode, episode, parts)?;
                    self.loaded.counted_episodes.push(episode);
                }
            }
        }
        if told.is_none() {
            self.unlisted_aggregate()?;
        }
        Ok(())
    }

    fn unlisted_aggregate(&mut self) -> Result<(), StoreError> {
        let records = self.loaded.others.values().chain([&self.loaded.record]);
        let titles =
            records.filter(|record| matches!(record.key.kind, Kind::Season | Kind::Episode));
        let lists: Result<Vec<TitleCredits>, StoreError> =
            titles.map(|record| record.part()).collect();
        for lists in lists? {
            self.named_credits(lists.ids())?;
        }
        Ok(())
    }

    fn filmography(&mut self) -> Result<(), StoreError> {
        for mut credit in credit::of_person(self.db, self.key().id)? {
            self.other(credit.title.kind, credit.title.id, CARD)?;
            let counts = credit.episode_count.is_some() || credit.appearances > 0;
            if credit.title.kind == Kind::Series && !counts {
                credit.episode_count = self.regular_episodes(&credit)?;
            }
            self.loaded.credit_ids.push(credit.id.clone());
            self.loaded.credits.insert(credit.id.clone(), credit);
        }
        Ok(())
    }

    /// In how many episodes of the seasons that list it a credit counts; `None` when no season does.
    fn regular_episodes(&self, credit: &Credit) -> Result<Option<i32>, StoreError> {
        let parts = PartSet::of(&[Part::Facts, Part::Credits]);
        let mut count = None;
        for (season, _) in entity::seasons_of(self.db, credit.title.id)? {
            let key = EntityKey::new(Kind::Season, season);
            let Some(record) = entity::get(self.db, key, parts)? else {
                continue;
            };
            let (lists, facts): (TitleCredits, SeasonFacts) = (record.part()?, record.part()?);
            if lists.ids().any(|id| id == credit.id) {
                let number = facts.number.unwrap_or_default();
                let known = entity::episodes_of(self.db, credit.title.id, number)?.len();
                let episodes = facts.episode_count.filter(|_| known == 0);
                let episodes = episodes.unwrap_or(i32::try_from(known).unwrap_or(i32::MAX));
                count = Some(count.unwrap_or_default() + episodes);
            }
        }
        Ok(count)
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

/// See [`Store::credit`](crate::Store::credit).
pub fn credit(db: &Connection, id: &str) -> Result<Option<(Credit, Loaded)>, StoreError> {
    let Some(credit) = credit::get(db, id)? else {
        return Ok(None);
    };
    let Some(record) = entity::live(db, credit.title, CARD)? else {
        return Ok(None);
    };
    let mut loader = Loader::new(db, record);
    loader.loaded.sought.push(credit.title);
    loader.stat(credit.title)?;
    loader.others(Kind::Person, credit.person, FACTS)?;
    if credit.title.kind == Kind::Series {
        let parts = PartSet::of(&[Part::Facts, Part::Texts, Part::Credits]);
        let names = |loaded: &Loaded, kind: Kind, id: i64| -> Result<bool, StoreError> {
            let lists = loaded
                .get(kind, id)
                .map(|record| record.part::<TitleCredits>())
                .transpose()?;
            Ok(lists.is_some_and(|lists| lists.ids().any(|named| named == credit.id)))
        };
        for (season, _) in entity::seasons_of(db, credit.title.id)? {
            loader.other(Kind::Season, season, parts)?;
            if names(&loader.loaded, Kind::Season, season)? {
                loader.loaded.seasons.push(season);
                loader.count_episodes(season)?;
            }
            let facts = loader
                .loaded
                .get(Kind::Season, season)
                .map(|record| record.part::<SeasonFacts>())
                .transpose()?;
            let Some(number) = facts.and_then(|facts| facts.number) else {
                continue;
            };
            if credit.appearances > 0 {
                for (episode, _) in entity::episodes_of(db, credit.title.id, number)? {
                    loader.other(Kind::Episode, episode, parts)?;
                    if names(&loader.loaded, Kind::Episode, episode)? {
                        loader.loaded.episodes.push(episode);
                    }
                }
            }
        }
    }
    Ok(Some((credit, loader.loaded)))
}

/// See [`Store::review`](crate::Store::review).
pub fn review(db: &Connection, id: &str) -> Result<Option<(Review, Loaded)>, StoreError> {
    let Some(review) = review::get(db, id)? else {
        return Ok(None);
    };
    Ok(entity::live(db, review.title, CARD)?.map(|record| {
        let mut loaded = Loaded::new(record);
        loaded.sought.push(review.title);
        (review, loaded)
    }))
}

/// See [`Store::episode_group`](crate::Store::episode_group).
pub fn episode_group(
    db: &Connection,
    id: &str,
) -> Result<Option<(EpisodeGroup, Loaded)>, StoreError> {
    let Some(group) = review::group(db, id)? else {
        return Ok(None);
    };
    let series = EntityKey::new(Kind::Series, group.series.unwrap_or_default());
    let record = entity::live(db, series, FACTS)?.unwrap_or_else(|| Record::new(series));
    let mut loader = Loader::new(db, record);
    loader.others(Kind::Network, group.network, FACTS)?;
    let episodes = group
        .groups
        .iter()
        .flatten()
        .flat_map(|part| &part.episodes);
    for (episode, _) in episodes {
        loader.other(Kind::Episode, *episode, CARD)?;
    }
    Ok(Some((group, loader.loaded)))
}
