//! Taking a change back that others may have built upon: a three-way merge of JSON documents.
//!
//! `base` is what the change made, `target` what was before it, `current` what there is. What nobody touched since
//! goes back; what was touched since and is not what it shall be is a conflict. Lists whose items have an identity (see
//! [`diff`](crate::diff)) are merged item by item.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::diff::identity;

/// Takes the way from `base` to `target` in `current`. With `fields`, only in those, named as differences name them.
/// Fails with the fields that were changed since, in alphabetical order.
pub fn revert(
    base: Option<&Value>,
    target: Option<&Value>,
    current: Option<&Value>,
    fields: &[String],
) -> Result<Option<Value>, Vec<String>> {
    let mut reverting = Reverting {
        fields,
        conflicts: Vec::new(),
    };
    let reverted = reverting.value("", base, target, current);
    match reverting.conflicts.is_empty() {
        true => Ok(reverted),
        false => {
            reverting.conflicts.sort();
            Err(reverting.conflicts)
        }
    }
}

struct Reverting<'a> {
    fields: &'a [String],
    conflicts: Vec<String>,
}

/// Whether one path is the other or leads to it.
fn leads(path: &str, to: &str) -> bool {
    path.is_empty()
        || to
            .strip_prefix(path)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

impl Reverting<'_> {
    /// Whether something at or below this path was chosen.
    fn concerns(&self, path: &str) -> bool {
        let chosen = |field: &String| leads(path, field) || leads(field, path);
        self.fields.is_empty() || self.fields.iter().any(chosen)
    }

    /// Whether all of it was chosen.
    fn is_chosen(&self, path: &str) -> bool {
        self.fields.is_empty() || self.fields.iter().any(|field| leads(field, path))
    }

    fn value(
        &mut self,
        path: &str,
        base: Option<&Value>,
        target: Option<&Value>,
        current: Option<&Value>,
    ) -> Option<Value> {
        if base == target || current == target || !self.concerns(path) {
            return current.cloned();
        }
        if base == current && self.is_chosen(path) {
            return target.cloned();
        }
        if let (
            Some(Value::Object(base)),
            Some(Value::Object(target)),
            Some(Value::Object(current)),
        ) = (base, target, current)
        {
            return Some(Value::Object(self.object(path, base, target, current)));
        }
        // A list that is an item of a list is a tuple: one value.
        if !path.ends_with(']')
            && let (Some(base), Some(target_items), Some(current_items)) =
                (items(base), items(target), items(current))
            && let Some(list) = self.list(path, base, target_items, current_items)
        {
            let is_nothing = list.is_empty() && (target.is_none() || current.is_none());
            return (!is_nothing).then_some(Value::Array(list));
        }
        self.conflicts.push(path.to_owned());
        current.cloned()
    }

    fn object(
        &mut self,
        path: &str,
        base: &Map<String, Value>,
        target: &Map<String, Value>,
        current: &Map<String, Value>,
    ) -> Map<String, Value> {
        let mut names: Vec<&String> = current.keys().collect();
        names.extend(target.keys().filter(|name| !current.contains_key(*name)));
        let mut reverted = Map::new();
        for name in names {
            let path = match path.is_empty() {
                true => name.clone(),
                false => format!("{path}.{name}"),
            };
            let value = self.value(&path, base.get(name), target.get(name), current.get(name));
            if let Some(value) = value {
                reverted.insert(name.clone(), value);
            }
        }
        reverted
    }

    /// Merges lists item by item; `None` where items cannot be told apart.
    fn list(
        &mut self,
        path: &str,
        base: &[Value],
        target: &[Value],
        current: &[Value],
    ) -> Option<Vec<Value>> {
        let (base, target) = (Items::of(base)?, Items::of(target)?);
        let current = Items::of(current)?;
        let names = match (base.is_turned_in(&target), base.is_turned_in(&current)) {
            (true, true) => {
                self.conflicts.push(path.to_owned());
                return Some(Vec::new());
            }
            (true, false) if self.is_chosen(path) => target.names_and_those_of(&current),
            _ => current.names_and_those_of(&target),
        };
        let reverted = names.into_iter().filter_map(|name| {
            let path = format!("{path}[{name}]");
            self.value(&path, base.get(name), target.get(name), current.get(name))
        });
        Some(reverted.collect())
    }
}

/// The items of a list, of which a missing one has none.
fn items(value: Option<&Value>) -> Option<&[Value]> {
    value.map_or(Some(&[]), |value| value.as_array().map(Vec::as_slice))
}

/// The items of a list by their identity, which each has for itself.
struct Items<'a> {
    names: Vec<String>,
    by_name: HashMap<String, &'a Value>,
}

impl<'a> Items<'a> {
    fn of(list: &'a [Value]) -> Option<Items<'a>> {
        let names: Vec<String> = list.iter().map(identity).collect();
        let by_name: HashMap<String, &Value> = names.iter().cloned().zip(list).collect();
        (by_name.len() == names.len()).then_some(Items { names, by_name })
    }

    fn get(&self, name: &str) -> Option<&'a Value> {
        self.by_name.get(name).copied()
    }

    /// Whether the items that both have are in another order there.
    fn is_turned_in(&self, other: &Items<'_>) -> bool {
        let ours = self
            .names
            .iter()
            .filter(|name| other.by_name.contains_key(*name));
        let theirs = other
            .names
            .iter()
            .filter(|name| self.by_name.contains_key(*name));
        !ours.eq(theirs)
    }

    /// The names in this order, with those that only the other has behind the ones that they follow there.
    fn names_and_those_of<'b>(&'b self, other: &'b Items<'_>) -> Vec<&'b str> {
        let mut names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let mut previous = None;
        for name in &other.names {
            if !self.by_name.contains_key(name) {
                let place =
                    previous.and_then(|previous| names.iter().position(|known| *known == previous));
                names.insert(place.map_or(0, |place| place + 1), name);
            }
            previous = Some(name.as_str());
        }
        names
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[expect(
        clippy::needless_pass_by_value,
        reason = "documents are JSON literals, which read best when they are handed over"
    )]
    fn reverted(base: Value, target: Value, current: Value) -> Result<Value, Vec<String>> {
        let reverted = revert(Some(&base), Some(&target), Some(&current), &[]);
        reverted.map(Option::unwrap_or_default)
    }

    #[test]
    fn what_others_did_stays() {
        let base = json!({"runtime": 95, "genres": [27, 14], "budget": 1});
        let target = json!({"runtime": 94, "genres": [27], "budget": 1});
        let current = json!({"runtime": 95, "genres": [18, 27, 14], "budget": 2});

        let expected = json!({"runtime": 94, "genres": [18, 27], "budget": 2});
        assert_eq!(reverted(base, target, current), Ok(expected));
    }

    #[test]
    fn what_was_changed_since_is_a_conflict() {
        let base = json!({"runtime": 95, "posters": [{"file_path": "/a.jpg", "iso_639_1": "de"}]});
        let target =
            json!({"runtime": 94, "posters": [{"file_path": "/a.jpg", "iso_639_1": "en"}]});
        let current =
            json!({"runtime": 96, "posters": [{"file_path": "/a.jpg", "iso_639_1": "fr"}]});

        let conflicts = reverted(base, target, current).unwrap_err();

        assert_eq!(conflicts, ["posters[/a.jpg].iso_639_1", "runtime"]);
    }

    #[test]
    fn a_tuple_goes_back_whole_or_not_at_all() {
        let cast = |order: i32| json!({"cast": [["a", order], ["b", 9]]});

        assert_eq!(reverted(cast(1), cast(0), cast(1)), Ok(cast(0)));
        let conflicts = reverted(cast(1), cast(0), cast(2));
        assert_eq!(conflicts, Err(vec!["cast[a]".to_owned()]));
    }

    #[test]
    fn a_part_of_a_change_goes_back() {
        let base = json!({"runtime": 95, "budget": 2, "genres": [1, 2]});
        let target = json!({"runtime": 94, "budget": 1, "genres": []});

        let fields = ["runtime".to_owned(), "genres[2]".to_owned()];
        let reverted = revert(Some(&base), Some(&target), Some(&base), &fields).unwrap();

        assert_eq!(
            reverted,
            Some(json!({"runtime": 94, "budget": 2, "genres": [1]}))
        );
    }

    #[test]
    fn orders_go_back_unless_they_were_changed_since() {
        let (base, target) = (json!([1, 2, 3]), json!([3, 2, 1]));

        let kept = reverted(base.clone(), target.clone(), json!([1, 2, 4, 3]));
        let refused = reverted(base, target, json!([2, 1, 3]));

        assert_eq!(kept, Ok(json!([3, 2, 4, 1])));
        assert_eq!(refused, Err(vec![String::new()]));
    }

    fn documents() -> impl Strategy<Value = Value> {
        let list = prop::collection::vec(0..6_i32, 0..5);
        let fields = (
            prop::option::of(0..3_i32),
            prop::option::of(list),
            prop::option::of("[ab]"),
        );
        fields
            .prop_map(|(number, list, text)| json!({"number": number, "list": list, "text": text}))
    }

    proptest! {
        #[test]
        fn what_nobody_touched_since_goes_back_whole(base in documents(), target in documents()) {
            prop_assert_eq!(reverted(base.clone(), target.clone(), base), Ok(target));
        }

        #[test]
        fn nothing_taken_back_changes_nothing(base in documents(), current in documents()) {
            prop_assert_eq!(reverted(base.clone(), base, current.clone()), Ok(current));
        }
    }
}
