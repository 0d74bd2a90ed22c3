//! Pages of what has several hundred credits: none is large, all of them are reached, and all can be edited.

use kinora_model::Date;
use kinora_model::account::Role;
use serde_json::{Value, json};

use crate::app::{Reply, TestApp};
use crate::browser::Browser;
use crate::films::part;
use crate::rows::*;
use crate::site_editing::{form_at, leads_to, signed_in, with_roles};

/// The largest page, in bytes.
const LARGEST: usize = 100_000;
/// How many credits each kind of page has.
const MANY: i64 = 500;

fn name(number: i64) -> String {
    format!("Wilhelmina Constance Featherstonehaugh {number}")
}

fn somebody(number: i64) -> Value {
    card(10_000 + number, &name(number))
}

/// The ids of credits differ between titles.
fn many_in_the_cast(title: i64) -> Vec<Value> {
    let role = |number| {
        let credit = format!("a{title:03x}{number:020x}");
        cast(
            somebody(number),
            &credit,
            "The lamplighter's third cousin, once removed",
            number,
        )
    };
    (0..MANY).map(role).collect()
}

fn many_in_the_crew(title: i64) -> Vec<Value> {
    let departments = ["Art", "Camera", "Directing", "Production", "Sound"];
    let done = |number: i64| {
        let department = departments[number as usize % departments.len()];
        crew(
            somebody(number),
            &format!("b{title:03x}{number:020x}"),
            department,
            "Additional Second Assistant Camera",
        )
    };
    (0..MANY).map(done).collect()
}

fn counted(rows: Vec<Value>, list: &str, words: &[&str]) -> Vec<Value> {
    let counted = rows.into_iter().map(|row| {
        let told = row.only(words).with("episode_count", 7);
        row.with(list, json!([told])).with("total_episode_count", 7)
    });
    counted.collect()
}

fn filmography() -> Vec<Value> {
    let work = |number: i64| {
        let details = movie(
            20_000 + number,
            &format!("The lamplighter's several hundred nights, part {number}"),
        );
        movie_row(&details).and(json!({
            "character": "The Lamplighter", "credit_id": format!("c{number:023x}"), "order": 0, "media_type": "movie",
        }))
    };
    (0..MANY).map(work).collect()
}

fn episodes() -> Vec<Value> {
    let first: Date = "2000-01-01".parse().expect("a day");
    let row = |number: i64| {
        episode(30_000 + number, 21, 1, number, &name(number))
            .with(
                "overview",
                "What came of it, told at some length. ".repeat(12),
            )
            .with("air_date", first.plus_days(number).to_string())
    };
    (1..=MANY).map(row).collect::<Vec<Value>>()
}

fn rows() -> Vec<Value> {
    let credits =
        |title| json!({ "cast": many_in_the_cast(title), "crew": many_in_the_crew(title) });
    let aggregate = |title| {
        json!({
            "cast": counted(many_in_the_cast(title), "roles", &["character", "credit_id"]),
            "crew": counted(many_in_the_crew(title), "jobs", &["job", "credit_id"]),
        })
    };
    let season = season(210, 1, episodes());
    let rows = [
        answer("/3/movie/11", movie(11, "The Lamplighter")),
        part("movie/11", "credits", credits(0)),
        answer(
            "/3/tv/21",
            series(21, "Harbour Nine").with("seasons", json!([season_row(&season)])),
        ),
        part("tv/21", "aggregate_credits", aggregate(1)),
        answer("/3/tv/21/season/1", season),
        part("tv/21/season/1", "credits", credits(2)),
        part("tv/21/season/1", "aggregate_credits", aggregate(2)),
        answer(
            "/3/tv/21/season/1/episode/1",
            episode(30_001, 21, 1, 1, "The Tide"),
        ),
        part(
            "tv/21/season/1/episode/1",
            "credits",
            credits(3).with("guest_stars", json!(many_in_the_cast(4))),
        ),
        answer("/3/person/31", person(31, "Ida Brook")),
        part(
            "person/31",
            "combined_credits",
            json!({ "cast": filmography(), "crew": [] }),
        ),
    ];
    rows.to_vec()
}

/// The last page that the links of a page lead to.
fn last_page(page: &Reply) -> usize {
    let text = page.text();
    let numbers = text.split("?page=").skip(1).filter_map(|rest| {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    });
    numbers.max().unwrap_or(1)
}

#[tokio::test]
async fn no_page_is_large_and_everybody_is_on_one() {
    let app = TestApp::with(&rows()).await;
    let mut browser = Browser::new(&app);
    for (path, names) in [
        ("/movie/11", 0),
        ("/movie/11/cast", MANY),
        ("/tv/21", 0),
        ("/tv/21/cast", MANY),
        ("/tv/21/season/1", MANY),
        ("/tv/21/season/1/cast", MANY),
        ("/tv/21/season/1/episode/1", 0),
        ("/tv/21/season/1/episode/1/cast", MANY),
        ("/person/31", MANY),
    ] {
        let mut page = browser.get(path).await;
        let mut seen = String::new();
        let mut number = 1;
        loop {
            assert_eq!(page.status, 200, "{path} {number}");
            assert!(
                page.body.len() < LARGEST,
                "{path} {number} has {} bytes",
                page.body.len()
            );
            seen += page.text();
            number += 1;
            if number > last_page(&page) {
                break;
            }
            page = browser.get(&format!("{path}?page={number}")).await;
        }
        for number in (1..names).step_by(7) {
            let name = match path {
                "/person/31" => format!("part {number}<"),
                _ => format!("{}<", name(number)),
            };
            assert!(seen.contains(&name), "{name} is on no page of {path}");
        }
        let beyond = browser.get(&format!("{path}?page={}", number + 50)).await;
        assert_eq!(beyond.status, if names > 0 { 400 } else { 200 }, "{path}");
    }
}

#[tokio::test]
async fn several_hundred_credits_are_edited_some_at_a_time() {
    let app = with_roles(TestApp::with(&rows()).await).await;
    let mut anna = signed_in(&app, "anna").await;
    let cast = async || {
        let credits = app.get("/3/movie/11/credits").await;
        let cast = credits.json["cast"].as_array().expect("a cast").clone();
        let told = |row: &Value| {
            (
                row["id"].as_i64().unwrap_or_default(),
                row["character"].clone(),
            )
        };
        cast.iter().map(told).collect::<Vec<_>>()
    };
    let before = cast().await;
    let size = anna.get("/movie/11/edit/credits").await.body.len();
    assert!(size < LARGEST, "{size}");

    // Nobody touched it.
    let form = form_at(&mut anna, "/movie/11/edit/credits?leaf=2").await;
    let row = form.next_row("credits.cast");
    let saved = form.save(&mut anna).await;
    leads_to(&saved, "/movie/11/edit/credits?saved=0&leaf=2");

    // One says something else, one goes to the front, one comes, and other rows are wanted next.
    let form = form_at(&mut anna, "/movie/11/edit/credits?leaf=2").await;
    let first = form
        .text("credits.cast[0]#place")
        .parse::<usize>()
        .expect("a place");
    assert!(first > 20, "{first}");
    let saved = form
        .with("credits.cast[0].character", "Somebody else")
        .with("credits.cast[1]#place", "1")
        .with(&format!("{row}.person"), "31")
        .with(&format!("{row}.character"), "A late guest")
        .with("action", "leaf 3")
        .save(&mut anna)
        .await;
    leads_to(&saved, "/movie/11/edit/credits?saved=1&leaf=3");
    let mut expected = before;
    expected[first - 1].1 = json!("Somebody else");
    let moved = expected.remove(first);
    expected.insert(0, moved);
    expected.push((31, json!("A late guest")));
    assert_eq!(cast().await, expected);

    // What is wrong stands in its row.
    let form = form_at(&mut anna, "/movie/11/edit/credits?leaf=4").await;
    let refused = form
        .with("credits.cast[2].person", "999999")
        .save(&mut anna)
        .await;
    assert_eq!(refused.status, 400);
    let fault = "id=\"x-credits.cast[2].person\"";
    assert!(refused.text().contains(fault), "{}", refused.text());
    assert!(refused.body.len() < LARGEST);

    // Two at once, on the same rows.
    let mut ben = signed_in(&app, "ben").await;
    let mine = form_at(&mut anna, "/movie/11/edit/credits?leaf=2").await;
    let theirs = form_at(&mut ben, "/movie/11/edit/credits?leaf=2").await;
    let saved = theirs
        .with("credits.cast[5].character", "Theirs")
        .save(&mut ben)
        .await;
    leads_to(&saved, "/movie/11/edit/credits?saved=1");
    let stale = mine
        .with("credits.cast[6].character", "Mine")
        .save(&mut anna)
        .await;
    assert_eq!(stale.status, 409, "{}", stale.text());
    assert!(stale.body.len() < LARGEST);
    let saved = crate::form_fields::Fields::of(&stale).save(&mut anna).await;
    leads_to(&saved, "/movie/11/edit/credits?saved=1&leaf=2");
    let after = cast().await;
    assert_eq!(after.len(), expected.len());
    let told: Vec<&str> = after
        .iter()
        .filter_map(|(_, character)| character.as_str())
        .collect();
    assert!(told.contains(&"Mine") && told.contains(&"Theirs"));

    // One of them moves a row to the front of the whole list.
    let mine = form_at(&mut anna, "/movie/11/edit/credits?leaf=2").await;
    let theirs = form_at(&mut ben, "/movie/11/edit/credits?leaf=2").await;
    let place: usize = mine.text("credits.cast[3]#place").parse().expect("a place");
    let changed = theirs.with("credits.cast[5].character", "Once more");
    leads_to(
        &changed.save(&mut ben).await,
        "/movie/11/edit/credits?saved=1",
    );
    let stale = mine
        .with("credits.cast[3]#place", "1")
        .with("credits.cast[6].character", "And once more")
        .save(&mut anna)
        .await;
    assert_eq!(stale.status, 409, "{}", stale.text());
    let saved = crate::form_fields::Fields::of(&stale).save(&mut anna).await;
    leads_to(&saved, "/movie/11/edit/credits?saved=1&leaf=2");
    let moved = cast().await;
    assert_eq!(moved[0], after[place - 1]);
    let says = |part: &str| moved.iter().any(|(_, character)| character == part);
    assert!(says("Once more") && says("And once more"));
}

#[tokio::test]
async fn a_long_filmography_is_put_in_order() {
    let app = with_roles(TestApp::with(&rows()).await).await;
    let mut anna = signed_in(&app, "anna").await;
    let list = async || {
        let credits = app.get("/3/person/31/combined_credits").await;
        let cast = credits.json["cast"].as_array().expect("a cast").clone();
        let ids = cast.iter().map(|row| row["credit_id"].to_string());
        ids.collect::<Vec<_>>()
    };
    let before = list().await;
    let target = "/person/31/edit/credits?list=combined.cast";
    assert!(anna.get(target).await.body.len() < LARGEST);

    let form = form_at(&mut anna, &format!("{target}&leaf=3")).await;
    let place: usize = form.text("credits[4]#place").parse().expect("a place");
    let saved = form.with("credits[4]#place", "2").save(&mut anna).await;
    leads_to(
        &saved,
        "/person/31/edit/credits?saved=1&list=combined.cast&leaf=3",
    );

    let mut expected = before;
    let moved = expected.remove(place - 1);
    expected.insert(1, moved);
    assert_eq!(list().await, expected);
}

#[tokio::test]
async fn a_history_of_many_credits_is_no_large_page() {
    let app = with_roles(TestApp::with(&rows()).await).await;
    let mut anna = signed_in(&app, "anna").await;
    for leaf in 1..4 {
        let target = format!("/movie/11/edit/credits?leaf={leaf}");
        let mut form = form_at(&mut anna, &target).await;
        for row in 0..30 {
            form = form.with(&format!("credits.cast[{row}].character"), &"x".repeat(900));
        }
        leads_to(
            &form.save(&mut anna).await,
            "/movie/11/edit/credits?saved=1",
        );
    }

    let page = anna.get("/movie/11/changes").await;

    assert_eq!(page.status, 200);
    assert!(page.body.len() < LARGEST, "{}", page.body.len());

    // Who is in a list is told by name.
    let form = form_at(&mut anna, "/movie/11/edit/credits?leaf=2").await;
    let row = form.next_row("credits.cast");
    let form = form
        .with(&format!("{row}.person"), "31")
        .with(&format!("{row}.character"), "A late guest");
    leads_to(
        &form.save(&mut anna).await,
        "/movie/11/edit/credits?saved=1",
    );
    let page = anna.get("/movie/11/changes").await;
    for told in ["<code>cast[Ida Brook]</code>", "<ins>31 Ida Brook</ins>"] {
        assert!(page.text().contains(told), "{told}: {}", page.text());
    }
}

#[tokio::test]
async fn a_proposal_that_moves_everybody_comes_in_pages() {
    let app = with_roles(TestApp::with(&rows()).await).await;
    let chief = app.sign_up_as("keeper", Role::Administrator).await;
    let settings = chief.at("/kinora/v1/settings");
    app.change("PUT", &settings, &json!({"review_edits": true}))
        .await;
    let mut anna = signed_in(&app, "anna").await;

    let form = form_at(&mut anna, "/movie/11/edit/credits?leaf=9").await;
    let saved = form
        .with("credits.cast[3]#place", "1")
        .save(&mut anna)
        .await;
    let proposal = leads_to(&saved, "/proposals/").to_owned();

    let first = anna.get(&proposal).await;
    assert!(first.body.len() < LARGEST, "{}", first.body.len());
    let last = last_page(&first);
    assert!(last > 1);
    let page = anna.get(&format!("{proposal}?page={last}")).await;
    assert!(page.status == 200 && page.text().contains("<ins>"));
    assert_eq!(
        anna.get(&format!("{proposal}?page={}", last + 1000))
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn a_change_has_a_page_that_shows_all_of_it() {
    let app = with_roles(TestApp::with(&rows()).await).await;
    let mut anna = signed_in(&app, "anna").await;
    let form = form_at(&mut anna, "/movie/11/edit").await;
    form.with("facts.budget", "4711").save(&mut anna).await;
    let changes = anna.get("/movie/11/changes").await;
    let undo = changes.text().split("/changes/").nth(1);
    let undo = undo.and_then(|rest| rest.split('/').next());
    let revision = undo.expect("a change that can be taken back");

    let page = anna.get(&format!("/movie/11/changes/{revision}")).await;

    assert!(page.text().contains("<ins>4711</ins>"), "{}", page.text());
    let newest = anna.get("/changes").await;
    let named = "Movie The Lamplighter</a>";
    assert!(newest.text().contains(named), "{}", newest.text());
    for elsewhere in [
        format!("/movie/12/changes/{revision}"),
        "/movie/11/changes/1".to_owned(),
        "/movie/11/changes/x".to_owned(),
    ] {
        assert_eq!(anna.get(&elsewhere).await.status, 404, "{elsewhere}");
    }
}
