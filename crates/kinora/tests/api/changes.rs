//! What changed (contract 3.5): the shapes, the windows and what is refused.

use serde_json::json;

use crate::app::TestApp;
use crate::catalogue;

const LISTS: [&str; 3] = ["/3/movie/changes", "/3/tv/changes", "/3/person/changes"];
const ITEMS: [&str; 5] = [
    "/3/movie/11/changes",
    "/3/tv/21/changes",
    "/3/person/31/changes",
    "/3/tv/season/201/changes",
    "/3/tv/episode/211/changes",
];

fn all() -> impl Iterator<Item = &'static str> {
    LISTS.into_iter().chain(ITEMS)
}

#[tokio::test]
async fn lists_of_changes_are_pages_and_changes_of_one_thing_are_not() {
    let app = TestApp::with(&catalogue::rows()).await;

    for path in LISTS {
        let keys = json!(["page", "results", "total_pages", "total_results"]);
        let reply = app.get(path).await;

        let told: Vec<_> = reply.json.as_object().expect("a page").keys().collect();
        assert_eq!(json!(told), keys, "{path}");
        assert!(reply.at("/results").is_array(), "{path}");
        assert_eq!(
            app.get(&format!("{path}?page=3")).await.at("/page"),
            3,
            "{path}"
        );
    }
    for path in ITEMS {
        for query in ["", "page=1", "page=7", "page="] {
            let reply = app.get(&format!("{path}?{query}")).await;

            assert!(reply.at("/changes").is_array(), "{path}?{query}");
            assert_eq!(
                reply.json.as_object().map(|object| object.len()),
                Some(1),
                "{path}?{query}"
            );
        }
    }
}

#[tokio::test]
async fn windows_of_up_to_fourteen_days_are_answered() {
    let app = TestApp::with(&catalogue::rows()).await;

    for path in all() {
        for query in [
            "",
            "start_date=2024-01-01",
            "end_date=2024-01-01",
            "start_date=1999-12-31",
            "start_date=2024-02-20&end_date=2024-03-05",
            "start_date=2024-02-29&end_date=2024-02-29",
            "start_date=2024-01-01&end_date=2024-01-15",
            "start_date=&end_date=",
            // A time is ignored.
            "start_date=2024-01-01T23:59:59Z&end_date=2024-01-15%2012:00:00",
            "start_date=2024-01-01%2000:00&end_date=2024-01-15T00:00:00.000Z",
        ] {
            let reply = app.get(&format!("{path}?{query}")).await;

            assert_eq!(reply.status, 200, "{path}?{query}");
        }
    }
}

#[tokio::test]
async fn longer_and_backward_windows_are_refused() {
    let app = TestApp::with(&catalogue::rows()).await;

    for path in all() {
        for query in [
            "start_date=2024-01-01&end_date=2024-01-16",
            "start_date=2024-02-20&end_date=2024-03-06",
            "start_date=2000-01-01&end_date=2024-01-01",
            "start_date=2024-01-01T23:59:59Z&end_date=2024-01-16T00:00:00Z",
            "start_date=2024-01-02&end_date=2024-01-01",
        ] {
            let reply = app.get(&format!("{path}?{query}")).await;

            assert_eq!(reply.refusal(), (422, 20), "{path}?{query}");
        }
    }
}

#[tokio::test]
async fn dates_and_pages_that_are_none_are_refused() {
    let app = TestApp::with(&catalogue::rows()).await;

    for path in all() {
        for name in ["start_date", "end_date"] {
            for date in [
                "yesterday",
                "2024",
                "2024-1-1",
                "2024-13-01",
                "2023-02-29",
                "01/02/2024",
                "20240101",
            ] {
                let reply = app.get(&format!("{path}?{name}={date}")).await;

                assert_eq!(reply.refusal(), (400, 23), "{path}?{name}={date}");
            }
        }
        for page in ["0", "501", "-1", "two"] {
            let reply = app.get(&format!("{path}?page={page}")).await;

            assert_eq!(reply.refusal(), (400, 22), "{path}?page={page}");
        }
    }
}

#[tokio::test]
async fn seasons_and_episodes_are_named_by_their_own_ids() {
    let app = TestApp::with(&catalogue::rows()).await;

    for (path, refusal) in [
        ("/3/movie/999/changes", (404, 34)),
        ("/3/tv/999/changes", (404, 34)),
        ("/3/person/999/changes", (404, 34)),
        ("/3/tv/season/1/changes", (404, 34)),
        ("/3/tv/season/211/changes", (404, 34)),
        ("/3/tv/episode/1/changes", (404, 34)),
        ("/3/tv/episode/201/changes", (404, 34)),
        ("/3/movie/abc/changes", (404, 6)),
        ("/3/tv/0/changes", (404, 6)),
        ("/3/tv/season/abc/changes", (404, 6)),
        ("/3/tv/episode/0/changes", (404, 6)),
        // These are names to append and no routes.
        ("/3/tv/21/season/1/changes", (404, 34)),
        ("/3/tv/21/season/1/episode/1/changes", (404, 34)),
        ("/3/collection/41/changes", (404, 34)),
        ("/3/company/changes", (404, 34)),
        // What is asked is looked at before what it is asked about.
        ("/3/movie/999/changes?start_date=soon", (400, 23)),
        ("/3/tv/season/1/changes?page=0", (400, 22)),
    ] {
        assert_eq!(app.get(path).await.refusal(), refusal, "{path}");
    }
}

/// What changes can be appended to.
const DETAILS: [&str; 5] = [
    "/3/movie/11",
    "/3/tv/21",
    "/3/person/31",
    "/3/tv/21/season/1",
    "/3/tv/21/season/1/episode/1",
];

#[tokio::test]
async fn changes_can_be_appended() {
    let app = TestApp::with(&catalogue::rows()).await;

    for path in DETAILS {
        for query in [
            "",
            "&page=2",
            "&start_date=2024-01-01&end_date=2024-01-15T10:00:00Z",
        ] {
            let target = format!("{path}?append_to_response=changes{query}");
            let reply = app.get(&target).await;

            assert_eq!(reply.at("/changes"), &json!({ "changes": [] }), "{target}");
        }
    }
}

#[tokio::test]
async fn changes_of_seasons_and_episodes_can_be_appended_from_above() {
    let app = TestApp::with(&catalogue::rows()).await;

    for (path, name) in [
        ("/3/tv/21", "season/1/changes"),
        ("/3/tv/21", "season/1/episode/1/changes"),
        ("/3/tv/21/season/1", "episode/1/changes"),
    ] {
        let reply = app.get(&format!("{path}?append_to_response={name}")).await;

        assert_eq!(reply.json[name], json!({ "changes": [] }), "{name}");
    }
}

#[tokio::test]
async fn appended_changes_of_a_window_that_is_refused_are_left_out() {
    let app = TestApp::with(&catalogue::rows()).await;

    for path in DETAILS {
        for query in [
            "start_date=2024-01-01&end_date=2024-01-16",
            "start_date=2024-01-02&end_date=2024-01-01",
            "start_date=soon",
            "end_date=2024-02-30",
            "page=0",
        ] {
            let target = format!("{path}?append_to_response=changes,external_ids&{query}");
            let reply = app.get(&target).await;

            assert_eq!(reply.status, 200, "{target}");
            assert!(reply.json.get("external_ids").is_some(), "{target}");
            assert!(reply.json.get("changes").is_none(), "{target}");
        }
    }
}

#[tokio::test]
async fn changes_are_kept_for_minutes_only() {
    let app = TestApp::with(&catalogue::rows()).await;

    for path in LISTS {
        let reply = app.get(path).await;

        assert_eq!(
            reply.header("cache-control"),
            "public, max-age=600",
            "{path}"
        );
    }
}
