//! The PNG file: sixteen levels, four bits per pixel.

use super::canvas::Canvas;
use super::palette::{Colours, LEVELS};

/// Writes the canvas as an indexed-colour PNG with four bits per pixel.
pub(super) fn encode(canvas: &Canvas, colours: &Colours) -> Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::with_capacity(16 * 1024);
    let mut encoder = png::Encoder::new(&mut file, canvas.width as u32, canvas.height as u32);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Four);
    encoder.set_palette(colours.colours.concat());
    if let Some(opacities) = &colours.opacities {
        encoder.set_trns(opacities.clone());
    }
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_deflate_compression(png::DeflateCompression::Level(COMPRESSION));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&pack(canvas))?;
    writer.finish()?;
    Ok(file)
}

/// The effort of the compressor, from 1 to 9.
const COMPRESSION: u8 = 5;

/// Reduces the tones to levels and packs two pixels into each byte.
fn pack(canvas: &Canvas) -> Vec<u8> {
    let level = |tone: u8| ((u16::from(tone) * u16::from(LEVELS - 1) + 127) / 255) as u8;
    let mut packed = Vec::with_capacity(canvas.tones.len() / 2 + canvas.height);
    for row in canvas.tones.chunks(canvas.width) {
        packed.extend(row.chunks(2).map(|pair| {
            let second = pair.get(1).map_or(0, |&tone| level(tone));
            level(pair[0]) << 4 | second
        }));
    }
    packed
}
