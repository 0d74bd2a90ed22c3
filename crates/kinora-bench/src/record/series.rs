//! Series, seasons and episodes as records.

use kinora_model::links::Links;
use kinora_model::release::ContentRatings;
use kinora_model::text::Text;
use kinora_model::titles::{AlternativeTitles, Keywords};
use kinora_model::{EpisodeFacts, Kind, SeasonFacts, SeriesFacts};
use kinora_store::{Batch, Stat};

use super::{credits, english, enter, full, put, texts};
use crate::series::{Episode, Season, Series};

/// Hands a series over, with its credits, seasons and episodes.
pub fn series(batch: &mut Batch, series: Series) {
    let mut record = full(Kind::Series, series.id);
    put(&mut record, &facts(&series));
    put(&mut record, &texts(&series.writing, 0));
    let lists = credits(batch, record.key, &series.credits);
    put(&mut record, &lists);
    for season in &series.seasons {
        enter_season(batch, &series, season);
        for episode in &season.episodes {
            enter_episode(batch, &series, season, episode);
        }
    }
    put(&mut record, &AlternativeTitles(series.writing.alternatives));
    put(&mut record, &Keywords(series.keywords));
    put(&mut record, &ContentRatings(series.ratings));
    let links = Links {
        imdb_id: Some(series.imdb_id),
        ..Links::default()
    };
    put(&mut record, &links);
    put(&mut record, &series.offers);
    enter(batch, record, series.fame.stat);
}

fn facts(series: &Series) -> SeriesFacts {
    let owned = |codes: &[&str]| Some(codes.iter().map(|code| (*code).to_owned()).collect());
    let last = series.last().map(|(_, episode)| episode);
    let count = |count: usize| i32::try_from(count).ok();
    SeriesFacts {
        adult: Some(series.is_adult),
        original_name: Some(series.writing.original_title.clone()),
        original_language: Some(series.writing.tongue.code.to_owned()),
        first_air_date: series.first_air_date(),
        last_air_date: last.and_then(|episode| episode.air_date),
        in_production: Some(series.is_in_production()),
        languages: owned(&[series.writing.tongue.code]),
        origin_country: owned(&series.countries),
        status: Some(series.status.to_owned()),
        series_type: Some(series.series_type.to_owned()),
        episode_run_time: Some(vec![series.runtime]),
        genres: Some(series.genres.clone()),
        companies: Some(series.companies.clone()),
        countries: owned(&series.countries),
        spoken_languages: owned(&[series.writing.tongue.code]),
        networks: Some(series.networks.clone()),
        created_by: Some(Vec::new()),
        number_of_episodes: count(series.episode_count()),
        number_of_seasons: count(series.seasons.len()),
        last_episode: last.map(|episode| episode.id),
        next_episode: None,
        backdrop_path: series.backdrop_path.clone(),
        homepage: Some(String::new()),
        poster_path: series.poster_path.clone(),
        softcore: Some(false),
    }
}

fn enter_season(batch: &mut Batch, series: &Series, season: &Season) {
    let mut record = full(Kind::Season, season.id);
    let facts = SeasonFacts {
        air_date: season.air_date(),
        object_id: Some(season.object_id.clone()),
        poster_path: season.poster_path.clone(),
        series: Some(series.id),
        number: Some(season.number),
        episode_count: i32::try_from(season.episodes.len()).ok(),
        networks: Some(series.networks.clone()),
    };
    put(&mut record, &facts);
    // Its name is the usual one, which is not kept.
    put(&mut record, &english(Text::default()));
    let stat = Stat {
        vote_average: season.vote_average,
        ..Stat::default()
    };
    enter(batch, record, stat);
}

fn enter_episode(batch: &mut Batch, series: &Series, season: &Season, episode: &Episode) {
    let mut record = full(Kind::Episode, episode.id);
    let facts = EpisodeFacts {
        air_date: episode.air_date,
        runtime: Some(series.runtime),
        production_code: Some(String::new()),
        still_path: episode.still_path.clone(),
        series: Some(series.id),
        season: Some(season.number),
        number: Some(episode.number),
        episode_type: Some(episode.episode_type.to_owned()),
    };
    put(&mut record, &facts);
    let text = Text {
        title: episode.name.clone(),
        overview: episode.overview.clone(),
        ..Text::default()
    };
    put(&mut record, &english(text));
    let stat = Stat {
        vote_average: episode.vote_average,
        vote_count: episode.vote_count,
        ..Stat::default()
    };
    enter(batch, record, stat);
}
