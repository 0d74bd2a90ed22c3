//! What is typed into a search: any text finds its rows, and the pages agree with the total.

#![no_main]

use std::sync::OnceLock;

use kinora_index::{Builder, Search, Slice, Snapshot};
use kinora_model::{EntityKey, Kind, MovieFacts};
use kinora_store::{Card, Record, Stat};
use libfuzzer_sys::fuzz_target;

const TITLES: [&str; 12] = [
    "The Lamplighter",
    "Die Brücke am Abend",
    "Rocky IV",
    "L'Étoile & la Nuit",
    "東京の夜",
    "Ночной поезд",
    "Θάλασσα",
    "9-1-1",
    "A",
    "¡Ay!",
    "Night of the Crimson Lantern",
    "Night of the Crimson Lanterns, Part Two",
];

fn titles() -> &'static Snapshot {
    static TITLES_INDEX: OnceLock<Snapshot> = OnceLock::new();
    TITLES_INDEX.get_or_init(|| {
        let mut builder = Builder::default();
        for (id, title) in (1..).zip(TITLES) {
            let mut record = Record::new(EntityKey::new(Kind::Movie, id));
            let facts = MovieFacts {
                original_title: Some(title.to_owned()),
                ..MovieFacts::default()
            };
            record.put(&facts).expect("a document");
            builder.add(&Card {
                record,
                stat: Stat::default(),
            });
        }
        builder.finish(1)
    })
}

fuzz_target!(|text: &str| {
    let search = Search {
        text: text.to_owned(),
        kinds: vec![Kind::Movie],
        ..Search::default()
    };
    let first = titles().search(&search, Slice::page(1, 5));
    let all = titles().search(&search, Slice::page(1, TITLES.len()));
    assert_eq!(first.total, all.total);
    assert_eq!(all.items.len(), all.total);
    assert_eq!(first.items[..], all.items[..first.items.len()]);
});
