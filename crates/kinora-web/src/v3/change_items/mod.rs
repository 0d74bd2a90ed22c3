//! From history to what the change answers tell: revisions hold differences field by field in the words of the store, clients know
//! them by the keys and values of contract 3.5.
//!
//! Tables say which field is told under which key. What has no key of its own is told under `general`, with the name of
//! the field in the value; what is derived, or of no interest to readers (votes of images, orders of lists), is not told.

mod credit;
mod part;
mod step;

use std::collections::BTreeSet;

use kinora_model::diff::{Action, FieldChange};
use kinora_model::key::{EntityKey, Kind};
use kinora_model::part::Part;
use kinora_store::{Card, ChangeBelow, Revision, StoreError};
use rustc_hash::{FxHashMap, FxHashSet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::View;
use step::Step;

/// Changes of one thing.
#[derive(Serialize, JsonSchema)]
pub struct ChangeKey {
    key: String,
    items: Vec<ChangeItem>,
}

/// One change.
#[derive(Serialize, JsonSchema)]
struct ChangeItem {
    id: String,
    action: String,
    time: String,
    iso_639_1: String,
    iso_3166_1: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    original_value: Option<Value>,
}

/// What entities are called that changes mention.
#[derive(Default)]
pub struct Names(FxHashMap<EntityKey, String>);

impl Names {
    /// Adds an entity by its facts.
    pub fn add(&mut self, card: &Card) -> Result<(), StoreError> {
        #[derive(Default, Deserialize)]
        struct Named {
            name: Option<String>,
        }
        let facts = card.record.raw(Part::Facts).unwrap_or("{}");
        let named: Named = serde_json::from_str(facts)?;
        self.0
            .insert(card.record.key, named.name.unwrap_or_default());
        Ok(())
    }
}

/// The kind of entity that items of a list are.
fn kind_of_items(part: &str, list: &str) -> Option<Kind> {
    match (part, list) {
        ("keywords", _) => Some(Kind::Keyword),
        ("facts", "companies") => Some(Kind::Company),
        ("facts", "networks") => Some(Kind::Network),
        _ => None,
    }
}

/// The entities that are named where changes mention them.
pub fn mentioned(revisions: &[Revision]) -> BTreeSet<EntityKey> {
    let mut keys = BTreeSet::new();
    for revision in revisions {
        for change in &revision.changes {
            let step = Step::first(&change.field);
            if let Some(kind) = kind_of_items(revision.part, step.name) {
                let values = change.before.iter().chain(&change.after);
                let ids = values.flat_map(|value| match value {
                    Value::Array(ids) => ids.iter().filter_map(Value::as_i64).collect(),
                    id => id.as_i64().into_iter().collect::<Vec<_>>(),
                });
                keys.extend(ids.map(|id| EntityKey::new(kind, id)));
            }
        }
    }
    keys
}

/// What revisions tell, by key; oldest first.
pub fn tell(
    kind: Kind,
    revisions: &[Revision],
    below: &[ChangeBelow],
    names: &Names,
    view: &View,
) -> Vec<ChangeKey> {
    let credits = revisions.iter();
    let mut teller = Teller {
        kind,
        names,
        view,
        credits: credits
            .filter_map(Revision::credit_id)
            .map(str::to_owned)
            .collect(),
        keys: Vec::new(),
        seq: 0,
        made_at: 0,
        index: 0,
    };
    for revision in revisions {
        (teller.seq, teller.made_at, teller.index) = (revision.seq, revision.made_at, 0);
        teller.revision(revision);
    }
    for change in below {
        (teller.seq, teller.made_at, teller.index) = (change.seq, change.made_at, 0);
        teller.below(change);
    }
    teller.keys
}

struct Teller<'a> {
    kind: Kind,
    names: &'a Names,
    view: &'a View,
    /// Credits that have revisions of their own.
    credits: FxHashSet<String>,
    keys: Vec<ChangeKey>,
    seq: i64,
    made_at: i64,
    index: u32,
}

/// What happened, with the values before and after.
struct Told {
    action: &'static str,
    before: Option<Value>,
    after: Option<Value>,
}

impl Told {
    fn of(change: &FieldChange) -> Told {
        Told {
            action: match change.action {
                Action::Added => "added",
                Action::Updated => "updated",
                Action::Deleted => "deleted",
            },
            before: change.before.clone(),
            after: change.after.clone(),
        }
    }

    /// The same with both values written in another way.
    fn map(self, write: impl Fn(Value) -> Value) -> Told {
        Told {
            before: self.before.map(&write),
            after: self.after.map(&write),
            ..self
        }
    }

    fn bare(action: &'static str) -> Told {
        Told {
            action,
            before: None,
            after: None,
        }
    }
}

impl Teller<'_> {
    fn add(&mut self, key: &str, told: Told) {
        self.add_in(key, ("", ""), told);
    }

    fn add_in(&mut self, key: &str, (language, country): (&str, &str), told: Told) {
        let seconds = self.made_at.div_euclid(1000);
        let time = jiff::Timestamp::from_second(seconds).unwrap_or_default();
        let item = ChangeItem {
            // The second, the number of the revision and the place in it: 24 digits that are nobody else's.
            id: format!(
                "{:08x}{:012x}{:04x}",
                seconds,
                self.seq,
                self.index & 0xffff
            ),
            action: told.action.to_owned(),
            time: time.strftime("%Y-%m-%d %H:%M:%S UTC").to_string(),
            iso_639_1: language.to_owned(),
            iso_3166_1: country.to_owned(),
            value: told.after,
            original_value: told.before,
        };
        self.index += 1;
        match self.keys.iter_mut().find(|known| known.key == key) {
            Some(known) => known.items.push(item),
            None => self.keys.push(ChangeKey {
                key: key.to_owned(),
                items: vec![item],
            }),
        }
    }

    fn revision(&mut self, revision: &Revision) {
        if revision.part == "facts" && revision.before.is_none() {
            self.add("general", Told::bare("created"));
        }
        if revision.credit_id().is_some() {
            self.credit(revision);
            return;
        }
        for change in &revision.changes {
            match revision.part {
                "facts" => self.fact(change),
                "texts" => self.text(change),
                "titles" => self.titles(change),
                "credits" => self.billing(change),
                "keywords" => self.keyword(change),
                "releases" => self.release(change),
                "ratings" => self.rating(change),
                "images" => self.image(change),
                "videos" => self.video(change),
                "links" => self.link(change),
                "state" => self.state(change),
                _ => {}
            }
        }
    }

    fn general(&mut self, name: &str, change: &FieldChange) {
        let told = Told::of(change).map(|value| json!({ name: value }));
        self.add("general", told);
    }

    fn state(&mut self, change: &FieldChange) {
        if let Some(action) = state_action(change) {
            self.add("general", Told::bare(action));
        }
    }

    /// A season as its series tells it, or an episode as its season does; one item a second.
    fn below(&mut self, change: &ChangeBelow) {
        let (key, id, number) = match self.kind {
            Kind::Series => ("season", "season_id", "season_number"),
            _ => ("episode", "episode_id", "episode_number"),
        };
        let state = change.states.iter().find_map(state_action);
        let action = match (state, change.is_new) {
            (Some("destroyed"), _) => "deleted",
            (Some(_), _) | (_, true) => "added",
            _ => "updated",
        };
        let value = Some(json!({ id: change.id, number: change.number }));
        let told = match action {
            "deleted" => Told {
                action,
                before: value,
                after: None,
            },
            _ => Told {
                action,
                before: None,
                after: value,
            },
        };
        let seconds = format!("{:08x}", self.made_at.div_euclid(1000));
        let known = self.keys.iter().find(|known| known.key == key);
        let told_before = known.is_some_and(|known| {
            known
                .items
                .iter()
                .rev()
                .take_while(|item| item.id.starts_with(&seconds))
                .any(|item| item.value == told.after && item.original_value == told.before)
        });
        if !told_before {
            self.add(key, told);
        }
    }
}

/// What a change of state is called; `None` for other fields.
fn state_action(change: &FieldChange) -> Option<&'static str> {
    if change.field != "state" {
        return None;
    }
    Some(match change.after.as_ref().and_then(Value::as_str) {
        Some("live") => "created",
        _ => "destroyed",
    })
}
