//! The words of all names, sorted, one after the other in one array.
//!
//! ```text
//! text   blademartianmatrix
//! ends   5 12 18                 word 1 is text[5..12]; words that begin with "ma" are 1..3
//! ```

use std::io::{self, Read, Write};
use std::ops::Range;

use super::small;
use crate::stored::{read_list, write_list};

/// Sorted words, each with its place as its number.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Dictionary {
    text: Vec<u8>,
    ends: Vec<u32>,
}

impl Dictionary {
    /// The dictionary of these words, which are sorted.
    pub fn of<'a>(words: impl IntoIterator<Item = &'a str>) -> Dictionary {
        let mut dictionary = Dictionary::default();
        for word in words {
            dictionary.text.extend_from_slice(word.as_bytes());
            dictionary.ends.push(small(dictionary.text.len()));
        }
        dictionary
    }

    /// How many words there are.
    pub fn len(&self) -> u32 {
        small(self.ends.len())
    }

    /// A word.
    pub fn word(&self, number: u32) -> &[u8] {
        let number = number as usize;
        let start = match number {
            0 => 0,
            _ => self.ends[number - 1] as usize,
        };
        &self.text[start..self.ends[number] as usize]
    }

    /// A word as text.
    pub fn text(&self, number: u32) -> &str {
        std::str::from_utf8(self.word(number)).unwrap_or_default()
    }

    /// The number of a word.
    pub fn find(&self, word: &str) -> Option<u32> {
        let number = self.first_from(0..self.len(), |other| other < word.as_bytes());
        (number < self.len() && self.word(number) == word.as_bytes()).then_some(number)
    }

    /// The words that begin so.
    pub fn beginning(&self, beginning: &str) -> Range<u32> {
        let beginning = beginning.as_bytes();
        let start = self.first_from(0..self.len(), |word| word < beginning);
        let begins = |word: &[u8]| word.starts_with(beginning);
        // Most beginnings have few words: the end is looked for in steps that double.
        let (mut inside, mut step) = (start, 1);
        while inside + step < self.len() && begins(self.word(inside + step)) {
            inside += step;
            step *= 2;
        }
        let limit = self
            .len()
            .min(inside.saturating_add(step).saturating_add(1));
        start..self.first_from(inside..limit, begins)
    }

    /// The first of these words for which this does not hold, where it holds for those before and not for those after.
    fn first_from(&self, words: Range<u32>, holds: impl Fn(&[u8]) -> bool) -> u32 {
        let (mut low, mut high) = (words.start, words.end);
        while low < high {
            let middle = low + (high - low) / 2;
            match holds(self.word(middle)) {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        low
    }

    /// How many bytes it takes.
    pub fn bytes(&self) -> usize {
        self.text.len() + self.ends.len() * 4
    }

    /// Writes it.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        write_list(out, &self.text)?;
        write_list(out, &self.ends)
    }

    /// Reads what was written.
    pub fn read(input: &mut impl Read) -> io::Result<Dictionary> {
        Ok(Dictionary {
            text: read_list(input)?,
            ends: read_list(input)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn words_and_beginnings_are_found_as_by_looking_at_all(
            words in prop::collection::btree_set("[abcä]{1,4}", 0..60),
            wanted in "[abcä]{0,4}",
        ) {
            let words: BTreeSet<String> = words;
            let dictionary = Dictionary::of(words.iter().map(String::as_str));
            let place = words.iter().position(|word| *word == wanted);
            let begin = words.iter().filter(|word| word.starts_with(&wanted));

            prop_assert_eq!(dictionary.find(&wanted), place.map(small));
            let range = dictionary.beginning(&wanted);
            prop_assert_eq!(range.clone().count(), begin.count());
            prop_assert!(range.into_iter().all(|number| dictionary.text(number).starts_with(&wanted)));
        }
    }
}
