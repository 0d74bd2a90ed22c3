//! Search by name (contract 3.19).

use std::cmp::Ordering;

use kinora_model::{EntityKey, Kind};

use crate::best::Best;
use crate::fold::fold;
use crate::names::{Closeness, Words};
use crate::slice::{Found, Slice};
use crate::snapshot::Snapshot;

/// What is searched for. Every word must be in one and the same name of an entity, the last one may be the beginning of a
/// word. Case, accents and punctuation make no difference. A text without letters and digits finds nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Search {
    /// The words.
    pub text: String,
    /// What kinds of things are found, among movies, series, people, collections, companies and keywords.
    pub kinds: Vec<Kind>,
    /// Whether adult entities are found.
    pub include_adult: bool,
    /// Movies with a release in this year, series on air in it. Other kinds do not mind.
    pub year: Option<u16>,
    /// Movies whose primary release date is in this year, series whose first day is. Other kinds do not mind.
    pub primary_year: Option<u16>,
}

#[derive(Clone, Copy)]
struct Hit {
    closeness: Closeness,
    popularity: f64,
    vote_count: i64,
    key: EntityKey,
}

impl Hit {
    /// The closest name first, then what most people look for.
    fn compare(&self, other: &Hit) -> Ordering {
        let by_name = self.closeness.cmp(&other.closeness);
        by_name
            .then(other.popularity.total_cmp(&self.popularity))
            .then(other.vote_count.cmp(&self.vote_count))
            .then(self.key.id.cmp(&other.key.id))
            .then(self.key.kind.cmp(&other.key.kind))
    }
}

impl Snapshot {
    /// What a search finds: names equal to the text first, then those that begin with it, then the rest, and inside each the
    /// most popular first, then those with the most ratings, then by id.
    pub fn search(&self, search: &Search, slice: Slice) -> Found<EntityKey> {
        let mut best = Best::new(slice, Hit::compare);
        let mut kinds = search.kinds.clone();
        kinds.sort_unstable();
        kinds.dedup();
        if let Some(words) = Words::of(fold(&search.text)) {
            for kind in kinds {
                let is_of_years = self.is_of_years(kind, search.year, search.primary_year);
                for (owner, closeness) in self.names.find(kind, &words) {
                    let key = EntityKey::new(kind, owner.id);
                    let is_shown = search.include_adult || !owner.is_adult;
                    if is_shown && is_of_years(owner.id) {
                        best.push(Hit {
                            closeness,
                            popularity: owner.popularity,
                            vote_count: owner.vote_count,
                            key,
                        });
                    }
                }
            }
        }
        best.finish().map(|hit| hit.key)
    }
}
