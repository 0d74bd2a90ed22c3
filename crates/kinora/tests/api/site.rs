//! The website: pages of every kind, what visitors choose, and what keeps pages safe.

use serde_json::json;

use crate::app::{Reply, TestApp};
use crate::catalogue;
use crate::rows::*;

/// The largest page, stylesheet and script, in bytes.
const LARGEST_PAGE: usize = 100_000;
const LARGEST_STYLE: usize = 40_000;
const LARGEST_SCRIPT: usize = 30_000;

async fn visit(app: &TestApp, path: &str, cookies: &str) -> Reply {
    app.call("GET", path, &[("cookie", cookies)]).await
}

#[tokio::test]
async fn every_kind_of_page_shows_its_subject() {
    let app = TestApp::with(&catalogue::rows()).await;
    let pages = [
        ("/", "The Lamplighter"),
        ("/", "Popular series"),
        ("/movie", "The Lamplighter"),
        ("/movie/top-rated", "Top rated movies"),
        ("/tv", "Harbour Nine"),
        ("/person", "Ida Brook"),
        ("/movie/11", "The Lamplighter"),
        ("/movie/11-the-lamplighter", "Ida Brook"),
        ("/movie/11/cast", "Ida Brook"),
        ("/movie/11/releases", "Certification"),
        ("/movie/11/translations", "The Lamplighter"),
        ("/movie/11/videos", "The Lamplighter"),
        ("/movie/11/watch", "The Lamplighter"),
        ("/movie/11/reviews", "The Lamplighter"),
        ("/movie/11/images/posters", "Posters"),
        ("/tv/21", "Inspector Moll"),
        ("/tv/21/cast", "Ana Reyes"),
        ("/tv/21/season/1", "The Fog"),
        ("/tv/21/season/1/episode/2", "A Sailor"),
        ("/person/31", "Ida Brook"),
        ("/person/31/images/profiles", "Portraits"),
        ("/collection/41", "Lights Collection"),
        ("/company/51", "Nordlys Film"),
        ("/network/61", "Pier Television"),
        ("/search?query=lamplighter", "The Lamplighter"),
        ("/search?query=pier&kind=network", "Pier Television"),
        ("/discover/movie", "The Lamplighter"),
        ("/discover/tv?sort_by=vote_average.desc", "Harbour Nine"),
        ("/preferences", "United States"),
    ];
    for (path, word) in pages {
        let page = visit(&app, path, "").await;

        assert_eq!(page.status, 200, "{path}");
        assert!(
            page.header("content-type").starts_with("text/html"),
            "{path}"
        );
        assert!(
            page.text().contains(word),
            "{word} in {path}: {}",
            page.text()
        );
        assert!(
            page.body.len() < LARGEST_PAGE,
            "{path} has {} bytes",
            page.body.len()
        );
        assert_eq!(page.header("cache-control"), "private, no-cache", "{path}");
        let policy = page.header("content-security-policy");
        assert!(
            policy.contains("script-src 'self'") && !policy.contains("unsafe"),
            "{path}: {policy}"
        );
        assert!(
            !page.text().contains("style=\"") && !page.text().contains(" onclick"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn what_is_not_there_is_a_page_that_says_so() {
    let app = TestApp::with(&catalogue::rows()).await;

    for path in [
        "/nowhere",
        "/movie/999",
        "/movie/0",
        "/movie/11/nothing",
        "/movie/11/images/nothing",
        "/tv/21/season/9",
        "/tv/21/season/1/episode/9",
        "/genre/9999999/movie",
        "/genre/27/person",
        "/discover/person",
        "/company/51/person",
    ] {
        let page = visit(&app, path, "").await;

        assert_eq!(page.status, 404, "{path}");
        assert!(page.text().contains("There is nothing here."), "{path}");
    }
    let page = visit(&app, "/movie?page=501", "").await;
    assert_eq!(page.status, 400);
}

#[tokio::test]
async fn texts_are_shown_as_texts() {
    let wicked = "<script>alert(1)</script>\"'&";
    let body = movie(11, wicked).with("overview", json!("</script><script>alert(2)</script>"));
    let rows = [answer("/3/movie/11", body)];
    let app = TestApp::with(&rows).await;

    for path in [
        "/movie/11",
        "/search?query=%3Cscript%3Ealert(1)%3C/script%3E",
        "/",
    ] {
        let page = visit(&app, path, "").await;

        assert_eq!(page.status, 200, "{path}");
        assert!(
            !page.text().contains("<script>alert"),
            "{path}: {}",
            page.text()
        );
    }
}

#[tokio::test]
async fn visitors_choose_language_country_and_look() {
    let app = TestApp::with(&catalogue::rows()).await;

    let chosen = visit(
        &app,
        "/preferences/choose?language=de&region=AT&theme=dark&back=/movie/11",
        "",
    )
    .await;
    assert_eq!(
        (chosen.status.as_u16(), chosen.header("location")),
        (303, "/movie/11")
    );
    let cookies: Vec<&str> = chosen
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|value| value.to_str().expect("text"))
        .collect();
    assert_eq!(cookies.len(), 3);
    assert!(
        cookies
            .iter()
            .all(|cookie| cookie.contains("SameSite=Lax") && cookie.contains("HttpOnly"))
    );
    let cookies: Vec<&str> = cookies
        .iter()
        .filter_map(|cookie| cookie.split(';').next())
        .collect();

    let page = visit(&app, "/movie/11", &cookies.join("; ")).await;

    assert!(
        page.text()
            .contains("<html lang=\"de\" data-theme=\"dark\">")
    );
    assert!(page.text().contains("Besetzung"));
    let french = app
        .call("GET", "/movie/11", &[("accept-language", "fr-CA,fr;q=0.9")])
        .await;
    assert!(french.text().contains("Distribution"));
    let strange = visit(
        &app,
        "/movie/11",
        "kinora_language=%00; kinora_region=<>; kinora_theme=x",
    )
    .await;
    assert!(strange.text().contains("<html lang=\"en\">"));
}

#[tokio::test]
async fn nobody_is_led_elsewhere() {
    let app = TestApp::with(&[]).await;

    for back in [
        "https://evil.example/",
        "//evil.example/",
        "%5C%5Cevil.example",
        "javascript:alert(1)",
    ] {
        let reply = visit(
            &app,
            &format!("/preferences/choose?language=de&back={back}"),
            "",
        )
        .await;

        assert_eq!(reply.header("location"), "/", "{back}");
    }
}

#[tokio::test]
async fn suggestions_lead_to_pages() {
    let app = TestApp::with(&catalogue::rows()).await;

    let reply = visit(&app, "/search/suggestions?query=lampl", "").await;

    assert_eq!(reply.at("/0/name"), "The Lamplighter");
    assert_eq!(reply.at("/0/address"), "/movie/11-the-lamplighter");
    assert_eq!(reply.json[0].get("value"), None);
    let keyword = visit(&app, "/search/suggestions?kind=keyword&query=lant", "").await;
    assert_eq!(keyword.at("/0/value"), "71");
    let network = visit(&app, "/search/suggestions?kind=network&query=pier+tele", "").await;
    assert_eq!(network.at("/0/value"), "61");
    assert_eq!(network.at("/0/address"), "/network/61-pier-television");
    let nothing = visit(&app, "/search/suggestions?query=", "").await;
    assert_eq!(nothing.json, json!([]));
    let long = visit(
        &app,
        &format!("/search/suggestions?query={}", "ä".repeat(2000)),
        "",
    )
    .await;
    assert_eq!(long.status, 200);
}

#[tokio::test]
async fn discover_filters_by_the_parameters_of_the_api() {
    let app = TestApp::with(&catalogue::rows()).await;

    let kept = visit(&app, "/discover/movie?vote_count.gte=0", "").await;
    let untidy = visit(
        &app,
        "/discover/movie?year=&vote_count.gte=0&with_genres=",
        "",
    )
    .await;
    let hidden = visit(&app, "/discover/movie?vote_count.gte=99999999", "").await;
    let faulty = visit(&app, "/discover/movie?vote_count.gte=many", "").await;

    assert!(kept.text().contains("/movie/11-the-lamplighter"));
    assert_eq!(untidy.status, 303, "addresses can be shared");
    assert_eq!(
        untidy.header("location"),
        "/discover/movie?vote_count.gte=0"
    );
    assert!(hidden.text().contains("Nothing was found."));
    assert_eq!(faulty.status, 400);
}

#[tokio::test]
async fn style_and_script_are_small_and_kept_for_good() {
    let app = TestApp::with(&[]).await;
    let page = visit(&app, "/", "").await;
    let address = |start: &str, end: &str| {
        let from = page.text().find(start).expect("an address");
        let length = page.text()[from..].find(end).expect("its end") + end.len();
        page.text()[from..from + length].to_owned()
    };

    for (address, largest) in [
        (address("/site/style-", ".css"), LARGEST_STYLE),
        (address("/site/script-", ".js"), LARGEST_SCRIPT),
    ] {
        let file = visit(&app, &address, "").await;

        assert_eq!(file.status, 200, "{address}");
        assert!(file.header("cache-control").contains("immutable"));
        assert!(
            file.body.len() < largest,
            "{address} has {} bytes",
            file.body.len()
        );
    }
}

#[tokio::test]
async fn arrows_lead_to_the_neighbours_of_an_episode() {
    let app = TestApp::with(&catalogue::rows()).await;

    let page = visit(&app, "/tv/21/season/1/episode/1", "").await;

    assert!(
        page.text()
            .contains("data-key=\"ArrowRight\" href=\"/tv/21/season/1/episode/2\"")
    );
    assert!(!page.text().contains("data-key=\"ArrowLeft\""));
}

#[tokio::test]
async fn refusals_are_pages_in_the_language_of_the_visitor() {
    let app = TestApp::with(&catalogue::rows()).await;
    for (method, path, status, words) in [
        ("GET", "/nowhere", 404, "Hier ist nichts."),
        ("GET", "/movie/999", 404, "Hier ist nichts."),
        ("GET", "/movie?page=0", 400, "Diese Seite gibt es nicht."),
        (
            "GET",
            "/sign-in?next=/a&next=/b",
            400,
            "Diese Adresse ist nicht lesbar.",
        ),
        (
            "GET",
            "/settings/password",
            405,
            "Diese Adresse nimmt nur Formulare dieser Seite an.",
        ),
        (
            "POST",
            "/movie/11",
            405,
            "Diese Adresse nimmt nur Formulare dieser Seite an.",
        ),
        (
            "POST",
            "/sign-out",
            403,
            "Dieses Formular wurde nicht angenommen",
        ),
    ] {
        let page = app.call(method, path, &[("accept-language", "de")]).await;

        assert_eq!(page.status, status, "{path}");
        assert!(page.text().contains(words), "{path}: {}", page.text());
    }
}
