//! Sets of rows as bits: a row is in the set when its bit is one.

use std::borrow::Cow;
use std::io::{self, Read, Write};
use std::ops::Range;

use crate::stored::{read_list, write_list};

/// How many words are joined and counted at a time: few enough to stay next to the processor.
const BLOCK: usize = 1_024;

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

    /// The rows of `rows` that are in one set of each group of `all` and in none of `none`, and how many these are.
    pub fn joined(
        rows: usize,
        all: &[Vec<Cow<'_, Bits>>],
        none: &[Cow<'_, Bits>],
    ) -> (Bits, usize) {
        let (first, others) = match all.split_first() {
            Some((first, others)) if first.len() == 1 => (Some(&first[0]), others),
            _ => (None, all),
        };
        let mut joined = first.map_or_else(|| Bits::all(rows), |first| first.clone().into_owned());
        let (mut count, mut any) = (0, [0; BLOCK]);
        for (number, block) in joined.words.chunks_mut(BLOCK).enumerate() {
            let start = number * BLOCK;
            let place = start..start + block.len();
            for group in others {
                match group.as_slice() {
                    [set] => keep(block, &set.words[place.clone()]),
                    sets => {
                        let any = &mut any[..block.len()];
                        any.fill(0);
                        sets.iter()
                            .for_each(|set| add(any, &set.words[place.clone()]));
                        keep(block, any);
                    }
                }
            }
            none.iter()
                .for_each(|set| remove(block, &set.words[place.clone()]));
            count += ones(block);
        }
        (joined, count)
    }

    /// How many rows are in it.
    pub fn count(&self) -> usize {
        ones(&self.words)
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

fn keep(words: &mut [u64], others: &[u64]) {
    words
        .iter_mut()
        .zip(others)
        .for_each(|(one, two)| *one &= two);
}

fn add(words: &mut [u64], others: &[u64]) {
    words
        .iter_mut()
        .zip(others)
        .for_each(|(one, two)| *one |= two);
}

fn remove(words: &mut [u64], others: &[u64]) {
    words
        .iter_mut()
        .zip(others)
        .for_each(|(one, two)| *one &= !two);
}

/// How many words are counted side by side.
const LANES: usize = 4;
type Lanes = [u64; LANES];

/// How many ones there are. Eight words at a time are added up bit by bit, so that only every eighth has to be counted
/// (Harley and Seal; see Muła, Kurz and Lemire, "Faster population counts", 2018): processors without an instruction for it
/// take half the time.
fn ones(words: &[u64]) -> usize {
    let plain =
        |words: &[u64]| -> usize { words.iter().map(|word| word.count_ones() as usize).sum() };
    let (mut one, mut two, mut four, mut eights) = ([0; LANES], [0; LANES], [0; LANES], 0);
    let blocks = words.chunks_exact(8 * LANES);
    let rest = plain(blocks.remainder());
    for block in blocks {
        let lanes =
            |place: usize| -> Lanes { std::array::from_fn(|lane| block[place * LANES + lane]) };
        let mut pairs = [[0; LANES]; 4];
        for (place, pair) in pairs.iter_mut().enumerate() {
            (one, *pair) = added(one, lanes(2 * place), lanes(2 * place + 1));
        }
        let (sum, low) = added(two, pairs[0], pairs[1]);
        let (sum, high) = added(sum, pairs[2], pairs[3]);
        two = sum;
        let (sum, eight) = added(four, low, high);
        four = sum;
        eights += plain(&eight);
    }
    8 * eights + 4 * plain(&four) + 2 * plain(&two) + plain(&one) + rest
}

/// Three bits of each place added up: the sum and what is carried.
fn added(one: Lanes, two: Lanes, three: Lanes) -> (Lanes, Lanes) {
    let (mut sum, mut carried) = ([0; LANES], [0; LANES]);
    for lane in 0..LANES {
        let both = one[lane] ^ two[lane];
        sum[lane] = both ^ three[lane];
        carried[lane] = one[lane] & two[lane] | both & three[lane];
    }
    (sum, carried)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn they_are_sets(rows in 1usize..3_000, one in prop::collection::btree_set(0u32..3_000, 0..800),
                         two in prop::collection::btree_set(0u32..3_000, 0..800), passed in 0usize..90) {
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
            let joined = |all: &[&[&BTreeSet<u32>]], none: &[&BTreeSet<u32>]| {
                let sets = |sets: &[&BTreeSet<u32>]| -> Vec<Cow<'static, Bits>> {
                    sets.iter().map(|set| Cow::Owned(bits(set))).collect()
                };
                let all: Vec<_> = all.iter().map(|group| sets(group)).collect();
                let (joined, count) = Bits::joined(rows, &all, &sets(none));
                assert_eq!(joined.count(), count);
                joined
            };
            check(&joined(&[&[&one], &[&two]], &[]), one.intersection(&two).copied().collect());
            check(&joined(&[&[&one, &two]], &[]), one.union(&two).copied().collect());
            check(&joined(&[&[&one]], &[&two]), one.difference(&two).copied().collect());
            check(&joined(&[], &[]), (0..rows as u32).collect());
            check(&joined(&[&[]], &[]), Vec::new());
            check(&joined(&[], &[&one]), (0..rows as u32).filter(|row| !one.contains(row)).collect());
        }
    }

    #[test]
    fn sets_of_several_blocks_are_joined() {
        let rows = 2 * BLOCK * 64 + 100;
        let every = |step: usize| {
            let mut bits = Bits::none(rows);
            (0..rows)
                .step_by(step)
                .for_each(|row| bits.insert(row as u32));
            bits
        };
        let (two, three, five) = (every(2), every(3), every(5));
        let all = [vec![Cow::Borrowed(&two), Cow::Borrowed(&three)]];

        let (joined, count) = Bits::joined(rows, &all, &[Cow::Borrowed(&five)]);

        let expected: Vec<u32> = (0..rows as u32)
            .filter(|row| (row % 2 == 0 || row % 3 == 0) && row % 5 != 0)
            .collect();
        assert_eq!(count, expected.len());
        assert_eq!(joined.rows().collect::<Vec<_>>(), expected);
    }
}
