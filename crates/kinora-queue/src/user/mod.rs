//! What belongs to a subscriber: queues, ratings, what was rented, and the feeds of all of it.

pub mod change;
pub mod feed;
pub mod profile;
pub mod queue;
pub mod rating;
pub mod recommendation;
pub mod rental;
pub mod review;
pub mod state;

use kinora_store::Subscriber;

use crate::call::Call;

/// An address below a subscriber.
pub fn at(call: &Call, user: &Subscriber, path: &str) -> String {
    call.links.at(&format!("/users/{}{path}", user.user_id))
}
