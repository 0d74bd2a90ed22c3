//! Nonces that were used, as long as a request with their time would be taken.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Mutex, PoisonError};

use xxhash_rust::xxh3::xxh3_128;

/// How far the time of a request may be from the server's, seconds.
pub const WINDOW: i64 = 5 * 60;

/// Fingerprints of what was used, by the time that requests said.
#[derive(Default)]
pub struct Nonces(Mutex<BTreeMap<i64, HashSet<u128>>>);

impl Nonces {
    /// Remembers a request; answers whether it is new. Requests are remembered when their signature is right, so that memory is
    /// bounded by what applications may call.
    pub fn is_new(&self, key: &str, token: &str, nonce: &str, time: i64, now: i64) -> bool {
        let text = format!("{key}\n{token}\n{nonce}");
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *used = used.split_off(&(now - WINDOW));
        used.entry(time)
            .or_default()
            .insert(xxh3_128(text.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_is_good_once_for_a_key_a_token_and_a_time() {
        let nonces = Nonces::default();

        assert!(nonces.is_new("k", "t", "n", 1000, 1000));
        assert!(!nonces.is_new("k", "t", "n", 1000, 1000));
        assert!(nonces.is_new("k", "t", "n", 1001, 1001));
        assert!(nonces.is_new("k", "u", "n", 1000, 1000));
        assert!(nonces.is_new("l", "t", "n", 1000, 1000));
        assert!(nonces.is_new("l", "t", "m", 2000, 2000));
        assert_eq!(nonces.0.lock().unwrap().len(), 1);
    }
}
