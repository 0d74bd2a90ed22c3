//! Titles that are like one.

use kinora_index::Slice;
use kinora_model::titles::Keywords;
use kinora_model::{MovieFacts, SeriesFacts};

use super::catalogue::{ALL, Entry, TestIndex, movie, movie_key, person, series, series_key};

fn of(id: i64, genres: &[i32], keywords: &[i64]) -> Entry {
    let facts = MovieFacts {
        genres: Some(genres.to_vec()),
        ..MovieFacts::default()
    };
    movie(id, &facts).with(&Keywords(keywords.to_vec()))
}

fn in_collection(id: i64, collection: i64) -> Entry {
    let facts = MovieFacts {
        collection: Some(collection),
        ..MovieFacts::default()
    };
    movie(id, &facts)
}

fn adult(id: i64, keywords: &[i64]) -> Entry {
    let facts = MovieFacts {
        adult: Some(true),
        ..MovieFacts::default()
    };
    movie(id, &facts).with(&Keywords(keywords.to_vec()))
}

fn like(catalogue: &TestIndex, id: i64) -> Vec<i64> {
    let found = catalogue.snapshot().similar(movie_key(id), ALL);
    assert_eq!(found.total, found.items.len());
    found.items
}

#[tokio::test]
async fn what_few_titles_share_counts_more() {
    let catalogue = TestIndex::of([
        of(1, &[18], &[10, 11]),
        of(2, &[18], &[11]),
        of(3, &[], &[10]),
        of(4, &[18], &[10]),
        of(5, &[18], &[]),
        of(6, &[35], &[12]),
    ])
    .await;

    assert_eq!(like(&catalogue, 1), [2, 4, 3, 5]);
    assert_eq!(like(&catalogue, 6), [0_i64; 0]);
}

#[tokio::test]
async fn a_collection_counts_more_than_a_rare_keyword() {
    let mut catalogue = vec![
        in_collection(1, 5).with(&Keywords(vec![10])),
        in_collection(2, 5),
        of(3, &[], &[10]),
    ];
    catalogue.extend((10..30).map(|id| of(id, &[], &[99])));
    let catalogue = TestIndex::of(catalogue).await;

    assert_eq!(like(&catalogue, 1), [2, 3]);
}

#[tokio::test]
async fn equally_similar_titles_are_ordered_by_popularity_then_id() {
    let catalogue = TestIndex::of([
        of(1, &[18], &[]),
        of(2, &[18], &[]).popular(1.0),
        of(3, &[18], &[]).popular(2.0),
        of(4, &[18], &[]).popular(1.0),
    ])
    .await;

    assert_eq!(like(&catalogue, 1), [3, 2, 4]);
}

#[tokio::test]
async fn adult_titles_are_shown_with_no_title() {
    let catalogue = TestIndex::of([of(1, &[], &[10]), adult(2, &[10]), adult(3, &[10])]).await;

    assert!(like(&catalogue, 1).is_empty());
    assert_eq!(like(&catalogue, 2), [1]);
}

#[tokio::test]
async fn series_are_similar_to_series() {
    let facts = || SeriesFacts {
        genres: Some(vec![18]),
        ..SeriesFacts::default()
    };
    let catalogue =
        TestIndex::of([of(1, &[18], &[]), series(1, &facts()), series(2, &facts())]).await;
    let snapshot = catalogue.snapshot();

    assert_eq!(snapshot.similar(series_key(1), ALL).items, [2]);
    assert!(snapshot.similar(movie_key(1), ALL).items.is_empty());
}

#[tokio::test]
async fn a_title_that_there_is_not_is_like_nothing() {
    let catalogue = TestIndex::of([of(1, &[18], &[]), person(7, "Nobody")]).await;
    let snapshot = catalogue.snapshot();

    for key in [
        movie_key(404),
        series_key(1),
        kinora_model::EntityKey::new(kinora_model::Kind::Person, 7),
    ] {
        assert_eq!(snapshot.similar(key, ALL).total, 0);
        assert_eq!(snapshot.recommendations(key, ALL).total, 0);
    }
}

#[tokio::test]
async fn the_best_thousand_are_kept_and_the_best_forty_recommended() {
    let many: Vec<Entry> = (1..=1_200)
        .map(|id| of(id, &[18], &[10]).popular(id as f64))
        .collect();
    let catalogue = TestIndex::of(many).await;
    let snapshot = catalogue.snapshot();

    let similar = snapshot.similar(movie_key(1), Slice::page(2, 20));
    let recommended = snapshot.recommendations(movie_key(1), Slice::page(3, 20));

    assert_eq!((similar.total, similar.items[0]), (1_000, 1_180));
    assert_eq!((recommended.total, recommended.items.len()), (40, 0));
    assert_eq!(
        snapshot
            .recommendations(movie_key(1), Slice::page(2, 20))
            .items,
        similar.items
    );
}
