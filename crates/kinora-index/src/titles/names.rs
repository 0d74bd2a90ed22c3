//! All names as the numbers of their words, in the order of the things they belong to, and once more in alphabetical order.
//!
//! ```text
//! name 0 of 0: the dark knight    name 1 of 1: knight rider    name 2 of 2: dark
//! alphabetical: dark (2), dark knight (0, without its article), knight rider (1), the dark knight (0)
//! ```
//!
//! Words are numbered alphabetically, so that names are compared by the numbers. Those that begin alike stand together, and
//! first among them the one that ends there.

use std::io::{self, Read, Write};
use std::ops::Range;

use super::small;
use crate::stored::{read_list, write_list};

/// Marks an entry of the alphabetical order in which the first word, an article, is left out.
const WITHOUT_ARTICLE: u32 = 1 << 31;

/// Names by number.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Names {
    /// To which thing each belongs.
    owners: Vec<u32>,
    /// Where the words of each begin.
    starts: Vec<u32>,
    words: Vec<u32>,
}

impl Names {
    /// Adds a name of a thing. Those of one thing follow each other.
    pub fn add(&mut self, owner: u32, words: impl IntoIterator<Item = u32>) {
        self.owners.push(owner);
        self.starts.push(small(self.words.len()));
        self.words.extend(words);
    }

    /// The names of the same things in another order, given by the numbers that they have here.
    pub fn ordered(&self, owners: &[u32]) -> Names {
        let mut ordered = Names {
            owners: Vec::with_capacity(self.owners.len()),
            starts: Vec::with_capacity(self.starts.len()),
            words: Vec::with_capacity(self.words.len()),
        };
        for (place, owner) in (0..).zip(owners) {
            for name in self.of_owner(*owner) {
                ordered.add(place, self.words(name).iter().copied());
            }
        }
        ordered
    }

    /// Gives the words other numbers.
    pub fn renumber(&mut self, number: impl Fn(u32) -> u32) {
        self.words.iter_mut().for_each(|word| *word = number(*word));
    }

    /// How many there are.
    pub fn len(&self) -> u32 {
        small(self.owners.len())
    }

    /// To what a name belongs.
    pub fn owner(&self, name: u32) -> u32 {
        self.owners[name as usize]
    }

    /// The words of a name.
    pub fn words(&self, name: u32) -> &[u32] {
        let name = name as usize;
        let start = self.starts[name] as usize;
        match self.starts.get(name + 1) {
            Some(end) => &self.words[start..*end as usize],
            None => &self.words[start..],
        }
    }

    /// The words of every name.
    pub fn iter(&self) -> impl Iterator<Item = &[u32]> + Clone {
        (0..self.len()).map(|name| self.words(name))
    }

    /// The names of a thing.
    pub fn of_owner(&self, owner: u32) -> Range<u32> {
        let start = self.owners.partition_point(|other| *other < owner);
        let count = self.owners[start..]
            .iter()
            .take_while(|other| **other == owner)
            .count();
        small(start)..small(start + count)
    }

    /// How many bytes it takes.
    pub fn bytes(&self) -> usize {
        (self.owners.len() + self.starts.len() + self.words.len()) * 4
    }

    /// Writes it.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        write_list(out, &self.owners)?;
        write_list(out, &self.starts)?;
        write_list(out, &self.words)
    }

    /// Reads what was written.
    pub fn read(input: &mut impl Read) -> io::Result<Names> {
        Ok(Names {
            owners: read_list(input)?,
            starts: read_list(input)?,
            words: read_list(input)?,
        })
    }
}

/// A name in the alphabetical order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Entry {
    /// The name.
    pub name: u32,
    /// Whether its article is left out.
    pub is_without_article: bool,
}

impl Entry {
    fn unpack(entry: u32) -> Entry {
        Entry {
            name: entry & !WITHOUT_ARTICLE,
            is_without_article: entry & WITHOUT_ARTICLE != 0,
        }
    }

    fn words(self, names: &Names) -> &[u32] {
        &names.words(self.name)[usize::from(self.is_without_article)..]
    }
}

/// Names in alphabetical order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Alphabet {
    /// Where the names begin that begin with each word.
    starts: Vec<u32>,
    entries: Vec<u32>,
}

impl Alphabet {
    /// Sorts names, of so many different words.
    pub fn of(names: &Names, words: u32, is_article: impl Fn(u32) -> bool) -> Alphabet {
        let entries = || {
            (0..names.len()).flat_map(|name| {
                let own = names.words(name);
                let leaves_out = own.len() > 1 && is_article(own[0]);
                let without = leaves_out.then_some(name | WITHOUT_ARTICLE);
                [Some(name), without].into_iter().flatten()
            })
        };
        let first = |entry: u32| Entry::unpack(entry).words(names)[0] as usize;
        let mut starts = vec![0; words as usize + 1];
        entries().for_each(|entry| starts[first(entry) + 1] += 1);
        for word in 1..starts.len() {
            starts[word] += starts[word - 1];
        }
        let mut next = starts.clone();
        let mut sorted = vec![0; starts.last().copied().unwrap_or_default() as usize];
        for entry in entries() {
            let next = &mut next[first(entry)];
            sorted[*next as usize] = entry;
            *next += 1;
        }
        for word in 0..words as usize {
            let same = &mut sorted[starts[word] as usize..starts[word + 1] as usize];
            let rest = |entry: u32| &Entry::unpack(entry).words(names)[1..];
            same.sort_unstable_by(|one, two| rest(*one).cmp(rest(*two)).then(one.cmp(two)));
        }
        Alphabet {
            starts,
            entries: sorted,
        }
    }

    /// The names from the first one that begins with these words and then one of a range, up to the last one that has
    /// the same first word, or a first word of the range where there are no others.
    pub fn from<'a>(&'a self, names: &'a Names, words: &[u32], last: &Range<u32>) -> Run<'a> {
        let first = words
            .first()
            .map_or_else(|| last.clone(), |first| *first..first + 1);
        let same = match first.is_empty() {
            true => &[][..],
            false => {
                let [start, end] = [first.start, first.end].map(|word| self.starts[word as usize]);
                &self.entries[start as usize..end as usize]
            }
        };
        // Compares with the words and then with the first of the range.
        let start = words.get(1..).map_or(0, |rest| {
            same.partition_point(|entry| {
                let own = &Entry::unpack(*entry).words(names)[1..];
                let (own, more) = own.split_at(own.len().min(rest.len()));
                own.cmp(rest)
                    .then(more.first().cmp(&Some(&last.start)))
                    .is_lt()
            })
        });
        Run {
            names,
            entries: &same[start..],
        }
    }

    /// How many bytes it takes.
    pub fn bytes(&self) -> usize {
        (self.starts.len() + self.entries.len()) * 4
    }

    /// Writes it.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        write_list(out, &self.starts)?;
        write_list(out, &self.entries)
    }

    /// Reads what was written.
    pub fn read(input: &mut impl Read) -> io::Result<Alphabet> {
        Ok(Alphabet {
            starts: read_list(input)?,
            entries: read_list(input)?,
        })
    }
}

/// A part of the alphabetical order.
#[derive(Clone, Copy)]
pub(crate) struct Run<'a> {
    names: &'a Names,
    entries: &'a [u32],
}

impl<'a> Run<'a> {
    /// The names at its beginning that begin with these words and then one of a range.
    pub fn beginning(self, words: &[u32], last: &Range<u32>) -> impl Iterator<Item = Entry> {
        self.take_while(move |own| {
            let rest = own.strip_prefix(words);
            rest.and_then(<[u32]>::first)
                .is_some_and(|word| last.contains(word))
        })
    }

    /// The names at its beginning that are these words and nothing more.
    pub fn equal(self, words: &[u32]) -> impl Iterator<Item = Entry> {
        self.take_while(move |own| own == words)
    }

    fn take_while(self, holds: impl Fn(&'a [u32]) -> bool) -> impl Iterator<Item = Entry> {
        let entries = self.entries.iter().map(|entry| Entry::unpack(*entry));
        entries.take_while(move |entry| holds(entry.words(self.names)))
    }
}
