//! The things to which names belong, numbered by fame: the most popular is 0. The first of a sorted list of numbers are then
//! those that are shown first, and nothing has to be sorted by popularity.

use std::io::{self, Read, Write};

use super::entry::{Fame, Named, Shown};
use super::small;
use crate::ids::Ids;
use crate::stored::{read_list, write_list};
use crate::values::Values;

/// In place of a year that is not known.
const NO_YEAR: u16 = 0;

/// Things by their numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Owners {
    ids: Ids,
    popularity: Values,
    vote_counts: Values,
    /// A bit for each adult one.
    adult: Vec<u64>,
    first_years: Vec<u16>,
    /// Those that have other years than the first one, ascending.
    long: Vec<u32>,
    /// Where their years begin, and at last where those of the last one end.
    year_starts: Vec<u32>,
    years: Vec<u16>,
}

impl Owners {
    /// Numbers things that are sorted by fame.
    pub fn of(named: &[Named]) -> Owners {
        let mut owners = Owners::with_fame(named.iter().map(Named::fame));
        for named in named {
            owners.add(named.is_adult, named.first_year, &named.years);
        }
        owners
    }

    /// The same things by another popularity, and the numbers that they have here in their new order.
    pub fn rescored(&self, popularity: impl Fn(i64) -> f64) -> (Owners, Vec<u32>) {
        let scores: Vec<f64> = self.ids.iter().map(popularity).collect();
        let fame = |owner: u32| Fame {
            popularity: scores[owner as usize],
            ..self.fame(owner)
        };
        let mut order: Vec<u32> = (0..small(self.len())).collect();
        order.sort_unstable_by(|one, two| fame(*one).compare(&fame(*two)));
        let mut owners = Owners::with_fame(order.iter().map(|owner| fame(*owner)));
        for owner in order.iter().copied() {
            owners.add(
                self.is_adult(owner),
                self.first_year(owner),
                self.years(owner),
            );
        }
        (owners, order)
    }

    /// Those of which everything else is still to be [added](Owners::add).
    fn with_fame(fame: impl Iterator<Item = Fame> + Clone) -> Owners {
        let ids: Vec<i64> = fame.clone().map(|fame| fame.id).collect();
        Owners {
            popularity: fame.clone().map(|fame| fame.popularity).collect(),
            vote_counts: fame.map(|fame| fame.vote_count as f64).collect(),
            adult: vec![0; ids.len().div_ceil(64)],
            first_years: Vec::with_capacity(ids.len()),
            long: Vec::new(),
            year_starts: vec![0],
            years: Vec::new(),
            ids: ids.into(),
        }
    }

    fn add(&mut self, is_adult: bool, first_year: Option<u16>, years: &[u16]) {
        let place = self.first_years.len();
        self.adult[place / 64] |= u64::from(is_adult) << (place % 64);
        self.first_years.push(first_year.unwrap_or(NO_YEAR));
        if years != first_year.as_slice() {
            self.long.push(small(place));
            self.years.extend(years);
            self.year_starts.push(small(self.years.len()));
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// The number of the one with an id.
    pub fn with_id(&self, id: i64) -> Option<u32> {
        self.ids.number(id)
    }

    /// What decides its place.
    pub fn fame(&self, owner: u32) -> Fame {
        Fame {
            popularity: self.popularity.of(owner),
            vote_count: self.vote_counts.of(owner) as i64,
            id: self.ids.of(owner),
        }
    }

    /// Whether it is adult.
    pub fn is_adult(&self, owner: u32) -> bool {
        self.adult[owner as usize / 64] & (1 << (owner % 64)) != 0
    }

    /// Whether it is shown.
    pub fn shows(&self, owner: u32, shown: &Shown) -> bool {
        (shown.include_adult || !self.is_adult(owner))
            && (!shown.asks_for_years()
                || shown.is_of_years(self.first_year(owner), self.years(owner)))
    }

    fn first_year(&self, owner: u32) -> Option<u16> {
        Some(self.first_years[owner as usize]).filter(|year| *year != NO_YEAR)
    }

    fn years(&self, owner: u32) -> &[u16] {
        match self.long.binary_search(&owner) {
            Ok(place) => {
                let starts = &self.year_starts[place..];
                &self.years[starts[0] as usize..starts[1] as usize]
            }
            Err(_) => match &self.first_years[owner as usize] {
                &NO_YEAR => &[],
                first => std::slice::from_ref(first),
            },
        }
    }

    /// It as it was entered, without its names.
    pub fn named(&self, owner: u32) -> Named {
        let fame = self.fame(owner);
        Named {
            id: fame.id,
            popularity: fame.popularity,
            vote_count: fame.vote_count,
            is_adult: self.is_adult(owner),
            first_year: self.first_year(owner),
            years: self.years(owner).to_vec(),
            names: Vec::new(),
        }
    }

    /// How many bytes it takes.
    pub fn bytes(&self) -> usize {
        let fame = self.ids.bytes() + self.popularity.bytes() + self.vote_counts.bytes();
        let years = (self.first_years.len() + self.years.len()) * 2;
        let long = (self.long.len() + self.year_starts.len()) * 4;
        fame + self.adult.len() * 8 + years + long
    }

    /// Writes it.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        self.ids.write(out)?;
        self.popularity.write(out)?;
        self.vote_counts.write(out)?;
        write_list(out, &self.adult)?;
        write_list(out, &self.first_years)?;
        write_list(out, &self.long)?;
        write_list(out, &self.year_starts)?;
        write_list(out, &self.years)
    }

    /// Reads what was written.
    pub fn read(input: &mut impl Read) -> io::Result<Owners> {
        Ok(Owners {
            ids: Ids::read(input)?,
            popularity: Values::read(input)?,
            vote_counts: Values::read(input)?,
            adult: read_list(input)?,
            first_years: read_list(input)?,
            long: read_list(input)?,
            year_starts: read_list(input)?,
            years: read_list(input)?,
        })
    }
}
