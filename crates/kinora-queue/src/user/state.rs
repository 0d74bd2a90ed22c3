//! What can be done with titles (contract 6.8): watched, added, or where they are already.

use kinora_model::queue::{Format, Offer, Queue, QueueKind};
use kinora_store::Subscriber;

use super::{at, queue};
use crate::address::link;
use crate::answer::Answer;
use crate::call::Call;
use crate::catalogue::list;
use crate::catalogue::title::Title;
use crate::document::Element;
use crate::fault::Fault;

/// `GET /users/{user}/title_states`
pub async fn states(call: &Call, user: &Subscriber) -> Result<Answer, Fault> {
    let titles = call.titles()?.ok_or(Fault::Invalid("title_refs"))?;
    let store = &call.app.store;
    let titles = Title::load(call, titles).await?;
    let keys = titles.iter().map(|title| title.key).collect();
    let offers = store.offers(keys, call.now).await?;
    let mut queues = Vec::new();
    for kind in QueueKind::ALL {
        queues.push((kind, store.queue(user.account.id, kind).await?));
    }
    let rentals = store.rentals(user.account.id).await?;
    let mut states = Vec::with_capacity(titles.len());
    for (title, offers) in titles.iter().zip(offers) {
        let is_at_home = |format| {
            let mut rentals = rentals.iter().map(|(rental, _)| rental);
            rentals.any(|rental| {
                rental.title == title.key && rental.format == format && rental.is_at_home()
            })
        };
        let mut state = Element::new("title_state").child(title.link(&call.links));
        for (kind, queue) in &queues {
            let formats = kind.formats().iter();
            let own: Vec<Format> = formats
                .copied()
                .filter(|format| offers.of(*format) != Offer::Never || is_at_home(*format))
                .collect();
            if own.is_empty() {
                continue;
            }
            let preferred = own.iter().copied().find(|format| user.plan.has(*format));
            let own = own.into_iter().map(|format| {
                let terms = terms(queue, title, format, offers.of(format), is_at_home(format));
                let mut element = Element::new("format");
                if preferred == Some(format) && *kind == QueueKind::Disc {
                    element = element.with("preferred_format", true);
                }
                let name = format.name();
                let terms = terms.iter();
                element
                    .child(call.links.category("title_formats", name, name))
                    .children(terms.map(|term| call.links.category("title_states", term, term)))
            });
            let item = Element::new("title_state_item").child(queue::link_to(call, user, *kind));
            let item = item.children(link_to_entry(call, user, *kind, queue, title));
            state = state.child(item.children(own));
        }
        states.push(state);
    }
    let root = Element::new("title_states").child(list::template(call, "title_refs"));
    Ok(root.children(states).into())
}

/// What is true of a title in a format, the most telling first.
fn terms(
    queue: &Queue,
    title: &Title,
    format: Format,
    offer: Offer,
    is_at_home: bool,
) -> Vec<&'static str> {
    let is_there = matches!(offer, Offer::Available { .. });
    let mut terms = Vec::new();
    if is_at_home {
        terms.push("At Home");
    }
    let entry = queue.entry(title.key);
    let is_queued = entry.is_some_and(|entry| entry.format == format);
    let is_saved = queue.saved.iter().any(|entry| entry.title == title.key);
    if is_queued {
        terms.push(if is_saved { "Saved" } else { "In Queue" });
    }
    if format == Format::Instant && is_there {
        terms.push("Play");
    }
    if entry.is_none() && !is_at_home {
        terms.push("Add");
    }
    terms
}

/// The link to the entry of a title in a queue.
fn link_to_entry(
    call: &Call,
    user: &Subscriber,
    kind: QueueKind,
    queue: &Queue,
    title: &Title,
) -> Option<Element> {
    let path = queue::path(kind, queue.find(title.key)?, title.key);
    let relation = format!("queues.{}.item", kind.name());
    Some(link(at(call, user, &path), &relation, &title.full_name()))
}
