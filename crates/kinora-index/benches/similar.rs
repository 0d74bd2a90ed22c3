//! `cargo bench -p kinora-index --bench similar [-- 1000000]`: how long similar titles take among that many movies, each
//! time for a title that was not asked for before.

mod catalogue;

use std::time::Instant;

use catalogue::{Numbers, movie, report, size};
use kinora_index::{Builder, Slice};
use kinora_model::{EntityKey, Kind};

fn main() {
    let (size, mut numbers) = (size(), Numbers::new(603));
    let mut builder = Builder::default();
    (1..=size).for_each(|id| builder.add(&movie(id, &mut numbers)));
    let snapshot = builder.finish(1);
    let mut totals = 0;
    let durations = (0..200).map(|_| {
        let title = EntityKey::new(Kind::Movie, 1 + numbers.below(size as u64) as i64);
        let began = Instant::now();
        totals += snapshot.similar(title, Slice::page(1, 20)).total;
        began.elapsed()
    });
    report(&format!("similar, {size} movies"), durations.collect());
    println!("{} similar titles on average", totals / 200);
}
