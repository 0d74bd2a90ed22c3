//! The file in which an index is kept between runs.

use std::path::PathBuf;

use kinora_index::{Index, MovieFilter, MovieKey, MovieOrder};
use kinora_model::credit::CreditType;
use kinora_model::titles::Keywords;

use super::catalogue::{ALL, TestIndex, credit, movie_key, person, title_of, titled};
use super::law::answers;

/// A catalogue whose index was written to its file.
async fn kept() -> TestIndex {
    let entries = [
        titled(1, "Faust")
            .popular(2.0)
            .rated(7.5, 20)
            .with(&Keywords(vec![10])),
        titled(2, "Der müde Tod").with(&Keywords(vec![10])),
        person(5, "Emil Jannings"),
    ];
    let credits = [credit(1, movie_key(2), 5, CreditType::Cast)];
    let catalogue = TestIndex::with_credits(entries, credits).await;
    Index::rebuilt_in(catalogue.store.clone(), folder(&catalogue))
        .await
        .unwrap();
    catalogue
}

fn folder(catalogue: &TestIndex) -> PathBuf {
    catalogue.folder.path().join("index")
}

fn file(catalogue: &TestIndex) -> PathBuf {
    folder(catalogue).join("snapshot")
}

/// The position of what is read from the file, 0 when it is of no use. Following leads to the right answers all the same.
async fn read(catalogue: &TestIndex) -> i64 {
    let store = catalogue.store.clone();
    let index = Index::kept_in(store, folder(catalogue)).await.unwrap();
    let position = index.snapshot().position();
    index.follow().await.unwrap();
    catalogue.index.follow().await.unwrap();
    assert_eq!(answers(&index.snapshot()), answers(&catalogue.snapshot()));
    // Nothing is being written when this ends.
    index.keep().await.unwrap();
    position
}

#[tokio::test]
async fn a_start_without_changes_reads_the_file() {
    let catalogue = kept().await;

    let index = Index::kept_in(catalogue.store.clone(), folder(&catalogue))
        .await
        .unwrap();

    let snapshot = index.snapshot();
    assert_eq!(snapshot.position(), 1);
    assert_eq!(answers(&snapshot), answers(&catalogue.snapshot()));
    assert_eq!(snapshot.known_for(5), [movie_key(2)]);
    assert_eq!(snapshot.similar(movie_key(1), ALL).items, [2]);
}

#[tokio::test]
async fn a_start_after_changes_reads_the_file_and_follows() {
    let catalogue = kept().await;
    catalogue.put(movie_key(1), 1, &title_of("Sunrise")).await;
    catalogue.put(movie_key(9), 0, &title_of("Tabu")).await;

    assert_eq!(read(&catalogue).await, 1);
}

#[tokio::test]
async fn a_bulk_load_after_the_file_is_followed() {
    let catalogue = kept().await;
    catalogue
        .bulk([titled(1, "Sunrise"), titled(3, "Tabu")], [])
        .await;

    assert_eq!(read(&catalogue).await, 1);
    assert_eq!(read(&catalogue).await, 2);
}

#[tokio::test]
async fn a_file_that_is_cut_short_anywhere_is_of_no_use() {
    let catalogue = kept().await;
    let whole = std::fs::read(file(&catalogue)).unwrap();

    for length in (0..whole.len()).step_by(whole.len() / 12 + 1) {
        std::fs::write(file(&catalogue), &whole[..length]).unwrap();
        assert_eq!(read(&catalogue).await, 0, "{length} of {}", whole.len());
    }
    assert_eq!(read(&catalogue).await, 1);
}

#[tokio::test]
async fn a_file_with_a_wrong_bit_anywhere_is_of_no_use() {
    let catalogue = kept().await;
    let whole = std::fs::read(file(&catalogue)).unwrap();

    // The head byte by byte, the rest here and there.
    for place in (0..56).chain((56..whole.len()).step_by(whole.len() / 12 + 1)) {
        let mut damaged = whole.clone();
        damaged[place] ^= 4;
        std::fs::write(file(&catalogue), damaged).unwrap();
        let store = catalogue.store.clone();
        let index = Index::kept_in(store, folder(&catalogue)).await.unwrap();
        assert_eq!(index.snapshot().position(), 0, "byte {place}");
    }
    assert_eq!(read(&catalogue).await, 0);
    assert_eq!(read(&catalogue).await, 1);
}

#[tokio::test]
async fn a_file_of_another_catalogue_is_of_no_use() {
    let catalogue = kept().await;
    // One has a change of that number too, but made at another time; the other has none.
    let other = TestIndex::of([titled(1, "Tabu")]).await;
    let empty = TestIndex::of([]).await;

    for another in [other, empty] {
        std::fs::create_dir_all(folder(&another)).unwrap();
        std::fs::copy(file(&catalogue), file(&another)).unwrap();
        assert_eq!(read(&another).await, 0);
    }
}

#[tokio::test]
async fn what_was_not_moved_to_its_place_is_not_read() {
    let catalogue = kept().await;
    std::fs::rename(file(&catalogue), folder(&catalogue).join("snapshot.new")).unwrap();

    assert_eq!(read(&catalogue).await, 0);
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_costs_only_the_file() {
    let catalogue = TestIndex::of([titled(1, "Faust")]).await;
    std::fs::write(folder(&catalogue), "in the way").unwrap();

    let index = Index::kept_in(catalogue.store.clone(), folder(&catalogue))
        .await
        .unwrap();
    index.follow().await.unwrap();
    index.keep().await.unwrap();

    let order = MovieOrder {
        key: MovieKey::Title,
        descending: false,
    };
    let found = index
        .snapshot()
        .movies(&MovieFilter::default(), &order, ALL);
    assert_eq!(found.items, [1]);
}

#[tokio::test]
async fn edits_made_while_columns_are_made_are_not_lost() {
    let catalogue = kept().await;
    let edit = async |ids: std::ops::Range<i64>| {
        for id in ids {
            catalogue.put(movie_key(id), 0, &title_of("Golem")).await;
        }
    };
    edit(10..40).await;

    let (kept, ()) = tokio::join!(catalogue.index.keep(), edit(40..70));
    kept.unwrap();

    assert_eq!(catalogue.search("golem").len(), 60);
    let anew = Index::new(catalogue.store.clone());
    anew.follow().await.unwrap();
    assert_eq!(answers(&catalogue.snapshot()), answers(&anew.snapshot()));
    assert!(catalogue.movies(&MovieFilter::default()).contains(&69));
}
