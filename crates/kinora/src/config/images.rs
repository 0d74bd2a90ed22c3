//! The options of pictures.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{ArgAction, Args, value_parser};
use kinora_images::{Images, Limits, Place, Settings, UpstreamSettings};

/// How pictures are kept.
#[derive(Args)]
#[command(next_help_heading = "Images")]
pub struct ImageOptions {
    /// Where original pictures are: a folder, or s3://bucket/prefix [default: images in the data folder]
    #[arg(id = "image_store", value_name = "PLACE", value_parser = place)]
    store: Option<Place>,
    /// How many MiB of sizes made of pictures are kept on the disk
    #[arg(id = "image_cache", value_name = "MIB", default_value_t = 2048)]
    cache: u32,
    /// How many million pixels a picture may have
    #[arg(id = "image_megapixels", value_name = "NUMBER", default_value_t = 64, value_parser = value_parser!(u64).range(1..=1000))]
    megapixels: u64,
    /// How many million bytes a picture may have
    #[arg(id = "image_megabytes", value_name = "NUMBER", default_value_t = 20, value_parser = value_parser!(u64).range(1..=1000))]
    megabytes: u64,
    /// How many million bytes of memory the making of pictures may take
    #[arg(id = "image_memory", value_name = "NUMBER", default_value_t = 256, value_parser = value_parser!(u64).range(64..=1_000_000))]
    memory: u64,
    /// How many pictures are made at a time [default: half as many as there are cores]
    #[arg(id = "image_workers", value_name = "NUMBER", value_parser = value_parser!(u16).range(1..=1024))]
    workers: Option<u16>,
    /// Where pictures that are missing are fetched from, up to their names [default: nowhere]
    #[arg(id = "image_upstream", value_name = "URL")]
    upstream: Option<String>,
    /// Whether the upstream may be in a private network
    #[arg(id = "image_upstream_private", value_name = "BOOL", default_value_t = false, action = ArgAction::Set)]
    upstream_private: bool,
}

impl ImageOptions {
    /// Opens the pictures of a data folder.
    pub fn open(&self, data: &Path) -> anyhow::Result<Images> {
        let usual = Settings::of(data);
        let settings = Settings {
            originals: self.store.clone().unwrap_or(usual.originals),
            cache_bytes: u64::from(self.cache) * 1024 * 1024,
            limits: Limits {
                pixels: self.megapixels * 1_000_000,
                memory: self.memory * 1_000_000,
            },
            workers: self.workers.map_or(usual.workers, usize::from),
            original_bytes: self.megabytes * 1_000_000,
            upstream: self.upstream.clone().map(|base| UpstreamSettings {
                base,
                private: self.upstream_private,
            }),
            ..usual
        };
        let place = settings.originals.clone();
        Images::open(settings).with_context(|| format!("cannot open the pictures in {place}"))
    }
}

/// A place of originals.
fn place(text: &str) -> Result<Place, &'static str> {
    match text {
        "" => Err("it is empty"),
        _ if text.starts_with("s3://") => Ok(Place::Bucket(text.to_owned())),
        _ => Ok(Place::Folder(PathBuf::from(text))),
    }
}
