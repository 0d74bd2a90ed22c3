//! Views, daily scores and what trends (contract 1.14, 3.20).

use kinora_index::popularity::{self, Run, RunError};
use kinora_model::Date;
use kinora_model::key::{EntityKey, Kind};
use kinora_web::{Settings, Views};
use serde_json::json;

use crate::app::TestApp;
use crate::films::{film, found, show};
use crate::rows::*;

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn movie_key(id: i64) -> EntityKey {
    EntityKey::new(Kind::Movie, id)
}

/// Five films, three shows and two people, each less popular than the one before.
async fn app() -> TestApp {
    let mut rows: Vec<_> = (1..=5).map(|id| film(id, json!({}))).collect();
    rows.extend((1..=3).map(|id| show(id, json!({}))));
    rows.extend((1..=2).map(|id| {
        let person = person(id, &format!("Person {id}"));
        answer(
            &format!("/3/person/{id}"),
            person.with("popularity", 100.0 - id as f64),
        )
    }));
    TestApp::with(&rows).await
}

async fn view(app: &TestApp, date: Date, views: &[(EntityKey, u32)]) {
    let written = app.store.add_views(date.day_number(), views.to_vec()).await;
    written.expect("a store that takes views");
}

async fn run(app: &TestApp, date: Date) -> Run {
    let run = popularity::run(&app.store, date)
        .await
        .expect("a run that ends");
    app.follow().await;
    run
}

async fn score(app: &TestApp, path: &str) -> f64 {
    let reply = app.get(path).await;
    reply.at("/popularity").as_f64().expect("a score")
}

#[tokio::test]
async fn answered_details_are_views() {
    let views = Views::default();
    let settings = Settings {
        views: views.clone(),
        ..Settings::default()
    };
    let rows = [
        film(1, json!({})),
        show(2, json!({})),
        answer("/3/person/3", person(3, "Ida")),
    ];
    let app = TestApp::set_up(&rows, settings).await;

    for target in [
        "/3/movie/1",
        "/3/movie/1",
        "/3/movie/1?append_to_response=credits",
        "/3/movie/1-film-1",
        "/3/movie/1/credits",
        "/3/movie/9",
        "/3/movie/popular",
        "/3/tv/2",
        "/3/person/3",
        "/3/search/movie?query=film",
    ] {
        app.get(target).await;
    }
    app.call("GET", "/3/movie/1", &[]).await;
    app.call("HEAD", "/3/movie/1?api_key=key-of-the-tests", &[])
        .await;

    let expected = [
        (movie_key(1), 4),
        (EntityKey::new(Kind::Series, 2), 1),
        (EntityKey::new(Kind::Person, 3), 1),
    ];
    assert_eq!(views.take(), expected);
    assert_eq!(views.take(), []);
}

#[tokio::test]
async fn what_is_viewed_trends_and_the_rest_follows_by_popularity() {
    let app = app().await;
    let before = found(&app, "/3/trending/movie/day").await;
    let (monday, sunday) = (day("2026-03-09"), day("2026-03-15"));
    view(
        &app,
        monday,
        &[(movie_key(4), 1_000), (EntityKey::new(Kind::Person, 2), 5)],
    )
    .await;
    run(&app, monday).await;
    view(
        &app,
        sunday,
        &[(movie_key(5), 10), (EntityKey::new(Kind::Series, 3), 30)],
    )
    .await;
    run(&app, sunday).await;

    assert_eq!(before, [1, 2, 3, 4, 5]);
    assert_eq!(found(&app, "/3/trending/movie/day").await, [5, 4, 1, 2, 3]);
    assert_eq!(found(&app, "/3/trending/movie/week").await, [4, 5, 1, 2, 3]);
    assert_eq!(found(&app, "/3/trending/tv/day").await, [3, 1, 2]);
    assert_eq!(found(&app, "/3/trending/person/day").await, [1, 2]);
    assert_eq!(found(&app, "/3/trending/person/week").await, [2, 1]);
    assert_eq!(found(&app, "/3/trending/all/day").await[..2], [3, 5]);

    // A day later the week does not reach back to Monday.
    view(&app, day("2026-03-16"), &[(movie_key(1), 1)]).await;
    run(&app, day("2026-03-16")).await;
    assert_eq!(found(&app, "/3/trending/movie/week").await, [5, 1, 4, 2, 3]);
}

#[tokio::test]
async fn a_day_can_be_scored_again_and_comes_to_the_same() {
    let (app, other) = (app().await, app().await);
    let (first, second) = (day("2026-03-09"), day("2026-03-10"));
    for app in [&app, &other] {
        view(app, first, &[(movie_key(4), 50)]).await;
        view(app, second, &[(movie_key(4), 20), (movie_key(2), 7)]).await;
    }
    for day in [first, first, second, second, second] {
        run(&app, day).await;
    }
    for day in [first, second] {
        run(&other, day).await;
    }

    for path in [
        "/3/movie/2",
        "/3/movie/4",
        "/3/movie/5",
        "/3/tv/1",
        "/3/person/1",
    ] {
        assert_eq!(score(&app, path).await, score(&other, path).await, "{path}");
    }
    // Counts that come late change a day that is run again.
    let early = score(&app, "/3/movie/2").await;
    view(&app, second, &[(movie_key(2), 9_000_000)]).await;
    let again = run(&app, second).await;
    assert_eq!((again.counted, again.changed), (2, 1));
    assert!(score(&app, "/3/movie/2").await > early);
    let refused = popularity::run(&app.store, first).await;
    assert!(matches!(refused, Err(RunError::Later(last)) if last == second));
}

#[tokio::test]
async fn imported_scores_are_yesterdays_and_stay_while_nothing_is_counted() {
    let app = app().await;
    let idle = run(&app, day("2026-03-08")).await;
    assert_eq!(
        (idle, score(&app, "/3/movie/1").await),
        (Run::default(), 999.0)
    );

    view(&app, day("2026-03-09"), &[(movie_key(5), 1)]).await;
    run(&app, day("2026-03-09")).await;

    // A tenth of the way down, for want of interest.
    let fallen = score(&app, "/3/movie/1").await;
    assert!((890.0..910.0).contains(&fallen), "{fallen}");
}

#[tokio::test]
async fn adult_titles_have_scores_but_do_not_trend() {
    let adult = film(9, json!({ "adult": true, "popularity": 0.0 }));
    let app = TestApp::with(&[adult, film(1, json!({}))]).await;
    view(
        &app,
        day("2026-03-09"),
        &[(movie_key(9), 500), (movie_key(77), 9)],
    )
    .await;
    run(&app, day("2026-03-09")).await;

    assert!(score(&app, "/3/movie/9").await > 10.0);
    assert_eq!(found(&app, "/3/trending/movie/day").await, [1]);
}

#[tokio::test]
async fn votes_favourites_and_the_watchlist_count_on_the_day_on_which_they_are_given() {
    let app = app().await;
    let ida = app.sign_up("ida").await;
    let account = format!("/3/account/{}", ida.account.id);
    let now = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC);
    let today = day(&now.date().to_string());
    let mark = |mark: &str, id: i64| json!({ "media_type": "movie", "media_id": id, mark: true });

    let vote = json!({ "value": 9 });
    app.post(&ida.at("/3/movie/4/rating"), &vote).await;
    let favourite = mark("favorite", 5);
    app.post(&ida.at(&format!("{account}/favorite")), &favourite)
        .await;
    let to_watch = mark("watchlist", 3);
    app.post(&ida.at(&format!("{account}/watchlist")), &to_watch)
        .await;
    app.post(
        &ida.at(&format!("{account}/watchlist")),
        &mark("watchlist", 5),
    )
    .await;
    view(&app, today, &[(movie_key(2), 1)]).await;
    let counted = run(&app, today).await;

    // A favourite to watch, a vote, something to watch, a view.
    assert_eq!(found(&app, "/3/trending/movie/day").await, [5, 4, 3, 2, 1]);
    assert_eq!(counted.counted, 4);

    // What is taken back counts no more when the day is scored again.
    app.change("DELETE", &ida.at("/3/movie/4/rating"), &json!({}))
        .await;
    let counted = run(&app, today).await;
    assert_eq!(counted.counted, 3);
    assert_eq!(found(&app, "/3/trending/movie/day").await, [5, 3, 2, 1, 4]);
}
