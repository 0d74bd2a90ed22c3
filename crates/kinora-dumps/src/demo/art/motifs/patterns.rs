//! Motifs that are patterns: the eye, the palmette, fans.

use std::f32::consts::{PI, TAU};

use super::{draw_glow, draw_rays};
use crate::demo::art::canvas::Canvas;
use crate::demo::art::chance::Dice;
use crate::demo::art::geometry::{Area, Point, polar, sector};
use crate::demo::art::palette::{DIM, FAINT, GROUND, INK, SOFT, TINT};

/// A great eye under rays.
pub(super) fn eye(canvas: &mut Canvas, area: Area, dice: &mut Dice) {
    let centre = area.at(0.5, dice.between(0.48, 0.54));
    draw_rays(canvas, area, centre, 15 + 2 * dice.below(4), FAINT);
    let half = (area.width() * 0.44).min(area.height() * 0.7);
    let lid = |scale: f32| almond(centre, half * scale, half * 0.56 * scale);
    for (scale, tone) in [(1.14, GROUND), (1.1, TINT), (1.07, GROUND), (1.0, INK)] {
        canvas.fill(&[lid(scale)], tone);
    }
    draw_eyeball(canvas, centre, half * 0.44);
    for index in 0..9u8 {
        let across = f32::from(index) / 4.0 - 1.0;
        let root = (
            centre.0 + across * half * 0.8,
            centre.1 - half * (0.66 - 0.4 * across * across),
        );
        let tip = (root.0 + across * half * 0.16, root.1 - half * 0.2);
        canvas.line(root, tip, half * 0.02, SOFT);
    }
}

/// Draws the round part of an eye, with its pupil and a gleam.
fn draw_eyeball(canvas: &mut Canvas, centre: Point, iris: f32) {
    canvas.disc(centre, iris, GROUND);
    canvas.disc(centre, iris * 0.94, TINT);
    let count = 30;
    let lines: Vec<_> = (0..count)
        .map(|index| index as f32 / count as f32 * TAU)
        .map(|angle| {
            sector(
                polar(centre, iris * 0.3, angle),
                iris * 0.62,
                angle - 0.06,
                angle + 0.06,
            )
        })
        .collect();
    canvas.fill(&lines, GROUND);
    canvas.disc(centre, iris * 0.5, GROUND);
    canvas.disc(polar(centre, iris * 0.4, -0.8), iris * 0.16, INK);
}

/// The outline of an almond: two arcs that meet in points left and right.
fn almond(centre: Point, half: f32, rise: f32) -> Vec<Point> {
    let curve = |step: usize, side: f32| {
        let place = step as f32 / 40.0 * 2.0 - 1.0;
        (
            centre.0 + place * half * side,
            centre.1 - side * (1.0 - place * place) * rise,
        )
    };
    (0..40)
        .map(|step| curve(step, 1.0))
        .chain((0..40).map(|step| curve(step, -1.0)))
        .collect()
}

/// A fan of pointed leaves that grows from the bottom edge.
pub(super) fn palmette(canvas: &mut Canvas, area: Area, dice: &mut Dice) {
    let root = area.at(0.5, 1.0);
    let count = 7 + 2 * dice.below(3);
    let reach = area.height() * 0.9;
    for ring in [1.32, 1.22, 1.12] {
        canvas.ring(
            root,
            reach * ring,
            reach * ring - area.span() * 0.012,
            FAINT,
        );
    }
    for (layer, (length, tone)) in [(1.0, DIM), (0.76, TINT), (0.52, SOFT)]
        .into_iter()
        .enumerate()
    {
        let leaves = count - layer * 2;
        for index in 0..leaves {
            let share = (index as f32 + 0.5) / leaves as f32;
            let angle = -PI + share * PI;
            let width = length * reach * 1.35 / leaves as f32 * 0.5;
            draw_leaf(canvas, root, angle, (length * reach, width), tone);
        }
    }
    draw_glow(canvas, root, reach * 0.2);
}

/// Draws a leaf with a dark rim and a dark vein.
fn draw_leaf(canvas: &mut Canvas, root: Point, angle: f32, size: (f32, f32), tone: u8) {
    let leaf = |scale: f32| -> Vec<Point> {
        let (sine, cosine) = angle.sin_cos();
        let side = |step: usize, sign: f32| {
            let along = step as f32 / 24.0;
            let out = (along.powf(1.4) * PI).sin() * size.1 * sign * scale;
            let far = along * size.0 * (0.98 + 0.02 * scale);
            (
                root.0 + far * cosine - out * sine,
                root.1 + far * sine + out * cosine,
            )
        };
        (0..24)
            .map(|step| side(step, 1.0))
            .chain((1..=24).rev().map(|step| side(step, -1.0)))
            .collect()
    };
    canvas.fill(&[leaf(1.16)], GROUND);
    canvas.fill(&[leaf(1.0)], tone);
    canvas.fill(&[leaf(0.12)], GROUND);
}

/// Rows of overlapping fans.
pub(super) fn fans(canvas: &mut Canvas, area: Area, dice: &mut Dice) {
    let across = (2 + dice.below(2)) as f32 * (area.width() / area.height()).max(1.0).round();
    let radius = area.width() / across / 2.0;
    let rows = (area.height() / radius * 2.0).ceil() as usize + 3;
    let bright = dice.below(3);
    for row in 0..rows {
        let y = area.top + row as f32 * radius * 0.5;
        // The next rows cover all that lies lower than this.
        canvas.clip = Area {
            bottom: area.bottom.min(y + radius * 0.1),
            ..area
        };
        for column in 0..=across as usize {
            let shift = if row % 2 == 0 { 0.0 } else { radius };
            let centre = (area.left + column as f32 * radius * 2.0 + shift, y);
            let lit = (row * 2 + column + bright).is_multiple_of(7);
            let tones = if lit {
                [SOFT, GROUND, INK, GROUND, SOFT]
            } else {
                [DIM, GROUND, TINT, GROUND, DIM]
            };
            for (step, tone) in tones.into_iter().enumerate() {
                canvas.disc(centre, radius * (0.97 - step as f32 * 0.17), tone);
            }
        }
    }
}
