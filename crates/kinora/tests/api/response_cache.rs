//! Answers that are kept in memory: the same as those that are made, and gone when something in them changes.

use kinora_model::credit::Credit;
use kinora_model::edit::{Change, Edit};
use kinora_model::{EntityKey, Kind, Part};
use kinora_store::{Locator, Wants};
use kinora_web::Settings;
use serde_json::{Value, json};

use super::app::{KEY, TestApp, with_key};

fn movie(title: &str) -> Value {
    json!({
        "method": "GET", "path": "/3/movie/11", "status": 200,
        "body": { "id": 11, "title": title, "original_title": title, "original_language": "en", "overview": "x".repeat(2_000) },
    })
}

#[tokio::test]
async fn a_kept_answer_is_the_one_that_was_made() {
    let app = TestApp::with(&[movie("Lamp")]).await;

    for headers in [&[][..], &[("accept-encoding", "gzip")]] {
        let made = app.get_with("/3/movie/11?language=de", headers).await;
        let kept = app.get_with("/3/movie/11?language=de", headers).await;

        assert_eq!(made.status, kept.status);
        assert_eq!(made.body, kept.body);
        for name in [
            "content-type",
            "etag",
            "cache-control",
            "vary",
            "content-encoding",
            "access-control-allow-origin",
        ] {
            assert_eq!(made.header(name), kept.header(name), "{name}");
        }
    }
    let packed = app
        .get_with("/3/movie/11", &[("accept-encoding", "gzip")])
        .await;
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert_eq!(app.get("/3/movie/11").await.header("content-encoding"), "");
}

#[tokio::test]
async fn what_changed_is_answered_anew() {
    let app = TestApp::with(&[movie("Lamp")]).await;
    assert_eq!(app.get("/3/movie/11").await.at("/title"), "Lamp");
    assert_eq!(app.get("/3/movie/11").await.at("/title"), "Lamp");

    app.import(&[movie("Lantern")]).await;

    assert_eq!(app.get("/3/movie/11").await.at("/title"), "Lantern");
}

#[tokio::test]
async fn a_kept_answer_is_for_those_with_a_key() {
    let app = TestApp::with(&[movie("Lamp")]).await;
    for _ in 0..2 {
        assert_eq!(app.get("/3/movie/11").await.status, 200);
    }

    assert_eq!(
        app.call("GET", "/3/movie/11", &[]).await.refusal(),
        (401, 7)
    );
    let wrong = app.call("GET", "/3/movie/11?api_key=wrong", &[]).await;
    assert_eq!(wrong.refusal(), (401, 7));
    let token = format!("Bearer {KEY}");
    let bearer = app
        .call("GET", "/3/movie/11", &[("authorization", &token)])
        .await;
    assert_eq!(bearer.status, 200);
}

#[tokio::test]
async fn those_who_have_a_kept_answer_are_spared_it() {
    let app = TestApp::with(&[movie("Lamp")]).await;
    let tag = app.get("/3/movie/11").await.header("etag").to_owned();

    let spared = app
        .get_with("/3/movie/11", &[("if-none-match", &tag)])
        .await;

    assert_eq!(spared.status, 304);
    assert!(spared.body.is_empty());
    assert_eq!(spared.header("etag"), tag);
}

#[tokio::test]
async fn what_is_made_for_one_reader_is_not_kept_for_others() {
    let app = TestApp::with(&[movie("Lamp")]).await;

    let plain = app.get("/3/movie/11").await;
    let wrapped = app.get("/3/movie/11?callback=show").await;
    assert!(wrapped.text().starts_with("show("));
    assert_eq!(app.get("/3/movie/11").await.body, plain.body);
    for host in ["one.example", "two.example"] {
        let configuration = app
            .call("GET", &with_key("/3/configuration"), &[("host", host)])
            .await;
        let base = configuration
            .at("/images/base_url")
            .as_str()
            .unwrap()
            .to_owned();
        assert!(base.contains(host), "{base}");
    }
}

#[tokio::test]
async fn nothing_has_to_be_kept() {
    let settings = Settings {
        response_cache: 0,
        ..Settings::default()
    };
    let app = TestApp::set_up(&[movie("Lamp")], settings).await;

    for _ in 0..2 {
        assert_eq!(app.get("/3/movie/11").await.at("/title"), "Lamp");
    }
}

/// Two movies, of which the first has an actor.
fn two_movies() -> Vec<Value> {
    let movie = |id: i64, title: &str, cast: Value| {
        json!({
            "method": "GET", "path": format!("/3/movie/{id}"), "query": { "append_to_response": "credits" }, "status": 200,
            "body": {
                "id": id, "title": title, "original_title": title, "original_language": "en", "overview": "",
                "credits": { "cast": cast, "crew": [] },
            },
        })
    };
    let cast = json!([{
        "id": 5, "name": "Ada Old", "original_name": "Ada Old", "character": "Herself", "order": 0, "cast_id": 1,
        "credit_id": "5f5f5f5f5f5f5f5f5f5f5f01", "adult": false, "gender": 1, "known_for_department": "Acting",
        "popularity": 1.0, "profile_path": null,
    }]);
    vec![movie(11, "Lamp", cast), movie(12, "Moon", json!([]))]
}

/// Sets a field of an entity's facts in an edit, which the index follows.
async fn edit(app: &TestApp, key: EntityKey, field: &str, value: Value) {
    let wants = Wants::of(&[Part::Facts], &[]);
    let loaded = app
        .store
        .load(Locator::Key(key), wants)
        .await
        .expect("a store that answers");
    let record = loaded.expect("an entity").record;
    let facts = record.raw(Part::Facts).expect("facts");
    let mut facts: Value = serde_json::from_str(facts).expect("facts in JSON");
    facts[field] = value;
    let change = Change::PutPart {
        key,
        base: record.version,
        part: Part::Facts.name().to_owned(),
        document: Some(facts),
    };
    let edit = Edit {
        changes: vec![change],
        ..Edit::default()
    };
    app.store.commit(edit).await.expect("an edit that fits");
    app.follow().await;
}

/// How many answers came out of memory.
async fn hits(app: &TestApp) -> u64 {
    let metrics = app.call("GET", "/metrics", &[]).await;
    let mut lines = metrics.text().lines();
    let hits = lines.find_map(|line| line.strip_prefix("kinora_kept_answer_hits_total "));
    let hits = hits.expect("a count of hits");
    hits.parse().expect("a number")
}

/// Whether an answer comes out of memory.
async fn is_kept(app: &TestApp, target: &str) -> bool {
    let before = hits(app).await;
    assert_eq!(app.get(target).await.status, 200, "{target}");
    hits(app).await > before
}

#[tokio::test]
async fn an_edit_makes_anew_what_shows_it_and_nothing_else() {
    const CREDITS: &str = "/3/movie/11?append_to_response=credits";
    let app = TestApp::with(&two_movies()).await;
    let targets = [CREDITS, "/3/movie/12", "/3/person/5", "/3/genre/movie/list"];
    for target in targets {
        assert!(!is_kept(&app, target).await, "{target}");
        assert!(is_kept(&app, target).await, "{target}");
    }

    edit(&app, EntityKey::new(Kind::Movie, 11), "budget", json!(7)).await;

    assert_eq!(app.get(CREDITS).await.at("/budget"), 7);
    for target in &targets[1..] {
        assert!(is_kept(&app, target).await, "{target}");
    }

    let person = EntityKey::new(Kind::Person, 5);
    edit(&app, person, "name", json!("Ada New")).await;

    let credits = app.get(CREDITS).await;
    assert_eq!(credits.at("/credits/cast/0/name"), "Ada New");
    assert_eq!(app.get("/3/person/5").await.at("/name"), "Ada New");
    assert!(is_kept(&app, "/3/movie/12").await);
}

#[tokio::test]
async fn a_new_credit_is_shown_by_its_title_and_its_person() {
    let app = TestApp::with(&two_movies()).await;
    for _ in 0..2 {
        let movie = app.get("/3/movie/12/credits").await;
        assert_eq!(movie.at("/cast"), &json!([]));
        let person = app.get("/3/person/5/movie_credits").await;
        assert_eq!(person.at("/cast").as_array().unwrap().len(), 1);
    }
    let credits = app.store.credits_of_title(EntityKey::new(Kind::Movie, 11));
    let known = credits.await.unwrap().remove(0);
    let credit = Credit {
        id: "5f5f5f5f5f5f5f5f5f5f5f02".to_owned(),
        title: EntityKey::new(Kind::Movie, 12),
        ..known
    };

    let worded = app.store.worded(credit.title).await.unwrap().unwrap();
    let base = worded.version;
    let changes = vec![Change::PutCredit { base, credit }];
    let edit = Edit {
        changes,
        ..Edit::default()
    };
    app.store.commit(edit).await.unwrap();
    app.follow().await;

    let person = app.get("/3/person/5/movie_credits").await;
    assert_eq!(person.at("/cast").as_array().unwrap().len(), 2);
    let movie = app.get("/3/movie/12/credits").await;
    assert_eq!(movie.at("/cast").as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_rated_outside_of_the_feed_can_be_told() {
    let app = TestApp::with(&two_movies()).await;
    for target in ["/3/movie/11", "/3/movie/12"] {
        app.get(target).await;
    }

    app.touch(EntityKey::new(Kind::Movie, 11));

    assert!(!is_kept(&app, "/3/movie/11").await);
    assert!(is_kept(&app, "/3/movie/12").await);
}

#[tokio::test]
async fn a_search_finds_what_an_edit_renamed() {
    let app = TestApp::with(&two_movies()).await;
    for _ in 0..2 {
        let found = app.get("/3/search/movie?query=Lantern").await;
        assert_eq!(found.at("/total_results"), 0);
    }
    let movie = EntityKey::new(Kind::Movie, 11);

    edit(&app, movie, "original_title", json!("Lantern")).await;

    let found = app.get("/3/search/movie?query=Lantern").await;
    assert_eq!(found.at("/total_results"), 1);
}

#[tokio::test]
async fn the_server_tells_its_counts() {
    let app = TestApp::with(&[movie("Lamp")]).await;
    for target in ["/3/movie/11", "/3/movie/11", "/3/movie/999"] {
        app.get(target).await;
    }

    let metrics = app.call("GET", "/metrics", &[]).await;

    assert_eq!(metrics.status, 200);
    for line in [
        "kinora_answers_total{status=\"2xx\"}",
        "kinora_answers_total{status=\"4xx\"} 1",
        "kinora_kept_answer_hits_total 1",
        "kinora_kept_answer_misses_total 2",
        "kinora_kept_answers 1",
        "kinora_feed_position 1",
        "kinora_index_position 1",
    ] {
        let is_there = metrics.text().lines().any(|found| found.starts_with(line));
        assert!(is_there, "{line} is not in {}", metrics.text());
    }
}
