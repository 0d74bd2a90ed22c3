//! What goes in and out in bulk: archives of recorded v3 answers and the bundled demo catalogue.

pub mod archive;
pub mod demo;
pub mod export;
