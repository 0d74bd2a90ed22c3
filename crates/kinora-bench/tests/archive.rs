//! The catalogue as an archive and as a store: both are the same.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::sync::Arc;

use kinora_bench::{Catalogue, answer, fill};
use kinora_dumps::archive::{Import, Progress, Summary};
use kinora_model::credit::Credit;
use kinora_model::{Kind, Known, Part, PartSet};
use kinora_store::{Card, Store};
use tokio::runtime::Runtime;

fn archive(seed: u64) -> Vec<u8> {
    let mut archive = Vec::new();
    answer::write(&Catalogue::new(seed, 300, 10, 90), &mut archive).unwrap();
    archive
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap()
}

#[test]
fn the_same_seed_gives_the_same_rows() {
    assert_eq!(archive(1), archive(1));
    assert_ne!(archive(1), archive(2));
}

#[test]
fn a_movie_is_the_same_whichever_was_made_before_it() {
    let catalogue = Catalogue::new(1, 300, 10, 90);
    let movie = |id| format!("{:?}", catalogue.movie(id));

    let first = movie(7);
    movie(8);

    assert_eq!(movie(7), first);
}

#[test]
fn nothing_is_passed_over_when_the_archive_is_imported() {
    let summary = imported().1;

    assert_eq!(summary.malformed, []);
    assert!(summary.passed_over.is_empty(), "{:?}", summary.passed_over);
    assert!(
        summary.contradictions.is_empty(),
        "{:?}",
        summary.contradictions
    );
    assert_eq!(summary.written["movies"], 300);
    assert_eq!(summary.written["people"], 90);
}

/// The catalogue, imported.
fn imported() -> (Everything, Summary) {
    let (folder, runtime) = (tempfile::tempdir().unwrap(), runtime());
    let store = runtime.block_on(Store::open(folder.path())).unwrap();
    let import = Import::new(store.clone(), Arc::new(Progress::default()), false);
    let (archive, mut summary) = (archive(1), Summary::default());
    import
        .reader(
            "made up",
            archive.as_slice(),
            runtime.handle(),
            &mut summary,
        )
        .unwrap();
    (runtime.block_on(everything(&store)), summary)
}

/// What a store holds.
struct Everything {
    cards: BTreeMap<Kind, Vec<Card>>,
    credits: Vec<Credit>,
}

async fn everything(store: &Store) -> Everything {
    let mut cards = BTreeMap::new();
    for kind in Kind::ALL {
        let all = store
            .scan(kind, PartSet::ALL, i64::MIN, usize::MAX)
            .await
            .unwrap();
        cards.insert(kind, all);
    }
    let credits = store.scan_credits("", usize::MAX).await.unwrap();
    Everything { cards, credits }
}

/// What is told of an entity.
fn told(card: &Card) -> (i64, Known, Vec<(&'static str, String)>, String) {
    let record = &card.record;
    let parts = Part::of(record.key.kind).iter();
    let parts = parts.filter_map(|part| Some((part.name(), record.raw(*part)?.to_owned())));
    (
        record.key.id,
        record.known,
        parts.collect(),
        format!("{:?}", card.stat),
    )
}

#[test]
fn a_filled_store_holds_what_an_import_of_the_archive_comes_to() {
    let (folder, runtime) = (tempfile::tempdir().unwrap(), runtime());
    let store = runtime.block_on(Store::open(folder.path())).unwrap();
    let catalogue = Catalogue::new(1, 300, 10, 90);

    let filled = fill::fill(&store, &catalogue, runtime.handle(), |_| {}).unwrap();

    let (filled_store, (imported, _)) = (runtime.block_on(everything(&store)), imported());
    assert_eq!(filled.credits, imported.credits.len());
    assert!(filled.credits > 1_000);
    assert_eq!(filled_store.credits, imported.credits);
    for kind in Kind::ALL {
        let (ours, theirs) = (&filled_store.cards[&kind], &imported.cards[&kind]);
        assert_eq!(ours.len(), theirs.len(), "{}", kind.name());
        assert!(!ours.is_empty(), "{}", kind.name());
        for (ours, theirs) in ours.iter().zip(theirs) {
            assert_eq!(told(ours), told(theirs), "{}", kind.name());
        }
    }
}
