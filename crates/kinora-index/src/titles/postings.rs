//! In which names each word is, ascending, one word after the other in one array.
//!
//! Ranges of words that are in many names (`the`, everything that begins with `b`) have a bit for every name as well, so that
//! two of them are put together 64 names at a time.

use std::io::{self, Read, Write};
use std::ops::Range;

use super::dictionary::Dictionary;
use super::small;
use crate::stored::{read_list, write_list};

/// A range of words is wide if one in so many names has one of them; its bits then take no more room than its names.
const WIDE: usize = 32;
/// How few names are never worth bits.
const FEW: usize = 4_096;
/// Of how many letters the beginnings are that are looked at.
pub(crate) const BEGINNING: usize = 3;

/// The names of every word.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Postings {
    starts: Vec<u32>,
    names: Vec<u32>,
    /// The first and the last word of every wide range, sorted.
    wide: Vec<u64>,
    /// The bits of wide ranges, one after the other.
    bits: Vec<u64>,
    /// How many numbers of 64 bits each takes.
    stride: u32,
}

impl Postings {
    /// The postings of names, of which each is given by the numbers of its words.
    pub fn of<'a>(
        dictionary: &Dictionary,
        names: impl Iterator<Item = &'a [u32]> + Clone,
    ) -> Postings {
        let mut starts = vec![0; dictionary.len() as usize + 1];
        let mut count = 0;
        for name in names.clone() {
            count += 1;
            each_once(name, |word| starts[word as usize + 1] += 1);
        }
        for word in 1..starts.len() {
            starts[word] += starts[word - 1];
        }
        let mut next = starts.clone();
        let mut postings = vec![0; starts.last().copied().unwrap_or_default() as usize];
        for (place, name) in (0..).zip(names) {
            each_once(name, |word| {
                let next = &mut next[word as usize];
                postings[*next as usize] = place;
                *next += 1;
            });
        }
        let mut postings = Postings {
            starts,
            names: postings,
            ..Postings::default()
        };
        postings.widen(dictionary, count);
        postings
    }

    fn widen(&mut self, dictionary: &Dictionary, names: usize) {
        let least = FEW.max(names / WIDE);
        let is_wide = |words: &Range<u32>| self.names_of(words).len() >= least;
        let words = (0..dictionary.len()).map(|word| word..word + 1);
        let mut wide: Vec<Range<u32>> = words
            .chain(beginnings(dictionary))
            .filter(is_wide)
            .collect();
        wide.sort_unstable_by_key(|words| (words.start, words.end));
        wide.dedup();
        let stride = names.div_ceil(64);
        let mut bits = vec![0; stride * wide.len()];
        for (place, words) in wide.iter().enumerate() {
            let bits = &mut bits[place * stride..(place + 1) * stride];
            for name in self.names_of(words) {
                bits[*name as usize / 64] |= 1 << (name % 64);
            }
        }
        self.wide = wide.iter().map(pack).collect();
        self.bits = bits;
        self.stride = small(stride);
    }

    /// The names of a range of words, word by word.
    pub fn names_of(&self, words: &Range<u32>) -> &[u32] {
        match words.is_empty() {
            true => &[],
            false => {
                &self.names[self.starts[words.start as usize] as usize
                    ..self.starts[words.end as usize] as usize]
            }
        }
    }

    /// The bits of a range of words, if it is a wide one.
    pub fn bits_of(&self, words: &Range<u32>) -> Option<&[u64]> {
        let place = self.wide.binary_search(&pack(words)).ok()?;
        let stride = self.stride as usize;
        Some(&self.bits[place * stride..(place + 1) * stride])
    }

    /// How many bytes it takes.
    pub fn bytes(&self) -> usize {
        (self.starts.len() + self.names.len()) * 4 + (self.wide.len() + self.bits.len()) * 8
    }

    /// Writes it.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        write_list(out, &self.starts)?;
        write_list(out, &self.names)?;
        write_list(out, &self.wide)?;
        write_list(out, &self.bits)?;
        write_list(out, &[self.stride])
    }

    /// Reads what was written.
    pub fn read(input: &mut impl Read) -> io::Result<Postings> {
        Ok(Postings {
            starts: read_list(input)?,
            names: read_list(input)?,
            wide: read_list(input)?,
            bits: read_list(input)?,
            stride: read_list(input)?.first().copied().unwrap_or_default(),
        })
    }
}

/// A range of words as one number.
pub(crate) fn pack(words: &Range<u32>) -> u64 {
    u64::from(words.start) << 32 | u64::from(words.end)
}

/// The words of a name, each once.
fn each_once(name: &[u32], mut take: impl FnMut(u32)) {
    for (place, word) in name.iter().enumerate() {
        if !name[..place].contains(word) {
            take(*word);
        }
    }
}

/// The ranges of words that begin with the same one, two or three letters.
pub(crate) fn beginnings(dictionary: &Dictionary) -> impl Iterator<Item = Range<u32>> {
    (1..=BEGINNING).flat_map(|letters| {
        let mut ranges: Vec<Range<u32>> = Vec::new();
        let mut last = String::new();
        for word in 0..dictionary.len() {
            let text = dictionary.text(word);
            let Some((end, letter)) = text.char_indices().nth(letters - 1) else {
                continue;
            };
            let beginning = &text[..end + letter.len_utf8()];
            match ranges.last_mut() {
                Some(range) if last == beginning => range.end = word + 1,
                _ => {
                    last = beginning.to_owned();
                    ranges.push(word..word + 1);
                }
            }
        }
        ranges
    })
}
