//! The canvas: one tone per pixel, and the two primitives that do all the drawing, both antialiased.

use super::geometry::{Area, Point, bounds, circle, ring};
use super::nib::{Nib, Segment};
use super::palette::GROUND;

/// A picture as tones, from the ground (0) to the ink (255).
pub(super) struct Canvas {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) tones: Vec<u8>,
    pub(super) clip: Area,
    cover: Vec<f32>,
}

/// A rectangle of whole pixels; right and bottom are outside of it.
struct Pixels {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

impl Canvas {
    pub(super) fn new(size: (u32, u32)) -> Self {
        let (width, height) = (size.0 as usize, size.1 as usize);
        Canvas {
            width,
            height,
            tones: vec![GROUND; width * height],
            clip: Area::new(0.0, 0.0, width as f32, height as f32),
            cover: Vec::new(),
        }
    }

    pub(super) fn area(&self) -> Area {
        Area::new(0.0, 0.0, self.width as f32, self.height as f32)
    }

    /// The pixels inside both the given area and the clip.
    fn pixels(&self, area: Area) -> Pixels {
        let edge = |value: f32, limit: usize| value.clamp(0.0, limit as f32) as usize;
        let clip = self.clip;
        let left = edge(area.left.max(clip.left).floor(), self.width);
        let top = edge(area.top.max(clip.top).floor(), self.height);
        let right = edge(area.right.min(clip.right).ceil(), self.width).max(left);
        let bottom = edge(area.bottom.min(clip.bottom).ceil(), self.height).max(top);
        Pixels {
            left,
            top,
            right,
            bottom,
        }
    }

    /// Fills a rectangle, to whole pixels.
    pub(super) fn rectangle(&mut self, area: Area, tone: u8) {
        let rounded = Area::new(
            area.left.round(),
            area.top.round(),
            area.right.round(),
            area.bottom.round(),
        );
        let pixels = self.pixels(rounded);
        for row in pixels.top..pixels.bottom {
            let start = row * self.width;
            self.tones[start + pixels.left..start + pixels.right].fill(tone);
        }
    }

    /// Exchanges ground and ink in a rectangle.
    pub(super) fn invert(&mut self, area: Area) {
        let pixels = self.pixels(area);
        for row in pixels.top..pixels.bottom {
            let start = row * self.width;
            let cells = &mut self.tones[start + pixels.left..start + pixels.right];
            cells.iter_mut().for_each(|tone| *tone = 255 - *tone);
        }
    }

    /// Draws the four edges of a rectangle, inwards.
    pub(super) fn outline(&mut self, area: Area, thickness: f32, tone: u8) {
        let Area {
            left,
            top,
            right,
            bottom,
        } = area;
        self.rectangle(Area::new(left, top, right, top + thickness), tone);
        self.rectangle(Area::new(left, bottom - thickness, right, bottom), tone);
        self.rectangle(Area::new(left, top, left + thickness, bottom), tone);
        self.rectangle(Area::new(right - thickness, top, right, bottom), tone);
    }

    /// Fills outlines that do not overlap, or that are holes wound the other way.
    ///
    /// Every edge leaves the change of coverage it causes in the row it crosses; the running sum
    /// along a row is then the coverage of each pixel.
    pub(super) fn fill(&mut self, outlines: &[Vec<Point>], tone: u8) {
        let pixels = self.pixels(bounds(outlines.iter().flatten()));
        let (width, height) = (pixels.right - pixels.left, pixels.bottom - pixels.top);
        if width == 0 || height == 0 {
            return;
        }
        let mut cover = std::mem::take(&mut self.cover);
        cover.clear();
        cover.resize((width + 2) * height, 0.0);
        let origin = (pixels.left as f32, pixels.top as f32);
        let local = |point: Point| (point.0 - origin.0, point.1 - origin.1);
        for outline in outlines {
            for (index, &start) in outline.iter().enumerate() {
                let end = outline[(index + 1) % outline.len()];
                cover_edge(&mut cover, width, local(start), local(end));
            }
        }
        for (row, changes) in cover.chunks(width + 2).enumerate() {
            let start = (pixels.top + row) * self.width + pixels.left;
            blend_row(&mut self.tones[start..start + width], changes, tone);
        }
        self.cover = cover;
    }

    /// Fills a circle.
    pub(super) fn disc(&mut self, centre: Point, radius: f32, tone: u8) {
        self.fill(&[circle(centre, radius)], tone);
    }

    /// Fills a ring.
    pub(super) fn ring(&mut self, centre: Point, outer: f32, inner: f32, tone: u8) {
        self.fill(&ring(centre, outer, inner), tone);
    }

    /// Draws lines with a nib; where lines overlap they do not get darker.
    pub(super) fn stroke(&mut self, lines: &[(Point, Point)], nib: Nib, tone: u8) {
        let ends = lines.iter().flat_map(|(start, end)| [start, end]);
        let reach = nib.across.max(nib.along) + 1.0;
        let pixels = self.pixels(bounds(ends).inset(-reach));
        let (width, height) = (pixels.right - pixels.left, pixels.bottom - pixels.top);
        if width == 0 || height == 0 {
            return;
        }
        let mut cover = std::mem::take(&mut self.cover);
        cover.clear();
        cover.resize(width * height, 0.0);
        for &(start, end) in lines {
            let reached = self.pixels(bounds([&start, &end].into_iter()).inset(-reach));
            let segment = Segment::new(nib.frame(), start, end);
            for row in reached.top..reached.bottom {
                let line = &mut cover[(row - pixels.top) * width..];
                let cells = &mut line[reached.left - pixels.left..reached.right - pixels.left];
                segment.cover_row(cells, (reached.left as f32 + 0.5, row as f32 + 0.5));
            }
        }
        for (row, shares) in cover.chunks(width).enumerate() {
            let start = (pixels.top + row) * self.width + pixels.left;
            let tones = &mut self.tones[start..start + width];
            tones
                .iter_mut()
                .zip(shares)
                .for_each(|(cell, &share)| blend(cell, tone, share));
        }
        self.cover = cover;
    }

    /// Draws a line with a round nib.
    pub(super) fn line(&mut self, start: Point, end: Point, thickness: f32, tone: u8) {
        self.stroke(&[(start, end)], Nib::round(thickness / 2.0), tone);
    }
}

/// Moves a tone towards another by a share from 0 to 1.
fn blend(cell: &mut u8, tone: u8, share: f32) {
    if share > 0.002 {
        let from = f32::from(*cell);
        *cell = (from + (f32::from(tone) - from) * share.min(1.0) + 0.5) as u8;
    }
}

/// Into how many steps the edge of a filled shape fades. A few steps look as smooth as many, and
/// make the files a tenth smaller; lettering keeps all of them.
const EDGE_STEPS: u8 = 3;

/// Blends a tone into a row of pixels, given the changes of coverage along it.
fn blend_row(cells: &mut [u8], changes: &[f32], tone: u8) {
    let mut sum = 0.0f32;
    for (cell, change) in cells.iter_mut().zip(changes) {
        sum += change;
        match (sum.abs() * f32::from(EDGE_STEPS) + 0.5) as u8 {
            0 => {}
            steps if steps >= EDGE_STEPS => *cell = tone,
            steps => blend(cell, tone, f32::from(steps) / f32::from(EDGE_STEPS)),
        }
    }
}

/// Leaves the changes of coverage of one edge in all the rows it crosses.
fn cover_edge(cover: &mut [f32], width: usize, start: Point, end: Point) {
    if start.1 == end.1 {
        return;
    }
    let (direction, upper, lower) = if start.1 < end.1 {
        (1.0, start, end)
    } else {
        (-1.0, end, start)
    };
    let slope = (lower.0 - upper.0) / (lower.1 - upper.1);
    let rows = cover.len() / (width + 2);
    let first = upper.1.max(0.0) as usize;
    let last = (lower.1.max(0.0).ceil() as usize).min(rows);
    for row in first..last {
        let from = upper.1.max(row as f32);
        let to = lower.1.min(row as f32 + 1.0);
        let (x_from, x_to) = (
            upper.0 + (from - upper.1) * slope,
            upper.0 + (to - upper.1) * slope,
        );
        let cells = &mut cover[row * (width + 2)..(row + 1) * (width + 2)];
        cover_row(
            cells,
            width,
            x_from.min(x_to),
            x_from.max(x_to),
            direction * (to - from),
        );
    }
}

/// Leaves the changes of coverage of an edge within one row, between two places of the row.
fn cover_row(cells: &mut [f32], width: usize, left: f32, right: f32, amount: f32) {
    let limit = width as f32;
    if left >= limit {
        return;
    }
    if right <= 0.0 {
        cells[0] += amount;
        return;
    }
    if right - left < 1e-3 {
        let column = left.max(0.0) as usize;
        let inside = left.max(0.0) - column as f32;
        cells[column] += amount * (1.0 - inside);
        cells[column + 1] += amount * inside;
        return;
    }
    let per_pixel = amount / (right - left);
    if left < 0.0 {
        cells[0] += per_pixel * -left;
    }
    let (from, to) = (left.max(0.0), right.min(limit));
    for column in from as usize..to.ceil() as usize {
        let start = from.max(column as f32);
        let end = to.min(column as f32 + 1.0);
        let change = per_pixel * (end - start);
        let inside = (start + end) / 2.0 - column as f32;
        cells[column] += change * (1.0 - inside);
        cells[column + 1] += change * inside;
    }
}
