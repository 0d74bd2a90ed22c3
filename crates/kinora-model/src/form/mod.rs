//! What an editor may write: the form of every part of every kind, as one table.
//!
//! A [`Form`] says what a value has to be, how long, how many, and what it may refer to. From the same [table](part) come the
//! check of a document ([`mod@check`]), the ids of new things in it, and its JSON schema ([`mod@schema`]). Where the form of a part is
//! not what the store keeps, [`wording`](crate::wording) leads from one to the other.

mod check;
mod schema;
mod shape;
mod table;

use crate::key::Kind;

pub use check::{Catalogue, Fault, check, check_comment};
pub use schema::schema;
pub use table::{part, parts};

/// The largest id that an entity may have: clients keep ids in 32 bits.
pub const LARGEST_ID: i64 = i32::MAX as i64;

/// The first id that is given to entities made here.
pub const FIRST_ID: i64 = 1_500_000_000;

/// What a value has to be. Lengths are in characters. Null is the same as nothing.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// True or false.
    Flag,
    /// A line of text of at most so many characters.
    Line(usize),
    /// Text with line breaks of at most so many characters.
    Prose(usize),
    /// A whole number between these, both included.
    Whole(i64, i64),
    /// `YYYY-MM-DD`.
    Date,
    /// ISO 8601 with milliseconds in UTC: `1922-03-04T00:00:00.000Z`.
    Moment,
    /// ISO 639-1, one of the languages that the catalogue knows.
    Language,
    /// ISO 3166-1, one of the countries that the catalogue knows.
    Country,
    /// A language and a country: `de-AT`.
    Locale,
    /// One of these.
    Word(&'static [&'static str]),
    /// One of these numbers.
    Number(&'static [i64]),
    /// The id of a genre of movies or series.
    Genre,
    /// A certification of the country that the item is about; empty for none.
    Certification,
    /// The name of an image: a slash, letters, digits, `-` and `_`, and `.jpg`, `.png` or `.svg`.
    Picture,
    /// The address of a page, http or https.
    Address,
    /// 24 hex digits.
    Hex,
    /// An id of IMDb: two letters and at least seven digits.
    Imdb,
    /// An id elsewhere: printable, no spaces, at most 100.
    Elsewhere,
    /// The id of a live entity.
    Id(Kind),
    /// A live entity of one of these kinds, as `{"kind", "id"}`.
    Entity(&'static [Kind]),
    /// The public id of a credit.
    Credit,
    /// At most so many of these; items of which the named fields are equal are duplicates. No names: whole items are compared.
    List(&'static Form, usize, &'static [&'static str]),
    /// The same where duplicates are allowed.
    Bag(&'static Form, usize),
    /// These fields and no others.
    Record(&'static [Field]),
    /// An object with a country for each key.
    ByCountry(&'static Form),
}

/// A field of a record.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it has to be.
    pub form: Form,
    /// Whether it has to be there.
    pub required: bool,
}
