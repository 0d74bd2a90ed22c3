//! What leaves the catalogue in bulk comes back the same: archives and backups.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use kinora_dumps::archive::{Import, Progress, Summary};
use kinora_dumps::export;
use kinora_model::edit::{Change, Edit};
use kinora_model::key::{EntityKey, Kind, State};
use kinora_model::{MovieFacts, PersonFacts};
use kinora_store::Store;
use tempfile::TempDir;
use tokio::runtime::Runtime;

struct Catalogue {
    store: Store,
    folder: TempDir,
}

impl Catalogue {
    fn empty(runtime: &Runtime) -> Catalogue {
        let folder = tempfile::tempdir().unwrap();
        let store = runtime.block_on(Store::open(folder.path())).unwrap();
        Catalogue { store, folder }
    }

    fn import(&self, runtime: &Runtime, archive: &[u8]) -> Summary {
        let mut summary = Summary::default();
        let import = Import::new(self.store.clone(), Arc::new(Progress::default()), false);
        import
            .reader("rows", archive, runtime.handle(), &mut summary)
            .unwrap();
        assert_eq!((summary.malformed_count, summary.passed_over.len()), (0, 0));
        summary
    }

    fn exported(&self, runtime: &Runtime) -> Vec<u8> {
        let path = self.folder.path().join("catalogue.ndjson");
        let progress = Arc::default();
        assert!(export::write_archive(&self.store, runtime.handle(), &path, &progress).unwrap());
        std::fs::read(path).unwrap()
    }

    fn commit(&self, runtime: &Runtime, changes: Vec<Change>) {
        let edit = Edit {
            changes,
            ..Edit::default()
        };
        runtime.block_on(self.store.commit(edit)).unwrap();
    }
}

fn demo(runtime: &Runtime) -> Catalogue {
    let catalogue = Catalogue::empty(runtime);
    catalogue.import(runtime, &kinora_dumps::demo::archive().unwrap());
    catalogue
}

/// Two people, one of them merged into the other, and a deleted movie.
fn gone(runtime: &Runtime, catalogue: &Catalogue) {
    let person = |id| EntityKey::new(Kind::Person, id);
    let named = |name: &str| PersonFacts {
        name: Some(name.to_owned()),
        ..PersonFacts::default()
    };
    let movie = EntityKey::new(Kind::Movie, 77);
    let facts = MovieFacts {
        original_title: Some("Line\u{2028}break \"quoted\"".to_owned()),
        ..MovieFacts::default()
    };
    catalogue.commit(
        runtime,
        vec![
            Change::put(person(70), 0, &named("Ida")).unwrap(),
            Change::put(person(71), 0, &named("Ida B.")).unwrap(),
            Change::put(movie, 0, &facts).unwrap(),
            Change::SetState {
                key: person(71),
                base: 0,
                state: State::Merged,
                merged_into: Some(70),
            },
            Change::SetState {
                key: movie,
                base: 0,
                state: State::Deleted,
                merged_into: None,
            },
        ],
    );
}

#[test]
fn the_demo_is_exported_imported_and_exported_with_the_same_bytes() {
    let runtime = Runtime::new().unwrap();
    let original = demo(&runtime);
    gone(&runtime, &original);

    let exported = original.exported(&runtime);
    let copy = Catalogue::empty(&runtime);
    copy.import(&runtime, &exported);

    assert!(copy.exported(&runtime) == exported, "the copy differs");
    assert!(
        exported
            .windows(16)
            .any(|bytes| bytes == b"\"merged_into\":70")
    );
    // What is the same already changes nothing, so the feed of the copy does not move.
    let before = runtime.block_on(copy.store.last_seq()).unwrap();
    let mut summary = Summary::default();
    Import::new(copy.store.clone(), Arc::default(), true)
        .reader("rows", exported.as_slice(), runtime.handle(), &mut summary)
        .unwrap();
    assert_eq!(runtime.block_on(copy.store.last_seq()).unwrap(), before);
}

#[test]
fn an_import_of_recorded_answers_is_exported_and_imported_with_the_same_bytes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/movies.ndjson.gz");
    if !path.exists() || std::env::var_os("KINORA_LARGE_TESTS").is_none() {
        eprintln!("skipped: set KINORA_LARGE_TESTS, and have recorded answers");
        return;
    }
    let runtime = Runtime::new().unwrap();
    let original = Catalogue::empty(&runtime);
    let mut summary = Summary::default();
    Import::new(original.store.clone(), Arc::default(), false)
        .file(&path, runtime.handle(), &mut summary)
        .unwrap();

    let exported = original.exported(&runtime);
    let copy = Catalogue::empty(&runtime);
    copy.import(&runtime, &exported);

    assert!(copy.exported(&runtime) == exported, "the copy differs");
}

#[test]
fn rows_that_are_not_of_an_export_are_told() {
    let runtime = Runtime::new().unwrap();
    let catalogue = Catalogue::empty(&runtime);
    let rows = [
        ("movie/0", r#"{"known":"full","state":"live","parts":{}}"#),
        ("movie/1", r#"{"known":"full","state":"merged","parts":{}}"#),
        (
            "movie/1",
            r#"{"known":"full","state":"live","parts":{"aggregate":{}}}"#,
        ),
        (
            "movie/1",
            r#"{"known":"full","state":"live","parts":{"facts":{"runtime":"long"}}}"#,
        ),
        ("reference/secrets/-", "{}"),
        ("planet/1", "{}"),
    ];
    let archive: String = rows
        .iter()
        .map(|(name, body)| {
            format!("{{\"method\":\"GET\",\"path\":\"/kinora/v1/archive/{name}\",\"status\":200,\"body\":{body}}}\n")
        })
        .collect();

    let mut summary = Summary::default();
    Import::new(catalogue.store.clone(), Arc::default(), false)
        .reader("rows", archive.as_bytes(), runtime.handle(), &mut summary)
        .unwrap();

    assert_eq!(summary.malformed_count, rows.len() as u64);
    assert_eq!(runtime.block_on(catalogue.store.last_seq()).unwrap(), 0);
}

#[test]
fn archives_are_packed_as_they_are_named_and_nothing_is_left_of_one_that_was_stopped() {
    let runtime = Runtime::new().unwrap();
    let catalogue = demo(&runtime);
    let folder = tempfile::tempdir().unwrap();

    for name in ["a.ndjson", "a.ndjson.gz", "a.ndjson.zst"] {
        let path = folder.path().join(name);
        let progress = Arc::default();
        export::write_archive(&catalogue.store, runtime.handle(), &path, &progress).unwrap();
        let copy = Catalogue::empty(&runtime);
        let mut summary = Summary::default();
        Import::new(copy.store.clone(), Arc::default(), false)
            .file(&path, runtime.handle(), &mut summary)
            .unwrap();
        assert_eq!(
            summary.read,
            progress.rows.load(Ordering::Relaxed),
            "{name}"
        );
        std::fs::remove_file(path).unwrap();
    }
    let stopped = Arc::new(export::Progress {
        stop: AtomicBool::new(true),
        ..export::Progress::default()
    });
    let path = folder.path().join("b.ndjson");
    assert!(!export::write_archive(&catalogue.store, runtime.handle(), &path, &stopped).unwrap());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_backup_made_while_writing_holds_one_moment() {
    let runtime = Runtime::new().unwrap();
    let catalogue = demo(&runtime);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalogue.sqlite");
    let ended = Arc::new(AtomicBool::new(false));
    let (store, end) = (catalogue.store.clone(), Arc::clone(&ended));
    let (send, begun) = std::sync::mpsc::channel();
    // Two movies that always have the same runtime, because every edit sets both.
    let writer = runtime.spawn(async move {
        let mut version = [0, 0];
        for runtime in 1.. {
            let facts = MovieFacts {
                runtime: Some(runtime),
                ..MovieFacts::default()
            };
            let change = |id: i64, base| Change::put(EntityKey::new(Kind::Movie, id), base, &facts);
            let changes = vec![
                change(1, version[0]).unwrap(),
                change(2, version[1]).unwrap(),
            ];
            let last = store
                .commit(Edit {
                    changes,
                    ..Edit::default()
                })
                .await
                .unwrap();
            version = [last - 1, last];
            let _ = send.send(());
            if end.load(Ordering::Relaxed) {
                return last;
            }
        }
        0
    });
    begun.recv().unwrap();

    export::write_backup(&catalogue.store, runtime.handle(), &path).unwrap();
    ended.store(true, Ordering::Relaxed);
    let last = runtime.block_on(writer).unwrap();

    let copy = runtime.block_on(Store::open(folder.path())).unwrap();
    let runtime_of = |id| {
        let key = EntityKey::new(Kind::Movie, id);
        let wants = kinora_store::Wants::of(&[kinora_model::Part::Facts], &[]);
        let found = runtime.block_on(copy.load(kinora_store::Locator::Key(key), wants));
        found
            .unwrap()
            .unwrap()
            .record
            .part::<MovieFacts>()
            .unwrap()
            .runtime
    };
    assert_eq!(runtime_of(1), runtime_of(2));
    assert!(runtime.block_on(copy.last_seq()).unwrap() <= last);
    for kind in Kind::ALL {
        let ids = |store: &Store| runtime.block_on(store.ids(kind, 0, 1_000)).unwrap();
        assert_eq!(ids(&copy), ids(&catalogue.store));
    }
    assert!(std::fs::read_dir(folder.path()).unwrap().all(|entry| {
        !entry
            .unwrap()
            .path()
            .to_string_lossy()
            .contains("unfinished")
    }));
}
