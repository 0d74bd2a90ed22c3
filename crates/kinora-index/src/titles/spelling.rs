//! The forms of a name under which it is found, and the words of a text that is searched for.
//!
//! Both are [folded](crate::fold), and then some words are made one: `II` is `2`, `und` and `&` are `and`. A name has more
//! forms where people write it in several ways:
//!
//! ```text
//! Spider-Man     spider man | spiderman
//! L'Avventura    lavventura | l avventura
//! Сталкер        сталкер | stalker
//! ```

use std::borrow::Cow;

use super::transliterate::transliterate;
use crate::fold::fold;

/// Words at the beginning of a name that people leave out.
const ARTICLES: [&str; 24] = [
    "a", "an", "das", "de", "den", "der", "det", "die", "ein", "eine", "el", "het", "il", "l",
    "la", "las", "le", "les", "lo", "los", "o", "the", "un", "une",
];

/// How many letters the longest of them has.
const LONGEST_ARTICLE: usize = 4;

/// Words that stand before the number of a part, so that an `I` behind them is a number.
const COUNTED: [&str; 9] = [
    "book", "chapter", "episode", "part", "partie", "season", "teil", "volume", "war",
];

/// What is joined to the next word by an apostrophe in French and Italian, and left out by many.
const ELISIONS: [&str; 14] = [
    "all", "c", "d", "dall", "dell", "j", "l", "m", "n", "nell", "qu", "s", "sull", "un",
];

/// Whether a word is an article.
pub(crate) fn is_article(word: &str) -> bool {
    word.len() <= LONGEST_ARTICLE && ARTICLES.binary_search(&word).is_ok()
}

/// The forms of a name, each once. None for one without letters and digits.
pub(crate) fn forms(name: &str) -> Vec<String> {
    let folded = fold(name);
    if folded.is_empty() {
        return Vec::new();
    }
    let mut forms = vec![unify(folded)];
    let mut add = |form: &str| {
        let form = unify(fold(form));
        if !form.is_empty() && !forms.contains(&form) {
            forms.push(form);
        }
    };
    if let Some(joined) = without_marks(name) {
        add(&joined);
    }
    if let Some(divided) = without_elisions(name) {
        add(&divided);
    }
    if let Some(latin) = transliterate(name) {
        add(&latin);
    }
    forms
}

/// Visits the words of a text: as they are written, folded, and as they stand in names.
pub(crate) fn each_word(text: &str, mut visit: impl FnMut(&str, &str)) {
    let folded = fold(text);
    let mut before = "";
    for word in folded.split(' ').filter(|word| !word.is_empty()) {
        visit(word, &unified(before, word));
        before = word;
    }
}

/// Makes one of words that mean the same, word by word.
fn unify(folded: String) -> String {
    let mut before = "";
    let is_other = folded.split(' ').any(|word| {
        let is_other = unified(before, word) != word;
        before = word;
        is_other
    });
    if !is_other {
        return folded;
    }
    let mut text = String::with_capacity(folded.len());
    let mut before = "";
    for word in folded.split(' ') {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&unified(before, word));
        before = word;
    }
    text
}

fn unified<'a>(before: &str, word: &'a str) -> Cow<'a, str> {
    match word {
        "und" => Cow::Borrowed("and"),
        "i" if COUNTED.binary_search(&before).is_ok() => Cow::Borrowed("1"),
        _ => roman(word).map_or(Cow::Borrowed(word), |number| Cow::Owned(number.to_string())),
    }
}

/// The number that a Roman numeral from II to XXXIX is. A lone `i` is mostly a word.
fn roman(word: &str) -> Option<u32> {
    const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    if !word.bytes().all(|letter| b"ivx".contains(&letter)) {
        return None;
    }
    let ones = word.trim_start_matches('x');
    let tens = word.len() - ones.len();
    let is_short = matches!(word.len(), 1..=7) && tens <= 3;
    let ones = is_short
        .then(|| ONES.iter().position(|numeral| *numeral == ones))
        .flatten()?;
    let number = u32::try_from(tens * 10 + ones).ok()?;
    (number > 1).then_some(number)
}

/// The name without the marks that stand between two letters or digits: `Spider-Man`, `M*A*S*H`, `Face/Off`.
fn without_marks(name: &str) -> Option<String> {
    let is_mark = |character: char| {
        matches!(
            character,
            '-' | '‐' | '‑' | '–' | '.' | '·' | '*' | '/' | '・' | '•'
        )
    };
    if !name.contains(is_mark) {
        return None;
    }
    let mut joined = String::with_capacity(name.len());
    let mut characters = name.chars().peekable();
    let (mut before, mut is_joined) = (' ', false);
    while let Some(character) = characters.next() {
        let after = characters.peek().copied().unwrap_or(' ');
        if is_mark(character) && before.is_alphanumeric() && after.is_alphanumeric() {
            is_joined = true;
        } else {
            joined.push(character);
        }
        before = character;
    }
    is_joined.then_some(joined)
}

/// The name with spaces in place of the apostrophes of elisions.
fn without_elisions(name: &str) -> Option<String> {
    let is_apostrophe = |character: char| matches!(character, '\'' | '’' | '‘' | 'ʼ');
    if !name.contains(is_apostrophe) {
        return None;
    }
    let mut divided = String::with_capacity(name.len());
    let (mut word, mut is_divided) = (String::new(), false);
    for character in name.chars() {
        if is_apostrophe(character) && ELISIONS.binary_search(&word.as_str()).is_ok() {
            divided.push(' ');
            is_divided = true;
        } else {
            divided.push(character);
        }
        match character.is_alphanumeric() {
            true => word.extend(character.to_lowercase()),
            false => word.clear(),
        }
    }
    is_divided.then_some(divided)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(ARTICLES.is_sorted() && COUNTED.is_sorted() && ELISIONS.is_sorted());
        let letters = ARTICLES.iter().map(|article| article.len());
        assert_eq!(letters.max(), Some(LONGEST_ARTICLE));
    }

    #[test]
    fn names_have_the_forms_that_people_write() {
        for (name, expected) in [
            ("The Matrix", &["the matrix"][..]),
            ("Rocky II", &["rocky 2"]),
            ("Malcolm X", &["malcolm 10"]),
            ("Dune: Part I", &["dune part 1"]),
            ("I, Robot", &["i robot"]),
            ("The King and I", &["the king and i"]),
            ("Civic Mix", &["civic mix"]),
            ("Romeo und Julia", &["romeo and julia"]),
            (
                "Spider-Man: Homecoming",
                &["spider man homecoming", "spiderman homecoming"],
            ),
            ("M*A*S*H", &["m a s h", "mash"]),
            ("S.W.A.T.", &["s w a t", "swat"]),
            ("L'Avventura", &["lavventura", "l avventura"]),
            ("Don’t Look Now", &["dont look now"]),
            ("Сталкер", &["сталкер", "stalker"]),
            ("…", &[]),
        ] {
            assert_eq!(forms(name), expected, "{name}");
        }
    }

    #[test]
    fn words_are_kept_as_written_beside_what_they_mean() {
        let words = |text| {
            let mut words = Vec::new();
            each_word(text, |written, meant| {
                words.push(format!("{written} {meant}"));
            });
            words
        };

        assert_eq!(words("Rocky IV"), ["rocky rocky", "iv 4"]);
        assert!(words(" … ").is_empty());
    }
}
