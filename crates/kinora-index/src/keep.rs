//! Keeping an index: entries that are kept whole become columns, and what was made goes into a file for the next start.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use kinora_store::{Store, StoreError};

use crate::file::{Place, SnapshotFile};
use crate::snapshot::Snapshot;
use crate::{Index, blocking, milliseconds_since};

/// How many entries may be kept whole before columns are made anew of them and those that are there.
const MANY: usize = 2_000;

impl Index {
    /// The index of a catalogue that is kept in a folder between runs: as it is in the file there, where that can be read and
    /// is of this catalogue, and empty otherwise.
    pub async fn kept_in(store: Store, folder: PathBuf) -> Result<Index, StoreError> {
        let began = Instant::now();
        let file = SnapshotFile::new(folder);
        let (file, read) = blocking(move || {
            let read = file.read();
            (file, read)
        })
        .await?;
        let snapshot = match read {
            Ok(Some((place, snapshot))) => {
                let is_of_this_catalogue = Place::of(&store, place.position).await? == Some(place);
                if !is_of_this_catalogue {
                    tracing::warn!("the index was kept of another state of the catalogue");
                }
                is_of_this_catalogue.then_some(snapshot)
            }
            Ok(None) => None,
            Err(error) => {
                tracing::warn!(%error, "the index cannot be read from its file");
                None
            }
        };
        let mut snapshot = snapshot.unwrap_or_default();
        snapshot.trends = Arc::new(store.trends().await?);
        if snapshot.position() > 0 {
            let duration_ms = milliseconds_since(began);
            tracing::info!(
                position = snapshot.position(),
                duration_ms,
                "the index was read from its file"
            );
        }
        Ok(Index::with(store, Some(file), snapshot))
    }

    /// The index of a catalogue, built from nothing and kept in a folder.
    pub async fn rebuilt_in(store: Store, folder: PathBuf) -> Result<Index, StoreError> {
        let index = Index::with(store, Some(SnapshotFile::new(folder)), Snapshot::default());
        index.follow().await?;
        index.keep().await?;
        Ok(index)
    }

    /// Where entries that are kept whole have become many, or what was built is not in the file yet, sees to it while others
    /// go on.
    pub(crate) fn keep_soon(&self) {
        let snapshot = self.snapshot();
        // Whoever has it sees to it already.
        let Ok(written) = self.shared.written.try_lock() else {
            return;
        };
        let is_unwritten = self.shared.file.is_some() && snapshot.made_at > *written;
        if is_unwritten || snapshot.changes() > MANY {
            let index = self.clone();
            tokio::spawn(async move {
                if let Err(error) = index.keep().await {
                    tracing::error!(%error, "cannot keep the index");
                }
            });
        }
    }

    /// Makes columns of all entries that are kept whole, and writes them to the file, if there is one. Readers go on meanwhile,
    /// and so does following.
    pub async fn keep(&self) -> Result<(), StoreError> {
        let mut written = self.shared.written.lock().await;
        let before = self.snapshot();
        let folded = match before.changes() {
            0 => before,
            _ => self.fold(before).await?,
        };
        let position = folded.position();
        if self.shared.file.is_none() || position <= *written {
            return Ok(());
        }
        if let Some(place) = Place::of(&self.shared.store, position).await? {
            let (began, shared) = (Instant::now(), Arc::clone(&self.shared));
            let wrote = blocking(move || match &shared.file {
                Some(file) => file.write(place, &folded),
                None => Ok(()),
            });
            match wrote.await? {
                Ok(()) => {
                    let duration_ms = milliseconds_since(began);
                    tracing::info!(position, duration_ms, "the index was written to its file");
                }
                Err(error) => tracing::warn!(%error, "the index cannot be written to its file"),
            }
        }
        // What cannot be written is not tried again before there is something else to be written.
        *written = position;
        Ok(())
    }

    /// Makes columns of all entries that are kept whole, and shows them with what changed meanwhile.
    async fn fold(&self, before: Arc<Snapshot>) -> Result<Arc<Snapshot>, StoreError> {
        let (began, made_at) = (Instant::now(), before.made_at);
        let folded = Arc::new(blocking(move || before.folded()).await?);
        let _following = self.shared.following.lock().await;
        let now = self.snapshot();
        // When everything was built anew meanwhile, these columns are of the past.
        if now.made_at == made_at {
            self.show(now.onto(&folded));
        }
        let duration_ms = milliseconds_since(began);
        tracing::debug!(
            position = folded.position(),
            duration_ms,
            "columns were made anew"
        );
        Ok(folded)
    }
}
