//! Words that differ from a misspelt one by a letter or two.
//!
//! One edit is a letter put in, left out or changed, or two neighbours in each other's place. Two words are one edit apart
//! only if they become the same when at most one letter is left out of each. So every word is entered in a hash table as it is
//! and once without each of its letters, and a misspelt word is looked up in the same forms:
//!
//! ```text
//! matrix   ->  matrix atrix mtrix marix matix matrx matri
//! matirx   ->  matirx atirx mtirx marirx...  matrx (is in both)
//! ```
//!
//! Of long words only the beginning is entered; what is found is compared letter by letter. Two edits are rare enough that
//! all words are gone through, most of them only by the set of their letters.

use std::cmp::Ordering;
use std::io::{self, Read, Write};

use super::dictionary::Dictionary;
use super::small;
use crate::stored::{read_list, write_list};

/// From how many letters on a word is forgiven one edit, and two.
const FORGIVEN: [usize; 2] = [4, 8];
/// How many letters a misspelt word has at most; longer ones are forgiven nothing.
const LONGEST: usize = 32;
/// How many letters of a word are entered.
const ENTERED: usize = 8;
/// How many words are entered at most, the first of the alphabet: their numbers take 24 bits. A million titles have a twentieth.
const MOST_ENTERED: u32 = 1 << 24;
/// How many entries a bucket has, about.
const IN_BUCKET: usize = 16;
/// How many letters the shortest words have that are entered.
const SHORTEST: usize = FORGIVEN[0] - 1;

/// How many edits a word that is searched for is forgiven. Numbers are forgiven none. One that is a letter short of being
/// forgiven anything may be a longer one that lost a letter.
pub(crate) fn forgiven(word: &str) -> u32 {
    let letters = word.chars().count();
    if letters > LONGEST || word.contains(|letter: char| letter.is_numeric()) {
        return 0;
    }
    let edits = FORGIVEN.iter().filter(|least| letters >= **least).count();
    small(edits.max(usize::from(letters == SHORTEST)))
}

/// Whether two words are long enough for one to be the other misspelt.
pub(crate) fn are_long_enough(one: usize, two: usize) -> bool {
    one.max(two) >= FORGIVEN[0]
}

/// Finds words by their misspelt forms.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Typos {
    /// Where the entries of a bucket begin; a power of two of buckets, and one more.
    starts: Vec<u32>,
    /// The numbers of the words, below eight more bits of the hash of each entry.
    entries: Vec<u32>,
    /// For every word the set of its letters, folded to 32 bits.
    letters: Vec<u32>,
}

impl Typos {
    /// Enters the words of a dictionary.
    pub fn of(dictionary: &Dictionary) -> Typos {
        let mut letters = Vec::with_capacity(dictionary.len() as usize);
        let mut entries: Vec<(u32, u32)> = Vec::new();
        let mut word = Vec::new();
        for number in 0..dictionary.len() {
            let text = dictionary.text(number);
            letters.push(letter_set(text));
            word.clear();
            word.extend(text.chars());
            let is_long = number < MOST_ENTERED && word.len() >= SHORTEST;
            if is_long && !word.iter().any(|letter| letter.is_numeric()) {
                each_form(&word, |hash| entries.push((hash, number)));
            }
        }
        let buckets = entries.len().div_ceil(IN_BUCKET).next_power_of_two();
        let mut typos = Typos {
            starts: vec![0; buckets + 1],
            entries: vec![0; entries.len()],
            letters,
        };
        for (hash, _) in &entries {
            let bucket = typos.bucket(*hash);
            typos.starts[bucket + 1] += 1;
        }
        for bucket in 0..buckets {
            typos.starts[bucket + 1] += typos.starts[bucket];
        }
        let mut next = typos.starts.clone();
        for (hash, number) in entries {
            let place = &mut next[typos.bucket(hash)];
            typos.entries[*place as usize] = marked(hash, number);
            *place += 1;
        }
        typos
    }

    fn bucket(&self, hash: u32) -> usize {
        hash as usize & (self.starts.len() - 2)
    }

    /// The words that are so many edits from this one, sorted.
    pub fn near(&self, dictionary: &Dictionary, word: &str, edits: u32) -> Vec<u32> {
        let letters: Vec<char> = word.chars().collect();
        if edits > 1 {
            return self.far(dictionary, word, &mut Distance::from(&letters), edits);
        }
        let mut found: Vec<u32> = Vec::new();
        if self.entries.is_empty() {
            return found;
        }
        each_form(&letters, |hash| {
            let bucket = self.bucket(hash);
            let entries = self.starts[bucket] as usize..self.starts[bucket + 1] as usize;
            let numbers = (self.entries[entries].iter()).map(|entry| entry ^ marked(hash, 0));
            found.extend(numbers.filter(|number| *number < MOST_ENTERED));
        });
        found.sort_unstable();
        found.dedup();
        let mut other = Vec::new();
        found.retain(|number| {
            other.clear();
            other.extend(dictionary.text(*number).chars());
            are_long_enough(letters.len(), other.len()) && are_one_edit_apart(&letters, &other)
        });
        found
    }

    /// Goes through all words. An edit changes at most two letters of the set.
    fn far(
        &self,
        dictionary: &Dictionary,
        word: &str,
        distance: &mut Distance,
        edits: u32,
    ) -> Vec<u32> {
        let own = letter_set(word);
        let all = (0..).zip(&self.letters);
        let like = all.filter(|(_, letters)| (own ^ **letters).count_ones() <= 2 * edits);
        let like = like.map(|(number, _)| number);
        like.filter(|number| distance.to(dictionary.text(*number), edits) == Some(edits))
            .collect()
    }

    /// How many bytes it takes.
    pub fn bytes(&self) -> usize {
        (self.starts.len() + self.entries.len() + self.letters.len()) * 4
    }

    /// Writes it.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        write_list(out, &self.starts)?;
        write_list(out, &self.entries)?;
        write_list(out, &self.letters)
    }

    /// Reads what was written.
    pub fn read(input: &mut impl Read) -> io::Result<Typos> {
        Ok(Typos {
            starts: read_list(input)?,
            entries: read_list(input)?,
            letters: read_list(input)?,
        })
    }
}

/// The number of a word below the highest bits of a hash.
fn marked(hash: u32, number: u32) -> u32 {
    hash & !(MOST_ENTERED - 1) | number
}

fn letter_set(word: &str) -> u32 {
    word.chars()
        .fold(0, |set, letter| set | 1 << (u32::from(letter) % 32))
}

/// The hashes of the beginning of a word: as it is, and without each of its letters.
fn each_form(word: &[char], mut take: impl FnMut(u32)) {
    let beginning = &word[..word.len().min(ENTERED)];
    take(hash(beginning, &[]));
    for left_out in 0..beginning.len() {
        // Of two neighbours that are the same it does not matter which one is left out.
        if left_out == 0 || beginning[left_out] != beginning[left_out - 1] {
            take(hash(&beginning[..left_out], &beginning[left_out + 1..]));
        }
    }
}

fn hash(one: &[char], two: &[char]) -> u32 {
    let letters = one.iter().chain(two);
    let hash = letters.fold(0, |hash: u64, letter| {
        (hash.rotate_left(5) ^ u64::from(u32::from(*letter))).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    });
    (hash >> 32) as u32
}

/// Whether one edit leads from one word to the other.
fn are_one_edit_apart(one: &[char], two: &[char]) -> bool {
    let same = one.iter().zip(two).take_while(|(one, two)| one == two);
    let same = same.count();
    let (one, two) = (&one[same..], &two[same..]);
    match one.len().cmp(&two.len()) {
        Ordering::Less => *one == two[1..],
        Ordering::Greater => one[1..] == *two,
        Ordering::Equal => {
            let are_swapped = matches!((one, two), ([a, b, one @ ..], [c, d, two @ ..])
                if (a, b) == (d, c) && one == two);
            are_swapped || !one.is_empty() && one[1..] == two[1..]
        }
    }
}

/// Counts edits from one word to others.
struct Distance<'a> {
    word: &'a [char],
    rows: [Vec<u32>; 3],
    other: Vec<char>,
}

impl<'a> Distance<'a> {
    fn from(word: &'a [char]) -> Distance<'a> {
        let row = || vec![0; word.len() + 1];
        Distance {
            word,
            rows: [row(), row(), row()],
            other: Vec::new(),
        }
    }

    /// How many edits lead to the other word; `None` if more than `most`. No part of a word is edited twice.
    fn to(&mut self, other: &str, most: u32) -> Option<u32> {
        self.other.clear();
        self.other.extend(other.chars());
        let (word, other) = (self.word, &self.other);
        if word.len().abs_diff(other.len()) > most as usize {
            return None;
        }
        let [before, last, next] = &mut self.rows;
        for (place, edits) in (0..).zip(last.iter_mut()) {
            *edits = place;
        }
        for (row, letter) in other.iter().enumerate() {
            next[0] = small(row) + 1;
            let mut least = next[0];
            for (column, own) in word.iter().enumerate() {
                let mut edits = (last[column] + u32::from(own != letter))
                    .min(last[column + 1] + 1)
                    .min(next[column] + 1);
                let is_swap =
                    row > 0 && column > 0 && other[row - 1] == *own && word[column - 1] == *letter;
                if is_swap {
                    edits = edits.min(before[column - 1] + 1);
                }
                next[column + 1] = edits;
                least = least.min(edits);
            }
            if least > most {
                return None;
            }
            std::mem::swap(before, last);
            std::mem::swap(last, next);
        }
        Some(last[word.len()]).filter(|edits| *edits <= most)
    }
}

/// How many edits lead from one word to another, if at most `most`.
#[cfg(test)]
pub(crate) fn edits(one: &str, two: &str, most: u32) -> Option<u32> {
    let letters: Vec<char> = one.chars().collect();
    Distance::from(&letters).to(two, most)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn edits_are_counted() {
        for (one, two, count) in [
            ("matrix", "matrix", Some(0)),
            ("matrix", "matirx", Some(1)),
            ("matrix", "matrx", Some(1)),
            ("matrix", "mmatrix", Some(1)),
            ("matrix", "natrix", Some(1)),
            ("matrix", "mtarxi", Some(2)),
            ("matrix", "mart", None),
            ("ab", "ba", Some(1)),
            ("", "ab", Some(2)),
        ] {
            assert_eq!(edits(one, two, 2), count, "{one} {two}");
        }
    }

    #[test]
    fn long_words_are_forgiven_more_and_numbers_nothing() {
        let all = ["it", "hea", "heat", "martian", "inception", "1917", "se7en"].map(forgiven);

        assert_eq!(all, [0, 1, 1, 1, 2, 0, 0]);
        assert_eq!(forgiven(&"a".repeat(33)), 0);
    }

    proptest! {
        #[test]
        fn near_words_are_found_as_by_comparing_all(
            words in prop::collection::btree_set("[abcä]{3,10}", 0..80),
            wanted in "[abcä]{3,10}",
            steps in 1_u32..3,
        ) {
            let length = wanted.chars().count();
            let steps = steps.min(forgiven(&wanted)).max(1);
            let words: BTreeSet<String> = words;
            let dictionary = Dictionary::of(words.iter().map(String::as_str));
            let near: Vec<u32> = (0..).zip(&words)
                .filter(|(_, word)| are_long_enough(length, word.chars().count()))
                .filter(|(_, word)| edits(&wanted, word, steps) == Some(steps))
                .map(|(number, _)| number)
                .collect();

            prop_assert_eq!(Typos::of(&dictionary).near(&dictionary, &wanted, steps), near);
        }
    }
}
