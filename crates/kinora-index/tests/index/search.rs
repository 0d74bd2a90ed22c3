//! What searches find, and in which order.

use kinora_index::{Search, Slice};
use kinora_model::titles::{AlternativeTitle, AlternativeTitles};
use kinora_model::{
    CollectionFacts, CompanyFacts, EntityKey, KeywordFacts, Kind, MovieFacts, PersonFacts,
    SeriesFacts,
};

use super::catalogue::{
    Entry, TestIndex, episode, movie, movie_key, person, series, series_key, thing, title_of,
    titled,
};

fn also_known_as(title: &str) -> AlternativeTitles {
    AlternativeTitles(vec![AlternativeTitle {
        title: title.to_owned(),
        ..AlternativeTitle::default()
    }])
}

fn named_series(id: i64, name: &str) -> Entry {
    let facts = SeriesFacts {
        original_name: Some(name.to_owned()),
        ..SeriesFacts::default()
    };
    series(id, &facts)
}

fn dated(id: i64, title: &str, date: &str) -> Entry {
    let facts = MovieFacts {
        original_title: Some(title.to_owned()),
        release_date: date.parse().ok(),
        ..MovieFacts::default()
    };
    movie(id, &facts)
}

#[tokio::test]
async fn every_kind_of_title_is_searched_without_case_accents_and_punctuation() {
    let catalogue = TestIndex::of([
        titled(1, "Le Fabuleux Destin d’Amélie Poulain").translated("en-US", "Amélie"),
        titled(2, "Dr. No").with(&also_known_as("Agent 007 jagt Dr. No")),
    ])
    .await;

    for (text, found) in [
        ("amelie", vec![1]),
        ("AMÉLIE!", vec![1]),
        ("le fabuleux destin damelie", vec![1]),
        ("poulain destin", vec![1]),
        ("007", vec![2]),
        ("dr no", vec![2]),
        ("Dr.No", vec![2]),
    ] {
        assert_eq!(catalogue.search(text), found, "{text}");
    }
}

#[tokio::test]
async fn every_word_must_be_in_one_and_the_same_title() {
    let catalogue =
        TestIndex::of([titled(1, "Der letzte Mann").translated("en-US", "The Last Laugh")]).await;

    assert_eq!(catalogue.search("last laugh"), [1]);
    assert_eq!(catalogue.search("mann der"), [1]);
    assert!(catalogue.search("letzte laugh").is_empty());
    assert!(catalogue.search("last laugh again").is_empty());
}

#[tokio::test]
async fn only_the_last_word_may_be_the_beginning_of_one() {
    let catalogue = TestIndex::of([titled(1, "Der letzte Mann")]).await;

    assert_eq!(catalogue.search("der letz"), [1]);
    assert_eq!(catalogue.search("d"), [1]);
    assert!(catalogue.search("letz mann").is_empty());
    assert!(catalogue.search("tzte").is_empty());
}

#[tokio::test]
async fn parts_of_titles_without_spaces_are_found() {
    let catalogue = TestIndex::of([titled(1, "千と千尋の神隠し"), titled(2, "神々の山嶺")]).await;

    assert_eq!(catalogue.search("千尋"), [1]);
    assert_eq!(catalogue.search("神隠し"), [1]);
    assert_eq!(catalogue.search("神"), [2, 1]);
}

#[tokio::test]
async fn a_text_without_letters_and_digits_finds_nothing() {
    let catalogue = TestIndex::of([titled(1, "!!!"), titled(2, "")]).await;

    for text in ["", " ", "!!!", "…", "&'"] {
        let found = catalogue.search(text);
        assert!(found.is_empty(), "{text} finds {found:?}");
    }
    assert!(catalogue.search("and").is_empty());
}

#[tokio::test]
async fn equal_names_come_first_then_beginnings_then_the_rest_each_by_popularity() {
    let catalogue = TestIndex::of([
        titled(1, "Faust").popular(1.0),
        titled(2, "Faust II").popular(5.0),
        titled(3, "Doktor Faust").popular(9.0),
        titled(4, "Fausta").popular(5.0).rated(5.0, 10),
        titled(5, "Faust").popular(2.0),
        titled(6, "Goethes Faust").popular(9.0),
        titled(7, "Margarete und Faust")
            .translated("en-US", "Faust")
            .popular(0.5),
    ])
    .await;

    assert_eq!(catalogue.search("faust"), [5, 1, 7, 4, 2, 3, 6]);
}

#[tokio::test]
async fn names_are_found_as_people_write_them() {
    let catalogue = TestIndex::of([
        titled(1, "Spider-Man"),
        titled(2, "Rocky II"),
        titled(3, "L'Avventura"),
        titled(4, "Сталкер"),
        titled(5, "となりのトトロ"),
        titled(6, "Кυνόδοντας"),
        titled(7, "Romeo und Julia"),
        titled(8, "M*A*S*H"),
        titled(9, "The Matrix"),
        titled(10, "Teil I"),
    ])
    .await;

    for (text, found) in [
        ("spiderman", 1),
        ("spider man", 1),
        ("rocky 2", 2),
        ("Rocky II", 2),
        ("avventura", 3),
        ("lavventura", 3),
        ("stalker", 4),
        ("tonari no totoro", 5),
        ("kynodontas", 6),
        ("romeo & julia", 7),
        ("mash", 8),
        ("matrix", 9),
        ("a matrix", 9),
        ("thematrix", 9),
        ("teil 1", 10),
    ] {
        assert_eq!(catalogue.search(text), [found], "{text}");
    }
}

#[tokio::test]
async fn a_typo_is_forgiven_in_words_of_four_letters_and_two_from_eight() {
    let catalogue = TestIndex::of([
        titled(1, "Heat"),
        titled(2, "Inception"),
        titled(3, "Cat"),
        titled(4, "1917"),
        titled(5, "Blade Runner"),
    ])
    .await;

    for (text, found) in [
        ("haet", vec![1]),
        ("hear", vec![1]),
        ("heatt", vec![1]),
        ("inceptoin", vec![2]),
        ("inecptoin", vec![2]),
        ("inecptoni", vec![]),
        ("blaed runer", vec![5]),
        ("blde runn", vec![5]),
        ("act", vec![]),
        ("1918", vec![]),
    ] {
        assert_eq!(catalogue.search(text), found, "{text}");
    }
}

#[tokio::test]
async fn what_matches_as_typed_comes_before_what_has_a_typo() {
    let catalogue = TestIndex::of([
        titled(1, "Marina Bay").popular(1.0),
        titled(2, "Karina").popular(9.0),
        titled(3, "Marinade").popular(2.0),
        titled(4, "My Marino").popular(8.0),
    ])
    .await;

    assert_eq!(catalogue.search("marina"), [3, 1, 2, 4]);
}

#[tokio::test]
async fn typos_are_not_thought_of_where_the_name_is_there_or_a_page_is_full() {
    let many = (10..30).map(|id| titled(id, &format!("Marinas {id}")));
    let catalogue = TestIndex::of(many.chain([titled(1, "Karina")]).collect::<Vec<_>>()).await;

    assert_eq!(catalogue.search("karina"), [1]);
    assert_eq!(catalogue.search("marina").len(), 20);
}

#[tokio::test]
async fn an_edit_is_found_at_once_and_what_it_replaced_is_not() {
    let catalogue = TestIndex::of([titled(1, "Faust"), titled(2, "Golem")]).await;

    let version = catalogue.snapshot().position();
    catalogue
        .put(movie_key(1), version, &title_of("Nosferatu"))
        .await;

    assert_eq!(catalogue.search("nosferatu"), [1]);
    assert_eq!(catalogue.search("nosfertau"), [1]);
    assert!(catalogue.search("faust").is_empty());
}

#[tokio::test]
async fn a_slice_of_a_search_tells_the_whole_total() {
    let catalogue = TestIndex::of((1..=5).map(|id| titled(id, "Golem")).collect::<Vec<_>>()).await;
    let search = Search {
        text: "golem".into(),
        kinds: vec![Kind::Movie],
        ..Search::default()
    };

    let found = catalogue.snapshot().search(&search, Slice::page(2, 2));

    assert_eq!(found.total, 5);
    assert_eq!(found.items, [movie_key(3), movie_key(4)]);
}

#[tokio::test]
async fn several_kinds_are_mixed_by_one_rule() {
    let collection = CollectionFacts {
        name: Some("Golem Collection".into()),
        ..CollectionFacts::default()
    };
    let company = CompanyFacts {
        name: Some("Somebody".into()),
        ..CompanyFacts::default()
    };
    let network = CompanyFacts {
        name: Some("Golem Television".into()),
        ..CompanyFacts::default()
    };
    let keyword = KeywordFacts {
        name: Some("golem".into()),
    };
    let paul = PersonFacts {
        name: Some("Paul".into()),
        original_name: Some("Golem Paul".into()),
        also_known_as: Some(vec!["The Golem".into()]),
        ..PersonFacts::default()
    };
    let catalogue = TestIndex::of([
        titled(1, "Der Golem").popular(5.0),
        named_series(1, "Golem").popular(1.0),
        thing(Kind::Person, 1, &paul).popular(7.0),
        person(2, "Nobody"),
        thing(Kind::Collection, 1, &collection),
        thing(Kind::Company, 1, &company).with(&also_known_as("Golem Film")),
        thing(Kind::Network, 1, &network),
        thing(Kind::Keyword, 1, &keyword),
    ])
    .await;
    let find = |kinds: &[Kind]| {
        let search = Search {
            text: "golem".into(),
            kinds: kinds.to_vec(),
            ..Search::default()
        };
        catalogue.find(&search)
    };
    let person = EntityKey::new(Kind::Person, 1);

    assert_eq!(
        find(&[Kind::Movie, Kind::Series, Kind::Person, Kind::Movie]),
        [series_key(1), person, movie_key(1)]
    );
    for kind in [
        Kind::Collection,
        Kind::Company,
        Kind::Network,
        Kind::Keyword,
    ] {
        assert_eq!(find(&[kind]), [EntityKey::new(kind, 1)]);
    }
    assert!(find(&[]).is_empty());
}

#[tokio::test]
async fn adult_entities_are_found_on_request() {
    let facts = MovieFacts {
        original_title: Some("Golem".into()),
        adult: Some(true),
        ..MovieFacts::default()
    };
    let catalogue = TestIndex::of([movie(1, &facts)]).await;
    let find = |include_adult| {
        let search = Search {
            text: "golem".into(),
            kinds: vec![Kind::Movie],
            include_adult,
            ..Search::default()
        };
        catalogue.find(&search)
    };

    assert!(find(false).is_empty());
    assert_eq!(find(true), [movie_key(1)]);
}

#[tokio::test]
async fn years_are_those_of_any_date_or_of_the_first() {
    use kinora_model::release::{CountryReleases, Release, Releases};

    let later = Releases {
        countries: Some(vec![CountryReleases {
            iso_3166_1: "US".into(),
            release_dates: vec![Release {
                release_date: "1929-05-01T00:00:00.000Z".into(),
                ..Release::default()
            }],
        }]),
        legacy: None,
    };
    let first = SeriesFacts {
        original_name: Some("Golem".into()),
        first_air_date: "1920-01-01".parse().ok(),
        ..SeriesFacts::default()
    };
    let catalogue = TestIndex::of([
        dated(1, "Golem", "1920-10-29").with(&later),
        dated(2, "Golem", "1929-01-01"),
        titled(3, "Golem"),
        series(1, &first),
        episode(9, 1, "1929-03-03"),
        person(1, "Golem"),
    ])
    .await;
    let find = |kind, year, primary_year| {
        let search = Search {
            text: "golem".into(),
            kinds: vec![kind],
            include_adult: false,
            year,
            primary_year,
        };
        let found = catalogue.find(&search);
        found.into_iter().map(|key| key.id).collect::<Vec<_>>()
    };

    assert_eq!(find(Kind::Movie, Some(1929), None), [1, 2]);
    assert_eq!(find(Kind::Movie, None, Some(1929)), [2]);
    assert_eq!(find(Kind::Movie, Some(1929), Some(1920)), [1]);
    assert_eq!(find(Kind::Series, Some(1929), None), [1]);
    assert!(find(Kind::Series, None, Some(1929)).is_empty());
    // Where a year leaves nothing, one year off is tried.
    assert_eq!(find(Kind::Movie, None, Some(1921)), [1]);
    assert_eq!(find(Kind::Movie, Some(1930), None), [1, 2]);
    assert!(find(Kind::Movie, Some(1931), None).is_empty());
    assert_eq!(find(Kind::Series, None, Some(1919)), [1]);
    assert_eq!(find(Kind::Person, Some(1929), Some(1)), [1]);
}
