//! Films.

use std::collections::BTreeMap;

use kinora_model::Kind;
use serde_json::{Value, json};

use super::catalogue::Catalogue;
use super::line::Release;
use super::source::Film;
use super::{answer, collection, ids, picture, provider, stats};

/// The rows of a film: its details with everything appended, and its reviews.
pub fn rows(catalogue: &Catalogue<'_>, film: &Film) -> anyhow::Result<Vec<Value>> {
    let appended = vec![
        ("credits", credits(catalogue, film)),
        (
            "keywords",
            json!({ "keywords": catalogue.keyword_rows(&film.keywords) }),
        ),
        (
            "release_dates",
            json!({ "results": releases(&film.releases) }),
        ),
        (
            "alternative_titles",
            json!({ "titles": answer::titles(&film.alternative_titles) }),
        ),
        ("external_ids", external_ids(film)),
        ("videos", answer::videos(&key(film), &search_words(film))),
        ("images", picture::of_film(film).images()),
        ("translations", translations(film)),
        ("watch/providers", provider::free(&search_words(film))),
        ("reviews", reviews(film)),
    ];
    let path = format!("movie/{}", ids::id(film.number));
    let mut rows = vec![answer::row_with(&path, details(catalogue, film)?, appended)];
    rows.extend(film.reviews.iter().map(|text| {
        let review = review(film, text);
        let path = format!("review/{}", review["id"].as_str().unwrap_or_default());
        answer::row(&path, answer::joined(review, reviewed(film)))
    }));
    Ok(rows)
}

/// A film as lists mention it.
pub fn listed(catalogue: &Catalogue<'_>, film: &Film) -> anyhow::Result<Value> {
    let (pictures, stats) = (picture::of_film(film), stats::of_film(film));
    Ok(json!({
        "adult": false,
        "backdrop_path": pictures.backdrop.path,
        "genre_ids": catalogue.genre_ids(Kind::Movie, &film.genres)?,
        "id": ids::id(film.number),
        "media_type": "movie",
        "original_language": film.original_language,
        "original_title": film.original_title(),
        "overview": film.overview,
        "popularity": stats.popularity,
        "poster_path": pictures.poster.path,
        "release_date": answer::date_or_empty(film.date()),
        "softcore": false,
        "title": film.title,
        "video": false,
        "vote_average": stats.vote_average,
        "vote_count": stats.vote_count,
    }))
}

/// What distinguishes this film in texts that ids are made of.
fn key(film: &Film) -> String {
    format!("film {}", film.number)
}

fn search_words(film: &Film) -> String {
    answer::search_words(&film.title, film.date())
}

fn details(catalogue: &Catalogue<'_>, film: &Film) -> anyhow::Result<Value> {
    let (pictures, stats) = (picture::of_film(film), stats::of_film(film));
    Ok(json!({
        "adult": false,
        "backdrop_path": pictures.backdrop.path,
        "belongs_to_collection": film.collection.as_deref().map(|name| collection::mentioned(catalogue, name)),
        "budget": film.budget,
        "genres": catalogue.genre_rows(Kind::Movie, &film.genres)?,
        "homepage": "",
        "id": ids::id(film.number),
        "imdb_id": film.imdb,
        "origin_country": film.countries,
        "original_language": film.original_language,
        "original_title": film.original_title(),
        "overview": film.overview,
        "popularity": stats.popularity,
        "poster_path": pictures.poster.path,
        "production_companies": catalogue.company_rows(&film.companies),
        "production_countries": catalogue.country_rows(&film.countries),
        "release_date": answer::date_or_empty(film.date()),
        "revenue": film.revenue,
        "runtime": film.runtime,
        "softcore": false,
        "spoken_languages": catalogue.language_rows(&film.spoken)?,
        "status": "Released",
        "tagline": film.tagline,
        "title": film.title,
        "video": false,
        "vote_average": stats.vote_average,
        "vote_count": stats.vote_count,
    }))
}

fn credits(catalogue: &Catalogue<'_>, film: &Film) -> Value {
    let cast = film.cast.iter().enumerate().map(|(order, role)| {
        let row = answer::cast_row(catalogue, &key(film), role, order);
        answer::joined(row, json!({ "cast_id": order + 1 }))
    });
    json!({ "cast": cast.collect::<Value>(), "crew": answer::crew(catalogue, &key(film), &film.crew) })
}

/// Releases by country, in the order of the codes, the earliest first.
fn releases(releases: &[Release]) -> Value {
    let mut countries: BTreeMap<&str, Vec<&Release>> = BTreeMap::new();
    for release in releases {
        countries.entry(&release.country).or_default().push(release);
    }
    let rows = countries.into_iter().map(|(country, mut releases)| {
        releases.sort_by_key(|release| release.date);
        json!({ "iso_3166_1": country, "release_dates": releases.into_iter().map(release).collect::<Value>() })
    });
    rows.collect()
}

fn release(release: &Release) -> Value {
    json!({
        "certification": "",
        "descriptors": [],
        "iso_639_1": "",
        "note": release.note,
        "release_date": format!("{}T00:00:00.000Z", release.date),
        "type": release.kind as i32,
    })
}

fn external_ids(film: &Film) -> Value {
    json!({
        "imdb_id": film.imdb,
        "wikidata_id": film.wikidata,
        "facebook_id": null,
        "instagram_id": null,
        "twitter_id": null,
    })
}

fn translations(film: &Film) -> Value {
    let data = |title: &str, tagline: &str, overview: &str, runtime: i64| {
        let title = answer::translated(title, film.original_title());
        json!({ "homepage": "", "overview": overview, "runtime": runtime, "tagline": tagline, "title": title })
    };
    let english = data(&film.title, &film.tagline, &film.overview, film.runtime);
    answer::translations(english, &film.texts, |text| {
        data(&text.title, &text.tagline, &text.overview, 0)
    })
}

fn reviews(film: &Film) -> Value {
    let reviews: Vec<Value> = film.reviews.iter().map(|text| review(film, text)).collect();
    let pages = usize::from(!reviews.is_empty());
    json!({ "page": 1, "total_pages": pages, "total_results": reviews.len(), "results": reviews })
}

/// A review; `8| ` before the text is its rating.
fn review(film: &Film, text: &str) -> Value {
    let rated = text
        .split_once('|')
        .and_then(|(rating, text)| Some((rating.trim().parse::<f64>().ok()?, text)));
    let (rating, content) = rated.map_or((None, text), |(rating, text)| (Some(rating), text));
    let id = ids::object_id(&format!("{} review {content}", key(film)));
    json!({
        "author": "Kinora",
        "author_details": { "name": "Kinora", "username": "kinora", "avatar_path": null, "rating": rating },
        "content": content.trim(),
        "created_at": answer::TODAY,
        "id": id,
        "updated_at": answer::TODAY,
        "url": format!("/review/{id}"),
    })
}

/// What a review by itself says about its film.
fn reviewed(film: &Film) -> Value {
    json!({ "iso_639_1": "en", "media_id": ids::id(film.number), "media_title": film.title, "media_type": "movie" })
}
