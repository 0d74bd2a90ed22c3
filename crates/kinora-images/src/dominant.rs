//! The colour that a picture is seen in: of all its colours the one that most of it comes near, grey, black and white aside.
//!
//! Pixels are sorted by their hue, each with the weight of its colourfulness, so that a glowing
//! lamp counts for more than the brownish night around it. Three neighbours are taken together, or a colour that lies between two would
//! be outvoted by a smaller one within.

use crate::raster::Raster;
use crate::size::Rgb;

/// Into how many hues pixels are sorted: ten degrees each.
const HUES: usize = 36;
/// The least difference between the strongest and the weakest channel of a pixel that has a colour.
const GREY: u8 = 32;
/// The strongest channel of what is nearly black, and the weakest of what is nearly white.
const BLACK: u8 = 40;
const WHITE: u8 = 225;
/// The least alpha of a pixel that can be seen.
const SEEN: u8 = 128;
/// The least share of the pixels that have the colour, in hundredths.
const SHARE: usize = 2;

#[derive(Clone, Copy, Default)]
struct Heap {
    pixels: usize,
    weight: u64,
    /// Of each channel, weighted.
    sums: [u64; 3],
}

impl Heap {
    fn with(self, other: Heap) -> Heap {
        Heap {
            pixels: self.pixels + other.pixels,
            weight: self.weight + other.weight,
            sums: std::array::from_fn(|channel| self.sums[channel] + other.sums[channel]),
        }
    }
}

/// The dominant colour; none where hardly anything has one.
pub fn dominant(raster: &Raster) -> Option<Rgb> {
    let mut heaps = [Heap::default(); HUES];
    let pixels = raster.pixels.chunks_exact(raster.channels.count());
    let least = (pixels.len() * SHARE).div_ceil(100);
    for pixel in pixels {
        let is_seen = pixel.get(3).is_none_or(|alpha| *alpha >= SEEN);
        let colour = [pixel[0], pixel[1], pixel[2]];
        let (weakest, strongest) = ends(colour);
        let weight = strongest - weakest;
        if !is_seen || weight < GREY || strongest < BLACK || weakest > WHITE {
            continue;
        }
        let heap = &mut heaps[(hue(colour) / 360.0 * HUES as f64) as usize % HUES];
        *heap = heap.with(Heap {
            pixels: 1,
            weight: weight.into(),
            sums: colour.map(|value| u64::from(value) * u64::from(weight)),
        });
    }
    let together = (0..HUES).map(|at| {
        let (before, after) = ((at + HUES - 1) % HUES, (at + 1) % HUES);
        heaps[before].with(heaps[at]).with(heaps[after])
    });
    let most = together.max_by_key(|heap| heap.weight)?;
    let is_enough = most.weight > 0 && most.pixels >= least;
    is_enough.then(|| most.sums.map(|sum| (sum / most.weight) as u8))
}

/// The hue of a colour in degrees, 0 to 360 without the end: red 0, green 120, blue 240. Greys have that of red.
pub fn hue(colour: Rgb) -> f64 {
    let (weakest, strongest) = ends(colour);
    let range = f64::from(strongest - weakest);
    if range == 0.0 {
        return 0.0;
    }
    let [red, green, blue] = colour.map(f64::from);
    let sixths = match strongest {
        strongest if strongest == colour[0] => (green - blue) / range,
        strongest if strongest == colour[1] => (blue - red) / range + 2.0,
        _ => (red - green) / range + 4.0,
    };
    (sixths * 60.0).rem_euclid(360.0)
}

/// The weakest and the strongest channel.
fn ends([red, green, blue]: Rgb) -> (u8, u8) {
    (red.min(green).min(blue), red.max(green).max(blue))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::raster::Channels;

    fn painted(parts: &[(Rgb, usize)]) -> Raster {
        let pixels: Vec<u8> = parts
            .iter()
            .flat_map(|(colour, count)| colour.repeat(*count))
            .collect();
        Raster {
            width: pixels.len() as u32 / 3,
            height: 1,
            channels: Channels::Rgb,
            pixels,
        }
    }

    #[test]
    fn black_white_and_grey_are_no_colours() {
        let night = painted(&[
            ([0, 0, 0], 500),
            ([255, 255, 255], 300),
            ([120, 125, 118], 150),
            ([200, 60, 20], 50),
        ]);

        assert_eq!(dominant(&night), Some([200, 60, 20]));
        let grey = painted(&[([120, 125, 118], 990), ([200, 60, 20], 10)]);
        assert_eq!(dominant(&grey), None);
    }

    #[test]
    fn neighbours_are_taken_together() {
        // Two reds on both sides of a border outweigh a blue that is larger than either.
        let reds = painted(&[
            ([200, 20, 22], 40),
            ([200, 22, 20], 40),
            ([20, 20, 200], 60),
        ]);

        let found = dominant(&reds).unwrap();

        assert!(found[0] > 190 && found[2] < 40, "{found:?}");
    }

    #[test]
    fn what_cannot_be_seen_does_not_count() {
        let mut pixels = [20, 20, 200, 0].repeat(90);
        pixels.extend([200, 20, 20, 255].repeat(10));
        let raster = Raster {
            width: 100,
            height: 1,
            channels: Channels::Rgba,
            pixels,
        };

        assert_eq!(dominant(&raster), Some([200, 20, 20]));
    }

    proptest! {
        #[test]
        fn a_picture_of_one_colour_has_that_or_none(red: u8, green: u8, blue: u8) {
            let colour = [red, green, blue];
            let found = dominant(&painted(&[(colour, 10)]));

            prop_assert!(found.is_none_or(|found| found == colour));
            let (weakest, strongest) = ends(colour);
            let has_one = strongest - weakest >= GREY && strongest >= BLACK && weakest <= WHITE;
            prop_assert_eq!(found.is_some(), has_one);
        }

        #[test]
        fn hues_are_on_the_circle(red: u8, green: u8, blue: u8) {
            let hue = hue([red, green, blue]);

            prop_assert!((0.0..360.0).contains(&hue));
        }
    }
}
