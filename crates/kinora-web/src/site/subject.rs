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

/// The kind of what has its page at a path of this site or of the API.
pub fn kind_at(path: &str) -> Kind {
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    // Names of kinds stand at even places, ids and numbers between them.
    let last = segments.iter().step_by(2).next_back();
    let named = |kind: &Kind| last.is_some_and(|name| *name == segment(*kind));
    Kind::ALL.into_iter().find(named).unwrap_or(Kind::Movie)
}

/// An entity as far as the pages below its own show it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Pictured {
    /// Its id.
    pub id: i64,
    /// Its title or name in the visitor's language.
    #[serde(alias = "title")]
    pub name: String,
    /// Its poster, portrait or still.
    #[serde(alias = "poster_path", alias = "profile_path", alias = "still_path")]
    pub picture: Option<String>,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_tell_kinds() {
        for (path, kind) in [
            ("/movie/5", Kind::Movie),
            ("/tv/5-a", Kind::Series),
            ("/tv/5/season/1", Kind::Season),
            ("/tv/5/season/1/episode/2", Kind::Episode),
            ("/company/5", Kind::Company),
        ] {
            assert_eq!(kind_at(path), kind, "{path}");
        }
    }
}
