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
//! The parts: `palette` and `file`, `chance` and `style`, `geometry`, `canvas` and `nib`, `glyphs` and `lettering`,
//! `ornaments` and `oval`, `motifs` (one function per motif), `layouts` and `portrait` (one function per shape).

mod canvas;
mod chance;
mod file;
mod geometry;
mod glyphs;
mod layouts;
mod lettering;
mod motifs;
mod nib;
mod ornaments;
mod oval;
mod palette;
mod portrait;
mod style;

use canvas::Canvas;
use file::encode;
use layouts::{draw_backdrop, draw_logo, draw_poster, draw_still};
use lettering::legible_words;
use palette::Colours;
use portrait::draw_profile;
use style::Style;

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

#[cfg(test)]
mod tests;
