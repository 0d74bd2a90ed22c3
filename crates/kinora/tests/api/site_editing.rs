//! The pages of editors, as a browser uses them.

use axum::body::Body;
use axum::extract::Request;
use kinora_images::{Images, Settings as ImageSettings};
use kinora_model::Kind;
use kinora_model::account::Role;
use kinora_model::form;
use kinora_web::Settings;
use serde_json::{Value, json};

use crate::app::{Reply, TestApp};
use crate::browser::Browser;
use crate::catalogue;
use crate::editing_parts::ENTITIES;
use crate::form_fields::Fields;

/// A catalogue with an account for each role.
pub async fn desk() -> TestApp {
    with_roles(TestApp::with(&catalogue::rows()).await).await
}

/// The same with a catalogue of one's own.
pub async fn with_roles(app: TestApp) -> TestApp {
    app.sign_up_as("anna", Role::Contributor).await;
    app.sign_up_as("ben", Role::Contributor).await;
    app.sign_up_as("moderator", Role::Moderator).await;
    app.sign_up_as("chief", Role::Administrator).await;
    app
}

/// A browser in which somebody is signed in.
pub async fn signed_in<'a>(app: &'a TestApp, name: &str) -> Browser<'a> {
    let mut browser = Browser::new(app);
    browser.sign_in(name).await;
    browser
}

/// The form of a page.
pub async fn form_at(browser: &mut Browser<'_>, target: &str) -> Fields {
    let page = browser.get(target).await;
    assert_eq!(page.status, 200, "{target}: {}", page.text());
    Fields::of(&page)
}

/// Where an answer leads, which begins with `target`.
pub fn leads_to<'a>(reply: &'a Reply, target: &str) -> &'a str {
    let location = reply.header("location");
    assert!(
        reply.status == 303 && location.starts_with(target),
        "{} {location} {}",
        reply.status,
        reply.text()
    );
    location
}

#[tokio::test]
async fn a_form_that_nobody_touched_changes_nothing() {
    let app = desk().await;
    let mut anna = signed_in(&app, "anna").await;
    let mut seen = 0;
    for (kind, id) in ENTITIES {
        for (part, _) in form::parts(kind) {
            let segment = match kind {
                Kind::Series => "tv",
                kind => kind.name(),
            };
            let target = format!("/{segment}/{id}/edit/{}", part.name());
            let page = anna.get(&target).await;
            assert_eq!(page.status, 200, "{target}");
            let fields = Fields::of(&page);
            let saved = fields.save(&mut anna).await;

            leads_to(&saved, &format!("{target}?saved=0"));
            seen += 1;
        }
    }
    assert!(seen > 40, "only {seen} pages");
}

#[tokio::test]
async fn a_film_is_made_with_poster_and_cast() {
    let data = tempfile::tempdir().expect("a temporary folder");
    let images = Images::open(ImageSettings::of(data.path())).expect("an empty store");
    let settings = Settings {
        images: Some(images),
        ..Settings::default()
    };
    let app = with_roles(TestApp::set_up(&catalogue::rows(), settings).await).await;
    let mut anna = signed_in(&app, "anna").await;

    let new = form_at(&mut anna, "/movie/new").await;
    let made = new
        .with("facts.original_title", "The Night Ferry")
        .with("facts.release_date", "1931-05-11")
        .with("facts.spoken_languages", "de, en")
        .with("facts.genres", "18")
        .with("comment", "as the programme says")
        .save(&mut anna)
        .await;
    let edit = leads_to(&made, "/movie/1500000000/edit").to_owned();
    assert_eq!(anna.get(&edit).await.status, 200);
    let credits = "/movie/1500000000/edit/credits";
    let form = form_at(&mut anna, credits).await;
    let unclear = form
        .with("credits.cast[0].person", "Ida Brook")
        .with("credits.cast[0].character", "The Purser")
        .save(&mut anna)
        .await;
    assert_eq!(unclear.status, 400);
    let form = Fields::of(&unclear);
    assert_eq!(form.text("credits.cast[0].character"), "The Purser");
    assert!(
        unclear.text().contains("<option>31 Ida Brook</option>"),
        "{}",
        unclear.text()
    );
    let saved = form
        .with("credits.cast[0].person#meant", "31 Ida Brook")
        .save(&mut anna)
        .await;
    leads_to(&saved, &format!("{credits}?saved=1"));
    let page = anna.get("/movie/1500000000/edit/images").await;
    let added = upload(&app, &anna, &page, "posters").await;
    leads_to(&added, "/movie/1500000000/edit/images?saved=1");

    let film = app
        .get("/3/movie/1500000000?append_to_response=credits")
        .await;
    assert_eq!(film.json["title"], "The Night Ferry");
    assert_eq!(film.json["release_date"], "1931-05-11");
    assert_eq!(film.json["genres"][0]["id"], 18);
    assert_eq!(film.json["spoken_languages"][1]["iso_639_1"], "en");
    assert_eq!(film.json["credits"]["cast"][0]["id"], 31);
    assert_eq!(film.json["credits"]["cast"][0]["character"], "The Purser");
    let poster = film.json["poster_path"].as_str().expect("a poster");
    assert_eq!(app.get(&format!("/t/p/original{poster}")).await.status, 200);
}

/// Sends a drawing with the form of a page.
async fn upload(app: &TestApp, browser: &Browser<'_>, page: &Reply, list: &str) -> Reply {
    const DRAWING: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='100' height='150'><rect width='50' height='50'/></svg>";
    let word = page.text().split("name=\"word\" value=\"").nth(1);
    let word = word
        .and_then(|rest| rest.split('"').next())
        .expect("a word");
    let mut form = String::new();
    for (name, text) in [
        ("word", word),
        ("list", list),
        ("iso_639_1", "de"),
        ("file", DRAWING),
    ] {
        let file = if name == "file" {
            "; filename=\"a.svg\""
        } else {
            ""
        };
        form += &format!(
            "--edge\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n{text}\r\n"
        );
    }
    form += "--edge--\r\n";
    let action = page.text().split("action=\"").skip(1);
    let mut action = action.filter_map(|rest| rest.split('"').next());
    let action = action.find(|action| action.ends_with("/images/add"));
    let cookies = browser.cookies.iter();
    let cookies = cookies.map(|(name, value)| format!("{name}={value}"));
    let request = Request::post(action.expect("a form"))
        .header("cookie", cookies.collect::<Vec<_>>().join("; "))
        .header("content-type", "multipart/form-data; boundary=edge");
    app.send(request.body(Body::from(form)).expect("a request"))
        .await
}

#[tokio::test]
async fn faults_stand_beside_their_fields_and_nothing_typed_is_lost() {
    let app = desk().await;
    let mut anna = signed_in(&app, "anna").await;
    let form = form_at(&mut anna, "/movie/11/edit").await;

    let refused = form
        .with("facts.budget", "much")
        .with("facts.homepage", "javascript:alert(1)")
        .with("facts.companies[7]", "No Such Studio")
        .with("facts.original_title", "x\"<y>")
        .save(&mut anna)
        .await;

    assert_eq!(refused.status, 400);
    let page = refused.text();
    for path in ["facts.budget", "facts.homepage", "facts.companies[7]"] {
        assert!(page.contains(&format!("id=\"x-{path}\"")), "{path}");
    }
    let form = Fields::of(&refused);
    assert_eq!(form.text("facts.budget"), "much");
    assert_eq!(form.text("facts.companies[7]"), "No Such Studio");
    assert_eq!(form.text("facts.original_title"), "x\"<y>");
    let more = form.with("action", "more").save(&mut anna).await;
    assert_eq!(more.status, 200, "more rows lose nothing either");
    assert_eq!(Fields::of(&more).text("facts.budget"), "much");
    assert!(more.text().contains("facts.companies[9]"));
}

#[tokio::test]
async fn faults_are_told_in_the_language_of_the_site() {
    let app = desk().await;
    for (language, at_field, at_none) in [
        ("en", "has to be a whole number from 0", "is required"),
        ("de", "muss eine ganze Zahl von 0", "wird gebraucht"),
        ("fr", "doit être un nombre entier de 0", "est obligatoire"),
        ("es", "debe ser un número entero de 0", "es obligatorio"),
    ] {
        let mut anna = signed_in(&app, "anna").await;
        let cookie = ("kinora_language".to_owned(), language.to_owned());
        anna.cookies.extend([cookie]);
        let form = form_at(&mut anna, "/movie/11/edit").await;
        let refused = form
            .with("facts.budget", "much")
            .with("facts.original_title", "");
        let refused = refused.save(&mut anna).await;

        assert_eq!(refused.status, 400);
        for words in [at_field, at_none] {
            assert!(refused.text().contains(words), "{language}: {words}");
        }
    }
}

#[tokio::test]
async fn a_stale_form_is_merged_by_field() {
    let app = desk().await;
    let mut anna = signed_in(&app, "anna").await;
    let mut ben = signed_in(&app, "ben").await;
    let mine = form_at(&mut anna, "/movie/11/edit").await;
    let theirs = form_at(&mut ben, "/movie/11/edit").await;
    let saved = theirs
        .with("facts.budget", "500")
        .with("facts.revenue", "600")
        .save(&mut ben)
        .await;
    leads_to(&saved, "/movie/11/edit/facts?saved=1");

    let stale = mine
        .with("facts.budget", "700")
        .with("facts.origin_country", "NO")
        .save(&mut anna)
        .await;
    assert_eq!(stale.status, 409);
    assert!(stale.text().contains("<ins>500</ins>") && stale.text().contains("<ins>700</ins>"));
    let merged = Fields::of(&stale)
        .with("choice#budget", "mine")
        .save(&mut anna)
        .await;
    leads_to(&merged, "/movie/11/edit/facts?saved=1");

    let film = app.get("/3/movie/11").await.json;
    let told = (&film["budget"], &film["revenue"], &film["origin_country"]);
    assert_eq!(told, (&json!(700), &json!(600), &json!(["NO"])));
    // The same form again is stale again, and keeps theirs unless told otherwise.
    let mine = form_at(&mut anna, "/movie/11/edit").await;
    let theirs = form_at(&mut ben, "/movie/11/edit").await;
    theirs.with("facts.budget", "1").save(&mut ben).await;
    let stale = mine.with("facts.budget", "2").save(&mut anna).await;
    Fields::of(&stale).save(&mut anna).await;
    assert_eq!(app.get("/3/movie/11").await.json["budget"], 1);
}

#[tokio::test]
async fn translations_are_edited_one_at_a_time() {
    let app = desk().await;
    let mut anna = signed_in(&app, "anna").await;
    let target = "/movie/11/edit/texts?locale=sv-SE";
    let form = form_at(&mut anna, target).await;

    let saved = form
        .with("texts.title", "Lykttändaren")
        .with("texts.overview", "Första raden.\r\nAndra raden.")
        .save(&mut anna)
        .await;

    leads_to(&saved, "/movie/11/edit/texts?saved=1&locale=sv-SE");
    let film = app.get("/3/movie/11?language=sv-SE").await;
    assert_eq!(film.json["title"], "Lykttändaren");
    assert_eq!(film.json["overview"], "Första raden.\nAndra raden.");
    let other = form_at(&mut anna, "/movie/11/edit/texts?locale=fr-FR").await;
    assert_ne!(other.text("texts.title"), "Lykttändaren");
    assert_eq!(
        anna.get("/movie/11/edit/texts?locale=xx!").await.status,
        404
    );
}

#[tokio::test]
async fn changes_are_shown_side_by_side_and_taken_back() {
    let app = desk().await;
    let mut anna = signed_in(&app, "anna").await;
    let before = app.get("/3/movie/11").await.json;
    let form = form_at(&mut anna, "/movie/11/edit").await;
    form.with("facts.budget", "4711")
        .with("facts.revenue", "12")
        .with("comment", "I counted")
        .save(&mut anna)
        .await;

    let changes = anna.get("/movie/11/changes").await;
    for text in [
        "I counted",
        "<ins>4711</ins>",
        "anna",
        "<code>revenue</code>",
    ] {
        assert!(changes.text().contains(text), "{text}");
    }
    assert!(app_wide(&mut anna).await.contains("I counted"));
    let undo = changes.text().split("action=\"").skip(1);
    let mut undo = undo.filter_map(|rest| rest.split('"').next());
    let undo = undo
        .find(|action| action.ends_with("/undo"))
        .expect("a form")
        .to_owned();
    anna.get("/movie/11/changes").await;
    let undone = anna.submit(&undo, &[("field", "budget")]).await;
    leads_to(&undone, "/movie/11/changes");

    let after = app.get("/3/movie/11").await.json;
    assert_eq!(
        (&after["budget"], &after["revenue"]),
        (&before["budget"], &json!(12))
    );
    let form = form_at(&mut anna, "/movie/11/edit").await;
    form.with("facts.revenue", "13").save(&mut anna).await;
    anna.get("/movie/11/changes").await;
    let refused = anna.submit(&undo, &[]).await;
    assert_eq!(refused.status, 409);
    assert!(
        refused
            .text()
            .contains("Choose others to take back: revenue"),
        "{}",
        refused.text()
    );
}

async fn app_wide(browser: &mut Browser<'_>) -> String {
    browser.get("/changes").await.text().to_owned()
}

#[tokio::test]
async fn where_edits_are_reviewed_a_moderator_decides() {
    let app = desk().await;
    let chief = app.sign_up_as("chief2", Role::Administrator).await;
    let settings = chief.at("/kinora/v1/settings");
    let set = app
        .change("PUT", &settings, &json!({"review_edits": true}))
        .await;
    assert_eq!(set.status, 200);
    let mut anna = signed_in(&app, "anna").await;
    let mut ben = signed_in(&app, "ben").await;
    let mut moderator = signed_in(&app, "moderator").await;

    for (budget, decision) in [("4711", "reject"), ("4712", "accept")] {
        let form = form_at(&mut anna, "/movie/11/edit").await;
        let proposed = form.with("facts.budget", budget).save(&mut anna).await;
        let proposal = leads_to(&proposed, "/proposals/").to_owned();
        assert!(anna.get(&proposal).await.text().contains("Withdraw"));
        assert_eq!(ben.get(&proposal).await.status, 404, "it is not Ben's");
        assert_eq!(ben.get("/proposals").await.status, 403);
        assert!(moderator.get("/proposals").await.text().contains(&proposal));
        let shown = moderator.get(&proposal).await;
        assert!(shown.text().contains(&format!("<ins>{budget}</ins>")));
        let target = format!("{proposal}/{decision}");
        let decided = moderator.submit(&target, &[("reason", "I looked")]).await;
        leads_to(&decided, &proposal);
        assert!(anna.get(&proposal).await.text().contains("I looked"));
        let film = app.get("/3/movie/11").await.json;
        assert_eq!(film["budget"] == json!(4712), decision == "accept");
    }
}

#[tokio::test]
async fn locks_are_shown_and_hold() {
    let app = desk().await;
    let keeper = app.sign_up_as("keeper", Role::Moderator).await;
    let lock = json!({"part": "facts", "field": "budget", "reason": "It is disputed."});
    let locked = app
        .post(&keeper.at("/kinora/v1/movie/11/lock"), &lock)
        .await;
    assert_eq!(locked.status, 200);
    let mut anna = signed_in(&app, "anna").await;

    let page = anna.get("/movie/11/edit").await;
    assert!(page.text().contains("🔒 It is disputed."));
    let refused = Fields::of(&page)
        .with("facts.budget", "1")
        .save(&mut anna)
        .await;

    assert_eq!(refused.status, 403);
    assert!(refused.text().contains("id=\"x-facts.budget\""));
    assert_eq!(Fields::of(&refused).text("facts.budget"), "1");
}

#[tokio::test]
async fn moderators_lock_delete_restore_and_merge() {
    let app = desk().await;
    let mut anna = signed_in(&app, "anna").await;
    let mut moderator = signed_in(&app, "moderator").await;
    assert!(
        !anna
            .get("/person/32/edit")
            .await
            .text()
            .contains("Moderation")
    );
    moderator.get("/person/32/edit").await;
    let lock = [
        ("part", "facts"),
        ("field", "name"),
        ("reason", "It is right."),
    ];
    let locked = moderator.submit("/person/32/edit/locks/lock", &lock).await;
    leads_to(&locked, "/person/32/edit");
    assert!(
        anna.get("/person/32/edit")
            .await
            .text()
            .contains("🔒 It is right.")
    );
    moderator.get("/person/32/edit").await;
    let nothing = [("part", "feet"), ("field", "name")];
    let refused = moderator
        .submit("/person/32/edit/locks/lock", &nothing)
        .await;
    assert_eq!(refused.status, 400);
    moderator.get("/person/32/edit").await;
    let unlocked = moderator.submit("/person/32/edit/locks/unlock", &[]).await;
    leads_to(&unlocked, "/person/32/edit");
    assert!(!anna.get("/person/32/edit").await.text().contains('🔒'));

    moderator.get("/person/32/edit").await;
    let deleted = moderator
        .submit("/person/32/edit/state/delete", &[("comment", "twice")])
        .await;
    leads_to(&deleted, "/person/32/changes");
    assert_eq!(app.get("/3/person/32").await.status, 404);
    moderator.get("/person/32/edit").await;
    moderator.submit("/person/32/edit/state/restore", &[]).await;
    assert_eq!(app.get("/3/person/32").await.status, 200);
    for (into, status) in [("nobody", 400), ("32 Tom Vale", 400), ("31 Ida Brook", 303)] {
        moderator.get("/person/32/edit").await;
        let merged = moderator
            .submit("/person/32/edit/state/merge", &[("into", into)])
            .await;
        assert_eq!(merged.status, status, "{into}");
    }
    assert_eq!(app.get("/3/person/32").await.json["id"], 31);
    anna.get("/person/31/edit").await;
    let refused = anna.submit("/person/31/edit/state/delete", &[]).await;
    assert_eq!(refused.status, 403, "Anna's page has no such form");
}

#[tokio::test]
async fn forms_have_a_largest_size() {
    let app = desk().await;
    let mut anna = signed_in(&app, "anna").await;
    let form = form_at(&mut anna, "/movie/11/edit").await;
    let large = form.with("comment", &"x".repeat(4 * 1024 * 1024));
    assert_eq!(large.save(&mut anna).await.status, 413);
    let form = form_at(&mut anna, "/movie/11/edit").await;
    let refused = form.with("comment", &"x".repeat(2 * 1024 * 1024));
    let refused = refused.with("facts.budget", "1").save(&mut anna).await;
    assert_eq!(
        refused.status, 400,
        "a comment has at most 1,000 characters"
    );
}

#[tokio::test]
async fn seasons_and_episodes_are_made_below_their_series() {
    let app = desk().await;
    let mut anna = signed_in(&app, "anna").await;
    let page = anna.get("/tv/21/edit").await;
    assert!(page.text().contains("href=\"/season/201/edit\""));
    assert!(
        page.text()
            .contains("/season/new?facts.series=21&#38;facts.number=2"),
        "{}",
        page.text()
    );

    let new = form_at(&mut anna, "/season/new?facts.series=21&facts.number=2").await;
    let made = new.save(&mut anna).await;
    leads_to(&made, "/season/1500000000/edit");
    let season = anna.get("/season/1500000000/edit").await;
    assert!(season.text().contains("/episode/new?facts.series=21"));
    let new = "/episode/new?facts.series=21&facts.season=2&facts.number=1";
    let made = form_at(&mut anna, new).await.save(&mut anna).await;
    leads_to(&made, "/episode/1500000000/edit");

    let episode = app.get("/3/tv/21/season/2/episode/1").await;
    assert_eq!(episode.json["id"], 1_500_000_000_i64);
    let form = form_at(&mut anna, "/collection/41/edit").await;
    let saved = form
        .with("facts.movies[0]#remove", "on")
        .save(&mut anna)
        .await;
    leads_to(&saved, "/collection/41/edit/facts?saved=1");
}

#[tokio::test]
async fn names_are_looked_up_while_they_are_typed() {
    let app = desk().await;
    let mut anna = signed_in(&app, "anna").await;
    let found = anna.get("/edit/find/person?query=ida").await;
    assert_eq!(found.json[0]["value"], "31 Ida Brook");
    assert_eq!(anna.get("/edit/find/network?query=x").await.json, json!([]));
    assert_eq!(anna.get("/edit/find/film?query=x").await.status, 404);
}

#[tokio::test]
async fn editing_takes_a_contributor() {
    let app = desk().await;
    app.sign_up("reader").await;
    let mut visitor = Browser::new(&app);
    let asked = visitor.get("/movie/11/edit").await;
    leads_to(&asked, "/sign-in?next=");
    let mut reader = signed_in(&app, "reader").await;
    for target in ["/movie/11/edit", "/movie/new", "/proposals"] {
        assert_eq!(reader.get(target).await.status, 403, "{target}");
    }
    assert_eq!(reader.get("/movie/11/changes").await.status, 200);
    let mut anna = signed_in(&app, "anna").await;
    for target in [
        "/movie/404/edit",
        "/movie/x/edit",
        "/movie/11/edit/state",
        "/movie/11/edit/nothing",
        "/movie/404/changes",
        "/proposals/404",
    ] {
        assert_eq!(anna.get(target).await.status, 404, "{target}");
    }
    let form = form_at(&mut anna, "/movie/11/edit").await;
    let broken = form.with("before", "{").save(&mut anna).await;
    assert_eq!(broken.status, 400);
    let value: Value = app.get("/3/movie/11").await.json;
    assert_eq!(value["title"], "The Lamplighter");
}
