//! Colours of files to sRGB.

use std::sync::Arc;

use moxcms::{ColorProfile, DataColorSpace, Layout, TransformExecutor, TransformOptions};

use crate::error::ImageError;
use crate::raster::Channels;
use crate::scaler::Scaler;

/// How the pixels of a file are given, 8 bits a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    Grey,
    GreyAlpha,
    Rgb,
    Rgba,
    /// 0 is no ink.
    Cmyk,
}

impl Space {
    /// Bytes of a pixel.
    pub fn count(self) -> usize {
        self.layouts().0.channels()
    }

    /// What its pixels are in a raster.
    pub fn channels(self) -> Channels {
        match self {
            Space::Grey | Space::Rgb | Space::Cmyk => Channels::Rgb,
            Space::GreyAlpha | Space::Rgba => Channels::Rgba,
        }
    }

    /// The layouts before and after, and the colour space that a profile must be for.
    fn layouts(self) -> (Layout, Layout, DataColorSpace) {
        match self {
            Space::Grey => (Layout::Gray, Layout::Rgb, DataColorSpace::Gray),
            Space::GreyAlpha => (Layout::GrayAlpha, Layout::Rgba, DataColorSpace::Gray),
            Space::Rgb => (Layout::Rgb, Layout::Rgb, DataColorSpace::Rgb),
            Space::Rgba => (Layout::Rgba, Layout::Rgba, DataColorSpace::Rgb),
            // Four inks have the layout of four channels.
            Space::Cmyk => (Layout::Rgba, Layout::Rgb, DataColorSpace::Cmyk),
        }
    }
}

/// How many pixels are converted at a time where they can stay in their place.
const AT_A_TIME: usize = 4096;

/// How the pixels of a file become those of a raster.
pub struct Conversion {
    space: Space,
    transform: Option<Arc<dyn TransformExecutor<u8> + Send + Sync>>,
    /// Pixels that are to get other channels.
    raw: Vec<u8>,
}

impl Conversion {
    /// To sRGB. A profile that is damaged or for something else means nothing: then the file is taken to be in sRGB.
    pub fn to_srgb(space: Space, profile: Option<&[u8]>) -> Conversion {
        Conversion {
            space,
            transform: profile.and_then(|profile| transform(space, profile)),
            raw: Vec::new(),
        }
    }

    /// Fills rows with what `decode` puts down as it is in the file: in its place where it keeps its channels.
    pub fn fill(
        &mut self,
        rows: &mut [u8],
        decode: impl FnOnce(&mut [u8]) -> Result<(), ImageError>,
    ) -> Result<(), ImageError> {
        let (from, to, _) = self.space.layouts();
        let (from, to) = (from.channels(), to.channels());
        // Lengths are whole pixels, and nothing else can fail.
        let convert = |transform: &dyn TransformExecutor<u8>, from: &[u8], to: &mut [u8]| {
            drop(transform.transform(from, to));
        };
        if from == to {
            decode(rows)?;
            let Some(transform) = &self.transform else {
                return Ok(());
            };
            let mut part = [0; AT_A_TIME * 4];
            for pixels in rows.chunks_mut(AT_A_TIME * from) {
                let part = &mut part[..pixels.len()];
                convert(&**transform, pixels, part);
                pixels.copy_from_slice(part);
            }
            return Ok(());
        }
        self.raw.resize(rows.len() / to * from, 0);
        decode(&mut self.raw)?;
        match &self.transform {
            Some(transform) => convert(&**transform, &self.raw, rows),
            None => plainly(&self.raw, self.space, rows),
        }
        Ok(())
    }

    /// Scales pixels that are all there.
    pub fn fill_from(&mut self, pixels: &[u8], scaler: &mut Scaler) -> Result<(), ImageError> {
        let mut rest = pixels;
        scaler.fill(|rows| {
            self.fill(rows, |pixels| {
                let (next, after) = rest.split_at(pixels.len());
                pixels.copy_from_slice(next);
                rest = after;
                Ok(())
            })
        })
    }
}

fn transform(space: Space, profile: &[u8]) -> Option<Arc<dyn TransformExecutor<u8> + Send + Sync>> {
    let profile = ColorProfile::new_from_slice(profile).ok()?;
    let (from, to, wanted) = space.layouts();
    if profile.color_space != wanted {
        return None;
    }
    let srgb = ColorProfile::new_srgb();
    let options = TransformOptions::default();
    profile.create_transform_8bit(from, &srgb, to, options).ok()
}

/// Without a profile, as if the file were in sRGB.
fn plainly(pixels: &[u8], space: Space, rows: &mut [u8]) {
    match space {
        Space::Rgb | Space::Rgba => rows.copy_from_slice(pixels),
        Space::Grey => {
            for (grey, pixel) in pixels.iter().zip(rows.chunks_exact_mut(3)) {
                pixel.fill(*grey);
            }
        }
        Space::GreyAlpha => {
            for (pair, pixel) in pixels.chunks_exact(2).zip(rows.chunks_exact_mut(4)) {
                pixel.copy_from_slice(&[pair[0], pair[0], pair[0], pair[1]]);
            }
        }
        Space::Cmyk => {
            for (inks, pixel) in pixels.chunks_exact(4).zip(rows.chunks_exact_mut(3)) {
                let light = |ink: u8| (u32::from(255 - ink) * u32::from(255 - inks[3]) / 255) as u8;
                pixel.copy_from_slice(&[light(inks[0]), light(inks[1]), light(inks[2])]);
            }
        }
    }
}
