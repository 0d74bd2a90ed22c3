//! A page that shows a part of several hundred works shows them in the order of all of them.

use std::cmp::Reverse;

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::editing::Newsroom;
use crate::rows::*;

const WORKS: i64 = 450;
const DEPARTMENTS: [&str; 3] = ["Directing", "Sound", "Writing"];

/// Movies and series of which many have the same day, the same popularity or no day, and on which somebody did several things.
fn filmography() -> (Vec<Value>, Vec<Value>) {
    let work = |number: i64| {
        // Several credits are of one title.
        let title = 20_000 + number - i64::from(number % 7 == 3);
        let date = match title % 11 {
            0 => String::new(),
            day => format!(
                "19{:02}-0{}-1{}",
                title * 37 % 90 + 10,
                day % 9 + 1,
                day % 4
            ),
        };
        let row = match title % 5 {
            0 => series_row(&series(title, &format!("Series {title}")))
                .and(json!({ "first_air_date": date, "media_type": "tv", "episode_count": 3 })),
            _ => movie_row(&movie(title, &format!("Movie {title}")))
                .and(json!({ "release_date": date, "media_type": "movie" })),
        };
        row.with("popularity", (title * 53 % 40) as f64 / 4.0)
            .with("credit_id", format!("c{number:023x}"))
    };
    let (mut cast, mut crew) = (Vec::new(), Vec::new());
    for number in 0..WORKS {
        let row = work(number * 7919 % WORKS);
        if number % 3 == 0 {
            cast.push(row.and(json!({ "character": format!("Part {number}"), "order": 0 })));
        } else {
            let department = DEPARTMENTS[number as usize / 3 % DEPARTMENTS.len()];
            crew.push(row.and(json!({ "department": department, "job": format!("Job {number}") })));
        }
    }
    (cast, crew)
}

fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().unwrap_or_default()
}

fn date(row: &Value) -> String {
    [text(row, "release_date"), text(row, "first_air_date")].concat()
}

fn link(row: &Value) -> String {
    format!("/{}/{}", text(row, "media_type"), row["id"])
}

/// What a table of works says of a row: where it leads, and what was done.
fn told(row: &Value) -> (String, String) {
    let part = [text(row, "character"), text(row, "job")].concat();
    (link(row), part)
}

/// Every work in the order of the page, from the answer of the API.
fn in_order(credits: &Value) -> Vec<(String, String)> {
    let rows = |list: &str| credits[list].as_array().expect("a list").clone();
    let mut groups = vec![rows("cast")];
    for department in DEPARTMENTS {
        let crew = rows("crew").into_iter();
        groups.push(
            crew.filter(|row| text(row, "department") == department)
                .collect(),
        );
    }
    for group in &mut groups {
        // The newest first; what has no day is newer than anything. Works on the same title are in the order of their ids.
        group.sort_by_key(|row| {
            let (day, credit) = (date(row), text(row, "credit_id").to_owned());
            (!day.is_empty(), Reverse(day), row["id"].as_i64(), credit)
        });
    }
    groups.iter().flatten().map(told).collect()
}

/// The works of the tables of a page.
fn tables(page: &str) -> Vec<(String, String)> {
    let rows = page.split("<tr><td>").skip(1).map(|row| {
        let href = row
            .split("href=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        let href = href
            .expect("a link")
            .split_inclusive('/')
            .collect::<Vec<_>>();
        let id = href[2].split('-').next().unwrap_or_default();
        let part = row.rsplit("<small dir=\"auto\">").next();
        let part = part
            .and_then(|rest| rest.split('<').next())
            .unwrap_or_default();
        (format!("{}{}{id}", href[0], href[1]), part.to_owned())
    });
    rows.collect()
}

async fn pages(app: &TestApp) -> String {
    let mut pages = String::new();
    for number in 1..=5 {
        let page = app
            .call("GET", &format!("/person/31?page={number}"), &[])
            .await;
        assert_eq!(page.status, 200, "{number}");
        pages += page.text();
    }
    pages
}

#[tokio::test]
async fn a_filmography_is_in_the_order_of_all_of_its_titles_and_counts_all_of_them() {
    let room = Newsroom::open().await;
    let (cast, crew) = filmography();
    let credits = json!({ "cast": cast, "crew": crew });
    let rows = [crate::films::part("person/31", "combined_credits", credits)];
    room.app.import(&rows).await;
    for (movie, into) in [
        (20_004, None),
        (20_008, Some(20_016)),
        (20_012, Some(20_021)),
    ] {
        let base = room.version(&format!("/movie/{movie}")).await;
        let body = match into {
            Some(into) => json!({ "base": base, "into": into }),
            None => json!({ "base": base }),
        };
        let action = if into.is_some() { "merge" } else { "delete" };
        let target = format!("/movie/{movie}/{action}");
        let reply = room.send(&room.moderator, "POST", &target, body).await;
        assert_eq!(reply.status, 200, "{}", reply.json);
    }

    let credits = room.app.get("/3/person/31/combined_credits").await.json;
    let expected = in_order(&credits);
    let pages = pages(&room.app).await;

    assert_eq!(tables(&pages), expected);
    for (heading, list) in [("Acting", "cast"), ("Sound", "crew")] {
        let rows = credits[list].as_array().expect("a list").iter();
        let count = rows
            .filter(|row| list == "cast" || text(row, "department") == heading)
            .count();
        let told = format!("{heading} <small>{count}</small>");
        assert!(pages.contains(&told), "{told}");
    }
    let mut popular: Vec<&Value> = credits["cast"].as_array().expect("a cast").iter().collect();
    popular.sort_by(|a, b| {
        let score = |row: &Value| row["popularity"].as_f64().unwrap_or_default();
        score(b)
            .total_cmp(&score(a))
            .then(a["id"].as_i64().cmp(&b["id"].as_i64()))
    });
    let mut popular: Vec<String> = popular.into_iter().map(link).collect();
    popular.dedup();
    let known = pages
        .split("<ul class=\"cards\">")
        .nth(1)
        .unwrap_or_default();
    let known = known.split("</ul>").next().unwrap_or_default();
    let known: Vec<&str> = known.split("href=\"").skip(1).collect();
    assert_eq!(known.len(), 8);
    for (place, title) in known.iter().zip(&popular) {
        assert!(
            place.starts_with(&format!("{title}-")),
            "{place} is not {title}"
        );
    }
}
