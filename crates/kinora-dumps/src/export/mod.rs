//! What goes out in bulk. Everything is written beside its place, synced, and moved there when it is whole.

mod archive;
mod backup;
mod ids;
mod unfinished;

pub use archive::{Progress, write_archive};
pub use backup::write_backup;
pub use ids::{are_written, remove_old, write_ids};
