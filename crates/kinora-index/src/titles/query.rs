//! What is searched for.

use std::ops::Range;

use smallvec::SmallVec;

use super::spelling;
use super::typo::forgiven;

/// How many words are looked at; further ones are passed over.
const MOST_WORDS: usize = 32;
/// How many words a text mostly has at most.
const TYPICAL: usize = 8;
/// How many letters both parts of a word have at least that is divided.
const LEAST_PART: usize = 2;

/// The words that names have.
pub(crate) trait Vocabulary {
    /// Whether a text is one of them, or the beginning of one where that is enough.
    fn knows(&self, text: &str, is_beginning: bool) -> bool;
    /// How many bytes of a text make a word, ascending, without the whole of it.
    fn words_in_front(&self, text: &str) -> SmallVec<[usize; 8]>;
}

/// A word of a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word {
    /// As it was written, folded: as the last word it may be the beginning of another.
    pub written: String,
    /// As it stands in names, where that is another word.
    other: Option<String>,
    /// How many edits it is forgiven.
    pub forgiven: u32,
}

impl Word {
    fn new(written: &str, meant: &str) -> Word {
        Word {
            written: written.to_owned(),
            other: (meant != written).then(|| meant.to_owned()),
            forgiven: forgiven(written),
        }
    }

    fn plain(text: &str) -> Word {
        Word::new(text, text)
    }

    /// Whether it stands in names as it is written.
    pub fn is_as_written(&self) -> bool {
        self.other.is_none()
    }

    /// As it stands in names.
    pub fn meant(&self) -> &str {
        self.other.as_deref().unwrap_or(&self.written)
    }
}

/// The words of a text, at least one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Query {
    /// The words; the last may be unfinished.
    pub words: Vec<Word>,
}

impl Query {
    /// The words of a text; `None` when it has no letters and digits.
    pub fn of(text: &str) -> Option<Query> {
        let mut words = Vec::with_capacity(TYPICAL);
        spelling::each_word(text, |written, meant| {
            if words.len() < MOST_WORDS {
                words.push(Word::new(written, meant));
            }
        });
        (!words.is_empty()).then_some(Query { words })
    }

    /// The words behind an article at the beginning.
    pub fn without_article(&self) -> Option<&[Word]> {
        let (first, rest) = self.words.split_first()?;
        (!rest.is_empty() && spelling::is_article(first.meant())).then_some(rest)
    }

    /// The same with spaces in other places (two words joined, all words joined, a word divided), and without an article at
    /// the beginning; only those of which all words are known. What is unfinished, the last word, is known as a beginning.
    pub fn variants(&self, vocabulary: &impl Vocabulary) -> Vec<Query> {
        let is_known = |text: &str, is_beginning| vocabulary.knows(text, is_beginning);
        let words = &self.words;
        let last = words.len() - 1;
        let is_word = |place: usize, word: &Word| {
            is_known(word.meant(), false) || place == last && is_known(&word.written, true)
        };
        let known: Vec<bool> = (0..)
            .zip(words)
            .map(|(place, word)| is_word(place, word))
            .collect();
        let are_known = |places: Range<usize>| known[places].iter().all(|known| *known);
        let can_replace = |place: usize, length: usize| {
            are_known(0..place) && are_known(place + length..words.len())
        };
        let mut queries = Vec::new();
        let mut replace = |place: usize, length: usize, by: &[&str]| {
            let (ends, of) = (place + length > last, by.len());
            let is_known = |(part, text): (usize, &&str)| is_known(text, ends && part + 1 == of);
            if by.iter().enumerate().all(is_known) {
                let mut words = words.clone();
                let by = by.iter().map(|text| Word::plain(text));
                words.splice(place..place + length, by);
                queries.push(Query { words });
            }
        };
        if self.without_article().is_some() && are_known(1..words.len()) {
            replace(0, 1, &[]);
        }
        let join = |words: &[Word]| {
            words
                .iter()
                .map(|word| word.written.as_str())
                .collect::<String>()
        };
        for place in 1..words.len() {
            if can_replace(place - 1, 2) {
                replace(place - 1, 2, &[&join(&words[place - 1..=place])]);
            }
        }
        if words.len() > 2 {
            replace(0, words.len(), &[&join(words)]);
        }
        for (place, word) in words.iter().enumerate() {
            if word.forgiven == 0 || !can_replace(place, 1) {
                continue;
            }
            let cuts = vocabulary.words_in_front(&word.written).into_iter();
            for (one, two) in cuts.map(|cut| word.written.split_at(cut)) {
                if one.chars().count() >= LEAST_PART && two.chars().count() >= LEAST_PART {
                    replace(place, 1, &[one, two]);
                }
            }
        }
        queries
    }
}
