//! Who makes pictures: few at a time, with a queue that has an end, so that pictures never stand in the way of answers.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::{ImageError, Refusal};

/// A bounded number of workers with a bounded queue.
#[derive(Clone)]
pub struct Workers {
    /// One place for each that works or waits.
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

/// The right to work now. Clones are the same turn.
#[derive(Clone)]
pub struct Turn(#[expect(dead_code, reason = "kept to be dropped")] Arc<Permits>);

struct Permits {
    _place: OwnedSemaphorePermit,
    _turn: OwnedSemaphorePermit,
}

impl Workers {
    /// So many at a time, so many more in the queue.
    pub fn new(workers: usize, queue: usize) -> Workers {
        Workers {
            places: Arc::new(Semaphore::new(workers + queue)),
            turns: Arc::new(Semaphore::new(workers)),
        }
    }

    /// Waits for a turn; refused where the queue is full. What is read for the work should be read afterwards, so that no
    /// more of it is in memory than is worked on.
    pub async fn turn(&self) -> Result<Turn, ImageError> {
        let place = Arc::clone(&self.places)
            .try_acquire_owned()
            .map_err(|_| ImageError::Busy)?;
        let turn = Arc::clone(&self.turns)
            .acquire_owned()
            .await
            .map_err(|_| ImageError::Busy)?;
        Ok(Turn(Arc::new(Permits {
            _place: place,
            _turn: turn,
        })))
    }
}

impl Turn {
    /// Works on a thread for blocking work. A decoder that panics has met a damaged picture. The turn does not end before the work, even
    /// when nobody waits for it any longer.
    pub async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, ImageError> + Send + 'static,
    ) -> Result<T, ImageError> {
        let turn = self.clone();
        let worked = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        worked.await.unwrap_or(Err(Refusal::Damaged.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn beyond_the_queue_is_refused() {
        let workers = Workers::new(1, 1);
        let first = workers.turn().await.unwrap();
        let second = tokio::spawn({
            let workers = workers.clone();
            async move { workers.turn().await.is_ok() }
        });
        tokio::task::yield_now().await;

        assert!(matches!(workers.turn().await, Err(ImageError::Busy)));

        first.work(|| Ok(())).await.unwrap();
        drop(first);
        assert!(second.await.unwrap());
        assert!(workers.turn().await.is_ok());
    }

    #[tokio::test]
    async fn a_panic_is_a_damaged_picture() {
        let turn = Workers::new(1, 0).turn().await.unwrap();

        let worked = turn.work::<()>(|| panic!("as a decoder would")).await;

        assert!(matches!(worked, Err(ImageError::Refused(Refusal::Damaged))));
    }
}
