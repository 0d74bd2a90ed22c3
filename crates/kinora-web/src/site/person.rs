//! Pages of people, with what they did by department and year.

use std::collections::BTreeMap;

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::Site;
use super::address::slugged;
use super::page::{Page, shown};
use super::pages::{Asked, Pages};
use super::sections::{Section, cut};
use super::shortcut::Shortcut;
use super::structured::known;
use super::title_part::elsewhere;
use super::visitor::Visitor;
use crate::error::ApiError;

/// How many titles somebody is known for at most, as the page shows it.
const KNOWN_FOR: usize = 8;
/// How many works a page shows.
const WORKS: usize = 200;

/// The pages of people.
pub fn routes() -> Router<Site> {
    Router::new().route("/person/{id}", get(person_page))
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Person {
    id: i64,
    name: String,
    biography: String,
    birthday: Option<String>,
    deathday: Option<String>,
    place_of_birth: Option<String>,
    homepage: Option<String>,
    known_for_department: Option<String>,
    also_known_as: Vec<String>,
    profile_path: Option<String>,
    combined_credits: Filmography,
    external_ids: Map<String, Value>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Filmography {
    cast: Vec<Work>,
    crew: Vec<Work>,
}

/// A title that somebody worked on.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Work {
    id: i64,
    media_type: String,
    #[serde(alias = "name")]
    title: String,
    #[serde(alias = "first_air_date")]
    release_date: String,
    poster_path: Option<String>,
    character: String,
    job: String,
    department: String,
    episode_count: i64,
    popularity: f64,
}

impl Work {
    fn address(&self) -> String {
        format!("/{}/{}", self.media_type, slugged(self.id, &self.title))
    }

    fn year(&self) -> &str {
        self.release_date.get(..4).unwrap_or("—")
    }

    /// Whom they played or what they did.
    fn part<'a>(&'a self, page: &'a Page) -> &'a str {
        if self.character.is_empty() {
            page.term(&self.job)
        } else {
            &self.character
        }
    }
}

#[derive(Template)]
#[template(path = "person.html")]
struct PersonPage {
    page: Page,
    known_for: Vec<Work>,
    departments: Vec<Section<Work>>,
    pages: Pages,
    elsewhere: Vec<(&'static str, String)>,
    address: String,
    person: Person,
}

async fn person_page(
    State(site): State<Site>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let made = person(&site, visitor.clone(), &id, asked.number());
    shown(&site, visitor, made).await
}

async fn person(
    site: &Site,
    visitor: Visitor,
    id: &str,
    number: Option<&str>,
) -> Result<PersonPage, ApiError> {
    let append = [("append_to_response", "combined_credits,external_ids")];
    let mut person: Person = site
        .ask(&visitor, &format!("/person/{id}"), &append)
        .await?;
    let works = std::mem::take(&mut person.combined_credits);
    let address = format!("/person/{}", slugged(person.id, &person.name));
    let mut page = Page::new(site, visitor, &address, &person.name);
    page.description.clone_from(&person.biography);
    page.show(site, person.profile_path.as_deref());
    page.shortcuts = Shortcut::MEDIA.to_vec();
    page.open_graph = "profile";
    page.structured = Some(structured(&person, &page));
    let known_for = known_for(&works, person.known_for_department.as_deref());
    let departments = departments(works);
    let total = departments.iter().map(|(_, works)| works.len()).sum();
    let pages = Pages::of(number, total, WORKS, format!("{address}?page="))?;
    Ok(PersonPage {
        known_for,
        departments: cut(departments, &pages.rows()),
        pages,
        elsewhere: elsewhere("person", &person.external_ids),
        address,
        page,
        person,
    })
}

/// What machines read of the page (schema.org). What is not known is left out.
fn structured(person: &Person, page: &Page) -> Value {
    let picture = person.profile_path.as_deref();
    known(json!({
        "@context": "https://schema.org",
        "@type": "Person",
        "url": page.canonical(),
        "name": person.name,
        "description": person.biography,
        "image": picture.map(|path| page.whole_image("h632", path)),
        "birthDate": person.birthday,
        "deathDate": person.deathday,
        "birthPlace": person.place_of_birth,
    }))
}

/// The most popular titles of the department that somebody is known for.
fn known_for(works: &Filmography, department: Option<&str>) -> Vec<Work> {
    let acted = works
        .cast
        .iter()
        .filter(|_| department.is_none_or(|name| name == "Acting"));
    let made = works
        .crew
        .iter()
        .filter(|work| department.is_some_and(|name| name == work.department));
    let mut known: Vec<Work> = acted.chain(made).cloned().collect();
    known.sort_by(|a, b| b.popularity.total_cmp(&a.popularity).then(a.id.cmp(&b.id)));
    let mut seen = std::collections::BTreeSet::new();
    known.retain(|work| seen.insert((work.media_type.clone(), work.id)));
    known.truncate(KNOWN_FOR);
    known
}

/// Works by department, acting first, each the newest first; what has no date yet is newer than anything.
fn departments(works: Filmography) -> Vec<(String, Vec<Work>)> {
    let mut crew: BTreeMap<String, Vec<Work>> = BTreeMap::new();
    for work in works.crew {
        crew.entry(work.department.clone()).or_default().push(work);
    }
    let acting = ("Acting".to_owned(), works.cast);
    let mut departments: Vec<_> = [acting]
        .into_iter()
        .chain(crew)
        .filter(|(_, works)| !works.is_empty())
        .collect();
    for (_, works) in &mut departments {
        works.sort_by(|a, b| {
            let (a_is_dated, b_is_dated) = (!a.release_date.is_empty(), !b.release_date.is_empty());
            a_is_dated
                .cmp(&b_is_dated)
                .then(b.release_date.cmp(&a.release_date))
                .then(a.id.cmp(&b.id))
        });
    }
    departments
}
