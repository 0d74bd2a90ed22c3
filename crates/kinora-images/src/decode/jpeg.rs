//! JPEG, decoded at as many eighths of its size as are enough.

use std::io::{self, BufRead, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Stored;
use super::segments::Outline;
use crate::conversion::{Conversion, Space};
use crate::error::{ImageError, Refusal};
use crate::raster::Channels;
use crate::scaler::Scaler;

/// How much larger than what is made of it a JPEG is decoded: its own way of making pictures smaller is coarser than ours.
const SPARE: f64 = 1.25;
/// Bytes of a coefficient.
const COEFFICIENT: f64 = 2.0;

/// A JPEG whose segments before the pixels were read.
pub struct Jpeg<'a> {
    bytes: &'a [u8],
    outline: Outline,
}

/// How many eighths of the size are decoded.
fn eighths(shrinkage: f64) -> u32 {
    (8.0 * SPARE / shrinkage).ceil().clamp(1.0, 8.0) as u32
}

/// Width and height of what is decoded where a picture is made smaller afterwards, and by what its sides are multiplied for it. The
/// last pixel of a row or column may be a part of one.
pub fn decoded_size(stored: &Stored, shrinkage: f64) -> (u32, u32, f64) {
    let eighths = eighths(shrinkage);
    let side = |side: u32| (side * eighths).div_ceil(8);
    let scale = f64::from(eighths) / 8.0;
    (side(stored.width), side(stored.height), scale)
}

impl<'a> Jpeg<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<(Stored, Jpeg<'a>), Refusal> {
        let outline = Outline::read(bytes)?;
        let stored = Stored {
            width: outline.width,
            height: outline.height,
            orientation: outline.orientation,
            channels: Channels::Rgb,
        };
        Ok((stored, Jpeg { bytes, outline }))
    }

    /// Bytes that the decoder keeps: all coefficients, where they come in several scans.
    pub fn memory(&self) -> u64 {
        // Blocks have eight pixels a side, and up to four of them stand together.
        let padded = |side: u32| f64::from(side.next_multiple_of(32));
        let pixels = padded(self.outline.width) * padded(self.outline.height);
        (pixels * self.outline.coefficients_per_pixel * COEFFICIENT) as u64
    }

    pub fn decode(self, scale: f64, scaler: &mut Scaler) -> Result<(), ImageError> {
        // The library gives up by unwinding.
        catch_unwind(AssertUnwindSafe(|| self.by_libjpeg(scale, scaler)))
            .unwrap_or(Err(Refusal::Damaged.into()))
    }

    fn by_libjpeg(&self, scale: f64, scaler: &mut Scaler) -> Result<(), ImageError> {
        let damaged = |_| Refusal::Damaged;
        let mut decoder = mozjpeg::Decompress::new_reader(ToItsEnd(self.bytes)).map_err(damaged)?;
        decoder.scale((scale * 8.0) as u8);
        let (space, mut decoder) = match decoder.image().map_err(damaged)? {
            mozjpeg::decompress::Format::Gray(decoder) => (Space::Grey, decoder),
            mozjpeg::decompress::Format::RGB(decoder) => (Space::Rgb, decoder),
            mozjpeg::decompress::Format::CMYK(decoder) => (Space::Cmyk, decoder),
        };
        let is_inverted = space == Space::Cmyk && self.outline.is_by_adobe;
        let mut conversion = Conversion::to_srgb(space, self.outline.profile.as_deref());
        scaler.fill(|rows| {
            conversion.fill(rows, |pixels| {
                decoder.read_scanlines_into(pixels).map_err(damaged)?;
                if is_inverted {
                    pixels.iter_mut().for_each(|ink| *ink = 255 - *ink);
                }
                Ok(())
            })
        })
    }
}

/// The bytes of a file. Asking for more is an error; the library would make up the rest of a file that is cut off.
struct ToItsEnd<'a>(&'a [u8]);

impl Read for ToItsEnd<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl BufRead for ToItsEnd<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.0.is_empty() {
            return Err(io::Error::other("cut off"));
        }
        Ok(self.0)
    }

    fn consume(&mut self, count: usize) {
        self.0.consume(count);
    }
}
