//! Archives of recorded v3 answers: reading them into the store.
//!
//! An archive is NDJSON, one recorded request and its answer a line, plain or packed. Three steps run beside each other:
//! lines are unpacked and read into [`statement`]s, statements are merged into what is stored ([`merge`]), and what changed
//! is written, a batch and a transaction at a time. A batch is whole or absent, and reading a row a second time
//! changes nothing, so an import can be stopped anywhere and run again.

mod answer;
mod import;
mod merge;
mod row;
mod statement;
mod wire;

pub use import::{Import, Progress, Summary};
pub use merge::Contradiction;
