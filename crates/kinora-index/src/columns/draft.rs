//! Columns in the making: rows in the order in which they come, to be numbered by popularity at the end.

use rustc_hash::FxHashMap;

use super::facet::Code;
use super::postings::Postings;
use super::range::{Column, Event, Events};
use super::recalled::Recalled;
use super::strings::Strings;
use super::{Bits, Columns, Entry, EventList, Facet, Number, Words, numbered};

/// Rows that are not numbered yet. What is kept of an entry is what columns keep.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    ids: Vec<i64>,
    numbers: [Vec<f64>; Number::ALL.len()],
    words: Strings,
    /// The facets that were told, by their codes.
    places: FxHashMap<Code, u32>,
    codes: Vec<Code>,
    /// Rows with what they have.
    pairs: Vec<(u32, u32)>,
    recalled: Recalled,
    events: FxHashMap<EventList, Vec<Event>>,
}

impl Draft {
    /// The rows of columns that are not hidden.
    pub fn of(columns: &Columns, hidden: Option<&Bits>) -> Draft {
        let is_kept = |row: &u32| hidden.is_none_or(|hidden| !hidden.contains(*row));
        let mut draft = Draft {
            codes: columns.facets.codes().iter().collect(),
            ..Draft::default()
        };
        draft.places = draft
            .codes
            .iter()
            .copied()
            .zip(numbered(draft.codes.len()))
            .collect();
        let rows = numbered(columns.ids.len());
        // Where a row goes; rows that are hidden go nowhere.
        let mut places = vec![None; columns.ids.len()];
        for row in rows.filter(is_kept) {
            places[row as usize] = Some(draft.next_row());
            draft.ids.push(columns.ids.of(row));
            for (numbers, column) in draft.numbers.iter_mut().zip(&columns.numbers) {
                numbers.push(column.value(row).unwrap_or(f64::NAN));
            }
            draft.words.push(columns.words.all_of(row));
            let recalled = columns.recalled.of(row).iter();
            recalled.for_each(|facet| draft.recalled.add(*facet));
            draft.recalled.end_row();
        }
        for (facet, rows) in columns.facets.iter() {
            let rows = rows.iter().filter_map(|row| places[row as usize]);
            draft.pairs.extend(rows.map(|row| (row, facet)));
        }
        for (list, events) in &columns.events {
            let events = events.iter().filter_map(|event| {
                let row = places[event.row as usize]?;
                Some(Event { row, ..event })
            });
            draft.events.insert(*list, events.collect());
        }
        draft
    }

    fn next_row(&self) -> u32 {
        u32::try_from(self.ids.len()).expect("a catalogue has fewer than 4 billion titles")
    }

    /// Adds an entry; answers its row.
    pub fn add<E: Entry>(&mut self, id: i64, entry: &E) -> u32 {
        let row = self.next_row();
        self.ids.push(id);
        for (number, values) in Number::ALL.into_iter().zip(&mut self.numbers) {
            values.push(entry.number(number).unwrap_or(f64::NAN));
        }
        self.words.push(Words::ALL.map(|words| entry.words(words)));
        entry.facets(&mut |facet| {
            let place = self.tell(row, &facet);
            if facet.is_recalled() {
                self.recalled.add(place);
            }
        });
        self.recalled.end_row();
        entry.events(&mut |list, day, kind| {
            let events = self.events.entry(list).or_default();
            events.push(Event { day, row, kind });
        });
        row
    }

    /// Gives all rows another popularity.
    pub fn score(&mut self, popularity: impl Fn(i64) -> f64) {
        let scores = self.ids.iter().map(|id| popularity(*id));
        self.numbers[Number::Popularity as usize] = scores.collect();
    }

    /// Says that a row has something.
    pub fn tell(&mut self, row: u32, facet: &Facet) -> u32 {
        let next = u32::try_from(self.codes.len());
        let code = facet.code();
        let place = *self.places.entry(code).or_insert_with(|| {
            self.codes.push(code);
            next.expect("a catalogue has fewer than 4 billion facets")
        });
        self.pairs.push((row, place));
        place
    }

    /// The columns.
    pub fn finish(mut self) -> Columns {
        let rows = self.ids.len();
        let popularity = &self.numbers[Number::Popularity as usize];
        let mut order: Vec<u32> = numbered(rows).collect();
        order.sort_unstable_by(|one, two| {
            let by_popularity = popularity[*two as usize].total_cmp(&popularity[*one as usize]);
            by_popularity.then(self.ids[*one as usize].cmp(&self.ids[*two as usize]))
        });
        let mut places = vec![0; rows];
        for (place, row) in numbered(rows).zip(&order) {
            places[*row as usize] = place;
        }
        drop(std::mem::take(&mut self.places));
        for (row, _) in &mut self.pairs {
            *row = places[*row as usize];
        }
        let (facets, new_codes) = Postings::build(rows, &self.codes, &self.pairs);
        drop(std::mem::take(&mut self.pairs));
        let ids: Vec<i64> = order.iter().map(|row| self.ids[*row as usize]).collect();
        let numbers = Number::ALL.map(|number| {
            let values = &self.numbers[number as usize];
            let values = order.iter().map(|row| values[*row as usize]).collect();
            if number.is_ranged() {
                Column::new(values)
            } else {
                Column::without_ranges(values)
            }
        });
        let events = self.events.into_iter().map(|(list, mut events)| {
            for event in &mut events {
                event.row = places[event.row as usize];
            }
            (list, Events::new(events))
        });
        Columns {
            ids: ids.into(),
            facets,
            numbers,
            words: self.words.ordered(&order),
            recalled: self.recalled.ordered(&order, &new_codes),
            events: events.filter(|(_, events)| !events.is_empty()).collect(),
            orders: std::sync::Mutex::default(),
        }
    }
}
