//! The service as its users see it: requests in, answers out.
//!
//! [`app`] is the server, [`rows`] makes the archive rows that a test's catalogue is imported from, [`catalogue`] is a catalogue
//! in which every kind of answer is told. The other modules are the tests.

#![expect(
    clippy::needless_pass_by_value,
    reason = "rows are made of JSON literals, which read best when they are handed over"
)]

mod app;
mod catalogue;
mod rows;

mod credentials;
mod credits;
mod errors;
mod languages;
mod partial;
mod paths;
mod reference;
mod regressions;
mod resources;
mod transport;
