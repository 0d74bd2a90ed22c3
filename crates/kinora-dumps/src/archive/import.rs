//! The import itself: a pipeline of three steps, and what it has to tell.

use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use anyhow::Context;
use kinora_store::{Batch, Store};
use tokio::runtime::Handle;
use xxhash_rust::xxh3::Xxh3;

use super::answer::{self, Outcome};
use super::merge::{Contradiction, Workspace};
use super::row::Row;
use super::statement::Statement;

/// How much of an archive makes a block, in bytes of NDJSON: what is merged together, written in one transaction, and
/// remembered by its fingerprint so that it is not taken in a second time.
const BLOCK_BYTES: usize = 8 << 20;
/// The longest line that is read; longer ones are reported and passed over.
const LONGEST_LINE: u64 = 64 << 20;

/// How far an import is; shared with whoever shows it.
#[derive(Debug, Default)]
pub struct Progress {
    /// Bytes of the files read so far, as they lie on the disk.
    pub packed_bytes: AtomicU64,
    /// Bytes of NDJSON.
    pub bytes: AtomicU64,
    /// Lines.
    pub rows: AtomicU64,
    /// Set to end the import after the current batch.
    pub stop: AtomicBool,
}

/// What an import did.
#[derive(Debug, Default)]
pub struct Summary {
    /// Rows that said something about the catalogue.
    pub read: u64,
    /// Rows of blocks that an earlier import had taken in.
    pub seen_before: u64,
    /// Rows passed over, by reason.
    pub passed_over: BTreeMap<&'static str, u64>,
    /// Lines that could not be read: file, line number, reason. At most [`Summary::LISTED`] of them.
    pub malformed: Vec<(String, u64, String)>,
    /// How many such lines there were.
    pub malformed_count: u64,
    /// Entities that were written, by kind; the same one counts once a batch.
    pub written: BTreeMap<&'static str, u64>,
    /// Answers that contradict each other, at most [`Summary::LISTED`] of them.
    pub contradictions: Vec<Contradiction>,
    /// How many there were.
    pub contradiction_count: u64,
    /// Whether it was stopped before the end.
    pub stopped: bool,
}

impl Summary {
    /// How many malformed lines and contradictions are kept to be shown.
    pub const LISTED: usize = 10_000;
}

/// An import of archives into a store.
pub struct Import {
    store: Store,
    progress: Arc<Progress>,
    again: bool,
}

/// What one block of lines says.
#[derive(Default)]
struct Lines {
    fingerprint: Xxh3,
    statements: Vec<Statement>,
    summary: Summary,
}

impl Import {
    /// An import that tells how far it is. `again` takes in even what was taken in before.
    pub fn new(store: Store, progress: Arc<Progress>, again: bool) -> Import {
        Import {
            store,
            progress,
            again,
        }
    }

    /// Imports a file: `.ndjson`, `.gz`, `.zst`, or `-` for standard input. Must run outside the asynchronous runtime.
    pub fn file(&self, path: &Path, runtime: &Handle, summary: &mut Summary) -> anyhow::Result<()> {
        let name = path.display().to_string();
        let reader: Box<dyn Read + Send> = match name.as_str() {
            "-" => Box::new(io::stdin()),
            _ => Box::new(File::open(path).with_context(|| format!("cannot open {name}"))?),
        };
        let counted = Counted {
            reader,
            progress: Arc::clone(&self.progress),
        };
        self.reader(&name, unpacked(counted)?, runtime, summary)
            .with_context(|| format!("cannot import {name}"))
    }

    /// Imports NDJSON.
    pub fn reader(
        &self,
        name: &str,
        reader: impl BufRead + Send,
        runtime: &Handle,
        summary: &mut Summary,
    ) -> anyhow::Result<()> {
        let (lines, read) = sync_channel::<anyhow::Result<Lines>>(2);
        let (batches, changed) = sync_channel::<Batch>(1);
        std::thread::scope(|scope| {
            scope.spawn(|| read_lines(name, reader, &self.progress, &lines_sender(lines)));
            let store = self.store.clone();
            let writer = scope.spawn(move || write_batches(&store, runtime, &changed));
            let merged = self.merge(&read, &batches, runtime, summary);
            drop(read);
            drop(batches);
            let written = writer
                .join()
                .map_err(|_| anyhow::anyhow!("the writer ended unexpectedly"))?;
            merged.and(written)
        })
    }

    fn merge(
        &self,
        lines: &Receiver<anyhow::Result<Lines>>,
        batches: &SyncSender<Batch>,
        runtime: &Handle,
        summary: &mut Summary,
    ) -> anyhow::Result<()> {
        let mut workspace = Workspace::new(self.store.clone(), runtime.clone())?;
        let known: HashSet<String> = match self.again {
            true => HashSet::new(),
            false => runtime
                .block_on(self.store.imported_blocks())?
                .into_iter()
                .collect(),
        };
        for lines in lines {
            let Lines {
                fingerprint,
                statements,
                summary: mut told,
            } = lines?;
            let block = format!("{:032x}", fingerprint.digest128());
            if known.contains(&block) {
                summary.seen_before += std::mem::take(&mut told.read);
                summary.add(told);
                continue;
            }
            summary.add(told);
            let batch = Batch {
                block: Some(block),
                ..workspace.apply(statements)?
            };
            summary.contradict(std::mem::take(&mut workspace.contradictions));
            for record in &batch.records {
                *summary
                    .written
                    .entry(kinora_model::facts::plural(record.key.kind))
                    .or_default() += 1;
            }
            *summary.written.entry("credits").or_default() += batch.credits.len() as u64;
            if workspace.is_full() {
                // A further batch is taken only when the one before it is being written, so after two empty ones
                // nothing that is forgotten is unwritten.
                for batch in [batch, Batch::default(), Batch::default()] {
                    hand_over(batches, batch)?;
                }
                workspace.clear();
            } else {
                hand_over(batches, batch)?;
            }
            if self.progress.stop.load(Ordering::Relaxed) {
                summary.stopped = true;
                break;
            }
        }
        Ok(())
    }
}

fn hand_over(batches: &SyncSender<Batch>, batch: Batch) -> anyhow::Result<()> {
    batches
        .send(batch)
        .map_err(|_| anyhow::anyhow!("the writer ended"))
}

fn lines_sender(
    lines: SyncSender<anyhow::Result<Lines>>,
) -> impl Fn(anyhow::Result<Lines>) -> bool {
    move |message| lines.send(message).is_ok()
}

fn write_batches(store: &Store, runtime: &Handle, batches: &Receiver<Batch>) -> anyhow::Result<()> {
    for batch in batches {
        runtime.block_on(store.bulk(batch))?;
    }
    Ok(())
}

/// Reads lines into statements and hands them over a batch at a time; ends when nobody takes them any more.
fn read_lines(
    name: &str,
    mut reader: impl BufRead,
    progress: &Progress,
    send: &dyn Fn(anyhow::Result<Lines>) -> bool,
) {
    let (mut line, mut number, mut pending) = (Vec::new(), 0, 0);
    let mut lines = Lines::default();
    loop {
        line.clear();
        number += 1;
        let length = match read_line(&mut reader, &mut line, LONGEST_LINE) {
            Ok(0) => break,
            Ok(length) => length,
            Err(error) => {
                send(Ok(std::mem::take(&mut lines)));
                send(Err(
                    anyhow::Error::new(error).context(format!("line {number} cannot be read"))
                ));
                return;
            }
        };
        progress.bytes.fetch_add(length, Ordering::Relaxed);
        progress.rows.fetch_add(1, Ordering::Relaxed);
        pending += line.len();
        lines.fingerprint.update(&line);
        match read_row(&line, &mut lines.statements) {
            Ok(Some(Outcome::Read)) => lines.summary.read += 1,
            Ok(Some(Outcome::PassedOver(reason))) => {
                *lines.summary.passed_over.entry(reason).or_default() += 1;
            }
            Ok(None) => {}
            Err(reason) => lines
                .summary
                .malformed
                .push((name.to_owned(), number, reason)),
        }
        if pending >= BLOCK_BYTES {
            pending = 0;
            if !send(Ok(std::mem::take(&mut lines))) {
                return;
            }
        }
    }
    if number > 1 && pending > 0 {
        send(Ok(lines));
    }
}

/// Reads a line into `line` and answers its length with its end; a line that is too long is left out but counted.
fn read_line(reader: &mut impl BufRead, line: &mut Vec<u8>, longest: u64) -> io::Result<u64> {
    let length = reader.by_ref().take(longest).read_until(b'\n', line)? as u64;
    if length < longest || line.last() == Some(&b'\n') {
        return Ok(length);
    }
    line.clear();
    line.extend_from_slice(b"(a line that is too long)");
    let mut rest = length;
    loop {
        let buffer = reader.fill_buf()?;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let taken = end.map_or(buffer.len(), |end| end + 1);
        reader.consume(taken);
        rest += taken as u64;
        if end.is_some() || taken == 0 {
            return Ok(rest);
        }
    }
}

/// Reads one line; `None` for an empty one. A row that fails halfway says nothing.
fn read_row(line: &[u8], statements: &mut Vec<Statement>) -> Result<Option<Outcome>, String> {
    let line = line.trim_ascii();
    if line.is_empty() {
        return Ok(None);
    }
    let row: Row<'_> = serde_json::from_slice(line).map_err(|error| error.to_string())?;
    if row.method != "GET" {
        return Ok(Some(Outcome::PassedOver("not a GET request")));
    }
    if row.status != 200 {
        return Ok(Some(Outcome::PassedOver("a failed request")));
    }
    let before = statements.len();
    answer::read(&row.path, row.query, row.body, statements)
        .map(Some)
        .map_err(|error| {
            statements.truncate(before);
            format!("{}: {error}", row.path)
        })
}

struct Counted<R> {
    reader: R,
    progress: Arc<Progress>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.reader.read(buffer)?;
        self.progress
            .packed_bytes
            .fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}

/// Unpacks gzip and zstd by their first bytes, whatever the name says.
fn unpacked<R: Read + Send + 'static>(reader: R) -> io::Result<Box<dyn BufRead + Send>> {
    let mut reader = BufReader::with_capacity(1 << 18, reader);
    let start = reader.fill_buf()?;
    Ok(match start {
        [0x1f, 0x8b, ..] => Box::new(BufReader::with_capacity(
            1 << 18,
            flate2::bufread::MultiGzDecoder::new(reader),
        )),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Box::new(BufReader::with_capacity(
            1 << 18,
            zstd::stream::read::Decoder::with_buffer(reader)?,
        )),
        _ => Box::new(reader),
    })
}

impl Summary {
    fn add(&mut self, other: Summary) {
        self.read += other.read;
        self.seen_before += other.seen_before;
        for (reason, count) in other.passed_over {
            *self.passed_over.entry(reason).or_default() += count;
        }
        self.malformed_count += other.malformed.len() as u64;
        let room = Summary::LISTED.saturating_sub(self.malformed.len());
        self.malformed
            .extend(other.malformed.into_iter().take(room));
    }

    fn contradict(&mut self, contradictions: Vec<Contradiction>) {
        self.contradiction_count += contradictions.len() as u64;
        let room = Summary::LISTED.saturating_sub(self.contradictions.len());
        self.contradictions
            .extend(contradictions.into_iter().take(room));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_that_is_too_long_is_passed_over_and_the_next_one_read() {
        let text = format!("{}\nshort\n", "x".repeat(100));
        let (mut reader, mut line) = (text.as_bytes(), Vec::new());

        let long = read_line(&mut reader, &mut line, 40).unwrap();
        assert!(read_row(&line, &mut Vec::new()).is_err());
        line.clear();
        let short = read_line(&mut reader, &mut line, 40).unwrap();

        assert_eq!((long, short), (101, 6));
        assert_eq!(line, b"short\n");
    }

    #[test]
    fn a_row_that_fails_halfway_says_nothing() {
        let row = br#"{"method":"GET","path":"/3/tv/1/season/1","status":200,"body":{"id":5,"episodes":[{"id":1,"episode_number":1,"crew":[{"id":[]}]}]}}"#;
        let mut statements = Vec::new();

        assert!(read_row(row, &mut statements).is_err());
        assert!(statements.is_empty());
    }

    /// Paths of every form that is read, with a body that any of them may meet.
    fn lines() -> impl Strategy<Value = String> {
        let path = prop::sample::select(vec![
            "movie/1",
            "movie/tt1",
            "tv/1",
            "tv/1/season/1",
            "tv/1/season/1/episode/2",
            "person/1",
            "collection/1",
            "company/1",
            "network/1",
            "keyword/1",
            "credit/1",
            "review/1",
            "tv/episode_group/1",
            "find/tt1",
            "search/multi",
            "discover/tv",
            "movie/1/credits",
            "tv/1/aggregate_credits",
            "movie/1/images",
            "movie/1/translations",
            "person/1/tagged_images",
            "configuration",
            "genre/movie/list",
            "watch/providers/tv",
            "tv/1/season/1/credits",
            "person/1/combined_credits",
        ]);
        let key = prop::sample::select(vec![
            "id",
            "title",
            "cast",
            "crew",
            "results",
            "episodes",
            "genres",
            "release_date",
            "translations",
            "data",
            "media",
            "credit_id",
            "order",
            "roles",
            "posters",
            "groups",
            "belongs_to_collection",
            "vote_average",
            "iso_639_1",
        ]);
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            any::<f64>().prop_map(|number| serde_json::json!(number)),
            "\\PC{0,8}".prop_map(Into::into),
        ];
        let body = leaf.prop_recursive(4, 40, 6, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
                prop::collection::vec((key.clone(), inner), 0..6).prop_map(|pairs| pairs
                    .into_iter()
                    .map(|(key, value)| (key.to_owned(), value))
                    .collect()),
            ]
        });
        (path, body).prop_map(|(path, body)| {
            serde_json::json!({"method": "GET", "path": format!("/3/{path}"), "query": {}, "status": 200, "body": body}).to_string()
        })
    }

    proptest! {
        #[test]
        fn no_answer_makes_it_panic(line in lines()) {
            let _ = read_row(line.as_bytes(), &mut Vec::new());
        }

        #[test]
        fn no_bytes_make_it_panic(line in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read_row(&line, &mut Vec::new());
        }
    }
}
