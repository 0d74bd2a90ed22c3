//! An entity as the store keeps it: its parts as JSON text, read and written through their types.

use kinora_model::key::{EntityKey, Known, State};
use kinora_model::part::{Document, Part};

use crate::StoreError;

/// An entity with some or all of its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Its name.
    pub key: EntityKey,
    /// The number of its last change; 0 when it is not stored yet.
    pub version: i64,
    /// Whether it is shown.
    pub state: State,
    /// Where readers are led, for merged entities.
    pub merged_into: Option<i64>,
    /// How much is known about it.
    pub known: Known,
    parts: Box<[Option<String>; Part::DOCUMENTS.len()]>,
}

impl Record {
    /// A live entity without parts that is not stored yet.
    pub fn new(key: EntityKey) -> Record {
        Record {
            key,
            version: 0,
            state: State::Live,
            merged_into: None,
            known: Known::Mentioned,
            parts: Box::default(),
        }
    }

    /// The JSON of a part.
    pub fn raw(&self, part: Part) -> Option<&str> {
        self.parts.get(part as usize - 1)?.as_deref()
    }

    /// Puts the JSON of a part in place, which the caller knows to be a valid document of it.
    pub fn put_raw(&mut self, part: Part, document: Option<String>) {
        if let Some(slot) = self.parts.get_mut(part as usize - 1) {
            *slot = document;
        }
    }

    /// Takes over the parts that another reading of the same entity has.
    pub(crate) fn add_parts_of(&mut self, other: &Record) {
        for (slot, part) in self.parts.iter_mut().zip(other.parts.iter()) {
            if part.is_some() {
                slot.clone_from(part);
            }
        }
    }

    /// A part, if something was told about it.
    pub fn get<D: Document>(&self) -> Result<Option<D>, StoreError> {
        let Some(document) = self.raw(D::PART) else {
            return Ok(None);
        };
        let failed = |error| StoreError::Document {
            key: self.key,
            part: D::PART.name(),
            error,
        };
        serde_json::from_str(document).map(Some).map_err(failed)
    }

    /// A part, empty when nothing was told about it.
    pub fn part<D: Document + Default>(&self) -> Result<D, StoreError> {
        self.get().map(Option::unwrap_or_default)
    }

    /// Puts a part in place; answers whether that changes anything.
    pub fn put<D: Document>(&mut self, document: &D) -> Result<bool, StoreError> {
        let failed = |error| StoreError::Document {
            key: self.key,
            part: D::PART.name(),
            error,
        };
        let document = serde_json::to_string(document).map_err(failed)?;
        let changes = self.raw(D::PART) != Some(&document);
        if changes {
            self.put_raw(D::PART, Some(document));
        }
        Ok(changes)
    }
}
