//! How much memory the making of pictures may take, over all that are made at a time: each has a share of it, for what it was
//! reckoned to take before it began.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::{ImageError, Refusal};

/// Shares are counted in pieces of so many bytes.
const PIECE: u64 = 1024;

/// A number of bytes, to be shared.
#[derive(Clone)]
pub struct Memory {
    pieces: Arc<Semaphore>,
    all: u32,
}

/// So much of it as somebody has.
pub struct Share {
    memory: Memory,
    permit: OwnedSemaphorePermit,
}

fn pieces(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(PIECE)).unwrap_or(u32::MAX)
}

impl Memory {
    /// So many bytes.
    pub fn new(bytes: u64) -> Memory {
        let all = pieces(bytes);
        Memory {
            pieces: Arc::new(Semaphore::new(all as usize)),
            all,
        }
    }

    /// Waits until so many bytes are free. Who came first is served first, so that a large share is not passed over for ever. Whoever
    /// waits must have no share, or two could wait for each other.
    pub async fn share(&self, bytes: u64) -> Result<Share, ImageError> {
        let wanted = pieces(bytes);
        if wanted > self.all {
            return Err(Refusal::TooMuchMemory.into());
        }
        let permit = Arc::clone(&self.pieces).acquire_many_owned(wanted).await;
        Ok(Share {
            memory: self.clone(),
            permit: permit.map_err(|_| ImageError::Busy)?,
        })
    }
}

impl Share {
    /// Makes it as large as this, if so much is free.
    pub fn grow(&mut self, bytes: u64) -> bool {
        let more = pieces(bytes) as usize - self.permit.num_permits().min(pieces(bytes) as usize);
        let more = Arc::clone(&self.memory.pieces).try_acquire_many_owned(more as u32);
        more.map(|more| self.permit.merge(more)).is_ok()
    }

    /// Gives it back, and waits for one as large as this.
    pub async fn exchange(self, bytes: u64) -> Result<Share, ImageError> {
        let Share { memory, permit } = self;
        drop(permit);
        memory.share(bytes).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_share_waits_until_enough_is_free() {
        let memory = Memory::new(10 * PIECE);
        let mut small = memory.share(2 * PIECE).await.unwrap();
        assert!(small.grow(6 * PIECE) && !small.grow(11 * PIECE));
        let large = tokio::spawn({
            let memory = memory.clone();
            async move { memory.share(9 * PIECE).await.is_ok() }
        });
        tokio::task::yield_now().await;

        // What is free is meant for whoever waits.
        assert!(!small.grow(7 * PIECE) && !large.is_finished());

        let waiting = tokio::spawn(small.exchange(7 * PIECE));
        assert!(large.await.unwrap());
        assert!(waiting.await.unwrap().is_ok());
    }

    #[tokio::test]
    async fn more_than_there_is_is_refused() {
        let refused = Memory::new(10 * PIECE).share(11 * PIECE).await;

        assert!(matches!(
            refused,
            Err(ImageError::Refused(Refusal::TooMuchMemory))
        ));
    }
}
