//! Points, rectangles and outlines.

use std::f32::consts::{PI, TAU};

/// A place on the canvas, in pixels from the left and from the top.
pub(super) type Point = (f32, f32);

/// A rectangle on the canvas.
#[derive(Debug, Clone, Copy)]
pub(super) struct Area {
    pub(super) left: f32,
    pub(super) top: f32,
    pub(super) right: f32,
    pub(super) bottom: f32,
}

impl Area {
    pub(super) fn new(left: f32, top: f32, right: f32, bottom: f32) -> Self {
        Area {
            left,
            top,
            right,
            bottom,
        }
    }

    pub(super) fn width(&self) -> f32 {
        self.right - self.left
    }

    pub(super) fn height(&self) -> f32 {
        self.bottom - self.top
    }

    /// The smaller of width and height.
    pub(super) fn span(&self) -> f32 {
        self.width().min(self.height())
    }

    /// The point at the given shares of width and height.
    pub(super) fn at(&self, across: f32, down: f32) -> Point {
        (
            self.left + self.width() * across,
            self.top + self.height() * down,
        )
    }

    /// The area without a margin on every side.
    pub(super) fn inset(&self, margin: f32) -> Self {
        Area::new(
            self.left + margin,
            self.top + margin,
            self.right - margin,
            self.bottom - margin,
        )
    }

    /// The four corners, each with the direction towards the inside.
    pub(super) fn corners(&self) -> [(Point, Point); 4] {
        [
            ((self.left, self.top), (1.0, 1.0)),
            ((self.right, self.top), (-1.0, 1.0)),
            ((self.left, self.bottom), (1.0, -1.0)),
            ((self.right, self.bottom), (-1.0, -1.0)),
        ]
    }
}

/// The point at a distance from another, in the direction of an angle (0 right, a quarter down).
pub(super) fn polar(centre: Point, radius: f32, angle: f32) -> Point {
    (
        centre.0 + radius * angle.cos(),
        centre.1 + radius * angle.sin(),
    )
}

/// The outline of an ellipse.
pub(super) fn ellipse(centre: Point, across: f32, down: f32) -> Vec<Point> {
    let steps = (across.max(down).sqrt() * 5.0).clamp(12.0, 160.0) as usize;
    let angle = |step: usize| step as f32 / steps as f32 * TAU;
    (0..steps)
        .map(|step| {
            (
                centre.0 + across * angle(step).cos(),
                centre.1 + down * angle(step).sin(),
            )
        })
        .collect()
}

/// The outline of a circle.
pub(super) fn circle(centre: Point, radius: f32) -> Vec<Point> {
    ellipse(centre, radius, radius)
}

/// The outlines of a ring: a circle and, wound the other way, the hole in it.
pub(super) fn ring(centre: Point, outer: f32, inner: f32) -> [Vec<Point>; 2] {
    let mut hole = circle(centre, inner);
    hole.reverse();
    [circle(centre, outer), hole]
}

/// The outline of a triangle-like sector from a centre between two angles.
pub(super) fn sector(centre: Point, radius: f32, from: f32, to: f32) -> Vec<Point> {
    vec![
        centre,
        polar(centre, radius, from),
        polar(centre, radius, to),
    ]
}

/// The outline of a star with the given number of points.
pub(super) fn star(centre: Point, outer: f32, inner: f32, points: usize) -> Vec<Point> {
    let radius = |step: usize| if step.is_multiple_of(2) { outer } else { inner };
    let angle = |step: usize| step as f32 / points as f32 * PI - PI / 2.0;
    (0..points * 2)
        .map(|step| polar(centre, radius(step), angle(step)))
        .collect()
}

/// The outline of a diamond.
pub(super) fn diamond(centre: Point, across: f32, down: f32) -> Vec<Point> {
    let (x, y) = centre;
    vec![
        (x - across, y),
        (x, y - down),
        (x + across, y),
        (x, y + down),
    ]
}

/// The outline of a land or a sea: a curve from left to right, closed along the bottom.
pub(super) fn horizon(area: Area, steps: usize, height: impl Fn(f32) -> f32) -> Vec<Point> {
    let place = |step: usize| step as f32 / steps as f32;
    let mut outline: Vec<Point> = (0..=steps)
        .map(|step| (area.at(place(step), 0.0).0, height(place(step))))
        .collect();
    outline.extend([(area.right, area.bottom), (area.left, area.bottom)]);
    outline
}

/// The smallest area that holds all the points.
pub(super) fn bounds<'a>(points: impl Iterator<Item = &'a Point>) -> Area {
    let none = Area::new(f32::MAX, f32::MAX, f32::MIN, f32::MIN);
    points.fold(none, |area, &(x, y)| {
        Area::new(
            area.left.min(x),
            area.top.min(y),
            area.right.max(x),
            area.bottom.max(y),
        )
    })
}
