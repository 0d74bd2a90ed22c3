//! Oval frames.

use super::canvas::Canvas;
use super::geometry::{Area, Point, ellipse};
use super::palette::GROUND;

/// The outline of an ellipse, wound so that it cuts a hole.
fn hole(centre: Point, across: f32, down: f32) -> Vec<Point> {
    let mut outline = ellipse(centre, across, down);
    outline.reverse();
    outline
}

/// Draws the rim of an oval, inwards.
pub(super) fn draw_oval(
    canvas: &mut Canvas,
    centre: Point,
    radii: (f32, f32),
    thickness: f32,
    tone: u8,
) {
    let (across, down) = radii;
    let rim = [
        ellipse(centre, across, down),
        hole(centre, across - thickness, down - thickness),
    ];
    canvas.fill(&rim, tone);
}

/// Hides what lies between an oval and the area around it.
pub(super) fn mask_oval(canvas: &mut Canvas, area: Area, centre: Point, radii: (f32, f32)) {
    let outer = vec![
        area.at(0.0, 0.0),
        area.at(1.0, 0.0),
        area.at(1.0, 1.0),
        area.at(0.0, 1.0),
    ];
    canvas.fill(&[outer, hole(centre, radii.0, radii.1)], GROUND);
}
