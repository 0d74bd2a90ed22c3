//! `KINORA_BENCH_MOVIES=1000000 cargo bench -p kinora-bench --bench names`: how long it takes to put the names of that many
//! movies in order, and how much room they take: one title each, and 0.6 alternative ones on average.

mod engines;

use std::time::Duration;

use engines::process::Since;
use kinora_bench::Catalogue;
use kinora_index::Builder;
use kinora_model::titles::AlternativeTitles;
use kinora_model::{EntityKey, Kind, MovieFacts};
use kinora_store::{Card, Record};

const MEBIBYTE: f64 = 1024.0 * 1024.0;

fn main() -> anyhow::Result<()> {
    let catalogue = engines::catalogue();
    let (mut builder, mut names) = (Builder::default(), 0);
    for id in 1..=catalogue.movies() {
        let card = named(&catalogue, id)?;
        names += 1 + card.record.part::<AlternativeTitles>()?.0.len();
        builder.add(&card);
    }
    let since = Since::now();
    let snapshot = builder.finish(1);
    println!(
        "{} movies with {names} names: {:.0} MiB, {}",
        catalogue.movies(),
        snapshot.search_bytes() as f64 / MEBIBYTE,
        since.told((Duration::ZERO, Duration::ZERO))
    );
    Ok(())
}

/// A movie of which nothing but names is known.
fn named(catalogue: &Catalogue, id: i64) -> anyhow::Result<Card> {
    let movie = catalogue.movie(id);
    let mut record = Record::new(EntityKey::new(Kind::Movie, id));
    record.put(&MovieFacts {
        original_title: Some(movie.writing.original_title),
        ..MovieFacts::default()
    })?;
    record.put(&AlternativeTitles(movie.writing.alternatives))?;
    Ok(Card {
        record,
        stat: movie.fame.stat,
    })
}
