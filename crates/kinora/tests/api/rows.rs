//! Rows of archives: answers with sensible defaults, so that a test names only what it is about.

use serde_json::{Value, json};

/// A recorded answer to a request without parameters.
pub fn answer(path: &str, body: Value) -> Value {
    answer_to(path, json!({}), body)
}

/// A recorded answer to a request with parameters.
pub fn answer_to(path: &str, query: Value, body: Value) -> Value {
    json!({ "method": "GET", "path": path, "query": query, "status": 200, "body": body })
}

/// A recorded answer in a language.
pub fn answer_in(language: &str, path: &str, body: Value) -> Value {
    answer_to(path, json!({ "language": language }), body)
}

/// JSON objects that are made of others.
pub trait Object {
    /// The object with a key set.
    fn with(self, key: &str, value: impl Into<Value>) -> Self;
    /// The object with every key of another one.
    fn and(self, other: Value) -> Self;
    /// The object without a key.
    fn without(self, key: &str) -> Self;
    /// The object with nothing but these keys.
    fn only(&self, keys: &[&str]) -> Self;
}

impl Object for Value {
    fn with(mut self, key: &str, value: impl Into<Value>) -> Value {
        self[key] = value.into();
        self
    }

    fn and(mut self, other: Value) -> Value {
        if let (Some(object), Value::Object(other)) = (self.as_object_mut(), other) {
            object.extend(other);
        }
        self
    }

    fn without(mut self, key: &str) -> Value {
        self.as_object_mut().and_then(|object| object.remove(key));
        self
    }

    fn only(&self, keys: &[&str]) -> Value {
        keys.iter()
            .map(|key| ((*key).to_owned(), self[*key].clone()))
            .collect()
    }
}

/// Details of a movie.
pub fn movie(id: i64, title: &str) -> Value {
    json!({
        "adult": false, "backdrop_path": "/lamp-wide.jpg", "belongs_to_collection": null, "budget": 1_000_000,
        "genres": [{ "id": 18, "name": "Drama" }], "homepage": "https://example.org/lamp", "id": id,
        "imdb_id": null, "origin_country": ["SE"], "original_language": "en",
        "original_title": title, "overview": "A lamplighter counts the stars.", "popularity": 12.5,
        "poster_path": "/lamp.jpg", "production_companies": [],
        "production_countries": [{ "iso_3166_1": "SE", "name": "Sweden" }], "release_date": "1999-10-15",
        "revenue": 2_000_000, "runtime": 97, "softcore": false,
        "spoken_languages": [{ "english_name": "English", "iso_639_1": "en", "name": "English" }],
        "status": "Released", "tagline": "Someone has to.", "title": title, "video": false,
        "vote_average": 7.25, "vote_count": 40,
    })
}

/// The same movie as lists show it.
pub fn movie_row(details: &Value) -> Value {
    let genres = details["genres"].as_array().into_iter().flatten();
    let genres: Vec<Value> = genres.map(|genre| genre["id"].clone()).collect();
    details
        .only(&[
            "adult",
            "backdrop_path",
            "id",
            "original_language",
            "original_title",
            "overview",
            "popularity",
            "poster_path",
            "release_date",
            "softcore",
            "title",
            "video",
            "vote_average",
            "vote_count",
        ])
        .with("genre_ids", genres)
}

/// Details of a series without seasons.
pub fn series(id: i64, name: &str) -> Value {
    json!({
        "adult": false, "backdrop_path": "/harbour-wide.jpg", "created_by": [], "episode_run_time": [44],
        "first_air_date": "2010-01-05", "genres": [{ "id": 80, "name": "Crime" }],
        "homepage": "https://example.org/harbour", "id": id, "in_production": false, "languages": ["en"],
        "last_air_date": "2010-01-12", "last_episode_to_air": null, "name": name, "next_episode_to_air": null,
        "networks": [], "number_of_episodes": 2, "number_of_seasons": 1, "origin_country": ["GB"],
        "original_language": "en", "original_name": name, "overview": "Nine piers, one inspector.",
        "popularity": 8.5, "poster_path": "/harbour.jpg", "production_companies": [],
        "production_countries": [{ "iso_3166_1": "GB", "name": "United Kingdom" }], "seasons": [], "softcore": false,
        "spoken_languages": [{ "english_name": "English", "iso_639_1": "en", "name": "English" }],
        "status": "Ended", "tagline": "Mind the gap.", "type": "Scripted", "vote_average": 8.0, "vote_count": 12,
    })
}

/// The same series as lists show it.
pub fn series_row(details: &Value) -> Value {
    let genres = details["genres"].as_array().into_iter().flatten();
    let genres: Vec<Value> = genres.map(|genre| genre["id"].clone()).collect();
    details
        .only(&[
            "adult",
            "backdrop_path",
            "first_air_date",
            "id",
            "name",
            "origin_country",
            "original_language",
            "original_name",
            "overview",
            "popularity",
            "poster_path",
            "softcore",
            "vote_average",
            "vote_count",
        ])
        .with("genre_ids", genres)
}

/// An episode as its series mentions it.
pub fn episode_row(id: i64, series: i64, season: i64, number: i64, name: &str) -> Value {
    json!({
        "air_date": format!("2010-01-{:02}", number + 4), "episode_number": number, "episode_type": "standard",
        "id": id, "name": name, "overview": format!("{name}, and what came of it."), "production_code": "",
        "runtime": 44, "season_number": season, "show_id": series, "still_path": null, "vote_average": 7.5,
        "vote_count": 4,
    })
}

/// An episode with nobody in it.
pub fn episode(id: i64, series: i64, season: i64, number: i64, name: &str) -> Value {
    episode_row(id, series, season, number, name).and(json!({ "crew": [], "guest_stars": [] }))
}

/// Details of a season.
pub fn season(id: i64, number: i64, episodes: Vec<Value>) -> Value {
    json!({
        "_id": "5f0000000000000000000001", "air_date": "2010-01-05", "episodes": episodes,
        "id": id, "name": format!("Season {number}"), "networks": [], "overview": "The first nine piers.",
        "poster_path": "/harbour-one.jpg", "season_number": number, "vote_average": 7.5,
    })
}

/// A season as its series lists it.
pub fn season_row(details: &Value) -> Value {
    details
        .only(&[
            "air_date",
            "id",
            "name",
            "overview",
            "poster_path",
            "season_number",
            "vote_average",
        ])
        .with(
            "episode_count",
            details["episodes"].as_array().map_or(0, Vec::len),
        )
}

/// A person as credits show them.
pub fn card(id: i64, name: &str) -> Value {
    json!({
        "adult": false, "gender": 1, "id": id, "known_for_department": "Acting", "name": name, "original_name": name,
        "popularity": 3.5, "profile_path": "/face.jpg",
    })
}

/// Somebody in a cast.
pub fn cast(person: Value, credit: &str, character: &str, order: i64) -> Value {
    person.and(json!({ "character": character, "credit_id": credit, "order": order }))
}

/// Somebody of a crew.
pub fn crew(person: Value, credit: &str, department: &str, job: &str) -> Value {
    person.and(json!({ "credit_id": credit, "department": department, "job": job }))
}

/// Details of a person.
pub fn person(id: i64, name: &str) -> Value {
    json!({
        "adult": false, "also_known_as": ["I. B."], "biography": "Born by the sea.", "birthday": "1970-02-03",
        "deathday": null, "gender": 1, "homepage": null, "id": id, "imdb_id": null,
        "known_for_department": "Acting", "name": name, "place_of_birth": "Whitby", "popularity": 3.5,
        "profile_path": "/face.jpg",
    })
}

/// An image without a language.
pub fn image(path: &str) -> Value {
    json!({
        "aspect_ratio": 1.5, "file_path": path, "height": 1000, "iso_3166_1": null, "iso_639_1": null,
        "vote_average": 5.5, "vote_count": 2, "width": 1500,
    })
}

/// An image with text in a language.
pub fn image_in(language: &str, country: &str, path: &str) -> Value {
    image(path).and(json!({ "iso_639_1": language, "iso_3166_1": country }))
}

/// A trailer.
pub fn video(language: &str, country: &str, id: &str) -> Value {
    json!({
        "id": id, "iso_3166_1": country, "iso_639_1": language, "key": "abc", "name": "Trailer", "official": true,
        "published_at": "2010-01-01T10:00:00.000Z", "site": "YouTube", "size": 1080, "type": "Trailer",
    })
}

/// A review.
pub fn review(id: &str, created: &str) -> Value {
    json!({
        "author": "ada", "author_details": { "avatar_path": null, "name": "", "rating": 8.5, "username": "ada" },
        "content": "Slow, and all the better.", "created_at": created, "id": id, "updated_at": created,
        "url": format!("https://example.org/review/{id}"),
    })
}

/// One translation.
pub fn translation(language: &str, country: &str, name: &str, english: &str, data: Value) -> Value {
    json!({
        "data": data, "english_name": english, "iso_3166_1": country, "iso_639_1": language, "name": name,
    })
}
