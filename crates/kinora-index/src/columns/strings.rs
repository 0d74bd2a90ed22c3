//! Texts by row, one after the other.

use std::io::{self, Read, Write};

use crate::stored::{read_list, read_text, write_list, write_text};

/// A text for every row.
#[derive(Debug, Default)]
pub(crate) struct Strings {
    text: String,
    /// Where the text of each row ends.
    ends: Vec<u32>,
}

impl Strings {
    /// Adds the text of the next row.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
        let end = u32::try_from(self.text.len());
        self.ends
            .push(end.expect("the titles of a catalogue are far shorter than 4 GiB"));
    }

    /// The text of a row.
    pub fn of(&self, row: u32) -> &str {
        let row = row as usize;
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..self.ends[row] as usize]
    }

    /// The same texts for rows in another order.
    pub fn ordered(&self, rows: &[u32]) -> Strings {
        let mut ordered = Strings {
            text: String::with_capacity(self.text.len()),
            ends: Vec::with_capacity(rows.len()),
        };
        rows.iter().for_each(|row| ordered.push(self.of(*row)));
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
