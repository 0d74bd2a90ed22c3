//! What comes with an entity: credits, companies, reviews, episode groups.

use kinora_model::credit::{Billing, Credit, CreditType, TitleCredits};
use kinora_model::review::{EpisodeGroup, EpisodeGroupPart, Review};
use kinora_model::titles::Keywords;
use kinora_model::{
    CollectionFacts, CompanyFacts, EntityKey, KeywordFacts, Kind, MovieFacts, Part, SeriesFacts,
};
use kinora_store::{Batch, Loaded, Record, Related, Work};

use super::{
    TestStore, With as _, a_movie, a_person, a_season, a_series, an_episode, episode, movie,
    person, season, series, told,
};

fn played(id: &str, title: EntityKey, person: i64, character: &str) -> Credit {
    Credit {
        person: Some(person),
        credit_type: CreditType::Cast,
        department: "Acting".to_owned(),
        job: "Actor".to_owned(),
        character: character.to_owned(),
        order: Some(0),
        first_air_date: "1922-03-04".parse().ok(),
        ..Credit::new(id, title)
    }
}

fn credit_ids(loaded: &Loaded) -> Vec<&str> {
    let mut ids: Vec<&str> = loaded.credit_ids.iter().map(String::as_str).collect();
    ids.sort_unstable();
    ids
}

/// Two movies with one actor, who is in both, and a lost one.
async fn with_credits(store: &TestStore) {
    let lost = Credit {
        lost_person: Some("52fe4264c3a36847f801b083".to_owned()),
        ..Credit::new("c3", movie(1))
    };
    let lists = TitleCredits {
        cast: Some(vec![Billing("c1".to_owned(), Some(0), None)]),
        ..TitleCredits::default()
    };
    let batch = Batch {
        records: vec![a_movie(1).with(&lists), a_movie(2), a_person(5)],
        credits: vec![
            played("c1", movie(1), 5, "Orlok"),
            played("c2", movie(2), 5, "The Jailer"),
            lost,
        ],
        ..Batch::default()
    };
    store.bulk(batch).await.unwrap();
}

pub async fn credits_come_with_their_title_and_its_people(store: TestStore) {
    with_credits(&store).await;

    let loaded = store.with(movie(1), &[Related::Credits]).await;

    assert_eq!(credit_ids(&loaded), ["c1", "c3"]);
    assert_eq!(loaded.credits["c1"], played("c1", movie(1), 5, "Orlok"));
    let lost = loaded.credits["c3"].lost_person.as_deref();
    assert_eq!(lost, Some("52fe4264c3a36847f801b083"));
    assert!(loaded.get(Kind::Person, 5).is_some());
}

pub async fn credits_come_with_their_person_and_the_titles(store: TestStore) {
    with_credits(&store).await;

    let loaded = store.with(person(5), &[Related::Filmography]).await;

    assert_eq!(credit_ids(&loaded), ["c1", "c2"]);
    assert_eq!(loaded.credits["c2"].character, "The Jailer");
    let facts: MovieFacts = loaded.get(Kind::Movie, 2).unwrap().part().unwrap();
    assert_eq!(facts.original_title.as_deref(), Some("Movie 2"));
}

pub async fn only_the_titles_of_the_credits_that_are_asked_for_come_with_their_person(
    store: TestStore,
) {
    with_credits(&store).await;

    let all = store.with(person(5), &[Related::Works]).await;
    let second = Work {
        credit: "c2".to_owned(),
        credit_type: CreditType::Cast,
        department: "Acting".to_owned(),
        title: movie(2),
    };
    let other = Work {
        title: movie(1),
        ..second.clone()
    };
    let some = store.works(5, vec![second.clone(), other]).await;
    let some = some.unwrap().unwrap();

    assert_eq!((all.works.len(), all.others.len()), (2, 0));
    assert!(all.works.contains(&second));
    assert_eq!(credit_ids(&some), ["c2"]);
    assert_eq!(some.others.keys().collect::<Vec<_>>(), [&movie(2)]);
    assert!(store.works(404, Vec::new()).await.unwrap().is_none());
}

pub async fn a_credit_comes_with_its_title_and_person(store: TestStore) {
    with_credits(&store).await;

    let (credit, loaded) = store.credit("c1").await.unwrap().unwrap();

    assert_eq!(credit.character, "Orlok");
    assert_eq!(loaded.record.key, movie(1));
    assert!(loaded.get(Kind::Person, 5).is_some());
}

pub async fn credits_are_replaced_and_dropped_in_bulk(store: TestStore) {
    with_credits(&store).await;

    let batch = Batch {
        credits: vec![played("c1", movie(1), 5, "Graf Orlok")],
        dropped_credits: vec!["c2".to_owned()],
        ..Batch::default()
    };
    store.bulk(batch).await.unwrap();

    let loaded = store.with(person(5), &[Related::Filmography]).await;
    assert_eq!(credit_ids(&loaded), ["c1"]);
    assert_eq!(loaded.credits["c1"].character, "Graf Orlok");
    assert!(store.credit("c2").await.unwrap().is_none());
}

pub async fn companies_collection_and_keywords_come_with_a_movie(store: TestStore) {
    let facts = MovieFacts {
        companies: Some(vec![8, 404]),
        collection: Some(6),
        ..MovieFacts::default()
    };
    store
        .hold([
            told(movie(1), &facts).with(&Keywords(vec![9])),
            told(EntityKey::new(Kind::Company, 8), &CompanyFacts::default()),
            told(
                EntityKey::new(Kind::Collection, 6),
                &CollectionFacts::default(),
            ),
            told(EntityKey::new(Kind::Keyword, 9), &KeywordFacts::default()),
        ])
        .await;

    let loaded = store
        .with(movie(1), &[Related::Companies, Related::Keywords])
        .await;

    let mut others: Vec<EntityKey> = loaded.others.into_keys().collect();
    others.sort_unstable();
    let expected = [
        (Kind::Collection, 6),
        (Kind::Company, 8),
        (Kind::Keyword, 9),
    ];
    assert_eq!(others, expected.map(|(kind, id)| EntityKey::new(kind, id)));
}

pub async fn the_movies_of_a_collection_are_those_it_lists_and_those_that_name_it(
    store: TestStore,
) {
    let collection = EntityKey::new(Kind::Collection, 6);
    let lists = CollectionFacts {
        movies: Some(vec![3, 1]),
        ..CollectionFacts::default()
    };
    let names = MovieFacts {
        collection: Some(6),
        ..MovieFacts::default()
    };
    store
        .hold([
            told(collection, &lists),
            a_movie(1),
            told(movie(2), &names),
            told(movie(3), &names),
            a_movie(4),
        ])
        .await;

    let loaded = store.with(collection, &[Related::Movies]).await;

    assert_eq!(loaded.movies, [3, 1, 2]);
    assert!(
        loaded
            .movies
            .iter()
            .all(|id| loaded.get(Kind::Movie, *id).is_some())
    );
}

fn review(id: &str, title: EntityKey, created_at: &str) -> Review {
    Review {
        id: id.to_owned(),
        title,
        author: "Asta".to_owned(),
        name: String::new(),
        username: "asta".to_owned(),
        avatar_path: None,
        rating: Some(8.5),
        content: "Still *frightening*.".to_owned(),
        language: Some("en".to_owned()),
        created_at: created_at.to_owned(),
        updated_at: created_at.to_owned(),
        url: String::new(),
    }
}

async fn with_reviews(store: &TestStore) -> [Review; 3] {
    let reviews = [
        review("r1", movie(1), "2021-06-01T10:00:00.000Z"),
        review("r2", movie(1), "2019-06-01T10:00:00.000Z"),
        review("r3", series(1), "2020-06-01T10:00:00.000Z"),
    ];
    let batch = Batch {
        records: vec![a_movie(1), a_series(1)],
        reviews: reviews.to_vec(),
        ..Batch::default()
    };
    store.bulk(batch).await.unwrap();
    reviews
}

pub async fn reviews_come_with_their_title_oldest_first(store: TestStore) {
    let [newer, older, other] = with_reviews(&store).await;

    let of_movie = store.with(movie(1), &[Related::Reviews]).await;
    let of_series = store.with(series(1), &[Related::Reviews]).await;

    assert_eq!(of_movie.reviews, [older, newer]);
    assert_eq!(of_series.reviews, [other]);
}

pub async fn a_review_comes_with_its_title(store: TestStore) {
    let [_, _, of_series] = with_reviews(&store).await;

    let (review, loaded) = store.review("r3").await.unwrap().unwrap();

    assert_eq!(review, of_series);
    assert_eq!(loaded.record.key, series(1));
}

fn group(id: &str, group_type: i32) -> EpisodeGroup {
    let part = EpisodeGroupPart {
        id: format!("{id}p"),
        name: "Disc 1".to_owned(),
        order: 1,
        locked: false,
        episodes: vec![(101, 0), (100, 1)],
    };
    EpisodeGroup {
        id: id.to_owned(),
        series: Some(1),
        description: String::new(),
        name: "DVD".to_owned(),
        group_type,
        episode_count: 2,
        group_count: 1,
        network: Some(8),
        groups: Some(vec![part]),
    }
}

async fn with_groups(store: &TestStore) {
    let network = told(EntityKey::new(Kind::Network, 8), &CompanyFacts::default());
    let records: Vec<Record> = vec![
        a_series(1),
        an_episode(100, (1, 1, 1)),
        an_episode(101, (1, 1, 2)),
        network,
    ];
    let batch = Batch {
        records,
        groups: vec![group("g1", 6), group("g2", 3)],
        ..Batch::default()
    };
    store.bulk(batch).await.unwrap();
}

pub async fn episode_groups_come_with_their_series_and_network(store: TestStore) {
    with_groups(&store).await;

    let loaded = store.with(series(1), &[Related::Groups]).await;

    assert_eq!(loaded.groups, [group("g2", 3), group("g1", 6)]);
    assert!(loaded.get(Kind::Network, 8).is_some());
}

pub async fn an_episode_group_comes_with_its_episodes(store: TestStore) {
    with_groups(&store).await;

    let (told, loaded) = store.episode_group("g1").await.unwrap().unwrap();

    assert_eq!(told, group("g1", 6));
    assert_eq!(loaded.record.key, series(1));
    for id in [100, 101] {
        assert!(loaded.get(Kind::Episode, id).is_some());
    }
}

pub async fn seasons_credits_and_aggregates_of_one_series_do_not_get_in_each_others_way(
    store: TestStore,
) {
    let cast = vec![Billing("c1".into(), Some(0), None)];
    let lists = TitleCredits {
        cast: Some(cast),
        crew: Some(Vec::new()),
        guests: None,
    };
    let facts = SeriesFacts {
        last_episode: Some(100),
        ..SeriesFacts::default()
    };
    store
        .hold([
            told(series(1), &facts),
            a_season(10, (1, 1)).with(&lists),
            an_episode(100, (1, 1, 1)).with(&TitleCredits {
                guests: Some(Vec::new()),
                ..TitleCredits::default()
            }),
        ])
        .await;

    let related = [Related::Seasons, Related::Credits, Related::Aggregate];
    let loaded = store.with(series(1), &related).await;

    assert_eq!(loaded.seasons, [10]);
    assert_eq!(loaded.credits_season, Some(10));
    assert_eq!(
        (loaded.counted_seasons, loaded.counted_episodes),
        (vec![10], vec![100])
    );
    let season = &loaded.others[&season(10)];
    assert!(season.raw(Part::Facts).is_some() && season.raw(Part::Credits).is_some());
    assert!(loaded.others[&episode(100)].raw(Part::Credits).is_some());
}
