//! The reviews that a user wrote. Clients are known to read the list; what an item looked like is not, so it has the title and the
//! text and nothing else.

use kinora_store::Subscriber;

use crate::answer::Answer;
use crate::call::Call;
use crate::catalogue::list;
use crate::catalogue::title::Title;
use crate::document::Element;
use crate::fault::Fault;
use crate::parameter::{MOST_ITEMS, Stretch};

/// `GET /users/{user}/reviews`
pub async fn list(call: &Call, user: &Subscriber) -> Result<Answer, Fault> {
    let stretch = Stretch::read(&call.parameters, MOST_ITEMS)?;
    let (store, account) = (&call.app.store, user.account.id);
    let (total, reviews) = match call.titles()? {
        None => {
            let page = store
                .reviews_of(account, stretch.first, stretch.length)
                .await?;
            (page.total, page.items)
        }
        Some(titles) => {
            let mut reviews = Vec::new();
            for title in titles {
                reviews.extend(store.review_by(account, title).await?);
            }
            (reviews.len(), stretch.of(reviews))
        }
    };
    let keys = reviews.iter().map(|review| review.title).collect();
    let mut items = Vec::with_capacity(reviews.len());
    for title in Title::load(call, keys).await? {
        let review = reviews.iter().find(|review| review.title == title.key);
        let text = review.map(|review| review.content.as_str());
        items.push(
            Element::new("review")
                .child(title.link(&call.links))
                .child(Element::long("text", text.unwrap_or_default())),
        );
    }
    Ok(list::document(call, Element::new("reviews"), total, stretch, items).into())
}
