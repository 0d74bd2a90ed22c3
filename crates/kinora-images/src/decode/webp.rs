//! WebP, decoded as a whole.
//!
//! What decoding takes is told by more than the header: a picture inside may say that it is larger, and a lossless one may ask for tables
//! without measure. So all parts of the file are looked at first.

use std::io::Cursor;

use super::{ASIDE, Stored, exif, vp8l};
use crate::conversion::{Conversion, Space};
use crate::error::{ImageError, Refusal};
use crate::scaler::Scaler;

/// Bytes of a pixel as brightness and colours, the latter at half the size.
const LOSSY: f64 = 1.5;
/// Bytes of a pixel of a separate alpha, while it is decoded.
const ALPHA: f64 = 5.0;
/// Bytes of a pixel that transforms of a lossless picture and its choice of tables take.
const TRANSFORMS: f64 = 1.0;
/// Bytes of a pixel as colours and alpha.
const WHOLE: f64 = 4.0;

/// A WebP whose parts were looked at.
pub struct WebP<'a> {
    decoder: image_webp::WebPDecoder<Cursor<&'a [u8]>>,
    parts: Parts,
    length: u64,
}

fn damaged(_: image_webp::DecodingError) -> Refusal {
    Refusal::Damaged
}

impl<'a> WebP<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<(Stored, WebP<'a>), Refusal> {
        let mut decoder = image_webp::WebPDecoder::new(Cursor::new(bytes)).map_err(damaged)?;
        decoder.set_memory_limit(ASIDE);
        let (width, height) = decoder.dimensions();
        let mut parts = Parts::default();
        parts.read(bytes.get(12..).unwrap_or_default(), (width, height))?;
        let block = decoder.exif_metadata().ok().flatten().unwrap_or_default();
        let stored = Stored {
            width,
            height,
            orientation: exif::orientation(&block),
            channels: space(&decoder).channels(),
        };
        let webp = WebP {
            decoder,
            parts,
            length: bytes.len() as u64,
        };
        Ok((stored, webp))
    }

    /// Bytes that are kept while it is decoded, the pixels among them.
    pub fn memory(&self, stored: &Stored) -> u64 {
        let Parts {
            is_lossless,
            has_alpha,
            tables,
        } = self.parts;
        let mut pixel = stored.channels.count() as f64;
        if is_lossless {
            pixel += TRANSFORMS + WHOLE;
        } else {
            pixel += LOSSY;
        }
        if has_alpha {
            pixel += ALPHA;
        }
        if self.decoder.is_animated() {
            // The canvas and the picture that is laid on it.
            pixel += 2.0 * WHOLE;
        }
        // The decoder has a copy of what it reads.
        (stored.pixels() as f64 * pixel) as u64 + tables + self.length
    }

    pub fn decode(mut self, stored: &Stored, scaler: &mut Scaler) -> Result<(), ImageError> {
        let space = space(&self.decoder);
        let row = stored.width as usize * space.count();
        let mut pixels = vec![0; row * stored.height as usize];
        self.decoder.read_image(&mut pixels).map_err(damaged)?;
        let profile = self.decoder.icc_profile().ok().flatten();
        let mut conversion = Conversion::to_srgb(space, profile.as_deref());
        conversion.fill_from(&pixels, scaler)
    }
}

fn space<R: std::io::BufRead + std::io::Seek>(decoder: &image_webp::WebPDecoder<R>) -> Space {
    if decoder.has_alpha() {
        Space::Rgba
    } else {
        Space::Rgb
    }
}

/// What the parts of a file ask for.
#[derive(Clone, Copy, Debug, Default)]
struct Parts {
    is_lossless: bool,
    /// Apart from the colours.
    has_alpha: bool,
    /// Bytes of the tables of lossless pictures.
    tables: u64,
}

impl Parts {
    /// Looks at parts one after the other, in a picture of this size.
    fn read(&mut self, mut bytes: &[u8], (width, height): (u32, u32)) -> Result<(), Refusal> {
        while let Some((head, rest)) = bytes.split_first_chunk::<8>() {
            let [a, b, c, d, length @ ..] = *head;
            let length = u32::from_le_bytes(length) as usize;
            let content = &rest[..length.min(rest.len())];
            match &[a, b, c, d] {
                b"VP8 " => {
                    // A frame tag, a mark, then the sides in 14 bits each.
                    let side = |at: usize| {
                        let bytes = content.get(at..at + 2).ok_or(Refusal::Damaged)?;
                        Ok(u32::from(bytes[0]) | u32::from(bytes[1] & 0x3f) << 8)
                    };
                    if side(6)? > width || side(8)? > height {
                        return Err(Refusal::Damaged);
                    }
                }
                b"VP8L" => {
                    self.is_lossless = true;
                    // A mark and 32 bits of sides, alpha and version.
                    let content = content.get(5..).ok_or(Refusal::Damaged)?;
                    self.tables = self.tables.max(vp8l::tables(content, width, height)?);
                }
                b"ALPH" => {
                    self.has_alpha = true;
                    let (kind, content) = content.split_first().ok_or(Refusal::Damaged)?;
                    if kind & 3 == 1 {
                        self.tables = self.tables.max(vp8l::tables(content, width, height)?);
                    }
                }
                // The place and size of a frame, then parts of its own. The first one is shown.
                b"ANMF" => {
                    let (head, parts) = content.split_at_checked(16).ok_or(Refusal::Damaged)?;
                    let side = |at: usize| {
                        1 + (u32::from(head[at])
                            | u32::from(head[at + 1]) << 8
                            | u32::from(head[at + 2]) << 16)
                    };
                    let size = (side(6), side(9));
                    if size.0 > width || size.1 > height {
                        return Err(Refusal::Damaged);
                    }
                    return self.read(parts, size);
                }
                _ => {}
            }
            bytes = rest.get(length.next_multiple_of(2)..).unwrap_or_default();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let mut part = name.to_vec();
        part.extend((content.len() as u32).to_le_bytes());
        part.extend(content);
        part.extend(vec![0; content.len() % 2]);
        part
    }

    fn read(parts: &[u8]) -> Result<Parts, Refusal> {
        let mut read = Parts::default();
        read.read(parts, (32, 32)).map(|()| read)
    }

    /// Where a frame says how large it is.
    fn lossy(side: u8) -> Vec<u8> {
        part(b"VP8 ", &[0, 0, 0, 0x9d, 1, 0x2a, side, 0, side, 0])
    }

    #[test]
    fn a_picture_inside_that_is_larger_is_damaged() {
        assert!(read(&lossy(32)).is_ok());
        assert!(matches!(read(&lossy(33)), Err(Refusal::Damaged)));
        let frame = |side: u8| {
            let head = [0, 0, 0, 0, 0, 0, side - 1, 0, 0, side - 1, 0, 0, 0, 0, 0, 0];
            part(b"ANMF", &[&head[..], &lossy(20)].concat())
        };
        assert!(read(&frame(32)).is_ok());
        assert!(matches!(read(&frame(19)), Err(Refusal::Damaged)));
        assert!(matches!(read(&frame(33)), Err(Refusal::Damaged)));
    }

    #[test]
    fn parts_are_found_behind_others_of_odd_length() {
        let parts = [part(b"ICCP", b"abc"), part(b"ALPH", &[0, 1]), lossy(32)].concat();

        let read = read(&parts).unwrap();

        assert!(read.has_alpha && !read.is_lossless);
        assert_eq!(read.tables, 0);
    }
}
