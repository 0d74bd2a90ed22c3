//! Discs at home, and what was rented and watched. Operators and imports say so; clients only read it.

use kinora_store::{Rental, Subscriber};

use super::at;
use crate::answer::{Answer, seconds};
use crate::call::Call;
use crate::catalogue::list;
use crate::catalogue::title::Title;
use crate::document::Element;
use crate::fault::Fault;
use crate::number;
use crate::parameter::{MOST_ITEMS, Stretch};
use crate::resource::RentalEvent;

/// A rental with the time of its last change.
type Told = (Rental, i64);

/// `GET /users/{user}/at_home`, or one disc of it.
pub async fn at_home(call: &Call, user: &Subscriber, number: Option<i64>) -> Result<Answer, Fault> {
    let mut rentals = call.app.store.rentals(user.account.id).await?;
    rentals.retain(|(rental, _)| rental.is_at_home());
    shown(call, user, rentals, number, None).await
}

/// `GET /users/{user}/rental_history`, or one kind of it, or one of them.
pub async fn history(
    call: &Call,
    user: &Subscriber,
    event: Option<RentalEvent>,
    number: Option<i64>,
) -> Result<Answer, Fault> {
    let mut rentals = call.app.store.rentals(user.account.id).await?;
    rentals.retain(|(rental, _)| event.is_none_or(|event| at_event(rental, event).is_some()));
    if let Some(titles) = call.titles()? {
        rentals.retain(|(rental, _)| titles.contains(&rental.title));
    }
    let event = match event {
        Some(event) => Events::One(event),
        None => Events::Latest,
    };
    shown(call, user, rentals, number, Some(event)).await
}

/// By which event the items of a history are named.
#[derive(Clone, Copy)]
enum Events {
    One(RentalEvent),
    Latest,
}

async fn shown(
    call: &Call,
    user: &Subscriber,
    mut rentals: Vec<Told>,
    number: Option<i64>,
    events: Option<Events>,
) -> Result<Answer, Fault> {
    let stretch = Stretch::read(&call.parameters, MOST_ITEMS)?;
    let since = call.updated_min()?;
    rentals.retain(|(_, at)| since.is_none_or(|since| *at >= since));
    if let Some(number) = number {
        rentals.retain(|(rental, _)| number::of(rental.title) == number);
        rentals.truncate(1);
        let mut items = items(call, user, &rentals, events).await?;
        return Ok(items.pop().ok_or(Fault::NotFound)?.into());
    }
    let total = rentals.len();
    let changed_at = rentals.iter().map(|(_, at)| *at).max();
    let rentals = stretch.of(rentals);
    let items = items(call, user, &rentals, events).await?;
    let root = Element::new(match events {
        None => "at_home",
        Some(_) => "rental_history",
    });
    Ok(Answer {
        changed_at,
        ..list::document(call, root, total, stretch, items).into()
    })
}

async fn items(
    call: &Call,
    user: &Subscriber,
    rentals: &[Told],
    events: Option<Events>,
) -> Result<Vec<Element>, Fault> {
    let keys = rentals.iter().map(|(rental, _)| rental.title).collect();
    let titles = Title::load(call, keys).await?;
    let mut items = Vec::with_capacity(titles.len());
    for ((rental, at), title) in rentals.iter().zip(&titles) {
        let number = number::of(rental.title);
        let (name, path) = match events {
            None => ("at_home_item", format!("/at_home/{number}")),
            Some(events) => {
                let event = match events {
                    Events::One(event) => event,
                    Events::Latest => latest(rental),
                };
                let path = format!("/rental_history/{}/{number}", event.name());
                ("rental_history_item", path)
            }
        };
        let mut item = Element::new(name).with("id", self::at(call, user, &path));
        let told = [
            ("shipped_date", rental.shipped_at),
            (
                "estimated_arrival_date",
                rental.expected_at.filter(|_| rental.is_at_home()),
            ),
            ("returned_date", rental.returned_at),
            ("watched_date", rental.watched_at),
            ("viewed_time", rental.viewed_seconds),
        ];
        for (name, value) in told {
            if let Some(value) = value {
                item = item.with(name, value);
            }
        }
        let format = rental.format.name();
        let item = item
            .with("updated", seconds(*at))
            .child(call.links.category("title_formats", format, format))
            .child(title.link(&call.links));
        items.push(title.show(call, item).await?);
    }
    Ok(items)
}

/// When an event happened to a rental.
fn at_event(rental: &Rental, event: RentalEvent) -> Option<i64> {
    match event {
        RentalEvent::Shipped => rental.shipped_at,
        RentalEvent::Returned => rental.returned_at,
        RentalEvent::Watched => rental.watched_at,
    }
}

/// What happened to a rental last.
fn latest(rental: &Rental) -> RentalEvent {
    let events = RentalEvent::ALL.into_iter();
    let happened = events.filter_map(|event| Some((at_event(rental, event)?, event)));
    let latest = happened.max_by_key(|(at, _)| *at);
    latest.map_or(RentalEvent::Shipped, |(_, event)| event)
}
