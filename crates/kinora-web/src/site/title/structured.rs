//! What machines read of pages of titles (schema.org).

use serde_json::{Value, json};

use super::super::page::Page;
use super::super::structured::known;
use super::Title;

/// What is known of a title. `kind` is how addresses name what it is.
pub fn data(kind: &str, title: &Title, page: &Page) -> Value {
    let kind = if kind == "movie" { "Movie" } else { "TVSeries" };
    let person = |name: &str| json!({ "@type": "Person", "name": name });
    let directors = title.credits.crew.iter();
    let directors = directors.filter(|row| row.jobs().any(|job| job == "Director"));
    let votes = (title.vote_count > 0).then(|| {
        json!({
            "@type": "AggregateRating",
            "ratingValue": title.vote_average,
            "ratingCount": title.vote_count,
            "bestRating": 10,
            "worstRating": 0.5,
        })
    });
    let length = Some(title.length()).filter(|minutes| *minutes > 0);
    let picture = title.poster_path.as_deref();
    known(json!({
        "@context": "https://schema.org",
        "@type": kind,
        "url": page.canonical(),
        "name": title.title,
        "alternateName": title.original_title,
        "description": title.overview,
        "image": picture.map(|path| page.whole_image("w780", path)),
        "datePublished": title.release_date,
        "inLanguage": title.original_language,
        "genre": title.genres.iter().map(|genre| genre.name.as_str()).collect::<Vec<_>>(),
        "duration": length.map(|minutes| format!("PT{minutes}M")),
        "director": directors.map(|row| person(&row.name)).collect::<Vec<_>>(),
        "actor": title.credits.cast.iter().take(10).map(|row| person(&row.name)).collect::<Vec<_>>(),
        "numberOfSeasons": Some(title.number_of_seasons).filter(|number| *number > 0),
        "aggregateRating": votes,
    }))
}
