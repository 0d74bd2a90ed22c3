//! Everything that is derived from the truth: lists, discover, search, similar titles.
//!
//! An [`Index`] follows the feed of a [`Store`] and keeps a [`Snapshot`] in memory, which answers every question at once and
//! never changes. After edits a new snapshot is made that shares with the one before all columns, and holds beside them the
//! entries that changed; after the scores of a day everything is numbered anew, and after a bulk load built anew. Readers keep the snapshot that they have, so that what they ask it fits
//! together.
//!
//! Discover is answered from columns: titles numbered by popularity, with sets of rows for what they have. What an entry must be
//! to pass a filter is also written as a test of one entry, in [`MovieFilter`] and [`SeriesFilter`]: titles that changed since
//! the columns were built are found by it, and tests hold the columns to it.

mod affected;
mod best;
mod bounds;
mod build;
mod builder;
mod changes;
mod columns;
mod country;
mod credits;
mod features;
mod file;
mod fold;
mod ids;
mod keep;
mod movie;
mod movie_filter;
mod named_only;
mod offer;
mod order;
mod person;
pub mod popularity;
mod release;
mod scores;
mod search;
mod series;
mod series_filter;
mod similar;
mod slice;
mod snapshot;
mod stamps;
mod stored;
mod terms;
mod title;
mod titles;
mod update;
mod values;

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;

use kinora_model::facts::{EpisodeFacts, SeasonFacts};
use kinora_model::{EntityKey, Kind, Part, PartSet};
use kinora_store::{Revision, Store, StoreError};
use rustc_hash::FxHashMap;

pub use bounds::Bounds;
pub use builder::Builder;
pub use movie_filter::MovieFilter;
pub use offer::{Monetization, OfferFilter};
pub use order::{MovieKey, MovieOrder, SeriesKey, SeriesOrder};
pub use release::{CertificationFilter, ReleaseFilter, shown_date};
pub use search::Search;
pub use series_filter::SeriesFilter;
pub use slice::{Found, Slice};
pub use snapshot::{Snapshot, Standing, Window};
pub use stamps::{Basis, Stamp, Stamps};
pub use terms::Terms;

use affected::{Reach, affected};
use changes::Changes;
use file::SnapshotFile;
use scores::Scores;

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
    /// Where the snapshot is kept between runs.
    file: Option<SnapshotFile>,
    /// The position of the snapshot in the file. Held by the one who writes it or makes columns anew.
    written: tokio::sync::Mutex<i64>,
    stamps: Stamps,
}

/// What comes after a snapshot in the feed.
enum News {
    /// So much, or such, that everything is read anew.
    Everything,
    /// A day was scored, which is told at this position: everything has another popularity.
    Scores(i64),
    /// Changes that can be followed.
    Changes(Vec<Revision>),
}

impl Index {
    /// The index of a catalogue, empty until it [follows](Index::follow) the feed.
    pub fn new(store: Store) -> Index {
        Index::with(store, None, Snapshot::default())
    }

    fn with(store: Store, file: Option<SnapshotFile>, snapshot: Snapshot) -> Index {
        let written = tokio::sync::Mutex::new(snapshot.position());
        let shared = Shared {
            store,
            following: tokio::sync::Mutex::default(),
            snapshot: RwLock::new(Arc::new(snapshot)),
            file,
            written,
            stamps: Stamps::default(),
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

    fn show(&self, snapshot: Snapshot) {
        let shown = self.shared.snapshot.write();
        *shown.unwrap_or_else(PoisonError::into_inner) = Arc::new(snapshot);
    }

    /// When what changed.
    pub fn stamps(&self) -> &Stamps {
        &self.shared.stamps
    }

    /// Brings the snapshot, the reference tables of the store and the stamps to the end of the feed, and of what users add to
    /// titles, and answers the position in the feed. Those who call while somebody else does wait for them. Costs two small
    /// questions when nothing changed.
    ///
    /// Answers made of entities are told of a change before the snapshot is made, because they are read from the store, where
    /// it is already. Those that the snapshot gives are told once it can be asked: a reader between the two would take
    /// the old for the new.
    pub async fn follow(&self) -> Result<i64, StoreError> {
        let _following = self.shared.following.lock().await;
        let stamps = &self.shared.stamps;
        loop {
            let before = self.snapshot();
            let end = self.shared.store.refresh().await?;
            if end > before.position() {
                let news = self.news(before.position(), end).await?;
                let reaches_everything = self.stamp(&news).await?;
                let after = self.bring_along(before, news, end).await?;
                self.show(after);
                match reaches_everything {
                    true => stamps.touch_everything(),
                    false => stamps.lists_changed(),
                }
            } else if self.shared.store.last_tally().await? > before.tally() {
                let after = self.count(before).await?;
                self.show(after);
                stamps.lists_changed();
            } else {
                stamps.settle(Instant::now());
                self.keep_soon();
                return Ok(before.position());
            }
        }
    }

    /// A later snapshot, with what users added to titles since the one before.
    async fn count(&self, before: Arc<Snapshot>) -> Result<Snapshot, StoreError> {
        let store = &self.shared.store;
        let tallies = store.tallies(before.tally(), FEED_CHUNK).await?;
        let tally = tallies.last().map_or(before.tally(), |last| last.seq);
        let titles = tallies.iter().map(|tally| tally.key);
        self.shared.stamps.touch(titles.clone());
        let listed = titles.filter(|key| matches!(key.kind, Kind::Movie | Kind::Series));
        let changes = Changes::load(store, listed.collect(), before.position()).await?;
        blocking(move || before.counted(changes, tally)).await
    }

    /// What there is to follow after a position, or its beginning where that is much.
    async fn news(&self, position: i64, end: i64) -> Result<News, StoreError> {
        if position == 0 || end - position > FAR_BEHIND {
            return Ok(News::Everything);
        }
        let mut revisions = self.shared.store.feed(position, FEED_CHUNK).await?;
        let is_load = |revision: &Revision| revision.key.is_none() && !revision.is_of_scores();
        if revisions.iter().any(is_load) {
            return Ok(News::Everything);
        }
        // What comes before the scores of a day is followed first.
        Ok(match revisions.iter().position(Revision::is_of_scores) {
            Some(0) => News::Scores(revisions[0].seq),
            place => {
                revisions.truncate(place.unwrap_or(revisions.len()));
                News::Changes(revisions)
            }
        })
    }

    /// Stamps what changed; answers whether that is everything.
    async fn stamp(&self, news: &News) -> Result<bool, StoreError> {
        let stamps = &self.shared.stamps;
        let News::Changes(revisions) = news else {
            stamps.touch_everything();
            return Ok(true);
        };
        let series = self.series_of(revisions).await?;
        for revision in revisions {
            let series = revision.key.and_then(|key| series.get(&key).copied());
            match affected(revision, series) {
                Reach::Entities(keys) => stamps.touch(keys),
                Reach::Everything => {
                    stamps.touch_everything();
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// The series of the seasons and episodes that changed.
    async fn series_of(
        &self,
        revisions: &[Revision],
    ) -> Result<FxHashMap<EntityKey, i64>, StoreError> {
        let keys = revisions.iter().filter_map(|revision| revision.key);
        let mut keys: Vec<EntityKey> = keys
            .filter(|key| matches!(key.kind, Kind::Season | Kind::Episode))
            .collect();
        keys.sort_unstable();
        keys.dedup();
        if keys.is_empty() {
            return Ok(FxHashMap::default());
        }
        let cards = self.shared.store.cards(keys, PartSet::of(&[Part::Facts]));
        let mut series = FxHashMap::default();
        for card in cards.await? {
            let id = match card.record.key.kind {
                Kind::Season => card.record.part::<SeasonFacts>()?.series,
                _ => card.record.part::<EpisodeFacts>()?.series,
            };
            series.extend(id.map(|id| (card.record.key, id)));
        }
        Ok(series)
    }

    /// A later snapshot, at `end` or, where there is much to follow, before it.
    async fn bring_along(
        &self,
        before: Arc<Snapshot>,
        news: News,
        end: i64,
    ) -> Result<Snapshot, StoreError> {
        let store = &self.shared.store;
        let revisions = match news {
            News::Everything => return build::build(store, end).await,
            News::Scores(position) => {
                let scores = Scores::load(store, position).await?;
                return blocking(move || before.rescored(&scores)).await;
            }
            News::Changes(revisions) => revisions,
        };
        let position = revisions.last().map_or(end, |last| last.seq);
        let keys = revisions.iter().flat_map(changes::named).collect();
        let changes = Changes::load(store, keys, position).await?;
        blocking(move || before.after(changes)).await
    }
}

fn milliseconds_since(began: Instant) -> u64 {
    u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// Runs what takes long on a thread for such work.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, StoreError> {
    let work = tokio::task::spawn_blocking(work).await;
    work.map_err(|_| StoreError::Interrupted)
}
