//! What the seed decides for the pictures of a title.

use super::Shape;
use super::canvas::Canvas;
use super::chance::Dice;
use super::geometry::Area;
use super::motifs::{MOTIFS, Motif};
use super::nib::{NIBS, Nib};
use super::palette::{Colour, DARK_PALETTES, PAPER_PALETTES};

/// What the seed decides for the pictures of a title.
pub(super) struct Style {
    pub(super) stops: [Colour; 3],
    is_paper: bool,
    motif: Motif,
    pub(super) nib: Nib,
    pub(super) corner: usize,
    pub(super) title_first: bool,
    pub(super) seed: u64,
}

impl Style {
    /// The style of a seed. Only upright pictures are printed on paper, wide ones are always dark.
    pub(super) fn choose(shape: Shape, seed: u64) -> Self {
        let mut dice = Dice::new(seed, 1);
        let dark = DARK_PALETTES[dice.below(DARK_PALETTES.len())];
        let paper = PAPER_PALETTES[dice.below(PAPER_PALETTES.len())];
        let is_paper = dice.below(5) == 0 && matches!(shape, Shape::Poster | Shape::Profile);
        Style {
            stops: if is_paper { paper } else { dark },
            is_paper,
            motif: MOTIFS[dice.below(MOTIFS.len())],
            nib: NIBS[dice.below(NIBS.len())],
            corner: dice.below(4),
            title_first: dice.below(4) == 0,
            seed,
        }
    }

    /// Draws the motif of the title into an area.
    pub(super) fn draw_motif(&self, canvas: &mut Canvas, area: Area) {
        canvas.clip = area;
        (self.motif)(canvas, area, &mut Dice::new(self.seed, 2));
        canvas.clip = canvas.area();
        self.develop(canvas, area);
    }

    /// Turns a picture on paper from negative to positive: motifs are drawn light on dark.
    pub(super) fn develop(&self, canvas: &mut Canvas, area: Area) {
        if self.is_paper {
            canvas.invert(area);
        }
    }
}
