//! Movies as records.

use kinora_model::links::Links;
use kinora_model::release::Releases;
use kinora_model::titles::{AlternativeTitles, Keywords};
use kinora_model::{Kind, MovieFacts};
use kinora_store::Batch;

use super::{credits, enter, full, put, texts};
use crate::movie::Movie;

/// Hands a movie over, with its credits.
pub fn movie(batch: &mut Batch, movie: Movie) {
    let mut record = full(Kind::Movie, movie.id);
    put(&mut record, &facts(&movie));
    put(&mut record, &texts(&movie.writing, movie.runtime));
    put(&mut record, &AlternativeTitles(movie.writing.alternatives));
    let lists = credits(batch, record.key, &movie.credits);
    put(&mut record, &lists);
    put(&mut record, &Keywords(movie.keywords));
    let releases = Releases {
        countries: Some(movie.releases.countries),
        legacy: None,
    };
    put(&mut record, &releases);
    let links = Links {
        imdb_id: Some(movie.imdb_id),
        ..Links::default()
    };
    put(&mut record, &links);
    put(&mut record, &movie.offers);
    enter(batch, record, movie.fame.stat);
}

fn facts(movie: &Movie) -> MovieFacts {
    let owned = |codes: &[&str]| Some(codes.iter().map(|code| (*code).to_owned()).collect());
    MovieFacts {
        adult: Some(movie.is_adult),
        video: Some(movie.is_video),
        original_title: Some(movie.writing.original_title.clone()),
        original_language: Some(movie.writing.tongue.code.to_owned()),
        release_date: movie.releases.date,
        status: Some(movie.status.to_owned()),
        budget: Some(movie.budget),
        revenue: Some(movie.revenue),
        genres: Some(movie.genres.clone()),
        companies: Some(movie.companies.clone()),
        countries: owned(&movie.countries),
        spoken_languages: owned(&[movie.writing.tongue.code]),
        collection: movie.collection,
        backdrop_path: movie.backdrop_path.clone(),
        runtime: Some(movie.runtime),
        homepage: Some(String::new()),
        poster_path: movie.poster_path.clone(),
        origin_country: owned(&movie.countries),
        softcore: Some(false),
    }
}
