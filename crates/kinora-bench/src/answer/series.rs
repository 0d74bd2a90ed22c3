//! Series and seasons as answers.

use kinora_model::Kind;
use serde_json::{Value, json};

use super::{
    append, companies, countries, credits, genres, keywords, offers, spoken, translations,
};
use crate::Catalogue;
use crate::series::{Episode, Season, Series};

/// The details with everything that there is appended, and the details of the seasons.
pub fn rows(catalogue: &Catalogue, series: &Series) -> Vec<Value> {
    let mut body = details(catalogue, series);
    let external_ids = json!({ "imdb_id": series.imdb_id, "tvdb_id": null, "wikidata_id": null });
    let names = append(
        &mut body,
        [
            ("credits", credits(catalogue, &series.credits, false)),
            (
                "alternative_titles",
                json!({ "results": series.writing.alternatives }),
            ),
            (
                "translations",
                translations(catalogue, &series.writing, "name", None),
            ),
            ("content_ratings", json!({ "results": series.ratings })),
            (
                "keywords",
                json!({ "results": keywords(catalogue, &series.keywords) }),
            ),
            ("external_ids", external_ids),
            ("watch/providers", offers(&series.offers)),
        ],
    );
    let path = format!("tv/{}", series.id);
    let mut rows = vec![super::row(&path, &names, body)];
    rows.extend(series.seasons.iter().map(|season| {
        let path = format!("{path}/season/{}", season.number);
        super::row(&path, &[], season_details(catalogue, series, season))
    }));
    rows
}

fn details(catalogue: &Catalogue, series: &Series) -> Value {
    let writing = &series.writing;
    let stat = series.fame.stat;
    let last = series.last();
    json!({
        "adult": series.is_adult,
        "backdrop_path": series.backdrop_path,
        "created_by": [],
        "episode_run_time": [series.runtime],
        "first_air_date": series.first_air_date(),
        "genres": genres(catalogue, Kind::Series, &series.genres),
        "homepage": "",
        "id": series.id,
        "in_production": series.is_in_production(),
        "languages": [writing.tongue.code],
        "last_air_date": last.and_then(|(_, episode)| episode.air_date),
        "last_episode_to_air": last.map(|(season, episode)| summary(series, season, episode)),
        "name": writing.title(),
        "networks": companies(catalogue, Kind::Network, &series.networks),
        "next_episode_to_air": null,
        "number_of_episodes": series.episode_count(),
        "number_of_seasons": series.seasons.len(),
        "origin_country": series.countries,
        "original_language": writing.tongue.code,
        "original_name": writing.original_title,
        "overview": writing.translations[0].overview,
        "popularity": stat.popularity,
        "poster_path": series.poster_path,
        "production_companies": companies(catalogue, Kind::Company, &series.companies),
        "production_countries": countries(catalogue, &series.countries),
        "seasons": series.seasons.iter().map(listed).collect::<Vec<Value>>(),
        "softcore": false,
        "spoken_languages": spoken(catalogue, writing.tongue),
        "status": series.status,
        "tagline": writing.translations[0].tagline,
        "type": series.series_type,
        "vote_average": stat.vote_average,
        "vote_count": stat.vote_count,
    })
}

/// A season as its series lists it.
fn listed(season: &Season) -> Value {
    json!({
        "air_date": season.air_date(),
        "episode_count": season.episodes.len(),
        "id": season.id,
        "name": season.name(),
        "overview": "",
        "poster_path": season.poster_path,
        "season_number": season.number,
        "vote_average": season.vote_average,
    })
}

fn season_details(catalogue: &Catalogue, series: &Series, season: &Season) -> Value {
    let episodes = season
        .episodes
        .iter()
        .map(|episode| summary(series, season, episode));
    json!({
        "_id": season.object_id,
        "air_date": season.air_date(),
        "episodes": episodes.collect::<Vec<Value>>(),
        "name": season.name(),
        "networks": companies(catalogue, Kind::Network, &series.networks),
        "overview": "",
        "id": season.id,
        "poster_path": season.poster_path,
        "season_number": season.number,
        "vote_average": season.vote_average,
    })
}

/// An episode as its season and its series mention it.
fn summary(series: &Series, season: &Season, episode: &Episode) -> Value {
    json!({
        "air_date": episode.air_date,
        "episode_number": episode.number,
        "episode_type": episode.episode_type,
        "id": episode.id,
        "name": episode.name,
        "overview": episode.overview,
        "production_code": "",
        "runtime": series.runtime,
        "season_number": season.number,
        "show_id": series.id,
        "still_path": episode.still_path,
        "vote_average": episode.vote_average,
        "vote_count": episode.vote_count,
    })
}
