//! Lettering: breaking text into lines, fitting it into an area, and drawing it.

use super::canvas::Canvas;
use super::geometry::{Area, Point};
use super::glyphs::{CAPITAL, letter_parts};
use super::nib::Nib;

/// Space between letters and between words, in units.
const LETTER_SPACE: f32 = 6.5;
const WORD_SPACE: f32 = 14.0;

/// The height of a line of text, in heights of a capital.
const LINE_HEIGHT: f32 = 1.62;

/// The words of a text in capitals, without what cannot be drawn and what then separates nothing.
pub(super) fn legible_words(text: &str) -> Vec<String> {
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
pub(super) struct TextBlock {
    pub(super) lines: Vec<String>,
    pub(super) size: f32,
}

/// The smallest height of capitals that can be read.
const SMALLEST: f32 = 9.0;

impl TextBlock {
    /// Sets a text as large as an area allows, up to the largest size, in balanced lines.
    pub(super) fn fit(text: &str, area: Area, largest: f32) -> Self {
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
    pub(super) fn height(&self) -> f32 {
        (self.lines.len().max(1) as f32 - 1.0) * LINE_HEIGHT * self.size + self.size
    }

    /// The width of the widest line, in pixels.
    pub(super) fn width(&self) -> f32 {
        let widest = self
            .lines
            .iter()
            .map(|line| line_width(line))
            .fold(0.0, f32::max);
        widest * self.size / CAPITAL
    }

    /// Draws the lines centred on a point of the top edge.
    pub(super) fn draw_centred(&self, canvas: &mut Canvas, top: Point, nib: Nib, tone: u8) {
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
    pub(super) fn draw_flush(&self, canvas: &mut Canvas, start: Point, nib: Nib, tone: u8) {
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
