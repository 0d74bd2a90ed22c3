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
    let mut reviews = call.app.store.reviews_of(user.account.id).await?;
    if let Some(titles) = call.titles()? {
        reviews.retain(|review| titles.contains(&review.title));
    }
    let total = reviews.len();
    let reviews = stretch.of(reviews);
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
