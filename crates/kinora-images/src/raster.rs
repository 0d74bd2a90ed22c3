//! Pixels in memory: 8 bits a channel, sRGB, with or without alpha.

/// A picture in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raster {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// What a pixel is made of.
    pub channels: Channels,
    /// Row by row, without gaps.
    pub pixels: Vec<u8>,
}

/// What a pixel is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channels {
    /// Red, green, blue.
    Rgb,
    /// Red, green, blue, alpha; not multiplied.
    Rgba,
}

impl Channels {
    /// Bytes of a pixel.
    pub fn count(self) -> usize {
        match self {
            Channels::Rgb => 3,
            Channels::Rgba => 4,
        }
    }
}

impl Raster {
    /// Turned and mirrored as an EXIF orientation says, 1 to 8; others mean nothing.
    pub fn oriented(self, orientation: u8) -> Raster {
        if !(2..=8).contains(&orientation) {
            return self;
        }
        let count = self.channels.count();
        let (width, height) = (self.width as usize, self.height as usize);
        let is_transposed = orientation >= 5;
        let (new_width, new_height) = if is_transposed {
            (height, width)
        } else {
            (width, height)
        };
        let mut pixels = Vec::with_capacity(self.pixels.len());
        for y in 0..new_height {
            for x in 0..new_width {
                let (from_x, from_y) = match orientation {
                    2 => (width - 1 - x, y),
                    3 => (width - 1 - x, height - 1 - y),
                    4 => (x, height - 1 - y),
                    5 => (y, x),
                    6 => (y, height - 1 - x),
                    7 => (width - 1 - y, height - 1 - x),
                    _ => (width - 1 - y, x),
                };
                let at = (from_y * width + from_x) * count;
                pixels.extend_from_slice(&self.pixels[at..at + count]);
            }
        }
        Raster {
            width: new_width as u32,
            height: new_height as u32,
            pixels,
            ..self
        }
    }

    /// Without alpha, over white.
    pub fn flattened(self) -> Raster {
        if self.channels == Channels::Rgb {
            return self;
        }
        // In its place: a large picture is in memory once.
        let mut pixels = self.pixels;
        let count = pixels.len() / 4;
        for index in 0..count {
            let alpha = u32::from(pixels[index * 4 + 3]);
            for channel in 0..3 {
                let value = u32::from(pixels[index * 4 + channel]);
                let over = (value * alpha + 255 * (255 - alpha) + 127) / 255;
                pixels[index * 3 + channel] = over as u8;
            }
        }
        pixels.truncate(count * 3);
        pixels.shrink_to_fit();
        Raster {
            channels: Channels::Rgb,
            pixels,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_seen_through_is_laid_over_white() {
        let raster = Raster {
            width: 3,
            height: 1,
            channels: Channels::Rgba,
            pixels: vec![10, 20, 30, 255, 10, 20, 30, 0, 0, 255, 100, 51],
        };

        let flat = raster.flattened();

        assert_eq!(flat.channels, Channels::Rgb);
        assert_eq!(flat.pixels, [10, 20, 30, 255, 255, 255, 204, 255, 224]);
    }

    #[test]
    fn orientations_put_the_first_pixel_where_they_say() {
        // Two wide, three high; the first pixel is red, the one right of it green.
        let mut pixels = vec![0; 2 * 3 * 3];
        pixels[0] = 255;
        pixels[4] = 255;
        let raster = Raster {
            width: 2,
            height: 3,
            channels: Channels::Rgb,
            pixels,
        };

        let places = |orientation| {
            let turned = raster.clone().oriented(orientation);
            let find = |channel: usize| {
                turned
                    .pixels
                    .chunks(3)
                    .position(|pixel| pixel[channel] == 255)
                    .unwrap()
            };
            let at = |index: usize| (index % turned.width as usize, index / turned.width as usize);
            (at(find(0)), at(find(1)))
        };

        assert_eq!(places(1), ((0, 0), (1, 0)));
        assert_eq!(places(2), ((1, 0), (0, 0)));
        assert_eq!(places(3), ((1, 2), (0, 2)));
        assert_eq!(places(4), ((0, 2), (1, 2)));
        assert_eq!(places(5), ((0, 0), (0, 1)));
        assert_eq!(places(6), ((2, 0), (2, 1)));
        assert_eq!(places(7), ((2, 1), (2, 0)));
        assert_eq!(places(8), ((0, 1), (0, 0)));
    }
}
