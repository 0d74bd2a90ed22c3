//! Entities as addresses of pages name them.

use kinora_model::{EntityKey, Kind};
use serde::Deserialize;

use super::Site;
use super::address::slugged;
use super::visitor::Visitor;
use crate::error::ApiError;

/// The first segment of the addresses of a kind.
pub const fn segment(kind: Kind) -> &'static str {
    match kind {
        Kind::Series => "tv",
        kind => kind.name(),
    }
}

/// An entity that a page is about.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The entity.
    pub key: EntityKey,
    /// Its title or name in the visitor's language.
    pub name: String,
    /// Its page.
    pub address: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Named {
    id: i64,
    #[serde(alias = "title")]
    name: String,
}

impl Subject {
    /// The entity of a kind that has a page of its own, by the segment of an address with its id.
    pub async fn of(
        site: &Site,
        visitor: &Visitor,
        kind: Kind,
        id: &str,
    ) -> Result<Subject, ApiError> {
        let segment = segment(kind);
        let Named { id, name } = site.ask(visitor, &format!("/{segment}/{id}"), &[]).await?;
        Ok(Subject {
            key: EntityKey::new(kind, id),
            address: format!("/{segment}/{}", slugged(id, &name)),
            name,
        })
    }
}
