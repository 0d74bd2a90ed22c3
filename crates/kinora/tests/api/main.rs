//! The service as its users see it: requests in, answers out.
//!
//! [`app`] is the server, [`rows`] makes the archive rows that a test's catalogue is imported from, [`catalogue`] is a catalogue
//! in which every kind of answer is told, [`films`] makes titles for lists to choose from, [`form_fields`] fills in the forms of editors, [`proofs`] says what every parameter
//! does, [`document`] holds every answer against the OpenAPI document. The other modules are the tests.

#![expect(
    clippy::needless_pass_by_value,
    reason = "rows are made of JSON literals, which read best when they are handed over"
)]

mod app;
mod browser;
mod catalogue;
mod document;
mod films;
mod form_fields;
mod proofs;
mod rows;

mod accounts;
mod calendar;
mod chain_header;
mod chains;
mod change_items;
mod changes;
mod codes;
mod credentials;
mod credits;
mod discover;
mod discover_lists;
mod discover_series;
mod editing;
mod editing_law;
mod editing_moderation;
mod editing_parts;
mod errors;
mod exports;
mod feed;
mod find;
mod languages;
mod limits;
mod lists;
mod merged_titles;
mod openapi;
mod pages;
mod parameters;
mod partial;
mod paths;
mod pictures;
mod popularity;
mod reference;
mod regressions;
mod resources;
mod response_cache;
mod search;
mod site;
mod site_accent;
mod site_carried;
mod site_crawl;
mod site_discussions;
mod site_edited_parts;
mod site_editing;
mod site_marks;
mod site_person;
mod site_queue;
mod site_settings;
mod site_sizes;
mod statuses;
mod transport;
mod trending;
mod user_state;
