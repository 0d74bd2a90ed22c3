//! Whatever bytes come, an answer comes: from the first byte to the variant, without end or overflow.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod samples;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use kinora_images::{Format, ImageError, Images, Limits, Refusal, Settings, Size, render};
use proptest::prelude::*;
use samples::{jpeg, png, poster, svg, webp};

/// Makes something of bytes as the service does: a panic of a decoder is a damaged picture.
fn attempt(bytes: &[u8], size: &str, format: Format) -> Result<Vec<u8>, ImageError> {
    let size: Size = size.parse().unwrap();
    let limits = Limits {
        pixels: 8_000_000,
        ..Limits::default()
    };
    std::panic::catch_unwind(|| render(bytes, size, format, &limits))
        .unwrap_or(Err(ImageError::Refused(Refusal::Damaged)))
}

/// Bytes that were a picture, with some changed, and perhaps cut off.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let picture = poster(24, 36);
    let drawing = svg("<g id='a' filter='url(#f)'><use href='#a'/><path d='M0 0L50 50Z'/></g>");
    let whole = prop::sample::select(vec![jpeg(&picture), png(&picture), webp(&picture), drawing]);
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12);
    (whole, changes, any::<prop::sample::Index>(), any::<bool>()).prop_map(
        |(mut bytes, changes, end, cut)| {
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            if cut {
                bytes.truncate(end.index(bytes.len()));
            }
            bytes
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn damaged_pictures_are_made_or_refused(
        bytes in damaged(),
        size in prop::sample::select(vec!["original", "w10", "h9", "w20_and_h9_face", "w9_filter(blur)"]),
        format in prop::sample::select(vec![Format::Jpeg, Format::Png, Format::WebP]),
    ) {
        let made = attempt(&bytes, size, format);
        prop_assert!(matches!(made, Ok(_) | Err(ImageError::Refused(_))), "{made:?}");
    }

    #[test]
    fn any_path_is_a_size_that_reads_back_or_none(text in "[a-z0-9_(),]{0,40}") {
        if let Ok(size) = text.parse::<Size>() {
            prop_assert_eq!(size.to_string().parse(), Ok(size));
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// A collection of real and hostile pictures, where there is one beside the repository.
#[tokio::test]
async fn a_collection_of_hostile_pictures_is_survived() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/images");
    if !folder.is_dir() {
        eprintln!("There is no collection of pictures beside the repository: passed over.");
        return;
    }
    let data = tempfile::tempdir().unwrap();
    let images = Images::open(Settings::of(data.path())).unwrap();
    let (mut taken, mut refused) = (0, 0);
    for path in files(&folder) {
        let began = Instant::now();
        match images
            .ingest(std::fs::read(&path).unwrap().into(), None)
            .await
        {
            Ok(_) => taken += 1,
            Err(ImageError::Refused(_)) => refused += 1,
            Err(error) => panic!("{}: {error}", path.display()),
        }
        let took = began.elapsed();
        if std::env::var_os("KINORA_LIST_PICTURES").is_some() {
            eprintln!("{took:?} {}", path.display());
        }
        assert!(
            took < Duration::from_secs(30),
            "{} took {took:?}",
            path.display()
        );
    }
    assert!(
        taken > 150 && refused > 100,
        "{taken} taken, {refused} refused"
    );
}
