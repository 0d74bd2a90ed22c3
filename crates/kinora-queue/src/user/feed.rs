//! Feeds (contract 6.9): lists that are read without a signature, by whoever knows their addresses.

use kinora_model::queue::QueueKind;
use kinora_store::Subscriber;

use super::at;
use crate::address::link;
use crate::answer::Answer;
use crate::call::Call;
use crate::document::Element;
use crate::fault::Fault;
use crate::oauth::signature::encode;
use crate::resource::{RatingList, RentalEvent, UserResource};

/// A list that is a feed.
struct Feed {
    relation: &'static str,
    title: &'static str,
    path: &'static str,
    is_recent: bool,
}

const fn feed(relation: &'static str, title: &'static str, path: &'static str) -> Feed {
    Feed {
        relation,
        title,
        path,
        is_recent: false,
    }
}

const fn recent(relation: &'static str, title: &'static str, path: &'static str) -> Feed {
    Feed {
        is_recent: true,
        ..feed(relation, title, path)
    }
}

/// Every feed.
#[rustfmt::skip]
const FEEDS: [Feed; 12] = [
    feed("queues.disc", "Titles in disc queue", "/queues/disc"),
    recent("queues.disc.recent", "Titles recently added to disc queue", "/queues/disc"),
    feed("queues.instant", "Titles in instant queue", "/queues/instant"),
    recent("queues.instant.recent", "Titles recently added to instant queue", "/queues/instant"),
    feed("at_home", "Titles at home", "/at_home"),
    feed("rental_history", "Rental history", "/rental_history"),
    feed("rental_history.shipped", "Titles shipped", "/rental_history/shipped"),
    feed("rental_history.returned", "Titles returned", "/rental_history/returned"),
    feed("rental_history.watched", "Titles watched", "/rental_history/watched"),
    feed("recommendations", "Recommendations", "/recommendations"),
    feed("ratings", "Ratings", "/ratings/title"),
    feed("reviews", "Reviews", "/reviews"),
];

/// The relations of all of them.
const RELATIONS: [&str; FEEDS.len()] = {
    let mut relations = [""; FEEDS.len()];
    let mut index = 0;
    while index < FEEDS.len() {
        relations[index] = FEEDS[index].relation;
        index += 1;
    }
    relations
};

/// `GET /users/{user}/feeds`
pub async fn feeds(call: &Call, user: &Subscriber) -> Result<Answer, Fault> {
    let (account, application) = (user.account.id, call.application.id);
    let store = &call.app.store;
    let tokens = store.feed_tokens(account, application, &RELATIONS, call.now);
    let tokens = tokens.await?;
    let links = FEEDS.iter().zip(tokens).map(|(feed, token)| {
        let sort = if feed.is_recent {
            "&sort=date_added"
        } else {
            ""
        };
        let href = format!(
            "{}?feed_token={}&oauth_consumer_key={}&output=atom{sort}",
            at(call, user, feed.path),
            encode(&token),
            encode(&call.application.key)
        );
        link(href, &format!("feed.{}", feed.relation), feed.title)
    });
    Ok(Element::new("resource").children(links).into())
}

/// Whether a resource is a list that can be a feed.
pub fn is_feed(resource: UserResource) -> bool {
    FEEDS.iter().any(|feed| path(resource) == Some(feed.path))
}

/// Whether a relation leads to a resource.
pub fn leads(relation: &str, resource: UserResource) -> bool {
    let mut feeds = FEEDS.iter();
    feeds.any(|feed| feed.relation == relation && Some(feed.path) == path(resource))
}

/// The path of a list below its user.
fn path(resource: UserResource) -> Option<&'static str> {
    Some(match resource {
        UserResource::Queue(QueueKind::Disc, None) => "/queues/disc",
        UserResource::Queue(QueueKind::Instant, None) => "/queues/instant",
        UserResource::AtHome(None) => "/at_home",
        UserResource::RentalHistory(None, None) => "/rental_history",
        UserResource::RentalHistory(Some(event), None) => match event {
            RentalEvent::Shipped => "/rental_history/shipped",
            RentalEvent::Returned => "/rental_history/returned",
            RentalEvent::Watched => "/rental_history/watched",
        },
        UserResource::Recommendations(None) => "/recommendations",
        UserResource::Ratings(RatingList::Both) => "/ratings/title",
        UserResource::Reviews => "/reviews",
        _ => return None,
    })
}
