//! Titles by what they have: the engine of discover.
//!
//! Rows are the titles of one kind, numbered by popularity, so that the usual order needs no sorting. What a title has is a
//! [`Facet`] with postings, what it is measured by a [`Column`], what happened to it [`Events`]. A filter becomes a [`Plan`]
//! of these, which finds the rows, and an [`Ordered`] cuts a page out of them. Everything is held in flat arrays, which are
//! written to a file and read from it as they are. Columns never change: [`Live`] keeps what changed since beside them.

mod bits;
mod codes;
mod draft;
mod facet;
mod live;
mod ordered;
mod plan;
mod postings;
mod range;
mod recalled;
mod strings;

use std::io::{self, Read, Write};
use std::ops::Range;
use std::sync::Mutex;

use rustc_hash::FxHashMap;

use crate::ids::Ids;
use crate::order::{Order, SortBy, SortKey, weighted_rating};
use crate::slice::Slice;
use crate::stored::{read_list, write_list};

pub(crate) use bits::Bits;
pub(crate) use draft::Draft;
pub(crate) use facet::Facet;
pub(crate) use live::{Live, Posting, Question, posting, recalled};
pub(crate) use ordered::Ordered;
pub(crate) use plan::{EventCondition, EventList, Number, Passing, Plan};
pub(crate) use postings::Rows;
pub(crate) use range::Event;

use plan::Known;
use postings::Postings;
use range::{Column, Events};
use recalled::Recalled;
use strings::Strings;

/// From which part of all rows on walking the order is quicker than looking up the place of each row that passes.
const SPARSE: usize = 16;

/// A title that can be a row.
pub(crate) trait Entry {
    /// Tells what it has.
    fn facets(&self, tell: &mut dyn FnMut(Facet));
    /// A number that it is measured by.
    fn number(&self, number: Number) -> Option<f64>;
    /// A text that it is ordered by, folded.
    fn words(&self, words: Words) -> &str;
    /// Tells what happened to it: the list, the number of the day, the kind.
    fn events(&self, tell: &mut dyn FnMut(EventList, i32, u8));
    /// The day that lists of a country show, where it is not the first one; see [`shown_date`](crate::shown_date).
    fn shown_day(&self, country: &str, types: &[i32]) -> Option<i32>;

    /// What it is ordered by.
    fn key(&self, by: &SortBy) -> SortKey<'_> {
        let number = |number| self.number(number).unwrap_or_default();
        let day = || self.number(Number::Day).map(|day| day as i32);
        match by {
            SortBy::Number(wanted) => SortKey::Number(number(*wanted)),
            SortBy::Words(words) => SortKey::Text(self.words(*words)),
            SortBy::Day => SortKey::Day(day()),
            SortBy::ShownDay { country, types } => {
                SortKey::Day(self.shown_day(country, types).or_else(day))
            }
            SortBy::WeightedRating { prior, mean } => SortKey::Number(weighted_rating(
                number(Number::VoteAverage),
                number(Number::VoteCount),
                *prior,
                *mean,
            )),
        }
    }
}

/// A text that titles are ordered by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Words {
    /// The title in the default language, else the original one.
    Title,
    /// The original title.
    Original,
}

impl Words {
    /// Both, in the order of their numbers.
    pub const ALL: [Words; 2] = [Words::Title, Words::Original];
}

/// The titles of one kind by what they have.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    /// Their ids, the most popular first.
    ids: Ids,
    facets: Postings,
    numbers: [Column; Number::ALL.len()],
    words: Strings,
    recalled: Recalled,
    events: FxHashMap<EventList, Events>,
    orders: Mutex<Vec<(Order, std::sync::Arc<Ordered>)>>,
}

impl Known for Columns {
    fn rows(&self) -> usize {
        self.ids.len()
    }

    fn facets(&self) -> &Postings {
        &self.facets
    }

    fn column(&self, number: Number) -> &Column {
        &self.numbers[number as usize]
    }

    fn events(&self) -> &FxHashMap<EventList, Events> {
        &self.events
    }
}

impl Columns {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// The row of an id.
    pub fn row(&self, id: i64) -> Option<u32> {
        self.ids.number(id)
    }

    /// The id of a row.
    pub fn id(&self, row: u32) -> i64 {
        self.ids.of(row)
    }

    /// All rows, the most popular first, then the smaller id.
    pub fn all_rows(&self) -> Range<u32> {
        numbered(self.ids.len())
    }

    /// How a row stands among others: its popularity and its id.
    pub fn standing(&self, row: u32) -> (f64, i64) {
        let popularity = self.number(row, Number::Popularity);
        (popularity.unwrap_or_default(), self.id(row))
    }

    /// A number of a row.
    pub fn number(&self, row: u32, number: Number) -> Option<f64> {
        self.numbers[number as usize].value(row)
    }

    /// The rows that have something.
    pub fn with(&self, facet: &Facet) -> Rows<'_> {
        self.facets.of(facet)
    }

    /// What is [recalled](Facet::is_recalled) of a row, in the order in which it was told.
    pub fn recalled(&self, row: u32) -> impl Iterator<Item = Facet> {
        let codes = self.recalled.codes(row, self.facets.codes());
        codes.filter_map(Facet::recalled)
    }

    /// The rows that have what a plan asks for and are not hidden.
    pub fn passing(&self, plan: &Plan, hidden: Option<&Bits>) -> Passing {
        plan::run(plan, self, hidden)
    }

    /// No row hidden.
    pub fn none_hidden(&self) -> Bits {
        Bits::none(self.ids.len())
    }

    /// A slice of what passes, in the order of rows: the most popular first.
    pub fn by_popularity(&self, passing: &Passing, slice: Slice) -> Vec<u32> {
        match passing {
            Passing::Few(rows) => {
                let rows = rows.iter().copied();
                rows.skip(slice.first).take(slice.length).collect()
            }
            Passing::Many(bits, _) => bits.rows_after(slice.first).take(slice.length).collect(),
        }
    }

    /// A slice of what passes, in another order.
    pub fn in_order(&self, passing: &Passing, order: &Ordered, slice: Slice) -> Vec<u32> {
        match passing {
            Passing::Few(rows) => order.first_of(rows.iter().copied(), slice),
            Passing::Many(bits, count) if *count <= self.ids.len() / SPARSE => {
                order.first_of(bits.rows(), slice)
            }
            Passing::Many(bits, _) => {
                let rows = order.rows.iter().copied();
                let rows = rows.filter(|row| bits.contains(*row));
                rows.skip(slice.first).take(slice.length).collect()
            }
        }
    }

    /// How many bytes they take, about.
    pub fn bytes(&self) -> usize {
        let numbers: usize = self.numbers.iter().map(Column::bytes).sum();
        let events: usize = self.events.values().map(Events::bytes).sum();
        let orders = self.remembered_orders().len();
        let flat =
            numbers + self.words.bytes() + events + self.facets.bytes() + self.recalled.bytes();
        flat + self.ids.bytes() + orders * self.ids.len() * 8
    }

    /// Writes them to a file.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        self.ids.write(out)?;
        self.facets.write(out)?;
        self.numbers
            .iter()
            .try_for_each(|column| column.write(out))?;
        self.words.write(out)?;
        self.recalled.write(out)?;
        let mut lists: Vec<(u32, &Events)> = (self.events.iter())
            .map(|(list, events)| (list.code(), events))
            .collect();
        lists.sort_unstable_by_key(|(code, _)| *code);
        let codes: Vec<u32> = lists.iter().map(|(code, _)| *code).collect();
        write_list(out, &codes)?;
        lists.iter().try_for_each(|(_, events)| events.write(out))
    }

    /// Reads what [`write`](Columns::write) wrote.
    pub fn read(input: &mut impl Read) -> io::Result<Columns> {
        let mut columns = Columns {
            ids: Ids::read(input)?,
            facets: Postings::read(input)?,
            ..Columns::default()
        };
        for column in &mut columns.numbers {
            *column = Column::read(input)?;
        }
        columns.words = Strings::read(input)?;
        columns.recalled = Recalled::read(input)?;
        for code in read_list(input)? {
            let list = EventList::of(code)
                .ok_or_else(|| io::Error::other("there is no such list of events"))?;
            columns.events.insert(list, Events::read(input)?);
        }
        Ok(columns)
    }
}

/// The numbers of rows.
fn numbered(rows: usize) -> Range<u32> {
    0..u32::try_from(rows).expect("a catalogue has fewer than 4 billion titles")
}
