//! Where originals live: a folder, or a store with the interface of S3.

use std::fmt;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use futures_util::stream::{BoxStream, StreamExt};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{
    BackoffConfig, GetOptions, GetRange, ObjectStore, ObjectStoreExt as _, PutPayload, RetryConfig,
};

use crate::error::{ImageError, Refusal};
use crate::name::{Format, Name};

/// How many names are remembered with what they were found as.
const REMEMBERED: usize = 100_000;

/// How long a store that does not answer is asked again: somebody is waiting for a picture.
const PATIENCE: RetryConfig = RetryConfig {
    backoff: BackoffConfig {
        init_backoff: Duration::from_millis(50),
        max_backoff: Duration::from_secs(1),
        base: 2.0,
    },
    max_retries: 3,
    retry_timeout: Duration::from_secs(10),
};

/// Where originals live.
#[derive(Clone, Debug)]
pub enum Place {
    /// A folder, which is made where it is missing.
    Folder(PathBuf),
    /// `s3://bucket` or `s3://bucket/prefix`; who one is and where the store is are told by the usual `AWS_…` variables.
    Bucket(String),
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Folder(path) => path.display().fmt(formatter),
            Place::Bucket(url) => formatter.write_str(url),
        }
    }
}

/// An original that is there.
#[derive(Clone, Debug)]
pub struct Original {
    /// The name that it is stored under.
    pub name: Name,
    /// What is known of its bytes.
    pub meta: Meta,
}

/// What is known of bytes without reading them.
#[derive(Clone, Debug)]
pub struct Meta {
    /// How many.
    pub length: u64,
    /// When they were written.
    pub modified: SystemTime,
    /// Changes whenever they do; without quotes.
    pub tag: String,
}

/// Bytes as they are read.
pub type Body = BoxStream<'static, std::io::Result<Bytes>>;

/// The store of originals.
#[derive(Clone)]
pub struct Originals {
    store: Arc<dyn ObjectStore>,
    /// The format of the original of a name.
    formats: Arc<quick_cache::sync::Cache<String, Format>>,
}

impl From<object_store::Error> for ImageError {
    fn from(error: object_store::Error) -> ImageError {
        ImageError::Failed(error.to_string())
    }
}

impl Originals {
    /// Opens a place.
    pub fn open(place: &Place) -> Result<Originals, ImageError> {
        let store: Arc<dyn ObjectStore> = match place {
            Place::Folder(folder) => {
                std::fs::create_dir_all(folder)?;
                Arc::new(LocalFileSystem::new_with_prefix(folder)?)
            }
            Place::Bucket(url) => bucket(url)?,
        };
        Ok(Originals {
            store,
            formats: Arc::new(quick_cache::sync::Cache::new(REMEMBERED)),
        })
    }

    /// The original of a name, in whatever format: the one that the name says is looked for first.
    pub async fn find(&self, name: &Name) -> Result<Option<Original>, ImageError> {
        let formats = match self.formats.get(name.stem()) {
            Some(format) => vec![format],
            None => {
                let mut formats = Format::OF_ORIGINALS.to_vec();
                formats.sort_by_key(|format| *format != name.format());
                formats
            }
        };
        for format in formats {
            let name = name.with_format(format);
            if let Some(meta) = self.meta(&name).await? {
                self.formats.insert(name.stem().to_owned(), format);
                return Ok(Some(Original { name, meta }));
            }
        }
        self.formats.remove(name.stem());
        Ok(None)
    }

    async fn meta(&self, name: &Name) -> Result<Option<Meta>, ImageError> {
        match self.store.head(&Path::from(name.to_string())).await {
            Ok(meta) => Ok(Some(Meta {
                length: meta.size,
                modified: meta.last_modified.into(),
                tag: meta.e_tag.unwrap_or_default().replace('"', ""),
            })),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// All bytes of an original that is not larger than a number of them.
    pub async fn read(&self, original: &Original, most: u64) -> Result<Bytes, ImageError> {
        if original.meta.length > most {
            return Err(Refusal::TooLarge.into());
        }
        let path = Path::from(original.name.to_string());
        let found = self.store.get(&path).await?;
        Ok(found.bytes().await?)
    }

    /// The bytes of an original, or a part of them.
    pub async fn stream(
        &self,
        original: &Original,
        range: Option<Range<u64>>,
    ) -> Result<Body, ImageError> {
        let path = Path::from(original.name.to_string());
        let options = GetOptions {
            range: range.map(GetRange::Bounded),
            ..GetOptions::default()
        };
        let found = self.store.get_opts(&path, options).await?;
        Ok(found
            .into_stream()
            .map(|chunk| chunk.map_err(std::io::Error::other))
            .boxed())
    }

    /// Stores an original. What is there under the name already has the same bytes and is left alone.
    pub async fn put(&self, name: &Name, bytes: Bytes) -> Result<(), ImageError> {
        if self.meta(name).await?.is_none() {
            let path = Path::from(name.to_string());
            self.store.put(&path, PutPayload::from(bytes)).await?;
        }
        Ok(())
    }
}

fn bucket(url: &str) -> Result<Arc<dyn ObjectStore>, ImageError> {
    let rest = url.strip_prefix("s3://").unwrap_or_default();
    let (name, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    if name.is_empty() {
        return Err(ImageError::Failed(format!(
            "{url} is not of the form s3://bucket/prefix"
        )));
    }
    crate::upstream::choose_cryptography();
    let store = AmazonS3Builder::from_env()
        .with_bucket_name(name)
        .with_retry(PATIENCE)
        .build()?;
    let prefix = prefix.trim_matches('/');
    Ok(if prefix.is_empty() {
        Arc::new(store)
    } else {
        Arc::new(PrefixStore::new(store, prefix))
    })
}
