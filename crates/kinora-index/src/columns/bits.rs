//! Sets of rows as bits: a row is in the set when its bit is one.

use std::io::{self, Read, Write};
use std::ops::Range;

use crate::stored::{read_list, write_list};

/// A set of rows below some number.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// No row of `rows`.
    pub fn none(rows: usize) -> Bits {
        Bits {
            words: vec![0; rows.div_ceil(64)],
        }
    }

    /// Every row of `rows`.
    pub fn all(rows: usize) -> Bits {
        let mut bits = Bits {
            words: vec![u64::MAX; rows.div_ceil(64)],
        };
        if let Some(last) = bits.words.last_mut()
            && !rows.is_multiple_of(64)
        {
            *last = (1 << (rows % 64)) - 1;
        }
        bits
    }

    /// Whether a row is in it.
    pub fn contains(&self, row: u32) -> bool {
        let word = self.words.get(row as usize / 64);
        word.is_some_and(|word| word & (1 << (row % 64)) != 0)
    }

    /// Puts a row in.
    pub fn insert(&mut self, row: u32) {
        self.words[row as usize / 64] |= 1 << (row % 64);
    }

    /// Takes a row out.
    pub fn remove(&mut self, row: u32) {
        self.words[row as usize / 64] &= !(1 << (row % 64));
    }

    /// Keeps what is in the other as well.
    pub fn keep(&mut self, other: &Bits) {
        self.combine(other, |one, two| one & two);
    }

    /// Adds what is in the other.
    pub fn add(&mut self, other: &Bits) {
        self.combine(other, |one, two| one | two);
    }

    /// Takes out what is in the other.
    pub fn drop(&mut self, other: &Bits) {
        self.combine(other, |one, two| one & !two);
    }

    fn combine(&mut self, other: &Bits, combine: impl Fn(u64, u64) -> u64) {
        for (one, two) in self.words.iter_mut().zip(&other.words) {
            *one = combine(*one, *two);
        }
    }

    /// How many rows are in it.
    pub fn count(&self) -> usize {
        let ones = self.words.iter().map(|word| word.count_ones() as usize);
        ones.sum()
    }

    /// The rows, ascending.
    pub fn rows(&self) -> impl Iterator<Item = u32> {
        self.rows_after(0)
    }

    /// The rows without the first `passed`, ascending. Whole words are passed by their counts.
    pub fn rows_after(&self, passed: usize) -> impl Iterator<Item = u32> {
        let mut left = passed;
        let start = self.words.iter().position(|word| {
            let ones = word.count_ones() as usize;
            let is_here = left < ones;
            if !is_here {
                left -= ones;
            }
            is_here
        });
        let start = start.unwrap_or(self.words.len());
        self.rows_of(start..self.words.len()).skip(left)
    }

    /// The rows of a range that begins with a multiple of 64, ascending.
    pub fn rows_within(&self, range: &Range<u32>) -> impl Iterator<Item = u32> {
        let end = (range.end.div_ceil(64) as usize).min(self.words.len());
        let start = (range.start as usize / 64).min(end);
        self.rows_of(start..end).take_while(|row| *row < range.end)
    }

    /// The rows of some words.
    fn rows_of(&self, words: Range<usize>) -> impl Iterator<Item = u32> {
        let first = u32::try_from(words.start * 64).unwrap_or(u32::MAX);
        let words = (first..).step_by(64).zip(&self.words[words]);
        words.flat_map(|(first, word)| {
            let mut word = *word;
            std::iter::from_fn(move || {
                let bit = (word != 0).then(|| word.trailing_zeros())?;
                word &= word - 1;
                Some(first + bit)
            })
        })
    }

    /// How many bytes it takes.
    pub fn bytes(&self) -> usize {
        self.words.len() * 8
    }

    /// Writes it to a file.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        write_list(out, &self.words)
    }

    /// Reads what [`write`](Bits::write) wrote.
    pub fn read(input: &mut impl Read) -> io::Result<Bits> {
        read_list(input).map(|words| Bits { words })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn they_are_sets(rows in 1usize..300, one in prop::collection::btree_set(0u32..300, 0..80),
                         two in prop::collection::btree_set(0u32..300, 0..80), passed in 0usize..90) {
            let inside = |set: &BTreeSet<u32>| -> BTreeSet<u32> {
                set.iter().copied().filter(|row| (*row as usize) < rows).collect()
            };
            let (one, two) = (inside(&one), inside(&two));
            let bits = |set: &BTreeSet<u32>| {
                let mut bits = Bits::none(rows);
                set.iter().for_each(|row| bits.insert(*row));
                bits
            };
            let check = |bits: &Bits, set: Vec<u32>| {
                assert_eq!(bits.count(), set.len());
                assert_eq!(bits.rows().collect::<Vec<_>>(), set);
                assert!(bits.rows_after(passed).eq(set.iter().copied().skip(passed)));
                let within = 64..64 + passed as u32;
                assert!(bits.rows_within(&within).eq(set.into_iter().filter(|row| within.contains(row))));
            };
            check(&bits(&one), one.iter().copied().collect());
            let mut both = bits(&one);
            both.keep(&bits(&two));
            check(&both, one.intersection(&two).copied().collect());
            let mut either = bits(&one);
            either.add(&bits(&two));
            check(&either, one.union(&two).copied().collect());
            let mut rest = Bits::all(rows);
            rest.drop(&bits(&one));
            check(&rest, (0..rows as u32).filter(|row| !one.contains(row)).collect());
        }
    }
}
