//! The titles that people are known for.

use kinora_model::credit::CreditType;
use kinora_model::edit::Change;
use kinora_model::{EntityKey, Kind, MovieFacts, PersonFacts, SeriesFacts, State};

use super::catalogue::{
    TestIndex, credit, movie, movie_key, person, series, series_key, thing, titled,
};

fn adult_movie(id: i64) -> super::catalogue::Entry {
    let facts = MovieFacts {
        adult: Some(true),
        ..MovieFacts::default()
    };
    movie(id, &facts)
}

/// Five titles of person 1, one of which is adult and the most popular.
async fn catalogue() -> TestIndex {
    let credits = [
        credit(1, movie_key(1), 1, CreditType::Cast),
        credit(2, movie_key(1), 1, CreditType::Crew),
        credit(3, movie_key(2), 1, CreditType::Crew),
        credit(4, series_key(3), 1, CreditType::Creator),
        credit(5, movie_key(4), 1, CreditType::Cast),
        credit(6, movie_key(5), 1, CreditType::Cast),
        credit(7, movie_key(404), 1, CreditType::Cast),
    ];
    let entries = [
        titled(1, "One").popular(1.0),
        titled(2, "Two").popular(4.0),
        series(3, &SeriesFacts::default()).popular(3.0),
        titled(4, "Four").popular(2.0),
        adult_movie(5).popular(9.0),
        person(1, "Asta Nielsen"),
        person(2, "Nobody"),
    ];
    TestIndex::with_credits(entries, credits).await
}

#[tokio::test]
async fn the_three_most_popular_titles_of_a_person() {
    let snapshot = catalogue().await.snapshot();

    assert_eq!(
        snapshot.known_for(1),
        [movie_key(2), series_key(3), movie_key(4)]
    );
    assert!(snapshot.known_for(2).is_empty());
    assert!(snapshot.known_for(404).is_empty());
}

#[tokio::test]
async fn a_person_who_turns_out_to_be_adult_is_known_for_adult_titles() {
    let catalogue = catalogue().await;
    let facts = PersonFacts {
        adult: Some(true),
        ..PersonFacts::default()
    };

    catalogue
        .put(EntityKey::new(Kind::Person, 1), 1, &facts)
        .await;

    assert_eq!(
        catalogue.snapshot().known_for(1),
        [movie_key(5), movie_key(2), series_key(3)]
    );
}

#[tokio::test]
async fn a_title_that_turns_out_to_be_adult_is_what_nobody_is_known_for() {
    let catalogue = catalogue().await;
    let facts = MovieFacts {
        adult: Some(true),
        ..MovieFacts::default()
    };

    catalogue.put(movie_key(2), 1, &facts).await;

    assert_eq!(
        catalogue.snapshot().known_for(1),
        [series_key(3), movie_key(4), movie_key(1)]
    );
}

#[tokio::test]
async fn the_next_title_takes_the_place_of_a_deleted_one() {
    let catalogue = catalogue().await;

    let version = catalogue
        .set_state(movie_key(2), 1, State::Deleted, None)
        .await;
    let without = catalogue.snapshot();
    catalogue
        .set_state(movie_key(2), version, State::Live, None)
        .await;

    assert_eq!(
        without.known_for(1),
        [series_key(3), movie_key(4), movie_key(1)]
    );
    assert_eq!(catalogue.snapshot().known_for(1)[0], movie_key(2));
}

#[tokio::test]
async fn a_restored_person_is_known_for_the_same_titles() {
    let catalogue = catalogue().await;
    let key = EntityKey::new(Kind::Person, 1);

    let version = catalogue.set_state(key, 1, State::Deleted, None).await;
    assert!(catalogue.snapshot().known_for(1).is_empty());
    catalogue.set_state(key, version, State::Live, None).await;

    assert_eq!(
        catalogue.snapshot().known_for(1),
        [movie_key(2), series_key(3), movie_key(4)]
    );
}

#[tokio::test]
async fn credits_that_come_and_go_change_what_a_person_is_known_for() {
    let catalogue = catalogue().await;

    let base = catalogue.version(movie_key(2)).await;
    let credit_of_two = credit(9, movie_key(2), 2, CreditType::Cast);
    let change = Change::PutCredit {
        base,
        credit: credit_of_two,
    };
    let base = catalogue.make(change).await;
    let id = credit(3, movie_key(2), 1, CreditType::Crew).id;
    catalogue.make(Change::DropCredit { base, id }).await;

    let snapshot = catalogue.snapshot();
    assert_eq!(snapshot.known_for(2), [movie_key(2)]);
    assert_eq!(
        snapshot.known_for(1),
        [series_key(3), movie_key(4), movie_key(1)]
    );
}

#[tokio::test]
async fn a_new_person_is_known_for_what_later_credits_say() {
    let catalogue = catalogue().await;
    let facts = PersonFacts {
        name: Some("Henny Porten".into()),
        ..PersonFacts::default()
    };
    let record = thing(Kind::Person, 3, &facts).record;

    catalogue.put(record.key, 0, &facts).await;
    let base = catalogue.version(movie_key(1)).await;
    let credit = credit(9, movie_key(1), 3, CreditType::Cast);
    catalogue.make(Change::PutCredit { base, credit }).await;

    assert_eq!(catalogue.snapshot().known_for(3), [movie_key(1)]);
}
