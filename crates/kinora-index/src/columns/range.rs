//! Rows by a number that they have: ranges of it as sets of rows.

use std::borrow::Cow;
use std::io::{self, Read, Write};
use std::ops::Range;

use super::bits::Bits;
use super::numbered;
use crate::bounds::Bounds;
use crate::stored::{read_list, write_list};
use crate::values::Values;

/// Into how many parts the rows of a column are cut at most.
const PARTS: usize = 48;
/// From how many rows on parts are worth their room.
const WORTHWHILE: usize = 4_096;

/// A number for every row, or for some of them. The rows are sorted by it, so that a range is a slice of them; for some of the
/// beginnings of this order there are bits, so that a large range is joined of two of them and of the few rows that stand
/// between its ends and theirs. They end where a number ends: no range does elsewhere.
#[derive(Debug, Default)]
pub(crate) struct Column {
    values: Values,
    /// The rows with a number, sorted by it.
    rows: Vec<u32>,
    /// Beginnings of the order, by where they end.
    beginnings: Vec<(usize, Bits)>,
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
        let mut beginnings = Vec::new();
        if rows.len() >= WORTHWHILE {
            let mut beginning = Bits::none(values.len());
            let mut start = 0;
            while start < rows.len() {
                let middle = (start + rows.len() / PARTS).min(rows.len());
                let value = values.of(rows[middle - 1]);
                let same = rows[middle..]
                    .iter()
                    .take_while(|row| values.of(**row) == value);
                let end = middle + same.count();
                rows[start..end]
                    .iter()
                    .for_each(|row| beginning.insert(*row));
                beginnings.push((end, beginning.clone()));
                start = end;
            }
        }
        Column {
            values,
            rows,
            beginnings,
        }
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

    /// The places in the order whose numbers are inside.
    pub fn places(&self, bounds: &Bounds<f64>) -> Range<usize> {
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

    /// The rows at some places, in the order of their numbers.
    pub fn slice(&self, places: &Range<usize>) -> &[u32] {
        &self.rows[places.clone()]
    }

    /// The rows at some places as sets of `rows`: those in the first that are not in the second.
    pub fn sets(
        &self,
        rows: usize,
        places: &Range<usize>,
    ) -> (Cow<'_, Bits>, Option<Cow<'_, Bits>>) {
        let [start, end] = [places.start, places.end].map(|place| self.nearest(place));
        let between = |end: usize, (known, _): (usize, Option<&Bits>)| end.abs_diff(known);
        if places.len() <= between(places.start, start) + between(places.end, end) {
            let mut set = Bits::none(rows);
            self.slice(places).iter().for_each(|row| set.insert(*row));
            return (Cow::Owned(set), None);
        }
        let before = (places.start > 0).then(|| self.beginning(rows, places.start, start));
        (self.beginning(rows, places.end, end), before)
    }

    /// The beginning of the order that ends nearest to a place, and where it ends.
    fn nearest(&self, place: usize) -> (usize, Option<&Bits>) {
        let after = self.beginnings.partition_point(|(end, _)| *end < place);
        let before = after.checked_sub(1);
        let known = [before, Some(after)].into_iter().flatten();
        let known = known.filter_map(|known| self.beginnings.get(known));
        let known = known.map(|(end, bits)| (*end, Some(bits)));
        let nothing = std::iter::once((0, None));
        nothing
            .chain(known)
            .min_by_key(|(end, _)| end.abs_diff(place))
            .unwrap_or_default()
    }

    /// The first rows of the order as a set: those of a known beginning, with the rows between added or taken out.
    fn beginning<'a>(
        &self,
        rows: usize,
        end: usize,
        (known, bits): (usize, Option<&'a Bits>),
    ) -> Cow<'a, Bits> {
        let set = bits.map_or_else(|| Cow::Owned(Bits::none(rows)), Cow::Borrowed);
        if known == end {
            return set;
        }
        let mut set = set.into_owned();
        match known < end {
            true => (self.rows[known..end].iter()).for_each(|row| set.insert(*row)),
            false => (self.rows[end..known].iter()).for_each(|row| set.remove(*row)),
        }
        Cow::Owned(set)
    }

    /// How many bytes it takes.
    pub fn bytes(&self) -> usize {
        let bits = self.beginnings.iter().map(|(_, bits)| bits.bytes());
        let bits: usize = bits.sum();
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

    fn at(&self, places: Range<usize>) -> impl Iterator<Item = Event> {
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

    fn set_of(column: &Column, rows: usize, places: &Range<usize>) -> Vec<u32> {
        let (set, before) = column.sets(rows, places);
        let mut set = set.into_owned();
        let before = before.iter().flat_map(|before| before.rows());
        before.for_each(|row| set.remove(row));
        set.rows().collect()
    }

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
            let places = column.places(&bounds);
            prop_assert_eq!(places.len(), inside.len());
            prop_assert_eq!(set_of(&column, rows, &places), inside);
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
            let set = set_of(&column, rows, &column.places(&bounds));
            assert_eq!(set, inside);
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
