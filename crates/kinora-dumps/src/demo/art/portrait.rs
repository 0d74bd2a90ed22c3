//! The layout of profiles: a bust or a monogram in an oval frame, with the name below it.

use std::f32::consts::PI;

use super::Card;
use super::canvas::Canvas;
use super::chance::Dice;
use super::geometry::{Area, Point, ellipse};
use super::lettering::{TextBlock, legible_words};
use super::motifs::draw_rays;
use super::nib::FINE_NIB;
use super::ornaments::draw_border;
use super::oval::{draw_oval, mask_oval};
use super::palette::{DIM, FAINT, GROUND, INK, SOFT, TINT};
use super::style::Style;

/// A profile: a bust or a monogram in an oval frame, with the name below it.
pub(super) fn draw_profile(canvas: &mut Canvas, card: &Card<'_>, style: &Style) {
    let mut dice = Dice::new(card.seed, 3);
    let frame = canvas.area().inset(10.0);
    let inner = frame.inset(16.0);
    let oval = Area::new(
        inner.left + 20.0,
        inner.top + 14.0,
        inner.right - 20.0,
        inner.at(0.0, 0.72).1,
    );
    let centre = oval.at(0.5, 0.5);
    let (across, down) = (oval.width() / 2.0, oval.height() / 2.0);
    draw_oval_ground(canvas, centre, (across, down), &mut dice);
    let initials = initials(card.title);
    if initials.is_empty() || dice.below(3) > 0 {
        draw_bust(canvas, centre, across, &mut dice);
    } else {
        let monogram = TextBlock::fit(&initials, Area::new(0.0, 0.0, across * 1.35, down), 92.0);
        let top = centre.1 - monogram.height() / 2.0;
        monogram.draw_centred(canvas, (centre.0, top), style.nib, INK);
    }
    style.develop(canvas, oval);
    mask_oval(canvas, inner, centre, (across, down));
    for (grow, thickness, tone) in [(0.0, 4.0, INK), (9.0, 1.6, SOFT)] {
        draw_oval(
            canvas,
            centre,
            (across + grow, down + grow),
            thickness,
            tone,
        );
    }
    draw_border(canvas, frame, style.corner);
    let caption = Area {
        top: oval.bottom + 14.0,
        ..inner
    }
    .inset(8.0);
    draw_name(canvas, caption, card, style);
}

/// Draws the ground behind a portrait.
fn draw_oval_ground(canvas: &mut Canvas, centre: Point, radii: (f32, f32), dice: &mut Dice) {
    let (across, down) = radii;
    let area = Area::new(
        centre.0 - across,
        centre.1 - down,
        centre.0 + across,
        centre.1 + down,
    );
    canvas.clip = area;
    match dice.below(4) {
        0 => {
            canvas.rectangle(area, FAINT);
            draw_rays(canvas, area, centre, 18, DIM);
        }
        1 => {
            for (share, tone) in [(1.0, FAINT), (0.85, DIM), (0.68, DIM + 22), (0.5, TINT)] {
                canvas.fill(&[ellipse(centre, across * share, down * share)], tone);
            }
        }
        2 => {
            canvas.rectangle(area, DIM);
            let count = 15u8;
            for index in (0..count).step_by(2) {
                let left = area.at(f32::from(index) / f32::from(count), 0.0).0;
                canvas.rectangle(
                    Area {
                        left,
                        right: left + area.width() / f32::from(count),
                        ..area
                    },
                    FAINT,
                );
            }
        }
        _ => {
            canvas.rectangle(area, DIM);
            canvas.disc((centre.0, centre.1 - down * 0.16), across * 0.78, TINT);
        }
    }
    canvas.clip = canvas.area();
}

/// Draws head and shoulders as a cameo, lit from one side.
fn draw_bust(canvas: &mut Canvas, centre: Point, unit: f32, dice: &mut Dice) {
    let at = |x: f32, y: f32| (centre.0 + x * unit, centre.1 + y * unit);
    let broad = dice.between(0.68, 0.84);
    let hair = dice.below(5);
    let head = |x: f32, y: f32| at(x, y + 0.1);
    draw_hair(canvas, &head, unit, hair);
    let shoulders: Vec<Point> = (0..=40)
        .map(|step| {
            let across = step as f32 / 20.0 - 1.0;
            at(
                across * broad,
                1.32 - 0.62 * (1.0 - across.powi(4)).max(0.0).powf(0.55),
            )
        })
        .chain([at(broad, 1.6), at(-broad, 1.6)])
        .collect();
    canvas.fill(&[shoulders], GROUND);
    canvas.fill(
        &[vec![
            at(-0.15, 0.2),
            at(0.15, 0.2),
            at(0.2, 0.82),
            at(-0.2, 0.82),
        ]],
        SOFT,
    );
    canvas.fill(&[ellipse(head(0.0, -0.1), unit * 0.32, unit * 0.43)], INK);
    draw_collar(canvas, &at, dice.below(4));
    draw_fringe(canvas, &head, hair);
}

/// Draws the hair that lies behind the face.
fn draw_hair(canvas: &mut Canvas, at: &impl Fn(f32, f32) -> Point, unit: f32, hair: usize) {
    match hair {
        0 | 4 => canvas.fill(&[ellipse(at(0.0, -0.22), unit * 0.37, unit * 0.38)], GROUND),
        1 => {
            canvas.fill(&[ellipse(at(0.0, -0.16), unit * 0.43, unit * 0.45)], GROUND);
            canvas.fill(
                &[vec![
                    at(-0.43, -0.16),
                    at(0.43, -0.16),
                    at(0.45, 0.26),
                    at(-0.45, 0.26),
                ]],
                GROUND,
            );
        }
        2 => {
            canvas.fill(&[ellipse(at(0.0, -0.14), unit * 0.44, unit * 0.46)], GROUND);
            canvas.fill(
                &[vec![
                    at(-0.44, -0.14),
                    at(0.44, -0.14),
                    at(0.56, 0.7),
                    at(-0.56, 0.7),
                ]],
                GROUND,
            );
        }
        _ => {
            canvas.fill(&[ellipse(at(0.0, -0.2), unit * 0.38, unit * 0.4)], GROUND);
            canvas.disc(at(0.0, -0.68), unit * 0.17, GROUND);
        }
    }
}

/// Draws the hair that falls over the brow.
fn draw_fringe(canvas: &mut Canvas, at: &impl Fn(f32, f32) -> Point, hair: usize) {
    let brow = |left: f32, middle: (f32, f32), right: f32| -> Vec<Point> {
        (0..=20)
            .map(|step| PI + step as f32 / 20.0 * PI)
            .map(|angle| at(angle.cos() * 0.335, -0.12 + angle.sin() * 0.46))
            .chain([at(0.33, right), at(middle.0, middle.1), at(-0.33, left)])
            .collect()
    };
    let outline = match hair {
        0 => brow(-0.1, (-0.12, -0.4), -0.16),
        1 => brow(-0.02, (0.0, -0.26), -0.02),
        2 => brow(-0.04, (0.0, -0.5), -0.04),
        3 => brow(-0.12, (0.08, -0.44), -0.1),
        _ => brow(-0.2, (0.0, -0.36), -0.2),
    };
    canvas.fill(&[outline], GROUND);
}

/// Draws what is worn at the neck.
fn draw_collar(canvas: &mut Canvas, at: &impl Fn(f32, f32) -> Point, kind: usize) {
    match kind {
        0 => {
            canvas.fill(&[vec![at(-0.26, 0.66), at(0.0, 1.2), at(0.26, 0.66)]], SOFT);
            canvas.fill(
                &[vec![at(-0.16, 0.72), at(0.0, 0.8), at(-0.16, 0.9)]],
                GROUND,
            );
            canvas.fill(&[vec![at(0.16, 0.72), at(0.0, 0.8), at(0.16, 0.9)]], GROUND);
        }
        1 => canvas.fill(&[vec![at(-0.3, 0.72), at(0.0, 1.05), at(0.3, 0.72)]], SOFT),
        2 => {
            for index in 0..7u8 {
                let across = f32::from(index) / 3.0 - 1.0;
                canvas.disc(at(across * 0.3, 0.94 - across * across * 0.22), 3.6, SOFT);
            }
        }
        _ => {
            canvas.fill(
                &[vec![at(-0.24, 0.62), at(-0.02, 0.86), at(-0.3, 0.98)]],
                SOFT,
            );
            canvas.fill(&[vec![at(0.24, 0.62), at(0.02, 0.86), at(0.3, 0.98)]], SOFT);
            canvas.fill(
                &[vec![
                    at(0.0, 0.84),
                    at(0.07, 0.95),
                    at(0.0, 1.4),
                    at(-0.07, 0.95),
                ]],
                TINT,
            );
        }
    }
}

/// Draws a name and the line below it, centred in an area.
fn draw_name(canvas: &mut Canvas, area: Area, card: &Card<'_>, style: &Style) {
    let middle = area.at(0.5, 0.0).0;
    let subtitle = TextBlock::fit(
        card.subtitle,
        Area {
            bottom: area.top + 16.0,
            ..area
        },
        9.5,
    );
    let foot = if subtitle.lines.is_empty() { 0.0 } else { 24.0 };
    let name = TextBlock::fit(
        card.title,
        Area {
            bottom: area.bottom - foot,
            ..area
        },
        21.0,
    );
    let top = area.top + ((area.height() - name.height() - foot) / 2.0).max(0.0);
    name.draw_centred(canvas, (middle, top), style.nib, INK);
    subtitle.draw_centred(canvas, (middle, top + name.height() + 14.0), FINE_NIB, SOFT);
}

/// The first letters of the first and the last word.
fn initials(name: &str) -> String {
    let words = legible_words(name);
    let letters = words
        .iter()
        .filter_map(|word| word.chars().find(|letter| letter.is_alphabetic()));
    let letters: Vec<char> = letters.collect();
    match letters.as_slice() {
        [] => String::new(),
        [only] => only.to_string(),
        [first, .., last] => format!("{first}{last}"),
    }
}
