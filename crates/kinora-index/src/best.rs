//! The first rows of an order over many, without sorting all of them.
//!
//! A few rows more than are wanted are held. Whenever there are twice as many, the worse half is thrown away, and from then
//! on what is worse than all that stayed is not taken in at all. Over a million rows this is one comparison for nearly each.

use std::cmp::Ordering;

use crate::slice::{Found, Slice};

/// How many rows are gathered at least before some are thrown away.
const LEAST_GATHERED: usize = 256;

/// Gathers rows, counts them, and keeps those of a slice of their order.
pub(crate) struct Best<T, C> {
    slice: Slice,
    compare: C,
    total: usize,
    rows: Vec<T>,
    last: Option<T>,
}

impl<T: Copy, C: Fn(&T, &T) -> Ordering> Best<T, C> {
    /// No rows yet. Only rows that are the same may be equal in the order.
    pub fn new(slice: Slice, compare: C) -> Best<T, C> {
        Best {
            slice,
            compare,
            total: 0,
            rows: Vec::with_capacity(slice.length.min(LEAST_GATHERED)),
            last: None,
        }
    }

    /// Adds a row.
    pub fn push(&mut self, row: T) {
        self.total += 1;
        let is_beyond = |last: &T| (self.compare)(&row, last).is_gt();
        if self.slice.length == 0 || self.last.as_ref().is_some_and(is_beyond) {
            return;
        }
        self.rows.push(row);
        let wanted = self.slice.end();
        if self.rows.len() >= wanted.saturating_mul(2).max(LEAST_GATHERED) {
            let (_, last, _) = self.rows.select_nth_unstable_by(wanted - 1, &self.compare);
            self.last = Some(*last);
            self.rows.truncate(wanted);
        }
    }

    /// What a row must not come behind to be taken in; nothing yet while there are few.
    pub fn last(&self) -> Option<&T> {
        self.last.as_ref()
    }

    /// The slice, in order, and how many rows there were. Nothing else is sorted.
    pub fn finish(mut self) -> Found<T> {
        let Slice { first, .. } = self.slice;
        let end = self.slice.end();
        if end < self.rows.len() {
            self.rows.select_nth_unstable_by(end, &self.compare);
            self.rows.truncate(end);
        }
        if (1..self.rows.len()).contains(&first) {
            self.rows.select_nth_unstable_by(first, &self.compare);
        }
        self.rows.drain(..first.min(self.rows.len()));
        self.rows.sort_unstable_by(&self.compare);
        Found {
            total: self.total,
            items: self.rows,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_slice_is_that_of_the_sorted_rows(
            rows in prop::collection::vec(0..10_000, 0..3_000),
            first in 0_usize..400,
            length in 0_usize..400,
        ) {
            let slice = Slice { first, length };
            let mut best = Best::new(slice, i32::cmp);
            rows.iter().for_each(|row| best.push(*row));
            let mut sorted = rows;
            sorted.sort_unstable();

            prop_assert_eq!(best.finish(), slice.of(&sorted));
        }
    }
}
