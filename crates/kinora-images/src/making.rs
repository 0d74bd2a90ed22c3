//! Making variants: each once, by few workers, in bounded memory.

use std::sync::{Arc, PoisonError};
use std::time::SystemTime;

use tokio::sync::watch;

use crate::error::ImageError;
use crate::images::{Images, Made, Variant};
use crate::name::Format;
use crate::originals::Original;
use crate::size::Size;
use crate::variant::{memory_of_planning, memory_of_rendering, render};

impl Images {
    /// Makes a variant, waits for whoever is making it, or takes it from the disk.
    pub(crate) async fn variant(
        &self,
        original: Original,
        size: Size,
        format: Format,
        key: Box<str>,
    ) -> Made {
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
                            images.0.at_hand.insert(key.clone(), Arc::clone(variant));
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
        let limits = self.0.limits;
        let (images, key) = (self.clone(), key.to_owned());
        let memory = move |bytes: &[u8]| memory_of_rendering(bytes, size, format, &limits);
        let make = move |bytes: &[u8]| {
            let made = render(bytes, size, format, &limits)?;
            let modified = images.0.disk.write(&key, &made).unwrap_or_else(|error| {
                tracing::warn!(%error, "cannot keep a picture in the cache");
                SystemTime::now()
            });
            Ok(Arc::new(Variant::new(made, format, modified)))
        };
        self.work_on(&original, memory, make).await
    }

    /// Does some work on the bytes of an original, when it is its turn and as much memory is free as the work is reckoned to take.
    pub(crate) async fn work_on<T: Send + 'static>(
        &self,
        original: &Original,
        memory: impl FnOnce(&[u8]) -> Result<u64, ImageError> + Send + 'static,
        work: impl FnOnce(&[u8]) -> Result<T, ImageError> + Send + 'static,
    ) -> Result<T, ImageError> {
        let turn = self.0.workers.turn().await?;
        let planning = memory_of_planning(Some(original.name.format()), original.meta.length);
        let mut share = self.0.memory.share(planning).await?;
        let read = || self.0.originals.read(original, self.0.original_bytes);
        let mut bytes = read().await?;
        let planned = bytes.clone();
        let needed = turn.work(move || memory(&planned)).await?;
        if !share.grow(needed) {
            // Whoever waits for memory has none.
            drop(bytes);
            share = share.exchange(needed).await?;
            bytes = read().await?;
        }
        let worked = move || {
            let _share = share;
            work(&bytes)
        };
        turn.work(worked).await
    }

    /// A variant that was made before.
    pub(crate) async fn on_disk(
        &self,
        key: &str,
        format: Format,
    ) -> Result<Option<Variant>, ImageError> {
        if !self.0.disk.holds(key) {
            return Ok(None);
        }
        let (images, key) = (self.clone(), key.to_owned());
        let read = tokio::task::spawn_blocking(move || images.0.disk.read(&key)).await;
        let read = read.map_err(|error| ImageError::Failed(error.to_string()))?;
        Ok(read.map(|(bytes, modified)| Variant::new(bytes, format, modified)))
    }
}
