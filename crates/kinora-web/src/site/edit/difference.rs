//! Differences of documents as pages show them: what was beside what is.

use kinora_model::diff::FieldChange;
use serde_json::Value;

/// How much of a value is shown, in characters.
const LONGEST: usize = 1_000;

/// A field that differs.
pub struct Difference {
    /// The field, as differences name it.
    pub field: String,
    /// The same as pages show it, with names in the place of numbers.
    pub label: String,
    /// What was; empty for nothing.
    pub before: String,
    /// What is; empty for nothing.
    pub after: String,
}

impl From<&FieldChange> for Difference {
    fn from(change: &FieldChange) -> Difference {
        Difference {
            field: change.field.clone(),
            label: change.field.clone(),
            before: text(within(&change.field, change.before.as_ref()).as_ref()),
            after: text(within(&change.field, change.after.as_ref()).as_ref()),
        }
    }
}

impl Difference {
    /// Whether it is about a row with this id.
    pub fn mentions(&self, id: &str) -> bool {
        self.field.contains(id) || self.before == id || self.after == id
    }

    /// Shows a name in the place of an id.
    pub fn put_name(&mut self, id: &str, name: &str) {
        self.label = self.label.replace(id, name);
        for value in [&mut self.before, &mut self.after] {
            if value == id {
                name.clone_into(value);
            }
        }
    }
}

/// What a row that is a list says beside its id, which its field names already.
fn within(field: &str, value: Option<&Value>) -> Option<Value> {
    let id = field
        .strip_suffix(']')
        .and_then(|field| field.rsplit_once('['));
    match (id, value) {
        (Some((_, id)), Some(Value::Array(row))) if row.len() > 1 && row[0] == id => {
            let said = row[1..].iter().filter(|value| !value.is_null());
            let said: Vec<String> = said.map(self::said).collect();
            Some(Value::String(said.join(", ")))
        }
        (_, value) => value.cloned(),
    }
}

/// How many differences a page shows that is about one thing.
pub const FIELDS: usize = 40;

/// Room for differences on a page, in bytes.
pub struct Room(usize);

impl Default for Room {
    fn default() -> Room {
        Room(50_000)
    }
}

impl Room {
    /// Room for whatever there is.
    pub fn for_all() -> Room {
        Room(usize::MAX)
    }

    /// The first of some differences, as many as there is room for and one at least; and how many others there are. What was
    /// nothing and became nothing, as fields of new things that nobody filled, is no difference to those who look.
    pub fn take(&mut self, changes: &[FieldChange]) -> (Vec<Difference>, usize) {
        /// What a row takes beside its texts.
        const ROW: usize = 200;
        let mut taken = Vec::new();
        let seen = changes.iter().map(Difference::from);
        let seen = seen.filter(|change| !change.before.is_empty() || !change.after.is_empty());
        let seen: Vec<Difference> = seen.collect();
        let total = seen.len();
        for difference in seen {
            let texts = difference.before.len() + difference.after.len();
            let size = ROW + texts + 2 * difference.field.len();
            if size > self.0 && !taken.is_empty() {
                break;
            }
            self.0 = self.0.saturating_sub(size);
            taken.push(difference);
        }
        let others = total - taken.len();
        (taken, others)
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
        Some(value) => said(value),
    };
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// A value in words: of a record a line for each field.
fn said(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(fields) => {
            let mut lines = Vec::new();
            for (name, value) in fields {
                match value {
                    // What is inside of it says enough.
                    Value::Object(_) => lines.push(said(value)),
                    Value::Null => {}
                    value => lines.push(format!("{name}: {}", said(value))),
                }
            }
            lines.join("\n")
        }
        value => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn records_are_told_field_by_field() {
        let row =
            json!({"listed": {"title": "A", "runtime": 94}, "locale": "he-IL", "tagline": null});
        assert_eq!(text(Some(&row)), "runtime: 94\ntitle: A\nlocale: he-IL");
        assert_eq!(text(Some(&json!([1, 2]))), "[1,2]");
    }

    #[test]
    fn rows_of_lists_do_not_say_their_ids_again() {
        let changes = kinora_model::diff::diff(
            Some(&json!({"cast": [["c1", 0]], "crew": ["c2"]})),
            Some(&json!({"cast": [["c1", 1]], "crew": ["c3"]})),
        );

        let mut told: Vec<Difference> = changes.iter().map(Difference::from).collect();
        told.iter_mut()
            .for_each(|change| change.put_name("c3", "Ida"));

        let told: Vec<_> = told
            .iter()
            .map(|change| (&*change.label, &*change.before, &*change.after))
            .collect();
        let expected = [
            ("cast[c1]", "0", "1"),
            ("crew[c2]", "c2", ""),
            ("crew[Ida]", "", "Ida"),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn differences_that_there_is_no_room_for_are_counted() {
        let after: Vec<Value> = (0..500).map(|id| json!({"id": id, "name": "x"})).collect();
        let changes = kinora_model::diff::diff(None, Some(&Value::Array(after)));
        let mut room = Room::default();

        let (shown, others) = room.take(&changes);
        let (of_the_next, others_of_the_next) = room.take(&changes);

        assert_eq!(shown.len() + others, 500);
        assert!((100..400).contains(&shown.len()), "{}", shown.len());
        assert_eq!((of_the_next.len(), others_of_the_next), (1, 499));
    }
}
