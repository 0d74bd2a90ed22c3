//! What is searched for.

use super::spelling;
use super::typo::forgiven;

/// How many words are looked at; further ones are passed over.
const MOST_WORDS: usize = 32;
/// How many letters both parts of a word have at least that is divided.
const LEAST_PART: usize = 2;

/// A word of a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word {
    /// As it was written, folded: as the last word it may be the beginning of another.
    pub written: String,
    /// As it stands in names.
    pub meant: String,
    /// How many edits it is forgiven.
    pub forgiven: u32,
}

impl Word {
    fn new(written: String, meant: String) -> Word {
        let forgiven = forgiven(&written);
        Word {
            written,
            meant,
            forgiven,
        }
    }

    fn plain(text: String) -> Word {
        Word::new(text.clone(), text)
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
        let words = spelling::words(text).into_iter().take(MOST_WORDS);
        let words: Vec<Word> = words
            .map(|(written, meant)| Word::new(written, meant))
            .collect();
        (!words.is_empty()).then_some(Query { words })
    }

    /// The words behind an article at the beginning.
    pub fn without_article(&self) -> Option<&[Word]> {
        let (first, rest) = self.words.split_first()?;
        (!rest.is_empty() && spelling::is_article(&first.meant)).then_some(rest)
    }

    /// The same with spaces in other places (two words joined, all words joined, a word divided), and without an article at
    /// the beginning.
    pub fn variants(&self) -> Vec<Query> {
        let words = &self.words;
        let join =
            |words: &[Word]| Word::plain(words.iter().map(|word| word.written.as_str()).collect());
        let replace = |place: usize, length: usize, by: Vec<Word>| {
            let mut words = words.clone();
            words.splice(place..place + length, by);
            Query { words }
        };
        let without = self.without_article().map(<[Word]>::to_vec);
        let mut queries: Vec<Query> = without.map(|words| Query { words }).into_iter().collect();
        for place in 1..words.len() {
            queries.push(replace(place - 1, 2, vec![join(&words[place - 1..=place])]));
        }
        if words.len() > 2 {
            queries.push(replace(0, words.len(), vec![join(words)]));
        }
        for (place, word) in words
            .iter()
            .enumerate()
            .filter(|(_, word)| word.forgiven > 0)
        {
            let cuts = word.written.char_indices().map(|(cut, _)| cut);
            for (one, two) in cuts.map(|cut| word.written.split_at(cut)) {
                if one.chars().count() >= LEAST_PART && two.chars().count() >= LEAST_PART {
                    let parts = [one, two].map(|part| Word::plain(part.to_owned()));
                    queries.push(replace(place, 1, parts.into()));
                }
            }
        }
        queries
    }
}
