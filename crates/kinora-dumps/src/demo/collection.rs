//! Collections of films.

use serde_json::{Value, json};

use super::catalogue::Catalogue;
use super::source::Collection;
use super::{answer, film, picture};

/// The rows of a collection: its details, its translations and its images.
pub fn rows(catalogue: &Catalogue<'_>, collection: &Collection) -> anyhow::Result<Vec<Value>> {
    let id = catalogue.collection_id(&collection.name);
    let path = format!("collection/{id}");
    let with_id = |answer: Value| answer::joined(answer, json!({ "id": id }));
    Ok(vec![
        answer::row(&path, details(catalogue, collection)?),
        answer::row(
            &format!("{path}/translations"),
            with_id(translations(collection)),
        ),
        answer::row(
            &format!("{path}/images"),
            with_id(picture::of_collection(collection).images()),
        ),
    ])
}

/// A collection as its films mention it.
pub fn mentioned(catalogue: &Catalogue<'_>, name: &str) -> Value {
    let pictures = catalogue
        .sources
        .collections
        .iter()
        .find(|collection| collection.name == name)
        .map(picture::of_collection);
    json!({
        "id": catalogue.collection_id(name),
        "name": name,
        "poster_path": pictures.as_ref().map(|pictures| &pictures.poster.path),
        "backdrop_path": pictures.as_ref().map(|pictures| &pictures.backdrop.path),
    })
}

fn details(catalogue: &Catalogue<'_>, collection: &Collection) -> anyhow::Result<Value> {
    let films = catalogue
        .sources
        .films
        .iter()
        .filter(|film| film.collection.as_ref() == Some(&collection.name));
    let parts: Vec<Value> = films
        .clone()
        .map(|film| film::listed(catalogue, film))
        .collect::<anyhow::Result<_>>()?;
    let about = json!({
        "adult": false,
        "original_language": films.clone().next().map_or("en", |film| &film.original_language),
        "original_name": collection.name,
        "overview": collection.overview,
        "parts": parts,
    });
    Ok(answer::joined(
        mentioned(catalogue, &collection.name),
        about,
    ))
}

fn translations(collection: &Collection) -> Value {
    let data = |title: &str, overview: &str| {
        let title = answer::translated(title, &collection.name);
        json!({ "title": title, "overview": overview, "homepage": "" })
    };
    let english = data(&collection.name, &collection.overview);
    answer::translations(english, &collection.texts, |text| {
        data(&text.title, &text.overview)
    })
}
