//! Everything that a catalogue holds, one thing at a time: what an archive of it is made of.

use std::ops::ControlFlow;
use std::path::Path;

use kinora_model::credit::Credit;
use kinora_model::reference::Told;
use kinora_model::review::{EpisodeGroup, Review};

use crate::batch::Stat;
use crate::record::Record;
use crate::{Store, StoreError, ask, sqlite};

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

impl Store {
    /// Everything that the catalogue holds, in the order of an archive and out of one snapshot, until `take` breaks off.
    pub async fn each_stored(
        &self,
        take: impl FnMut(Stored) -> ControlFlow<()> + Send + 'static,
    ) -> Result<ControlFlow<()>, StoreError> {
        ask!(self, apart, |db| sqlite::stored::each(
            &*db.unchecked_transaction()?,
            take
        ))
    }

    /// Copies the whole store as it is at this moment into an empty file, while it is in use.
    pub async fn backup(&self, target: &Path) -> Result<(), StoreError> {
        let target = target.to_owned();
        ask!(self, apart, |db| sqlite::backup::backup(db, &target))
    }
}
