//! From bytes to pixels in sRGB.
//!
//! A file is opened first: its header is read, and nothing is decoded. What is open tells its size, and what decoding it will
//! take. Pixels then come row by row where the format allows it, so that a large original is never in memory as a whole; they
//! come as they are stored, and are turned upright when they are few.

mod exif;
mod jpeg;
mod png;
mod segments;
mod vp8l;
mod webp;

use crate::error::{ImageError, Refusal};
use crate::geometry::Geometry;
use crate::header::Header;
use crate::name::Format;
use crate::raster::{Channels, Raster};
use crate::scaler::Scaler;
use crate::svg::{self, Drawing};
use crate::variant::Limits;

use jpeg::Jpeg;
use png::Png;
use webp::WebP;

/// The most pixels on a side: what JPEG can have, and more than any picture needs. A row is never large.
const LONGEST_SIDE: u32 = 65_535;
/// The most bytes of what stands beside the pixels of a file, such as its colour profile.
const ASIDE: usize = 8 * 1024 * 1024;

/// A file whose header was read.
pub enum Source<'a> {
    /// Drawn at the size that is wanted.
    Drawing(Box<Drawing>),
    /// Decoded, then scaled.
    Picture(Picture<'a>),
}

/// A picture that is no drawing.
pub struct Picture<'a> {
    pub stored: Stored,
    coded: Coded<'a>,
}

/// How the pixels of a picture lie in its file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stored {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// How they are to be turned, as in EXIF.
    pub orientation: u8,
    /// What they are decoded to.
    pub channels: Channels,
}

enum Coded<'a> {
    Jpeg(Jpeg<'a>),
    Png(Box<Png<'a>>),
    WebP(Box<WebP<'a>>),
}

impl<'a> Source<'a> {
    /// Reads the header and holds it against the limits.
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Source<'a>, Refusal> {
        let (stored, coded) = match sniff(bytes).ok_or(Refusal::UnknownFormat)? {
            Format::Jpeg => Jpeg::open(bytes).map(|(stored, jpeg)| (stored, Coded::Jpeg(jpeg)))?,
            Format::Png => {
                Png::open(bytes).map(|(stored, png)| (stored, Coded::Png(Box::new(png))))?
            }
            Format::WebP => {
                WebP::open(bytes).map(|(stored, webp)| (stored, Coded::WebP(Box::new(webp))))?
            }
            Format::Svg => {
                let drawing = Drawing::open(bytes)?;
                check(drawing.width, drawing.height, limits)?;
                return Ok(Source::Drawing(Box::new(drawing)));
            }
            Format::Avif => return Err(Refusal::UnknownFormat),
        };
        check(stored.width, stored.height, limits)?;
        Ok(Source::Picture(Picture { stored, coded }))
    }

    /// Format and size, as it is shown.
    pub fn header(&self) -> Header {
        match self {
            Source::Drawing(drawing) => Header {
                format: Format::Svg,
                width: drawing.width,
                height: drawing.height,
            },
            Source::Picture(picture) => {
                let (width, height) = picture.stored.shown();
                let format = match &picture.coded {
                    Coded::Jpeg(_) => Format::Jpeg,
                    Coded::Png(_) => Format::Png,
                    Coded::WebP(_) => Format::WebP,
                };
                Header {
                    format,
                    width,
                    height,
                }
            }
        }
    }
}

impl Stored {
    /// Width and height of the upright picture.
    pub fn shown(&self) -> (u32, u32) {
        if self.orientation >= 5 {
            (self.height, self.width)
        } else {
            (self.width, self.height)
        }
    }

    fn pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }
}

impl Picture<'_> {
    /// The most bytes of memory at a time that [`Picture::scaled`] takes, its result among them.
    pub fn memory(&self, geometry: &Geometry) -> u64 {
        let decoder = match &self.coded {
            Coded::Jpeg(jpeg) => jpeg.memory(),
            Coded::Png(png) => png.memory(&self.stored),
            Coded::WebP(webp) => webp.memory(&self.stored),
        };
        let (width, height, scale) = self.decoded_size(geometry);
        let stored = geometry.stored(
            self.stored.orientation,
            self.stored.width,
            self.stored.height,
        );
        let scaled = stored.on(scale, (width, height));
        let made = Scaler::memory(&scaled, (width, height), self.stored.channels);
        let turned = geometry.pixels() * self.stored.channels.count() as u64;
        // While they are turned, the pixels are there twice, and the scaler is gone.
        decoder + made.max(2 * turned)
    }

    /// Width and height of what is decoded, and by what the stored sides are multiplied for it.
    fn decoded_size(&self, geometry: &Geometry) -> (u32, u32, f64) {
        match &self.coded {
            Coded::Jpeg(_) => jpeg::decoded_size(&self.stored, geometry.shrinkage()),
            Coded::Png(_) | Coded::WebP(_) => (self.stored.width, self.stored.height, 1.0),
        }
    }

    /// The upright pixels that a geometry says.
    pub fn scaled(self, geometry: &Geometry) -> Result<Raster, ImageError> {
        let (width, height, scale) = self.decoded_size(geometry);
        let stored = geometry.stored(
            self.stored.orientation,
            self.stored.width,
            self.stored.height,
        );
        let stored = stored.on(scale, (width, height));
        let mut scaler = Scaler::new(stored, (width, height), self.stored.channels);
        match self.coded {
            Coded::Jpeg(jpeg) => jpeg.decode(scale, &mut scaler)?,
            Coded::Png(png) => png.decode(&self.stored, &mut scaler)?,
            Coded::WebP(webp) => webp.decode(&self.stored, &mut scaler)?,
        }
        Ok(scaler.finish()?.oriented(self.stored.orientation))
    }
}

/// The format by the first bytes.
pub fn sniff(bytes: &[u8]) -> Option<Format> {
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        Some(Format::Jpeg)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(Format::Png)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some(Format::WebP)
    } else {
        svg::is_svg(bytes).then_some(Format::Svg)
    }
}

fn check(width: u32, height: u32, limits: &Limits) -> Result<(), Refusal> {
    if width == 0 || height == 0 {
        return Err(Refusal::Damaged);
    }
    let pixels = u64::from(width) * u64::from(height);
    if pixels > limits.pixels || width.max(height) > LONGEST_SIDE {
        return Err(Refusal::TooManyPixels);
    }
    Ok(())
}
