//! The field-by-field difference of two versions of a part.
//!
//! Documents are compared as JSON. Objects are walked field by field; lists are compared as bags of items, so that adding
//! one keyword is one change and not a new list. Items that have an identity (`locale`, `id`, `file_path`, `key` ...) are
//! matched by it and compared inside.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What happened to a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It is new.
    Added,
    /// It has another value.
    Updated,
    /// It is gone.
    Deleted,
}

/// One field that differs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The path of the field: names joined by dots, items of lists by their identity in brackets.
    pub field: String,
    /// What happened.
    pub action: Action,
    /// The value before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// The value after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
}

/// How `after` differs from `before`, field by field; empty when they are equal.
pub fn diff(before: Option<&Value>, after: Option<&Value>) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    compare("", before, after, &mut changes);
    changes
}

fn compare(
    path: &str,
    before: Option<&Value>,
    after: Option<&Value>,
    changes: &mut Vec<FieldChange>,
) {
    match (before, after) {
        (None, None) => {}
        (before, after) if before == after => {}
        (Some(Value::Object(before)), Some(Value::Object(after))) => {
            for (name, value) in before {
                compare(&join(path, name), Some(value), after.get(name), changes);
            }
            for (name, value) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
                compare(&join(path, name), None, Some(value), changes);
            }
        }
        (None, Some(Value::Object(after))) if !path.ends_with(']') && !after.is_empty() => {
            after
                .iter()
                .for_each(|(name, value)| compare(&join(path, name), None, Some(value), changes));
        }
        // A list that is an item of a list is a tuple: one value.
        (Some(Value::Array(before)), Some(Value::Array(after))) if !path.ends_with(']') => {
            compare_lists(path, before, after, changes);
        }
        (None, Some(Value::Array(after))) if !after.is_empty() && !path.ends_with(']') => {
            compare_lists(path, &[], after, changes);
        }
        (Some(Value::Array(before)), None) if !before.is_empty() && !path.ends_with(']') => {
            compare_lists(path, before, &[], changes);
        }
        (before, after) => changes.push(FieldChange {
            field: path.to_owned(),
            action: match (before, after) {
                (None, _) => Action::Added,
                (_, None) => Action::Deleted,
                _ => Action::Updated,
            },
            before: before.cloned(),
            after: after.cloned(),
        }),
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

/// What makes an item of a list the same item in another version.
pub(crate) fn identity(item: &Value) -> String {
    // Somebody may stand twice in a list of credits, so that the credit comes before the person.
    const NAMES: [&str; 7] = [
        "locale",
        "id",
        "file_path",
        "iso_3166_1",
        "credit_id",
        "person",
        "key",
    ];
    let named = NAMES.iter().find_map(|name| item.get(name));
    let named = named.or_else(|| item.get(0)).unwrap_or(item);
    match named {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn compare_lists(path: &str, before: &[Value], after: &[Value], changes: &mut Vec<FieldChange>) {
    let known = changes.len();
    let mut unmatched: Vec<Option<&Value>> = after.iter().map(Some).collect();
    let names: Vec<String> = after.iter().map(identity).collect();
    for item in before {
        let name = identity(item);
        let same =
            (0..after.len()).find(|&index| names[index] == name && unmatched[index].is_some());
        let item_after = same.and_then(|index| unmatched[index].take());
        compare(&format!("{path}[{name}]"), Some(item), item_after, changes);
    }
    for (item, name) in unmatched.iter().zip(&names) {
        compare(&format!("{path}[{name}]"), None, *item, changes);
    }
    if changes.len() == known && before != after {
        // The same items in another order.
        let list = |items: &[Value]| Some(Value::Array(items.to_vec()));
        changes.push(FieldChange {
            field: path.to_owned(),
            action: Action::Updated,
            before: list(before),
            after: list(after),
        });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn told(changes: &[FieldChange]) -> Vec<(&str, Action)> {
        let told = changes.iter();
        told.map(|change| (change.field.as_str(), change.action))
            .collect()
    }

    #[test]
    fn fields_and_items_are_told_apart() {
        let before = json!({"runtime": 94, "genres": [27, 14], "tagline": "x"});
        let after = json!({"runtime": 95, "genres": [27, 36], "budget": 1});

        let changes = diff(Some(&before), Some(&after));

        assert_eq!(
            told(&changes),
            [
                ("genres[14]", Action::Deleted),
                ("genres[36]", Action::Added),
                ("runtime", Action::Updated),
                ("tagline", Action::Deleted),
                ("budget", Action::Added),
            ]
        );
    }

    #[test]
    fn a_tuple_is_one_value() {
        let before = json!({"cast": [["c1", 0], ["c2", 1]]});
        let after = json!({"cast": [["c1", 0], ["c2", 2], ["c3", 1]]});

        let changes = diff(Some(&before), Some(&after));

        assert_eq!(
            told(&changes),
            [("cast[c2]", Action::Updated), ("cast[c3]", Action::Added)]
        );
    }

    #[test]
    fn a_new_order_is_a_change() {
        let changes = diff(Some(&json!([1, 2])), Some(&json!([2, 1])));
        assert_eq!(changes.len(), 1);
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            "[a-c]{0,3}".prop_map(Value::from)
        ];
        leaf.prop_recursive(3, 24, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::btree_map("[a-d]|id|locale", inner, 0..5)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn there_is_a_difference_exactly_when_two_documents_differ(before in values(), after in values()) {
            let differs = before != after;
            prop_assert_eq!(!diff(Some(&before), Some(&after)).is_empty(), differs);
            prop_assert!(diff(Some(&before), Some(&before)).is_empty());
        }
    }
}
