//! The texts of rows, one after the other. A title that is the original one as well is held once.
//!
//! ```text
//! text   faust | la notte | the night
//! ends   5 (title), the same (original)   13 (title) ...
//! ```

use std::io::{self, Read, Write};

use super::Words;
use crate::stored::{read_list, read_text, write_list, write_text};

/// Marks the end of a text that is the same as the one before it.
const SAME: u32 = 1 << 31;

/// The texts of every row: one of each of [`Words`].
#[derive(Debug, Default)]
pub(crate) struct Strings {
    text: String,
    /// Where the texts end, row by row.
    ends: Vec<u32>,
}

impl Strings {
    /// Adds the texts of the next row.
    pub fn push(&mut self, texts: [&str; Words::ALL.len()]) {
        let mut before = None;
        for text in texts {
            let is_same = before == Some(text);
            if !is_same {
                self.text.push_str(text);
            }
            let end = u32::try_from(self.text.len()).ok();
            let end = end.filter(|end| end & SAME == 0);
            let end = end.expect("the titles of a catalogue are far shorter than 2 GiB");
            self.ends.push(end | if is_same { SAME } else { 0 });
            before = Some(text);
        }
    }

    /// A text of a row.
    pub fn of(&self, row: u32, words: Words) -> &str {
        let mut place = row as usize * Words::ALL.len() + words as usize;
        while self.ends[place] & SAME != 0 {
            place -= 1;
        }
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[(start & !SAME) as usize..self.ends[place] as usize]
    }

    /// The texts of a row.
    pub fn all_of(&self, row: u32) -> [&str; Words::ALL.len()] {
        Words::ALL.map(|words| self.of(row, words))
    }

    /// The same texts for rows in another order.
    pub fn ordered(&self, rows: &[u32]) -> Strings {
        let mut ordered = Strings {
            text: String::with_capacity(self.text.len()),
            ends: Vec::with_capacity(self.ends.len()),
        };
        rows.iter().for_each(|row| ordered.push(self.all_of(*row)));
        ordered
    }

    /// How many bytes they take.
    pub fn bytes(&self) -> usize {
        self.text.len() + self.ends.len() * 4
    }

    /// Writes them to a file.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        write_text(out, &self.text)?;
        write_list(out, &self.ends)
    }

    /// Reads what [`write`](Strings::write) wrote.
    pub fn read(input: &mut impl Read) -> io::Result<Strings> {
        Ok(Strings {
            text: read_text(input)?,
            ends: read_list(input)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::numbered;
    use super::*;

    proptest! {
        #[test]
        fn every_row_has_its_texts(rows in prop::collection::vec(["[ab]{0,2}", "[ab]{0,2}"], 0..40)) {
            let mut strings = Strings::default();
            rows.iter().for_each(|texts| strings.push(texts.each_ref().map(String::as_str)));
            let backwards: Vec<u32> = numbered(rows.len()).rev().collect();
            let backwards = strings.ordered(&backwards);

            for (row, texts) in numbered(rows.len()).zip(&rows) {
                prop_assert_eq!(strings.all_of(row), texts.each_ref().map(String::as_str));
                let opposite = numbered(rows.len()).end - 1 - row;
                prop_assert_eq!(backwards.all_of(opposite), strings.all_of(row));
            }
        }
    }
}
