//! Details of movies, series, seasons and episodes.

use kinora_model::Text;
use kinora_model::credit::{CreditType, TitleCredits};
use kinora_model::facts::{EpisodeFacts, MovieFacts, SeasonFacts, SeriesFacts};
use kinora_model::key::{EntityKey, Kind, Known};
use kinora_model::links::Links;
use serde_json::value::RawValue;

use super::super::statement::{CreditSaid, Facts, PartSaid, Target};
use super::super::value::Int;
use super::super::wire;
use super::credits::credit_said;
use super::rows::row_text;
use super::{Reader, ids, parse};

impl Reader {
    pub(super) fn movie(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let movie: wire::Movie = parse(body)?;
        self.learn(
            Kind::Movie,
            movie.genres.as_ref(),
            movie.production_countries.as_ref(),
            movie.spoken_languages.as_ref(),
        );
        let collection = movie
            .belongs_to_collection
            .as_ref()
            .and_then(|collection| collection.id);
        let facts = MovieFacts {
            adult: movie.adult,
            video: movie.video,
            original_title: movie.original_title,
            original_language: movie.original_language,
            release_date: movie.release_date.and_then(|date| date.0),
            status: movie.status,
            runtime: movie.runtime.map(|number| number.0 as i32),
            budget: movie.budget.map(|number| number.0),
            revenue: movie.revenue.map(|number| number.0),
            homepage: movie.homepage.clone(),
            genres: ids(movie.genres.as_deref())
                .map(|ids| ids.into_iter().map(|id| id as i32).collect()),
            companies: self.companies(Kind::Company, movie.production_companies),
            countries: movie
                .production_countries
                .map(|list| list.into_iter().filter_map(|row| row.iso_3166_1).collect()),
            spoken_languages: movie
                .spoken_languages
                .map(|list| list.into_iter().filter_map(|row| row.iso_639_1).collect()),
            collection: collection.map(|id| id.0),
            poster_path: movie.poster_path.clone(),
            backdrop_path: movie.backdrop_path,
            origin_country: movie.origin_country.map(|countries| countries.0),
            softcore: movie.softcore,
        };
        self.facts(target, Known::Full, Facts::Movie(Box::new(facts)));
        if let Some(collection) = &movie.belongs_to_collection {
            self.row(Some(Kind::Collection), collection, Known::Mentioned);
        }
        let text = Text {
            title: movie.title.unwrap_or_default(),
            overview: movie.overview.unwrap_or_default(),
            tagline: movie.tagline.unwrap_or_default(),
            homepage: movie.homepage.unwrap_or_default(),
            runtime: movie.runtime.map_or(0, |number| number.0 as i32),
            poster_path: movie.poster_path.unwrap_or_default(),
        };
        self.text(target, Known::Full, text);
        self.stat(
            target,
            Known::Full,
            movie.popularity,
            (movie.vote_average, movie.vote_count),
        );
        if let Some(imdb_id) = movie.imdb_id {
            self.part(
                target,
                PartSaid::Links(Box::new(Links {
                    imdb_id: Some(imdb_id),
                    ..Links::default()
                })),
            );
        }
        Ok(())
    }

    pub(super) fn series(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let Target::Key(key) = target else {
            return Ok(());
        };
        let series: wire::Series = parse(body)?;
        self.learn(
            Kind::Series,
            series.genres.as_ref(),
            series.production_countries.as_ref(),
            series.spoken_languages.as_ref(),
        );
        let mut created_by = Vec::new();
        for creator in series.created_by.iter().flatten() {
            let person = self.person(creator);
            if let Some(id) = creator.credit_id.clone() {
                created_by.push(id.clone());
                self.push_credit(CreditSaid {
                    person,
                    credit_type: Some(CreditType::Creator),
                    department: Some("Creator".into()),
                    job: Some("Creator".into()),
                    ..credit_said(id, key)
                });
            }
        }
        for episode in series
            .last_episode_to_air
            .iter()
            .chain(&series.next_episode_to_air)
        {
            self.episode_row(key.id, episode);
        }
        let facts = SeriesFacts {
            adult: series.adult,
            original_name: series.original_name,
            original_language: series.original_language,
            first_air_date: series.first_air_date.and_then(|date| date.0),
            last_air_date: series.last_air_date.and_then(|date| date.0),
            in_production: series.in_production,
            languages: series.languages,
            origin_country: series.origin_country.map(|countries| countries.0),
            status: series.status,
            series_type: series.series_type,
            episode_run_time: series
                .episode_run_time
                .map(|list| list.into_iter().map(|number| number.0 as i32).collect()),
            homepage: series.homepage.clone(),
            genres: ids(series.genres.as_deref())
                .map(|ids| ids.into_iter().map(|id| id as i32).collect()),
            companies: self.companies(Kind::Company, series.production_companies),
            countries: series
                .production_countries
                .map(|list| list.into_iter().filter_map(|row| row.iso_3166_1).collect()),
            spoken_languages: series
                .spoken_languages
                .map(|list| list.into_iter().filter_map(|row| row.iso_639_1).collect()),
            networks: self.companies(Kind::Network, series.networks),
            created_by: series.created_by.is_some().then_some(created_by),
            number_of_episodes: series.number_of_episodes.map(|number| number.0 as i32),
            number_of_seasons: series.number_of_seasons.map(|number| number.0 as i32),
            last_episode: series
                .last_episode_to_air
                .and_then(|episode| episode.id)
                .map(|id| id.0),
            next_episode: series
                .next_episode_to_air
                .and_then(|episode| episode.id)
                .map(|id| id.0),
            poster_path: series.poster_path.clone(),
            backdrop_path: series.backdrop_path,
            softcore: series.softcore,
        };
        self.facts(key, Known::Full, Facts::Series(Box::new(facts)));
        let text = Text {
            title: series.name.unwrap_or_default(),
            overview: series.overview.unwrap_or_default(),
            tagline: series.tagline.unwrap_or_default(),
            homepage: series.homepage.unwrap_or_default(),
            runtime: 0,
            poster_path: series.poster_path.unwrap_or_default(),
        };
        self.text(key, Known::Full, text);
        self.stat(
            key,
            Known::Full,
            series.popularity,
            (series.vote_average, series.vote_count),
        );
        for season in series.seasons.iter().flatten() {
            self.season_row(key.id, season, Known::Listed);
        }
        Ok(())
    }

    /// A season as its series lists it.
    pub(super) fn season_row(&mut self, series: i64, season: &wire::Row, known: Known) {
        let (Some(Int(id)), Some(Int(number))) = (season.id, season.season_number) else {
            return;
        };
        let key = EntityKey::new(Kind::Season, id);
        let facts = SeasonFacts {
            air_date: season.air_date.and_then(|date| date.0),
            poster_path: season.poster_path.clone(),
            series: Some(series),
            number: Some(number as i32),
            episode_count: season.episode_count.map(|number| number.0 as i32),
            ..SeasonFacts::default()
        };
        self.facts(key, known, Facts::Season(Box::new(facts)));
        self.text(key, known, row_text(season));
        self.stat(key, known, None, (season.vote_average, None));
    }

    /// An episode as its series, a group or a list mentions it.
    pub(super) fn episode_row(&mut self, series: i64, row: &wire::Row) {
        let Some(Int(id)) = row.id else { return };
        let key = EntityKey::new(Kind::Episode, id);
        let facts = EpisodeFacts {
            air_date: row.air_date.and_then(|date| date.0),
            runtime: row.runtime.map(|number| number.0 as i32),
            production_code: row.production_code.clone(),
            still_path: row.still_path.clone(),
            series: Some(series),
            season: row.season_number.map(|number| number.0 as i32),
            number: row.episode_number.map(|number| number.0 as i32),
            episode_type: row.episode_type.clone(),
        };
        self.facts(key, Known::Mentioned, Facts::Episode(Box::new(facts)));
        self.text(key, Known::Mentioned, row_text(row));
        self.stat(
            key,
            Known::Mentioned,
            None,
            (row.vote_average, row.vote_count),
        );
    }

    pub(super) fn season(
        &mut self,
        target: Target,
        place: Target,
        body: &RawValue,
    ) -> serde_json::Result<()> {
        let season: wire::Season = parse(body)?;
        let Target::Season(series, number) = place else {
            return Ok(());
        };
        let facts = SeasonFacts {
            air_date: season.air_date.and_then(|date| date.0),
            poster_path: season.poster_path.clone(),
            object_id: season._id,
            series: Some(series),
            number: Some(number),
            networks: self.companies(Kind::Network, season.networks),
            ..SeasonFacts::default()
        };
        self.facts(target, Known::Full, Facts::Season(Box::new(facts)));
        let text = Text {
            title: season.name.unwrap_or_default(),
            overview: season.overview.unwrap_or_default(),
            poster_path: season.poster_path.unwrap_or_default(),
            ..Text::default()
        };
        self.text(target, Known::Full, text);
        self.stat(target, Known::Full, None, (season.vote_average, None));
        for episode in season.episodes.unwrap_or_default() {
            let (Some(Int(id)), Some(Int(episode_number))) = (episode.id, episode.episode_number)
            else {
                continue;
            };
            let place = Target::Episode(series, number, episode_number as i32);
            self.episode(
                Target::Key(EntityKey::new(Kind::Episode, id)),
                place,
                episode,
                Known::Full,
            );
        }
        Ok(())
    }

    pub(super) fn episode(
        &mut self,
        target: Target,
        place: Target,
        episode: wire::Episode,
        known: Known,
    ) {
        let Target::Episode(series, season, number) = place else {
            return;
        };
        let facts = EpisodeFacts {
            air_date: episode.air_date.and_then(|date| date.0),
            runtime: episode.runtime.map(|number| number.0 as i32),
            production_code: episode.production_code,
            still_path: episode.still_path,
            series: Some(series),
            season: Some(season),
            number: Some(number),
            episode_type: episode.episode_type,
        };
        self.facts(target, known, Facts::Episode(Box::new(facts)));
        let text = Text {
            title: episode.name.unwrap_or_default(),
            overview: episode.overview.unwrap_or_default(),
            ..Text::default()
        };
        self.text(target, known, text);
        self.stat(
            target,
            known,
            None,
            (episode.vote_average, episode.vote_count),
        );
        let title = EntityKey::new(Kind::Series, series);
        let lists = TitleCredits {
            cast: None,
            crew: episode.crew.map(|rows| self.crew(title, &rows)),
            guests: episode.guest_stars.map(|rows| self.cast(title, &rows)),
        };
        if lists != TitleCredits::default() {
            self.part(target, PartSaid::Credits(lists));
        }
    }
}
