//! Tones and colours: the palettes are named after the tints of silent film stock.

use super::Shape;

/// The number of colours in a picture; one pixel takes four bits.
pub(super) const LEVELS: u8 = 16;

/// Tones used by the layouts and the motifs, from the ground to the ink.
pub(super) const GROUND: u8 = 0;
pub(super) const FAINT: u8 = 34;
pub(super) const DIM: u8 = 68;
pub(super) const TINT: u8 = 119;
pub(super) const SOFT: u8 = 187;
pub(super) const INK: u8 = 255;

/// A colour as red, green and blue.
pub(super) type Colour = [u8; 3];

/// Ground, tint and ink of the dark palettes, named after the tints of silent film stock.
pub(super) const DARK_PALETTES: [[Colour; 3]; 12] = [
    [[0x15, 0x0f, 0x08], [0xb0, 0x6a, 0x1e], [0xf7, 0xe8, 0xc9]], // amber
    [[0x09, 0x10, 0x1a], [0x35, 0x6d, 0x99], [0xe9, 0xef, 0xf1]], // night blue
    [[0x18, 0x11, 0x0c], [0x8f, 0x6c, 0x4a], [0xf4, 0xe7, 0xd3]], // sepia
    [[0x07, 0x14, 0x11], [0x2f, 0x80, 0x6d], [0xeb, 0xf2, 0xe5]], // sea green
    [[0x1a, 0x0a, 0x11], [0xa8, 0x40, 0x5a], [0xf8, 0xe4, 0xdc]], // rose
    [[0x11, 0x0c, 0x1a], [0x70, 0x5d, 0xa3], [0xee, 0xe7, 0xf4]], // lavender
    [[0x0f, 0x11, 0x13], [0x6f, 0x78, 0x80], [0xf3, 0xf2, 0xed]], // silver
    [[0x17, 0x07, 0x05], [0xbb, 0x3c, 0x22], [0xfc, 0xe7, 0xc5]], // fire
    [[0x10, 0x12, 0x09], [0x83, 0x84, 0x38], [0xf4, 0xf1, 0xd7]], // olive
    [[0x07, 0x12, 0x1f], [0xb5, 0x86, 0x35], [0xf8, 0xed, 0xd2]], // navy and gold
    [[0x05, 0x1a, 0x15], [0xb8, 0x94, 0x3f], [0xf6, 0xf0, 0xd8]], // emerald and gold
    [[0x1c, 0x08, 0x1a], [0xc0, 0x6a, 0x4a], [0xfa, 0xe9, 0xd6]], // plum and copper
];

/// Ground, tint and ink of the palettes that look like printed paper.
pub(super) const PAPER_PALETTES: [[Colour; 3]; 4] = [
    [[0xf0, 0xe4, 0xcc], [0xc2, 0x5a, 0x3c], [0x1d, 0x14, 0x11]],
    [[0xea, 0xe5, 0xd6], [0x54, 0x84, 0x9c], [0x12, 0x18, 0x1e]],
    [[0xee, 0xe6, 0xc9], [0x8a, 0x92, 0x4e], [0x17, 0x1a, 0x10]],
    [[0xf2, 0xe2, 0xd6], [0xa8, 0x6c, 0x86], [0x1e, 0x11, 0x1a]],
];

/// The sixteen colours of a picture, with the opacity of each.
pub(super) struct Colours {
    pub(super) colours: Vec<Colour>,
    pub(super) opacities: Option<Vec<u8>>,
}

impl Colours {
    /// The colours of a shape: a ramp, or for a logo shades of the ink that fade into nothing.
    pub(super) fn new(shape: Shape, stops: &[Colour; 3]) -> Self {
        let levels = (0..LEVELS).map(|level| f32::from(level) / f32::from(LEVELS - 1));
        if shape == Shape::Logo {
            return Colours {
                colours: levels
                    .map(|at| mix(stops[1], stops[2], 0.35 + 0.65 * at))
                    .collect(),
                opacities: Some(
                    (0..LEVELS)
                        .map(|level| level * (255 / (LEVELS - 1)))
                        .collect(),
                ),
            };
        }
        Colours {
            colours: levels.map(|at| ramp(stops, at)).collect(),
            opacities: None,
        }
    }
}

/// The colour at a place of the ramp from ground (0) through tint to ink (1).
fn ramp(stops: &[Colour; 3], at: f32) -> Colour {
    if at < 0.5 {
        mix(stops[0], stops[1], at * 2.0)
    } else {
        mix(stops[1], stops[2], at * 2.0 - 1.0)
    }
}

/// Mixes two colours; a share of 0 is all the first, a share of 1 all the second.
fn mix(first: Colour, second: Colour, share: f32) -> Colour {
    let channel = |index: usize| {
        let (from, to) = (f32::from(first[index]), f32::from(second[index]));
        (from + (to - from) * share).round() as u8
    };
    [channel(0), channel(1), channel(2)]
}
