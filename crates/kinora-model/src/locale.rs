//! Languages and locales as the v3 API names them.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A two-letter language code: ISO 639-1 and TMDB's additions (`xx` no language, `cn` Cantonese, `sh`, `mo`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language([u8; 2]);

/// The text is not a language or locale code.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not a language code of the form xx or xx-YY")]
pub struct InvalidLocale;

impl Language {
    /// English, the default language of every answer.
    pub const ENGLISH: Language = Language(*b"en");

    /// The code in lower case.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("xx")
    }
}

impl FromStr for Language {
    type Err = InvalidLocale;

    fn from_str(text: &str) -> Result<Language, InvalidLocale> {
        letters(text)
            .map(|[a, b]| Language([a.to_ascii_lowercase(), b.to_ascii_lowercase()]))
            .ok_or(InvalidLocale)
    }
}

fn letters(text: &str) -> Option<[u8; 2]> {
    let letters: [u8; 2] = text.as_bytes().try_into().ok()?;
    letters
        .iter()
        .all(u8::is_ascii_alphabetic)
        .then_some(letters)
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A language and, where given, a country: `de` or `de-AT`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Locale {
    /// The language.
    pub language: Language,
    country: Option<[u8; 2]>,
}

impl Locale {
    /// `en-US`, in which answers are given when nothing else is asked for.
    pub const DEFAULT: Locale = Locale {
        language: Language::ENGLISH,
        country: Some(*b"US"),
    };

    /// The locale of these codes, in any case.
    pub fn new(language: &str, country: &str) -> Result<Locale, InvalidLocale> {
        let country = letters(country).ok_or(InvalidLocale)?;
        Ok(Locale {
            language: language.parse()?,
            country: Some(country.map(|letter| letter.to_ascii_uppercase())),
        })
    }

    /// The country in upper case, when there is one.
    pub fn country(&self) -> Option<&str> {
        self.country
            .as_ref()
            .and_then(|country| std::str::from_utf8(country).ok())
    }

    /// The same language without its country.
    pub fn language_only(self) -> Locale {
        Locale {
            country: None,
            ..self
        }
    }

    /// The same language in the country where it is mainly spoken, for a code that names no country (contract 1.11).
    pub fn with_main_country(self) -> Locale {
        match self.country {
            Some(_) => self,
            None => Locale {
                language: self.language,
                country: main_country(self.language),
            },
        }
    }
}

/// The country that a bare language code stands for: the country of the same letters (`de` is `de-DE`) unless the
/// language has its home elsewhere.
fn main_country(language: Language) -> Option<[u8; 2]> {
    const ELSEWHERE: &str = "af-ZA am-ET ar-SA be-BY bn-BD bs-BA ca-ES cn-CN cs-CZ cy-GB da-DK el-GR en-US eo-EO et-EE \
        eu-ES fa-IR ga-IE gd-GB gl-ES he-IL hi-IN hy-AM ja-JP ka-GE kk-KZ kn-IN ko-KR ku-TR ky-KG lo-LA ml-IN mr-IN ms-MY \
        nb-NO ne-NP nn-NO oc-FR pa-IN ps-AF sh-YU si-LK sl-SI sq-AL sr-RS sv-SE sw-TZ ta-IN te-IN tg-TJ tl-PH uk-UA ur-PK \
        vi-VN yi-IL zh-CN zu-ZA ch-GU br-FR zu-ZA";
    static HOMES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
        let locales = ELSEWHERE.split_ascii_whitespace();
        locales
            .filter_map(|locale| locale.split_once('-'))
            .collect()
    });
    let code = language.as_str();
    match HOMES.get(code) {
        Some(country) => letters(country),
        None => letters(&code.to_ascii_uppercase()),
    }
}

impl FromStr for Locale {
    type Err = InvalidLocale;

    /// Reads `xx`, `xx-YY` or `xx_YY` in any case.
    fn from_str(text: &str) -> Result<Locale, InvalidLocale> {
        match text.split_once(['-', '_']) {
            Some((language, country)) => Locale::new(language, country),
            None => Ok(Locale {
                language: text.parse()?,
                country: None,
            }),
        }
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.country() {
            Some(country) => write!(f, "{}-{country}", self.language),
            None => self.language.fmt(f),
        }
    }
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

macro_rules! serde_as_text {
    ($($name:ty),*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

serde_as_text!(Language, Locale);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales_are_read_in_any_spelling() {
        for (text, read) in [
            ("de", "de"),
            ("DE-at", "de-AT"),
            ("pt_br", "pt-BR"),
            ("xx-YY", "xx-YY"),
        ] {
            assert_eq!(text.parse::<Locale>().unwrap().to_string(), read);
        }
        for text in ["", "d", "deu", "de-", "de-AUT", "é", "1a", "de-A1"] {
            assert_eq!(text.parse::<Locale>(), Err(InvalidLocale), "{text}");
        }
    }

    #[test]
    fn a_bare_language_stands_for_its_main_country() {
        for (text, main) in [
            ("de", "de-DE"),
            ("en", "en-US"),
            ("pt", "pt-PT"),
            ("zh", "zh-CN"),
            ("ja", "ja-JP"),
            ("de-AT", "de-AT"),
        ] {
            assert_eq!(
                text.parse::<Locale>()
                    .unwrap()
                    .with_main_country()
                    .to_string(),
                main
            );
        }
    }
}
