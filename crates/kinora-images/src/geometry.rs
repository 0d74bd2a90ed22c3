//! From the size of an original and the size asked for to what is made: pure numbers.

use crate::size::{Crop, Extent};

/// What is made of an original.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Geometry {
    /// What is taken of the original, in its pixels.
    pub source: Rect,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// A part of a picture, in pixels and parts of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
}

impl Geometry {
    /// What is made of a picture so wide and high. Drawings may be enlarged, pictures only where they are cut.
    pub fn of(width: u32, height: u32, extent: Extent, is_drawing: bool) -> Geometry {
        let (wide, high) = (f64::from(width), f64::from(height));
        let whole = Rect {
            left: 0.0,
            top: 0.0,
            width: wide,
            height: high,
        };
        let scaled = |scale: f64| {
            let scale = if is_drawing { scale } else { scale.min(1.0) };
            Geometry {
                source: whole,
                width: side(wide * scale),
                height: side(high * scale),
            }
        };
        match extent {
            Extent::Original => scaled(1.0),
            Extent::Width(wanted) => scaled(f64::from(wanted) / wide),
            Extent::Height(wanted) => scaled(f64::from(wanted) / high),
            Extent::Crop(wanted_width, wanted_height, crop) => {
                let scale = (f64::from(wanted_width) / wide).max(f64::from(wanted_height) / high);
                let taken_width = (f64::from(wanted_width) / scale).min(wide);
                let taken_height = (f64::from(wanted_height) / scale).min(high);
                // Faces stand in the upper part of portraits and posters, so a quarter of what is too much is cut above.
                let above = match crop {
                    Crop::Best => 0.5,
                    Crop::Face | Crop::Faces => 0.25,
                };
                Geometry {
                    source: Rect {
                        left: (wide - taken_width) / 2.0,
                        top: (high - taken_height) * above,
                        width: taken_width,
                        height: taken_height,
                    },
                    width: wanted_width,
                    height: wanted_height,
                }
            }
        }
    }

    /// By how much the original is made smaller; below 1 it is enlarged.
    pub fn shrinkage(&self) -> f64 {
        (self.source.width / f64::from(self.width)).min(self.source.height / f64::from(self.height))
    }

    /// How many pixels are made.
    pub fn pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    /// The same of a picture as it is stored, so wide and high, which an orientation of EXIF, 1 to 8, turns upright.
    pub fn stored(&self, orientation: u8, width: u32, height: u32) -> Geometry {
        let taken = self.source;
        let (is_transposed, from_right, from_below) = match orientation {
            2 => (false, true, false),
            3 => (false, true, true),
            4 => (false, false, true),
            5 => (true, false, false),
            6 => (true, false, true),
            7 => (true, true, true),
            8 => (true, true, false),
            _ => (false, false, false),
        };
        let mut stored = *self;
        if is_transposed {
            stored.source = Rect {
                left: taken.top,
                top: taken.left,
                width: taken.height,
                height: taken.width,
            };
            (stored.width, stored.height) = (self.height, self.width);
        }
        let source = &mut stored.source;
        // What stands at the other end must not reach beyond this one, by however little.
        if from_right {
            source.left = (f64::from(width) - source.left - source.width).max(0.0);
        }
        if from_below {
            source.top = (f64::from(height) - source.top - source.height).max(0.0);
        }
        stored
    }

    /// The same of an original that was decoded at another size.
    pub fn on(&self, scale: f64, decoded: (u32, u32)) -> Geometry {
        let (left, top) = (self.source.left * scale, self.source.top * scale);
        Geometry {
            source: Rect {
                left,
                top,
                width: (self.source.width * scale).min(f64::from(decoded.0) - left),
                height: (self.source.height * scale).min(f64::from(decoded.1) - top),
            },
            ..*self
        }
    }
}

/// A side in whole pixels; no picture is thinner than one.
fn side(length: f64) -> u32 {
    (length.round() as u32).max(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::raster::{Channels, Raster};

    fn cut(raster: &Raster, part: Rect) -> Raster {
        let (left, width) = (part.left as usize * 3, part.width as usize * 3);
        let rows = raster.pixels.chunks(raster.width as usize * 3);
        let rows = rows.skip(part.top as usize).take(part.height as usize);
        Raster {
            width: part.width as u32,
            height: part.height as u32,
            channels: raster.channels,
            pixels: rows
                .flat_map(|row| row[left..left + width].to_vec())
                .collect(),
        }
    }

    fn made(width: u32, height: u32, size: &str) -> (u32, u32) {
        let size: crate::size::Size = size.parse().unwrap();
        let geometry = Geometry::of(width, height, size.extent, false);
        (geometry.width, geometry.height)
    }

    #[test]
    fn sizes_keep_the_ratio_and_never_enlarge() {
        assert_eq!(made(2000, 3000, "w500"), (500, 750));
        assert_eq!(made(2000, 3000, "h632"), (421, 632));
        assert_eq!(made(2000, 3000, "original"), (2000, 3000));
        assert_eq!(made(300, 450, "w500"), (300, 450));
        assert_eq!(made(300, 450, "h632"), (300, 450));
        assert_eq!(made(4000, 1, "w92"), (92, 1));
    }

    #[test]
    fn crops_are_exact_and_may_enlarge() {
        assert_eq!(made(2000, 3000, "w500_and_h282_face"), (500, 282));
        assert_eq!(made(100, 100, "w300_and_h450_bestv2"), (300, 450));
    }

    #[test]
    fn the_middle_or_the_upper_part_is_kept() {
        let crop = |crop| {
            Geometry::of(1000, 2000, Extent::Crop(500, 500, crop), false)
                .source
                .top
        };

        assert_eq!((crop(Crop::Best), crop(Crop::Face)), (500.0, 250.0));
    }

    proptest! {
        #[test]
        fn a_part_of_a_turned_picture_is_found_where_it_is_stored(
            orientation in 1u8..9, left in 0u32..5, top in 0u32..4, width in 1u32..4, height in 1u32..5,
        ) {
            // Each pixel is another one. Upright the picture is 7 by 8 or 8 by 7.
            let stored = Raster {
                width: 8,
                height: 7,
                channels: Channels::Rgb,
                pixels: (0..8 * 7).flat_map(|pixel| [pixel; 3]).collect(),
            };
            let taken = Rect {
                left: left.into(),
                top: top.into(),
                width: width.into(),
                height: height.into(),
            };
            let geometry = Geometry { source: taken, width, height };

            let part = geometry.stored(orientation, 8, 7);
            let there = cut(&stored, part.source).oriented(orientation);

            prop_assert_eq!((part.width, part.height), (part.source.width as u32, part.source.height as u32));
            prop_assert_eq!(there, cut(&stored.oriented(orientation), taken));
        }

        #[test]
        fn what_is_taken_lies_within_the_picture(
            width in 1u32..5000, height in 1u32..5000, wanted in 1u32..4097, other in 1u32..4097, eighths in 1u32..9,
        ) {
            let geometry = Geometry::of(width, height, Extent::Crop(wanted, other, Crop::Face), false);
            let decoded = ((width * eighths).div_ceil(8), (height * eighths).div_ceil(8));
            let rect = geometry.on(f64::from(eighths) / 8.0, decoded).source;

            prop_assert!(rect.left >= 0.0 && rect.top >= 0.0);
            prop_assert!(rect.width > 0.0 && rect.height > 0.0);
            prop_assert!(rect.left + rect.width <= f64::from(decoded.0) + 1e-6);
            prop_assert!(rect.top + rect.height <= f64::from(decoded.1) + 1e-6);
        }
    }
}
