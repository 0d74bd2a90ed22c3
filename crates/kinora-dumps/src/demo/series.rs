//! Series, their seasons and their episodes.

use kinora_model::Kind;
use serde_json::{Value, json};

use super::catalogue::Catalogue;
use super::source::{Episode, Season, Series};
use super::stats::{self, Stats};
use super::{answer, ids, picture, provider};

/// The rows of a series: its details with everything appended, its seasons, and the images of its episodes.
pub fn rows(catalogue: &Catalogue<'_>, series: &Series) -> anyhow::Result<Vec<Value>> {
    let words = answer::search_words(&series.name, series.first_date());
    let appended = vec![
        ("credits", credits(catalogue, series)),
        (
            "keywords",
            json!({ "results": catalogue.keyword_rows(&series.keywords) }),
        ),
        ("content_ratings", json!({ "results": [] })),
        (
            "alternative_titles",
            json!({ "results": answer::titles(&series.alternative_titles) }),
        ),
        ("external_ids", external_ids(series)),
        ("videos", answer::videos(&key(series), &words)),
        ("images", picture::of_series(series).images()),
        ("translations", translations(series)),
        ("watch/providers", provider::free(&words)),
    ];
    let path = format!("tv/{}", ids::id(series.number));
    let mut rows = vec![answer::row_with(
        &path,
        details(catalogue, series)?,
        appended,
    )];
    for season in &series.seasons {
        let path = format!("{path}/season/{}", season.number);
        rows.push(season_row(catalogue, series, season, &path));
        rows.extend(season.episodes.iter().map(|episode| {
            let images = json!({
                "id": ids::episode(series.number, season.number, episode.number),
                "stills": [picture::of_episode(series, season, episode).listed()],
            });
            answer::row(&format!("{path}/episode/{}/images", episode.number), images)
        }));
    }
    Ok(rows)
}

/// What distinguishes this series in texts that ids are made of.
fn key(series: &Series) -> String {
    format!("series {}", series.number)
}

fn details(catalogue: &Catalogue<'_>, series: &Series) -> anyhow::Result<Value> {
    let last = series.episodes().rfind(|(season, _)| season.number > 0);
    let numbered = || series.seasons.iter().filter(|season| season.number > 0);
    let more = json!({
        "episode_run_time": [],
        "first_air_date": answer::date_or_empty(series.first_date()),
        "homepage": "",
        "id": ids::id(series.number),
        "in_production": false,
        "last_air_date": last.and_then(|(_, episode)| episode.date),
        "last_episode_to_air": last.map(|(season, episode)| episode_summary(series, season, episode)),
        "next_episode_to_air": null,
        "number_of_episodes": numbered().map(|season| season.episodes.len()).sum::<usize>(),
        "number_of_seasons": numbered().count(),
        "seasons": series.seasons.iter().map(|season| season_summary(series, season)).collect::<Value>(),
        "status": "Ended",
        "type": series.series_type,
    });
    Ok(answer::joined(described(catalogue, series)?, more))
}

/// The part of the details that does not depend on the episodes.
fn described(catalogue: &Catalogue<'_>, series: &Series) -> anyhow::Result<Value> {
    let (pictures, stats) = (picture::of_series(series), stats::of_series(series));
    Ok(json!({
        "adult": false,
        "backdrop_path": pictures.backdrop.path,
        "created_by": series.created_by.iter().map(|name| creator(catalogue, series, name)).collect::<Value>(),
        "genres": catalogue.genre_rows(Kind::Series, &series.genres)?,
        "languages": series.spoken,
        "name": series.name,
        "networks": catalogue.network_rows(&series.networks),
        "origin_country": series.countries,
        "original_language": series.original_language,
        "original_name": series.original_name(),
        "overview": series.overview,
        "popularity": stats.popularity,
        "poster_path": pictures.poster.path,
        "production_companies": catalogue.company_rows(&series.companies),
        "production_countries": catalogue.country_rows(&series.countries),
        "softcore": false,
        "spoken_languages": catalogue.language_rows(&series.spoken)?,
        "tagline": series.tagline,
        "vote_average": stats.vote_average,
        "vote_count": stats.vote_count,
    }))
}

fn creator(catalogue: &Catalogue<'_>, series: &Series, name: &str) -> Value {
    let person = catalogue.person_row(name);
    json!({
        "id": person["id"],
        "credit_id": ids::object_id(&format!("{} creator {name}", key(series))),
        "name": name,
        "original_name": name,
        "gender": person["gender"],
        "profile_path": person["profile_path"],
    })
}

fn credits(catalogue: &Catalogue<'_>, series: &Series) -> Value {
    let cast = series
        .cast
        .iter()
        .enumerate()
        .map(|(order, role)| answer::cast_row(catalogue, &key(series), role, order));
    json!({ "cast": cast.collect::<Value>(), "crew": answer::crew(catalogue, &key(series), &series.crew) })
}

fn external_ids(series: &Series) -> Value {
    json!({
        "imdb_id": series.imdb,
        "freebase_mid": null,
        "freebase_id": null,
        "tvdb_id": null,
        "tvrage_id": null,
        "wikidata_id": null,
        "facebook_id": null,
        "instagram_id": null,
        "twitter_id": null,
    })
}

fn translations(series: &Series) -> Value {
    let data = |name: &str, tagline: &str, overview: &str| {
        let name = answer::translated(name, series.original_name());
        json!({ "name": name, "overview": overview, "homepage": "", "tagline": tagline })
    };
    let english = data(&series.name, &series.tagline, &series.overview);
    answer::translations(english, &series.texts, |text| {
        data(&text.title, &text.tagline, &text.overview)
    })
}

/// A season as its series lists it.
fn season_summary(series: &Series, season: &Season) -> Value {
    json!({
        "air_date": season.date(),
        "episode_count": season.episodes.len(),
        "id": ids::season(series.number, season.number),
        "name": season.name(),
        "overview": season.overview,
        "poster_path": picture::of_season(series, season).path,
        "season_number": season.number,
        "vote_average": season_votes(series, season),
    })
}

fn season_votes(series: &Series, season: &Season) -> f64 {
    stats::mean(
        season
            .episodes
            .iter()
            .map(|episode| episode_stats(series, season, episode).vote_average),
    )
}

fn season_row(catalogue: &Catalogue<'_>, series: &Series, season: &Season, path: &str) -> Value {
    let episodes = season.episodes.iter().map(|episode| {
        let summary = episode_summary(series, season, episode);
        answer::joined(summary, episode_credits(catalogue, series, episode))
    });
    let details = json!({
        "_id": ids::object_id(&format!("{} season {}", key(series), season.number)),
        "air_date": season.date(),
        "episodes": episodes.collect::<Value>(),
        "name": season.name(),
        "networks": catalogue.network_rows(&series.networks),
        "overview": season.overview,
        "id": ids::season(series.number, season.number),
        "poster_path": picture::of_season(series, season).path,
        "season_number": season.number,
        "vote_average": season_votes(series, season),
    });
    let appended = vec![
        ("credits", credits(catalogue, series)),
        (
            "images",
            json!({ "posters": [picture::of_season(series, season).listed()] }),
        ),
    ];
    answer::row_with(path, details, appended)
}

fn episode_stats(series: &Series, season: &Season, episode: &Episode) -> Stats {
    let key = format!(
        "{} season {} episode {}",
        key(series),
        season.number,
        episode.number
    );
    stats::of_episode(stats::of_series(series), &key)
}

/// An episode as its series and its season mention it.
fn episode_summary(series: &Series, season: &Season, episode: &Episode) -> Value {
    let stats = episode_stats(series, season, episode);
    let last = season
        .episodes
        .last()
        .is_some_and(|last| last.number == episode.number);
    json!({
        "air_date": episode.date,
        "episode_number": episode.number,
        "episode_type": if last { "finale" } else { "standard" },
        "id": ids::episode(series.number, season.number, episode.number),
        "name": episode.name,
        "overview": episode.overview,
        "production_code": "",
        "runtime": episode.runtime,
        "season_number": season.number,
        "show_id": ids::id(series.number),
        "still_path": picture::of_episode(series, season, episode).path,
        "vote_average": stats.vote_average,
        "vote_count": stats.vote_count,
    })
}

fn episode_credits(catalogue: &Catalogue<'_>, series: &Series, episode: &Episode) -> Value {
    let roles = series.roles();
    // A role has one place in the billing, in whichever episodes it appears.
    let guests = roles
        .iter()
        .enumerate()
        .filter(|(_, role)| episode.cast.contains(role));
    json!({
        "crew": answer::crew(catalogue, &key(series), &episode.crew),
        "guest_stars": guests.map(|(order, role)| answer::cast_row(catalogue, &key(series), role, order)).collect::<Value>(),
    })
}
