//! Colours of files to sRGB.

use std::sync::Arc;

use moxcms::{ColorProfile, DataColorSpace, Layout, TransformExecutor, TransformOptions};

use crate::raster::Channels;

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

/// Pixels in sRGB. A profile that is damaged or for something else means nothing.
pub fn to_srgb(pixels: Vec<u8>, space: Space, profile: Option<&[u8]>) -> Vec<u8> {
    match profile.and_then(|profile| conversion(space, profile)) {
        Some(conversion) => converted(pixels, space, &*conversion),
        None => plainly(pixels, space),
    }
}

fn conversion(
    space: Space,
    profile: &[u8],
) -> Option<Arc<dyn TransformExecutor<u8> + Send + Sync>> {
    let profile = ColorProfile::new_from_slice(profile).ok()?;
    let (from, to, wanted) = space.layouts();
    if profile.color_space != wanted {
        return None;
    }
    let srgb = ColorProfile::new_srgb();
    let options = TransformOptions::default();
    profile.create_transform_8bit(from, &srgb, to, options).ok()
}

fn converted(mut pixels: Vec<u8>, space: Space, conversion: &dyn TransformExecutor<u8>) -> Vec<u8> {
    let (from, to, _) = space.layouts();
    let (from, to) = (from.channels(), to.channels());
    // Lengths are whole pixels, and nothing else can fail.
    let convert = |from: &[u8], to: &mut [u8]| drop(conversion.transform(from, to));
    if from == to {
        // A second copy of a large picture would double what it takes.
        let mut part = [0; AT_A_TIME * 4];
        for pixels in pixels.chunks_mut(AT_A_TIME * from) {
            let part = &mut part[..pixels.len()];
            convert(pixels, part);
            pixels.copy_from_slice(part);
        }
        return pixels;
    }
    let mut converted = vec![0; pixels.len() / from * to];
    convert(&pixels, &mut converted);
    converted
}

/// Without a profile, as if the file were in sRGB.
fn plainly(pixels: Vec<u8>, space: Space) -> Vec<u8> {
    match space {
        Space::Rgb | Space::Rgba => pixels,
        Space::Grey => pixels.into_iter().flat_map(|grey| [grey; 3]).collect(),
        Space::GreyAlpha => pixels
            .chunks_exact(2)
            .flat_map(|pair| [pair[0], pair[0], pair[0], pair[1]])
            .collect(),
        Space::Cmyk => pixels
            .chunks_exact(4)
            .flat_map(|inks| {
                let light = |ink: u8| (u32::from(255 - ink) * u32::from(255 - inks[3]) / 255) as u8;
                [light(inks[0]), light(inks[1]), light(inks[2])]
            })
            .collect(),
    }
}
