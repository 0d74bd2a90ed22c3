//! Words, titles, sentences and names in thirty languages.
//!
//! English titles are made of some hundred words that real titles are made of, the most frequent first, and then of made-up
//! words that can be pronounced. The words of the other languages are made up of syllables with their letters. A word is made
//! from its rank alone: nothing is held but the syllables.

mod tongue;

pub use tongue::{Tongue, english, tongues};

use crate::chance::{Chance, Zipf};

/// How many words titles are made of, and how the first stand out.
const TITLE_WORDS: (u64, f64) = (250_000, 1.0);
/// The same for sentences.
const TEXT_WORDS: (u64, f64) = (8_000, 2.0);
/// The same for given names.
const GIVEN_NAMES: (u64, f64) = (4_000, 30.0);
/// The same for family names.
const FAMILY_NAMES: (u64, f64) = (60_000, 100.0);

/// What texts are drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Vocabulary {
    title: Zipf,
    text: Zipf,
    given: Zipf,
    family: Zipf,
}

impl Default for Vocabulary {
    fn default() -> Vocabulary {
        let law = |(count, flat)| Zipf::new(count, flat);
        Vocabulary {
            title: law(TITLE_WORDS),
            text: law(TEXT_WORDS),
            given: law(GIVEN_NAMES),
            family: law(FAMILY_NAMES),
        }
    }
}

impl Vocabulary {
    /// A title of some three words; sequels have a number.
    pub fn title(&self, tongue: &Tongue, chance: &mut Chance) -> String {
        const LENGTHS: [usize; 16] = [1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6];
        let mut title = String::with_capacity(24);
        for place in 0..chance.pick(&LENGTHS) {
            tongue.separate(&mut title, place == 0);
            tongue.write(self.title.draw(chance), true, &mut title);
        }
        if chance.happens(0.03) {
            title.push(' ');
            title.push(char::from(b'2' + chance.below(4) as u8));
        }
        title
    }

    /// Sentences of some twelve words each.
    pub fn sentences(&self, tongue: &Tongue, count: i64, chance: &mut Chance) -> String {
        let mut text = String::with_capacity(count as usize * 80);
        for number in 0..count {
            tongue.separate(&mut text, number == 0);
            for place in 0..chance.between(7, 17) {
                tongue.separate(&mut text, place == 0);
                tongue.write(self.text.draw(chance), place == 0, &mut text);
            }
            text.push_str(tongue.full_stop());
        }
        text
    }

    /// A given and a family name.
    pub fn name(&self, tongue: &Tongue, chance: &mut Chance) -> String {
        let mut name = String::with_capacity(20);
        // The first made-up words are short, as given names are.
        tongue.make(self.given.draw(chance), true, &mut name);
        tongue.separate(&mut name, false);
        tongue.make(GIVEN_NAMES.0 + self.family.draw(chance), true, &mut name);
        name
    }

    /// A few words in lower case, such as a keyword.
    pub fn phrase(&self, words: i64, chance: &mut Chance) -> String {
        let (tongue, mut phrase) = (english(), String::new());
        for place in 0..words {
            tongue.separate(&mut phrase, place == 0);
            tongue.write(self.text.draw(chance), false, &mut phrase);
        }
        phrase
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn titles_have_three_words_and_mostly_common_ones() {
        let (vocabulary, mut chance) = (Vocabulary::default(), Chance::of(1, "test", 0));
        let titles: Vec<String> = (0..5_000)
            .map(|_| vocabulary.title(english(), &mut chance))
            .collect();

        let words: Vec<&str> = titles.iter().flat_map(|title| title.split(' ')).collect();
        let mean = words.len() as f64 / titles.len() as f64;
        let the = words.iter().filter(|word| **word == "The").count();
        let share = the as f64 / words.len() as f64;

        assert!((2.7..3.3).contains(&mean), "{mean}");
        assert!((0.03..0.09).contains(&share), "{share}");
    }

    #[test]
    fn words_of_different_ranks_are_different() {
        let word = |rank| {
            let mut word = String::new();
            english().write(rank, false, &mut word);
            word
        };

        let words: HashSet<String> = (0..100_000).map(word).collect();

        // A made-up word may happen to be a common one, or to end as another begins.
        assert!(words.len() > 97_000, "{}", words.len());
    }

    #[test]
    fn there_are_thirty_languages_in_their_own_scripts() {
        let (vocabulary, mut chance) = (Vocabulary::default(), Chance::of(1, "test", 0));
        let mut title = |code: &str| {
            let tongue = tongues().iter().find(|tongue| tongue.code == code).unwrap();
            vocabulary.title(tongue, &mut chance)
        };

        assert_eq!(tongues().len(), 30);
        assert!(
            title("ru")
                .chars()
                .any(|letter| ('а'..='я').contains(&letter))
        );
        assert!(
            title("el")
                .chars()
                .any(|letter| ('α'..='ω').contains(&letter))
        );
        assert!(
            title("ja")
                .chars()
                .any(|letter| ('ぁ'..='ん').contains(&letter))
        );
        assert!(!title("en").is_empty());
    }
}
