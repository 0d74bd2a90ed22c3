//! From bytes to pixels in sRGB, upright. JPEG is decoded at a half, a quarter or an eighth of its size where that is enough.

use std::io::Cursor;

use jpeg_decoder::PixelFormat;

use crate::colour::{self, Space};
use crate::error::Refusal;
use crate::exif;
use crate::name::Format;
use crate::raster::{Channels, Raster};

/// Bytes that decoders may use for each pixel that is allowed: the pixels themselves and what decoders keep besides.
const BYTES_PER_PIXEL: u64 = 8;

/// Decodes a picture that is no drawing. `shrinkage` tells by how much the picture is made smaller afterwards; what is decoded
/// is at least as large as needed for that. `pixels` bounds the memory.
pub fn decode(
    bytes: &[u8],
    format: Format,
    shrinkage: f64,
    pixels: u64,
) -> Result<Raster, Refusal> {
    let memory = usize::try_from(pixels * BYTES_PER_PIXEL).unwrap_or(usize::MAX);
    match format {
        Format::Jpeg => jpeg(bytes, shrinkage, memory),
        Format::Png => png(bytes, memory),
        Format::WebP => webp(bytes, memory),
        Format::Svg => Err(Refusal::UnknownFormat),
    }
}

fn jpeg(bytes: &[u8], shrinkage: f64, memory: usize) -> Result<Raster, Refusal> {
    let damaged = |_| Refusal::Damaged;
    let mut decoder = jpeg_decoder::Decoder::new(bytes);
    decoder.set_max_decoding_buffer_size(memory);
    decoder.read_info().map_err(damaged)?;
    let info = decoder.info().ok_or(Refusal::Damaged)?;
    let needed = |side: u16| (f64::from(side) / shrinkage.max(1.0)).floor().max(1.0) as u16;
    let (width, height) = decoder
        .scale(needed(info.width), needed(info.height))
        .map_err(damaged)?;
    let pixels = decoder.decode().map_err(damaged)?;
    let (space, pixels) = match info.pixel_format {
        PixelFormat::L8 => (Space::Grey, pixels),
        // In the byte order of the machine; the higher byte is what 8 bits keep.
        PixelFormat::L16 => (
            Space::Grey,
            pixels
                .chunks_exact(2)
                .map(|pair| (u16::from_ne_bytes([pair[0], pair[1]]) >> 8) as u8)
                .collect(),
        ),
        PixelFormat::RGB24 => (Space::Rgb, pixels),
        PixelFormat::CMYK32 => (Space::Cmyk, pixels),
    };
    let orientation = decoder.exif_data().map_or(1, exif::orientation);
    let profile = decoder.icc_profile();
    let raster = Raster {
        width: width.into(),
        height: height.into(),
        channels: Channels::Rgb,
        pixels: colour::to_srgb(pixels, space, profile.as_deref()),
    };
    whole(raster).map(|raster| raster.oriented(orientation))
}

fn png(bytes: &[u8], memory: usize) -> Result<Raster, Refusal> {
    let damaged = |_| Refusal::Damaged;
    let mut decoder =
        png::Decoder::new_with_limits(Cursor::new(bytes), png::Limits { bytes: memory });
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    decoder.set_ignore_text_chunk(true);
    let mut reader = decoder.read_info().map_err(damaged)?;
    let size = reader.output_buffer_size().filter(|size| *size <= memory);
    let mut pixels = vec![0; size.ok_or(Refusal::TooManyPixels)?];
    // Of an animation this is the first picture, or the one that it names for those who show no animations.
    let frame = reader.next_frame(&mut pixels).map_err(damaged)?;
    pixels.truncate(frame.buffer_size());
    let space = match frame.color_type {
        png::ColorType::Grayscale => Space::Grey,
        png::ColorType::GrayscaleAlpha => Space::GreyAlpha,
        png::ColorType::Rgba => Space::Rgba,
        png::ColorType::Rgb | png::ColorType::Indexed => Space::Rgb,
    };
    let info = reader.info();
    let orientation = info.exif_metadata.as_deref().map_or(1, exif::orientation);
    let profile = info.icc_profile.as_deref();
    whole(Raster {
        width: frame.width,
        height: frame.height,
        channels: space.channels(),
        pixels: colour::to_srgb(pixels, space, profile),
    })
    .map(|raster| raster.oriented(orientation))
}

fn webp(bytes: &[u8], memory: usize) -> Result<Raster, Refusal> {
    let damaged = |_| Refusal::Damaged;
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(bytes)).map_err(damaged)?;
    decoder.set_memory_limit(memory);
    let size = decoder.output_buffer_size().filter(|size| *size <= memory);
    let mut pixels = vec![0; size.ok_or(Refusal::TooManyPixels)?];
    decoder.read_image(&mut pixels).map_err(damaged)?;
    let space = if decoder.has_alpha() {
        Space::Rgba
    } else {
        Space::Rgb
    };
    let (width, height) = decoder.dimensions();
    let profile = decoder.icc_profile().ok().flatten();
    let block = decoder.exif_metadata().ok().flatten().unwrap_or_default();
    whole(Raster {
        width,
        height,
        channels: space.channels(),
        pixels: colour::to_srgb(pixels, space, profile.as_deref()),
    })
    .map(|raster| raster.oriented(exif::orientation(&block)))
}

/// A raster whose pixels are all there.
fn whole(raster: Raster) -> Result<Raster, Refusal> {
    let wanted = raster.width as usize * raster.height as usize * raster.channels.count();
    if raster.pixels.len() == wanted && wanted > 0 {
        Ok(raster)
    } else {
        Err(Refusal::Damaged)
    }
}
