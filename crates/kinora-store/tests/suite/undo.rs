//! The law of history: putting back what was before undoes an edit.

use std::sync::atomic::{AtomicI64, Ordering};

use kinora_model::image::{Image, Images};
use kinora_model::links::Links;
use kinora_model::part::Part;
use kinora_model::text::{Text, Texts, Translation};
use kinora_model::titles::{AlternativeTitle, AlternativeTitles, Keywords};
use kinora_model::{Document, Locale, MovieFacts, State};
use kinora_store::Locator;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tokio::runtime::Handle;

use super::{TestStore, a_movie, movie, put_json, set_state};

/// A part and what it shall be.
type Put = (Part, Option<serde_json::Value>);

fn as_put<D: Document>(document: &D) -> Put {
    (D::PART, serde_json::to_value(document).ok())
}

fn facts() -> impl Strategy<Value = Put> {
    let fields = (
        any::<Option<bool>>(),
        prop::option::of(".{0,8}"),
        any::<Option<i64>>(),
        prop::option::of(prop::collection::vec(any::<i32>(), 0..4)),
        prop::option::of(1u8..=28),
    );
    fields.prop_map(|(adult, original_title, budget, genres, day)| {
        as_put(&MovieFacts {
            adult,
            original_title,
            budget,
            genres,
            release_date: day.and_then(|day| kinora_model::Date::new(1922, 3, day)),
            ..MovieFacts::default()
        })
    })
}

fn texts() -> impl Strategy<Value = Put> {
    let rows = prop::collection::vec((0..3_usize, ".{0,8}", 0..3), 0..4);
    rows.prop_map(|rows| {
        let locales = [("de", "DE"), ("de", "AT"), ("fr", "FR")];
        let translation = |(row, title, runtime): (usize, String, i32)| {
            let (language, country) = locales[row];
            Translation {
                locale: Locale::new(language, country).unwrap(),
                listed: Some(Text {
                    title,
                    runtime,
                    ..Text::default()
                }),
                seen: None,
            }
        };
        as_put(&Texts {
            translations: rows.into_iter().map(translation).collect(),
            ..Texts::default()
        })
    })
}

fn images() -> impl Strategy<Value = Put> {
    let rows = prop::collection::vec((0..5, 0..10_000, prop::option::of("de|fr")), 0..4);
    prop::option::of(rows).prop_map(|rows| {
        // Scores have at most three decimals, as the v3 API tells them.
        let image = |(name, score, iso_639_1)| Image {
            file_path: format!("/{name}.jpg"),
            vote_average: f64::from(score) / 1000.0,
            iso_639_1,
            ..Image::default()
        };
        as_put(&Images {
            posters: rows.map(|rows| rows.into_iter().map(image).collect()),
            ..Images::default()
        })
    })
}

fn links() -> impl Strategy<Value = Put> {
    let fields = (prop::option::of("tt[0-9]{1,2}"), any::<Option<i64>>());
    fields.prop_map(|(imdb_id, tvdb_id)| {
        as_put(&Links {
            imdb_id,
            tvdb_id,
            ..Links::default()
        })
    })
}

fn titles() -> impl Strategy<Value = Put> {
    prop::collection::vec(("US|DE", ".{0,8}"), 0..3).prop_map(|rows| {
        let title = |(iso_3166_1, title)| AlternativeTitle {
            iso_3166_1,
            title,
            title_type: String::new(),
        };
        as_put(&AlternativeTitles(rows.into_iter().map(title).collect()))
    })
}

fn puts() -> impl Strategy<Value = Put> {
    let keywords = prop::collection::vec(0..6_i64, 0..5);
    let parts = [Part::Facts, Part::Texts, Part::Images, Part::Keywords];
    prop_oneof![
        facts(),
        texts(),
        images(),
        links(),
        titles(),
        keywords.prop_map(|ids| as_put(&Keywords(ids))),
        prop::sample::select(parts.to_vec()).prop_map(|part| (part, None)),
    ]
}

pub async fn putting_back_what_was_before_restores_the_document(store: TestStore) {
    let config = Config {
        cases: 24,
        failure_persistence: None,
        ..Config::default()
    };
    let next = AtomicI64::new(1);
    let edits = prop::collection::vec(puts(), 1..6);

    let outcome = TestRunner::new(config).run(&edits, |edits| {
        let id = next.fetch_add(1, Ordering::Relaxed);
        tokio::task::block_in_place(|| Handle::current().block_on(edit_and_undo(&store, id, edits)))
    });

    outcome.unwrap();
}

/// Makes edits of a new movie and takes them back, the last one first.
async fn edit_and_undo(store: &TestStore, id: i64, edits: Vec<Put>) -> Result<(), TestCaseError> {
    let mut version = store.hold([a_movie(id)]).await;
    let mut made = Vec::new();
    for (part, document) in edits {
        let before = store.whole(movie(id)).await.unwrap();
        let change = put_json(movie(id), version, part.name(), document);
        let seq = store.make([change]).await.unwrap();
        if seq > version {
            version = seq;
            made.push((part, before.raw(part).map(str::to_owned)));
        }
    }

    let history = store.history(movie(id)).await.unwrap();
    prop_assert_eq!(history.len(), made.len());
    for ((part, before), revision) in made.into_iter().zip(history).rev() {
        let change = put_json(movie(id), version, revision.part, revision.before);
        version = store.make([change]).await.unwrap();
        let restored = store.whole(movie(id)).await.unwrap();
        prop_assert_eq!(restored.raw(part), before.as_deref());
    }
    Ok(())
}

pub async fn putting_back_the_state_before_shows_an_entity_again(store: TestStore) {
    let base = store.hold([a_movie(1)]).await;
    let deleted = store
        .make([set_state(movie(1), base, State::Deleted)])
        .await
        .unwrap();

    let history = store.history(movie(1)).await.unwrap();
    let before = history[0].before.as_ref().unwrap();
    let state: State = serde_json::from_value(before["state"].clone()).unwrap();
    store
        .make([set_state(movie(1), deleted, state)])
        .await
        .unwrap();

    assert_eq!(store.find(Locator::Key(movie(1))).await, Some(movie(1)));
}

pub async fn numbers_keep_every_digit(store: TestStore) {
    let images = r#"{"logos":[{"aspect_ratio":9.970473671750531,"file_path":"/a.png"}]}"#;
    let document: serde_json::Value = serde_json::from_str(images).unwrap();
    let base = store.hold([a_movie(1)]).await;

    store
        .make([put_json(movie(1), base, "images", Some(document))])
        .await
        .unwrap();

    let record = store.whole(movie(1)).await.unwrap();
    assert!(
        record
            .raw(Part::Images)
            .unwrap()
            .contains("9.970473671750531")
    );
}
