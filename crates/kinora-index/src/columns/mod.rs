//! Titles by what they have: the engine of discover.
//!
//! Rows are the titles of one kind, numbered by popularity, so that the usual order needs no sorting. What a title has is a
//! [`Facet`] with postings, what it is measured by a [`Column`], what happened to it [`Events`]. A filter becomes a [`Plan`]
//! of these, which finds the rows, and an [`Order`] cuts a page out of them.

mod bits;
mod facet;
mod live;
mod plan;
mod postings;
mod range;

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::slice::Slice;

pub(crate) use bits::Bits;
pub(crate) use facet::Facet;
pub(crate) use live::{Live, Question};
pub(crate) use plan::{EventCondition, EventList, Number, Passing, Plan};
pub(crate) use range::Event;

use plan::Known;
use postings::Postings;
use range::{Column, Events};

/// How many orders are remembered.
const REMEMBERED_ORDERS: usize = 32;
/// From which part of all rows on walking the order is quicker than sorting what passes.
const SPARSE: usize = 16;

/// A title that can be a row.
pub(crate) trait Entry {
    /// Tells what it has.
    fn facets(&self, tell: &mut dyn FnMut(Facet));
    /// A number that it is measured by.
    fn number(&self, number: Number) -> Option<f64>;
    /// Tells what happened to it: the list, the number of the day, the kind.
    fn events(&self, tell: &mut dyn FnMut(EventList, i32, u8));
}

/// The titles of one kind by what they have.
#[derive(Debug)]
pub(crate) struct Columns<O> {
    /// Their ids, the most popular first.
    ids: Vec<i64>,
    /// The rows by id.
    by_id: Vec<u32>,
    facets: Postings<Facet>,
    numbers: [Column; 4],
    events: FxHashMap<EventList, Events>,
    orders: Mutex<Vec<(O, Arc<Order>)>>,
}

impl<O> Default for Columns<O> {
    fn default() -> Columns<O> {
        Columns {
            ids: Vec::new(),
            by_id: Vec::new(),
            facets: Postings::default(),
            numbers: Default::default(),
            events: FxHashMap::default(),
            orders: Mutex::default(),
        }
    }
}

/// Rows in an order.
#[derive(Debug)]
pub(crate) struct Order {
    /// The first row first.
    rows: Vec<u32>,
    /// The place of each row.
    places: Vec<u32>,
}

const NUMBERS: [Number; 4] = [
    Number::VoteAverage,
    Number::VoteCount,
    Number::Day,
    Number::Runtime,
];

impl<O> Known for Columns<O> {
    fn rows(&self) -> usize {
        self.ids.len()
    }

    fn facets(&self) -> &Postings<Facet> {
        &self.facets
    }

    fn column(&self, number: Number) -> &Column {
        &self.numbers[number as usize]
    }

    fn events(&self) -> &FxHashMap<EventList, Events> {
        &self.events
    }
}

impl<O: Clone + PartialEq> Columns<O> {
    /// The columns of these entries, which are given the most popular first.
    pub fn build<E: Entry>(entries: &[(i64, &E)]) -> Columns<O> {
        let rows = entries.len();
        let ids: Vec<i64> = entries.iter().map(|(id, _)| *id).collect();
        let mut by_id: Vec<u32> = numbered(rows).collect();
        by_id.sort_unstable_by_key(|row| ids[*row as usize]);
        let entry = |row: u32| entries[row as usize].1;
        let numbers = NUMBERS.map(|number| {
            let known = numbered(rows);
            let known = known.filter_map(|row| Some((entry(row).number(number)?, row)));
            Column::new(rows, known)
        });
        let mut events: FxHashMap<EventList, Vec<Event>> = FxHashMap::default();
        for row in numbered(rows) {
            entry(row).events(&mut |list, day, kind| {
                let event = Event { day, row, kind };
                events.entry(list).or_default().push(event);
            });
        }
        let events = events.into_iter();
        Columns {
            ids,
            by_id,
            facets: Postings::build(rows, |row, tell| entry(row).facets(tell)),
            numbers,
            events: events
                .map(|(list, events)| (list, Events::new(events)))
                .collect(),
            orders: Mutex::default(),
        }
    }

    /// The row of an id.
    pub fn row(&self, id: i64) -> Option<u32> {
        let place = self
            .by_id
            .binary_search_by_key(&id, |row| self.ids[*row as usize]);
        place.ok().map(|place| self.by_id[place])
    }

    /// The rows that have what a plan asks for and are not hidden.
    pub fn passing(&self, plan: &Plan, hidden: Option<&Bits>) -> Passing {
        plan::run(plan, self, hidden)
    }

    /// No row hidden.
    pub fn none_hidden(&self) -> Bits {
        Bits::none(self.ids.len())
    }

    /// The ids of a slice of what passes, in the order of rows: the most popular first.
    pub fn by_popularity(&self, passing: &Passing, slice: Slice) -> Vec<i64> {
        match passing {
            Passing::Few(rows) => {
                let rows = rows.iter().copied();
                self.cut(rows.skip(slice.first), slice)
            }
            Passing::Many(bits, _) => self.cut(bits.rows_after(slice.first), slice),
        }
    }

    /// The ids of a slice of what passes, in another order.
    pub fn in_order(&self, passing: &Passing, order: &Order, slice: Slice) -> Vec<i64> {
        let sorted = |rows: &mut Vec<u32>| {
            let place = |row: &u32| order.places[*row as usize];
            let end = slice.end();
            if end < rows.len() && end > 0 {
                rows.select_nth_unstable_by_key(end - 1, place);
                rows.truncate(end);
            }
            rows.sort_unstable_by_key(place);
            self.cut(rows.iter().copied().skip(slice.first), slice)
        };
        match passing {
            Passing::Few(rows) => sorted(&mut rows.clone()),
            Passing::Many(bits, count) if *count <= self.ids.len() / SPARSE => {
                sorted(&mut bits.rows().collect())
            }
            Passing::Many(bits, _) => {
                let rows = order.rows.iter().copied();
                let rows = rows.filter(|row| bits.contains(*row));
                self.cut(rows.skip(slice.first), slice)
            }
        }
    }

    fn cut(&self, rows: impl Iterator<Item = u32>, slice: Slice) -> Vec<i64> {
        rows.take(slice.length)
            .map(|row| self.ids[row as usize])
            .collect()
    }

    /// An order, worked out when it is first asked for. `compare` tells which of two ids comes first.
    pub fn order(&self, name: &O, work_out: impl FnOnce(&[i64]) -> Vec<u32>) -> Arc<Order> {
        let remembered = || self.orders.lock().unwrap_or_else(PoisonError::into_inner);
        let found = |orders: &Vec<(O, Arc<Order>)>| {
            let order = orders.iter().find(|(known, _)| known == name);
            order.map(|(_, order)| Arc::clone(order))
        };
        if let Some(order) = found(&remembered()) {
            return order;
        }
        let rows = work_out(&self.ids);
        let mut places = vec![0; rows.len()];
        for (place, row) in numbered(rows.len()).zip(&rows) {
            places[*row as usize] = place;
        }
        let order = Arc::new(Order { rows, places });
        let mut orders = remembered();
        if orders.len() >= REMEMBERED_ORDERS {
            orders.remove(0);
        }
        orders.push((name.clone(), Arc::clone(&order)));
        order
    }

    /// How many bytes they take, about.
    pub fn bytes(&self) -> usize {
        let numbers: usize = self.numbers.iter().map(Column::bytes).sum();
        let events: usize = self.events.values().map(Events::bytes).sum();
        let orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner);
        self.ids.len() * 12
            + self.facets.bytes()
            + numbers
            + events
            + orders.len() * self.ids.len() * 8
    }
}

/// The numbers of rows.
fn numbered(rows: usize) -> impl Iterator<Item = u32> {
    0..u32::try_from(rows).expect("a catalogue has fewer than 4 billion titles")
}
