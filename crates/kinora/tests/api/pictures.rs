//! Pictures over HTTP: `/t/p/{size}/{file}`.

use axum::body::Body;
use axum::extract::Request;
use kinora_images::{Images, Settings as ImageSettings};
use kinora_model::account::Role;
use kinora_web::Settings;
use serde_json::json;
use tempfile::TempDir;

use crate::app::{Reply, SignedIn, TestApp, with_key};
use crate::rows::{answer, movie};

const DRAWING: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='100' height='50'><rect width='50' height='50'/></svg>";

/// A server with a store of pictures, which is empty, and one movie.
async fn with_store() -> (TestApp, Images, TempDir) {
    let data = tempfile::tempdir().expect("a temporary folder");
    let mut settings = ImageSettings::of(data.path());
    settings.original_bytes = 100_000;
    let images = Images::open(settings).expect("an empty store");
    let rows = [answer("/3/movie/11", movie(11, "The Lamplighter"))];
    let settings = Settings {
        images: Some(images.clone()),
        ..Settings::default()
    };
    (TestApp::set_up(&rows, settings).await, images, data)
}

/// Sends a form with one field.
async fn upload(app: &TestApp, who: &SignedIn, field: &str, file: &[u8]) -> Reply {
    let head = format!(
        "--edge\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"a.jpg\"\r\n\r\n"
    );
    let form = [head.as_bytes(), file, b"\r\n--edge--\r\n"].concat();
    let request = Request::post(with_key(&who.at("/kinora/v1/images")));
    let request = request.header("content-type", "multipart/form-data; boundary=edge");
    app.send(request.body(Body::from(form)).expect("a request"))
        .await
}

/// What an editor is told when the store of pictures cannot be reached.
pub async fn upload_without_a_store() -> Reply {
    let (app, _, data) = with_store().await;
    let editor = app.sign_up_as("editor", Role::Contributor).await;
    let originals = data.path().join("images");
    std::fs::remove_dir(&originals).expect("an empty folder");
    std::fs::write(&originals, "").expect("a file in its place");
    upload(&app, &editor, "file", DRAWING.as_bytes()).await
}

/// A server with one picture, a drawing; its name without the extension.
async fn app() -> (TestApp, String, TempDir) {
    let data = tempfile::tempdir().expect("a temporary folder");
    let images = Images::open(ImageSettings::of(data.path())).expect("an empty store");
    let (name, _) = images
        .ingest(DRAWING.into(), None)
        .await
        .expect("a drawing");
    let settings = Settings {
        images: Some(images),
        ..Settings::default()
    };
    (
        TestApp::set_up(&[], settings).await,
        name.stem().to_owned(),
        data,
    )
}

#[tokio::test]
async fn pictures_need_no_key_and_may_be_kept_forever() {
    let (app, stem, _data) = app().await;

    for (size, extension, media_type) in [
        ("original", "svg", "image/svg+xml"),
        ("original", "png", "image/png"),
        ("w500", "png", "image/png"),
        ("w92", "jpg", "image/jpeg"),
        ("w300_and_h450_bestv2", "webp", "image/webp"),
        ("w92", "avif", "image/avif"),
        ("h100_filter(negate,000,666)", "png", "image/png"),
        // Asked for again, from memory: nothing may be missing.
        ("w92", "jpg", "image/jpeg"),
        ("h100_filter%28negate%2C000%2C666%29", "png", "image/png"),
    ] {
        let reply = app
            .call("GET", &format!("/t/p/{size}/{stem}.{extension}"), &[])
            .await;

        assert_eq!(reply.status, 200, "{size} {extension}");
        assert_eq!(reply.header("content-type"), media_type);
        assert_eq!(
            reply.header("cache-control"),
            "public, max-age=31536000, immutable"
        );
        assert_eq!(reply.header("content-length"), reply.body.len().to_string());
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        assert!(
            reply.header("etag").starts_with('"') && reply.header("last-modified").ends_with("GMT")
        );
        assert_eq!(reply.header("access-control-allow-origin"), "*");
    }
}

#[tokio::test]
async fn a_drawing_is_served_so_that_it_can_do_nothing() {
    let (app, stem, _data) = app().await;

    let reply = app
        .call("GET", &format!("/t/p/original/{stem}.svg"), &[])
        .await;

    assert_eq!(reply.text(), DRAWING);
    let policy = reply.header("content-security-policy");
    assert!(
        policy.contains("default-src 'none'") && policy.contains("sandbox"),
        "{policy}"
    );
}

#[tokio::test]
async fn what_is_unknown_is_missing() {
    let (app, stem, _data) = app().await;

    for path in [
        format!("w92/{}.png", "A".repeat(27)),
        format!("w92/{stem}.svg"),
        format!("w92/{stem}.gif"),
        format!("w92/{stem}"),
        format!("w0/{stem}.png"),
        format!("w9999/{stem}.png"),
        format!("huge/{stem}.png"),
        format!("w92_filter(melt)/{stem}.png"),
        "w92/..%2f..%2fcatalogue.sqlite".into(),
        format!("w92/{stem}.png/more"),
    ] {
        let reply = app.call("GET", &format!("/t/p/{path}"), &[]).await;
        assert_eq!(reply.status, 404, "{path}");
    }
    assert_eq!(
        app.call("POST", &format!("/t/p/w92/{stem}.png"), &[])
            .await
            .status,
        405
    );
    let without = TestApp::with(&[]).await;
    assert_eq!(
        without
            .call("GET", &format!("/t/p/w92/{stem}.png"), &[])
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn heads_parts_and_known_pictures_are_answered() {
    let (app, stem, _data) = app().await;
    for path in [
        format!("/t/p/w92/{stem}.png"),
        format!("/t/p/original/{stem}.svg"),
    ] {
        let whole = app.call("GET", &path, &[]).await;
        let tag = whole.header("etag");

        let head = app.call("HEAD", &path, &[]).await;
        assert_eq!(
            (
                head.status.as_u16(),
                head.header("content-length"),
                head.body.len()
            ),
            (200, whole.header("content-length"), 0)
        );

        let part = app
            .call("GET", &path, &[("range", "bytes=2-5"), ("if-range", tag)])
            .await;
        assert_eq!(
            (part.status.as_u16(), &part.body[..]),
            (206, &whole.body[2..6])
        );
        assert_eq!(
            part.header("content-range"),
            format!("bytes 2-5/{}", whole.body.len())
        );

        let known = app.call("GET", &path, &[("if-none-match", tag)]).await;
        assert_eq!(
            (
                known.status.as_u16(),
                known.body.len(),
                known.header("etag")
            ),
            (304, 0, tag)
        );

        let beyond = app.call("GET", &path, &[("range", "bytes=999999-")]).await;
        assert_eq!(beyond.status, 416);
    }
}

#[tokio::test]
async fn who_likes_another_format_better_gets_it_for_sizes() {
    let (app, stem, _data) = app().await;
    for (accept, media_type) in [
        ("image/avif,image/webp,*/*;q=0.8", "image/webp"),
        ("*/*", "image/png"),
        ("image/*", "image/png"),
        ("image/webp;q=0, */*", "image/png"),
        // Browsers name both alike.
        ("image/avif,image/webp,image/png,*/*;q=0.5", "image/webp"),
        ("image/avif, */*;q=0.5", "image/avif"),
        ("image/webp;q=0.8, image/avif", "image/avif"),
        ("image/webp;q=0.9, image/avif;q=0.8", "image/webp"),
        ("image/avif;q=0, */*", "image/png"),
    ] {
        let reply = app
            .call(
                "GET",
                &format!("/t/p/w92/{stem}.png"),
                &[("accept", accept)],
            )
            .await;

        assert_eq!(
            (reply.header("content-type"), reply.header("vary")),
            (media_type, "Accept"),
            "{accept}"
        );
    }
    // What AVIF cannot hold is still a picture.
    let large = app
        .call(
            "GET",
            &format!("/t/p/w2500/{stem}.jpg"),
            &[("accept", "image/avif")],
        )
        .await;
    assert_eq!(
        (large.status.as_u16(), large.header("content-type")),
        (200, "image/jpeg")
    );
    let named = app
        .call("GET", &format!("/t/p/w2500/{stem}.avif"), &[])
        .await;
    assert_eq!(named.status, 422);
    let original = app
        .call(
            "GET",
            &format!("/t/p/original/{stem}.png"),
            &[("accept", "image/webp")],
        )
        .await;
    assert_eq!(original.header("content-type"), "image/png");
}

/// A server with the drawing and settings of its own.
async fn with_settings(change: impl Fn(&mut ImageSettings)) -> (TestApp, String, TempDir) {
    let data = tempfile::tempdir().expect("a temporary folder");
    let mut settings = ImageSettings::of(data.path());
    change(&mut settings);
    let images = Images::open(settings).expect("an empty store");
    let taken = images.ingest(DRAWING.into(), None).await;
    let (name, _) = taken.expect("a drawing");
    let settings = Settings {
        images: Some(images),
        ..Settings::default()
    };
    let app = TestApp::set_up(&[], settings).await;
    (app, name.stem().to_owned(), data)
}

#[tokio::test]
async fn what_would_take_too_much_memory_is_refused_or_sent_in_another_format() {
    let (app, stem, _data) = with_settings(|settings| settings.limits.memory = 64_000_000).await;
    let size = "w1500_and_h1500_bestv2";

    let named = app
        .call("GET", &format!("/t/p/{size}/{stem}.webp"), &[])
        .await;
    assert_eq!(named.status, 422);
    assert!(named.text().contains("more memory"), "{}", named.text());
    let accept = [("accept", "image/webp")];
    let liked = app
        .call("GET", &format!("/t/p/{size}/{stem}.png"), &accept)
        .await;
    assert_eq!(
        (liked.status.as_u16(), liked.header("content-type")),
        (200, "image/png")
    );
}

#[tokio::test]
async fn more_than_the_queue_holds_is_told_to_come_again() {
    let (app, stem, _data) = with_settings(|settings| settings.workers = 1).await;

    let asked = (500..600).map(|width| {
        let target = format!("/t/p/w{width}_filter(blur)/{stem}.png");
        let app = &app;
        async move { app.call("GET", &target, &[]).await }
    });
    let replies = futures_util::future::join_all(asked).await;

    let (made, busy): (Vec<Reply>, Vec<Reply>) =
        replies.into_iter().partition(|reply| reply.status == 200);
    assert!(made.len() > 64 && !busy.is_empty(), "{} made", made.len());
    for reply in busy {
        assert_eq!(reply.status, 503);
        assert_eq!(reply.header("retry-after"), "2");
        assert_eq!(reply.header("cache-control"), "no-store");
    }
    // Whoever comes again is served.
    let target = format!("/t/p/w599_filter(blur)/{stem}.png");
    assert_eq!(app.call("GET", &target, &[]).await.status, 200);
}

#[tokio::test]
async fn sizes_that_were_used_longest_ago_make_room() {
    const ROOM: u64 = 2000;
    let (app, stem, data) = with_settings(|settings| settings.cache_bytes = ROOM).await;
    let kept = || {
        let folders = std::fs::read_dir(data.path().join("image-cache")).expect("a cache");
        let folders = folders.map(|folder| folder.expect("an entry").path());
        let files = folders.filter_map(|folder| std::fs::read_dir(folder).ok());
        let files = files.flatten().map(|file| {
            let file = file.expect("a file");
            let name = file.file_name().into_string().expect("a name");
            (name, file.metadata().expect("its size").len())
        });
        files.collect::<Vec<_>>()
    };

    for width in 80..120 {
        let target = format!("/t/p/w{width}/{stem}.png");
        assert_eq!(app.call("GET", &target, &[]).await.status, 200);
    }

    let files = kept();
    assert!(files.iter().map(|(_, bytes)| bytes).sum::<u64>() <= ROOM);
    let is_kept = |width: u32| {
        let name = format!("w{width}-{stem}.png");
        files.iter().any(|(kept, _)| *kept == name)
    };
    assert!(is_kept(119) && is_kept(118) && !is_kept(80), "{files:?}");
}

#[tokio::test]
async fn an_uploaded_picture_becomes_the_poster_of_a_new_movie() {
    let (app, _, _data) = with_store().await;
    let editor = app.sign_up_as("editor", Role::Contributor).await;

    let stored = upload(&app, &editor, "file", DRAWING.as_bytes()).await;
    assert_eq!(stored.status, 201, "{}", stored.json);
    let path = stored.json["file_path"].as_str().expect("a path");
    assert!(path.ends_with(".svg"), "{path}");
    assert_eq!(
        (&stored.json["width"], &stored.json["height"]),
        (&json!(100), &json!(50))
    );
    assert_eq!(stored.json["aspect_ratio"], 2.0);

    let picture = path.replace(".svg", ".png");
    let listed = json!([{ "file_path": picture, "width": 100, "height": 50 }]);
    let parts = json!({
        "facts": { "original_title": "The Lamp", "genres": [] },
        "images": { "posters": listed, "backdrops": listed },
    });
    let target = editor.at("/kinora/v1/movie");
    let made = app.post(&target, &json!({ "parts": parts })).await;
    assert_eq!(made.status, 201, "{}", made.json);
    let target = format!("/3/movie/{}", made.at("/entities/0/id"));
    let movie = app.get(&target).await;
    assert_eq!(
        (movie.at("/poster_path"), movie.at("/backdrop_path")),
        (&json!(picture), &json!(picture))
    );
    let shown = app.call("GET", &format!("/t/p/w92{picture}"), &[]).await;
    assert_eq!(
        (shown.status.as_u16(), shown.header("content-type")),
        (200, "image/png")
    );
}

#[tokio::test]
async fn what_cannot_be_stored_is_said_and_not_kept() {
    let (app, _, data) = with_store().await;
    let editor = app.sign_up_as("editor", Role::Contributor).await;
    let reader = app.sign_up("reader").await;

    let text = upload(&app, &editor, "file", b"no picture").await;
    assert_eq!(text.refusal(), (400, 18));
    assert_eq!(text.json["errors"][0]["field"], "file");
    let large = upload(&app, &editor, "file", &[b' '; 100_001]).await;
    assert_eq!(large.refusal(), (413, 47));
    let other = upload(&app, &editor, "image", DRAWING.as_bytes()).await;
    assert_eq!(other.refusal(), (422, 5));
    let plain = app.post(&editor.at("/kinora/v1/images"), &json!({})).await;
    assert_eq!(plain.refusal(), (422, 5));
    let unasked = upload(&app, &reader, "file", DRAWING.as_bytes()).await;
    assert_eq!(unasked.refusal(), (403, 38));

    let kept = std::fs::read_dir(data.path().join("images")).expect("a folder");
    assert_eq!(kept.count(), 0);
}

#[tokio::test]
async fn votes_order_images_and_come_on_top_of_those_that_were_loaded() {
    let listed = |path: &str, average: f64, count: i64| {
        json!({ "file_path": path, "vote_average": average, "vote_count": count, "width": 200,
            "height": 300, "aspect_ratio": 0.667, "iso_639_1": null, "iso_3166_1": null })
    };
    let images = json!({ "id": 11, "backdrops": [], "logos": [],
        "posters": [listed("/a.jpg", 6.0, 2), listed("/b.jpg", 5.0, 1), listed("/c.jpg", 0.0, 0)] });
    let rows = [
        answer("/3/movie/11", movie(11, "The Lamplighter")),
        answer("/3/movie/11/images", images),
    ];
    let app = TestApp::with(&rows).await;
    let (anna, bert) = (app.sign_up("anna").await, app.sign_up("bert").await);
    let vote = async |who: &SignedIn, path: &str, value: f64| {
        let target = who.at("/kinora/v1/movie/11/images/vote");
        let body = json!({ "file_path": path, "value": value });
        app.post(&target, &body).await
    };
    let posters = async || {
        let reply = app.get("/3/movie/11/images").await;
        let posters = reply.json["posters"].as_array().expect("posters").clone();
        let posters = posters.into_iter().map(|poster| {
            json!([
                poster["file_path"],
                poster["vote_average"],
                poster["vote_count"]
            ])
        });
        posters.collect::<Vec<_>>()
    };
    assert_eq!(posters().await[0], json!(["/a.jpg", 6.0, 2]));

    assert_eq!(vote(&anna, "/c.jpg", 9.0).await.refusal(), (201, 1));
    assert_eq!(vote(&bert, "/b.jpg", 10.0).await.refusal(), (201, 1));
    assert_eq!(vote(&anna, "/c.jpg", 8.5).await.refusal(), (201, 12));
    let expected = [
        json!(["/c.jpg", 8.5, 1]),
        json!(["/b.jpg", 7.5, 2]),
        json!(["/a.jpg", 6.0, 2]),
    ];
    assert_eq!(posters().await, expected);

    let target = anna.at("/kinora/v1/movie/11/images/vote?file_path=/c.jpg");
    let undone = app.change("DELETE", &target, &json!({})).await;
    assert_eq!(undone.refusal(), (200, 13));
    let again = app.change("DELETE", &target, &json!({})).await;
    assert_eq!(again.refusal(), (404, 34));
    assert_eq!(posters().await[0], json!(["/b.jpg", 7.5, 2]));

    // What an account thought goes with it.
    app.store
        .delete_account(bert.account.id)
        .await
        .expect("a store");
    app.follow().await;
    assert_eq!(posters().await[1], json!(["/b.jpg", 5.0, 1]));

    assert_eq!(vote(&anna, "/c.jpg", 11.0).await.refusal(), (400, 18));
    assert_eq!(vote(&anna, "/d.jpg", 9.0).await.refusal(), (404, 34));
    let nobody = json!({ "file_path": "/a.jpg", "value": 9 });
    let refused = app.post("/kinora/v1/movie/11/images/vote", &nobody).await;
    assert_eq!(refused.refusal(), (401, 3));
}
