//! Filters over the colours of a picture.

use crate::raster::{Channels, Raster};
use crate::size::{Filter, Rgb};

impl Filter {
    /// Changes the picture.
    pub fn apply(self, raster: &mut Raster) {
        match self {
            Filter::Negate(from, to) => negate(raster, from, to),
            Filter::Duotone(dark, light) => duotone(raster, dark, light),
            Filter::Blur(radius) => blur(raster, radius),
        }
    }
}

/// Gives the opposite colour to the pixels whose every channel lies between those of two colours.
fn negate(raster: &mut Raster, from: Rgb, to: Rgb) {
    for pixel in raster.pixels.chunks_exact_mut(raster.channels.count()) {
        let lies_between = (0..3).all(|index| (from[index]..=to[index]).contains(&pixel[index]));
        if lies_between {
            pixel[..3]
                .iter_mut()
                .for_each(|value| *value = 255 - *value);
        }
    }
}

fn duotone(raster: &mut Raster, dark: Rgb, light: Rgb) {
    for pixel in raster.pixels.chunks_exact_mut(raster.channels.count()) {
        // The brightness of ITU-R BT.601, as JPEG has it.
        let brightness =
            (299 * u32::from(pixel[0]) + 587 * u32::from(pixel[1]) + 114 * u32::from(pixel[2]))
                / 1000;
        for index in 0..3 {
            let mixed =
                u32::from(dark[index]) * (255 - brightness) + u32::from(light[index]) * brightness;
            pixel[index] = (mixed / 255) as u8;
        }
    }
}

/// Blurs by three means over a window, which together come close to a normal distribution and take the same time whatever
/// the radius.
fn blur(raster: &mut Raster, radius: u8) {
    if raster.channels == Channels::Rgba {
        multiply(raster);
    }
    let (width, height) = (raster.width as usize, raster.height as usize);
    let count = raster.channels.count();
    let mut line = Vec::with_capacity(width.max(height));
    for _ in 0..3 {
        for channel in 0..count {
            for y in 0..height {
                mean(
                    &mut raster.pixels,
                    y * width * count + channel,
                    count,
                    width,
                    radius,
                    &mut line,
                );
            }
            for x in 0..width {
                mean(
                    &mut raster.pixels,
                    x * count + channel,
                    width * count,
                    height,
                    radius,
                    &mut line,
                );
            }
        }
    }
    if raster.channels == Channels::Rgba {
        divide(raster);
    }
}

/// Means over a window along one line of one channel; beyond its ends the line goes on as it ends.
fn mean(
    pixels: &mut [u8],
    start: usize,
    step: usize,
    length: usize,
    radius: u8,
    line: &mut Vec<u8>,
) {
    line.clear();
    line.extend((0..length).map(|index| pixels[start + index * step]));
    let reach = usize::from(radius);
    let window = 2 * reach as u32 + 1;
    let at = |index: usize| u32::from(line[index.clamp(reach, length - 1 + reach) - reach]);
    let mut sum: u32 = (0..window as usize).map(at).sum();
    for index in 0..length {
        pixels[start + index * step] = ((sum + window / 2) / window) as u8;
        sum = sum + at(index + window as usize) - at(index);
    }
}

/// Colours multiplied with alpha, so that what cannot be seen does not bleed.
fn multiply(raster: &mut Raster) {
    for pixel in raster.pixels.chunks_exact_mut(4) {
        let alpha = u32::from(pixel[3]);
        pixel[..3]
            .iter_mut()
            .for_each(|value| *value = ((u32::from(*value) * alpha + 127) / 255) as u8);
    }
}

fn divide(raster: &mut Raster) {
    for pixel in raster.pixels.chunks_exact_mut(4) {
        let alpha = u32::from(pixel[3]).max(1);
        pixel[..3]
            .iter_mut()
            .for_each(|value| *value = (u32::from(*value) * 255 / alpha).min(255) as u8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filtered(filter: &str, pixels: &[u8]) -> Vec<u8> {
        let size: crate::size::Size = format!("w1_filter({filter})").parse().unwrap();
        let mut raster = Raster {
            width: (pixels.len() / 4) as u32,
            height: 1,
            channels: Channels::Rgba,
            pixels: pixels.to_vec(),
        };
        size.filter.unwrap().apply(&mut raster);
        raster.pixels
    }

    #[test]
    fn dark_parts_become_bright_and_colours_stay() {
        let pixels = filtered(
            "negate,000,666",
            &[0, 0, 0, 255, 0x66, 0x66, 0x66, 9, 200, 10, 10, 255],
        );

        assert_eq!(
            pixels,
            [255, 255, 255, 255, 0x99, 0x99, 0x99, 9, 200, 10, 10, 255]
        );
    }

    #[test]
    fn two_tones_run_from_dark_to_light() {
        let pixels = filtered("duotone,102030,f0e0d0", &[0, 0, 0, 255, 255, 255, 255, 7]);

        assert_eq!(pixels, [0x10, 0x20, 0x30, 255, 0xf0, 0xe0, 0xd0, 7]);
    }

    #[test]
    fn blurring_keeps_what_is_even_and_spreads_what_is_not() {
        let even = [90, 60, 30, 255].repeat(40);
        assert_eq!(filtered("blur,5", &even), even);

        let mut spot = [0, 0, 0, 255].repeat(9);
        spot[16] = 255;
        let blurred = filtered("blur,1", &spot);
        assert!(blurred[16] < 255 && blurred[12] > 0 && blurred[0] == 0);
        assert_eq!(blurred[12], blurred[20]);
    }
}
