//! The questions that are measured: 240 lists and 400 searches in three forms, as v3 request targets.

mod discover;
mod search;

pub use discover::{Discover, SHAPES, Sort, discover};
pub use search::{Form, Search, search};

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::Catalogue;

/// The ids of so many of the movies with the most votes, the most first.
pub fn popular(catalogue: &Catalogue, count: usize) -> Vec<i64> {
    let mut most = BinaryHeap::with_capacity(count + 1);
    for id in 1..=catalogue.movies() {
        most.push(Reverse((
            catalogue.movie_fame(id).stat.vote_count,
            Reverse(id),
        )));
        if most.len() > count {
            most.pop();
        }
    }
    let most = most.into_sorted_vec().into_iter();
    most.map(|Reverse((_, Reverse(id)))| id).collect()
}

/// So many ids of movies, each as likely as the others; some may come twice.
pub fn random(catalogue: &Catalogue, count: usize) -> Vec<i64> {
    let mut chance = catalogue.chance("random movies", 0);
    (0..count)
        .map(|_| 1 + chance.below(catalogue.movies() as u64) as i64)
        .collect()
}
