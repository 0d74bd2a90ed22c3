//! Countries, small enough to be held a hundred million times.

use std::fmt;

/// An ISO 3166-1 code of two letters, or what stands in for one (`XG`, `SU`), in upper case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Country([u8; 2]);

impl Country {
    /// Reads a code in any case; `None` for what is not two letters.
    pub fn parse(code: &str) -> Option<Country> {
        let letters: [u8; 2] = code.as_bytes().try_into().ok()?;
        let is_code = letters.iter().all(u8::is_ascii_alphabetic);
        is_code.then(|| Country(letters.map(|letter| letter.to_ascii_uppercase())))
    }

    /// Its letters, and two zeros.
    pub fn letters(self) -> [u8; 4] {
        [self.0[0], self.0[1], 0, 0]
    }

    /// Whether a code in any case means this country.
    pub fn is(self, code: &str) -> bool {
        self.0.eq_ignore_ascii_case(code.as_bytes())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.0).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_in_any_case() {
        let country = Country::parse("de").unwrap();

        assert!(country.is("DE") && country.is("de") && !country.is("D") && !country.is("DEU"));
        assert_eq!(Country::parse("1a"), None);
        assert_eq!(Country::parse("é"), None);
    }
}
