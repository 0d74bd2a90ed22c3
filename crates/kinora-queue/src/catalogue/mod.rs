//! Titles and people of the catalogue.

pub mod category;
pub mod list;
pub mod part;
pub mod person;
pub mod search;
pub mod title;
