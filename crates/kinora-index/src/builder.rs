//! Building a snapshot from a whole catalogue.

use std::time::Instant;

use kinora_model::credit::Credit;
use kinora_model::{Date, EntityKey, EpisodeFacts, Kind, Part, PartSet};
use kinora_store::{Card, StoreError};
use rustc_hash::FxHashMap;

use crate::columns::{Draft, Entry, Facet};
use crate::credits::Work;
use crate::milliseconds_since;
use crate::movie::{self, Movie};
use crate::named_only;
use crate::person::{self, Person};
use crate::series::{self, Series};
use crate::snapshot::Snapshot;
use crate::titles::{Named, TitleIndex};

/// The kinds of entities from which something is derived, with the parts that it is derived from. Episodes come before their
/// series.
pub(crate) const SOURCES: [(Kind, PartSet); 8] = [
    (Kind::Episode, PartSet::of(&[Part::Facts])),
    (Kind::Movie, movie::PARTS),
    (Kind::Series, series::PARTS),
    (Kind::Person, person::PARTS),
    (Kind::Collection, PartSet::of(&[Part::Facts, Part::Texts])),
    (Kind::Company, PartSet::of(&[Part::Facts, Part::Titles])),
    (Kind::Network, PartSet::of(&[Part::Facts, Part::Titles])),
    (Kind::Keyword, PartSet::of(&[Part::Facts])),
];

/// A snapshot in the making. It takes the entities of a catalogue, episodes before their series and titles before their
/// credits.
#[derive(Debug, Default)]
pub struct Builder {
    movies: Rows,
    series: Rows,
    people: Draft,
    names: FxHashMap<Kind, Vec<Named>>,
    episodes: FxHashMap<i64, Vec<Date>>,
}

/// Titles whose credits are to come.
#[derive(Debug, Default)]
struct Rows {
    draft: Draft,
    by_id: FxHashMap<i64, u32>,
    /// The title that was credited last; credits of one title mostly come together.
    last: Option<(i64, u32)>,
}

/// What was read of an entity.
pub(crate) struct Reading {
    key: EntityKey,
    entry: Read,
    named: Option<Named>,
}

enum Read {
    Movie(Box<Movie>),
    Series(Box<Series>),
    Person(Box<Person>),
    Episode(i64, Date),
    Nothing,
}

impl Reading {
    /// Reads an entity, with the parts that its kind is derived from; nothing when it cannot be read.
    pub fn of(card: &Card) -> Option<Reading> {
        let key = card.record.key;
        let read = || -> Result<(Read, Option<Named>), StoreError> {
            Ok(match key.kind {
                Kind::Movie => {
                    let (movie, named) = Movie::read(card)?;
                    (Read::Movie(movie.into()), Some(named))
                }
                Kind::Series => {
                    let (series, named) = Series::read(card)?;
                    (Read::Series(series.into()), Some(named))
                }
                Kind::Person => {
                    let (person, named) = Person::read(card)?;
                    (Read::Person(person.into()), Some(named))
                }
                Kind::Episode => {
                    let facts: EpisodeFacts = card.record.part()?;
                    let place = facts.series.zip(facts.air_date);
                    let read = |(series, date)| Read::Episode(series, date);
                    (place.map_or(Read::Nothing, read), None)
                }
                Kind::Collection | Kind::Company | Kind::Network | Kind::Keyword => {
                    (Read::Nothing, Some(named_only::read(card)?))
                }
                Kind::Season => (Read::Nothing, None),
            })
        };
        match read() {
            Ok((entry, named)) => Some(Reading { key, entry, named }),
            Err(error) => {
                unreadable(key, &error);
                None
            }
        }
    }
}

impl Rows {
    fn add(&mut self, id: i64, entry: &impl Entry) {
        let row = self.draft.add(id, entry);
        self.by_id.insert(id, row);
    }

    fn credit(&mut self, title: i64, work: Work) {
        let row = match self.last {
            Some((last, row)) if last == title => row,
            _ => match self.by_id.get(&title) {
                Some(row) => *row,
                None => return,
            },
        };
        self.last = Some((title, row));
        let facet = match work.is_cast {
            true => Facet::Cast(work.person),
            false => Facet::Crew(work.person),
        };
        self.draft.tell(row, &facet);
    }
}

impl Builder {
    /// Adds an entity, with the parts that its kind is derived from. One that cannot be read is left out.
    pub fn add(&mut self, card: &Card) {
        Reading::of(card)
            .into_iter()
            .for_each(|reading| self.take(reading));
    }

    /// Adds what was read of an entity.
    pub(crate) fn take(&mut self, mut reading: Reading) {
        let EntityKey { kind, id } = reading.key;
        match reading.entry {
            Read::Movie(movie) => self.movies.add(id, &*movie),
            Read::Series(mut series) => {
                series.episodes = self.episodes.remove(&id).unwrap_or_default();
                reading
                    .named
                    .iter_mut()
                    .for_each(|named| series.date(named));
                self.series.add(id, &*series);
            }
            Read::Person(person) => drop(self.people.add(id, &*person)),
            Read::Episode(series, date) => self.episodes.entry(series).or_default().push(date),
            Read::Nothing => {}
        }
        if let Some(named) = reading.named {
            self.names.entry(kind).or_default().push(named);
        }
    }

    /// Adds a credit.
    pub fn add_credit(&mut self, credit: &Credit) {
        if let Some(work) = Work::of(credit) {
            self.add_work(credit.title, work);
        }
    }

    /// Adds somebody's work on a title.
    pub(crate) fn add_work(&mut self, title: EntityKey, work: Work) {
        match title.kind {
            Kind::Movie => self.movies.credit(title.id, work),
            Kind::Series => self.series.credit(title.id, work),
            _ => {}
        }
    }

    /// The snapshot, as of a position in the feed.
    pub fn finish(self, position: i64) -> Snapshot {
        let (names_ms, names) = timed(|| TitleIndex::of(self.names));
        let (columns_ms, snapshot) = timed(|| Snapshot {
            position,
            made_at: position,
            movies: self.movies.draft.finish().into(),
            series: self.series.draft.finish().into(),
            people: self.people.finish().into(),
            names,
            ..Snapshot::default()
        });
        let (names_bytes, columns_bytes) = (snapshot.search_bytes(), snapshot.discover_bytes());
        tracing::debug!(
            names_ms,
            names_bytes,
            columns_ms,
            columns_bytes,
            "what was read is in order"
        );
        snapshot
    }
}

/// Does something, and says how many milliseconds it took.
fn timed<T>(work: impl FnOnce() -> T) -> (u64, T) {
    let began = Instant::now();
    let done = work();
    (milliseconds_since(began), done)
}

/// Says that an entity is left out.
pub(crate) fn unreadable(key: EntityKey, error: &StoreError) {
    tracing::warn!(%error, kind = key.kind.name(), id = key.id, "cannot index {key}");
}
