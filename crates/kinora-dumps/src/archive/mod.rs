//! Archives of recorded v3 answers: reading them into the store.
//!
//! An archive is NDJSON, one recorded request and its answer a line, plain or packed. Three steps run beside each other:
//! lines are unpacked and read into [`statement`]s, statements are merged into what is stored ([`merge`]), and what changed
//! is written, a block of lines and a transaction at a time. A block is taken in whole or not at all, and its fingerprint is
//! remembered with it: running an import again passes over what was taken in, so it can be stopped anywhere and a second
//! import of the same file changes nothing, whatever was edited since.

mod answer;
mod import;
mod merge;
mod row;
mod statement;
pub(crate) mod stored;
mod value;
mod wire;

pub use import::{Import, Progress, Summary};
pub use merge::Contradiction;
