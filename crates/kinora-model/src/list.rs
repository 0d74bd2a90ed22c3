//! What accounts keep: favourites, titles to watch, and lists of their own.

use crate::key::EntityKey;

/// A mark that an account puts on movies and series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bookmark {
    /// It likes the title.
    Favourite = 0,
    /// It wants to watch the title.
    Watchlist = 1,
}

/// What a list is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewList {
    /// Its name, 1 to [`ListText::LONGEST_NAME`] characters.
    pub name: ListText,
    /// What it is about; may be empty.
    pub description: ListText,
    /// The language of its name, ISO 639-1.
    pub language: String,
    /// The country of its maker, ISO 3166-1.
    pub country: String,
    /// Whether others see it.
    pub is_public: bool,
}

/// A list of titles as it is stored, without its items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Its number.
    pub id: i64,
    /// Whose it is.
    pub account: i64,
    /// The name of that account.
    pub created_by: String,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// The language of its name, ISO 639-1.
    pub language: String,
    /// The country of its maker, ISO 3166-1.
    pub country: String,
    /// Whether others see it.
    pub is_public: bool,
    /// How many titles are on it.
    pub item_count: i64,
}

/// A text of a list: of bounded length, without control characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListText(String);

impl ListText {
    /// How many characters a name may have.
    pub const LONGEST_NAME: usize = 250;
    /// How many characters a description may have.
    pub const LONGEST_DESCRIPTION: usize = 10_000;

    /// A name; `None` when nothing is left of it, or when it is too long.
    pub fn name(text: &str) -> Option<ListText> {
        let name = ListText::bounded(text, ListText::LONGEST_NAME)?;
        (!name.0.is_empty()).then_some(name)
    }

    /// A description; `None` when it is too long.
    pub fn description(text: &str) -> Option<ListText> {
        ListText::bounded(text, ListText::LONGEST_DESCRIPTION)
    }

    fn bounded(text: &str, longest: usize) -> Option<ListText> {
        let kept = |letter: &char| !letter.is_control() || *letter == '\n';
        let text: String = text.trim().chars().filter(kept).collect();
        (text.chars().count() <= longest).then_some(ListText(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// In which order things that were added one after the other are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Added {
    /// The oldest first.
    #[default]
    First,
    /// The newest first.
    Last,
}

/// A stretch of something that somebody keeps, and how much there is of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch<T = EntityKey> {
    /// How many there are in all.
    pub total: usize,
    /// Those that were asked for.
    pub items: Vec<T>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_bounds_and_no_control_characters() {
        assert_eq!(ListText::name(" Noir\u{0} \n").unwrap().as_str(), "Noir");
        assert!(ListText::name(" \t ").is_none());
        assert!(ListText::name(&"ä".repeat(250)).is_some());
        assert!(ListText::name(&"ä".repeat(251)).is_none());
        assert_eq!(ListText::description("").unwrap().as_str(), "");
        assert!(ListText::description(&"x".repeat(10_001)).is_none());
    }
}
