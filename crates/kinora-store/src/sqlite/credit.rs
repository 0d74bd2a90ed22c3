//! The table of credits.

use std::ops::ControlFlow;

use kinora_model::credit::{Credit, CreditType, TitleCredits};
use kinora_model::key::{EntityKey, Kind};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::StoreError;
use crate::loaded::{Work, Worked};

const COLUMNS: &str = "id, title_kind, title_id, person_id, credit_type, department, job, character, billing, episode_count, \
    first_air_date, appearances, lost_person";

/// What the index of a person's credits holds, and nothing that their rows would be read for.
const WORKS: &str =
    "select id, credit_type, department, title_kind, title_id from credit where person_id = ?1";

fn read(row: &Row<'_>) -> rusqlite::Result<Credit> {
    let kind = Kind::from_number(row.get(1)?).unwrap_or(Kind::Movie);
    let first_air_date: Option<String> = row.get(10)?;
    Ok(Credit {
        id: row.get(0)?,
        title: EntityKey::new(kind, row.get(2)?),
        person: row.get(3)?,
        credit_type: CreditType::from_number(row.get(4)?),
        department: row.get(5)?,
        job: row.get(6)?,
        character: row.get(7)?,
        order: row.get(8)?,
        episode_count: row.get(9)?,
        first_air_date: first_air_date.and_then(|date| date.parse().ok()),
        appearances: row.get(11)?,
        lost_person: row.get(12)?,
    })
}

/// The credit with this public id.
pub fn get(db: &Connection, id: &str) -> Result<Option<Credit>, StoreError> {
    let sql = format!("select {COLUMNS} from credit where id = ?1");
    Ok(db.prepare_cached(&sql)?.query_row([id], read).optional()?)
}

/// Every credit of a movie or series.
pub fn of_title(db: &Connection, title: EntityKey) -> Result<Vec<Credit>, StoreError> {
    let sql =
        format!("select {COLUMNS} from credit where title_kind = ?1 and title_id = ?2 order by id");
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map((title.kind as i64, title.id), read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Every credit of a person.
pub fn of_person(db: &Connection, person: i64) -> Result<Vec<Credit>, StoreError> {
    let sql = format!("select {COLUMNS} from credit where person_id = ?1 order by id");
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map([person], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Everything that a person worked on, read from the index alone.
pub fn works_of_person(db: &Connection, person: i64) -> Result<Vec<Work>, StoreError> {
    let mut statement = db.prepare_cached(WORKS)?;
    let read = |row: &Row<'_>| {
        let kind = Kind::from_number(row.get(3)?).unwrap_or(Kind::Movie);
        Ok(Work {
            credit: row.get(0)?,
            credit_type: CreditType::from_number(row.get(1)?),
            department: row.get(2)?,
            title: EntityKey::new(kind, row.get(4)?),
        })
    };
    let rows = statement.query_map([person], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The credit of a work of a person, as long as it says so. The way to it is where the works were read, so that no other index is read.
pub fn of_work(db: &Connection, person: i64, work: &Work) -> Result<Option<Credit>, StoreError> {
    let sql = format!(
        "select {COLUMNS} from credit indexed by credit_of_person
          where person_id = ?1 and credit_type = ?2 and department = ?3 and title_kind = ?4 and title_id = ?5 and id = ?6"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let key = (
        person,
        work.credit_type as i64,
        &work.department,
        work.title.kind as i64,
        work.title.id,
        &work.credit,
    );
    Ok(statement.query_row(key, read).optional()?)
}

/// Credits with an id after `after`, by id, at most `limit`.
pub fn scan(db: &Connection, after: &str, limit: usize) -> Result<Vec<Credit>, StoreError> {
    let sql = format!("select {COLUMNS} from credit where id > ?1 order by id limit ?2");
    let mut statement = db.prepare_cached(&sql)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement.query_map((after, limit), read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Who worked on what after a place in the table, at most `limit` credits, and the place of the last one.
pub fn scan_works(
    db: &Connection,
    after: i64,
    limit: usize,
) -> Result<(Vec<Worked>, Option<i64>), StoreError> {
    let sql = "select rowid, title_kind, title_id, person_id, credit_type from credit where rowid > ?1 order by rowid limit ?2";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query((after, i64::try_from(limit).unwrap_or(i64::MAX)))?;
    let (mut works, mut last) = (Vec::with_capacity(limit), None);
    while let Some(row) = rows.next()? {
        last = Some(row.get(0)?);
        let (kind, person) = (Kind::from_number(row.get(1)?), row.get(3)?);
        if let (Some(kind), Some(person)) = (kind, person) {
            works.push(Worked {
                title: EntityKey::new(kind, row.get(2)?),
                person,
                credit_type: CreditType::from_number(row.get(4)?),
            });
        }
    }
    Ok((works, last))
}

/// Every credit by id, until `take` breaks off.
pub fn each(
    db: &Connection,
    mut take: impl FnMut(Credit) -> ControlFlow<()>,
) -> Result<(), StoreError> {
    let sql = format!("select {COLUMNS} from credit order by id");
    let mut statement = db.prepare_cached(&sql)?;
    for credit in statement.query_map([], read)? {
        if take(credit?).is_break() {
            break;
        }
    }
    Ok(())
}

/// Writes a credit whole.
pub fn put(db: &Connection, credit: &Credit) -> Result<(), StoreError> {
    let mut statement = db.prepare_cached(
        "insert into credit (id, title_kind, title_id, person_id, credit_type, department, job, character, billing,
                             episode_count, first_air_date, appearances, lost_person)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
             on conflict (id) do update
            set title_kind = ?2, title_id = ?3, person_id = ?4, credit_type = ?5, department = ?6, job = ?7, character = ?8,
                billing = ?9, episode_count = ?10, first_air_date = ?11, appearances = ?12, lost_person = ?13",
    )?;
    statement.execute((
        &credit.id,
        credit.title.kind as i64,
        credit.title.id,
        credit.person,
        credit.credit_type as i64,
        &credit.department,
        &credit.job,
        &credit.character,
        credit.order,
        credit.episode_count,
        credit.first_air_date.map(|date| date.to_string()),
        credit.appearances,
        &credit.lost_person,
    ))?;
    Ok(())
}

/// Removes a credit; answers whether it was there.
pub fn delete(db: &Connection, id: &str) -> Result<bool, StoreError> {
    Ok(db
        .prepare_cached("delete from credit where id = ?1")?
        .execute([id])?
        > 0)
}

/// Counts appearances anew after the lists of an episode changed.
pub fn count_appearances(
    db: &Connection,
    before: &TitleCredits,
    after: &TitleCredits,
) -> Result<(), StoreError> {
    let (before, after) = (before.appearing(), after.appearing());
    let mut update =
        db.prepare_cached("update credit set appearances = appearances + ?2 where id = ?1")?;
    for id in after.difference(&before) {
        update.execute((id, 1))?;
    }
    for id in before.difference(&after) {
        update.execute((id, -1))?;
    }
    Ok(())
}

/// The series, seasons and episodes of a series that name a credit in a list, or among the creators.
pub fn lists_naming(db: &Connection, series: i64, id: &str) -> Result<Vec<EntityKey>, StoreError> {
    let sql = "select 2, id from series where id = ?1 and (instr(credits, ?2) or instr(facts, ?2))
               union all select 3, id from season where series_id = ?1 and state = 0 and instr(credits, ?2)
               union all select 4, id from episode where series_id = ?1 and state = 0 and instr(credits, ?2)";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query((series, format!("\"{id}\"")))?;
    let mut keys = Vec::new();
    while let Some(row) = rows.next()? {
        if let Some(kind) = Kind::from_number(row.get(0)?) {
            keys.push(EntityKey::new(kind, row.get(1)?));
        }
    }
    Ok(keys)
}

/// Whether a credit of a movie or series names a director.
pub fn is_directed(db: &Connection, title: EntityKey) -> Result<bool, StoreError> {
    let sql = "select 1 from credit where title_kind = ?1 and title_id = ?2 and job = 'Director'";
    Ok(db
        .prepare_cached(sql)?
        .exists((title.kind as i64, title.id))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sqlite::migrate::migrate;

    #[test]
    fn works_are_read_from_the_index_alone() {
        let mut db = Connection::open_in_memory().unwrap();
        migrate(&mut db).unwrap();

        let plan = format!("explain query plan {WORKS}");
        let plan: String = db.query_row(&plan, [1], |row| row.get(3)).unwrap();

        assert!(plan.contains("COVERING INDEX credit_of_person"), "{plan}");
    }
}
