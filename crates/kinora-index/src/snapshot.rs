//! A snapshot: everything derived of the catalogue as of one position in the feed.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use kinora_model::{EntityKey, Kind};
use rustc_hash::FxHashMap;

use crate::columns::{Facet, Live, Plan, Question};
use crate::features::Features;
use crate::movie::Movie;
use crate::movie_filter::MovieFilter;
use crate::names::Names;
use crate::order::{MovieKey, MovieOrder, SeriesKey, SeriesOrder, SortKey, by_popularity};
use crate::person::{Person, Standing};
use crate::series::{Episodes, Series};
use crate::series_filter::SeriesFilter;
use crate::slice::{Found, Slice};
use crate::table::Table;
use crate::title::Title;

/// How many titles' similar titles are remembered.
const REMEMBERED: usize = 10_000;

/// How many titles are recommended at most.
const RECOMMENDED: usize = 40;

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
    pub(crate) movies: Table<Movie>,
    pub(crate) series: Table<Series>,
    pub(crate) people: Table<Person>,
    pub(crate) movie_columns: Live<MovieOrder>,
    pub(crate) series_columns: Live<SeriesOrder>,
    pub(crate) people_columns: Live<()>,
    pub(crate) names: Names,
    pub(crate) movie_features: Features,
    pub(crate) series_features: Features,
    /// The episodes of every series, also of those that are not there; they may come back.
    pub(crate) episodes: Arc<FxHashMap<i64, Episodes>>,
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

    /// The movies that pass a filter, in an order.
    pub fn movies(&self, filter: &MovieFilter, order: &MovieOrder, slice: Slice) -> Found<i64> {
        let mean_vote = || {
            let votes = &self.worked_out.mean_movie_vote;
            *votes.get_or_init(|| mean_vote(self.movies.iter().map(|(_, movie)| &movie.title)))
        };
        self.movie_columns.answer(&Question {
            entries: &self.movies,
            plan: &filter.plan(),
            passes: |movie: &Movie| filter.passes(movie),
            order: Some(order).filter(|order| !order.is_usual()),
            key: |movie| order.key(movie, mean_vote),
            descending: order.descending,
            slice,
        })
    }

    /// The series that pass a filter, in an order.
    pub fn series(&self, filter: &SeriesFilter, order: SeriesOrder, slice: Slice) -> Found<i64> {
        let mean_vote = || {
            let votes = &self.worked_out.mean_series_vote;
            *votes.get_or_init(|| mean_vote(self.series.iter().map(|(_, series)| &series.title)))
        };
        self.series_columns.answer(&Question {
            entries: &self.series,
            plan: &filter.plan(),
            passes: |series: &Series| filter.passes(series),
            order: Some(&order).filter(|order| !order.is_usual()),
            key: |series| order.key(series, mean_vote),
            descending: order.descending,
            slice,
        })
    }

    /// The people that are not adult, the most popular first.
    pub fn people(&self, slice: Slice) -> Found<i64> {
        let plan = Plan {
            without: vec![Facet::Adult],
            ..Plan::default()
        };
        self.people_columns.answer(&Question {
            entries: &self.people,
            plan: &plan,
            passes: |person: &Person| !person.is_adult,
            order: None::<&()>,
            key: |person: &Person| SortKey::Number(person.popularity),
            descending: true,
            slice,
        })
    }

    /// The movies, series and people, of those `kinds`, that most is made of; adult ones are not among them. Views are not
    /// counted, so the daily score has to say it for both windows.
    pub fn trending(&self, kinds: &[Kind], window: Window, slice: Slice) -> Found<EntityKey> {
        let (Window::Day | Window::Week) = window;
        let beginning = Slice {
            first: 0,
            length: slice.end(),
        };
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
                (self.popularity(key), key)
            }));
        }
        all.sort_by(|one, two| {
            let by_score = by_popularity((one.0, one.1.id), (two.0, two.1.id));
            by_score.then(one.1.kind.cmp(&two.1.kind))
        });
        let items = all.into_iter().map(|(_, key)| key).skip(slice.first);
        Found {
            total,
            items: items.take(slice.length).collect(),
        }
    }

    fn popularity(&self, key: EntityKey) -> f64 {
        let person = || Some(self.people.get(key.id)?.popularity);
        let title = self.standing(key).map(|standing| standing.popularity);
        title.or_else(person).unwrap_or_default()
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

    /// Builds the columns that are missing, or in which too much changed since they were built.
    pub(crate) fn renew_columns(&mut self) {
        (self.movie_columns).renew(&self.movies, |movie| movie.title.popularity);
        (self.series_columns).renew(&self.series, |series| series.title.popularity);
        (self.people_columns).renew(&self.people, |person| person.popularity);
    }

    /// How many bytes of memory discover takes, about.
    pub fn discover_bytes(&self) -> usize {
        self.movie_columns.bytes() + self.series_columns.bytes() + self.people_columns.bytes()
    }

    /// The titles that a person is known for, at most 3, the most popular first. Only adult people are known for adult ones.
    pub fn known_for(&self, person: i64) -> &[EntityKey] {
        self.people
            .get(person)
            .map_or(&[], |person| person.known_for())
    }

    /// What decides the place of a title among those of a person; `None` when there is no such title.
    pub(crate) fn standing(&self, title: EntityKey) -> Option<Standing> {
        match title.kind {
            Kind::Movie => self
                .movies
                .get(title.id)
                .map(|movie| movie.title.standing()),
            Kind::Series => self
                .series
                .get(title.id)
                .map(|series| series.title.standing()),
            _ => None,
        }
    }
}

/// The mean of the ratings over titles that have some.
fn mean_vote<'a>(titles: impl Iterator<Item = &'a Title>) -> f64 {
    let rated = titles.filter(|title| title.vote_count > 0);
    let (sum, count) = rated.fold((0.0, 0.0), |(sum, count), title| {
        (sum + title.vote_average, count + 1.0)
    });
    if count > 0.0 { sum / count } else { 0.0 }
}
