//! People with a biography. Others are known through their credits only.

use serde_json::{Value, json};

use super::catalogue::Catalogue;
use super::source::Person;
use super::{answer, ids, picture};

/// The row of a person.
pub fn row(catalogue: &Catalogue<'_>, person: &Person) -> Value {
    let about = json!({
        "also_known_as": person.also,
        "biography": person.biography,
        "birthday": person.born,
        "deathday": person.died,
        "homepage": null,
        "imdb_id": person.imdb,
        "place_of_birth": person.place,
    });
    let appended = vec![
        ("external_ids", external_ids(person)),
        (
            "images",
            json!({ "profiles": [picture::of_person(person).listed()] }),
        ),
        ("translations", translations(person)),
    ];
    let details = answer::joined(catalogue.person_row(&person.name), about);
    answer::row_with(
        &format!("person/{}", ids::id(person.number)),
        details,
        appended,
    )
}

fn external_ids(person: &Person) -> Value {
    json!({
        "freebase_mid": null,
        "freebase_id": null,
        "imdb_id": person.imdb,
        "tvrage_id": null,
        "wikidata_id": person.wikidata,
        "facebook_id": null,
        "instagram_id": null,
        "tiktok_id": null,
        "twitter_id": null,
        "youtube_id": null,
    })
}

fn translations(person: &Person) -> Value {
    let data = |biography: &str| json!({ "biography": biography, "name": "" });
    answer::translations(data(&person.biography), &person.texts, |biography| {
        data(biography)
    })
}
