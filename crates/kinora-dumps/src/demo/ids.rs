//! Stable numbers and names: the same source always gives the same ids, so that a catalogue can be loaded again.

use std::fmt::Write;

use rustc_hash::FxHashMap;

/// Ids of the demo catalogue start here, far above those of the catalogue that clients know.
const FIRST: i64 = 1_500_000_000;
/// What has no number in the sources is numbered from here on.
const FIRST_UNLISTED: i64 = 10_000;

/// The id of something with a number in the sources.
pub fn id(number: i64) -> i64 {
    FIRST + number
}

/// The id of a season.
pub fn season(series: i64, season: i64) -> i64 {
    FIRST + series * 100 + season
}

/// The id of an episode.
pub fn episode(series: i64, season: i64, episode: i64) -> i64 {
    FIRST + series * 10_000 + season * 100 + episode
}

/// Ids by name: numbered ones, and further ones in the order in which they are met.
#[derive(Debug)]
pub struct Numbers<'a> {
    ids: FxHashMap<&'a str, i64>,
    next: i64,
}

impl<'a> Numbers<'a> {
    /// Names without numbers of their own.
    pub fn from_one() -> Numbers<'a> {
        Numbers {
            ids: FxHashMap::default(),
            next: 1,
        }
    }

    /// Names of which some have numbers.
    pub fn with(numbered: impl Iterator<Item = (&'a str, i64)>) -> Numbers<'a> {
        Numbers {
            ids: numbered.map(|(name, number)| (name, id(number))).collect(),
            next: FIRST_UNLISTED,
        }
    }

    /// The id of a name, a new one for a new name.
    pub fn meet(&mut self, name: &'a str) -> i64 {
        if let Some(id) = self.ids.get(name) {
            return *id;
        }
        let id = id(self.next);
        self.next += 1;
        self.ids.insert(name, id);
        id
    }

    /// The id of a name that was met.
    ///
    /// # Panics
    ///
    /// If it was not.
    pub fn of(&self, name: &str) -> i64 {
        self.ids[name]
    }
}

/// 24 hex digits that stand for a text.
pub fn object_id(text: &str) -> String {
    let mut dice = Dice::of(text);
    let digits = (u128::from(dice.roll()) << 64) | u128::from(dice.roll());
    format!("{:024x}", digits >> 32)
}

/// The path of the picture that a text stands for.
pub fn picture_path(text: &str) -> String {
    const SIGNS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut dice = Dice::of(text);
    let name: String = (0..27)
        .map(|_| char::from(SIGNS[(dice.roll() % 62) as usize]))
        .collect();
    format!("/{name}.png")
}

/// Numbers that follow from a text: its FNV-1a hash, continued by SplitMix64.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// The numbers of a text.
    pub fn of(text: &str) -> Dice {
        let hash = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Dice(text.bytes().fold(0xcbf2_9ce4_8422_2325, hash))
    }

    /// The next number.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// The next number, between 0 and 1.
    pub fn share(&mut self) -> f64 {
        (self.roll() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// A text as part of the query of a URL.
pub fn query_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            b' ' => encoded.push('+'),
            _ => {
                // Writing to a string cannot fail.
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_their_form_and_stay_the_same() {
        assert_eq!(object_id("film 130 video"), object_id("film 130 video"));
        assert_ne!(object_id("film 130 video"), object_id("film 131 video"));
        assert_eq!(object_id("").len(), 24);
        let path = picture_path("film 130 poster");
        assert_eq!((path.len(), &path[..1], &path[28..]), (32, "/", ".png"));
        // Pictures are stored under these names, so a change here would orphan them.
        assert_eq!(object_id("film 130 video"), "ec98adc97b35038b57ebbca5");
        assert_eq!(path, "/Y6eeO8vNiYBrEOADqLt7FxJF13Z.png");
    }

    #[test]
    fn queries_are_encoded() {
        assert_eq!(query_encoded("L'Âge d'Or 1930"), "L%27%C3%82ge+d%27Or+1930");
    }

    #[test]
    fn names_are_numbered_in_order() {
        let mut numbers = Numbers::with([("Max Schreck", 7)].into_iter());
        let ids = [
            "Greta Schröder",
            "Max Schreck",
            "Greta Schröder",
            "John Gottowt",
        ]
        .map(|name| numbers.meet(name) - FIRST);
        assert_eq!(ids, [10_000, 7, 10_000, 10_001]);
        assert_eq!(numbers.of("John Gottowt"), id(10_001));
    }
}
