//! The feed and the history of an entity.

use kinora_store::Revision;

use super::{TestStore, a_movie, movie, movie_facts, put};

/// A bulk load, two changes of one movie and one of another: numbers 1 to 4.
async fn with_changes(store: &TestStore) {
    store.hold([a_movie(1), a_movie(2)]).await;
    store
        .make([put(movie(1), 1, &movie_facts("A"))])
        .await
        .unwrap();
    store
        .make([put(movie(2), 1, &movie_facts("B"))])
        .await
        .unwrap();
    store
        .make([put(movie(1), 2, &movie_facts("C"))])
        .await
        .unwrap();
}

fn numbers(revisions: &[Revision]) -> Vec<i64> {
    revisions.iter().map(|revision| revision.seq).collect()
}

pub async fn the_feed_continues_after_a_number(store: TestStore) {
    with_changes(&store).await;

    let rest = store.feed(2, 10).await.unwrap();
    let end = store.feed(4, 10).await.unwrap();

    assert_eq!(numbers(&rest), [3, 4]);
    let keys: Vec<_> = rest.iter().map(|revision| revision.key).collect();
    assert_eq!(keys, [Some(movie(2)), Some(movie(1))]);
    assert_eq!(end, []);
}

pub async fn the_feed_stops_at_its_limit(store: TestStore) {
    with_changes(&store).await;

    let page = store.feed(0, 3).await.unwrap();
    let next = store.feed(3, 3).await.unwrap();
    let all = store.feed(0, usize::MAX).await.unwrap();
    let none = store.feed(0, 0).await.unwrap();

    assert_eq!(numbers(&page), [1, 2, 3]);
    assert_eq!(numbers(&next), [4]);
    assert_eq!(numbers(&all), [1, 2, 3, 4]);
    assert_eq!(none, []);
}

pub async fn the_history_of_an_entity_holds_its_own_changes_only(store: TestStore) {
    with_changes(&store).await;

    let first = store.history(movie(1)).await.unwrap();
    let second = store.history(movie(2)).await.unwrap();

    assert_eq!(numbers(&first), [2, 4]);
    assert_eq!(numbers(&second), [3]);
    assert_eq!(first[1].before.as_ref().unwrap()["original_title"], "A");
}

pub async fn feed_and_history_tell_the_same(store: TestStore) {
    with_changes(&store).await;

    let feed = store.feed(0, 10).await.unwrap();
    let history = store.history(movie(1)).await.unwrap();

    let of_movie = |revision: &Revision| revision.key == Some(movie(1));
    let told: Vec<Revision> = feed.into_iter().filter(of_movie).collect();
    assert_eq!(told, history);
    assert_eq!(told.len(), 2);
}
