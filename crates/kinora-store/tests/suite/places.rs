//! Seasons and episodes by their place in a series.

use kinora_store::{Locator, Related};

use super::{
    TestStore, a_season, a_series, an_episode, episode, episode_facts, put, season, series,
};

pub async fn seasons_and_episodes_are_found_by_their_place(store: TestStore) {
    store
        .hold([
            a_series(1),
            a_season(10, (1, 0)),
            a_season(11, (1, 1)),
            an_episode(100, (1, 1, 1)),
            an_episode(101, (1, 1, 2)),
        ])
        .await;

    assert_eq!(store.find(Locator::Season(1, 0)).await, Some(season(10)));
    assert_eq!(store.find(Locator::Season(1, 1)).await, Some(season(11)));
    assert_eq!(store.find(Locator::Season(2, 1)).await, None);
    let second = store.find(Locator::Episode(1, 1, 2)).await;
    assert_eq!(second, Some(episode(101)));
    assert_eq!(store.find(Locator::Episode(1, 0, 2)).await, None);
}

pub async fn seasons_and_episodes_come_in_order_of_their_numbers(store: TestStore) {
    store
        .hold([
            a_series(1),
            a_season(10, (1, 2)),
            a_season(11, (1, 1)),
            a_season(12, (2, 1)),
            an_episode(100, (1, 1, 10)),
            an_episode(101, (1, 1, 9)),
            an_episode(102, (1, 2, 1)),
        ])
        .await;

    let seasons = store.with(series(1), &[Related::Seasons]).await;
    let episodes = store.with(season(11), &[Related::Episodes]).await;

    assert_eq!(seasons.seasons, [11, 10]);
    assert_eq!(episodes.episodes, [101, 100]);
}

pub async fn a_second_episode_at_a_place_takes_in_the_first(store: TestStore) {
    store.hold([an_episode(100, (1, 1, 1))]).await;

    store.hold([an_episode(200, (1, 1, 1))]).await;

    let found = store.find(Locator::Episode(1, 1, 1)).await;
    assert_eq!(found, Some(episode(200)));
    let merged = store.find(Locator::Key(episode(100))).await;
    assert_eq!(merged, Some(episode(200)));
}

pub async fn a_second_season_at_a_place_takes_in_the_first(store: TestStore) {
    store
        .hold([a_season(10, (1, 1)), a_season(20, (1, 1))])
        .await;

    let found = store.find(Locator::Season(1, 1)).await;
    assert_eq!(found, Some(season(20)));
    let merged = store.find(Locator::Key(season(10))).await;
    assert_eq!(merged, Some(season(20)));
}

pub async fn an_episode_that_moves_leaves_its_place(store: TestStore) {
    store.hold([an_episode(100, (1, 1, 1))]).await;

    store.hold([an_episode(100, (1, 2, 1))]).await;

    assert_eq!(store.find(Locator::Episode(1, 1, 1)).await, None);
    let found = store.find(Locator::Episode(1, 2, 1)).await;
    assert_eq!(found, Some(episode(100)));
}

pub async fn two_episodes_trade_places_in_a_batch(store: TestStore) {
    store
        .hold([an_episode(100, (1, 1, 1)), an_episode(101, (1, 1, 2))])
        .await;

    store
        .hold([an_episode(100, (1, 1, 2)), an_episode(101, (1, 1, 1))])
        .await;

    let first = store.find(Locator::Episode(1, 1, 1)).await;
    let second = store.find(Locator::Episode(1, 1, 2)).await;
    assert_eq!((first, second), (Some(episode(101)), Some(episode(100))));
    let kept = store.find(Locator::Key(episode(101))).await;
    assert_eq!(kept, Some(episode(101)));
}

pub async fn a_committed_episode_takes_in_the_one_at_its_place(store: TestStore) {
    store.hold([an_episode(100, (1, 1, 1))]).await;

    store
        .make([put(episode(200), 0, &episode_facts((1, 1, 1)))])
        .await
        .unwrap();

    let found = store.find(Locator::Episode(1, 1, 1)).await;
    assert_eq!(found, Some(episode(200)));
    let merged = store.find(Locator::Key(episode(100))).await;
    assert_eq!(merged, Some(episode(200)));
}

pub async fn an_episode_that_loses_its_place_says_so_in_its_history(store: TestStore) {
    store.hold([an_episode(100, (1, 1, 1))]).await;

    let last = store
        .make([put(episode(200), 0, &episode_facts((1, 1, 1)))])
        .await
        .unwrap();

    let history = store.history(episode(100)).await.unwrap();
    assert_eq!(history.len(), 1);
    assert_eq!((history[0].seq, history[0].part), (last, "state"));
}
