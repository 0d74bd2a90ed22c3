//! People and what they worked on.

use kinora_model::text::TextField;
use kinora_model::{EntityKey, Kind, Locale, Part, PersonFacts, Texts};
use kinora_store::{Locator, Record, Related, Wants};

use super::title::Title;
use super::{list, search};
use crate::address::link;
use crate::call::Call;
use crate::document::Element;
use crate::fault::Fault;
use crate::parameter::{MOST_FOUND, Stretch};

/// `GET /catalog/people`
pub async fn people(call: &Call) -> Result<Element, Fault> {
    let stretch = Stretch::read(&call.parameters, MOST_FOUND)?;
    let term = search::term(call)?;
    let (total, found) = call.app.titles.people(term, stretch.first, stretch.length);
    let parts = kinora_model::PartSet::of(&[Part::Facts, Part::Texts]);
    let mut items = Vec::with_capacity(found.len());
    for card in call.app.store.cards(found, parts).await? {
        items.push(person(call, &card.record).await?);
    }
    Ok(list::document(
        call,
        Element::new("people"),
        total,
        stretch,
        items,
    ))
}

/// `GET /catalog/people/{id}`
pub async fn details(call: &Call, id: i64) -> Result<Element, Fault> {
    let wants = Wants::of(&[Part::Facts, Part::Texts], &[]);
    let key = EntityKey::new(Kind::Person, id);
    let loaded = call.app.store.load(Locator::Key(key), wants).await?;
    person(call, &loaded.ok_or(Fault::NotFound)?.record).await
}

/// `GET /catalog/people/{id}/filmography`
pub async fn filmography(call: &Call, id: i64) -> Result<Element, Fault> {
    let mut items = Vec::new();
    for title in Title::load(call, works(call, id).await?).await? {
        items.push(title.document(call, "filmography_item").await?);
    }
    Ok(Element::new("filmography").children(items))
}

async fn person(call: &Call, record: &Record) -> Result<Element, Fault> {
    let (facts, texts): (PersonFacts, Texts) = (record.part()?, record.part()?);
    let address = call.links.at(&format!("/catalog/people/{}", record.key.id));
    let mut films = link(
        format!("{address}/filmography"),
        "catalog/titles.filmography",
        "filmography",
    );
    if call.expands("filmography", "@filmography") {
        let works = works(call, record.key.id).await?;
        let titles = Title::load(call, works).await?;
        let titles = titles.iter().map(|title| title.link(&call.links));
        films = films.child(Element::new("catalog_titles").children(titles));
    }
    let page = format!("{}/person/{}", call.links.site, record.key.id);
    Ok(Element::new("person")
        .with("id", address)
        .with("name", facts.name.unwrap_or_default())
        .child(Element::long(
            "bio",
            texts.read(Locale::DEFAULT, TextField::Overview),
        ))
        .child(films)
        .child(link(page, "alternate", "web page")))
}

/// The titles that a person worked on, by id.
async fn works(call: &Call, id: i64) -> Result<Vec<EntityKey>, Fault> {
    let wants = Wants::of(&[], &[Related::Works]);
    let key = Locator::Key(EntityKey::new(Kind::Person, id));
    let loaded = call.app.store.load(key, wants).await?;
    let loaded = loaded.ok_or(Fault::NotFound)?;
    let mut works: Vec<EntityKey> = loaded.works.iter().map(|work| work.title).collect();
    works.sort_unstable();
    works.dedup();
    Ok(works)
}
