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
