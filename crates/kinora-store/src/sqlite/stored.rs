//! The whole catalogue in one pass: reference tables, entities by kind and id, credits, reviews, episode groups.

use std::ops::ControlFlow;

use kinora_model::key::Kind;
use kinora_model::part::PartSet;
use rusqlite::Connection;

use super::{credit, entity, reference, review, stat};
use crate::StoreError;
use crate::stored::Stored;

/// Hands everything to `take`, until it breaks off.
pub fn each(
    db: &Connection,
    mut take: impl FnMut(Stored) -> ControlFlow<()>,
) -> Result<ControlFlow<()>, StoreError> {
    for told in reference::all(db)? {
        if take(Stored::Reference(told)).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    let mut flow = ControlFlow::Continue(());
    for kind in Kind::ALL {
        entity::each(db, kind, PartSet::ALL, |record| {
            // Votes of users stay here: whoever imports the file again would count them twice.
            let stat = stat::loaded(db, record.key)?;
            flow = take(Stored::Entity(Box::new(record), stat));
            Ok(flow)
        })?;
        if flow.is_break() {
            return Ok(flow);
        }
    }
    credit::each(db, |credit| {
        flow = take(Stored::Credit(Box::new(credit)));
        flow
    })?;
    if flow.is_continue() {
        review::each(db, |review| {
            flow = take(Stored::Review(Box::new(review)));
            flow
        })?;
    }
    if flow.is_continue() {
        review::each_group(db, |group| {
            flow = take(Stored::Group(Box::new(group)));
            flow
        })?;
    }
    Ok(flow)
}
