//! Which resource a path is, which methods it has, and what a request has to carry for it (contract 2.1 and 4).

use kinora_model::queue::QueueKind;
use kinora_model::{EntityKey, Kind};

use crate::address;
use crate::catalogue::part::TitlePart;
use crate::number;

/// A resource of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resource {
    /// `/oauth/request_token`
    RequestToken,
    /// `/oauth/login`
    Login,
    /// `/oauth/access_token`
    AccessToken,
    /// `/oauth/clock/time`
    Clock,
    /// `/oauth/applications`: what a subscriber gave to which application.
    Applications,
    /// `/oauth/style.css`
    Stylesheet,
    /// `/categories/...`
    Categories(String),
    /// `/catalog/titles`
    Titles,
    /// `/catalog/titles/autocomplete`
    Autocomplete,
    /// A title, or a part of it; the flag says whether it is named as a disc.
    Title(EntityKey, Option<TitlePart>, bool),
    /// `/catalog/people`
    People,
    /// `/catalog/people/{id}`, or the filmography below it.
    Person(i64, bool),
    /// `/users/...`
    User(String, UserResource),
}

/// A resource of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserResource {
    /// `/users/current`
    Current,
    /// The user.
    User,
    /// Feeds.
    Feeds,
    /// States of titles.
    TitleStates,
    /// Both queues.
    Queues,
    /// A queue, or one of its lists.
    Queue(QueueKind, Option<Saved>),
    /// An entry of a list of a queue, by the number of its title.
    Entry(QueueKind, Saved, i64),
    /// Discs at home, or the one with this number.
    AtHome(Option<i64>),
    /// What was rented, or one kind of it, or the one with this number.
    RentalHistory(Option<RentalEvent>, Option<i64>),
    /// Ratings of titles.
    Ratings(RatingList),
    /// The rating of the title with this number; the flag says whether it is named as an actual one.
    Rating(i64, bool),
    /// Reviews.
    Reviews,
    /// Recommendations, or the one with this number.
    Recommendations(Option<i64>),
}

/// The list of a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// What can be had.
    No,
    /// What cannot be had yet.
    Yes,
}

/// What happens to a rental.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RentalEvent {
    /// A disc was sent.
    Shipped,
    /// A disc came back.
    Returned,
    /// A title was watched at once.
    Watched,
}

impl RentalEvent {
    /// Every event.
    pub const ALL: [RentalEvent; 3] = [
        RentalEvent::Shipped,
        RentalEvent::Returned,
        RentalEvent::Watched,
    ];

    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            RentalEvent::Shipped => "shipped",
            RentalEvent::Returned => "returned",
            RentalEvent::Watched => "watched",
        }
    }
}

/// Which ratings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RatingList {
    /// The user's where there is one, otherwise what is expected.
    Both,
    /// The user's.
    Actual,
    /// What is expected.
    Predicted,
}

/// What a request has to carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nothing that is checked here.
    Open,
    /// The key of an application.
    Key,
    /// A signature of an application.
    Signed,
    /// The same with a request token.
    Exchange,
    /// The same with the access token of the user of the path.
    Protected,
}

impl Resource {
    /// The resource of a path.
    pub fn of(path: &str) -> Option<Resource> {
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        // A slash at the end makes no difference.
        let segments = match segments.as_slice() {
            [rest @ .., ""] => rest,
            all => all,
        };
        Some(match segments {
            ["oauth", "request_token"] => Resource::RequestToken,
            ["oauth", "login" | "authenticate"] => Resource::Login,
            ["oauth", "access_token"] => Resource::AccessToken,
            ["oauth", "clock", "time"] => Resource::Clock,
            ["oauth", "applications"] => Resource::Applications,
            ["oauth", "style.css"] => Resource::Stylesheet,
            ["categories", name] => Resource::Categories((*name).to_owned()),
            ["catalog", "titles"] => Resource::Titles,
            ["catalog", "titles", "autocomplete"] => Resource::Autocomplete,
            ["catalog", "titles", rest @ ..] => of_title(rest)?,
            ["catalog", "people"] => Resource::People,
            ["catalog", "people", id] => Resource::Person(number::parse(id)?, false),
            ["catalog", "people", id, "filmography"] => Resource::Person(number::parse(id)?, true),
            ["users", "current"] => Resource::User("current".to_owned(), UserResource::Current),
            ["users", user, rest @ ..] => Resource::User((*user).to_owned(), of_user(rest)?),
            _ => return None,
        })
    }

    /// The methods that mean something for it, as `Allow` names them.
    pub fn methods(&self) -> &'static str {
        match self {
            Resource::RequestToken
            | Resource::AccessToken
            | Resource::Login
            | Resource::Applications => "GET, POST",
            Resource::User(_, resource) => match resource {
                UserResource::Queue(_, None) => "GET, POST, PUT",
                UserResource::Queue(_, Some(_)) => "GET, POST",
                UserResource::Entry(..) => "GET, DELETE",
                UserResource::Ratings(RatingList::Actual) => "GET, POST",
                UserResource::Rating(_, true) => "GET, PUT, POST",
                _ => "GET",
            },
            _ => "GET",
        }
    }

    /// What a request for it has to carry.
    pub fn access(&self) -> Access {
        match self {
            Resource::Login | Resource::Applications | Resource::Stylesheet => Access::Open,
            Resource::Clock | Resource::Autocomplete | Resource::Categories(_) => Access::Key,
            Resource::AccessToken => Access::Exchange,
            Resource::User(..) => Access::Protected,
            _ => Access::Signed,
        }
    }

    /// Whether failures are told in plain text.
    pub fn is_plain(&self) -> bool {
        matches!(
            self,
            Resource::RequestToken | Resource::AccessToken | Resource::Clock | Resource::Login
        )
    }
}

fn of_title(segments: &[&str]) -> Option<Resource> {
    let is_disc = segments.first() == Some(&"discs");
    if let Some(title) = address::title(segments) {
        return Some(Resource::Title(title, None, is_disc));
    }
    let (last, title) = segments.split_last()?;
    let (title, part) = (address::title(title)?, TitlePart::of_segment(last)?);
    let has_part = match part {
        TitlePart::Seasons => title.kind == Kind::Series,
        TitlePart::Episodes => title.kind == Kind::Season,
        _ => true,
    };
    has_part.then_some(Resource::Title(title, Some(part), is_disc))
}

fn of_user(segments: &[&str]) -> Option<UserResource> {
    Some(match segments {
        [] => UserResource::User,
        ["feeds"] => UserResource::Feeds,
        ["title_states"] => UserResource::TitleStates,
        ["queues"] => UserResource::Queues,
        ["queues", kind] => UserResource::Queue(queue(kind)?, None),
        ["queues", kind, list] => UserResource::Queue(queue(kind)?, Some(saved(list)?)),
        ["queues", kind, list, id] => {
            UserResource::Entry(queue(kind)?, saved(list)?, number::parse(id)?)
        }
        ["queues", kind, "available", position, id] => {
            number::parse(position)?;
            UserResource::Entry(queue(kind)?, Saved::No, number::parse(id)?)
        }
        ["at_home"] => UserResource::AtHome(None),
        ["at_home", id] => UserResource::AtHome(Some(number::parse(id)?)),
        ["rental_history"] => UserResource::RentalHistory(None, None),
        ["rental_history", name] => UserResource::RentalHistory(Some(event(name)?), None),
        ["rental_history", name, id] => {
            UserResource::RentalHistory(Some(event(name)?), Some(number::parse(id)?))
        }
        ["ratings", "title"] => UserResource::Ratings(RatingList::Both),
        ["ratings", "title", "actual"] => UserResource::Ratings(RatingList::Actual),
        ["ratings", "title", "predicted"] => UserResource::Ratings(RatingList::Predicted),
        ["ratings", "title", "actual", id] => UserResource::Rating(number::parse(id)?, true),
        ["ratings", "title", id] => UserResource::Rating(number::parse(id)?, false),
        ["reviews"] => UserResource::Reviews,
        ["recommendations"] => UserResource::Recommendations(None),
        ["recommendations", id] => UserResource::Recommendations(Some(number::parse(id)?)),
        _ => return None,
    })
}

fn queue(segment: &str) -> Option<QueueKind> {
    let mut kinds = QueueKind::ALL.into_iter();
    kinds.find(|kind| kind.name() == segment)
}

fn event(segment: &str) -> Option<RentalEvent> {
    let mut events = RentalEvent::ALL.into_iter();
    events.find(|event| event.name() == segment)
}

fn saved(segment: &str) -> Option<Saved> {
    match segment {
        "available" => Some(Saved::No),
        "saved" => Some(Saved::Yes),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_resources_or_nothing() {
        let user = |resource| Some(Resource::User("T1x-".to_owned(), resource));
        for (path, resource) in [
            ("/oauth/authenticate", Some(Resource::Login)),
            ("/catalog/titles/", Some(Resource::Titles)),
            (
                "/catalog/titles/series/32/seasons/43/episodes",
                Some(Resource::Title(
                    EntityKey::new(Kind::Season, 4),
                    Some(TitlePart::Episodes),
                    false,
                )),
            ),
            (
                "/users/T1x-/queues/disc/available/3/6031",
                user(UserResource::Entry(QueueKind::Disc, Saved::No, 6031)),
            ),
            (
                "/users/T1x-/ratings/title/actual/6031",
                user(UserResource::Rating(6031, true)),
            ),
            ("/catalog/titles/movies/NOT.A.NUMBER", None),
            ("/catalog/titles/movies/6031/seasons", None),
            ("/catalog/zzz", None),
            ("/users/T1x-/queues/tape", None),
            ("/", None),
        ] {
            assert_eq!(Resource::of(path), resource, "{path}");
        }
    }
}
