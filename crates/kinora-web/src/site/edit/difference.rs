//! Differences of documents as pages show them: what was beside what is.

use kinora_model::diff::FieldChange;
use serde_json::Value;

/// How much of a value is shown, in characters.
const LONGEST: usize = 1_000;

/// A field that differs.
pub struct Difference {
    /// The field, as differences name it.
    pub field: String,
    /// What was; empty for nothing.
    pub before: String,
    /// What is; empty for nothing.
    pub after: String,
}

impl From<&FieldChange> for Difference {
    fn from(change: &FieldChange) -> Difference {
        Difference {
            field: change.field.clone(),
            before: text(change.before.as_ref()),
            after: text(change.after.as_ref()),
        }
    }
}

/// The differences of two documents.
pub fn differences(before: Option<&Value>, after: Option<&Value>) -> Vec<Difference> {
    let changes = kinora_model::diff::diff(before, after);
    changes.iter().map(Difference::from).collect()
}

fn text(value: Option<&Value>) -> String {
    let text = match value {
        None | Some(Value::Null) => return String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    };
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
