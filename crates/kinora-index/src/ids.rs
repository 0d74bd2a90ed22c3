//! Ids of things that are numbered in an order of their own, and their numbers by id.

use std::cmp::Ordering;
use std::io::{self, Read, Write};

use crate::stored::{read_list, write_list};

/// How often the place of an id is guessed before it is searched for.
const GUESSES: usize = 4;
/// Among how few ids searching is as quick as guessing.
const FEW: usize = 8;

/// The ids of numbered things.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Ids {
    ids: List,
    /// The numbers, sorted by id.
    by_id: Vec<u32>,
}

/// Ids by number: in half the room where all fit.
#[derive(Clone, Debug, PartialEq)]
enum List {
    Short(Vec<u32>),
    Long(Vec<i64>),
}

impl Default for List {
    fn default() -> List {
        List::Short(Vec::new())
    }
}

impl List {
    fn len(&self) -> usize {
        match self {
            List::Short(ids) => ids.len(),
            List::Long(ids) => ids.len(),
        }
    }

    fn of(&self, number: u32) -> i64 {
        match self {
            List::Short(ids) => i64::from(ids[number as usize]),
            List::Long(ids) => ids[number as usize],
        }
    }
}

impl From<Vec<i64>> for Ids {
    fn from(ids: Vec<i64>) -> Ids {
        let short: Option<Vec<u32>> = ids.iter().map(|id| u32::try_from(*id).ok()).collect();
        let ids = short.map_or(List::Long(ids), List::Short);
        let length = u32::try_from(ids.len());
        let length = length.expect("a catalogue has fewer than 4 billion entities");
        let mut by_id: Vec<u32> = (0..length).collect();
        by_id.sort_unstable_by_key(|number| ids.of(*number));
        Ids { ids, by_id }
    }
}

impl Ids {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// The id of a number.
    pub fn of(&self, number: u32) -> i64 {
        self.ids.of(number)
    }

    /// The number of an id. Ids are mostly given one after the other, so that a guess from the first and the last one is near.
    pub fn number(&self, id: i64) -> Option<u32> {
        let at = |place: usize| self.of(self.by_id[place]);
        let mut places = 0..self.by_id.len();
        for _ in 0..GUESSES {
            if places.len() < FEW {
                break;
            }
            let [first, last] = [places.start, places.end - 1].map(|place| i128::from(at(place)));
            let steps = (i128::from(id) - first) * (places.len() as i128 - 1);
            let steps = usize::try_from(steps / (last - first).max(1)).ok()?;
            let guess = places.start + steps;
            if guess >= places.end {
                return None;
            }
            match at(guess).cmp(&id) {
                Ordering::Less => places.start = guess + 1,
                Ordering::Equal => return Some(self.by_id[guess]),
                Ordering::Greater => places.end = guess,
            }
        }
        let numbers = &self.by_id[places];
        let place = numbers.binary_search_by_key(&id, |number| self.of(*number));
        place.ok().map(|place| numbers[place])
    }

    /// Every id, by its number.
    pub fn iter(&self) -> impl Iterator<Item = i64> {
        (0..).take(self.len()).map(|number| self.of(number))
    }

    /// How many bytes they take.
    pub fn bytes(&self) -> usize {
        let size = match self.ids {
            List::Short(_) => size_of::<u32>(),
            List::Long(_) => size_of::<i64>(),
        };
        self.len() * (size + size_of::<u32>())
    }

    /// Writes them to a file; one of the lists of ids is empty.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let (short, long) = match &self.ids {
            List::Short(ids) => (ids.as_slice(), &[][..]),
            List::Long(ids) => (&[][..], ids.as_slice()),
        };
        write_list(out, short)?;
        write_list(out, long)?;
        write_list(out, &self.by_id)
    }

    /// Reads what [`write`](Ids::write) wrote.
    pub fn read(input: &mut impl Read) -> io::Result<Ids> {
        let (short, long): (Vec<u32>, Vec<i64>) = (read_list(input)?, read_list(input)?);
        let ids = match long.is_empty() {
            true => List::Short(short),
            false => List::Long(long),
        };
        Ok(Ids {
            ids,
            by_id: read_list(input)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn ids_and_numbers_lead_to_each_other(
            ids in prop::collection::hash_set(0_i64..100, 0..80),
            large in prop::collection::hash_set(any::<i64>(), 0..3),
        ) {
            let all: Vec<i64> = ids.union(&large).copied().collect();
            let built = Ids::from(all.clone());
            let mut file = Vec::new();
            built.write(&mut file).unwrap();

            for ids in [built, Ids::read(&mut file.as_slice()).unwrap()] {
                prop_assert!(ids.iter().eq(all.iter().copied()));
                for (number, id) in (0..).zip(&all) {
                    prop_assert_eq!(ids.of(number), *id);
                    prop_assert_eq!(ids.number(*id), Some(number));
                }
                let mut others = (-1..102).chain([i64::MIN, i64::MAX]).filter(|id| !all.contains(id));
                prop_assert!(others.all(|id| ids.number(id).is_none()));
            }
        }
    }
}
