//! Proposals: drafts that wait for a moderator.

use kinora_model::draft::Draft;
use rusqlite::{Connection, OptionalExtension, Row};

use super::now;
use crate::StoreError;
use crate::submission::{Proposal, ProposalState};

const COLUMNS: &str =
    "id, account, made_at, draft, state, decided_by, decided_at, reason, revision";

fn read(row: &Row<'_>) -> rusqlite::Result<(Proposal, String)> {
    let state: i64 = row.get(4)?;
    let state = ProposalState::ALL
        .into_iter()
        .find(|known| *known as i64 == state);
    let proposal = Proposal {
        id: row.get(0)?,
        account: row.get(1)?,
        made_at: row.get(2)?,
        draft: Draft::default(),
        state: state.unwrap_or(ProposalState::Rejected),
        decided_by: row.get(5)?,
        decided_at: row.get(6)?,
        reason: row.get(7)?,
        revision: row.get(8)?,
    };
    Ok((proposal, row.get(3)?))
}

fn whole((mut proposal, draft): (Proposal, String)) -> Result<Proposal, StoreError> {
    proposal.draft = serde_json::from_str(&draft)?;
    Ok(proposal)
}

/// The proposal with this number.
pub fn get(db: &Connection, id: i64) -> Result<Option<Proposal>, StoreError> {
    let sql = format!("select {COLUMNS} from proposal where id = ?1");
    let found = db.prepare_cached(&sql)?.query_row([id], read).optional()?;
    found.map(whole).transpose()
}

/// Proposals in a state, the newest first, a page of them; and how many there are.
pub fn page(
    db: &Connection,
    state: ProposalState,
    offset: i64,
    limit: i64,
) -> Result<(i64, Vec<Proposal>), StoreError> {
    let total = db
        .prepare_cached("select count(*) from proposal where state = ?1")?
        .query_row([state as i64], |row| row.get(0))?;
    let sql = format!(
        "select {COLUMNS} from proposal where state = ?1 order by id desc limit ?2 offset ?3"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map((state as i64, limit, offset), read)?;
    let proposals: Result<Vec<Proposal>, StoreError> = rows.map(|row| whole(row?)).collect();
    Ok((total, proposals?))
}

/// How many open proposals an account has.
pub fn count_open(db: &Connection, account: i64) -> Result<i64, StoreError> {
    let sql = "select count(*) from proposal where account = ?1 and state = 0";
    Ok(db
        .prepare_cached(sql)?
        .query_row([account], |row| row.get(0))?)
}

/// Keeps a draft; answers its number.
pub fn add(db: &Connection, account: i64, draft: &Draft) -> Result<i64, StoreError> {
    db.prepare_cached("insert into proposal (account, made_at, draft) values (?1, ?2, ?3)")?
        .execute((account, now(), serde_json::to_string(draft)?))?;
    Ok(db.last_insert_rowid())
}

/// Says what became of a proposal.
pub fn decide(
    db: &Connection,
    id: i64,
    state: ProposalState,
    account: i64,
    reason: &str,
    revision: Option<i64>,
) -> Result<(), StoreError> {
    db.prepare_cached(
        "update proposal set state = ?2, decided_by = ?3, decided_at = ?4, reason = ?5, revision = ?6 where id = ?1",
    )?
    .execute((id, state as i64, account, now(), reason, revision))?;
    Ok(())
}
