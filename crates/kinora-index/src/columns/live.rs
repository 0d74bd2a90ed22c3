//! Columns together with the titles that changed since they were built: those are tested one by one and put in their places.

use std::cmp::Ordering;
use std::sync::Arc;

use super::{Bits, Columns, Entry, Passing, Plan};
use crate::order::SortKey;
use crate::slice::{Found, Slice};
use crate::table::Table;

/// How many titles may have changed before columns are built anew.
const MANY: usize = 2_000;

/// Columns that are kept up to date. Clones share the columns.
#[derive(Debug)]
pub(crate) struct Live<O> {
    columns: Arc<Columns<O>>,
    /// The rows of titles that changed or are gone.
    hidden: Option<Arc<Bits>>,
    /// The ids of titles that changed, are new or gone.
    changed: Vec<i64>,
}

impl<O> Clone for Live<O> {
    fn clone(&self) -> Live<O> {
        Live {
            columns: Arc::clone(&self.columns),
            hidden: self.hidden.clone(),
            changed: self.changed.clone(),
        }
    }
}

impl<O> Default for Live<O> {
    fn default() -> Live<O> {
        Live {
            columns: Arc::default(),
            hidden: None,
            changed: Vec::new(),
        }
    }
}

/// A question about the titles of a table.
pub(crate) struct Question<'a, E, O, P, K> {
    /// The titles.
    pub entries: &'a Table<E>,
    /// What is asked of columns.
    pub plan: &'a Plan,
    /// The same of one title.
    pub passes: P,
    /// The order; `None` for the most popular first.
    pub order: Option<&'a O>,
    /// What titles are ordered by, also for the most popular first.
    pub key: K,
    /// Whether the largest comes first.
    pub descending: bool,
    /// Which rows.
    pub slice: Slice,
}

impl<O: Clone + PartialEq> Live<O> {
    /// Builds the columns of a table if there are none, or if too much changed since. `popularity` orders the rows.
    pub fn renew<E: Entry>(&mut self, entries: &Table<E>, popularity: impl Fn(&E) -> f64) {
        if !self.columns.ids.is_empty() && self.changed.len() <= MANY {
            return;
        }
        let mut rows: Vec<(i64, &E)> = entries.iter().collect();
        rows.sort_by(|(one, first), (two, second)| {
            let by_popularity = popularity(second).total_cmp(&popularity(first));
            by_popularity.then(one.cmp(two))
        });
        *self = Live {
            columns: Arc::new(Columns::build(&rows)),
            hidden: None,
            changed: Vec::new(),
        };
    }

    /// Notes that a title changed, is new or gone.
    pub fn change(&mut self, id: i64) {
        if self.changed.contains(&id) {
            return;
        }
        self.changed.push(id);
        if let Some(row) = self.columns.row(id) {
            let columns = &self.columns;
            let hidden = self
                .hidden
                .get_or_insert_with(|| Arc::new(columns.none_hidden()));
            Arc::make_mut(hidden).insert(row);
        }
    }

    /// How many bytes the columns take, about.
    pub fn bytes(&self) -> usize {
        self.columns.bytes()
    }

    /// Answers a question.
    pub fn answer<'a, E, P, K>(&self, question: &Question<'a, E, O, P, K>) -> Found<i64>
    where
        E: Entry,
        P: Fn(&E) -> bool,
        K: Fn(&'a E) -> SortKey<'a>,
    {
        let passing = self.columns.passing(question.plan, self.hidden.as_deref());
        let changed = self.changed.iter();
        let changed = changed.filter_map(|id| Some((*id, &**question.entries.get(*id)?)));
        let changed = changed.filter(|(_, entry)| (question.passes)(entry));
        let mut fresh: Vec<(SortKey<'a>, i64)> = changed
            .map(|(id, entry)| ((question.key)(entry), id))
            .collect();
        let total = passing.count() + fresh.len();
        if fresh.is_empty() {
            return Found {
                total,
                items: self.cut(&passing, question, question.slice),
            };
        }
        let beginning = Slice {
            first: 0,
            length: question.slice.end(),
        };
        let rows = self.cut(&passing, question, beginning).into_iter();
        let key = |id: i64| Some(((question.key)(question.entries.get(id)?), id));
        fresh.extend(rows.filter_map(key));
        fresh.sort_by(|one, two| question.compare(one, two));
        let items = fresh.into_iter().map(|(_, id)| id);
        let items = items.skip(question.slice.first);
        Found {
            total,
            items: items.take(question.slice.length).collect(),
        }
    }

    fn cut<'a, E, P, K>(
        &self,
        passing: &Passing,
        question: &Question<'a, E, O, P, K>,
        slice: Slice,
    ) -> Vec<i64>
    where
        E: Entry,
        K: Fn(&'a E) -> SortKey<'a>,
    {
        let Some(order) = question.order else {
            return self.columns.by_popularity(passing, slice);
        };
        let order = self.columns.order(order, |ids| {
            // What changed since is hidden, so its place does not matter.
            let key = |id: i64| question.entries.get(id).map(|entry| (question.key)(entry));
            let mut rows: Vec<(Option<SortKey<'a>>, i64, u32)> = ids
                .iter()
                .zip(0..)
                .map(|(id, row)| (key(*id), *id, row))
                .collect();
            rows.sort_unstable_by(|one, two| match (&one.0, &two.0) {
                (Some(first), Some(second)) => {
                    question.compare(&(*first, one.1), &(*second, two.1))
                }
                (first, second) => first.is_none().cmp(&second.is_none()),
            });
            rows.into_iter().map(|(_, _, row)| row).collect()
        });
        self.columns.in_order(passing, &order, slice)
    }
}

impl<E, O, P, K> Question<'_, E, O, P, K> {
    fn compare(&self, one: &(SortKey<'_>, i64), two: &(SortKey<'_>, i64)) -> Ordering {
        let by_key = one.0.compare(&two.0, self.descending);
        by_key.then(one.1.cmp(&two.1))
    }
}
