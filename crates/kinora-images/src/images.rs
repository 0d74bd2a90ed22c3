//! The service: finds originals, makes variants once, keeps them.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use bytes::Bytes;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use tokio::sync::watch;

use crate::cache::DiskCache;
use crate::dominant::dominant;
use crate::error::{ImageError, Refusal};
use crate::header::Header;
use crate::known_colours::KnownColours;
use crate::name::{Format, Name};
use crate::originals::{Body, Meta, Original, Originals, Place};
use crate::size::{Extent, Rgb, Size};
use crate::upstream::{Upstream, UpstreamSettings};
use crate::variant::{Limits, render, scaled};

/// How many pictures wait for a worker before more are refused.
const QUEUE: usize = 64;
/// How many bytes of variants are kept in memory.
const MEMORY: u64 = 32 * 1024 * 1024;
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
#[derive(Clone, Debug)]
pub struct Variant {
    /// What it is in.
    pub format: Format,
    /// Its bytes.
    pub bytes: Bytes,
    /// Length, time and tag.
    pub meta: Meta,
}

/// What is answered.
#[derive(Clone, Debug)]
pub enum Kept {
    /// An original as it is stored.
    Original(Original),
    /// What was made of one.
    Variant(Arc<Variant>),
}

type Made = Result<Arc<Variant>, ImageError>;

#[derive(Clone)]
struct ByBytes;

impl Weighter<Box<str>, Arc<Variant>> for ByBytes {
    fn weight(&self, key: &Box<str>, variant: &Arc<Variant>) -> u64 {
        (key.len() + variant.bytes.len() + 256) as u64
    }
}

/// The service. A handle: clones are the same service.
#[derive(Clone)]
pub struct Images(Arc<Inner>);

impl std::fmt::Debug for Images {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Images").finish_non_exhaustive()
    }
}

struct Inner {
    originals: Originals,
    upstream: Option<Upstream>,
    disk: DiskCache,
    memory: Cache<Box<str>, Arc<Variant>, ByBytes>,
    refused: Cache<Box<str>, Refusal>,
    /// What is being made, so that whoever asks for the same waits for it.
    making: Mutex<HashMap<Box<str>, watch::Receiver<Option<Made>>>>,
    colours: KnownColours,
    /// Pictures whose colour is being worked out.
    looking: Mutex<HashSet<Name>>,
    workers: crate::workers::Workers,
    limits: Limits,
    original_bytes: u64,
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
        let items = usize::try_from(MEMORY / USUAL_SIZE).unwrap_or(usize::MAX);
        let disk = DiskCache::open(cache.clone(), cache_bytes)?;
        Ok(Images(Arc::new(Inner {
            originals: Originals::open(&originals)?,
            upstream: upstream.map(Upstream::new).transpose()?,
            disk,
            colours: KnownColours::open(&cache.join("colours"))?,
            looking: Mutex::default(),
            memory: Cache::with_weighter(items, MEMORY, ByBytes),
            refused: Cache::new(REMEMBERED),
            making: Mutex::default(),
            workers: crate::workers::Workers::new(workers, QUEUE),
            limits,
            original_bytes,
        })))
    }

    /// The most bytes of an original.
    pub fn original_bytes(&self) -> u64 {
        self.0.original_bytes
    }

    /// A variant that is in memory, for those who want to answer at once.
    pub fn at_hand(&self, size: Size, name: &Name) -> Option<Arc<Variant>> {
        self.0.memory.get(key(size, name).as_str())
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
        if let Some(variant) = self.at_hand(size, &wanted) {
            return Ok(Kept::Variant(variant));
        }
        // Without a look at the original, which may be far away: what is under a name never changes.
        let key = key(size, &wanted);
        if let Some(variant) = self.on_disk(&key, format).await? {
            let variant = Arc::new(variant);
            self.0.memory.insert(key.into(), Arc::clone(&variant));
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

    /// The dominant colour of a picture, if it is known and there is one. If it is not known, that is begun: whoever asks later is told.
    /// Does not wait.
    pub fn colour_at_hand(&self, name: &Name) -> Option<Rgb> {
        if let Some(known) = self.0.colours.get(&name.to_string()) {
            return known;
        }
        let mut looking = self.looking();
        // As with sizes: beyond the queue nothing is begun, and somebody will ask again.
        if looking.len() < QUEUE && looking.insert(name.clone()) {
            let (images, name) = (self.clone(), name.clone());
            tokio::spawn(async move {
                if let Err(error) = images.colour(&name).await {
                    tracing::debug!(%error, %name, "cannot work out a colour");
                }
                images.looking().remove(&name);
            });
        }
        None
    }

    /// The dominant colour of a picture; none where hardly anything in it has one. It is worked out once and kept.
    pub async fn colour(&self, name: &Name) -> Result<Option<Rgb>, ImageError> {
        if let Some(known) = self.0.colours.get(&name.to_string()) {
            return Ok(known);
        }
        let original = self.find(name).await?.ok_or(ImageError::Missing)?;
        let turn = self.0.workers.turn().await?;
        let read = self.0.originals.read(&original, self.0.original_bytes);
        let (bytes, images, name) = (read.await?, self.clone(), name.to_string());
        turn.work(move || {
            // What cannot be shown has no colour, and is not looked at again.
            let colour = match scaled(&bytes, PROOF.extent, &images.0.limits) {
                Ok(raster) => dominant(&raster),
                Err(ImageError::Refused(_)) => None,
                Err(error) => return Err(error),
            };
            images.0.colours.keep(&name, colour)?;
            Ok(colour)
        })
        .await
    }

    fn looking(&self) -> MutexGuard<'_, HashSet<Name>> {
        let looking = self.0.looking.lock();
        looking.unwrap_or_else(PoisonError::into_inner)
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
        let limits = self.0.limits;
        let checked = bytes.clone();
        let turn = self.0.workers.turn().await?;
        let (name, header) = turn
            .work(move || {
                let header = Header::read(&checked, &limits)?;
                // The whole file is read for it, so what is cut off or broken shows.
                render(&checked, PROOF, Format::Png, &limits)?;
                let name = name.map(|name| name.with_format(header.format));
                Ok((
                    name.unwrap_or_else(|| Name::of(&checked, header.format)),
                    header,
                ))
            })
            .await?;
        self.0.originals.put(&name, bytes).await?;
        Ok((name, header))
    }

    /// The original of a name: ours, or fetched from the upstream and kept as ours.
    async fn find(&self, name: &Name) -> Result<Option<Original>, ImageError> {
        let found = self.0.originals.find(name).await?;
        let (None, Some(upstream)) = (&found, &self.0.upstream) else {
            return Ok(found);
        };
        let Some(bytes) = upstream.fetch(name, self.0.original_bytes).await? else {
            return Ok(None);
        };
        let (checked, limits) = (bytes.clone(), self.0.limits);
        let turn = self.0.workers.turn().await?;
        let header = turn
            .work(move || Ok(Header::read(&checked, &limits)?))
            .await?;
        // Under the name that it has there, whatever its bytes are, because catalogues know it by that.
        let name = name.with_format(header.format);
        self.0.originals.put(&name, bytes).await?;
        self.0.originals.find(&name).await
    }

    /// Makes a variant, waits for whoever is making it, or takes it from the disk.
    async fn variant(&self, original: Original, size: Size, format: Format, key: Box<str>) -> Made {
        if let Some(refusal) = self.0.refused.get(&key) {
            return Err(refusal.into());
        }
        let mut made = {
            let mut making = self.0.making.lock().unwrap_or_else(PoisonError::into_inner);
            match making.get(&key) {
                // One whose maker is gone is made anew.
                Some(made) if made.has_changed().is_ok() => made.clone(),
                _ => {
                    let (sender, receiver) = watch::channel(None);
                    making.insert(key.clone(), receiver.clone());
                    let images = self.clone();
                    // A task of its own: whoever asked may go away, others may have come.
                    tokio::spawn(async move {
                        let made = images.make(original, size, format, &key).await;
                        if let Ok(variant) = &made {
                            images.0.memory.insert(key.clone(), Arc::clone(variant));
                        }
                        if let Err(ImageError::Refused(refusal)) = &made {
                            images.0.refused.insert(key.clone(), *refusal);
                        }
                        let mut making = images
                            .0
                            .making
                            .lock()
                            .unwrap_or_else(PoisonError::into_inner);
                        making.remove(&key);
                        drop(making);
                        let _ = sender.send(Some(made));
                    });
                    receiver
                }
            }
        };
        let made = made.wait_for(Option::is_some).await;
        made.ok()
            .and_then(|made| made.clone())
            .unwrap_or_else(|| Err(ImageError::Failed("a picture was not finished".into())))
    }

    async fn make(&self, original: Original, size: Size, format: Format, key: &str) -> Made {
        // Somebody may have made it between looking for it and coming here.
        if let Some(variant) = self.on_disk(key, format).await? {
            return Ok(Arc::new(variant));
        }
        let turn = self.0.workers.turn().await?;
        let bytes = self
            .0
            .originals
            .read(&original, self.0.original_bytes)
            .await?;
        let (images, key) = (self.clone(), key.to_owned());
        turn.work(move || {
            let made = render(&bytes, size, format, &images.0.limits)?;
            let modified = images.0.disk.write(&key, &made).unwrap_or_else(|error| {
                tracing::warn!(%error, "cannot keep a picture in the cache");
                SystemTime::now()
            });
            Ok(Arc::new(Variant::new(made, format, modified)))
        })
        .await
    }

    async fn on_disk(&self, key: &str, format: Format) -> Result<Option<Variant>, ImageError> {
        if !self.0.disk.holds(key) {
            return Ok(None);
        }
        let (images, key) = (self.clone(), key.to_owned());
        let read = tokio::task::spawn_blocking(move || images.0.disk.read(&key)).await;
        let read = read.map_err(|error| ImageError::Failed(error.to_string()))?;
        Ok(read.map(|(bytes, modified)| Variant::new(bytes, format, modified)))
    }
}

/// What a picture that is taken in is made into, to see whether that can be done, and what its colour is worked out from.
const PROOF: Size = Size {
    extent: Extent::Width(92),
    filter: None,
};

impl Variant {
    fn new(bytes: Vec<u8>, format: Format, modified: SystemTime) -> Variant {
        let meta = Meta {
            length: bytes.len() as u64,
            modified,
            tag: format!("{:032x}", xxhash_rust::xxh3::xxh3_128(&bytes)),
        };
        Variant {
            format,
            bytes: bytes.into(),
            meta,
        }
    }
}

/// What a variant is called, in memory and on the disk.
fn key(size: Size, name: &Name) -> String {
    format!("{size}-{name}")
}
