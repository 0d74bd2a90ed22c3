//! Nibs: what lines are drawn with.

use super::geometry::Point;

/// A pen point: an ellipse given by half its thickness both ways and by its tilt in radians.
#[derive(Debug, Clone, Copy)]
pub(super) struct Nib {
    pub(super) across: f32,
    pub(super) along: f32,
    tilt: f32,
}

/// The nibs for titles, in the units of the glyphs: upright strokes are as heavy as `across`.
pub(super) const NIBS: [Nib; 4] = [
    Nib {
        across: 1.9,
        along: 0.75,
        tilt: 0.0,
    },
    Nib {
        across: 2.0,
        along: 0.8,
        tilt: 0.35,
    },
    Nib {
        across: 1.35,
        along: 1.35,
        tilt: 0.0,
    },
    Nib {
        across: 2.5,
        along: 0.9,
        tilt: 0.12,
    },
];

/// The nib for small lettering.
pub(super) const FINE_NIB: Nib = Nib {
    across: 1.2,
    along: 1.0,
    tilt: 0.0,
};

impl Nib {
    pub(super) fn round(radius: f32) -> Self {
        Nib {
            across: radius,
            along: radius,
            tilt: 0.0,
        }
    }

    /// The nib for letters of another size, never so fine that it fades away.
    pub(super) fn scaled(self, scale: f32) -> Self {
        let thick = |radius: f32| (radius * scale).max(0.6);
        Nib {
            across: thick(self.across),
            along: thick(self.along),
            tilt: self.tilt,
        }
    }

    /// The matrix that turns the nib into a circle of radius 1.
    pub(super) fn frame(self) -> [f32; 4] {
        let (sine, cosine) = self.tilt.sin_cos();
        [
            cosine / self.across,
            sine / self.across,
            -sine / self.along,
            cosine / self.along,
        ]
    }
}

/// A line in the frame of its nib, where the nib is a circle of radius 1.
pub(super) struct Segment {
    pub(super) frame: [f32; 4],
    pub(super) start: Point,
    way: Point,
    length_squared: f32,
}

impl Segment {
    pub(super) fn new(frame: [f32; 4], start: Point, end: Point) -> Self {
        let start = transform(frame, start);
        let end = transform(frame, end);
        let way = (end.0 - start.0, end.1 - start.1);
        Segment {
            frame,
            start,
            way,
            length_squared: way.0 * way.0 + way.1 * way.1,
        }
    }

    /// Raises the coverage of a row of pixels, the first of which lies around a point.
    pub(super) fn cover_row(&self, cells: &mut [f32], first: Point) {
        for (column, cell) in cells.iter_mut().enumerate() {
            *cell = cell.max(self.coverage((first.0 + column as f32, first.1)));
        }
    }

    /// How much of the pixel around a point the line covers, from 0 to 1.
    fn coverage(&self, point: Point) -> f32 {
        let point = transform(self.frame, point);
        let offset = (point.0 - self.start.0, point.1 - self.start.1);
        let projected = offset.0 * self.way.0 + offset.1 * self.way.1;
        let along = (projected / self.length_squared.max(1e-6)).clamp(0.0, 1.0);
        let away = (offset.0 - along * self.way.0, offset.1 - along * self.way.1);
        let distance = away.0.hypot(away.1);
        if distance < 1e-3 {
            return 1.0;
        }
        let [a, b, c, d] = self.frame;
        let (x, y) = (away.0 / distance, away.1 / distance);
        let steepness = (a * x + c * y).hypot(b * x + d * y);
        (0.5 - (distance - 1.0) / steepness).clamp(0.0, 1.0)
    }
}

fn transform(matrix: [f32; 4], point: Point) -> Point {
    let [a, b, c, d] = matrix;
    (a * point.0 + b * point.1, c * point.0 + d * point.1)
}
