//! Forms whose sender is signed out by now, or whose word is too old: nothing that was typed is lost.

use kinora_model::account::Role;
use kinora_web::{Registration, Settings};

use crate::app::{PASSWORD, Reply, TestApp};
use crate::browser::Browser;
use crate::catalogue;
use crate::form_fields::Fields;

const SESSION: &str = "kinora_session";
const WORD: &str = "kinora_form";

async fn app() -> TestApp {
    let app = TestApp::with(&catalogue::rows()).await;
    app.sign_up_as("anna", Role::Contributor).await;
    app
}

async fn signed_in(app: &TestApp) -> Browser<'_> {
    let mut browser = Browser::new(app);
    browser.sign_in("anna").await;
    browser
}

/// Signs in on the page that was answered instead, and presses the button of the page after it.
async fn sign_in_and_send(browser: &mut Browser<'_>, target: &str) -> Reply {
    let wrong = [("username", "anna"), ("password", "wrong")];
    assert_eq!(browser.submit("/sign-in", &wrong).await.status, 401);
    let right = [("username", "anna"), ("password", PASSWORD)];
    let asked = browser.submit("/sign-in", &right).await;
    assert_eq!(asked.status, 200, "{target}");
    assert_eq!(asked.header("cache-control"), "private, no-store");
    assert!(asked.text().contains("Nothing is lost"), "{target}");
    browser.submit(target, &[]).await
}

#[tokio::test]
async fn whoever_is_signed_out_meanwhile_signs_in_and_sends_what_was_typed() {
    let app = app().await;
    let forms = [
        (
            "/movie/11/reviews",
            "/movie/11-the-lamplighter/reviews",
            vec![("text", "A \"long\" thought\r\n\r\nof two lines & more.")],
        ),
        (
            "/discuss/new",
            "/discuss",
            vec![("subject", "Who?"), ("text", "*Really*: who?")],
        ),
        (
            "/list/new",
            "/list/new",
            vec![("name", "Lamps & lights"), ("description", "All of them.")],
        ),
        (
            "/settings",
            "/settings",
            vec![
                ("full_name", "Anna & Co."),
                ("language", "de"),
                ("country", "AT"),
            ],
        ),
    ];
    for (page, target, fields) in forms {
        let mut browser = signed_in(&app).await;
        browser.get(page).await;
        browser.cookies.remove(SESSION);
        let refused = browser.submit(target, &fields).await;
        assert_eq!(refused.status, 401, "{target}");
        assert!(
            refused.text().contains("What you typed is kept"),
            "{target}"
        );
        let sent = sign_in_and_send(&mut browser, target).await;
        assert_eq!(sent.status, 303, "{target}: {}", sent.text());
        let shown = browser.get(sent.header("location")).await;
        assert_eq!(shown.status, 200, "{target}");
    }
    let reviews = app.get("/3/movie/11/reviews").await;
    let thought = "A \"long\" thought\n\nof two lines & more.";
    let reviews = reviews.json["results"].as_array().expect("reviews").clone();
    assert!(
        reviews.iter().any(|row| row["content"] == thought),
        "{reviews:?}"
    );
}

#[tokio::test]
async fn an_edit_goes_on_after_signing_in() {
    let app = app().await;
    let mut anna = signed_in(&app).await;
    let form = Fields::of(&anna.get("/movie/11/edit").await);
    let form = form
        .with("facts.budget", "123")
        .with("comment", "\"As told\"");

    anna.cookies.clear();
    let refused = form.save(&mut anna).await;
    assert_eq!(refused.status, 401);
    let saved = sign_in_and_send(&mut anna, "/movie/11/edit/facts").await;

    assert_eq!(saved.status, 303, "{}", saved.text());
    assert_eq!(app.get("/3/movie/11").await.at("/budget"), 123);
}

#[tokio::test]
async fn a_form_with_an_old_word_is_sent_again_by_a_button() {
    let app = app().await;
    let mut anna = signed_in(&app).await;
    anna.get("/discuss/new").await;

    anna.cookies.insert(WORD.to_owned(), "0".repeat(32));
    let typed = [("subject", "A title"), ("text", "Some <b>words</b>")];
    let refused = anna.submit("/discuss", &typed).await;
    assert_eq!(refused.status, 403);
    assert!(refused.text().contains("value=\"A title\""));
    let sent = anna.submit("/discuss", &[]).await;

    assert_eq!(sent.status, 303, "{}", sent.text());
    let talk = anna.get(sent.header("location")).await;
    assert!(talk.text().contains("A title"));
}

#[tokio::test]
async fn what_another_site_sends_is_never_carried() {
    let app = app().await;
    for sender in ["cross-site", "same-site", "none"] {
        let mut browser = signed_in(&app).await;
        browser.sender = sender;
        browser.get("/discuss/new").await;
        let with_old_word = [("subject", "Evil"), ("text", "Evil"), ("word", "x")];
        let refused = browser.submit("/discuss", &with_old_word).await;
        assert_eq!(refused.status, 403, "{sender}");
        assert!(!refused.text().contains("Evil"), "{sender}");

        browser.cookies.remove(SESSION);
        let refused = browser.submit("/discuss", &[("text", "Evil")]).await;
        assert_eq!(refused.status, 303, "{sender}");
    }
}

/// Checks that a page asks for a secret anew.
fn assert_asks_for(page: &Reply, name: &str) {
    let field = format!("<input name=\"{name}\" type=\"password\"");
    assert!(page.text().contains(&field), "{}", page.text());
}

#[tokio::test]
async fn everything_but_the_secrets_is_carried() {
    let app = app().await;
    let mut anna = signed_in(&app).await;
    anna.get("/settings").await;
    anna.cookies.remove(SESSION);

    let typed = [("current", PASSWORD), ("password", "a new secret")];
    let page = anna.submit("/settings/password", &typed).await;
    assert_eq!(page.status, 401);
    assert!(!page.text().contains("a new secret") && !page.text().contains(PASSWORD));
    let right = [("username", "anna"), ("password", PASSWORD)];
    let page = anna.submit("/sign-in", &right).await;

    assert_eq!(page.status, 200, "{}", page.text());
    assert_asks_for(&page, "current");
    assert_asks_for(&page, "password");
    let sent = anna.submit("/settings/password", &typed).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
}

#[tokio::test]
async fn a_registration_with_an_old_word_asks_for_the_password_alone() {
    let settings = Settings {
        registration: Registration::Open,
        ..Settings::default()
    };
    let app = TestApp::set_up(&catalogue::rows(), settings).await;
    let mut browser = Browser::new(&app);
    browser.get("/register").await;

    browser.cookies.insert(WORD.to_owned(), "0".repeat(32));
    let typed = [("username", "bela"), ("email", "bela@example.org")];
    let secret = [("password", "a long secret")];
    let page = browser
        .submit("/register", &[typed.as_slice(), &secret].concat())
        .await;

    assert_eq!(page.status, 403);
    assert!(page.text().contains("value=\"bela@example.org\""));
    assert!(!page.text().contains("a long secret"));
    assert_asks_for(&page, "password");
    let sent = browser.submit("/register", &secret).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let settings = browser.get("/settings").await;
    assert!(settings.text().contains("value=\"bela@example.org\""));
}

#[tokio::test]
async fn forms_that_are_too_large_stay_behind() {
    let app = app().await;
    let mut anna = signed_in(&app).await;
    anna.get("/settings").await;
    anna.cookies.remove(SESSION);

    let long = "x".repeat(600_000);
    let refused = anna
        .submit("/movie/11/edit/facts", &[("comment", &long)])
        .await;
    assert_eq!(refused.status, 401);
    assert!(refused.text().contains("go back to the form"));
}

#[tokio::test]
async fn a_carried_form_leads_nowhere_else() {
    let app = app().await;
    let mut browser = Browser::new(&app);
    browser.get("/sign-in").await;

    let fields = [
        ("username", "anna"),
        ("password", PASSWORD),
        ("carried", "https://evil.example/"),
        ("carried.text", "x"),
    ];
    let page = browser.submit("/sign-in", &fields).await;

    assert_eq!(page.status, 200);
    assert!(!page.text().contains("evil.example"));
}
