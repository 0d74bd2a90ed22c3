//! The pages of accounts, as a browser uses them: with cookies, and by the forms that the pages hold.

use kinora_web::{Registration, Settings};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use crate::app::{PASSWORD, TestApp};
use crate::browser::Browser;

async fn new_token(app: &TestApp) -> String {
    let reply = app.get("/3/authentication/token/new").await;
    let token = reply.at("/request_token").as_str().expect("a token");
    token.to_owned()
}

async fn exchange(app: &TestApp, token: &str) -> (u16, i64) {
    let wish = json!({ "request_token": token });
    app.post("/3/authentication/session/new", &wish)
        .await
        .refusal()
}

#[tokio::test]
async fn whoever_signs_in_approves_a_token_and_is_sent_back() {
    let app = TestApp::with(&[]).await;
    app.sign_up("anna").await;
    let token = new_token(&app).await;
    let mut browser = Browser::new(&app);

    let page = format!("/authenticate/{token}");
    let asked = browser
        .get(&format!(
            "{page}?redirect_to=https://films.example/done%3Fx=1"
        ))
        .await;
    let before = exchange(&app, &token).await;
    let wrong = browser
        .submit(&page, &[("username", "anna"), ("password", "wrong")])
        .await;
    let signed_in = browser
        .submit(&page, &[("username", "anna"), ("password", PASSWORD)])
        .await;
    let back = signed_in.header("location").to_owned();
    let inside = browser.get(&back).await;
    let approved = browser.submit(&page, &[("action", "approve")]).await;

    assert_eq!(asked.status, 200);
    assert!(asked.text().contains("https://films.example/done?x=1"));
    let policy = asked.header("content-security-policy");
    assert!(policy.ends_with("form-action 'self' https:"), "{policy}");
    assert_eq!(before, (401, 17));
    assert_eq!(wrong.status, 401);
    assert!(wrong.text().contains("Name or password is wrong."));
    assert_eq!(signed_in.status, 303);
    assert!(inside.text().contains("Signed in as <b>anna</b>"));
    assert!(inside.text().contains("https://films.example/done?x=1"));
    assert_eq!(approved.status, 303);
    let target = format!("https://films.example/done?x=1&request_token={token}&approved=true");
    assert_eq!(approved.header("location"), target);
    assert_eq!(exchange(&app, &token).await, (200, 0));
    assert_eq!(browser.get(&page).await.status, 404, "it is used");
}

#[tokio::test]
async fn a_denied_token_is_none() {
    let app = TestApp::with(&[]).await;
    app.sign_up("anna").await;
    let token = new_token(&app).await;
    let mut browser = Browser::new(&app);
    browser.sign_in("anna").await;

    let page = format!("/authenticate/{token}");
    browser.get(&format!("{page}?redirect_to=app://back")).await;
    let denied = browser.submit(&page, &[("action", "deny")]).await;

    let target = format!("app://back?request_token={token}&denied=true");
    assert_eq!(denied.header("location"), target);
    assert_eq!(exchange(&app, &token).await, (401, 17));
    assert_eq!(browser.get(&page).await.status, 404);
}

#[tokio::test]
async fn nobody_is_sent_to_what_runs_something() {
    let app = TestApp::with(&[]).await;
    app.sign_up("anna").await;
    let mut browser = Browser::new(&app);
    browser.sign_in("anna").await;

    for target in [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "\"><script>",
    ] {
        let page = format!("/authenticate/{}", new_token(&app).await);
        let encoded = utf8_percent_encode(target, NON_ALPHANUMERIC);
        let asked = browser.get(&format!("{page}?redirect_to={encoded}")).await;
        let approved = browser.submit(&page, &[("action", "approve")]).await;

        assert!(!asked.text().contains("<script>"), "{target}");
        assert_eq!(approved.status, 200, "{target}");
        assert_eq!(approved.header("location"), "", "{target}");
    }
}

#[tokio::test]
async fn forms_of_other_sites_do_nothing() {
    let app = TestApp::with(&[]).await;
    app.sign_up("anna").await;
    let token = new_token(&app).await;
    let mut browser = Browser::new(&app);
    browser.sign_in("anna").await;
    let page = format!("/authenticate/{token}");

    browser.get(&page).await;
    browser.forget_forms();
    let without = browser.submit(&page, &[("action", "approve")]).await;
    browser.forget_forms();
    let word = "0".repeat(32);
    let guessed = browser
        .submit(&page, &[("action", "approve"), ("word", &word)])
        .await;

    assert_eq!(
        (without.status.as_u16(), guessed.status.as_u16()),
        (403, 403)
    );
    assert_eq!(exchange(&app, &token).await, (401, 17));
    browser.get("/sign-in").await;
    browser.forget_forms();
    browser.submit("/sign-out", &[]).await;
    assert!(
        browser
            .get("/sign-in")
            .await
            .text()
            .contains("Signed in as")
    );
}

#[tokio::test]
async fn pages_of_accounts_are_kept_by_nobody() {
    let app = TestApp::with(&[]).await;
    let token = new_token(&app).await;
    let mut browser = Browser::new(&app);

    for target in [
        "/sign-in",
        &format!("/authenticate/{token}"),
        "/register",
        "/setup",
    ] {
        let reply = browser.get(target).await;

        let policy = reply.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none';"), "{target}");
        assert!(policy.contains("frame-ancestors 'none'"), "{target}");
        assert_eq!(
            reply.header("cache-control"),
            "private, no-store",
            "{target}"
        );
        assert!(policy.ends_with("form-action 'self'"), "{target}");
        assert_eq!(reply.header("referrer-policy"), "same-origin", "{target}");
    }
}

#[tokio::test]
async fn signing_in_and_out() {
    let app = TestApp::with(&[]).await;
    app.sign_up("anna").await;
    let mut browser = Browser::new(&app);

    browser.get("/sign-in?next=/docs").await;
    let signed_in = browser
        .submit("/sign-in", &[("username", "Anna"), ("password", PASSWORD)])
        .await;
    let inside = browser.get("/sign-in").await;
    let as_session = format!(
        "/3/account?session_id={}",
        browser.cookies["kinora_session"]
    );
    let as_session = app.get(&as_session).await;
    let out = browser.submit("/sign-out", &[]).await;
    let outside = browser.get("/sign-in").await;

    assert_eq!(signed_in.header("location"), "/docs");
    assert!(inside.text().contains("Signed in as <b>anna</b>"));
    assert_eq!(
        as_session.refusal(),
        (401, 3),
        "a cookie is no session of the API"
    );
    assert_eq!(out.status, 303);
    assert!(outside.text().contains("name=\"password\""));
}

#[tokio::test]
async fn signing_in_leads_nowhere_else() {
    let app = TestApp::with(&[]).await;
    app.sign_up("anna").await;

    for next in [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
    ] {
        let mut browser = Browser::new(&app);
        let encoded = utf8_percent_encode(next, NON_ALPHANUMERIC);
        browser.get(&format!("/sign-in?next={encoded}")).await;
        let fields = [("username", "anna"), ("password", PASSWORD), ("next", next)];
        let reply = browser.submit("/sign-in", &fields).await;

        assert_eq!(reply.header("location"), "/", "{next}");
    }
}

#[tokio::test]
async fn pages_without_forms_give_no_cookies_and_encrypted_ones_secure_ones() {
    let settings = Settings {
        public_url: Some("https://films.example".to_owned()),
        ..Settings::default()
    };
    let app = TestApp::set_up(&[], settings).await;

    let home = app.call("GET", "/", &[]).await;
    let page = app.call("GET", "/sign-in", &[]).await;

    assert_eq!(home.header("set-cookie"), "");
    assert!(page.header("set-cookie").ends_with("; Secure"));
}

#[tokio::test]
async fn the_header_says_who_is_signed_in() {
    let app = TestApp::with(&[]).await;
    app.sign_up("anna").await;
    let mut browser = Browser::new(&app);

    let outside = browser.get("/movie?page=1").await;
    browser.sign_in("anna").await;
    let inside = browser.get("/movie").await;

    assert!(outside.text().contains("href=\"/sign-in?next=%2Fmovie"));
    assert!(inside.text().contains("<span dir=\"auto\">anna</span>"));
    assert!(!inside.text().contains("/sign-in?next="));
}

#[tokio::test]
async fn registration_is_closed_until_it_is_opened() {
    let register = async |registration| {
        let settings = Settings {
            registration,
            ..Settings::default()
        };
        let app = TestApp::set_up(&[], settings).await;
        let mut browser = Browser::new(&app);
        browser.get("/register").await;
        let fields = [
            ("username", "carla"),
            ("password", PASSWORD),
            ("email", "carla@films.example"),
        ];
        let reply = browser.submit("/register", &fields).await;
        let accounts = app.store.accounts().await.expect("accounts");
        let verified = accounts.first().map(|account| account.verified);
        let again = browser.submit("/register", &fields).await;
        (reply.status.as_u16(), verified, again.status.as_u16())
    };

    assert_eq!(register(Registration::Closed).await, (403, None, 403));
    assert_eq!(
        register(Registration::Confirmed).await,
        (201, Some(false), 403)
    );
    let (status, verified, _) = register(Registration::Open).await;
    assert_eq!((status, verified), (303, Some(true)));
}

#[tokio::test]
async fn registration_says_what_does_not_fit() {
    let settings = Settings {
        registration: Registration::Open,
        ..Settings::default()
    };
    let app = TestApp::set_up(&[], settings).await;
    app.sign_up("anna").await;
    let mut browser = Browser::new(&app);

    browser.get("/register").await;
    for (name, password, email, status) in [
        ("two words", PASSWORD, "", 422),
        ("", PASSWORD, "", 422),
        ("carla", "abc", "", 422),
        ("carla", PASSWORD, "nowhere", 422),
        ("ANNA", PASSWORD, "", 409),
    ] {
        let fields = [("username", name), ("password", password), ("email", email)];
        let reply = browser.submit("/register", &fields).await;

        assert_eq!(reply.status, status, "{name} {password} {email}");
        assert!(!reply.text().contains(PASSWORD));
    }
    assert_eq!(app.store.accounts().await.expect("accounts").len(), 1);
}

#[tokio::test]
async fn the_first_administrator_is_made_once_with_the_code() {
    let settings = Settings {
        setup_code: Some("0123456789abcdef".to_owned()),
        ..Settings::default()
    };
    let app = TestApp::set_up(&[], settings).await;
    let mut browser = Browser::new(&app);
    let fields = |code| [("code", code), ("username", "root"), ("password", PASSWORD)];

    browser.get("/setup").await;
    let wrong = browser.submit("/setup", &fields("0123456789abcdee")).await;
    let right = browser.submit("/setup", &fields("0123456789abcdef")).await;
    let again = browser.submit("/setup", &fields("0123456789abcdef")).await;

    assert_eq!(wrong.status, 403);
    assert_eq!(right.status, 303);
    assert_eq!(again.status, 404);
    let accounts = app.store.accounts().await.expect("accounts");
    let names: Vec<_> = accounts
        .iter()
        .map(|a| (a.name.as_str(), a.role.name()))
        .collect();
    assert_eq!(names, [("root", "administrator")]);
    assert!(
        browser
            .get("/sign-in")
            .await
            .text()
            .contains("Signed in as <b>root</b>")
    );
}

#[tokio::test]
async fn without_a_code_there_is_nothing_to_set_up() {
    let app = TestApp::with(&[]).await;
    let mut browser = Browser::new(&app);

    assert_eq!(browser.get("/setup").await.status, 404);
    assert_eq!(
        browser.submit("/setup", &[("code", "")]).await.status,
        403,
        "there is no form"
    );
}

#[tokio::test]
async fn a_form_has_a_limit() {
    let app = TestApp::with(&[]).await;
    let mut browser = Browser::new(&app);

    let large = "x".repeat(20_000);
    let reply = browser.submit("/register", &[("username", &large)]).await;

    assert_eq!(reply.status, 413);
}
