//! A snapshot: everything derived of the catalogue as of one position in the feed.

use std::io::{self, Read, Write};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use kinora_model::{EntityKey, Kind};
use kinora_store::Trends;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::columns::{Columns, Facet, Live, Number, Plan, Question};
use crate::movie::Movie;
use crate::movie_filter::MovieFilter;
use crate::order::{MovieKey, MovieOrder, Order, SeriesKey, SeriesOrder, by_popularity};
use crate::person::Person;
use crate::scores::Scores;
use crate::series::Series;
use crate::series_filter::SeriesFilter;
use crate::slice::{Found, Slice};
use crate::titles::{TitleIndex, Titles};

/// How many titles' similar titles are remembered.
const REMEMBERED: usize = 10_000;

/// How many titles are recommended at most.
const RECOMMENDED: usize = 40;

/// What a movie or series is put in order by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// The number of the day of its primary release or its first episode; `None` when it is not known.
    pub day: Option<i64>,
    /// The daily score.
    pub popularity: f64,
}

/// Over how long a trend is looked for (contract 3.20).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// A day.
    Day,
    /// A week.
    Week,
}

/// Everything derived of the catalogue as of one position in the feed. It never changes; a later one shares with it what is
/// still the same.
#[derive(Debug, Default)]
pub struct Snapshot {
    pub(crate) position: i64,
    /// The position at which columns were made.
    pub(crate) made_at: i64,
    /// The position in what users add to titles.
    pub(crate) tally: i64,
    pub(crate) movies: Live<Movie>,
    pub(crate) series: Live<Series>,
    pub(crate) people: Live<Person>,
    /// The names by which things are found.
    pub(crate) names: TitleIndex,
    /// What was made of what, as of the last day that was scored.
    pub(crate) trends: Arc<Trends>,
    /// What was worked out when it was first asked for.
    pub(crate) worked_out: WorkedOut,
}

/// What is worked out when it is first asked for. A snapshot of a later position begins without.
#[derive(Debug, Default)]
pub(crate) struct WorkedOut {
    mean_movie_vote: OnceLock<f64>,
    mean_series_vote: OnceLock<f64>,
    similar: Mutex<FxHashMap<EntityKey, Arc<[i64]>>>,
}

impl Snapshot {
    /// The position in the feed up to which every change is in here.
    pub fn position(&self) -> i64 {
        self.position
    }

    /// The position in the sequence of what users add to titles up to which every vote is in here.
    pub fn tally(&self) -> i64 {
        self.tally
    }

    /// The movies that pass a filter, in an order.
    pub fn movies(&self, filter: &MovieFilter, order: &MovieOrder, slice: Slice) -> Found<i64> {
        let mean_vote = || {
            let mean = &self.worked_out.mean_movie_vote;
            *mean.get_or_init(|| self.movies.mean_vote())
        };
        self.movies.answer(&Question {
            plan: &filter.plan(),
            passes: |movie: &Movie| filter.passes(movie),
            order: &order.order(mean_vote),
            slice,
        })
    }

    /// The series that pass a filter, in an order.
    pub fn series(&self, filter: &SeriesFilter, order: SeriesOrder, slice: Slice) -> Found<i64> {
        let mean_vote = || {
            let mean = &self.worked_out.mean_series_vote;
            *mean.get_or_init(|| self.series.mean_vote())
        };
        self.series.answer(&Question {
            plan: &filter.plan(),
            passes: |series: &Series| filter.passes(series),
            order: &order.order(mean_vote),
            slice,
        })
    }

    /// The people that are not adult, the most popular first.
    pub fn people(&self, slice: Slice) -> Found<i64> {
        let plan = Plan {
            without: vec![Facet::Adult],
            ..Plan::default()
        };
        self.people.answer(&Question {
            plan: &plan,
            passes: |person: &Person| !person.is_adult,
            order: &Order::USUAL,
            slice,
        })
    }

    /// The movies, series and people, of those `kinds`, that most is made of; adult ones are not among them. Those of which
    /// nothing is made follow by popularity.
    pub fn trending(&self, kinds: &[Kind], window: Window, slice: Slice) -> Found<EntityKey> {
        let trend = match window {
            Window::Day => &self.trends.day,
            Window::Week => &self.trends.week,
        };
        let keys = trend.iter().map(|(key, _)| *key);
        let trending: Vec<EntityKey> = keys
            .filter(|key| kinds.contains(&key.kind) && self.popularity(*key).is_some())
            .collect();
        let first: FxHashSet<EntityKey> = trending.iter().copied().collect();
        let beginning = Slice {
            first: 0,
            length: slice.end(),
        };
        let rest = self.popular(kinds, beginning);
        let others = rest.items.into_iter().filter(|key| !first.contains(key));
        let items = trending.into_iter().chain(others).skip(slice.first);
        Found {
            total: rest.total,
            items: items.take(slice.length).collect(),
        }
    }

    /// The beginning of the list of entities of some kinds by popularity, without adult ones.
    fn popular(&self, kinds: &[Kind], beginning: Slice) -> Found<EntityKey> {
        let mut all: Vec<(f64, EntityKey)> = Vec::new();
        let mut total = 0;
        for kind in kinds {
            let found = match kind {
                Kind::Movie => {
                    let order = MovieOrder {
                        key: MovieKey::Popularity,
                        descending: true,
                    };
                    self.movies(&MovieFilter::default(), &order, beginning)
                }
                Kind::Series => {
                    let order = SeriesOrder {
                        key: SeriesKey::Popularity,
                        descending: true,
                    };
                    self.series(&SeriesFilter::default(), order, beginning)
                }
                Kind::Person => self.people(beginning),
                _ => continue,
            };
            total += found.total;
            all.extend(found.items.into_iter().map(|id| {
                let key = EntityKey::new(*kind, id);
                (self.popularity(key).unwrap_or_default(), key)
            }));
        }
        all.sort_by(|one, two| {
            let by_score = by_popularity((one.0, one.1.id), (two.0, two.1.id));
            by_score.then(one.1.kind.cmp(&two.1.kind))
        });
        Found {
            total,
            items: all.into_iter().map(|(_, key)| key).collect(),
        }
    }

    fn popularity(&self, key: EntityKey) -> Option<f64> {
        match key.kind {
            Kind::Movie => self.movies.number(key.id, Number::Popularity),
            Kind::Series => self.series.number(key.id, Number::Popularity),
            _ => self.people.number(key.id, Number::Popularity),
        }
    }

    /// How many there are of a kind. Seasons and episodes are not in the index; collections, companies, networks and keywords
    /// count when they have a name.
    pub fn count(&self, kind: Kind) -> usize {
        match kind {
            Kind::Movie => self.movies.len(),
            Kind::Series => self.series.len(),
            Kind::Person => self.people.len(),
            _ => self.names.get(kind).map_or(0, Titles::len),
        }
    }

    /// What a movie or series is put in order by; `None` when there is no such title.
    pub fn standing(&self, title: EntityKey) -> Option<Standing> {
        let numbers = [Number::Popularity, Number::Day];
        let [popularity, day] = match title.kind {
            Kind::Movie => self.movies.numbers(title.id, numbers)?,
            _ => self.series.numbers(title.id, numbers)?,
        };
        Some(Standing {
            day: day.map(|day| day as i64),
            popularity: popularity.unwrap_or_default(),
        })
    }

    /// The ids of the movies like a movie, or of the series like a series, the most similar first: at most 1,000 that share
    /// keywords, a collection or genres. None for a title that there is not.
    pub fn similar(&self, title: EntityKey, slice: Slice) -> Found<i64> {
        slice.of(&self.all_similar(title))
    }

    /// The titles that are recommended to those who like one, at most 40. What people rated alike and put on the same lists
    /// takes precedence where there is any; as there is none, these are the most similar titles.
    pub fn recommendations(&self, title: EntityKey, slice: Slice) -> Found<i64> {
        let similar = self.all_similar(title);
        slice.of(&similar[..similar.len().min(RECOMMENDED)])
    }

    fn all_similar(&self, title: EntityKey) -> Arc<[i64]> {
        let remembered = || {
            self.worked_out
                .similar
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        if let Some(similar) = remembered().get(&title) {
            return Arc::clone(similar);
        }
        let similar: Arc<[i64]> = self.find_similar(title).into();
        let mut remembered = remembered();
        if remembered.len() >= REMEMBERED {
            remembered.clear();
        }
        remembered.insert(title, Arc::clone(&similar));
        similar
    }

    /// A number that is greater for every later snapshot: both sequences together.
    pub(crate) fn moment(&self) -> i64 {
        self.position + self.tally
    }

    /// How many titles and people changed since their columns were made.
    pub(crate) fn changes(&self) -> usize {
        self.movies.changes() + self.series.changes() + self.people.changes()
    }

    /// The same with every change in its columns.
    pub(crate) fn folded(&self) -> Snapshot {
        Snapshot {
            position: self.position,
            made_at: self.position,
            tally: self.tally,
            movies: self.movies.folded(),
            series: self.series.folded(),
            people: self.people.folded(),
            names: self.names.clone(),
            trends: Arc::clone(&self.trends),
            worked_out: WorkedOut::default(),
        }
    }

    /// The same with the scores of a day, and every change before them in its columns.
    pub(crate) fn rescored(&self, scores: &Scores) -> Snapshot {
        let of = |kind| move |id| scores.popularity(kind, id);
        Snapshot {
            position: scores.position,
            made_at: scores.position,
            tally: self.tally,
            movies: self.movies.rescored(of(Kind::Movie)),
            series: self.series.rescored(of(Kind::Series)),
            people: self.people.rescored(of(Kind::Person)),
            names: self.names.rescored(|kind, id| scores.popularity(kind, id)),
            trends: Arc::clone(&scores.trends),
            worked_out: WorkedOut::default(),
        }
    }

    /// The same as this with the columns of another one, which is not later.
    pub(crate) fn onto(&self, folded: &Snapshot) -> Snapshot {
        let moment = folded.moment();
        Snapshot {
            position: self.position,
            made_at: folded.position,
            tally: self.tally,
            movies: self.movies.onto(&folded.movies, moment),
            series: self.series.onto(&folded.series, moment),
            people: self.people.onto(&folded.people, moment),
            names: self.names.clone(),
            trends: Arc::clone(&self.trends),
            worked_out: WorkedOut::default(),
        }
    }

    /// Writes it to a file, if every change is in its columns.
    pub(crate) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        debug_assert_eq!(
            self.changes(),
            0,
            "entries that are kept whole are not written"
        );
        self.movies.columns().write(out)?;
        self.series.columns().write(out)?;
        self.people.columns().write(out)?;
        self.names.write(out)
    }

    /// Reads what [`write`](Snapshot::write) wrote.
    pub(crate) fn read(position: i64, input: &mut impl Read) -> io::Result<Snapshot> {
        Ok(Snapshot {
            position,
            made_at: position,
            // The votes in the file are counted once more: how far they go is not in it.
            tally: 0,
            movies: Columns::read(input)?.into(),
            series: Columns::read(input)?.into(),
            people: Columns::read(input)?.into(),
            names: TitleIndex::read(input)?,
            // They are not in the file: the store has them.
            trends: Arc::default(),
            worked_out: WorkedOut::default(),
        })
    }

    /// How many bytes of memory search takes, about.
    pub fn search_bytes(&self) -> usize {
        self.names.bytes()
    }

    /// How many bytes of memory discover takes, about.
    pub fn discover_bytes(&self) -> usize {
        self.movies.bytes() + self.series.bytes() + self.people.bytes()
    }
}
