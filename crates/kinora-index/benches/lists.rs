//! `cargo bench -p kinora-index --bench lists [-- 1000000]`: how long lists and searches take among that many movies.

mod catalogue;

use std::time::Instant;

use catalogue::{Numbers, movie, report, size, word};
use kinora_index::{
    Bounds, Builder, MovieFilter, MovieKey, MovieOrder, Search, Slice, Snapshot, Terms, Window,
};
use kinora_model::Kind;

fn measure(name: &str, question: impl Fn() -> usize) {
    let total = question();
    let durations = (0..20).map(|_| {
        let began = Instant::now();
        question();
        began.elapsed()
    });
    report(&format!("{name} ({total})"), durations.collect());
}

fn main() {
    let (size, mut numbers) = (size(), Numbers::new(603));
    let mut builder = Builder::default();
    (1..=size).for_each(|id| builder.add(&movie(id, &mut numbers)));
    let began = Instant::now();
    let snapshot = builder.finish(1);
    println!("built in {:.1} s", began.elapsed().as_secs_f64());
    lists(&snapshot);
    searches(&snapshot);
}

fn lists(snapshot: &Snapshot) {
    let all = MovieFilter::default();
    let genres = MovieFilter {
        genres: Terms::any([1, 2]),
        without_genres: vec![0],
        ..MovieFilter::default()
    };
    let dates = MovieFilter {
        primary_release_date: Bounds {
            least: "1990-01-01".parse().ok(),
            most: "1999-12-31".parse().ok(),
        },
        vote_count: Bounds {
            least: Some(200.0),
            most: None,
        },
        ..MovieFilter::default()
    };
    let keywords = MovieFilter {
        keywords: Terms::every([3, 5]),
        ..MovieFilter::default()
    };
    for (name, filter) in [
        ("all", &all),
        ("genres", &genres),
        ("dates and votes", &dates),
        ("keywords", &keywords),
    ] {
        for key in [
            MovieKey::Popularity,
            MovieKey::PrimaryReleaseDate,
            MovieKey::Title,
        ] {
            let name = format!("{name} by {key:?}");
            let order = MovieOrder {
                key,
                descending: true,
            };
            measure(&name, || {
                snapshot.movies(filter, &order, Slice::page(1, 20)).total
            });
        }
    }
    let order = MovieOrder {
        key: MovieKey::Popularity,
        descending: true,
    };
    measure("page 500 of all", || {
        snapshot.movies(&all, &order, Slice::page(500, 20)).total
    });
    measure("trending", || {
        snapshot
            .trending(&[Kind::Movie], Window::Day, Slice::page(1, 20))
            .total
    });
}

fn searches(snapshot: &Snapshot) {
    let rare = word(50_000);
    let (frequent, second) = (word(0), word(1));
    for text in [
        rare.clone(),
        format!("{frequent} {rare}"),
        format!("{frequent} {second}"),
        frequent.clone(),
        frequent[..1].to_owned(),
    ] {
        let search = Search {
            text,
            kinds: vec![Kind::Movie],
            ..Search::default()
        };
        measure(&format!("search {:?}", search.text), || {
            snapshot.search(&search, Slice::page(1, 20)).total
        });
    }
}
