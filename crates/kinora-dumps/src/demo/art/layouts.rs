//! Layouts: posters, backdrops, stills and logos. Portraits have a file of their own.

use super::Card;
use super::canvas::Canvas;
use super::chance::Dice;
use super::geometry::Area;
use super::lettering::TextBlock;
use super::nib::FINE_NIB;
use super::ornaments::{draw_border, draw_divider, draw_perforations};
use super::oval::{draw_oval, mask_oval};
use super::palette::{DIM, FAINT, GROUND, INK, SOFT, TINT};
use super::style::Style;

/// A poster: a double border, the motif, and a large title with the subtitle below it.
pub(super) fn draw_poster(canvas: &mut Canvas, card: &Card<'_>, style: &Style) {
    let frame = canvas.area().inset(16.0);
    let inner = frame.inset(24.0);
    let split = 0.6;
    let (picture, caption) = if style.title_first {
        let edge = inner.at(0.0, 1.0 - split).1;
        (
            Area { top: edge, ..inner },
            Area {
                bottom: edge,
                ..inner
            },
        )
    } else {
        let edge = inner.at(0.0, split).1;
        (
            Area {
                bottom: edge,
                ..inner
            },
            Area { top: edge, ..inner },
        )
    };
    style.draw_motif(canvas, picture);
    canvas.outline(picture, 2.0, INK);
    canvas.outline(picture.inset(-4.0), 1.0, TINT);
    draw_border(canvas, frame, style.corner);
    draw_caption(canvas, caption.inset(14.0), card, style, 76.0);
}

/// Draws title, divider and subtitle, centred in an area.
fn draw_caption(canvas: &mut Canvas, area: Area, card: &Card<'_>, style: &Style, largest: f32) {
    let small = (largest * 0.24).max(10.5);
    let foot = small * 4.6;
    let title = TextBlock::fit(
        card.title,
        Area {
            bottom: area.bottom - foot,
            ..area
        },
        largest,
    );
    let line = Area {
        top: area.bottom - small * 1.9,
        ..area
    };
    let subtitle = TextBlock::fit(card.subtitle, line, small);
    let total = title.height() + foot;
    let top = area.top + ((area.height() - total) / 2.0).max(title.size * 0.25);
    let middle = area.at(0.5, 0.0).0;
    title.draw_centred(canvas, (middle, top), style.nib, INK);
    let divider = top + title.height() + small * 2.0;
    draw_divider(canvas, (middle, divider), area.width() * 0.34, style.corner);
    subtitle.draw_centred(canvas, (middle, divider + small * 1.6), FINE_NIB, SOFT);
}

/// A backdrop: the motif, with a small plate for the title in a lower corner.
pub(super) fn draw_backdrop(canvas: &mut Canvas, card: &Card<'_>, style: &Style) {
    let area = canvas.area();
    style.draw_motif(canvas, area);
    draw_plate(canvas, area.inset(40.0), card, style);
}

/// Draws a plate with title and subtitle into the lower left corner of an area.
fn draw_plate(canvas: &mut Canvas, area: Area, card: &Card<'_>, style: &Style) {
    let room = Area::new(
        area.left,
        area.top,
        area.at(0.42, 0.0).0,
        area.at(0.0, 0.24).1,
    );
    let title = TextBlock::fit(card.title, room, 30.0);
    let subtitle = TextBlock::fit(
        card.subtitle,
        Area {
            bottom: room.top + 24.0,
            ..room
        },
        13.0,
    );
    let gap = if subtitle.lines.is_empty() { 0.0 } else { 20.0 };
    let height = title.height() + gap + if gap > 0.0 { subtitle.height() } else { 0.0 };
    let width = title.width().max(subtitle.width());
    if width <= 0.0 {
        return;
    }
    let margin = 28.0;
    let plate = Area::new(
        area.left,
        area.bottom - height - 2.0 * margin,
        area.left + width + 2.0 * margin,
        area.bottom,
    );
    canvas.rectangle(plate, GROUND);
    canvas.outline(plate.inset(5.0), 2.0, SOFT);
    canvas.outline(plate.inset(10.0), 1.0, TINT);
    let start = (plate.left + margin, plate.top + margin);
    title.draw_flush(canvas, start, style.nib, INK);
    subtitle.draw_flush(
        canvas,
        (start.0, start.1 + title.height() + gap),
        FINE_NIB,
        SOFT,
    );
}

/// A still: a frame of film with the motif, an iris shot, or an intertitle card.
pub(super) fn draw_still(canvas: &mut Canvas, card: &Card<'_>, style: &Style) {
    match Dice::new(card.seed, 4).below(3) {
        0 => draw_film_frame(canvas, style),
        1 => draw_iris_shot(canvas, style),
        _ => {
            draw_border(canvas, canvas.area().inset(14.0), style.corner);
            draw_caption(canvas, canvas.area().inset(50.0), card, style, 44.0);
        }
    }
}

/// Draws the motif between two rows of perforations.
fn draw_film_frame(canvas: &mut Canvas, style: &Style) {
    let area = canvas.area();
    let picture = Area::new(
        area.left + 46.0,
        area.top + 12.0,
        area.right - 46.0,
        area.bottom - 12.0,
    );
    style.draw_motif(canvas, picture);
    canvas.outline(picture, 2.0, SOFT);
    draw_perforations(canvas, area, 46.0, SOFT);
}

/// Draws the motif through an iris that closes on it.
fn draw_iris_shot(canvas: &mut Canvas, style: &Style) {
    let area = canvas.area();
    let (across, down) = (area.width() * 0.36, area.height() * 0.46);
    let centre = area.at(0.5, 0.5);
    let window = Area::new(
        centre.0 - across,
        centre.1 - down,
        centre.0 + across,
        centre.1 + down,
    );
    style.draw_motif(canvas, window);
    mask_oval(canvas, area, centre, (across, down));
    for (grow, thickness, tone) in [
        (60.0, 2.0, FAINT),
        (34.0, 4.0, FAINT),
        (14.0, 6.0, DIM),
        (0.0, 3.0, SOFT),
    ] {
        draw_oval(
            canvas,
            centre,
            (across + grow, down + grow),
            thickness,
            tone,
        );
    }
}

/// A logo: the title between two rules, on a transparent ground.
pub(super) fn draw_logo(canvas: &mut Canvas, card: &Card<'_>, style: &Style) {
    let area = canvas.area().inset(14.0);
    let room = Area {
        top: area.top + 26.0,
        bottom: area.bottom - 26.0,
        ..area
    };
    let title = TextBlock::fit(card.title, room, 72.0);
    let centre = area.at(0.5, 0.5);
    let top = centre.1 - title.height() / 2.0;
    title.draw_centred(canvas, (centre.0, top), style.nib, INK);
    let half = (title.width() / 2.0).clamp(70.0, area.width() / 2.0);
    let gap = title.size * 0.5 + 14.0;
    let lowest = (top + title.height() + gap).min(area.bottom - 8.0);
    draw_divider(canvas, (centre.0, lowest), half, style.corner);
    let highest = (top - gap).max(area.top + 6.0).round();
    canvas.rectangle(
        Area::new(centre.0 - half, highest, centre.0 + half, highest + 2.0),
        SOFT,
    );
}
