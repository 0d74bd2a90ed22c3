//! Credits as editors read and write them: the lists of a title with who did what, instead of ids of rows.
//!
//! A row belongs to a movie or series. Those of a series stand in the lists of its seasons and episodes as well, so that
//! changing one there changes it everywhere; a row goes when the last list that names it does.

use std::collections::BTreeSet;

use kinora_model::credit::{Billing, Credit, CreditType, TitleCredits};
use kinora_model::edit::Change;
use kinora_model::facts::{EpisodeFacts, SeasonFacts, SeriesFacts};
use kinora_model::form::Fault;
use kinora_model::key::{EntityKey, Kind};
use kinora_model::part::Part;
use rusqlite::Connection;
use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::commit::Commit;
use super::lower::new_public_id;
use super::{credit, entity, revision};
use crate::StoreError;
use crate::record::Record;
use crate::submission::SubmitError;

/// The lists that editors write, with the kind of work in each.
const LISTS: [(&str, CreditType); 4] = [
    ("cast", CreditType::Cast),
    ("crew", CreditType::Crew),
    ("guests", CreditType::Cast),
    ("creators", CreditType::Creator),
];

/// The movie or series that the credits of an entity belong to.
fn title_of(record: &Record) -> Result<EntityKey, StoreError> {
    let series = match record.key.kind {
        Kind::Season => record.part::<SeasonFacts>()?.series,
        Kind::Episode => record.part::<EpisodeFacts>()?.series,
        _ => return Ok(record.key),
    };
    Ok(EntityKey::new(Kind::Series, series.unwrap_or_default()))
}

/// The credits of a title as editors read them; `None` when there are none.
pub fn worded(db: &Connection, record: &Record) -> Result<Option<Value>, StoreError> {
    let lists: TitleCredits = record.part()?;
    let mut words = json!({});
    let billed = [("cast", &lists.cast), ("guests", &lists.guests)];
    for (name, list) in billed {
        for billing in list.iter().flatten() {
            if let Some(credit) = credit::get(db, billing.credit())? {
                add(
                    &mut words,
                    name,
                    &credit,
                    billing.order(),
                    billing.cast_id(),
                );
            }
        }
    }
    for id in lists.crew.iter().flatten() {
        if let Some(credit) = credit::get(db, id)? {
            add(&mut words, "crew", &credit, None, None);
        }
    }
    match record.key.kind {
        Kind::Movie => {
            let listed: BTreeSet<&str> = lists.ids().collect();
            let all = credit::of_title(db, record.key)?;
            for credit in all
                .iter()
                .filter(|credit| !listed.contains(credit.id.as_str()))
            {
                let name = match credit.credit_type {
                    CreditType::Cast => "cast",
                    _ => "crew",
                };
                add(&mut words, name, credit, None, None);
            }
        }
        Kind::Series => {
            let facts: SeriesFacts = record.part()?;
            for id in facts.created_by.iter().flatten() {
                if let Some(credit) = credit::get(db, id)? {
                    add(&mut words, "creators", &credit, None, None);
                }
            }
        }
        _ => {}
    }
    Ok(words
        .as_object()
        .is_some_and(|words| !words.is_empty())
        .then_some(words))
}

/// Adds a credit to a list. Those whose person is lost stay where they are, unseen.
fn add(words: &mut Value, name: &str, credit: &Credit, order: Option<i32>, cast_id: Option<i64>) {
    let Some(person) = credit.person else {
        return;
    };
    let mut row = json!({"credit_id": credit.id, "person": person});
    match credit.credit_type {
        CreditType::Cast => row["character"] = Value::from(credit.character.as_str()),
        CreditType::Crew => {
            row["department"] = Value::from(credit.department.as_str());
            row["job"] = Value::from(credit.job.as_str());
        }
        CreditType::Creator => {}
    }
    if let Some(order) = order {
        row["order"] = Value::from(order);
    }
    if let Some(cast_id) = cast_id {
        row["cast_id"] = Value::from(cast_id);
    }
    let list = words
        .as_object_mut()
        .map(|words| words.entry(name).or_insert(json!([])));
    if let Some(Value::Array(list)) = list {
        list.push(row);
    }
}

/// The changes that make a title have these credits in these lists and no others.
pub fn lower(
    db: &Connection,
    commit: &Commit<'_>,
    key: EntityKey,
    record: Option<&Record>,
    document: &Value,
) -> Result<Vec<Change>, SubmitError> {
    let Some(record) = record else {
        let fault = Fault::new("part", "facts have to be put before credits");
        return Err(SubmitError::Faults(vec![fault]));
    };
    let title = title_of(record)?;
    let mut writing = Writing {
        title,
        base: commit.base(title)?,
        is_own: title == key,
        known: credit::of_title(db, title)?
            .into_iter()
            .map(|credit| (credit.id.clone(), credit))
            .collect(),
        used: BTreeSet::new(),
        changes: Vec::new(),
        faults: Vec::new(),
    };
    let before: TitleCredits = record.part()?;
    let mut lists = TitleCredits::default();
    let mut creators = None;
    for (name, credit_type) in LISTS {
        let Some(rows) = document.get(name).and_then(Value::as_array) else {
            continue;
        };
        let billings = writing.list(name, credit_type, rows)?;
        let ids = || billings.iter().map(|billing| billing.0.clone()).collect();
        match name {
            "cast" => lists.cast = Some(billings),
            "guests" => lists.guests = Some(billings),
            "crew" => lists.crew = Some(ids()),
            _ => creators = Some(ids()),
        }
    }
    if !writing.faults.is_empty() {
        return Err(SubmitError::Faults(writing.faults));
    }
    writing.keep_lost(&before, &mut lists);
    let Writing {
        mut changes, known, ..
    } = writing;
    let kept: BTreeSet<String> = lists.ids().map(str::to_owned).collect();
    let mut gone: Vec<String> = match key.kind {
        Kind::Movie => known.into_keys().collect(),
        _ => before.ids().map(str::to_owned).collect(),
    };
    let base = commit.base(key)?;
    let is_empty = lists == TitleCredits::default();
    changes.push(Change::PutPart {
        key,
        base,
        part: Part::Credits.name().to_owned(),
        document: (!is_empty)
            .then(|| serde_json::to_value(&lists))
            .transpose()
            .map_err(StoreError::from)?,
    });
    let mut created = BTreeSet::new();
    if key.kind == Kind::Series {
        let mut facts: SeriesFacts = record.part()?;
        gone.extend(facts.created_by.iter().flatten().cloned());
        created = creators
            .iter()
            .flatten()
            .cloned()
            .collect::<BTreeSet<String>>();
        if facts.created_by.as_deref().unwrap_or_default()
            != creators.as_deref().unwrap_or_default()
        {
            facts.created_by = creators;
            changes.push(Change::put(key, base, &facts).map_err(StoreError::from)?);
        }
    }
    gone.sort_unstable();
    gone.dedup();
    gone.retain(|id| !kept.contains(id) && !created.contains(id));
    changes.extend(drops(db, commit, record, title, gone)?);
    Ok(changes)
}

/// The changes that remove credits which no other list names.
fn drops(
    db: &Connection,
    commit: &Commit<'_>,
    record: &Record,
    title: EntityKey,
    gone: Vec<String>,
) -> Result<Vec<Change>, SubmitError> {
    let base = commit.base(title)?;
    let mut drops = Vec::new();
    for id in gone {
        let Some(credit) = credit::get(db, &id)? else {
            continue;
        };
        if credit.person.is_some()
            && (title.kind == Kind::Movie || !is_named_elsewhere(db, record, title, &id)?)
        {
            drops.push(Change::DropCredit { base, id });
        }
    }
    Ok(drops)
}

/// Whether a list of a series other than that of this entity names a credit.
fn is_named_elsewhere(
    db: &Connection,
    record: &Record,
    series: EntityKey,
    id: &str,
) -> Result<bool, StoreError> {
    Ok(credit::lists_naming(db, series.id, id)?
        .iter()
        .any(|key| *key != record.key))
}

/// The changes that go with lists which are put back: credits that they name come back, and those that they no longer name
/// go.
pub fn settle(
    db: &Connection,
    commit: &Commit<'_>,
    key: EntityKey,
    record: Option<&Record>,
    (current, reverted): (Option<&Value>, Option<&Value>),
) -> Result<Vec<Change>, SubmitError> {
    let Some(record) = record else {
        return Ok(Vec::new());
    };
    let read = |value: Option<&Value>| match value {
        Some(value) => serde_json::from_value::<TitleCredits>(value.clone()),
        None => Ok(TitleCredits::default()),
    };
    let current = read(current).map_err(StoreError::from)?;
    let reverted = read(reverted).map_err(StoreError::from)?;
    let title = title_of(record)?;
    let base = commit.base(title)?;
    let mut changes = Vec::new();
    for id in reverted.ids() {
        if credit::get(db, id)?.is_none()
            && let Some(credit) = last_of(db, title, id)?
            && is_person(db, &credit)?
        {
            changes.push(Change::PutCredit { base, credit });
        }
    }
    let kept: BTreeSet<&str> = reverted.ids().collect();
    let gone = current.ids().filter(|id| !kept.contains(id));
    let gone = gone.map(str::to_owned).collect();
    debug_assert_eq!(record.key, key);
    changes.extend(drops(db, commit, record, title, gone)?);
    Ok(changes)
}

fn is_person(db: &Connection, credit: &Credit) -> Result<bool, StoreError> {
    let Some(person) = credit.person else {
        return Ok(true);
    };
    let person = EntityKey::new(Kind::Person, person);
    Ok(entity::live(db, person, kinora_model::part::PartSet::NONE)?.is_some())
}

/// A credit as it was when it was dropped.
fn last_of(db: &Connection, title: EntityKey, id: &str) -> Result<Option<Credit>, StoreError> {
    let history = revision::of_part(db, title, Part::Credits, 0)?;
    let last = history
        .into_iter()
        .rev()
        .find(|found| found.row() == Some(id));
    let before = last.and_then(|found| found.before);
    Ok(before.map(serde_json::from_value).transpose()?)
}

/// Lists being written.
struct Writing {
    title: EntityKey,
    base: i64,
    /// Whether the lists are the title's own, whose order is that of the credits.
    is_own: bool,
    /// The credits that the title has.
    known: FxHashMap<String, Credit>,
    /// Those that stand in a list so far.
    used: BTreeSet<String>,
    changes: Vec<Change>,
    faults: Vec<Fault>,
}

impl Writing {
    fn list(
        &mut self,
        name: &str,
        credit_type: CreditType,
        rows: &[Value],
    ) -> Result<Vec<Billing>, StoreError> {
        let mut billings = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            let number = |name| row.get(name).and_then(Value::as_i64);
            let text = |name| row.get(name).and_then(Value::as_str).unwrap_or_default();
            let place = i32::try_from(number("order").unwrap_or(index as i64)).unwrap_or(i32::MAX);
            let mut wanted = Credit {
                person: number("person"),
                credit_type,
                department: text("department").to_owned(),
                job: text("job").to_owned(),
                character: text("character").to_owned(),
                ..Credit::new(text("credit_id"), self.title)
            };
            if credit_type == CreditType::Cast {
                wanted.department = "Acting".to_owned();
                wanted.job = "Actor".to_owned();
            }
            if credit_type == CreditType::Creator {
                wanted.department = "Creator".to_owned();
                wanted.job = "Creator".to_owned();
            }
            let order = (credit_type == CreditType::Cast).then_some(place);
            match self.credit(wanted, order)? {
                Some(id) => billings.push(Billing(id, order, number("cast_id"))),
                None => {
                    let field = format!("document.{name}[{index}].credit_id");
                    let message = "has to be the id of such a credit of this title, named once";
                    self.faults.push(Fault::new(field, message));
                }
            }
        }
        Ok(billings)
    }

    /// The id of the credit that a row means, after making it what the row says; `None` when its id is wrong.
    fn credit(&mut self, wanted: Credit, order: Option<i32>) -> Result<Option<String>, StoreError> {
        let is_new = wanted.id.is_empty();
        let known = match is_new {
            true => self.alike(&wanted),
            false => match self.known.get(&wanted.id) {
                Some(known) if known.credit_type == wanted.credit_type => Some(known.clone()),
                _ => return Ok(None),
            },
        };
        let mut credit = match known {
            // The words that an import gave these are theirs.
            Some(known) if wanted.credit_type != CreditType::Crew => Credit {
                person: wanted.person,
                character: wanted.character,
                ..known
            },
            Some(known) => Credit {
                person: wanted.person,
                department: wanted.department,
                job: wanted.job,
                ..known
            },
            None => Credit {
                id: new_public_id()?,
                order,
                ..wanted
            },
        };
        if self.is_own && order.is_some() {
            credit.order = order;
        }
        if !self.used.insert(credit.id.clone()) {
            return Ok(None);
        }
        if self.known.get(&credit.id) != Some(&credit) {
            self.changes.push(Change::PutCredit {
                base: self.base,
                credit: credit.clone(),
            });
        }
        Ok(Some(credit.id))
    }

    /// A credit of the title that says the same and stands in no list so far.
    fn alike(&self, wanted: &Credit) -> Option<Credit> {
        let mut alike: Vec<&Credit> = self
            .known
            .values()
            .filter(|known| {
                known.credit_type == wanted.credit_type
                    && known.person == wanted.person
                    && known.character == wanted.character
                    && (wanted.credit_type != CreditType::Crew
                        || (&known.department, &known.job) == (&wanted.department, &wanted.job))
                    && !self.used.contains(&known.id)
            })
            .collect();
        alike.sort_by(|one, other| one.id.cmp(&other.id));
        alike.first().map(|credit| (*credit).clone())
    }

    /// Credits whose person is lost are not shown to editors, so that nobody removes them by leaving them out.
    fn keep_lost(&self, before: &TitleCredits, lists: &mut TitleCredits) {
        let is_lost = |id: &str| {
            self.known
                .get(id)
                .is_some_and(|credit| credit.person.is_none())
        };
        let billed = [
            (&before.cast, &mut lists.cast),
            (&before.guests, &mut lists.guests),
        ];
        for (before, list) in billed {
            let lost = before
                .iter()
                .flatten()
                .filter(|billing| is_lost(billing.credit()));
            let lost: Vec<Billing> = lost.cloned().collect();
            if !lost.is_empty() {
                list.get_or_insert_default().extend(lost);
            }
        }
        let lost = before.crew.iter().flatten().filter(|id| is_lost(id));
        let lost: Vec<String> = lost.cloned().collect();
        if !lost.is_empty() {
            lists.crew.get_or_insert_default().extend(lost);
        }
    }
}
