//! What search engines and those who show links read of the website.

use kinora_model::key::{EntityKey, Kind};
use kinora_web::Settings;
use serde_json::{Value, json};

use crate::app::{Reply, TestApp};
use crate::catalogue;
use crate::editing::Newsroom;
use crate::rows::*;

async fn public(rows: &[Value]) -> TestApp {
    let settings = Settings {
        public_url: Some("https://films.example".to_owned()),
        ..Settings::default()
    };
    TestApp::set_up(rows, settings).await
}

/// What machines read of a page.
fn structured(page: &Reply) -> Value {
    let (_, rest) = page
        .text()
        .split_once("<script type=\"application/ld+json\">")
        .expect("data");
    let (data, _) = rest.split_once("</script>").expect("its end");
    serde_json::from_str(data).expect("JSON")
}

#[tokio::test]
async fn robots_are_led_to_the_sitemaps_and_away_from_accounts() {
    let app = public(&[]).await;

    let robots = app.call("GET", "/robots.txt", &[]).await;

    assert!(robots.header("content-type").starts_with("text/plain"));
    assert!(
        robots
            .text()
            .contains("\nSitemap: https://films.example/sitemap.xml\n")
    );
    for path in ["/settings", "/sign-in", "/search", "/3/", "/u/"] {
        assert!(
            robots.text().contains(&format!("\nDisallow: {path}\n")),
            "{path}"
        );
    }
    assert!(!robots.text().contains("Disallow: /movie"));
}

#[tokio::test]
async fn sitemaps_hold_every_title_and_person() {
    let app = public(&catalogue::rows()).await;

    let index = app.call("GET", "/sitemap.xml", &[]).await;
    let movies = app.call("GET", "/sitemap/movie-1.xml", &[]).await;

    assert!(index.header("content-type").starts_with("application/xml"));
    for kind in [
        "movie",
        "tv",
        "person",
        "collection",
        "company",
        "network",
        "keyword",
    ] {
        let file = format!("<loc>https://films.example/sitemap/{kind}-1.xml</loc>");
        assert!(index.text().contains(&file), "{}", index.text());
        let file = app
            .call("GET", &format!("/sitemap/{kind}-1.xml"), &[])
            .await;
        assert_eq!(file.status, 200, "{kind}");
        let link = file.text().split("<loc>https://films.example").nth(1);
        let link = link
            .and_then(|rest| rest.split('<').next())
            .expect("a link");
        let page = app.call("GET", link, &[]).await;
        assert_eq!(page.status, 200, "{link}");
        assert!(file.text().ends_with("</urlset>\n"));
    }
    assert!(!index.text().contains("movie-2"));
    let link = "<url><loc>https://films.example/movie/11</loc><lastmod>20";
    assert!(movies.text().contains(link), "{}", movies.text());
    for file in [
        "movie-2.xml",
        "movie-0.xml",
        "movie-x.xml",
        "movie.xml",
        "keyword-2.xml",
        "network-0.xml",
        "season-1.xml",
        "movie-99999999999999999999.xml",
        "movie-1",
    ] {
        let missing = app.call("GET", &format!("/sitemap/{file}"), &[]).await;
        assert_eq!(missing.status, 404, "{file}");
    }
}

#[tokio::test]
async fn sitemaps_tell_when_something_was_changed_last() {
    let room = Newsroom::open().await;
    let at = |text: &str| {
        let rest = text.split("/movie/11</loc><lastmod>").nth(1);
        rest.map(|rest| rest[..10].to_owned()).expect("a day")
    };

    let base = room.version("/movie/11").await;
    let edited = room.budget(&room.contributor, base, 77).await;
    let file = room.app.call("GET", "/sitemap/movie-1.xml", &[]).await;
    let history = room
        .app
        .store
        .history(EntityKey::new(Kind::Movie, 11))
        .await;

    assert!(edited.status.is_success(), "{}", edited.json);
    let history = history.expect("a history").into_iter();
    let made_at = history
        .map(|change| change.made_at)
        .max()
        .expect("a change");
    let day = jiff::Timestamp::from_millisecond(made_at)
        .expect("a time")
        .to_string();
    assert_eq!(at(file.text()), day[..10]);
}

#[tokio::test]
async fn titles_for_adults_are_in_no_sitemap() {
    let adult = movie(12, "Adult").with("adult", json!(true));
    let app = public(&[
        answer("/3/movie/11", movie(11, "Open")),
        answer("/3/movie/12", adult),
    ])
    .await;

    let movies = app.call("GET", "/sitemap/movie-1.xml", &[]).await;

    assert!(movies.text().contains("/movie/11<") && !movies.text().contains("/movie/12<"));
}

#[tokio::test]
async fn pages_say_where_they_are_in_every_language() {
    let app = public(&catalogue::rows()).await;

    let page = app.call("GET", "/movie/11-the-lamplighter", &[]).await;
    let german = app
        .call(
            "GET",
            "/movie/11?language=de",
            &[("cookie", "kinora_language=fr")],
        )
        .await;

    let text = page.text();
    assert!(text.contains("<link rel=\"canonical\" href=\"https://films.example/movie/11\">"));
    assert!(text.contains("<meta property=\"og:url\" content=\"https://films.example/movie/11\">"));
    assert!(text.contains("<meta property=\"og:type\" content=\"video.movie\">"));
    for code in ["en", "de", "fr", "es"] {
        let link =
            format!("hreflang=\"{code}\" href=\"https://films.example/movie/11?language={code}\"");
        assert!(text.contains(&link), "{code}");
    }
    assert!(
        german.text().contains("<html lang=\"de\""),
        "the address counts before the cookie"
    );
    assert!(
        german
            .text()
            .contains("rel=\"canonical\" href=\"https://films.example/movie/11?language=de\"")
    );
}

#[tokio::test]
async fn machines_read_titles_people_and_episodes() {
    let app = public(&catalogue::rows()).await;
    let read = async |path: &str| structured(&app.call("GET", path, &[]).await);

    let movie = read("/movie/11").await;
    let series = read("/tv/21").await;
    let person = read("/person/31").await;
    let episode = read("/tv/21/season/1/episode/1").await;

    assert_eq!(
        (&movie["@type"], &movie["name"]),
        (&json!("Movie"), &json!("The Lamplighter"))
    );
    assert_eq!(movie["url"], "https://films.example/movie/11");
    assert!(
        movie["actor"]
            .as_array()
            .expect("a cast")
            .contains(&json!({ "@type": "Person", "name": "Ida Brook" }))
    );
    assert!(
        movie["image"]
            .as_str()
            .is_none_or(|image| image.starts_with("https://films.example/t/p/"))
    );
    assert_eq!(series["@type"], "TVSeries");
    assert_eq!(
        (&person["@type"], &person["name"]),
        (&json!("Person"), &json!("Ida Brook"))
    );
    assert_eq!(
        (&episode["@type"], &episode["name"]),
        (&json!("TVEpisode"), &json!("The Tide"))
    );
}

#[tokio::test]
async fn nothing_in_what_machines_read_ends_it() {
    let wicked = "</script><script>alert(1)</script>";
    let body = movie(11, wicked).with("overview", json!("<!-- \u{2028} </SCRIPT>"));
    let app = public(&[answer("/3/movie/11", body)]).await;

    let page = app.call("GET", "/movie/11", &[]).await;

    assert_eq!(structured(&page)["name"], wicked);
    assert!(!page.text().contains("<script>alert"));
}

#[tokio::test]
async fn the_start_page_shows_what_was_edited_lately() {
    let room = Newsroom::open().await;

    let before = room.app.call("GET", "/", &[]).await;
    let base = room.version("/movie/11").await;
    let edited = room.budget(&room.contributor, base, 77).await;
    let after = room.app.call("GET", "/", &[]).await;

    assert!(edited.status.is_success(), "{}", edited.json);
    assert!(!before.text().contains("Edited lately"));
    let (_, list) = after.text().split_once("Edited lately").expect("a list");
    assert!(list.contains("href=\"/movie/11-the-lamplighter\""));
}

#[tokio::test]
async fn the_views_of_a_week_are_a_line() {
    let app = TestApp::with(&catalogue::rows()).await;
    let key = EntityKey::new(Kind::Movie, 11);

    let before = app.call("GET", "/movie/11", &[]).await;
    for (day, amount) in [(20_000, 2.0), (20_003, 8.0)] {
        let ended = app.store.finish_scores(day, vec![(key, amount)]).await;
        ended.expect("an ended day");
    }
    let after = app.call("GET", "/movie/11", &[]).await;
    let other = app.call("GET", "/tv/21", &[]).await;

    assert!(!before.text().contains("Views of the week"));
    // Days 19,997 to 20,003: nothing but on the fourth and the last.
    let line = "points=\"5.0,36.0 23.3,36.0 41.7,36.0 60.0,28.0 78.3,36.0 96.7,36.0 115.0,4.0\"";
    assert!(after.text().contains(line), "{}", after.text());
    assert!(!other.text().contains("Views of the week"));
}
