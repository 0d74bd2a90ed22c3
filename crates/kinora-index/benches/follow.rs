//! `cargo bench -p kinora-index --bench follow [-- 1000000]`: how long it takes to build the index of that many movies from
//! a store, and to follow one edit.

mod catalogue;

use std::time::Instant;

use catalogue::{Numbers, movie, report, size};
use kinora_index::Index;
use kinora_model::edit::{Change, Edit};
use kinora_model::{EntityKey, Kind, MovieFacts};
use kinora_store::{Batch, Store, StoreError};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    tokio::runtime::Builder::new_multi_thread()
        .build()?
        .block_on(follow(size()))
}

async fn follow(size: i64) -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let store = Store::open(folder.path()).await?;
    fill(&store, size).await?;
    let index = Index::new(store.clone());
    let began = Instant::now();
    let base = index.follow().await?;
    println!("built in {:.1} s", began.elapsed().as_secs_f64());
    let mut durations = Vec::new();
    for id in 1..=50 {
        let facts = MovieFacts {
            original_title: Some("Anders als die Andern".into()),
            genres: Some(vec![1, 2]),
            ..MovieFacts::default()
        };
        // The versions of the made-up movies are those of the batch that brought them.
        let change = Change::put(EntityKey::new(Kind::Movie, id), 1, &facts)?;
        let edit = Edit {
            changes: vec![change],
            ..Edit::default()
        };
        store.commit(edit).await?;
        let began = Instant::now();
        index.follow().await?;
        durations.push(began.elapsed());
    }
    report(&format!("following an edit, from {base} on"), durations);
    Ok(())
}

async fn fill(store: &Store, size: i64) -> Result<(), StoreError> {
    let mut numbers = Numbers::new(603);
    let ids: Vec<i64> = (1..=size).collect();
    for ids in ids.chunks(50_000) {
        let mut batch = Batch::default();
        for id in ids {
            let card = movie(*id, &mut numbers);
            batch.stats.push((card.record.key, card.stat));
            batch.records.push(card.record);
        }
        store.bulk(batch).await?;
    }
    Ok(())
}
