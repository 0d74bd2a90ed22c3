//! What titles have or have not: everything that a filter asks by equality.

use kinora_model::{Language, Locale};

use crate::country::Country;
use crate::offer::Monetization;

/// Something that a title has.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Facet {
    /// It is pornographic.
    Adult,
    /// It is a direct-to-video release or similar.
    Video,
    /// An episode was shown in theatres.
    Screened,
    /// Its first date is known.
    Dated,
    /// It is of a genre.
    Genre(i32),
    /// It has a keyword.
    Keyword(i64),
    /// A company made it.
    Company(i64),
    /// A network showed it.
    Network(i64),
    /// Somebody plays in it.
    Cast(i64),
    /// Somebody made it.
    Crew(i64),
    /// Its original language.
    Language(Language),
    /// Where it is from.
    Origin(Country),
    /// The number of its status.
    Status(u8),
    /// The number of its type.
    Type(u8),
    /// It has a title of its own in a locale.
    Title(Locale),
    /// It has an overview in a locale.
    Overview(Locale),
    /// It was released somewhere, or at some time.
    Released,
    /// It was released in a country.
    ReleasedIn(Country),
    /// A release in a country has a rating, in lower case.
    Rated(Country, Box<str>),
    /// Somebody offers it in a country in some way.
    Offer(Country, Option<i64>, Option<Monetization>),
}
