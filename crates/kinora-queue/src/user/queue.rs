//! Reading queues (contract 6.6).

use kinora_model::EntityKey;
use kinora_model::queue::{Entry, Offer, Place, Queue, QueueKind};
use kinora_store::Subscriber;

use super::at;
use crate::address::link;
use crate::answer::{Answer, seconds};
use crate::call::{Call, Sort};
use crate::catalogue::list;
use crate::catalogue::title::Title;
use crate::document::Element;
use crate::fault::Fault;
use crate::number;
use crate::parameter::{MOST_ITEMS, Stretch};
use crate::resource::Saved;

/// `GET /users/{user}/queues/{kind}` and `.../{list}`
pub async fn document(
    call: &Call,
    user: &Subscriber,
    kind: QueueKind,
    list: Option<Saved>,
) -> Result<Answer, Fault> {
    let stretch = Stretch::read(&call.parameters, MOST_ITEMS)?;
    let (sort, since) = (call.sort()?, call.updated_min()?);
    let queue = call.app.store.queue(user.account.id, kind).await?;
    let mut entries = listed(&queue, list);
    entries.retain(|(_, entry)| since.is_none_or(|since| entry.updated_at >= since));
    // A saved list of discs has no other order.
    match (sort, kind, list) {
        (_, QueueKind::Disc, Some(Saved::Yes)) | (Sort::Alphabetical, ..) => {
            entries = alphabetical(call, entries).await?;
        }
        (Sort::DateAdded, ..) => entries.sort_by_key(|(_, entry)| -entry.updated_at),
        (Sort::Sequence, ..) => {}
    }
    let total = entries.len();
    let items = items(call, user, kind, &stretch.of(entries)).await?;
    let root = Element::new("queue")
        .with("etag", queue.etag().to_string())
        .children([Saved::No, Saved::Yes].map(|saved| link_to_list(call, user, kind, saved)));
    Ok(Answer {
        etag: Some(queue.etag().to_string()),
        changed_at: (queue.changed_at > 0).then_some(queue.changed_at),
        ..list::document(call, root, total, stretch, items).into()
    })
}

/// `GET /users/{user}/queues/{kind}/{list}/{id}`
pub async fn entry(
    call: &Call,
    user: &Subscriber,
    kind: QueueKind,
    list: Saved,
    number: i64,
) -> Result<Answer, Fault> {
    let queue = call.app.store.queue(user.account.id, kind).await?;
    let entries = listed(&queue, Some(list)).into_iter();
    let mut entries = entries.filter(|(_, entry)| number::of(entry.title) == number);
    let entry = entries.next().ok_or(Fault::NotQueued)?;
    let mut items = items(call, user, kind, &[entry]).await?;
    Ok(Answer {
        etag: Some(queue.etag().to_string()),
        ..items.pop().ok_or(Fault::NotQueued)?.into()
    })
}

/// The entries of a list, or of both, with their places.
pub fn listed(queue: &Queue, list: Option<Saved>) -> Vec<(Place, Entry)> {
    let available = (1..)
        .map(Place::Available)
        .zip(queue.available.iter().copied());
    let saved = queue.saved.iter().map(|entry| (Place::Saved, *entry));
    match list {
        Some(Saved::No) => available.collect(),
        Some(Saved::Yes) => saved.collect(),
        None => available.chain(saved).collect(),
    }
}

/// The entries of some titles, in the order of the titles.
pub fn entries_of(queue: &Queue, titles: &[EntityKey]) -> Vec<(Place, Entry)> {
    let entry = |title: &EntityKey| Some((queue.find(*title)?, *queue.entry(*title)?));
    titles.iter().filter_map(entry).collect()
}

async fn alphabetical(
    call: &Call,
    entries: Vec<(Place, Entry)>,
) -> Result<Vec<(Place, Entry)>, Fault> {
    let keys = entries.iter().map(|(_, entry)| entry.title).collect();
    let titles = Title::load(call, keys).await?;
    let mut named: Vec<_> = titles.iter().map(Title::full_name).zip(entries).collect();
    named.sort_by_key(|(name, _)| name.to_lowercase());
    Ok(named.into_iter().map(|(_, entry)| entry).collect())
}

/// Entries as they are shown.
pub async fn items(
    call: &Call,
    user: &Subscriber,
    kind: QueueKind,
    entries: &[(Place, Entry)],
) -> Result<Vec<Element>, Fault> {
    let keys: Vec<EntityKey> = entries.iter().map(|(_, entry)| entry.title).collect();
    let offers = call.app.store.offers(keys.clone(), call.now).await?;
    let titles = Title::load(call, keys).await?;
    let mut items = Vec::with_capacity(titles.len());
    for (((place, entry), title), offers) in entries.iter().zip(&titles).zip(offers) {
        let offer = offers.of(entry.format);
        let item = item(call, user, kind, (*place, entry), offer);
        let item = item.child(title.link(&call.links));
        items.push(title.show(call, item).await?);
    }
    Ok(items)
}

/// What an entry says of itself, before what its title says.
fn item(
    call: &Call,
    user: &Subscriber,
    kind: QueueKind,
    (place, entry): (Place, &Entry),
    offer: Offer,
) -> Element {
    let (saved, term, text) = match place {
        Place::Available(_) => (Saved::No, "available now", "Available Now"),
        Place::Saved => (Saved::Yes, "saved", "Saved"),
    };
    let path = path(kind, place, entry.title);
    let mut item = Element::new("queue_item").with("id", at(call, user, &path));
    if let Place::Available(position) = place {
        item = item.with("position", position.to_string());
    }
    let availability = call.links.category("queue_availability", term, term);
    item = item
        .child(link_to_list(call, user, kind, saved))
        .child(availability.text(text));
    if let (Place::Saved, Offer::Awaited(Some(from))) = (place, offer) {
        item = item.with("availability_date", seconds(from));
    }
    let format = entry.format.name();
    item.with("updated", seconds(entry.updated_at))
        .child(call.links.category("title_formats", format, format))
}

/// The path of an entry below its user.
pub fn path(kind: QueueKind, place: Place, title: EntityKey) -> String {
    let (kind, number) = (kind.name(), number::of(title));
    match place {
        Place::Available(position) => format!("/queues/{kind}/available/{position}/{number}"),
        Place::Saved => format!("/queues/{kind}/saved/{number}"),
    }
}

/// A link to a queue.
pub fn link_to(call: &Call, user: &Subscriber, kind: QueueKind) -> Element {
    let name = kind.name();
    let href = at(call, user, &format!("/queues/{name}"));
    link(href, &format!("queues.{name}"), &format!("{name} queue"))
}

/// A link to a list of a queue.
fn link_to_list(call: &Call, user: &Subscriber, kind: QueueKind, saved: Saved) -> Element {
    let name = match saved {
        Saved::No => "available",
        Saved::Yes => "saved",
    };
    let href = at(call, user, &format!("/queues/{}/{name}", kind.name()));
    link(href, &format!("queues.{name}"), &format!("{name} queue"))
}
