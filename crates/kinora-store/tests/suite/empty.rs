//! A store in which nothing was ever written.

use kinora_model::Kind;
use kinora_store::{Locator, Wanted};

use super::{TestStore, episode, movie};

pub async fn an_empty_store_has_no_changes(store: TestStore) {
    let seq = store.last_seq().await.unwrap();
    let feed = store.feed(0, 10).await.unwrap();
    let history = store.history(movie(1)).await.unwrap();

    assert_eq!(seq, 0);
    assert_eq!(feed, []);
    assert_eq!(history, []);
    store.ping().await.unwrap();
}

pub async fn an_empty_store_holds_nothing(store: TestStore) {
    for kind in Kind::ALL {
        assert!(store.ids(kind, 0, 9).await.unwrap().is_empty());
    }
}

pub async fn an_empty_store_answers_nothing(store: TestStore) {
    let locators = [
        Locator::Key(movie(1)),
        Locator::Imdb("tt0013442".to_owned()),
        Locator::Season(1, 1),
        Locator::Episode(1, 1, 1),
    ];
    let wanted = Wanted {
        keys: vec![movie(1), episode(1)],
        seasons: vec![(1, 1)],
        episodes: vec![(1, 1, 1)],
        ..Wanted::default()
    };

    for locator in locators {
        assert_eq!(store.find(locator).await, None);
    }
    let existing = store.existing(wanted).await.unwrap();

    assert_eq!(existing.records, []);
    assert!(existing.seasons.is_empty() && existing.episodes.is_empty());
    assert!(store.credit("c1").await.unwrap().is_none());
    assert!(store.review("r1").await.unwrap().is_none());
    assert!(store.episode_group("g1").await.unwrap().is_none());
    assert_eq!(store.api_keys().await.unwrap(), []);
    assert_eq!(store.imported_blocks().await.unwrap(), Vec::<String>::new());
    assert_eq!(store.setting("name").await.unwrap(), None);
}
