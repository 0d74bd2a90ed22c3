//! What is written about an entity, language by language, and which text answers a reader of a language.
//!
//! A locale's text has two sources. `listed` is the translation itself, as editors and translation lists give it.
//! `seen` is what an answer in that locale showed where the translations that are known do not already explain it: an
//! import that holds only localised answers, or a rule of the original server that we do not know. Reading prefers what was
//! seen, then the translation, then other regions of the language (contract 1.11). An edit of a translation drops what
//! was seen.

mod told;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::image::{Image, ImageUse, Images};
use crate::locale::{Language, Locale};
use crate::part::{Document, Part};

/// The texts of one entity in one locale; what is empty is not written. Which fields a kind uses: movies and series all,
/// seasons title, overview and poster, episodes title and overview, people the name as `title` and the biography as
/// `overview`, collections title, overview, homepage and poster.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Text {
    /// The title or name; empty when it equals the original.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The overview, or a person's biography.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub overview: String,
    /// The tagline.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub tagline: String,
    /// The homepage in that language.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub homepage: String,
    /// Minutes, where a country's version is shorter or longer; else 0.
    #[serde(skip_serializing_if = "is_zero")]
    pub runtime: i32,
    /// The poster that an answer in this locale showed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub poster_path: String,
}

fn is_zero(number: &i32) -> bool {
    *number == 0
}

fn is_false(value: &bool) -> bool {
    !*value
}

impl Text {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        *self == Text::default()
    }
}

/// What an answer in a locale showed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// Whether a details answer showed it (a list row otherwise).
    #[serde(default, skip_serializing_if = "is_false")]
    pub full: bool,
    /// The texts.
    #[serde(flatten)]
    pub text: Text,
}

/// The texts of one locale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Translation {
    /// The locale.
    pub locale: Locale,
    /// The translation, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listed: Option<Text>,
    /// What answers showed beyond the translations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Seen>,
}

/// Everything written about an entity.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Texts {
    /// Whether the list of translations was told completely.
    #[serde(skip_serializing_if = "is_false")]
    pub complete: bool,
    /// By locale, in the order in which they are listed.
    pub translations: Vec<Translation>,
    /// The best poster of each language, chosen from the images whenever they change, so that lists need not read them.
    /// Images without language are under `xx`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub posters: BTreeMap<Language, String>,
    /// The best backdrop, likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backdrop: Option<String>,
}

impl Document for Texts {
    const PART: Part = Part::Texts;
}

/// A field of [`Text`] that is read by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextField {
    /// [`Text::title`].
    Title,
    /// [`Text::overview`].
    Overview,
    /// [`Text::tagline`].
    Tagline,
    /// [`Text::homepage`].
    Homepage,
    /// [`Text::poster_path`].
    Poster,
}

impl TextField {
    const ALL: [TextField; 5] = [
        TextField::Title,
        TextField::Overview,
        TextField::Tagline,
        TextField::Homepage,
        TextField::Poster,
    ];

    /// Its name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            TextField::Title => "title",
            TextField::Overview => "overview",
            TextField::Tagline => "tagline",
            TextField::Homepage => "homepage",
            TextField::Poster => "poster_path",
        }
    }

    fn of(self, text: &Text) -> &str {
        match self {
            TextField::Title => &text.title,
            TextField::Overview => &text.overview,
            TextField::Tagline => &text.tagline,
            TextField::Homepage => &text.homepage,
            TextField::Poster => &text.poster_path,
        }
    }

    fn of_mut(self, text: &mut Text) -> &mut String {
        match self {
            TextField::Title => &mut text.title,
            TextField::Overview => &mut text.overview,
            TextField::Tagline => &mut text.tagline,
            TextField::Homepage => &mut text.homepage,
            TextField::Poster => &mut text.poster_path,
        }
    }
}

impl Texts {
    /// The translation of exactly this locale.
    pub fn get(&self, locale: Locale) -> Option<&Translation> {
        self.translations
            .iter()
            .find(|translation| translation.locale == locale)
    }

    /// Translations that may answer a reader of a locale, best first: the locale (a bare language is its main country),
    /// the language's main country, then its other countries as listed. Where a details answer in the locale was seen, it
    /// has told everything and no other country is asked.
    fn candidates(&self, locale: Locale) -> impl Iterator<Item = &Translation> {
        let exact = locale.with_main_country();
        let main = locale.language_only().with_main_country();
        let told = self.get(exact);
        let complete = told.is_some_and(|told| told.seen.as_ref().is_some_and(|seen| seen.full));
        let rest = move |translation: &&Translation| {
            translation.locale.language == locale.language
                && translation.locale != exact
                && translation.locale != main
                && !complete
        };
        let main = self.get(main).filter(|_| main != exact && !complete);
        told.into_iter()
            .chain(main)
            .chain(self.translations.iter().filter(rest))
    }

    /// The text of a field for a reader of this locale; empty when the language has none.
    pub fn read(&self, locale: Locale, field: TextField) -> &str {
        self.find(locale, field).map_or("", |(_, text)| text)
    }

    /// The same with the locale that the text is from; `None` when the language has none.
    pub fn find(&self, locale: Locale, field: TextField) -> Option<(Locale, &str)> {
        self.candidates(locale)
            .flat_map(|translation| {
                let seen = translation.seen.as_ref().map(|seen| &seen.text);
                let texts = seen.into_iter().chain(translation.listed.as_ref());
                texts.map(|text| (translation.locale, field.of(text)))
            })
            .find(|(_, text)| !text.is_empty())
    }

    /// The poster that is shown in a language: what an answer in it showed, in English `base`, else the best of its images.
    pub fn poster_in<'a>(&'a self, locale: Locale, base: Option<&'a str>) -> Option<&'a str> {
        let seen = self.find(locale, TextField::Poster).map(|(_, path)| path);
        let base = base.filter(|_| locale.language == Language::ENGLISH);
        let best = || self.posters.get(&locale.language).map(String::as_str);
        seen.or(base).or_else(best)
    }

    /// The first title in any language, for things that have no original title.
    pub fn any_title(&self) -> Option<&str> {
        let texts = self.translations.iter().flat_map(|translation| {
            let seen = translation.seen.as_ref().map(|seen| &seen.text);
            seen.into_iter().chain(translation.listed.as_ref())
        });
        texts
            .map(|text| text.title.as_str())
            .find(|title| !title.is_empty())
    }

    /// The first homepage and the first runtime in any language, for titles of which only localised answers are known.
    pub fn any_homepage_and_runtime(&self) -> (Option<&str>, Option<i32>) {
        let seen = || {
            self.translations
                .iter()
                .filter_map(|row| Some(&row.seen.as_ref()?.text))
        };
        let homepage = seen()
            .map(|text| text.homepage.as_str())
            .find(|text| !text.is_empty());
        (
            homepage,
            seen().map(|text| text.runtime).find(|runtime| *runtime > 0),
        )
    }

    /// The runtime for a reader of this locale in minutes, 0 when its translation has none of its own.
    pub fn runtime(&self, locale: Locale) -> i32 {
        self.candidates(locale)
            .flat_map(|translation| {
                let seen = translation.seen.as_ref().map(|seen| &seen.text);
                seen.into_iter().chain(translation.listed.as_ref())
            })
            .map(|text| text.runtime)
            .find(|runtime| *runtime > 0)
            .unwrap_or_default()
    }

    /// The poster for a reader of this locale: what an answer in it showed, else the best of the language, else of the original
    /// language, else `base`, else the best of all (contract 1.11).
    pub fn poster<'a>(
        &'a self,
        locale: Locale,
        original: Option<Language>,
        base: Option<&'a str>,
    ) -> Option<&'a str> {
        let seen = Some(self.read(locale, TextField::Poster)).filter(|path| !path.is_empty());
        let of = |language: Language| self.posters.get(&language).map(String::as_str);
        let base_is_chosen =
            base.is_some() && (locale.language == Language::ENGLISH || self.posters.is_empty());
        let chosen = || of(locale.language).or_else(|| of(original?));
        let shown = || {
            self.translations
                .iter()
                .find_map(|row| Some(&row.seen.as_ref()?.text.poster_path))
                .map(String::as_str)
        };
        let shown = || shown().filter(|path| !path.is_empty());
        let any = || self.posters.values().next().map(String::as_str);
        let base_first = base.filter(|_| base_is_chosen);
        seen.or(base_first)
            .or_else(chosen)
            .or(base)
            .or_else(shown)
            .or_else(any)
    }

    /// Chooses posters and backdrop from the images of the entity.
    pub fn choose_pictures(&mut self, images: &Images) {
        self.posters.clear();
        let none: Option<Language> = "xx".parse().ok();
        for image in images.list(ImageUse::Poster) {
            let language = image
                .iso_639_1
                .as_deref()
                .map_or(none, |code| code.parse().ok());
            if let Some(language) = language {
                self.posters
                    .entry(language)
                    .or_insert_with(|| image.file_path.clone());
            }
        }
        let backdrops = images.list(ImageUse::Backdrop);
        let best: Option<&Image> = backdrops
            .iter()
            .find(|image| image.iso_639_1.is_none())
            .or(backdrops.first());
        self.backdrop = best.map(|image| image.file_path.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub fn locale(text: &str) -> Locale {
        text.parse().unwrap()
    }

    pub fn titled(title: &str) -> Text {
        Text {
            title: title.into(),
            ..Text::default()
        }
    }

    #[test]
    fn a_region_falls_back_to_its_language_and_never_to_english() {
        let mut texts = Texts::default();
        texts.list(
            vec![
                (locale("en-US"), titled("Sunrise")),
                (locale("de-DE"), titled("Sonnenaufgang")),
                (locale("pt-BR"), titled("Aurora")),
            ],
            &Text::default(),
        );

        for (asked, title) in [
            ("de-AT", "Sonnenaufgang"),
            ("de", "Sonnenaufgang"),
            ("pt", "Aurora"),
            ("fr", ""),
            ("en-GB", "Sunrise"),
        ] {
            assert_eq!(
                texts.read(locale(asked), TextField::Title),
                title,
                "{asked}"
            );
        }
    }
}
