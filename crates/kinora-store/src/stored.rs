//! Everything that a catalogue holds, one thing at a time: what an archive of it is made of.

use kinora_model::credit::Credit;
use kinora_model::reference::Told;
use kinora_model::review::{EpisodeGroup, Review};

use crate::batch::Stat;
use crate::record::Record;

/// One thing of the catalogue, whole.
#[derive(Clone, Debug, PartialEq)]
pub enum Stored {
    /// A reference table that was imported.
    Reference(Told),
    /// An entity with every part and its statistics, whatever its state.
    Entity(Box<Record>, Option<Stat>),
    /// A credit.
    Credit(Box<Credit>),
    /// A review.
    Review(Box<Review>),
    /// An episode group.
    Group(Box<EpisodeGroup>),
}
