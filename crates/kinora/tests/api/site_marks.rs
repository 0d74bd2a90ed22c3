//! Taking part: ratings, favourites, lists and reviews on the website.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::browser::Browser;
use crate::catalogue;

async fn catalogue() -> TestApp {
    let app = TestApp::with(&catalogue::rows()).await;
    app.sign_up("anna").await;
    app.sign_up("bert").await;
    app
}

async fn signed_in<'a>(app: &'a TestApp, name: &str) -> Browser<'a> {
    let mut browser = Browser::new(app);
    browser.sign_in(name).await;
    browser
}

/// What the API says of an account's view of a title.
async fn states(app: &TestApp, path: &str, name: &str) -> Value {
    let account = app.store.account_named(name).await.expect("an answer");
    let account = account.expect("the account");
    let session = app.session_of(account.id).await;
    app.get(&format!("/3{path}/account_states?session_id={session}"))
        .await
        .json
}

#[tokio::test]
async fn those_who_are_signed_out_are_told_to_sign_in() {
    let app = catalogue().await;
    let mut browser = Browser::new(&app);

    let page = browser.get("/movie/11").await;
    let nothing = browser.get("/search?query=qqqqzzzz").await;
    let rated = browser.submit("/movie/11/rate", &[("halves", "15")]).await;

    assert!(
        page.text()
            .contains("Want to rate or add this item to a list? Login")
    );
    assert!(
        page.text()
            .contains("href=\"/sign-in?next=%2Fmovie%2F11-the-lamplighter\"")
    );
    assert!(
        nothing
            .text()
            .contains("Can&#39;t find a movie or TV show? Login to create it.")
    );
    assert_eq!(rated.status, 401);
    assert!(rated.text().contains("action=\"/sign-in\""));
}

#[tokio::test]
async fn titles_are_rated_in_half_stars() {
    let app = catalogue().await;
    let mut browser = signed_in(&app, "anna").await;

    for (page, path, api) in [
        ("/movie/11", "/movie/11/rate", "/movie/11"),
        ("/tv/21", "/tv/21/rate", "/tv/21"),
        (
            "/tv/21/season/1/episode/1",
            "/tv/21/season/1/episode/1/rate",
            "/tv/21/season/1/episode/1",
        ),
    ] {
        browser.get(page).await;
        let rated = browser.submit(path, &[("halves", "15")]).await;
        let back = rated.header("location").to_owned();
        let shown = browser.get(&back).await;
        let state = states(&app, api, "anna").await;
        let wrong = browser.submit(path, &[("halves", "21")]).await;
        browser.get(page).await;
        browser.submit(path, &[]).await;
        let taken_back = states(&app, api, "anna").await;

        assert_eq!(rated.status, 303, "{page}");
        assert!(back.starts_with(page), "{back}");
        assert!(
            shown.text().contains("aria-label=\"7.5\" checked"),
            "{page}"
        );
        assert_eq!(state["rated"], json!({ "value": 7.5 }), "{page}");
        assert_eq!(wrong.status, 400, "{page}");
        assert_eq!(taken_back["rated"], json!(false), "{page}");
    }
}

#[tokio::test]
async fn titles_are_favourites_and_watched_later() {
    let app = catalogue().await;
    let mut browser = signed_in(&app, "anna").await;

    for (name, field) in [("favorite", "favorite"), ("watchlist", "watchlist")] {
        let path = format!("/movie/11/{name}");
        browser.get("/movie/11").await;
        browser.submit(&path, &[("on", "1")]).await;
        let on = states(&app, "/movie/11", "anna").await;
        let page = browser.get("/movie/11").await;
        browser.submit(&path, &[("on", "")]).await;
        let off = states(&app, "/movie/11", "anna").await;

        assert_eq!((&on[field], &off[field]), (&json!(true), &json!(false)));
        assert!(page.text().contains("aria-pressed=\"true\""));
    }
    browser.get("/movie/11").await;
    browser.submit("/movie/11/favorite", &[("on", "1")]).await;
    let own = browser.get("/u/anna/favorites").await;
    let others = signed_in(&app, "bert").await.get("/u/anna/favorites").await;
    assert!(own.text().contains("The Lamplighter"));
    assert_eq!(own.header("cache-control"), "private, no-store");
    assert_eq!(others.status, 404);
    assert_eq!(
        browser
            .submit("/movie/999/favorite", &[("on", "1")])
            .await
            .status,
        403
    );
}

#[tokio::test]
async fn forms_of_other_sites_change_nothing() {
    let app = catalogue().await;
    let mut browser = signed_in(&app, "anna").await;

    browser.get("/movie/11").await;
    browser.forget_forms();
    for (path, fields) in [
        ("/movie/11/rate", vec![("halves", "15")]),
        ("/movie/11/favorite", vec![("on", "1")]),
        ("/movie/11/reviews", vec![("text", "Great.")]),
        ("/list/new", vec![("name", "Mine")]),
        ("/settings/sessions", vec![]),
        ("/settings/api", vec![("name", "key")]),
    ] {
        let reply = browser.submit(path, &fields).await;
        assert_eq!(reply.status, 403, "{path}");
    }
    let state = states(&app, "/movie/11", "anna").await;
    assert_eq!(
        (&state["rated"], &state["favorite"]),
        (&json!(false), &json!(false))
    );
}

#[tokio::test]
async fn lists_are_made_ordered_and_deleted() {
    let app = catalogue().await;
    let mut anna = signed_in(&app, "anna").await;

    anna.get("/list/new?add=movie-11").await;
    let made = anna
        .submit("/list/new", &[("name", "Lights"), ("public", "1")])
        .await;
    let list = made.header("location").to_owned();
    let id = list.trim_start_matches("/list/").to_owned();
    anna.get("/tv/21").await;
    anna.submit("/tv/21/list", &[("list", &id)]).await;
    let title = anna.get("/tv/21").await;
    let before = anna.get(&list).await;
    let edit = format!("{list}/edit");
    anna.get(&edit).await;
    let order = format!("{list}/order");
    anna.submit(&order, &[("move", "movie-11 end")]).await;
    let after = anna.get(&list).await;
    anna.get(&edit).await;
    anna.submit(&order, &[("move", "movie-11 tv-21")]).await;
    let again = anna.get(&list).await;
    anna.get(&edit).await;
    anna.submit(&order, &[("remove", "tv-21")]).await;
    let shorter = anna.get(&list).await;
    anna.get(&edit).await;
    let delete = format!("{list}/delete");
    let unsure = anna.submit(&delete, &[]).await;
    anna.get(&edit).await;
    let deleted = anna.submit(&delete, &[("sure", "1")]).await;

    assert!(title.text().contains(&format!("href=\"/list/{id}\"")));
    let place = |reply: &crate::app::Reply, word: &str| {
        let found = reply.text().find(&format!("href=\"{word}"));
        found.unwrap_or(usize::MAX)
    };
    assert!(place(&before, "/movie/11-") < place(&before, "/tv/21-"));
    assert!(place(&after, "/tv/21-") < place(&after, "/movie/11-"));
    assert!(place(&again, "/movie/11-") < place(&again, "/tv/21-"));
    assert_eq!(place(&shorter, "/tv/21-"), usize::MAX);
    assert_eq!(unsure.header("location"), edit);
    assert_eq!(deleted.header("location"), "/u/anna");
    assert_eq!(anna.get(&list).await.status, 404);
}

#[tokio::test]
async fn private_lists_are_seen_by_their_owner() {
    let app = catalogue().await;
    let (mut anna, mut bert) = (signed_in(&app, "anna").await, signed_in(&app, "bert").await);

    anna.get("/list/new").await;
    let made = anna
        .submit(
            "/list/new",
            &[("name", "Secret"), ("description", "About it")],
        )
        .await;
    let list = made.header("location").to_owned();
    let own = anna.get(&list).await;
    let others = bert.get(&list).await;
    let profile = bert.get("/u/anna").await;
    let own_profile = anna.get("/u/anna").await;
    let edit = format!("{list}/edit");
    let foreign = bert.get(&edit).await;
    anna.get(&edit).await;
    let described = [
        ("name", "Open"),
        ("description", "About it"),
        ("public", "1"),
    ];
    anna.submit(&edit, &described).await;
    let open = bert.get(&list).await;

    assert!(own.text().contains("About it"));
    assert_eq!(own.header("cache-control"), "private, no-store");
    assert_eq!(
        (others.status.as_u16(), foreign.status.as_u16()),
        (404, 404)
    );
    assert!(!profile.text().contains("Secret") && own_profile.text().contains("Secret"));
    assert!(open.text().contains("Open"));
    assert_eq!(open.header("cache-control"), "private, no-cache");
    // What bert sends with a form of his own.
    bert.get("/list/new").await;
    let word = bert.cookies["kinora_form"].clone();
    for (path, field) in [
        ("edit", ("name", "Stolen")),
        ("delete", ("sure", "1")),
        ("order", ("remove", "movie-11")),
    ] {
        let reply = bert
            .submit(&format!("{list}/{path}"), &[("word", &word), field])
            .await;
        assert_eq!(reply.status, 404, "{path}");
    }
}

#[tokio::test]
async fn lists_say_what_does_not_fit_and_keep_what_was_typed() {
    let app = catalogue().await;
    let mut browser = signed_in(&app, "anna").await;

    browser.get("/list/new").await;
    let nameless = [("name", " "), ("description", "Kept <b>")];
    let nameless = browser.submit("/list/new", &nameless).await;
    let long = "x".repeat(10_001);
    let long = browser
        .submit("/list/new", &[("name", "n"), ("description", &long)])
        .await;

    assert_eq!((nameless.status.as_u16(), long.status.as_u16()), (422, 422));
    assert!(nameless.text().contains("Kept &#60;b&#62;"));
    for id in ["0", "x", "99999999999999999999"] {
        assert_eq!(
            browser.get(&format!("/list/{id}")).await.status,
            404,
            "{id}"
        );
        assert_eq!(
            browser.get(&format!("/list/{id}/edit")).await.status,
            404,
            "{id}"
        );
    }
}

#[tokio::test]
async fn reviews_are_written_in_markdown_and_shown_harmless() {
    let app = catalogue().await;
    let mut anna = signed_in(&app, "anna").await;
    let path = "/movie/11/reviews";
    let text = "A *fine* film.\n\n<script>alert(1)</script> [x](javascript:alert(1)) ![y](https://evil.example/y.png)";

    anna.get("/movie/11").await;
    anna.submit("/movie/11/rate", &[("halves", "18")]).await;
    let page = anna.get(path).await;
    let sent = anna
        .submit(
            "/movie/11-the-lamplighter/reviews",
            &[("action", "write"), ("text", text)],
        )
        .await;
    let shown = anna.get(path).await;
    let (_, rest) = shown.text().rsplit_once("href=\"/review/").expect("a link");
    let id = rest.split('"').next().expect("an id").to_owned();
    let alone = Browser::new(&app).get(&format!("/review/{id}")).await;
    let profile = Browser::new(&app).get("/u/anna/reviews").await;
    let api = app.get(&format!("/3/review/{id}")).await;
    let address = "/movie/11-the-lamplighter/reviews";
    anna.get(path).await;
    let empty = anna.submit(address, &[("text", " ")]).await;
    let long = "é".repeat(20_001);
    let long = anna.submit(address, &[("text", &long)]).await;
    let deleted = anna.submit(address, &[("action", "delete")]).await;
    let gone = anna.get(path).await;

    assert_eq!(page.header("cache-control"), "private, no-store");
    assert_eq!(sent.header("location"), path);
    for reply in [&shown, &alone, &profile] {
        let text = reply.text();
        assert!(
            text.contains("A <em>fine</em> film.") && text.contains("9"),
            "{text}"
        );
        assert!(
            !text.contains("<script>alert")
                && !text.contains("href=\"javascript")
                && !text.contains("<img src=\"https://evil")
        );
    }
    assert_eq!(api.at("/author"), "anna");
    assert_eq!(api.at("/author_details/rating"), 9.0);
    assert_eq!((empty.status.as_u16(), long.status.as_u16()), (422, 422));
    assert_eq!(deleted.status, 303);
    assert!(!gone.text().contains("fine"));
}

#[tokio::test]
async fn pages_of_people_who_are_not_there_are_missing() {
    let app = catalogue().await;
    let mut browser = signed_in(&app, "anna").await;

    for path in [
        "/u/nobody",
        "/u/anna/nothing",
        "/review/0123456789abcdef01234567",
        "/review/x",
        "/movie/x/reviews",
    ] {
        assert_eq!(browser.get(path).await.status, 404, "{path}");
    }
    for path in [
        "/u/anna?page=0",
        "/u/anna?page=x",
        "/u/anna?page=501",
        "/u/anna/ratings?page=501",
    ] {
        assert_eq!(browser.get(path).await.status, 400, "{path}");
    }
}
