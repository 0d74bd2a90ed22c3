//! Following the feed.

use kinora_index::{Index, MovieFilter, Search, SeriesFilter, Slice, Terms};
use kinora_model::credit::CreditType;
use kinora_model::edit::Change;
use kinora_model::titles::Keywords;
use kinora_model::{Date, EntityKey, EpisodeFacts, Kind, MovieFacts, Part, SeriesFacts, State};

use super::catalogue::{
    ALL, TestIndex, credit, episode, movie_key, person, series, title_of, titled,
};
use super::law::answers;

#[tokio::test]
async fn an_index_is_empty_until_it_follows() {
    let catalogue = TestIndex::of([titled(1, "Faust")]).await;

    let index = Index::new(catalogue.store.clone());
    let before = index.snapshot();
    let position = index.follow().await.unwrap();

    assert_eq!((before.position(), before.people(ALL).total), (0, 0));
    assert_eq!((position, index.snapshot().position()), (1, 1));
    assert_eq!(before.position(), 0);
}

#[tokio::test]
async fn nothing_new_leaves_the_snapshot_as_it_is() {
    let catalogue = TestIndex::of([titled(1, "Faust")]).await;
    let before = catalogue.snapshot();

    assert_eq!(catalogue.index.follow().await.unwrap(), 1);

    assert!(std::sync::Arc::ptr_eq(&before, &catalogue.snapshot()));
}

#[tokio::test]
async fn an_edited_title_is_found_by_its_new_name_only() {
    let catalogue = TestIndex::of([titled(1, "Faust"), titled(2, "Tartüff")]).await;
    let before = catalogue.snapshot();

    catalogue.put(movie_key(1), 1, &title_of("Sunrise")).await;

    assert_eq!(catalogue.search("sunrise"), [1]);
    assert!(catalogue.search("faust").is_empty());
    assert_eq!(catalogue.search("tartuff"), [2]);
    let search = Search {
        text: "faust".into(),
        kinds: vec![Kind::Movie],
        ..Search::default()
    };
    assert_eq!(before.search(&search, ALL).items, [movie_key(1)]);
}

#[tokio::test]
async fn a_new_movie_is_in_lists_and_searches() {
    let catalogue = TestIndex::of([titled(1, "Faust")]).await;

    catalogue.put(movie_key(7), 0, &title_of("Sunrise")).await;

    assert_eq!(catalogue.movies(&MovieFilter::default()), [1, 7]);
    assert_eq!(catalogue.search("sunrise"), [7]);
}

#[tokio::test]
async fn a_deleted_movie_is_gone_from_everything_until_it_is_restored() {
    let catalogue = TestIndex::of([
        titled(1, "Faust").with(&Keywords(vec![10])),
        titled(2, "Faust").with(&Keywords(vec![10])),
    ])
    .await;

    let version = catalogue
        .set_state(movie_key(1), 1, State::Deleted, None)
        .await;
    let found = (
        catalogue.movies(&MovieFilter::default()),
        catalogue.search("faust"),
    );
    let similar = catalogue.snapshot().similar(movie_key(2), ALL).total;
    catalogue
        .set_state(movie_key(1), version, State::Live, None)
        .await;

    assert_eq!(found, (vec![2], vec![2]));
    assert_eq!(similar, 0);
    assert_eq!(catalogue.search("faust"), [1, 2]);
    assert_eq!(catalogue.snapshot().similar(movie_key(2), ALL).items, [1]);
}

#[tokio::test]
async fn a_merged_movie_is_found_only_as_what_it_was_merged_into() {
    let catalogue = TestIndex::of([titled(1, "Faust"), titled(2, "Faust")]).await;

    let version = catalogue
        .set_state(movie_key(1), 1, State::Merged, Some(2))
        .await;
    assert_eq!(catalogue.search("faust"), [2]);
    catalogue
        .set_state(movie_key(1), version, State::Live, None)
        .await;

    assert_eq!(catalogue.search("faust"), [1, 2]);
}

#[tokio::test]
async fn a_new_credit_is_found_by_its_person() {
    let catalogue = TestIndex::of([titled(1, "Faust"), person(5, "Emil Jannings")]).await;
    let with_cast = MovieFilter {
        cast: Terms::any([5]),
        ..MovieFilter::default()
    };
    assert!(catalogue.movies(&with_cast).is_empty());
    let credit = credit(1, movie_key(1), 5, CreditType::Cast);

    let change = Change::PutCredit {
        base: catalogue.version(movie_key(1)).await,
        credit: credit.clone(),
    };
    let base = catalogue.make(change).await;
    let found = catalogue.movies(&with_cast);
    let id = credit.id;
    catalogue.make(Change::DropCredit { base, id }).await;

    assert_eq!(found, [1]);
    assert!(catalogue.movies(&with_cast).is_empty());
}

#[tokio::test]
async fn changed_keywords_change_what_is_similar() {
    let catalogue = TestIndex::of([
        titled(1, "Faust").with(&Keywords(vec![10])),
        titled(2, "Tartüff").with(&Keywords(vec![10])),
    ])
    .await;
    assert_eq!(catalogue.snapshot().similar(movie_key(1), ALL).items, [2]);

    catalogue.put(movie_key(2), 1, &Keywords(vec![11])).await;

    assert_eq!(catalogue.snapshot().similar(movie_key(1), ALL).total, 0);
}

fn on_air(from: &str) -> SeriesFilter {
    let day: Date = from.parse().unwrap();
    SeriesFilter {
        air_date: kinora_index::Bounds {
            least: Some(day),
            most: Some(day),
        },
        ..SeriesFilter::default()
    }
}

#[tokio::test]
async fn episodes_lead_to_their_series() {
    let catalogue = TestIndex::of([
        series(1, &SeriesFacts::default()),
        series(2, &SeriesFacts::default()),
        episode(11, 1, "1960-01-01"),
    ])
    .await;
    let key = EntityKey::new(Kind::Episode, 11);
    let moved = |series, date: &str| EpisodeFacts {
        series: Some(series),
        season: Some(1),
        number: Some(1),
        air_date: date.parse().ok(),
        ..EpisodeFacts::default()
    };

    let version = catalogue.put(key, 1, &moved(1, "1970-01-01")).await;
    assert!(catalogue.series(&on_air("1960-01-01")).is_empty());
    assert_eq!(catalogue.series(&on_air("1970-01-01")), [1]);

    let version = catalogue.put(key, version, &moved(2, "1970-01-01")).await;
    assert_eq!(catalogue.series(&on_air("1970-01-01")), [2]);

    catalogue
        .set_state(key, version, State::Deleted, None)
        .await;
    assert!(catalogue.series(&on_air("1970-01-01")).is_empty());
}

#[tokio::test]
async fn a_restored_series_has_its_episodes_again() {
    let catalogue = TestIndex::of([
        series(1, &SeriesFacts::default()),
        episode(11, 1, "1960-01-01"),
    ])
    .await;
    let key = EntityKey::new(Kind::Series, 1);

    let version = catalogue.set_state(key, 1, State::Deleted, None).await;
    assert!(catalogue.series(&on_air("1960-01-01")).is_empty());
    catalogue.set_state(key, version, State::Live, None).await;

    assert_eq!(catalogue.series(&on_air("1960-01-01")), [1]);
}

#[tokio::test]
async fn a_bulk_load_is_followed() {
    let catalogue = TestIndex::of([titled(1, "Faust")]).await;

    let loaded = [titled(1, "Sunrise").popular(3.0), titled(2, "Tabu")];
    catalogue.bulk(loaded, []).await;

    assert!(catalogue.search("faust").is_empty());
    assert_eq!(catalogue.search("sunrise"), [1]);
    assert_eq!(catalogue.movies(&MovieFilter::default()), [1, 2]);
    assert_eq!(catalogue.snapshot().position(), 2);
}

#[tokio::test]
async fn an_entity_that_cannot_be_read_is_left_out() {
    let mut broken = titled(1, "Faust");
    broken.record.put_raw(Part::Keywords, Some("{".to_owned()));

    let catalogue = TestIndex::of([broken, titled(2, "Faust")]).await;

    assert_eq!(catalogue.search("faust"), [2]);
}

#[tokio::test]
async fn all_who_follow_at_once_see_the_end() {
    let catalogue = TestIndex::of([titled(1, "Faust")]).await;
    let edit = Change::put(movie_key(1), 1, &title_of("Sunrise")).unwrap();
    let edit = kinora_model::edit::Edit {
        changes: vec![edit],
        ..Default::default()
    };
    catalogue.store.commit(edit).await.unwrap();

    let (one, two) = tokio::join!(catalogue.index.follow(), catalogue.index.follow());

    assert_eq!((one.unwrap(), two.unwrap()), (2, 2));
    assert_eq!(catalogue.search("sunrise"), [1]);
}

#[tokio::test]
async fn many_edits_are_followed_in_one_go() {
    let catalogue = TestIndex::of([titled(1, "Faust")]).await;
    for id in 2..=1_200 {
        let change = Change::put(movie_key(id), 0, &title_of("Golem")).unwrap();
        let edit = kinora_model::edit::Edit {
            changes: vec![change],
            ..Default::default()
        };
        catalogue.store.commit(edit).await.unwrap();
    }

    assert_eq!(catalogue.index.follow().await.unwrap(), 1_200);

    let found = catalogue.search("golem");
    assert_eq!((found.len(), found[0]), (1_199, 2));
}

#[tokio::test]
async fn the_scores_of_a_day_lead_to_what_a_rebuild_makes() {
    let entries = [
        titled(1, "Faust")
            .popular(9.0)
            .rated(7.5, 20)
            .with(&Keywords(vec![10])),
        titled(2, "Faust II").popular(5.0).with(&Keywords(vec![10])),
        titled(3, "Nosferatu").popular(1.0),
        series(1, &SeriesFacts::default()).popular(2.0),
        person(5, "Emil Jannings").popular(3.0),
        person(6, "Emil Reinert"),
    ];
    let credits = [credit(1, movie_key(2), 5, CreditType::Cast)];
    let catalogue = TestIndex::with_credits(entries, credits).await;
    catalogue
        .put(movie_key(1), 1, &title_of("Faust. A Folk Tale"))
        .await;
    let store = &catalogue.store;
    let day: Date = "2026-02-03".parse().unwrap();
    let views = vec![
        (movie_key(3), 5_000),
        (EntityKey::new(Kind::Person, 6), 900),
    ];
    store.add_views(day.day_number(), views).await.unwrap();
    kinora_index::popularity::run(store, day).await.unwrap();
    catalogue.put(movie_key(2), 1, &title_of("Faust 2")).await;

    catalogue.index.follow().await.unwrap();

    let rebuilt = Index::new(store.clone());
    rebuilt.follow().await.unwrap();
    assert_eq!(answers(&catalogue.snapshot()), answers(&rebuilt.snapshot()));
    assert_eq!(catalogue.snapshot().people(ALL).items, [6, 5]);
    assert_eq!(catalogue.search("nosferatu"), [3]);
}

#[tokio::test]
async fn people_are_listed_by_popularity_and_trends_are_mixed() {
    use kinora_index::Window;
    use kinora_model::PersonFacts;

    let hidden = PersonFacts {
        adult: Some(true),
        ..PersonFacts::default()
    };
    let adult = MovieFacts {
        adult: Some(true),
        ..MovieFacts::default()
    };
    let catalogue = TestIndex::of([
        person(1, "One").popular(1.0),
        person(2, "Two").popular(6.0),
        super::catalogue::thing(Kind::Person, 3, &hidden).popular(9.0),
        person(4, "Four").popular(1.0),
        titled(1, "Faust").popular(4.0),
        super::catalogue::movie(2, &adult).popular(9.0),
        series(1, &SeriesFacts::default()).popular(5.0),
    ])
    .await;
    let snapshot = catalogue.snapshot();

    assert_eq!(snapshot.people(ALL).items, [2, 1, 4]);
    assert_eq!(snapshot.people(Slice::page(2, 2)).items, [4]);
    let kinds = [Kind::Movie, Kind::Series, Kind::Person];
    let trends = snapshot.trending(&kinds, Window::Day, Slice::page(1, 3));
    let found: Vec<(Kind, i64)> = trends.items.iter().map(|key| (key.kind, key.id)).collect();
    assert_eq!(
        found,
        [(Kind::Person, 2), (Kind::Series, 1), (Kind::Movie, 1)]
    );
    assert_eq!(trends.total, 5);
    assert_eq!(
        snapshot.trending(&[Kind::Movie], Window::Week, ALL).total,
        1
    );
}
