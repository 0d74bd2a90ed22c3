//! What drawing a drawing takes, counted before it is drawn: a few bytes can ask for layers in layers, each many times as large as
//! the picture, or for the whole picture to be painted over and over.

use resvg::usvg::{Group, ImageKind, Node, Paint, Pattern, Tree};

use crate::error::Refusal;
use crate::header::Header;
use crate::variant::Limits;

/// The most bytes of pixels at a time, the picture itself among them.
const MOST_BYTES: f64 = 320e6;
/// The most pixels that are painted, all together: some seconds of work.
const MOST_PAINTED: f64 = 4e9;
/// Bytes of a pixel.
const PIXEL: f64 = 4.0;
/// Layers reach over the picture by twice its size on each side.
const REACH: f64 = 5.0;
/// How many times each pixel of a step of a filter is worked on.
const STEP: f64 = 8.0;

/// Bytes and pixels.
#[derive(Clone, Copy, Debug, Default)]
struct Cost {
    /// At the highest.
    bytes: f64,
    painted: f64,
}

impl Cost {
    /// One after the other.
    fn then(self, next: Cost) -> Cost {
        Cost {
            bytes: self.bytes.max(next.bytes),
            painted: self.painted + next.painted,
        }
    }

    /// One while the other is kept.
    fn within(self, layer: Cost) -> Cost {
        Cost {
            bytes: self.bytes + layer.bytes,
            painted: self.painted + layer.painted,
        }
    }
}

/// How many bytes of layers a drawing takes at this scale, across and down. One that takes too much is refused.
pub fn bytes(tree: &Tree, scale: (f64, f64)) -> Result<u64, Refusal> {
    let size = tree.size();
    let side = |side: f32, scale: f64| f64::from(side) * scale;
    let (width, height) = (side(size.width(), scale.0), side(size.height(), scale.1));
    let estimate = Estimate {
        scale,
        reach: (width * REACH, height * REACH),
    };
    let canvas = Cost {
        bytes: width * height * PIXEL,
        painted: width * height,
    };
    let Cost { bytes, painted } = estimate
        .group(tree.root(), width * height * REACH * REACH)
        .within(canvas);
    if bytes > MOST_BYTES || painted > MOST_PAINTED {
        return Err(Refusal::TooComplex);
    }
    Ok((bytes - canvas.bytes) as u64)
}

struct Estimate {
    scale: (f64, f64),
    /// The width and height that no layer exceeds.
    reach: (f64, f64),
}

impl Estimate {
    fn area(&self, width: f32, height: f32) -> f64 {
        (f64::from(width) * self.scale.0).min(self.reach.0)
            * (f64::from(height) * self.scale.1).min(self.reach.1)
    }

    /// What a group takes in a layer of so many pixels.
    fn group(&self, group: &Group, most: f64) -> Cost {
        let mut layer = Cost::default();
        let mut most = most;
        if group.should_isolate() {
            let bounds = group.abs_layer_bounding_box();
            most = self.area(bounds.width(), bounds.height()).min(most);
            let steps: usize = group
                .filters()
                .iter()
                .map(|filter| filter.primitives().len())
                .sum();
            let steps = steps as f64;
            layer.bytes = most * PIXEL * (1.0 + steps);
            layer.painted = most * (1.0 + steps * STEP);
        }
        let mut inside = Cost::default();
        let mut mask = group.mask();
        while let Some(next) = mask {
            let own = Cost {
                bytes: most * PIXEL,
                painted: most,
            };
            inside = inside.within(self.group(next.root(), most).within(own));
            mask = next.mask();
        }
        let mut clip = group.clip_path();
        while let Some(next) = clip {
            let own = Cost {
                bytes: most,
                painted: most,
            };
            inside = inside.within(self.group(next.root(), most).within(own));
            clip = next.clip_path();
        }
        for node in group.children() {
            inside = inside.then(self.node(node, most));
        }
        inside.within(layer)
    }

    fn node(&self, node: &Node, most: f64) -> Cost {
        let bounds = node.abs_stroke_bounding_box();
        let painted = self.area(bounds.width(), bounds.height()).min(most);
        let own = Cost {
            bytes: 0.0,
            painted,
        };
        match node {
            Node::Group(group) => self.group(group, most),
            Node::Text(text) => self.group(text.flattened(), most),
            Node::Image(image) => own.then(self.image(image.kind(), most)),
            Node::Path(path) => {
                let fill = path.fill().map(|fill| fill.paint());
                let stroke = path.stroke().map(|stroke| stroke.paint());
                let patterns = fill
                    .into_iter()
                    .chain(stroke)
                    .filter_map(|paint| match paint {
                        Paint::Pattern(pattern) => Some(self.pattern(pattern)),
                        _ => None,
                    });
                patterns.fold(own, Cost::then)
            }
        }
    }

    /// A pattern is a picture of its own, of the size of one of its tiles.
    fn pattern(&self, pattern: &Pattern) -> Cost {
        let (rect, (across, down)) = (pattern.rect(), pattern.transform().get_scale());
        let area = f64::from(rect.width() * across)
            * self.scale.0
            * f64::from(rect.height() * down)
            * self.scale.1;
        let own = Cost {
            bytes: area * PIXEL,
            painted: area,
        };
        self.group(pattern.root(), area).within(own)
    }

    /// A picture inside is decoded each time that it is drawn.
    fn image(&self, image: &ImageKind, most: f64) -> Cost {
        let bytes = match image {
            ImageKind::JPEG(bytes)
            | ImageKind::PNG(bytes)
            | ImageKind::GIF(bytes)
            | ImageKind::WEBP(bytes) => bytes,
            ImageKind::SVG(tree) => return self.group(tree.root(), most),
        };
        let pixels = Header::read(bytes, &Limits::default()).map_or(0.0, |header| {
            f64::from(header.width) * f64::from(header.height)
        });
        Cost {
            bytes: pixels * 2.0 * PIXEL,
            painted: pixels * STEP,
        }
    }
}

#[cfg(test)]
mod tests {
    use resvg::usvg::Options;

    use super::*;

    fn refusal(inside: &str, scale: f64) -> Option<Refusal> {
        let text = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='100' height='100'>{inside}</svg>"
        );
        let tree = Tree::from_str(&text, &Options::default()).unwrap();
        bytes(&tree, (scale, scale)).err()
    }

    #[test]
    fn drawings_of_usual_cost_are_drawn_even_large() {
        let usual = "<defs><pattern id='p' width='5' height='5' patternUnits='userSpaceOnUse'><rect width='3' height='3'/></pattern></defs>\
            <g opacity='.5'><rect width='90' height='90' fill='url(#p)'/></g>";
        assert_eq!(refusal(usual, 40.0), None);
        assert_eq!(refusal(&usual.repeat(30), 40.0), None);
    }

    #[test]
    fn layers_in_layers_are_refused_where_they_are_large() {
        let nested = format!(
            "{}<rect width='90' height='90'/><rect x='9' width='50' height='90'/>{}",
            "<g opacity='.9'><rect width='1' height='1'/>".repeat(30),
            "</g>".repeat(30)
        );
        assert_eq!(refusal(&nested, 4.0), None);
        assert_eq!(refusal(&nested, 40.0), Some(Refusal::TooComplex));
        // A layer reaches beyond the picture.
        let far = "<g opacity='.5'><rect x='-900' y='-900' width='9000' height='9000'/><rect width='9' height='9'/></g>";
        assert_eq!(refusal(far, 40.0), Some(Refusal::TooComplex));
    }

    #[test]
    fn patterns_of_huge_tiles_are_refused() {
        let pattern = |side: u32| {
            format!(
                "<defs><pattern id='p' width='{side}' height='{side}' patternUnits='userSpaceOnUse'><rect width='{side}' height='{side}'/></pattern></defs>\
                 <rect width='90' height='90' fill='url(#p)'/>"
            )
        };
        assert_eq!(refusal(&pattern(90), 5.0), None);
        assert_eq!(refusal(&pattern(90_000), 5.0), Some(Refusal::TooComplex));
    }

    #[test]
    fn painting_over_and_over_is_refused() {
        let over = "<rect width='100' height='100' fill='red'/>".repeat(1000);
        assert_eq!(refusal(&over, 5.0), None);
        assert_eq!(refusal(&over, 40.0), Some(Refusal::TooComplex));
    }
}
