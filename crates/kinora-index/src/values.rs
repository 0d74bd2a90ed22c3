//! Numbers by row, in less room where that loses nothing.
//!
//! Votes, minutes and days are whole, ratings have three decimals, popularity has four. A column of such numbers is held as
//! whole parts of one, of 32 or 16 bits each. Where nearly all are the same, as what movies earned, which is mostly not known, only
//! the others are held.

use std::io::{self, Read, Write};

use crate::stored::{Flat, read_list, write_list};

/// Into how many parts one may be divided.
const PARTS_OF_ONE: [f64; 3] = [1.0, 1e3, 1e4];

/// In place of a number that is not known.
const UNKNOWN: i32 = i32::MIN;
const SHORT_UNKNOWN: i16 = i16::MIN;

/// Numbers; those that are not known are not a number.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Values {
    /// As they are.
    Plain(Vec<f64>),
    /// As parts, so many of which are one.
    Parts { parts: Vec<i32>, of_one: f64 },
    /// The same, where all are few.
    ShortParts { parts: Vec<i16>, of_one: f64 },
    /// The rows with another number than all others, ascending, and these numbers.
    Sparse {
        rows: Vec<u32>,
        values: Vec<f64>,
        usual: f64,
        length: u64,
    },
}

/// One in so many rows at most may have another number than all others for these to be held alone.
const SPARSE: usize = 8;

impl Default for Values {
    fn default() -> Values {
        Values::Plain(Vec::new())
    }
}

impl FromIterator<f64> for Values {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Values {
        values.into_iter().collect::<Vec<f64>>().into()
    }
}

impl From<Vec<f64>> for Values {
    fn from(values: Vec<f64>) -> Values {
        if let Some(sparse) = sparse(&values) {
            return sparse;
        }
        let divided = PARTS_OF_ONE.iter().find_map(|of_one| {
            let parts: Option<Vec<i32>> =
                values.iter().map(|value| part(*value, *of_one)).collect();
            Some((parts?, *of_one))
        });
        match divided {
            Some((parts, of_one)) => match parts.iter().map(|part| short(*part)).collect() {
                Some(parts) => Values::ShortParts { parts, of_one },
                None => Values::Parts { parts, of_one },
            },
            None => Values::Plain(values),
        }
    }
}

/// Only the numbers that are not the usual one, if they are few. That of the last row is taken for the usual one: rows are
/// numbered by popularity.
fn sparse(values: &[f64]) -> Option<Values> {
    let usual = values.last().copied()?;
    let is_other = |value: &f64| value.to_bits() != usual.to_bits();
    let others = values.iter().filter(|value| is_other(value));
    if others.count() > values.len() / SPARSE {
        return None;
    }
    let others = (0..).zip(values).filter(|(_, value)| is_other(value));
    let (rows, others) = others.unzip();
    Some(Values::Sparse {
        rows,
        values: others,
        usual,
        length: values.len() as u64,
    })
}

/// Parts in 16 bits, if they are few.
fn short(part: i32) -> Option<i16> {
    match part {
        UNKNOWN => Some(SHORT_UNKNOWN),
        part => (i16::try_from(part).ok()).filter(|part| *part != SHORT_UNKNOWN),
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
            Values::ShortParts { parts, .. } => parts.len(),
            Values::Sparse { length, .. } => *length as usize,
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
            Values::ShortParts { parts, of_one } => match parts[row as usize] {
                SHORT_UNKNOWN => f64::NAN,
                part => f64::from(part) / of_one,
            },
            Values::Sparse {
                rows,
                values,
                usual,
                ..
            } => (rows.binary_search(&row)).map_or(*usual, |place| values[place]),
        }
    }

    /// How many bytes they take.
    pub fn bytes(&self) -> usize {
        match self {
            Values::Plain(values) => values.len() * 8,
            Values::Parts { parts, .. } => parts.len() * 4,
            Values::ShortParts { parts, .. } => parts.len() * 2,
            Values::Sparse { rows, .. } => rows.len() * 12,
        }
    }

    /// Writes them to a file: the number of the form, then what it holds.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        match self {
            Values::Plain(values) => {
                write_list(out, &[0_u8])?;
                write_list(out, values)
            }
            Values::Parts { parts, of_one } => {
                write_list(out, &[1_u8])?;
                write_list(out, &[*of_one])?;
                write_list(out, parts)
            }
            Values::ShortParts { parts, of_one } => {
                write_list(out, &[2_u8])?;
                write_list(out, &[*of_one])?;
                write_list(out, parts)
            }
            Values::Sparse {
                rows,
                values,
                usual,
                length,
            } => {
                write_list(out, &[3_u8])?;
                write_list(out, &[*usual])?;
                write_list(out, &[*length])?;
                write_list(out, rows)?;
                write_list(out, values)
            }
        }
    }

    /// Reads what [`write`](Values::write) wrote.
    pub fn read(input: &mut impl Read) -> io::Result<Values> {
        let form: u8 = read_one(input)?;
        Ok(match form {
            0 => Values::Plain(read_list(input)?),
            1 => Values::Parts {
                of_one: read_one(input)?,
                parts: read_list(input)?,
            },
            2 => Values::ShortParts {
                of_one: read_one(input)?,
                parts: read_list(input)?,
            },
            _ => Values::Sparse {
                usual: read_one(input)?,
                length: read_one(input)?,
                rows: read_list(input)?,
                values: read_list(input)?,
            },
        })
    }
}

fn read_one<T: Flat>(input: &mut impl Read) -> io::Result<T> {
    let items = read_list(input)?;
    let first = items.first().copied();
    first.ok_or_else(|| io::Error::other("a number is missing"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, PartialEq)]
    enum Form {
        Plain,
        Parts,
        ShortParts,
        Sparse,
    }

    fn check(values: &[f64]) -> Form {
        let packed = Values::from(values.to_vec());
        let mut file = Vec::new();
        packed.write(&mut file).unwrap();
        let read = Values::read(&mut file.as_slice()).unwrap();
        let form = match packed {
            Values::Plain(_) => Form::Plain,
            Values::Parts { .. } => Form::Parts,
            Values::ShortParts { .. } => Form::ShortParts,
            Values::Sparse { .. } => Form::Sparse,
        };

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
        form
    }

    #[test]
    fn numbers_that_fit_take_less_room() {
        for (values, form) in [
            (&[0.0, 30_000.0, f64::NAN, -719_162.0][..], Form::Parts),
            (&[7.345, 10.0, 0.001], Form::ShortParts),
            (&[32_767.0, -32_767.0, f64::NAN], Form::ShortParts),
            (&[32_768.0, -32_768.0, f64::NAN], Form::Parts),
            (&[1234.5678, 0.6], Form::Parts),
            (&[0.1 + 0.2, 0.0], Form::Plain),
            (&[2_923_706_026.0, 0.0], Form::Plain),
            (&[-0.0, 0.0], Form::Plain),
            (&[f64::INFINITY, 0.0], Form::Plain),
            (
                &[2_923_706_026.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
                Form::Sparse,
            ),
            (&[f64::NAN; 3], Form::Sparse),
        ] {
            assert_eq!(check(values), form, "{values:?}");
        }
    }

    proptest! {
        #[test]
        fn no_number_changes(
            values in prop::collection::vec(any::<f64>(), 0..20),
            decimals in prop::collection::vec(0_u32..100_000_000, 0..20),
            usual in prop::collection::vec(prop::option::weighted(0.1, any::<f64>()), 0..40),
        ) {
            check(&values);
            let decimals: Vec<f64> = decimals.into_iter().map(|parts| f64::from(parts) / 1e4).collect();
            prop_assert_ne!(check(&decimals), Form::Plain);
            let usual: Vec<f64> = usual.into_iter().map(|other| other.unwrap_or(3.5)).collect();
            check(&usual);
        }
    }
}
