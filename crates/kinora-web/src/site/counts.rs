//! How much there is of each kind, as the start page says it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use kinora_model::Kind;
use kinora_store::{Store, StoreError};

/// What took longer to count is not counted again at once.
const QUICK: Duration = Duration::from_millis(20);
/// For how long such counts are shown although something changed since.
const KEPT: Duration = Duration::from_secs(600);

/// The last counts. A handle: clones are the same.
#[derive(Clone, Default)]
pub struct Counts(Arc<Mutex<Option<Counted>>>);

#[derive(Clone)]
struct Counted {
    counts: Vec<(Kind, i64)>,
    /// The number of the newest change when they were counted.
    position: i64,
    at: Instant,
    took: Duration,
}

impl Counts {
    /// How many there are of each kind. A small catalogue is counted after every change; counting a large one takes most of a
    /// second, so that its counts may be ten minutes old.
    pub async fn of(&self, store: &Store) -> Result<Vec<(Kind, i64)>, StoreError> {
        let position = store.last_seq().await?;
        let known = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(known) = known
            && (known.position == position || known.took > QUICK && known.at.elapsed() < KEPT)
        {
            return Ok(known.counts);
        }
        let at = Instant::now();
        let counts = store.counts().await?;
        let counted = Counted {
            counts: counts.clone(),
            position,
            at,
            took: at.elapsed(),
        };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(counted);
        Ok(counts)
    }
}
