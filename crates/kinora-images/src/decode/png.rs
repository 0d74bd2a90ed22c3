//! PNG. Only an interlaced one is in memory as a whole.

use std::io::Cursor;

use super::{ASIDE, Stored, exif};
use crate::conversion::{Conversion, Space};
use crate::error::{ImageError, Refusal};
use crate::scaler::Scaler;

/// A PNG that was read up to its pixels.
pub struct Png<'a> {
    reader: png::Reader<Cursor<&'a [u8]>>,
    space: Space,
}

fn damaged(_: png::DecodingError) -> Refusal {
    Refusal::Damaged
}

impl<'a> Png<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<(Stored, Png<'a>), Refusal> {
        let limits = png::Limits { bytes: ASIDE };
        let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        decoder.set_ignore_text_chunk(true);
        let reader = decoder.read_info().map_err(damaged)?;
        let space = match reader.output_color_type().0 {
            png::ColorType::Grayscale => Space::Grey,
            png::ColorType::GrayscaleAlpha => Space::GreyAlpha,
            png::ColorType::Rgba => Space::Rgba,
            png::ColorType::Rgb | png::ColorType::Indexed => Space::Rgb,
        };
        let info = reader.info();
        let stored = Stored {
            width: info.width,
            height: info.height,
            orientation: info.exif_metadata.as_deref().map_or(1, exif::orientation),
            channels: space.channels(),
        };
        Ok((stored, Png { reader, space }))
    }

    /// Bytes that are kept while it is decoded: the whole picture where it is interlaced, else a few rows of up to eight bytes a pixel.
    pub fn memory(&self, stored: &Stored) -> u64 {
        let profile = self.reader.info().icc_profile.as_ref();
        let profile = profile.map_or(0, |profile| profile.len()) as u64;
        let rows = 4 * 8 * u64::from(stored.width);
        let whole = stored.pixels() * self.space.count() as u64;
        profile
            + rows
            + if self.reader.info().interlaced {
                whole
            } else {
                0
            }
    }

    pub fn decode(mut self, stored: &Stored, scaler: &mut Scaler) -> Result<(), ImageError> {
        let profile = self.reader.info().icc_profile.as_deref();
        let mut conversion = Conversion::to_srgb(self.space, profile);
        let row = stored.width as usize * self.space.count();
        if self.reader.info().interlaced {
            let mut pixels = vec![0; row * stored.height as usize];
            // Of an animation this is the first picture, or the one that it names for those who show no animations.
            self.reader.next_frame(&mut pixels).map_err(damaged)?;
            return conversion.fill_from(&pixels, scaler);
        }
        scaler.fill(|rows| {
            conversion.fill(rows, |pixels| {
                for pixels in pixels.chunks_exact_mut(row) {
                    let read = self.reader.read_row(pixels).map_err(damaged)?;
                    read.ok_or(Refusal::Damaged)?;
                }
                Ok(())
            })
        })
    }
}
