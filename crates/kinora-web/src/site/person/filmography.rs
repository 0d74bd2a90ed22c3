//! What somebody did, in the order in which their page shows it.
//!
//! Somebody may have thousands of credits, of which a page shows a hundred. They are put in order by what the index keeps of
//! titles, so that only the titles of the page are read; how a row reads is asked of the API.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use kinora_index::Standing;
use kinora_model::credit::CreditType;
use kinora_model::{EntityKey, Kind, MovieFacts, SeriesFacts};
use kinora_store::{Locator, Record, Related, StoreError, Wants, Work};
use serde::de::DeserializeOwned;

use crate::error::ApiError;
use crate::query::Query;
use crate::site::Site;
use crate::site::answer::encoded;
use crate::site::visitor::Visitor;
use crate::v3::{View, combined_rows};

/// Everything that somebody did, without the titles.
pub struct Filmography(Vec<Placed>);

/// A work with the title that stands for its own, which may have been merged into another, and where that stands.
#[derive(Clone, Debug)]
struct Placed {
    work: Work,
    title: EntityKey,
    standing: Standing,
}

impl Placed {
    fn is_acting(&self) -> bool {
        self.work.credit_type == CreditType::Cast
    }

    /// The newest first; what has no date yet is newer than anything.
    fn place(&self) -> (Reverse<i64>, i64, Kind, &str) {
        let day = self.standing.day.unwrap_or(i64::MAX);
        let title = self.title;
        (Reverse(day), title.id, title.kind, &self.work.credit)
    }
}

impl Filmography {
    /// What a person did, but for titles that are gone.
    pub async fn of(site: &Site, person: i64) -> Result<Filmography, ApiError> {
        let store = &site.app.store;
        let key = Locator::Key(EntityKey::new(Kind::Person, person));
        let works = Wants::of(&[], &[Related::Works]);
        let loaded = store.load(key, works).await?.ok_or(ApiError::NotFound)?;
        let snapshot = site.app.index.snapshot();
        let mut placed = Vec::with_capacity(loaded.works.len());
        let mut others = Vec::new();
        for work in loaded.works {
            let title = work.title;
            match snapshot.standing(title) {
                Some(standing) => placed.push(Placed {
                    work,
                    title,
                    standing,
                }),
                None => others.push(work),
            }
        }
        if !others.is_empty() {
            placed.extend(merged(site, person, others).await?);
        }
        Ok(Filmography(placed))
    }

    /// The works on the most popular titles of the department that somebody is known for, at most `most`, each title once.
    pub fn known_for(&self, department: Option<&str>, most: usize) -> Vec<Work> {
        let is_known = |placed: &&Placed| match department {
            None | Some("Acting") if placed.is_acting() => true,
            department => !placed.is_acting() && department == Some(&*placed.work.department),
        };
        let mut known: Vec<&Placed> = self.0.iter().filter(is_known).collect();
        known.sort_unstable_by(|a, b| {
            let by_popularity = b.standing.popularity.total_cmp(&a.standing.popularity);
            let by_title = by_popularity.then(a.title.id.cmp(&b.title.id));
            by_title.then_with(|| a.work.credit.cmp(&b.work.credit))
        });
        let mut seen = BTreeSet::new();
        known.retain(|known| seen.insert(known.title));
        let known = known.into_iter().take(most);
        known.map(|known| known.work.clone()).collect()
    }

    /// Works by department, acting first, each the newest first; what has no date yet is newer than anything.
    pub fn departments(self) -> Vec<(String, Vec<Work>)> {
        let (cast, crew): (Vec<_>, Vec<_>) = self.0.into_iter().partition(Placed::is_acting);
        let mut departments: BTreeMap<String, Vec<Placed>> = BTreeMap::new();
        for made in crew {
            let department = departments.entry(made.work.department.clone());
            department.or_default().push(made);
        }
        let acting = ("Acting".to_owned(), cast);
        let departments = [acting].into_iter().chain(departments);
        let departments = departments.filter(|(_, works)| !works.is_empty());
        let in_order = departments.map(|(name, mut works)| {
            works.sort_unstable_by(|a, b| a.place().cmp(&b.place()));
            (name, works.into_iter().map(|placed| placed.work).collect())
        });
        in_order.collect()
    }
}

/// Works on titles that the index does not have: those that were merged into others, without those that are gone.
async fn merged(site: &Site, person: i64, works: Vec<Work>) -> Result<Vec<Placed>, ApiError> {
    let loaded = site.app.store.works(person, works.clone()).await?;
    let loaded = loaded.ok_or(ApiError::NotFound)?;
    let mut placed = Vec::new();
    for work in works {
        let title = work.title;
        if let Some(record) = loaded.get(title.kind, title.id) {
            let standing = Standing {
                day: day(record)?,
                popularity: loaded.stat(title.kind, title.id).popularity,
            };
            placed.push(Placed {
                work,
                title: record.key,
                standing,
            });
        }
    }
    Ok(placed)
}

fn day(title: &Record) -> Result<Option<i64>, StoreError> {
    let date = match title.key.kind {
        Kind::Movie => title.part::<MovieFacts>()?.release_date,
        _ => title.part::<SeriesFacts>()?.first_air_date,
    };
    Ok(date.map(|date| date.day_number()))
}

/// The rows of some works of a person as the API has them, in the visitor's language; what is gone is left out.
pub async fn rows<T: DeserializeOwned>(
    site: &Site,
    visitor: &Visitor,
    person: i64,
    works: Vec<Work>,
) -> Result<Vec<T>, ApiError> {
    let store = &site.app.store;
    let loaded = store.works(person, works).await?;
    let loaded = loaded.ok_or(ApiError::NotFound)?;
    let language = encoded(&visitor.locale.to_string());
    let query = Query::parse(&format!("language={language}"));
    let rows = combined_rows(&loaded, &View::new(query, store.reference()))?;
    Ok(serde_json::from_slice(&serde_json::to_vec(&rows)?)?)
}
