//! What every answer has: headers, caching, compression, JSONP, other origins (contract 1.6).

use std::io::Read;

use crate::app::{TestApp, with_key};
use crate::catalogue;
use crate::rows::{Object, answer};

#[tokio::test]
async fn answers_are_json_that_may_be_kept() {
    let app = TestApp::with(&catalogue::rows()).await;

    for path in [
        "/3/movie/11",
        "/3/movie/11/credits",
        "/3/configuration",
        "/3/genre/tv/list",
        "/3/credit/c11",
    ] {
        let reply = app.get(path).await;

        assert_eq!(
            reply.header("content-type"),
            "application/json;charset=utf-8",
            "{path}"
        );
        let age = reply
            .header("cache-control")
            .strip_prefix("public, max-age=");
        assert!(
            age.is_some_and(|age| age.parse::<u32>().is_ok_and(|age| age > 0)),
            "{path}"
        );
        let tag = reply
            .header("etag")
            .strip_prefix("W/\"")
            .and_then(|tag| tag.strip_suffix('"'));
        assert!(
            tag.is_some_and(|tag| tag.len() == 32),
            "{path}: {}",
            reply.header("etag")
        );
        assert!(
            reply
                .header("vary")
                .to_ascii_lowercase()
                .contains("accept-encoding"),
            "{path}"
        );
        assert!(!reply.text().contains(": "), "{path} is not compact");
    }
}

#[tokio::test]
async fn text_is_not_escaped_and_floats_have_a_point() {
    let app = TestApp::with(&catalogue::rows()).await;

    let titles = app.get("/3/movie/11/alternative_titles").await;
    let series = app.get("/3/tv/21").await;

    assert!(titles.text().contains("Lykttändaren"), "{}", titles.text());
    assert!(
        series.text().contains("\"vote_average\":8.0"),
        "{}",
        series.text()
    );
}

#[tokio::test]
async fn a_client_that_has_the_answer_is_told_so() {
    let app = TestApp::with(&catalogue::rows()).await;
    let whole = app.get("/3/movie/11").await;
    let tag = whole.header("etag");
    let strong = tag.trim_start_matches("W/");

    for known in [
        tag.to_owned(),
        strong.to_owned(),
        format!("\"other\", {tag}"),
        format!("{tag},W/\"other\""),
        "*".to_owned(),
    ] {
        let reply = app
            .get_with("/3/movie/11", &[("if-none-match", &known)])
            .await;

        assert_eq!(reply.status, 304, "{known}");
        assert_eq!(reply.body.len(), 0, "{known}");
        assert_eq!(reply.header("etag"), tag, "{known}");
        assert_eq!(
            reply.header("cache-control"),
            whole.header("cache-control"),
            "{known}"
        );
        assert_eq!(reply.header("content-type"), "", "{known}");
    }
}

#[tokio::test]
async fn a_client_that_has_another_answer_gets_the_whole() {
    let app = TestApp::with(&catalogue::rows()).await;
    let movie = app.get("/3/movie/11").await;

    let other_tag = app
        .get_with("/3/movie/11", &[("if-none-match", "W/\"other\"")])
        .await;
    let other_language = app
        .get_with(
            "/3/movie/11?language=de",
            &[("if-none-match", movie.header("etag"))],
        )
        .await;
    let missing = app
        .get_with("/3/movie/999", &[("if-none-match", "*")])
        .await;

    assert_eq!(other_tag.body, movie.body);
    assert_eq!(other_language.status, 200);
    assert_eq!(missing.refusal(), (404, 34));
}

#[tokio::test]
async fn the_same_answer_has_the_same_tag_and_a_changed_one_another() {
    let app = TestApp::with(&catalogue::rows()).await;
    let first = app.get("/3/movie/11").await;
    let again = app.get("/3/movie/11/").await;
    assert_eq!(first.header("etag"), again.header("etag"));

    let renamed = catalogue::lamp().with("tagline", "Nobody has to.");
    app.import(&[answer("/3/movie/11", renamed)]).await;

    let changed = app.get("/3/movie/11").await;
    assert_eq!(changed.at("/tagline"), "Nobody has to.");
    assert_ne!(changed.header("etag"), first.header("etag"));
}

#[tokio::test]
async fn a_callback_wraps_the_answer() {
    let app = TestApp::with(&catalogue::rows()).await;
    let plain = app.get("/3/movie/11").await;

    for name in ["show", "Show_2", "$.films[0]", "a.b.c"] {
        let encoded = name.replace('[', "%5B").replace(']', "%5D");
        let reply = app.get(&format!("/3/movie/11?callback={encoded}")).await;

        assert_eq!(reply.status, 200, "{name}");
        assert_eq!(reply.text(), format!("{name}({})", plain.text()), "{name}");
        assert_eq!(
            reply.header("content-type"),
            "application/javascript;charset=utf-8",
            "{name}"
        );
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{name}");
        assert_ne!(reply.header("etag"), plain.header("etag"), "{name}");
    }
}

#[tokio::test]
async fn a_callback_wraps_errors_with_their_status() {
    let app = TestApp::with(&catalogue::rows()).await;

    let reply = app.get("/3/movie/999?callback=show").await;

    assert_eq!(reply.status, 404);
    assert!(
        reply.text().starts_with("show({\"success\":false,"),
        "{}",
        reply.text()
    );
    assert_eq!(
        reply.header("content-type"),
        "application/javascript;charset=utf-8"
    );
}

#[tokio::test]
async fn a_callback_that_is_no_name_is_ignored() {
    let app = TestApp::with(&catalogue::rows()).await;
    let plain = app.get("/3/movie/11").await;

    for name in [
        "alert(1)//",
        "a-b",
        "a%20b",
        "%3Cscript%3E",
        "a;b",
        "%C3%A9",
        "",
        &"x".repeat(129),
    ] {
        let reply = app.get(&format!("/3/movie/11?callback={name}")).await;

        assert_eq!(reply.body, plain.body, "{name}");
        assert_eq!(
            reply.header("content-type"),
            "application/json;charset=utf-8",
            "{name}"
        );
    }
}

#[tokio::test]
async fn answers_are_packed_for_those_who_accept_it() {
    let app = TestApp::with(&catalogue::rows()).await;
    let plain = app.get("/3/tv/21").await;
    assert_eq!(plain.header("content-encoding"), "");

    for encoding in ["gzip", "br", "zstd"] {
        let reply = app
            .get_with("/3/tv/21", &[("accept-encoding", encoding)])
            .await;

        assert_eq!(reply.header("content-encoding"), encoding);
        assert_eq!(reply.header("etag"), plain.header("etag"), "{encoding}");
        assert_eq!(
            reply.header("content-type"),
            plain.header("content-type"),
            "{encoding}"
        );
        assert!(reply.body.len() < plain.body.len(), "{encoding}");
        if encoding == "gzip" {
            let mut unpacked = Vec::new();
            let read = flate2::read::GzDecoder::new(&*reply.body).read_to_end(&mut unpacked);
            assert_eq!(read.expect("gzip"), plain.body.len());
            assert_eq!(unpacked, plain.body);
        }
    }
    for refused in ["identity", "gzip;q=0", "unheard-of"] {
        let reply = app
            .get_with("/3/tv/21", &[("accept-encoding", refused)])
            .await;

        assert_eq!(reply.body, plain.body, "{refused}");
    }
}

#[tokio::test]
async fn pages_of_other_origins_may_call() {
    let app = TestApp::with(&catalogue::rows()).await;

    for path in ["/3/movie/11", "/3/movie/999", "/healthz"] {
        let reply = app
            .get_with(path, &[("origin", "https://example.org")])
            .await;

        assert_eq!(reply.header("access-control-allow-origin"), "*", "{path}");
        assert!(
            reply
                .header("access-control-expose-headers")
                .contains("ETag"),
            "{path}"
        );
    }
    let refused = app.call("GET", "/3/movie/11", &[]).await;
    assert_eq!(refused.header("access-control-allow-origin"), "*");
}

#[tokio::test]
async fn a_preflight_needs_no_key() {
    let app = TestApp::with(&[]).await;
    let headers = [
        ("origin", "https://example.org"),
        ("access-control-request-method", "GET"),
        ("access-control-request-headers", "authorization"),
    ];

    let reply = app.call("OPTIONS", "/3/movie/11", &headers).await;

    assert_eq!(reply.status, 204);
    assert_eq!(reply.body.len(), 0);
    assert_eq!(reply.header("access-control-allow-origin"), "*");
    for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"] {
        assert!(
            reply
                .header("access-control-allow-methods")
                .contains(method),
            "{method}"
        );
    }
    for header in ["Authorization", "Content-Type", "Accept"] {
        assert!(
            reply
                .header("access-control-allow-headers")
                .contains(header),
            "{header}"
        );
    }
}

#[tokio::test]
async fn head_answers_the_headers_alone() {
    let app = TestApp::with(&catalogue::rows()).await;

    for path in [
        "/3/movie/11",
        "/3/movie/11/credits",
        "/3/configuration",
        "/",
    ] {
        let get = app.get(path).await;
        let head = app.call("HEAD", &with_key(path), &[]).await;

        assert_eq!(head.status, 200, "{path}");
        assert_eq!(head.body.len(), 0, "{path}");
        for name in ["content-type", "cache-control", "etag"] {
            assert_eq!(head.header(name), get.header(name), "{path}: {name}");
        }
    }
    let missing = app.call("HEAD", &with_key("/3/movie/999"), &[]).await;
    assert_eq!((missing.status.as_u16(), missing.body.len()), (404, 0));
}
