//! Reference tables that imports tell.

use kinora_model::reference::Told;
use kinora_model::{Kind, Locale};
use kinora_store::{Batch, Store};

use super::{TestStore, a_movie};

/// A batch that names the genre 990, which no bundled table has.
pub fn genre(name: &str) -> Batch {
    let told = Told {
        table: "movie_genres".to_owned(),
        locale: "de-DE".to_owned(),
        document: format!(r#"{{"genres": [{{"id": 990, "name": "{name}"}}]}}"#),
    };
    Batch {
        told: vec![told],
        ..Batch::default()
    }
}

/// What a store calls the genre 990.
pub fn genre_in(store: &Store) -> String {
    let german = Locale::new("de", "DE").unwrap();
    store
        .reference()
        .genre_name(Kind::Movie, 990, german)
        .to_owned()
}

pub async fn what_was_told_appears_after_refreshing(store: TestStore) {
    store.bulk(genre("Heimatfilm")).await.unwrap();

    let before = genre_in(&store);
    store.refresh().await.unwrap();
    let after = genre_in(&store);

    assert_eq!((before.as_str(), after.as_str()), ("", "Heimatfilm"));
}

pub async fn a_table_told_again_replaces_the_one_before(store: TestStore) {
    for name in ["Heimatfilm", "Bergfilm"] {
        store.bulk(genre(name)).await.unwrap();
        store.refresh().await.unwrap();

        assert_eq!(genre_in(&store), name);
    }
}

pub async fn refreshing_answers_the_position_in_the_feed(store: TestStore) {
    let empty = store.refresh().await.unwrap();
    store.hold([a_movie(1)]).await;
    store.hold([a_movie(2)]).await;

    let full = store.refresh().await.unwrap();

    assert_eq!((empty, full), (0, 2));
}
