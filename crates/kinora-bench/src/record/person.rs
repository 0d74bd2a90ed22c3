//! People as records.

use kinora_model::links::Links;
use kinora_model::text::Text;
use kinora_model::{Kind, PersonFacts};
use kinora_store::{Batch, Stat};

use super::{english, enter, full, put};
use crate::person::Person;

/// Hands a person over.
pub fn person(batch: &mut Batch, person: Person) {
    let mut record = full(Kind::Person, person.id);
    let facts = PersonFacts {
        name: Some(person.name),
        gender: Some(person.gender),
        adult: Some(false),
        department: Some(person.department.to_owned()),
        birthday: person.birthday,
        deathday: person.deathday,
        homepage: None,
        place_of_birth: person.place_of_birth,
        also_known_as: Some(person.also_known_as),
        profile_path: person.profile_path,
        original_name: Some(person.original_name),
        known_for: None,
    };
    put(&mut record, &facts);
    let biography = Text {
        overview: person.biography,
        ..Text::default()
    };
    put(&mut record, &english(biography));
    let links = Links {
        imdb_id: Some(person.imdb_id),
        ..Links::default()
    };
    put(&mut record, &links);
    let stat = Stat {
        popularity: person.popularity,
        ..Stat::default()
    };
    enter(batch, record, stat);
}
