//! The skeletons of the letters, for the Latin, Greek and Cyrillic alphabets.

use super::geometry::Point;
use Stroke::{Arc, Dot, Line};

/// A part of a letter, in units of a twentieth of the height of a capital, from its top left.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stroke {
    /// From one point straight to another.
    Line(i8, i8, i8, i8),
    /// A round dot.
    Dot(i8, i8),
    /// Part of an ellipse: centre, radii, and clockwise from one angle to another, in degrees.
    Arc(i8, i8, i8, i8, i16, i16),
}

/// A letter: the character, its width in units, and its strokes.
type Glyph = (char, i8, &'static [Stroke]);

/// The height of a capital in units.
pub(super) const CAPITAL: f32 = 20.0;

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
pub(super) const LOOKALIKES: &[(&str, &str)] = &[
    ("АВЕЗКМНОРСТХІЈЅЛ", "ABE3KMHOPCTXIJSΛ"),
    ("ΑΒΓΕΖΗΙΚΜΝΟΠΡΤΥΦΧ", "ABГEZHIKMNOПPTYФX"),
    ("‘’‛ʼ`´“”‟•∙‐‑‒−Ð×_[]", "''''''\"\"\"··----ĐX-()"),
];

/// The accents: the strokes from the middle of the letter, the letters that wear it, and their bases.
#[rustfmt::skip]
pub(super) const ACCENTS: &[(&[Stroke], &str, &str)] = &[
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
pub(super) fn letter_parts(letter: char) -> Option<(&'static Glyph, &'static [Stroke])> {
    if let Some(plain) = glyph(letter) {
        return Some((plain, &[]));
    }
    ACCENTS.iter().find_map(|&(accent, worn, bases)| {
        let base = counterpart([(worn, bases)].into_iter(), letter)?;
        Some((glyph(base)?, accent))
    })
}

impl Stroke {
    /// Adds the straight lines of the stroke, for a letter with the given top left and scale.
    pub(super) fn trace(self, origin: Point, scale: f32, lines: &mut Vec<(Point, Point)>) {
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
