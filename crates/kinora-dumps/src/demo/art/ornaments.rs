//! Borders, corners, dividers and perforations.

use std::f32::consts::PI;

use super::canvas::Canvas;
use super::geometry::{Area, Point, bounds, diamond, star};
use super::palette::{GROUND, INK, SOFT};

/// Draws the double border of a card with ornaments in its corners.
pub(super) fn draw_border(canvas: &mut Canvas, frame: Area, corner: usize) {
    let unit = (frame.span() / 100.0).clamp(2.0, 4.5);
    canvas.outline(frame, (unit * 0.9).round(), INK);
    canvas.outline(frame.inset((unit * 2.2).round()), 1.0, SOFT);
    for (place, inwards) in frame.corners() {
        draw_corner(canvas, place, inwards, unit, corner);
    }
}

/// Draws one of four ornaments into a corner of a border.
fn draw_corner(canvas: &mut Canvas, corner: Point, inwards: Point, unit: f32, kind: usize) {
    let at = |x: f32, y: f32| {
        (
            corner.0 + inwards.0 * x * unit,
            corner.1 + inwards.1 * y * unit,
        )
    };
    let square = |from: f32, to: f32| bounds([at(from, from), at(to, to)].iter());
    match kind {
        0 => {
            // A square within a square.
            canvas.rectangle(square(-1.0, 5.2), GROUND);
            canvas.outline(square(-1.0, 5.2), 2.0, INK);
            canvas.rectangle(square(0.8, 3.4), SOFT);
        }
        1 => {
            // A quarter of a rosette.
            for (radius, tone) in [(8.0, INK), (7.4, GROUND), (6.0, SOFT), (5.5, GROUND)] {
                canvas.fill(&[quarter(corner, inwards, radius * unit)], tone);
            }
            canvas.fill(&[quarter(corner, inwards, 3.6 * unit)], INK);
        }
        2 => {
            // A diamond over the crossing of the lines.
            for (size, tone) in [(5.0, GROUND), (4.1, INK), (2.9, GROUND), (1.5, SOFT)] {
                canvas.fill(&[diamond(at(1.4, 1.4), size * unit, size * unit)], tone);
            }
        }
        _ => {
            // A notch: the corner is cut out by a quarter circle with a ball in it.
            canvas.fill(&[quarter(at(-0.5, -0.5), inwards, 7.6 * unit)], INK);
            canvas.fill(&[quarter(at(-0.5, -0.5), inwards, 6.8 * unit)], GROUND);
            canvas.disc(at(2.1, 2.1), 1.5 * unit, INK);
        }
    }
}

/// The outline of a quarter of a disc around a corner.
fn quarter(corner: Point, inwards: Point, radius: f32) -> Vec<Point> {
    let arc = (0..=16).map(|step| {
        let (sine, cosine) = (step as f32 / 16.0 * PI / 2.0).sin_cos();
        (
            corner.0 + inwards.0 * radius * cosine,
            corner.1 + inwards.1 * radius * sine,
        )
    });
    std::iter::once(corner).chain(arc).collect()
}

/// Draws a thin rule that swells to an ornament in its middle.
pub(super) fn draw_divider(canvas: &mut Canvas, centre: Point, half: f32, kind: usize) {
    let (x, y) = (centre.0, centre.1.round());
    let gap = half * 0.16 + 6.0;
    for side in [-1.0, 1.0] {
        let (near, far) = (x + side * gap, x + side * half);
        canvas.rectangle(Area::new(near.min(far), y, near.max(far), y + 1.0), SOFT);
        canvas.fill(&[diamond((near, y + 0.5), 3.5, 3.5)], SOFT);
    }
    let middle = (x, y + 0.5);
    match kind {
        0 => canvas.fill(&[diamond(middle, 9.0, 6.0)], INK),
        1 => canvas.fill(&[star(middle, 9.0, 3.6, 5)], INK),
        2 => {
            canvas.disc(middle, 5.0, INK);
            canvas.disc((x - 11.0, middle.1), 2.4, SOFT);
            canvas.disc((x + 11.0, middle.1), 2.4, SOFT);
        }
        _ => canvas.fill(&[star(middle, 10.0, 2.4, 4)], INK),
    }
}

/// Draws the perforations of a strip of film along the left and the right of an area.
pub(super) fn draw_perforations(canvas: &mut Canvas, area: Area, width: f32, tone: u8) {
    let count = (area.height() / (width * 1.25)).round().max(2.0);
    let pitch = area.height() / count;
    for step in 0..count as usize {
        let top = area.top + (step as f32 + 0.28) * pitch;
        for left in [area.left + width * 0.25, area.right - width * 0.75] {
            let hole = Area::new(left, top, left + width * 0.5, top + pitch * 0.44);
            canvas.rectangle(hole, tone);
        }
    }
}
