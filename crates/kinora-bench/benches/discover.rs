//! `KINORA_BENCH_MOVIES=1000000 cargo bench -p kinora-bench --bench discover`: how long lists take among that many movies, with
//! the exact total, in our index, in Tantivy and in SQLite, on the same rows.
//!
//! Totals of all three are held against each other, and so are the rows of ours against those of SQLite.
//!
//! `KINORA_BENCH_PROFILE=with_cast` asks ours the questions of that shape for twenty seconds more, for a profiler.

mod engines;

use std::path::Path;
use std::time::Duration;

use engines::clock::{at, median, profile, ratio, shown, timed};
use engines::sqlite::Sqlite;
use engines::{Lists, kinora, tantivy};
use kinora_bench::Catalogue;
use kinora_bench::queries::{Discover, SHAPES, discover};
use kinora_index::Snapshot;

/// The engines over the same movies.
struct Engines {
    kinora: Snapshot,
    tantivy: tantivy::Tantivy,
    sqlite: Sqlite,
}

fn main() -> anyhow::Result<()> {
    let catalogue = engines::catalogue();
    let folder = tempfile::tempdir()?;
    println!(
        "{} movies, {} people",
        catalogue.movies(),
        catalogue.people()
    );
    let engines = build(&catalogue, folder.path())?;
    let peers: [&dyn Lists; 3] = [&engines.kinora, &engines.tantivy, &engines.sqlite];
    let questions = discover(&catalogue);
    for (shape, name) in SHAPES.iter().enumerate() {
        let of_shape = questions.iter().filter(|question| question.shape == shape);
        profile(name, &of_shape.collect::<Vec<_>>(), |question| {
            std::hint::black_box(engines.kinora.list(question));
        });
    }
    let rows: Vec<Row> = questions
        .iter()
        .map(|question| measure(question, peers))
        .collect();
    print(&rows, peers);
    Ok(())
}

fn build(catalogue: &Catalogue, folder: &Path) -> anyhow::Result<Engines> {
    let kinora = kinora::build(catalogue, true);
    let columns = folder.join("tantivy");
    std::fs::create_dir(&columns)?;
    let (building, sqlite) = (tantivy::Building::new(&columns)?, Sqlite::new(folder)?);
    let (mut tantivy_took, mut sqlite_took) = (Duration::ZERO, Duration::ZERO);
    for id in 1..=catalogue.movies() {
        let movie = catalogue.movie(id);
        tantivy_took += timed(|| building.add_row(&movie))?.0;
        sqlite_took += timed(|| sqlite.add(&movie))?.0;
    }
    let (took, tantivy) = timed(|| building.finish())?;
    tantivy_took += took;
    sqlite_took += timed(|| sqlite.finish())?.0;
    for (name, took) in [("Tantivy", tantivy_took), ("SQLite", sqlite_took)] {
        println!("{name}: {:.1} s", took.as_secs_f64());
    }
    Ok(Engines {
        kinora,
        tantivy,
        sqlite,
    })
}

/// How long a question took, engine by engine.
struct Row {
    shape: usize,
    took: [Duration; 3],
}

fn measure(question: &Discover, engines: [&dyn Lists; 3]) -> Row {
    let measured = engines.map(|engine| median(|| engine.list(question)));
    let [ours, tantivy, sqlite] = measured.each_ref().map(|(_, page)| page);
    assert_eq!(
        ours.0,
        tantivy.0,
        "totals of Tantivy: {}",
        question.target()
    );
    assert_eq!(ours.0, sqlite.0, "totals of SQLite: {}", question.target());
    assert_eq!(ours.1, sqlite.1, "rows of SQLite: {}", question.target());
    Row {
        shape: question.shape,
        took: measured.map(|(took, _)| took),
    }
}

fn print(rows: &[Row], engines: [&dyn Lists; 3]) {
    let names = engines.map(|engine| engine.name());
    println!(
        "| shape | {} p50 | p95 | {} p50 | {} p50 | best peer / kinora |",
        names[0], names[1], names[2]
    );
    println!("|---|---|---|---|---|---|");
    for (shape, name) in SHAPES.iter().enumerate() {
        let of_shape = |engine| spread(rows.iter().filter(|row| row.shape == shape), engine);
        let [ours, tantivy, sqlite] = [0, 1, 2].map(of_shape);
        println!(
            "| {name} | {} | {} | {} | {} | {} |",
            shown(ours.0),
            shown(ours.1),
            shown(tantivy.0),
            shown(sqlite.0),
            ratio(tantivy.0.min(sqlite.0), ours.0),
        );
    }
    let [ours, tantivy, sqlite] = [0, 1, 2].map(|engine| spread(rows.iter(), engine));
    println!();
    println!(
        "| all {} | p50 | p95 | p50 / kinora | p95 / kinora |",
        rows.len()
    );
    println!("|---|---|---|---|---|");
    for (name, (p50, p95)) in names.iter().zip([ours, tantivy, sqlite]) {
        println!(
            "| {name} | {} | {} | {} | {} |",
            shown(p50),
            shown(p95),
            ratio(p50, ours.0),
            ratio(p95, ours.1)
        );
    }
}

/// The middle and the upper end of the times of an engine.
fn spread<'a>(rows: impl Iterator<Item = &'a Row>, engine: usize) -> (Duration, Duration) {
    let mut took: Vec<Duration> = rows.map(|row| row.took[engine]).collect();
    (at(&mut took, 0.5), at(&mut took, 0.95))
}
