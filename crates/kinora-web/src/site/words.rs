//! The words of the site in the languages that it speaks: a table whose first column, English, is what templates name.

use std::collections::HashMap;
use std::sync::LazyLock;

use kinora_model::Language;

/// English, German, French and Spanish, a line a phrase.
const TABLE: &str = include_str!("words.tsv");

/// The languages of the columns.
pub const LANGUAGES: [&str; 4] = ["en", "de", "fr", "es"];

static PHRASES: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let lines = TABLE
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>());
    lines.map(|phrases| (phrases[0], phrases)).collect()
});

/// The words in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words(usize);

impl Words {
    /// The words in a language; in English where the site does not speak it.
    pub fn of(language: Language) -> Words {
        let column = LANGUAGES.iter().position(|code| *code == language.as_str());
        Words(column.unwrap_or_default())
    }

    /// Which language it is.
    pub fn code(self) -> &'static str {
        LANGUAGES[self.0]
    }

    /// A phrase; what the table lacks stays as it is.
    pub fn say(self, phrase: &str) -> &str {
        let phrases = PHRASES.get(phrase);
        phrases
            .and_then(|phrases| phrases.get(self.0))
            .copied()
            .unwrap_or(phrase)
    }
}

/// Whether the table has a phrase.
#[cfg(test)]
pub fn knows(phrase: &str) -> bool {
    PHRASES.contains_key(phrase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_is_said_in_every_language() {
        for line in TABLE.lines() {
            let phrases: Vec<&str> = line.split('\t').collect();
            assert_eq!(phrases.len(), LANGUAGES.len(), "{line}");
            assert!(
                phrases.iter().all(|phrase| !phrase.trim().is_empty()),
                "{line}"
            );
        }
    }

    #[test]
    fn templates_say_nothing_that_the_table_lacks() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/templates");
        let mut said = 0;
        for file in std::fs::read_dir(folder).expect("templates") {
            let text = std::fs::read_to_string(file.expect("a file").path()).expect("a template");
            for phrase in text.split("say(\"").skip(1) {
                let phrase = phrase.split('"').next().unwrap_or_default();
                assert!(
                    PHRASES.contains_key(phrase),
                    "{phrase:?} has no translations"
                );
                said += 1;
            }
        }
        assert!(said > 50, "only {said} phrases found");
    }
}
