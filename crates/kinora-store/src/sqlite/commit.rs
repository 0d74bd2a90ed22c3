//! Committing an edit: versions are checked, documents validated, old and new compared, and every change numbered, in one
//! transaction.

use kinora_model::credit::{AggregateCredits, Credit, PersonCredits, TitleCredits};
use kinora_model::diff::{FieldChange, diff};
use kinora_model::edit::{Change, Edit, part_named};
use kinora_model::facts::{
    CollectionFacts, CompanyFacts, EpisodeFacts, KeywordFacts, MovieFacts, PersonFacts,
    SeasonFacts, SeriesFacts,
};
use kinora_model::image::{Images, Tagged};
use kinora_model::key::{EntityKey, Kind, Known, State};
use kinora_model::links::Links;
use kinora_model::part::{Document, Part, PartSet};
use kinora_model::providers::WatchProviders;
use kinora_model::release::{ContentRatings, Releases, Screened};
use kinora_model::review::EpisodeGroup;
use kinora_model::text::Texts;
use kinora_model::titles::{AlternativeTitles, Keywords};
use kinora_model::video::Videos;
use rusqlite::Connection;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserializer, Serialize};
use serde_json::Value;

use super::{bulk, credit, entity, lock, merged, review, revision};
use crate::StoreError;
use crate::commit::CommitError;
use crate::record::Record;

/// Commits an edit; answers the number of its last change, or the newest one when it changes nothing.
pub fn commit(db: &Connection, edit: &Edit) -> Result<Result<i64, CommitError>, StoreError> {
    // A refused edit must leave nothing behind although the transaction around it is committed.
    db.execute_batch("savepoint edit")?;
    let mut commit = Commit::new(db, edit.editor, &edit.comment, false);
    let committed = commit.park(edit.changes.iter().filter_map(moved));
    let committed = committed.and_then(|()| commit.run(&edit.changes));
    let end = if committed.is_ok() {
        "release edit"
    } else {
        "rollback to edit; release edit"
    };
    db.execute_batch(end)?;
    Ok(committed)
}

/// The season or episode whose place a change may be about.
fn moved(change: &Change) -> Option<EntityKey> {
    match change {
        Change::PutPart { key, part, .. } if part == Part::Facts.name() => Some(*key),
        _ => None,
    }
}

/// An edit under way, inside a savepoint of its caller.
pub struct Commit<'a> {
    db: &'a Connection,
    editor: Option<i64>,
    comment: &'a str,
    /// Whether locks hold, and places in a series that others have.
    pub(super) is_bound: bool,
    /// Versions before this edit, of entities that it already changed.
    touched: FxHashMap<EntityKey, i64>,
    /// Seasons and episodes that are off their places until their facts are put.
    parked: FxHashSet<EntityKey>,
}

impl<'a> Commit<'a> {
    /// An edit without changes so far.
    pub fn new(
        db: &'a Connection,
        editor: Option<i64>,
        comment: &'a str,
        is_bound: bool,
    ) -> Commit<'a> {
        Commit {
            db,
            editor,
            comment,
            is_bound,
            touched: FxHashMap::default(),
            parked: FxHashSet::default(),
        }
    }

    /// Takes seasons and episodes whose facts the edit puts off their places, so that they can trade them.
    pub fn park(&mut self, keys: impl Iterator<Item = EntityKey>) -> Result<(), CommitError> {
        for key in keys.filter(|key| matches!(key.kind, Kind::Season | Kind::Episode)) {
            if self.parked.insert(key) {
                entity::park(self.db, key)?;
            }
        }
        Ok(())
    }

    /// The version of an entity before this edit; 0 when there was none.
    pub fn base(&self, key: EntityKey) -> Result<i64, StoreError> {
        if let Some(version) = self.touched.get(&key) {
            return Ok(*version);
        }
        let record = entity::get(self.db, key, PartSet::NONE)?;
        Ok(record.map_or(0, |record| record.version))
    }

    /// Makes changes; answers the number of the last one, or the newest one when they change nothing.
    pub fn run(&mut self, changes: &[Change]) -> Result<i64, CommitError> {
        let mut seq = revision::last_seq(self.db)?;
        for change in changes {
            let made = match change {
                Change::PutPart {
                    key,
                    base,
                    part,
                    document,
                } => self.put_part(*key, *base, part, document.as_ref())?,
                Change::SetState {
                    key,
                    base,
                    state,
                    merged_into,
                } => self.set_state(*key, *base, *state, *merged_into)?,
                Change::PutCredit { base, credit } => self.put_credit(*base, credit)?,
                Change::DropCredit { base, id } => self.drop_credit(*base, id)?,
                Change::PutGroup { base, group } => self.put_group(*base, group)?,
                Change::DropGroup { base, id } => self.drop_group(*base, id)?,
            };
            seq = made.unwrap_or(seq);
        }
        Ok(seq)
    }

    /// The entity as it is, after checking that the edit was made against this version.
    fn current(&mut self, key: EntityKey, base: i64) -> Result<Option<Record>, CommitError> {
        let record = entity::get(self.db, key, PartSet::ALL)?;
        let stored = record.as_ref().map_or(0, |record| record.version);
        let current = *self.touched.entry(key).or_insert(stored);
        if current != base {
            return Err(CommitError::Stale { key, base, current });
        }
        Ok(record)
    }

    fn put_part(
        &mut self,
        key: EntityKey,
        base: i64,
        part: &str,
        document: Option<&Value>,
    ) -> Result<Option<i64>, CommitError> {
        let invalid = |reason: String| CommitError::Invalid {
            key,
            part: part.to_owned(),
            reason,
        };
        let column = part_named(part).filter(|column| Part::of(key.kind).contains(column));
        let column =
            column.ok_or_else(|| invalid(format!("a {} has no such part", key.kind.name())))?;
        // The document goes through its type, so that it is stored in the form in which the program writes it.
        let document = document
            .map(|document| canonical(key.kind, column, document.clone()))
            .transpose();
        let document = document.map_err(|error| invalid(error.to_string()))?;
        let found = self.current(key, base)?;
        let is_new = found.is_none();
        if is_new && (document.is_none() || key.id < 1) {
            return Err(CommitError::Missing(key.to_string()));
        }
        let mut record = found.unwrap_or_else(|| Record::new(key));
        let before = record.raw(column).map(str::to_owned);
        if before == document && !is_new {
            if self.parked.remove(&key) {
                self.put(&record)?;
            }
            return Ok(None);
        }
        let read = |json: &Option<String>| {
            json.as_deref()
                .map(serde_json::from_str::<Value>)
                .transpose()
        };
        let changes = diff(
            read(&before).map_err(StoreError::from)?.as_ref(),
            read(&document).map_err(StoreError::from)?.as_ref(),
        );
        record.put_raw(column, document);
        record.known = Known::Full;
        let seq = self.add_revision(key, column, before.as_deref(), &changes)?;
        match column {
            Part::Links => bulk::put_links(self.db, &record)?,
            Part::Credits if key.kind == Kind::Episode => {
                let read = |json: Option<&str>| json.map(serde_json::from_str).transpose();
                let before: Option<TitleCredits> =
                    read(before.as_deref()).map_err(StoreError::from)?;
                let after: TitleCredits = record.part()?;
                credit::count_appearances(self.db, &before.unwrap_or_default(), &after)?;
            }
            Part::Images | Part::Texts if Part::of(key.kind).contains(&Part::Texts) => {
                let mut texts: Texts = record.part()?;
                texts.choose_pictures(&record.part()?);
                let says_nothing = texts == Texts::default();
                record.put(&texts)?;
                if says_nothing {
                    record.put_raw(Part::Texts, None);
                }
            }
            _ => {}
        }
        record.version = seq;
        self.put(&record).map(Some)
    }

    /// Writes an entity; when it takes another's place in a series, that one's history says so. Answers the last number.
    fn put(&mut self, record: &Record) -> Result<i64, CommitError> {
        self.parked.remove(&record.key);
        if self.is_bound && record.state == State::Live {
            self.check_place(record)?;
        }
        let Some(vacated) = entity::put(self.db, record)? else {
            return Ok(record.version);
        };
        let key = EntityKey::new(record.key.kind, vacated);
        let (before, changes) =
            state_change((State::Live, None), (State::Merged, Some(record.key.id)));
        let seq = self.add_revision(key, Part::State, Some(&before), &changes)?;
        if let Some(mut vacant) = entity::get(self.db, key, PartSet::ALL)? {
            vacant.version = seq;
            entity::put(self.db, &vacant)?;
        }
        merged::go_along(self.db, key, record.key)?;
        Ok(seq)
    }

    fn check_place(&self, record: &Record) -> Result<(), CommitError> {
        let Some(other) = entity::at_place_of(self.db, record)? else {
            return Ok(());
        };
        let name = record.key.kind.name();
        Err(CommitError::Invalid {
            key: record.key,
            part: Part::Facts.name().to_owned(),
            reason: format!("has the place of {name} {other} in the series"),
        })
    }

    fn set_state(
        &mut self,
        key: EntityKey,
        base: i64,
        state: State,
        merged_into: Option<i64>,
    ) -> Result<Option<i64>, CommitError> {
        let mut record = self
            .current(key, base)?
            .ok_or_else(|| CommitError::Missing(key.to_string()))?;
        let target = merged_into.filter(|_| state == State::Merged);
        let mut into = None;
        if state == State::Merged {
            let target = EntityKey::new(key.kind, target.unwrap_or_default());
            let live =
                entity::live(self.db, target, PartSet::NONE)?.filter(|found| found.key != key);
            into = Some(
                live.ok_or_else(|| CommitError::Missing(target.to_string()))?
                    .key,
            );
        }
        if (record.state, record.merged_into) == (state, target) {
            return Ok(None);
        }
        if record.state == State::Merged {
            merged::come_back(self.db, key)?;
        }
        let (before, changes) = state_change((record.state, record.merged_into), (state, target));
        let seq = self.add_revision(key, Part::State, Some(&before), &changes)?;
        (record.state, record.merged_into, record.version) = (state, target, seq);
        let last = self.put(&record)?;
        if let Some(into) = into {
            merged::go_along(self.db, key, into)?;
        }
        Ok(Some(last))
    }

    /// Checks that an entity is as it was when the edit was made, and live.
    fn current_live(&mut self, key: EntityKey, base: i64) -> Result<(), CommitError> {
        let record = entity::get(self.db, key, PartSet::NONE)?;
        let live = record.filter(|record| record.state == State::Live);
        live.ok_or_else(|| CommitError::Missing(key.to_string()))?;
        self.current(key, base).map(drop)
    }

    fn put_credit(&mut self, base: i64, credit: &Credit) -> Result<Option<i64>, CommitError> {
        self.current_live(credit.title, base)?;
        let person = credit
            .person
            .map(|person| EntityKey::new(Kind::Person, person));
        if let Some(person) = person {
            entity::live(self.db, person, PartSet::NONE)?
                .ok_or_else(|| CommitError::Missing(person.to_string()))?;
        }
        let before = credit::get(self.db, &credit.id)?;
        if before.as_ref() == Some(credit) {
            return Ok(None);
        }
        credit::put(self.db, credit)?;
        let rows = (before.as_ref(), Some(credit));
        self.row_revision(credit.title, Part::Credits, rows)
    }

    fn drop_credit(&mut self, base: i64, id: &str) -> Result<Option<i64>, CommitError> {
        let before = credit::get(self.db, id)?
            .ok_or_else(|| CommitError::Missing(format!("credit {id}")))?;
        self.current(before.title, base)?;
        credit::delete(self.db, id)?;
        self.row_revision(before.title, Part::Credits, (Some(&before), None))
    }

    fn put_group(&mut self, base: i64, group: &EpisodeGroup) -> Result<Option<i64>, CommitError> {
        let series = EntityKey::new(Kind::Series, group.series.unwrap_or_default());
        self.current_live(series, base)?;
        let before = review::group(self.db, &group.id)?;
        if before.as_ref() == Some(group) {
            return Ok(None);
        }
        review::put_group(self.db, group)?;
        self.row_revision(series, Part::Groups, (before.as_ref(), Some(group)))
    }

    fn drop_group(&mut self, base: i64, id: &str) -> Result<Option<i64>, CommitError> {
        let before = review::group(self.db, id)?
            .ok_or_else(|| CommitError::Missing(format!("episode group {id}")))?;
        let series = EntityKey::new(Kind::Series, before.series.unwrap_or_default());
        self.current(series, base)?;
        review::delete_group(self.db, id)?;
        self.row_revision(series, Part::Groups, (Some(&before), None))
    }

    /// Adds the revision of a row that belongs to an entity's history.
    fn row_revision<T: Serialize>(
        &self,
        key: EntityKey,
        part: Part,
        (before, after): (Option<&T>, Option<&T>),
    ) -> Result<Option<i64>, CommitError> {
        let value = |row: Option<&T>| {
            row.map(serde_json::to_value)
                .transpose()
                .map_err(StoreError::from)
        };
        let (before, after) = (value(before)?, value(after)?);
        let changes = diff(before.as_ref(), after.as_ref());
        let before = before.map(|before| before.to_string());
        let seq = self.add_revision(key, part, before.as_deref(), &changes)?;
        entity::set_version(self.db, key, seq)?;
        Ok(Some(seq))
    }

    fn add_revision(
        &self,
        key: EntityKey,
        part: Part,
        before: Option<&str>,
        changes: &[FieldChange],
    ) -> Result<i64, CommitError> {
        if self.is_bound {
            let fields = lock::locked(self.db, key, part, changes)?;
            if !fields.is_empty() {
                let part = part.name();
                return Err(CommitError::Locked { key, part, fields });
            }
        }
        let changes = serde_json::to_string(changes).map_err(StoreError::from)?;
        let entry = revision::Entry {
            key: Some(key),
            part,
            editor: self.editor,
            comment: self.comment,
            before,
            changes: &changes,
        };
        Ok(revision::add(self.db, &entry)?)
    }
}

type StateAndTarget = (State, Option<i64>);

/// The state as it was, and how it changes, as history keeps them.
fn state_change(before: StateAndTarget, after: StateAndTarget) -> (String, Vec<FieldChange>) {
    let words =
        |(state, into): StateAndTarget| serde_json::json!({"state": state, "merged_into": into});
    let (before, after) = (words(before), words(after));
    (before.to_string(), diff(Some(&before), Some(&after)))
}

/// A document as its type writes it; fails when it is not one of its part. The document may be a value or the raw text.
pub fn canonical<'de>(
    kind: Kind,
    part: Part,
    document: impl Deserializer<'de, Error = serde_json::Error>,
) -> serde_json::Result<String> {
    fn through<'de, D: Document>(
        document: impl Deserializer<'de, Error = serde_json::Error>,
    ) -> serde_json::Result<String> {
        serde_json::to_string(&D::deserialize(document)?)
    }
    match (part, kind) {
        (Part::Facts, Kind::Movie) => through::<MovieFacts>(document),
        (Part::Facts, Kind::Series) => through::<SeriesFacts>(document),
        (Part::Facts, Kind::Season) => through::<SeasonFacts>(document),
        (Part::Facts, Kind::Episode) => through::<EpisodeFacts>(document),
        (Part::Facts, Kind::Person) => through::<PersonFacts>(document),
        (Part::Facts, Kind::Collection) => through::<CollectionFacts>(document),
        (Part::Facts, Kind::Company | Kind::Network) => through::<CompanyFacts>(document),
        (Part::Facts, Kind::Keyword) => through::<KeywordFacts>(document),
        (Part::Credits, Kind::Person) => through::<PersonCredits>(document),
        (Part::Credits, _) => through::<TitleCredits>(document),
        (Part::Texts, _) => through::<Texts>(document),
        (Part::Titles, _) => through::<AlternativeTitles>(document),
        (Part::Aggregate, _) => through::<AggregateCredits>(document),
        (Part::Keywords, _) => through::<Keywords>(document),
        (Part::Releases, _) => through::<Releases>(document),
        (Part::Ratings, _) => through::<ContentRatings>(document),
        (Part::Images, _) => through::<Images>(document),
        (Part::Videos, _) => through::<Videos>(document),
        (Part::Links, _) => through::<Links>(document),
        (Part::Providers, _) => through::<WatchProviders>(document),
        (Part::Screened, _) => through::<Screened>(document),
        (Part::Tagged, _) => through::<Tagged>(document),
        (Part::State | Part::Reviews | Part::Groups, _) => {
            Err(serde::de::Error::custom("not a document"))
        }
    }
}
