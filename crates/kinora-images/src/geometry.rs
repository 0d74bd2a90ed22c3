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

    /// What is taken of an original that was decoded at another size.
    pub fn on(&self, scale: f64, decoded: (u32, u32)) -> Rect {
        let (left, top) = (self.source.left * scale, self.source.top * scale);
        Rect {
            left,
            top,
            width: (self.source.width * scale).min(f64::from(decoded.0) - left),
            height: (self.source.height * scale).min(f64::from(decoded.1) - top),
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
        fn what_is_taken_lies_within_the_picture(
            width in 1u32..5000, height in 1u32..5000, wanted in 1u32..4097, other in 1u32..4097, eighths in 1u32..9,
        ) {
            let geometry = Geometry::of(width, height, Extent::Crop(wanted, other, Crop::Face), false);
            let decoded = ((width * eighths).div_ceil(8), (height * eighths).div_ceil(8));
            let rect = geometry.on(f64::from(eighths) / 8.0, decoded);

            prop_assert!(rect.left >= 0.0 && rect.top >= 0.0);
            prop_assert!(rect.width > 0.0 && rect.height > 0.0);
            prop_assert!(rect.left + rect.width <= f64::from(decoded.0) + 1e-6);
            prop_assert!(rect.top + rect.height <= f64::from(decoded.1) + 1e-6);
        }
    }
}
