//! The whole way from the bytes of an original to the bytes of a variant. Pure: no files, no network, no clock.

use crate::decode::Source;
use crate::encode;
use crate::error::{ImageError, Refusal};
use crate::geometry::Geometry;
use crate::header::Header;
use crate::name::Format;
use crate::raster::{Channels, Raster};
use crate::size::{Filter, Size};
use crate::svg;

/// The most pixels of what is made. The widest size of a poster has 25 million.
const MOST_MADE: u64 = 32_000_000;

/// Bytes of memory that decoders and encoders take beside what follows from the numbers of pixels.
const BESIDE: u64 = 8_000_000;
/// By how much more is taken, because an allocator hands memory back a little late: a sixth.
const LATE: u64 = 6;

/// What may be decoded.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The most pixels of an original.
    pub pixels: u64,
    /// The most bytes of memory that making variants takes, of all that are made at a time.
    pub memory: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            pixels: 64_000_000,
            memory: 256_000_000,
        }
    }
}

/// Makes a variant of an original.
pub fn render(
    original: &[u8],
    size: Size,
    format: Format,
    limits: &Limits,
) -> Result<Vec<u8>, ImageError> {
    Plan::new(original, size, limits)?
        .encoded_in(format)?
        .make()
}

/// The most bytes of memory that [`render`] is reckoned to take, the original among them.
pub fn memory_of_rendering(
    original: &[u8],
    size: Size,
    format: Format,
    limits: &Limits,
) -> Result<u64, ImageError> {
    Ok(Plan::new(original, size, limits)?
        .encoded_in(format)?
        .memory())
}

/// The most bytes of memory that [`Plan::new`] takes for an original of so many bytes, these among them.
pub fn memory_of_planning(format: Option<Format>, length: u64) -> u64 {
    match format {
        Some(Format::Svg) => length + svg::memory_of_reading(length),
        _ => length,
    }
}

/// Pixels that are going to be made of an original: all that can be said of them before any of it is decoded.
pub struct Plan<'a> {
    source: Source<'a>,
    geometry: Geometry,
    filter: Option<Filter>,
    limits: Limits,
    /// How many bytes the original has.
    length: u64,
    /// The most bytes of memory that it takes at a time.
    memory: u64,
}

/// A variant that is going to be made.
pub struct Encoding<'a> {
    plan: Plan<'a>,
    format: Format,
}

impl<'a> Plan<'a> {
    /// Reads the header, and refuses what is too much.
    pub fn new(original: &'a [u8], size: Size, limits: &Limits) -> Result<Plan<'a>, ImageError> {
        let source = Source::open(original, limits)?;
        let Header { width, height, .. } = source.header();
        let is_drawing = matches!(source, Source::Drawing(_));
        let geometry = Geometry::of(width, height, size.extent, is_drawing);
        if geometry.pixels() > limits.pixels.min(MOST_MADE) {
            return Err(Refusal::TooManyPixels.into());
        }
        let taken = match &source {
            Source::Drawing(drawing) => drawing.memory(&geometry)?,
            Source::Picture(picture) => picture.memory(&geometry),
        };
        let plan = Plan {
            source,
            geometry,
            filter: size.filter,
            limits: *limits,
            length: original.len() as u64,
            memory: 0,
        };
        plan.taking(taken)
    }

    /// What is made of it as a file.
    pub fn encoded_in(self, format: Format) -> Result<Encoding<'a>, ImageError> {
        let channels = match &self.source {
            Source::Drawing(_) => Channels::Rgba,
            Source::Picture(picture) => picture.stored.channels,
        };
        let Geometry { width, height, .. } = self.geometry;
        let encoding = encode::memory(format, width, height, channels)?;
        Ok(Encoding {
            plan: self.taking(encoding)?,
            format,
        })
    }

    /// Format and dimensions of the original.
    pub fn header(&self) -> Header {
        self.source.header()
    }

    /// The most bytes of memory that it takes at a time, the original among them.
    pub fn memory(&self) -> u64 {
        self.memory
    }

    /// Makes the pixels.
    pub fn pixels(self) -> Result<Raster, ImageError> {
        let mut raster = match self.source {
            Source::Drawing(drawing) => drawing.draw(&self.geometry)?,
            Source::Picture(picture) => picture.scaled(&self.geometry)?,
        };
        if let Some(filter) = self.filter {
            filter.apply(&mut raster);
        }
        Ok(raster)
    }

    /// With a step that takes so many bytes of memory. One comes after the other, and the original is there all the time.
    fn taking(mut self, step: u64) -> Result<Plan<'a>, ImageError> {
        let taken = step + step / LATE + BESIDE + self.length;
        self.memory = self.memory.max(taken);
        if self.memory > self.limits.memory {
            return Err(Refusal::TooMuchMemory.into());
        }
        Ok(self)
    }
}

impl Encoding<'_> {
    /// The most bytes of memory that it takes at a time, the original among them.
    pub fn memory(&self) -> u64 {
        self.plan.memory
    }

    /// Makes the variant.
    pub fn make(self) -> Result<Vec<u8>, ImageError> {
        encode::encode(self.plan.pixels()?, self.format)
    }
}
