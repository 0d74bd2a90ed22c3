//! The engines that are measured beside each other, and how.
//!
//! These benches have no harness of their own: what matters is the spread over many different questions and the ratio of two
//! engines on the same one, asked in turn; a harness that samples one question at a time shows neither.

#![expect(dead_code, reason = "each bench uses a part of this")]

pub mod clock;
pub mod kinora;
pub mod process;
pub mod sqlite;
pub mod tantivy;

use kinora_bench::Catalogue;
use kinora_bench::queries::Discover;

/// The allocator that the server has; how entries lie in memory decides how quickly they are gone through.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many movies there are when nothing is said.
const MOVIES: u64 = 50_000;

/// A page: how long the whole list is, and the ids of its rows.
pub type Page = (usize, Vec<i64>);

/// An engine that lists movies.
pub trait Lists {
    /// What it is called in tables.
    fn name(&self) -> &'static str;

    /// A page of a list.
    fn list(&self, question: &Discover) -> Page;
}

/// The catalogue of the sizes that the environment gives: `KINORA_BENCH_MOVIES`, `KINORA_BENCH_PEOPLE`, `KINORA_BENCH_SEED`.
pub fn catalogue() -> Catalogue {
    let number = |name: &str, usual: u64| match std::env::var(name) {
        Ok(text) => text
            .parse()
            .unwrap_or_else(|_| panic!("{name} is no number: {text}")),
        Err(_) => usual,
    };
    let movies = number("KINORA_BENCH_MOVIES", MOVIES);
    let people = number("KINORA_BENCH_PEOPLE", movies * 3 / 10);
    Catalogue::new(number("KINORA_BENCH_SEED", 603), movies, 0, people)
}
