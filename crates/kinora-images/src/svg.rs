//! Drawings: checked, then drawn at the size asked for.
//!
//! Scripts are never run and nothing outside of the file is read. What remains are drawings that ask for an endless amount of
//! work: entities within entities, `use` of groups of `use`, patterns in patterns, filters over filters. They are refused by
//! counting before anything is drawn; so are those that take too much at the size asked for ([`svg_cost`]).

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::roxmltree::{Document, Node, NodeId, ParsingOptions};
use resvg::usvg::{ImageHrefResolver, ImageKind, Options, Tree};

use crate::error::Refusal;
use crate::geometry::Geometry;
use crate::header::Header;
use crate::name::Format;
use crate::raster::{Channels, Raster};
use crate::svg_cost;
use crate::variant::Limits;

/// Elements of a file.
const MOST_ELEMENTS: u32 = 100_000;
/// Elements that are drawn when every reference is followed.
const MOST_DRAWN: u64 = 200_000;
/// Elements within elements.
const DEEPEST: u16 = 128;
/// Steps of filters, all together.
const MOST_FILTER_STEPS: usize = 32;
/// Bytes that entities may expand to.
const MOST_EXPANDED: usize = 4 * 1024 * 1024;
/// Pixels of a picture inside a drawing.
const MOST_EMBEDDED_PIXELS: u64 = 16_000_000;
/// What filters may ask for where a larger number means more work.
const FILTER_NUMBERS: [(&str, f64); 4] = [
    ("numOctaves", 8.0),
    ("radius", 50.0),
    ("order", 9.0),
    ("stdDeviation", 500.0),
];

/// Whether bytes look like SVG: XML whose first element is `svg`.
pub fn is_svg(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(4096)];
    let start = String::from_utf8_lossy(start);
    let text = start.trim_start_matches('\u{feff}').trim_start();
    let named = |text: &str| text.contains("<svg") || text.contains(":svg");
    text.starts_with("<svg") || (text.starts_with("<?xml") || text.starts_with("<!")) && named(text)
}

/// Width and height that a drawing says it has, in pixels.
pub fn dimensions(bytes: &[u8]) -> Result<(u32, u32), Refusal> {
    Ok(dimensions_of(&parse(bytes)?))
}

/// Draws what the geometry says, over nothing.
pub fn draw(bytes: &[u8], geometry: &Geometry) -> Result<Raster, Refusal> {
    let tree = parse(bytes)?;
    let (size, source) = (tree.size(), geometry.source);
    let across = f64::from(geometry.width) / source.width;
    let down = f64::from(geometry.height) / source.height;
    // The geometry is in the whole pixels of the header.
    let (width, height) = dimensions_of(&tree);
    let stretch = (
        f64::from(width) / f64::from(size.width()),
        f64::from(height) / f64::from(size.height()),
    );
    let scale = (across * stretch.0, down * stretch.1);
    svg_cost::check(&tree, scale)?;
    let mut pixmap = Pixmap::new(geometry.width, geometry.height).ok_or(Refusal::TooManyPixels)?;
    let transform = Transform::from_row(
        scale.0 as f32,
        0.0,
        0.0,
        scale.1 as f32,
        (-source.left * across) as f32,
        (-source.top * down) as f32,
    );
    resvg::render(&tree, transform, &mut pixmap.as_mut());
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
        width: geometry.width,
        height: geometry.height,
        channels: Channels::Rgba,
        pixels,
    })
}

fn parse(bytes: &[u8]) -> Result<Tree, Refusal> {
    let text = std::str::from_utf8(bytes).map_err(|_| Refusal::Damaged)?;
    let text = text.trim_start_matches('\u{feff}');
    check_entities(text)?;
    let options = ParsingOptions {
        allow_dtd: true,
        nodes_limit: MOST_ELEMENTS,
        ..ParsingOptions::default()
    };
    check_depth(text)?;
    let document = Document::parse_with_options(text, options).map_err(|_| Refusal::Damaged)?;
    check_work(&document)?;
    Tree::from_xmltree(&document, &options_of_drawing()).map_err(|_| Refusal::Damaged)
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
    };
    let header = Header::read(&data, &limits).ok()?;
    match header.format {
        Format::Jpeg => Some(ImageKind::JPEG(data)),
        Format::Png => Some(ImageKind::PNG(data)),
        Format::WebP => Some(ImageKind::WEBP(data)),
        Format::Svg | Format::Avif => None,
    }
}

/// Refuses entities that name entities, and those that are named so often that the text grows without measure.
fn check_entities(text: &str) -> Result<(), Refusal> {
    let Some((_, declarations)) = text.split_once("<!ENTITY") else {
        return Ok(());
    };
    let subset = declarations
        .split_once("]>")
        .map_or(declarations, |(subset, _)| subset);
    let named = text.len() - text.replace('&', "").len();
    let nests = subset
        .match_indices('&')
        .any(|(at, _)| subset.as_bytes().get(at + 1) != Some(&b'#'));
    if nests || named.saturating_mul(subset.len()) > MOST_EXPANDED {
        return Err(Refusal::TooComplex);
    }
    Ok(())
}

/// Refuses what is nested too deep, before a parser sees it.
fn check_depth(text: &str) -> Result<(), Refusal> {
    // Comments and character data may hold what looks like elements: counting them too errs to the safe side.
    let (mut depth, mut rest) = (0_u32, text);
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let end = rest.find('>').unwrap_or(rest.len());
        let element = &rest[..end];
        match element.as_bytes().first() {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'?' | b'!') | None => {}
            Some(_) if element.ends_with('/') => {}
            Some(_) => depth += 1,
        }
        if depth > 4 * u32::from(DEEPEST) {
            return Err(Refusal::TooComplex);
        }
    }
    Ok(())
}

/// Counts what is drawn when every reference is followed, and how much filters ask for.
fn check_work(document: &Document) -> Result<(), Refusal> {
    let mut depths: HashMap<NodeId, u16> = HashMap::new();
    let mut steps = 0;
    let mut ids: HashMap<&str, Node> = HashMap::new();
    let mut styles = Vec::new();
    for node in document.descendants().filter(Node::is_element) {
        let above = node.parent().and_then(|parent| depths.get(&parent.id()));
        let depth = above.map_or(1, |depth| depth + 1);
        depths.insert(node.id(), depth);
        if depth > DEEPEST {
            return Err(Refusal::TooComplex);
        }
        let name = node.tag_name().name();
        if name.starts_with("fe") {
            steps += 1;
            check_filter_step(node)?;
        }
        if name == "style" {
            styles.extend(
                node.children()
                    .filter_map(|child| child.text())
                    .flat_map(urls),
            );
        }
        if let Some(id) = node.attribute("id") {
            ids.insert(id, node);
        }
    }
    if steps > MOST_FILTER_STEPS {
        return Err(Refusal::TooComplex);
    }
    let mut work = Work {
        ids,
        styles,
        counted: HashMap::new(),
        depth: 0,
    };
    if work.of(document.root_element())? > MOST_DRAWN {
        return Err(Refusal::TooComplex);
    }
    Ok(())
}

fn check_filter_step(node: Node) -> Result<(), Refusal> {
    for (name, most) in FILTER_NUMBERS {
        let numbers = node.attribute(name).unwrap_or_default().split([' ', ',']);
        let largest = numbers
            .filter_map(|number| number.parse::<f64>().ok())
            .fold(0.0, f64::max);
        if largest > most {
            return Err(Refusal::TooComplex);
        }
    }
    Ok(())
}

/// The names in `url(#…)`.
fn urls(text: &str) -> impl Iterator<Item = &str> {
    text.split("url(")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .filter_map(|name| name.trim_matches(['\'', '"', ' ']).strip_prefix('#'))
}

/// How much is drawn for elements with all that they refer to.
struct Work<'a, 'input> {
    ids: HashMap<&'a str, Node<'a, 'input>>,
    /// What style sheets refer to; any element with a class may be meant.
    styles: Vec<&'a str>,
    /// `None` while it is being counted: what refers to itself is not drawn.
    counted: HashMap<NodeId, Option<u64>>,
    depth: u16,
}

impl<'a, 'input> Work<'a, 'input> {
    fn of(&mut self, node: Node<'a, 'input>) -> Result<u64, Refusal> {
        if let Some(counted) = self.counted.get(&node.id()) {
            return Ok(counted.unwrap_or(0));
        }
        self.depth += 1;
        if self.depth > 4 * DEEPEST {
            return Err(Refusal::TooComplex);
        }
        self.counted.insert(node.id(), None);
        let mut work = 1_u64;
        for child in node.children().filter(Node::is_element) {
            work = work.saturating_add(self.of(child)?);
        }
        for target in self.references(node) {
            work = work.saturating_add(self.of(target)?);
        }
        self.counted.insert(node.id(), Some(work));
        self.depth -= 1;
        Ok(work)
    }

    fn references(&self, node: Node<'a, 'input>) -> Vec<Node<'a, 'input>> {
        let mut names: Vec<&str> = Vec::new();
        for attribute in node.attributes() {
            let value: &'a str = attribute.value();
            if attribute.name() == "href" {
                names.extend(value.trim().strip_prefix('#'));
            } else {
                names.extend(urls(value));
            }
        }
        if node.has_attribute("class") {
            names.extend(&self.styles);
        }
        let targets = names
            .into_iter()
            .filter_map(|name| self.ids.get(name).copied());
        // Gradients cost nothing, and style sheets name them all the time.
        targets
            .filter(|target| !target.tag_name().name().ends_with("Gradient"))
            .collect()
    }
}

/// Width and height in whole pixels. A drawing of no size of its own has that of its view box, which may be anything.
fn dimensions_of(tree: &Tree) -> (u32, u32) {
    let side = |length: f32| length.round().clamp(1.0, 1e6) as u32;
    (side(tree.size().width()), side(tree.size().height()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(inside: &str) -> Option<Refusal> {
        let text = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='20' height='10'>{inside}</svg>"
        );
        dimensions(text.as_bytes()).err()
    }

    #[test]
    fn plain_drawings_are_taken() {
        assert_eq!(refusal("<rect width='5' height='5'/>"), None);
        assert_eq!(
            refusal(
                "<script>for(;;);</script><image href='file:///etc/passwd' width='5' height='5'/>"
            ),
            None
        );
        assert_eq!(
            refusal("<defs><g id='a'><use href='#a'/></g></defs><use href='#a'/>"),
            None
        );
    }

    #[test]
    fn drawings_that_grow_without_measure_are_refused() {
        let mut laughs = String::from("<defs><g id='g0'><rect width='1' height='1'/></g>");
        for level in 1..30 {
            let uses = format!("<use xlink:href='#g{}'/>", level - 1).repeat(10);
            laughs += &format!("<g id='g{level}'>{uses}</g>");
        }
        laughs += "</defs><use xlink:href='#g29'/>";
        assert_eq!(refusal(&laughs), Some(Refusal::TooComplex));
        assert_eq!(refusal(&"<g>".repeat(100_000)), Some(Refusal::TooComplex));
        assert_eq!(
            refusal(&format!("{}{}", "<g>".repeat(200), "</g>".repeat(200))),
            Some(Refusal::TooComplex)
        );
        assert_eq!(
            refusal(
                "<filter id='f'><feTurbulence numOctaves='100000000' baseFrequency='1'/></filter><rect filter='url(#f)'/>"
            ),
            Some(Refusal::TooComplex)
        );
    }

    #[test]
    fn entities_within_entities_are_refused() {
        let text = "<!DOCTYPE svg [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><svg xmlns='http://www.w3.org/2000/svg'>&b;</svg>";
        assert_eq!(dimensions(text.as_bytes()), Err(Refusal::TooComplex));

        let long = "a".repeat(10_000);
        let many = "&a;".repeat(10_000);
        let text = format!(
            "<!DOCTYPE svg [<!ENTITY a '{long}'>]><svg xmlns='http://www.w3.org/2000/svg'>{many}</svg>"
        );
        assert_eq!(dimensions(text.as_bytes()), Err(Refusal::TooComplex));
    }
}
