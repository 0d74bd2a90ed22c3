//! Columns together with the titles that changed since they were built: those are kept whole, tested one by one and put in
//! their places.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Bits, Columns, Draft, Entry, Facet, Number, Plan, Rows};
use crate::order::{Order, SortKey, by_popularity};
use crate::slice::{Found, Slice};

/// Columns that are kept up to date. Clones share everything until they change.
#[derive(Debug)]
pub(crate) struct Live<E> {
    columns: Arc<Columns>,
    /// The rows of titles that changed or are gone.
    hidden: Option<Arc<Bits>>,
    changed: Arc<FxHashMap<i64, Changed<E>>>,
}

/// A title that changed since columns were built.
#[derive(Debug)]
struct Changed<E> {
    /// The moment of the change, or somewhat after it.
    moment: i64,
    /// Where it was in the columns.
    row: Option<u32>,
    /// As it is; `None` when it is gone.
    entry: Option<Arc<E>>,
}

impl<E> Clone for Changed<E> {
    fn clone(&self) -> Changed<E> {
        Changed {
            entry: self.entry.clone(),
            ..*self
        }
    }
}

impl<E> Clone for Live<E> {
    fn clone(&self) -> Live<E> {
        Live {
            columns: Arc::clone(&self.columns),
            hidden: self.hidden.clone(),
            changed: Arc::clone(&self.changed),
        }
    }
}

impl<E> Default for Live<E> {
    fn default() -> Live<E> {
        Live::from(Columns::default())
    }
}

impl<E> From<Columns> for Live<E> {
    fn from(columns: Columns) -> Live<E> {
        Live {
            columns: Arc::new(columns),
            hidden: None,
            changed: Arc::default(),
        }
    }
}

/// A title in a list of those that have something in common.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Posting {
    /// The daily score.
    pub popularity: f64,
    /// The title.
    pub id: i64,
    /// Whether it is pornographic.
    pub is_adult: bool,
}

impl Posting {
    fn standing(&self) -> (f64, i64) {
        (self.popularity, self.id)
    }
}

/// A question about titles.
pub(crate) struct Question<'a, P> {
    /// What is asked of columns.
    pub plan: &'a Plan,
    /// The same of one title.
    pub passes: P,
    /// The order.
    pub order: &'a Order,
    /// Which rows.
    pub slice: Slice,
}

impl<E: Entry> Live<E> {
    /// The columns.
    pub fn columns(&self) -> &Arc<Columns> {
        &self.columns
    }

    /// The rows of titles that changed or are gone.
    pub fn hidden(&self) -> Option<Rows<'_>> {
        self.hidden.as_deref().map(Rows::Many)
    }

    /// Notes that a title is another one, is new or gone. `moment` is of the snapshot in which it is so, or of a later one.
    pub fn change(&mut self, moment: i64, id: i64, entry: Option<E>) {
        self.put(moment, id, entry.map(Arc::new));
    }

    fn put(&mut self, moment: i64, id: i64, entry: Option<Arc<E>>) {
        let row = self.columns.row(id);
        let changed = Changed { moment, row, entry };
        Arc::make_mut(&mut self.changed).insert(id, changed);
        if let Some(row) = row {
            let columns = &self.columns;
            let hidden = self
                .hidden
                .get_or_insert_with(|| Arc::new(columns.none_hidden()));
            Arc::make_mut(hidden).insert(row);
        }
    }

    /// How many titles changed since the columns were built.
    pub fn changes(&self) -> usize {
        self.changed.len()
    }

    /// The same with every change in its columns.
    pub fn folded(&self) -> Live<E> {
        if self.changed.is_empty() {
            return self.clone();
        }
        self.draft().finish().into()
    }

    /// The same with every change in its columns, by another popularity.
    pub fn rescored(&self, popularity: impl Fn(i64) -> f64) -> Live<E> {
        let mut draft = self.draft();
        draft.score(popularity);
        draft.finish().into()
    }

    fn draft(&self) -> Draft {
        let mut draft = Draft::of(&self.columns, self.hidden.as_deref());
        self.fresh().for_each(|(id, entry)| {
            draft.add(id, entry);
        });
        draft
    }

    /// The same with the columns of another one, in which every change up to a moment is.
    pub fn onto(&self, folded: &Live<E>, moment: i64) -> Live<E> {
        let mut live = folded.clone();
        let later = self.changed.iter();
        for (id, later) in later.filter(|(_, changed)| changed.moment > moment) {
            live.put(later.moment, *id, later.entry.clone());
        }
        live
    }

    /// How many titles there are.
    pub fn len(&self) -> usize {
        let hidden = self.hidden.as_ref().map_or(0, |hidden| hidden.count());
        self.columns.len() - hidden + self.fresh().count()
    }

    /// Where a title is: whole, or in a row.
    fn find(&self, id: i64) -> Option<Result<&E, u32>> {
        match self.changed.get(&id) {
            Some(changed) => changed.entry.as_deref().map(Ok),
            None => self.columns.row(id).map(Err),
        }
    }

    /// A number that a title is measured by.
    pub fn number(&self, id: i64, number: Number) -> Option<f64> {
        match self.find(id)? {
            Ok(entry) => entry.number(number),
            Err(row) => self.columns.number(row, number),
        }
    }

    /// Several of them; `None` when there is no such title.
    pub fn numbers<const N: usize>(
        &self,
        id: i64,
        numbers: [Number; N],
    ) -> Option<[Option<f64>; N]> {
        Some(match self.find(id)? {
            Ok(entry) => numbers.map(|number| entry.number(number)),
            Err(row) => numbers.map(|number| self.columns.number(row, number)),
        })
    }

    /// Whether a title has something.
    pub fn has(&self, id: i64, facet: &Facet) -> bool {
        match self.find(id) {
            Some(Ok(entry)) => has(entry, facet),
            Some(Err(row)) => self.columns.with(facet).contains(row),
            None => false,
        }
    }

    /// What is [recalled](Facet::is_recalled) of a title; `None` when there is no such title.
    pub fn recalled(&self, id: i64) -> Option<Vec<Facet>> {
        Some(match self.find(id)? {
            Ok(entry) => recalled(entry),
            Err(row) => self.columns.recalled(row).collect(),
        })
    }

    /// Titles that changed and are still there.
    pub fn fresh(&self) -> impl Iterator<Item = (i64, &E)> {
        let fresh = self.changed.iter();
        fresh.filter_map(|(id, changed)| Some((*id, changed.entry.as_deref()?)))
    }

    /// How many titles of columns have something and are not hidden.
    pub fn count_unchanged(&self, facet: &Facet) -> usize {
        let rows = self.columns.with(facet);
        let changed = self.changed.values().filter_map(|changed| changed.row);
        rows.count() - changed.filter(|row| rows.contains(*row)).count()
    }

    /// The titles that have one of these, the most popular first. `fresh` are those among the changed ones.
    pub fn listed<'a>(
        &'a self,
        facets: &[Facet],
        mut fresh: Vec<Posting>,
    ) -> impl Iterator<Item = Posting> + use<'a, E> {
        let rows = facets
            .iter()
            .flat_map(|facet| self.columns.with(facet).iter());
        let mut rows: Vec<u32> = rows.collect();
        rows.sort_unstable();
        rows.dedup();
        let hidden = self.hidden.as_deref();
        let adult = self.columns.with(&Facet::Adult);
        let rows = rows.into_iter();
        let rows = rows.filter(move |row| hidden.is_none_or(|hidden| !hidden.contains(*row)));
        let mut rows = rows
            .map(move |row| {
                let (popularity, id) = self.columns.standing(row);
                Posting {
                    popularity,
                    id,
                    is_adult: adult.contains(row),
                }
            })
            .peekable();
        fresh.sort_unstable_by(|one, two| by_popularity(one.standing(), two.standing()));
        let mut fresh = fresh.into_iter().peekable();
        std::iter::from_fn(move || match (rows.peek(), fresh.peek()) {
            (Some(row), Some(changed))
                if by_popularity(changed.standing(), row.standing()).is_lt() =>
            {
                fresh.next()
            }
            (Some(_), _) => rows.next(),
            (None, _) => fresh.next(),
        })
    }

    /// The mean of the ratings over titles that have some, to three decimals: so it is the same in whatever order they are
    /// added up, and an edit rarely changes it and with it the order of all titles.
    pub fn mean_vote(&self) -> f64 {
        const PARTS: f64 = 1e6;
        let (mut sum, mut count) = (0_i64, 0_i64);
        let mut add = |average: Option<f64>, votes: Option<f64>| {
            if votes.is_some_and(|votes| votes > 0.0) {
                sum += (average.unwrap_or_default() * PARTS).round() as i64;
                count += 1;
            }
        };
        for row in self.columns.all_rows() {
            let is_hidden = self.hidden.as_ref();
            if !is_hidden.is_some_and(|hidden| hidden.contains(row)) {
                let number = |number| self.columns.number(row, number);
                add(number(Number::VoteAverage), number(Number::VoteCount));
            }
        }
        for (_, entry) in self.fresh() {
            add(
                entry.number(Number::VoteAverage),
                entry.number(Number::VoteCount),
            );
        }
        let mean = sum as f64 / PARTS / count.max(1) as f64;
        (mean * 1e3).round() / 1e3
    }

    /// How many bytes the columns take, about.
    pub fn bytes(&self) -> usize {
        self.columns.bytes()
    }

    /// Answers a question.
    pub fn answer<P: Fn(&E) -> bool>(&self, question: &Question<'_, P>) -> Found<i64> {
        let columns = &self.columns;
        let Order { by, descending } = question.order;
        let passing = columns.passing(question.plan, self.hidden.as_deref());
        let fresh = self.fresh().filter(|(_, entry)| (question.passes)(entry));
        let mut fresh: Vec<(SortKey<'_>, i64)> =
            fresh.map(|(id, entry)| (entry.key(by), id)).collect();
        let ordered = (!question.order.is_usual()).then(|| columns.order(question.order));
        let cut = |slice| match &ordered {
            Some(order) => columns.in_order(&passing, order, slice),
            None => columns.by_popularity(&passing, slice),
        };
        let total = passing.count() + fresh.len();
        if fresh.is_empty() {
            let rows = cut(question.slice).into_iter();
            return Found {
                total,
                items: rows.map(|row| columns.id(row)).collect(),
            };
        }
        let rows = cut(Slice {
            first: 0,
            length: question.slice.end(),
        });
        let key = |row| (columns.key_in(ordered.as_deref(), row), columns.id(row));
        fresh.extend(rows.into_iter().map(key));
        fresh.sort_by(|one, two| {
            let by_key = one.0.compare(&two.0, *descending);
            by_key.then(one.1.cmp(&two.1))
        });
        let items = fresh.into_iter().map(|(_, id)| id);
        let items = items.skip(question.slice.first);
        Found {
            total,
            items: items.take(question.slice.length).collect(),
        }
    }
}

/// What is recalled of an entry.
pub(crate) fn recalled(entry: &impl Entry) -> Vec<Facet> {
    let mut recalled = Vec::new();
    entry.facets(&mut |facet| recalled.extend(Some(facet).filter(Facet::is_recalled)));
    recalled
}

fn has(entry: &impl Entry, wanted: &Facet) -> bool {
    let mut has = false;
    entry.facets(&mut |facet| has |= facet == *wanted);
    has
}

/// How an entry stands in lists.
pub(crate) fn posting(id: i64, entry: &impl Entry) -> Posting {
    Posting {
        popularity: entry.number(Number::Popularity).unwrap_or_default(),
        id,
        is_adult: has(entry, &Facet::Adult),
    }
}
