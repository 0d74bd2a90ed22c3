//! Editing over HTTP: roles, versions, faults, and requests that repeat.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use kinora_model::account::Role;
use serde_json::{Value, json};

use crate::app::{Reply, SignedIn, TestApp, with_key};
use crate::catalogue;

/// A server with the catalogue and an account of each role.
pub struct Newsroom {
    pub app: TestApp,
    pub reader: SignedIn,
    pub contributor: SignedIn,
    pub moderator: SignedIn,
    pub administrator: SignedIn,
}

impl Newsroom {
    pub async fn open() -> Newsroom {
        let app = TestApp::with(&catalogue::rows()).await;
        Newsroom {
            reader: app.sign_up_as("reader", Role::Reader).await,
            contributor: app.sign_up_as("contributor", Role::Contributor).await,
            moderator: app.sign_up_as("moderator", Role::Moderator).await,
            administrator: app.sign_up_as("administrator", Role::Administrator).await,
            app,
        }
    }

    pub async fn get(&self, target: &str) -> Value {
        let reply = self.app.get(&self.reader.at(&v1(target))).await;
        assert_eq!(reply.status, StatusCode::OK, "{target}: {}", reply.json);
        reply.json
    }

    pub async fn version(&self, entity: &str) -> i64 {
        self.get(entity).await["version"].as_i64().unwrap()
    }

    pub async fn send(&self, who: &SignedIn, method: &str, target: &str, body: Value) -> Reply {
        self.app.change(method, &who.at(&v1(target)), &body).await
    }

    /// An edit of the contributor that has to be taken.
    pub async fn make(&self, method: &str, target: &str, body: Value) -> Value {
        let reply = self.send(&self.contributor, method, target, body).await;
        assert!(
            reply.status.is_success(),
            "{method} {target}: {}",
            reply.json
        );
        reply.json
    }

    /// The facts of the movie with another budget, against a version.
    pub async fn budget(&self, who: &SignedIn, base: i64, budget: i64) -> Reply {
        let mut facts = self.get("/movie/11/facts").await["document"].take();
        facts["budget"] = json!(budget);
        let body = json!({"base": base, "document": facts, "comment": format!("it was {budget}")});
        self.send(who, "PUT", "/movie/11/facts", body).await
    }
}

fn v1(target: &str) -> String {
    format!("/kinora/v1{target}")
}

pub fn fields(reply: &Reply) -> Vec<&str> {
    let errors = reply.json["errors"].as_array().unwrap();
    errors
        .iter()
        .map(|error| error["field"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn an_edit_is_seen_when_it_is_answered() {
    let room = Newsroom::open().await;
    let base = room.version("/movie/11").await;

    let reply = room.budget(&room.contributor, base, 4_321).await;

    assert_eq!(reply.status, StatusCode::OK, "{}", reply.json);
    assert_eq!(reply.json["entities"][0]["version"], reply.json["revision"]);
    assert_eq!(room.app.get("/3/movie/11").await.json["budget"], 4_321);
}

#[tokio::test]
async fn a_new_movie_is_found_by_search_and_discover_at_once() {
    let room = Newsroom::open().await;
    let parts = json!({
        "facts": {"original_title": "Der neue Film", "genres": [27], "release_date": "1931-05-11", "status": "Released"},
        "texts": {"translations": [{"locale": "en-US", "title": "The New Film", "overview": "Something is new."}]},
        "keywords": [],
    });

    let reply = room
        .send(
            &room.contributor,
            "POST",
            "/movie",
            json!({"parts": parts, "comment": "new"}),
        )
        .await;

    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.json);
    let id = reply.json["entities"][0]["id"].as_i64().unwrap();
    assert!(id >= 1_500_000_000, "{id}");
    let details = room.app.get(&format!("/3/movie/{id}")).await.json;
    assert_eq!(
        (&details["title"], &details["overview"]),
        (&json!("The New Film"), &json!("Something is new."))
    );
    let found = room.app.get("/3/search/movie?query=new%20film").await.json;
    assert_eq!(found["results"][0]["id"], id);
    let found = room
        .app
        .get("/3/discover/movie?primary_release_year=1931")
        .await
        .json;
    assert_eq!(found["results"][0]["id"], id);
}

#[tokio::test]
async fn a_stale_edit_is_told_what_changed_since_and_by_whom() {
    let room = Newsroom::open().await;
    let base = room.version("/movie/11").await;
    room.budget(&room.moderator, base, 5).await;

    let reply = room.budget(&room.contributor, base, 6).await;

    assert_eq!(reply.refusal(), (409, 47));
    let conflict = reply.at("/conflicts/0");
    assert_eq!(
        (&conflict["kind"], &conflict["id"], &conflict["base"]),
        (&json!("movie"), &json!(11), &json!(base))
    );
    let told = &conflict["parts"]["facts"][0];
    assert_eq!(
        (&told["fields"], &told["editor"]["name"]),
        (&json!(["budget"]), &json!("moderator"))
    );
    assert_eq!(room.get("/movie/11/facts").await["document"]["budget"], 5);
}

#[tokio::test]
async fn every_fault_of_an_edit_is_told_with_its_field() {
    let room = Newsroom::open().await;
    let body = json!({
        "comment": "x".repeat(1_001),
        "changes": [
            {"change": "put", "kind": "movie", "id": 11, "base": 1, "part": "facts",
             "document": {"original_title": "A", "genres": [1], "companies": [999], "release_date": "1922-02-30", "budgett": 1}},
            {"change": "put", "kind": "movie", "id": 11, "base": 1, "part": "plot", "document": {}},
            {"change": "put", "kind": "person", "id": 999, "base": 1, "part": "facts", "document": {"name": "N"}},
            {"change": "put", "kind": "movie", "id": -1, "base": 0, "part": "keywords", "document": [888]},
        ],
    });
    let without_comment = {
        let mut body = body.clone();
        body["comment"] = json!("");
        body
    };

    let long = room.send(&room.contributor, "POST", "/edits", body).await;
    let reply = room
        .send(&room.contributor, "POST", "/edits", without_comment)
        .await;

    assert_eq!(
        (long.refusal(), fields(&long)),
        ((400, 18), vec!["comment"])
    );
    assert_eq!(reply.refusal(), (400, 18));
    assert_eq!(
        fields(&reply),
        [
            "changes[2].id",
            "changes[3].part",
            "changes[0].document.release_date",
            "changes[0].document.genres[0]",
            "changes[0].document.companies[0]",
            "changes[0].document.budgett",
            "changes[1].part",
            "changes[3].document[0]",
        ]
    );
}

#[tokio::test]
async fn bodies_that_are_no_edits_are_refused() {
    let room = Newsroom::open().await;

    for (method, target, body) in [
        ("POST", "/edits", json!({})),
        ("POST", "/edits", json!({"changes": []})),
        (
            "POST",
            "/edits",
            json!({"changes": [{"change": "burn", "kind": "movie", "id": 1}]}),
        ),
        (
            "POST",
            "/edits",
            json!({"changes": [{"change": "delete", "kind": "film", "id": 1, "base": 1}]}),
        ),
        ("PUT", "/movie/11/facts", json!({"base": 1})),
        (
            "PUT",
            "/movie/11/facts",
            json!({"base": 1, "document": null}),
        ),
        ("PUT", "/movie/11/facts", json!({"document": {}})),
        (
            "PUT",
            "/movie/11/facts",
            json!({"base": 1, "document": [], "more": 1}),
        ),
        ("POST", "/movie", json!({"parts": {}})),
        (
            "POST",
            "/movie",
            json!({"parts": {"texts": {"translations": []}}}),
        ),
        ("POST", "/movie/11/revisions/1/undo", json!({})),
    ] {
        let reply = room
            .send(&room.administrator, method, target, body.clone())
            .await;
        assert_eq!(
            reply.refusal(),
            (400, 18),
            "{method} {target} {body}: {}",
            reply.json
        );
    }
    let many: Vec<Value> = (0..101)
        .map(|_| json!({"change": "delete", "kind": "movie", "id": 11, "base": 1}))
        .collect();
    let reply = room
        .send(
            &room.administrator,
            "POST",
            "/edits",
            json!({"changes": many}),
        )
        .await;
    assert_eq!(
        (reply.refusal(), fields(&reply)),
        ((400, 18), vec!["changes"])
    );
    for target in ["/movie/x", "/movie/999", "/film/11", "/movie/11/plot"] {
        let reply = room.app.get(&room.reader.at(&v1(target))).await;
        assert_eq!(reply.refusal(), (404, 34), "{target}");
    }
}

#[tokio::test]
async fn roles_say_who_may_do_what() {
    let room = Newsroom::open().await;
    let base = room.version("/movie/11").await;
    let state = json!({"base": base});

    let refusals = [
        room.budget(&room.reader, base, 1).await,
        room.send(&room.contributor, "POST", "/movie/11/delete", state.clone())
            .await,
        room.send(
            &room.contributor,
            "POST",
            "/movie/11/lock",
            json!({"part": "facts"}),
        )
        .await,
        room.send(&room.contributor, "POST", "/proposals/1/accept", json!({}))
            .await,
        room.send(
            &room.moderator,
            "PUT",
            "/settings",
            json!({"review_edits": true}),
        )
        .await,
        room.send(
            &room.moderator,
            "PUT",
            "/accounts/1/role",
            json!({"role": "reader"}),
        )
        .await,
    ];
    for reply in &refusals {
        assert_eq!(reply.refusal(), (403, 38), "{}", reply.json);
    }
    let unnamed = room.app.get("/kinora/v1/movie/11").await;
    assert_eq!(unnamed.refusal(), (401, 3));
    let no_key = room.app.call("GET", "/kinora/v1/movie/11", &[]).await;
    assert_eq!(no_key.refusal(), (401, 7));

    let account = room.reader.account.id;
    let role = format!("/accounts/{account}/role");
    let given = room
        .send(
            &room.administrator,
            "PUT",
            &role,
            json!({"role": "contributor"}),
        )
        .await;
    assert_eq!(given.json["role"], "contributor");
    assert_eq!(
        room.budget(&room.reader, base, 1).await.status,
        StatusCode::OK
    );
    let own = format!("/accounts/{}/role", room.administrator.account.id);
    let own = room
        .send(&room.administrator, "PUT", &own, json!({"role": "reader"}))
        .await;
    assert_eq!(own.refusal(), (400, 18));
}

#[tokio::test]
async fn a_repeated_request_is_carried_out_once() {
    let room = Newsroom::open().await;
    let send = async |who: &SignedIn, title: &str, key: &str| {
        let body = json!({"parts": {"facts": {"original_title": title}}});
        let request = Request::builder()
            .method("POST")
            .uri(with_key(&who.at("/kinora/v1/movie")))
            .header("content-type", "application/json")
            .header("idempotency-key", key)
            .body(Body::from(body.to_string()));
        room.app.send(request.unwrap()).await
    };

    let first = send(&room.contributor, "Once", "a").await;
    let again = send(&room.contributor, "Once", "a").await;
    let other_body = send(&room.contributor, "Twice", "a").await;
    let other_account = send(&room.moderator, "Once", "a").await;
    let other_key = send(&room.contributor, "Once", "b").await;

    assert_eq!((first.status, &first.json), (again.status, &again.json));
    assert_eq!(other_body.refusal(), (422, 47));
    let id = |reply: &Reply| reply.json["entities"][0]["id"].as_i64().unwrap();
    assert_eq!(
        [id(&other_account), id(&other_key)],
        [id(&first) + 1, id(&first) + 2]
    );
    let long = send(&room.contributor, "Once", &"k".repeat(201)).await;
    assert_eq!(
        (long.refusal(), fields(&long)),
        ((400, 18), vec!["Idempotency-Key"])
    );
}

#[tokio::test]
async fn a_series_with_seasons_and_episodes_is_made_in_one_edit() {
    let room = Newsroom::open().await;
    let put = |kind: &str, id: i64, document: Value| json!({"change": "put", "kind": kind, "id": id, "part": "facts", "document": document});
    let changes = json!([
        put("series", -1, json!({"original_name": "Nine Lamps"})),
        put("season", -1, json!({"series": -1, "number": 1})),
        put("episode", -1, json!({"series": -1, "season": 1, "number": 1})),
        put("episode", -2, json!({"series": -1, "season": 1, "number": 2})),
        put("person", -7, json!({"name": "Nora Lind"})),
        {"change": "put", "kind": "episode", "id": -2, "part": "credits",
         "document": {"guests": [{"person": -7, "character": "The Ninth"}]}},
    ]);

    let made = room
        .make("POST", "/edits", json!({"changes": changes}))
        .await;

    let id = |index: usize| made["entities"][index]["id"].as_i64().unwrap();
    let place = |number: i32| format!("/3/tv/{}/season/1/episode/{number}", id(0));
    assert_eq!(room.app.get(&place(1)).await.json["id"], id(2));
    let second = room.app.get(&place(2)).await.json;
    assert_eq!(
        (&second["id"], &second["guest_stars"][0]["character"]),
        (&json!(id(3)), &json!("The Ninth"))
    );

    // The two trade places in one edit.
    let move_to = |index: usize, number: i32| {
        let document = json!({"series": id(0), "season": 1, "number": number});
        let mut change = put("episode", id(index), document);
        change["base"] = made["entities"][index]["version"].clone();
        change
    };
    let taken = json!({"changes": [move_to(2, 2)]});
    let taken = room.send(&room.contributor, "POST", "/edits", taken).await;
    assert_eq!(taken.refusal(), (400, 18), "{}", taken.json);
    room.make(
        "POST",
        "/edits",
        json!({"changes": [move_to(2, 2), move_to(3, 1)]}),
    )
    .await;
    assert_eq!(room.app.get(&place(1)).await.json["id"], id(3));
    assert_eq!(room.app.get(&place(2)).await.json["id"], id(2));
}

#[tokio::test]
async fn an_id_elsewhere_goes_back_to_the_title_that_had_it() {
    let room = Newsroom::open().await;
    let find = async || {
        room.app
            .get("/3/find/tt7654321?external_source=imdb_id")
            .await
            .json["movie_results"][0]["id"]
            .clone()
    };
    let link = async |id: &Value, document: Value| {
        let base = room.version(&format!("/movie/{id}")).await;
        let body = json!({"base": base, "document": document});
        room.make("PUT", &format!("/movie/{id}/links"), body).await
    };
    let made = room
        .make(
            "POST",
            "/movie",
            json!({"parts": {"facts": {"original_title": "Thief"}}}),
        )
        .await;
    let (old, thief) = (json!(11), made["entities"][0]["id"].clone());

    link(&old, json!({"imdb_id": "tt7654321"})).await;
    link(&thief, json!({"imdb_id": "tt7654321"})).await;
    assert_eq!(find().await, thief);
    link(&thief, json!({})).await;

    assert_eq!(find().await, old);
}

#[tokio::test]
async fn credits_come_and_go_and_are_taken_back() {
    let room = Newsroom::open().await;
    let cast = async || room.app.get("/3/movie/11/credits").await.json["cast"].clone();
    let before = room.get("/movie/11/credits").await;
    let shown = cast().await;
    let mut document = before["document"].clone();
    document["cast"] = json!([{"person": 33, "character": "A Stranger"}]);

    let body = json!({"base": before["version"], "document": document});
    room.make("PUT", "/movie/11/credits", body).await;
    let changed = cast().await;
    assert_eq!(changed.as_array().unwrap().len(), 1);
    assert_eq!(changed[0]["character"], "A Stranger");
    let person = room.app.get("/3/person/33/movie_credits").await.json;
    assert!(
        person["cast"]
            .as_array()
            .unwrap()
            .iter()
            .any(|row| row["character"] == "A Stranger")
    );

    let history = room.get("/movie/11/history").await["results"].clone();
    let lists = history
        .as_array()
        .unwrap()
        .iter()
        .find(|revision| revision["part"] == "credits" && revision.get("row").is_none());
    let undo = format!("/movie/11/revisions/{}/undo", lists.unwrap()["revision"]);
    room.make("POST", &undo, json!({})).await;
    assert_eq!(cast().await, shown);
}
