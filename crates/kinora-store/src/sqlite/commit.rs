//! Committing an edit: versions are checked, documents validated, old and new compared, and every change numbered, in one
//! transaction.

use kinora_model::credit::{AggregateCredits, Credit, PersonCredits, TitleCredits};
use kinora_model::diff::diff;
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
use kinora_model::text::Texts;
use kinora_model::titles::{AlternativeTitles, Keywords};
use kinora_model::video::Videos;
use rusqlite::Connection;
use rustc_hash::FxHashMap;
use serde::Deserializer;
use serde_json::Value;

use super::{bulk, credit, entity, revision};
use crate::StoreError;
use crate::commit::CommitError;
use crate::record::Record;

/// Commits an edit; answers the number of its last change, or the newest one when it changes nothing.
pub fn commit(db: &Connection, edit: &Edit) -> Result<Result<i64, CommitError>, StoreError> {
    // A refused edit must leave nothing behind although the transaction around it is committed.
    db.execute_batch("savepoint edit")?;
    let committed = Commit {
        db,
        edit,
        touched: FxHashMap::default(),
    }
    .run();
    let end = if committed.is_ok() {
        "release edit"
    } else {
        "rollback to edit; release edit"
    };
    db.execute_batch(end)?;
    Ok(committed)
}

struct Commit<'a> {
    db: &'a Connection,
    edit: &'a Edit,
    /// Versions before this edit, of entities that it already changed.
    touched: FxHashMap<EntityKey, i64>,
}

impl Commit<'_> {
    fn run(&mut self) -> Result<i64, CommitError> {
        let mut seq = revision::last_seq(self.db)?;
        for change in &self.edit.changes {
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
                Change::PutCredit { credit } => self.put_credit(credit)?,
                Change::DropCredit { id } => self.drop_credit(id)?,
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
        let changes = serde_json::to_string(&changes).map_err(StoreError::from)?;
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
        let Some(vacated) = entity::put(self.db, record)? else {
            return Ok(record.version);
        };
        let key = EntityKey::new(record.key.kind, vacated);
        let (before, changes) =
            state_change((State::Live, None), (State::Merged, Some(record.key.id)))?;
        let seq = self.add_revision(key, Part::State, Some(&before), &changes)?;
        if let Some(mut merged) = entity::get(self.db, key, PartSet::ALL)? {
            merged.version = seq;
            entity::put(self.db, &merged)?;
        }
        Ok(seq)
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
        if state == State::Merged {
            let target = EntityKey::new(key.kind, target.unwrap_or_default());
            let live =
                entity::live(self.db, target, PartSet::NONE)?.filter(|found| found.key != key);
            live.ok_or_else(|| CommitError::Missing(target.to_string()))?;
        }
        if (record.state, record.merged_into) == (state, target) {
            return Ok(None);
        }
        let (before, changes) = state_change((record.state, record.merged_into), (state, target))?;
        let seq = self.add_revision(key, Part::State, Some(&before), &changes)?;
        (record.state, record.merged_into, record.version) = (state, target, seq);
        self.put(&record).map(Some)
    }

    fn put_credit(&mut self, credit: &Credit) -> Result<Option<i64>, CommitError> {
        let named = [
            Some(credit.title),
            credit
                .person
                .map(|person| EntityKey::new(Kind::Person, person)),
        ];
        for key in named.into_iter().flatten() {
            entity::live(self.db, key, PartSet::NONE)?
                .ok_or_else(|| CommitError::Missing(key.to_string()))?;
        }
        let before = credit::get(self.db, &credit.id)?;
        if before.as_ref() == Some(credit) {
            return Ok(None);
        }
        credit::put(self.db, credit)?;
        self.credit_revision(credit.title, before.as_ref(), Some(credit))
    }

    fn drop_credit(&mut self, id: &str) -> Result<Option<i64>, CommitError> {
        let before = credit::get(self.db, id)?
            .ok_or_else(|| CommitError::Missing(format!("credit {id}")))?;
        credit::delete(self.db, id)?;
        self.credit_revision(before.title, Some(&before), None)
    }

    fn credit_revision(
        &self,
        title: EntityKey,
        before: Option<&Credit>,
        after: Option<&Credit>,
    ) -> Result<Option<i64>, CommitError> {
        let value = |credit: Option<&Credit>| {
            credit
                .map(serde_json::to_value)
                .transpose()
                .map_err(StoreError::from)
        };
        let (before, after) = (value(before)?, value(after)?);
        let changes = serde_json::to_string(&diff(before.as_ref(), after.as_ref()))
            .map_err(StoreError::from)?;
        let before = before.map(|before| before.to_string());
        self.add_revision(title, Part::Credits, before.as_deref(), &changes)
            .map(Some)
    }

    fn add_revision(
        &self,
        key: EntityKey,
        part: Part,
        before: Option<&str>,
        changes: &str,
    ) -> Result<i64, CommitError> {
        let Edit {
            editor, comment, ..
        } = self.edit;
        let entry = revision::Entry {
            key: Some(key),
            part,
            editor: *editor,
            comment,
            before,
            changes,
        };
        Ok(revision::add(self.db, &entry)?)
    }
}

type StateAndTarget = (State, Option<i64>);

/// The state as it was, and how it changes, as history keeps them.
fn state_change(
    before: StateAndTarget,
    after: StateAndTarget,
) -> Result<(String, String), StoreError> {
    let words =
        |(state, into): StateAndTarget| serde_json::json!({"state": state, "merged_into": into});
    let (before, after) = (words(before), words(after));
    let changes = serde_json::to_string(&diff(Some(&before), Some(&after)))?;
    Ok((before.to_string(), changes))
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
