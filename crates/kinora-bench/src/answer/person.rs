//! People as answers.

use serde_json::{Value, json};

use super::mention;
use crate::person::Person;

/// The details.
pub fn row(person: &Person) -> Value {
    let about = json!({
        "also_known_as": person.also_known_as,
        "biography": person.biography,
        "birthday": person.birthday,
        "deathday": person.deathday,
        "homepage": null,
        "imdb_id": person.imdb_id,
        "place_of_birth": person.place_of_birth,
    });
    let mut details = mention(person);
    if let Value::Object(about) = about {
        details.extend(about);
    }
    super::row(
        &format!("person/{}", person.id),
        &[],
        Value::Object(details),
    )
}
