//! The codes of facets, sorted, in a quarter of the room: what many share is kept once, and of each only the last 32 bits.
//!
//! ```text
//! heads   genre   keyword   cast ...        all but the last 32 bits
//! starts  0       19        60019 ...       where the codes of each head begin
//! tails   12 14 16 ...      1 2 3 ...       one for each code
//! ```

use std::io::{self, Read, Write};

use super::facet::Code;
use crate::stored::{read_list, write_list};

/// Sorted codes, each with its place.
#[derive(Debug, Default)]
pub(crate) struct Codes {
    heads: Vec<u128>,
    starts: Vec<u32>,
    tails: Vec<u32>,
}

fn head(code: Code) -> u128 {
    code >> 32
}

fn tail(code: Code) -> u32 {
    code as u32
}

impl Codes {
    /// These codes, which are sorted, each once.
    pub fn of(sorted: impl ExactSizeIterator<Item = Code>) -> Codes {
        let mut codes = Codes {
            tails: Vec::with_capacity(sorted.len()),
            ..Codes::default()
        };
        for (place, code) in (0..).zip(sorted) {
            if codes.heads.last() != Some(&head(code)) {
                codes.heads.push(head(code));
                codes.starts.push(place);
            }
            codes.tails.push(tail(code));
        }
        codes
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.tails.len()
    }

    /// The code at a place.
    pub fn at(&self, place: usize) -> Code {
        let after = (self.starts).partition_point(|start| *start as usize <= place);
        self.heads[after - 1] << 32 | u128::from(self.tails[place])
    }

    /// The place of a code.
    pub fn place(&self, code: Code) -> Option<usize> {
        let head = self.heads.binary_search(&head(code)).ok()?;
        let start = self.starts[head] as usize;
        let end = (self.starts.get(head + 1)).map_or(self.len(), |end| *end as usize);
        let place = self.tails[start..end].binary_search(&tail(code)).ok()?;
        Some(start + place)
    }

    /// Every code.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Code> {
        (0..self.len()).map(|place| self.at(place))
    }

    /// How many bytes they take.
    pub fn bytes(&self) -> usize {
        self.heads.len() * size_of::<u128>() + (self.starts.len() + self.tails.len()) * 4
    }

    /// Writes them to a file.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        write_list(out, &self.heads)?;
        write_list(out, &self.starts)?;
        write_list(out, &self.tails)
    }

    /// Reads what [`write`](Codes::write) wrote.
    pub fn read(input: &mut impl Read) -> io::Result<Codes> {
        Ok(Codes {
            heads: read_list(input)?,
            starts: read_list(input)?,
            tails: read_list(input)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_code_has_its_place(
            few in prop::collection::btree_set((0_u128..4, 0_u128..50), 0..60),
            any in prop::collection::btree_set(any::<u128>(), 0..10),
            others in prop::collection::vec(any::<u128>(), 0..10),
        ) {
            let few = few.into_iter().map(|(sort, id)| sort << 120 | id);
            let codes: BTreeSet<Code> = few.chain(any).collect();
            let sorted: Vec<Code> = codes.iter().copied().collect();
            let built = Codes::of(sorted.iter().copied());
            let mut file = Vec::new();
            built.write(&mut file).unwrap();

            for built in [built, Codes::read(&mut file.as_slice()).unwrap()] {
                prop_assert!(built.iter().eq(sorted.iter().copied()));
                for code in sorted.iter().chain(&others) {
                    prop_assert_eq!(built.place(*code), sorted.binary_search(code).ok());
                }
            }
        }
    }
}
