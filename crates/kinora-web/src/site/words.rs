//! The words of the site in the languages that it speaks: a table whose first column, English, is what templates name; and another
//! of the terms that the catalogue holds in English only: departments, jobs, states of titles, types of videos.

use std::collections::HashMap;
use std::sync::LazyLock;

use kinora_model::{Language, Locale};

/// English, German, French and Spanish, a line a phrase.
const TABLE: &str = include_str!("words.tsv");
/// The same of terms, whose first column is how the catalogue has them.
const TERM_TABLE: &str = include_str!("terms.tsv");

/// The languages of the columns.
pub const LANGUAGES: [&str; 4] = ["en", "de", "fr", "es"];

/// The lines of a table by their first columns.
type Lines = HashMap<&'static str, Vec<&'static str>>;

static PHRASES: LazyLock<Lines> = LazyLock::new(|| lines(TABLE));
static TERMS: LazyLock<Lines> = LazyLock::new(|| lines(TERM_TABLE));

fn lines(table: &'static str) -> Lines {
    let lines = table
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>());
    lines.map(|phrases| (phrases[0], phrases)).collect()
}

/// The lines whose phrases have gaps, those with the most words first, so that the closest comes before what fits as well.
static GAPPED: LazyLock<Vec<&[&str]>> = LazyLock::new(|| {
    let lines = PHRASES.values().map(Vec::as_slice);
    let mut gapped: Vec<_> = lines.filter(|phrases| phrases[0].contains(GAP)).collect();
    gapped.sort_by_key(|phrases| std::cmp::Reverse(phrases[0].len()));
    gapped
});

/// What stands in a phrase for what differs each time.
const GAP: &str = "{}";

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

    /// What the program says in English, with what differs each time in it.
    pub fn tell(self, text: &str) -> String {
        if PHRASES.contains_key(text) {
            return self.say(text).to_owned();
        }
        let mut found = GAPPED.iter().filter_map(|phrases| {
            let filling = filling(phrases[0], text)?;
            Some((phrases.get(self.0).copied().unwrap_or(phrases[0]), filling))
        });
        let Some((phrase, filling)) = found.next() else {
            return text.to_owned();
        };
        let mut filling = filling.into_iter();
        let mut pieces = phrase.split(GAP);
        let first = pieces.next().unwrap_or_default().to_owned();
        pieces.fold(first, |told, piece| {
            told + filling.next().unwrap_or_default() + piece
        })
    }

    /// A phrase; what the table lacks stays as it is.
    pub fn say(self, phrase: &str) -> &str {
        self.of_line(PHRASES.get(phrase)).unwrap_or(phrase)
    }

    /// A department, job, state or type of the catalogue; what the table lacks stays as the catalogue has it.
    pub fn term(self, term: &str) -> &str {
        self.of_line(TERMS.get(term)).unwrap_or(term)
    }

    fn of_line(self, line: Option<&Vec<&'static str>>) -> Option<&'static str> {
        line?.get(self.0).copied()
    }

    /// The language as a locale without a country.
    pub fn locale(self) -> Locale {
        self.code().parse().unwrap_or(Locale::DEFAULT)
    }
}

/// What stands in the gaps of a phrase, if a text is that phrase.
fn filling<'a>(phrase: &str, text: &'a str) -> Option<Vec<&'a str>> {
    let mut pieces = phrase.split(GAP);
    let mut rest = text.strip_prefix(pieces.next()?)?;
    let mut filling = Vec::new();
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        let end = match pieces.peek() {
            Some(_) => rest.find(piece)?,
            None => rest.strip_suffix(piece)?.len(),
        };
        filling.push(&rest[..end]);
        rest = &rest[end + piece.len()..];
    }
    Some(filling)
}

/// Whether the table has a phrase.
#[cfg(test)]
pub fn knows(phrase: &str) -> bool {
    PHRASES.contains_key(phrase)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use kinora_model::form::{self, Form};
    use kinora_model::reference::Reference;
    use kinora_model::{Kind, Part};

    use super::*;

    #[test]
    fn every_phrase_is_said_in_every_language() {
        for line in TABLE.lines().chain(TERM_TABLE.lines()) {
            let phrases: Vec<&str> = line.split('\t').collect();
            assert_eq!(phrases.len(), LANGUAGES.len(), "{line}");
            assert!(
                phrases.iter().all(|phrase| !phrase.trim().is_empty()),
                "{line}"
            );
            let gaps = |phrase: &&str| phrase.matches(GAP).count();
            let expected = gaps(&phrases[0]);
            assert!(
                phrases.iter().all(|phrase| gaps(phrase) == expected),
                "{line}"
            );
        }
    }

    #[test]
    fn every_line_is_there_once() {
        for (table, lines) in [(TABLE, &PHRASES), (TERM_TABLE, &TERMS)] {
            assert_eq!(table.lines().count(), lines.len());
        }
    }

    #[test]
    fn departments_and_states_are_said_in_every_language() {
        let jobs = Reference::default().jobs();
        let departments = jobs.iter().map(|row| row.department.as_str());
        let mut terms: BTreeSet<&str> = departments.chain(["Acting"]).collect();
        for kind in [Kind::Movie, Kind::Series, Kind::Episode] {
            let Some(Form::Record(fields)) = form::part(kind, Part::Facts) else {
                panic!("{kind:?} has no facts");
            };
            for field in fields {
                if let Form::Word(words) = field.form {
                    terms.extend(words);
                }
            }
        }

        let unknown: Vec<&str> = terms
            .into_iter()
            .filter(|term| !TERMS.contains_key(term))
            .collect();

        assert!(unknown.is_empty(), "{unknown:?}");
        assert_eq!(Words(1).term("Director"), "Regie");
        assert_eq!(Words(1).term("Phantom Operator"), "Phantom Operator");
    }

    #[test]
    fn what_differs_each_time_is_kept() {
        let german = Words(1);
        for (text, expected) in [
            (
                "has to be a whole number from 1 to 20",
                "muss eine ganze Zahl von 1 bis 20 sein",
            ),
            ("has to be one of [1, 2]", "muss eins davon sein: 1, 2"),
            ("is required", "wird gebraucht"),
            (
                "movie 11 was deleted or merged",
                "movie 11 wurde gelöscht oder zusammengelegt",
            ),
            ("what nobody ever says", "what nobody ever says"),
        ] {
            assert_eq!(german.tell(text), expected);
        }
        assert_eq!(
            Words(0).tell("has to have at most 5 items"),
            "has to have at most 5 items"
        );
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
