//! Searching: titles, what a title may be completed to, and people.

use kinora_model::EntityKey;
use kinora_model::queue::QueueKind;

use super::list;
use super::title::Title;
use crate::address::link;
use crate::call::Call;
use crate::document::Element;
use crate::fault::Fault;
use crate::parameter::{MOST_FOUND, Stretch};

/// How many titles are looked at where only some of those that are found are wanted.
const FILTERED: usize = 1000;

/// `GET /catalog/titles`
pub async fn titles(call: &Call) -> Result<Element, Fault> {
    let stretch = Stretch::read(&call.parameters, MOST_FOUND)?;
    let (total, keys) = find(call, stretch).await?;
    let mut items = Vec::with_capacity(keys.len());
    for title in Title::load(call, keys).await? {
        items.push(title.document(call, "catalog_title").await?);
    }
    let href = call.links.at("/catalog/titles/autocomplete");
    let root = Element::new("catalog_titles").child(link(
        href,
        "catalog/titles/autocomplete",
        "autocomplete",
    ));
    Ok(list::document(call, root, total, stretch, items))
}

/// `GET /catalog/titles/autocomplete`
pub async fn autocomplete(call: &Call) -> Result<Element, Fault> {
    let stretch = Stretch::read(&call.parameters, MOST_FOUND)?;
    let (_, keys) = find(call, stretch).await?;
    let titles = Title::load(call, keys).await?;
    let items = titles.iter().map(|title| {
        let title = Element::new("title").attribute("short", &title.name);
        Element::new("autocomplete_item").child(title)
    });
    let template = list::template(call, "term|start_index|max_results");
    Ok(Element::new("autocomplete").child(template).children(items))
}

/// What is searched for.
pub fn term(call: &Call) -> Result<&str, Fault> {
    let term = call.parameters.get("term").map(str::trim);
    term.filter(|term| !term.is_empty())
        .ok_or(Fault::Invalid("term"))
}

async fn find(call: &Call, stretch: Stretch) -> Result<(usize, Vec<EntityKey>), Fault> {
    let (term, titles) = (term(call)?, &call.app.titles);
    let Some(kind) = filter(call)? else {
        return Ok(titles.titles(term, stretch.first, stretch.length));
    };
    let (_, found) = titles.titles(term, 0, FILTERED);
    let offers = call.app.store.offers(found.clone(), call.now).await?;
    let offered = found.into_iter().zip(offers);
    let offered = offered.filter(|(_, offers)| offers.formats(kind).next().is_some());
    let offered: Vec<EntityKey> = offered.map(|(title, _)| title).collect();
    Ok((offered.len(), stretch.of(offered)))
}

/// The queue whose titles are wanted: `filters` is the address of a category of formats, of which the last segment counts.
fn filter(call: &Call) -> Result<Option<QueueKind>, Fault> {
    let Some(filters) = call.parameters.given("filters") else {
        return Ok(None);
    };
    let last = filters.rsplit('/').next().unwrap_or_default();
    let mut kinds = QueueKind::ALL.into_iter();
    let kind = kinds.find(|kind| kind.name().eq_ignore_ascii_case(last));
    kind.map(Some).ok_or(Fault::Invalid("filters"))
}
