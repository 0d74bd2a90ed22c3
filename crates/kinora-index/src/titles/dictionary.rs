//! The words of all names, sorted, one after the other in one array.
//!
//! ```text
//! text   blademartianmatrix
//! ends   5 12 18                 word 1 is text[5..12]; words that begin with "ma" are 1..3
//! heads  "blade", "martian", "matrix" as numbers
//! ```
//!
//! The heads, the first eight bytes of each word, decide nearly every comparison. They stand side by side, so that looking for
//! a word does not go back and forth between three places of the memory; one in so many stands in a list of its own, which is
//! short enough to stay next to the processor.

use std::io::{self, Read, Write};
use std::ops::Range;

use smallvec::SmallVec;

use super::query::Vocabulary;
use super::small;
use crate::stored::{read_list, write_list};

/// Sorted words, each with its place as its number.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Dictionary {
    text: Vec<u8>,
    ends: Vec<u32>,
    heads: Vec<u64>,
    /// Every [`STEP`]th head.
    marks: Vec<u64>,
}

/// How many heads there are for one in the short list.
const STEP: usize = 64;

/// The first bytes of a word as a number that sorts as they do; shorter words are filled up with `filling`.
fn head(word: &[u8], filling: u8) -> u64 {
    let mut head = [filling; 8];
    let length = word.len().min(head.len());
    head[..length].copy_from_slice(&word[..length]);
    u64::from_be_bytes(head)
}

impl Dictionary {
    /// The dictionary of these words, which are sorted.
    pub fn of<'a>(words: impl IntoIterator<Item = &'a str>) -> Dictionary {
        let mut dictionary = Dictionary::default();
        for word in words {
            dictionary.text.extend_from_slice(word.as_bytes());
            dictionary.ends.push(small(dictionary.text.len()));
            dictionary.heads.push(head(word.as_bytes(), 0));
        }
        dictionary.marked()
    }

    fn marked(mut self) -> Dictionary {
        self.marks = self.heads.iter().copied().step_by(STEP).collect();
        self
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
        let word = word.as_bytes();
        let alike = self.alike(word);
        // Of the words that begin with another one, that one itself is the first.
        let number = match word.len() <= size_of::<u64>() {
            true => alike.start,
            false => self.first_from(alike.clone(), |other| other < word),
        };
        (alike.contains(&number) && self.word(number) == word).then_some(number)
    }

    /// The words that begin so.
    pub fn beginning(&self, beginning: &str) -> Range<u32> {
        let beginning = beginning.as_bytes();
        let alike = self.alike(beginning);
        if beginning.len() <= size_of::<u64>() {
            return alike;
        }
        self.beginning_within(alike, beginning)
    }

    /// The words of a range that begin so.
    fn beginning_within(&self, words: Range<u32>, beginning: &[u8]) -> Range<u32> {
        if beginning.len() <= size_of::<u64>() {
            let heads = &self.heads[words.start as usize..words.end as usize];
            let (first, last) = (head(beginning, 0), head(beginning, u8::MAX));
            let start = heads.partition_point(|head| *head < first);
            let end = start + heads[start..].partition_point(|head| *head <= last);
            return words.start + small(start)..words.start + small(end);
        }
        let start = self.first_from(words.clone(), |word| word < beginning);
        let end = self.first_from(start..words.end, |word| word.starts_with(beginning));
        start..end
    }

    /// The words whose head begins as a word does.
    fn alike(&self, word: &[u8]) -> Range<u32> {
        let (first, last) = (head(word, 0), head(word, u8::MAX));
        let marked = self.marks.partition_point(|head| *head < first) * STEP;
        let before = marked.saturating_sub(STEP)..marked.min(self.heads.len());
        let start = before.start + self.heads[before].partition_point(|head| *head < first);
        // Mostly there are few: the end is looked for in steps that double.
        let (mut inside, mut step) = (start, 1);
        while (self.heads.get(inside + step)).is_some_and(|head| *head <= last) {
            inside += step;
            step *= 2;
        }
        let limit = self.heads.len().min(inside + step);
        let more = self.heads[inside..limit].partition_point(|head| *head <= last);
        small(start)..small(inside + more)
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
        self.text.len() + self.ends.len() * 4 + (self.heads.len() + self.marks.len()) * 8
    }

    /// Writes it.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        write_list(out, &self.text)?;
        write_list(out, &self.ends)
    }

    /// Reads what was written.
    pub fn read(input: &mut impl Read) -> io::Result<Dictionary> {
        let mut dictionary = Dictionary {
            text: read_list(input)?,
            ends: read_list(input)?,
            ..Dictionary::default()
        };
        let words = 0..dictionary.len();
        let heads = words.map(|number| head(dictionary.word(number), 0));
        dictionary.heads = heads.collect();
        Ok(dictionary.marked())
    }
}

impl Vocabulary for Dictionary {
    fn knows(&self, text: &str, is_beginning: bool) -> bool {
        match is_beginning {
            true => !self.beginning(text).is_empty(),
            false => self.find(text).is_some(),
        }
    }

    /// Words that begin with a longer beginning are among those that begin with a shorter one, so that all of them are found in
    /// about the time of two.
    fn words_in_front(&self, text: &str) -> SmallVec<[usize; 8]> {
        let mut cuts = SmallVec::new();
        let mut words = None;
        for (cut, _) in text.char_indices().skip(1) {
            let beginning = &text[..cut];
            let within = match words {
                None => self.beginning(beginning),
                Some(words) => self.beginning_within(words, beginning.as_bytes()),
            };
            if within.is_empty() {
                break;
            }
            // A word is the first of those that begin with it.
            if self.word(within.start).len() == cut {
                cuts.push(cut);
            }
            words = Some(within);
        }
        cuts
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
            words in prop::collection::btree_set("(aaaaaa)?[abcä]{1,4}", 0..300),
            wanted in "(aaaaaa)?[abcä]{0,4}",
        ) {
            let words: BTreeSet<String> = words;
            let dictionary = Dictionary::of(words.iter().map(String::as_str));
            let place = words.iter().position(|word| *word == wanted);
            let begin = words.iter().filter(|word| word.starts_with(&wanted));

            prop_assert_eq!(dictionary.find(&wanted), place.map(small));
            let range = dictionary.beginning(&wanted);
            prop_assert_eq!(range.clone().count(), begin.count());
            prop_assert!(range.into_iter().all(|number| dictionary.text(number).starts_with(&wanted)));
            let cuts = wanted.char_indices().skip(1).map(|(cut, _)| cut);
            let cuts: Vec<usize> = cuts.filter(|cut| words.contains(&wanted[..*cut])).collect();
            prop_assert_eq!(dictionary.words_in_front(&wanted).to_vec(), cuts);
        }
    }
}
