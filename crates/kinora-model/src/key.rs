//! What kinds of things the catalogue holds, and how one of them is named.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A kind of entity. The number is what the store writes; it never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A film.
    Movie = 1,
    /// A TV series.
    Series = 2,
    /// A season of a series; season 0 holds the specials.
    Season = 3,
    /// An episode of a season.
    Episode = 4,
    /// Somebody with credits.
    Person = 5,
    /// Movies that belong together.
    Collection = 6,
    /// A production company.
    Company = 7,
    /// A broadcaster or streaming service that first showed a series.
    Network = 8,
    /// A word that describes titles.
    Keyword = 9,
}

impl Kind {
    /// Every kind, in the order of their numbers.
    pub const ALL: [Kind; 9] = [
        Kind::Movie,
        Kind::Series,
        Kind::Season,
        Kind::Episode,
        Kind::Person,
        Kind::Collection,
        Kind::Company,
        Kind::Network,
        Kind::Keyword,
    ];

    /// The kind with this stored number.
    pub fn from_number(number: i64) -> Option<Kind> {
        usize::try_from(number)
            .ok()?
            .checked_sub(1)
            .and_then(|index| Kind::ALL.get(index))
            .copied()
    }

    /// The singular English noun, which is also the name of its table.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Movie => "movie",
            Kind::Series => "series",
            Kind::Season => "season",
            Kind::Episode => "episode",
            Kind::Person => "person",
            Kind::Collection => "collection",
            Kind::Company => "company",
            Kind::Network => "network",
            Kind::Keyword => "keyword",
        }
    }
}

/// The name of an entity: its kind and its number within the kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EntityKey {
    /// The kind.
    pub kind: Kind,
    /// The public id; unique within the kind and never used again.
    pub id: i64,
}

impl EntityKey {
    /// The entity of this kind with this id.
    pub const fn new(kind: Kind, id: i64) -> EntityKey {
        EntityKey { kind, id }
    }
}

impl fmt::Display for EntityKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.name(), self.id)
    }
}

/// Whether an entity is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is shown.
    #[default]
    Live = 0,
    /// It was removed; the row stays so that its id is never used again.
    Deleted = 1,
    /// It was found to be another entity; readers are led there.
    Merged = 2,
}

impl State {
    /// The state with this stored number; unknown numbers count as deleted.
    pub fn from_number(number: i64) -> State {
        match number {
            0 => State::Live,
            2 => State::Merged,
            _ => State::Deleted,
        }
    }
}

/// How much the best answer seen so far said about an entity. Entities below [`Known::Full`] are *partial*.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// Another entity's answer mentions it (a credit, a company of a movie).
    #[default]
    Mentioned = 0,
    /// A list shows it as a row.
    Listed = 1,
    /// Its own details were told.
    Full = 2,
}

impl Known {
    /// The rank with this stored number.
    pub fn from_number(number: i64) -> Known {
        match number {
            0 => Known::Mentioned,
            1 => Known::Listed,
            _ => Known::Full,
        }
    }
}
