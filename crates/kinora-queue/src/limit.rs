//! Limits of calls (contract 9), and of failed logins.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use crate::fault::Fault;

/// How many askers are told apart. Those who come when there is no room share a bucket.
const CAPACITY: usize = 16_384;
/// One day in milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1000;

/// A bucket that fills with time: `filled_at` is when it will be, or was, full again.
#[derive(Default)]
pub struct Buckets<K>(Mutex<HashMap<Option<K>, i64>>);

impl<K: Eq + Hash> Buckets<K> {
    /// Takes one of `burst` tokens, of which one comes back every `pause` milliseconds; answers whether there was one.
    pub fn take(&self, asker: K, burst: i64, pause: i64, now: i64) -> bool {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut asker = Some(asker);
        if held.len() >= CAPACITY && !held.contains_key(&asker) {
            held.retain(|_, filled_at| *filled_at > now);
            if held.len() >= CAPACITY {
                asker = None;
            }
        }
        let filled_at = held.entry(asker).or_default();
        let next = (*filled_at).max(now) + pause;
        let has_room = next - now <= burst * pause;
        if has_room {
            *filled_at = next;
        }
        has_room
    }

    /// Whether there is a token, which is not taken.
    pub fn has(&self, asker: K, burst: i64, pause: i64, now: i64) -> bool {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let filled_at = held.get(&Some(asker)).copied().unwrap_or_default();
        filled_at.max(now) + pause - now <= burst * pause
    }
}

/// How many calls a key may make; 0 is any number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallLimits {
    /// In a second.
    pub per_second: u32,
    /// On a day in UTC.
    pub per_day: u32,
}

impl Default for CallLimits {
    fn default() -> CallLimits {
        CallLimits {
            per_second: 4,
            per_day: 5000,
        }
    }
}

/// What keys have called.
#[derive(Default)]
pub struct Calls {
    seconds: Buckets<i64>,
    /// The day and the number of calls on it, by application. There are no more than applications.
    days: Mutex<HashMap<i64, (i64, u32)>>,
}

impl Calls {
    /// Counts a call of an application. Calls that are refused do not count.
    pub fn admit(&self, application: i64, limits: CallLimits, now: i64) -> Result<(), Fault> {
        let day = now.div_euclid(DAY);
        let mut days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
        let called = days.entry(application).or_insert((day, 0));
        if called.0 != day {
            *called = (day, 0);
        }
        let per_second = i64::from(limits.per_second);
        if per_second > 0 {
            let pause = (1000 / per_second).max(1);
            if !self.seconds.take(application, per_second, pause, now) {
                return Err(Fault::OverSecond);
            }
        }
        if limits.per_day > 0 && called.1 >= limits.per_day {
            let rest = (day + 1) * DAY - now;
            return Err(Fault::OverDay(rest / 1000 + 1));
        }
        called.1 += 1;
        Ok(())
    }
}

/// How many failed logins are forgiven at once, for an account and for an address.
const FAILURES: [i64; 2] = [10, 20];
/// After how many milliseconds one of them is forgotten.
const FORGOTTEN: [i64; 2] = [5000, 2000];

/// Logins that failed, by account and by address.
#[derive(Default)]
pub struct Failures(Buckets<String>);

impl Failures {
    /// Whether somebody may try to sign in: not after too many failures.
    pub fn may_try(&self, name: &str, address: &str, now: i64) -> bool {
        let askers = askers(name, address).into_iter();
        let mut limits = askers.zip(FAILURES).zip(FORGOTTEN);
        limits.all(|((asker, burst), pause)| self.0.has(asker, burst, pause, now))
    }

    /// Counts a login that failed.
    pub fn failed(&self, name: &str, address: &str, now: i64) {
        let askers = askers(name, address).into_iter();
        for ((asker, burst), pause) in askers.zip(FAILURES).zip(FORGOTTEN) {
            self.0.take(asker, burst, pause, now);
        }
    }
}

fn askers(name: &str, address: &str) -> [String; 2] {
    // Longer names are nobody's.
    let name: String = name.chars().take(64).collect();
    [
        format!("account {}", name.to_lowercase()),
        format!("address {address}"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_calls_a_second_and_no_more_until_time_has_passed() {
        let (calls, limits) = (Calls::default(), CallLimits::default());
        let admit = |now| calls.admit(1, limits, now).is_ok();

        assert!((0..4).all(|_| admit(1_000_000)));
        assert!(!admit(1_000_000));
        assert!(!admit(1_000_249));
        assert!(admit(1_000_250));
        assert!(!admit(1_000_251));
        // Another key has calls of its own.
        assert!(calls.admit(2, limits, 1_000_251).is_ok());
        assert!((0..4).all(|_| admit(1_002_000)));
    }

    #[test]
    fn calls_of_a_day_end_with_the_day() {
        let calls = Calls::default();
        let limits = CallLimits {
            per_second: 0,
            per_day: 2,
        };

        assert!(calls.admit(1, limits, DAY - 2000).is_ok());
        assert!(calls.admit(1, limits, DAY - 2000).is_ok());
        let refused = calls.admit(1, limits, DAY - 2000);
        assert!(matches!(refused, Err(Fault::OverDay(3))), "{refused:?}");
        assert!(calls.admit(1, limits, DAY).is_ok());
    }

    #[test]
    fn failed_logins_are_forgotten_one_by_one() {
        let failures = Failures::default();
        for _ in 0..10 {
            assert!(failures.may_try("Anna", "192.0.2.1", 0));
            failures.failed("anna", "192.0.2.1", 0);
        }

        assert!(!failures.may_try("ANNA", "192.0.2.9", 4999));
        assert!(failures.may_try("ben", "192.0.2.1", 0));
        assert!(failures.may_try("anna", "192.0.2.1", 5000));
    }
}
