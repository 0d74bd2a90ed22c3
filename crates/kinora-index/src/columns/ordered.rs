//! Rows in orders other than the usual one, worked out when they are first asked for.

use std::sync::{Arc, MutexGuard, PoisonError};

use super::{Columns, Event, EventList, Number, Words, numbered};
use crate::best::Best;
use crate::country::Country;
use crate::order::{Order, SortBy, SortKey, weighted_rating};
use crate::release::preference;
use crate::slice::Slice;

/// How many orders are remembered: all that a list without a country can be asked for, and some of countries.
const REMEMBERED: usize = 20;

/// Rows in an order.
#[derive(Debug)]
pub(crate) struct Ordered {
    /// The first row first.
    pub rows: Vec<u32>,
    /// The place of each row.
    pub places: Vec<u32>,
    keys: Keys,
}

impl Ordered {
    /// A slice of some rows in this order.
    pub fn first_of(&self, rows: impl Iterator<Item = u32>, slice: Slice) -> Vec<u32> {
        let mut best = Best::new(slice, u32::cmp);
        rows.for_each(|row| best.push(self.places[row as usize]));
        let places = best.finish().items.into_iter();
        places.map(|place| self.rows[place as usize]).collect()
    }
}

/// What rows are ordered by: something that columns have, or what was worked out of it.
#[derive(Debug)]
pub(crate) enum Keys {
    Number(Number),
    Day,
    Words(Words),
    Days(Vec<i32>),
    Numbers(Vec<f64>),
}

impl Columns {
    /// An order, worked out when it is first asked for.
    pub fn order(&self, order: &Order) -> Arc<Ordered> {
        if let Some(found) = self.remembered(order) {
            return found;
        }
        let keys = self.keys(&order.by);
        let rank = |row| (self.key(&keys, row).rank(order.descending), row);
        let mut ranked: Vec<(u64, u32)> = numbered(self.len()).map(rank).collect();
        ranked.sort_unstable_by(|(one_rank, one), (two_rank, two)| {
            // Ranks lie side by side and decide most; only where they are the same is anything looked up.
            one_rank.cmp(two_rank).then_with(|| {
                let (first, second) = (self.key(&keys, *one), self.key(&keys, *two));
                let by_key = first.compare(&second, order.descending);
                by_key.then_with(|| self.id(*one).cmp(&self.id(*two)))
            })
        });
        let rows: Vec<u32> = ranked.into_iter().map(|(_, row)| row).collect();
        let mut places = vec![0; rows.len()];
        for (place, row) in numbered(rows.len()).zip(&rows) {
            places[*row as usize] = place;
        }
        let ordered = Arc::new(Ordered { rows, places, keys });
        let mut orders = self.remembered_orders();
        if orders.len() >= REMEMBERED {
            orders.remove(0);
        }
        orders.push((order.clone(), Arc::clone(&ordered)));
        ordered
    }

    fn remembered(&self, order: &Order) -> Option<Arc<Ordered>> {
        let mut orders = self.remembered_orders();
        let place = orders.iter().position(|(known, _)| known == order)?;
        // The one that was not asked for longest stands first.
        orders[place..].rotate_left(1);
        orders.last().map(|(_, ordered)| Arc::clone(ordered))
    }

    pub(super) fn remembered_orders(&self) -> MutexGuard<'_, Vec<(Order, Arc<Ordered>)>> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What rows are ordered by.
    fn keys(&self, by: &SortBy) -> Keys {
        match by {
            SortBy::Number(number) => Keys::Number(*number),
            SortBy::Day => Keys::Day,
            SortBy::Words(words) => Keys::Words(*words),
            SortBy::ShownDay { country, types } => Keys::Days(self.shown_days(country, types)),
            SortBy::WeightedRating { prior, mean } => {
                let rating = |row| {
                    let number = |number| self.number(row, number).unwrap_or_default();
                    let (average, votes) = (number(Number::VoteAverage), number(Number::VoteCount));
                    weighted_rating(average, votes, *prior, *mean)
                };
                Keys::Numbers(numbered(self.len()).map(rating).collect())
            }
        }
    }

    /// The days that lists of a country show, row by row; the first day where it has none.
    fn shown_days(&self, country: &str, types: &[i32]) -> Vec<i32> {
        let list = EventList::Releases(Country::parse(country));
        let events = self.events.get(&list).filter(|_| country.len() == 2);
        let mut best = vec![(usize::MAX, Event::UNKNOWN); self.len()];
        for event in events.into_iter().flat_map(|events| events.iter()) {
            if event.day != Event::UNKNOWN {
                let day = (preference(i32::from(event.kind), types), event.day);
                let best = &mut best[event.row as usize];
                *best = day.min(*best);
            }
        }
        let first = |row| self.number(row, Number::Day).map(|day| day as i32);
        let days = best.into_iter().zip(numbered(self.len()));
        days.map(|((_, day), row)| match day {
            Event::UNKNOWN => first(row).unwrap_or(Event::UNKNOWN),
            day => day,
        })
        .collect()
    }

    fn key<'a>(&'a self, keys: &Keys, row: u32) -> SortKey<'a> {
        let day = |day: i32| SortKey::Day(Some(day).filter(|day| *day != Event::UNKNOWN));
        match keys {
            Keys::Number(number) => SortKey::Number(self.number(row, *number).unwrap_or_default()),
            Keys::Day => {
                let number = self.number(row, Number::Day);
                SortKey::Day(number.map(|day| day as i32))
            }
            Keys::Words(words) => SortKey::Text(self.words.of(row, *words)),
            Keys::Days(days) => day(days[row as usize]),
            Keys::Numbers(numbers) => SortKey::Number(numbers[row as usize]),
        }
    }

    /// What a row is ordered by in an order that was worked out; by popularity without one.
    pub fn key_in<'a>(&'a self, ordered: Option<&Ordered>, row: u32) -> SortKey<'a> {
        let usual = Keys::Number(Number::Popularity);
        self.key(ordered.map_or(&usual, |ordered| &ordered.keys), row)
    }
}
