//! People.

use kinora_model::key::Kind;
use kinora_model::links::Links;
use kinora_model::part::Part;
use kinora_model::text::{TextField, Texts};
use kinora_model::{Date, PersonFacts};
use kinora_store::{Loaded, Wants};
use schemars::JsonSchema;
use serde::Serialize;

use super::namespace::{Namespace, Typed};
use super::texts::{EXTERNAL_IDS, TRANSLATIONS};
use super::{View, changes, credits, images};
use crate::error::ApiError;

/// `/3/person/{person_id}`
pub static NAMESPACE: Namespace = Namespace {
    kind: Kind::Person,
    path: "person/{person_id}",
    localised: true,
    wants: Wants::of(&[Part::Facts, Part::Texts, Part::Links], &[]),
    details: &Typed(details),
    resources: &[
        changes::CHANGES,
        credits::COMBINED_CREDITS,
        EXTERNAL_IDS,
        images::PERSON_IMAGES,
        credits::MOVIE_CREDITS,
        images::TAGGED_IMAGES,
        TRANSLATIONS,
        credits::TV_CREDITS,
    ],
    appended: &[],
};

#[derive(Serialize, JsonSchema)]
struct PersonDetails {
    adult: bool,
    also_known_as: Vec<String>,
    biography: String,
    birthday: Option<Date>,
    deathday: Option<Date>,
    gender: i32,
    homepage: Option<String>,
    id: i64,
    imdb_id: Option<String>,
    known_for_department: Option<String>,
    name: String,
    place_of_birth: Option<String>,
    popularity: f64,
    profile_path: Option<String>,
}

fn details(loaded: &Loaded, view: &View) -> Result<PersonDetails, ApiError> {
    let record = &loaded.record;
    let (facts, texts, links): (PersonFacts, Texts, Links) =
        (record.part()?, record.part()?, record.part()?);
    Ok(PersonDetails {
        adult: facts.adult.unwrap_or_default(),
        also_known_as: facts.also_known_as.unwrap_or_default(),
        biography: view.words(&texts, None).text(TextField::Overview),
        birthday: facts.birthday,
        deathday: facts.deathday,
        gender: facts.gender.unwrap_or_default(),
        homepage: facts.homepage,
        id: record.key.id,
        imdb_id: links.imdb_id,
        known_for_department: facts.department,
        name: facts.name.unwrap_or_default(),
        place_of_birth: facts.place_of_birth,
        popularity: loaded.stat(Kind::Person, record.key.id).popularity,
        profile_path: facts.profile_path,
    })
}
