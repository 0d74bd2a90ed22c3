//! Changing queues (contract 7).

use kinora_model::queue::{Format, QueueKind};
use kinora_model::{EntityKey, Kind};
use kinora_store::{FormatWish, QueueError, QueueTarget, Subscriber, Wish};
use quick_xml::Reader;
use quick_xml::events::Event;

use super::queue::{entries_of, items, listed, path};
use crate::answer::{Answer, Body};
use crate::call::Call;
use crate::catalogue::title::Title;
use crate::document::Element;
use crate::fault::{Fault, success};
use crate::number;
use crate::resource::Saved;

/// `POST /users/{user}/queues/{kind}`
pub async fn add(call: &Call, user: &Subscriber, kind: QueueKind) -> Result<Answer, Fault> {
    const TITLE: &str = "title_ref";
    let title = call.parameters.get(TITLE).ok_or(Fault::Invalid(TITLE))?;
    let title = call.links.title(title, TITLE)?;
    let wish = Wish {
        title,
        position: call.parameters.integer("position", 1)?,
        format: match call.parameters.given("format") {
            None => FormatWish::Best,
            Some(term) => Format::parse(term).map_or(FormatWish::Unknown, FormatWish::Only),
        },
    };
    let is_set = matches!(title.kind, Kind::Season | Kind::Series);
    let queued = call
        .app
        .store
        .enqueue(target(call, user, kind), wish)
        .await?;
    let placed = entries_of(&queued.queue, &queued.placed);
    let location = placed
        .first()
        .map(|(place, entry)| path(kind, *place, entry.title));
    let created = items(call, user, kind, &placed).await?;
    let mut told = vec![Element::new("resources_created").children(created)];
    let leftovers = [
        ("failed_title_refs", &queued.refused),
        ("already_in_queue", &queued.present),
    ];
    for (name, titles) in leftovers {
        if !titles.is_empty() {
            told.push(Element::new(name).children(links(call, kind, is_set, titles).await?));
        }
    }
    let messages = call.app.settings.messages;
    let row = match (
        queued.present.is_empty() && queued.refused.is_empty(),
        queued.moved,
    ) {
        (false, _) => success::partial(messages),
        (true, true) => success::moved(messages),
        (true, false) => success::created(messages),
    };
    Ok(Answer {
        location: location.map(|path| super::at(call, user, &path)),
        ..Answer::told(row, queued.queue.etag().to_string(), told)
    })
}

/// `DELETE /users/{user}/queues/{kind}/{list}/{id}`
pub async fn remove(
    call: &Call,
    user: &Subscriber,
    (kind, list, number): (QueueKind, Saved, i64),
) -> Result<Answer, Fault> {
    let title = number::title(number, &[Kind::Movie, Kind::Episode]);
    let target = target(call, user, kind);
    let queue = call.app.store.queue(user.account.id, kind).await?;
    let mut entries = listed(&queue, Some(list)).into_iter();
    if target.etag.is_none() && !entries.any(|(_, entry)| entry.title == title) {
        return Err(Fault::NotQueued);
    }
    let queue = call.app.store.dequeue(target, title).await?;
    let etag = queue.etag().to_string();
    Ok(Answer::told(success::DELETED, etag, Vec::new()))
}

/// `PUT /users/{user}/queues/{kind}`: the titles of the document, or of `title_refs`, are the queue from now on.
pub async fn replace(call: &Call, user: &Subscriber, kind: QueueKind) -> Result<Answer, Fault> {
    let titles = match call.titles()? {
        Some(titles) => titles,
        None => named(call)?,
    };
    let target = target(call, user, kind);
    let (queue, is_changed) = call.app.store.rearrange(target, titles).await?;
    let etag = queue.etag().to_string();
    Ok(match is_changed {
        true => Answer::told(success::CHANGED, etag, Vec::new()),
        false => Answer {
            etag: Some(etag),
            ..Body::Unchanged.into()
        },
    })
}

fn target(call: &Call, user: &Subscriber, kind: QueueKind) -> QueueTarget {
    QueueTarget {
        account: user.account.id,
        kind,
        etag: call.precondition(),
        now: call.now,
    }
}

/// Links to parts of a set; those of a set of discs are discs.
async fn links(
    call: &Call,
    kind: QueueKind,
    is_set: bool,
    titles: &[EntityKey],
) -> Result<Vec<Element>, Fault> {
    let titles = Title::load(call, titles.to_vec()).await?.into_iter();
    let titles = titles.map(|title| match is_set && kind == QueueKind::Disc {
        true => title.into_disc(),
        false => title,
    });
    Ok(titles.map(|title| title.link(&call.links)).collect())
}

/// The titles that a document of a queue names, by links whose relation is that of a title.
fn named(call: &Call) -> Result<Vec<EntityKey>, Fault> {
    let invalid = || Fault::Invalid("queue");
    let text = std::str::from_utf8(&call.body).map_err(|_| invalid())?;
    let mut reader = Reader::from_str(text);
    let (mut titles, mut is_queue) = (Vec::new(), false);
    loop {
        match reader.read_event().map_err(|_| invalid())? {
            Event::Start(element) | Event::Empty(element) => {
                is_queue |= element.name().as_ref() == b"queue";
                if element.name().as_ref() != b"link" {
                    continue;
                }
                let value = |name: &str| {
                    let attribute = element.try_get_attribute(name).ok().flatten()?;
                    let version = quick_xml::XmlVersion::Implicit1_0;
                    let value = attribute.normalized_value(version).ok()?;
                    Some(value.into_owned())
                };
                let relation = value("rel").unwrap_or_default();
                if relation.ends_with("/catalog/title") {
                    let href = value("href").ok_or_else(invalid)?;
                    titles.push(call.links.title(&href, "title_ref")?);
                }
                if titles.len() > kinora_model::queue::Queue::MOST {
                    return Err(QueueError::Full.into());
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    match is_queue {
        true => Ok(titles),
        false => Err(invalid()),
    }
}
