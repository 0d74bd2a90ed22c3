//! Names that can be searched, in flat arrays that never change.

use std::cmp::Ordering;
use std::io::{self, Read, Write};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::dictionary::Dictionary;
use super::entry::Named;
use super::names::{Alphabet, Names};
use super::owners::Owners;
use super::postings::Postings;
use super::short::Short;
use super::small;
use super::spelling::is_article;
use super::typo::Typos;

/// Things with their names.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Segment {
    pub(super) owners: Owners,
    pub(super) dictionary: Arc<Dictionary>,
    pub(super) names: Names,
    pub(super) alphabet: Alphabet,
    pub(super) postings: Postings,
    pub(super) typos: Arc<Typos>,
    pub(super) short: Short,
}

impl Segment {
    /// A segment of these things; those without names are left out.
    pub fn of(mut named: Vec<Named>) -> Segment {
        named.retain(|named| !named.names.is_empty());
        named.sort_unstable_by(|one, two| one.fame().compare(&two.fame()));
        let (dictionary, names) = number_words(&named);
        let typos = Typos::of(&dictionary);
        Segment::made(
            Owners::of(&named),
            names,
            Arc::new(dictionary),
            Arc::new(typos),
        )
    }

    /// The same things by another popularity. Words stay what they are.
    pub fn rescored(&self, popularity: impl Fn(i64) -> f64) -> Segment {
        let (owners, order) = self.owners.rescored(popularity);
        Segment::made(
            owners,
            self.names.ordered(&order),
            Arc::clone(&self.dictionary),
            Arc::clone(&self.typos),
        )
    }

    fn made(
        owners: Owners,
        names: Names,
        dictionary: Arc<Dictionary>,
        typos: Arc<Typos>,
    ) -> Segment {
        let articles: Vec<u32> = (0..dictionary.len())
            .filter(|word| is_article(dictionary.text(*word)))
            .collect();
        let alphabet = Alphabet::of(&names, dictionary.len(), |word| {
            articles.binary_search(&word).is_ok()
        });
        let mut segment = Segment {
            owners,
            postings: Postings::of(&dictionary, names.iter()),
            typos,
            dictionary,
            names,
            alphabet,
            short: Short::default(),
        };
        segment.short = Short::of(&segment);
        segment
    }

    /// How many things there are.
    pub fn len(&self) -> usize {
        self.owners.len()
    }

    /// The number of the thing with an id.
    pub fn with_id(&self, id: i64) -> Option<u32> {
        self.owners.with_id(id)
    }

    /// A thing as it was entered.
    pub fn named(&self, owner: u32) -> Named {
        let text = |name: u32| {
            let words = self.names.words(name).iter();
            let words: Vec<&str> = words.map(|word| self.dictionary.text(*word)).collect();
            words.join(" ")
        };
        Named {
            names: self.names.of_owner(owner).map(text).collect(),
            ..self.owners.named(owner)
        }
    }

    /// How many bytes it takes.
    pub fn bytes(&self) -> usize {
        self.owners.bytes()
            + self.dictionary.bytes()
            + self.names.bytes()
            + self.alphabet.bytes()
            + self.postings.bytes()
            + self.typos.bytes()
            + self.short.bytes()
    }

    /// Writes it.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        self.owners.write(out)?;
        self.dictionary.write(out)?;
        self.names.write(out)?;
        self.alphabet.write(out)?;
        self.postings.write(out)?;
        self.typos.write(out)?;
        self.short.write(out)
    }

    /// Reads what was written. Whoever keeps the file makes sure that it is whole.
    pub fn read(input: &mut impl Read) -> io::Result<Segment> {
        Ok(Segment {
            owners: Owners::read(input)?,
            dictionary: Arc::new(Dictionary::read(input)?),
            names: Names::read(input)?,
            alphabet: Alphabet::read(input)?,
            postings: Postings::read(input)?,
            typos: Arc::new(Typos::read(input)?),
            short: Short::read(input)?,
        })
    }
}

/// The words of all names, sorted, and the names as their numbers.
fn number_words(named: &[Named]) -> (Dictionary, Names) {
    // Words are numbered as they come, and again when all are known.
    let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
    let mut names = Names::default();
    for (owner, named) in (0..).zip(named) {
        for name in &named.names {
            let words = name.split(' ').map(|word| {
                let next = small(numbers.len());
                *numbers.entry(word).or_insert(next)
            });
            names.add(owner, words);
        }
    }
    let mut words: Vec<(&str, u32)> = numbers.into_iter().collect();
    words.sort_unstable_by(|(one, _), (two, _)| -> Ordering { one.cmp(two) });
    let mut sorted = vec![0; words.len()];
    for (place, (_, number)) in (0..).zip(&words) {
        sorted[*number as usize] = place;
    }
    names.renumber(|number| sorted[number as usize]);
    (
        Dictionary::of(words.into_iter().map(|(word, _)| word)),
        names,
    )
}
