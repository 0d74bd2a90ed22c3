//! The configuration of pictures: the table `images` of the file, `KINORA_IMAGE_*` variables, `--image-*` flags.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use kinora_images::{Images, Limits, Place, Settings, UpstreamSettings};
use serde::Deserialize;

/// What flags, environment and the file can say; absent means unsaid.
#[derive(Args, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ImageConfig {
    /// Where original pictures are: a folder, or s3://bucket/prefix [default: images in the data folder]
    #[arg(
        long = "image-store",
        global = true,
        env = "KINORA_IMAGE_STORE",
        value_name = "PLACE"
    )]
    store: Option<String>,
    /// How many MiB of sizes made of pictures are kept on the disk [default: 2048]
    #[arg(
        long = "image-cache",
        global = true,
        env = "KINORA_IMAGE_CACHE",
        value_name = "MIB"
    )]
    cache: Option<u32>,
    /// How many million pixels a picture may have [default: 64]
    #[arg(
        long = "image-megapixels",
        global = true,
        env = "KINORA_IMAGE_MEGAPIXELS",
        value_name = "NUMBER"
    )]
    megapixels: Option<u32>,
    /// How many million bytes a picture may have [default: 20]
    #[arg(
        long = "image-megabytes",
        global = true,
        env = "KINORA_IMAGE_MEGABYTES",
        value_name = "NUMBER"
    )]
    megabytes: Option<u32>,
    /// Where pictures that are missing are fetched from, up to their names [default: nowhere]
    #[arg(
        long = "image-upstream",
        global = true,
        env = "KINORA_IMAGE_UPSTREAM",
        value_name = "URL"
    )]
    upstream: Option<String>,
    /// Whether the upstream may be in a private network [default: false]
    #[arg(
        long = "image-upstream-private",
        global = true,
        env = "KINORA_IMAGE_UPSTREAM_PRIVATE",
        value_name = "BOOL"
    )]
    upstream_private: Option<bool>,
}

impl ImageConfig {
    /// What this says, and where it is silent what the other says.
    pub fn or(self, other: ImageConfig) -> ImageConfig {
        ImageConfig {
            store: self.store.or(other.store),
            cache: self.cache.or(other.cache),
            megapixels: self.megapixels.or(other.megapixels),
            megabytes: self.megabytes.or(other.megabytes),
            upstream: self.upstream.or(other.upstream),
            upstream_private: self.upstream_private.or(other.upstream_private),
        }
    }

    /// The settings in force for a data folder.
    fn settings(&self, data: &Path) -> anyhow::Result<Settings> {
        let mut settings = Settings::of(data);
        if let Some(store) = self.store.as_deref().filter(|store| !store.is_empty()) {
            settings.originals = if store.starts_with("s3://") {
                Place::Bucket(store.to_owned())
            } else {
                Place::Folder(PathBuf::from(store))
            };
        }
        if let Some(cache) = self.cache {
            settings.cache_bytes = u64::from(cache) * 1024 * 1024;
        }
        if let Some(megapixels) = self.megapixels {
            anyhow::ensure!(
                (1..=1000).contains(&megapixels),
                "image_megapixels can be 1 to 1000"
            );
            settings.limits = Limits {
                pixels: u64::from(megapixels) * 1_000_000,
            };
        }
        if let Some(megabytes) = self.megabytes {
            anyhow::ensure!(
                (1..=1000).contains(&megabytes),
                "image_megabytes can be 1 to 1000"
            );
            settings.original_bytes = u64::from(megabytes) * 1_000_000;
        }
        let upstream = self.upstream.clone().filter(|base| !base.is_empty());
        settings.upstream = upstream.map(|base| UpstreamSettings {
            base,
            private: self.upstream_private.unwrap_or(false),
        });
        Ok(settings)
    }

    /// Opens the pictures.
    pub fn open(&self, data: &Path) -> anyhow::Result<Images> {
        let settings = self.settings(data)?;
        let place = settings.originals.clone();
        Images::open(settings).with_context(|| format!("cannot open the pictures in {place}"))
    }

    /// The settings in force, for `kinora config show`.
    pub fn table(&self, data: &Path) -> anyhow::Result<toml::Table> {
        let settings = self.settings(data)?;
        let mut table = toml::Table::new();
        let mut put = |name: &str, value: toml::Value| table.insert(name.to_owned(), value);
        put("store", settings.originals.to_string().into());
        put(
            "cache",
            i64::try_from(settings.cache_bytes / 1024 / 1024)?.into(),
        );
        put(
            "megapixels",
            i64::try_from(settings.limits.pixels / 1_000_000)?.into(),
        );
        put(
            "megabytes",
            i64::try_from(settings.original_bytes / 1_000_000)?.into(),
        );
        if let Some(upstream) = settings.upstream {
            put("upstream", upstream.base.into());
            put("upstream_private", upstream.private.into());
        }
        Ok(table)
    }
}
