//! `cargo bench -p kinora-index --bench start -- FOLDER`: how long it takes to build the index of the catalogue in a data
//! folder from nothing, and to read it from its file, and how much memory either leaves taken. The file goes to a folder for
//! the occasion. `kinora-bench generate store FOLDER` makes catalogues.

use std::path::Path;
use std::time::Instant;

use kinora_index::Index;
use kinora_store::Store;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.find(|argument| !argument.starts_with("--"));
    let Some(folder) = folder else {
        println!("no data folder is named");
        return Ok(());
    };
    tokio::runtime::Builder::new_multi_thread()
        .build()?
        .block_on(start(Path::new(&folder)))
}

async fn start(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let store = Store::open(folder).await?;
    let kept = tempfile::tempdir()?;
    let began = Instant::now();
    let built = Index::rebuilt_in(store.clone(), kept.path().to_owned()).await?;
    say("built and written", began);
    drop(built);
    let began = Instant::now();
    let read = Index::kept_in(store, kept.path().to_owned()).await?;
    read.follow().await?;
    say("read", began);
    let size = std::fs::metadata(kept.path().join("snapshot"))?.len();
    let discover = read.snapshot().discover_bytes() as f64 / MEBIBYTE;
    println!(
        "file {:.0} MiB, columns {discover:.0} MiB",
        size as f64 / MEBIBYTE
    );
    Ok(())
}

const MEBIBYTE: f64 = 1024.0 * 1024.0;

/// Says how long something took and what the process has taken, as Linux tells it.
fn say(what: &str, began: Instant) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = |name| status.lines().find_map(|line| line.strip_prefix(name));
    let [resident, peak] = ["RssAnon:", "VmHWM:"].map(|name| line(name).unwrap_or_default().trim());
    println!(
        "{what} in {:.1} s, own memory {resident}, with files at the peak {peak}",
        began.elapsed().as_secs_f64()
    );
}
