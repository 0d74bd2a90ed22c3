//! Languages: their share of movies, and the syllables that their words are made of.

use std::sync::LazyLock;

use kinora_model::Locale;

/// The words that English titles are mostly made of, the most frequent first.
static COMMON: LazyLock<Vec<&str>> =
    LazyLock::new(|| include_str!("common.txt").split_whitespace().collect());

static TONGUES: LazyLock<Vec<Tongue>> = LazyLock::new(|| {
    let rows = include_str!("tongues.tsv").lines().skip(1);
    rows.map(|row| Tongue::read(row).expect("the table of languages is complete"))
        .collect()
});

/// Prime to the sizes below, so that neighbours in rank have different syllables.
const SCATTER: u64 = 1_000_003;

/// A language.
#[derive(Debug)]
pub struct Tongue {
    /// ISO 639-1.
    pub code: &'static str,
    /// The country of its translations, ISO 3166-1.
    pub country: &'static str,
    /// How many of a thousand movies have it as original language.
    pub weight: f64,
    is_spaced: bool,
    common: &'static [&'static str],
    onsets: Vec<&'static str>,
    vowels: Vec<&'static str>,
    codas: Vec<&'static str>,
}

/// Every language, English first.
pub fn tongues() -> &'static [Tongue] {
    &TONGUES
}

/// English.
pub fn english() -> &'static Tongue {
    &TONGUES[0]
}

impl Tongue {
    fn read(row: &'static str) -> Option<Tongue> {
        let mut cells = row.split('\t');
        let (code, country) = (cells.next()?, cells.next()?);
        let weight = cells.next()?.parse().ok()?;
        let is_spaced = cells.next()? == "yes";
        let mut list = || {
            let items = cells.next()?.split(' ');
            Some(items.map(|item| item.trim_matches('_')).collect())
        };
        Some(Tongue {
            code,
            country,
            weight,
            is_spaced,
            common: if code == "en" { &COMMON } else { &[] },
            onsets: list()?,
            vowels: list()?,
            codas: list()?,
        })
    }

    /// The locale of its translations.
    pub fn locale(&self) -> Locale {
        Locale::new(self.code, self.country).expect("the table of languages has codes")
    }

    /// Adds what stands between words, unless nothing comes before.
    pub(super) fn separate(&self, text: &mut String, is_first: bool) {
        if self.is_spaced && !is_first {
            text.push(' ');
        }
    }

    /// How sentences end.
    pub(super) fn full_stop(&self) -> &'static str {
        match self.code {
            "ja" | "zh" => "。",
            "th" => " ",
            _ => ".",
        }
    }

    /// Adds the word of a rank.
    pub(super) fn write(&self, rank: u64, is_capital: bool, text: &mut String) {
        match self.common.get(rank as usize) {
            Some(word) => add(word, is_capital, text),
            None => self.make(rank - self.common.len() as u64, is_capital, text),
        }
    }

    /// Adds a made-up word: two syllables for the first ranks, three for those after them.
    pub(super) fn make(&self, rank: u64, is_capital: bool, text: &mut String) {
        let syllables = (self.onsets.len() * self.vowels.len()) as u64;
        let short = syllables * syllables;
        let (mut rest, count) = match rank.checked_sub(short) {
            None => (rank.wrapping_mul(SCATTER) % short, 2),
            Some(rank) => (rank.wrapping_mul(SCATTER) % (short * syllables), 3),
        };
        for place in 0..count {
            let onset = self.onsets[(rest % self.onsets.len() as u64) as usize];
            rest /= self.onsets.len() as u64;
            let vowel = self.vowels[(rest % self.vowels.len() as u64) as usize];
            rest /= self.vowels.len() as u64;
            add(onset, is_capital && place == 0, text);
            text.push_str(vowel);
        }
        let coda = rank.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        text.push_str(self.codas[(coda % self.codas.len() as u64) as usize]);
    }
}

fn add(letters: &str, is_capital: bool, text: &mut String) {
    let mut rest = letters.chars();
    if is_capital && let Some(first) = rest.next() {
        text.extend(first.to_uppercase());
    }
    text.push_str(rest.as_str());
}
