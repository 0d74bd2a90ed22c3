//! Order by hand: rows with buttons that move them, and what a form says of such a row.

use kinora_model::{EntityKey, Kind};

use super::form::Form;
use super::marks::title_key;

/// The end of an order, as forms name it.
const END: &str = "end";

/// A row that can be moved.
pub struct Row {
    pub name: String,
    pub address: String,
    /// As forms name it.
    pub key: String,
    /// The row before it, before which it goes up.
    pub up: Option<String>,
    /// The row before which it goes down, `end` where that is the end.
    pub down: Option<String>,
}

impl Row {
    /// The row at a place among the keys of all rows; without a place it cannot be moved.
    pub fn at(
        place: Option<usize>,
        keys: &[String],
        key: String,
        name: String,
        address: String,
    ) -> Row {
        let neighbour = |steps: usize| keys.get(place? + steps).cloned();
        Row {
            up: place.and_then(|place| keys.get(place.checked_sub(1)?).cloned()),
            down: neighbour(1).map(|_| neighbour(2).unwrap_or_else(|| END.to_owned())),
            name,
            address,
            key,
        }
    }
}

/// What a form says: `move` is `movie-11 tv-21`, a title and the one before which it goes; `remove` is a title.
pub enum Reordering {
    /// A title goes before another one, or to the end.
    Move(EntityKey, Option<EntityKey>),
    /// A title is taken off.
    Remove(EntityKey),
}

impl Reordering {
    /// Reads it; `None` where the form names no title.
    pub fn read(form: &Form) -> Option<Reordering> {
        match form.field("move").split_once(' ') {
            Some((moved, END)) => Some(Reordering::Move(title(moved)?, None)),
            Some((moved, before)) => Some(Reordering::Move(title(moved)?, Some(title(before)?))),
            None => title(form.field("remove")).map(Reordering::Remove),
        }
    }
}

/// A title as forms name it: `movie-11`, `tv-21`, `episode-31`.
pub fn title(text: &str) -> Option<EntityKey> {
    let (kind, id) = text.split_once('-')?;
    match kind {
        "episode" => id.parse().ok().map(|id| EntityKey::new(Kind::Episode, id)),
        _ => title_key(kind, id),
    }
}
