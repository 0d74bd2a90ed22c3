//! One catalogue over restarts and under several handles.

use kinora_model::credit::Credit;
use kinora_store::{Batch, Locator, Stat, Store, Wants};
use tokio::task::JoinSet;

use super::keys::secrets;
use super::reference::{genre, genre_in};
use super::{TestStore, a_movie, edit, movie, movie_facts, put};

pub async fn a_store_opened_again_has_kept_everything(store: TestStore) {
    let secrets = secrets();
    let stat = Stat {
        popularity: 3.25,
        vote_average: 8.0,
        vote_count: 12,
    };
    let batch = Batch {
        records: vec![a_movie(1), a_movie(2)],
        credits: vec![Credit::new("c1", movie(1))],
        stats: vec![(movie(1), stat)],
        block: Some("b1".to_owned()),
        ..genre("Heimatfilm")
    };
    let base = store.bulk(batch).await.unwrap();
    store
        .make([put(movie(1), base, &movie_facts("Nosferatu"))])
        .await
        .unwrap();
    store.create_api_key("television", &secrets).await.unwrap();
    store.set_setting("name", "Kinora").await.unwrap();
    let before = (
        store.whole(movie(1)).await,
        store.feed(0, 10).await.unwrap(),
    );

    let store = store.restarted().await;

    let after = (
        store.whole(movie(1)).await,
        store.feed(0, 10).await.unwrap(),
    );
    assert_eq!(after, before);
    assert_eq!(after.1.len(), 2);
    let (_, loaded) = store.credit("c1").await.unwrap().unwrap();
    assert_eq!(loaded.stats[&movie(1)], stat);
    assert_eq!(genre_in(&store), "Heimatfilm");
    assert_eq!(store.imported_blocks().await.unwrap(), ["b1"]);
    assert!(store.api_key_of(&secrets.token).await.unwrap().is_some());
    assert_eq!(
        store.setting("name").await.unwrap().as_deref(),
        Some("Kinora")
    );
}

pub async fn two_handles_see_each_others_changes(store: TestStore) {
    let other = store.again().await;
    let version = async |store: &Store| {
        let loaded = store.load(Locator::Key(movie(1)), Wants::default()).await;
        loaded.unwrap().map(|loaded| loaded.record.version)
    };

    let base = store.hold([a_movie(1)]).await;
    assert_eq!(version(&other).await, Some(base));

    let change = put(movie(1), base, &movie_facts("Nosferatu"));
    let seq = other.commit(edit([change])).await.unwrap();
    assert_eq!(version(&store).await, Some(seq));

    let stale = store
        .make([put(movie(1), base, &movie_facts("Stale"))])
        .await;
    assert!(stale.is_err());

    other.bulk(genre("Heimatfilm")).await.unwrap();
    store.refresh().await.unwrap();
    assert_eq!(genre_in(&store), "Heimatfilm");
}

pub async fn numbers_are_consecutive_over_two_handles(store: TestStore) {
    let handles = [Store::clone(&store), store.again().await];
    let mut tasks = JoinSet::new();
    for id in 1..=20_usize {
        let handle = handles[id % 2].clone();
        tasks.spawn(async move {
            let change = put(movie(id as i64), 0, &movie_facts("New"));
            handle.commit(edit([change])).await.unwrap()
        });
    }

    let mut numbers = tasks.join_all().await;

    numbers.sort_unstable();
    assert_eq!(numbers, (1..=20).collect::<Vec<i64>>());
}

pub async fn clones_share_the_reference_tables(store: TestStore) {
    let clone = Store::clone(&store);
    store.bulk(genre("Heimatfilm")).await.unwrap();

    store.refresh().await.unwrap();

    assert_eq!(genre_in(&clone), "Heimatfilm");
}
