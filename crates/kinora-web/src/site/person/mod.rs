//! Pages of people, with what they did by department and year.

mod filmography;

use std::collections::{BTreeMap, HashMap};

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::get;
use kinora_store::Work;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use filmography::Filmography;

use crate::error::ApiError;
use crate::site::Site;
use crate::site::address::slugged;
use crate::site::page::{Page, shown};
use crate::site::pages::{Asked, Pages};
use crate::site::sections::{Section, cut};
use crate::site::shortcut::Shortcut;
use crate::site::structured::known;
use crate::site::title_part::elsewhere;
use crate::site::visitor::Visitor;

/// How many titles somebody is known for at most, as the page shows it.
const KNOWN_FOR: usize = 8;
/// How many works a page shows.
const WORKS: usize = 100;

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
    external_ids: Map<String, Value>,
}

/// A title that somebody worked on, and as what.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Row {
    id: i64,
    credit_id: String,
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
}

impl Row {
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
    known_for: Vec<Row>,
    departments: Vec<Section<Row>>,
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
    let append = [("append_to_response", "external_ids")];
    let person: Person = site
        .ask(&visitor, &format!("/person/{id}"), &append)
        .await?;
    let filmography = Filmography::of(site, person.id).await?;
    let known_for = filmography.known_for(person.known_for_department.as_deref(), KNOWN_FOR);
    let departments = filmography.departments();
    let total = departments.iter().map(|(_, works)| works.len()).sum();
    let address = format!("/person/{}", slugged(person.id, &person.name));
    let pages = Pages::of(number, total, WORKS, format!("{address}?page="))?;
    let departments = cut(departments, &pages.rows());
    let shown = departments.iter().flat_map(|section| &section.rows);
    let shown = shown.chain(&known_for).map(|work| (&work.credit, work));
    let shown: BTreeMap<_, _> = shown.collect();
    let shown = shown.into_values().cloned().collect();
    let rows: Vec<Row> = filmography::rows(site, &visitor, person.id, shown).await?;
    let rows = rows.into_iter().map(|row| (row.credit_id.clone(), row));
    let rows: HashMap<String, Row> = rows.collect();
    let of = |works: Vec<Work>| {
        let rows = works.iter().filter_map(|work| rows.get(&work.credit));
        rows.cloned().collect::<Vec<Row>>()
    };
    let mut page = Page::new(site, visitor, &address, &person.name);
    page.description.clone_from(&person.biography);
    page.show(site, person.profile_path.as_deref());
    page.shortcuts = Shortcut::MEDIA.to_vec();
    page.open_graph = "profile";
    page.structured = Some(structured(&person, &page));
    Ok(PersonPage {
        known_for: of(known_for),
        departments: departments
            .into_iter()
            .map(|section| section.map(of))
            .collect(),
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
