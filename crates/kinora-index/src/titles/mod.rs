//! Search for names: an index in memory that knows kinds, ids and names, and nothing of what else entries hold.
//!
//! ```text
//! name  -> spelling: forms of it, folded -> words, numbered in a dictionary
//! owners      things numbered by fame, so that ascending numbers are the order of an answer
//! postings    word -> names         names      name -> words, and their alphabetical order
//! typos       misspelt form -> words            short      answers to the first letters, kept ready
//! ```
//!
//! A [`Titles`] holds the names of one kind. Everything large in it is a [`Segment`](segment::Segment) of flat arrays, which
//! can be written to a file and read again.

mod dictionary;
mod entry;
mod find;
mod kinds;
mod live;
mod matches;
mod names;
mod owners;
mod pattern;
mod postings;
mod query;
mod segment;
mod short;
mod spelling;
mod transliterate;
mod typo;

#[cfg(test)]
mod scan;

pub(crate) use entry::{Named, Shown};
pub(crate) use kinds::TitleIndex;
pub(crate) use live::{Rows, Titles};
pub(crate) use matches::{Closeness, Hit};
pub(crate) use query::Query;
pub(crate) use spelling::forms;

/// A number of names or words, of which there are fewer than 2^32.
fn small(number: usize) -> u32 {
    u32::try_from(number).expect("an index has fewer than 2^32 names and words")
}
