//! The law of following: an index that followed every edit answers as one that is built anew.

use std::collections::HashMap;

use kinora_index::{
    Bounds, Index, MovieFilter, MovieKey, MovieOrder, Search, SeriesFilter, SeriesKey, SeriesOrder,
    Snapshot, Terms, Window,
};
use kinora_model::credit::CreditType;
use kinora_model::edit::{Change, Edit};
use kinora_model::titles::Keywords;
use kinora_model::{
    Date, EntityKey, EpisodeFacts, Kind, MovieFacts, PersonFacts, SeriesFacts, State,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::catalogue::{ALL, Entry, TestIndex, credit, episode, person, series, texts, titled};

/// An edit; numbers name entities, genres and so on.
#[derive(Clone, Debug)]
enum Step {
    Facts(EntityKey, i32, bool, String),
    Keywords(EntityKey, Vec<i64>),
    Texts(EntityKey, String),
    Episode(i64, i64, u8),
    Person(i64, bool, String),
    State(EntityKey, bool),
    Merge(EntityKey, i64),
    Credit(i64, EntityKey, i64, bool),
    Drop(i64),
    Follow,
}

const IDS: std::ops::Range<i64> = 1..4;

/// The version of everything before it is edited: the number of the bulk load.
const FIRST: i64 = 1;

fn titles() -> impl Strategy<Value = EntityKey> {
    let kinds = prop::sample::select(vec![Kind::Movie, Kind::Series]);
    (kinds, IDS).prop_map(|(kind, id)| EntityKey::new(kind, id))
}

fn entities() -> impl Strategy<Value = EntityKey> {
    let kinds = vec![Kind::Movie, Kind::Series, Kind::Person, Kind::Episode];
    (prop::sample::select(kinds), IDS).prop_map(|(kind, id)| EntityKey::new(kind, id))
}

fn steps() -> impl Strategy<Value = Step> {
    let word = || "[abc]{1,2}( [abc])?";
    prop_oneof![
        (titles(), 0..3, prop::bool::weighted(0.2), word())
            .prop_map(|(key, genre, adult, title)| Step::Facts(key, genre, adult, title)),
        (titles(), prop::collection::vec(0..4_i64, 0..3))
            .prop_map(|(key, ids)| Step::Keywords(key, ids)),
        (titles(), word()).prop_map(|(key, title)| Step::Texts(key, title)),
        (IDS, IDS, 1_u8..4).prop_map(|(id, series, day)| Step::Episode(id, series, day)),
        (IDS, any::<bool>(), word()).prop_map(|(id, adult, name)| Step::Person(id, adult, name)),
        (entities(), any::<bool>()).prop_map(|(key, live)| Step::State(key, live)),
        (entities(), IDS).prop_map(|(key, into)| Step::Merge(key, into)),
        (0..6_i64, titles(), IDS, any::<bool>())
            .prop_map(|(id, title, person, cast)| Step::Credit(id, title, person, cast)),
        (0..6_i64).prop_map(Step::Drop),
        Just(Step::Follow),
    ]
}

fn change(step: Step, base_of_credit: i64, base: impl Fn(EntityKey) -> i64) -> Change {
    let day = |day| Date::new(1922, 3, day);
    match step {
        Step::Facts(key, genre, adult, title) if key.kind == Kind::Movie => {
            let facts = MovieFacts {
                genres: Some(vec![genre]),
                adult: Some(adult),
                original_title: Some(title),
                ..MovieFacts::default()
            };
            Change::put(key, base(key), &facts).unwrap()
        }
        Step::Facts(key, genre, adult, name) => {
            let facts = SeriesFacts {
                genres: Some(vec![genre]),
                adult: Some(adult),
                original_name: Some(name),
                ..SeriesFacts::default()
            };
            Change::put(key, base(key), &facts).unwrap()
        }
        Step::Keywords(key, ids) => Change::put(key, base(key), &Keywords(ids)).unwrap(),
        Step::Texts(key, title) => {
            Change::put(key, base(key), &texts(&[("en-US", &title, "")])).unwrap()
        }
        Step::Episode(id, series, number) => {
            let key = EntityKey::new(Kind::Episode, id);
            let facts = EpisodeFacts {
                series: Some(series),
                season: Some(1),
                number: Some(id as i32),
                air_date: day(number),
                ..EpisodeFacts::default()
            };
            Change::put(key, base(key), &facts).unwrap()
        }
        Step::Person(id, adult, name) => {
            let key = EntityKey::new(Kind::Person, id);
            let facts = PersonFacts {
                adult: Some(adult),
                name: Some(name),
                ..PersonFacts::default()
            };
            Change::put(key, base(key), &facts).unwrap()
        }
        Step::State(key, is_live) => Change::SetState {
            key,
            base: base(key),
            state: if is_live { State::Live } else { State::Deleted },
            merged_into: None,
        },
        Step::Merge(key, into) => Change::SetState {
            key,
            base: base(key),
            state: State::Merged,
            merged_into: Some(into),
        },
        Step::Credit(id, title, person, is_cast) => {
            let kind = if is_cast {
                CreditType::Cast
            } else {
                CreditType::Crew
            };
            Change::PutCredit {
                base: base(title),
                credit: credit(id, title, person, kind),
            }
        }
        Step::Drop(id) => Change::DropCredit {
            base: base_of_credit,
            id: format!("{id:024x}"),
        },
        Step::Follow => unreachable!("no edit"),
    }
}

/// Makes the edits that the store accepts, following now and then and at the end.
async fn make(catalogue: &TestIndex, steps: Vec<Step>) {
    let mut versions: HashMap<EntityKey, i64> = HashMap::new();
    for kind in [Kind::Movie, Kind::Series, Kind::Person, Kind::Episode] {
        versions.extend(IDS.map(|id| (EntityKey::new(kind, id), FIRST)));
    }
    // What was edited before has another version.
    for revision in catalogue.store.feed(FIRST, 1_000).await.unwrap() {
        if revision.part != "credits" {
            versions.insert(revision.key.unwrap(), revision.seq);
        }
    }
    for step in steps {
        if let Step::Follow = step {
            catalogue.index.follow().await.unwrap();
            continue;
        }
        let before = catalogue.store.last_seq().await.unwrap();
        let base_of_credit = match &step {
            Step::Drop(id) => {
                let credit = catalogue.store.credit(&format!("{id:024x}")).await.unwrap();
                credit.map_or(0, |(credit, _)| versions[&credit.title])
            }
            _ => 0,
        };
        let changes = vec![change(step, base_of_credit, |key| versions[&key])];
        let edit = Edit {
            changes,
            ..Edit::default()
        };
        // Edits that make no sense, such as merging into what is gone, are refused.
        if catalogue.store.commit(edit).await.is_ok() {
            for revision in catalogue.store.feed(before, 10).await.unwrap() {
                versions.insert(revision.key.unwrap(), revision.seq);
            }
        }
    }
    catalogue.index.follow().await.unwrap();
}

pub fn answers(snapshot: &Snapshot) -> Vec<String> {
    let all = MovieFilter {
        include_adult: true,
        ..MovieFilter::default()
    };
    let movies = |filter: &MovieFilter, key| {
        let order = MovieOrder {
            key,
            descending: false,
        };
        format!("{filter:?} {:?}", snapshot.movies(filter, &order, ALL))
    };
    let by_name = SeriesOrder {
        key: SeriesKey::Name,
        descending: false,
    };
    let series =
        |filter: &SeriesFilter| format!("{filter:?} {:?}", snapshot.series(filter, by_name, ALL));
    let kinds = [Kind::Movie, Kind::Series, Kind::Person];
    let mut answers = vec![
        movies(&all, MovieKey::Title),
        movies(&MovieFilter::default(), MovieKey::Popularity),
        movies(&all, MovieKey::WeightedRating { prior_votes: 5.0 }),
        movies(
            &all,
            MovieKey::ReleaseDate {
                country: Some("DE".into()),
                types: vec![3],
            },
        ),
        series(&SeriesFilter {
            include_adult: true,
            ..SeriesFilter::default()
        }),
        format!("{:?}", snapshot.people(ALL)),
        format!("{:?}", snapshot.trending(&kinds, Window::Day, ALL)),
    ];
    for text in ["a", "b", "c", "a b", "ab c", "bc"] {
        for year in [None, Some(1922)] {
            let search = Search {
                text: text.to_owned(),
                kinds: kinds.to_vec(),
                include_adult: true,
                year,
                ..Search::default()
            };
            answers.push(format!("{search:?} {:?}", snapshot.search(&search, ALL)));
        }
    }
    for id in IDS {
        let day = Date::new(1922, 3, id as u8);
        answers.push(movies(
            &MovieFilter {
                people: Terms::any([id]),
                ..all.clone()
            },
            MovieKey::Popularity,
        ));
        answers.push(movies(
            &MovieFilter {
                genres: Terms::any([id as i32]),
                ..all.clone()
            },
            MovieKey::Popularity,
        ));
        answers.push(series(&SeriesFilter {
            air_date: Bounds {
                least: day,
                most: day,
            },
            ..SeriesFilter::default()
        }));
        answers.push(format!("{id} is known for {:?}", snapshot.known_for(id)));
        for kind in [Kind::Movie, Kind::Series] {
            let key = EntityKey::new(kind, id);
            answers.push(format!("{key} is like {:?}", snapshot.similar(key, ALL)));
        }
    }
    answers
}

async fn start() -> TestIndex {
    let with_number = |id: i64| -> [Entry; 4] {
        let popularity = (id % 2) as f64;
        [
            titled(id, "a b")
                .popular(popularity)
                .with(&Keywords(vec![id])),
            series(id, &SeriesFacts::default()).popular(popularity),
            person(id, "c"),
            episode(id, 1, "1922-03-01"),
        ]
    };
    TestIndex::of(IDS.flat_map(with_number).collect::<Vec<_>>()).await
}

#[test]
fn following_edits_gives_what_building_anew_gives() {
    law(|catalogue, steps| async move {
        make(&catalogue, steps).await;
        catalogue
    });
}

/// One follows every edit and makes columns of what changed now and then, another one follows at the end only.
#[test]
fn columns_made_of_columns_and_changes_give_what_building_anew_gives() {
    law(|catalogue, steps| async move {
        let late = Index::new(catalogue.store.clone());
        late.follow().await.unwrap();
        for steps in steps.chunks(5) {
            make(&catalogue, steps.to_vec()).await;
            let before = answers(&catalogue.snapshot());
            catalogue.index.keep().await.unwrap();
            assert_eq!(answers(&catalogue.snapshot()), before);
        }
        late.follow().await.unwrap();
        assert_eq!(answers(&late.snapshot()), answers(&catalogue.snapshot()));
        catalogue
    });
}

/// One keeps its file somewhere on the way, and another one goes on from there.
#[test]
fn a_file_and_the_edits_since_give_what_building_anew_gives() {
    law(|catalogue, steps| async move {
        let folder = catalogue.folder.path().join("index");
        let (first, rest) = steps.split_at(steps.len() / 2);
        make(&catalogue, first.to_vec()).await;
        let (store, kept) = (catalogue.store.clone(), folder.clone());
        Index::rebuilt_in(store, kept).await.unwrap();
        make(&catalogue, rest.to_vec()).await;
        let index = Index::kept_in(catalogue.store.clone(), folder)
            .await
            .unwrap();
        assert_ne!(index.snapshot().position(), 0);
        index.follow().await.unwrap();
        TestIndex { index, ..catalogue }
    });
}

/// Whatever follows edits in whatever way ends with the answers of an index that is built anew.
fn law<F: Future<Output = TestIndex>>(follow: impl Fn(TestIndex, Vec<Step>) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let config = Config {
        cases: 32,
        failure_persistence: None,
        ..Config::default()
    };
    let outcome = TestRunner::new(config).run(&prop::collection::vec(steps(), 1..30), |steps| {
        let (followed, built) = runtime.block_on(async {
            let catalogue = follow(start().await, steps).await;
            let anew = Index::new(catalogue.store.clone());
            anew.follow().await.unwrap();
            (answers(&catalogue.snapshot()), answers(&anew.snapshot()))
        });
        for (followed, built) in followed.into_iter().zip(built) {
            prop_assert_eq!(followed, built);
        }
        Ok(())
    });

    outcome.unwrap();
}
