//! Rows by a number that they have: ranges of it as sets of rows.

use std::io::{self, Read, Write};

use super::bits::Bits;
use super::numbered;
use super::values::Values;
use crate::bounds::Bounds;
use crate::stored::{read_list, write_list};

/// Into how many parts the rows of a column are cut.
const PARTS: usize = 16;
/// From how many rows on parts are worth their room.
const WORTHWHILE: usize = 4_096;

/// A number for every row, or for some of them. The rows are sorted by it, so that a range is a slice of them; for the
/// beginnings of the order that end with a part there are bits, so that a large range is joined of two of them and the
/// rest of two parts.
#[derive(Debug, Default)]
pub(crate) struct Column {
    values: Values,
    /// The rows with a number, sorted by it.
    rows: Vec<u32>,
    part: usize,
    /// The rows of the first part, of the first two parts, and so on.
    beginnings: Vec<Bits>,
}

impl Column {
    /// The column of these numbers by row; not a number where there is none.
    pub fn new(values: Vec<f64>) -> Column {
        let known = numbered(values.len()).filter(|row| !values[*row as usize].is_nan());
        let mut rows: Vec<u32> = known.collect();
        rows.sort_unstable_by(|one, two| {
            let by_value = values[*one as usize].total_cmp(&values[*two as usize]);
            by_value.then(one.cmp(two))
        });
        Column::sorted(values.into(), rows)
    }

    /// A column in which numbers are looked up by row, and never rows by a range.
    pub fn without_ranges(values: Vec<f64>) -> Column {
        Column {
            values: values.into(),
            ..Column::default()
        }
    }

    fn sorted(values: Values, rows: Vec<u32>) -> Column {
        let mut column = Column {
            part: (rows.len() / PARTS).max(1),
            values,
            rows,
            beginnings: Vec::new(),
        };
        if column.rows.len() >= WORTHWHILE {
            let mut beginning = Bits::none(column.values.len());
            for part in column.rows.chunks(column.part) {
                part.iter().for_each(|row| beginning.insert(*row));
                column.beginnings.push(beginning.clone());
            }
        }
        column
    }

    /// The number of a row.
    pub fn value(&self, row: u32) -> Option<f64> {
        let value = self.values.of(row);
        (!value.is_nan()).then_some(value)
    }

    /// Writes it to a file.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        self.values.write(out)?;
        write_list(out, &self.rows)
    }

    /// Reads what [`write`](Column::write) wrote.
    pub fn read(input: &mut impl Read) -> io::Result<Column> {
        Ok(Column::sorted(Values::read(input)?, read_list(input)?))
    }

    /// The places in the order whose values are inside.
    fn places(&self, bounds: &Bounds<f64>) -> std::ops::Range<usize> {
        let value = |row: &u32| self.values.of(*row);
        let start = bounds.least.map_or(0, |least| {
            self.rows.partition_point(|row| value(row) < least)
        });
        let end = bounds.most.map_or(self.rows.len(), |most| {
            self.rows.partition_point(|row| value(row) <= most)
        });
        start..end.max(start)
    }

    /// Whether the number of a row is inside.
    pub fn holds(&self, row: u32, bounds: &Bounds<f64>) -> bool {
        self.value(row).is_some_and(|value| bounds.holds(value))
    }

    /// How many rows are inside.
    pub fn count(&self, bounds: &Bounds<f64>) -> usize {
        self.places(bounds).len()
    }

    /// The rows inside, in the order of their values.
    pub fn slice(&self, bounds: &Bounds<f64>) -> &[u32] {
        &self.rows[self.places(bounds)]
    }

    /// The rows inside as a set of `rows`.
    pub fn set(&self, rows: usize, bounds: &Bounds<f64>) -> Bits {
        let places = self.places(bounds);
        if places.len() <= self.part {
            let mut set = Bits::none(rows);
            self.rows[places].iter().for_each(|row| set.insert(*row));
            return set;
        }
        let mut set = self.beginning(rows, places.end);
        if places.start > 0 {
            set.drop(&self.beginning(rows, places.start));
        }
        set
    }

    /// The first rows of the order as a set: those up to the nearest end of a part, and the rows between added or taken out.
    fn beginning(&self, rows: usize, end: usize) -> Bits {
        let part = self.part.max(1);
        let parts = match end == self.rows.len() {
            true => self.beginnings.len(),
            false => ((end + part / 2) / part).min(self.beginnings.len()),
        };
        let known = parts.checked_sub(1).map(|last| &self.beginnings[last]);
        let mut set = known.cloned().unwrap_or_else(|| Bits::none(rows));
        let known = (parts * part).min(self.rows.len());
        match known <= end {
            true => (self.rows[known..end].iter()).for_each(|row| set.insert(*row)),
            false => (self.rows[end..known].iter()).for_each(|row| set.remove(*row)),
        }
        set
    }

    /// How many bytes it takes.
    pub fn bytes(&self) -> usize {
        let bits: usize = self.beginnings.iter().map(Bits::bytes).sum();
        bits + self.rows.len() * 4 + self.values.bytes()
    }
}

/// Events of rows: any number for each row, with the day, where it is known, and a kind. Other whole numbers, of which a row has
/// several, are held the same way.
#[derive(Debug, Default)]
pub(crate) struct Events {
    /// The days, ascending; unknown ones last.
    days: Vec<i32>,
    /// Whose each is.
    rows: Vec<u32>,
    /// What each is.
    kinds: Vec<u8>,
}

/// An event.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Event {
    /// The number of its day; [`Event::UNKNOWN`] when it is not known.
    pub day: i32,
    /// Whose it is.
    pub row: u32,
    /// What it is.
    pub kind: u8,
}

impl Event {
    /// The day of events whose day is not known.
    pub const UNKNOWN: i32 = i32::MAX;
}

impl Events {
    /// These events.
    pub fn new(mut events: Vec<Event>) -> Events {
        events.sort_unstable_by_key(|event| (event.day, event.row));
        Events {
            days: events.iter().map(|event| event.day).collect(),
            rows: events.iter().map(|event| event.row).collect(),
            kinds: events.iter().map(|event| event.kind).collect(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.days.is_empty()
    }

    /// Every event, by day.
    pub fn iter(&self) -> impl Iterator<Item = Event> {
        self.at(0..self.days.len())
    }

    /// The events in a range of days; events without a day are in the range that is open at both ends only.
    pub fn within<'a>(&'a self, days: &Bounds<i32>) -> impl Iterator<Item = Event> + use<'a> {
        if days.is_open() {
            return self.at(0..self.days.len());
        }
        let start = days
            .least
            .map_or(0, |least| self.days.partition_point(|day| *day < least));
        let last = days.most.unwrap_or(Event::UNKNOWN - 1);
        let end = self.days.partition_point(|day| *day <= last);
        self.at(start.min(end)..end)
    }

    fn at(&self, places: std::ops::Range<usize>) -> impl Iterator<Item = Event> {
        let days = self.days[places.clone()].iter();
        let rows = self.rows[places.clone()].iter();
        let events = days.zip(rows).zip(&self.kinds[places]);
        events.map(|((day, row), kind)| Event {
            day: *day,
            row: *row,
            kind: *kind,
        })
    }

    /// How many bytes they take.
    pub fn bytes(&self) -> usize {
        self.days.len() * (size_of::<i32>() + size_of::<u32>() + size_of::<u8>())
    }

    /// Writes them to a file.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        write_list(out, &self.days)?;
        write_list(out, &self.rows)?;
        write_list(out, &self.kinds)
    }

    /// Reads what [`write`](Events::write) wrote.
    pub fn read(input: &mut impl Read) -> io::Result<Events> {
        Ok(Events {
            days: read_list(input)?,
            rows: read_list(input)?,
            kinds: read_list(input)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_range_holds_what_is_inside(values in prop::collection::vec(prop::option::of(0u8..30), 1..200),
                                        least in prop::option::of(0u8..30), most in prop::option::of(0u8..30)) {
            let rows = values.len();
            let known = || values.iter().enumerate().filter_map(|(row, value)| Some((f64::from((*value)?), row as u32)));
            let by_row = values.iter().map(|value| value.map_or(f64::NAN, f64::from)).collect();
            let bounds = Bounds { least: least.map(f64::from), most: most.map(f64::from) };
            let column = Column::new(by_row);
            let inside: Vec<u32> = known().filter(|(value, _)| bounds.holds(*value)).map(|(_, row)| row).collect();
            prop_assert_eq!(column.count(&bounds), inside.len());
            prop_assert_eq!(column.set(rows, &bounds).rows().collect::<Vec<_>>(), inside);
        }
    }

    #[test]
    fn parts_add_up() {
        let rows = 3 * WORTHWHILE + 17;
        let value = |row: usize| ((row * 7_919) % 1_000) as f64;
        let column = Column::new((0..rows).map(value).collect());

        for (least, most) in [(0, 999), (3, 3), (250, 750), (1, 998), (500, 400)] {
            let bounds = Bounds {
                least: Some(f64::from(least)),
                most: Some(f64::from(most)),
            };
            let inside = (0..rows).filter(|row| bounds.holds(value(*row)));
            let inside: Vec<u32> = inside.map(|row| row as u32).collect();
            assert_eq!(column.set(rows, &bounds).rows().collect::<Vec<_>>(), inside);
        }
    }

    #[test]
    fn events_without_a_day_are_in_no_range() {
        let event = |day, row| Event { day, row, kind: 0 };
        let events = Events::new(vec![event(Event::UNKNOWN, 0), event(5, 1), event(9, 2)]);
        let rows = |least, most| -> Vec<u32> {
            let within = events.within(&Bounds { least, most });
            within.map(|event| event.row).collect()
        };

        assert_eq!(rows(None, None), [1, 2, 0]);
        assert_eq!(rows(Some(5), None), [1, 2]);
        assert_eq!(rows(None, Some(8)), [1]);
        assert_eq!(rows(Some(6), Some(2)), [0_u32; 0]);
    }
}
