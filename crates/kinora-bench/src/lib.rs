//! Made-up catalogues of any size, for benchmarks and load tests.
//!
//! A [`Catalogue`] holds a seed and some sizes, nothing else: every movie, series and person is made when it is asked for, from
//! the seed and its number, and is the same every time. Their numbers are spread as in a real catalogue: popularity is
//! log-normal, votes follow it, words, keywords, companies and people follow the law of Zipf, what is popular is newer, has more
//! credits and more translations.
//!
//! ```text
//! Catalogue --movie(7)--> Movie --answer--> a row of an archive
//!                               --record--> what the store keeps      the same as if the row had been imported
//! ```
//!
//! [`queries`] asks for what is in such a catalogue: the lists and searches that are measured.

pub mod answer;
pub mod catalogue;
pub mod chance;
pub mod credit;
pub mod fame;
pub mod fill;
pub mod genre;
pub mod movie;
pub mod offer;
pub mod person;
pub mod queries;
pub mod record;
pub mod release;
pub mod series;
pub mod words;
pub mod writing;

pub use catalogue::Catalogue;
