//! From bytes to pixels in sRGB, upright. JPEG is decoded at as many eighths of its size as are enough.

use std::io::{self, BufRead, Cursor, Read};

use crate::colour::{self, Space};
use crate::error::Refusal;
use crate::exif;
use crate::name::Format;
use crate::raster::{Channels, Raster};
use crate::segments::Outline;

/// Bytes that decoders may use for each pixel that is allowed: the pixels themselves and what decoders keep besides.
const BYTES_PER_PIXEL: u64 = 6;
/// How much larger than what is made of it a JPEG is decoded: its own way of making pictures smaller is coarser than ours.
const SPARE: f64 = 1.25;

/// A picture in memory.
#[derive(Debug)]
pub struct Decoded {
    /// Its pixels, upright.
    pub raster: Raster,
    /// By what its sides were multiplied. The last pixel of a row or column may be a part of one.
    pub scale: f64,
}

impl Decoded {
    fn at_full_size(raster: Raster) -> Decoded {
        Decoded { raster, scale: 1.0 }
    }
}

/// Decodes a picture that is no drawing. `shrinkage` tells by how much the picture is made smaller afterwards; what is decoded
/// is at least as large as needed for that. `pixels` bounds the memory.
pub fn decode(
    bytes: &[u8],
    format: Format,
    shrinkage: f64,
    pixels: u64,
) -> Result<Decoded, Refusal> {
    let memory = usize::try_from(pixels * BYTES_PER_PIXEL).unwrap_or(usize::MAX);
    match format {
        Format::Jpeg => jpeg(bytes, shrinkage, memory),
        Format::Png => png(bytes, memory).map(Decoded::at_full_size),
        Format::WebP => webp(bytes, memory).map(Decoded::at_full_size),
        Format::Svg | Format::Avif => Err(Refusal::UnknownFormat),
    }
}

fn jpeg(bytes: &[u8], shrinkage: f64, memory: usize) -> Result<Decoded, Refusal> {
    let outline = Outline::read(bytes)?;
    let eighths = (8.0 * SPARE / shrinkage).ceil().clamp(1.0, 8.0);
    let pixels = f64::from(outline.width) * f64::from(outline.height);
    let scale = eighths / 8.0;
    if pixels * (2.0 * outline.coefficients_per_pixel + 4.0 * scale * scale) > memory as f64 {
        return Err(Refusal::TooManyPixels);
    }
    // The library gives up by unwinding.
    let decoded = std::panic::catch_unwind(|| by_libjpeg(bytes, eighths as u8));
    let (space, width, height, mut pixels) = decoded
        .map_err(|_| Refusal::Damaged)?
        .map_err(|_| Refusal::Damaged)?;
    if space == Space::Cmyk && outline.is_by_adobe {
        pixels.iter_mut().for_each(|ink| *ink = 255 - *ink);
    }
    let raster = Raster {
        width,
        height,
        channels: Channels::Rgb,
        pixels: colour::to_srgb(pixels, space, outline.profile.as_deref()),
    };
    Ok(Decoded {
        raster: whole(raster)?.oriented(outline.orientation),
        scale,
    })
}

/// Pixels of a JPEG at so many eighths of its size, with their colours, width and height.
fn by_libjpeg(bytes: &[u8], eighths: u8) -> io::Result<(Space, u32, u32, Vec<u8>)> {
    let mut decoder = mozjpeg::Decompress::new_reader(ToItsEnd(bytes))?;
    decoder.scale(eighths);
    let (space, mut pixels) = match decoder.image()? {
        mozjpeg::decompress::Format::Gray(pixels) => (Space::Grey, pixels),
        mozjpeg::decompress::Format::RGB(pixels) => (Space::Rgb, pixels),
        mozjpeg::decompress::Format::CMYK(pixels) => (Space::Cmyk, pixels),
    };
    let (width, height) = (pixels.width() as u32, pixels.height() as u32);
    Ok((space, width, height, pixels.read_scanlines()?))
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
