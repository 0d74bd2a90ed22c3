//! The subscriber (contract 6.5).

use kinora_model::queue::{Format, QueueKind};
use kinora_store::Subscriber;

use super::at;
use crate::address::link;
use crate::answer::Answer;
use crate::call::Call;
use crate::document::Element;
use crate::fault::Fault;
use crate::parameter::{MOST_ITEMS, Stretch};

/// Resources of a user, by their relation and the title of links to them.
const RESOURCES: [(&str, &str, &str); 8] = [
    ("/queues", "queues", "queues"),
    ("/rental_history", "rental_history", "rental history"),
    ("/recommendations", "recommendations", "recommendations"),
    ("/title_states", "title_states", "title states"),
    ("/ratings/title", "ratings", "ratings"),
    ("/reviews", "reviews", "reviews"),
    ("/at_home", "at_home", "at home"),
    ("/feeds", "feeds", "feeds"),
];

/// The maturity up to which titles are shown: this server has no limits of that kind, which this number says.
const ANY_MATURITY: &str = "1000000";

/// `GET /users/current`
pub fn current(call: &Call, user: &Subscriber) -> Element {
    let link = link(at(call, user, ""), "user", "current user");
    Element::new("resource").child(link)
}

/// `GET /users/{user}`
pub fn document(call: &Call, user: &Subscriber) -> Element {
    let (account, links) = (&user.account, &call.links);
    let (first, last) = account
        .full_name
        .rsplit_once(' ')
        .unwrap_or((&account.full_name, ""));
    let formats = QueueKind::Disc.formats().iter();
    let preferred = formats.filter(|format| user.plan.has(**format));
    let preferred = preferred.map(|format| {
        let name = format.name();
        links.category("title_formats", name, name)
    });
    let maturity = links.category("maturity_level", ANY_MATURITY, ANY_MATURITY);
    let resources = RESOURCES.iter();
    let resources =
        resources.map(|(path, relation, title)| link(at(call, user, path), relation, title));
    Element::new("user")
        .with("user_id", &user.user_id)
        .with("first_name", first)
        .with("last_name", last)
        .with("nickname", &account.name)
        .with("can_instant_watch", user.plan.has(Format::Instant))
        .child(Element::new("preferred_formats").children(preferred))
        .child(Element::new("max_maturity_level").child(maturity))
        .children(resources)
}

/// `GET /users/{user}/queues`: links to both. What a list is asked with is read all the same, so that mistakes are told here too.
pub fn queues(call: &Call, user: &Subscriber) -> Result<Answer, Fault> {
    Stretch::read(&call.parameters, MOST_ITEMS)?;
    call.sort()?;
    call.updated_min()?;
    let links = QueueKind::ALL.map(|kind| super::queue::link_to(call, user, kind));
    Ok(Element::new("resource").children(links).into())
}
