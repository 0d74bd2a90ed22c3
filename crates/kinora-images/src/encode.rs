//! From pixels to bytes.

use jpeg_encoder::{ColorType, Encoder, QuantizationTableType, SamplingFactor};

use crate::error::{ImageError, Refusal};
use crate::name::Format;
use crate::raster::{Channels, Raster};

/// The quality of JPEG, 1 to 100.
const JPEG_QUALITY: u8 = 80;
/// Nearer to the original than the tables of the standard, in fewer bytes.
const JPEG_TABLES: QuantizationTableType = QuantizationTableType::ImageMagick;
/// First a coarse picture, then all of it. Every further scan makes the file larger.
const JPEG_SCANS: u8 = 2;
/// The quality of WebP, 0 to 100; about that of the JPEG files in two thirds of their bytes.
const WEBP_QUALITY: f32 = 78.0;

/// The quality of AVIF, 0 to 100; about that of the JPEG files in half of their bytes.
const AVIF_QUALITY: f32 = 60.0;
/// The quickest of ten ways, about 1.5 megapixels a second. The next one takes half as much again.
const AVIF_SPEED: u8 = 10;
/// The most pixels that are written as AVIF: a poster of 1280 pixels across, a backdrop of 1920. Two seconds of work.
const MOST_AVIF_PIXELS: u64 = 3_000_000;

/// Writes pixels in a format. JPEG has no alpha: what can be seen through is laid over white.
pub fn encode(raster: Raster, format: Format) -> Result<Vec<u8>, ImageError> {
    match format {
        Format::Jpeg => jpeg(&raster.flattened()),
        Format::Png => png(&raster),
        Format::WebP => webp(&raster),
        Format::Avif => avif(&raster),
        Format::Svg => Err(ImageError::Missing),
    }
}

/// The most bytes of memory that encoding so many pixels takes, these and the result among them; an error where it is not done.
pub fn memory(
    format: Format,
    width: u32,
    height: u32,
    channels: Channels,
) -> Result<u64, ImageError> {
    let pixels = u64::from(width) * u64::from(height);
    let count = channels.count() as u64;
    let pixel = match format {
        // The pixels once more by channels, and coefficients of two bytes.
        Format::Jpeg => 11,
        Format::Png => 3 * count,
        // Several copies and what is found out about each block; alpha is compressed without losses, which takes more.
        Format::WebP if channels == Channels::Rgba => 27,
        Format::WebP => 18,
        Format::Avif if pixels > MOST_AVIF_PIXELS => return Err(Refusal::TooManyPixels.into()),
        Format::Avif => 60,
        Format::Svg => return Err(ImageError::Missing),
    };
    Ok(pixels * pixel)
}

fn failed(error: &dyn std::fmt::Display) -> ImageError {
    ImageError::Failed(error.to_string())
}

fn jpeg(raster: &Raster) -> Result<Vec<u8>, ImageError> {
    let side = |side: u32| u16::try_from(side).map_err(|_| ImageError::Missing);
    let (width, height) = (side(raster.width)?, side(raster.height)?);
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, JPEG_QUALITY);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_quantization_tables(JPEG_TABLES, JPEG_TABLES);
    encoder.set_progressive_scans(JPEG_SCANS);
    encoder.set_optimized_huffman_tables(true);
    let encoded = encoder.encode(&raster.pixels, width, height, ColorType::Rgb);
    encoded.map_err(|error| failed(&error))?;
    Ok(bytes)
}

fn png(raster: &Raster) -> Result<Vec<u8>, ImageError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, raster.width, raster.height);
    encoder.set_color(match raster.channels {
        Channels::Rgb => png::ColorType::Rgb,
        Channels::Rgba => png::ColorType::Rgba,
    });
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_source_srgb(png::SrgbRenderingIntent::Perceptual);
    let written = encoder
        .write_header()
        .and_then(|mut writer| writer.write_image_data(&raster.pixels));
    written.map_err(|error| failed(&error))?;
    Ok(bytes)
}

fn avif(raster: &Raster) -> Result<Vec<u8>, ImageError> {
    let (width, height) = (raster.width as usize, raster.height as usize);
    let encoder = ravif::Encoder::new()
        .with_quality(AVIF_QUALITY)
        .with_alpha_quality(AVIF_QUALITY)
        .with_speed(AVIF_SPEED)
        .with_bit_depth(ravif::BitDepth::Eight);
    let encoded = match raster.channels {
        Channels::Rgb => {
            let pixels = raster.pixels.as_chunks().0.iter().copied();
            let pixels: Vec<ravif::RGB8> = pixels.map(<[u8; 3]>::into).collect();
            encoder.encode_rgb(ravif::Img::new(&pixels, width, height))
        }
        Channels::Rgba => {
            let pixels = raster.pixels.as_chunks().0.iter().copied();
            let pixels: Vec<ravif::RGBA8> = pixels.map(<[u8; 4]>::into).collect();
            encoder.encode_rgba(ravif::Img::new(&pixels, width, height))
        }
    };
    Ok(encoded.map_err(|error| failed(&error))?.avif_file)
}

fn webp(raster: &Raster) -> Result<Vec<u8>, ImageError> {
    let (pixels, width, height) = (&raster.pixels, raster.width, raster.height);
    let encoder = match raster.channels {
        Channels::Rgb => webp::Encoder::from_rgb(pixels, width, height),
        Channels::Rgba => webp::Encoder::from_rgba(pixels, width, height),
    };
    let encoded = encoder.encode_simple(false, WEBP_QUALITY);
    // Larger than 16,383 pixels on a side is more than the format can hold.
    encoded
        .map(|bytes| bytes.to_vec())
        .map_err(|_| ImageError::Missing)
}
