//! Which rows have something: for each facet its rows, ascending.
//!
//! Facets of many rows have bits, because those are joined word by word; so do those that nearly every question leaves out.
//! The others are slices of one array.
//!
//! ```text
//! codes   genre 18   genre 27   keyword 1 ...     sorted, see [`Codes`]
//! starts  0          0          0       3 ...     genre 18 and 27 have bits
//! rows                          5 71 90 ...
//! ```

use std::io::{self, Read, Write};
use std::ops::Range;

use super::bits::Bits;
use super::codes::Codes;
use super::facet::{Code, Facet};
use super::numbered;
use crate::stored::{read_list, write_list};

/// From which part of all rows on a facet has bits: there bits take no more room than the rows as numbers.
const DENSE: usize = 32;

/// What nearly every question leaves out. It has bits however few rows have it.
const USUAL: [Facet; 3] = [Facet::Adult, Facet::Video, Facet::AdultOrVideo];

/// Rows by facet.
#[derive(Debug, Default)]
pub(crate) struct Postings {
    codes: Codes,
    /// Where the rows of each code begin, and at last where those of the last one end.
    starts: Vec<u32>,
    rows: Vec<u32>,
    /// The codes with bits; few, so that looking there first costs little.
    dense: Vec<Code>,
    bits: Vec<Bits>,
}

/// The rows of a facet.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rows<'a> {
    /// As numbers, ascending.
    Few(&'a [u32]),
    /// As bits.
    Many(&'a Bits),
}

impl<'a> Rows<'a> {
    /// Whether a row is among them.
    pub fn contains(&self, row: u32) -> bool {
        match self {
            Rows::Few(rows) => rows.binary_search(&row).is_ok(),
            Rows::Many(bits) => bits.contains(row),
        }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        match self {
            Rows::Few(rows) => rows.len(),
            Rows::Many(bits) => bits.count(),
        }
    }

    /// Takes them out of a list.
    pub fn drop_from(&self, list: &mut Vec<u32>) {
        match self {
            Rows::Few(rows) => list.retain(|row| rows.binary_search(row).is_err()),
            Rows::Many(bits) => list.retain(|row| !bits.contains(*row)),
        }
    }

    /// The rows, ascending.
    pub fn iter(self) -> Box<dyn Iterator<Item = u32> + 'a> {
        match self {
            Rows::Few(rows) => Box::new(rows.iter().copied()),
            Rows::Many(bits) => Box::new(bits.rows()),
        }
    }

    /// Visits the rows of a range that begins with a multiple of 64, ascending.
    pub fn each_within(&self, range: &Range<u32>, visit: impl FnMut(u32)) {
        match self {
            Rows::Few(rows) => {
                let start = rows.partition_point(|row| *row < range.start);
                let rows = rows[start..].iter().copied();
                rows.take_while(|row| *row < range.end).for_each(visit);
            }
            Rows::Many(bits) => bits.rows_within(range).for_each(visit),
        }
    }
}

/// A place in an array of fewer than four billion.
fn small(number: usize) -> u32 {
    u32::try_from(number).expect("a catalogue has far fewer than 4 billion postings")
}

impl Postings {
    /// The postings of `rows` rows. `pairs` are rows with the places of what they have in `codes`; a pair may be there
    /// twice. Also gives the new place of each code.
    pub fn build(rows: usize, codes: &[Code], pairs: &[(u32, u32)]) -> (Postings, Vec<u32>) {
        let mut sorted: Vec<u32> = numbered(codes.len()).collect();
        sorted.sort_unstable_by_key(|number| codes[*number as usize]);
        let mut places = vec![0; codes.len()];
        for (place, number) in numbered(codes.len()).zip(&sorted) {
            places[*number as usize] = place;
        }
        let mut counts = vec![0_u32; codes.len()];
        for (_, number) in pairs {
            counts[places[*number as usize] as usize] += 1;
        }
        let mut postings = Postings {
            codes: Codes::of(sorted.iter().map(|number| codes[*number as usize])),
            ..Postings::default()
        };
        let usual = USUAL.map(|facet| facet.code());
        // Where the next row of a code goes: a place in the array, or a number of bits.
        let mut next = counts.clone();
        let (mut length, mut is_dense) = (0, vec![false; codes.len()]);
        for (place, count) in counts.iter().enumerate() {
            let code = codes[sorted[place] as usize];
            let is_usual = usual.contains(&code);
            is_dense[place] = is_usual || *count as usize > rows / DENSE;
            if is_dense[place] {
                next[place] = small(postings.bits.len());
                postings.dense.push(code);
                postings.bits.push(Bits::none(rows));
            } else {
                next[place] = small(length);
                length += *count as usize;
            }
        }
        let mut all = vec![0; length];
        for (row, number) in pairs {
            let place = places[*number as usize] as usize;
            let next = &mut next[place];
            if is_dense[place] {
                postings.bits[*next as usize].insert(*row);
            } else {
                all[*next as usize] = *row;
                *next += 1;
            }
        }
        postings.take(all, &counts, &is_dense);
        (postings, places)
    }

    /// Puts the rows in, sorted, each once.
    fn take(&mut self, mut rows: Vec<u32>, counts: &[u32], is_dense: &[bool]) {
        let (mut start, mut kept) = (0, 0);
        self.starts.reserve_exact(counts.len() + 1);
        for (count, is_dense) in counts.iter().zip(is_dense) {
            self.starts.push(small(kept));
            if *is_dense {
                continue;
            }
            let end = start + *count as usize;
            let own = &mut rows[start..end];
            if !own.is_sorted() {
                own.sort_unstable();
            }
            let first = kept;
            for place in start..end {
                if kept == first || rows[kept - 1] != rows[place] {
                    rows[kept] = rows[place];
                    kept += 1;
                }
            }
            start = end;
        }
        self.starts.push(small(kept));
        rows.truncate(kept);
        rows.shrink_to_fit();
        self.rows = rows;
    }

    /// The rows of a facet.
    pub fn of(&self, facet: &Facet) -> Rows<'_> {
        let code = facet.code();
        (self.many(code)).unwrap_or_else(|| {
            let place = self.codes.place(code);
            Rows::Few(place.map_or(&[], |place| self.few(place)))
        })
    }

    /// The rows of the facet at a place.
    fn at(&self, place: usize) -> Rows<'_> {
        (self.many(self.codes.at(place))).unwrap_or_else(|| Rows::Few(self.few(place)))
    }

    fn many(&self, code: Code) -> Option<Rows<'_>> {
        let place = self.dense.binary_search(&code).ok()?;
        Some(Rows::Many(&self.bits[place]))
    }

    fn few(&self, place: usize) -> &[u32] {
        &self.rows[self.starts[place] as usize..self.starts[place + 1] as usize]
    }

    /// What facets there are, by their places.
    pub fn codes(&self) -> &Codes {
        &self.codes
    }

    /// Every facet, by its place, with its rows.
    pub fn iter(&self) -> impl Iterator<Item = (u32, Rows<'_>)> {
        numbered(self.codes.len()).map(|place| (place, self.at(place as usize)))
    }

    /// How many bytes they take.
    pub fn bytes(&self) -> usize {
        let bits: usize = self.bits.iter().map(Bits::bytes).sum();
        bits + self.rows.len() * 4
            + self.codes.bytes()
            + self.starts.len() * 4
            + self.dense.len() * size_of::<Code>()
    }

    /// Writes them to a file.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        self.codes.write(out)?;
        write_list(out, &self.starts)?;
        write_list(out, &self.rows)?;
        write_list(out, &self.dense)?;
        self.bits.iter().try_for_each(|bits| bits.write(out))
    }

    /// Reads what [`write`](Postings::write) wrote.
    pub fn read(input: &mut impl Read) -> io::Result<Postings> {
        let mut postings = Postings {
            codes: Codes::read(input)?,
            starts: read_list(input)?,
            rows: read_list(input)?,
            dense: read_list(input)?,
            bits: Vec::new(),
        };
        let bits = postings.dense.iter().map(|_| Bits::read(input));
        postings.bits = bits.collect::<io::Result<_>>()?;
        Ok(postings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_facet_has_its_rows() {
        let keys = |row: u32| [row % 2, 100 + row % 50, 7, 7].map(i64::from);
        let ids: Vec<i64> = (0..200).rev().collect();
        let codes: Vec<Code> = ids.iter().map(|id| Facet::Keyword(*id).code()).collect();
        // Rows come in another order than that of their numbers.
        let pairs: Vec<(u32, u32)> = (0..1_000)
            .map(|row| row * 7 % 1_000)
            .flat_map(|row| keys(row).map(|id| (row, 199 - id as u32)))
            .collect();
        let (built, _) = Postings::build(1_000, &codes, &pairs);
        let mut file = Vec::new();
        built.write(&mut file).unwrap();
        let read = Postings::read(&mut file.as_slice()).unwrap();

        for postings in [built, read] {
            let of = |id: i64| postings.of(&Facet::Keyword(id));
            assert!(matches!(of(1), Rows::Many(_)));
            assert!(matches!(of(149), Rows::Few(_)));
            for id in [0, 1, 7, 100, 149, 999] {
                let expected: Vec<u32> =
                    (0..1_000).filter(|row| keys(*row).contains(&id)).collect();
                assert_eq!(of(id).iter().collect::<Vec<_>>(), expected, "{id}");
                assert_eq!(of(id).count(), expected.len());
                for row in 0..1_000 {
                    assert_eq!(of(id).contains(row), expected.contains(&row));
                }
            }
        }
    }
}
