//! Bodies of the editing API: read strictly, so that a misspelt field is a fault and not silence.

use kinora_model::draft::{Draft, DraftChange};
use kinora_model::form::{Fault, Form, schema};
use kinora_model::{EntityKey, Kind};
use schemars::{JsonSchema, Schema};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::refusal;
use crate::error::ApiError;

/// Reads a body as this; a fault says what is wrong with it.
pub fn read<T: DeserializeOwned>(body: Map<String, Value>) -> Result<T, ApiError> {
    serde_json::from_value(Value::Object(body))
        .map_err(|error| refusal::faults(&[Fault::new("body", error.to_string())]))
}

/// A new entity.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Create {
    /// Why.
    #[serde(default)]
    pub comment: String,
    /// Its parts, facts among them.
    pub parts: Map<String, Value>,
}

/// A part put in place.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Put {
    /// Why.
    #[serde(default)]
    pub comment: String,
    /// The version that it was made against.
    pub base: i64,
    /// The document; null removes the part.
    pub document: Option<Value>,
}

/// An entity deleted, or shown again.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetState {
    /// Why.
    #[serde(default)]
    pub comment: String,
    /// The version that it was made against.
    pub base: i64,
}

/// An entity merged into another.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Merge {
    /// Why.
    #[serde(default)]
    pub comment: String,
    /// The version that it was made against.
    pub base: i64,
    /// The one that stays.
    pub into: i64,
}

/// A revision taken back.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Undo {
    /// Why.
    #[serde(default)]
    pub comment: String,
    /// The fields to take back, as the revision names them; none for all.
    #[serde(default)]
    pub fields: Vec<String>,
}

/// Several changes in one edit.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Edits {
    /// Why.
    #[serde(default)]
    pub comment: String,
    /// What changes, in this order.
    pub changes: Vec<Wanted>,
}

/// One of several changes. A negative id is a new entity, and the same number names it throughout the edit.
#[derive(Deserialize, JsonSchema)]
#[serde(tag = "change", rename_all = "snake_case", deny_unknown_fields)]
pub enum Wanted {
    /// Puts a document in place of a part.
    Put {
        /// The kind of the entity.
        kind: String,
        /// Its id.
        id: i64,
        /// The version that it was made against; 0 for a new entity.
        #[serde(default)]
        base: i64,
        /// The part.
        part: String,
        /// The document; null removes the part.
        document: Option<Value>,
    },
    /// Removes an entity.
    Delete {
        /// The kind of the entity.
        kind: String,
        /// Its id.
        id: i64,
        /// The version that it was made against.
        base: i64,
    },
    /// Shows an entity again.
    Restore {
        /// The kind of the entity.
        kind: String,
        /// Its id.
        id: i64,
        /// The version that it was made against.
        base: i64,
    },
    /// Says that an entity is another one.
    Merge {
        /// The kind of the entity.
        kind: String,
        /// Its id.
        id: i64,
        /// The version that it was made against.
        base: i64,
        /// The one that stays.
        into: i64,
    },
    /// Takes a revision back.
    Undo {
        /// The kind of the entity.
        kind: String,
        /// Its id.
        id: i64,
        /// The number of the revision.
        revision: i64,
        /// The fields to take back; none for all.
        #[serde(default)]
        fields: Vec<String>,
    },
}

impl Edits {
    /// The draft; kinds that there are not are faults.
    pub fn into_draft(self) -> Result<Draft, ApiError> {
        let (mut changes, mut faults) = (Vec::new(), Vec::new());
        for (index, wanted) in self.changes.into_iter().enumerate() {
            match wanted.into_change() {
                Some(change) => changes.push(change),
                None => faults.push(Fault::new(
                    format!("changes[{index}].kind"),
                    format!("has to be one of: {}", Kind::ALL.map(Kind::name).join(", ")),
                )),
            }
        }
        match faults.is_empty() {
            true => Ok(Draft {
                comment: self.comment,
                changes,
            }),
            false => Err(refusal::faults(&faults)),
        }
    }
}

fn key(kind: &str, id: i64) -> Option<EntityKey> {
    let kind = Kind::ALL.into_iter().find(|known| known.name() == kind)?;
    Some(EntityKey::new(kind, id))
}

impl Wanted {
    fn into_change(self) -> Option<DraftChange> {
        Some(match self {
            Wanted::Put {
                kind,
                id,
                base,
                part,
                document,
            } => DraftChange::Put {
                key: key(&kind, id)?,
                base,
                part,
                document,
            },
            Wanted::Delete { kind, id, base } => DraftChange::Delete {
                key: key(&kind, id)?,
                base,
            },
            Wanted::Restore { kind, id, base } => DraftChange::Restore {
                key: key(&kind, id)?,
                base,
            },
            Wanted::Merge {
                kind,
                id,
                base,
                into,
            } => DraftChange::Merge {
                key: key(&kind, id)?,
                base,
                into,
            },
            Wanted::Undo {
                kind,
                id,
                revision,
                fields,
            } => DraftChange::Undo {
                key: key(&kind, id)?,
                revision,
                fields,
            },
        })
    }
}

/// The schema of a body that creates an entity of a kind.
pub fn schema_of_create(kind: Kind) -> Schema {
    let parts = kinora_model::form::parts(kind);
    let parts: Map<String, Value> = parts
        .map(|(part, form)| (part.name().to_owned(), schema(&form)))
        .collect();
    object(
        json!({
            "comment": {"type": "string", "maxLength": 1000},
            "parts": {"type": "object", "properties": parts, "required": ["facts"], "additionalProperties": false},
        }),
        &["parts"],
    )
}

/// The schema of a body that puts a part of this form in place.
pub fn schema_of_put(form: &Form) -> Schema {
    object(
        json!({
            "comment": {"type": "string", "maxLength": 1000},
            "base": {"type": "integer", "description": "The version that it was made against."},
            "document": {"anyOf": [schema(form), {"type": "null"}]},
        }),
        &["base", "document"],
    )
}

fn object(properties: Value, required: &[&str]) -> Schema {
    let mut schema = Schema::default();
    schema.insert("type".to_owned(), Value::from("object"));
    schema.insert("properties".to_owned(), properties);
    schema.insert("required".to_owned(), json!(required));
    schema.insert("additionalProperties".to_owned(), Value::from(false));
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelt_fields_are_faults() {
        for body in [
            json!({"base": 1, "document": {}, "coment": "x"}),
            json!({"document": {}}),
            json!({"base": "1", "document": {}}),
        ] {
            let body = body.as_object().cloned().unwrap();
            assert!(read::<Put>(body).is_err());
        }
        let edit = json!({"changes": [{"change": "delete", "kind": "movie", "id": 1, "base": 1, "into": 2}]});
        assert!(read::<Edits>(edit.as_object().cloned().unwrap()).is_err());
        let edit = json!({"changes": [{"change": "delete", "kind": "film", "id": 1, "base": 1}]});
        let edits: Edits = read(edit.as_object().cloned().unwrap()).unwrap();
        assert!(edits.into_draft().is_err());
    }
}
