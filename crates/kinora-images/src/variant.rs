//! The whole way from the bytes of an original to the bytes of a variant. Pure: no files, no network, no clock.

use fast_image_resize::images::Image;
use fast_image_resize::{FilterType, MulDiv, PixelType, ResizeAlg, ResizeOptions, Resizer};

use crate::decode::decode;
use crate::encode::encode;
use crate::error::{ImageError, Refusal};
use crate::geometry::{Geometry, Rect};
use crate::header::Header;
use crate::name::Format;
use crate::raster::{Channels, Raster};
use crate::size::{Extent, Size};
use crate::svg;

/// The most pixels of what is made: encoders take several times the memory of the pixels. The widest size of a poster has 25 million.
const MOST_MADE: u64 = 32_000_000;

/// What may be decoded.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The most pixels of an original.
    pub pixels: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { pixels: 64_000_000 }
    }
}

/// Makes a variant of an original.
pub fn render(
    original: &[u8],
    size: Size,
    format: Format,
    limits: &Limits,
) -> Result<Vec<u8>, ImageError> {
    let mut raster = scaled(original, size.extent, limits)?;
    if let Some(filter) = size.filter {
        filter.apply(&mut raster);
    }
    encode(raster, format)
}

/// The pixels of an original at a size.
pub fn scaled(original: &[u8], extent: Extent, limits: &Limits) -> Result<Raster, ImageError> {
    let header = Header::read(original, limits)?;
    let is_drawing = header.format == Format::Svg;
    let geometry = Geometry::of(header.width, header.height, extent, is_drawing);
    let pixels = u64::from(geometry.width) * u64::from(geometry.height);
    if pixels > limits.pixels.min(MOST_MADE) {
        return Err(Refusal::TooManyPixels.into());
    }
    if is_drawing {
        return Ok(svg::draw(original, &geometry)?);
    }
    let decoded = decode(original, header.format, geometry.shrinkage(), limits.pixels)?;
    let source = geometry.on(decoded.scale, (decoded.raster.width, decoded.raster.height));
    resize(decoded.raster, source, geometry.width, geometry.height)
}

/// Scales a part of a picture. Lanczos3 over the values as they are stored, not over light: sharper than the softer filters,
/// as what clients are used to looks, and a picture that is scaled again in a browser stays the same.
fn resize(raster: Raster, source: Rect, width: u32, height: u32) -> Result<Raster, ImageError> {
    let is_whole = source.left == 0.0
        && source.top == 0.0
        && source.width == f64::from(raster.width)
        && source.height == f64::from(raster.height);
    if is_whole && (width, height) == (raster.width, raster.height) {
        return Ok(raster);
    }
    let failed = |error: &dyn std::fmt::Display| ImageError::Failed(error.to_string());
    let pixel = match raster.channels {
        Channels::Rgb => PixelType::U8x3,
        Channels::Rgba => PixelType::U8x4,
    };
    let mut from = Image::from_vec_u8(raster.width, raster.height, raster.pixels, pixel)
        .map_err(|error| failed(&error))?;
    let mut to = Image::new(width, height, pixel);
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3))
        .crop(source.left, source.top, source.width, source.height)
        .use_alpha(false);
    // What can be seen through counts less. In its place: the resizer itself would copy the whole picture for it.
    let alpha = MulDiv::new();
    let has_alpha = raster.channels == Channels::Rgba;
    if has_alpha {
        alpha
            .multiply_alpha_inplace(&mut from)
            .map_err(|error| failed(&error))?;
    }
    Resizer::new()
        .resize(&from, &mut to, &options)
        .map_err(|error| failed(&error))?;
    if has_alpha {
        alpha
            .divide_alpha_inplace(&mut to)
            .map_err(|error| failed(&error))?;
    }
    Ok(Raster {
        width,
        height,
        channels: raster.channels,
        pixels: to.into_vec(),
    })
}
