//! Pictures over HTTP: `/t/p/{size}/{file}`.

use kinora_images::{Images, Settings as ImageSettings};
use kinora_web::Settings;
use tempfile::TempDir;

use crate::app::TestApp;

const DRAWING: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='100' height='50'><rect width='50' height='50'/></svg>";

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
        ("h100_filter(negate,000,666)", "png", "image/png"),
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
async fn who_takes_webp_gets_it_for_sizes() {
    let (app, stem, _data) = app().await;
    for (accept, media_type) in [
        ("image/avif,image/webp,*/*;q=0.8", "image/webp"),
        ("*/*", "image/png"),
        ("image/*", "image/png"),
        ("image/webp;q=0, */*", "image/png"),
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
    let original = app
        .call(
            "GET",
            &format!("/t/p/original/{stem}.png"),
            &[("accept", "image/webp")],
        )
        .await;
    assert_eq!(original.header("content-type"), "image/png");
}
