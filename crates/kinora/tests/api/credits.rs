//! Credits join people and titles; both sides tell of the same ones.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::rows::*;

fn lamp() -> Value {
    answer("/3/movie/11", movie(11, "The Lamplighter"))
}

fn ida() -> Value {
    answer("/3/person/31", person(31, "Ida Brook"))
}

fn lamp_credits(cast: Vec<Value>, crew: Vec<Value>) -> Value {
    answer(
        "/3/movie/11/credits",
        json!({ "id": 11, "cast": cast, "crew": crew }),
    )
}

fn as_lamplighter() -> Value {
    cast(card(31, "Ida Brook"), "c11", "The Lamplighter", 2)
}

fn as_director() -> Value {
    crew(card(31, "Ida Brook"), "c12", "Directing", "Director")
}

#[tokio::test]
async fn credits_told_by_the_title_show_at_the_person() {
    let app = TestApp::with(&[
        lamp(),
        ida(),
        lamp_credits(vec![as_lamplighter()], vec![as_director()]),
    ])
    .await;

    let movies = app.get("/3/person/31/movie_credits").await;
    let combined = app.get("/3/person/31/combined_credits").await;
    let series = app.get("/3/person/31/tv_credits").await;

    let row = movie_row(&movie(11, "The Lamplighter"));
    let acted = row
        .clone()
        .and(json!({ "character": "The Lamplighter", "credit_id": "c11", "order": 2 }));
    let directed =
        row.and(json!({ "credit_id": "c12", "department": "Directing", "job": "Director" }));
    assert_eq!(
        movies.json,
        json!({ "id": 31, "cast": [acted], "crew": [directed] })
    );
    assert_eq!(combined.at("/cast/0"), &acted.with("media_type", "movie"));
    assert_eq!(
        combined.at("/crew/0"),
        &directed.with("media_type", "movie")
    );
    assert_eq!(series.json, json!({ "id": 31, "cast": [], "crew": [] }));
}

#[tokio::test]
async fn credits_told_by_the_person_show_at_the_title() {
    let row = movie_row(&movie(11, "The Lamplighter"));
    let acted = row
        .clone()
        .and(json!({ "character": "The Lamplighter", "credit_id": "c11", "order": 2 }));
    let directed =
        row.and(json!({ "credit_id": "c12", "department": "Directing", "job": "Director" }));
    let told = json!({ "id": 31, "cast": [acted], "crew": [directed] });
    let app = TestApp::with(&[lamp(), ida(), answer("/3/person/31/movie_credits", told)]).await;

    let reply = app.get("/3/movie/11/credits").await;

    assert_eq!(
        reply.json,
        json!({ "id": 11, "cast": [as_lamplighter()], "crew": [as_director()] })
    );
}

#[tokio::test]
async fn a_credit_told_by_both_sides_is_one_credit() {
    let row = movie_row(&movie(11, "The Lamplighter"));
    let acted = row.and(json!({ "character": "The Lamplighter", "credit_id": "c11", "order": 2 }));
    let told = json!({ "id": 31, "cast": [acted], "crew": [] });
    let app = TestApp::with(&[
        lamp(),
        ida(),
        lamp_credits(vec![as_lamplighter()], vec![]),
        answer("/3/person/31/movie_credits", told.clone()),
    ])
    .await;

    let of_title = app.get("/3/movie/11/credits").await;
    let of_person = app.get("/3/person/31/movie_credits").await;
    let itself = app.get("/3/credit/c11").await;

    assert_eq!(of_title.at("/cast"), &json!([as_lamplighter()]));
    assert_eq!(of_person.json, told);
    assert_eq!(itself.at("/media/id"), 11);
    assert_eq!(itself.at("/person/id"), 31);
}

#[tokio::test]
async fn a_credit_answer_alone_shows_at_both_sides() {
    let media = movie_row(&movie(11, "The Lamplighter")).with("character", "The Lamplighter");
    let credit = json!({
        "credit_type": "cast", "department": "Acting", "id": "c11", "job": "Actor", "media": media,
        "media_type": "movie", "person": card(31, "Ida Brook"),
    });
    let app = TestApp::with(&[answer("/3/credit/c11", credit)]).await;

    let of_title = app.get("/3/movie/11/credits").await;
    let of_person = app.get("/3/person/31/movie_credits").await;

    assert_eq!(of_title.at("/cast/0/name"), "Ida Brook");
    assert_eq!(of_title.at("/cast/0/character"), "The Lamplighter");
    assert_eq!(of_person.at("/cast/0/title"), "The Lamplighter");
}

#[tokio::test]
async fn a_credit_without_a_person_is_kept() {
    let lost = json!({ "character": "A Moth", "credit_id": "c13", "order": 3 });
    let lost_crew = json!({ "credit_id": "c14", "department": "Sound", "job": "Foley" });
    let lists = lamp_credits(
        vec![as_lamplighter(), lost.clone()],
        vec![lost_crew.clone()],
    );
    let app = TestApp::with(&[lamp(), lists]).await;

    let reply = app.get("/3/movie/11/credits").await;
    let itself = app.get("/3/credit/c13").await;

    assert_eq!(reply.at("/cast"), &json!([as_lamplighter(), lost]));
    assert_eq!(reply.at("/crew"), &json!([lost_crew]));
    assert_eq!(itself.at("/person"), &Value::Null);
    assert_eq!(itself.at("/media/character"), "A Moth");
}

#[tokio::test]
async fn a_credit_that_the_title_names_no_more_is_gone() {
    let app = TestApp::with(&[
        lamp(),
        ida(),
        lamp_credits(vec![as_lamplighter()], vec![as_director()]),
    ])
    .await;

    app.import(&[lamp_credits(vec![as_lamplighter()], vec![])])
        .await;

    assert_eq!(app.get("/3/movie/11/credits").await.at("/crew"), &json!([]));
    assert_eq!(
        app.get("/3/person/31/movie_credits").await.at("/crew"),
        &json!([])
    );
    assert_eq!(app.get("/3/credit/c12").await.refusal(), (404, 34));
    assert_eq!(app.get("/3/credit/c11").await.status, 200);
}

#[tokio::test]
async fn the_cast_keeps_its_order_and_its_cast_ids() {
    let billed = |id: i64, credit: &str, order: i64| {
        cast(card(id, "Somebody"), credit, "Somebody", order).with("cast_id", 100 - order)
    };
    let told = vec![
        billed(33, "c3", 0),
        billed(31, "c1", 1),
        billed(32, "c2", 2),
    ];
    let app = TestApp::with(&[lamp(), lamp_credits(told.clone(), vec![])]).await;

    let reply = app.get("/3/movie/11/credits").await;

    assert_eq!(reply.at("/cast"), &Value::from(told));
}

#[tokio::test]
async fn popular_titles_come_first_where_no_list_was_told() {
    let in_movie = |id: i64, popularity: f64| {
        let path = format!("/3/movie/{id}");
        let acted = cast(card(31, "Ida Brook"), &format!("c{id}"), "Herself", 0);
        let details = movie(id, "Some Film").with("popularity", popularity);
        let credits = json!({ "id": id, "cast": [acted], "crew": [] });
        [
            answer(&path, details),
            answer(&format!("{path}/credits"), credits),
        ]
    };
    let rows = [in_movie(11, 1.0), in_movie(12, 30.0), in_movie(13, 4.5)].concat();
    let app = TestApp::with(&rows).await;

    let reply = app.get("/3/person/31/movie_credits").await;

    let rows = reply.at("/cast").as_array().expect("a list");
    let ids: Vec<_> = rows.iter().map(|row| row["id"].clone()).collect();
    assert_eq!(ids, [12, 13, 11]);
}

fn regular() -> Value {
    cast(card(31, "Ida Brook"), "c21", "Inspector Moll", 0)
}

fn guest() -> Value {
    cast(card(32, "Tom Vale"), "c22", "A Sailor", 5)
}

fn harbour() -> Value {
    answer("/3/tv/21", series(21, "Harbour Nine"))
}

fn season_credits() -> Value {
    answer(
        "/3/tv/21/season/1/credits",
        json!({ "id": 201, "cast": [regular()], "crew": [] }),
    )
}

/// Three episodes, the sailor in two of them.
fn first_season() -> Value {
    let with_guest = |episode: Value| episode.with("guest_stars", json!([guest()]));
    let episodes = vec![
        with_guest(episode(211, 21, 1, 1, "The Tide")),
        with_guest(episode(212, 21, 1, 2, "The Fog")),
        episode(213, 21, 1, 3, "The Rope"),
    ];
    answer("/3/tv/21/season/1", season(201, 1, episodes))
}

/// Aggregate credits with counts that are not those of the episodes above.
fn told_aggregate(path: &str, id: i64) -> Value {
    let role = |credit: &str, character: &str, count: i64| {
        json!({ "order": 0, "total_episode_count": count,
            "roles": [{ "character": character, "credit_id": credit, "episode_count": count }] })
    };
    let cast = [
        card(31, "Ida Brook").and(role("c21", "Inspector Moll", 10)),
        card(32, "Tom Vale").and(role("c22", "A Sailor", 7)),
    ];
    answer(path, json!({ "id": id, "cast": cast, "crew": [] }))
}

async fn counts(app: &TestApp, path: &str) -> Vec<(String, i64, i64)> {
    let reply = app.get(path).await;
    let rows = reply.at("/cast").as_array().expect("a list").iter();
    rows.map(|row| {
        let name = row["name"].as_str().unwrap_or_default().to_owned();
        let role = row["roles"][0]["episode_count"]
            .as_i64()
            .unwrap_or_default();
        (
            name,
            role,
            row["total_episode_count"].as_i64().unwrap_or_default(),
        )
    })
    .collect()
}

const SERIES: &str = "/3/tv/21/aggregate_credits";
const SEASON: &str = "/3/tv/21/season/1/aggregate_credits";

#[tokio::test]
async fn aggregate_credits_keep_told_counts_until_every_episode_is_known() {
    let listed = season_row(&season(201, 1, vec![]));
    let series = answer(
        "/3/tv/21",
        series(21, "Harbour Nine").with("seasons", json!([listed])),
    );
    let told = told_aggregate(SERIES, 21);
    let app = TestApp::with(&[series, told]).await;
    let as_told = [
        ("Ida Brook".to_owned(), 10, 10),
        ("Tom Vale".to_owned(), 7, 7),
    ];
    assert_eq!(counts(&app, SERIES).await, as_told);

    app.import(&[first_season()]).await;
    assert_eq!(counts(&app, SERIES).await, as_told);

    app.import(&[season_credits()]).await;
    let counted = [
        ("Ida Brook".to_owned(), 3, 3),
        ("Tom Vale".to_owned(), 2, 2),
    ];
    assert_eq!(counts(&app, SERIES).await, counted);
}

#[tokio::test]
async fn aggregate_credits_of_a_season_are_counted_likewise() {
    let told = told_aggregate(SEASON, 201);
    let app = TestApp::with(&[harbour(), first_season(), told]).await;
    let as_told = [
        ("Ida Brook".to_owned(), 10, 10),
        ("Tom Vale".to_owned(), 7, 7),
    ];
    assert_eq!(counts(&app, SEASON).await, as_told);

    app.import(&[season_credits()]).await;

    let counted = [
        ("Ida Brook".to_owned(), 3, 3),
        ("Tom Vale".to_owned(), 2, 2),
    ];
    assert_eq!(counts(&app, SEASON).await, counted);
}

#[tokio::test]
async fn episodes_that_are_not_known_count_as_they_were_told() {
    let listed = season_row(&season(201, 1, vec![])).with("episode_count", 9);
    let series = answer(
        "/3/tv/21",
        series(21, "Harbour Nine").with("seasons", json!([listed])),
    );
    let app = TestApp::with(&[series, season_credits()]).await;
    let as_listed = [("Ida Brook".to_owned(), 9, 9)];
    assert_eq!(counts(&app, SERIES).await, as_listed);
    assert_eq!(counts(&app, SEASON).await, as_listed);

    let told = series_row(&crate::rows::series(21, "Harbour Nine"))
        .and(json!({ "character": "Inspector Moll", "credit_id": "c21", "episode_count": 30 }));
    let told = json!({ "id": 31, "cast": [told], "crew": [] });
    app.import(&[answer("/3/person/31/tv_credits", told)]).await;

    let as_told = [("Ida Brook".to_owned(), 30, 30)];
    assert_eq!(counts(&app, SERIES).await, as_told);
    assert_eq!(counts(&app, SEASON).await, as_listed);
}

#[tokio::test]
async fn aggregate_credits_that_were_never_told_are_counted() {
    let app = TestApp::with(&[harbour(), first_season(), season_credits()]).await;

    let counted = [
        ("Ida Brook".to_owned(), 3, 3),
        ("Tom Vale".to_owned(), 2, 2),
    ];
    assert_eq!(counts(&app, SERIES).await, counted);
    assert_eq!(counts(&app, SEASON).await, counted);
}

#[tokio::test]
async fn a_series_without_credits_of_its_own_shows_those_of_its_latest_season() {
    let later = cast(card(33, "Ana Reyes"), "c23", "The New Inspector", 0);
    let app = TestApp::with(&[
        harbour(),
        first_season(),
        season_credits(),
        answer(
            "/3/tv/21/season/2",
            season(202, 2, vec![episode(221, 21, 2, 1, "Ice")]),
        ),
        answer(
            "/3/tv/21/season/2/credits",
            json!({ "id": 202, "cast": [later], "crew": [] }),
        ),
    ])
    .await;

    let reply = app.get("/3/tv/21/credits").await;

    assert_eq!(reply.at("/cast/0"), &later);
}

#[tokio::test]
async fn an_episode_without_a_cast_of_its_own_has_the_regulars_of_its_season() {
    let app = TestApp::with(&[harbour(), first_season(), season_credits()]).await;

    let reply = app.get("/3/tv/21/season/1/episode/1/credits").await;

    assert_eq!(
        reply.json,
        json!({ "id": 211, "cast": [regular()], "crew": [], "guest_stars": [guest()] })
    );
}

#[tokio::test]
async fn guests_of_episodes_show_at_the_person() {
    let app = TestApp::with(&[harbour(), first_season()]).await;

    let reply = app.get("/3/person/32/tv_credits").await;

    assert_eq!(reply.at("/cast/0/name"), "Harbour Nine");
    assert_eq!(reply.at("/cast/0/character"), "A Sailor");
    assert_eq!(reply.at("/cast/0/episode_count"), 2);
}
