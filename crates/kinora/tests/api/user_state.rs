//! Ratings, favourites, titles to watch and lists of accounts and guests (contract 3.2, 3.3, 3.14, 3.16, 3.22 to 3.24).

use serde_json::{Value, json};

use crate::app::{Reply, SignedIn, TestApp};
use crate::catalogue;
use crate::films::{film, found, ids};

/// The HTTP status and the code of an answer that is no page.
fn told(reply: &Reply) -> (u16, i64) {
    assert_eq!(
        reply.header("cache-control"),
        "private, no-store",
        "{}",
        reply.text()
    );
    reply.refusal()
}

async fn catalogue_and(name: &str) -> (TestApp, SignedIn) {
    let app = TestApp::with(&catalogue::rows()).await;
    let user = app.sign_up(name).await;
    (app, user)
}

async fn guest(app: &TestApp) -> String {
    let reply = app.get("/3/authentication/guest_session/new").await;
    reply
        .at("/guest_session_id")
        .as_str()
        .expect("a session")
        .to_owned()
}

/// A movie, a series and an episode.
const RATED: [&str; 3] = ["/3/movie/11", "/3/tv/21", "/3/tv/21/season/1/episode/2"];

#[tokio::test]
async fn a_title_is_rated_rated_again_and_the_rating_is_taken_back() {
    let (app, anna) = catalogue_and("anna").await;
    let guest = guest(&app).await;

    for title in RATED {
        let before = app.get(title).await;
        let count = before.at("/vote_count").as_i64().expect("a number");
        for session in [
            format!("session_id={}", anna.session),
            format!("guest_session_id={guest}"),
        ] {
            let target = format!("{title}/rating?{session}");
            assert_eq!(
                told(&app.post(&target, &json!({ "value": 8.5 })).await),
                (201, 1)
            );
            assert_eq!(
                told(&app.post(&target, &json!({ "value": "7" })).await),
                (201, 12)
            );
            let by_query = format!("{target}&value=9.0");
            assert_eq!(told(&app.post(&by_query, &json!({})).await), (201, 12));
            let states = app.get(&format!("{title}/account_states?{session}")).await;
            assert_eq!(states.at("/rated"), &json!({ "value": 9.0 }));
            assert_eq!(states.header("cache-control"), "private, no-store");
            let after = app.get(title).await;
            assert_eq!(after.at("/vote_count"), count + 1, "{title}");
            let taken = app.change("DELETE", &target, &json!({})).await;
            assert_eq!(told(&taken), (200, 13));
            let again = app.change("DELETE", &target, &json!({})).await;
            assert_eq!(again.refusal(), (404, 34));
            let states = app.get(&format!("{title}/account_states?{session}")).await;
            assert_eq!(states.at("/rated"), false);
        }
        assert_eq!(app.get(title).await.json, before.json);
    }
}

#[tokio::test]
async fn a_rating_that_is_none_is_refused_in_these_words() {
    let (app, anna) = catalogue_and("anna").await;
    let low = "Value too low: Value must be greater than 0.0.";
    let high = "Value too high: Value must be less than, or equal to 10.0.";
    let between = "Value invalid: Values must be a multiple of 0.50.";

    // Values are checked before titles are looked up.
    for title in ["/3/movie/11", "/3/movie/999"] {
        let target = anna.at(&format!("{title}/rating"));
        for (value, message) in [
            (json!(0), low),
            (json!("-1"), low),
            (json!(10.1), high),
            (json!(0.4), between),
            (json!(7.3), between),
        ] {
            let reply = app.post(&target, &json!({ "value": value })).await;
            assert_eq!(reply.refusal(), (400, 18), "{value}");
            assert_eq!(reply.at("/status_message"), message);
        }
        for body in [
            json!({}),
            json!({ "Value": 7 }),
            json!({ "value": "x" }),
            json!([7]),
        ] {
            assert_eq!(app.post(&target, &body).await.refusal(), (422, 5), "{body}");
        }
    }
    let body = json!({ "value": 7 });
    for (target, refusal) in [
        (anna.at("/3/movie/999/rating"), (404, 34)),
        (anna.at("/3/movie/0/rating"), (404, 6)),
        (anna.at("/3/tv/21/season/1/episode/9/rating"), (404, 34)),
        ("/3/movie/11/rating".to_owned(), (401, 3)),
        ("/3/movie/11/rating?session_id=x".to_owned(), (401, 3)),
        ("/3/movie/11/rating?guest_session_id=x".to_owned(), (401, 3)),
    ] {
        assert_eq!(
            app.post(&target, &body).await.refusal(),
            refusal,
            "{target}"
        );
    }
    assert_eq!(
        app.get("/3/movie/11/account_states").await.refusal(),
        (401, 3)
    );
}

#[tokio::test]
async fn rated_titles_are_listed_in_the_order_of_rating() {
    let (app, anna) = catalogue_and("anna").await;
    app.import(&[film(12, json!({})), film(13, json!({}))])
        .await;
    for (id, value) in [(13, 6.0), (11, 9.5), (12, 3.0)] {
        let target = anna.at(&format!("/3/movie/{id}/rating"));
        app.post(&target, &json!({ "value": value })).await;
    }
    app.post(
        &anna.at(&format!("{}/rating", RATED[2])),
        &json!({ "value": 4 }),
    )
    .await;

    let list = |name: &str| anna.at(&format!("/3/account/0/rated/{name}"));
    let movies = app.get(&list("movies")).await;
    let newest = found(&app, &format!("{}&sort_by=created_at.desc", list("movies"))).await;
    let other = found(&app, &format!("{}&sort_by=title.asc", list("movies"))).await;
    let series = app.get(&list("tv")).await;
    let episodes = app.get(&list("tv/episodes")).await;
    let german = app.get(&format!("{}&language=de", list("movies"))).await;
    let beyond = app.get(&format!("{}&page=2", list("movies"))).await;

    assert_eq!(ids(movies.at("/results")), [13, 11, 12]);
    assert_eq!(movies.at("/results/1/rating"), 9.5);
    assert_eq!(movies.at("/total_results"), 3);
    assert_eq!(newest, [12, 11, 13]);
    assert_eq!(other, [13, 11, 12]);
    assert_eq!(series.at("/total_results"), 0);
    assert_eq!(episodes.at("/results/0/show_id"), 21);
    assert_eq!(episodes.at("/results/0/rating"), 4.0);
    assert_ne!(german.at("/results/1/title"), movies.at("/results/1/title"));
    assert_eq!(beyond.at("/results"), &json!([]));
    assert_eq!(movies.header("cache-control"), "private, no-store");
    assert_eq!(
        app.get("/3/account/1/rated/movies").await.refusal(),
        (401, 3)
    );
    assert_eq!(
        app.get(&format!("{}&page=0", list("movies")))
            .await
            .refusal(),
        (400, 22)
    );
}

#[tokio::test]
async fn a_guest_has_lists_once_something_was_rated() {
    let app = TestApp::with(&catalogue::rows()).await;
    let guest = guest(&app).await;
    let list = |name: &str| format!("/3/guest_session/{guest}/rated/{name}");

    assert_eq!(app.get(&list("movies")).await.refusal(), (404, 34));
    assert_eq!(
        app.get("/3/guest_session/x/rated/movies").await.refusal(),
        (404, 34)
    );
    let target = format!("{}/rating?guest_session_id={guest}", RATED[2]);
    app.post(&target, &json!({ "value": 4 })).await;

    let movies = app.get(&list("movies")).await;
    assert_eq!(movies.at("/total_results"), 0);
    assert_eq!(movies.header("cache-control"), "private, no-store");
    assert_eq!(found(&app, &list("tv/episodes")).await, [212]);
    assert_eq!(found(&app, &list("episodes")).await, [212]);
    assert_eq!(found(&app, &list("tv")).await, Vec::<i64>::new());
    // Guests rate, and nothing else.
    let favourite = json!({ "media_type": "movie", "media_id": 11, "favorite": true });
    let target = format!("/3/account/0/favorite?guest_session_id={guest}");
    assert_eq!(app.post(&target, &favourite).await.refusal(), (401, 3));
}

#[tokio::test]
async fn favourites_and_titles_to_watch_are_added_listed_and_removed() {
    let (app, anna) = catalogue_and("anna").await;
    let [ben, carl] = [app.sign_up("ben").await, app.sign_up("carl").await];

    for (name, state) in [("favorite", "favorite"), ("watchlist", "watchlist")] {
        let target = anna.at(&format!("/3/account/{{account_id}}/{name}").replace(['{', '}'], ""));
        let mark = |kind: &str, id: i64, on: Value| json!({ "media_type": kind, "media_id": id, name: on });
        for (body, expected) in [
            (mark("movie", 11, json!(true)), (201, 1)),
            (mark("movie", 11, json!("True")), (201, 12)),
            (mark("tv", 21, json!(1)), (201, 1)),
            (mark("movie", 999, json!(true)), (404, 34)),
            (mark("person", 31, json!(true)), (404, 34)),
            (json!({ "media_type": "movie", name: true }), (404, 6)),
            (json!({ "media_type": "movie", "media_id": 11 }), (422, 5)),
            (json!({}), (422, 5)),
        ] {
            assert_eq!(app.post(&target, &body).await.refusal(), expected, "{body}");
        }
        let list = |who: &SignedIn, kind: &str| who.at(&format!("/3/account/null/{name}/{kind}"));
        assert_eq!(found(&app, &list(&anna, "movies")).await, [11]);
        assert_eq!(found(&app, &list(&anna, "tv")).await, [21]);
        assert_eq!(found(&app, &list(&ben, "movies")).await, Vec::<i64>::new());
        let states = app.get(&anna.at("/3/movie/11/account_states")).await;
        assert_eq!(states.at(&format!("/{state}")), true);
        let off = mark("movie", 11, json!(false));
        assert_eq!(told(&app.post(&target, &off).await), (200, 13));
        assert_eq!(found(&app, &list(&anna, "movies")).await, Vec::<i64>::new());
    }
    let states = app.get(&carl.at("/3/tv/21/account_states")).await;
    let expected = json!({ "id": 21, "favorite": false, "rated": false, "watchlist": false });
    assert_eq!(states.json, expected);
}

#[tokio::test]
async fn states_are_appended_for_those_who_say_who_they_are() {
    let (app, anna) = catalogue_and("anna").await;
    app.post(
        &anna.at(&format!("{}/rating", RATED[2])),
        &json!({ "value": 4 }),
    )
    .await;

    let all = "account_states,season/1/account_states,season/1/episode/2/account_states";
    let target = format!("/3/tv/21?append_to_response={all}");
    let own = app.get(&anna.at(&target)).await;
    let nobodys = app.get(&target).await;
    let wrong = app.get(&format!("{target}&session_id=x")).await;
    let season = app.get(&anna.at("/3/tv/21/season/1/account_states")).await;

    assert_eq!(own.at("/account_states/favorite"), false);
    let episode = &own.json["season/1/episode/2/account_states"];
    assert_eq!(episode["rated"], json!({ "value": 4.0 }));
    assert_eq!(
        season.at("/results"),
        &json!([
            { "id": 211, "episode_number": 1, "rated": false },
            { "id": 212, "episode_number": 2, "rated": { "value": 4.0 } },
        ])
    );
    assert_eq!(
        own.json["season/1/account_states"]["results"],
        season.json["results"]
    );
    assert_eq!(own.header("cache-control"), "private, no-store");
    for reply in [nobodys, wrong] {
        assert_eq!(reply.status, 200);
        assert!(reply.json.get("account_states").is_none());
        assert!(reply.json.get("season/1/account_states").is_none());
    }
}

#[tokio::test]
async fn votes_move_lists_and_kept_answers_at_once() {
    let votes = |average: f64, count: i64| json!({ "vote_average": average, "vote_count": count });
    let app = TestApp::with(&[film(1, votes(7.0, 1)), film(2, votes(6.0, 1))]).await;
    let anna = app.sign_up("anna").await;
    let best = "/3/discover/movie?sort_by=vote_average.desc";
    assert_eq!(found(&app, best).await, [1, 2]);
    let before = app.get("/3/movie/2").await;
    assert_eq!(before.at("/vote_count"), 1);

    app.post(&anna.at("/3/movie/2/rating"), &json!({ "value": 10 }))
        .await;

    assert_eq!(found(&app, best).await, [2, 1]);
    let after = app.get("/3/movie/2").await;
    assert_eq!(
        (after.at("/vote_average"), after.at("/vote_count")),
        (&json!(8.0), &json!(2))
    );
    assert_eq!(found(&app, "/3/discover/movie?vote_count.gte=2").await, [2]);
    app.change("DELETE", &anna.at("/3/movie/2/rating"), &json!({}))
        .await;
    assert_eq!(found(&app, best).await, [1, 2]);
    assert_eq!(app.get("/3/movie/2").await.json, before.json);
}

#[tokio::test]
async fn a_list_is_made_filled_shown_emptied_and_deleted() {
    let (app, anna) = catalogue_and("anna").await;
    let made = app
        .post(
            &anna.at("/3/list"),
            &json!({ "name": "Lights", "description": "d", "language": "sv" }),
        )
        .await;
    let id = made.at("/list_id").as_i64().expect("a number");
    let list = |rest: &str| anna.at(&format!("/3/list/{id}{rest}"));

    assert_eq!(told(&made), (201, 1));
    assert_eq!(
        made.at("/status_message"),
        "The item/record was created successfully."
    );
    let item = json!({ "media_id": 11 });
    assert_eq!(told(&app.post(&list("/add_item"), &item).await), (201, 12));
    assert_eq!(
        app.post(&list("/add_item"), &item).await.refusal(),
        (403, 8)
    );
    let series = json!({ "media_id": "21", "media_type": "tv" });
    assert_eq!(
        told(&app.post(&list("/add_item"), &series).await),
        (201, 12)
    );
    assert_eq!(
        app.post(&list("/add_item"), &json!({ "media_id": 999 }))
            .await
            .refusal(),
        (404, 34)
    );
    assert_eq!(
        app.post(&list("/add_item"), &json!({})).await.refusal(),
        (422, 5)
    );

    let shown = app.get(&format!("/3/list/{id}-lights")).await;
    assert_eq!(ids(shown.at("/items")), [11, 21]);
    assert_eq!(shown.at("/items/1/media_type"), "tv");
    assert_eq!(shown.at("/created_by"), "anna");
    assert_eq!(shown.at("/iso_639_1"), "sv");
    assert_eq!(
        (shown.at("/item_count"), shown.at("/total_pages")),
        (&json!(2), &json!(1))
    );
    let status = async |movie: &str| app.get(&format!("/3/list/{id}/item_status{movie}")).await;
    assert_eq!(
        status("?movie_id=11").await.json,
        json!({ "id": id, "item_present": true })
    );
    assert_eq!(status("?movie_id=12").await.at("/item_present"), false);
    assert_eq!(status("").await.refusal(), (422, 5));
    let on = app.get("/3/movie/11/lists").await;
    assert_eq!(on.at("/results/0/id"), id);
    assert_eq!(on.at("/results/0/list_type"), "movie");
    assert_eq!(
        app.get("/3/tv/21/lists").await.at("/results/0/item_count"),
        2
    );
    assert_eq!(found(&app, "/3/search/list?query=light").await, [id]);
    assert_eq!(found(&app, &anna.at("/3/account/0/lists")).await, [id]);

    assert_eq!(
        told(&app.post(&list("/remove_item"), &series).await),
        (200, 13)
    );
    assert_eq!(
        app.post(&list("/remove_item"), &series).await.refusal(),
        (404, 34)
    );
    assert_eq!(
        app.post(&list("/clear"), &json!({})).await.refusal(),
        (400, 29)
    );
    let confirmed = format!("{}&confirm=true", list("/clear"));
    assert_eq!(told(&app.post(&confirmed, &json!({})).await), (201, 12));
    assert_eq!(app.get("/3/movie/11/lists").await.at("/total_results"), 0);
    assert_eq!(
        told(&app.change("DELETE", &list(""), &json!({})).await),
        (200, 13)
    );
    assert_eq!(app.get(&format!("/3/list/{id}")).await.refusal(), (404, 34));
    assert_eq!(
        app.change("DELETE", &list(""), &json!({})).await.refusal(),
        (404, 34)
    );
}

#[tokio::test]
async fn a_list_is_emptied_when_query_or_body_confirm_it() {
    let (app, anna) = catalogue_and("anna").await;
    let made = app
        .post(&anna.at("/3/list"), &json!({ "name": "Lights" }))
        .await;
    let clear = anna.at(&format!("/3/list/{}/clear", made.at("/list_id")));

    for (query, body) in [
        ("", json!({})),
        ("&confirm=false", json!({})),
        ("&confirm=maybe", json!({})),
        ("", json!({ "confirm": "maybe" })),
        ("&confirm=true", json!({ "confirm": false })),
    ] {
        let reply = app.post(&format!("{clear}{query}"), &body).await;

        assert_eq!(reply.refusal(), (400, 29), "{query} {body}");
    }
    for (query, body) in [
        ("&confirm=True", json!({})),
        ("", json!({ "confirm": true })),
        ("", json!({ "confirm": "1" })),
    ] {
        let reply = app.post(&format!("{clear}{query}"), &body).await;

        assert_eq!(told(&reply), (201, 12), "{query} {body}");
    }
}

#[tokio::test]
async fn lists_belong_to_their_makers() {
    let (app, anna) = catalogue_and("anna").await;
    let ben = app.sign_up("ben").await;
    let make = async |body: Value| {
        let reply = app.post(&anna.at("/3/list"), &body).await;
        reply.at("/list_id").as_i64().expect("a number")
    };
    let open = make(json!({ "name": "Open" })).await;
    let hidden = make(json!({ "name": "Hidden", "public": false })).await;

    for (path, body) in [
        ("/add_item", json!({ "media_id": 11 })),
        ("/remove_item", json!({ "media_id": 11 })),
        ("/clear", json!({ "confirm": true })),
    ] {
        let target = format!("/3/list/{open}{path}?confirm=true");
        assert_eq!(
            app.post(&ben.at(&target), &body).await.refusal(),
            (401, 38),
            "{path}"
        );
        assert_eq!(app.post(&target, &body).await.refusal(), (401, 3), "{path}");
    }
    let target = format!("/3/list/{open}");
    assert_eq!(
        app.change("DELETE", &ben.at(&target), &json!({}))
            .await
            .refusal(),
        (401, 38)
    );
    let target = format!("/3/list/{hidden}");
    assert_eq!(app.get(&target).await.refusal(), (401, 39));
    assert_eq!(app.get(&ben.at(&target)).await.refusal(), (401, 39));
    assert_eq!(app.get(&anna.at(&target)).await.status, 200);
    assert_eq!(
        found(&app, &anna.at("/3/account/0/lists")).await,
        [open, hidden]
    );
    assert_eq!(app.get("/3/list/abc").await.refusal(), (404, 34));
    for body in [
        json!({}),
        json!({ "name": " " }),
        json!({ "name": "x".repeat(251) }),
        json!({ "name": "n", "language": "english" }),
        json!({ "name": "n", "description": "x".repeat(10_001) }),
    ] {
        assert_eq!(
            app.post(&anna.at("/3/list"), &body).await.refusal(),
            (422, 5)
        );
    }
}
