//! Names of one kind that change: a segment that never does, and a small one beside it of what changed since.
//!
//! What changed is hidden in the large segment. When much did, both are made one on another thread, and whoever makes the next
//! change takes the new segment over; nobody waits for it.

use std::io::{self, Read, Write};
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::entry::{Named, Shown};
use super::find::Question;
use super::matches::{Hit, Matches, Row};
use super::query::Query;
use super::segment::Segment;

/// After how many changes a new segment is made of all.
const MANY: usize = 500;

/// Things by id; `None` for those that are gone.
type Changes = FxHashMap<i64, Option<Named>>;

/// Things that are found by their names. Clones share everything.
#[derive(Clone, Debug, Default)]
pub(crate) struct Titles {
    base: Arc<Segment>,
    /// What is in the base and changed since, as numbers, sorted.
    hidden: Arc<[u32]>,
    recent: Arc<Segment>,
    /// What changed since the base was made.
    changes: Arc<Changes>,
    making: Option<Making>,
}

/// A segment in the making.
#[derive(Clone, Debug)]
struct Making {
    done: Arc<OnceLock<Arc<Segment>>>,
    /// What changed since it was begun.
    later: Arc<Changes>,
}

/// Where things were found: in the base, or among those that changed.
pub(crate) type Rows = [Vec<Row>; 2];

impl Titles {
    /// These things.
    pub fn of(named: Vec<Named>) -> Titles {
        Titles {
            base: Arc::new(Segment::of(named)),
            ..Titles::default()
        }
    }

    /// The same things by another popularity.
    pub fn rescored(&self, popularity: impl Fn(i64) -> f64) -> Titles {
        let mut titles = Titles {
            base: Arc::new(self.base.rescored(&popularity)),
            ..Titles::default()
        };
        let rescored = |named: &Named| Named {
            popularity: popularity(named.id),
            ..named.clone()
        };
        let changes = self.changes.iter();
        titles.change(changes.map(|(id, named)| (*id, named.as_ref().map(rescored))));
        titles
    }

    /// How many things there are.
    pub fn len(&self) -> usize {
        self.base.len() - self.hidden.len() + self.recent.len()
    }

    /// A thing as it was entered.
    #[cfg(test)]
    pub fn get(&self, id: i64) -> Option<Named> {
        match self.changes.get(&id) {
            Some(named) => named.clone(),
            None => self.base.with_id(id).map(|owner| self.base.named(owner)),
        }
    }

    /// Puts things in place of those with the same ids, or takes those away.
    pub fn change(&mut self, changed: impl IntoIterator<Item = (i64, Option<Named>)>) {
        let changed: Vec<(i64, Option<Named>)> = changed.into_iter().collect();
        if let Some(making) = &mut self.making {
            Arc::make_mut(&mut making.later).extend(changed.iter().cloned());
        }
        Arc::make_mut(&mut self.changes).extend(changed);
        self.take_over();
        let hidden = self.changes.keys().filter_map(|id| self.base.with_id(*id));
        let mut hidden: Vec<u32> = hidden.collect();
        hidden.sort_unstable();
        self.hidden = hidden.into();
        self.recent = Arc::new(Segment::of(
            self.changes.values().flatten().cloned().collect(),
        ));
        if self.changes.len() > MANY && self.making.is_none() {
            self.make();
        }
    }

    /// Uses the segment in the making if it is done.
    fn take_over(&mut self) {
        let done = self.making.as_ref().and_then(|making| making.done.get());
        if let Some(base) = done.cloned()
            && let Some(making) = self.making.take()
        {
            self.base = base;
            self.changes = making.later;
        }
    }

    /// Begins to make a segment of all.
    fn make(&mut self) {
        let done = Arc::<OnceLock<Arc<Segment>>>::default();
        let (base, changes) = (Arc::clone(&self.base), Arc::clone(&self.changes));
        let slot = Arc::clone(&done);
        let work = move || {
            // Fails only if it was set before.
            let _ = slot.set(Arc::new(join(&base, &changes)));
        };
        let thread = std::thread::Builder::new().name("titles".to_owned());
        match thread.spawn(work) {
            Ok(_) => {
                self.making = Some(Making {
                    done,
                    later: Arc::default(),
                });
            }
            Err(error) => {
                tracing::warn!(%error, "cannot make the search index anew; the next change tries again");
            }
        }
    }

    /// What matches as typed, and where.
    pub fn typed(&self, query: &Query, shown: &Shown, wanted: usize) -> (usize, Vec<Hit>, Rows) {
        self.ask(query, shown, wanted, |segment, question, _| {
            segment.typed(question)
        })
    }

    /// What matches with at least one edit and no more than so many a word, without what was found as typed.
    pub fn misspelt(
        &self,
        query: &Query,
        shown: &Shown,
        wanted: usize,
        most: u32,
        typed: &Rows,
    ) -> (usize, Vec<Hit>, Rows) {
        self.ask(query, shown, wanted, |segment, question, place| {
            segment.misspelt(question, most, &typed[place])
        })
    }

    fn ask(
        &self,
        query: &Query,
        shown: &Shown,
        wanted: usize,
        answer: impl Fn(&Segment, &Question, usize) -> Matches,
    ) -> (usize, Vec<Hit>, Rows) {
        let (mut total, mut hits, mut found) = (0, Vec::new(), Rows::default());
        let segments: [(&Segment, &[u32]); 2] = [(&self.base, &self.hidden), (&self.recent, &[])];
        for (place, (segment, hidden)) in segments.into_iter().enumerate() {
            let question = Question {
                query,
                shown,
                hidden,
                wanted,
            };
            if segment.len() == 0 {
                continue;
            }
            let matches = answer(segment, &question, place);
            total += matches.total;
            hits.extend(matches.rows.iter().map(|row| Hit {
                edits: row.edits,
                closeness: row.closeness,
                fame: segment.owners.fame(row.owner),
            }));
            found[place] = matches.rows;
        }
        (total, hits, found)
    }

    /// Writes it, as one segment.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        match self.changes.is_empty() {
            true => self.base.write(out),
            false => join(&self.base, &self.changes).write(out),
        }
    }

    /// Reads what was written.
    pub fn read(input: &mut impl Read) -> io::Result<Titles> {
        Ok(Titles {
            base: Arc::new(Segment::read(input)?),
            ..Titles::default()
        })
    }

    #[cfg(test)]
    pub fn is_making(&self) -> bool {
        self.making.is_some()
    }

    /// Waits for the segment in the making.
    #[cfg(test)]
    pub fn finish_making(&self) {
        if let Some(making) = &self.making {
            making.done.wait();
        }
    }

    /// How many bytes it takes, without what changed since it was built.
    pub fn bytes(&self) -> usize {
        self.base.bytes()
    }
}

/// A segment of what is in another and did not change, and of what did.
fn join(base: &Segment, changes: &Changes) -> Segment {
    Segment::of(joined(base, changes).collect())
}

/// What is in a segment and did not change, and what did.
fn joined<'a>(base: &'a Segment, changes: &'a Changes) -> impl Iterator<Item = Named> + 'a {
    let owners = 0..super::small(base.len());
    let kept = owners
        .map(|owner| base.named(owner))
        .filter(|named| !changes.contains_key(&named.id));
    kept.chain(changes.values().flatten().cloned())
}
