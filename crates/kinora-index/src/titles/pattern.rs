//! A query in the numbers of a segment: for each of its words, the words of names that it may be.

use std::ops::Range;

use smallvec::SmallVec;

use super::dictionary::Dictionary;
use super::query::{Query, Word};
use super::typo::Typos;

/// As many numbers of words as most queries have, without asking for memory.
pub(crate) type Numbers = SmallVec<[u32; 8]>;

/// Words that a word of the query may be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Choice {
    /// The words.
    pub words: Range<u32>,
    /// How many edits away they are.
    pub edits: u32,
    /// Whether the word of the query is only their beginning.
    pub is_beginning: bool,
}

impl Choice {
    fn word(word: u32, edits: u32) -> Choice {
        Choice {
            words: word..word + 1,
            edits,
            is_beginning: false,
        }
    }
}

/// What one word of the query may be: ranges that do not overlap, sorted.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Choices {
    all: SmallVec<[Choice; 2]>,
    /// The word itself, if names have it.
    pub exact: Option<u32>,
}

impl Choices {
    /// What a word may be that is written as it should be.
    pub fn typed(dictionary: &Dictionary, word: &Word, is_last: bool) -> Choices {
        let words = if is_last {
            dictionary.beginning(&word.written)
        } else {
            0..0
        };
        // A word is the first of those that begin with it.
        let exact = match is_last && word.is_as_written() {
            true => Some(words.start).filter(|first| {
                words.contains(first) && dictionary.word(*first) == word.written.as_bytes()
            }),
            false => dictionary.find(word.meant()),
        };
        let mut choices = Choices {
            all: SmallVec::new(),
            exact,
        };
        if !words.is_empty() {
            choices.all.push(Choice {
                words,
                edits: 0,
                is_beginning: true,
            });
        }
        choices.add(exact.into_iter().map(|exact| Choice::word(exact, 0)));
        choices
    }

    /// The same and what it may be if it is misspelt, with so many edits at most.
    pub fn misspelt(
        dictionary: &Dictionary,
        typos: &Typos,
        word: &Word,
        is_last: bool,
        most: u32,
    ) -> Choices {
        let mut choices = Choices::typed(dictionary, word, is_last);
        for edits in 1..=most.min(word.forgiven) {
            let near = typos.near(dictionary, word.meant(), edits);
            choices.add(near.into_iter().map(|near| Choice::word(near, edits)));
        }
        choices
    }

    /// Adds words that are not in it.
    fn add(&mut self, words: impl Iterator<Item = Choice>) {
        let known = self.all.len();
        for choice in words {
            if !self.all[..known]
                .iter()
                .any(|other| other.words.contains(&choice.words.start))
            {
                self.all.push(choice);
            }
        }
        self.all.sort_unstable_by_key(|choice| choice.words.start);
    }

    /// The ranges.
    pub fn iter(&self) -> impl Iterator<Item = &Choice> {
        self.all.iter()
    }

    /// The range, if it is a single one.
    pub fn single(&self) -> Option<&Range<u32>> {
        match self.all.as_slice() {
            [choice] => Some(&choice.words),
            _ => None,
        }
    }

    /// The choice that a word is, if it is one.
    pub fn get(&self, word: u32) -> Option<&Choice> {
        let place = match self.all.as_slice() {
            [_] => 0,
            all => all.partition_point(|choice| choice.words.end <= word),
        };
        self.all
            .get(place)
            .filter(|choice| choice.words.contains(&word))
    }

    /// Whether one of these words is one of them.
    pub fn are_among(&self, words: &[u32]) -> bool {
        match self.single() {
            Some(wanted) => words.iter().any(|word| wanted.contains(word)),
            None => words.iter().any(|word| self.get(*word).is_some()),
        }
    }

    /// The fewest edits that lead to one of these words.
    pub fn edits(&self, words: &[u32]) -> Option<u32> {
        words
            .iter()
            .filter_map(|word| self.get(*word))
            .map(|choice| choice.edits)
            .min()
    }
}

/// What the words of a query may be, word by word.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pattern {
    /// One for each word.
    pub words: SmallVec<[Choices; 4]>,
}

impl Pattern {
    /// The pattern of a query; `None` if nothing can match it, because a word is none of the dictionary's.
    pub fn of(query: &Query, choices: impl Fn(&Word, bool) -> Choices) -> Option<Pattern> {
        let last = query.words.len() - 1;
        let mut words = SmallVec::with_capacity(query.words.len());
        for (place, word) in query.words.iter().enumerate() {
            let choices = choices(word, place == last);
            if choices.all.is_empty() {
                return None;
            }
            words.push(choices);
        }
        Some(Pattern { words })
    }

    /// Whether some word may be another one, misspelt.
    pub fn has_edits(&self) -> bool {
        let mut choices = self.words.iter().flat_map(Choices::iter);
        choices.any(|choice| choice.edits > 0)
    }

    /// The very words of the query without the last one, if names have all of them.
    pub fn exact_before_last(&self) -> Option<Numbers> {
        let before = self
            .words
            .split_last()
            .map_or(&[][..], |(_, before)| before);
        before.iter().map(|choices| choices.exact).collect()
    }

    /// With how many edits a name has every word; `None` if it does not.
    pub fn edits(&self, name: &[u32]) -> Option<u32> {
        self.words
            .iter()
            .try_fold(0, |sum, choices| Some(sum + choices.edits(name)?))
    }

    /// Whether a name begins with the words, and whether it is nothing more.
    pub fn begins(&self, name: &[u32]) -> (bool, bool) {
        let begins = name.len() >= self.words.len()
            && self
                .words
                .iter()
                .zip(name)
                .all(|(choices, word)| choices.get(*word).is_some());
        let is_whole = |(choices, word): (&Choices, &u32)| {
            let is_beginning =
                |choice: &Choice| choice.is_beginning && choices.exact != Some(*word);
            !choices.get(*word).is_some_and(is_beginning)
        };
        let last = self.words.last().zip(name.last());
        (
            begins,
            begins && name.len() == self.words.len() && last.is_some_and(is_whole),
        )
    }
}
