//! How much there is of each kind, as the start page says it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use kinora_model::Kind;
use kinora_store::{Store, StoreError};

/// How long a page waits for counts; what takes longer to count is not counted again at once.
const QUICK: Duration = Duration::from_millis(10);
/// For how long such counts are shown although something changed since.
const KEPT: Duration = Duration::from_secs(600);

/// The last counts. A handle: clones are the same.
#[derive(Clone, Default)]
pub struct Counts(Arc<Held>);

#[derive(Default)]
struct Held {
    last: Mutex<Option<Counted>>,
    /// Held by whoever counts.
    turn: tokio::sync::Mutex<()>,
}

/// How many there are of each kind.
type ByKind = Vec<(Kind, i64)>;

#[derive(Clone)]
struct Counted {
    counts: ByKind,
    /// The number of the newest change when they were counted.
    position: i64,
    at: Instant,
    took: Duration,
}

impl Counts {
    /// How many there are of each kind. A small catalogue is counted after every change. Counting a large one takes most of a
    /// second: it is done behind the page, which shows the counts before, or none, and they may be ten minutes old.
    pub async fn of(&self, store: &Store) -> Result<ByKind, StoreError> {
        let position = store.last_seq().await?;
        let known = self.last().clone();
        if let Some(known) = &known
            && (known.position == position || known.took > QUICK && known.at.elapsed() < KEPT)
        {
            return Ok(known.counts.clone());
        }
        let (held, store) = (self.clone(), store.clone());
        let counting = tokio::spawn(async move { held.count(&store, position).await });
        match tokio::time::timeout(QUICK, counting).await {
            Ok(Ok(Err(error))) => return Err(error),
            Ok(Ok(Ok(()))) => {}
            // A count that failed is made again for the next page.
            Ok(Err(_)) | Err(_) => return Ok(known.map(|known| known.counts).unwrap_or_default()),
        }
        let counted = self.last().as_ref().map(|counted| counted.counts.clone());
        Ok(counted.unwrap_or_default())
    }

    fn last(&self) -> MutexGuard<'_, Option<Counted>> {
        self.0.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts, unless somebody else does.
    async fn count(&self, store: &Store, position: i64) -> Result<(), StoreError> {
        let Ok(_turn) = self.0.turn.try_lock() else {
            return Ok(());
        };
        let at = Instant::now();
        let counts = store.counts().await?;
        *self.last() = Some(Counted {
            counts,
            position,
            at,
            took: at.elapsed(),
        });
        Ok(())
    }
}
