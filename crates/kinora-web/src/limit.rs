//! Limits of requests (contract 1.7): a bucket for each asker that fills by so many tokens a second and holds as many as a burst
//! may take.
//!
//! Memory is bounded: buckets that are full again are the same as new ones and are dropped when the table is. Should strangers
//! still hold more of them than it takes, those who come then share one.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How many askers have buckets of their own.
const CAPACITY: usize = 65_536;

/// How fast a bucket fills and how much it holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// Tokens a second.
    pub per_second: f64,
    /// The most tokens.
    pub burst: f64,
}

impl Rate {
    /// So many requests a second, and as many at once; `None` for 0, which is no limit.
    pub fn of(requests: u32) -> Option<Rate> {
        let requests = f64::from(requests);
        (requests > 0.0).then_some(Rate {
            per_second: requests,
            burst: requests,
        })
    }
}

/// An asker is over its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Excess {
    /// How many requests it has made since its bucket was last full.
    pub count: u32,
    /// How many it may make at once.
    pub limit: u32,
}

struct Bucket {
    tokens: f64,
    at: Instant,
    /// How many requests there were since it was last full.
    count: u32,
}

impl Bucket {
    fn full(rate: Rate, now: Instant) -> Bucket {
        Bucket {
            tokens: rate.burst,
            at: now,
            count: 0,
        }
    }

    fn fill(&mut self, rate: Rate, now: Instant) {
        let seconds = now.saturating_duration_since(self.at).as_secs_f64();
        self.tokens += seconds * rate.per_second;
        self.at = now;
        if self.tokens >= rate.burst {
            self.tokens = rate.burst;
            self.count = 0;
        }
    }
}

/// The buckets of askers that a `K` tells apart.
pub struct Buckets<K> {
    held: Mutex<HashMap<Option<K>, Bucket>>,
    capacity: usize,
    refused: AtomicU64,
}

impl<K> Default for Buckets<K> {
    fn default() -> Buckets<K> {
        Buckets {
            held: Mutex::default(),
            capacity: CAPACITY,
            refused: AtomicU64::new(0),
        }
    }
}

impl<K: Eq + Hash> Buckets<K> {
    /// Takes a token.
    pub fn take(&self, asker: K, rate: Rate, now: Instant) -> Result<(), Excess> {
        self.with(asker, rate, now, |bucket| {
            bucket.count = bucket.count.saturating_add(1);
            match bucket.tokens >= 1.0 {
                true => {
                    bucket.tokens -= 1.0;
                    Ok(())
                }
                false => Err(Excess {
                    count: bucket.count,
                    limit: rate.burst as u32,
                }),
            }
        })
        .inspect_err(|_| {
            self.refused.fetch_add(1, Ordering::Relaxed);
        })
    }

    /// Whether there is a token, which is not taken.
    pub fn has(&self, asker: K, rate: Rate, now: Instant) -> Result<(), Excess> {
        self.with(asker, rate, now, |bucket| match bucket.tokens >= 1.0 {
            true => Ok(()),
            false => Err(Excess {
                count: bucket.count.saturating_add(1),
                limit: rate.burst as u32,
            }),
        })
    }

    /// How many requests were refused.
    fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }

    fn with<T>(
        &self,
        asker: K,
        rate: Rate,
        now: Instant,
        answer: impl FnOnce(&mut Bucket) -> T,
    ) -> T {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let mut asker = Some(asker);
        if held.len() >= self.capacity && !held.contains_key(&asker) {
            held.retain(|_, bucket| {
                bucket.fill(rate, now);
                bucket.tokens < rate.burst
            });
            if held.len() >= self.capacity {
                asker = None;
            }
        }
        let bucket = held.entry(asker).or_insert_with(|| Bucket::full(rate, now));
        bucket.fill(rate, now);
        answer(bucket)
    }
}

/// Who is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Asker {
    /// An API key.
    Key(i64),
    /// An account with its access token.
    Account(i64),
    /// Whoever is at an address, or in a network of the size that one customer has.
    Place(Option<IpAddr>),
}

impl Asker {
    /// Whoever is at an address.
    pub fn at(address: Option<IpAddr>) -> Asker {
        Asker::Place(address.map(|address| match address {
            IpAddr::V4(_) => address,
            IpAddr::V6(long) => {
                let [a, b, c, d, ..] = long.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        }))
    }
}

/// Failed logins of one account: ten at once, then one in five seconds.
const OF_ACCOUNT: Rate = Rate {
    per_second: 0.2,
    burst: 10.0,
};
/// Failed logins from one address: twenty at once, then one in two seconds.
const FROM_ADDRESS: Rate = Rate {
    per_second: 0.5,
    burst: 20.0,
};

/// Who is limited in failing to sign in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Failing {
    Account(String),
    Place(Asker),
}

/// Every limit of the service.
#[derive(Default)]
pub struct Limits {
    requests: Buckets<Asker>,
    failures: Buckets<Failing>,
}

impl Limits {
    /// Counts a request.
    pub fn admit(&self, asker: Asker, rate: Rate) -> Result<(), Excess> {
        self.requests.take(asker, rate, Instant::now())
    }

    /// How many requests were refused.
    pub fn refused(&self) -> u64 {
        self.requests.refused()
    }

    /// Whether somebody may try to sign in: not after too many failures.
    pub fn may_sign_in(&self, name: &str, address: Option<IpAddr>) -> Result<(), Excess> {
        let now = Instant::now();
        let (account, place) = failing(name, address);
        self.failures.has(account, OF_ACCOUNT, now)?;
        self.failures.has(place, FROM_ADDRESS, now)
    }

    /// Counts an account that somebody makes for themselves: they cost as much as a login.
    pub fn may_register(&self, address: Option<IpAddr>) -> Result<(), Excess> {
        let place = Failing::Place(Asker::at(address));
        self.failures.take(place, FROM_ADDRESS, Instant::now())
    }

    /// Counts a login that failed.
    pub fn failed_to_sign_in(&self, name: &str, address: Option<IpAddr>) {
        let now = Instant::now();
        let (account, place) = failing(name, address);
        let _ = self.failures.take(account, OF_ACCOUNT, now);
        let _ = self.failures.take(place, FROM_ADDRESS, now);
    }
}

fn failing(name: &str, address: Option<IpAddr>) -> (Failing, Failing) {
    // Longer names are nobody's.
    let name: String = name.chars().take(64).collect();
    let account = Failing::Account(name.to_lowercase());
    (account, Failing::Place(Asker::at(address)))
}

/// What those who are over a limit are asked to wait.
pub const PAUSE: Duration = Duration::from_secs(1);

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate {
        per_second: 5.0,
        burst: 5.0,
    };

    #[test]
    fn a_burst_is_allowed_and_the_rate_after_it() {
        let buckets = Buckets::default();
        let began = Instant::now();
        let take = |after: u64| buckets.take("a", RATE, began + Duration::from_millis(after));

        for _ in 0..5 {
            assert_eq!(take(0), Ok(()));
        }
        assert_eq!(take(0), Err(Excess { count: 6, limit: 5 }));
        assert_eq!(take(100), Err(Excess { count: 7, limit: 5 }));
        assert_eq!(take(200), Ok(()));
        assert_eq!(take(201), Err(Excess { count: 9, limit: 5 }));
        for _ in 0..5 {
            assert_eq!(take(5000), Ok(()));
        }
        // The count begins again with a full bucket.
        assert_eq!(take(5000), Err(Excess { count: 6, limit: 5 }));
        assert_eq!(buckets.take("b", RATE, began), Ok(()));
    }

    #[test]
    fn strangers_cannot_grow_the_table_beyond_its_capacity() {
        let buckets = Buckets {
            capacity: 10,
            ..Buckets::default()
        };
        let now = Instant::now();

        for asker in 0..1000 {
            let _ = buckets.take(asker, RATE, now);
        }
        let refused = (1000..1100).filter(|asker| buckets.take(*asker, RATE, now).is_err());
        let refused = refused.count();

        assert!(buckets.held.lock().unwrap().len() <= 11);
        assert_eq!(refused, 100, "they share one bucket, which is empty");
        assert_eq!(
            buckets.take(5, RATE, now),
            Ok(()),
            "the first ones have theirs"
        );
        // Once the buckets are full again, there is room.
        let later = now + Duration::from_secs(2);
        assert_eq!(buckets.take(5000, RATE, later), Ok(()));
        assert_eq!(buckets.held.lock().unwrap().len(), 1);
    }

    #[test]
    fn an_address_is_the_network_of_one_customer() {
        let at = |text: &str| Asker::at(Some(text.parse().unwrap()));

        assert_eq!(at("2001:db8::1"), at("2001:db8::ffff:1"));
        assert_ne!(at("2001:db8::1"), at("2001:db8:0:1::1"));
        assert_ne!(at("192.0.2.1"), at("192.0.2.2"));
    }
}
