//! `kinora export` and `kinora backup`: what leaves the catalogue in bulk.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant, SystemTime};

use kinora_dumps::export::{self, Progress};
use kinora_model::Date;
use tokio::runtime::Runtime;

use crate::config::Config;

/// How often an export tells how far it is.
const PERIOD: Duration = Duration::from_secs(5);

/// `kinora export ids`
pub fn ids(runtime: &Runtime, config: &Config, day: Option<Date>) -> anyhow::Result<()> {
    let store = runtime.block_on(config.open_store())?;
    let day = day.unwrap_or_else(|| crate::daily::day_of(SystemTime::now()));
    let folder = config.exports();
    for (file, count) in export::write_ids(&store, runtime.handle(), &folder, day)? {
        println!("{count:>10}  {}", folder.join(file.to_string()).display());
    }
    Ok(())
}

/// `kinora export archive FILE`
pub fn archive(runtime: &Runtime, config: &Config, path: &Path) -> anyhow::Result<()> {
    let store = runtime.block_on(config.open_store())?;
    let progress = Arc::new(Progress::default());
    let stop = Arc::clone(&progress);
    runtime.spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            stop.stop.store(true, Ordering::Relaxed);
        }
    });
    let told = Arc::clone(&progress);
    let shown = runtime.spawn(async move {
        loop {
            tokio::time::sleep(PERIOD).await;
            eprintln!("{}", words(&told));
        }
    });
    let began = Instant::now();
    let written = export::write_archive(&store, runtime.handle(), path, &progress);
    shown.abort();
    anyhow::ensure!(written?, "stopped; nothing was written");
    println!(
        "{} in {:.1} s: {}",
        words(&progress),
        began.elapsed().as_secs_f64(),
        path.display()
    );
    Ok(())
}

fn words(progress: &Progress) -> String {
    let rows = progress.rows.load(Ordering::Relaxed);
    let bytes = progress.bytes.load(Ordering::Relaxed);
    format!("{rows} rows, {:.1} MB before packing", bytes as f64 / 1e6)
}

/// `kinora backup FILE`
pub fn backup(runtime: &Runtime, config: &Config, path: &Path) -> anyhow::Result<()> {
    let store = runtime.block_on(config.open_store())?;
    export::write_backup(&store, runtime.handle(), path)?;
    println!("{}", path.display());
    Ok(())
}
