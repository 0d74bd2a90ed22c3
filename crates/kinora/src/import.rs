//! `kinora import`: shows how far it is, can be stopped and run again, and tells what it did.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use kinora_dumps::archive::{Import, Progress, Summary};
use tokio::runtime::Runtime;

use crate::config::Config;

/// `kinora import archive FILE...`
pub fn run(
    runtime: &Runtime,
    config: &Config,
    files: &[PathBuf],
    contradictions: bool,
    again: bool,
) -> anyhow::Result<()> {
    let store = runtime.block_on(config.open_store())?;
    let progress = Arc::new(Progress::default());
    let stop = Arc::clone(&progress);
    runtime.spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            stop.stop.store(true, Ordering::Relaxed);
        }
    });
    let began = Instant::now();
    let mut summary = Summary::default();
    let total = files
        .iter()
        .filter_map(|file| Some(std::fs::metadata(file).ok()?.len()))
        .sum();
    let shown = Display::start(Arc::clone(&progress), total);
    let import = Import::new(store, Arc::clone(&progress), again);
    let imported = files.iter().try_for_each(|file: &PathBuf| {
        if summary.stopped {
            Ok(())
        } else {
            import.file(Path::new(file), runtime.handle(), &mut summary)
        }
    });
    shown.finish();
    report(&summary, &progress, began.elapsed(), contradictions);
    imported?;
    anyhow::ensure!(
        !summary.stopped,
        "stopped; what was imported is kept, and running it again goes on"
    );
    Ok(())
}

/// A bar on a terminal, a line now and then elsewhere.
struct Display {
    thread: Option<std::thread::JoinHandle<()>>,
    done: std::sync::mpsc::Sender<()>,
}

impl Display {
    fn start(progress: Arc<Progress>, total: u64) -> Display {
        let (done, ended) = std::sync::mpsc::channel();
        let terminal = std::io::stderr().is_terminal();
        let thread = std::thread::spawn(move || {
            let bar = if terminal {
                ProgressBar::new(total)
            } else {
                ProgressBar::hidden()
            };
            if let Ok(style) =
                ProgressStyle::with_template("{bar:40} {percent:>3} %  {msg}  {eta} left")
            {
                bar.set_style(style);
            }
            let period = Duration::from_millis(if terminal { 100 } else { 5000 });
            while ended.recv_timeout(period) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                let rows = progress.rows.load(Ordering::Relaxed);
                let packed = progress.packed_bytes.load(Ordering::Relaxed);
                bar.set_position(packed.min(total));
                bar.set_message(format!("{rows} rows"));
                if !terminal {
                    eprintln!(
                        "{rows} rows, {} of {} MB read",
                        packed / 1_000_000,
                        total / 1_000_000
                    );
                }
            }
            bar.finish_and_clear();
        });
        Display {
            thread: Some(thread),
            done,
        }
    }

    fn finish(mut self) {
        let _ = self.done.send(());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn report(summary: &Summary, progress: &Progress, took: Duration, contradictions: bool) {
    let megabytes = progress.bytes.load(Ordering::Relaxed) as f64 / 1e6;
    let seconds = took.as_secs_f64();
    println!(
        "{} rows read, {megabytes:.1} MB in {seconds:.1} s ({:.1} MB/s)",
        summary.read,
        megabytes / seconds.max(0.001)
    );
    for (kind, count) in &summary.written {
        println!("  {count:>9} {kind} written");
    }
    if summary.seen_before > 0 {
        println!(
            "  {:>9} rows passed over: imported before (--again takes them in again)",
            summary.seen_before
        );
    }
    for (reason, count) in &summary.passed_over {
        println!("  {count:>9} rows passed over: {reason}");
    }
    for (file, line, reason) in summary.malformed.iter().take(20) {
        println!("  {file}:{line} passed over: {reason}");
    }
    if summary.malformed_count > 20 {
        println!("  {} malformed lines in all", summary.malformed_count);
    }
    if summary.contradiction_count > 0 {
        let hint = if contradictions {
            ""
        } else {
            " (--contradictions lists them)"
        };
        println!(
            "  {:>9} contradictions between answers{hint}",
            summary.contradiction_count
        );
    }
    if contradictions {
        for contradiction in &summary.contradictions {
            let conflict = &contradiction.conflict;
            println!(
                "{}\t{}\tkept {}\tdropped {}",
                contradiction.subject, conflict.field, conflict.kept, conflict.dropped
            );
        }
    }
}
