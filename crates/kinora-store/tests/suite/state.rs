//! Deleting, restoring and merging.

use kinora_model::links::Links;
use kinora_model::{Kind, Part, State};
use kinora_store::{CommitError, Locator};
use serde_json::json;

use super::{TestStore, With as _, a_movie, merge, movie, set_state};

pub async fn a_deleted_entity_is_gone_until_it_is_restored(store: TestStore) {
    let base = store.hold([a_movie(1), a_movie(2)]).await;
    let whole = store.whole(movie(1)).await.unwrap();

    let deleted = store
        .make([set_state(movie(1), base, State::Deleted)])
        .await
        .unwrap();
    let gone = store.whole(movie(1)).await;
    let left = store.ids(Kind::Movie, 0, 9).await.unwrap();
    let restored = store
        .make([set_state(movie(1), deleted, State::Live)])
        .await
        .unwrap();
    let back = store.whole(movie(1)).await.unwrap();

    assert_eq!((gone, left), (None, vec![2]));
    assert_eq!((back.version, back.state), (restored, State::Live));
    for part in Part::of(Kind::Movie) {
        assert_eq!(back.raw(*part), whole.raw(*part));
    }
    assert_eq!(store.ids(Kind::Movie, 0, 9).await.unwrap(), [1, 2]);
    let history = store.history(movie(1)).await.unwrap();
    let parts: Vec<&str> = history.iter().map(|revision| revision.part).collect();
    assert_eq!(parts, ["state", "state"]);
    let was = history[1].before.as_ref().unwrap();
    assert_eq!(was["state"], json!("deleted"));
}

pub async fn a_merged_entity_answers_as_what_it_was_merged_into(store: TestStore) {
    let links = Links {
        imdb_id: Some("tt1".to_owned()),
        ..Links::default()
    };
    let base = store.hold([a_movie(1).with(&links), a_movie(2)]).await;

    store.make([merge(movie(1), base, 2)]).await.unwrap();

    assert_eq!(store.find(Locator::Key(movie(1))).await, Some(movie(2)));
    let by_link = store.find(Locator::Imdb("tt1".to_owned())).await;
    assert_eq!(by_link, Some(movie(2)));
    assert_eq!(store.ids(Kind::Movie, 0, 9).await.unwrap(), [2]);
}

pub async fn merges_are_followed_one_after_the_other(store: TestStore) {
    let base = store.hold([a_movie(1), a_movie(2), a_movie(3)]).await;

    store.make([merge(movie(1), base, 2)]).await.unwrap();
    store.make([merge(movie(2), base, 3)]).await.unwrap();

    assert_eq!(store.find(Locator::Key(movie(1))).await, Some(movie(3)));
}

pub async fn a_merged_entity_can_be_split_off_again(store: TestStore) {
    let base = store.hold([a_movie(1), a_movie(2)]).await;
    let merged = store.make([merge(movie(1), base, 2)]).await.unwrap();

    store
        .make([set_state(movie(1), merged, State::Live)])
        .await
        .unwrap();

    let record = store.whole(movie(1)).await.unwrap();
    assert_eq!((record.key, record.merged_into), (movie(1), None));
}

pub async fn merging_into_nothing_is_refused(store: TestStore) {
    let base = store.hold([a_movie(1), a_movie(2)]).await;
    let deleted = store
        .make([set_state(movie(2), base, State::Deleted)])
        .await
        .unwrap();

    let nameless = merge(movie(1), base, 404);
    for change in [
        nameless,
        merge(movie(1), base, 2),
        set_state(movie(1), base, State::Merged),
    ] {
        let missing = store.make([change]).await.unwrap_err();

        assert!(matches!(missing, CommitError::Missing(_)), "{missing}");
    }
    assert_eq!(store.find(Locator::Key(movie(1))).await, Some(movie(1)));
    assert_eq!(store.last_seq().await.unwrap(), deleted);
}

pub async fn merging_into_itself_is_refused(store: TestStore) {
    let base = store.hold([a_movie(1)]).await;

    let refused = store.make([merge(movie(1), base, 1)]).await.unwrap_err();

    assert!(matches!(refused, CommitError::Missing(_)), "{refused}");
    assert_eq!(store.find(Locator::Key(movie(1))).await, Some(movie(1)));
}

pub async fn merging_in_a_circle_is_refused(store: TestStore) {
    let base = store.hold([a_movie(1), a_movie(2)]).await;
    store.make([merge(movie(1), base, 2)]).await.unwrap();

    let refused = store.make([merge(movie(2), base, 1)]).await.unwrap_err();

    assert!(matches!(refused, CommitError::Missing(_)), "{refused}");
    assert_eq!(store.find(Locator::Key(movie(1))).await, Some(movie(2)));
}

pub async fn the_state_of_a_missing_entity_cannot_be_set(store: TestStore) {
    let refused = store.make([set_state(movie(1), 0, State::Deleted)]).await;

    let missing = refused.unwrap_err();
    assert!(matches!(missing, CommitError::Missing(_)), "{missing}");
    assert!(missing.to_string().contains("movie 1"));
    assert_eq!(store.last_seq().await.unwrap(), 0);
}

pub async fn a_stale_change_of_state_is_refused(store: TestStore) {
    let base = store.hold([a_movie(1)]).await;
    store.hold([a_movie(1)]).await;

    let refused = store
        .make([set_state(movie(1), base, State::Deleted)])
        .await;

    let stale = refused.unwrap_err();
    assert!(
        matches!(
            stale,
            CommitError::Stale {
                base: 1,
                current: 2,
                ..
            }
        ),
        "{stale}"
    );
    assert_eq!(store.find(Locator::Key(movie(1))).await, Some(movie(1)));
}

pub async fn the_same_state_again_changes_nothing(store: TestStore) {
    let base = store.hold([a_movie(1)]).await;

    let seq = store
        .make([set_state(movie(1), base, State::Live)])
        .await
        .unwrap();

    assert_eq!(seq, base);
    assert_eq!(store.history(movie(1)).await.unwrap(), []);
}
