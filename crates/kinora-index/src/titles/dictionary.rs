//! The words of all names, sorted, one after the other in one array.
//!
//! ```text
//! text   blademartianmatrix
//! ends   5 12 18                 word 1 is text[5..12]; words that begin with "ma" are 1..3
//! heads  "blade", "martian", "matrix" as numbers
//! ```
//!
//! The heads, the first eight bytes of each word, decide nearly every comparison. They stand side by side, so that looking for
//! a word does not go back and forth between three places of the memory; a table tells where those with the same first three
//! letters begin.

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
    /// Where the heads of each [drawer] begin, and at last where those of the last one end; nothing where there are few.
    drawers: Vec<u32>,
}

/// From how many words on drawers are worth their room.
const WORTHWHILE: usize = 1_024;

/// How many letters a drawer tells apart: digits, those of the English alphabet, and whatever is before, between and after these.
const LETTERS: usize = 39;
/// By how many letters drawers differ.
const DRAWN: usize = 3;

/// A number of the first letters of a head that sorts as they do. What comes after a letter that is not told apart from others
/// makes no difference.
fn drawer(head: u64) -> usize {
    let (mut drawer, mut is_told_apart) = (0, true);
    for letter in &head.to_be_bytes()[..DRAWN] {
        let (place, is_one) = match letter {
            ..b'0' => (0, false),
            b'0'..=b'9' => (letter - b'0' + 1, true),
            ..b'a' => (11, false),
            b'a'..=b'z' => (letter - b'a' + 12, true),
            _ => (38, false),
        };
        drawer *= LETTERS;
        if is_told_apart {
            drawer += usize::from(place);
        }
        is_told_apart &= is_one;
    }
    drawer
}

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
        dictionary.with_drawers()
    }

    fn with_drawers(mut self) -> Dictionary {
        if self.heads.len() < WORTHWHILE {
            return self;
        }
        self.drawers = vec![0; LETTERS.pow(small(DRAWN)) + 1];
        for head in &self.heads {
            self.drawers[drawer(*head) + 1] += 1;
        }
        for drawer in 1..self.drawers.len() {
            self.drawers[drawer] += self.drawers[drawer - 1];
        }
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
        let start = self.first_from(alike.clone(), |word| word < beginning);
        start..self.first_from(start..alike.end, |word| word.starts_with(beginning))
    }

    /// The words whose head begins as a word does.
    fn alike(&self, word: &[u8]) -> Range<u32> {
        let (first, last) = (head(word, 0), head(word, u8::MAX));
        let start = self.first_head(first, |head| head < first);
        small(start)..small(self.first_head(last, |head| head <= last))
    }

    /// The first head for which this does not hold, where it holds for those in earlier drawers than that of a head, and not for
    /// those in later ones.
    fn first_head(&self, of_drawer: u64, holds: impl Fn(u64) -> bool) -> usize {
        let (from, to) = match self.drawers.get(drawer(of_drawer)..) {
            Some([from, to, ..]) => (*from as usize, *to as usize),
            _ => (0, self.heads.len()),
        };
        from + self.heads[from..to].partition_point(|head| holds(*head))
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
        self.text.len() + (self.ends.len() + self.drawers.len()) * 4 + self.heads.len() * 8
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
        Ok(dictionary.with_drawers())
    }
}

impl Vocabulary for Dictionary {
    fn knows(&self, text: &str, is_beginning: bool) -> bool {
        match is_beginning {
            true => !self.beginning(text).is_empty(),
            false => self.find(text).is_some(),
        }
    }

    fn words_in_front(&self, text: &str) -> SmallVec<[usize; 8]> {
        let mut cuts = SmallVec::new();
        for (cut, _) in text.char_indices().skip(1) {
            let words = self.beginning(&text[..cut]);
            if words.is_empty() {
                break;
            }
            // A word is the first of those that begin with it.
            if self.word(words.start).len() == cut {
                cuts.push(cut);
            }
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
            words in prop::collection::btree_set("(aaaaaa)?[abzäあ09~]{1,4}", 0..300),
            wanted in "(aaaaaa)?[abzäあ09~:]{0,4}",
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

    #[test]
    fn many_words_are_found_in_their_drawers() {
        let letters: Vec<char> = "09:azmbäあ~éж".chars().collect();
        let mut words = BTreeSet::new();
        for one in &letters {
            for two in &letters {
                words.insert(format!("{one}{two}"));
                words.extend(letters.iter().map(|three| format!("{one}{two}{three}")));
            }
        }
        let dictionary = Dictionary::of(words.iter().map(String::as_str));
        assert!(!dictionary.drawers.is_empty());

        for (place, word) in words.iter().enumerate() {
            assert_eq!(dictionary.find(word), Some(small(place)), "{word}");
            assert_eq!(dictionary.find(&format!("{word}q")), None);
            let begin = words.iter().filter(|other| other.starts_with(word));
            assert_eq!(dictionary.beginning(word).len(), begin.count(), "{word}");
        }
    }
}
