//! What becomes of edits: states, locks, proposals, and taking back.

use axum::http::StatusCode;
use serde_json::json;

use crate::app::Reply;
use crate::editing::{Newsroom, fields};

#[tokio::test]
async fn deleted_and_merged_entities_come_back() {
    let room = Newsroom::open().await;
    let made = room
        .make(
            "POST",
            "/movie",
            json!({"parts": {"facts": {"original_title": "Twin"}}}),
        )
        .await;
    let (id, base) = (made["entities"][0]["id"].clone(), made["revision"].clone());
    let of = |action: &str| format!("/movie/{id}/{action}");
    let details = format!("/3/movie/{id}");

    let merged = room
        .send(
            &room.moderator,
            "POST",
            &of("merge"),
            json!({"base": base, "into": 11}),
        )
        .await;
    assert_eq!(merged.status, StatusCode::OK, "{}", merged.json);
    assert_eq!(room.app.get(&details).await.json["id"], 11);
    let base = merged.json["revision"].clone();
    let restored = room
        .send(
            &room.moderator,
            "POST",
            &of("restore"),
            json!({"base": base}),
        )
        .await;
    assert_eq!(room.app.get(&details).await.json["id"], id);
    let base = restored.json["revision"].clone();
    let deleted = room
        .send(
            &room.moderator,
            "POST",
            &of("delete"),
            json!({"base": base}),
        )
        .await;
    assert_eq!(room.app.get(&details).await.refusal(), (404, 34));
    let base = deleted.json["revision"].clone();
    let edit = json!({"base": base, "document": {"original_title": "Ghost"}});
    let ghost = room.send(&room.moderator, "PUT", &of("facts"), edit).await;
    assert_eq!(
        (ghost.refusal(), fields(&ghost)),
        ((400, 18), vec!["changes[0].id"])
    );
    let undo = of(&format!("revisions/{base}/undo"));
    room.send(&room.moderator, "POST", &undo, json!({})).await;
    assert_eq!(room.app.get(&details).await.json["id"], id);
    assert_eq!(room.get(&of("history")).await["total_results"], 5);
}

#[tokio::test]
async fn moderators_lock_parts_and_fields() {
    let room = Newsroom::open().await;
    let lock = json!({"part": "facts", "field": "budget", "reason": "checked"});
    let locked = room
        .send(&room.moderator, "POST", "/movie/11/lock", lock.clone())
        .await;
    assert_eq!(locked.at("/locks/0/account/name"), "moderator");
    let base = room.version("/movie/11").await;

    let refused = room.budget(&room.contributor, base, 7).await;
    assert_eq!(refused.refusal(), (403, 38));
    assert_eq!(refused.at("/locked/fields"), &json!(["budget"]));
    let mut facts = room.get("/movie/11/facts").await["document"].take();
    facts["runtime"] = json!(77);
    let other = room
        .make(
            "PUT",
            "/movie/11/facts",
            json!({"base": base, "document": facts}),
        )
        .await;
    let base = other["revision"].as_i64().unwrap();
    assert_eq!(
        room.budget(&room.moderator, base, 7).await.status,
        StatusCode::OK
    );
    room.send(&room.moderator, "POST", "/movie/11/unlock", lock.clone())
        .await;
    let base = room.version("/movie/11").await;
    assert_eq!(
        room.budget(&room.contributor, base, 8).await.status,
        StatusCode::OK
    );
    let again = room
        .send(&room.moderator, "POST", "/movie/11/unlock", lock)
        .await;
    assert_eq!(again.refusal(), (404, 34));
    let part = room
        .send(
            &room.moderator,
            "POST",
            "/movie/11/lock",
            json!({"part": "plot"}),
        )
        .await;
    assert_eq!((part.refusal(), fields(&part)), ((400, 18), vec!["part"]));
}

#[tokio::test]
async fn edits_wait_for_a_moderator_where_they_are_reviewed() {
    let room = Newsroom::open().await;
    room.send(
        &room.administrator,
        "PUT",
        "/settings",
        json!({"review_edits": true}),
    )
    .await;
    let base = room.version("/movie/11").await;

    let first = room.budget(&room.contributor, base, 11).await;
    let second = room.budget(&room.contributor, base, 12).await;
    let third = room.budget(&room.contributor, base, 13).await;

    assert_eq!(first.status, StatusCode::ACCEPTED);
    assert_eq!(room.version("/movie/11").await, base);
    let open = room
        .app
        .get(&room.moderator.at("/kinora/v1/proposals"))
        .await
        .json;
    assert_eq!(open["total_results"], 3);
    assert_eq!(open["results"][2]["comment"], "it was 11");
    let decide =
        |reply: &Reply, word: &str| format!("/proposals/{}/{word}", reply.json["proposal"]);
    let accepted = room
        .send(
            &room.moderator,
            "POST",
            &decide(&first, "accept"),
            json!({}),
        )
        .await;
    assert_eq!(accepted.status, StatusCode::OK, "{}", accepted.json);
    assert_eq!(room.app.get("/3/movie/11").await.json["budget"], 11);
    let history = room.get("/movie/11/history").await;
    assert_eq!(history["results"][0]["editor"]["name"], "contributor");
    let stale = room
        .send(
            &room.moderator,
            "POST",
            &decide(&second, "accept"),
            json!({}),
        )
        .await;
    assert_eq!(stale.refusal(), (409, 47));
    let reason = json!({"reason": "it was eleven"});
    let rejected = room
        .send(&room.moderator, "POST", &decide(&second, "reject"), reason)
        .await;
    assert_eq!(
        (&rejected.json["state"], &rejected.json["reason"]),
        (&json!("rejected"), &json!("it was eleven"))
    );
    let twice = room
        .send(
            &room.moderator,
            "POST",
            &decide(&second, "reject"),
            json!({}),
        )
        .await;
    assert_eq!(twice.refusal(), (404, 34));
    let withdrawn = room
        .send(
            &room.contributor,
            "POST",
            &decide(&third, "reject"),
            json!({}),
        )
        .await;
    assert_eq!(withdrawn.json["state"], "rejected");
    let faulty =
        json!({"base": room.version("/movie/11").await, "document": {"original_title": 1}});
    let faulty = room
        .send(&room.contributor, "PUT", "/movie/11/facts", faulty)
        .await;
    assert_eq!(faulty.refusal(), (400, 18));
}

#[tokio::test]
async fn revisions_are_taken_back_whole_or_in_part() {
    let room = Newsroom::open().await;
    let before = room.get("/movie/11/facts").await["document"].clone();
    let mut facts = before.clone();
    facts["budget"] = json!(1_001);
    facts["runtime"] = json!(99);
    let body = json!({"base": room.version("/movie/11").await, "document": facts});
    let made = room.make("PUT", "/movie/11/facts", body).await;
    let undo = format!("/movie/11/revisions/{}/undo", made["revision"]);

    room.make("POST", &undo, json!({"fields": ["budget"]}))
        .await;
    let partly = room.get("/movie/11/facts").await["document"].clone();
    assert_eq!(
        (&partly["budget"], &partly["runtime"]),
        (&before["budget"], &json!(99))
    );
    let base = room.version("/movie/11").await;
    room.budget(&room.contributor, base, 2_002).await;

    let conflict = room.send(&room.contributor, "POST", &undo, json!({})).await;
    assert_eq!(
        (conflict.refusal(), conflict.at("/fields")),
        ((409, 47), &json!(["budget"]))
    );
    let done = room
        .make("POST", &undo, json!({"fields": ["runtime"]}))
        .await;
    assert_eq!(done["changes"], 1);
    let after = room.get("/movie/11/facts").await["document"].clone();
    assert_eq!(
        (&after["budget"], &after["runtime"]),
        (&json!(2_002), &before["runtime"])
    );
    let unknown = room
        .send(
            &room.contributor,
            "POST",
            &undo,
            json!({"fields": ["status"]}),
        )
        .await;
    assert_eq!(fields(&unknown), ["changes[0].fields"]);
}
