//! The page of what an account wants to watch next.

use kinora_model::queue::{Format, Offer, QueueKind};
use kinora_model::{EntityKey, Kind};

use crate::app::TestApp;
use crate::browser::Browser;
use crate::catalogue;

const LAMPLIGHTER: EntityKey = EntityKey::new(Kind::Movie, 11);

async fn catalogue() -> TestApp {
    let app = TestApp::with(&catalogue::rows()).await;
    app.sign_up("anna").await;
    app.sign_up("bert").await;
    app
}

/// What is in an account's queue, in order, as forms name it.
async fn queue(app: &TestApp, name: &str, kind: QueueKind) -> Vec<String> {
    let account = app.store.account_named(name).await.expect("an answer");
    let account = account.expect("the account").id;
    let queue = app.store.queue(account, kind).await.expect("a queue");
    let titles = queue.available.iter().map(|entry| entry.title);
    titles
        .map(|title| format!("{}-{}", title.kind.name(), title.id))
        .collect()
}

#[tokio::test]
async fn titles_are_added_ordered_and_taken_off() {
    let app = catalogue().await;
    let mut anna = Browser::new(&app);
    anna.sign_in("anna").await;

    for (page, title) in [("/movie/11", "movie-11"), ("/tv/21", "tv-21")] {
        let shown = anna.get(page).await;
        assert!(shown.text().contains("/queue/instant/add"), "{page}");
        let added = anna.submit("/queue/instant/add", &[("title", title)]).await;
        assert_eq!(added.header("location"), "/queue?of=instant");
    }
    let all = queue(&app, "anna", QueueKind::Instant).await;
    assert!(all.len() > 2 && all[0] == "movie-11", "{all:?}");
    let page = anna.get("/queue").await;
    assert!(page.text().contains("data-sortable"));
    assert!(page.text().contains("The Lamplighter"));

    let down = format!("{} {}", all[0], all[2]);
    anna.submit("/queue/instant/order", &[("move", &down)])
        .await;
    let moved = queue(&app, "anna", QueueKind::Instant).await;
    assert_eq!(moved[..2], [all[1].clone(), all[0].clone()]);
    anna.submit("/queue/instant/order", &[("move", "movie-11 end")])
        .await;
    let moved = queue(&app, "anna", QueueKind::Instant).await;
    assert_eq!(moved.last().map(String::as_str), Some("movie-11"));
    anna.submit(
        "/queue/instant/order",
        &[("move", &format!("movie-11 {}", all[1]))],
    )
    .await;
    assert_eq!(queue(&app, "anna", QueueKind::Instant).await, all);
    // A form that is sent twice means the same.
    for _ in 0..2 {
        let left = anna.submit("/queue/instant/order", &[("remove", "movie-11")]);
        assert_eq!(left.await.status, 303);
    }
    assert_eq!(queue(&app, "anna", QueueKind::Instant).await, all[1..]);
    assert!(queue(&app, "bert", QueueKind::Instant).await.is_empty());
}

#[tokio::test]
async fn what_cannot_be_done_is_told() {
    let app = catalogue().await;
    let mut anna = Browser::new(&app);
    let signed_out = anna.get("/queue").await;
    assert!(signed_out.header("location").starts_with("/sign-in"));
    anna.sign_in("anna").await;
    let never = app
        .store
        .set_offer(LAMPLIGHTER, Format::Instant, Offer::Never, 0);
    assert!(never.await.expect("an answer"));

    anna.get("/movie/11").await;
    let refused = anna
        .submit("/queue/instant/add", &[("title", "movie-11")])
        .await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("This title cannot be had here."));
    for fields in [
        [("title", "movie-x")],
        [("title", "person-1")],
        [("move", "movie-11")],
        [("other", "")],
    ] {
        for (page, path) in [("/movie/11", "add"), ("/queue", "order")] {
            let path = format!("/queue/instant/{path}");
            anna.get(page).await;
            assert_eq!(anna.submit(&path, &fields).await.status, 404, "{fields:?}");
        }
    }
    anna.forget_forms();
    let foreign = anna
        .submit("/queue/instant/add", &[("title", "movie-11")])
        .await;
    assert_ne!(foreign.status, 303);
    assert!(queue(&app, "anna", QueueKind::Instant).await.is_empty());
}
