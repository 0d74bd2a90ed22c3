//! Folding: the form of a text in which searches compare, for which case, accents and punctuation make no difference
//! (contract 3.19).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

/// The words of a text in lower case without accents, with one space between them. Characters of scripts that write no
/// spaces between words are words of their own, so that a part of a title is found. Empty when there is no letter or digit.
///
/// `Amélie & l'Étoile` becomes `amelie and letoile`, and `千と千尋` becomes `千 と 千 尋`.
pub(crate) fn fold(text: &str) -> String {
    let mut folding = Folding {
        folded: String::with_capacity(text.len()),
        ends_word: false,
    };
    let characters = text.chars().filter(|character| !is_apostrophe(*character));
    match text.is_ascii() {
        // Nothing of it decomposes.
        true => characters.for_each(|character| folding.add(character)),
        false => characters
            .nfkd()
            .filter(|character| !is_accent(*character) && !is_apostrophe(*character))
            .for_each(|character| folding.add(character)),
    }
    folding.folded
}

/// A text in the making.
struct Folding {
    folded: String,
    /// Whether the next letter begins a word.
    ends_word: bool,
}

impl Folding {
    fn add(&mut self, character: char) {
        if character.is_ascii_alphanumeric() {
            // Most are, and are their own lower case or another letter of one byte.
            if self.ends_word && !self.folded.is_empty() {
                self.folded.push(' ');
            }
            self.folded.push(character.to_ascii_lowercase());
            self.ends_word = false;
        } else if character == '&' {
            self.append("and", true);
            self.ends_word = true;
        } else if character.is_alphanumeric() {
            let stands_alone = stands_alone(character);
            let mut begins_word = self.ends_word || stands_alone;
            for lower in character.to_lowercase().filter(|lower| !is_accent(*lower)) {
                self.append(plain(lower, &mut [0; 4]), begins_word);
                begins_word = false;
            }
            self.ends_word = stands_alone;
        } else {
            self.ends_word = true;
        }
    }

    fn append(&mut self, letters: &str, begins_word: bool) {
        if begins_word && !self.folded.is_empty() {
            self.folded.push(' ');
        }
        self.folded.push_str(letters);
    }
}

/// Signs that are written as apostrophes. They are dropped before decomposing, which makes a space of some, and after it,
/// which makes apostrophes of others.
fn is_apostrophe(character: char) -> bool {
    matches!(
        character,
        '\'' | '`' | '´' | 'ʹ' | 'ʻ' | 'ʼ' | 'ʾ' | 'ʿ' | '‘' | '’' | '‛' | '′' | '＇'
    )
}

/// Marks on letters. The vowel signs of Indic scripts are marks as well, but words differ by them, so that they stay.
fn is_accent(character: char) -> bool {
    !character.is_ascii()
        && (canonical_combining_class(character) != 0
            || is_combining_mark(character) && !character.is_alphabetic())
}

/// Whether a character is of a script without spaces: Han with its radicals and extensions, Hiragana, Katakana, Bopomofo.
fn stands_alone(character: char) -> bool {
    matches!(
        u32::from(character),
        0x2E80..=0x2FDF | 0x3005..=0x3007 | 0x3021..=0x312F | 0x31A0..=0x31FF | 0x3400..=0x4DBF
            | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x16FE0..=0x18DFF | 0x1B000..=0x1B16F | 0x20000..=0x3FFFF
    )
}

/// Letters that readers take for plain ones with an accent, although they do not decompose.
fn plain(letter: char, buffer: &mut [u8; 4]) -> &str {
    match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ł' => "l",
        'þ' => "th",
        'ς' => "σ",
        other => other.encode_utf8(buffer),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn texts_are_folded_to_plain_words() {
        for (text, folded) in [
            ("The Matrix", "the matrix"),
            ("  Amélie & l'Étoile!  ", "amelie and letoile"),
            ("WALL·E", "wall e"),
            ("Tom&Jerry", "tom and jerry"),
            ("Ocean’s Eleven", "oceans eleven"),
            ("Ocean´s ＇Eleven＇", "oceans eleven"),
            ("Straße", "strasse"),
            ("Łódź, Øst, İstanbul", "lodz ost istanbul"),
            ("ΟΔΟΣ οδός", "οδοσ οδοσ"),
            ("Se7en", "se7en"),
            ("ＦＵＬＬ　ｗｉｄｔｈ", "full width"),
            ("½ x²", "1 2 x2"),
            ("…!?", ""),
            ("´", ""),
            ("", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn characters_of_scripts_without_spaces_are_words() {
        assert_eq!(fold("千と千尋の神隠し"), "千 と 千 尋 の 神 隠 し");
        assert_eq!(
            fold("新世紀Evangelion劇場版"),
            "新 世 紀 evangelion 劇 場 版"
        );
        assert_eq!(fold("ガンダム"), fold("カ゛ンタ゛ム"));
    }

    #[test]
    fn words_of_scripts_with_vowel_signs_stay_words() {
        assert_ne!(fold("की"), fold("का"));
        assert_eq!(fold("दंगल").split(' ').count(), 1);
        assert_eq!(fold("기생충").split(' ').count(), 1);
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in ".{0,24}") {
            let once = fold(&text);

            prop_assert!(once.split(' ').all(|word| !word.is_empty()) || once.is_empty());
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn case_makes_no_difference(text in "[a-zA-ZäöüÄÖÜéÉøØ ]{0,24}") {
            prop_assert_eq!(fold(&text.to_uppercase()), fold(&text));
        }
    }
}
