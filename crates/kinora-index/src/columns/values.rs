//! Numbers by row, in half the room where that loses nothing.
//!
//! Votes, minutes and days are whole, ratings have three decimals, popularity has four. A column of such numbers is held as
//! whole parts of one, of 32 bits each.

use std::io::{self, Read, Write};

use crate::stored::{read_list, write_list};

/// Into how many parts one may be divided.
const PARTS_OF_ONE: [f64; 3] = [1.0, 1e3, 1e4];

/// In place of a number that is not known.
const UNKNOWN: i32 = i32::MIN;

/// Numbers; those that are not known are not a number.
#[derive(Debug)]
pub(crate) enum Values {
    /// As they are.
    Plain(Vec<f64>),
    /// As parts, so many of which are one.
    Parts { parts: Vec<i32>, of_one: f64 },
}

impl Default for Values {
    fn default() -> Values {
        Values::Plain(Vec::new())
    }
}

impl From<Vec<f64>> for Values {
    fn from(values: Vec<f64>) -> Values {
        let divided = PARTS_OF_ONE.iter().find_map(|of_one| {
            let parts: Option<Vec<i32>> =
                values.iter().map(|value| part(*value, *of_one)).collect();
            Some((parts?, *of_one))
        });
        match divided {
            Some((parts, of_one)) => Values::Parts { parts, of_one },
            None => Values::Plain(values),
        }
    }
}

/// How many parts a number is, if it is a whole number of them.
fn part(value: f64, of_one: f64) -> Option<i32> {
    if value.is_nan() {
        return Some(UNKNOWN);
    }
    // Saturates, and is compared with what it came from.
    let part = (value * of_one).round() as i32;
    let is_exact = (f64::from(part) / of_one).to_bits() == value.to_bits();
    (is_exact && part != UNKNOWN).then_some(part)
}

impl Values {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Values::Plain(values) => values.len(),
            Values::Parts { parts, .. } => parts.len(),
        }
    }

    /// The number of a row; not a number when it is not known.
    pub fn of(&self, row: u32) -> f64 {
        match self {
            Values::Plain(values) => values[row as usize],
            Values::Parts { parts, of_one } => match parts[row as usize] {
                UNKNOWN => f64::NAN,
                part => f64::from(part) / of_one,
            },
        }
    }

    /// How many bytes they take.
    pub fn bytes(&self) -> usize {
        match self {
            Values::Plain(values) => values.len() * 8,
            Values::Parts { parts, .. } => parts.len() * 4,
        }
    }

    /// Writes them to a file: into how many parts one is divided, 0 for numbers as they are, and the list.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        match self {
            Values::Plain(values) => {
                write_list(out, &[0.0])?;
                write_list(out, values)
            }
            Values::Parts { parts, of_one } => {
                write_list(out, &[*of_one])?;
                write_list(out, parts)
            }
        }
    }

    /// Reads what [`write`](Values::write) wrote.
    pub fn read(input: &mut impl Read) -> io::Result<Values> {
        let of_one: Vec<f64> = read_list(input)?;
        Ok(match of_one.first().copied().unwrap_or_default() {
            0.0 => Values::Plain(read_list(input)?),
            of_one => Values::Parts {
                parts: read_list(input)?,
                of_one,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(values: &[f64], is_divided: bool) {
        let packed = Values::from(values.to_vec());
        let mut file = Vec::new();
        packed.write(&mut file).unwrap();
        let read = Values::read(&mut file.as_slice()).unwrap();

        assert_eq!(matches!(packed, Values::Parts { .. }), is_divided);
        for values_again in [packed, read] {
            assert_eq!(values_again.len(), values.len());
            for (row, value) in (0..).zip(values) {
                let again = values_again.of(row);
                assert!(
                    again == *value || again.is_nan() && value.is_nan(),
                    "{again} {value}"
                );
            }
        }
    }

    #[test]
    fn numbers_that_fit_take_half_the_room() {
        check(&[0.0, 30_000.0, f64::NAN, -719_162.0], true);
        check(&[7.345, 10.0, 0.001], true);
        check(&[1234.5678, 0.6], true);
        check(&[0.1 + 0.2], false);
        check(&[2_923_706_026.0], false);
        check(&[-0.0], false);
        check(&[f64::INFINITY], false);
    }

    proptest! {
        #[test]
        fn no_number_changes(values in prop::collection::vec(any::<f64>(), 0..20), decimals in prop::collection::vec(0_u32..100_000_000, 0..20)) {
            let is_divided = values.is_empty() || values.iter().all(|value| part(*value, 1.0).is_some());
            check(&values, is_divided);
            let decimals: Vec<f64> = decimals.into_iter().map(|parts| f64::from(parts) / 1e4).collect();
            check(&decimals, true);
        }
    }
}
