//! What time it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// The system's time, moved by as much as somebody moved it. Clones are moved together.
#[derive(Clone, Debug, Default)]
pub struct Clock(Arc<AtomicI64>);

impl Clock {
    /// Moves the clock ahead, by milliseconds.
    pub fn advance(&self, milliseconds: i64) {
        self.0.fetch_add(milliseconds, Ordering::Relaxed);
    }

    /// Milliseconds since 1970.
    pub fn milliseconds(&self) -> i64 {
        let elapsed = SystemTime::now().duration_since(UNIX_EPOCH);
        let elapsed = elapsed.map_or(0, |elapsed| elapsed.as_millis());
        i64::try_from(elapsed).unwrap_or(i64::MAX) + self.0.load(Ordering::Relaxed)
    }

    /// Seconds since 1970.
    pub fn seconds(&self) -> i64 {
        self.milliseconds() / 1000
    }
}
