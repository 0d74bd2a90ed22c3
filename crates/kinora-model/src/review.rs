//! Reviews of titles and episode groups of series: rows of their own with public ids of 24 hex digits.

use serde::{Deserialize, Serialize};

use crate::key::EntityKey;

/// A review of a movie or series. Times are ISO 8601 with milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// The public id, 24 hex digits.
    pub id: String,
    /// What it reviews.
    pub title: EntityKey,
    /// The name shown.
    pub author: String,
    /// The author's full name; may be empty.
    pub name: String,
    /// The author's account name.
    pub username: String,
    /// The author's picture.
    pub avatar_path: Option<String>,
    /// 0.5 to 10, when the author rated the title.
    pub rating: Option<f64>,
    /// Markdown.
    pub content: String,
    /// The language, ISO 639-1, once known.
    pub language: Option<String>,
    /// When it was written.
    pub created_at: String,
    /// When it was changed last.
    pub updated_at: String,
    /// Its page.
    pub url: String,
}

/// What somebody writes about a title: Markdown of 1 to [`ReviewText::LONGEST`] characters, without HTML and control characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewText(String);

impl ReviewText {
    /// How many characters a review may have.
    pub const LONGEST: usize = 20_000;

    /// The text that is kept of what was written; `None` when nothing is left, or when it is too long.
    pub fn new(written: &str) -> Option<ReviewText> {
        let kept = |letter: &char| !letter.is_control() || matches!(letter, '\n' | '\t');
        let text: String = written.chars().filter(kept).collect();
        let text = without_tags(&text);
        let text = text.trim();
        (1..=ReviewText::LONGEST)
            .contains(&text.chars().count())
            .then(|| ReviewText(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text without anything that a browser would take for a tag: from `<` before a letter, `/`, `!` or `?` up to the next `>`. A tag
/// that does not end loses its `<`, and so does what would become one by leaving another out.
fn without_tags(text: &str) -> String {
    let begins_tag = |letter: char| letter.is_ascii_alphabetic() || "/!?".contains(letter);
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        kept.push_str(&rest[..start]);
        let tag = &rest[start + 1..];
        if !tag.starts_with(begins_tag) {
            kept.push('<');
            rest = tag;
            continue;
        }
        rest = tag.find('>').map_or(tag, |end| &tag[end + 1..]);
        while kept.ends_with('<') && rest.starts_with(begins_tag) {
            kept.pop();
        }
    }
    kept + rest
}

/// Another order of a series' episodes. `group_type`: 1 original air date, 2 absolute, 3 DVD, 4 digital, 5 story arc,
/// 6 production, 7 TV (contract 1.16).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EpisodeGroup {
    /// The public id, 24 hex digits.
    pub id: String,
    /// The series, once known.
    pub series: Option<i64>,
    /// What it is.
    pub description: String,
    /// Its name.
    pub name: String,
    /// Which kind of order.
    pub group_type: i32,
    /// How many episodes it holds, as told.
    pub episode_count: i32,
    /// How many groups it has, as told.
    pub group_count: i32,
    /// The network whose order it is.
    pub network: Option<i64>,
    /// The groups; `None` until its own answer was told.
    pub groups: Option<Vec<EpisodeGroupPart>>,
}

/// One group of episodes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EpisodeGroupPart {
    /// 24 hex digits.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its place, usually from 1.
    pub order: i32,
    /// Whether editors may change it.
    pub locked: bool,
    /// Episode ids with their place, from 0.
    pub episodes: Vec<(i64, i32)>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tags_and_control_characters_are_left_out() {
        let kept = |written| ReviewText::new(written).map(|text| text.0);

        assert_eq!(
            kept("<b>Great</b>\r\n*film*\u{0}"),
            Some("Great\n*film*".to_owned())
        );
        assert_eq!(
            kept("1 < 2 and I <3 it"),
            Some("1 < 2 and I <3 it".to_owned())
        );
        assert_eq!(kept("<script src=x"), Some("script src=x".to_owned()));
        assert_eq!(kept(" <i></i> "), None);
        assert_eq!(kept(&"x".repeat(20_001)), None);
    }

    proptest! {
        #[test]
        fn nothing_that_is_kept_begins_a_tag(written in "[<>/!a \u{0}]{0,40}") {
            let kept = ReviewText::new(&written).map_or(String::new(), |text| text.0);

            for tag in ["<a", "</", "<!"] {
                prop_assert!(!kept.contains(tag), "{kept:?}");
            }
        }
    }
}
