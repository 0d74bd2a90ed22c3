//! The whole catalogue as an archive, in rows that an import reads back exactly.

use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use anyhow::Context;
use flate2::Compression;
use flate2::write::GzEncoder;
use kinora_store::{Store, Stored};
use tokio::runtime::Handle;

use super::unfinished::Unfinished;
use crate::archive::stored;

/// How far an export is; shared with whoever shows it.
#[derive(Debug, Default)]
pub struct Progress {
    /// Rows written.
    pub rows: AtomicU64,
    /// Bytes of NDJSON written.
    pub bytes: AtomicU64,
    /// Set to end the export without a file.
    pub stop: AtomicBool,
}

/// Writes the catalogue as it is at this moment to a file, packed as its name ends: `.gz`, `.zst`, else plain. Answers whether it
/// was written; otherwise it was stopped and nothing is left behind.
pub fn write_archive(
    store: &Store,
    runtime: &Handle,
    path: &Path,
    progress: &Arc<Progress>,
) -> anyhow::Result<bool> {
    let failed = || format!("cannot write {}", path.display());
    let out = Packed::create(path).with_context(failed)?;
    let (rows, written) = std::sync::mpsc::sync_channel::<Stored>(1_000);
    let shared = Arc::clone(progress);
    // Reading and packing beside each other; each may end early, and the other notices.
    std::thread::scope(|scope| {
        let writer = scope.spawn(move || write_rows(written, out, &shared));
        let stop = Arc::clone(progress);
        let read = runtime.block_on(store.each_stored(move |stored| {
            if stop.stop.load(Ordering::Relaxed) || rows.send(stored).is_err() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        }));
        let out = writer
            .join()
            .map_err(|_| anyhow::anyhow!("the writer ended unexpectedly"))?
            .with_context(failed)?;
        if read?.is_break() {
            return Ok(false);
        }
        out.finish().with_context(failed)?;
        Ok(true)
    })
}

fn write_rows(
    rows: std::sync::mpsc::Receiver<Stored>,
    mut out: Packed,
    progress: &Progress,
) -> io::Result<Packed> {
    let mut line = Vec::new();
    for stored in rows {
        line.clear();
        stored::write(&stored, &mut line)?;
        out.write_all(&line)?;
        progress.rows.fetch_add(1, Ordering::Relaxed);
        let bytes = u64::try_from(line.len()).unwrap_or(u64::MAX);
        progress.bytes.fetch_add(bytes, Ordering::Relaxed);
    }
    Ok(out)
}

/// A file under way, packed or not.
enum Packed {
    Plain(BufWriter<Unfinished>),
    Gzip(GzEncoder<BufWriter<Unfinished>>),
    Zstd(zstd::Encoder<'static, BufWriter<Unfinished>>),
}

impl Packed {
    fn create(path: &Path) -> io::Result<Packed> {
        let file = BufWriter::with_capacity(1 << 18, Unfinished::create(path)?);
        let extension = path.extension().and_then(|extension| extension.to_str());
        Ok(match extension {
            Some("gz") => Packed::Gzip(GzEncoder::new(file, Compression::new(6))),
            Some("zst") => Packed::Zstd(zstd::Encoder::new(file, 3)?),
            _ => Packed::Plain(file),
        })
    }

    fn finish(self) -> io::Result<()> {
        let file = match self {
            Packed::Plain(file) => file,
            Packed::Gzip(packed) => packed.finish()?,
            Packed::Zstd(packed) => packed.finish()?,
        };
        file.into_inner()
            .map_err(|error| error.into_error())?
            .finish()
    }
}

impl Write for Packed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Packed::Plain(file) => file.write(bytes),
            Packed::Gzip(packed) => packed.write(bytes),
            Packed::Zstd(packed) => packed.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Packed::Plain(file) => file.flush(),
            Packed::Gzip(packed) => packed.flush(),
            Packed::Zstd(packed) => packed.flush(),
        }
    }
}
