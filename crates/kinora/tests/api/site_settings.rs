//! What accounts change about themselves: settings, passwords, second factors, keys.

use std::time::{Duration, SystemTime};

use kinora_web::{Clock, Settings};
use serde_json::json;
use totp_rs::{Builder, Secret, Totp};

use crate::app::{PASSWORD, Reply, TestApp};
use crate::browser::Browser;
use crate::rows::*;

/// When everything happens, in seconds since 1970.
const NOW: u64 = 1_800_000_000;

async fn app_at(seconds: u64) -> TestApp {
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let settings = Settings {
        clock: Clock::stopped_at(time),
        ..Settings::default()
    };
    let app = TestApp::set_up(&[], settings).await;
    app.sign_up("anna").await;
    app
}

/// What stands between two texts.
fn between<'a>(reply: &'a Reply, start: &str, end: &str) -> &'a str {
    let (_, rest) = reply.text().split_once(start).expect("the start");
    rest.split_once(end).expect("the end").0
}

/// Turns the second factor on; answers the application and the recovery codes.
async fn turn_on(browser: &mut Browser<'_>) -> (Totp, Vec<String>) {
    let page = "/settings/two-factor";
    browser.get(page).await;
    let begun = browser.submit(page, &[("action", "begin")]).await;
    let secret = between(&begun, "<p><code>", "</code>").replace(' ', "");
    let secret = Secret::try_from_base32(secret).expect("a secret");
    let totp = Builder::new()
        .with_secret(secret)
        .build()
        .expect("an application");
    let code = totp.generate(NOW - 30).to_string();
    let on = browser
        .submit(page, &[("action", "turn-on"), ("code", &code)])
        .await;
    let list = between(&on, "<ul class=\"secrets\">", "</ul>");
    let codes = list.split("<code>").skip(1);
    let codes = codes.filter_map(|code| code.split('<').next());
    (totp, codes.map(str::to_owned).collect())
}

#[tokio::test]
async fn settings_are_for_those_who_are_signed_in() {
    let app = TestApp::with(&[]).await;
    let mut browser = Browser::new(&app);

    for page in [
        "/settings",
        "/settings/two-factor",
        "/settings/api",
        "/list/new",
    ] {
        let reply = browser.get(page).await;

        assert_eq!(reply.status, 303, "{page}");
        let target = format!("/sign-in?next={}", page.replace('/', "%2F"));
        assert_eq!(reply.header("location"), target);
    }
}

#[tokio::test]
async fn language_country_and_adult_titles_are_chosen() {
    let app = TestApp::with(&[]).await;
    let anna = app.sign_up("anna").await;
    let mut browser = Browser::new(&app);
    browser.sign_in("anna").await;

    let page = browser.get("/settings").await;
    let fields = [
        ("full_name", "Anna Berg"),
        ("email", "anna@films.example"),
        ("language", "de"),
        ("country", "AT"),
        ("adult", "1"),
    ];
    let kept = browser.submit("/settings", &fields).await;
    let german = browser.get("/settings").await;
    let wrong = [("email", "nowhere"), ("language", "de"), ("country", "AT")];
    let refused = browser.submit("/settings", &wrong).await;
    let unknown = [("language", "deutsch"), ("country", "AT")];
    let unknown = browser.submit("/settings", &unknown).await;

    assert_eq!(page.header("cache-control"), "private, no-store");
    assert_eq!(kept.status, 303);
    assert!(german.text().contains("<html lang=\"de\">"));
    assert!(german.text().contains("value=\"Anna Berg\""));
    assert_eq!(refused.status, 422);
    assert!(
        refused.text().contains("value=\"nowhere\""),
        "what was typed stays"
    );
    assert_eq!(unknown.status, 422);
    let account = app.store.account(anna.account.id).await.expect("an answer");
    let account = account.expect("the account");
    assert_eq!(
        (
            account.language.as_str(),
            account.country.as_str(),
            account.include_adult
        ),
        ("de", "AT", true)
    );
    assert_eq!(account.email.as_deref(), Some("anna@films.example"));
}

#[tokio::test]
async fn titles_for_adults_are_found_by_those_who_want_them() {
    let adult = movie(12, "Midnight").with("adult", json!(true));
    let app = TestApp::with(&[answer("/3/movie/12", adult)]).await;
    app.sign_up("anna").await;
    let mut browser = Browser::new(&app);
    browser.sign_in("anna").await;

    let without = browser.get("/search?query=midnight").await;
    browser.get("/settings").await;
    let fields = [("language", "en"), ("country", "US"), ("adult", "1")];
    browser.submit("/settings", &fields).await;
    let with = browser.get("/search?query=midnight").await;

    assert!(!without.text().contains("/movie/12-midnight"));
    assert!(with.text().contains("/movie/12-midnight"));
}

#[tokio::test]
async fn pages_of_accounts_are_titled_in_the_language_of_the_visitor() {
    let app = TestApp::with(&[]).await;

    let page = app
        .call("GET", "/sign-in", &[("accept-language", "de")])
        .await;

    assert!(page.text().contains("<title>Anmelden · Kinora</title>"));
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    let app = TestApp::with(&[]).await;
    let anna = app.sign_up("anna").await;
    let (mut here, mut there) = (Browser::new(&app), Browser::new(&app));
    here.sign_in("anna").await;
    there.sign_in("anna").await;

    here.get("/settings").await;
    let path = "/settings/password";
    let wrong = [("current", "wrong"), ("password", "another password")];
    let wrong = here.submit(path, &wrong).await;
    let short = [("current", PASSWORD), ("password", "abc")];
    let short = here.submit(path, &short).await;
    let right = [("current", PASSWORD), ("password", "another password")];
    let right = here.submit(path, &right).await;

    assert_eq!((wrong.status.as_u16(), short.status.as_u16()), (403, 422));
    assert_eq!(right.status, 303);
    assert_eq!(here.get("/settings").await.status, 200);
    assert_eq!(there.get("/settings").await.status, 303);
    assert_eq!(app.get(&anna.at("/3/account")).await.status, 401);
    there.get("/sign-in").await;
    let fields = [("username", "anna"), ("password", "another password")];
    assert_eq!(there.submit("/sign-in", &fields).await.status, 303);
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_session() {
    let app = TestApp::with(&[]).await;
    let anna = app.sign_up("anna").await;
    let (mut here, mut there) = (Browser::new(&app), Browser::new(&app));
    here.sign_in("anna").await;
    there.sign_in("anna").await;

    here.get("/settings/sessions").await;
    here.submit("/settings/sessions", &[("action", "all")])
        .await;

    assert_eq!(here.get("/settings").await.status, 303);
    assert_eq!(there.get("/settings").await.status, 303);
    assert_eq!(app.get(&anna.at("/3/account")).await.status, 401);
}

#[tokio::test]
async fn sessions_are_seen_and_ended_one_by_one() {
    let app = TestApp::with(&[]).await;
    let anna = app.sign_up("anna").await;
    app.sign_up("bert").await;
    let (mut here, mut bert) = (Browser::new(&app), Browser::new(&app));
    here.sign_in("anna").await;
    bert.sign_in("bert").await;
    let page = "/settings/sessions";

    let shown = here.get(page).await;
    let button = "name=\"session\" value=\"";
    let ids = shown.text().split(button).skip(1);
    let ids: Vec<String> = ids
        .filter_map(|rest| rest.split('"').next())
        .map(str::to_owned)
        .collect();
    bert.get(page).await;
    let foreign = bert.submit(page, &[("session", &ids[1])]).await;
    let before = app.get(&anna.at("/3/account")).await;
    here.submit(page, &[("session", &ids[1])]).await;
    let after = app.get(&anna.at("/3/account")).await;
    here.get(page).await;
    here.submit(page, &[("session", &ids[0])]).await;

    assert_eq!(
        ids.len(),
        2,
        "this browser, and the session of the API before it"
    );
    assert_eq!(foreign.status, 404);
    assert_eq!((before.status.as_u16(), after.status.as_u16()), (200, 401));
    assert_eq!(here.get("/settings").await.status, 303);
}

#[tokio::test]
async fn access_tokens_are_shown_once_and_stand_for_the_account() {
    let app = TestApp::with(&[]).await;
    app.sign_up("anna").await;
    let mut browser = Browser::new(&app);
    browser.sign_in("anna").await;
    let page = "/settings/sessions";

    browser.get(page).await;
    let made = browser
        .submit(page, &[("action", "token"), ("read_only", "1")])
        .await;
    let token = between(&made, "<code class=\"token\">", "<").to_owned();
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    let account = app.call("GET", "/3/account", &headers).await;
    let list = app.call("POST", "/3/list?name=x", &headers).await;
    let later = browser.get(page).await;
    for _ in 1..20 {
        browser.submit(page, &[("action", "token")]).await;
    }
    let refused = browser.submit(page, &[("action", "token")]).await;

    assert_eq!(account.at("/username"), "anna");
    assert_eq!(list.status, 401, "it only reads");
    assert!(!later.text().contains(&token) && later.text().contains("An access token"));
    assert_eq!(refused.status, 422);
}

#[tokio::test]
async fn a_second_factor_is_asked_for_and_each_code_is_good_once() {
    let app = app_at(NOW).await;
    let mut browser = Browser::new(&app);
    browser.sign_in("anna").await;
    let (totp, codes) = turn_on(&mut browser).await;

    let mut other = Browser::new(&app);
    let asked = other.sign_in("anna").await;
    let page = asked.header("location").to_owned();
    let outside = other.get("/settings").await;
    other.get(&page).await;
    let wrong = other.submit("/sign-in/code", &[("code", "000000")]).await;
    let code = totp.generate(NOW).to_string();
    let right = other.submit("/sign-in/code", &[("code", &code)]).await;
    let inside = other.get("/settings").await;
    let mut third = Browser::new(&app);
    let page = third.sign_in("anna").await.header("location").to_owned();
    third.get(&page).await;
    let again = third.submit("/sign-in/code", &[("code", &code)]).await;
    let recovered = third.submit("/sign-in/code", &[("code", &codes[0])]).await;
    let mut fourth = Browser::new(&app);
    let page = fourth.sign_in("anna").await.header("location").to_owned();
    fourth.get(&page).await;
    let used = fourth.submit("/sign-in/code", &[("code", &codes[0])]).await;

    assert_eq!(codes.len(), 10);
    assert_eq!(
        (asked.status.as_u16(), page.as_str()),
        (303, "/sign-in/code?next=%2F")
    );
    assert_eq!(outside.status, 303, "the password alone is not enough");
    assert_eq!(wrong.status, 401);
    assert_eq!(right.status, 303);
    assert_eq!(inside.status, 200);
    assert_eq!(again.status, 401, "the code was used");
    assert_eq!(recovered.status, 303);
    assert_eq!(used.status, 401, "the recovery code was used");
}

#[tokio::test]
async fn applications_do_not_get_around_the_second_factor() {
    let app = app_at(NOW).await;
    let mut browser = Browser::new(&app);
    browser.sign_in("anna").await;
    turn_on(&mut browser).await;
    let token = app.get("/3/authentication/token/new").await;
    let token = token
        .at("/request_token")
        .as_str()
        .expect("a token")
        .to_owned();

    let login = json!({ "username": "anna", "password": PASSWORD, "request_token": token });
    let login = app
        .post("/3/authentication/token/validate_with_login", &login)
        .await;

    assert_eq!(login.refusal(), (401, 30));
}

#[tokio::test]
async fn turning_the_second_factor_off_takes_the_password() {
    let app = app_at(NOW).await;
    let mut browser = Browser::new(&app);
    browser.sign_in("anna").await;
    turn_on(&mut browser).await;
    let page = "/settings/two-factor";

    browser.get(page).await;
    let wrong = [("action", "turn-off"), ("password", "wrong")];
    let wrong = browser.submit(page, &wrong).await;
    let new = [("action", "codes"), ("password", PASSWORD)];
    let new = browser.submit(page, &new).await;
    let off = [("action", "turn-off"), ("password", PASSWORD)];
    browser.get(page).await;
    browser.submit(page, &off).await;
    let signed_in = Browser::new(&app).sign_in("anna").await;

    assert_eq!(wrong.status, 403);
    assert!(new.text().contains("class=\"secrets\""));
    assert_eq!(signed_in.header("location"), "/");
}

#[tokio::test]
async fn what_was_typed_is_carried_past_the_second_factor() {
    let app = app_at(NOW).await;
    let mut browser = Browser::new(&app);
    browser.sign_in("anna").await;
    let (totp, _) = turn_on(&mut browser).await;
    browser.get("/list/new").await;
    browser.cookies.remove("kinora_session");

    let list = [("name", "Lamps"), ("description", "Lit by hand.")];
    browser.submit("/list/new", &list).await;
    let fields = [("username", "anna"), ("password", PASSWORD)];
    let asked = browser.submit("/sign-in", &fields).await;
    let wrong = browser.submit("/sign-in/code", &[("code", "000000")]).await;
    let code = totp.generate(NOW).to_string();
    let right = browser.submit("/sign-in/code", &[("code", &code)]).await;
    let sent = browser.submit("/list/new", &[]).await;

    assert_eq!(asked.status, 200);
    assert_eq!(wrong.status, 401);
    assert_eq!(right.status, 200);
    assert_eq!(sent.status, 303, "{}", sent.text());
    let made = browser.get(sent.header("location")).await;
    assert!(made.text().contains("Lit by hand."));
}

#[tokio::test]
async fn a_wrong_code_does_not_turn_it_on() {
    let app = app_at(NOW).await;
    let mut browser = Browser::new(&app);
    browser.sign_in("anna").await;
    let page = "/settings/two-factor";

    browser.get(page).await;
    browser.submit(page, &[("action", "begin")]).await;
    let wrong = [("action", "turn-on"), ("code", "000000")];
    let wrong = browser.submit(page, &wrong).await;

    assert_eq!(wrong.status, 422);
    assert_eq!(
        Browser::new(&app).sign_in("anna").await.header("location"),
        "/"
    );
}

#[tokio::test]
async fn keys_are_shown_once_and_revoked() {
    let app = TestApp::with(&[]).await;
    app.sign_up("anna").await;
    app.sign_up("bert").await;
    let (mut anna, mut bert) = (Browser::new(&app), Browser::new(&app));
    anna.sign_in("anna").await;
    bert.sign_in("bert").await;

    anna.get("/settings/api").await;
    let made = anna
        .submit("/settings/api", &[("name", "my <b>player</b>")])
        .await;
    let key = between(&made, "<code class=\"key\">", "<").to_owned();
    let token = between(&made, "<code class=\"token\">", "<").to_owned();
    let works = app
        .call("GET", &format!("/3/configuration?api_key={key}"), &[])
        .await;
    let bearer = [("authorization", &*format!("Bearer {token}"))];
    let token_works = app.call("GET", "/3/configuration", &bearer).await;
    let later = anna.get("/settings/api").await;
    let id = between(&later, "name=\"key\" value=\"", "\"").to_owned();
    bert.get("/settings/api").await;
    bert.submit("/settings/api", &[("name", "another")]).await;
    bert.get("/settings/api").await;
    let stolen = bert.submit("/settings/api/revoke", &[("key", &id)]).await;
    let revoked = anna.submit("/settings/api/revoke", &[("key", &id)]).await;
    let gone = anna.get("/settings/api").await;
    let nameless = anna.submit("/settings/api", &[("name", " ")]).await;

    assert_eq!(
        (works.status.as_u16(), token_works.status.as_u16()),
        (200, 200)
    );
    assert!(!later.text().contains(&key) && !later.text().contains(&token));
    assert!(later.text().contains("my &#60;b&#62;player") && !later.text().contains("<b>player"));
    assert_eq!(stolen.status, 404, "it is not theirs");
    assert_eq!(revoked.status, 303);
    assert!(!gone.text().contains("player"));
    assert_eq!(nameless.status, 422);
}

#[tokio::test]
async fn an_account_has_so_many_keys_and_no_more() {
    let app = TestApp::with(&[]).await;
    app.sign_up("anna").await;
    let mut browser = Browser::new(&app);
    browser.sign_in("anna").await;

    browser.get("/settings/api").await;
    for number in 0..20 {
        let made = browser.submit("/settings/api", &[("name", "key")]).await;
        assert_eq!(made.status, 200, "{number}");
    }
    let refused = browser
        .submit("/settings/api", &[("name", "one more")])
        .await;

    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("value=\"one more\""));
}
