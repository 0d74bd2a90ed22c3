//! Imports: batches of whole things, without history.

use kinora_model::credit::Credit;
use kinora_model::links::Links;
use kinora_model::reference::Told;
use kinora_model::text::{Text, Texts, Translation};
use kinora_model::titles::Keywords;
use kinora_model::{EntityKey, Kind, Known, Locale, MovieFacts, Part, State};
use kinora_store::{Batch, Locator, Record, Related, Stat, Wanted, Wants};

use super::{
    TestStore, With as _, a_movie, a_person, a_season, an_episode, movie, movie_facts, person, put,
    series, set_state,
};

fn nosferatu() -> Record {
    let texts = Texts {
        translations: vec![Translation {
            locale: Locale::new("de", "DE").unwrap(),
            listed: Some(Text {
                overview: "Ein Makler reist in die Karpaten.".to_owned(),
                ..Text::default()
            }),
            seen: None,
        }],
        ..Texts::default()
    };
    let links = Links {
        imdb_id: Some("tt0013442".to_owned()),
        ..Links::default()
    };
    a_movie(653)
        .with(&texts)
        .with(&Keywords(vec![3133, 224]))
        .with(&links)
}

pub async fn records_come_back_with_the_wanted_parts_and_their_facts(store: TestStore) {
    let held = nosferatu();
    store.hold([held.clone()]).await;

    let wants = Wants::of(&[Part::Texts, Part::Keywords], &[]);
    let loaded = store.load(Locator::Key(movie(653)), wants).await.unwrap();

    let record = loaded.unwrap().record;
    let there = |part: &Part| record.raw(*part).is_some();
    let parts: Vec<Part> = Part::DOCUMENTS.into_iter().filter(there).collect();
    assert_eq!(parts, [Part::Facts, Part::Texts, Part::Keywords]);
    for part in parts {
        assert_eq!(record.raw(part), held.raw(part));
    }
}

pub async fn every_part_of_every_kind_is_kept(store: TestStore) {
    let whole = |kind: Kind| {
        let mut record = Record::new(EntityKey::new(kind, 11));
        record.known = Known::Listed;
        for part in Part::of(kind) {
            record.put_raw(*part, Some(format!("{{\"{}\":1}}", part.name())));
        }
        record
    };
    let records = Kind::ALL.map(whole);
    store.hold(records.clone()).await;

    let wanted = Wanted {
        keys: records.iter().map(|record| record.key).collect(),
        ..Wanted::default()
    };
    let existing = store.existing(wanted).await.unwrap();

    let stored = |mut record: Record| {
        record.version = 1;
        record
    };
    let expected = records.map(stored);
    assert_eq!(existing.records, expected);
}

pub async fn ids_come_in_slices_with_their_last_changes(store: TestStore) {
    store.hold([a_movie(3), a_movie(1), a_movie(2)]).await;
    store
        .make([put(movie(2), 1, &movie_facts("B"))])
        .await
        .unwrap();
    store
        .make([set_state(movie(1), 1, State::Deleted)])
        .await
        .unwrap();

    let slices =
        [(0, 1), (1, 5), (2, 5)].map(|(skipped, limit)| store.ids(Kind::Movie, skipped, limit));
    let [first, rest, none] = slices;
    let changed = store.changed_at(Kind::Movie, vec![2, 3, 9]).await.unwrap();
    let feed = store.feed(0, 10).await.unwrap();

    assert_eq!(first.await.unwrap(), [2]);
    assert_eq!(rest.await.unwrap(), [3]);
    assert_eq!(none.await.unwrap(), [] as [i64; 0]);
    assert_eq!(changed.len(), 2);
    assert_eq!(
        (changed[&2], changed[&3]),
        (feed[1].made_at, feed[0].made_at)
    );
}

pub async fn a_record_has_the_number_of_its_batch_as_version(store: TestStore) {
    store.hold([a_movie(1), a_movie(2)]).await;
    store.hold([a_movie(2)]).await;

    let first = store.whole(movie(1)).await.unwrap();
    let second = store.whole(movie(2)).await.unwrap();

    assert_eq!((first.version, second.version), (1, 2));
}

pub async fn a_batch_adds_one_feed_record_without_a_key(store: TestStore) {
    let batch = Batch {
        records: vec![a_movie(1), a_movie(2), a_person(3)],
        stats: vec![(movie(1), Stat::default())],
        comment: "import of movies".to_owned(),
        block: Some("b1".to_owned()),
        ..Batch::default()
    };

    let seq = store.bulk(batch).await.unwrap();

    let feed = store.feed(0, 10).await.unwrap();
    assert_eq!(feed.len(), 1);
    assert_eq!((seq, feed[0].seq), (1, 1));
    assert_eq!((feed[0].key, feed[0].editor), (None, None));
    assert_eq!(feed[0].comment, "import of movies");
    assert_eq!((&feed[0].before, feed[0].changes.len()), (&None, 0));
    assert_eq!(store.history(movie(1)).await.unwrap(), []);
}

pub async fn an_empty_batch_adds_nothing(store: TestStore) {
    store.hold([a_movie(1)]).await;

    let seq = store.bulk(Batch::default()).await.unwrap();

    assert_eq!(seq, 1);
    assert_eq!(store.feed(0, 10).await.unwrap().len(), 1);
    assert_eq!(store.imported_blocks().await.unwrap(), Vec::<String>::new());
}

pub async fn a_batch_with_only_a_block_is_remembered_and_adds_nothing(store: TestStore) {
    let batch = Batch {
        block: Some("b1".to_owned()),
        ..Batch::default()
    };

    let seq = store.bulk(batch).await.unwrap();

    assert_eq!((seq, store.last_seq().await.unwrap()), (0, 0));
    assert_eq!(store.feed(0, 10).await.unwrap(), []);
    assert_eq!(store.imported_blocks().await.unwrap(), ["b1"]);
}

pub async fn a_block_is_remembered_once(store: TestStore) {
    for block in ["b1", "b2", "b1"] {
        let batch = Batch {
            records: vec![a_movie(1)],
            block: Some(block.to_owned()),
            ..Batch::default()
        };
        store.bulk(batch).await.unwrap();
    }

    let mut blocks = store.imported_blocks().await.unwrap();

    blocks.sort();
    assert_eq!(blocks, ["b1", "b2"]);
    assert_eq!(store.last_seq().await.unwrap(), 3);
}

pub async fn statistics_come_with_the_title_and_with_what_it_mentions(store: TestStore) {
    let liked = Stat {
        popularity: 12.345,
        vote_average: 7.6,
        vote_count: 2_134,
    };
    let known = Stat {
        popularity: 0.1,
        ..Stat::default()
    };
    let credit = Credit {
        person: Some(5),
        ..Credit::new("c1", movie(1))
    };
    let batch = Batch {
        records: vec![a_movie(1), a_movie(2), a_person(5)],
        credits: vec![credit],
        stats: vec![(movie(1), liked), (person(5), known)],
        ..Batch::default()
    };
    store.bulk(batch).await.unwrap();

    let first = store.with(movie(1), &[Related::Credits]).await;
    let second = store.with(movie(2), &[]).await;

    assert_eq!(first.stat(Kind::Movie, 1), liked);
    assert_eq!(first.stat(Kind::Person, 5), known);
    assert_eq!(second.stat(Kind::Movie, 2), Stat::default());
}

pub async fn statistics_are_replaced(store: TestStore) {
    for popularity in [1.5, 2.5] {
        let stat = Stat {
            popularity,
            ..Stat::default()
        };
        let batch = Batch {
            records: vec![a_movie(1)],
            stats: vec![(movie(1), stat)],
            ..Batch::default()
        };
        store.bulk(batch).await.unwrap();
    }

    let loaded = store.with(movie(1), &[]).await;

    assert_eq!(loaded.stat(Kind::Movie, 1).popularity, 2.5);
}

pub async fn what_an_import_wants_to_know_is_told_as_far_as_it_is_there(store: TestStore) {
    let learned = Told {
        table: "learned".to_owned(),
        locale: String::new(),
        document: "{}".to_owned(),
    };
    let stat = Stat {
        vote_count: 3,
        ..Stat::default()
    };
    let batch = Batch {
        records: vec![
            a_movie(1),
            a_season(20, (2, 1)),
            an_episode(200, (2, 1, 4)),
            Record::new(series(2)).with(&MovieFacts::default()),
        ],
        credits: vec![Credit::new("c1", movie(1))],
        stats: vec![(movie(1), stat)],
        told: vec![learned.clone()],
        ..Batch::default()
    };
    store.bulk(batch).await.unwrap();

    let wanted = Wanted {
        keys: vec![movie(1), movie(404), series(2)],
        credits: vec!["c1".to_owned(), "c404".to_owned()],
        seasons: vec![(2, 1), (2, 404)],
        episodes: vec![(2, 1, 4), (2, 1, 404)],
        told: vec![
            ("learned".to_owned(), String::new()),
            ("jobs".to_owned(), String::new()),
        ],
        ..Wanted::default()
    };
    let existing = store.existing(wanted).await.unwrap();

    let keys: Vec<EntityKey> = existing.records.iter().map(|record| record.key).collect();
    assert_eq!(keys, [movie(1), series(2)]);
    assert_eq!(existing.stats, [(movie(1), stat)]);
    assert_eq!(existing.credits, [Credit::new("c1", movie(1))]);
    assert_eq!(
        existing.seasons.into_iter().collect::<Vec<_>>(),
        [((2, 1), 20)]
    );
    assert_eq!(
        existing.episodes.into_iter().collect::<Vec<_>>(),
        [((2, 1, 4), 200)]
    );
    assert_eq!(existing.told, [learned]);
}
