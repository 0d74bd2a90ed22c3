//! Search by name (contract 3.19).
//!
//! It goes in stages, each only if the one before left something to be wished for: what matches as typed; the same a year off,
//! where a year leaves nothing; what matches with a typo in each word, after what matches as typed, unless that fills a page
//! or has the very name; and with two typos in long words, if there is nothing at all.

use kinora_model::{EntityKey, Kind};
use smallvec::SmallVec;

use crate::best::Best;
use crate::slice::{Found, Slice};
use crate::snapshot::Snapshot;
use crate::titles::{Closeness, Hit, Query, Rows, Shown, Titles};

/// If so many things match as typed, typos are not thought of: a page of an answer.
const ENOUGH: usize = 20;
/// By how much a year may be wrong.
const TOLERANCE: u16 = 1;
/// How many typos a word may have.
const TYPOS: u32 = 2;

/// What is searched for. Every word must be in one and the same name of an entity, the last one may be the beginning of a
/// word. Case, accents and punctuation make no difference. A text without letters and digits finds nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Search {
    /// The words.
    pub text: String,
    /// What kinds of things are found, among movies, series, people, collections, companies, networks and
    /// keywords.
    pub kinds: Vec<Kind>,
    /// Whether adult entities are found.
    pub include_adult: bool,
    /// Movies with a release in this year, series on air in it. Other kinds do not mind.
    pub year: Option<u16>,
    /// Movies whose primary release date is in this year, series whose first day is. Other kinds do not mind.
    pub primary_year: Option<u16>,
}

impl Search {
    /// What is shown of a kind.
    fn shown(&self, kind: Kind, tolerance: u16) -> Shown {
        let has_years = matches!(kind, Kind::Movie | Kind::Series);
        Shown {
            include_adult: self.include_adult,
            year: self.year.filter(|_| has_years),
            primary_year: self.primary_year.filter(|_| has_years),
            tolerance,
        }
    }

    /// By how much years may differ, step by step.
    fn tolerances(&self) -> std::ops::RangeInclusive<u16> {
        let asks_for_years = self.year.is_some() || self.primary_year.is_some();
        0..=if asks_for_years { TOLERANCE } else { 0 }
    }
}

/// What was found of all kinds.
#[derive(Default)]
struct Answer {
    total: usize,
    hits: Vec<(Hit, Kind)>,
    /// Kind by kind.
    rows: SmallVec<[Rows; 2]>,
}

impl Answer {
    fn add(&mut self, kind: Kind, (total, hits, rows): (usize, Vec<Hit>, Rows)) {
        self.total += total;
        self.hits.extend(hits.into_iter().map(|hit| (hit, kind)));
        self.rows.push(rows);
    }

    /// Whether it is plain that what was looked for is in it.
    fn is_clear(&self) -> bool {
        let is_equal = |(hit, _): &(Hit, Kind)| hit.closeness <= Closeness::ButArticle;
        self.total >= ENOUGH || self.hits.iter().any(is_equal)
    }
}

impl Snapshot {
    /// What a search finds: names equal to the text first, then those that differ by an article, then those that begin with
    /// it, then the rest; inside each the most popular first, then those with the most ratings, then by id. What was found
    /// in spite of typos comes last.
    pub fn search(&self, search: &Search, slice: Slice) -> Found<EntityKey> {
        let Some(query) = Query::of(&search.text) else {
            return slice.of(&[]);
        };
        let mut kinds: SmallVec<[Kind; 8]> = search.kinds.as_slice().into();
        kinds.sort_unstable();
        kinds.dedup();
        let names = kinds
            .iter()
            .filter_map(|kind| Some((*kind, self.names.get(*kind)?)));
        let asked = Asked {
            search,
            query: &query,
            names: names.collect(),
            wanted: slice.end().max(ENOUGH),
        };
        let Answer { total, hits, .. } = asked.answer();
        let mut best = Best::new(slice, |one: &(Hit, Kind), two: &(Hit, Kind)| {
            one.0.compare(&two.0).then(one.1.cmp(&two.1))
        });
        hits.into_iter().for_each(|hit| best.push(hit));
        let found = best
            .finish()
            .map(|(hit, kind)| EntityKey::new(kind, hit.fame.id));
        Found { total, ..found }
    }
}

/// A search, with where it looks.
struct Asked<'a> {
    search: &'a Search,
    query: &'a Query,
    names: SmallVec<[(Kind, &'a Titles); 2]>,
    wanted: usize,
}

impl Asked<'_> {
    fn answer(&self) -> Answer {
        let mut answer = Answer::default();
        let mut tolerances = self.search.tolerances();
        for tolerance in self.search.tolerances() {
            answer = self.typed(tolerance);
            if answer.total > 0 {
                tolerances = tolerance..=tolerance;
                break;
            }
        }
        if answer.is_clear() {
            return answer;
        }
        for typos in 1..=TYPOS {
            for tolerance in tolerances.clone() {
                let corrected = self.misspelt(tolerance, typos, &answer.rows);
                answer.total += corrected.total;
                answer.hits.extend(corrected.hits);
                if answer.total > 0 {
                    return answer;
                }
            }
        }
        answer
    }

    fn typed(&self, tolerance: u16) -> Answer {
        let mut answer = Answer::default();
        for (kind, titles) in &self.names {
            let shown = self.search.shown(*kind, tolerance);
            answer.add(*kind, titles.typed(self.query, &shown, self.wanted));
        }
        answer
    }

    fn misspelt(&self, tolerance: u16, typos: u32, typed: &[Rows]) -> Answer {
        let mut answer = Answer::default();
        for ((kind, titles), typed) in self.names.iter().zip(typed) {
            let shown = self.search.shown(*kind, tolerance);
            answer.add(
                *kind,
                titles.misspelt(self.query, &shown, self.wanted, typos, typed),
            );
        }
        answer
    }
}
