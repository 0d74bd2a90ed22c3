//! Movies as answers.

use kinora_model::Kind;
use serde_json::{Value, json};

use super::{
    append, companies, countries, credits, date_or_empty, genres, keywords, offers, spoken,
    translations,
};
use crate::Catalogue;
use crate::movie::Movie;

/// The details with everything that there is appended.
pub fn row(catalogue: &Catalogue, movie: &Movie) -> Value {
    let mut body = details(catalogue, movie);
    let names = append(
        &mut body,
        [
            ("credits", credits(catalogue, &movie.credits, true)),
            (
                "alternative_titles",
                json!({ "titles": movie.writing.alternatives }),
            ),
            (
                "translations",
                translations(catalogue, &movie.writing, "title", Some(movie.runtime)),
            ),
            (
                "release_dates",
                json!({ "results": movie.releases.countries }),
            ),
            (
                "keywords",
                json!({ "keywords": keywords(catalogue, &movie.keywords) }),
            ),
            ("watch/providers", offers(&movie.offers)),
        ],
    );
    super::row(&format!("movie/{}", movie.id), &names, body)
}

fn details(catalogue: &Catalogue, movie: &Movie) -> Value {
    let writing = &movie.writing;
    let stat = movie.fame.stat;
    json!({
        "adult": movie.is_adult,
        "backdrop_path": movie.backdrop_path,
        "belongs_to_collection": movie.collection.map(|id| collection(catalogue, id)),
        "budget": movie.budget,
        "genres": genres(catalogue, Kind::Movie, &movie.genres),
        "homepage": "",
        "id": movie.id,
        "imdb_id": movie.imdb_id,
        "origin_country": movie.countries,
        "original_language": writing.tongue.code,
        "original_title": writing.original_title,
        "overview": writing.translations[0].overview,
        "popularity": stat.popularity,
        "poster_path": movie.poster_path,
        "production_companies": companies(catalogue, Kind::Company, &movie.companies),
        "production_countries": countries(catalogue, &movie.countries),
        "release_date": date_or_empty(movie.releases.date),
        "revenue": movie.revenue,
        "runtime": movie.runtime,
        "softcore": false,
        "spoken_languages": spoken(catalogue, writing.tongue),
        "status": movie.status,
        "tagline": writing.translations[0].tagline,
        "title": writing.title(),
        "video": movie.is_video,
        "vote_average": stat.vote_average,
        "vote_count": stat.vote_count,
    })
}

fn collection(catalogue: &Catalogue, id: i64) -> Value {
    json!({
        "id": id,
        "name": catalogue.collection(id),
        "poster_path": catalogue.picture("collection poster", id, 0.9),
        "backdrop_path": catalogue.picture("collection backdrop", id, 0.8),
    })
}
