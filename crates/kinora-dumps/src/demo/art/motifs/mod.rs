//! Motifs: what fills posters and backdrops. One function per motif; each fills any area.

mod cinema;
mod patterns;
mod places;
mod sky;

use std::f32::consts::TAU;

use super::canvas::Canvas;
use super::chance::Dice;
use super::geometry::{Area, Point, sector, star};
use super::palette::{DIM, INK, SOFT, TINT};
use cinema::{projector, reel, stage};
use patterns::{eye, fans, palmette};
use places::{city, mountains, sea, village};
use sky::{comet, night, rainbow, sunburst};

/// Draws a picture that fills an area.
pub(super) type Motif = fn(&mut Canvas, Area, &mut Dice);

/// All motifs; the seed of a title chooses one.
pub(super) const MOTIFS: [Motif; 14] = [
    sunburst, rainbow, night, city, sea, projector, mountains, stage, village, eye, palmette, reel,
    fans, comet,
];

/// A tone for the rays behind a motif and a set of rings that grow lighter towards the middle.
const GLOW: [(f32, u8); 4] = [(1.0, DIM), (0.8, TINT), (0.6, SOFT), (0.42, INK)];

/// Draws rays from a centre, every second one left empty. A wide picture gets fewer of them,
/// because every edge that crosses its many rows makes the file larger by a kilobyte.
pub(super) fn draw_rays(canvas: &mut Canvas, area: Area, centre: Point, count: usize, tone: u8) {
    let count = if area.width() > 1000.0 {
        count * 2 / 3
    } else {
        count
    };
    let radius = area.width() + area.height();
    let step = TAU / count as f32;
    let rays: Vec<_> = (0..count)
        .map(|index| (index as f32 - 0.25) * step)
        .map(|angle| sector(centre, radius, angle, angle + step / 2.0))
        .collect();
    canvas.fill(&rays, tone);
}

/// Draws discs inside each other that grow lighter towards the middle.
fn draw_glow(canvas: &mut Canvas, centre: Point, radius: f32) {
    for (share, tone) in GLOW {
        canvas.disc(centre, radius * share, tone);
    }
}

/// Scatters stars over an area.
fn draw_stars(canvas: &mut Canvas, area: Area, count: usize, dice: &mut Dice) {
    for index in 0..count {
        let place = area.at(dice.between(0.03, 0.97), dice.between(0.03, 0.97));
        let size = area.span() * dice.between(0.006, 0.014);
        if index % 5 == 0 {
            canvas.fill(&[star(place, size * 2.4, size * 0.5, 4)], INK);
        } else {
            canvas.disc(place, size * 0.45 + 0.5, SOFT);
        }
    }
}
