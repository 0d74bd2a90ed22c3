//! What machines read of pages (schema.org).

use serde_json::{Value, json};

/// A record without what is not known: without nulls, empty texts and empty lists.
pub fn known(mut record: Value) -> Value {
    if let Some(fields) = record.as_object_mut() {
        fields.retain(|_, value| !value.is_null() && *value != json!("") && *value != json!([]));
    }
    record
}
