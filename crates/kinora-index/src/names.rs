//! The names by which entities are found.
//!
//! The names of a kind are kept in blocks of neighbouring ids, each with a dictionary of its words. A search asks every
//! block, which is quick, and an edit makes one block anew, which is quick as well.
//!
//! ```text
//! text    the matrix|matrix|blade runner|runner     folded names, one after the other
//! names   3: 0..10   3: 10..16   7: 16..28   9: 28..34
//! words   blade -> [2]   matrix -> [0, 1]   runner -> [2, 3]   the -> [0]
//! ```

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::ops::Range;
use std::sync::Arc;

use kinora_model::Kind;
use kinora_store::Card;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::stored::{read_list, read_text, write_list, write_text};

/// How many ids a block spans, as a power of two.
const BLOCK_BITS: u32 = 13;

/// An entity with its names.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Named {
    /// Its id.
    pub id: i64,
    /// The daily score.
    pub popularity: f64,
    /// How many ratings.
    pub vote_count: i64,
    /// Whether it is pornographic.
    pub is_adult: bool,
    /// Its names, folded.
    pub names: Vec<String>,
}

impl Named {
    /// An entity with its statistics and without names.
    pub fn new(card: &Card) -> Named {
        Named {
            id: card.record.key.id,
            popularity: card.stat.popularity,
            vote_count: card.stat.vote_count,
            ..Named::default()
        }
    }
}

/// What is looked for: words, of which the last may be the beginning of one.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    text: String,
}

impl Words {
    /// The words of a folded text; `None` when there are none.
    pub fn of(text: String) -> Option<Words> {
        (!text.is_empty()).then_some(Words { text })
    }

    fn last(&self) -> &str {
        self.text.rsplit(' ').next().unwrap_or_default()
    }

    fn whole(&self) -> impl Iterator<Item = &str> {
        let before_last = self.text.rsplit_once(' ').map(|(before, _)| before);
        before_last.into_iter().flat_map(|words| words.split(' '))
    }

    /// How well a name matches, if every word is in it.
    pub fn closeness(&self, name: &str) -> Option<Closeness> {
        if let Some(rest) = name.strip_prefix(self.text.as_str()) {
            let is_equal = rest.is_empty();
            return Some(if is_equal {
                Closeness::Equal
            } else {
                Closeness::Begins
            });
        }
        let mut words = self.whole();
        let has = |word: &str| name.split(' ').any(|own| own == word);
        let matches = words.all(has) && name.split(' ').any(|own| own.starts_with(self.last()));
        matches.then_some(Closeness::Contains)
    }
}

/// How close a name is to what is looked for, the closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Closeness {
    /// It is the same.
    Equal,
    /// It begins with it.
    Begins,
    /// It has every word.
    Contains,
}

/// The names of all kinds. Clones share everything until they change.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    blocks: BTreeMap<(Kind, i64), Arc<Block>>,
}

impl Names {
    /// Every entity of a kind with a name that matches, with its closest one.
    pub fn find<'a>(
        &'a self,
        kind: Kind,
        words: &'a Words,
    ) -> impl Iterator<Item = (&'a Owner, Closeness)> {
        let blocks = self.blocks.range((kind, i64::MIN)..=(kind, i64::MAX));
        blocks.flat_map(|(_, block)| block.find(words))
    }

    /// Puts entities of a kind in place of those with the same ids, or takes those away.
    pub fn set(&mut self, kind: Kind, changes: impl IntoIterator<Item = (i64, Option<Named>)>) {
        let mut by_block: FxHashMap<i64, (FxHashSet<i64>, Vec<Named>)> = FxHashMap::default();
        for (id, named) in changes {
            let (ids, all) = by_block.entry(id >> BLOCK_BITS).or_default();
            ids.insert(id);
            all.extend(named.filter(|named| !named.names.is_empty()));
        }
        for (number, (ids, mut all)) in by_block {
            let old = self.blocks.remove(&(kind, number));
            all.extend(
                old.iter()
                    .flat_map(|block| block.named())
                    .filter(|named| !ids.contains(&named.id)),
            );
            if !all.is_empty() {
                self.blocks
                    .insert((kind, number), Arc::new(Block::new(all)));
            }
        }
    }
}

impl Names {
    /// Writes them to a file.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        for kind in Kind::ALL {
            let blocks = self.blocks.range((kind, i64::MIN)..=(kind, i64::MAX));
            let blocks: Vec<(i64, &Block)> = blocks
                .map(|((_, number), block)| (*number, &**block))
                .collect();
            let numbers: Vec<i64> = blocks.iter().map(|(number, _)| *number).collect();
            write_list(out, &numbers)?;
            for (_, block) in blocks {
                block.write(out)?;
            }
        }
        Ok(())
    }

    /// Reads what [`write`](Names::write) wrote.
    pub fn read(input: &mut impl Read) -> io::Result<Names> {
        let mut names = Names::default();
        for kind in Kind::ALL {
            for number in read_list(input)? {
                let block = Arc::new(Block::read_from(input)?);
                names.blocks.insert((kind, number), block);
            }
        }
        Ok(names)
    }
}

/// An entity to which names belong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Owner {
    /// Its id.
    pub id: i64,
    /// The daily score.
    pub popularity: f64,
    /// How many ratings.
    pub vote_count: i64,
    /// Whether it is pornographic.
    pub is_adult: bool,
}

/// A place in the text of a block.
#[derive(Clone, Copy, Debug)]
struct Span {
    start: u32,
    end: u32,
}

#[derive(Debug, Default)]
struct Block {
    text: String,
    owners: Vec<Owner>,
    /// Names, in the order of their owners, with the places of the owners.
    names: Vec<(u32, Span)>,
    /// Different words, sorted, with the place of the first of their names in `postings`.
    words: Vec<(Span, u32)>,
    /// Places of names, word by word.
    postings: Vec<u32>,
}

fn small(number: usize) -> u32 {
    u32::try_from(number).expect("the names of a block are far shorter than 4 GiB")
}

impl Block {
    fn new(mut named: Vec<Named>) -> Block {
        named.sort_unstable_by_key(|named| named.id);
        let mut block = Block::default();
        for Named {
            id,
            popularity,
            vote_count,
            is_adult,
            names,
        } in named
        {
            for name in names {
                let start = small(block.text.len());
                block.text.push_str(&name);
                let end = small(block.text.len());
                block
                    .names
                    .push((small(block.owners.len()), Span { start, end }));
            }
            block.owners.push(Owner {
                id,
                popularity,
                vote_count,
                is_adult,
            });
        }
        block.index_words();
        block
    }

    fn index_words(&mut self) {
        let mut words: Vec<(Span, u32)> = Vec::new();
        for (place, (_, name)) in self.names.iter().enumerate() {
            let mut start = name.start;
            for word in self.read(*name).split(' ') {
                let end = start + small(word.len());
                words.push((Span { start, end }, small(place)));
                start = end + 1;
            }
        }
        words.sort_unstable_by(|(one, first), (two, second)| {
            let by_word = self.read(*one).cmp(self.read(*two));
            by_word.then(first.cmp(second))
        });
        let postings = words.iter().map(|(_, name)| *name).collect();
        let mut different: Vec<(Span, u32)> = Vec::new();
        for (place, (word, _)) in words.into_iter().enumerate() {
            let last = different.last().map(|(last, _)| self.read(*last));
            if last != Some(self.read(word)) {
                different.push((word, small(place)));
            }
        }
        self.words = different;
        self.postings = postings;
    }

    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        write_text(out, &self.text)?;
        let owners = self.owners.iter();
        write_list(
            out,
            &owners.clone().map(|owner| owner.id).collect::<Vec<_>>(),
        )?;
        write_list(
            out,
            &owners
                .clone()
                .map(|owner| owner.popularity)
                .collect::<Vec<_>>(),
        )?;
        write_list(
            out,
            &owners
                .clone()
                .map(|owner| owner.vote_count)
                .collect::<Vec<_>>(),
        )?;
        write_list(
            out,
            &owners
                .map(|owner| u8::from(owner.is_adult))
                .collect::<Vec<_>>(),
        )?;
        let flat = |(first, span): &(u32, Span)| [*first, span.start, span.end];
        write_list(out, &self.names.iter().flat_map(flat).collect::<Vec<_>>())?;
        let flat = |(span, first): &(Span, u32)| [span.start, span.end, *first];
        write_list(out, &self.words.iter().flat_map(flat).collect::<Vec<_>>())?;
        write_list(out, &self.postings)
    }

    fn read_from(input: &mut impl Read) -> io::Result<Block> {
        let text = read_text(input)?;
        let (ids, popularity) = (read_list::<i64>(input)?, read_list::<f64>(input)?);
        let (votes, adult) = (read_list::<i64>(input)?, read_list::<u8>(input)?);
        let owners = ids
            .into_iter()
            .zip(popularity)
            .zip(votes.into_iter().zip(adult));
        let owners = owners.map(|((id, popularity), (vote_count, is_adult))| Owner {
            id,
            popularity,
            vote_count,
            is_adult: is_adult != 0,
        });
        let span = |start, end| Span { start, end };
        let names = read_list::<u32>(input)?;
        let names = names
            .chunks_exact(3)
            .map(|flat| (flat[0], span(flat[1], flat[2])));
        let words = read_list::<u32>(input)?;
        let words = words
            .chunks_exact(3)
            .map(|flat| (span(flat[0], flat[1]), flat[2]));
        Ok(Block {
            text,
            owners: owners.collect(),
            names: names.collect(),
            words: words.collect(),
            postings: read_list(input)?,
        })
    }

    fn read(&self, span: Span) -> &str {
        &self.text[span.start as usize..span.end as usize]
    }

    /// The entities with their names, to make another block of.
    fn named(&self) -> impl Iterator<Item = Named> {
        let names = self.names.chunk_by(|(one, _), (two, _)| one == two);
        names.map(|names| {
            let owner = self.owners[names[0].0 as usize];
            Named {
                id: owner.id,
                popularity: owner.popularity,
                vote_count: owner.vote_count,
                is_adult: owner.is_adult,
                names: names
                    .iter()
                    .map(|(_, span)| self.read(*span).to_owned())
                    .collect(),
            }
        })
    }

    fn find<'a>(&'a self, words: &'a Words) -> impl Iterator<Item = (&'a Owner, Closeness)> {
        let mut found: Vec<(u32, Closeness)> = Vec::new();
        for place in self.candidates(words) {
            let (owner, span) = self.names[place as usize];
            if let Some(closeness) = words.closeness(self.read(span)) {
                match found.last_mut() {
                    Some((last, closest)) if *last == owner => *closest = closeness.min(*closest),
                    _ => found.push((owner, closeness)),
                }
            }
        }
        let owner = |(owner, closeness)| (&self.owners[owner as usize], closeness);
        found.into_iter().map(owner)
    }

    /// The names with the rarest of the words, in order.
    fn candidates(&self, words: &Words) -> Vec<u32> {
        let exact = words
            .whole()
            .map(|word| self.names_with(self.words_where(word, false)));
        let last = self.names_with(self.words_where(words.last(), true));
        let rarest = exact.chain([last]).min_by_key(|names| names.len());
        let mut names = rarest.unwrap_or_default().to_vec();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The places of the words that are this one, or begin so.
    fn words_where(&self, wanted: &str, is_beginning: bool) -> Range<usize> {
        let word = |span: &Span| self.read(*span);
        let start = self.words.partition_point(|(span, _)| word(span) < wanted);
        let matches = |span: &Span| {
            if is_beginning {
                word(span).starts_with(wanted)
            } else {
                word(span) == wanted
            }
        };
        let length = self.words[start..].partition_point(|(span, _)| matches(span));
        start..start + length
    }

    fn names_with(&self, words: Range<usize>) -> &[u32] {
        let first = |place: usize| {
            let word = self.words.get(place);
            word.map_or(self.postings.len(), |(_, first)| *first as usize)
        };
        &self.postings[first(words.start)..first(words.end)]
    }
}
