//! What an index answers, asked through a real store in a temporary folder.

#![expect(
    clippy::unwrap_used,
    reason = "the crate consists of tests, some of it outside of functions marked as such"
)]

mod catalogue;
mod file;
mod follow;
mod known_for;
mod law;
mod lists;
mod movies;
mod orders;
mod relevance;
mod search;
mod series;
mod similar;
