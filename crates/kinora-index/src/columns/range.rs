//! Rows by a number that they have: ranges of it as sets of rows.

use super::bits::Bits;
use crate::bounds::Bounds;

/// Into how many parts the rows of a column are cut.
const PARTS: usize = 32;
/// From how many rows on parts are worth their room.
const WORTHWHILE: usize = 4_096;

/// A number for every row, or for some of them. The rows are sorted by it, so that a range is a slice of them; for the
/// beginnings of the order that end with a part there are bits, so that a large range is joined of two of them and the
/// rest of two parts.
#[derive(Debug, Default)]
pub(crate) struct Column {
    /// By row; not a number where there is none.
    values: Vec<f64>,
    /// The rows with a number, sorted by it.
    rows: Vec<u32>,
    part: usize,
    /// The rows of the first part, of the first two parts, and so on.
    beginnings: Vec<Bits>,
}

impl Column {
    /// The column of these numbers among `rows` rows. Numbers are given once a row at most.
    pub fn new(rows: usize, numbers: impl IntoIterator<Item = (f64, u32)>) -> Column {
        let mut numbers: Vec<(f64, u32)> = numbers.into_iter().collect();
        numbers.sort_unstable_by(|one, two| one.0.total_cmp(&two.0).then(one.1.cmp(&two.1)));
        let mut values = vec![f64::NAN; rows];
        for (value, row) in &numbers {
            values[*row as usize] = *value;
        }
        let mut column = Column {
            values,
            rows: numbers.iter().map(|(_, row)| *row).collect(),
            part: (numbers.len() / PARTS).max(1),
            beginnings: Vec::new(),
        };
        if column.rows.len() >= WORTHWHILE {
            let mut beginning = Bits::none(rows);
            for part in column.rows.chunks_exact(column.part) {
                part.iter().for_each(|row| beginning.insert(*row));
                column.beginnings.push(beginning.clone());
            }
        }
        column
    }

    /// The places in the order whose values are inside.
    fn places(&self, bounds: &Bounds<f64>) -> std::ops::Range<usize> {
        let value = |row: &u32| self.values[*row as usize];
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
        let value = self.values.get(row as usize);
        value.is_some_and(|value| !value.is_nan() && bounds.holds(*value))
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
        let mut set = self.beginning(rows, places.end);
        if places.start > 0 {
            set.drop(&self.beginning(rows, places.start));
        }
        set
    }

    /// The first rows of the order as a set.
    fn beginning(&self, rows: usize, end: usize) -> Bits {
        let parts = (end / self.part.max(1)).min(self.beginnings.len());
        let known = parts.checked_sub(1).map(|last| &self.beginnings[last]);
        let mut set = known.cloned().unwrap_or_else(|| Bits::none(rows));
        let rest = &self.rows[(parts * self.part).min(end)..end];
        rest.iter().for_each(|row| set.insert(*row));
        set
    }

    /// How many bytes it takes.
    pub fn bytes(&self) -> usize {
        let bits: usize = self.beginnings.iter().map(Bits::bytes).sum();
        bits + self.rows.len() * 4 + self.values.len() * 8
    }
}

/// Events of rows: any number for each row, with the day, where it is known, and a kind. Other whole numbers, of which a row has
/// several, are held the same way.
#[derive(Debug, Default)]
pub(crate) struct Events {
    /// By day, those without one last.
    events: Vec<Event>,
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
        Events { events }
    }

    /// The events in a range of days; events without a day are in the range that is open at both ends only.
    pub fn within(&self, days: &Bounds<i32>) -> &[Event] {
        if days.is_open() {
            return &self.events;
        }
        let start = days.least.map_or(0, |least| {
            self.events.partition_point(|event| event.day < least)
        });
        let last = days.most.unwrap_or(Event::UNKNOWN - 1);
        let end = self.events.partition_point(|event| event.day <= last);
        &self.events[start.min(end)..end]
    }

    /// How many bytes they take.
    pub fn bytes(&self) -> usize {
        self.events.len() * size_of::<Event>()
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
            let bounds = Bounds { least: least.map(f64::from), most: most.map(f64::from) };
            let column = Column::new(rows, known());
            let inside: Vec<u32> = known().filter(|(value, _)| bounds.holds(*value)).map(|(_, row)| row).collect();
            prop_assert_eq!(column.count(&bounds), inside.len());
            prop_assert_eq!(column.set(rows, &bounds).rows().collect::<Vec<_>>(), inside);
        }
    }

    #[test]
    fn parts_add_up() {
        let rows = 3 * WORTHWHILE + 17;
        let value = |row: usize| ((row * 7_919) % 1_000) as f64;
        let column = Column::new(rows, (0..rows).map(|row| (value(row), row as u32)));

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
            within.iter().map(|event| event.row).collect()
        };

        assert_eq!(rows(None, None), [1, 2, 0]);
        assert_eq!(rows(Some(5), None), [1, 2]);
        assert_eq!(rows(None, Some(8)), [1]);
        assert_eq!(rows(Some(6), Some(2)), [0_u32; 0]);
    }
}
