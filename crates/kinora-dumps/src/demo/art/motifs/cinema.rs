//! Motifs of the cinema and the stage: projector, curtain, reel.

use std::f32::consts::TAU;

use super::{draw_rays, draw_stars};
use crate::demo::art::canvas::Canvas;
use crate::demo::art::chance::Dice;
use crate::demo::art::geometry::{Area, Point, bounds, ellipse, polar};
use crate::demo::art::nib::Nib;
use crate::demo::art::palette::{DIM, FAINT, GROUND, INK, SOFT, TINT};

/// The beam of a projector, falling across the dark onto a screen.
pub(super) fn projector(canvas: &mut Canvas, area: Area, dice: &mut Dice) {
    let mirrored = dice.below(2) == 0;
    let at = |x: f32, y: f32| area.at(if mirrored { 1.0 - x } else { x }, y);
    let lens = at((0.35 * area.span() / area.width()).max(0.2), 0.8);
    let lean = dice.between(-0.04, 0.04);
    for (spread, tone) in [(0.3, FAINT), (0.21, DIM), (0.13, TINT), (0.06, SOFT)] {
        let (upper, lower) = (
            at(1.05, 0.2 + lean - spread),
            at(1.05, 0.2 + lean + spread * 1.3),
        );
        canvas.fill(&[vec![lens, upper, lower]], tone);
    }
    let unit = area.span() / 100.0;
    let dust = Area::new(
        area.left + area.width() * 0.1,
        area.top,
        area.right - area.width() * 0.1,
        area.at(0.0, 0.7).1,
    );
    draw_stars(canvas, dust, 16, dice);
    draw_machine(canvas, lens, if mirrored { -unit } else { unit }, dice);
}

/// Draws a projector on its stand; a negative unit makes it face left.
fn draw_machine(canvas: &mut Canvas, lens: Point, side: f32, dice: &mut Dice) {
    let unit = side.abs();
    let body = |x: f32, y: f32| (lens.0 + side * x, lens.1 + y * unit);
    let case = [body(-22.0, -7.0), body(-3.0, 9.0)];
    canvas.rectangle(bounds(case.iter()), INK);
    canvas.fill(
        &[vec![
            body(-3.0, -4.0),
            body(2.0, -6.0),
            body(2.0, 6.0),
            body(-3.0, 4.0),
        ]],
        SOFT,
    );
    for leg in [-24.0, -1.0] {
        canvas.line(body(-12.5, 9.0), body(leg, 40.0), 2.0 * unit, INK);
    }
    draw_reel(
        canvas,
        body(-20.0, -17.0),
        11.0 * unit,
        dice.between(0.0, 1.0),
        5,
    );
    draw_reel(
        canvas,
        body(-2.0, -21.0),
        9.0 * unit,
        dice.between(0.0, 1.0),
        5,
    );
}

/// Draws a reel of film with round windows.
fn draw_reel(canvas: &mut Canvas, centre: Point, radius: f32, turn: f32, holes: usize) {
    canvas.disc(centre, radius, INK);
    canvas.ring(centre, radius * 0.92, radius * 0.87, GROUND);
    for index in 0..holes {
        let angle = turn + index as f32 / holes as f32 * TAU;
        let size = radius * if holes > 5 { 0.2 } else { 0.24 };
        canvas.disc(polar(centre, radius * 0.54, angle), size, GROUND);
    }
    canvas.disc(centre, radius * 0.12, GROUND);
}

/// A stage between curtains, with a pool of light.
pub(super) fn stage(canvas: &mut Canvas, area: Area, dice: &mut Dice) {
    let centre = dice.between(0.44, 0.56);
    let beam = vec![
        area.at(centre - 0.03, 0.0),
        area.at(centre + 0.03, 0.0),
        area.at(centre + 0.24, 0.86),
        area.at(centre - 0.24, 0.86),
    ];
    canvas.fill(&[beam], FAINT);
    canvas.rectangle(
        Area::new(area.left, area.at(0.0, 0.82).1, area.right, area.bottom),
        DIM - 20,
    );
    canvas.fill(
        &[ellipse(
            area.at(centre, 0.87),
            area.width() * 0.24,
            area.height() * 0.055,
        )],
        SOFT,
    );
    draw_chair(canvas, area.at(centre, 0.87), area.span() * 0.2);
    let opening = dice.between(0.2, 0.28);
    for (side, outer) in [(1.0, 0.0), (-1.0, 1.0)] {
        for fold in (0..7).rev() {
            let tone = [TINT, DIM, TINT, FAINT, TINT, DIM, FAINT][fold];
            let reach = outer + side * opening * (fold as f32 + 1.0) / 7.0;
            draw_fold(canvas, area, (outer, reach), side, tone);
        }
    }
    draw_valance(canvas, area);
}

/// Draws the scallops that hang from the top of a stage.
fn draw_valance(canvas: &mut Canvas, area: Area) {
    let count = (area.width() / area.height() * 6.0).round() as usize;
    for index in 0..count {
        let place = area.at((index as f32 + 0.5) / count as f32, 0.0);
        let radius = area.width() / count as f32 * 0.56;
        canvas.disc(place, radius * 1.12, GROUND);
        canvas.disc(place, radius, if index % 2 == 0 { TINT } else { DIM });
        canvas.disc(place, radius * 0.5, if index % 2 == 0 { DIM } else { TINT });
    }
    let fringe = Area::new(area.left, area.top, area.right, area.at(0.0, 0.03).1);
    canvas.rectangle(fringe, SOFT);
}

/// Draws a fold of a curtain that is gathered at two thirds of its height.
fn draw_fold(canvas: &mut Canvas, area: Area, reach: (f32, f32), side: f32, tone: u8) {
    let edge = |step: usize| {
        let down = step as f32 / 40.0;
        let gather = 1.0 - 0.5 * (-((down - 0.64) * 5.0).powi(2)).exp() - 0.12 * down;
        area.at(reach.0 + (reach.1 - reach.0) * gather, down)
    };
    let mut outline: Vec<Point> = (0..=40).map(edge).collect();
    outline.extend([
        area.at(reach.0 - side * 0.1, 1.0),
        area.at(reach.0 - side * 0.1, 0.0),
    ]);
    canvas.fill(&[outline], tone);
}

/// Draws the outline of an empty chair, seen from the front, standing on a point.
fn draw_chair(canvas: &mut Canvas, foot: Point, size: f32) {
    let at = |x: f32, y: f32| (foot.0 + x * size, foot.1 - y * size);
    let thickness = size * 0.075;
    let bars = [
        (at(-0.28, 0.0), at(-0.24, 0.5)),
        (at(0.28, 0.0), at(0.24, 0.5)),
        (at(-0.16, 0.1), at(-0.2, 1.2)),
        (at(0.16, 0.1), at(0.2, 1.2)),
        (at(-0.2, 1.2), at(0.2, 1.2)),
        (at(-0.19, 0.9), at(0.19, 0.9)),
    ];
    canvas.stroke(&bars, Nib::round(thickness / 2.0), GROUND);
    canvas.fill(
        &[vec![
            at(-0.32, 0.46),
            at(-0.2, 0.6),
            at(0.2, 0.6),
            at(0.32, 0.46),
        ]],
        GROUND,
    );
}

/// A large reel with a strip of film that winds off it.
pub(super) fn reel(canvas: &mut Canvas, area: Area, dice: &mut Dice) {
    let centre = area.at(0.5, dice.between(0.44, 0.5));
    draw_rays(canvas, area, centre, 15 + 2 * dice.below(4), FAINT);
    let radius = area.span() * 0.36;
    let strip = radius * 0.5;
    let foot = centre.1 + radius;
    draw_film(
        canvas,
        Area {
            top: foot - strip,
            bottom: foot + strip * 0.4,
            ..area
        },
    );
    canvas.disc(centre, radius * 1.07, GROUND);
    canvas.ring(centre, radius * 1.18, radius * 1.15, TINT);
    draw_reel(
        canvas,
        centre,
        radius,
        dice.between(0.0, 1.0),
        5 + dice.below(2),
    );
}

/// Draws a strip of film that lies across the picture.
fn draw_film(canvas: &mut Canvas, band: Area) {
    let unit = band.height() / 14.0;
    canvas.rectangle(
        Area {
            top: band.top - 3.0,
            bottom: band.bottom + 3.0,
            ..band
        },
        GROUND,
    );
    canvas.rectangle(band, DIM);
    let pitch = 3.6 * unit;
    let count = (band.width() / pitch).ceil() as usize;
    for index in 0..count {
        let left = band.left + (index as f32 + 0.3) * pitch;
        for top in [band.top + unit, band.bottom - 2.7 * unit] {
            canvas.rectangle(
                Area::new(left, top, left + 1.6 * unit, top + 1.7 * unit),
                GROUND,
            );
        }
        if index % 5 == 0 {
            let (top, bottom) = (band.top + 3.8 * unit, band.bottom - 3.8 * unit);
            canvas.rectangle(Area::new(left, top, left + 4.4 * pitch, bottom), TINT);
        }
    }
}
