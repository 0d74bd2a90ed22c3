//! Scales a picture while its rows come, so that it is not in memory as a whole.
//!
//! Lanczos3 over the values as they are stored, not over light: sharper than the softer filters, as what clients are used to looks,
//! and a picture that is scaled again in a browser stays the same.
//!
//! ```text
//! rows that come   ->   strip: those that are still needed   ->   what is made
//! ```
//!
//! How many rows are needed at a time follows from how much smaller the picture becomes: a row of what is made is mixed of about six times as
//! many.

use fast_image_resize::images::Image;
use fast_image_resize::{FilterType, MulDiv, PixelType, ResizeAlg, ResizeOptions, Resizer};

use crate::error::ImageError;
use crate::geometry::Geometry;
use crate::raster::{Channels, Raster};

/// How far Lanczos3 reaches to each side, in pixels of the smaller of both pictures.
const REACH: f64 = 3.0;
/// About how many bytes of rows come at a time. A usual original is smaller.
const BAND: usize = 8 * 1024 * 1024;

/// Scales one picture.
pub struct Scaler {
    /// What is made of which part of the rows.
    geometry: Geometry,
    /// Width and height of what comes.
    from: (u32, u32),
    channels: Channels,
    /// How many rows come at a time.
    band: u32,
    /// How many rows came.
    came: u32,
    /// Rows that came, and room for more.
    strip: Vec<u8>,
    /// Which row the strip begins with.
    begin: u32,
    made: Vec<u8>,
    /// How many rows are made.
    done: u32,
    resizer: Resizer,
}

impl Scaler {
    /// For a picture so wide and high of which a part is wanted.
    pub fn new(geometry: Geometry, from: (u32, u32), channels: Channels) -> Scaler {
        Scaler::in_bands(rows_at_a_time(from.0, channels), geometry, from, channels)
    }

    fn in_bands(band: u32, geometry: Geometry, from: (u32, u32), channels: Channels) -> Scaler {
        let made = geometry.width as usize * geometry.height as usize * channels.count();
        Scaler {
            geometry,
            from,
            channels,
            band,
            came: 0,
            strip: vec![0; strip(band, &geometry, from, channels)],
            begin: 0,
            made: vec![0; made],
            done: 0,
            resizer: Resizer::new(),
        }
    }

    /// The most bytes that scaling takes, what is made among them.
    pub fn memory(geometry: &Geometry, from: (u32, u32), channels: Channels) -> u64 {
        let made = geometry.pixels() * channels.count() as u64;
        let band = rows_at_a_time(from.0, channels);
        let strip = strip(band, geometry, from, channels) as u64;
        // Between its passes the resizer keeps rows as wide as those that come, and as many as it makes at a time.
        made + 2 * strip
    }

    /// Lets rows be put where they are wanted, some at a time, until all are there.
    pub fn fill(
        &mut self,
        mut fill: impl FnMut(&mut [u8]) -> Result<(), ImageError>,
    ) -> Result<(), ImageError> {
        let row = self.row(self.from.0);
        while self.came < self.from.1 {
            let count = self.band.min(self.from.1 - self.came);
            if is_copied(&self.geometry, self.from) {
                let at = self.came as usize * row;
                fill(&mut self.made[at..at + count as usize * row])?;
                self.came += count;
                self.done = self.came;
                continue;
            }
            let at = (self.came - self.begin) as usize * row;
            let rows = &mut self.strip[at..at + count as usize * row];
            fill(rows)?;
            if self.channels == Channels::Rgba {
                // What can be seen through counts less.
                let mut rows = view(self.from.0, rows, self.channels)?;
                let multiplied = MulDiv::new().multiply_alpha_inplace(&mut rows);
                multiplied.map_err(|error| failed(&error))?;
            }
            self.came += count;
            self.scale()?;
            self.forget();
        }
        Ok(())
    }

    /// What was made of the rows.
    pub fn finish(mut self) -> Result<Raster, ImageError> {
        let Geometry { width, height, .. } = self.geometry;
        debug_assert_eq!(self.done, height, "all rows came");
        if self.channels == Channels::Rgba && !is_copied(&self.geometry, self.from) {
            let mut made = view(width, &mut self.made, self.channels)?;
            let divided = MulDiv::new().divide_alpha_inplace(&mut made);
            divided.map_err(|error| failed(&error))?;
        }
        Ok(Raster {
            width,
            height,
            channels: self.channels,
            pixels: self.made,
        })
    }

    /// Bytes of a row.
    fn row(&self, width: u32) -> usize {
        width as usize * self.channels.count()
    }

    /// The rows that a row of what is made is mixed of: the first one and the one after the last.
    fn window(&self, row: u32) -> (u32, u32) {
        let source = &self.geometry.source;
        let scale = source.height / f64::from(self.geometry.height);
        let middle = source.top + (f64::from(row) + 0.5) * scale;
        let reach = REACH * scale.max(1.0);
        let end = (middle + reach).ceil().min(f64::from(self.from.1));
        ((middle - reach).floor().max(0.0) as u32, end as u32)
    }

    /// Makes the rows for which everything is there.
    fn scale(&mut self) -> Result<(), ImageError> {
        let Geometry {
            source,
            width,
            height,
        } = self.geometry;
        let mut end = self.done;
        while end < height && self.window(end).1 <= self.came {
            end += 1;
        }
        if end == self.done {
            return Ok(());
        }
        let scale = source.height / f64::from(height);
        let there = self.came - self.begin;
        let top = source.top + f64::from(self.done) * scale - f64::from(self.begin);
        let taken = (f64::from(end - self.done) * scale).min(f64::from(there) - top);
        let options = ResizeOptions::new()
            .resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3))
            .crop(source.left, top, source.width, taken)
            .use_alpha(false);
        let rows = there as usize * self.row(self.from.0);
        let row = self.row(width);
        let made = &mut self.made[self.done as usize * row..end as usize * row];
        let from = view(self.from.0, &mut self.strip[..rows], self.channels)?;
        let mut to = view(width, made, self.channels)?;
        let resized = self.resizer.resize(&from, &mut to, &options);
        resized.map_err(|error| failed(&error))?;
        self.done = end;
        Ok(())
    }

    /// Forgets rows that nothing more is made of.
    fn forget(&mut self) {
        let needed = if self.done < self.geometry.height {
            self.window(self.done).0.clamp(self.begin, self.came)
        } else {
            self.came
        };
        let row = self.row(self.from.0);
        let rows = |from: u32, to: u32| (to - from) as usize * row;
        let kept = rows(self.begin, needed)..rows(self.begin, self.came);
        self.strip.copy_within(kept, 0);
        self.begin = needed;
    }
}

/// Whether nothing is scaled or cut.
fn is_copied(geometry: &Geometry, from: (u32, u32)) -> bool {
    let Geometry {
        source,
        width,
        height,
    } = *geometry;
    (width, height) == from
        && (source.left, source.top) == (0.0, 0.0)
        && (source.width, source.height) == (f64::from(width), f64::from(height))
}

/// How many rows so wide come at a time.
fn rows_at_a_time(width: u32, channels: Channels) -> u32 {
    let row = width as usize * channels.count();
    u32::try_from(BAND / row).unwrap_or(u32::MAX).max(1)
}

/// How many bytes of rows are there at a time: those that a row is mixed of, and those that come.
fn strip(band: u32, geometry: &Geometry, from: (u32, u32), channels: Channels) -> usize {
    if is_copied(geometry, from) {
        return 0;
    }
    let scale = geometry.source.height / f64::from(geometry.height);
    let window = 2.0 * (REACH * scale.max(1.0)).ceil() + 2.0;
    let rows = (window as u32).saturating_add(band).min(from.1);
    from.0 as usize * channels.count() * rows as usize
}

fn failed(error: &dyn std::fmt::Display) -> ImageError {
    ImageError::Failed(error.to_string())
}

/// Whole rows, as the resizer wants them.
fn view(width: u32, rows: &mut [u8], channels: Channels) -> Result<Image<'_>, ImageError> {
    let pixel = match channels {
        Channels::Rgb => PixelType::U8x3,
        Channels::Rgba => PixelType::U8x4,
    };
    let height = rows.len() / (width as usize * channels.count());
    Image::from_slice_u8(width, height as u32, rows, pixel).map_err(|error| failed(&error))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::geometry::Rect;

    /// All at once, as the resizer does it.
    fn at_once(mut rows: Vec<u8>, geometry: Geometry, from: (u32, u32)) -> Vec<u8> {
        let Geometry { source, .. } = geometry;
        let mut made = vec![0; geometry.width as usize * geometry.height as usize * 3];
        let from = view(from.0, &mut rows, Channels::Rgb).unwrap();
        let mut to = view(geometry.width, &mut made, Channels::Rgb).unwrap();
        let options = ResizeOptions::new()
            .resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3))
            .crop(source.left, source.top, source.width, source.height);
        Resizer::new().resize(&from, &mut to, &options).unwrap();
        made
    }

    proptest! {
        #[test]
        fn row_by_row_is_the_same_as_all_at_once(
            (width, height) in (1u32..40, 1u32..60),
            (to_width, to_height) in (1u32..50, 1u32..70),
            cut in (0.0..0.9, 0.0..0.9, 0.05..1.0, 0.05..1.0),
            band in 1u32..70,
            seed: u32,
        ) {
            let side = |side: u32, begin: f64, length: f64| {
                let begin = f64::from(side) * begin;
                (begin, (f64::from(side) - begin) * length)
            };
            let (left, taken_width) = side(width, cut.0, cut.2);
            let (top, taken_height) = side(height, cut.1, cut.3);
            let source = Rect { left, top, width: taken_width, height: taken_height };
            let geometry = Geometry { source, width: to_width, height: to_height };
            let noise = (0..width * height * 3).map(|index| {
                ((index ^ seed).wrapping_mul(2_654_435_761) >> 24) as u8
            });
            let rows: Vec<u8> = noise.collect();
            let expected = at_once(rows.clone(), geometry, (width, height));

            let mut scaler = Scaler::in_bands(band, geometry, (width, height), Channels::Rgb);
            let mut rest = &rows[..];
            let filled = scaler.fill(|rows| {
                let (next, after) = rest.split_at(rows.len());
                rows.copy_from_slice(next);
                rest = after;
                Ok(())
            });
            filled.unwrap();
            let made = scaler.finish().unwrap();

            // Places are counted from another row, so that weights differ in the last digit and both passes may round differently.
            let differs = made.pixels.iter().zip(&expected).filter(|(one, other)| one.abs_diff(**other) > 2);
            prop_assert_eq!(differs.count(), 0);
        }
    }
}
