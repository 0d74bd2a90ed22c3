//! What the first bytes of a file say, read before anything is decoded.

use std::io::Cursor;

use crate::error::Refusal;
use crate::exif;
use crate::name::Format;
use crate::segments::Outline;
use crate::svg;
use crate::variant::Limits;

/// Format and dimensions of a picture, as it is shown: turned where its EXIF data says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// The format that the bytes are in, whatever the name says.
    pub format: Format,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

impl Header {
    /// Reads the header and holds it against the limits.
    pub fn read(bytes: &[u8], limits: &Limits) -> Result<Header, Refusal> {
        let format = sniff(bytes).ok_or(Refusal::UnknownFormat)?;
        let (width, height) = match format {
            Format::Jpeg => jpeg(bytes)?,
            Format::Png => png(bytes)?,
            Format::WebP => webp(bytes)?,
            Format::Svg => svg::dimensions(bytes)?,
            Format::Avif => return Err(Refusal::UnknownFormat),
        };
        let pixels = u64::from(width) * u64::from(height);
        if width == 0 || height == 0 {
            return Err(Refusal::Damaged);
        }
        if pixels > limits.pixels {
            return Err(Refusal::TooManyPixels);
        }
        Ok(Header {
            format,
            width,
            height,
        })
    }
}

/// The format by the first bytes.
fn sniff(bytes: &[u8]) -> Option<Format> {
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

fn turned((width, height): (u32, u32), orientation: u8) -> (u32, u32) {
    if orientation >= 5 {
        (height, width)
    } else {
        (width, height)
    }
}

fn jpeg(bytes: &[u8]) -> Result<(u32, u32), Refusal> {
    let outline = Outline::read(bytes)?;
    Ok(turned((outline.width, outline.height), outline.orientation))
}

fn png(bytes: &[u8]) -> Result<(u32, u32), Refusal> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    let info = decoder.read_header_info().map_err(|_| Refusal::Damaged)?;
    Ok((info.width, info.height))
}

fn webp(bytes: &[u8]) -> Result<(u32, u32), Refusal> {
    let mut decoder =
        image_webp::WebPDecoder::new(Cursor::new(bytes)).map_err(|_| Refusal::Damaged)?;
    let block = decoder.exif_metadata().ok().flatten().unwrap_or_default();
    Ok(turned(decoder.dimensions(), exif::orientation(&block)))
}
