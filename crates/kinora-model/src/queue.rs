//! Queues: what an account wants to watch next, in order, on discs or at once. What can be had in which form is an *offer*.

use crate::key::EntityKey;

/// Which queue. The number is what the store writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QueueKind {
    /// Titles that are wanted on discs.
    Disc = 0,
    /// Titles that are wanted at once.
    Instant = 1,
}

impl QueueKind {
    /// Both: `ALL[n]` is stored as `n`.
    pub const ALL: [QueueKind; 2] = [QueueKind::Disc, QueueKind::Instant];

    /// The queue with this stored number.
    pub fn from_number(number: i64) -> Option<QueueKind> {
        QueueKind::ALL
            .into_iter()
            .find(|kind| *kind as i64 == number)
    }

    /// The word for it, as paths have it.
    pub const fn name(self) -> &'static str {
        match self {
            QueueKind::Disc => "disc",
            QueueKind::Instant => "instant",
        }
    }

    /// The formats of the queue, the better one first.
    pub const fn formats(self) -> &'static [Format] {
        match self {
            QueueKind::Disc => &[Format::BluRay, Format::Dvd],
            QueueKind::Instant => &[Format::Instant],
        }
    }
}

/// The form in which a title is had. The number is what the store writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// A DVD.
    Dvd = 0,
    /// A Blu-ray disc.
    BluRay = 1,
    /// Over the network, at once.
    Instant = 2,
}

impl Format {
    /// Every format: `ALL[n]` is stored as `n`.
    pub const ALL: [Format; 3] = [Format::Dvd, Format::BluRay, Format::Instant];

    /// The format with this stored number.
    pub fn from_number(number: i64) -> Option<Format> {
        Format::ALL
            .into_iter()
            .find(|format| *format as i64 == number)
    }

    /// The term for it.
    pub const fn name(self) -> &'static str {
        match self {
            Format::Dvd => "DVD",
            Format::BluRay => "Blu-ray",
            Format::Instant => "Instant",
        }
    }

    /// The format of a term, in any case.
    pub fn parse(term: &str) -> Option<Format> {
        let mut formats = Format::ALL.into_iter();
        formats.find(|format| format.name().eq_ignore_ascii_case(term))
    }

    /// The queue that it belongs to.
    pub const fn queue(self) -> QueueKind {
        match self {
            Format::Dvd | Format::BluRay => QueueKind::Disc,
            Format::Instant => QueueKind::Instant,
        }
    }
}

/// Whether a title can be had in a format; a later one is a better one. Times are milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Offer {
    /// It cannot, and will not.
    Never,
    /// It will, from a time on that may be unknown.
    Awaited(Option<i64>),
    /// It can, for as long as it is said.
    Available {
        /// Since when, if that is known.
        from: Option<i64>,
        /// Until when, if that is known.
        until: Option<i64>,
    },
}

impl Offer {
    /// It can be had, without any dates.
    pub const UNDATED: Offer = Offer::Available {
        from: None,
        until: None,
    };

    /// What it is at a time: what was awaited may have come, what was there may have gone.
    pub fn at(self, now: i64) -> Offer {
        match self {
            Offer::Awaited(Some(from)) if from <= now => Offer::Available {
                from: Some(from),
                until: None,
            },
            Offer::Available {
                from: Some(from), ..
            } if from > now => Offer::Awaited(Some(from)),
            Offer::Available {
                until: Some(until), ..
            } if until <= now => Offer::Never,
            other => other,
        }
    }
}

/// The offers of a title, one for each format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offers([Offer; Format::ALL.len()]);

impl Offers {
    /// These offers, in the order of [`Format::ALL`].
    pub const fn new(offers: [Offer; Format::ALL.len()]) -> Offers {
        Offers(offers)
    }

    /// The offer in a format.
    pub const fn of(&self, format: Format) -> Offer {
        self.0[format as usize]
    }

    /// Puts an offer in place.
    pub fn set(&mut self, format: Format, offer: Offer) {
        self.0[format as usize] = offer;
    }

    /// The formats in which it is or will be had, of a queue, the better one first.
    pub fn formats(&self, kind: QueueKind) -> impl Iterator<Item = Format> {
        let formats = kind.formats().iter().copied();
        formats.filter(|format| self.of(*format) != Offer::Never)
    }
}

/// A title in a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// A movie or an episode.
    pub title: EntityKey,
    /// The form in which it is wanted.
    pub format: Format,
    /// When it was put there or moved, milliseconds since 1970.
    pub updated_at: i64,
}

/// A queue as it is: what is available, in order, and what is saved until it will be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    /// Rises with every change.
    pub version: i64,
    /// When it changed last, milliseconds since 1970.
    pub changed_at: i64,
    /// Titles that can be had; the place in the list is the position.
    pub available: Vec<Entry>,
    /// Titles that cannot be had yet.
    pub saved: Vec<Entry>,
}

impl Queue {
    /// The most titles that a queue holds.
    pub const MOST: usize = 500;

    /// How many titles there are.
    pub fn len(&self) -> usize {
        self.available.len() + self.saved.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The mark of this state, which clients send back: a number, 0 for an empty queue.
    pub fn etag(&self) -> i64 {
        match self.is_empty() {
            true => 0,
            false => self.version,
        }
    }

    /// Where a title is.
    pub fn find(&self, title: EntityKey) -> Option<Place> {
        let among = |list: &[Entry]| list.iter().position(|entry| entry.title == title);
        let available = among(&self.available).map(|index| Place::Available(index + 1));
        available.or_else(|| among(&self.saved).map(|_| Place::Saved))
    }

    /// The entry of a title.
    pub fn entry(&self, title: EntityKey) -> Option<&Entry> {
        let mut entries = self.available.iter().chain(&self.saved);
        entries.find(|entry| entry.title == title)
    }
}

/// Where a title is in a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Among those that can be had, at a position that counts from 1.
    Available(usize),
    /// Among those that cannot be had yet.
    Saved,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offer_comes_and_goes_with_time() {
        let lent = Offer::Available {
            from: Some(10),
            until: Some(20),
        };

        assert_eq!(lent.at(5), Offer::Awaited(Some(10)));
        assert_eq!(lent.at(10), lent);
        assert_eq!(lent.at(20), Offer::Never);
        assert_eq!(Offer::Awaited(None).at(99), Offer::Awaited(None));
        assert_ne!(Offer::Awaited(Some(10)).at(10), Offer::Awaited(Some(10)));
    }

    #[test]
    fn an_empty_queue_has_the_mark_zero() {
        let mut queue = Queue {
            version: 7,
            ..Queue::default()
        };

        assert_eq!(queue.etag(), 0);
        queue.saved.push(Entry {
            title: EntityKey::new(crate::Kind::Movie, 1),
            format: Format::Dvd,
            updated_at: 0,
        });
        assert_eq!(queue.etag(), 7);
        assert_eq!(queue.find(queue.saved[0].title), Some(Place::Saved));
    }
}
