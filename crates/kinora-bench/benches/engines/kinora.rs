//! Our index, through its public interface.

use std::ops::RangeInclusive;
use std::time::{Duration, Instant};

use kinora_bench::queries::{Discover, Sort};
use kinora_bench::{Catalogue, record};
use kinora_index::{
    Bounds, Builder, MovieFilter, MovieKey, MovieOrder, Search, Slice, Snapshot, Terms,
};
use kinora_model::{EntityKey, Kind};
use kinora_store::{Batch, Card};

use super::process::{self, Since};
use super::{Lists, Page};

const PAGE: usize = 20;

const MEBIBYTE: f64 = 1024.0 * 1024.0;

/// How many movies or people are made at a time; making them is not counted.
const CHUNK: i64 = 5_000;

/// Builds the index of a catalogue and says what that took, reading documents included. Lists need people and credits,
/// searches for movies do not.
pub fn build(catalogue: &Catalogue, for_lists: bool) -> Snapshot {
    let (mut builder, mut credits) = (Builder::default(), 0);
    let (since, mut making) = (Since::now(), (Duration::ZERO, Duration::ZERO));
    let mut add = |make: &dyn Fn(&mut Batch)| {
        let (began, cpu) = (Instant::now(), process::cpu());
        let mut batch = Batch::default();
        make(&mut batch);
        making = (
            making.0 + began.elapsed(),
            making.1 + (process::cpu() - cpu),
        );
        let stats = batch.stats.into_iter().map(|(_, stat)| stat);
        let cards = batch.records.into_iter().zip(stats);
        cards.for_each(|(record, stat)| builder.add(&Card { record, stat }));
        if for_lists {
            batch
                .credits
                .iter()
                .for_each(|credit| builder.add_credit(credit));
            credits += batch.credits.len();
        }
    };
    for ids in chunks(catalogue.movies()) {
        add(&|batch| {
            ids.clone()
                .for_each(|id| record::movie(batch, catalogue.movie(id)));
        });
    }
    for ids in chunks(if for_lists { catalogue.people() } else { 0 }) {
        add(&|batch| {
            ids.clone()
                .for_each(|id| record::person(batch, catalogue.person(id)));
        });
    }
    let snapshot = builder.finish(1);
    let [names, columns] =
        [snapshot.search_bytes(), snapshot.discover_bytes()].map(|bytes| bytes as f64 / MEBIBYTE);
    println!(
        "kinora, {credits} credits: {}; names {names:.0} MiB, columns {columns:.0} MiB",
        since.told(making)
    );
    snapshot
}

fn chunks(count: i64) -> impl Iterator<Item = RangeInclusive<i64>> {
    let firsts = (1..=count).step_by(CHUNK as usize);
    firsts.map(move |first| first..=(first + CHUNK - 1).min(count))
}

fn filter(question: &Discover) -> MovieFilter {
    let mut genres = Terms::every(question.every_genre.iter().copied());
    if !question.any_genre.is_empty() {
        genres = Terms::any(question.any_genre.as_slice());
    }
    let keywords = match question.any_keyword.as_slice() {
        [] => Terms::default(),
        ids => Terms::any(ids),
    };
    let days = question
        .days
        .map_or_else(Bounds::default, |(first, last)| Bounds {
            least: Some(first),
            most: Some(last),
        });
    let least = |least| Bounds { least, most: None };
    MovieFilter {
        include_video: false,
        genres,
        without_genres: question.without_genres.clone(),
        keywords,
        cast: Terms::every(question.cast),
        original_language: Terms::every(question.language.map(str::to_owned)),
        primary_release_date: days,
        vote_count: least(question.least_votes.map(|votes| votes as f64)),
        vote_average: least(question.least_rating),
        ..MovieFilter::default()
    }
}

fn order(sort: Sort) -> MovieOrder {
    let key = match sort {
        Sort::Popularity => MovieKey::Popularity,
        Sort::Rating => MovieKey::VoteAverage,
        Sort::Date => MovieKey::PrimaryReleaseDate,
    };
    MovieOrder {
        key,
        descending: true,
    }
}

impl Lists for Snapshot {
    fn name(&self) -> &'static str {
        "kinora"
    }

    fn list(&self, question: &Discover) -> Page {
        let slice = Slice::page(question.page, PAGE);
        let found = self.movies(&filter(question), &order(question.sort), slice);
        (found.total, found.items)
    }
}

/// The first page of a search for movies.
pub fn search(snapshot: &Snapshot, text: &str) -> Page {
    let search = Search {
        text: text.to_owned(),
        kinds: vec![Kind::Movie],
        ..Search::default()
    };
    let found = snapshot.search(&search, Slice::page(1, PAGE));
    let ids = found.items.into_iter().map(|EntityKey { id, .. }| id);
    (found.total, ids.collect())
}
