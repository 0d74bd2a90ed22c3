//! What changed, told in the keys and values that clients know (contract 3.5).

use kinora_model::credit::CreditType;
use kinora_model::edit::{Change, Edit};
use kinora_model::image::{Image, Images};
use kinora_model::key::{EntityKey, Kind, State};
use kinora_model::titles::Keywords;
use kinora_model::{
    Billing, Credit, Document, EpisodeFacts, Locale, MovieFacts, Text, Texts, TitleCredits,
};
use kinora_store::{Locator, Wants};
use kinora_web::Settings;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::catalogue;
use crate::rows::*;

const MOVIE: EntityKey = EntityKey::new(Kind::Movie, 11);

async fn app() -> TestApp {
    TestApp::with(&catalogue::rows()).await
}

async fn commit(app: &TestApp, changes: Vec<Change>) -> i64 {
    let edit = Edit {
        changes,
        ..Edit::default()
    };
    let seq = app.store.commit(edit).await.expect("an edit that is taken");
    app.follow().await;
    seq
}

/// The version of an entity.
async fn version(app: &TestApp, key: EntityKey) -> i64 {
    let worded = app.store.worded(key).await;
    worded
        .expect("a store that answers")
        .expect("an entity")
        .version
}

/// Changes a part of an entity.
async fn change<D: Document + Default>(app: &TestApp, key: EntityKey, change: impl FnOnce(&mut D)) {
    let wants = Wants::of(&[D::PART], &[]);
    let loaded = app.store.load(Locator::Key(key), wants).await;
    let loaded = loaded.expect("a store that answers");
    let base = loaded.as_ref().map_or(0, |loaded| loaded.record.version);
    let part = loaded.map(|loaded| loaded.record.part());
    let mut document: D = part.transpose().expect("a part").unwrap_or_default();
    change(&mut document);
    let put = Change::put(key, base, &document).expect("a document");
    commit(app, vec![put]).await;
}

/// The items of a key without what differs from run to run, after checking that.
async fn items(app: &TestApp, path: &str, key: &str) -> Vec<Value> {
    let reply = app.get(path).await;
    assert_eq!(reply.status, 200, "{path}: {}", reply.text());
    let keys = reply.at("/changes").as_array().expect("keys");
    let Some(known) = keys.iter().find(|known| known["key"] == key) else {
        return Vec::new();
    };
    let items = known["items"].as_array().expect("items").iter();
    items
        .map(|item| {
            let id = item["id"].as_str().expect("an id");
            assert!(
                id.len() == 24 && id.bytes().all(|byte| byte.is_ascii_hexdigit()),
                "{id}"
            );
            let time = item["time"].as_str().expect("a time");
            assert!(time.len() == 23 && time.ends_with(" UTC"), "{time}");
            item.clone().without("id").without("time")
        })
        .collect()
}

fn item(action: &str, locale: (&str, &str), more: Value) -> Value {
    json!({ "action": action, "iso_639_1": locale.0, "iso_3166_1": locale.1 }).and(more)
}

#[tokio::test]
async fn facts_are_told_with_both_values() {
    let app = app().await;
    change(&app, MOVIE, |facts: &mut MovieFacts| {
        facts.runtime = Some(99);
        facts.genres = Some(vec![27]);
        facts.budget = None;
        facts.original_language = Some("sv".to_owned());
        facts.poster_path = Some("/new.jpg".to_owned());
    })
    .await;

    let runtime = items(&app, "/3/movie/11/changes", "runtime").await;
    assert_eq!(runtime.len(), 1);
    assert_eq!(
        (&runtime[0]["action"], &runtime[0]["value"]),
        (&json!("updated"), &json!(99))
    );
    assert!(runtime[0]["original_value"].is_i64());
    let genres = items(&app, "/3/movie/11/changes", "genres").await;
    assert!(genres.contains(&item(
        "added",
        ("", ""),
        json!({ "value": { "id": 27, "name": "Horror" } })
    )));
    let budget = items(&app, "/3/movie/11/changes", "budget").await;
    assert_eq!(
        (&budget[0]["action"], budget[0].get("value")),
        (&json!("deleted"), None)
    );
    let general = items(&app, "/3/movie/11/changes", "general").await;
    assert_eq!(general[0]["value"], json!({ "original_language": "sv" }));
    let images = items(&app, "/3/movie/11/changes", "images").await;
    assert_eq!(
        images[0]["value"],
        json!({ "poster": { "file_path": "/new.jpg" } })
    );
}

#[tokio::test]
async fn texts_are_told_in_their_language() {
    let app = app().await;
    let locale: Locale = "ca-ES".parse().expect("a locale");
    let set = |overview: &'static str| {
        move |texts: &mut Texts| {
            texts.translations.retain(|row| row.locale != locale);
            texts.translations.push(kinora_model::text::Translation {
                locale,
                listed: Some(Text {
                    overview: overview.to_owned(),
                    ..Text::default()
                }),
                seen: None,
            });
        }
    };
    let person = EntityKey::new(Kind::Person, 31);
    change(&app, person, set("Nascut a Concord.")).await;
    change(&app, person, set("Nascuda a Concord.")).await;

    assert_eq!(
        items(&app, "/3/person/31/changes", "translations").await,
        [item("added", ("", ""), json!({ "value": "ca-ES" }))]
    );
    assert_eq!(
        items(&app, "/3/person/31/changes", "biography").await,
        [
            item(
                "added",
                ("ca", "ES"),
                json!({ "value": "Nascut a Concord." })
            ),
            item(
                "updated",
                ("ca", "ES"),
                json!({ "value": "Nascuda a Concord.", "original_value": "Nascut a Concord." })
            ),
        ]
    );
}

#[tokio::test]
async fn keywords_have_names_and_images_languages() {
    let app = app().await;
    app.import(&[answer(
        "/3/keyword/11687",
        json!({ "id": 11687, "name": "fourth wall" }),
    )])
    .await;
    change(&app, MOVIE, |keywords: &mut Keywords| {
        keywords.0.push(11687);
    })
    .await;
    let image: Image = serde_json::from_value(
        image("/poster.jpg")
            .without("iso_639_1")
            .with("iso_639_1", "fr"),
    )
    .expect("an image");
    change(&app, MOVIE, |images: &mut Images| {
        images.posters.get_or_insert_default().push(image);
    })
    .await;
    change(&app, MOVIE, |images: &mut Images| {
        let posters = images.posters.iter_mut().flatten();
        let mut posters = posters.filter(|poster| poster.file_path == "/poster.jpg");
        posters.next().expect("the poster").iso_639_1 = Some("en".to_owned());
    })
    .await;

    assert_eq!(
        items(&app, "/3/movie/11/changes", "plot_keywords").await,
        [item(
            "added",
            ("", ""),
            json!({ "value": { "id": 11687, "name": "fourth wall" } })
        )]
    );
    assert_eq!(
        items(&app, "/3/movie/11/changes", "images").await,
        [
            item(
                "added",
                ("fr", ""),
                json!({ "value": { "poster": { "file_path": "/poster.jpg", "iso_639_1": "fr" } } })
            ),
            item(
                "updated",
                ("en", ""),
                json!({
                    "value": { "poster": { "file_path": "/poster.jpg", "iso_639_1": "en" } },
                    "original_value": { "poster": { "file_path": "/poster.jpg", "iso_639_1": "fr" } },
                })
            ),
        ]
    );
}

#[tokio::test]
async fn a_credit_is_told_once_with_its_person() {
    let app = app().await;
    let id = "5f0000000000000000000777";
    let mut credit = Credit::new(id, MOVIE);
    credit.person = Some(31);
    credit.credit_type = CreditType::Cast;
    credit.character = "The Lamplighter".to_owned();
    commit(
        &app,
        vec![Change::PutCredit {
            base: version(&app, MOVIE).await,
            credit: credit.clone(),
        }],
    )
    .await;
    change(&app, MOVIE, |credits: &mut TitleCredits| {
        let billing = Billing(id.to_owned(), Some(9), None);
        credits.cast.get_or_insert_default().push(billing);
    })
    .await;
    credit.character = "The Lamp".to_owned();
    let base = version(&app, MOVIE).await;
    commit(&app, vec![Change::PutCredit { base, credit }]).await;

    let value =
        |character: &str| json!({ "person_id": 31, "credit_id": id, "character": character });
    assert_eq!(
        items(&app, "/3/movie/11/changes", "cast").await,
        [
            item(
                "added",
                ("", ""),
                json!({ "value": value("The Lamplighter") })
            ),
            item(
                "updated",
                ("", ""),
                json!({ "value": value("The Lamp"), "original_value": value("The Lamplighter") })
            ),
        ]
    );
}

#[tokio::test]
async fn series_tell_of_seasons_and_seasons_of_episodes() {
    let app = app().await;
    let episode = EntityKey::new(Kind::Episode, 211);
    change(&app, episode, |facts: &mut EpisodeFacts| {
        facts.runtime = Some(51);
    })
    .await;
    change(&app, episode, |facts: &mut EpisodeFacts| {
        facts.runtime = Some(52);
    })
    .await;

    let of_episode = items(&app, "/3/tv/episode/211/changes", "runtime").await;
    assert_eq!(of_episode.len(), 2);
    let of_season = items(&app, "/3/tv/season/201/changes", "episode").await;
    assert_eq!(
        of_season[0],
        item(
            "updated",
            ("", ""),
            json!({ "value": { "episode_id": 211, "episode_number": 1 } })
        )
    );
    let of_series = items(&app, "/3/tv/21/changes", "season").await;
    assert_eq!(
        of_series[0],
        item(
            "updated",
            ("", ""),
            json!({ "value": { "season_id": 201, "season_number": 1 } })
        )
    );
    assert_eq!(app.get("/3/tv/changes").await.at("/results/0/id"), 21);
    let appended = app
        .get("/3/tv/21?append_to_response=changes,season/1/changes,season/1/episode/1/changes")
        .await;
    assert_eq!(appended.at("/changes/changes/0/key"), "season");
    assert_eq!(
        appended.json["season/1/changes"]["changes"][0]["key"],
        "episode"
    );
    assert_eq!(
        appended.json["season/1/episode/1/changes"]["changes"][0]["key"],
        "runtime"
    );
}

#[tokio::test]
async fn creation_and_removal_are_told_even_when_nothing_else_is() {
    let app = app().await;
    let key = EntityKey::new(Kind::Movie, 1_500_000_000);
    let facts = MovieFacts {
        original_title: Some("Night".to_owned()),
        adult: Some(true),
        ..MovieFacts::default()
    };
    commit(&app, vec![Change::put(key, 0, &facts).expect("a document")]).await;
    let path = format!("/3/movie/{}/changes", key.id);

    assert_eq!(
        items(&app, &path, "general").await,
        [item("created", ("", ""), json!({}))]
    );
    let row = |adult, softcore| json!({ "id": key.id, "adult": adult, "softcore": softcore });
    assert_eq!(
        app.get("/3/movie/changes").await.at("/results/0"),
        &row(json!(true), json!(false))
    );

    let base = app.store.last_seq().await.expect("a number");
    let state = Change::SetState {
        key,
        base,
        state: State::Deleted,
        merged_into: None,
    };
    commit(&app, vec![state]).await;

    let destroyed = item("destroyed", ("", ""), json!({}));
    assert_eq!(items(&app, &path, "general").await.last(), Some(&destroyed));
    assert_eq!(
        app.get("/3/movie/changes").await.at("/results/0"),
        &row(json!(null), json!(null))
    );
    assert_eq!(
        app.get("/3/movie/1500000001/changes").await.refusal(),
        (404, 34)
    );
}

#[tokio::test]
async fn lists_come_in_pages_of_a_hundred_oldest_first() {
    let app = TestApp::with(&[]).await;
    let facts = MovieFacts::default();
    let changes = (1..=101).map(|id| {
        let key = EntityKey::new(Kind::Movie, 1_000 - id);
        Change::put(key, 0, &facts).expect("a document")
    });
    commit(&app, changes.collect()).await;

    let first = app.get("/3/movie/changes").await;
    assert_eq!(
        (first.at("/total_pages"), first.at("/total_results")),
        (&json!(2), &json!(101))
    );
    assert_eq!(first.at("/results").as_array().map(Vec::len), Some(100));
    assert_eq!(
        (first.at("/results/0/id"), first.at("/results/99/id")),
        (&json!(999), &json!(900))
    );
    assert_eq!(
        app.get("/3/movie/changes?page=2").await.at("/results/0/id"),
        899
    );
    assert_eq!(app.get("/3/person/changes").await.at("/total_results"), 0);
}

#[tokio::test]
async fn windows_are_days_and_by_default_the_last_24_hours() {
    let app = TestApp::set_up(
        &[],
        Settings {
            response_cache: 0,
            ..Settings::default()
        },
    )
    .await;
    let key = EntityKey::new(Kind::Movie, 5);
    commit(
        &app,
        vec![Change::put(key, 0, &MovieFacts::default()).expect("a document")],
    )
    .await;
    let made_at = app.store.feed(0, 1).await.expect("a feed")[0].made_at;
    let day = |days: i64| {
        let number = made_at.div_euclid(86_400_000) + days;
        kinora_model::Date::from_day_number(number).expect("a day")
    };

    for (query, total) in [
        (String::new(), 1),
        (format!("start_date={}", day(0)), 1),
        (format!("start_date={}", day(-1)), 0),
        (format!("start_date={}", day(1)), 0),
        (format!("end_date={}", day(0)), 1),
        (format!("end_date={}", day(1)), 1),
        (format!("end_date={}", day(-1)), 0),
        (format!("start_date={}&end_date={}", day(-14), day(0)), 1),
        (format!("start_date={}&end_date={}", day(-14), day(-1)), 0),
    ] {
        let list = app.get(&format!("/3/movie/changes?{query}")).await;
        assert_eq!(list.at("/total_results"), total, "{query}");
        let item = items(&app, &format!("/3/movie/5/changes?{query}"), "general").await;
        assert_eq!(item.len(), total, "{query}");
    }
}
