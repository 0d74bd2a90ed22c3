//! Lists as Atom feeds (contract 6.9): one entry for each item, made from the list as it is answered otherwise.

use jiff::Timestamp;

use crate::document::Element;

/// The items of lists that are feeds.
const ITEMS: [&str; 6] = [
    "queue_item",
    "at_home_item",
    "rental_history_item",
    "recommendation",
    "ratings_item",
    "review",
];

/// A list as a feed. It was changed when its newest item was, or at the given time in milliseconds.
pub fn feed(list: &Element, changed_at: i64) -> Element {
    let address = list
        .first("url_template")
        .map(Element::content)
        .unwrap_or_default();
    let address = address.split('?').next().unwrap_or_default().to_owned();
    let items = ITEMS.into_iter().flat_map(|name| list.all(name));
    let (mut entries, mut newest) = (Vec::new(), changed_at.div_euclid(1000));
    for item in items {
        let updated = item
            .first("updated")
            .map(Element::content)
            .unwrap_or_default();
        let updated = updated.parse().unwrap_or(changed_at.div_euclid(1000));
        newest = newest.max(updated);
        entries.push(entry(item, updated));
    }
    Element::new("feed")
        .attribute("xmlns", "http://www.w3.org/2005/Atom")
        .with("id", &address)
        .with(
            "title",
            address.rsplit("/users/").next().unwrap_or_default(),
        )
        .with("updated", time(newest))
        .child(Element::new("author").with("name", "Kinora"))
        .child(
            Element::new("link")
                .attribute("rel", "self")
                .attribute("href", &address),
        )
        .children(entries)
}

fn entry(item: &Element, updated: i64) -> Element {
    let title = item.first("title").and_then(|title| title.get("regular"));
    let title = title.unwrap_or_default();
    let id = item.first("id").map(Element::content).unwrap_or_default();
    let links = || item.all("link");
    let page = links().find(|link| link.get("title").as_deref() == Some("web page"));
    let page = page.and_then(|link| link.get("href"));
    let synopsis = links().find_map(|link| link.first("synopsis"));
    let summary = synopsis
        .map(Element::content)
        .filter(|text| !text.is_empty());
    let mut entry = Element::new("entry")
        .with("id", id)
        .with("title", &title)
        .with("updated", time(updated));
    if let Some(page) = page {
        let link = Element::new("link").attribute("rel", "alternate");
        entry = entry.child(link.attribute("href", page));
    }
    entry.with("summary", summary.unwrap_or(title))
}

fn time(seconds: i64) -> String {
    let time = Timestamp::from_second(seconds).unwrap_or_default();
    time.to_string()
}
