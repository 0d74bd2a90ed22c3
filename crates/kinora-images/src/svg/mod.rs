//! Drawings: checked, then drawn at the size asked for.
//!
//! Scripts are never run and nothing outside of the file is read. What remains are drawings that ask for an endless amount of
//! work: entities within entities, `use` of groups of `use`, patterns in patterns, filters over filters. They are refused by
//! counting before anything is drawn; so are those that take too much at the size asked for ([`cost`]).

mod check;
mod cost;

use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::roxmltree::{Document, ParsingOptions};
use resvg::usvg::{ImageHrefResolver, ImageKind, Options, Tree};

use crate::error::{ImageError, Refusal};
use crate::geometry::Geometry;
use crate::header::Header;
use crate::name::Format;
use crate::raster::{Channels, Raster};
use crate::variant::Limits;

/// The most bytes of a file.
const MOST_TEXT: usize = 4_000_000;
/// How many bytes of memory a byte of the file takes when it is read: short commands of a path and attributes.
const READ: u64 = 16;
/// How many bytes of memory an element that is drawn takes.
const ELEMENT: u64 = 500;
/// Pixels of a picture inside a drawing.
const MOST_EMBEDDED_PIXELS: u64 = 16_000_000;

/// A drawing that was read.
pub struct Drawing {
    tree: Tree,
    /// In whole pixels. A drawing of no size of its own has that of its view box, which may be anything.
    pub width: u32,
    /// In whole pixels.
    pub height: u32,
    /// Bytes of memory that it takes as it was read.
    read: u64,
}

/// Whether bytes look like SVG: XML whose first element is `svg`.
pub fn is_svg(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(4096)];
    let start = String::from_utf8_lossy(start);
    let text = start.trim_start_matches('\u{feff}').trim_start();
    let named = |text: &str| text.contains("<svg") || text.contains(":svg");
    text.starts_with("<svg") || (text.starts_with("<?xml") || text.starts_with("<!")) && named(text)
}

/// The most bytes of memory that reading a file of so many bytes takes.
pub fn memory_of_reading(length: u64) -> u64 {
    memory(length.min(MOST_TEXT as u64), check::MOST_DRAWN)
}

fn memory(length: u64, drawn: u64) -> u64 {
    length * READ + drawn * ELEMENT
}

impl Drawing {
    /// Reads a file, unless it asks for too much work.
    pub fn open(bytes: &[u8]) -> Result<Drawing, Refusal> {
        if bytes.len() > MOST_TEXT {
            return Err(Refusal::TooComplex);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| Refusal::Damaged)?;
        let text = text.trim_start_matches('\u{feff}');
        check::entities(text)?;
        check::depth(text)?;
        let options = ParsingOptions {
            allow_dtd: true,
            nodes_limit: check::MOST_ELEMENTS,
            ..ParsingOptions::default()
        };
        let document = Document::parse_with_options(text, options).map_err(|_| Refusal::Damaged)?;
        let drawn = check::work(&document)?;
        let tree = Tree::from_xmltree(&document, &options_of_drawing());
        let tree = tree.map_err(|_| Refusal::Damaged)?;
        let side = |length: f32| length.round().clamp(1.0, 1e6) as u32;
        Ok(Drawing {
            width: side(tree.size().width()),
            height: side(tree.size().height()),
            read: memory(bytes.len() as u64, drawn),
            tree,
        })
    }

    /// The most bytes of memory that drawing takes, with what was read and what is drawn. What would take too much or too long is refused.
    pub fn memory(&self, geometry: &Geometry) -> Result<u64, Refusal> {
        let canvas = geometry.pixels() * Channels::Rgba.count() as u64;
        let layers = cost::bytes(&self.tree, self.scale(geometry))?;
        Ok(self.read + canvas + layers)
    }

    /// Draws what the geometry says, over nothing.
    pub fn draw(&self, geometry: &Geometry) -> Result<Raster, ImageError> {
        let (width, height) = (geometry.width, geometry.height);
        let mut pixmap = Pixmap::new(width, height).ok_or(Refusal::TooManyPixels)?;
        let (across, down) = across_and_down(geometry);
        let scale = self.scale(geometry);
        let transform = Transform::from_row(
            scale.0 as f32,
            0.0,
            0.0,
            scale.1 as f32,
            (-geometry.source.left * across) as f32,
            (-geometry.source.top * down) as f32,
        );
        resvg::render(&self.tree, transform, &mut pixmap.as_mut());
        let mut pixels = pixmap.take();
        for pixel in pixels.chunks_exact_mut(4) {
            let alpha = u32::from(pixel[3]);
            if (1..255).contains(&alpha) {
                pixel[..3]
                    .iter_mut()
                    .for_each(|value| *value = (u32::from(*value) * 255 / alpha).min(255) as u8);
            }
        }
        Ok(Raster {
            width,
            height,
            channels: Channels::Rgba,
            pixels,
        })
    }

    /// By what the units of the drawing are multiplied, across and down. The geometry is in whole pixels.
    fn scale(&self, geometry: &Geometry) -> (f64, f64) {
        let (across, down) = across_and_down(geometry);
        let size = self.tree.size();
        (
            across * f64::from(self.width) / f64::from(size.width()),
            down * f64::from(self.height) / f64::from(size.height()),
        )
    }
}

fn across_and_down(geometry: &Geometry) -> (f64, f64) {
    (
        f64::from(geometry.width) / geometry.source.width,
        f64::from(geometry.height) / geometry.source.height,
    )
}

fn options_of_drawing() -> Options<'static> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| {
        let mut fonts = Database::new();
        fonts.load_system_fonts();
        Arc::new(fonts)
    });
    Options {
        fontdb: Arc::clone(fonts),
        font_family: "sans-serif".into(),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, data, _| embedded(data)),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    }
}

/// A picture inside a drawing, by its bytes and within limits. Drawings inside drawings are not drawn.
fn embedded(data: Arc<Vec<u8>>) -> Option<ImageKind> {
    if is_svg(&data) {
        return None;
    }
    let limits = Limits {
        pixels: MOST_EMBEDDED_PIXELS,
        ..Limits::default()
    };
    let header = Header::read(&data, &limits).ok()?;
    match header.format {
        Format::Jpeg => Some(ImageKind::JPEG(data)),
        Format::Png => Some(ImageKind::PNG(data)),
        Format::WebP => Some(ImageKind::WEBP(data)),
        Format::Svg | Format::Avif => None,
    }
}
