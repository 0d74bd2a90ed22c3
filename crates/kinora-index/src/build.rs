//! Reading a whole catalogue to build everything that is derived of it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

use kinora_store::{Card, Store, StoreError};
use tokio::task::JoinHandle;

use crate::builder::{Builder, Reading, SOURCES};
use crate::credits::Work;
use crate::snapshot::Snapshot;
use crate::{blocking, milliseconds_since};

/// How many entities are read at a time.
const ENTITIES: usize = 2_000;
/// How many credits are read at a time.
const CREDITS: usize = 100_000;
/// How many chunks of entities are read from their documents beside each other, while the next one comes from the database.
const READERS: usize = 2;

/// Builds everything. `position` is the end of the feed; what changes meanwhile is followed afterwards, which does no harm
/// where it is in here already.
pub(crate) async fn build(store: &Store, position: i64) -> Result<Snapshot, StoreError> {
    let began = Instant::now();
    // Votes that are cast while statistics are read are counted afterwards.
    let tally = store.last_tally().await?;
    let mut builder = Builder::default();
    for (kind, parts) in SOURCES {
        let mut readings: VecDeque<JoinHandle<Vec<Reading>>> = VecDeque::new();
        let mut after = i64::MIN;
        loop {
            let cards = store.scan(kind, parts, after, ENTITIES).await?;
            let Some(last) = cards.last() else {
                break;
            };
            after = last.record.key.id;
            readings.push_back(tokio::task::spawn_blocking(move || read(&cards)));
            if readings.len() > READERS
                && let Some(reading) = readings.pop_front()
            {
                take(&mut builder, reading).await?;
            }
        }
        for reading in readings {
            take(&mut builder, reading).await?;
        }
    }
    let mut after = i64::MIN;
    loop {
        let (works, last) = store.scan_works(after, CREDITS).await?;
        let Some(last) = last else {
            break;
        };
        after = last;
        for worked in works {
            builder.add_work(worked.title, Work::new(worked));
        }
    }
    let trends = store.trends().await?;
    let mut snapshot = blocking(move || builder.finish(position)).await?;
    snapshot.tally = tally;
    snapshot.trends = Arc::new(trends);
    let duration_ms = milliseconds_since(began);
    tracing::info!(position, duration_ms, "the index was built");
    Ok(snapshot)
}

fn read(cards: &[Card]) -> Vec<Reading> {
    cards.iter().filter_map(Reading::of).collect()
}

async fn take(builder: &mut Builder, reading: JoinHandle<Vec<Reading>>) -> Result<(), StoreError> {
    let readings = reading.await.map_err(|_| StoreError::Interrupted)?;
    readings
        .into_iter()
        .for_each(|reading| builder.take(reading));
    Ok(())
}
