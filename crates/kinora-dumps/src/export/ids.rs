//! The daily files of ids (contract 3.28): one JSON object a line, packed with gzip.
//!
//! Each kind is read once, row by row; where adult ones have a file of their own, both are written side by side. So a file of a million lines takes no more memory than one of ten.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::mpsc::sync_channel;

use anyhow::Context;
use flate2::Compression;
use flate2::write::GzEncoder;
use kinora_model::export::{ExportFile, ExportList};
use kinora_model::key::Kind;
use kinora_model::part::{Part, PartSet};
use kinora_model::text::{TextField, Texts};
use kinora_model::{Date, Locale};
use kinora_store::{Card, Store};
use serde::{Deserialize, Serialize};
use tokio::runtime::Handle;

use super::unfinished::Unfinished;

/// How many rows may wait to be packed.
const WAITING: usize = 1_000;
/// How much is packed at a time, in bytes.
const CHUNK: usize = 1 << 16;
/// For how many days files are kept: three months.
const KEPT_DAYS: i64 = 92;

/// Writes the files of a day into a folder, which is made when it is missing. Answers how many ids each file lists.
pub fn write_ids(
    store: &Store,
    runtime: &Handle,
    folder: &Path,
    day: Date,
) -> anyhow::Result<Vec<(ExportFile, u64)>> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let mut written = Vec::new();
    for list in ExportList::ALL.into_iter().filter(|list| !list.adult) {
        let lists = ExportList::ALL.into_iter();
        let files = lists
            .filter(|other| other.kind == list.kind)
            .map(|list| Lines::create(folder, ExportFile { list, day }));
        let mut files: Vec<Lines> = files.collect::<anyhow::Result<_>>()?;
        each_card(store, runtime, list.kind, |card| {
            let facts = card.record.raw(Part::Facts).unwrap_or("{}");
            let facts: ListedFacts<'_> = serde_json::from_str(facts)?;
            let is_adult = facts.adult.unwrap_or_default();
            let listing = files
                .iter_mut()
                .find(|lines| lines.file.list.adult == is_adult);
            // Kinds without a file of their own for adult ones list everything.
            match listing {
                Some(lines) => lines.add(card, &facts),
                None => files[0].add(card, &facts),
            }
        })?;
        for lines in files {
            written.push(lines.finish()?);
        }
    }
    Ok(written)
}

/// Whether every file of a day is in the folder.
pub fn are_written(folder: &Path, day: Date) -> bool {
    let files = ExportList::ALL
        .into_iter()
        .map(|list| ExportFile { list, day });
    let mut paths = files.map(|file| folder.join(file.to_string()));
    paths.all(|path| path.exists())
}

/// Removes the files of days more than three months before `today`, and what interrupted exports left behind; answers how many
/// files that were.
pub fn remove_old(folder: &Path, today: Date) -> anyhow::Result<usize> {
    let failed = || format!("cannot tidy {}", folder.display());
    let mut removed = 0;
    for entry in std::fs::read_dir(folder).with_context(failed)? {
        let path = entry.with_context(failed)?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let name = name.unwrap_or_default();
        let day = |file: ExportFile| today.day_number() - file.day.day_number();
        let is_old = match name.parse() {
            Ok(file) => day(file) > KEPT_DAYS,
            Err(_) => Unfinished::is_abandoned(&path),
        };
        if is_old {
            std::fs::remove_file(&path).with_context(failed)?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// Every live entity of a kind, by id.
fn each_card(
    store: &Store,
    runtime: &Handle,
    kind: Kind,
    mut take: impl FnMut(&Card) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let parts = match kind {
        Kind::Collection => PartSet::of(&[Part::Facts, Part::Texts]),
        _ => PartSet::of(&[Part::Facts]),
    };
    let (rows, cards) = sync_channel::<Card>(WAITING);
    // Reading and packing beside each other; each may end early, and the other notices.
    std::thread::scope(|scope| {
        let reader = scope.spawn(move || {
            runtime.block_on(
                store.each_card(kind, parts, move |card| match rows.send(card) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(_) => ControlFlow::Break(()),
                }),
            )
        });
        let taken = cards.iter().try_for_each(|card| take(&card));
        drop(cards);
        let read = reader
            .join()
            .map_err(|_| anyhow::anyhow!("the reader ended unexpectedly"))?;
        taken.and(read.map_err(anyhow::Error::from))
    })
}

/// The facts that lines are made of. Strings stay as they are stored, escapes and all.
#[derive(Deserialize)]
struct ListedFacts<'a> {
    adult: Option<bool>,
    video: Option<bool>,
    #[serde(borrow)]
    original_title: Option<&'a serde_json::value::RawValue>,
    #[serde(borrow)]
    original_name: Option<&'a serde_json::value::RawValue>,
    #[serde(borrow)]
    name: Option<&'a serde_json::value::RawValue>,
}

/// A line of any file; each kind leaves out what is not its own.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    adult: Option<bool>,
    id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    original_title: Option<Name<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    original_name: Option<Name<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Name<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    popularity: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    video: Option<bool>,
}

/// A name as it is stored, or one that was looked for.
#[derive(Serialize)]
#[serde(untagged)]
enum Name<'a> {
    Stored(&'a serde_json::value::RawValue),
    Found(String),
}

impl<'a> Line<'a> {
    fn of(card: &Card, facts: &ListedFacts<'a>) -> anyhow::Result<Line<'a>> {
        let name = |stored: Option<&'a serde_json::value::RawValue>| {
            stored.map_or(Name::Found(String::new()), Name::Stored)
        };
        let mut line = Line {
            adult: None,
            id: card.record.key.id,
            original_title: None,
            original_name: None,
            name: None,
            popularity: None,
            video: None,
        };
        match card.record.key.kind {
            Kind::Movie => {
                line.adult = Some(facts.adult.unwrap_or_default());
                line.original_title = Some(name(facts.original_title));
                line.popularity = Some(card.stat.popularity);
                line.video = Some(facts.video.unwrap_or_default());
            }
            Kind::Series => {
                line.original_name = Some(name(facts.original_name));
                line.popularity = Some(card.stat.popularity);
            }
            Kind::Person => {
                line.adult = Some(facts.adult.unwrap_or_default());
                line.name = Some(name(facts.name));
                line.popularity = Some(card.stat.popularity);
            }
            Kind::Collection => {
                let texts: Texts = card.record.part()?;
                line.name = Some(match texts.read(Locale::DEFAULT, TextField::Title) {
                    "" => name(facts.name.or(facts.original_name)),
                    title => Name::Found(title.to_owned()),
                });
            }
            _ => line.name = Some(name(facts.name)),
        }
        Ok(line)
    }
}

/// A file under way.
struct Lines {
    file: ExportFile,
    packed: GzEncoder<Unfinished>,
    pending: Vec<u8>,
    count: u64,
}

impl Lines {
    fn create(folder: &Path, file: ExportFile) -> anyhow::Result<Lines> {
        let path = folder.join(file.to_string());
        let unfinished = Unfinished::create(&path)
            .with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Lines {
            file,
            packed: GzEncoder::new(unfinished, Compression::new(6)),
            pending: Vec::with_capacity(CHUNK),
            count: 0,
        })
    }

    fn add(&mut self, card: &Card, facts: &ListedFacts<'_>) -> anyhow::Result<()> {
        serde_json::to_writer(&mut self.pending, &Line::of(card, facts)?)?;
        self.pending.push(b'\n');
        self.count += 1;
        if self.pending.len() >= CHUNK {
            self.packed.write_all(&self.pending)?;
            self.pending.clear();
        }
        Ok(())
    }

    fn finish(mut self) -> anyhow::Result<(ExportFile, u64)> {
        self.packed.write_all(&self.pending)?;
        self.packed.finish()?.finish()?;
        Ok((self.file, self.count))
    }
}
