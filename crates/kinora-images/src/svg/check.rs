//! How much a drawing asks for, counted in its text and its elements, before anything is drawn.

use std::collections::HashMap;

use resvg::usvg::roxmltree::{Document, Node, NodeId};

use crate::error::Refusal;

/// Elements of a file.
pub const MOST_ELEMENTS: u32 = 50_000;
/// Elements that are drawn when every reference is followed, with letters and markers.
pub const MOST_DRAWN: u64 = 100_000;
/// For how many elements a letter counts: it is a path with many points.
const LETTER: u64 = 8;
/// Elements within elements.
const DEEPEST: u16 = 128;
/// Steps of filters, all together.
const MOST_FILTER_STEPS: usize = 32;
/// Bytes that entities may expand to.
const MOST_EXPANDED: usize = 4 * 1024 * 1024;
/// What filters may ask for where a larger number means more work.
const FILTER_NUMBERS: [(&str, f64); 4] = [
    ("numOctaves", 8.0),
    ("radius", 50.0),
    ("order", 9.0),
    ("stdDeviation", 500.0),
];

/// Refuses entities that name entities, and those that are named so often that the text grows without measure.
pub fn entities(text: &str) -> Result<(), Refusal> {
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
pub fn depth(text: &str) -> Result<(), Refusal> {
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
pub fn work(document: &Document) -> Result<u64, Refusal> {
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
            filter_step(node)?;
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
        marker: 0,
        counted: HashMap::new(),
        depth: 0,
    };
    for marker in document.descendants().filter(is_marker) {
        work.marker = work.marker.max(work.of(marker)?);
    }
    work.counted.clear();
    let drawn = work.of(document.root_element())?;
    if drawn > MOST_DRAWN {
        return Err(Refusal::TooComplex);
    }
    Ok(drawn)
}

fn is_marker(node: &Node) -> bool {
    node.tag_name().name() == "marker"
}

fn filter_step(node: Node) -> Result<(), Refusal> {
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
    /// What the largest marker takes. Any path may have it, at each of its points.
    marker: u64,
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
        let mut work = self.own(node);
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

    /// How much an element takes without what is in it.
    fn own(&self, node: Node) -> u64 {
        // A point has two numbers, of a character each if they are short.
        let points =
            ["d", "points"].map(|name| node.attribute(name).map_or(0, str::len) as u64 / 2);
        let texts = node.children().filter(Node::is_text);
        let characters: u64 = match node.tag_name().name() {
            "text" | "tspan" | "textPath" | "a" => texts
                .map(|text| text.text().map_or(0, str::len) as u64)
                .sum(),
            _ => 0,
        };
        1 + characters * LETTER + (points[0] + points[1]).saturating_mul(self.marker)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::svg::Drawing;

    fn read(text: &str) -> Option<Refusal> {
        Drawing::open(text.as_bytes()).err()
    }

    fn refusal(inside: &str) -> Option<Refusal> {
        let text = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='20' height='10'>{inside}</svg>"
        );
        read(&text)
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
    fn what_is_drawn_for_every_point_or_letter_is_counted() {
        let marked = |points: usize| {
            let path = "h1".repeat(points);
            refusal(&format!(
                "<marker id='m'><rect/></marker><path d='M0 0{path}' marker-mid='url(#m)'/>"
            ))
        };
        assert_eq!(
            (marked(1000), marked(100_000)),
            (None, Some(Refusal::TooComplex))
        );
        let text = |letters: usize| refusal(&format!("<text>{}</text>", "a".repeat(letters)));
        assert_eq!(
            (text(1000), text(20_000)),
            (None, Some(Refusal::TooComplex))
        );
    }

    #[test]
    fn entities_within_entities_are_refused() {
        let text = "<!DOCTYPE svg [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><svg xmlns='http://www.w3.org/2000/svg'>&b;</svg>";
        assert_eq!(read(text), Some(Refusal::TooComplex));

        let long = "a".repeat(10_000);
        let many = "&a;".repeat(10_000);
        let text = format!(
            "<!DOCTYPE svg [<!ENTITY a '{long}'>]><svg xmlns='http://www.w3.org/2000/svg'>{many}</svg>"
        );
        assert_eq!(read(&text), Some(Refusal::TooComplex));
    }
}
