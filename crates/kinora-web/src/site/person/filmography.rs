//! What somebody did, in the order in which their page shows it.
//!
//! Somebody may have thousands of credits, of which a page shows a hundred. They are put in order by what the index keeps of
//! titles, so that only the titles of the page are read; how a row reads is asked of the API.

use std::collections::{BTreeMap, BTreeSet};

use kinora_index::Standing;
use kinora_model::{EntityKey, Kind, MovieFacts, SeriesFacts};
use kinora_store::{Loaded, Locator, Record, Related, StoreError, Wants, Work};
use rustc_hash::FxHashMap;
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

/// A work with the title that stands for its own, and where that stands.
#[derive(Clone, Debug)]
struct Placed {
    work: Work,
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
        let places = places(site, person, &loaded).await?;
        let popularity = |title| places.get(&title).map_or(0.0, |place| place.1.popularity);
        let lists = combined_order(&loaded, popularity)?;
        let works = loaded.works.iter();
        let works: FxHashMap<&str, &Work> = works.map(|work| (&*work.credit, work)).collect();
        let [cast, crew] = lists.map(|credits| {
            let works = credits.iter().filter_map(|credit| works.get(credit));
            let placed = works.filter_map(|work| {
                let (title, standing) = *places.get(&work.title)?;
                let work = Work::clone(work);
                Some(Placed {
                    work,
                    title,
                    standing,
                })
            });
            placed.collect()
        });
        Ok(Filmography { cast, crew })
    }

    /// The works on the most popular titles of the department that somebody is known for, at most `most`, each title once.
    pub fn known_for(&self, department: Option<&str>, most: usize) -> Vec<Work> {
        let acted = self.cast.iter();
        let acted = acted.filter(|_| department.is_none_or(|name| name == "Acting"));
        let made = self.crew.iter();
        let made = made.filter(|made| department.is_some_and(|name| name == made.work.department));
        let mut known: Vec<&Placed> = acted.chain(made).collect();
        known.sort_by(|a, b| {
            let by_popularity = b.standing.popularity.total_cmp(&a.standing.popularity);
            by_popularity.then(a.title.id.cmp(&b.title.id))
        });
        let mut seen = BTreeSet::new();
        known.retain(|known| seen.insert(known.title));
        let known = known.into_iter().take(most);
        known.map(|known| known.work.clone()).collect()
    }

    /// Works by department, acting first, each the newest first; what has no date yet is newer than anything.
    pub fn departments(self) -> Vec<(String, Vec<Work>)> {
        let mut crew: BTreeMap<String, Vec<Placed>> = BTreeMap::new();
        for made in self.crew {
            let department = made.work.department.clone();
            crew.entry(department).or_default().push(made);
        }
        let acting = ("Acting".to_owned(), self.cast);
        let departments = [acting].into_iter().chain(crew);
        let departments = departments.filter(|(_, works)| !works.is_empty());
        let in_order = departments.map(|(name, mut works)| {
            works.sort_by_key(|placed| {
                let day = placed.standing.day.unwrap_or(i64::MAX);
                (std::cmp::Reverse(day), placed.title.id)
            });
            (name, works.into_iter().map(|placed| placed.work).collect())
        });
        in_order.collect()
    }
}

/// The titles of works: what stands for each, and where it stands; none for those that are gone.
type Places = FxHashMap<EntityKey, (EntityKey, Standing)>;

async fn places(site: &Site, person: i64, loaded: &Loaded) -> Result<Places, ApiError> {
    let snapshot = site.app.index.snapshot();
    let mut places = Places::default();
    // The index has no titles that were merged into others.
    let mut others = Vec::new();
    for work in &loaded.works {
        match snapshot.standing(work.title) {
            Some(standing) => {
                places.insert(work.title, (work.title, standing));
            }
            None => others.push(work.clone()),
        }
    }
    if others.is_empty() {
        return Ok(places);
    }
    let others = site.app.store.works(person, others).await?;
    let others = others.ok_or(ApiError::NotFound)?;
    for credit in others.credits.values() {
        let title = credit.title;
        if let Some(record) = others.get(title.kind, title.id) {
            let standing = Standing {
                day: day(record)?,
                popularity: others.stat(title.kind, title.id).popularity,
            };
            places.insert(title, (record.key, standing));
        }
    }
    Ok(places)
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
