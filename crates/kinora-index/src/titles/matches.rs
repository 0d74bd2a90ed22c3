//! What matches a query, and in which order it is shown.

use std::cmp::Ordering;

use super::entry::Fame;

/// How close a name is to what is looked for, the closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Closeness {
    /// It is the same.
    Equal,
    /// It is the same but for an article at the beginning.
    ButArticle,
    /// It begins with it, its own article aside.
    Begins,
    /// It has every word.
    Contains,
}

/// A thing that matches, by its number in a segment. Rows are in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Row {
    /// How many edits lead to the name.
    pub edits: u32,
    /// How close the closest name is.
    pub closeness: Closeness,
    /// The thing.
    pub owner: u32,
}

impl Row {
    /// A row of something that matches as typed.
    pub fn typed(closeness: Closeness, owner: u32) -> Row {
        Row {
            edits: 0,
            closeness,
            owner,
        }
    }
}

/// What matches in a segment.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Matches {
    /// How many things match.
    pub total: usize,
    /// The first of them.
    pub rows: Vec<Row>,
}

/// A thing that matches, with what decides its place among those of other segments.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Hit {
    /// How many edits lead to the name.
    pub edits: u32,
    /// How close the closest name is.
    pub closeness: Closeness,
    /// What decides the rest.
    pub fame: Fame,
}

impl Hit {
    /// The fewest edits first, then the closest name, then the most famous.
    pub fn compare(&self, other: &Hit) -> Ordering {
        (self.edits.cmp(&other.edits))
            .then(self.closeness.cmp(&other.closeness))
            .then_with(|| self.fame.compare(&other.fame))
    }
}
