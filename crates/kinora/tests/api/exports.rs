//! The daily files of ids over HTTP.

use std::io::Read;
use std::path::Path;

use kinora_dumps::export;
use kinora_model::Date;
use kinora_web::Settings;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Handle;

use crate::app::{Reply, TestApp};
use crate::rows::*;

const DAY: &str = "2026-03-09";

/// A server with files of [`DAY`] over a catalogue with something in every file.
async fn exported() -> (TestApp, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = Settings {
        exports: Some(folder.path().to_owned()),
        ..Settings::default()
    };
    let adult = json!({ "adult": true });
    let rows = [
        answer(
            "/3/movie/7",
            movie(7, "Läuterung \"7\"").with("popularity", 4.25),
        ),
        answer("/3/movie/5", movie(5, "Lamp").with("video", true)),
        answer("/3/movie/6", movie(6, "Night").and(adult.clone())),
        answer("/3/tv/8", series(8, "Harbour")),
        answer("/3/tv/9", series(9, "Night Harbour").and(adult.clone())),
        answer("/3/person/3", person(3, "Ida")),
        answer("/3/person/4", person(4, "Nina").and(adult)),
        answer(
            "/3/collection/10",
            json!({ "id": 10, "name": "Lamps", "overview": "", "parts": [] }),
        ),
        answer("/3/company/11", json!({ "id": 11, "name": "Wick" })),
        answer("/3/network/12", json!({ "id": 12, "name": "Pier One" })),
        answer("/3/keyword/13", json!({ "id": 13, "name": "lamp" })),
    ];
    let app = TestApp::set_up(&rows, settings).await;
    write(&app, folder.path(), DAY).await;
    (app, folder)
}

async fn write(app: &TestApp, folder: &Path, day: &str) {
    let (store, folder, runtime) = (app.store.clone(), folder.to_owned(), Handle::current());
    let day: Date = day.parse().expect("a day");
    let written =
        tokio::task::spawn_blocking(move || export::write_ids(&store, &runtime, &folder, day));
    written
        .await
        .expect("an export that ends")
        .expect("an export that succeeds");
}

async fn lines(app: &TestApp, name: &str) -> Vec<Value> {
    let reply = open(app, &format!("/p/exports/{name}_03_09_2026.json.gz"), &[]).await;
    assert_eq!(reply.status, 200, "{name}");
    let mut text = String::new();
    let mut unpacked = flate2::read::GzDecoder::new(&reply.body[..]);
    unpacked.read_to_string(&mut text).expect("gzip");
    let lines = text.lines().map(serde_json::from_str);
    lines.collect::<Result<_, _>>().expect("JSON in every line")
}

/// Without a key.
async fn open(app: &TestApp, target: &str, headers: &[(&str, &str)]) -> Reply {
    app.call("GET", target, headers).await
}

#[tokio::test]
async fn the_ten_files_have_the_documented_lines() {
    let (app, _folder) = exported().await;

    assert_eq!(
        lines(&app, "movie_ids").await,
        [
            json!({"adult": false, "id": 5, "original_title": "Lamp", "popularity": 12.5, "video": true}),
            json!({"adult": false, "id": 7, "original_title": "Läuterung \"7\"", "popularity": 4.25, "video": false}),
        ]
    );
    for (name, expected) in [
        (
            "tv_series_ids",
            json!({"id": 8, "original_name": "Harbour", "popularity": 8.5}),
        ),
        (
            "person_ids",
            json!({"adult": false, "id": 3, "name": "Ida", "popularity": 3.5}),
        ),
        ("collection_ids", json!({"id": 10, "name": "Lamps"})),
        ("production_company_ids", json!({"id": 11, "name": "Wick"})),
        ("tv_network_ids", json!({"id": 12, "name": "Pier One"})),
        ("keyword_ids", json!({"id": 13, "name": "lamp"})),
        (
            "adult_movie_ids",
            json!({"adult": true, "id": 6, "original_title": "Night", "popularity": 12.5, "video": false}),
        ),
        (
            "adult_tv_series_ids",
            json!({"id": 9, "original_name": "Night Harbour", "popularity": 8.5}),
        ),
        (
            "adult_person_ids",
            json!({"adult": true, "id": 4, "name": "Nina", "popularity": 3.5}),
        ),
    ] {
        assert_eq!(lines(&app, name).await, [expected], "{name}");
    }
}

#[tokio::test]
async fn a_file_is_sent_whole_in_part_or_not_again() {
    let (app, _folder) = exported().await;
    let target = "/p/exports/movie_ids_03_09_2026.json.gz";

    let whole = open(&app, target, &[("accept-encoding", "gzip, br")]).await;
    assert_eq!(whole.headers["content-type"], "application/gzip");
    assert!(!whole.headers.contains_key("content-encoding"));
    let tag = whole.headers["etag"].to_str().expect("a tag").to_owned();

    let head = app.call("HEAD", target, &[]).await;
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
    assert_eq!(head.headers["content-length"], whole.body.len().to_string());

    let part = open(&app, target, &[("range", "bytes=10-19")]).await;
    assert_eq!(part.status, 206);
    assert_eq!(part.body[..], whole.body[10..20]);
    assert_eq!(
        part.headers["content-range"],
        format!("bytes 10-19/{}", whole.body.len())
    );

    let beyond = open(&app, target, &[("range", "bytes=999999-")]).await;
    assert_eq!(beyond.status, 416);

    let known = open(&app, target, &[("if-none-match", &tag)]).await;
    assert_eq!((known.status.as_u16(), known.body.len()), (304, 0));
}

#[tokio::test]
async fn what_is_not_the_name_of_a_file_is_not_found() {
    let (app, folder) = exported().await;
    let outside = folder.path().join("catalogue.sqlite");
    std::fs::write(outside, "secret").expect("a file");

    for name in [
        "movie_ids_03_10_2026.json.gz",
        "movie_ids_3_9_2026.json.gz",
        "catalogue.sqlite",
        "..%2fcatalogue.sqlite",
        "%2e%2e/%2e%2e/etc/passwd",
        "movie_ids_03_09_2026.json.gz%2f..%2fcatalogue.sqlite",
        "..%5ccatalogue.sqlite",
    ] {
        let reply = open(&app, &format!("/p/exports/{name}"), &[]).await;
        assert_eq!(reply.status, 404, "{name}");
        assert!(!reply.text().contains("secret"));
    }
    let posted = app
        .call("POST", "/p/exports/movie_ids_03_09_2026.json.gz", &[])
        .await;
    assert_eq!(posted.status, 405);
}

#[tokio::test]
async fn the_page_lists_files_and_old_ones_go() {
    let (app, folder) = exported().await;
    write(&app, folder.path(), "2025-12-07").await;
    write(&app, folder.path(), "2025-12-06").await;

    let removed = export::remove_old(folder.path(), DAY.parse().expect("a day"));

    assert_eq!(removed.expect("a folder that can be tidied"), 10);
    let page = open(&app, "/p/exports/", &[]).await;
    let page = page.text();
    assert!(page.contains("href=\"/p/exports/movie_ids_03_09_2026.json.gz\""));
    assert!(page.contains("adult_person_ids_12_07_2025.json.gz"));
    assert!(!page.contains("12_06_2025"));
}

#[tokio::test]
async fn without_a_folder_there_are_no_files() {
    let app = TestApp::with(&[]).await;

    assert_eq!(
        open(&app, "/p/exports/movie_ids_03_09_2026.json.gz", &[])
            .await
            .status,
        404
    );
    assert_eq!(open(&app, "/p/exports", &[]).await.status, 200);
}
