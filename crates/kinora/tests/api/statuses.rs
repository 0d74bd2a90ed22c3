//! The status codes of reads (contract 1.8): the request that gives each, its body to the byte, and which of several wins.

use serde_json::json;

use crate::app::{Reply, TestApp, with_key};
use crate::catalogue;

/// 21 names: one too many.
const TOO_MANY: &str = "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u";
const NO_JSON: &[(&str, &str)] = &[("accept", "text/xml")];

/// The body of a refusal.
fn body(code: u32, message: &str) -> String {
    format!(r#"{{"success":false,"status_code":{code},"status_message":"{message}"}}"#)
}

fn assert_told(reply: &Reply, http: u16, body: &str, request: &str) {
    assert_eq!(reply.status, http, "{request}");
    assert_eq!(reply.text(), body, "{request}");
    assert_eq!(
        reply.header("content-type"),
        "application/json;charset=utf-8",
        "{request}"
    );
}

#[tokio::test]
async fn every_status_that_a_read_can_have_is_told_in_its_words() {
    let app = TestApp::with(&catalogue::rows()).await;
    let too_many = format!("/3/movie/11?append_to_response={TOO_MANY}");

    for (target, http, code, message) in [
        (
            "/3/movie/11.xml",
            405,
            4,
            "Invalid format: This service doesn't exist in that format.",
        ),
        (
            "/3/discover/movie?with_genres=drama",
            422,
            5,
            "Invalid parameters: Your request parameters are incorrect.",
        ),
        (
            "/3/movie/0",
            404,
            6,
            "Invalid id: The pre-requisite id is invalid or not found.",
        ),
        (
            "/3/movie/changes?start_date=2024-01-01&end_date=2024-02-01",
            422,
            20,
            "Invalid date range: Should be a range no longer than 14 days.",
        ),
        (
            "/3/movie/popular?page=0",
            400,
            22,
            "Invalid page: Pages start at 1 and max at 500. They are expected to be an integer.",
        ),
        (
            "/3/movie/changes?start_date=soon",
            400,
            23,
            "Invalid date: Format needs to be YYYY-MM-DD.",
        ),
        (
            "/3/authentication/token/validate_with_login?request_token=t",
            400,
            26,
            "You must provide a username and password.",
        ),
        (
            &too_many,
            400,
            27,
            "Too many append to response objects: The maximum number of remote calls is 20.",
        ),
        (
            "/3/tv/airing_today?timezone=Nowhere",
            400,
            28,
            "Invalid timezone: Please consult the documentation for a valid timezone.",
        ),
        (
            "/3/authentication/token/validate_with_login?request_token=t&username=u&password=p",
            401,
            33,
            "Invalid request token: The request token is either expired or invalid.",
        ),
        (
            "/3/movie/999",
            404,
            34,
            "The resource you requested could not be found.",
        ),
        ("/3/movie/%00", 400, 47, "The input is not valid."),
    ] {
        assert_told(&app.get(target).await, http, &body(code, message), target);
    }
}

#[tokio::test]
async fn what_is_wrong_beside_the_target_is_told_in_its_words() {
    let app = TestApp::with(&catalogue::rows()).await;
    let key = body(7, "Invalid API key: You must be granted a valid key.");
    let accept = body(19, "Invalid accept header.");
    let method = body(
        42,
        "This request method is not supported for this resource.",
    );

    let without_key = app.call("GET", "/3/movie/11", &[]).await;
    let without_json = app.get_with("/3/movie/11", NO_JSON).await;
    let other_method = app.call("PUT", &with_key("/3/movie/11"), &[]).await;
    let denied = app
        .get("/3/authentication/session/new?request_token=t")
        .await;

    assert_told(&without_key, 401, &key, "without a key");
    assert_told(&without_json, 406, &accept, "without JSON");
    assert_told(&other_method, 405, &method, "another method");
    // Clients look for a fourth key here.
    let session =
        r#"{"success":false,"failure":true,"status_code":17,"status_message":"Session denied."}"#;
    assert_told(&denied, 401, session, "a session");
}

#[tokio::test]
async fn a_malformed_path_is_told_before_everything() {
    let app = TestApp::with(&catalogue::rows()).await;

    for target in [
        "/3/movie/%00",
        "/3/%ff",
        "/3/movie/11.xml%00?page=0",
        "/3/nowhere%00",
    ] {
        for method in ["GET", "PUT"] {
            let reply = app.call(method, target, NO_JSON).await;

            assert_eq!(reply.refusal(), (400, 47), "{method} {target}");
        }
    }
}

#[tokio::test]
async fn a_missing_key_is_told_before_what_is_asked() {
    let app = TestApp::with(&catalogue::rows()).await;

    for target in [
        "/3/nowhere",
        "/3/movie/11",
        "/3/movie/11.xml",
        "/3/movie/0",
        "/3/movie/999",
        "/3/movie/popular?page=0",
        "/3/authentication/session/new?request_token=t",
    ] {
        for method in ["GET", "PUT"] {
            for headers in [&[], NO_JSON] {
                let reply = app.call(method, target, headers).await;

                assert_eq!(reply.refusal(), (401, 7), "{method} {target}");
            }
        }
    }
}

#[tokio::test]
async fn an_unknown_route_is_told_before_method_format_and_parameters() {
    let app = TestApp::with(&catalogue::rows()).await;

    for target in [
        "/3/nowhere",
        "/3/nowhere.xml",
        "/3/movie/11/nowhere.xml",
        "/3/nowhere?page=0",
        "/3/trending/company/day",
        "/3/tv/21/season/1/changes?start_date=soon",
    ] {
        for method in ["GET", "PUT"] {
            for headers in [&[], NO_JSON] {
                let reply = app.call(method, &with_key(target), headers).await;

                assert_eq!(reply.refusal(), (404, 34), "{method} {target} {headers:?}");
            }
        }
    }
}

#[tokio::test]
async fn another_method_is_told_before_format_and_parameters() {
    let app = TestApp::with(&catalogue::rows()).await;

    for target in [
        "/3/movie/11",
        "/3/movie/11.xml",
        "/3/movie/0",
        "/3/movie/999",
        "/3/movie/popular?page=0",
        "/3/trending/all/month",
    ] {
        for headers in [&[], NO_JSON] {
            let reply = app.call("PUT", &with_key(target), headers).await;

            assert_eq!(reply.refusal(), (405, 42), "{target} {headers:?}");
        }
    }
}

#[tokio::test]
async fn a_format_is_told_before_the_accept_header_and_that_before_parameters() {
    let app = TestApp::with(&catalogue::rows()).await;

    for target in [
        "/3/movie/11.xml",
        "/3/movie/0.xml",
        "/3/tv/21/season/1.rss?append_to_response=credits",
        "/3/person/999.html",
        "/3/movie/11/reviews.rss?page=0",
        "/3/genre/movie/list.html",
    ] {
        for headers in [&[], NO_JSON] {
            let reply = app.get_with(target, headers).await;

            assert_eq!(reply.refusal(), (405, 4), "{target} {headers:?}");
        }
    }
    for target in [
        "/3/movie/popular?page=0",
        "/3/movie/changes?start_date=soon",
        "/3/trending/all/month",
        "/3/movie/0",
        "/3/movie/999",
        "/3/collection/abc",
    ] {
        let reply = app.get_with(target, NO_JSON).await;

        assert_eq!(reply.refusal(), (406, 19), "{target}");
    }
}

#[tokio::test]
async fn parameters_are_told_before_what_they_are_asked_about() {
    let app = TestApp::with(&catalogue::rows()).await;

    for id in ["0", "abc", "999"] {
        for (path, refusal) in [
            (
                format!("movie/{id}?append_to_response={TOO_MANY}"),
                (400, 27),
            ),
            (format!("tv/{id}?append_to_response={TOO_MANY}"), (400, 27)),
            (
                format!("tv/{id}/season/1?append_to_response={TOO_MANY}"),
                (400, 27),
            ),
            (
                format!("person/{id}?append_to_response={TOO_MANY}"),
                (400, 27),
            ),
            (
                format!("collection/{id}?append_to_response={TOO_MANY}"),
                (400, 27),
            ),
            (format!("movie/{id}/reviews?page=0"), (400, 22)),
            (format!("movie/{id}/similar?page=501"), (400, 22)),
            (format!("tv/{id}/recommendations?page=x"), (400, 22)),
            (format!("company/{id}/movies?page=0"), (400, 22)),
            (format!("keyword/{id}/movies?page=0"), (400, 22)),
            (format!("genre/{id}/movies?page=0"), (400, 22)),
            (format!("person/{id}/tagged_images?page=0"), (400, 22)),
            (format!("movie/{id}/changes?start_date=soon"), (400, 23)),
            (format!("tv/{id}/changes?end_date=soon"), (400, 23)),
            (format!("tv/season/{id}/changes?end_date=soon"), (400, 23)),
            (format!("trending/movie/{id}?page=0"), (400, 22)),
        ] {
            let reply = app.get(&format!("/3/{path}")).await;

            assert_eq!(reply.refusal(), refusal, "{path}");
        }
    }
}

#[tokio::test]
async fn a_window_that_is_too_long_is_told_before_what_it_is_asked_about() {
    let app = TestApp::with(&catalogue::rows()).await;

    for path in [
        "movie/0",
        "movie/999",
        "tv/abc",
        "person/999",
        "tv/season/999",
        "tv/episode/0",
    ] {
        let window = "start_date=2024-01-01&end_date=2024-02-01";
        let reply = app.get(&format!("/3/{path}/changes?{window}")).await;

        assert_eq!(reply.refusal(), (422, 20), "{path}");
    }
}

#[tokio::test]
async fn calls_for_sessions_say_what_they_lack() {
    let app = TestApp::with(&[]).await;

    for (call, refusal) in [
        ("session/new", (404, 34)),
        ("session/new?request_token=", (404, 34)),
        ("session/new?request_token=t", (401, 17)),
        ("token/validate_with_login", (422, 5)),
        ("token/validate_with_login?username=u&password=p", (422, 5)),
        ("token/validate_with_login?request_token=t", (400, 26)),
        (
            "token/validate_with_login?request_token=t&username=u",
            (400, 26),
        ),
        (
            "token/validate_with_login?request_token=t&password=p",
            (400, 26),
        ),
        (
            "token/validate_with_login?request_token=t&username=u&password=p",
            (401, 33),
        ),
    ] {
        let reply = app.get(&format!("/3/authentication/{call}")).await;

        assert_eq!(reply.refusal(), refusal, "{call}");
    }
    let valid = app.get("/3/authentication").await;
    assert_eq!(
        valid.json,
        json!({ "success": true, "status_code": 1, "status_message": "Success." })
    );
}

#[tokio::test]
async fn only_the_end_of_a_path_names_a_format() {
    let app = TestApp::with(&catalogue::rows()).await;

    for (target, refusal) in [
        ("/3/movie/11.XML", (405, 4)),
        ("/3/tv/21.rss", (405, 4)),
        ("/3/tv/21/season/1/episode/1.Yaml", (405, 4)),
        ("/3/movie/11/credits.html", (405, 4)),
        ("/3/configuration.yaml", (405, 4)),
        ("/3/movie/11.json", (200, 0)),
        ("/3/movie/11-st.xml/credits", (200, 0)),
        ("/3/movie/11-s1m0ne.2", (200, 0)),
        ("/3/search/movie?query=lamp.xml", (200, 0)),
        ("/3/movie/11?language=de.xml", (200, 0)),
    ] {
        assert_eq!(app.get(target).await.refusal(), refusal, "{target}");
    }
}

#[tokio::test]
async fn json_has_to_be_acceptable() {
    let app = TestApp::with(&catalogue::rows()).await;

    for (accept, status) in [
        ("application/json", 200),
        ("application/json;charset=utf-8", 200),
        ("application/json, text/plain, */*", 200),
        (
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            200,
        ),
        ("APPLICATION/*", 200),
        ("*/*", 200),
        ("", 200),
        ("text/javascript, application/javascript", 200),
        ("text/html", 406),
        ("application/xml, text/xml;q=0.5", 406),
        ("image/*", 406),
        ("application/json;q=0", 406),
        ("application/json; q=0.0, text/html", 406),
    ] {
        let reply = app.get_with("/3/movie/11", &[("accept", accept)]).await;

        assert_eq!(reply.status, status, "{accept}");
    }
}
