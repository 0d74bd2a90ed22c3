//! Ratings (contract 6.8): one to five stars here, one to twenty halves of a point in the catalogue; a star is four halves.

use kinora_model::rating::Rating;
use kinora_model::{EntityKey, Kind};
use kinora_store::{Held, Opinion, OpinionChange, OpinionError, Subscriber};

use super::at;
use crate::answer::{Answer, seconds};
use crate::call::Call;
use crate::catalogue::list;
use crate::catalogue::title::Title;
use crate::document::{Element, Scalar};
use crate::fault::{Fault, success};
use crate::number;
use crate::parameter::{MOST_ITEMS, Stretch};
use crate::resource::RatingList;

/// Kinds of titles that are rated.
const RATED: [Kind; 3] = [Kind::Movie, Kind::Series, Kind::Episode];

/// `GET /users/{user}/ratings/title` and below: of the titles that `title_refs` names, else of those that the user rated.
pub async fn ratings(call: &Call, user: &Subscriber, which: RatingList) -> Result<Answer, Fault> {
    let stretch = Stretch::read(&call.parameters, MOST_ITEMS)?;
    let since = call.updated_min()?;
    let account = user.account.id;
    let held: Vec<(EntityKey, Held)> = match call.titles()? {
        Some(titles) => {
            let held = call.app.store.opinions(account, titles.clone()).await?;
            titles.into_iter().zip(held).collect()
        }
        None => {
            let mut held = call.app.store.opinionated(account).await?;
            held.retain(|(_, held)| since.is_none_or(|since| held.said_at >= since));
            held
        }
    };
    let total = held.len();
    let held = stretch.of(held);
    let taste = taste(call, user).await?;
    let keys = held.iter().map(|(title, _)| *title).collect();
    let mut items = Vec::with_capacity(held.len());
    for title in Title::load(call, keys).await? {
        let held = held.iter().find(|(key, _)| *key == title.key);
        let held = held.map(|(_, held)| *held).unwrap_or_default();
        items.push(item(call, user, &title, held, which, taste).await?);
    }
    Ok(list::document(call, Element::new("ratings"), total, stretch, items).into())
}

/// `GET /users/{user}/ratings/title/{id}`
pub async fn rating(
    call: &Call,
    user: &Subscriber,
    number: i64,
    which: RatingList,
) -> Result<Answer, Fault> {
    let title = Title::one(call, number::title(number, &RATED)).await?;
    let store = &call.app.store;
    let held = store.opinions(user.account.id, vec![title.key]).await?;
    let held = held.first().copied().unwrap_or_default();
    if which == RatingList::Actual && held.opinion == Opinion::None {
        return Err(Fault::NotFound);
    }
    let taste = taste(call, user).await?;
    Ok(Answer {
        etag: Some(held.etag()),
        ..item(call, user, &title, held, which, taste).await?.into()
    })
}

/// `POST /users/{user}/ratings/title/actual`
pub async fn add(call: &Call, user: &Subscriber) -> Result<Answer, Fault> {
    const TITLE: &str = "title_ref";
    let parameters = &call.parameters;
    let title = parameters
        .get(TITLE)
        .or_else(|| parameters.get("title_refs"));
    let title = call
        .links
        .title(title.ok_or(Fault::Invalid(TITLE))?, TITLE)?;
    let row = success::created(call.app.settings.messages);
    let answer = change(call, user, title, true, row).await?;
    let path = format!("/ratings/title/{}", number::of(title));
    Ok(Answer {
        location: Some(at(call, user, &path)),
        ..answer
    })
}

/// `PUT /users/{user}/ratings/title/actual/{id}`
pub async fn put(call: &Call, user: &Subscriber, number: i64) -> Result<Answer, Fault> {
    let title = number::title(number, &RATED);
    change(call, user, title, false, success::CHANGED).await
}

async fn change(
    call: &Call,
    user: &Subscriber,
    title: EntityKey,
    is_first: bool,
    row: crate::fault::Row,
) -> Result<Answer, Fault> {
    let change = OpinionChange {
        account: user.account.id,
        title,
        opinion: opinion(call.parameters.get("rating").unwrap_or_default())?,
        is_first,
        etag: call.precondition(),
        now: call.now,
    };
    if !RATED.contains(&title.kind) {
        return Err(OpinionError::Absent.into());
    }
    let held = call.app.store.change_opinion(change).await?;
    let which = RatingList::Actual;
    let title = Title::one(call, title).await?;
    let taste = taste(call, user).await?;
    let item = item(call, user, &title, held, which, taste).await?;
    let told = vec![Element::new("resources_created").child(item)];
    Ok(Answer::told(row, held.etag(), told))
}

/// What a value of `rating` says.
fn opinion(text: &str) -> Result<Opinion, Fault> {
    let invalid = Fault::Invalid("rating");
    match text {
        "not_interested" => Ok(Opinion::Indifferent),
        "no_opinion" => Ok(Opinion::None),
        stars => {
            let stars = stars.parse().ok().filter(|stars| (1..=5).contains(stars));
            let rating = stars.and_then(|stars: i64| Rating::from_halves(stars * 4));
            rating.map(Opinion::Rated).ok_or(invalid)
        }
    }
}

/// The stars of a rating that may have been given in finer steps.
fn stars(rating: Rating) -> i64 {
    ((rating.halves() + 2) / 4).clamp(1, 5)
}

async fn item(
    call: &Call,
    user: &Subscriber,
    title: &Title,
    held: Held,
    which: RatingList,
    taste: f64,
) -> Result<Element, Fault> {
    let path = format!("/ratings/title/{}", number::of(title.key));
    let id = Element::of("id", at(call, user, &path));
    let item = Element::new("ratings_item").child(id);
    let mut item = title
        .show(call, item.child(title.link(&call.links)))
        .await?;
    let expected = title
        .average()
        .map(|average| (average + taste).clamp(1.0, 5.0));
    let is_wanted = |list| which == list || which == RatingList::Both;
    if is_wanted(RatingList::Actual) {
        item = match held.opinion {
            Opinion::None => item,
            Opinion::Indifferent => {
                item.child(Element::new("user_rating").attribute("value", "not_interested"))
            }
            Opinion::Rated(rating) => item.with("user_rating", stars(rating)),
        };
        if held.opinion != Opinion::None {
            item = item.with("updated", seconds(held.said_at));
        }
    }
    if let (true, Some(expected)) = (is_wanted(RatingList::Predicted), expected) {
        item = item.with("predicted_rating", Scalar::tenths(expected));
    }
    Ok(item)
}

/// By how much a user rates above or below the average of others, in stars: what is expected of them is the average of a title
/// and this.
pub async fn taste(call: &Call, user: &Subscriber) -> Result<f64, Fault> {
    let held = call.app.store.opinionated(user.account.id).await?;
    let rated = held
        .into_iter()
        .filter_map(|(title, held)| match held.opinion {
            Opinion::Rated(rating) => Some((title, rating.value() / 2.0)),
            _ => None,
        });
    let rated: Vec<_> = rated.take(MOST_ITEMS).collect();
    let keys = rated.iter().map(|(title, _)| *title).collect();
    let cards = call
        .app
        .store
        .cards(keys, kinora_model::PartSet::NONE)
        .await?;
    let apart = rated.iter().filter_map(|(title, own)| {
        let card = cards.iter().find(|card| card.record.key == *title)?;
        let others = card.stat.vote_count > 0;
        others.then_some(own - card.stat.vote_average / 2.0)
    });
    let apart: Vec<f64> = apart.collect();
    Ok(match apart.len() {
        0 => 0.0,
        count => apart.iter().sum::<f64>() / count as f64,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_come_back_as_they_were_given() {
        for given in 1..=5 {
            let Ok(Opinion::Rated(rating)) = opinion(&given.to_string()) else {
                panic!("{given} is no rating");
            };
            assert_eq!(stars(rating), given);
        }
        for text in ["", "0", "6", "2.5", "great"] {
            assert!(opinion(text).is_err(), "{text}");
        }
        assert_eq!(stars(Rating::from_halves(1).unwrap()), 1);
        assert_eq!(stars(Rating::from_halves(15).unwrap()), 4);
    }
}
