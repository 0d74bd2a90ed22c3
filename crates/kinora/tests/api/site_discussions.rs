//! Discussions on the site, as a browser uses them.

use std::time::SystemTime;

use kinora_model::account::Role;
use kinora_web::{Clock, Settings};

use crate::app::{Reply, TestApp};
use crate::browser::Browser;
use crate::catalogue;

/// A movie of the catalogue with its title in the address, and a text of its page.
const MOVIE: &str = "/movie/11";

async fn forum() -> TestApp {
    let app = TestApp::with(&catalogue::rows()).await;
    app.sign_up("anna").await;
    app.sign_up("ben").await;
    app.sign_up_as("moderator", Role::Moderator).await;
    app
}

async fn signed_in<'a>(app: &'a TestApp, name: &str) -> Browser<'a> {
    let mut browser = Browser::new(app);
    browser.sign_in(name).await;
    browser
}

/// Begins a discussion about something and answers its address.
async fn begin(browser: &mut Browser<'_>, about: &str, subject: &str) -> String {
    let page = browser.get(&format!("{about}/discuss/new")).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let action = action(&page, "/discuss\"");
    let fields = [("subject", subject), ("text", "I remember **red**.")];
    let begun = browser.submit(&action, &fields).await;
    assert_eq!(begun.status, 303, "{}", begun.text());
    begun.header("location").to_owned()
}

/// The action of a form of a page that ends like this.
fn action(page: &Reply, end: &str) -> String {
    let actions = page.text().split("action=\"").skip(1);
    let mut actions = actions.filter_map(|rest| rest.split_once('"'));
    let end = end.trim_end_matches('"');
    let found = actions.find(|(action, _)| action.ends_with(end));
    found.expect("a form").0.to_owned()
}

#[tokio::test]
async fn a_discussion_from_start_to_close() {
    let app = forum().await;
    let mut anna = signed_in(&app, "anna").await;
    let mut ben = signed_in(&app, "ben").await;
    let mut moderator = signed_in(&app, "moderator").await;

    let talk = begin(&mut anna, MOVIE, "Is it in <colour>?").await;
    let list = ben.get(&format!("{MOVIE}/discuss")).await;
    assert!(
        list.text().contains("Is it in &#60;colour&#62;?"),
        "{}",
        list.text()
    );
    assert!(list.text().contains("class=\"unread\""));
    let page = ben.get(&talk).await;
    assert!(page.text().contains("<strong>red</strong>"));
    assert!(!page.text().contains("/close\""), "it is not Ben's");
    let quote = page.text().split("quote=").nth(1).expect("a link to quote");
    let quote = quote.split('#').next().unwrap_or_default();
    let quoting = ben.get(&format!("{talk}?quote={quote}")).await;
    assert!(quoting.text().contains("&#62; I remember **red**."));
    let replied = ben
        .submit(&talk, &[("text", "> red\n\nNo, <b>blue</b>.")])
        .await;
    assert_eq!(replied.status, 303);
    let place = ben.get(replied.header("location")).await;
    assert_eq!(place.status, 303);
    assert!(
        place
            .header("location")
            .starts_with(&format!("{talk}?page=1#m"))
    );

    let home = anna.get("/").await;
    assert!(home.text().contains("✉ 1"), "Anna watches it");
    let page = anna.get(&talk).await;
    assert!(
        page.text().contains("No, &lt;b&gt;blue&lt;/b&gt;."),
        "{}",
        page.text()
    );
    assert!(
        !anna.get("/").await.text().contains('✉'),
        "Anna has read it"
    );
    anna.get(&talk).await;
    let closed = anna.submit(&format!("{talk}/close"), &[]).await;
    assert_eq!(closed.status, 303);
    ben.get(&talk).await;
    let late = ben.submit(&talk, &[("text", "But still")]).await;
    assert_eq!(late.status, 403, "the page has no form any more");
    let page = moderator.get(&talk).await;
    assert!(page.text().contains("This discussion is closed."));
    moderator.submit(&format!("{talk}/private"), &[]).await;

    assert_eq!(Browser::new(&app).get(&talk).await.status, 404);
    assert_eq!(ben.get(&talk).await.status, 200, "Ben wrote in it");
    let log = moderator.get(&format!("{talk}/activity")).await;
    for act in ["Begun", "Closed", "Made private"] {
        assert!(log.text().contains(act), "{act}");
    }
}

#[tokio::test]
async fn discussions_are_about_titles_people_and_anything() {
    let app = forum().await;
    let mut anna = signed_in(&app, "anna").await;
    for about in [MOVIE, "/tv/21", "/person/31", ""] {
        begin(&mut anna, about, &format!("About {about}!")).await;
    }

    for (list, subjects) in [
        ("/movie/11/discuss", vec!["About /movie/11"]),
        ("/discuss?of=general", vec!["About !"]),
        (
            "/discuss",
            vec!["About /movie/11", "About /tv/21", "About /person/31"],
        ),
        ("/discuss?of=watched", vec!["About /tv/21"]),
    ] {
        let page = Browser::new(&app).get(list).await;
        let page = if list.ends_with("watched") {
            anna.get(list).await
        } else {
            page
        };
        assert_eq!(page.status, 200);
        for subject in subjects {
            assert!(page.text().contains(subject), "{list} {subject}");
        }
    }
    for missing in [
        "/movie/404/discuss",
        "/discuss/404",
        "/discuss/x",
        "/discuss?of=mine",
        "/discuss/message/404",
        "/collection/1/discuss",
    ] {
        assert_eq!(anna.get(missing).await.status, 404, "{missing}");
    }
    assert_eq!(anna.get("/discuss?page=2").await.status, 400);
}

#[tokio::test]
async fn messages_are_edited_removed_and_reported() {
    let app = forum().await;
    let mut anna = signed_in(&app, "anna").await;
    let mut ben = signed_in(&app, "ben").await;
    let mut moderator = signed_in(&app, "moderator").await;
    let talk = begin(&mut anna, "", "Colours").await;
    let page = anna.get(&talk).await;
    let message = action_of_link(&page, "/edit");

    let edit = anna.get(&format!("{message}/edit")).await;
    assert!(edit.text().contains("I remember **red**."));
    let long = "x".repeat(10_001);
    let refused = anna
        .submit(&format!("{message}/edit"), &[("text", &long)])
        .await;
    assert_eq!(refused.status, 400);
    assert!(refused.text().contains(&long), "nothing typed is lost");
    let edited = anna
        .submit(&format!("{message}/edit"), &[("text", "It was blue.")])
        .await;
    assert_eq!(edited.status, 303);
    ben.get(&format!("{message}/edit")).await;
    let refused = ben
        .submit(&format!("{message}/edit"), &[("text", "Mine.")])
        .await;
    assert_eq!(refused.status, 403);
    ben.get(&format!("{message}/report")).await;
    let reported = ben
        .submit(&format!("{message}/report"), &[("text", "It is wrong.")])
        .await;
    assert_eq!(reported.status, 303);

    assert_eq!(ben.get("/discuss/reports").await.status, 403);
    let reports = moderator.get("/discuss/reports").await;
    assert!(reports.text().contains("It is wrong."));
    assert!(reports.text().contains("It was blue."));
    let settled = moderator.submit(&action(&reports, "/1"), &[]).await;
    assert_eq!(settled.status, 303);
    assert!(
        !moderator
            .get("/discuss/reports")
            .await
            .text()
            .contains("wrong")
    );
    moderator.get(&format!("{message}/remove")).await;
    let removed = moderator.submit(&format!("{message}/remove"), &[]).await;
    assert_eq!(removed.status, 303);
    let page = anna.get(&talk).await;
    assert!(page.text().contains("This message was removed."));
}

/// The address of a message whose page has a link that ends like this.
fn action_of_link(page: &Reply, end: &str) -> String {
    let links = page.text().split("href=\"").skip(1);
    let mut links = links.filter_map(|rest| rest.split('"').next());
    let found = links.find(|link| link.starts_with("/discuss/message/") && link.ends_with(end));
    found.expect("a link").trim_end_matches(end).to_owned()
}

#[tokio::test]
async fn long_discussions_have_pages_and_writing_has_a_pace() {
    let app = TestApp::set_up(
        &[],
        Settings {
            clock: Clock::stopped_at(SystemTime::now()),
            ..Settings::default()
        },
    )
    .await;
    let writers: Vec<String> = (0..3).map(|number| format!("writer{number}")).collect();
    let mut browsers = Vec::new();
    for writer in &writers {
        app.sign_up(writer).await;
        browsers.push(signed_in(&app, writer).await);
    }
    let talk = begin(&mut browsers[0], "", "Much").await;
    for (index, browser) in browsers.iter_mut().enumerate() {
        for number in 0..9 {
            browser.get(&talk).await;
            let text = format!("Message {index} {number}");
            let replied = browser.submit(&talk, &[("text", &text)]).await;
            assert_eq!(replied.status, 303, "{}", replied.text());
        }
    }
    let writer = &mut browsers[0];
    writer.get(&talk).await;
    let refused = writer.submit(&talk, &[("text", "One more")]).await;
    assert_eq!(refused.status, 429);
    assert!(refused.text().contains("One more"), "nothing typed is lost");

    let first = writer.get(&talk).await;
    let second = writer.get(&format!("{talk}?page=2")).await;
    assert!(first.text().contains("Message 0 0") && !first.text().contains("Message 2 8"));
    assert!(second.text().contains("Message 2 8") && !second.text().contains("Message 0 0"));
    assert!(
        first
            .text()
            .contains(&format!("href=\"{talk}?page=2#m28\" data-key=\"l\""))
    );
    assert!(
        first
            .text()
            .contains("rel=\"next\" data-key=\"ArrowRight\"")
    );
    assert_eq!(writer.get(&format!("{talk}?page=3")).await.status, 400);
}

#[tokio::test]
async fn writing_takes_an_account_and_a_form_of_this_site() {
    let app = forum().await;
    let mut visitor = Browser::new(&app);
    let asked = visitor.get("/movie/11/discuss/new").await;
    assert_eq!(asked.status, 303);
    assert!(asked.header("location").starts_with("/sign-in?next="));
    assert_eq!(
        visitor
            .submit("/discuss", &[("subject", "A"), ("text", "B")])
            .await
            .status,
        401
    );
    let mut anna = signed_in(&app, "anna").await;
    anna.forget_forms();
    let foreign = anna
        .submit("/discuss", &[("subject", "A"), ("text", "B")])
        .await;
    assert_eq!(foreign.status, 403);
    anna.get("/discuss/new").await;
    let empty = anna
        .submit("/discuss", &[("subject", "A title"), ("text", " ")])
        .await;
    assert_eq!(empty.status, 400);
    assert!(empty.text().contains("value=\"A title\""));
}
