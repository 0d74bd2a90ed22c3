//! What accounts and guests said of a title that is merged into another one, and what becomes of it when the merge is undone.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::app::SignedIn;
use crate::editing::Newsroom;
use crate::films::ids;

/// The title that the others are merged into.
const INTO: i64 = 11;

impl Newsroom {
    /// A movie that is made for a test.
    async fn twin(&self, title: &str) -> i64 {
        let parts = json!({"parts": {"facts": {"original_title": title}}});
        let made = self.make("POST", "/movie", parts).await;
        made["entities"][0]["id"].as_i64().expect("a number")
    }

    /// Merges a movie into another, or restores it.
    async fn decide(&self, movie: i64, action: &str, into: Option<i64>) {
        let base = self.version(&format!("/movie/{movie}")).await;
        let mut body = json!({ "base": base });
        if let Some(into) = into {
            body["into"] = into.into();
        }
        let target = format!("/movie/{movie}/{action}");
        let reply = self.send(&self.moderator, "POST", &target, body).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.json);
    }

    async fn rate(&self, session: &str, movie: i64, value: f64) {
        let target = format!("/3/movie/{movie}/rating?{session}");
        let reply = self.app.post(&target, &json!({ "value": value })).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.json);
    }

    /// What somebody rated a movie; 0 for no rating.
    async fn rated(&self, session: &str, movie: i64) -> f64 {
        let target = format!("/3/movie/{movie}/account_states?{session}");
        let states = self.app.get(&target).await;
        states.at("/rated")["value"].as_f64().unwrap_or_default()
    }

    async fn votes(&self, movie: i64) -> i64 {
        let details = self.app.get(&format!("/3/movie/{movie}")).await;
        details.at("/vote_count").as_i64().expect("a number")
    }
}

fn session(who: &SignedIn) -> String {
    format!("session_id={}", who.session)
}

#[tokio::test]
async fn ratings_follow_a_merged_title_and_come_back_unless_they_were_given_anew() {
    let room = Newsroom::open().await;
    let twin = room.twin("Twin").await;
    let guest = room.app.get("/3/authentication/guest_session/new").await;
    let guest = guest.at("/guest_session_id").as_str().expect("a session");
    let guest = format!("guest_session_id={guest}");
    let (reader, both) = (session(&room.reader), session(&room.contributor));
    let before = room.votes(INTO).await;
    room.rate(&reader, twin, 8.0).await;
    room.rate(&guest, twin, 7.0).await;
    room.rate(&both, twin, 6.0).await;
    room.rate(&both, INTO, 9.0).await;

    room.decide(twin, "merge", Some(INTO)).await;

    assert_eq!(room.rated(&reader, INTO).await, 8.0);
    assert_eq!(room.rated(&guest, INTO).await, 7.0);
    assert_eq!(room.rated(&both, INTO).await, 9.0);
    assert_eq!(room.votes(INTO).await, before + 3);
    let account = room.reader.account.id;
    let rated = format!("/3/account/{account}/rated/movies?{reader}");
    assert_eq!(ids(room.app.get(&rated).await.at("/results")), [INTO]);

    room.rate(&reader, INTO, 5.0).await;
    room.decide(twin, "restore", None).await;

    assert_eq!(room.rated(&reader, INTO).await, 5.0);
    assert_eq!(room.rated(&reader, twin).await, 0.0);
    assert_eq!(
        (
            room.rated(&guest, INTO).await,
            room.rated(&guest, twin).await
        ),
        (0.0, 7.0)
    );
    assert_eq!(
        (room.rated(&both, INTO).await, room.rated(&both, twin).await),
        (9.0, 6.0)
    );
    assert_eq!(
        (room.votes(INTO).await, room.votes(twin).await),
        (before + 2, 2)
    );
}

#[tokio::test]
async fn favourites_the_watchlist_and_lists_follow_a_merged_title_and_come_back() {
    let room = Newsroom::open().await;
    let (twin, other) = (room.twin("Twin").await, room.twin("Other").await);
    let account = room.reader.account.id;
    let made = room
        .app
        .post(&room.reader.at("/3/list"), &json!({ "name": "Mine" }))
        .await;
    let list = made.at("/list_id").clone();
    let add = room.reader.at(&format!("/3/list/{list}/add_item"));
    for movie in [other, twin] {
        room.app.post(&add, &json!({ "media_id": movie })).await;
    }
    let marks = [
        ("favorite", "favorite", &[twin][..]),
        ("watchlist", "watchlist", &[INTO, twin]),
    ];
    for (path, word, movies) in marks {
        for movie in movies {
            let target = room.reader.at(&format!("/3/account/{account}/{path}"));
            let body = json!({ "media_type": "movie", "media_id": movie, word: true });
            room.app.post(&target, &body).await;
        }
    }
    let shown = async || -> Vec<Vec<i64>> {
        let mut shown = Vec::new();
        for (target, place) in [
            (format!("/3/list/{list}"), "/items"),
            (format!("/3/account/{account}/favorite/movies"), "/results"),
            (format!("/3/account/{account}/watchlist/movies"), "/results"),
        ] {
            let reply = room.app.get(&room.reader.at(&target)).await;
            shown.push(ids(reply.at(place)));
        }
        shown
    };
    let before = shown().await;
    assert_eq!(before, [vec![other, twin], vec![twin], vec![INTO, twin]]);

    room.decide(twin, "merge", Some(INTO)).await;
    assert_eq!(shown().await, [vec![other, INTO], vec![INTO], vec![INTO]]);
    assert_eq!(
        room.app
            .get(&format!("/3/list/{list}"))
            .await
            .at("/item_count"),
        2
    );

    room.decide(twin, "restore", None).await;
    assert_eq!(shown().await, before);
}

#[tokio::test]
async fn what_went_through_several_merges_comes_back_to_where_it_was_said() {
    let room = Newsroom::open().await;
    let (first, second) = (room.twin("First").await, room.twin("Second").await);
    let reader = session(&room.reader);
    room.rate(&reader, first, 8.0).await;

    room.decide(first, "merge", Some(second)).await;
    room.decide(second, "merge", Some(INTO)).await;
    assert_eq!(room.rated(&reader, INTO).await, 8.0);
    room.decide(first, "restore", None).await;

    assert_eq!(
        (
            room.rated(&reader, INTO).await,
            room.rated(&reader, first).await
        ),
        (0.0, 8.0)
    );
    let history: Value = room.get(&format!("/movie/{first}/history")).await;
    assert!(
        history["results"]
            .as_array()
            .is_some_and(|rows| !rows.is_empty())
    );
}
