//! The page, the health checks, and the tables that are the same for every title.

use kinora_web::Settings;
use serde_json::{Value, json};

use crate::app::{Reply, TestApp};
use crate::catalogue;
use crate::rows::{answer, answer_in};

async fn empty() -> TestApp {
    TestApp::with(&[]).await
}

/// The row of a list of objects that has this value under this key.
fn row<'a>(list: &'a Value, key: &str, value: &str) -> &'a Value {
    let mut rows = list.as_array().expect("a list").iter();
    rows.find(|row| row[key] == value)
        .unwrap_or_else(|| panic!("no {value} in {list}"))
}

#[tokio::test]
async fn the_health_checks_answer() {
    let app = empty().await;

    let alive = app.call("GET", "/healthz", &[]).await;
    let ready = app.call("GET", "/readyz", &[]).await;

    assert_eq!((alive.status.as_u16(), alive.text()), (200, "ok\n"));
    assert_eq!(ready.status, 200);
    assert_eq!(
        ready.json,
        json!({ "status": "ok", "checks": { "database": "ok" } })
    );
}

#[tokio::test]
async fn the_page_counts_what_there_is() {
    let app = TestApp::with(&catalogue::rows()).await;

    let page = app.call("GET", "/", &[]).await;

    assert_eq!(page.status, 200);
    assert!(page.header("content-type").starts_with("text/html"));
    for (kind, count) in [("Movies", 1), ("Series", 1), ("People", 3)] {
        let row = format!("{kind}</th><td>{count}</td>");
        assert!(page.text().contains(&row), "{row} in {}", page.text());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn warming_up_makes_a_page_for_each_thread() {
    let app = TestApp::with(&catalogue::rows()).await;

    assert_eq!(kinora_web::warm_up(&app.store, &app.index).await, 3);
}

#[tokio::test]
async fn images_are_at_the_host_that_was_asked() {
    let app = empty().await;

    let reply = app
        .get_with("/3/configuration", &[("host", "films.example.org:8750")])
        .await;

    assert_eq!(
        reply.at("/images/base_url"),
        "http://films.example.org:8750/t/p/"
    );
    assert_eq!(
        reply.at("/images/secure_base_url"),
        "http://films.example.org:8750/t/p/"
    );
}

async fn configuration(settings: Settings) -> Reply {
    let app = TestApp::set_up(&[], settings).await;
    app.get_with("/3/configuration", &[("host", "ignored")])
        .await
}

#[tokio::test]
async fn images_are_where_the_settings_say() {
    let public = configuration(Settings {
        public_url: Some("https://films.example.org/".into()),
        ..Settings::default()
    });
    let elsewhere = configuration(Settings {
        public_url: Some("https://films.example.org".into()),
        image_base_url: Some("https://images.example.org/t/p".into()),
        ..Settings::default()
    });

    let (public, elsewhere) = (public.await, elsewhere.await);

    assert_eq!(
        public.at("/images/base_url"),
        "https://films.example.org/t/p/"
    );
    assert_eq!(
        elsewhere.at("/images/base_url"),
        "https://images.example.org/t/p/"
    );
    assert_eq!(
        elsewhere.at("/images/secure_base_url"),
        "https://images.example.org/t/p/"
    );
}

#[tokio::test]
async fn the_sizes_of_images_are_those_that_clients_know() {
    let app = empty().await;

    let images = app.get("/3/configuration").await.at("/images").clone();

    assert_eq!(
        images["backdrop_sizes"],
        json!(["w300", "w780", "w1280", "original"])
    );
    assert_eq!(
        images["logo_sizes"],
        json!(["w45", "w92", "w154", "w185", "w300", "w500", "original"])
    );
    assert_eq!(
        images["poster_sizes"],
        json!(["w92", "w154", "w185", "w342", "w500", "w780", "original"])
    );
    assert_eq!(
        images["profile_sizes"],
        json!(["w45", "w185", "h632", "original"])
    );
    assert_eq!(
        images["still_sizes"],
        json!(["w92", "w185", "w300", "original"])
    );
}

#[tokio::test]
async fn an_imported_configuration_does_not_bring_its_addresses() {
    let told = json!({
        "change_keys": ["adult"],
        "images": {
            "base_url": "http://elsewhere.example/t/p/", "secure_base_url": "https://elsewhere.example/t/p/",
            "backdrop_sizes": ["w1", "original"], "logo_sizes": [], "poster_sizes": [], "profile_sizes": [],
            "still_sizes": [],
        },
    });
    let app = TestApp::with(&[answer("/3/configuration", told)]).await;

    let reply = app.get_with("/3/configuration", &[("host", "here")]).await;

    assert_eq!(reply.at("/images/base_url"), "http://here/t/p/");
    assert_eq!(
        reply.at("/images/backdrop_sizes"),
        &json!(["w1", "original"])
    );
    assert_eq!(reply.at("/change_keys"), &json!(["adult"]));
}

#[tokio::test]
async fn an_empty_catalogue_knows_the_genres() {
    let app = empty().await;

    let movies = app.get("/3/genre/movie/list").await;
    let series = app.get("/3/genre/tv/list").await;

    assert_eq!(movies.at("/genres").as_array().map(Vec::len), Some(19));
    assert_eq!(series.at("/genres").as_array().map(Vec::len), Some(16));
    assert_eq!(
        movies.at("/genres/0"),
        &json!({ "id": 28, "name": "Action" })
    );
    assert_eq!(
        row(series.at("/genres"), "name", "Sci-Fi & Fantasy")["id"],
        10765
    );
}

#[tokio::test]
async fn genres_keep_their_order_in_every_language() {
    let app = empty().await;
    let ids = |reply: &Reply| {
        let genres = reply.at("/genres").as_array().into_iter().flatten();
        genres.map(|genre| genre["id"].clone()).collect::<Vec<_>>()
    };

    for path in ["/3/genre/movie/list", "/3/genre/tv/list"] {
        let english = app.get(path).await;
        for language in ["de", "ja-JP", "zz"] {
            let other = app.get(&format!("{path}?language={language}")).await;

            assert_eq!(ids(&other), ids(&english), "{path} in {language}");
        }
    }
}

#[tokio::test]
async fn an_empty_catalogue_knows_certifications() {
    let app = empty().await;

    let movies = app.get("/3/certification/movie/list").await;
    let series = app.get("/3/certification/tv/list").await;

    let german = movies.at("/certifications/DE").as_array().expect("a list");
    assert!(
        german.iter().any(|row| row["certification"] == "12"),
        "{german:?}"
    );
    assert!(german[0]["order"].is_i64() && german[0]["meaning"].is_string());
    assert!(
        series
            .at("/certifications/US")
            .as_array()
            .is_some_and(|rows| rows.len() > 3)
    );
}

#[tokio::test]
async fn countries_have_native_names_in_the_language_of_the_reader() {
    let app = empty().await;

    let english = app.get("/3/configuration/countries").await;
    let german = app.get("/3/configuration/countries?language=de-DE").await;

    let told = json!({ "iso_3166_1": "DE", "english_name": "Germany", "native_name": "Germany" });
    assert_eq!(row(&english.json, "iso_3166_1", "DE"), &told);
    let sweden = row(&german.json, "iso_3166_1", "SE");
    assert_eq!(
        sweden,
        &json!({ "iso_3166_1": "SE", "english_name": "Sweden", "native_name": "Schweden" })
    );
}

#[tokio::test]
async fn an_empty_catalogue_knows_languages_jobs_timezones_and_translations() {
    let app = empty().await;

    let languages = app.get("/3/configuration/languages").await;
    let jobs = app.get("/3/configuration/jobs").await;
    let timezones = app.get("/3/configuration/timezones").await;
    let translations = app.get("/3/configuration/primary_translations").await;

    assert_eq!(
        row(&languages.json, "iso_639_1", "de"),
        &json!({ "iso_639_1": "de", "english_name": "German", "name": "Deutsch" })
    );
    let directing = row(&jobs.json, "department", "Directing");
    assert!(
        directing["jobs"]
            .as_array()
            .is_some_and(|jobs| jobs.contains(&json!("Director")))
    );
    let sweden = row(&timezones.json, "iso_3166_1", "SE");
    assert!(
        sweden["zones"]
            .as_array()
            .is_some_and(|zones| !zones.is_empty()),
        "{sweden}"
    );
    let translations = translations.json.as_array().expect("a list").clone();
    assert!(translations.contains(&json!("de-DE")) && translations.contains(&json!("en-US")));
}

#[tokio::test]
async fn imported_tables_are_given_again() {
    let tables = [
        (
            "/3/configuration/languages",
            json!([{ "iso_639_1": "de", "english_name": "German", "name": "Deutsch" }]),
        ),
        (
            "/3/configuration/jobs",
            json!([{ "department": "Light", "jobs": ["Lamplighter"] }]),
        ),
        (
            "/3/configuration/timezones",
            json!([{ "iso_3166_1": "SE", "zones": ["Europe/Stockholm"] }]),
        ),
        ("/3/configuration/primary_translations", json!(["sv-SE"])),
        (
            "/3/configuration/countries",
            json!([{ "iso_3166_1": "SE", "english_name": "Sweden", "native_name": "Sweden" }]),
        ),
        (
            "/3/genre/tv/list",
            json!({ "genres": [{ "id": 1, "name": "Fog" }] }),
        ),
        (
            "/3/certification/movie/list",
            json!({ "certifications": { "SE": [{ "certification": "11", "meaning": "From 11.", "order": 1 }] } }),
        ),
        (
            "/3/watch/providers/regions",
            json!({ "results": [
            { "iso_3166_1": "SE", "english_name": "Sweden", "native_name": "Sweden" }] }),
        ),
    ];
    let rows: Vec<Value> = tables
        .iter()
        .map(|(path, body)| answer(path, body.clone()))
        .collect();
    let app = TestApp::with(&rows).await;

    for (path, told) in &tables {
        assert_eq!(app.get(path).await.json, *told, "{path}");
    }
}

#[tokio::test]
async fn a_table_that_was_told_in_one_language_is_localised_in_others() {
    let told = json!([{ "iso_3166_1": "SE", "english_name": "Sweden", "native_name": "Zweden" }]);
    let app = TestApp::with(&[answer_in("nl", "/3/configuration/countries", told)]).await;

    let dutch = app.get("/3/configuration/countries?language=nl-BE").await;
    let german = app.get("/3/configuration/countries?language=de").await;

    assert_eq!(
        row(&dutch.json, "iso_3166_1", "SE")["native_name"],
        "Zweden"
    );
    assert_eq!(
        row(&german.json, "iso_3166_1", "SE")["native_name"],
        "Schweden"
    );
}

fn provider(id: i64, priorities: Value) -> Value {
    json!({
        "display_priorities": priorities, "display_priority": 9, "logo_path": "/flick.jpg", "provider_id": id,
        "provider_name": format!("Provider {id}"),
    })
}

#[tokio::test]
async fn watch_providers_can_be_asked_for_by_country() {
    let told = [
        provider(8, json!({ "DE": 3, "SE": 4 })),
        provider(9, json!({ "SE": 1 })),
        provider(10, json!({})),
    ];
    let app = TestApp::with(&[
        answer("/3/watch/providers/movie", json!({ "results": told })),
        answer("/3/watch/providers/tv", json!({ "results": [told[0]] })),
    ])
    .await;

    for (query, shown) in [
        ("movie", vec![(8, 9), (9, 9), (10, 9)]),
        ("movie?watch_region=SE", vec![(8, 4), (9, 1)]),
        ("movie?watch_region=DE", vec![(8, 3)]),
        ("movie?watch_region=NO", vec![]),
        ("movie?watch_region=", vec![(8, 9), (9, 9), (10, 9)]),
        ("tv?watch_region=SE", vec![(8, 4)]),
    ] {
        let reply = app.get(&format!("/3/watch/providers/{query}")).await;

        let rows = reply.at("/results").as_array().into_iter().flatten();
        let pairs = rows.map(|row| {
            (
                row["provider_id"].as_i64(),
                row["display_priority"].as_i64(),
            )
        });
        let shown: Vec<_> = shown
            .into_iter()
            .map(|(id, priority)| (Some(id), Some(priority)))
            .collect();
        assert_eq!(pairs.collect::<Vec<_>>(), shown, "{query}");
    }
}

#[tokio::test]
async fn an_empty_catalogue_has_no_watch_providers_but_knows_the_regions() {
    let app = empty().await;

    let movies = app.get("/3/watch/providers/movie").await;
    let regions = app.get("/3/watch/providers/regions?language=de").await;

    assert_eq!(movies.json, json!({ "results": [] }));
    assert_eq!(
        row(regions.at("/results"), "iso_3166_1", "SE")["native_name"],
        "Schweden"
    );
}
