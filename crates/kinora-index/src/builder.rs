//! Building a snapshot from a whole catalogue.

use std::sync::Arc;

use kinora_model::credit::Credit;
use kinora_model::{Date, EntityKey, EpisodeFacts, Kind, Part, PartSet};
use kinora_store::{Card, StoreError};
use rustc_hash::FxHashMap;

use crate::credits::{Credits, Work};
use crate::movie::{self, Movie};
use crate::named_only;
use crate::names::{Named, Names};
use crate::person::{self, Person};
use crate::series::{self, Episodes, Series};
use crate::snapshot::Snapshot;

/// The kinds of entities from which something is derived, with the parts that it is derived from.
pub(crate) const SOURCES: [(Kind, PartSet); 7] = [
    (Kind::Movie, movie::PARTS),
    (Kind::Series, series::PARTS),
    (Kind::Episode, PartSet::of(&[Part::Facts])),
    (Kind::Person, person::PARTS),
    (Kind::Collection, PartSet::of(&[Part::Facts, Part::Texts])),
    (Kind::Company, PartSet::of(&[Part::Facts, Part::Titles])),
    (Kind::Keyword, PartSet::of(&[Part::Facts])),
];

/// A snapshot in the making. It takes the entities and credits of a catalogue in any order.
#[derive(Debug, Default)]
pub struct Builder {
    movies: Vec<(i64, Movie)>,
    series: Vec<(i64, Series)>,
    people: Vec<(i64, Person)>,
    names: FxHashMap<Kind, Vec<Named>>,
    episodes: FxHashMap<i64, Vec<(i64, Date)>>,
    works: FxHashMap<EntityKey, Vec<Work>>,
}

impl Builder {
    /// Adds an entity, with the parts that its kind is derived from. One that cannot be read is left out.
    pub fn add(&mut self, card: &Card) {
        if let Err(error) = self.try_add(card) {
            unreadable(card.record.key, &error);
        }
    }

    fn try_add(&mut self, card: &Card) -> Result<(), StoreError> {
        let EntityKey { kind, id } = card.record.key;
        let named = match kind {
            Kind::Movie => {
                let (movie, named) = Movie::read(card)?;
                self.movies.push((id, movie));
                named
            }
            Kind::Series => {
                let (series, named) = Series::read(card)?;
                self.series.push((id, series));
                named
            }
            Kind::Person => {
                let (person, named) = Person::read(card)?;
                self.people.push((id, person));
                named
            }
            Kind::Episode => {
                if let Some((series, date)) = place_of_episode(card)? {
                    self.episodes.entry(series).or_default().push((id, date));
                }
                return Ok(());
            }
            Kind::Collection | Kind::Company | Kind::Keyword => named_only::read(card)?,
            Kind::Season | Kind::Network => return Ok(()),
        };
        self.names.entry(kind).or_default().push(named);
        Ok(())
    }

    /// Adds a credit.
    pub fn add_credit(&mut self, credit: &Credit) {
        if let Some(work) = Work::of(credit) {
            self.works.entry(credit.title).or_default().push(work);
        }
    }

    /// The snapshot, as of a position in the feed.
    pub fn finish(mut self, position: i64) -> Snapshot {
        let episodes = self
            .episodes
            .into_iter()
            .map(|(series, episodes)| (series, by_id(episodes)));
        let episodes: FxHashMap<i64, Episodes> = episodes.collect();
        let credits = |kind, id| {
            let works = self.works.get(&EntityKey::new(kind, id));
            Credits::of(works.map_or(&[], Vec::as_slice))
        };
        for (id, movie) in &mut self.movies {
            movie.title.credits = credits(Kind::Movie, *id);
        }
        for (id, series) in &mut self.series {
            series.title.credits = credits(Kind::Series, *id);
            series.episodes = episodes.get(id).cloned().unwrap_or_default();
        }
        let mut titles: FxHashMap<i64, Vec<EntityKey>> = FxHashMap::default();
        for (title, works) in self.works {
            for work in works {
                titles.entry(work.person).or_default().push(title);
            }
        }
        let mut names = Names::default();
        for (kind, named) in self.names {
            names.set(kind, named.into_iter().map(|named| (named.id, Some(named))));
        }
        let mut snapshot = Snapshot {
            position,
            movie_features: self
                .movies
                .iter()
                .map(|(id, movie)| movie.profile(*id))
                .collect(),
            series_features: self
                .series
                .iter()
                .map(|(id, series)| series.profile(*id))
                .collect(),
            movies: self.movies.into_iter().collect(),
            series: self.series.into_iter().collect(),
            names,
            episodes: Arc::new(episodes),
            ..Snapshot::default()
        };
        let known = self.people.into_iter().map(|(id, person)| {
            let titles = titles.remove(&id).unwrap_or_default();
            (
                id,
                person.with_titles(titles, |title| snapshot.standing(title)),
            )
        });
        snapshot.people = known.collect();
        snapshot.renew_columns();
        snapshot
    }
}

/// The series and the day of an episode, where both are known.
pub(crate) fn place_of_episode(card: &Card) -> Result<Option<(i64, Date)>, StoreError> {
    let facts: EpisodeFacts = card.record.part()?;
    Ok(facts.series.zip(facts.air_date))
}

/// Episodes in the order in which a series keeps them.
pub(crate) fn by_id(mut episodes: Vec<(i64, Date)>) -> Episodes {
    episodes.sort_unstable();
    episodes.into()
}

/// Says that an entity is left out.
pub(crate) fn unreadable(key: EntityKey, error: &StoreError) {
    tracing::warn!(%error, kind = key.kind.name(), id = key.id, "cannot index {key}");
}
