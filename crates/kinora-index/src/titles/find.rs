//! Finding in a segment.
//!
//! Things that are the text or begin with it stand together in the [alphabetical order](super::names::Alphabet). All that
//! match are gone through once more by the rarest word, in the order of fame, to count them and to fill the page.

use std::ops::Range;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::entry::Shown;
use super::matches::{Closeness, Matches, Row};
use super::names::{Entry, Run};
use super::pattern::{Choices, Numbers, Pattern};
use super::query::Query;
use super::segment::Segment;
use super::small;

/// Up to how many names are sorted; more are put in order as bits.
const SORTED: usize = 2_048;
/// How many words of bits are joined at a time.
const BLOCK: usize = 512;
/// How many candidates are gathered at least before the worse are thrown away.
const GATHERED: usize = 64;

/// What is asked of a segment.
#[derive(Clone, Copy)]
pub(crate) struct Question<'a> {
    /// The words.
    pub query: &'a Query,
    /// Which of the things that match are shown.
    pub shown: &'a Shown,
    /// Things that are none any more, sorted.
    pub hidden: &'a [u32],
    /// How many rows are wanted.
    pub wanted: usize,
}

impl Question<'_> {
    fn shows(&self, segment: &Segment, owner: u32) -> bool {
        segment.owners.shows(owner, self.shown) && self.hidden.binary_search(&owner).is_err()
    }
}

impl Segment {
    /// What matches as typed.
    pub fn typed(&self, question: &Question) -> Matches {
        let query = question.query;
        let pattern = Pattern::of(query, |word, is_last| {
            Choices::typed(&self.dictionary, word, is_last)
        });
        if let Some(matches) = pattern
            .as_ref()
            .and_then(|pattern| self.short.answer(self, pattern, question))
        {
            return matches;
        }
        self.find(question, pattern.as_ref())
    }

    /// What matches a pattern, and what is the same as the query but for its article.
    pub(super) fn find(&self, question: &Question, pattern: Option<&Pattern>) -> Matches {
        let begun = pattern.and_then(|pattern| Begun::of(self, pattern));
        let mut rows = self.equal(question, begun.as_ref());
        let Some(pattern) = pattern else {
            rows.sort_unstable();
            return Matches {
                total: rows.len(),
                rows,
            };
        };
        // What only has the words behind the article of the query is not among what is counted below.
        let has_words = |owner| {
            let mut names = self.names.of_owner(owner);
            names.any(|name| pattern.edits(self.names.words(name)).is_some())
        };
        let is_other = |row: &&Row| row.closeness == Closeness::ButArticle && !has_words(row.owner);
        let others = match question.query.without_article() {
            Some(_) => rows.iter().filter(is_other).count(),
            None => 0,
        };
        let mut known: SmallVec<[u32; GATHERED]> = rows.iter().map(|row| row.owner).collect();
        if let Some(begun) = begun.filter(|_| rows.len() < question.wanted) {
            let wanted = question.wanted - rows.len();
            let begin = self.first_beginning(question, &begun, &known, wanted);
            rows.extend(
                begin
                    .iter()
                    .map(|owner| Row::typed(Closeness::Begins, *owner)),
            );
            known.extend(begin);
            known.sort_unstable();
        }
        let (mut count, mut last) = (0, None);
        self.each_match(pattern, |name| {
            let owner = self.names.owner(name);
            if last == Some(owner) || !question.shows(self, owner) {
                return;
            }
            last = Some(owner);
            count += 1;
            if rows.len() < question.wanted && known.binary_search(&owner).is_err() {
                rows.push(Row::typed(Closeness::Contains, owner));
            }
        });
        rows.sort_unstable();
        Matches {
            total: count + others,
            rows,
        }
    }

    /// Things that are the text, or are it but for an article, sorted by number.
    fn equal(&self, question: &Question, begun: Option<&Begun>) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        for entry in begun.into_iter().flat_map(Begun::equal) {
            let closeness = match entry.is_without_article {
                true => Closeness::ButArticle,
                false => Closeness::Equal,
            };
            rows.push(Row::typed(closeness, self.names.owner(entry.name)));
        }
        if let Some(rest) = question.query.without_article() {
            let numbers = rest.iter().map(|word| self.dictionary.find(word.meant()));
            let rest: Option<Numbers> = numbers.collect();
            let entries = rest.iter().flat_map(|words| self.named_so(words));
            rows.extend(
                entries
                    .map(|entry| Row::typed(Closeness::ButArticle, self.names.owner(entry.name))),
            );
        }
        rows.retain(|row| question.shows(self, row.owner));
        rows.sort_unstable_by_key(|row| (row.owner, row.closeness));
        rows.dedup_by_key(|row| row.owner);
        rows
    }

    /// The names that are these words and nothing more.
    fn named_so<'a>(&'a self, words: &'a [u32]) -> impl Iterator<Item = Entry> + 'a {
        let run = words.split_last().map(|(last, before)| {
            let last = *last..last + 1;
            self.alphabet.from(&self.names, before, &last)
        });
        run.into_iter().flat_map(|run| run.equal(words))
    }

    /// The first things that begin with the text, without those that are known.
    fn first_beginning(
        &self,
        question: &Question,
        begun: &Begun,
        known: &[u32],
        wanted: usize,
    ) -> Vec<u32> {
        let mut first = First::new(wanted);
        for (words, run) in &begun.runs {
            for entry in run.beginning(&begun.before, words) {
                let owner = self.names.owner(entry.name);
                if first.takes(owner)
                    && known.binary_search(&owner).is_err()
                    && question.shows(self, owner)
                {
                    first.push(owner);
                }
            }
        }
        first.finish()
    }

    /// Every name that matches, ascending.
    fn each_match(&self, pattern: &Pattern, mut visit: impl FnMut(u32)) {
        let size = |choices: &Choices| -> usize {
            choices.iter().map(|choice| self.count(&choice.words)).sum()
        };
        let rarest = (0..pattern.words.len()).min_by_key(|place| size(&pattern.words[*place]));
        let Some(rarest) = rarest else { return };
        let choices = &pattern.words[rarest];
        let others = (pattern.words.iter().enumerate()).filter(|(place, _)| *place != rarest);
        let others = Others::of(others.map(|(_, choices)| choices), self);
        let single = choices.single();
        if let Some(bits) = single.and_then(|words| self.postings.bits_of(words)) {
            let mut joined = [0; BLOCK];
            for (start, bits) in (0..).step_by(BLOCK).zip(bits.chunks(BLOCK)) {
                let joined = &mut joined[..bits.len()];
                joined.copy_from_slice(bits);
                for other in &others.bits {
                    let other = &other[start..start + bits.len()];
                    joined
                        .iter_mut()
                        .zip(other)
                        .for_each(|(one, two)| *one &= two);
                }
                each_bit(start, joined, |name| {
                    if others.have_words(self, name) {
                        visit(name);
                    }
                });
            }
            return;
        }
        let passes = |name: &u32| others.have_bits(*name) && others.have_words(self, *name);
        if let Some(words) = single.filter(|words| words.len() == 1) {
            let names = self.postings.names_of(words).iter().copied();
            names.filter(passes).for_each(visit);
            return;
        }
        let names = choices
            .iter()
            .flat_map(|choice| self.postings.names_of(&choice.words).iter().copied());
        if others.is_empty() && size(choices) > SORTED {
            let mut bits = vec![0; (self.names.len() as usize).div_ceil(64)];
            names.for_each(|name| bits[name as usize / 64] |= 1 << (name % 64));
            each_bit(0, &bits, visit);
            return;
        }
        let mut names: Vec<u32> = names.filter(passes).collect();
        names.sort_unstable();
        names.dedup();
        names.into_iter().for_each(visit);
    }

    fn count(&self, words: &Range<u32>) -> usize {
        self.postings.names_of(words).len()
    }

    /// What matches with at least one edit and no more than so many a word, without those that match as typed.
    pub fn misspelt(&self, question: &Question, most: u32, typed: &[Row]) -> Matches {
        let mut typed: Vec<u32> = typed.iter().map(|row| row.owner).collect();
        typed.sort_unstable();
        let mut best: FxHashMap<u32, (u32, Closeness)> = FxHashMap::default();
        let mut gather = |query: &Query, most: u32, spaces: u32| {
            let choices = |word: &_, is_last| {
                Choices::misspelt(&self.dictionary, &self.typos, word, is_last, most)
            };
            let pattern = Pattern::of(query, choices);
            // Where every word is only itself, all that matches was found as typed.
            let Some(pattern) = pattern.filter(|pattern| spaces > 0 || pattern.has_edits()) else {
                return;
            };
            self.each_match(&pattern, |name| {
                let words = self.names.words(name);
                let edits = pattern.edits(words).unwrap_or_default() + spaces;
                if edits > 0 {
                    let closeness = match pattern.begins(words) {
                        (true, true) => Closeness::Equal,
                        (true, false) => Closeness::Begins,
                        (false, _) => Closeness::Contains,
                    };
                    let found = (edits, closeness);
                    let best = best.entry(self.names.owner(name)).or_insert(found);
                    *best = found.min(*best);
                }
            });
        };
        gather(question.query, most, 0);
        for query in question.query.variants(&*self.dictionary) {
            gather(&query, 0, 1);
        }
        let is_shown =
            |owner: u32| typed.binary_search(&owner).is_err() && question.shows(self, owner);
        let rows = best.into_iter().filter(|(owner, _)| is_shown(*owner));
        let mut rows: Vec<Row> = rows
            .map(|(owner, (edits, closeness))| Row {
                edits,
                closeness,
                owner,
            })
            .collect();
        let total = rows.len();
        rows.sort_unstable();
        rows.truncate(question.wanted);
        Matches { total, rows }
    }
}

/// Where names begin with the very words of a pattern, the last of which may be unfinished.
struct Begun<'a> {
    /// The words before the last one.
    before: Numbers,
    /// For each choice that the last one is, the names from the first one that begins so.
    runs: SmallVec<[(&'a Range<u32>, Run<'a>); 2]>,
    /// All words, if names have the last one too, and the names from the first one that is these words.
    exact: Option<(Numbers, Run<'a>)>,
}

impl<'a> Begun<'a> {
    /// Nothing when a word before the last one is in no name.
    fn of(segment: &'a Segment, pattern: &'a Pattern) -> Option<Begun<'a>> {
        let before = pattern.exact_before_last()?;
        let from = |words: &Range<u32>| segment.alphabet.from(&segment.names, &before, words);
        let last = pattern.words.last()?;
        let runs: SmallVec<[(&Range<u32>, Run); 2]> = (last.iter())
            .map(|choice| (&choice.words, from(&choice.words)))
            .collect();
        let exact = last.exact.map(|last| {
            // A word is the first of those that begin with it.
            let run = runs.iter().find(|(words, _)| words.start == last);
            let mut words = before.clone();
            words.push(last);
            (
                words,
                run.map_or_else(|| from(&(last..last + 1)), |(_, run)| *run),
            )
        });
        Some(Begun {
            before,
            runs,
            exact,
        })
    }

    /// The names that are the words and nothing more.
    fn equal(&self) -> impl Iterator<Item = Entry> {
        let exact = self.exact.iter();
        exact.flat_map(|(words, run)| run.equal(words))
    }
}

/// The words of a pattern but the rarest: a name that has that one has these as well, or does not match.
struct Others<'a> {
    /// Of frequent words a bit for each name.
    bits: SmallVec<[&'a [u64]; 4]>,
    /// All other words.
    words: SmallVec<[&'a Choices; 4]>,
}

impl<'a> Others<'a> {
    fn of(all: impl Iterator<Item = &'a Choices>, segment: &'a Segment) -> Others<'a> {
        let mut others = Others {
            bits: SmallVec::new(),
            words: SmallVec::new(),
        };
        for choices in all {
            let single = choices.single();
            match single.and_then(|words| segment.postings.bits_of(words)) {
                Some(bits) => others.bits.push(bits),
                None => others.words.push(choices),
            }
        }
        others
    }

    fn is_empty(&self) -> bool {
        self.bits.is_empty() && self.words.is_empty()
    }

    fn have_bits(&self, name: u32) -> bool {
        let has = |bits: &&[u64]| bits[name as usize / 64] & (1 << (name % 64)) != 0;
        self.bits.iter().all(has)
    }

    fn have_words(&self, segment: &Segment, name: u32) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let words = segment.names.words(name);
        self.words.iter().all(|choices| choices.are_among(words))
    }
}

/// Visits the numbers of the bits of some words, of which the first is this one.
fn each_bit(first: usize, words: &[u64], mut visit: impl FnMut(u32)) {
    for (place, word) in (small(first)..).zip(words) {
        let mut word = *word;
        while word != 0 {
            visit(place * 64 + word.trailing_zeros());
            word &= word - 1;
        }
    }
}

/// The smallest of many numbers, each once.
struct First {
    wanted: usize,
    numbers: Vec<u32>,
    /// Greater ones are not taken.
    limit: u32,
}

impl First {
    fn new(wanted: usize) -> First {
        First {
            wanted,
            numbers: Vec::new(),
            limit: u32::MAX,
        }
    }

    fn takes(&self, number: u32) -> bool {
        number < self.limit
    }

    fn push(&mut self, number: u32) {
        self.numbers.push(number);
        if self.numbers.len() >= self.wanted.saturating_mul(2).max(GATHERED) {
            self.cut();
        }
    }

    fn cut(&mut self) {
        self.numbers.sort_unstable();
        self.numbers.dedup();
        self.numbers.truncate(self.wanted);
        if self.numbers.len() == self.wanted {
            self.limit = self.numbers.last().copied().unwrap_or(0);
        }
    }

    fn finish(mut self) -> Vec<u32> {
        self.cut();
        self.numbers
    }
}
