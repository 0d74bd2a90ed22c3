//! Lists of categories: `/categories/...`.

use kinora_model::queue::Format;
use kinora_model::{Kind, Locale};

use crate::call::Call;
use crate::document::Element;
use crate::fault::Fault;

/// `GET /categories/{name}`
pub fn list(call: &Call, name: &str) -> Result<Element, Fault> {
    let reference = call.app.store.reference();
    let certifications = |kind| {
        let all = reference.certifications(kind).certifications;
        let own = all.get("US").cloned().unwrap_or_default();
        own.into_iter().map(|row| row.certification).collect()
    };
    let terms: Vec<String> = match name {
        "genres" => {
            let kinds = [Kind::Movie, Kind::Series].into_iter();
            let genres = kinds.flat_map(|kind| reference.genres(kind, Locale::DEFAULT).genres);
            let mut names: Vec<String> = genres.map(|genre| genre.name).collect();
            names.sort_unstable();
            names.dedup();
            names
        }
        "mpaa_ratings" => certifications(Kind::Movie),
        "tv_ratings" => certifications(Kind::Series),
        "title_formats" => Format::ALL
            .iter()
            .map(|format| format.name().to_owned())
            .collect(),
        "queue_availability" => ["available now", "saved"].map(str::to_owned).into(),
        _ => return Err(Fault::NotFound),
    };
    let items = terms.iter().map(|term| {
        Element::new("category_item")
            .attribute("scheme", call.links.scheme(name))
            .attribute("term", term)
            .attribute("label", term)
    });
    Ok(Element::new("categories").children(items))
}
