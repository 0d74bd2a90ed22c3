//! `cargo bench --bench import`: how fast archives are imported into a fresh catalogue.
//!
//! Archives given as arguments are imported one by one, each three times; without arguments the demo catalogue, repeated
//! under other ids until it is some 50 MB, stands in. What is told is NDJSON per second of the whole import, and the same
//! for parsing the lines as JSON alone, in the same run.

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use kinora_dumps::archive::{Import, Progress, Summary};
use kinora_store::Store;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> anyhow::Result<()> {
    let files: Vec<PathBuf> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .map(PathBuf::from)
        .collect();
    if files.is_empty() {
        return measure("the demo catalogue, repeated", &repeated_demo()?);
    }
    for file in files {
        let mut text = Vec::new();
        flate2::read::MultiGzDecoder::new(std::fs::File::open(&file)?).read_to_end(&mut text)?;
        measure(&file.display().to_string(), &text)?;
    }
    Ok(())
}

/// The demo catalogue again and again, each time with ids of its own.
fn repeated_demo() -> anyhow::Result<Vec<u8>> {
    let demo = String::from_utf8(kinora_dumps::demo::archive()?)?;
    let mut archive = Vec::new();
    for round in 0..32 {
        archive.extend(
            demo.replace(":1500000", &format!(":{}", 1_600_000 + round))
                .into_bytes(),
        );
    }
    Ok(archive)
}

fn measure(name: &str, archive: &[u8]) -> anyhow::Result<()> {
    let megabytes = archive.len() as f64 / 1e6;
    println!("{name}: {megabytes:.1} MB");
    for _ in 0..3 {
        let began = Instant::now();
        for line in BufReader::new(archive).lines() {
            serde_json::from_str::<serde_json::Value>(&line?)?;
        }
        let parsed = began.elapsed().as_secs_f64();
        let imported = import(archive)?;
        println!(
            "  import {:.1} MB/s, parsing alone {:.1} MB/s",
            megabytes / imported,
            megabytes / parsed
        );
    }
    Ok(())
}

/// Imports into a fresh folder; answers the seconds that it took.
fn import(archive: &[u8]) -> anyhow::Result<f64> {
    let folder = tempfile::tempdir()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let store = runtime.block_on(Store::open(folder.path()))?;
    let progress = Arc::new(Progress::default());
    let began = Instant::now();
    let mut summary = Summary::default();
    Import::new(store, Arc::clone(&progress), false).reader(
        "bench",
        archive,
        runtime.handle(),
        &mut summary,
    )?;
    anyhow::ensure!(
        summary.malformed_count == 0 && progress.rows.load(Ordering::Relaxed) > 0,
        "the archive has faults"
    );
    Ok(began.elapsed().as_secs_f64())
}
