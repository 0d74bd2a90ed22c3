//! Everything that is derived from the truth: lists, discover, search, similar titles.
//!
//! An [`Index`] follows the feed of a [`Store`] and keeps a [`Snapshot`] in memory, which answers every question at once and
//! never changes. After edits a new snapshot is made that shares with the one before all columns, and holds beside them the
//! entries that changed; after a bulk load everything is built anew. Readers keep the snapshot that they have, so that what they ask it fits
//! together.
//!
//! Discover is answered from columns: titles numbered by popularity, with sets of rows for what they have. What an entry must be
//! to pass a filter is also written as a test of one entry, in [`MovieFilter`] and [`SeriesFilter`]: titles that changed since
//! the columns were built are found by it, and tests hold the columns to it.

mod best;
mod bounds;
mod build;
mod builder;
mod changes;
#[expect(dead_code, reason = "columns are not written to files yet")]
mod columns;
mod country;
mod credits;
mod features;
mod fold;
mod movie;
mod movie_filter;
mod named_only;
mod names;
mod offer;
mod order;
mod person;
mod release;
mod search;
mod series;
mod series_filter;
mod similar;
mod slice;
mod snapshot;
mod stored;
mod terms;
mod title;
mod update;
mod years;

use std::sync::{Arc, PoisonError, RwLock};

use kinora_store::{Store, StoreError};

pub use bounds::Bounds;
pub use builder::Builder;
pub use movie_filter::MovieFilter;
pub use offer::{Monetization, OfferFilter};
pub use order::{MovieKey, MovieOrder, SeriesKey, SeriesOrder};
pub use release::{CertificationFilter, ReleaseFilter, shown_date};
pub use search::Search;
pub use series_filter::SeriesFilter;
pub use slice::{Found, Slice};
pub use snapshot::{Snapshot, Window};
pub use terms::Terms;

use changes::Changes;

/// How many changes are followed at a time.
const FEED_CHUNK: usize = 1_000;

/// From how many changes on it is quicker to build everything anew.
const FAR_BEHIND: i64 = 100_000;

/// What is derived of a catalogue. Cheap to clone; clones share everything.
#[derive(Clone)]
pub struct Index {
    shared: Arc<Shared>,
}

struct Shared {
    store: Store,
    /// Held by the one who follows the feed.
    following: tokio::sync::Mutex<()>,
    snapshot: RwLock<Arc<Snapshot>>,
}

impl Index {
    /// The index of a catalogue, empty until it [follows](Index::follow) the feed.
    pub fn new(store: Store) -> Index {
        let shared = Shared {
            store,
            following: tokio::sync::Mutex::default(),
            snapshot: RwLock::default(),
        };
        Index {
            shared: Arc::new(shared),
        }
    }

    /// What is derived of the catalogue as of the last time that the feed was followed.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        let snapshot = self.shared.snapshot.read();
        Arc::clone(&snapshot.unwrap_or_else(PoisonError::into_inner))
    }

    /// Brings the snapshot to the end of the feed and answers the position. Those who call while somebody else does wait for
    /// them. Costs one small question when nothing changed.
    pub async fn follow(&self) -> Result<i64, StoreError> {
        let _following = self.shared.following.lock().await;
        loop {
            let before = self.snapshot();
            let end = self.shared.store.last_seq().await?;
            if end <= before.position() {
                return Ok(before.position());
            }
            let after = self.bring_along(before, end).await?;
            let mut snapshot =
                (self.shared.snapshot.write()).unwrap_or_else(PoisonError::into_inner);
            *snapshot = Arc::new(after);
        }
    }

    /// A later snapshot, at `end` or, where there is much to follow, before it.
    async fn bring_along(&self, before: Arc<Snapshot>, end: i64) -> Result<Snapshot, StoreError> {
        let store = &self.shared.store;
        let position = before.position();
        if position == 0 || end - position > FAR_BEHIND {
            return build::build(store, end).await;
        }
        let revisions = store.feed(position, FEED_CHUNK).await?;
        let position = revisions.last().map_or(end, |last| last.seq);
        // A change without a key is a bulk load.
        if revisions.iter().any(|revision| revision.key.is_none()) {
            return build::build(store, end).await;
        }
        let keys = revisions.iter().flat_map(changes::named).collect();
        let changes = Changes::load(store, keys, position).await?;
        blocking(move || before.after(changes)).await
    }
}

/// Runs what takes long on a thread for such work.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, StoreError> {
    let work = tokio::task::spawn_blocking(work).await;
    work.map_err(|_| StoreError::Interrupted)
}
