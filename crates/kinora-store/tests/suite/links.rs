//! Finding movies by the ids that they have elsewhere.

use kinora_model::links::Links;
use kinora_store::Locator;

use super::{TestStore, With as _, a_movie, a_series, movie, put, put_json};

fn imdb(id: &str) -> Links {
    Links {
        imdb_id: Some(id.to_owned()),
        ..Links::default()
    }
}

fn at(id: &str) -> Locator {
    Locator::Imdb(id.to_owned())
}

pub async fn a_movie_is_found_by_its_imdb_id(store: TestStore) {
    store
        .hold([a_movie(1).with(&imdb("tt1")), a_movie(2).with(&imdb("tt2"))])
        .await;

    assert_eq!(store.find(at("tt2")).await, Some(movie(2)));
    assert_eq!(store.find(at("tt3")).await, None);
}

pub async fn only_movies_are_found_by_an_imdb_id(store: TestStore) {
    // The movie with the number of the series must not answer in its place.
    store
        .hold([a_movie(1), a_series(1).with(&imdb("tt1"))])
        .await;

    assert_eq!(store.find(at("tt1")).await, None);
}

pub async fn a_replaced_link_finds_nothing_any_more(store: TestStore) {
    store.hold([a_movie(1).with(&imdb("tt1"))]).await;
    let stored = store.whole(movie(1)).await.unwrap();

    store.hold([stored.with(&imdb("tt2"))]).await;

    assert_eq!(store.find(at("tt1")).await, None);
    assert_eq!(store.find(at("tt2")).await, Some(movie(1)));
}

pub async fn a_link_that_was_committed_is_found_and_the_one_before_is_not(store: TestStore) {
    let base = store.hold([a_movie(1).with(&imdb("tt1"))]).await;

    store
        .make([put(movie(1), base, &imdb("tt2"))])
        .await
        .unwrap();

    assert_eq!(store.find(at("tt1")).await, None);
    assert_eq!(store.find(at("tt2")).await, Some(movie(1)));
}

pub async fn a_link_goes_to_the_movie_that_was_told_last(store: TestStore) {
    store.hold([a_movie(1).with(&imdb("tt1"))]).await;

    store.hold([a_movie(2).with(&imdb("tt1"))]).await;

    assert_eq!(store.find(at("tt1")).await, Some(movie(2)));
}

pub async fn a_link_that_is_removed_finds_nothing(store: TestStore) {
    let base = store.hold([a_movie(1).with(&imdb("tt1"))]).await;

    store
        .make([put_json(movie(1), base, "links", None)])
        .await
        .unwrap();

    assert_eq!(store.find(at("tt1")).await, None);
}
