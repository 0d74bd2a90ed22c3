//! What is looked up from the side of a row: its genres, keywords and collection, or the titles that a person is known for.

use std::io::{self, Read, Write};

use super::codes::Codes;
use super::facet::Code;
use crate::stored::{read_list, write_list};

/// For each row some of its facets, in the order in which they were told, as places in a list of codes.
#[derive(Debug, Default)]
pub(crate) struct Recalled {
    /// Where those of each row end.
    ends: Vec<u32>,
    facets: Vec<u32>,
}

impl Recalled {
    /// Adds a facet to the row that is being told of.
    pub fn add(&mut self, facet: u32) {
        self.facets.push(facet);
    }

    /// Ends the row that is being told of.
    pub fn end_row(&mut self) {
        let end = u32::try_from(self.facets.len());
        self.ends
            .push(end.expect("a catalogue has far fewer than 4 billion facets"));
    }

    /// The facets of a row.
    pub fn of(&self, row: u32) -> &[u32] {
        let row = row as usize;
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.facets[start as usize..self.ends[row] as usize]
    }

    /// The same for rows in another order, with the new places of codes.
    pub fn ordered(&self, rows: &[u32], places: &[u32]) -> Recalled {
        let mut ordered = Recalled {
            ends: Vec::with_capacity(rows.len()),
            facets: Vec::with_capacity(self.facets.len()),
        };
        for row in rows {
            let facets = self.of(*row).iter();
            facets.for_each(|facet| ordered.add(places[*facet as usize]));
            ordered.end_row();
        }
        ordered
    }

    /// The codes of the facets of a row.
    pub fn codes<'a>(&'a self, row: u32, codes: &'a Codes) -> impl Iterator<Item = Code> + 'a {
        let facets = self.of(row).iter();
        facets.map(|facet| codes.at(*facet as usize))
    }

    /// How many bytes they take.
    pub fn bytes(&self) -> usize {
        (self.ends.len() + self.facets.len()) * 4
    }

    /// Writes them to a file.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        write_list(out, &self.ends)?;
        write_list(out, &self.facets)
    }

    /// Reads what [`write`](Recalled::write) wrote.
    pub fn read(input: &mut impl Read) -> io::Result<Recalled> {
        Ok(Recalled {
            ends: read_list(input)?,
            facets: read_list(input)?,
        })
    }
}
