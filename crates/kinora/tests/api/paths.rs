//! How paths are read (contract 1.1 and 1.4).

use crate::app::TestApp;
use crate::catalogue;

#[tokio::test]
async fn one_movie_has_many_spellings() {
    let app = TestApp::with(&catalogue::rows()).await;
    let plain = app.get("/3/movie/11").await;

    for path in [
        "/3/movie/11/",
        "/3/movie/11//",
        "//3//movie///11",
        "/3/./movie/11",
        "/3/movie/99/../11",
        "/3/tv/../movie/11",
        "/../3/movie/11",
        "/3/movie/%2e%2e/movie/11",
        "/3/%6dovie/11",
        "/3/movie/%31%31",
        "/3%2Fmovie%2F11",
        "/3/movie/11-the-lamplighter",
        "/3/movie/11abc",
        "/3/movie/011",
        "/3/movie/tt0000011",
    ] {
        let reply = app.get(path).await;

        assert_eq!(reply.status, 200, "{path}");
        assert_eq!(reply.json, plain.json, "{path}");
    }
}

#[tokio::test]
async fn parts_have_as_many_spellings() {
    let app = TestApp::with(&catalogue::rows()).await;

    for (path, plain) in [
        ("/3/movie/11%2Fcredits", "/3/movie/11/credits"),
        ("/3/movie/11/credits/", "/3/movie/11/credits"),
        ("/3/movie/11-the-lamplighter/credits", "/3/movie/11/credits"),
        (
            "/3/movie/tt0000011/watch/providers",
            "/3/movie/11/watch/providers",
        ),
        (
            "/3/movie/11/watch%2Fproviders",
            "/3/movie/11/watch/providers",
        ),
        ("/3/tv/21-harbour-nine/season/1-one", "/3/tv/21/season/1"),
        (
            "/3/tv/21/season/1/episode/1-the-tide/",
            "/3/tv/21/season/1/episode/1",
        ),
        ("/3/person/31-ida-brook", "/3/person/31"),
        ("/3/collection/41-lights", "/3/collection/41"),
        ("/3/company/51-nordlys", "/3/company/51"),
        ("/3/configuration/countries/", "/3/configuration/countries"),
    ] {
        let (reply, plain) = (app.get(path).await, app.get(plain).await);

        assert_eq!(reply.status, 200, "{path}");
        assert_eq!(reply.body, plain.body, "{path}");
    }
}

#[tokio::test]
async fn paths_are_decoded_only_once() {
    let app = TestApp::with(&catalogue::rows()).await;

    for path in [
        "/3/movie%252F11",
        "/3%252Fmovie/11",
        "/3/movie/11%252Fcredits",
        "/3/movie/11;a=b",
        "/3/movie/11;a=b/credits",
        "/3/movie/11/credits;a=b",
        "/3/movie/11%EF%BC%8Fcredits",
        "/3/movie/11%5Ccredits",
        "/3/tv/21/season/1;a=b",
        "/3/movie\\11",
        "/3/movie/11/..",
        "/3/Movie/11",
        "/3/movie/11/watch%252Fproviders",
        "/3/collection%252F41",
    ] {
        let reply = app.get(path).await;

        assert_eq!(reply.status, 404, "{path}");
    }
}

#[tokio::test]
async fn numbers_that_no_id_can_be_are_not_found() {
    let app = TestApp::with(&catalogue::rows()).await;

    for path in [
        "/3/movie/9223372036854775808",
        "/3/person/99999999999999999999-somebody",
        "/3/collection/99999999999999999999",
        "/3/tv/21/season/99999999999",
        "/3/tv/21/season/1/episode/99999999999",
        "/3/list/99999999999999999999",
    ] {
        assert_eq!(app.get(path).await.refusal(), (404, 34), "{path}");
    }
}

#[tokio::test]
async fn unknown_and_empty_parameters_are_ignored() {
    let app = TestApp::with(&catalogue::rows()).await;
    let plain = app.get("/3/movie/11").await;

    for query in [
        "unheard=of",
        "language=",
        "append_to_response=",
        "append_to_response=,",
        "&&",
        "region=%ff",
    ] {
        let reply = app.get(&format!("/3/movie/11?{query}")).await;

        assert_eq!(reply.status, 200, "{query}");
        assert_eq!(reply.json, plain.json, "{query}");
    }
}
