//! Changes of credits, and of the lists that they stand in.

use kinora_model::diff::FieldChange;
use kinora_model::key::Kind;
use kinora_store::Revision;
use serde_json::{Map, Value, json};

use super::step::Step;
use super::{Teller, Told};

impl Teller<'_> {
    /// A credit that came, changed or went, whole.
    pub(super) fn credit(&mut self, revision: &Revision) {
        let before = revision.before.clone();
        let mut after = before.clone().unwrap_or_else(|| json!({}));
        let is_gone = revision
            .changes
            .iter()
            .any(|change| change.field.is_empty() && change.after.is_none());
        for change in &revision.changes {
            if let Some(object) = after.as_object_mut() {
                match &change.after {
                    Some(value) => object.insert(change.field.clone(), value.clone()),
                    None => object.remove(&change.field),
                };
            }
        }
        let credit_type = after
            .get("credit_type")
            .or_else(|| before.as_ref()?.get("credit_type"));
        let key = match credit_type.and_then(Value::as_str) {
            Some("crew") => "crew",
            Some("creator") => "created_by",
            _ if self.kind == Kind::Series => "season_regular",
            _ => "cast",
        };
        let shown = |credit: &Value| {
            let mut shown = Map::new();
            for (name, field) in [
                ("person_id", "person"),
                ("credit_id", "id"),
                ("character", "character"),
                ("order", "order"),
                ("department", "department"),
                ("job", "job"),
            ] {
                match credit.get(field) {
                    None | Some(Value::Null) => {}
                    Some(Value::String(text)) if text.is_empty() => {}
                    Some(value) => {
                        shown.insert(name.to_owned(), value.clone());
                    }
                }
            }
            Value::Object(shown)
        };
        let told = Told {
            action: match (&before, is_gone) {
                (None, _) => "added",
                (_, true) => "deleted",
                _ => "updated",
            },
            before: before.as_ref().map(shown),
            after: (!is_gone).then(|| shown(&after)),
        };
        self.add(key, told);
    }

    /// A credit that came into a list or went out of it, unless its own revision tells that.
    pub(super) fn billing(&mut self, change: &FieldChange) {
        let step = Step::first(&change.field);
        let Some(id) = step.item else {
            return;
        };
        let key = match (step.name, self.kind) {
            ("crew", _) => "crew",
            ("guests", _) => "guest_stars",
            ("cast", Kind::Series | Kind::Season) => "season_regular",
            ("cast", Kind::Movie | Kind::Episode) => "cast",
            _ => return,
        };
        // A billing is an array that begins with the credit; the rest of it is the order.
        let is_credit = step.rest.is_empty() || step.rest == format!("[{id}]");
        if is_credit && !self.credits.contains(id) {
            let told = Told::of(change).map(|_| json!({ "credit_id": id }));
            self.add(key, told);
        }
    }
}
