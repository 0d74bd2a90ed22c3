//! Finding by ids elsewhere (contract 3.11).

use serde_json::{Value, json};

use crate::app::{Reply, TestApp};
use crate::catalogue;
use crate::films::*;
use crate::rows::*;

const KINDS: [&str; 5] = ["movie", "person", "tv", "tv_episode", "tv_season"];

/// The ids of what was found: movies, people, series, episodes, seasons.
fn all_found(reply: &Reply) -> [Vec<i64>; 5] {
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(reply.json.as_object().map(|object| object.len()), Some(5));
    KINDS.map(|kind| ids(reply.at(&format!("/{kind}_results"))))
}

/// One entity of each kind, all with the same id at each source.
fn known_everywhere() -> Vec<Value> {
    let text_ids = json!({
        "imdb_id": "tt0000777", "freebase_mid": "/m/0777", "freebase_id": "/en/seven", "wikidata_id": "Q777",
        "facebook_id": "seven.sevens", "instagram_id": "seven_sevens", "twitter_id": "sevens",
        "tiktok_id": "sevens.official", "youtube_id": "UC-777_x", "tvdb_id": 777, "tvrage_id": 778,
    });
    let paths = [
        "movie/1",
        "person/2",
        "tv/3",
        "tv/3/season/1/episode/1",
        "tv/3/season/1",
    ];
    let told: [&[&str]; 5] = [
        &[
            "imdb_id",
            "wikidata_id",
            "facebook_id",
            "instagram_id",
            "twitter_id",
        ],
        &[
            "imdb_id",
            "freebase_mid",
            "freebase_id",
            "tvrage_id",
            "wikidata_id",
            "facebook_id",
            "instagram_id",
            "twitter_id",
            "tiktok_id",
            "youtube_id",
        ],
        &[
            "imdb_id",
            "freebase_mid",
            "freebase_id",
            "tvdb_id",
            "tvrage_id",
            "wikidata_id",
            "facebook_id",
            "instagram_id",
            "twitter_id",
        ],
        &[
            "imdb_id",
            "freebase_mid",
            "freebase_id",
            "tvdb_id",
            "tvrage_id",
            "wikidata_id",
        ],
        &[
            "freebase_mid",
            "freebase_id",
            "tvdb_id",
            "tvrage_id",
            "wikidata_id",
        ],
    ];
    let first = season(5, 1, vec![episode(4, 3, 1, 1, "The Tide")]);
    let mut rows = vec![
        film(1, json!({ "imdb_id": "tt0000777" })),
        answer(
            "/3/person/2",
            person(2, "Ida Brook").with("imdb_id", "tt0000777"),
        ),
        show(3, json!({ "seasons": [season_row(&first)] })),
        answer("/3/tv/3/season/1", first),
    ];
    let ids = [1, 2, 3, 4, 5];
    for ((path, told), id) in paths.iter().zip(told).zip(ids) {
        rows.push(part(
            path,
            "external_ids",
            text_ids.only(told).with("id", id),
        ));
    }
    rows
}

#[tokio::test]
async fn a_source_finds_the_kinds_that_it_knows() {
    let app = TestApp::with(&known_everywhere()).await;

    for (source, id, expected) in [
        ("imdb_id", "tt0000777", [true, true, true, true, false]),
        ("tvdb_id", "777", [false, false, true, true, true]),
        ("tvrage_id", "778", [false, true, true, true, true]),
        ("wikidata_id", "Q777", [true, true, true, true, true]),
        (
            "facebook_id",
            "seven.sevens",
            [true, true, true, false, false],
        ),
        (
            "instagram_id",
            "seven_sevens",
            [true, true, true, false, false],
        ),
        ("twitter_id", "sevens", [true, true, true, false, false]),
        (
            "tiktok_id",
            "sevens.official",
            [false, true, false, false, false],
        ),
        ("youtube_id", "UC-777_x", [false, true, false, false, false]),
    ] {
        let reply = app
            .get(&format!("/3/find/{id}?external_source={source}"))
            .await;

        let expected: Vec<Vec<i64>> = (1..)
            .zip(expected)
            .map(|(id, hit)| if hit { vec![id] } else { vec![] })
            .collect();
        assert_eq!(all_found(&reply).to_vec(), expected, "{source}");
    }
}

#[tokio::test]
async fn ids_of_freebase_hold_slashes() {
    let app = TestApp::with(&known_everywhere()).await;

    for (source, ids) in [
        ("freebase_mid", ["%2Fm%2F0777", "/m/0777", "%2fm/0777"]),
        (
            "freebase_id",
            ["%2Fen%2Fseven", "/en/seven", "%2fen%2fseven"],
        ),
    ] {
        for id in ids {
            let target = format!("/3/find/{id}?external_source={source}");
            let reply = app.get(&target).await;

            assert_eq!(reply.status, 200, "{target}");
            let expected = [vec![], vec![2], vec![3], vec![4], vec![5]];
            assert_eq!(all_found(&reply), expected, "{target}");
        }
    }
}

#[tokio::test]
async fn what_was_found_by_an_id_with_slashes_is_found_again() {
    let found = |path: &str, source: &str, id: i64| {
        let people = [card(id, "Ida Brook").with("known_for", json!([]))];
        let body = json!({ "movie_results": [], "person_results": people, "tv_results": [],
            "tv_episode_results": [], "tv_season_results": [] });
        answer_to(path, json!({ "external_source": source }), body)
    };
    let app = TestApp::with(&[
        found("/3/find//m/0777", "freebase_mid", 1),
        found("/3/find/%2Fen%2Fseven", "freebase_id", 2),
        found("/3/find/m/0888", "freebase_mid", 3),
    ])
    .await;

    for (target, id) in [
        ("/3/find//m/0777?external_source=freebase_mid", 1),
        ("/3/find/en/seven?external_source=freebase_id", 2),
        ("/3/find/%2Fm%2F0888?external_source=freebase_mid", 3),
    ] {
        let reply = app.get(target).await;

        assert_eq!(all_found(&reply)[1], [id], "{target}");
    }
}

#[tokio::test]
async fn an_id_of_one_source_is_not_one_of_another() {
    let app = TestApp::with(&known_everywhere()).await;

    for (source, id) in [
        ("tvdb_id", "778"),
        ("tvrage_id", "777"),
        ("imdb_id", "Q777"),
        ("wikidata_id", "tt0000777"),
        ("imdb_id", "777"),
        ("imdb_id", "tt777"),
        ("imdb_id", "nm0000777"),
        ("facebook_id", "sevens"),
        ("tvdb_id", "nothing"),
        ("tvdb_id", "99999999999999999999"),
    ] {
        let reply = app
            .get(&format!("/3/find/{id}?external_source={source}"))
            .await;

        assert!(all_found(&reply).concat().is_empty(), "{source} {id}");
    }
}

#[tokio::test]
async fn nothing_found_is_five_empty_lists() {
    let app = TestApp::with(&[]).await;

    let reply = app.get("/3/find/tt9999999?external_source=imdb_id").await;

    assert_eq!(
        reply.json,
        json!({
            "movie_results": [], "person_results": [], "tv_results": [], "tv_episode_results": [],
            "tv_season_results": [],
        })
    );
}

#[tokio::test]
async fn a_source_that_is_none_is_not_found() {
    let app = TestApp::with(&known_everywhere()).await;

    for query in [
        "",
        "external_source=",
        "external_source=imdb",
        "external_source=IMDB_ID",
        "external_source=letterboxd_id",
        "external_source=id",
    ] {
        let reply = app.get(&format!("/3/find/777?{query}")).await;

        assert_eq!(reply.refusal(), (404, 34), "{query}");
    }
    let known = app
        .get("/3/find/tt0000777?external_source=letterboxd_id")
        .await;
    assert_eq!(known.refusal(), (404, 34));
    assert_eq!(
        app.get("/3/find?external_source=imdb_id").await.refusal(),
        (404, 34)
    );
}

#[tokio::test]
async fn ids_of_imdb_say_where_they_are_from() {
    let rows = [
        known_everywhere(),
        vec![answer(
            "/3/person/9",
            person(9, "Tom Vale").with("imdb_id", "nm0000009"),
        )],
    ];
    let app = TestApp::with(&rows.concat()).await;

    let title = app.get("/3/find/tt0000777").await;
    let person = app.get("/3/find/nm0000009?external_source=").await;

    assert_eq!(
        all_found(&title),
        [vec![1], vec![2], vec![3], vec![4], vec![]]
    );
    assert_eq!(
        all_found(&person),
        [vec![], vec![9], vec![], vec![], vec![]]
    );
}

#[tokio::test]
async fn ids_with_dots_are_no_formats() {
    let links = json!({ "id": 1, "facebook_id": "lamp.xml", "imdb_id": null, "instagram_id": null, "twitter_id": null });
    let app = TestApp::with(&[film(1, json!({})), part("movie/1", "external_ids", links)]).await;

    let reply = app
        .get("/3/find/lamp.xml?external_source=facebook_id")
        .await;

    assert_eq!(all_found(&reply)[0], [1]);
}

#[tokio::test]
async fn what_is_found_is_told_as_in_lists_with_its_media_type() {
    let app = TestApp::with(&catalogue::rows()).await;

    let movie = app.get("/3/find/tt0000011?external_source=imdb_id").await;
    let person = app.get("/3/find/nm0000031?external_source=imdb_id").await;
    let series = app.get("/3/find/9?external_source=tvdb_id").await;
    let season = app.get("/3/find/91?external_source=tvdb_id").await;
    let episode = app.get("/3/find/911?external_source=tvdb_id").await;

    let row = movie_row(&catalogue::lamp()).with("media_type", "movie");
    assert_eq!(movie.at("/movie_results"), &json!([row]));
    assert_eq!(person.at("/person_results/0/media_type"), "person");
    assert_eq!(person.at("/person_results/0/name"), "Ida Brook");
    assert_eq!(ids(person.at("/person_results/0/known_for")), [11, 21]);
    let row = series_row(&catalogue::harbour()).with("media_type", "tv");
    assert_eq!(series.at("/tv_results"), &json!([row]));
    let row = season_row(&catalogue::first_season())
        .and(json!({ "media_type": "tv_season", "show_id": 21 }));
    assert_eq!(season.at("/tv_season_results"), &json!([row]));
    let row = episode_row(211, 21, 1, 1, "The Tide").with("media_type", "tv_episode");
    assert_eq!(episode.at("/tv_episode_results"), &json!([row]));
}

#[tokio::test]
async fn what_is_found_is_told_in_the_language_of_the_reader() {
    let app = TestApp::with(&catalogue::rows()).await;

    for (id, source, pointer, name) in [
        (
            "tt0000011",
            "imdb_id",
            "/movie_results/0/title",
            "Der Laternenanzünder",
        ),
        (
            "nm0000031",
            "imdb_id",
            "/person_results/0/known_for/0/title",
            "Der Laternenanzünder",
        ),
        ("9", "tvdb_id", "/tv_results/0/name", "Hafen Neun"),
        (
            "91",
            "tvdb_id",
            "/tv_season_results/0/name",
            "Die erste Staffel",
        ),
        ("911", "tvdb_id", "/tv_episode_results/0/name", "Die Flut"),
    ] {
        let reply = app
            .get(&format!(
                "/3/find/{id}?external_source={source}&language=de"
            ))
            .await;

        assert_eq!(reply.at(pointer), name, "{id}");
    }
}
