//! Details and sub-resources: what was imported is answered again, by itself and appended.

use serde_json::Value;

use crate::app::TestApp;
use crate::catalogue;
use crate::rows::Object;

/// The namespaces: a path of details and the names that can be appended to it.
const NAMESPACES: &[(&str, &[&str])] = &[
    (
        "/3/movie/11",
        &[
            "alternative_titles",
            "casts",
            "credits",
            "external_ids",
            "images",
            "keywords",
            "release_dates",
            "releases",
            "reviews",
            "translations",
            "videos",
            "watch/providers",
        ],
    ),
    (
        "/3/tv/21",
        &[
            "aggregate_credits",
            "alternative_titles",
            "content_ratings",
            "credits",
            "episode_groups",
            "external_ids",
            "images",
            "keywords",
            "reviews",
            "screened_theatrically",
            "translations",
            "videos",
            "watch/providers",
        ],
    ),
    (
        "/3/tv/21/season/1",
        &[
            "aggregate_credits",
            "credits",
            "external_ids",
            "images",
            "translations",
            "videos",
            "watch/providers",
            "episode/1",
            "episode/1/credits",
        ],
    ),
    (
        "/3/tv/21/season/1/episode/1",
        &[
            "credits",
            "external_ids",
            "images",
            "translations",
            "videos",
        ],
    ),
    (
        "/3/person/31",
        &[
            "combined_credits",
            "external_ids",
            "images",
            "movie_credits",
            "tagged_images",
            "translations",
            "tv_credits",
        ],
    ),
    ("/3/collection/41", &["images", "translations"]),
    ("/3/company/51", &["alternative_names", "images"]),
    ("/3/network/61", &["alternative_names", "images"]),
];

#[tokio::test]
async fn every_imported_answer_is_given_again() {
    let app = TestApp::with(&catalogue::rows()).await;

    for (path, told) in catalogue::answers() {
        let reply = app.get(&path).await;

        assert_eq!(reply.status, 200, "{path}");
        assert_eq!(reply.json, told, "{path}");
    }
}

#[tokio::test]
async fn an_appended_object_is_the_answer_of_its_own_path_without_the_id() {
    let app = TestApp::with(&catalogue::rows()).await;

    for (path, names) in NAMESPACES {
        for name in *names {
            let alone = app.get(&format!("{path}/{name}")).await;
            let appended = app.get(&format!("{path}?append_to_response={name}")).await;

            assert_eq!(
                appended.json[*name],
                without_id(name, alone.json),
                "{path} with {name}"
            );
        }
    }
}

fn without_id(name: &str, answer: Value) -> Value {
    // Details write their own id wherever they stand.
    if name.ends_with(|last: char| last.is_ascii_digit()) {
        answer
    } else {
        answer.without("id")
    }
}

#[tokio::test]
async fn appending_changes_nothing_but_what_is_appended() {
    let app = TestApp::with(&catalogue::rows()).await;

    for (path, names) in NAMESPACES {
        let alone = app.get(path).await;
        let mut appended = app
            .get(&format!("{path}?append_to_response={}", names.join(",")))
            .await;
        for name in *names {
            appended.json = appended.json.without(name);
        }

        assert_eq!(appended.json, alone.json, "{path}");
    }
}
