//! Recommendations: titles like those that a user rated best, and without ratings what is popular.

use kinora_model::EntityKey;
use kinora_model::queue::QueueKind;
use kinora_store::{Opinion, Subscriber};

use super::{at, rating};
use crate::answer::Answer;
use crate::call::Call;
use crate::catalogue::list;
use crate::catalogue::title::Title;
use crate::document::{Element, Scalar};
use crate::fault::Fault;
use crate::number;
use crate::parameter::{MOST_FOUND, MOST_ITEMS, Stretch};

/// Of how many of the best rated titles similar ones are looked for.
const BASIS: usize = 10;
/// How many are looked for of each.
const ALIKE: usize = 20;

/// `GET /users/{user}/recommendations`, or one of them.
pub async fn list(call: &Call, user: &Subscriber, number: Option<i64>) -> Result<Answer, Fault> {
    let stretch = Stretch::read(&call.parameters, MOST_ITEMS)?;
    let recommended = recommended(call, user).await?;
    let total = recommended.len();
    let wanted = match number {
        None => stretch.of(recommended),
        Some(number) => {
            let named = recommended.into_iter();
            named.filter(|title| number::of(*title) == number).collect()
        }
    };
    let taste = rating::taste(call, user).await?;
    let mut items = Vec::with_capacity(wanted.len());
    for title in Title::load(call, wanted).await? {
        let path = format!("/recommendations/{}", number::of(title.key));
        let item = Element::new("recommendation").with("id", at(call, user, &path));
        let mut item = title
            .show(call, item.child(title.link(&call.links)))
            .await?;
        if let Some(average) = title.average() {
            let expected = (average + taste).clamp(1.0, 5.0);
            item = item.with("predicted_rating", Scalar::tenths(expected));
        }
        items.push(item);
    }
    Ok(match number {
        Some(_) => items.pop().ok_or(Fault::NotFound)?.into(),
        None => list::document(call, Element::new("recommendations"), total, stretch, items).into(),
    })
}

async fn recommended(call: &Call, user: &Subscriber) -> Result<Vec<EntityKey>, Fault> {
    let (store, account) = (&call.app.store, user.account.id);
    let held = store.opinionated(account).await?;
    let mut rated: Vec<_> = held
        .iter()
        .filter_map(|(title, held)| match held.opinion {
            Opinion::Rated(rating) => Some((rating, *title)),
            _ => None,
        })
        .collect();
    rated.sort_by_key(|(rating, _)| std::cmp::Reverse(*rating));
    let best = rated.iter().take(BASIS);
    let alike = best.flat_map(|(_, title)| call.app.titles.similar(*title, ALIKE));
    let popular = call.app.titles.popular(MOST_FOUND);
    let mut known: Vec<EntityKey> = held.iter().map(|(title, _)| *title).collect();
    for kind in QueueKind::ALL {
        let queue = store.queue(account, kind).await?;
        known.extend(
            queue
                .available
                .iter()
                .chain(&queue.saved)
                .map(|entry| entry.title),
        );
    }
    let mut recommended = Vec::new();
    for title in alike.chain(popular) {
        if !known.contains(&title) {
            known.push(title);
            recommended.push(title);
        }
    }
    Ok(recommended)
}
