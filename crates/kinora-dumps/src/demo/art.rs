//! Placeholder art for the demo catalogue, in the manner of the intertitle cards of silent films.
//!
//! The demo catalogue has no pictures of its own, so this module draws them: posters, backdrops,
//! profiles, stills and logos, as PNG files made from nothing but a title, a subtitle and a seed.
//!
//! How it works:
//!
//! * A `Canvas` holds one tone per pixel. Tones run along a single ramp, from the ground colour
//!   through a tint to the ink, like a tinted film. At the end they are reduced to sixteen levels
//!   and written as an indexed-colour PNG with four bits per pixel, which keeps the files small.
//! * Two primitives do all the drawing: `Canvas::fill` fills outlines, `Canvas::stroke` draws
//!   lines with an elliptic nib. Both are antialiased.
//! * Lettering needs no font: the capitals are stroke skeletons (`GLYPHS`) for the Latin, Greek
//!   and Cyrillic alphabets, drawn with one of several nibs. Letters of other scripts are skipped.
//! * Everything that varies (palette, nib, motif, corner ornament, layout) is a pure function of
//!   the seed, so that the same card always gives the same bytes and that the pictures of one
//!   title belong together.
//!
//! The order of the file: the interface, palettes and the PNG file, chance, geometry, the canvas,
//! lettering, ornaments, motifs (one function per motif), layouts (one function per shape).

use std::f32::consts::{PI, TAU};

// --- The interface ---

/// What a picture shows.
#[derive(Debug, Clone, Copy)]
pub struct Card<'a> {
    /// The title of the film, or the name of the person.
    pub title: &'a str,
    /// A smaller line below the title, e.g. "1922 · F. W. Murnau"; may be empty.
    pub subtitle: &'a str,
    /// Chooses the palette, the motif and the ornaments.
    pub seed: u64,
}

/// The kind of picture, which decides its size and its layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// An upright poster with a double border and a large title.
    Poster,
    /// A wide picture with a small title plate in a corner.
    Backdrop,
    /// The portrait of a person: a bust or a monogram in an oval frame.
    Profile,
    /// A frame of film, or an intertitle card.
    Still,
    /// The title alone on a transparent ground.
    Logo,
}

impl Shape {
    /// The width and the height of the picture, in pixels.
    pub fn size(self) -> (u32, u32) {
        match self {
            Shape::Poster => (500, 750),
            Shape::Backdrop => (1280, 720),
            Shape::Profile => (300, 450),
            Shape::Still => (640, 360),
            Shape::Logo => (500, 250),
        }
    }
}

/// Draws the card and returns the PNG file.
///
/// # Errors
///
/// Fails only if the PNG encoder does.
pub fn draw(shape: Shape, card: &Card<'_>) -> Result<Vec<u8>, png::EncodingError> {
    let style = Style::choose(shape, card.seed);
    let card = if legible_words(card.title).is_empty() {
        // A title in a script without glyphs: what can be read of the subtitle takes its place.
        &Card {
            title: card.subtitle,
            subtitle: "",
            ..*card
        }
    } else {
        card
    };
    encode(
        &paint(shape, card, &style),
        &Colours::new(shape, &style.stops),
    )
}

/// Draws the card as tones.
fn paint(shape: Shape, card: &Card<'_>, style: &Style) -> Canvas {
    let mut canvas = Canvas::new(shape.size());
    match shape {
        Shape::Poster => draw_poster(&mut canvas, card, style),
        Shape::Backdrop => draw_backdrop(&mut canvas, card, style),
        Shape::Profile => draw_profile(&mut canvas, card, style),
        Shape::Still => draw_still(&mut canvas, card, style),
        Shape::Logo => draw_logo(&mut canvas, card, style),
    }
    canvas
}

// --- Palettes and the PNG file ---

/// The number of colours in a picture; one pixel takes four bits.
const LEVELS: u8 = 16;

/// Tones used by the layouts and the motifs, from the ground to the ink.
const GROUND: u8 = 0;
const FAINT: u8 = 34;
const DIM: u8 = 68;
const TINT: u8 = 119;
const SOFT: u8 = 187;
const INK: u8 = 255;

/// A colour as red, green and blue.
type Colour = [u8; 3];

/// Ground, tint and ink of the dark palettes, named after the tints of silent film stock.
const DARK_PALETTES: [[Colour; 3]; 12] = [
    [[0x15, 0x0f, 0x08], [0xb0, 0x6a, 0x1e], [0xf7, 0xe8, 0xc9]], // amber
    [[0x09, 0x10, 0x1a], [0x35, 0x6d, 0x99], [0xe9, 0xef, 0xf1]], // night blue
    [[0x18, 0x11, 0x0c], [0x8f, 0x6c, 0x4a], [0xf4, 0xe7, 0xd3]], // sepia
    [[0x07, 0x14, 0x11], [0x2f, 0x80, 0x6d], [0xeb, 0xf2, 0xe5]], // sea green
    [[0x1a, 0x0a, 0x11], [0xa8, 0x40, 0x5a], [0xf8, 0xe4, 0xdc]], // rose
    [[0x11, 0x0c, 0x1a], [0x70, 0x5d, 0xa3], [0xee, 0xe7, 0xf4]], // lavender
    [[0x0f, 0x11, 0x13], [0x6f, 0x78, 0x80], [0xf3, 0xf2, 0xed]], // silver
    [[0x17, 0x07, 0x05], [0xbb, 0x3c, 0x22], [0xfc, 0xe7, 0xc5]], // fire
    [[0x10, 0x12, 0x09], [0x83, 0x84, 0x38], [0xf4, 0xf1, 0xd7]], // olive
    [[0x07, 0x12, 0x1f], [0xb5, 0x86, 0x35], [0xf8, 0xed, 0xd2]], // navy and gold
    [[0x05, 0x1a, 0x15], [0xb8, 0x94, 0x3f], [0xf6, 0xf0, 0xd8]], // emerald and gold
    [[0x1c, 0x08, 0x1a], [0xc0, 0x6a, 0x4a], [0xfa, 0xe9, 0xd6]], // plum and copper
];

/// Ground, tint and ink of the palettes that look like printed paper.
const PAPER_PALETTES: [[Colour; 3]; 4] = [
    [[0xf0, 0xe4, 0xcc], [0xc2, 0x5a, 0x3c], [0x1d, 0x14, 0x11]],
    [[0xea, 0xe5, 0xd6], [0x54, 0x84, 0x9c], [0x12, 0x18, 0x1e]],
    [[0xee, 0xe6, 0xc9], [0x8a, 0x92, 0x4e], [0x17, 0x1a, 0x10]],
    [[0xf2, 0xe2, 0xd6], [0xa8, 0x6c, 0x86], [0x1e, 0x11, 0x1a]],
];

/// The sixteen colours of a picture, with the opacity of each.
struct Colours {
    colours: Vec<Colour>,
    opacities: Option<Vec<u8>>,
}

impl Colours {
    /// The colours of a shape: a ramp, or for a logo shades of the ink that fade into nothing.
    fn new(shape: Shape, stops: &[Colour; 3]) -> Self {
        let levels = (0..LEVELS).map(|level| f32::from(level) / f32::from(LEVELS - 1));
        if shape == Shape::Logo {
            return Colours {
                colours: levels
                    .map(|at| mix(stops[1], stops[2], 0.35 + 0.65 * at))
                    .collect(),
                opacities: Some(
                    (0..LEVELS)
                        .map(|level| level * (255 / (LEVELS - 1)))
                        .collect(),
                ),
            };
        }
        Colours {
            colours: levels.map(|at| ramp(stops, at)).collect(),
            opacities: None,
        }
    }
}

/// The colour at a place of the ramp from ground (0) through tint to ink (1).
fn ramp(stops: &[Colour; 3], at: f32) -> Colour {
    if at < 0.5 {
        mix(stops[0], stops[1], at * 2.0)
    } else {
        mix(stops[1], stops[2], at * 2.0 - 1.0)
    }
}

/// Mixes two colours; a share of 0 is all the first, a share of 1 all the second.
fn mix(first: Colour, second: Colour, share: f32) -> Colour {
    let channel = |index: usize| {
        let (from, to) = (f32::from(first[index]), f32::from(second[index]));
        (from + (to - from) * share).round() as u8
    };
    [channel(0), channel(1), channel(2)]
}

/// Writes the canvas as an indexed-colour PNG with four bits per pixel.
fn encode(canvas: &Canvas, colours: &Colours) -> Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::with_capacity(16 * 1024);
    let mut encoder = png::Encoder::new(&mut file, canvas.width as u32, canvas.height as u32);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Four);
    encoder.set_palette(colours.colours.concat());
    if let Some(opacities) = &colours.opacities {
        encoder.set_trns(opacities.clone());
    }
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_deflate_compression(png::DeflateCompression::Level(COMPRESSION));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&pack(canvas))?;
    writer.finish()?;
    Ok(file)
}

/// The effort of the compressor, from 1 to 9.
const COMPRESSION: u8 = 5;

/// Reduces the tones to levels and packs two pixels into each byte.
fn pack(canvas: &Canvas) -> Vec<u8> {
    let level = |tone: u8| ((u16::from(tone) * u16::from(LEVELS - 1) + 127) / 255) as u8;
    let mut packed = Vec::with_capacity(canvas.tones.len() / 2 + canvas.height);
    for row in canvas.tones.chunks(canvas.width) {
        packed.extend(row.chunks(2).map(|pair| {
            let second = pair.get(1).map_or(0, |&tone| level(tone));
            level(pair[0]) << 4 | second
        }));
    }
    packed
}

// --- Chance ---

/// A small deterministic generator (SplitMix64), so that pictures depend on the seed alone.
struct Dice(u64);

impl Dice {
    /// The generator for one purpose; different purposes get unrelated numbers from one seed.
    fn new(seed: u64, purpose: u64) -> Self {
        let mut dice = Dice(seed ^ purpose.wrapping_mul(0xd6e8_feb8_6659_fd93));
        dice.next();
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A whole number below `count`.
    fn below(&mut self, count: usize) -> usize {
        (self.next() % count.max(1) as u64) as usize
    }

    /// A number between the two given ones.
    fn between(&mut self, low: f32, high: f32) -> f32 {
        let share = (self.next() >> 40) as f32 / (1u64 << 24) as f32;
        low + (high - low) * share
    }
}

/// What the seed decides for the pictures of a title.
struct Style {
    stops: [Colour; 3],
    is_paper: bool,
    motif: Motif,
    nib: Nib,
    corner: usize,
    title_first: bool,
    seed: u64,
}

impl Style {
    /// The style of a seed. Only upright pictures are printed on paper, wide ones are always dark.
    fn choose(shape: Shape, seed: u64) -> Self {
        let mut dice = Dice::new(seed, 1);
        let dark = DARK_PALETTES[dice.below(DARK_PALETTES.len())];
        let paper = PAPER_PALETTES[dice.below(PAPER_PALETTES.len())];
        let is_paper = dice.below(5) == 0 && matches!(shape, Shape::Poster | Shape::Profile);
        Style {
            stops: if is_paper { paper } else { dark },
            is_paper,
            motif: MOTIFS[dice.below(MOTIFS.len())],
            nib: NIBS[dice.below(NIBS.len())],
            corner: dice.below(4),
            title_first: dice.below(4) == 0,
            seed,
        }
    }

    /// Draws the motif of the title into an area.
    fn draw_motif(&self, canvas: &mut Canvas, area: Area) {
        canvas.clip = area;
        (self.motif)(canvas, area, &mut Dice::new(self.seed, 2));
        canvas.clip = canvas.area();
        self.develop(canvas, area);
    }

    /// Turns a picture on paper from negative to positive: motifs are drawn light on dark.
    fn develop(&self, canvas: &mut Canvas, area: Area) {
        if self.is_paper {
            canvas.invert(area);
        }
    }
}

// --- Geometry ---

/// A place on the canvas, in pixels from the left and from the top.
type Point = (f32, f32);

/// A rectangle on the canvas.
#[derive(Debug, Clone, Copy)]
struct Area {
    left: f32,
    top: f32,
    right: f32,
    bottom: f32,
}

impl Area {
    fn new(left: f32, top: f32, right: f32, bottom: f32) -> Self {
        Area {
            left,
            top,
            right,
            bottom,
        }
    }

    fn width(&self) -> f32 {
        self.right - self.left
    }

    fn height(&self) -> f32 {
        self.bottom - self.top
    }

    /// The smaller of width and height.
    fn span(&self) -> f32 {
        self.width().min(self.height())
    }

    /// The point at the given shares of width and height.
    fn at(&self, across: f32, down: f32) -> Point {
        (
            self.left + self.width() * across,
            self.top + self.height() * down,
        )
    }

    /// The area without a margin on every side.
    fn inset(&self, margin: f32) -> Self {
        Area::new(
            self.left + margin,
            self.top + margin,
            self.right - margin,
            self.bottom - margin,
        )
    }

    /// The four corners, each with the direction towards the inside.
    fn corners(&self) -> [(Point, Point); 4] {
        [
            ((self.left, self.top), (1.0, 1.0)),
            ((self.right, self.top), (-1.0, 1.0)),
            ((self.left, self.bottom), (1.0, -1.0)),
            ((self.right, self.bottom), (-1.0, -1.0)),
        ]
    }
}

/// The point at a distance from another, in the direction of an angle (0 right, a quarter down).
fn polar(centre: Point, radius: f32, angle: f32) -> Point {
    (
        centre.0 + radius * angle.cos(),
        centre.1 + radius * angle.sin(),
    )
}

/// The outline of an ellipse.
fn ellipse(centre: Point, across: f32, down: f32) -> Vec<Point> {
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
fn circle(centre: Point, radius: f32) -> Vec<Point> {
    ellipse(centre, radius, radius)
}

/// The outlines of a ring: a circle and, wound the other way, the hole in it.
fn ring(centre: Point, outer: f32, inner: f32) -> [Vec<Point>; 2] {
    let mut hole = circle(centre, inner);
    hole.reverse();
    [circle(centre, outer), hole]
}

/// The outline of a triangle-like sector from a centre between two angles.
fn sector(centre: Point, radius: f32, from: f32, to: f32) -> Vec<Point> {
    vec![
        centre,
        polar(centre, radius, from),
        polar(centre, radius, to),
    ]
}

/// The outline of a star with the given number of points.
fn star(centre: Point, outer: f32, inner: f32, points: usize) -> Vec<Point> {
    let radius = |step: usize| if step.is_multiple_of(2) { outer } else { inner };
    let angle = |step: usize| step as f32 / points as f32 * PI - PI / 2.0;
    (0..points * 2)
        .map(|step| polar(centre, radius(step), angle(step)))
        .collect()
}

/// The outline of a diamond.
fn diamond(centre: Point, across: f32, down: f32) -> Vec<Point> {
    let (x, y) = centre;
    vec![
        (x - across, y),
        (x, y - down),
        (x + across, y),
        (x, y + down),
    ]
}

/// The outline of a land or a sea: a curve from left to right, closed along the bottom.
fn horizon(area: Area, steps: usize, height: impl Fn(f32) -> f32) -> Vec<Point> {
    let place = |step: usize| step as f32 / steps as f32;
    let mut outline: Vec<Point> = (0..=steps)
        .map(|step| (area.at(place(step), 0.0).0, height(place(step))))
        .collect();
    outline.extend([(area.right, area.bottom), (area.left, area.bottom)]);
    outline
}

// --- The canvas ---

/// A picture as tones, from the ground (0) to the ink (255).
struct Canvas {
    width: usize,
    height: usize,
    tones: Vec<u8>,
    clip: Area,
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
    fn new(size: (u32, u32)) -> Self {
        let (width, height) = (size.0 as usize, size.1 as usize);
        Canvas {
            width,
            height,
            tones: vec![GROUND; width * height],
            clip: Area::new(0.0, 0.0, width as f32, height as f32),
            cover: Vec::new(),
        }
    }

    fn area(&self) -> Area {
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
    fn rectangle(&mut self, area: Area, tone: u8) {
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
    fn invert(&mut self, area: Area) {
        let pixels = self.pixels(area);
        for row in pixels.top..pixels.bottom {
            let start = row * self.width;
            let cells = &mut self.tones[start + pixels.left..start + pixels.right];
            cells.iter_mut().for_each(|tone| *tone = 255 - *tone);
        }
    }

    /// Draws the four edges of a rectangle, inwards.
    fn outline(&mut self, area: Area, thickness: f32, tone: u8) {
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
    fn fill(&mut self, outlines: &[Vec<Point>], tone: u8) {
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
    fn disc(&mut self, centre: Point, radius: f32, tone: u8) {
        self.fill(&[circle(centre, radius)], tone);
    }

    /// Fills a ring.
    fn ring(&mut self, centre: Point, outer: f32, inner: f32, tone: u8) {
        self.fill(&ring(centre, outer, inner), tone);
    }

    /// Draws lines with a nib; where lines overlap they do not get darker.
    fn stroke(&mut self, lines: &[(Point, Point)], nib: Nib, tone: u8) {
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
    fn line(&mut self, start: Point, end: Point, thickness: f32, tone: u8) {
        self.stroke(&[(start, end)], Nib::round(thickness / 2.0), tone);
    }
}

/// The smallest area that holds all the points.
fn bounds<'a>(points: impl Iterator<Item = &'a Point>) -> Area {
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

/// A pen point: an ellipse given by half its thickness both ways and by its tilt in radians.
#[derive(Debug, Clone, Copy)]
struct Nib {
    across: f32,
    along: f32,
    tilt: f32,
}

/// The nibs for titles, in the units of the glyphs: upright strokes are as heavy as `across`.
const NIBS: [Nib; 4] = [
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
const FINE_NIB: Nib = Nib {
    across: 1.2,
    along: 1.0,
    tilt: 0.0,
};

impl Nib {
    fn round(radius: f32) -> Self {
        Nib {
            across: radius,
            along: radius,
            tilt: 0.0,
        }
    }

    /// The nib for letters of another size, never so fine that it fades away.
    fn scaled(self, scale: f32) -> Self {
        let thick = |radius: f32| (radius * scale).max(0.6);
        Nib {
            across: thick(self.across),
            along: thick(self.along),
            tilt: self.tilt,
        }
    }

    /// The matrix that turns the nib into a circle of radius 1.
    fn frame(self) -> [f32; 4] {
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
struct Segment {
    frame: [f32; 4],
    start: Point,
    way: Point,
    length_squared: f32,
}

impl Segment {
    fn new(frame: [f32; 4], start: Point, end: Point) -> Self {
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
    fn cover_row(&self, cells: &mut [f32], first: Point) {
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

// --- Lettering ---

/// A part of a letter, in units of a twentieth of the height of a capital, from its top left.
#[derive(Debug, Clone, Copy)]
enum Stroke {
    /// From one point straight to another.
    Line(i8, i8, i8, i8),
    /// A round dot.
    Dot(i8, i8),
    /// Part of an ellipse: centre, radii, and clockwise from one angle to another, in degrees.
    Arc(i8, i8, i8, i8, i16, i16),
}
use Stroke::{Arc, Dot, Line};

/// A letter: the character, its width in units, and its strokes.
type Glyph = (char, i8, &'static [Stroke]);

/// The height of a capital in units.
const CAPITAL: f32 = 20.0;

/// The skeletons of the capitals, digits and marks.
#[rustfmt::skip]
const GLYPHS: &[Glyph] = &[
    ('A', 16, &[Line(0,20,8,0), Line(8,0,16,20), Line(3,14,13,14)]),
    ('B', 11, &[Line(0,0,0,20), Line(0,0,5,0), Arc(5,5,5,5,-90,90), Line(0,10,5,10), Arc(5,15,6,5,-90,90), Line(0,20,5,20)]),
    ('C', 17, &[Arc(10,10,10,10,48,312)]),
    ('D', 15, &[Line(0,0,0,20), Line(0,0,5,0), Arc(5,10,10,10,-90,90), Line(5,20,0,20)]),
    ('E', 10, &[Line(0,0,0,20), Line(0,0,10,0), Line(0,10,8,10), Line(0,20,10,20)]),
    ('F', 9, &[Line(0,0,0,20), Line(0,0,9,0), Line(0,10,8,10)]),
    ('G', 19, &[Arc(10,10,10,10,40,312), Line(18,11,18,16), Line(12,11,18,11)]),
    ('H', 14, &[Line(0,0,0,20), Line(14,0,14,20), Line(0,10,14,10)]),
    ('I', 0, &[Line(0,0,0,20)]),
    ('J', 8, &[Line(8,0,8,15), Arc(3,15,5,5,0,120)]),
    ('K', 12, &[Line(0,0,0,20), Line(0,12,12,0), Line(4,8,13,20)]),
    ('L', 9, &[Line(0,0,0,20), Line(0,20,9,20)]),
    ('M', 18, &[Line(0,20,2,0), Line(2,0,9,15), Line(9,15,16,0), Line(16,0,18,20)]),
    ('N', 14, &[Line(0,20,0,0), Line(0,0,14,20), Line(14,20,14,0)]),
    ('O', 20, &[Arc(10,10,10,10,0,360)]),
    ('P', 11, &[Line(0,0,0,20), Line(0,0,5,0), Arc(5,6,6,6,-90,90), Line(0,12,5,12)]),
    ('Q', 20, &[Arc(10,10,10,10,0,360), Line(12,14,20,22)]),
    ('R', 12, &[Line(0,0,0,20), Line(0,0,5,0), Arc(5,6,6,6,-90,90), Line(0,12,5,12), Line(5,12,12,20)]),
    ('S', 10, &[Arc(5,5,5,5,90,325), Arc(5,15,5,5,-90,145)]),
    ('T', 14, &[Line(0,0,14,0), Line(7,0,7,20)]),
    ('U', 14, &[Line(0,0,0,13), Arc(7,13,7,7,0,180), Line(14,13,14,0)]),
    ('V', 16, &[Line(0,0,8,20), Line(8,20,16,0)]),
    ('W', 24, &[Line(0,0,6,20), Line(6,20,12,0), Line(12,0,18,20), Line(18,20,24,0)]),
    ('X', 14, &[Line(0,0,14,20), Line(14,0,0,20)]),
    ('Y', 14, &[Line(0,0,7,10), Line(14,0,7,10), Line(7,10,7,20)]),
    ('Z', 13, &[Line(0,0,13,0), Line(13,0,0,20), Line(0,20,13,20)]),
    // Digits.
    ('0', 12, &[Arc(6,10,6,10,0,360)]),
    ('1', 4, &[Line(0,4,4,0), Line(4,0,4,20)]),
    ('2', 11, &[Arc(5,5,5,5,185,395), Line(9,8,0,20), Line(0,20,11,20)]),
    ('3', 10, &[Arc(5,5,5,5,205,450), Arc(4,15,6,5,-90,150)]),
    ('4', 12, &[Line(9,20,9,0), Line(9,0,0,14), Line(0,14,12,14)]),
    ('5', 11, &[Line(10,0,2,0), Line(2,0,1,9), Arc(5,14,6,6,-130,145)]),
    ('6', 12, &[Arc(6,14,6,6,0,360), Arc(12,14,12,14,180,252)]),
    ('7', 12, &[Line(0,0,12,0), Line(12,0,4,20)]),
    ('8', 12, &[Arc(6,5,5,5,0,360), Arc(6,15,6,5,0,360)]),
    ('9', 12, &[Arc(6,6,6,6,0,360), Arc(0,6,12,14,0,72)]),
    // Latin letters that are more than a base and an accent.
    ('Æ', 19, &[Line(0,20,10,0), Line(10,0,19,0), Line(10,0,10,20), Line(4,14,10,14), Line(10,10,17,10), Line(10,20,19,20)]),
    ('Œ', 20, &[Arc(10,10,10,10,90,270), Line(10,0,20,0), Line(10,20,20,20), Line(10,0,10,20), Line(10,10,18,10)]),
    ('Ø', 20, &[Arc(10,10,10,10,0,360), Line(2,21,18,-1)]),
    ('Ł', 9, &[Line(0,0,0,20), Line(0,20,9,20), Line(-3,13,5,7)]),
    ('Đ', 15, &[Line(0,0,0,20), Line(0,0,5,0), Arc(5,10,10,10,-90,90), Line(5,20,0,20), Line(-3,10,5,10)]),
    ('Þ', 11, &[Line(0,0,0,20), Line(0,5,5,5), Arc(5,10,6,5,-90,90), Line(0,15,5,15)]),
    // Cyrillic.
    ('Б', 11, &[Line(0,0,0,20), Line(0,0,10,0), Line(0,10,5,10), Arc(5,15,6,5,-90,90), Line(0,20,5,20)]),
    ('Г', 9, &[Line(0,0,0,20), Line(0,0,9,0)]),
    ('Д', 16, &[Line(0,24,0,20), Line(0,20,16,20), Line(16,20,16,24), Line(3,20,6,0), Line(6,0,13,0), Line(13,0,13,20)]),
    ('Ж', 20, &[Line(10,0,10,20), Line(0,0,10,10), Line(0,20,10,10), Line(20,0,10,10), Line(20,20,10,10)]),
    ('И', 14, &[Line(0,0,0,20), Line(0,20,14,0), Line(14,0,14,20)]),
    ('П', 14, &[Line(0,0,0,20), Line(0,0,14,0), Line(14,0,14,20)]),
    ('У', 14, &[Line(0,0,7,12), Line(14,0,4,20)]),
    ('Ф', 18, &[Arc(9,10,9,7,0,360), Line(9,0,9,20)]),
    ('Ц', 15, &[Line(0,0,0,20), Line(0,20,15,20), Line(13,0,13,20), Line(15,20,15,24)]),
    ('Ч', 12, &[Line(0,0,0,6), Arc(6,6,6,6,90,180), Line(6,12,12,12), Line(12,0,12,20)]),
    ('Ш', 18, &[Line(0,0,0,20), Line(9,0,9,20), Line(18,0,18,20), Line(0,20,18,20)]),
    ('Щ', 20, &[Line(0,0,0,20), Line(9,0,9,20), Line(18,0,18,20), Line(0,20,20,20), Line(20,20,20,24)]),
    ('Ъ', 14, &[Line(0,0,4,0), Line(4,0,4,20), Line(4,10,9,10), Arc(9,15,5,5,-90,90), Line(4,20,9,20)]),
    ('Ы', 17, &[Line(0,0,0,20), Line(0,10,5,10), Arc(5,15,6,5,-90,90), Line(0,20,5,20), Line(17,0,17,20)]),
    ('Ь', 11, &[Line(0,0,0,20), Line(0,10,5,10), Arc(5,15,6,5,-90,90), Line(0,20,5,20)]),
    ('Э', 17, &[Arc(7,10,10,10,-132,132), Line(7,10,17,10)]),
    ('Ю', 24, &[Line(0,0,0,20), Line(0,10,6,10), Arc(15,10,9,10,0,360)]),
    ('Я', 12, &[Line(12,0,12,20), Line(12,0,7,0), Arc(7,6,6,6,90,270), Line(12,12,7,12), Line(7,12,0,20)]),
    ('Є', 17, &[Arc(10,10,10,10,48,312), Line(0,10,10,10)]),
    // Greek.
    ('Δ', 16, &[Line(0,20,8,0), Line(8,0,16,20), Line(0,20,16,20)]),
    ('Θ', 20, &[Arc(10,10,10,10,0,360), Line(6,10,14,10)]),
    ('Λ', 16, &[Line(0,20,8,0), Line(8,0,16,20)]),
    ('Ξ', 13, &[Line(0,0,13,0), Line(2,10,11,10), Line(0,20,13,20)]),
    ('Σ', 12, &[Line(12,0,0,0), Line(0,0,7,10), Line(7,10,0,20), Line(0,20,12,20)]),
    ('Ψ', 18, &[Line(9,0,9,20), Line(0,0,0,5), Arc(9,5,9,8,0,180), Line(18,0,18,5)]),
    ('Ω', 18, &[Arc(9,9,9,9,118,422), Line(0,20,5,20), Line(5,17,5,20), Line(13,17,13,20), Line(13,20,18,20)]),
    // Marks.
    ('.', 1, &[Dot(0,20)]),
    (',', 2, &[Line(2,19,0,24)]),
    (':', 1, &[Dot(0,8), Dot(0,20)]),
    (';', 2, &[Dot(1,8), Line(2,19,0,24)]),
    ('!', 1, &[Line(0,0,0,13), Dot(0,20)]),
    ('?', 10, &[Arc(5,5,5,5,195,450), Line(5,10,5,14), Dot(5,20)]),
    ('¡', 1, &[Dot(0,0), Line(0,7,0,20)]),
    ('¿', 10, &[Arc(5,15,5,5,15,270), Line(5,6,5,10), Dot(5,0)]),
    ('-', 7, &[Line(0,11,7,11)]),
    ('–', 11, &[Line(0,11,11,11)]),
    ('—', 18, &[Line(0,11,18,11)]),
    ('\'', 1, &[Line(1,0,0,5)]),
    ('"', 6, &[Line(1,0,0,5), Line(6,0,5,5)]),
    ('„', 6, &[Line(2,19,0,24), Line(7,19,5,24)]),
    ('«', 9, &[Line(4,7,0,12), Line(0,12,4,17), Line(9,7,5,12), Line(5,12,9,17)]),
    ('»', 9, &[Line(0,7,4,12), Line(4,12,0,17), Line(5,7,9,12), Line(9,12,5,17)]),
    ('·', 1, &[Dot(0,11)]),
    ('…', 13, &[Dot(0,20), Dot(6,20), Dot(12,20)]),
    ('(', 5, &[Arc(10,10,10,14,130,230)]),
    (')', 5, &[Arc(-5,10,10,14,-50,50)]),
    ('/', 9, &[Line(9,-1,0,21)]),
    ('&', 15, &[Line(4,6,15,20), Arc(7,4,4,4,140,400), Line(10,7,3,11), Arc(6,15,6,5,10,240), Line(12,16,14,11)]),
    ('+', 12, &[Line(0,11,12,11), Line(6,5,6,17)]),
    ('=', 12, &[Line(0,8,12,8), Line(0,14,12,14)]),
    ('*', 8, &[Line(4,0,4,8), Line(0,2,8,6), Line(8,2,0,6)]),
    ('#', 14, &[Line(5,0,3,20), Line(11,0,9,20), Line(0,6,14,6), Line(0,14,14,14)]),
    ('%', 16, &[Arc(3,4,3,4,0,360), Arc(13,16,3,4,0,360), Line(15,0,1,20)]),
    ('°', 6, &[Arc(3,3,3,3,0,360)]),
    ('$', 10, &[Arc(5,5,5,5,90,325), Arc(5,15,5,5,-90,145), Line(5,-3,5,23)]),
    ('@', 22, &[Arc(11,11,4,4,0,360), Line(15,7,15,12), Arc(18,12,3,3,0,180), Arc(11,11,10,10,0,0), Arc(11,11,10,11,60,360)]),
];

/// Characters drawn like others: the first line of each pair stands for the second.
const LOOKALIKES: &[(&str, &str)] = &[
    ("АВЕЗКМНОРСТХІЈЅЛ", "ABE3KMHOPCTXIJSΛ"),
    ("ΑΒΓΕΖΗΙΚΜΝΟΠΡΤΥΦΧ", "ABГEZHIKMNOПPTYФX"),
    ("‘’‛ʼ`´“”‟•∙‐‑‒−Ð×_[]", "''''''\"\"\"··----ĐX-()"),
];

/// The accents: the strokes from the middle of the letter, the letters that wear it, and their bases.
#[rustfmt::skip]
const ACCENTS: &[(&[Stroke], &str, &str)] = &[
    (&[Line(-2,-4,2,-8)], "ÁÉÍÓÚÝĆĹŃŔŚŹΆΈΉΊΌΎЃЌ", "AEIOUYCLNRSZΑΕΗΙΟΥГК"),
    (&[Line(2,-4,-2,-8)], "ÀÈÌÒÙЍ", "AEIOUИ"),
    (&[Line(-4,-4,0,-8), Line(0,-8,4,-4)], "ÂÊÎÔÛĈĜĤĴŜŴŶ", "AEIOUCGHJSWY"),
    (&[Line(-4,-8,0,-4), Line(0,-4,4,-8)], "ČĎĚŇŘŠŤŽǍǏǑǓĽ", "CDENRSTZAIOUL"),
    (&[Line(-5,-5,-2,-7), Line(-2,-7,2,-5), Line(2,-5,5,-7)], "ÃÑÕĨŨ", "ANOIU"),
    (&[Dot(-4,-6), Dot(3,-6)], "ÄËÏÖÜŸЁЇΪΫ", "AEIOUYEIΙΥ"),
    (&[Arc(0,-5,3,3,0,360)], "ÅŮ", "AU"),
    (&[Line(-4,-6,4,-6)], "ĀĒĪŌŪЎ", "AEIOUУ"),
    (&[Arc(0,-8,4,4,0,180)], "ĂĔĞĬŎŬЙ", "AEGIOUИ"),
    (&[Dot(-1,-6)], "ĊĖĠİŻ", "CEGIZ"),
    (&[Line(-3,-4,0,-8), Line(2,-4,5,-8)], "ŐŰ", "OU"),
    (&[Line(0,20,0,22), Arc(-1,24,2,2,-60,120)], "ÇŞŢ", "CST"),
    (&[Line(0,23,-1,26)], "ȘȚĢĶĻŅŖ", "STGKLNR"),
    (&[Arc(5,23,3,3,60,250)], "ĄĘĮŲ", "AEIU"),
];

/// Space between letters and between words, in units.
const LETTER_SPACE: f32 = 6.5;
const WORD_SPACE: f32 = 14.0;

/// The height of a line of text, in heights of a capital.
const LINE_HEIGHT: f32 = 1.62;

/// The glyph of a character, by itself or by its lookalike.
fn glyph(letter: char) -> Option<&'static Glyph> {
    let letter = counterpart(LOOKALIKES.iter().copied(), letter).unwrap_or(letter);
    GLYPHS.iter().find(|(known, ..)| *known == letter)
}

/// The character that stands at the same place in the second text as the letter in the first.
fn counterpart<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>, letter: char) -> Option<char> {
    pairs
        .flat_map(|(from, to)| from.chars().zip(to.chars()))
        .find(|(from, _)| *from == letter)
        .map(|(_, to)| to)
}

/// The glyph of a character with the accent it wears, if it can be drawn.
fn letter_parts(letter: char) -> Option<(&'static Glyph, &'static [Stroke])> {
    if let Some(plain) = glyph(letter) {
        return Some((plain, &[]));
    }
    ACCENTS.iter().find_map(|&(accent, worn, bases)| {
        let base = counterpart([(worn, bases)].into_iter(), letter)?;
        Some((glyph(base)?, accent))
    })
}

/// The words of a text in capitals, without what cannot be drawn and what then separates nothing.
fn legible_words(text: &str) -> Vec<String> {
    let legible = |word: &str| -> String {
        word.chars()
            .flat_map(char::to_uppercase)
            .filter(|&letter| letter_parts(letter).is_some())
            .collect()
    };
    let is_separator = |word: &String| ["·", "-", "–", "—", "/", ":"].contains(&word.as_str());
    let mut words: Vec<String> = text
        .split_whitespace()
        .map(legible)
        .filter(|word| !word.is_empty())
        .collect();
    while words.last().is_some_and(is_separator) {
        words.pop();
    }
    words.into_iter().skip_while(is_separator).collect()
}

/// The width of a line of text in units.
fn line_width(line: &str) -> f32 {
    let advances = line.chars().map(|letter| match letter_parts(letter) {
        Some(((_, width, _), _)) => f32::from(*width) + LETTER_SPACE,
        None => WORD_SPACE - LETTER_SPACE,
    });
    (advances.sum::<f32>() - LETTER_SPACE).max(0.0)
}

/// Breaks words into lines no wider than the width, or gives up on a word that is too wide.
fn wrap(words: &[String], width: f32) -> Option<Vec<String>> {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        if line_width(word) > width {
            return None;
        }
        match lines.last_mut() {
            Some(line)
                if line_width(line) + WORD_SPACE + LETTER_SPACE + line_width(word) <= width =>
            {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.clone()),
        }
    }
    Some(lines)
}

/// Cuts words that are wider than the width into pieces.
fn cut_words(words: &[String], width: f32) -> Vec<String> {
    let mut pieces = Vec::new();
    for word in words {
        let mut piece = String::new();
        for letter in word.chars() {
            piece.push(letter);
            if line_width(&piece) > width && piece.chars().count() > 1 {
                piece.pop();
                pieces.push(std::mem::replace(&mut piece, letter.to_string()));
            }
        }
        pieces.push(piece);
    }
    pieces
}

/// Text broken into lines, with the height of its capitals in pixels.
struct TextBlock {
    lines: Vec<String>,
    size: f32,
}

/// The smallest height of capitals that can be read.
const SMALLEST: f32 = 9.0;

impl TextBlock {
    /// Sets a text as large as an area allows, up to the largest size, in balanced lines.
    fn fit(text: &str, area: Area, largest: f32) -> Self {
        let words = legible_words(text);
        let mut size = largest;
        while size > SMALLEST {
            if let Some(lines) = Self::lines_at(&words, area, size) {
                return TextBlock { lines, size };
            }
            size *= 0.94;
        }
        let width = (area.width() - SMALLEST) * CAPITAL / SMALLEST;
        let mut lines = wrap(&cut_words(&words, width), width).unwrap_or_default();
        let most = (area.height() / SMALLEST / LINE_HEIGHT).max(1.0) as usize;
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                while line_width(last) + LETTER_SPACE + 13.0 > width && last.pop().is_some() {}
                last.push('…');
            }
        }
        TextBlock {
            lines,
            size: SMALLEST,
        }
    }

    /// The balanced lines of words at a size, if they fit the area.
    fn lines_at(words: &[String], area: Area, size: f32) -> Option<Vec<String>> {
        let width = (area.width() - size * 0.3) * CAPITAL / size;
        let mut lines = wrap(words, width)?;
        if (lines.len() as f32 - 1.0) * LINE_HEIGHT * size + size * 1.5 > area.height() {
            return None;
        }
        for step in 1..12 {
            match wrap(words, width * (1.0 - step as f32 * 0.05)) {
                Some(narrower) if narrower.len() == lines.len() => lines = narrower,
                _ => break,
            }
        }
        Some(lines)
    }

    /// From the top of the capitals in the first line to the foot of the last.
    fn height(&self) -> f32 {
        (self.lines.len().max(1) as f32 - 1.0) * LINE_HEIGHT * self.size + self.size
    }

    /// The width of the widest line, in pixels.
    fn width(&self) -> f32 {
        let widest = self
            .lines
            .iter()
            .map(|line| line_width(line))
            .fold(0.0, f32::max);
        widest * self.size / CAPITAL
    }

    /// Draws the lines centred on a point of the top edge.
    fn draw_centred(&self, canvas: &mut Canvas, top: Point, nib: Nib, tone: u8) {
        for (index, line) in self.lines.iter().enumerate() {
            let width = line_width(line) * self.size / CAPITAL;
            let place = (
                top.0 - width / 2.0,
                top.1 + index as f32 * LINE_HEIGHT * self.size,
            );
            draw_line(canvas, line, place, self.size, nib, tone);
        }
    }

    /// Draws the lines flush left from a point.
    fn draw_flush(&self, canvas: &mut Canvas, start: Point, nib: Nib, tone: u8) {
        for (index, line) in self.lines.iter().enumerate() {
            let place = (start.0, start.1 + index as f32 * LINE_HEIGHT * self.size);
            draw_line(canvas, line, place, self.size, nib, tone);
        }
    }
}

/// Draws a line of text from its top left.
fn draw_line(canvas: &mut Canvas, line: &str, start: Point, size: f32, nib: Nib, tone: u8) {
    let scale = size / CAPITAL;
    let nib = nib.scaled(scale);
    let mut left = start.0;
    for letter in line.chars() {
        let Some(((_, width, strokes), accent)) = letter_parts(letter) else {
            left += (WORD_SPACE - LETTER_SPACE) * scale;
            continue;
        };
        let width = f32::from(*width);
        let mut lines = Vec::new();
        strokes
            .iter()
            .for_each(|stroke| stroke.trace((left, start.1), scale, &mut lines));
        let middle = left + width / 2.0 * scale;
        accent
            .iter()
            .for_each(|stroke| stroke.trace((middle, start.1), scale, &mut lines));
        let (dots, lines): (Vec<_>, Vec<_>) =
            lines.into_iter().partition(|(start, end)| start == end);
        canvas.stroke(&lines, nib, tone);
        canvas.stroke(&dots, Nib::round(nib.across.max(nib.along) * 1.05), tone);
        left += (width + LETTER_SPACE) * scale;
    }
}

impl Stroke {
    /// Adds the straight lines of the stroke, for a letter with the given top left and scale.
    fn trace(self, origin: Point, scale: f32, lines: &mut Vec<(Point, Point)>) {
        let place = |x: f32, y: f32| (origin.0 + x * scale, origin.1 + y * scale);
        match self {
            Dot(x, y) => {
                let spot = place(f32::from(x) + 0.5, f32::from(y));
                lines.push((spot, spot));
            }
            Line(x1, y1, x2, y2) => lines.push((
                place(f32::from(x1), f32::from(y1)),
                place(f32::from(x2), f32::from(y2)),
            )),
            Arc(x, y, across, down, from, to) => {
                let (from, to) = (f32::from(from).to_radians(), f32::from(to).to_radians());
                let reach = f32::from(across.max(down)) * scale;
                let steps = ((to - from) * reach.sqrt() * 0.9).ceil().max(2.0) as usize;
                let at = |step: usize| {
                    let angle = from + (to - from) * step as f32 / steps as f32;
                    place(
                        f32::from(x) + f32::from(across) * angle.cos(),
                        f32::from(y) + f32::from(down) * angle.sin(),
                    )
                };
                lines.extend((0..steps).map(|step| (at(step), at(step + 1))));
            }
        }
    }
}

// --- Ornaments ---

/// Draws the double border of a card with ornaments in its corners.
fn draw_border(canvas: &mut Canvas, frame: Area, corner: usize) {
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
fn draw_divider(canvas: &mut Canvas, centre: Point, half: f32, kind: usize) {
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
fn draw_perforations(canvas: &mut Canvas, area: Area, width: f32, tone: u8) {
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

// --- Motifs ---

/// Draws a picture that fills an area.
type Motif = fn(&mut Canvas, Area, &mut Dice);

/// All motifs; the seed of a title chooses one.
const MOTIFS: [Motif; 14] = [
    sunburst, rainbow, night, city, sea, projector, mountains, stage, village, eye, palmette, reel,
    fans, comet,
];

/// A tone for the rays behind a motif and a set of rings that grow lighter towards the middle.
const GLOW: [(f32, u8); 4] = [(1.0, DIM), (0.8, TINT), (0.6, SOFT), (0.42, INK)];

/// Draws rays from a centre, every second one left empty. A wide picture gets fewer of them,
/// because every edge that crosses its many rows makes the file larger by a kilobyte.
fn draw_rays(canvas: &mut Canvas, area: Area, centre: Point, count: usize, tone: u8) {
    let count = if area.width() > 1000.0 {
        count * 2 / 3
    } else {
        count
    };
    let radius = area.width() + area.height();
    let step = TAU / count as f32;
    let rays: Vec<_> = (0..count)
        .map(|index| (index as f32 - 0.25) * step)
        .map(|angle| sector(centre, radius, angle, angle + step / 2.0))
        .collect();
    canvas.fill(&rays, tone);
}

/// Draws discs inside each other that grow lighter towards the middle.
fn draw_glow(canvas: &mut Canvas, centre: Point, radius: f32) {
    for (share, tone) in GLOW {
        canvas.disc(centre, radius * share, tone);
    }
}

/// Scatters stars over an area.
fn draw_stars(canvas: &mut Canvas, area: Area, count: usize, dice: &mut Dice) {
    for index in 0..count {
        let place = area.at(dice.between(0.03, 0.97), dice.between(0.03, 0.97));
        let size = area.span() * dice.between(0.006, 0.014);
        if index % 5 == 0 {
            canvas.fill(&[star(place, size * 2.4, size * 0.5, 4)], INK);
        } else {
            canvas.disc(place, size * 0.45 + 0.5, SOFT);
        }
    }
}

/// A sun with rays, rising from the bottom edge.
fn sunburst(canvas: &mut Canvas, area: Area, dice: &mut Dice) {
    let centre = area.at(dice.between(0.42, 0.58), dice.between(0.86, 1.0));
    draw_rays(canvas, area, centre, 15 + 2 * dice.below(6), FAINT);
    let radius = area.span() * dice.between(0.42, 0.56);
    canvas.ring(centre, radius * 1.34, radius * 1.32, TINT);
    canvas.ring(centre, radius * 1.24, radius * 1.20, TINT);
    draw_glow(canvas, centre, radius);
}

/// Concentric arcs from the middle of the bottom edge, in changing widths.
fn rainbow(canvas: &mut Canvas, area: Area, dice: &mut Dice) {
    let across = [0.0, 0.5, 0.5, 1.0][dice.below(4)];
    let centre = area.at(across, 1.0);
    let side = if across == 0.5 {
        area.width() * 0.5
    } else {
        area.width() * 0.92
    };
    let reach = side.max(area.height()) * 1.1;
    let tones = [
        DIM, GROUND, TINT, GROUND, FAINT, SOFT, GROUND, TINT, INK, GROUND,
    ];
    let start = dice.below(tones.len());
    let mut radius = reach;
    let mut step = 0;
    while radius > reach * 0.06 {
        canvas.disc(centre, radius, tones[(start + step) % tones.len()]);
        radius -= reach
            * if step % 3 == 2 {
                0.02
            } else {
                dice.between(0.035, 0.085)
            };
        step += 1;
    }
    canvas.disc(centre, radius.max(reach * 0.04), INK);
}

/// A crescent moon among stars, above dark hills.
fn night(canvas: &mut Canvas, area: Area, dice: &mut Dice) {
    canvas.rectangle(area, FAINT);
    let sky = Area::new(
        area.left,
        area.top,
        area.right,
        area.top + area.height() * 0.7,
    );
    draw_stars(canvas, sky, 46, dice);
    let moon = area.at(dice.between(0.32, 0.68), dice.between(0.34, 0.42));
    let radius = area.span() * dice.between(0.2, 0.26);
    canvas.disc(moon, radius * 1.5, DIM - 14);
    canvas.disc(moon, radius * 1.25, DIM);
    canvas.disc(moon, radius, INK);
    let side = if dice.below(2) == 0 { 1.0 } else { -1.0 };
    canvas.disc(
        (moon.0 + side * radius * 0.42, moon.1 - radius * 0.16),
        radius * 0.84,
        DIM,
    );
    for (level, tone) in [(0.74, TINT), (0.82, DIM), (0.9, GROUND)] {
        let phase = dice.between(0.0, TAU);
        let waves = dice.between(1.0, 2.2) * area.width() / area.height();
        let hills = horizon(area, 60, |place| {
            let swell = (place * waves * TAU + phase).sin() * 0.035
                + (place * waves * 4.3 + phase).sin() * 0.03;
            area.at(0.0, level + swell).1
        });
        canvas.fill(&[hills], tone);
    }
}

/// A city of towers with lit windows under searchlights.
fn city(canvas: &mut Canvas, area: Area, dice: &mut Dice) {
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
fn sea(canvas: &mut Canvas, area: Area, dice: &mut Dice) {
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

/// The beam of a projector, falling across the dark onto a screen.
fn projector(canvas: &mut Canvas, area: Area, dice: &mut Dice) {
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

/// Mountains in layers before a sun with rings.
fn mountains(canvas: &mut Canvas, area: Area, dice: &mut Dice) {
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

/// A stage between curtains, with a pool of light.
fn stage(canvas: &mut Canvas, area: Area, dice: &mut Dice) {
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

/// A crooked village in the manner of the expressionists.
fn village(canvas: &mut Canvas, area: Area, dice: &mut Dice) {
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

/// A great eye under rays.
fn eye(canvas: &mut Canvas, area: Area, dice: &mut Dice) {
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
fn palmette(canvas: &mut Canvas, area: Area, dice: &mut Dice) {
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

/// A large reel with a strip of film that winds off it.
fn reel(canvas: &mut Canvas, area: Area, dice: &mut Dice) {
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

/// Rows of overlapping fans.
fn fans(canvas: &mut Canvas, area: Area, dice: &mut Dice) {
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

/// A comet with a long tail among stars.
fn comet(canvas: &mut Canvas, area: Area, dice: &mut Dice) {
    draw_stars(canvas, area, 60, dice);
    let mirrored = dice.below(2) == 0;
    let at = |x: f32, y: f32| area.at(if mirrored { 1.0 - x } else { x }, y);
    let head = at(dice.between(0.3, 0.38), dice.between(0.54, 0.64));
    let size = area.span() * 0.17;
    let tips = [(1.02, 0.02), (0.98, 0.14), (1.04, 0.28)];
    for (index, (x, y)) in tips.into_iter().enumerate() {
        let tip = at(x, y);
        let (way_x, way_y) = (tip.0 - head.0, tip.1 - head.1);
        let length = way_x.hypot(way_y);
        let (side_x, side_y) = (-way_y / length * size, way_x / length * size);
        for (width, tone) in [(0.5, DIM), (0.3, TINT), (0.12, SOFT)] {
            let spread = if index == 1 { width } else { width * 0.8 };
            let base = [
                (head.0 + side_x * spread, head.1 + side_y * spread),
                (head.0 - side_x * spread, head.1 - side_y * spread),
            ];
            canvas.fill(&[vec![tip, base[0], base[1]]], tone);
        }
    }
    canvas.disc(head, size * 1.02, GROUND);
    canvas.ring(head, size * 0.98, size * 0.93, SOFT);
    canvas.fill(
        &[star(head, size * 0.9, size * 0.4, 5 + dice.below(4))],
        INK,
    );
}

// --- Layouts ---

/// A poster: a double border, the motif, and a large title with the subtitle below it.
fn draw_poster(canvas: &mut Canvas, card: &Card<'_>, style: &Style) {
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
fn draw_backdrop(canvas: &mut Canvas, card: &Card<'_>, style: &Style) {
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

/// A profile: a bust or a monogram in an oval frame, with the name below it.
fn draw_profile(canvas: &mut Canvas, card: &Card<'_>, style: &Style) {
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

/// The outline of an ellipse, wound so that it cuts a hole.
fn hole(centre: Point, across: f32, down: f32) -> Vec<Point> {
    let mut outline = ellipse(centre, across, down);
    outline.reverse();
    outline
}

/// Draws the rim of an oval, inwards.
fn draw_oval(canvas: &mut Canvas, centre: Point, radii: (f32, f32), thickness: f32, tone: u8) {
    let (across, down) = radii;
    let rim = [
        ellipse(centre, across, down),
        hole(centre, across - thickness, down - thickness),
    ];
    canvas.fill(&rim, tone);
}

/// Hides what lies between an oval and the area around it.
fn mask_oval(canvas: &mut Canvas, area: Area, centre: Point, radii: (f32, f32)) {
    let outer = vec![
        area.at(0.0, 0.0),
        area.at(1.0, 0.0),
        area.at(1.0, 1.0),
        area.at(0.0, 1.0),
    ];
    canvas.fill(&[outer, hole(centre, radii.0, radii.1)], GROUND);
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

/// A still: a frame of film with the motif, an iris shot, or an intertitle card.
fn draw_still(canvas: &mut Canvas, card: &Card<'_>, style: &Style) {
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
fn draw_logo(canvas: &mut Canvas, card: &Card<'_>, style: &Style) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    const SHAPES: [Shape; 5] = [
        Shape::Poster,
        Shape::Backdrop,
        Shape::Profile,
        Shape::Still,
        Shape::Logo,
    ];

    const TITLES: [&str; 6] = [
        "M",
        "Night of the Day of the Dawn of the Son of the Bride of the Return of the Revenge of the Terror \
         of the Attack of the Evil, Mutant, Alien, Flesh Eating, Hellbound, Zombified Living Dead Part 2",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsversammlung",
        "Необычайные приключения мистера Веста в стране большевиков",
        "狂った一頁",
        "",
    ];

    fn card(title: &str, seed: u64) -> Card<'_> {
        Card {
            title,
            subtitle: "1922 · F. W. Murnau",
            seed,
        }
    }

    #[test]
    fn the_same_card_gives_the_same_bytes() {
        for shape in SHAPES {
            let first = draw(shape, &card("Nosferatu", 7)).unwrap();

            assert_eq!(first, draw(shape, &card("Nosferatu", 7)).unwrap());
        }
    }

    #[test]
    fn pictures_have_the_size_of_their_shape() {
        for shape in SHAPES {
            let file = draw(shape, &card("Nosferatu", 7)).unwrap();
            let reader = png::Decoder::new(std::io::Cursor::new(file))
                .read_info()
                .unwrap();

            assert_eq!(reader.info().size(), shape.size());
            assert_eq!(reader.info().trns.is_some(), shape == Shape::Logo);
        }
    }

    #[test]
    fn different_seeds_give_different_pictures() {
        for shape in [Shape::Poster, Shape::Backdrop] {
            let files: HashSet<_> = (0..24)
                .map(|seed| draw(shape, &card("M", seed)).unwrap())
                .collect();

            assert_eq!(files.len(), 24);
        }
    }

    #[test]
    fn titles_stay_inside_the_frame() {
        let margins = [
            (Shape::Poster, 42.0),
            (Shape::Profile, 27.0),
            (Shape::Logo, 4.0),
            (Shape::Backdrop, 39.0),
        ];
        for (shape, margin) in margins {
            for seed in 0..12 {
                let style = Style::choose(shape, seed);
                let plain = paint(
                    shape,
                    &Card {
                        title: "I",
                        subtitle: "",
                        seed,
                    },
                    &style,
                );
                for title in TITLES {
                    let canvas = paint(shape, &card(title, seed), &style);
                    let inside = canvas.area().inset(margin);

                    let changed =
                        (0..canvas.tones.len()).filter(|&at| canvas.tones[at] != plain.tones[at]);
                    let places =
                        changed.map(|at| ((at % canvas.width) as f32, (at / canvas.width) as f32));
                    let extent = bounds(places.collect::<Vec<_>>().iter());

                    assert!(
                        extent.left >= inside.left && extent.right < inside.right,
                        "{shape:?} {seed} {title}"
                    );
                    assert!(
                        extent.top >= inside.top && extent.bottom < inside.bottom,
                        "{shape:?} {seed} {title}"
                    );
                }
            }
        }
    }

    #[test]
    fn every_title_can_be_drawn_in_every_shape() {
        for (seed, title) in TITLES.into_iter().enumerate() {
            for shape in SHAPES {
                let file = draw(
                    shape,
                    &Card {
                        title,
                        subtitle: title,
                        seed: seed as u64,
                    },
                )
                .unwrap();

                assert!(file.starts_with(b"\x89PNG"));
            }
        }
    }

    #[test]
    fn every_motif_can_be_drawn_in_every_area() {
        for motif in MOTIFS {
            for size in [(1, 1), (30, 400), (400, 30), (420, 420)] {
                let mut canvas = Canvas::new(size);

                motif(
                    &mut canvas,
                    Area::new(0.0, 0.0, size.0 as f32, size.1 as f32),
                    &mut Dice::new(1, 1),
                );

                assert_eq!(canvas.tones.len(), (size.0 * size.1) as usize);
            }
        }
    }

    #[test]
    fn letters_of_many_alphabets_are_legible() {
        assert_eq!(
            legible_words("Häxan – Œuvre, Łódź"),
            ["HÄXAN", "–", "ŒUVRE,", "ŁÓDŹ"]
        );
        assert_eq!(legible_words("Стачка Ευρυδίκη"), ["СТАЧКА", "ΕΥΡΥΔΊΚΗ"]);
        assert_eq!(legible_words("1926 · 衣笠貞之助"), ["1926"]);
    }

    #[test]
    fn every_lookalike_and_accented_letter_has_a_glyph() {
        let accented = ACCENTS.iter().map(|&(_, worn, bases)| (worn, bases));
        for (letters, bases) in LOOKALIKES.iter().copied().chain(accented) {
            assert_eq!(letters.chars().count(), bases.chars().count(), "{letters}");
            for letter in letters.chars() {
                assert!(letter_parts(letter).is_some(), "{letter}");
            }
        }
    }
}
