//! Credits one at a time, with history on their titles.

use kinora_model::credit::{Credit, CreditType};
use kinora_model::diff::Action;
use kinora_model::edit::Change;
use kinora_store::{CommitError, Related};

use super::{TestStore, a_movie, a_person, movie, movie_facts, person, put};

fn orlok() -> Credit {
    Credit {
        person: Some(5),
        credit_type: CreditType::Cast,
        character: "Graf Orlok".to_owned(),
        ..Credit::new("c1", movie(1))
    }
}

fn put_credit(base: i64, credit: &Credit) -> Change {
    let credit = credit.clone();
    Change::PutCredit { base, credit }
}

fn drop_credit(base: i64, id: &str) -> Change {
    let id = id.to_owned();
    Change::DropCredit { base, id }
}

async fn with_orlok(store: &TestStore) -> i64 {
    let base = store.hold([a_movie(1), a_person(5)]).await;
    store.make([put_credit(base, &orlok())]).await.unwrap()
}

pub async fn a_committed_credit_is_in_the_history_of_its_title(store: TestStore) {
    let seq = with_orlok(&store).await;

    let history = store.history(movie(1)).await.unwrap();

    assert_eq!(history.len(), 1);
    assert_eq!((history[0].seq, history[0].part), (seq, "credits"));
    assert_eq!(history[0].before, None);
    let character = history[0]
        .changes
        .iter()
        .find(|change| change.field == "character");
    assert_eq!(character.unwrap().action, Action::Added);
    let loaded = store.with(person(5), &[Related::Filmography]).await;
    assert_eq!(loaded.credits["c1"], orlok());
}

pub async fn a_changed_credit_keeps_what_it_was(store: TestStore) {
    let base = with_orlok(&store).await;
    let changed = Credit {
        character: "Count Orlok".to_owned(),
        ..orlok()
    };

    store.make([put_credit(base, &changed)]).await.unwrap();

    let history = store.history(movie(1)).await.unwrap();
    assert_eq!(history.len(), 2);
    let before: Credit = serde_json::from_value(history[1].before.clone().unwrap()).unwrap();
    assert_eq!(before, orlok());
    assert_eq!(history[1].changes.len(), 1);
    assert_eq!(history[1].changes[0].field, "character");
    let (stored, _) = store.credit("c1").await.unwrap().unwrap();
    assert_eq!(stored, changed);
}

pub async fn the_same_credit_again_changes_nothing(store: TestStore) {
    let seq = with_orlok(&store).await;

    let again = store.make([put_credit(seq, &orlok())]).await.unwrap();

    assert_eq!(again, seq);
    assert_eq!(store.history(movie(1)).await.unwrap().len(), 1);
}

pub async fn a_dropped_credit_is_gone_but_not_from_history(store: TestStore) {
    let base = with_orlok(&store).await;

    store.make([drop_credit(base, "c1")]).await.unwrap();

    assert!(store.credit("c1").await.unwrap().is_none());
    let loaded = store.with(movie(1), &[Related::Credits]).await;
    assert!(loaded.credits.is_empty() && loaded.credit_ids.is_empty());
    let history = store.history(movie(1)).await.unwrap();
    assert_eq!(history.len(), 2);
    let before: Credit = serde_json::from_value(history[1].before.clone().unwrap()).unwrap();
    assert_eq!(before, orlok());
}

pub async fn a_credit_needs_its_title_and_person(store: TestStore) {
    let seq = store.hold([a_movie(1), a_person(5)]).await;
    let without_title = Credit {
        title: movie(404),
        ..orlok()
    };
    let without_person = Credit {
        person: Some(405),
        ..orlok()
    };

    for (credit, name) in [(without_title, "movie 404"), (without_person, "person 405")] {
        let missing = store.make([put_credit(seq, &credit)]).await.unwrap_err();

        assert!(
            matches!(&missing, CommitError::Missing(what) if what == name),
            "{missing}"
        );
    }
    assert!(store.credit("c1").await.unwrap().is_none());
    assert_eq!(store.last_seq().await.unwrap(), seq);
}

pub async fn a_missing_credit_cannot_be_dropped(store: TestStore) {
    let seq = with_orlok(&store).await;

    let missing = store.make([drop_credit(seq, "c404")]).await.unwrap_err();

    assert!(
        matches!(&missing, CommitError::Missing(what) if what.contains("c404")),
        "{missing}"
    );
    assert_eq!(store.last_seq().await.unwrap(), seq);
}

pub async fn a_refused_credit_takes_the_whole_edit_with_it(store: TestStore) {
    let seq = with_orlok(&store).await;

    let refused = store
        .make([
            put(movie(2), 0, &movie_facts("New")),
            drop_credit(seq, "c1"),
            drop_credit(seq, "c1"),
        ])
        .await;

    assert!(matches!(refused, Err(CommitError::Missing(_))));
    assert_eq!(store.whole(movie(2)).await, None);
    assert!(store.credit("c1").await.unwrap().is_some());
    assert_eq!(store.last_seq().await.unwrap(), seq);
}

pub async fn an_edit_of_credits_is_made_against_a_version_of_the_title(store: TestStore) {
    let base = with_orlok(&store).await;
    let changed = Credit {
        character: "Count Orlok".to_owned(),
        ..orlok()
    };
    let version = store.make([put_credit(base, &changed)]).await.unwrap();

    let stale = store.make([drop_credit(base, "c1")]).await.unwrap_err();

    assert_eq!(store.whole(movie(1)).await.unwrap().version, version);
    assert!(
        matches!(stale, CommitError::Stale { key, current, .. } if (key, current) == (movie(1), version)),
        "{stale}"
    );
}
