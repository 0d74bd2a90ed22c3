//! Edits: all or nothing, against a version, with history.

use kinora_model::MovieFacts;
use kinora_model::diff::{Action, FieldChange};
use kinora_model::image::{Image, Images};
use kinora_model::text::Texts;
use kinora_model::titles::Keywords;
use kinora_store::{CommitError, Revision};
use serde_json::json;
use tokio::task::JoinSet;

use super::{TestStore, With as _, a_movie, edit, movie, movie_facts, put, put_json};

pub async fn an_edit_creates_an_entity_with_several_parts(store: TestStore) {
    let facts = movie_facts("Nosferatu");
    let keywords = Keywords(vec![3133]);

    let seq = store
        .make([put(movie(1), 0, &facts), put(movie(1), 0, &keywords)])
        .await
        .unwrap();

    let record = store.whole(movie(1)).await.unwrap();
    assert_eq!((seq, record.version), (2, 2));
    assert_eq!(record.get::<MovieFacts>().unwrap(), Some(facts));
    assert_eq!(record.get::<Keywords>().unwrap(), Some(keywords));
    assert_eq!(record.get::<Texts>().unwrap(), None);
}

pub async fn each_changed_part_has_one_revision_with_what_it_was(store: TestStore) {
    let base = store.hold([a_movie(1).with(&Keywords(vec![14, 27]))]).await;

    store
        .make([
            put(movie(1), base, &movie_facts("Nosferatu")),
            put(movie(1), base, &Keywords(vec![27, 36])),
        ])
        .await
        .unwrap();

    let [facts, keywords] =
        <[Revision; 2]>::try_from(store.history(movie(1)).await.unwrap()).unwrap();
    assert_eq!((facts.seq, facts.part), (base + 1, "facts"));
    assert_eq!((facts.key, facts.editor), (Some(movie(1)), Some(7)));
    assert_eq!(facts.comment, "as the poster says");
    assert!(facts.made_at > 0);
    assert_eq!(facts.before, Some(json!({"original_title": "Movie 1"})));
    let title = FieldChange {
        field: "original_title".to_owned(),
        action: Action::Updated,
        before: Some(json!("Movie 1")),
        after: Some(json!("Nosferatu")),
    };
    assert_eq!(facts.changes, [title]);
    assert_eq!((keywords.seq, keywords.part), (base + 2, "keywords"));
    assert_eq!(keywords.before, Some(json!([14, 27])));
    let change = |change: &FieldChange| (change.field.clone(), change.action);
    let changes: Vec<_> = keywords.changes.iter().map(change).collect();
    let expected = [("[14]", Action::Deleted), ("[36]", Action::Added)];
    assert_eq!(
        changes,
        expected.map(|(field, action)| (field.to_owned(), action))
    );
}

pub async fn numbers_rise_without_gaps_over_bulk_and_commit(store: TestStore) {
    let first = store.hold([a_movie(1)]).await;
    let second = store
        .make([
            put(movie(1), first, &movie_facts("A")),
            put(movie(2), 0, &movie_facts("B")),
        ])
        .await
        .unwrap();
    let third = store.hold([a_movie(3)]).await;
    let refused = store.make([put(movie(3), 0, &movie_facts("C"))]).await;
    let fourth = store
        .make([put(movie(3), third, &movie_facts("C"))])
        .await
        .unwrap();

    assert!(refused.is_err());
    assert_eq!([first, second, third, fourth], [1, 3, 4, 5]);
    let feed = store.feed(0, 10).await.unwrap();
    let numbers: Vec<i64> = feed.iter().map(|revision| revision.seq).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
    assert_eq!(store.last_seq().await.unwrap(), 5);
}

pub async fn a_stale_edit_is_refused_whole(store: TestStore) {
    let base = store.hold([a_movie(1), a_movie(2)]).await;
    store
        .make([put(movie(2), base, &movie_facts("Changed"))])
        .await
        .unwrap();
    let before = [store.whole(movie(1)).await, store.whole(movie(2)).await];

    let refused = store
        .make([
            put(movie(1), base, &movie_facts("Fine")),
            put(movie(3), 0, &movie_facts("New")),
            put(movie(2), base, &movie_facts("Stale")),
        ])
        .await;

    let stale = refused.unwrap_err();
    let expected = (movie(2), 1, 2);
    assert!(
        matches!(stale, CommitError::Stale { key, base, current } if (key, base, current) == expected),
        "{stale}"
    );
    let after = [store.whole(movie(1)).await, store.whole(movie(2)).await];
    assert_eq!(after, before);
    assert_eq!(store.whole(movie(3)).await, None);
    assert_eq!(store.history(movie(1)).await.unwrap(), []);
    assert_eq!(store.last_seq().await.unwrap(), 2);
}

pub async fn an_edit_of_a_missing_entity_against_a_version_is_stale(store: TestStore) {
    let refused = store.make([put(movie(1), 9, &movie_facts("Lost"))]).await;

    let stale = refused.unwrap_err();
    assert!(
        matches!(
            stale,
            CommitError::Stale {
                base: 9,
                current: 0,
                ..
            }
        ),
        "{stale}"
    );
    assert_eq!(store.last_seq().await.unwrap(), 0);
}

pub async fn a_document_of_the_wrong_type_is_refused_whole(store: TestStore) {
    let wrong = [
        ("facts", json!({"budget": "a lot"})),
        ("facts", json!({"release_date": "1922-13-01"})),
        ("facts", json!(null)),
        ("facts", json!("Nosferatu")),
        ("texts", json!({"translations": 3})),
        ("keywords", json!({"vampire": 3133})),
        ("links", json!({"tvdb_id": "79335"})),
        ("images", json!([{"file_path": 1}])),
    ];

    for (part, document) in wrong {
        let refused = store
            .make([
                put(movie(1), 0, &movie_facts("Fine")),
                put_json(movie(1), 0, part, Some(document.clone())),
            ])
            .await;

        let invalid = refused.unwrap_err();
        assert!(
            matches!(&invalid, CommitError::Invalid { key, part: named, .. } if (*key, named.as_str()) == (movie(1), part)),
            "{part} {document}: {invalid}"
        );
    }
    assert_eq!(store.whole(movie(1)).await, None);
    assert_eq!(store.last_seq().await.unwrap(), 0);
}

pub async fn a_part_that_a_kind_has_not_is_refused(store: TestStore) {
    for part in ["ratings", "state", "reviews", "plot", "", "id"] {
        let refused = store
            .make([put_json(movie(1), 0, part, Some(json!([])))])
            .await;

        let invalid = refused.unwrap_err();
        assert!(
            matches!(invalid, CommitError::Invalid { .. }),
            "{part}: {invalid}"
        );
    }
    assert_eq!(store.whole(movie(1)).await, None);
}

pub async fn the_same_document_again_changes_nothing(store: TestStore) {
    let base = store
        .make([put(movie(1), 0, &movie_facts("Nosferatu"))])
        .await
        .unwrap();

    let seq = store
        .make([put(movie(1), base, &movie_facts("Nosferatu"))])
        .await
        .unwrap();

    assert_eq!(seq, base);
    assert_eq!(store.whole(movie(1)).await.unwrap().version, base);
    assert_eq!(store.history(movie(1)).await.unwrap().len(), 1);
}

pub async fn an_edit_without_changes_changes_nothing(store: TestStore) {
    store.hold([a_movie(1)]).await;

    let seq = store.make([]).await.unwrap();

    assert_eq!(seq, 1);
    assert_eq!(store.feed(0, 10).await.unwrap().len(), 1);
}

pub async fn removing_a_part_keeps_it_in_history(store: TestStore) {
    let base = store.hold([a_movie(1).with(&Keywords(vec![14]))]).await;

    store
        .make([put_json(movie(1), base, "keywords", None)])
        .await
        .unwrap();

    let record = store.whole(movie(1)).await.unwrap();
    assert_eq!(record.get::<Keywords>().unwrap(), None);
    assert!(record.get::<MovieFacts>().unwrap().is_some());
    let history = store.history(movie(1)).await.unwrap();
    assert_eq!(history.len(), 1);
    assert_eq!(history[0].before, Some(json!([14])));
    assert_eq!(history[0].changes[0].action, Action::Deleted);
}

pub async fn the_order_of_fields_in_a_document_does_not_matter(store: TestStore) {
    let document = |text: &str| serde_json::from_str(text).ok();
    let first = document(r#"{"budget": 5, "adult": false}"#);
    let second = document(r#"{"adult": false, "budget": 5}"#);
    let base = store
        .make([put_json(movie(1), 0, "facts", first)])
        .await
        .unwrap();

    let seq = store
        .make([put_json(movie(1), base, "facts", second)])
        .await
        .unwrap();

    assert_eq!(seq, base);
}

pub async fn new_images_choose_the_poster(store: TestStore) {
    let base = store.hold([a_movie(1)]).await;
    let poster = Image {
        iso_639_1: Some("de".to_owned()),
        file_path: "/orlok.jpg".to_owned(),
        ..Image::default()
    };
    let images = Images {
        posters: Some(vec![poster]),
        ..Images::default()
    };

    store.make([put(movie(1), base, &images)]).await.unwrap();

    let texts: Texts = store.whole(movie(1)).await.unwrap().part().unwrap();
    let german = texts.posters.get(&"de".parse().unwrap());
    assert_eq!(german.map(String::as_str), Some("/orlok.jpg"));
}

pub async fn commits_at_once_get_consecutive_numbers(store: TestStore) {
    let mut tasks = JoinSet::new();
    for id in 1..=8 {
        let store = store.clone();
        tasks.spawn(async move {
            let (mut base, mut numbers) = (0, Vec::new());
            for title in ["One", "Two", "Three", "Four", "Five"] {
                let change = put(movie(id), base, &movie_facts(title));
                base = store.commit(edit([change])).await.unwrap();
                numbers.push(base);
            }
            numbers
        });
    }

    let mut numbers = tasks.join_all().await.concat();

    numbers.sort_unstable();
    assert_eq!(numbers, (1..=40).collect::<Vec<i64>>());
    assert_eq!(store.last_seq().await.unwrap(), 40);
}

pub async fn of_commits_at_once_against_one_version_one_succeeds(store: TestStore) {
    let base = store.hold([a_movie(1)]).await;
    let mut tasks = JoinSet::new();
    for editor in 0..8 {
        let store = store.clone();
        tasks.spawn(async move {
            let title = format!("Title {editor}");
            let change = put(movie(1), base, &movie_facts(&title));
            (title, store.commit(edit([change])).await)
        });
    }

    let outcomes = tasks.join_all().await;

    let (committed, refused): (Vec<_>, Vec<_>) = outcomes
        .into_iter()
        .partition(|(_, outcome)| outcome.is_ok());
    assert_eq!((committed.len(), refused.len()), (1, 7));
    for (_, outcome) in refused {
        let stale = outcome.unwrap_err();
        assert!(
            matches!(stale, CommitError::Stale { current: 2, .. }),
            "{stale}"
        );
    }
    let facts: MovieFacts = store.whole(movie(1)).await.unwrap().part().unwrap();
    assert_eq!(facts.original_title.as_ref(), Some(&committed[0].0));
    assert_eq!(store.last_seq().await.unwrap(), base + 1);
}
