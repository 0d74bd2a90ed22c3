//! The service over a folder: found, made once, kept, taken in, fetched.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod samples;

use std::path::Path;
use std::sync::Arc;

use kinora_images::{
    Format, ImageError, Images, Kept, Name, Refusal, Settings, Size, UpstreamSettings, Variant,
};
use samples::{jpeg, png, poster, svg};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

fn open(data: &Path) -> Images {
    Images::open(Settings::of(data)).unwrap()
}

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

fn size(text: &str) -> Size {
    text.parse().unwrap()
}

async fn variant(images: &Images, asked: &str, file: &Name) -> Arc<Variant> {
    match images.get(size(asked), file).await.unwrap() {
        Kept::Variant(variant) => variant,
        Kept::Original(original) => panic!("{} as it is", original.name),
    }
}

#[tokio::test]
async fn a_picture_that_is_taken_in_is_there_in_every_size_and_format() {
    let data = tempfile::tempdir().unwrap();
    let images = open(data.path());
    let bytes = jpeg(&poster(600, 900));

    let (file, header) = images.ingest(bytes.clone().into(), None).await.unwrap();

    assert_eq!(
        (header.width, header.height, header.format),
        (600, 900, Format::Jpeg)
    );
    assert_eq!(
        std::fs::read(data.path().join("images").join(file.to_string())).unwrap(),
        bytes
    );
    assert!(matches!(
        images.get(Size::ORIGINAL, &file).await,
        Ok(Kept::Original(_))
    ));
    assert_eq!(variant(&images, "w92", &file).await.format, Format::Jpeg);
    let other = variant(&images, "original", &file.with_format(Format::WebP)).await;
    assert_eq!(other.format, Format::WebP);
    assert_eq!(images.ingest(bytes.into(), None).await.unwrap().0, file);
}

#[tokio::test]
async fn a_drawing_has_no_sizes_but_its_png_has() {
    let data = tempfile::tempdir().unwrap();
    let images = open(data.path());
    let (file, _) = images
        .ingest(svg("<circle r='20'/>").into(), None)
        .await
        .unwrap();

    assert!(matches!(
        images.get(Size::ORIGINAL, &file).await,
        Ok(Kept::Original(_))
    ));
    assert!(matches!(
        images.get(size("w92"), &file).await,
        Err(ImageError::Missing)
    ));
    assert_eq!(
        variant(&images, "w92", &file.with_format(Format::Png))
            .await
            .format,
        Format::Png
    );
    let (photo, _) = images
        .ingest(png(&poster(9, 9)).into(), None)
        .await
        .unwrap();
    let drawing = photo.with_format(Format::Svg);
    assert!(matches!(
        images.get(Size::ORIGINAL, &drawing).await,
        Err(ImageError::Missing)
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_for_the_same_waits_for_one() {
    let data = tempfile::tempdir().unwrap();
    let images = open(data.path());
    let (file, _) = images
        .ingest(jpeg(&poster(600, 900)).into(), None)
        .await
        .unwrap();

    let asked = (0..32).map(|_| {
        let (images, file) = (images.clone(), file.clone());
        tokio::spawn(async move { variant(&images, "w342", &file).await })
    });
    let made: Vec<Arc<Variant>> = futures_util::future::try_join_all(asked).await.unwrap();

    // Whoever comes when it is done takes it from the disk.
    let when = |variant: &Arc<Variant>| variant.meta.modified;
    assert!(made.iter().all(|variant| when(variant) == when(&made[0])));
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_can_be_made_is_refused_and_not_kept_waiting() {
    let data = tempfile::tempdir().unwrap();
    let images = Images::open(Settings {
        workers: 1,
        ..Settings::of(data.path())
    })
    .unwrap();
    let (file, _) = images
        .ingest(jpeg(&poster(600, 900)).into(), None)
        .await
        .unwrap();

    let asked = (1..=200).map(|width| {
        let (images, file) = (images.clone(), file.clone());
        tokio::spawn(async move { images.get(size(&format!("w{width}")), &file).await })
    });
    let answers = futures_util::future::try_join_all(asked).await.unwrap();

    let busy = answers
        .iter()
        .filter(|answer| matches!(answer, Err(ImageError::Busy)))
        .count();
    let made = answers.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!(busy + made, 200);
    assert!(busy > 0 && made >= 65, "{busy} {made}");
}

#[tokio::test]
async fn a_variant_that_is_kept_needs_no_original() {
    let data = tempfile::tempdir().unwrap();
    let (file, _) = open(data.path())
        .ingest(jpeg(&poster(60, 90)).into(), None)
        .await
        .unwrap();
    let first = variant(&open(data.path()), "w30", &file).await;
    std::fs::remove_file(data.path().join("images").join(file.to_string())).unwrap();

    let images = open(data.path());

    assert_eq!(variant(&images, "w30", &file).await.bytes, first.bytes);
    assert!(matches!(
        images.get(size("w31"), &file).await,
        Err(ImageError::Missing)
    ));
}

#[tokio::test]
async fn another_format_than_the_name_says_is_made_of_what_the_name_says() {
    let data = tempfile::tempdir().unwrap();
    let (base, mut asked) = upstream(answered("200 OK", "", &png(&poster(200, 300)))).await;
    let images = mirror(data.path(), base);

    let made = images
        .get_as(size("w92"), &name("abc.png"), Format::WebP)
        .await
        .unwrap();

    assert!(matches!(made, Kept::Variant(made) if made.format == Format::WebP));
    assert_eq!(asked.recv().await.as_deref(), Some("/t/p/original/abc.png"));
}

#[tokio::test]
async fn variants_outlive_a_restart_and_keep_their_tags() {
    let data = tempfile::tempdir().unwrap();
    let images = open(data.path());
    let (file, _) = images
        .ingest(jpeg(&poster(600, 900)).into(), None)
        .await
        .unwrap();
    let first = variant(&images, "w92", &file).await;
    // What is on the disk is what is answered, not what would be made now.
    let images = open(data.path());

    let second = variant(&images, "w92", &file).await;

    assert_eq!(
        (&first.meta.tag, first.meta.modified),
        (&second.meta.tag, second.meta.modified)
    );
    assert_eq!(first.bytes, second.bytes);
}

#[tokio::test]
async fn hostile_pictures_are_refused_when_they_come_and_harmless_when_they_are_there() {
    let data = tempfile::tempdir().unwrap();
    let images = Images::open(Settings {
        original_bytes: 50_000,
        ..Settings::of(data.path())
    })
    .unwrap();
    let whole = png(&poster(64, 64));

    for (bytes, refusal) in [
        (b"no picture".to_vec(), Refusal::UnknownFormat),
        (whole[..whole.len() / 2].to_vec(), Refusal::Damaged),
        (vec![0; 50_001], Refusal::TooLarge),
        (svg(&"<g>".repeat(9000)), Refusal::TooComplex),
    ] {
        let refused = images.ingest(bytes.into(), None).await;
        assert!(
            matches!(refused, Err(ImageError::Refused(found)) if found == refusal),
            "{refused:?}"
        );
    }
    std::fs::write(
        data.path().join("images/broken.jpg"),
        b"\xff\xd8\xff\xe0 nothing",
    )
    .unwrap();
    for _ in 0..2 {
        let refused = images.get(size("w92"), &name("broken.jpg")).await;
        assert!(matches!(
            refused,
            Err(ImageError::Refused(Refusal::Damaged))
        ));
    }
    assert!(matches!(
        images.get(size("w92"), &name("nothing.jpg")).await,
        Err(ImageError::Missing)
    ));
}

/// A server that answers every request with these bytes; it tells the paths that were asked for.
async fn upstream(answer: Vec<u8>) -> (String, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (sender, asked) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = vec![0; 4096];
            let length = stream.read(&mut request).await.unwrap_or(0);
            let request = String::from_utf8_lossy(&request[..length]).into_owned();
            let _ = sender.send(request.split(' ').nth(1).unwrap_or_default().to_owned());
            let _ = stream.write_all(&answer).await;
        }
    });
    (format!("http://{address}/t/p/original/"), asked)
}

fn mirror(data: &Path, base: String) -> Images {
    let upstream = Some(UpstreamSettings {
        base,
        private: true,
    });
    Images::open(Settings {
        upstream,
        ..Settings::of(data)
    })
    .unwrap()
}

fn answered(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

#[tokio::test]
async fn what_is_missing_is_fetched_once_and_kept_under_its_name() {
    let data = tempfile::tempdir().unwrap();
    let (base, mut asked) = upstream(answered("200 OK", "", &png(&poster(200, 300)))).await;
    let images = mirror(data.path(), base);

    for _ in 0..2 {
        variant(&images, "w92", &name("abc.png")).await;
        variant(&images, "w154", &name("abc.png")).await;
    }

    assert_eq!(asked.recv().await.as_deref(), Some("/t/p/original/abc.png"));
    assert!(asked.try_recv().is_err());
    assert!(data.path().join("images/abc.png").exists());
}

#[tokio::test]
async fn an_upstream_cannot_lead_elsewhere_or_send_what_is_no_picture() {
    for (answer, expected) in [
        (
            answered(
                "302 Found",
                "location: http://localhost:1/secret.png\r\n",
                b"",
            ),
            "failed",
        ),
        (
            answered(
                "302 Found",
                "location: http://127.0.0.1:1/secret.png\r\n",
                b"",
            ),
            "failed",
        ),
        (answered("404 Not Found", "", b""), "missing"),
        (
            answered("200 OK", "", b"<html>not a picture</html>"),
            "refused",
        ),
        (answered("200 OK", "", &vec![0; 50_001]), "refused"),
    ] {
        let data = tempfile::tempdir().unwrap();
        let (base, _asked) = upstream(answer).await;
        let upstream = Some(UpstreamSettings {
            base,
            private: true,
        });
        let settings = Settings {
            upstream,
            original_bytes: 50_000,
            ..Settings::of(data.path())
        };
        let images = Images::open(settings).unwrap();

        let found = match images.get(size("w92"), &name("abc.png")).await {
            Ok(_) => "made",
            Err(ImageError::Missing) => "missing",
            Err(ImageError::Refused(_)) => "refused",
            Err(_) => "failed",
        };

        assert_eq!(found, expected);
        assert_eq!(
            std::fs::read_dir(data.path().join("images"))
                .unwrap()
                .count(),
            0
        );
    }
}
