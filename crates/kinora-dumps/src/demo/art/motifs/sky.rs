//! Motifs of the sky: sun, rainbow, moon and comet.

use std::f32::consts::TAU;

use super::{draw_glow, draw_rays, draw_stars};
use crate::demo::art::canvas::Canvas;
use crate::demo::art::chance::Dice;
use crate::demo::art::geometry::{Area, horizon, star};
use crate::demo::art::palette::{DIM, FAINT, GROUND, INK, SOFT, TINT};

/// A sun with rays, rising from the bottom edge.
pub(super) fn sunburst(canvas: &mut Canvas, area: Area, dice: &mut Dice) {
    let centre = area.at(dice.between(0.42, 0.58), dice.between(0.86, 1.0));
    draw_rays(canvas, area, centre, 15 + 2 * dice.below(6), FAINT);
    let radius = area.span() * dice.between(0.42, 0.56);
    canvas.ring(centre, radius * 1.34, radius * 1.32, TINT);
    canvas.ring(centre, radius * 1.24, radius * 1.20, TINT);
    draw_glow(canvas, centre, radius);
}

/// Concentric arcs from the middle of the bottom edge, in changing widths.
pub(super) fn rainbow(canvas: &mut Canvas, area: Area, dice: &mut Dice) {
    let across = [0.0, 0.5, 0.5, 1.0][dice.below(4)];
    let centre = area.at(across, 1.0);
    let side = if across == 0.5 {
        area.width() * 0.5
    } else {
        area.width() * 0.92
    };
    let reach = side.max(area.height()) * 1.1;
    let tones = [
        DIM, GROUND, TINT, GROUND, FAINT, SOFT, GROUND, TINT, INK, GROUND,
    ];
    let start = dice.below(tones.len());
    let mut radius = reach;
    let mut step = 0;
    while radius > reach * 0.06 {
        canvas.disc(centre, radius, tones[(start + step) % tones.len()]);
        radius -= reach
            * if step % 3 == 2 {
                0.02
            } else {
                dice.between(0.035, 0.085)
            };
        step += 1;
    }
    canvas.disc(centre, radius.max(reach * 0.04), INK);
}

/// A crescent moon among stars, above dark hills.
pub(super) fn night(canvas: &mut Canvas, area: Area, dice: &mut Dice) {
    canvas.rectangle(area, FAINT);
    let sky = Area::new(
        area.left,
        area.top,
        area.right,
        area.top + area.height() * 0.7,
    );
    draw_stars(canvas, sky, 46, dice);
    let moon = area.at(dice.between(0.32, 0.68), dice.between(0.34, 0.42));
    let radius = area.span() * dice.between(0.2, 0.26);
    canvas.disc(moon, radius * 1.5, DIM - 14);
    canvas.disc(moon, radius * 1.25, DIM);
    canvas.disc(moon, radius, INK);
    let side = if dice.below(2) == 0 { 1.0 } else { -1.0 };
    canvas.disc(
        (moon.0 + side * radius * 0.42, moon.1 - radius * 0.16),
        radius * 0.84,
        DIM,
    );
    for (level, tone) in [(0.74, TINT), (0.82, DIM), (0.9, GROUND)] {
        let phase = dice.between(0.0, TAU);
        let waves = dice.between(1.0, 2.2) * area.width() / area.height();
        let hills = horizon(area, 60, |place| {
            let swell = (place * waves * TAU + phase).sin() * 0.035
                + (place * waves * 4.3 + phase).sin() * 0.03;
            area.at(0.0, level + swell).1
        });
        canvas.fill(&[hills], tone);
    }
}

/// A comet with a long tail among stars.
pub(super) fn comet(canvas: &mut Canvas, area: Area, dice: &mut Dice) {
    draw_stars(canvas, area, 60, dice);
    let mirrored = dice.below(2) == 0;
    let at = |x: f32, y: f32| area.at(if mirrored { 1.0 - x } else { x }, y);
    let head = at(dice.between(0.3, 0.38), dice.between(0.54, 0.64));
    let size = area.span() * 0.17;
    let tips = [(1.02, 0.02), (0.98, 0.14), (1.04, 0.28)];
    for (index, (x, y)) in tips.into_iter().enumerate() {
        let tip = at(x, y);
        let (way_x, way_y) = (tip.0 - head.0, tip.1 - head.1);
        let length = way_x.hypot(way_y);
        let (side_x, side_y) = (-way_y / length * size, way_x / length * size);
        for (width, tone) in [(0.5, DIM), (0.3, TINT), (0.12, SOFT)] {
            let spread = if index == 1 { width } else { width * 0.8 };
            let base = [
                (head.0 + side_x * spread, head.1 + side_y * spread),
                (head.0 - side_x * spread, head.1 - side_y * spread),
            ];
            canvas.fill(&[vec![tip, base[0], base[1]]], tone);
        }
    }
    canvas.disc(head, size * 1.02, GROUND);
    canvas.ring(head, size * 0.98, size * 0.93, SOFT);
    canvas.fill(
        &[star(head, size * 0.9, size * 0.4, 5 + dice.below(4))],
        INK,
    );
}
