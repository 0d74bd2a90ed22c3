//! The service: finds originals and takes them in, and answers variants that are kept. Making them is in [`crate::making`], colours are in
//! [`crate::colours`].

use std::any::Any;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::SystemTime;

use bytes::Bytes;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use tokio::sync::watch;

use crate::cache::DiskCache;
use crate::decode::sniff;
use crate::error::{ImageError, Refusal};
use crate::header::Header;
use crate::known_colours::KnownColours;
use crate::memory::Memory;
use crate::name::{Format, Name};
use crate::originals::{Body, Meta, Original, Originals, Place};
use crate::size::{Extent, Size};
use crate::upstream::{Upstream, UpstreamSettings};
use crate::variant::{Limits, Plan, memory_of_planning};
use crate::workers::Workers;

/// How many pictures wait for a worker before more are refused.
pub const QUEUE: usize = 64;
/// How many bytes of variants are kept in memory.
const AT_HAND: u64 = 32 * 1024 * 1024;
/// How large a variant usually is, for the bookkeeping of the memory.
const USUAL_SIZE: u64 = 32 * 1024;
/// How many forms that cannot be made are remembered, so that they are not tried again and again.
const REMEMBERED: usize = 4096;

/// How the service is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where originals live.
    pub originals: Place,
    /// Where variants are kept.
    pub cache: PathBuf,
    /// How many bytes of variants are kept on the disk.
    pub cache_bytes: u64,
    /// What is decoded.
    pub limits: Limits,
    /// The most bytes of an original.
    pub original_bytes: u64,
    /// How many pictures are made at a time.
    pub workers: usize,
    /// Where originals that are missing are fetched from.
    pub upstream: Option<UpstreamSettings>,
}

impl Settings {
    /// The usual ones, for a data folder.
    pub fn of(data: &std::path::Path) -> Settings {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Settings {
            originals: Place::Folder(data.join("images")),
            cache: data.join("image-cache"),
            cache_bytes: 2048 * 1024 * 1024,
            limits: Limits::default(),
            original_bytes: 20_000_000,
            // Half of the machine stays with the answers.
            workers: (cores / 2).max(1),
            upstream: None,
        }
    }
}

/// A variant, whole in memory.
#[derive(Debug)]
pub struct Variant {
    /// What it is in.
    pub format: Format,
    /// Its bytes.
    pub bytes: Bytes,
    /// Length, time and tag.
    pub meta: Meta,
    beside: OnceLock<Box<dyn Any + Send + Sync>>,
}

/// What is answered.
#[derive(Clone, Debug)]
pub enum Kept {
    /// An original as it is stored.
    Original(Original),
    /// What was made of one.
    Variant(Arc<Variant>),
}

pub type Made = Result<Arc<Variant>, ImageError>;

/// Variants weigh what they take in memory.
#[derive(Clone)]
pub struct ByBytes;

impl Weighter<Box<str>, Arc<Variant>> for ByBytes {
    fn weight(&self, key: &Box<str>, variant: &Arc<Variant>) -> u64 {
        (key.len() + variant.bytes.len() + 256) as u64
    }
}

/// The service. A handle: clones are the same service.
#[derive(Clone)]
pub struct Images(pub(crate) Arc<Inner>);

impl std::fmt::Debug for Images {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Images").finish_non_exhaustive()
    }
}

pub struct Inner {
    pub originals: Originals,
    upstream: Option<Upstream>,
    pub disk: DiskCache,
    /// Variants in memory.
    pub at_hand: Cache<Box<str>, Arc<Variant>, ByBytes>,
    pub refused: Cache<Box<str>, Refusal>,
    /// What is being made, so that whoever asks for the same waits for it.
    pub making: Mutex<HashMap<Box<str>, watch::Receiver<Option<Made>>>>,
    pub colours: KnownColours,
    /// Pictures whose colour is being worked out.
    pub looking: Mutex<HashSet<Name>>,
    pub workers: Workers,
    pub memory: Memory,
    pub limits: Limits,
    pub original_bytes: u64,
}

impl Images {
    /// Opens the places of originals and variants.
    pub fn open(settings: Settings) -> Result<Images, ImageError> {
        let Settings {
            originals,
            cache,
            cache_bytes,
            limits,
            original_bytes,
            workers,
            upstream,
        } = settings;
        let items = usize::try_from(AT_HAND / USUAL_SIZE).unwrap_or(usize::MAX);
        let disk = DiskCache::open(cache.clone(), cache_bytes)?;
        Ok(Images(Arc::new(Inner {
            originals: Originals::open(&originals)?,
            upstream: upstream.map(Upstream::new).transpose()?,
            disk,
            colours: KnownColours::open(&cache.join("colours"))?,
            looking: Mutex::default(),
            at_hand: Cache::with_weighter(items, AT_HAND, ByBytes),
            refused: Cache::new(REMEMBERED),
            making: Mutex::default(),
            workers: Workers::new(workers, QUEUE),
            memory: Memory::new(limits.memory),
            limits,
            original_bytes,
        })))
    }

    /// The most bytes of an original.
    pub fn original_bytes(&self) -> u64 {
        self.0.original_bytes
    }

    /// A variant that is in memory, for those who want to answer at once. What is asked for is told as it stands in paths; other ways to write the
    /// same size are not known here.
    pub fn at_hand(&self, size: &str, stem: &str, format: Format) -> Option<Arc<Variant>> {
        thread_local! {
            static KEY: RefCell<String> = const { RefCell::new(String::new()) };
        }
        KEY.with_borrow_mut(|key| {
            key.clear();
            for part in [size, "-", stem, ".", format.extension()] {
                key.push_str(part);
            }
            self.0.at_hand.get(key.as_str())
        })
    }

    /// A picture in a size and in the format that the name says.
    pub async fn get(&self, size: Size, name: &Name) -> Result<Kept, ImageError> {
        self.get_as(size, name, name.format()).await
    }

    /// A picture in a size and in a format, whatever the name says.
    pub async fn get_as(
        &self,
        size: Size,
        name: &Name,
        format: Format,
    ) -> Result<Kept, ImageError> {
        // A drawing has no sizes, and nothing else becomes one.
        if format == Format::Svg && size != Size::ORIGINAL {
            return Err(ImageError::Missing);
        }
        let wanted = name.with_format(format);
        let key = key(size, &wanted);
        if let Some(variant) = self.0.at_hand.get(key.as_str()) {
            return Ok(Kept::Variant(variant));
        }
        // Without a look at the original, which may be far away: what is under a name never changes.
        if let Some(variant) = self.on_disk(&key, format).await? {
            let variant = Arc::new(variant);
            self.0.at_hand.insert(key.into(), Arc::clone(&variant));
            return Ok(Kept::Variant(variant));
        }
        let original = self.find(name).await?.ok_or(ImageError::Missing)?;
        if size == Size::ORIGINAL && original.name == wanted {
            return Ok(Kept::Original(original));
        }
        if format == Format::Svg {
            return Err(ImageError::Missing);
        }
        let variant = self.variant(original, size, format, key.into()).await?;
        Ok(Kept::Variant(variant))
    }

    /// The bytes of an original, or a part of them.
    pub async fn stream(
        &self,
        original: &Original,
        range: Option<std::ops::Range<u64>>,
    ) -> Result<Body, ImageError> {
        self.0.originals.stream(original, range).await
    }

    /// Takes a picture in: checks it, names it by its bytes unless it has a name, stores it. Taking in the same again changes
    /// nothing. The extension follows from the bytes, whatever a name says.
    pub async fn ingest(
        &self,
        bytes: Bytes,
        name: Option<Name>,
    ) -> Result<(Name, Header), ImageError> {
        if bytes.len() as u64 > self.0.original_bytes {
            return Err(Refusal::TooLarge.into());
        }
        let turn = self.0.workers.turn().await?;
        let planning = memory_of_planning(sniff(&bytes), bytes.len() as u64);
        let mut share = self.0.memory.share(planning).await?;
        let (limits, checked) = (self.0.limits, bytes.clone());
        let plan = move || {
            let plan = Plan::new(&checked, PROOF, &limits)?;
            Ok((plan.memory(), plan.header()))
        };
        let (needed, header) = turn.work(plan).await?;
        if !share.grow(needed) {
            share = share.exchange(needed).await?;
        }
        let checked = bytes.clone();
        let look = move || {
            let _share = share;
            // The whole file is read for it, so what is cut off or broken shows.
            Plan::new(&checked, PROOF, &limits)?.pixels()?;
            Ok(match name {
                Some(name) => name.with_format(header.format),
                None => Name::of(&checked, header.format),
            })
        };
        let name = turn.work(look).await?;
        self.0.originals.put(&name, bytes).await?;
        Ok((name, header))
    }

    /// The original of a name: ours, or fetched from the upstream and kept as ours.
    pub(crate) async fn find(&self, name: &Name) -> Result<Option<Original>, ImageError> {
        let found = self.0.originals.find(name).await?;
        let (None, Some(upstream)) = (&found, &self.0.upstream) else {
            return Ok(found);
        };
        let most = self.0.original_bytes;
        let Some(fetched) = upstream.fetch(name, most, &self.0.memory).await? else {
            return Ok(None);
        };
        let limits = self.0.limits;
        let bytes = fetched.bytes.clone();
        let read = tokio::task::spawn_blocking(move || Header::read(&bytes, &limits));
        let header = read.await.unwrap_or(Err(Refusal::Damaged))?;
        // Under the name that it has there, whatever its bytes are, because catalogues know it by that.
        let name = name.with_format(header.format);
        self.0.originals.put(&name, fetched.bytes).await?;
        self.0.originals.find(&name).await
    }
}

/// What a picture that is taken in is made into, to see whether that can be done, and what its colour is worked out from.
pub const PROOF: Size = Size {
    extent: Extent::Width(92),
    filter: None,
};

impl Variant {
    pub(crate) fn new(bytes: Vec<u8>, format: Format, modified: SystemTime) -> Variant {
        let meta = Meta {
            length: bytes.len() as u64,
            modified,
            tag: format!("{:032x}", xxhash_rust::xxh3::xxh3_128(&bytes)),
        };
        Variant {
            format,
            bytes: bytes.into(),
            meta,
            beside: OnceLock::new(),
        }
    }

    /// What whoever answers it makes of it once and keeps beside it; nothing if another type is kept there.
    pub fn beside<T: Any + Send + Sync>(&self, make: impl FnOnce(&Variant) -> T) -> Option<&T> {
        let kept = self.beside.get_or_init(|| Box::new(make(self)));
        kept.downcast_ref()
    }
}

/// What a variant is called, in memory and on the disk.
fn key(size: Size, name: &Name) -> String {
    format!("{size}-{name}")
}
