//! Which rows have something: for each key its rows, ascending.
//!
//! Keys of many rows have bits, because those are joined word by word. The others are slices of one array.

use std::hash::Hash;

use rustc_hash::FxHashMap;

use super::bits::Bits;

/// From which part of all rows on a key has bits: there bits take no more room than the rows as numbers.
const DENSE: usize = 32;

/// Rows by key.
#[derive(Debug)]
pub(crate) struct Postings<K> {
    places: FxHashMap<K, Place>,
    rows: Vec<u32>,
    bits: Vec<Bits>,
}

impl<K> Default for Postings<K> {
    fn default() -> Postings<K> {
        Postings {
            places: FxHashMap::default(),
            rows: Vec::new(),
            bits: Vec::new(),
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Place {
    Slice { start: u32, length: u32 },
    Bits(u32),
}

/// The rows of a key.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rows<'a> {
    /// As numbers, ascending.
    Few(&'a [u32]),
    /// As bits, with how many there are.
    Many(&'a Bits),
}

impl Rows<'_> {
    /// Whether a row is among them.
    pub fn contains(&self, row: u32) -> bool {
        match self {
            Rows::Few(rows) => rows.binary_search(&row).is_ok(),
            Rows::Many(bits) => bits.contains(row),
        }
    }

    /// Adds them to a set.
    pub fn add_to(&self, set: &mut Bits) {
        match self {
            Rows::Few(rows) => rows.iter().for_each(|row| set.insert(*row)),
            Rows::Many(bits) => set.add(bits),
        }
    }

    /// Takes them out of a set.
    pub fn drop_from(&self, set: &mut Bits) {
        match self {
            Rows::Few(rows) => rows.iter().for_each(|row| set.remove(*row)),
            Rows::Many(bits) => set.drop(bits),
        }
    }
}

/// A place in an array of fewer than four billion.
fn small(number: usize) -> u32 {
    u32::try_from(number).expect("a catalogue has far fewer than 4 billion postings")
}

impl<K: Eq + Hash> Postings<K> {
    /// The postings of `rows` rows. `each` tells the keys of a row; a key may be told twice.
    pub fn build(rows: usize, each: impl Fn(u32, &mut dyn FnMut(K))) -> Postings<K> {
        // The last row that was counted for a key keeps a key that is told twice from counting twice.
        let mut counts: FxHashMap<K, (u32, u32)> = FxHashMap::default();
        for row in 0..small(rows) {
            each(row, &mut |key| {
                let (count, last) = counts.entry(key).or_insert((0, u32::MAX));
                if *last != row {
                    (*count, *last) = (*count + 1, row);
                }
            });
        }
        let mut postings = Postings::default();
        let mut length = 0;
        for (key, (count, _)) in counts {
            let place = if count as usize > rows / DENSE {
                postings.bits.push(Bits::none(rows));
                Place::Bits(small(postings.bits.len() - 1))
            } else {
                let start = small(length);
                length += count as usize;
                Place::Slice { start, length: 0 }
            };
            postings.places.insert(key, place);
        }
        postings.rows = vec![0; length];
        for row in 0..small(rows) {
            each(row, &mut |key| match postings.places.get_mut(&key) {
                Some(Place::Bits(place)) => postings.bits[*place as usize].insert(row),
                Some(Place::Slice { start, length }) => {
                    let end = (*start + *length) as usize;
                    if *length == 0 || postings.rows[end - 1] != row {
                        postings.rows[end] = row;
                        *length += 1;
                    }
                }
                None => {}
            });
        }
        postings
    }

    /// The rows of a key.
    pub fn of(&self, key: &K) -> Rows<'_> {
        match self.places.get(key) {
            Some(Place::Bits(place)) => Rows::Many(&self.bits[*place as usize]),
            Some(Place::Slice { start, length }) => {
                let start = *start as usize;
                Rows::Few(&self.rows[start..start + *length as usize])
            }
            None => Rows::Few(&[]),
        }
    }

    /// How many bytes they take, about.
    pub fn bytes(&self) -> usize {
        let bits: usize = self.bits.iter().map(Bits::bytes).sum();
        bits + self.rows.len() * 4 + self.places.len() * (size_of::<K>() + size_of::<Place>() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_its_rows() {
        let keys = |row: u32| [row % 2, 100 + row % 50, 7, 7];
        let postings = Postings::build(1_000, |row, note| keys(row).into_iter().for_each(note));

        let rows = |key: u32| {
            let mut set = Bits::none(1_000);
            postings.of(&key).add_to(&mut set);
            set.rows().collect::<Vec<_>>()
        };
        assert!(matches!(postings.of(&1), Rows::Many(_)));
        assert!(matches!(postings.of(&149), Rows::Few(_)));
        for key in [0, 1, 7, 100, 149, 999] {
            let expected: Vec<u32> = (0..1_000).filter(|row| keys(*row).contains(&key)).collect();
            assert_eq!(rows(key), expected, "{key}");
            for row in 0..1_000 {
                assert_eq!(postings.of(&key).contains(row), expected.contains(&row));
            }
        }
    }
}
