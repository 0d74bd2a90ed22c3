//! From the change that an editor words to the changes that are committed.

use kinora_model::credit::Credit;
use kinora_model::draft::DraftChange;
use kinora_model::edit::{Change, part_named};
use kinora_model::form::{self, Fault};
use kinora_model::key::{EntityKey, Kind, State};
use kinora_model::part::{Part, PartSet};
use kinora_model::reference::Reference;
use kinora_model::revert::revert;
use kinora_model::review::EpisodeGroup;
use kinora_model::wording;
use rusqlite::Connection;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::commit::Commit;
use super::submit::Known;
use super::{credit, credit_lists, entity, groups, review, revision};
use crate::StoreError;
use crate::api_key::random_hex;
use crate::commit::Revision;
use crate::record::Record;
use crate::submission::SubmitError;

/// The changes that a draft's change comes to.
pub fn lower(
    db: &Connection,
    commit: &Commit<'_>,
    change: &DraftChange,
    reference: &Reference,
    known: &mut Known<'_>,
) -> Result<Vec<Change>, SubmitError> {
    let key = known.named(change.key());
    let base = commit.base(key)?;
    let set = |state, merged_into| {
        Ok(vec![Change::SetState {
            key,
            base,
            state,
            merged_into,
        }])
    };
    match change {
        DraftChange::Delete { .. } => set(State::Deleted, None),
        DraftChange::Restore { .. } => set(State::Live, None),
        DraftChange::Merge { into, .. } => {
            let target = EntityKey::new(key.kind, *into);
            let live = entity::live(db, target, PartSet::NONE)?;
            match live.filter(|found| found.key != key) {
                Some(found) => set(State::Merged, Some(found.key.id)),
                None => Err(faulty(
                    "into",
                    format!("has to be another {}", key.kind.name()),
                )),
            }
        }
        DraftChange::Put { part, document, .. } => {
            let put = Put {
                db,
                commit,
                key,
                reference,
            };
            put.lower(part, document.clone(), known)
        }
        DraftChange::Undo {
            revision, fields, ..
        } => {
            let undo = Undo {
                db,
                commit,
                key,
                base,
            };
            undo.lower(*revision, fields, reference, known)
        }
    }
}

fn faulty(field: &str, message: impl Into<String>) -> SubmitError {
    SubmitError::Faults(vec![Fault::new(field, message)])
}

/// 24 hex digits that nothing has.
pub fn new_public_id() -> Result<String, StoreError> {
    let mut id = random_hex(12)?;
    id.truncate(24);
    Ok(id)
}

/// A stored document, if there is one.
pub fn document(record: Option<&Record>, part: Part) -> Result<Option<Value>, StoreError> {
    let raw = record.and_then(|record| record.raw(part));
    Ok(raw.map(serde_json::from_str).transpose()?)
}

/// A part put in place.
struct Put<'a> {
    db: &'a Connection,
    commit: &'a Commit<'a>,
    key: EntityKey,
    reference: &'a Reference,
}

impl Put<'_> {
    fn lower(
        &self,
        name: &str,
        document: Option<Value>,
        known: &mut Known<'_>,
    ) -> Result<Vec<Change>, SubmitError> {
        let (key, kind) = (self.key, self.key.kind);
        let named = form::parts(kind).find(|(part, _)| part.name() == name);
        let Some((part, form)) = named else {
            return Err(faulty(
                "part",
                format!("a {} has no such part", kind.name()),
            ));
        };
        let record = entity::get(self.db, key, PartSet::ALL)?;
        let before = worded(self.db, record.as_ref(), part)?;
        // What reads the same stays the same, with what editors are not shown of it.
        if document == before {
            return Ok(Vec::new());
        }
        let Some(mut document) = document else {
            return self.remove(part, record.as_ref());
        };
        let mut faults = form::check(&form, kind, &mut document, self.reference, known);
        if !faults.is_empty() {
            // What is there already, from an import for example, is no fault of the editor.
            let mut before = before.unwrap_or_default();
            let old = form::check(&form, kind, &mut before, self.reference, known);
            faults.retain(|fault| !fault.is_known_from(&old));
        }
        if !faults.is_empty() {
            let within = |fault: Fault| {
                let field = match fault.field.chars().next() {
                    None => "document".to_owned(),
                    Some('[') => format!("document{}", fault.field),
                    Some(_) => format!("document.{}", fault.field),
                };
                Fault { field, ..fault }
            };
            return Err(SubmitError::Faults(
                faults.into_iter().map(within).collect(),
            ));
        }
        match part {
            Part::Credits if kind != Kind::Person => {
                credit_lists::lower(self.db, self.commit, key, record.as_ref(), &document)
            }
            Part::Groups => groups::lower(self.db, self.commit, key, &document),
            _ => {
                let before = self::document(record.as_ref(), part)?;
                let mut failed = None;
                let mut new_id = || {
                    new_public_id().unwrap_or_else(|error| {
                        failed = Some(error);
                        String::new()
                    })
                };
                let stored = wording::stored(kind, part, &document, before.as_ref(), &mut new_id);
                if let Some(error) = failed {
                    return Err(error.into());
                }
                Ok(vec![Change::PutPart {
                    key,
                    base: self.commit.base(key)?,
                    part: name.to_owned(),
                    document: Some(stored.map_err(StoreError::from)?),
                }])
            }
        }
    }

    fn remove(&self, part: Part, record: Option<&Record>) -> Result<Vec<Change>, SubmitError> {
        let key = self.key;
        match part {
            Part::Facts => Err(faulty("document", "facts cannot be removed")),
            Part::Credits if key.kind != Kind::Person => {
                credit_lists::lower(self.db, self.commit, key, record, &Value::Null)
            }
            Part::Groups => groups::lower(self.db, self.commit, key, &Value::Array(Vec::new())),
            _ => Ok(vec![Change::PutPart {
                key,
                base: self.commit.base(key)?,
                part: part.name().to_owned(),
                document: None,
            }]),
        }
    }
}

/// A part of an entity as editors read it.
pub fn worded(
    db: &Connection,
    record: Option<&Record>,
    part: Part,
) -> Result<Option<Value>, StoreError> {
    let Some(record) = record else {
        return Ok(None);
    };
    match part {
        Part::Credits if record.key.kind != Kind::Person => credit_lists::worded(db, record),
        Part::Groups => groups::worded(db, record.key),
        _ => {
            let stored = document(Some(record), part)?;
            let words = stored.map(|stored| wording::worded(record.key.kind, part, &stored));
            let words = words.transpose()?;
            // Texts may hold nothing but the pictures that were chosen from the images.
            let is_wordless = |words: &Value| {
                let rows = words.get("translations").and_then(Value::as_array);
                part == Part::Texts && rows.is_none_or(Vec::is_empty)
            };
            Ok(words.filter(|words| !is_wordless(words)))
        }
    }
}

/// A revision taken back.
struct Undo<'a> {
    db: &'a Connection,
    commit: &'a Commit<'a>,
    key: EntityKey,
    base: i64,
}

impl Undo<'_> {
    fn lower(
        &self,
        number: i64,
        fields: &[String],
        reference: &Reference,
        known: &mut Known<'_>,
    ) -> Result<Vec<Change>, SubmitError> {
        let found = revision::since(self.db, self.key, number - 1, 1)?.pop();
        let Some(found) = found.filter(|found| found.seq == number) else {
            return Err(faulty(
                "revision",
                format!("is no revision of {}", self.key),
            ));
        };
        for field in fields {
            if !found.changes.iter().any(|change| change.field == *field) {
                return Err(faulty(
                    "fields",
                    format!("the revision did not change {field}"),
                ));
            }
        }
        let part = part_named(found.part).or_else(|| {
            let mut rows = Part::ROWS.into_iter();
            rows.find(|part| part.name() == found.part)
        });
        let part = part.ok_or_else(|| faulty("revision", "cannot be taken back"))?;
        match (part, found.row()) {
            // Deleting, restoring and merging are for moderators, and so is taking them back.
            (Part::State, _) if self.commit.is_bound => {
                Err(faulty("revision", "is for a moderator to take back"))
            }
            (Part::State, _) => self.state(&found),
            (Part::Credits, Some(id)) => self.row::<Credit>(
                &found,
                part,
                fields,
                credit::get(self.db, id)?.as_ref(),
                |credit| Change::PutCredit {
                    base: self.base,
                    credit,
                },
                |id| Change::DropCredit {
                    base: self.base,
                    id,
                },
            ),
            (Part::Groups, Some(id)) => self.row::<EpisodeGroup>(
                &found,
                part,
                fields,
                review::group(self.db, id)?.as_ref(),
                |group| Change::PutGroup {
                    base: self.base,
                    group,
                },
                |id| Change::DropGroup {
                    base: self.base,
                    id,
                },
            ),
            _ => self.document(&found, part, fields, reference, known),
        }
    }

    /// What a revision left behind: what the next one of the same thing found, or what there is.
    fn after(
        &self,
        found: &Revision,
        part: Part,
        current: Option<Value>,
    ) -> Result<Option<Value>, StoreError> {
        let mut later = revision::of_part(self.db, self.key, part, found.seq + 1)?.into_iter();
        let next = later.find(|later| later.row() == found.row());
        Ok(next.map_or(current, |next| next.before))
    }

    fn state(&self, found: &Revision) -> Result<Vec<Change>, SubmitError> {
        let record = entity::get(self.db, self.key, PartSet::NONE)?;
        let words = |record: Record| serde_json::json!({"state": record.state, "merged_into": record.merged_into});
        let current = record.map(words);
        let after = self.after(found, Part::State, current.clone())?;
        if after != current && found.before != current {
            return Err(SubmitError::BuiltUpon {
                revision: found.seq,
                fields: vec!["state".to_owned()],
            });
        }
        let before = found.before.as_ref();
        let state = before.and_then(|before| before.get("state").cloned());
        let target = before.and_then(|before| before.get("merged_into")?.as_i64());
        Ok(vec![Change::SetState {
            key: self.key,
            base: self.base,
            state: serde_json::from_value(state.unwrap_or_default()).map_err(StoreError::from)?,
            merged_into: target,
        }])
    }

    fn row<T: Serialize + DeserializeOwned>(
        &self,
        found: &Revision,
        part: Part,
        fields: &[String],
        current: Option<&T>,
        put: impl FnOnce(T) -> Change,
        drop: impl FnOnce(String) -> Change,
    ) -> Result<Vec<Change>, SubmitError> {
        let current = current.map(serde_json::to_value).transpose();
        let current = current.map_err(StoreError::from)?;
        let reverted = self.reverted(found, part, fields, current.as_ref())?;
        Ok(match reverted {
            same if same == current => Vec::new(),
            Some(row) => vec![put(serde_json::from_value(row).map_err(StoreError::from)?)],
            None => vec![drop(found.row().unwrap_or_default().to_owned())],
        })
    }

    fn reverted(
        &self,
        found: &Revision,
        part: Part,
        fields: &[String],
        current: Option<&Value>,
    ) -> Result<Option<Value>, SubmitError> {
        let after = self.after(found, part, current.cloned())?;
        let reverted = revert(after.as_ref(), found.before.as_ref(), current, fields);
        reverted.map_err(|fields| SubmitError::BuiltUpon {
            revision: found.seq,
            fields,
        })
    }

    fn document(
        &self,
        found: &Revision,
        part: Part,
        fields: &[String],
        reference: &Reference,
        known: &mut Known<'_>,
    ) -> Result<Vec<Change>, SubmitError> {
        let record = entity::get(self.db, self.key, PartSet::ALL)?;
        let current = document(record.as_ref(), part)?;
        let reverted = self.reverted(found, part, fields, current.as_ref())?;
        if reverted.is_none() && part == Part::Facts {
            return Err(faulty("revision", "made the entity: delete it instead"));
        }
        if let (Some(reverted), Some(form)) = (&reverted, form::part(self.key.kind, part))
            && part != Part::Credits
        {
            // What was good then may name things that are gone.
            let check = |value: &Value, known: &mut Known<'_>| {
                let words = wording::worded(self.key.kind, part, value);
                let mut words = words.map_err(StoreError::from)?;
                let faults = form::check(&form, self.key.kind, &mut words, reference, known);
                Ok::<Vec<Fault>, StoreError>(faults)
            };
            let old = check(current.as_ref().unwrap_or(&Value::Null), known);
            let (mut faults, old) = (check(reverted, known)?, old.unwrap_or_default());
            faults.retain(|fault| !fault.is_known_from(&old));
            if !faults.is_empty() {
                return Err(SubmitError::Faults(faults));
            }
        }
        let mut changes = Vec::new();
        if part == Part::Credits && self.key.kind != Kind::Person {
            let lists = (current.as_ref(), reverted.as_ref());
            changes = credit_lists::settle(self.db, self.commit, self.key, record.as_ref(), lists)?;
        }
        // Credits come before lists that name them, and go after lists that no longer do.
        let put = Change::PutPart {
            key: self.key,
            base: self.base,
            part: part.name().to_owned(),
            document: reverted,
        };
        let drops = changes
            .iter()
            .position(|change| matches!(change, Change::DropCredit { .. }));
        changes.insert(drops.unwrap_or(changes.len()), put);
        Ok(changes)
    }
}
