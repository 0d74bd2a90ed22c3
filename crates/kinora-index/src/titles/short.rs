//! Answers that are kept ready: to beginnings of one to three letters that very many names have. They are asked for by everybody
//! who begins to type, and would take longest.

use std::io::{self, Read, Write};

use super::entry::Shown;
use super::find::Question;
use super::matches::{Closeness, Matches, Row};
use super::pattern::{Choices, Pattern};
use super::postings::{beginnings, pack};
use super::query::Query;
use super::segment::Segment;
use super::small;
use crate::stored::{read_list, write_list};

/// From how many names on an answer is kept ready.
const MANY: usize = 2_000;
/// How many rows of an answer are kept: a page, and some more in case a few of them are gone.
const ROWS: usize = 40;
/// How many of the rows may be gone before the answer is worked out anew.
const GONE: usize = 2_000;

/// Answers by the range of words that begin so, without and with adult things.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Short {
    /// The ranges, sorted.
    ranges: Vec<u64>,
    /// How many things match, two numbers for each range.
    totals: Vec<u32>,
    /// Where the rows of each answer begin, two for each range and one more.
    starts: Vec<u32>,
    closeness: Vec<u8>,
    owners: Vec<u32>,
}

const CLOSENESS: [Closeness; 4] = [
    Closeness::Equal,
    Closeness::ButArticle,
    Closeness::Begins,
    Closeness::Contains,
];

impl Short {
    /// Works the answers of a segment out.
    pub fn of(segment: &Segment) -> Short {
        let many = |range: &_| segment.postings.names_of(range).len() >= MANY;
        let mut ranges: Vec<_> = beginnings(&segment.dictionary).filter(many).collect();
        ranges.sort_unstable_by_key(pack);
        ranges.dedup();
        let mut short = Short {
            starts: vec![0],
            ..Short::default()
        };
        for range in ranges {
            let Some(query) = beginning(segment, range.clone()) else {
                continue;
            };
            let pattern = Pattern::of(&query, |word, is_last| {
                Choices::typed(&segment.dictionary, word, is_last)
            });
            // Of a numeral such as `x` also the number is meant.
            if pattern
                .as_ref()
                .and_then(|pattern| pattern.words[0].single())
                != Some(&range)
            {
                continue;
            }
            short.ranges.push(pack(&range));
            for include_adult in [false, true] {
                let question = Question {
                    query: &query,
                    shown: &Shown {
                        include_adult,
                        ..Shown::default()
                    },
                    hidden: &[],
                    wanted: ROWS,
                };
                let matches = segment.find(&question, pattern.as_ref());
                short.totals.push(small(matches.total));
                for row in matches.rows.iter().take(ROWS) {
                    short.closeness.push(row.closeness as u8);
                    short.owners.push(row.owner);
                }
                short.starts.push(small(short.owners.len()));
            }
        }
        short
    }

    /// The answer to a question, if it is one of these.
    pub fn answer(
        &self,
        segment: &Segment,
        pattern: &Pattern,
        question: &Question,
    ) -> Option<Matches> {
        let [choices] = pattern.words.as_slice() else {
            return None;
        };
        if question.wanted > ROWS || question.shown.asks_for_years() || question.hidden.len() > GONE
        {
            return None;
        }
        let place = self.ranges.binary_search(&pack(choices.single()?)).ok()?;
        let place = place * 2 + usize::from(question.shown.include_adult);
        let rows = self.starts[place] as usize..self.starts[place + 1] as usize;
        let total = self.totals[place] as usize;
        let is_cut = rows.len() < total;
        let rows = self.owners[rows.clone()].iter().zip(&self.closeness[rows]);
        let rows =
            rows.map(|(owner, closeness)| Row::typed(CLOSENESS[usize::from(*closeness)], *owner));
        let mut rows: Vec<Row> = rows
            .filter(|row| question.hidden.binary_search(&row.owner).is_err())
            .collect();
        if is_cut && rows.len() < question.wanted {
            return None;
        }
        rows.truncate(question.wanted);
        let gone = question.hidden.iter().filter(|owner| {
            let is_counted = question.shown.include_adult || !segment.owners.is_adult(**owner);
            let mut names = segment.names.of_owner(**owner);
            is_counted && names.any(|name| pattern.edits(segment.names.words(name)).is_some())
        });
        Some(Matches {
            total: total - gone.count(),
            rows,
        })
    }

    /// How many bytes it takes.
    pub fn bytes(&self) -> usize {
        let numbers = self.totals.len() + self.starts.len() + self.owners.len();
        self.ranges.len() * 8 + numbers * 4 + self.closeness.len()
    }

    /// Writes it.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        write_list(out, &self.ranges)?;
        write_list(out, &self.totals)?;
        write_list(out, &self.starts)?;
        write_list(out, &self.closeness)?;
        write_list(out, &self.owners)
    }

    /// Reads what was written.
    pub fn read(input: &mut impl Read) -> io::Result<Short> {
        Ok(Short {
            ranges: read_list(input)?,
            totals: read_list(input)?,
            starts: read_list(input)?,
            closeness: read_list(input)?,
            owners: read_list(input)?,
        })
    }
}

/// The longest beginning that all words of a range have, and no others.
fn beginning(segment: &Segment, range: std::ops::Range<u32>) -> Option<Query> {
    let text = segment.dictionary.text(range.start);
    let ends = text
        .char_indices()
        .map(|(start, letter)| start + letter.len_utf8());
    let mut beginnings = ends.map(|end| &text[..end]);
    let beginning =
        beginnings.find(|beginning| segment.dictionary.beginning(beginning) == range)?;
    Query::of(beginning)
}
