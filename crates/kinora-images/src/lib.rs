//! Pictures: originals, and the sizes made of them.
//!
//! An original is kept under a name that follows from its bytes, in a folder or in a store with the interface of S3, and never
//! changes. What clients ask for is a *variant*: a name, a [`Size`] and a [`Format`]. A variant is made once, by a bounded
//! number of workers, and kept on the disk until the space is needed for others.
//!
//! Whatever comes in is taken for hostile: the header is read and held against the [`Limits`] before anything is decoded, and
//! a decoder that fails, even by panicking, costs the one request.

mod cache;
mod colours;
mod conversion;
mod decode;
mod dominant;
mod encode;
mod error;
mod filter;
mod geometry;
mod header;
mod images;
mod known_colours;
mod making;
mod memory;
mod name;
mod originals;
mod raster;
mod scaler;
mod size;
mod svg;
mod upstream;
mod variant;
mod workers;

pub use dominant::hue;
pub use error::{ImageError, Refusal};
pub use header::Header;
pub use images::{Images, Kept, Settings, Variant};
pub use name::{Format, Name};
pub use originals::{Body, Meta, Original, Place};
pub use size::{Crop, Extent, Filter, Rgb, Size};
pub use upstream::UpstreamSettings;
pub use variant::{Limits, memory_of_rendering, render};
