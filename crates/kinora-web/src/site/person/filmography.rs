//! What somebody did, in the order in which their page shows it.
//!
//! Somebody may have thousands of credits, of which a page shows two hundred. They are put in order by what the index keeps of
//! titles, so that only the titles of the page are read; how a row reads is asked of the API.

use std::collections::{BTreeMap, BTreeSet};

use kinora_index::{Snapshot, Standing};
use kinora_model::credit::Credit;
use kinora_model::{EntityKey, Kind, MovieFacts, SeriesFacts};
use kinora_store::{Loaded, Locator, Record, Related, StoreError, Wants};
use serde::de::DeserializeOwned;

use crate::error::ApiError;
use crate::query::Query;
use crate::site::Site;
use crate::site::answer::encoded;
use crate::site::visitor::Visitor;
use crate::v3::{View, combined_order, combined_rows};

/// Everything that somebody did, without the titles.
pub struct Filmography {
    cast: Vec<Placed>,
    crew: Vec<Placed>,
}

/// A credit with what its place is found by.
#[derive(Clone, Debug)]
struct Placed {
    credit: String,
    department: String,
    title: EntityKey,
    standing: Standing,
}

impl Filmography {
    /// What a person did, but for titles that are gone.
    pub async fn of(site: &Site, person: i64) -> Result<Filmography, ApiError> {
        let store = &site.app.store;
        let key = Locator::Key(EntityKey::new(Kind::Person, person));
        let works = Wants::of(&[], &[Related::Works]);
        let loaded = store.load(key, works).await?.ok_or(ApiError::NotFound)?;
        let snapshot = site.app.index.snapshot();
        let mut titles = Titles {
            snapshot: &snapshot,
            others: None,
        };
        // The index has no titles that were merged into others.
        let credits = loaded.credits.values();
        let others = credits.filter(|credit| snapshot.standing(credit.title).is_none());
        let others: Vec<String> = others.map(|credit| credit.id.clone()).collect();
        if !others.is_empty() {
            titles.others = store.works(person, others).await?;
        }
        let popularity = |title| {
            let placed = titles.place(title).ok().flatten();
            placed.map_or(0.0, |(_, standing)| standing.popularity)
        };
        let [cast, crew] = combined_order(&loaded, popularity)?;
        let placed = |ids: Vec<String>| -> Result<Vec<Placed>, StoreError> {
            let credits = ids.iter().filter_map(|id| loaded.credits.get(id));
            let placed = credits.map(|credit| titles.placed(credit));
            placed.filter_map(Result::transpose).collect()
        };
        Ok(Filmography {
            cast: placed(cast)?,
            crew: placed(crew)?,
        })
    }

    /// The credits of the most popular titles of the department that somebody is known for, at most `most`, each title once.
    pub fn known_for(&self, department: Option<&str>, most: usize) -> Vec<String> {
        let acted = self.cast.iter();
        let acted = acted.filter(|_| department.is_none_or(|name| name == "Acting"));
        let made = self.crew.iter();
        let made = made.filter(|work| department.is_some_and(|name| name == work.department));
        let mut known: Vec<&Placed> = acted.chain(made).collect();
        known.sort_by(|a, b| {
            let by_popularity = b.standing.popularity.total_cmp(&a.standing.popularity);
            by_popularity.then(a.title.id.cmp(&b.title.id))
        });
        let mut seen = BTreeSet::new();
        known.retain(|work| seen.insert(work.title));
        let known = known.into_iter().take(most);
        known.map(|work| work.credit.clone()).collect()
    }

    /// Credits by department, acting first, each the newest first; what has no date yet is newer than anything.
    pub fn departments(self) -> Vec<(String, Vec<String>)> {
        let mut crew: BTreeMap<String, Vec<Placed>> = BTreeMap::new();
        for work in self.crew {
            crew.entry(work.department.clone()).or_default().push(work);
        }
        let acting = ("Acting".to_owned(), self.cast);
        let departments = [acting].into_iter().chain(crew);
        let departments = departments.filter(|(_, works)| !works.is_empty());
        let in_order = departments.map(|(name, mut works)| {
            works.sort_by_key(|work| {
                let day = work.standing.day.unwrap_or(i64::MAX);
                (std::cmp::Reverse(day), work.title.id)
            });
            (name, works.into_iter().map(|work| work.credit).collect())
        });
        in_order.collect()
    }
}

/// The titles of credits.
struct Titles<'a> {
    snapshot: &'a Snapshot,
    /// Those that the index does not have.
    others: Option<Loaded>,
}

impl Titles<'_> {
    /// What stands for a title, and where it stands; `None` when it is gone.
    fn place(&self, title: EntityKey) -> Result<Option<(EntityKey, Standing)>, StoreError> {
        if let Some(standing) = self.snapshot.standing(title) {
            return Ok(Some((title, standing)));
        }
        let Some(others) = &self.others else {
            return Ok(None);
        };
        let Some(record) = others.get(title.kind, title.id) else {
            return Ok(None);
        };
        let standing = Standing {
            day: day(record)?,
            popularity: others.stat(title.kind, title.id).popularity,
        };
        Ok(Some((record.key, standing)))
    }

    fn placed(&self, credit: &Credit) -> Result<Option<Placed>, StoreError> {
        let place = self.place(credit.title)?;
        Ok(place.map(|(title, standing)| Placed {
            credit: credit.id.clone(),
            department: credit.department.clone(),
            title,
            standing,
        }))
    }
}

fn day(title: &Record) -> Result<Option<i64>, StoreError> {
    let date = match title.key.kind {
        Kind::Movie => title.part::<MovieFacts>()?.release_date,
        _ => title.part::<SeriesFacts>()?.first_air_date,
    };
    Ok(date.map(|date| date.day_number()))
}

/// The rows of some credits of a person as the API has them, in the visitor's language; what is gone is left out.
pub async fn rows<T: DeserializeOwned>(
    site: &Site,
    visitor: &Visitor,
    person: i64,
    credits: Vec<String>,
) -> Result<Vec<T>, ApiError> {
    let store = &site.app.store;
    let loaded = store.works(person, credits).await?;
    let loaded = loaded.ok_or(ApiError::NotFound)?;
    let language = encoded(&visitor.locale.to_string());
    let query = Query::parse(&format!("language={language}"));
    let rows = combined_rows(&loaded, &View::new(query, store.reference()))?;
    Ok(serde_json::from_slice(&serde_json::to_vec(&rows)?)?)
}
