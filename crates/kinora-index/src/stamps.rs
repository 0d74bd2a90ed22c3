//! When things changed: what tells whether an answer that was made before is still the right one.
//!
//! A clock counts changes. Every entity has a slot, found by hashing its name, that holds the time of its last change. An
//! answer notes the time before anything is read for it, and keeps the slots of what it was made of:
//!
//! ```text
//! noted 7      slots of the answer   movie 11: 3   person 5: 7   company 2: 1      good: none is later than 7
//! a person is renamed at 8           movie 11: 3   person 5: 8   company 2: 1      to be made again
//! ```
//!
//! Nothing has to be found and removed when something changes. An answer that was being made meanwhile noted a time before
//! the change, so it is never taken for a later one. Two entities that share a slot, like a crash, cost an answer that is made
//! once more than needed.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use kinora_model::EntityKey;
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};

/// How many slots there are.
const SLOTS: usize = 1 << 16;
/// The slot of what lists find, which is no entity.
const LISTS: u16 = 0;
/// How often lists change at most: with many edits a second they would never be kept otherwise.
const LISTS_REST: Duration = Duration::from_secs(1);
/// An answer made of more than this is made again whenever anything changes.
const LARGEST_BASIS: usize = 4_096;

/// When each thing last changed.
pub struct Stamps {
    now: AtomicU64,
    /// When everything last changed.
    everything: AtomicU64,
    slots: Box<[AtomicU64]>,
    lists: Mutex<Lists>,
}

/// What lists wait for.
#[derive(Default)]
struct Lists {
    changed_at: Option<Instant>,
    is_due: bool,
}

impl Default for Stamps {
    fn default() -> Stamps {
        Stamps {
            now: AtomicU64::default(),
            everything: AtomicU64::default(),
            slots: (0..SLOTS).map(|_| AtomicU64::default()).collect(),
            lists: Mutex::default(),
        }
    }
}

impl Stamps {
    /// The time by this clock; to be noted before anything is read.
    pub fn now(&self) -> u64 {
        self.now.load(Ordering::Acquire)
    }

    /// These entities changed. Whatever is changed outside of the feed (a rating, a list) is told here after it was written,
    /// and before the writer is answered.
    pub fn touch(&self, keys: impl IntoIterator<Item = EntityKey>) {
        let _writing = self.writing();
        let slots = keys.into_iter().map(slot);
        self.touch_slots(slots);
    }

    /// Everything may have changed.
    pub fn touch_everything(&self) {
        let mut lists = self.writing();
        let next = self.now() + 1;
        self.everything.store(next, Ordering::Release);
        self.now.store(next, Ordering::Release);
        lists.is_due = false;
    }

    /// What lists find changed; they are told by the next [`settle`](Stamps::settle).
    pub(crate) fn lists_changed(&self) {
        self.writing().is_due = true;
    }

    /// Tells lists of changes that they were not told of, unless they have been told of others within a second.
    pub(crate) fn settle(&self, at: Instant) {
        let mut lists = self.writing();
        let is_resting = lists
            .changed_at
            .is_some_and(|changed| at.saturating_duration_since(changed) < LISTS_REST);
        if lists.is_due && !is_resting {
            (lists.changed_at, lists.is_due) = (Some(at), false);
            self.touch_slots([LISTS]);
        }
    }

    /// Held by the one who changes something, so that the clock counts every change.
    fn writing(&self) -> MutexGuard<'_, Lists> {
        self.lists.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The clock moves last: who sees the new time sees the slots.
    fn touch_slots(&self, slots: impl IntoIterator<Item = u16>) {
        let next = self.now() + 1;
        for slot in slots {
            self.slots[usize::from(slot)].store(next, Ordering::Release);
        }
        self.now.store(next, Ordering::Release);
    }

    /// When the last change of something in a basis was.
    fn last_change(&self, basis: &Basis) -> u64 {
        let Some(slots) = &basis.0 else {
            return self.now();
        };
        let slots = slots.iter().map(|slot| &self.slots[usize::from(*slot)]);
        let stamps = slots.chain([&self.everything]);
        stamps
            .map(|stamp| stamp.load(Ordering::Acquire))
            .max()
            .unwrap_or_default()
    }
}

/// The slot of an entity.
fn slot(key: EntityKey) -> u16 {
    let mut hasher = FxHasher::default();
    key.hash(&mut hasher);
    let others = SLOTS as u64 - 1;
    u16::try_from(hasher.finish() % others + 1).unwrap_or(u16::MAX)
}

/// What an answer was made of; everything, unless it says so.
#[derive(Clone, Debug, Default)]
pub struct Basis(Option<Vec<u16>>);

impl Basis {
    /// These entities, beside what was named before.
    pub fn add(&mut self, keys: impl IntoIterator<Item = EntityKey>) {
        let slots = self.0.get_or_insert_default();
        slots.extend(keys.into_iter().map(slot));
    }

    /// What lists find: search, discover, ranked lists, similar titles.
    pub fn add_lists(&mut self) {
        self.0.get_or_insert_default().push(LISTS);
    }
}

/// When an answer was made, and of what.
#[derive(Debug)]
pub struct Stamp {
    noted: u64,
    basis: Basis,
    /// The last time at which it was good.
    seen_good: AtomicU64,
}

impl Stamp {
    /// The stamp of an answer for which the time was `noted` before anything was read.
    pub fn new(noted: u64, basis: Basis) -> Stamp {
        let basis = basis.0.map(|mut slots| {
            slots.sort_unstable();
            slots.dedup();
            slots.shrink_to_fit();
            slots
        });
        Stamp {
            noted,
            basis: Basis(basis.filter(|slots| slots.len() <= LARGEST_BASIS)),
            seen_good: AtomicU64::new(noted),
        }
    }

    /// Whether nothing that the answer was made of changed since. Costs one comparison where nothing at all did.
    pub fn is_good(&self, stamps: &Stamps) -> bool {
        let now = stamps.now();
        if self.seen_good.load(Ordering::Relaxed) == now {
            return true;
        }
        let is_good = stamps.last_change(&self.basis) <= self.noted;
        if is_good {
            self.seen_good.store(now, Ordering::Relaxed);
        }
        is_good
    }

    /// How much memory it takes beside itself, in bytes.
    pub fn size(&self) -> usize {
        self.basis.0.as_ref().map_or(0, |slots| 2 * slots.len())
    }
}

#[cfg(test)]
mod tests {
    use kinora_model::Kind;

    use super::*;

    fn movie(id: i64) -> EntityKey {
        EntityKey::new(Kind::Movie, id)
    }

    fn made_of(stamps: &Stamps, keys: &[EntityKey]) -> Stamp {
        let mut basis = Basis::default();
        basis.add(keys.iter().copied());
        Stamp::new(stamps.now(), basis)
    }

    #[test]
    fn an_answer_is_good_until_something_in_it_changes() {
        let stamps = Stamps::default();
        let answer = made_of(&stamps, &[movie(1), movie(2)]);

        stamps.touch([movie(3)]);
        assert!(answer.is_good(&stamps));
        assert!(answer.is_good(&stamps));

        stamps.touch([movie(4), movie(2)]);
        assert!(!answer.is_good(&stamps));
        assert!(made_of(&stamps, &[movie(2)]).is_good(&stamps));
    }

    #[test]
    fn an_answer_begun_before_a_change_is_never_good_after_it() {
        let stamps = Stamps::default();
        let noted = stamps.now();
        stamps.touch([movie(1)]);

        let mut basis = Basis::default();
        basis.add([movie(1)]);

        assert!(!Stamp::new(noted, basis).is_good(&stamps));
    }

    #[test]
    fn everything_changes_every_answer() {
        let stamps = Stamps::default();
        let answers = [made_of(&stamps, &[movie(1)]), made_of(&stamps, &[])];

        stamps.touch_everything();

        assert!(answers.iter().all(|answer| !answer.is_good(&stamps)));
    }

    #[test]
    fn what_does_not_say_what_it_is_made_of_is_made_of_everything() {
        let stamps = Stamps::default();
        let answer = Stamp::new(stamps.now(), Basis::default());
        let many: Vec<EntityKey> = (0..20_000).map(movie).collect();
        let large = made_of(&stamps, &many);
        assert!(answer.is_good(&stamps) && large.is_good(&stamps));

        stamps.touch([EntityKey::new(Kind::Person, 1)]);

        assert!(!answer.is_good(&stamps) && !large.is_good(&stamps));
    }

    #[test]
    fn lists_change_at_most_once_a_second() {
        let stamps = Stamps::default();
        let began = Instant::now();
        let list = || {
            let mut basis = Basis::default();
            basis.add_lists();
            Stamp::new(stamps.now(), basis)
        };
        let tell = |milliseconds| {
            let list = list();
            stamps.settle(began + Duration::from_millis(milliseconds));
            !list.is_good(&stamps)
        };

        assert!(!tell(0), "nothing changed");
        stamps.lists_changed();
        assert!(tell(100), "the first change is told at once");
        stamps.lists_changed();
        assert!(!tell(900), "the next one waits");
        assert!(tell(1_100), "and is told");
        assert!(!tell(5_000), "once");
    }
}
