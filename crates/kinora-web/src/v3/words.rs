//! Which text and picture a reader gets: the first language asked for that has one, field by field (contract 1.11).

use kinora_model::Language;
use kinora_model::text::{TextField, Texts};

use super::View;

/// The texts of an entity as a reader sees them.
pub struct Words<'a> {
    view: &'a View,
    texts: &'a Texts,
    original_language: Option<Language>,
}

impl View {
    /// The words of an entity with this original language.
    pub fn words<'a>(&'a self, texts: &'a Texts, original_language: Option<&str>) -> Words<'a> {
        Words {
            view: self,
            texts,
            original_language: original_language.and_then(|code| code.parse().ok()),
        }
    }
}

impl Words<'_> {
    /// A text; empty when no language asked for has it.
    pub fn text(&self, field: TextField) -> String {
        let found = self.view.languages.iter();
        let found = found.filter_map(|locale| self.texts.find(*locale, field));
        match found.into_iter().next() {
            Some((locale, text)) => {
                self.view.note_source(field.name(), &locale);
                text.to_owned()
            }
            None => String::new(),
        }
    }

    /// A text, else the one given.
    pub fn text_or(&self, field: TextField, other: Option<&str>) -> String {
        match self.text(field) {
            text if text.is_empty() => other.unwrap_or_default().to_owned(),
            text => text,
        }
    }

    /// The title, else the original one. Translations leave out a title that equals the original, so in a chain the original
    /// language has the original title.
    pub fn title(&self, original: Option<&str>) -> String {
        let field = TextField::Title;
        for locale in &self.view.languages {
            if let Some((found, text)) = self.texts.find(*locale, field) {
                self.view.note_source(field.name(), &found);
                return text.to_owned();
            }
            if self.view.has_chain() && self.original_language == Some(locale.language) {
                break;
            }
        }
        self.view.note_source(field.name(), &"original");
        original.unwrap_or_default().to_owned()
    }

    /// The poster. `base` is the one of the entity itself.
    pub fn poster(&self, base: Option<&str>) -> Option<String> {
        let field = TextField::Poster.name();
        let first = self.view.locale();
        if self.view.has_chain() {
            for locale in &self.view.languages {
                if let Some(poster) = self.texts.poster_in(*locale, base) {
                    self.view.note_source(field, locale);
                    return Some(poster.to_owned());
                }
            }
            self.view.note_source(field, &"original");
        }
        let poster = self.texts.poster(first, self.original_language, base);
        poster.map(str::to_owned)
    }

    /// The runtime in minutes, 0 when no translation has one of its own.
    pub fn runtime(&self) -> i32 {
        let runtimes = self.view.languages.iter();
        let mut runtimes = runtimes.map(|locale| self.texts.runtime(*locale));
        runtimes.find(|runtime| *runtime > 0).unwrap_or_default()
    }
}
