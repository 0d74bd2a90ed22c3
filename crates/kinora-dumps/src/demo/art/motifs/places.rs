//! Motifs of places: the city, the sea, the mountains, the crooked village.

use super::{draw_glow, draw_rays};
use crate::demo::art::canvas::Canvas;
use crate::demo::art::chance::Dice;
use crate::demo::art::geometry::{Area, Point, horizon, sector};
use crate::demo::art::palette::{DIM, FAINT, GROUND, INK, SOFT, TINT};

/// A city of towers with lit windows under searchlights.
pub(super) fn city(canvas: &mut Canvas, area: Area, dice: &mut Dice) {
    for _ in 0..3 {
        let foot = area.at(dice.between(0.1, 0.9), 1.0);
        let angle = dice.between(-2.3, -0.85);
        let beam = sector(
            foot,
            area.width() + area.height(),
            angle,
            angle + dice.between(0.1, 0.2),
        );
        canvas.fill(&[beam], FAINT);
    }
    let glow = area.at(dice.between(0.3, 0.7), 0.62);
    canvas.disc(glow, area.span() * 0.34, DIM);
    canvas.disc(glow, area.span() * 0.28, TINT);
    draw_towers(canvas, area, (0.42, 0.68), DIM - 16, None, dice);
    draw_towers(canvas, area, (0.56, 0.86), GROUND, Some(SOFT), dice);
}

/// Draws a row of stepped towers whose tops lie between two heights.
fn draw_towers(
    canvas: &mut Canvas,
    area: Area,
    tops: (f32, f32),
    tone: u8,
    windows: Option<u8>,
    dice: &mut Dice,
) {
    let unit = area.span() / 100.0;
    let mut left = area.left - dice.between(0.0, 8.0) * unit;
    while left < area.right {
        let width = (dice.between(9.0, 17.0) * unit).round().max(2.0);
        let top = area.at(0.0, dice.between(tops.0, tops.1)).1.round();
        let tower = Area::new(left, top, left + width, area.bottom);
        draw_tower(canvas, tower, unit, tone, dice);
        left += width;
        if let Some(light) = windows {
            draw_windows(canvas, tower.inset(1.8 * unit), unit, light, dice);
            left += dice.between(0.0, 2.0) * unit;
        }
    }
}

/// Draws a tower, some with a narrower crown and some with a spire.
fn draw_tower(canvas: &mut Canvas, tower: Area, unit: f32, tone: u8, dice: &mut Dice) {
    canvas.rectangle(tower, tone);
    let setback = tower.width() * 0.18;
    if dice.below(3) > 0 {
        let (left, right) = (tower.left + setback, tower.right - setback);
        let top = tower.top - 5.0 * unit;
        canvas.rectangle(Area::new(left, top, right, tower.top), tone);
    }
    if dice.below(3) == 0 {
        let (x, y) = tower.at(0.5, 0.0);
        let spire = vec![(x - unit, y), (x, y - 17.0 * unit), (x + unit, y)];
        canvas.fill(&[spire], tone);
    }
}

/// Draws lit windows into the front of a tower.
fn draw_windows(canvas: &mut Canvas, front: Area, unit: f32, tone: u8, dice: &mut Dice) {
    let pitch = (3.0 * unit).round().max(2.0);
    let rise = (4.2 * unit).round().max(2.0);
    let columns = (front.width() / pitch).max(1.0) as usize;
    let rows = (front.height() / rise).max(0.0) as usize;
    let margin = (front.width() - columns as f32 * pitch) / 2.0;
    for index in 0..columns * rows {
        if dice.below(5) < 2 {
            let left = front.left + margin + (index % columns) as f32 * pitch + 0.25 * pitch;
            let top = front.top + (index / columns) as f32 * rise;
            canvas.rectangle(
                Area::new(left, top, left + pitch * 0.5, top + rise * 0.5),
                tone,
            );
        }
    }
}

/// A sun above a sea of stylised waves, with a sailing boat.
pub(super) fn sea(canvas: &mut Canvas, area: Area, dice: &mut Dice) {
    let sun = area.at(dice.between(0.3, 0.7), dice.between(0.4, 0.52));
    for step in 0..9 {
        let height = area.at(0.0, 0.06 + step as f32 * 0.062).1.round();
        canvas.rectangle(
            Area::new(
                area.left,
                height,
                area.right,
                height + 1.0 + step as f32 * 0.5,
            ),
            FAINT,
        );
    }
    draw_glow(canvas, sun, area.span() * 0.3);
    let boat = area.at(
        if sun.0 > area.at(0.5, 0.0).0 {
            0.25
        } else {
            0.74
        },
        0.645,
    );
    draw_boat(canvas, boat, area.span() * 0.13);
    let count = (area.width() / area.height() * 5.0).round();
    for row in 0..6u8 {
        let level = 0.63 + f32::from(row) * 0.068;
        let phase = f32::from(row % 2) * 0.5 + dice.between(-0.1, 0.1);
        let tone = [TINT, GROUND, DIM, GROUND, FAINT, GROUND][usize::from(row)];
        let crest = horizon(area, 240, |place| {
            let within = (place * count + phase).rem_euclid(1.0) - 0.5;
            area.at(0.0, level + (0.25 - within * within) * 0.16).1
        });
        canvas.fill(&[crest], tone);
    }
}

/// Draws a boat with two sails, standing on a point.
fn draw_boat(canvas: &mut Canvas, foot: Point, size: f32) {
    let at = |x: f32, y: f32| (foot.0 + x * size, foot.1 - y * size);
    canvas.fill(
        &[vec![
            at(-0.9, 0.3),
            at(0.9, 0.3),
            at(0.55, -0.2),
            at(-0.6, -0.2),
        ]],
        INK,
    );
    canvas.fill(
        &[vec![at(-0.06, 0.42), at(-0.06, 2.3), at(-0.75, 0.42)]],
        SOFT,
    );
    canvas.fill(&[vec![at(0.06, 0.42), at(0.06, 1.95), at(0.85, 0.42)]], INK);
}

/// Mountains in layers before a sun with rings.
pub(super) fn mountains(canvas: &mut Canvas, area: Area, dice: &mut Dice) {
    let sun = area.at(dice.between(0.3, 0.7), dice.between(0.3, 0.38));
    let radius = area.span() * 0.2;
    for step in (1..6).rev() {
        let outer = radius * (1.0 + step as f32 * 0.36);
        canvas.ring(
            sun,
            outer,
            outer - radius * 0.06,
            if step > 3 { FAINT } else { DIM },
        );
    }
    canvas.disc(sun, radius, INK);
    let layers = [(0.52, TINT), (0.64, DIM), (0.78, FAINT), (0.9, GROUND)];
    for (level, tone) in layers {
        draw_peaks(canvas, area, level, tone, dice);
    }
}

/// Draws a jagged range with lit slopes, whose peaks lie around a height.
fn draw_peaks(canvas: &mut Canvas, area: Area, level: f32, tone: u8, dice: &mut Dice) {
    let count = (area.width() / area.height() * 2.3).round().max(3.0) as usize;
    let step = 1.3 / count as f32;
    for index in 0..count {
        let across = -0.12 + (index as f32 + dice.between(0.2, 0.8)) * step;
        let peak = area.at(across, level + dice.between(-0.14, 0.05));
        let half = area.height() * dice.between(0.3, 0.42);
        let rise = area.bottom - peak.1;
        let spread = half * rise / area.height() * 2.4;
        canvas.fill(
            &[vec![
                peak,
                (peak.0 + spread, area.bottom),
                (peak.0 - spread, area.bottom),
            ]],
            tone,
        );
        let foot = (peak.0 + spread * 0.18, peak.1 + rise * 0.62);
        let lit = tone.saturating_add(26);
        canvas.fill(
            &[vec![
                peak,
                foot,
                (peak.0 - spread * 0.42, peak.1 + rise * 0.42),
            ]],
            lit,
        );
    }
}

/// A crooked village in the manner of the expressionists.
pub(super) fn village(canvas: &mut Canvas, area: Area, dice: &mut Dice) {
    let moon = area.at(dice.between(0.25, 0.75), 0.26);
    draw_rays(canvas, area, moon, 15, FAINT);
    canvas.disc(moon, area.span() * 0.15, SOFT);
    for (level, size, tone) in [(0.74, 0.38, DIM), (0.9, 0.48, TINT), (1.06, 0.54, GROUND)] {
        let width = area.span() * size * 0.62;
        let mut left = area.left - width * dice.between(0.1, 0.6);
        while left < area.right {
            let foot = (left + width / 2.0, area.at(0.0, level).1);
            draw_house(
                canvas,
                foot,
                area.span() * size * dice.between(0.8, 1.2),
                tone,
                dice,
            );
            left += width * dice.between(0.95, 1.3);
        }
        canvas.rectangle(
            Area::new(
                area.left,
                area.at(0.0, level).1 - 1.0,
                area.right,
                area.bottom,
            ),
            tone,
        );
    }
}

/// Draws a leaning house with a pointed roof and a lit window.
fn draw_house(canvas: &mut Canvas, foot: Point, height: f32, tone: u8, dice: &mut Dice) {
    let lean = dice.between(-0.22, 0.22);
    let half = dice.between(0.2, 0.3);
    let at = |x: f32, y: f32| (foot.0 + (x + lean * y) * height, foot.1 - y * height);
    let peak = dice.between(-0.12, 0.12);
    canvas.fill(
        &[vec![
            at(-half, -0.1),
            at(-half, 0.58),
            at(half, 0.52),
            at(half, -0.1),
        ]],
        tone,
    );
    let roof = vec![at(-half - 0.07, 0.55), at(peak, 1.1), at(half + 0.07, 0.49)];
    canvas.fill(&[roof], tone.saturating_add(26));
    let light = if tone == TINT { GROUND } else { SOFT };
    let (x, y) = (dice.between(-0.1, 0.04), dice.between(0.26, 0.36));
    canvas.fill(
        &[vec![
            at(x, y),
            at(x - 0.02, y + 0.15),
            at(x + 0.1, y + 0.17),
            at(x + 0.09, y + 0.01),
        ]],
        light,
    );
    if dice.below(2) == 0 {
        canvas.line(
            at(x + 0.04, y),
            at(x + 0.04, y + 0.16),
            height * 0.014,
            tone,
        );
    }
}
