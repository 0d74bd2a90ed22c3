//! From an answer to statements: which answer a path names, and what each kind of answer says.
//!
//! The table [`SUBRESOURCES`] says what the answers under an entity are; the same readers serve a path of their own
//! (`/3/movie/11/credits`) and an appended object (`append_to_response=credits`).

use std::collections::HashMap;

use kinora_model::credit::{
    AggregateCredits, AggregateRow, Billing, Counted, CreditLists, CreditType, TitleCredits,
};
use kinora_model::facts::{
    CollectionFacts, CompanyFacts, EpisodeFacts, KeywordFacts, MovieFacts, PersonFacts,
    SeasonFacts, SeriesFacts,
};
use kinora_model::image::{Image, LanguageFilter, Tagged, TaggedImage};
use kinora_model::key::{EntityKey, Kind, Known};
use kinora_model::links::Links;
use kinora_model::providers::WatchProviders;
use kinora_model::reference::{LanguageRow, Learned, Table};
use kinora_model::release::{ContentRatings, Releases, Screened};
use kinora_model::review::{EpisodeGroup, EpisodeGroupPart, Review};
use kinora_model::titles::{AlternativeTitle, Keywords};
use kinora_model::video::Video;
use kinora_model::{Locale, Text};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::row::Query;
use super::statement::{CreditSaid, Facts, PartSaid, PersonList, StatSaid, Statement, Target};
use super::wire::{self, Float, Int};

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It says something about the catalogue.
    Read,
    /// It depends on who asked, or says nothing about the catalogue.
    PassedOver(&'static str),
}

/// Reads answers into statements.
pub struct Reader {
    query: Query,
    locale: Locale,
    statements: Vec<Statement>,
}

type Read = fn(&mut Reader, Target, &RawValue) -> serde_json::Result<()>;

/// Answers under an entity: the kinds that have them, their names, their readers. Longer names are legacy spellings.
const SUBRESOURCES: &[(&[Kind], &str, Read)] = &[
    (
        &[Kind::Movie, Kind::Series, Kind::Season, Kind::Episode],
        "credits",
        Reader::title_credits,
    ),
    (&[Kind::Movie], "casts", Reader::title_credits),
    (
        &[Kind::Series, Kind::Season],
        "aggregate_credits",
        Reader::aggregate_credits,
    ),
    (
        &[
            Kind::Movie,
            Kind::Series,
            Kind::Season,
            Kind::Episode,
            Kind::Person,
            Kind::Collection,
        ],
        "translations",
        Reader::translations,
    ),
    (
        &[
            Kind::Movie,
            Kind::Series,
            Kind::Season,
            Kind::Episode,
            Kind::Collection,
        ],
        "images",
        Reader::images,
    ),
    (
        &[Kind::Person, Kind::Company, Kind::Network],
        "images",
        Reader::images,
    ),
    (
        &[Kind::Movie, Kind::Series, Kind::Season, Kind::Episode],
        "videos",
        Reader::videos,
    ),
    (
        &[Kind::Movie, Kind::Series],
        "alternative_titles",
        Reader::titles,
    ),
    (
        &[Kind::Company, Kind::Network],
        "alternative_names",
        Reader::titles,
    ),
    (&[Kind::Movie, Kind::Series], "keywords", Reader::keywords),
    (&[Kind::Movie], "release_dates", Reader::release_dates),
    (&[Kind::Movie], "releases", Reader::legacy_releases),
    (&[Kind::Series], "content_ratings", Reader::content_ratings),
    (&[Kind::Series], "screened_theatrically", Reader::screened),
    (&[Kind::Series], "episode_groups", Reader::groups),
    (
        &[
            Kind::Movie,
            Kind::Series,
            Kind::Season,
            Kind::Episode,
            Kind::Person,
        ],
        "external_ids",
        Reader::external_ids,
    ),
    (
        &[Kind::Movie, Kind::Series, Kind::Season],
        "watch/providers",
        Reader::providers,
    ),
    (&[Kind::Movie, Kind::Series], "reviews", Reader::reviews),
    (&[Kind::Movie, Kind::Series], "similar", Reader::title_page),
    (&[Kind::Movie], "similar_movies", Reader::title_page),
    (
        &[Kind::Movie, Kind::Series],
        "recommendations",
        Reader::title_page,
    ),
    (
        &[Kind::Company, Kind::Keyword],
        "movies",
        Reader::movie_page,
    ),
    (&[Kind::Person], "movie_credits", Reader::movie_credits),
    (&[Kind::Person], "tv_credits", Reader::tv_credits),
    (
        &[Kind::Person],
        "combined_credits",
        Reader::combined_credits,
    ),
    (&[Kind::Person], "tagged_images", Reader::tagged_images),
];

/// Reference answers.
const REFERENCES: &[(&str, Table)] = &[
    ("configuration", Table::Configuration),
    ("configuration/countries", Table::Countries),
    ("configuration/jobs", Table::Jobs),
    ("configuration/languages", Table::Languages),
    (
        "configuration/primary_translations",
        Table::PrimaryTranslations,
    ),
    ("configuration/timezones", Table::Timezones),
    ("certification/movie/list", Table::MovieCertifications),
    ("certification/tv/list", Table::SeriesCertifications),
    ("genre/movie/list", Table::MovieGenres),
    ("genre/tv/list", Table::SeriesGenres),
    ("watch/providers/movie", Table::MovieProviders),
    ("watch/providers/tv", Table::SeriesProviders),
    ("watch/providers/regions", Table::ProviderRegions),
];

/// Reads the answer to a path into statements.
pub fn read(
    path: &str,
    query: Query,
    body: &RawValue,
    statements: &mut Vec<Statement>,
) -> serde_json::Result<Outcome> {
    let Some(path) = path.trim_matches('/').strip_prefix("3/") else {
        return Ok(Outcome::PassedOver("not a v3 path"));
    };
    let locale = query
        .get("language")
        .and_then(|language| language.parse().ok())
        .unwrap_or(Locale::DEFAULT);
    let mut reader = Reader {
        query,
        locale,
        statements: std::mem::take(statements),
    };
    let outcome = match REFERENCES.iter().find(|(name, _)| *name == path) {
        Some((_, table)) => reader.reference(*table, body),
        None => reader.entity(&path.split('/').collect::<Vec<_>>(), body),
    };
    *statements = reader.statements;
    outcome
}

/// An id by its leading digits.
fn id(segment: &str) -> Option<i64> {
    let digits = segment.bytes().take_while(u8::is_ascii_digit).count();
    segment[..digits].parse().ok()
}

fn parse<T: DeserializeOwned>(body: &RawValue) -> serde_json::Result<T> {
    serde_json::from_str(body.get())
}

const VIEWER: &str = "depends on who asks";
const UNKNOWN: &str = "not an answer about the catalogue";

impl Reader {
    fn entity(&mut self, segments: &[&str], body: &RawValue) -> serde_json::Result<Outcome> {
        match *segments {
            ["account" | "authentication" | "guest_session", ..] => {
                return Ok(Outcome::PassedOver(VIEWER));
            }
            [.., "account_states" | "rating" | "item_status"] => {
                return Ok(Outcome::PassedOver(VIEWER));
            }
            [.., "changes" | "lists"] => return Ok(Outcome::PassedOver(UNKNOWN)),
            ["search", "company"] => self.named_page(Kind::Company, body)?,
            ["search", "keyword"] => self.named_page(Kind::Keyword, body)?,
            ["search", "collection"] => self.page(Some(Kind::Collection), body)?,
            ["search" | "discover", "movie"] | ["genre", _, "movies"] => {
                self.page(Some(Kind::Movie), body)?
            }
            ["search" | "discover", "tv"] => self.page(Some(Kind::Series), body)?,
            ["search" | "trending", "person", ..] | ["person", "popular"] => {
                self.page(Some(Kind::Person), body)?
            }
            ["trending", "movie", _]
            | [
                "movie",
                "popular" | "top_rated" | "now_playing" | "upcoming",
            ] => {
                self.page(Some(Kind::Movie), body)?;
            }
            ["trending", "tv", _]
            | [
                "tv",
                "popular" | "top_rated" | "airing_today" | "on_the_air",
            ] => {
                self.page(Some(Kind::Series), body)?;
            }
            ["trending", "all", _] | ["search", "multi"] | ["list", _] => self.page(None, body)?,
            ["find", external] => self.find(external, body)?,
            ["credit", _] => self.credit(body)?,
            ["review", _] => self.review(body)?,
            ["tv", "episode_group", _] => self.group(None, body)?,
            ["movie", "latest"] => return self.details(Kind::Movie, None, body),
            ["tv", "latest"] => return self.details(Kind::Series, None, body),
            ["person", "latest"] => return self.details(Kind::Person, None, body),
            [
                "tv",
                series,
                "season",
                season,
                "episode",
                episode,
                ref rest @ ..,
            ] => {
                let (Some(series), Some(season), Some(episode)) =
                    (id(series), id(season), id(episode))
                else {
                    return Ok(Outcome::PassedOver(UNKNOWN));
                };
                let target = Target::Episode(series, season as i32, episode as i32);
                return self.at(Kind::Episode, target, rest, body);
            }
            ["tv", series, "season", season, ref rest @ ..] => {
                let (Some(series), Some(season)) = (id(series), id(season)) else {
                    return Ok(Outcome::PassedOver(UNKNOWN));
                };
                return self.at(
                    Kind::Season,
                    Target::Season(series, season as i32),
                    rest,
                    body,
                );
            }
            [namespace, number, ref rest @ ..] => {
                let kind = match namespace {
                    "movie" => Kind::Movie,
                    "tv" => Kind::Series,
                    "person" => Kind::Person,
                    "collection" => Kind::Collection,
                    "company" => Kind::Company,
                    "network" => Kind::Network,
                    "keyword" => Kind::Keyword,
                    _ => return Ok(Outcome::PassedOver(UNKNOWN)),
                };
                // Movies may be asked for by IMDb id; then the answer says which it is.
                let target = id(number)
                    .filter(|id| *id > 0)
                    .map(|id| Target::Key(EntityKey::new(kind, id)));
                let told = || {
                    parse::<wire::Identified>(body)
                        .ok()?
                        .id
                        .map(|id| Target::Key(EntityKey::new(kind, id.0)))
                };
                let Some(target) = target.or_else(told) else {
                    return Ok(Outcome::PassedOver(UNKNOWN));
                };
                return self.at(kind, target, rest, body);
            }
            _ => return Ok(Outcome::PassedOver(UNKNOWN)),
        }
        Ok(Outcome::Read)
    }

    fn at(
        &mut self,
        kind: Kind,
        target: Target,
        rest: &[&str],
        body: &RawValue,
    ) -> serde_json::Result<Outcome> {
        if rest.is_empty() {
            return self.details(kind, Some(target), body);
        }
        let name = rest.join("/");
        let Some((_, _, read)) = SUBRESOURCES
            .iter()
            .find(|row| row.0.contains(&kind) && row.1 == name)
        else {
            return Ok(Outcome::PassedOver(UNKNOWN));
        };
        let target = self.with_id(kind, target, parse::<wire::Identified>(body)?.id);
        read(self, target, body)?;
        Ok(Outcome::Read)
    }

    /// A season or episode by the id that its answer tells; its place becomes a fact.
    fn with_id(&mut self, kind: Kind, target: Target, told: Option<Int>) -> Target {
        let Some(Int(id)) = told.filter(|id| id.0 > 0) else {
            return target;
        };
        let key = EntityKey::new(kind, id);
        let facts = match target {
            Target::Key(_) => return target,
            Target::Season(series, number) => Facts::Season(Box::new(SeasonFacts {
                series: Some(series),
                number: Some(number),
                ..SeasonFacts::default()
            })),
            Target::Episode(series, season, number) => Facts::Episode(Box::new(EpisodeFacts {
                series: Some(series),
                season: Some(season),
                number: Some(number),
                ..EpisodeFacts::default()
            })),
        };
        self.facts(key, Known::Mentioned, facts);
        Target::Key(key)
    }

    /// A details answer and whatever is appended to it.
    fn details(
        &mut self,
        kind: Kind,
        target: Option<Target>,
        body: &RawValue,
    ) -> serde_json::Result<Outcome> {
        let told = parse::<wire::Identified>(body)?.id;
        let target = target.or_else(|| told.map(|id| Target::Key(EntityKey::new(kind, id.0))));
        let Some(target) = target else {
            return Ok(Outcome::PassedOver(UNKNOWN));
        };
        let place = target;
        let target = self.with_id(kind, target, told);
        match kind {
            Kind::Movie => self.movie(target, body)?,
            Kind::Series => self.series(target, body)?,
            Kind::Season => self.season(target, place, body)?,
            Kind::Episode => {
                let episode = parse(body)?;
                self.episode(target, place, episode, Known::Full);
            }
            Kind::Person => self.person_details(target, body)?,
            Kind::Collection => self.collection(target, body)?,
            Kind::Company | Kind::Network => {
                let company = parse(body)?;
                self.company(kind, &company, Known::Full);
            }
            Kind::Keyword => self.keyword(&parse(body)?),
        }
        self.appended(kind, target, place, body)?;
        Ok(Outcome::Read)
    }

    fn appended(
        &mut self,
        kind: Kind,
        target: Target,
        place: Target,
        body: &RawValue,
    ) -> serde_json::Result<()> {
        let Some(names) = self.query.get("append_to_response").map(str::to_owned) else {
            return Ok(());
        };
        let objects: HashMap<&str, &RawValue> = serde_json::from_str(body.get())?;
        for name in names.split(',').map(str::trim) {
            let Some(object) = objects
                .get(name)
                .filter(|object| object.get().starts_with('{'))
            else {
                continue;
            };
            let known = SUBRESOURCES
                .iter()
                .find(|row| row.0.contains(&kind) && row.1 == name);
            match (known, place) {
                (Some((_, _, read)), _) => read(self, target, object)?,
                (
                    None,
                    Target::Key(EntityKey {
                        kind: Kind::Series,
                        id: series,
                    }),
                ) => {
                    let segments: Vec<&str> = name.split('/').collect();
                    if let ["season", rest @ ..] = segments.as_slice() {
                        let series = series.to_string();
                        let path: Vec<&str> = ["tv", &series, "season"]
                            .into_iter()
                            .chain(rest.iter().copied())
                            .collect();
                        self.entity(&path, object)?;
                    }
                }
                (None, Target::Season(series, season)) => {
                    let segments: Vec<&str> = name.split('/').collect();
                    if let ["episode", number, rest @ ..] = segments.as_slice()
                        && let Some(number) = id(number)
                    {
                        self.at(
                            Kind::Episode,
                            Target::Episode(series, season, number as i32),
                            rest,
                            object,
                        )?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn facts(&mut self, target: impl Into<Target>, known: Known, facts: Facts) {
        let localised = self.locale.with_main_country() != Locale::DEFAULT;
        self.statements.push(Statement::Facts {
            target: target.into(),
            known,
            localised,
            facts,
        });
    }

    fn text(&mut self, target: impl Into<Target>, known: Known, text: Text) {
        self.statements.push(Statement::Text {
            target: target.into(),
            locale: self.locale,
            known,
            text: Box::new(text),
        });
    }

    fn stat(
        &mut self,
        target: impl Into<Target>,
        known: Known,
        popularity: Option<Float>,
        votes: (Option<Float>, Option<Int>),
    ) {
        let stat = StatSaid {
            popularity: popularity.map(|number| number.0),
            vote_average: votes.0.map(|number| number.0),
            vote_count: votes.1.map(|number| number.0),
        };
        if stat != StatSaid::default() {
            self.statements.push(Statement::Stat {
                target: target.into(),
                known,
                stat,
            });
        }
    }

    fn part(&mut self, target: Target, part: PartSaid) {
        self.statements.push(Statement::Part { target, part });
    }

    fn movie(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
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

    fn series(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
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
    fn season_row(&mut self, series: i64, season: &wire::Row, known: Known) {
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
    fn episode_row(&mut self, series: i64, row: &wire::Row) {
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

    fn season(&mut self, target: Target, place: Target, body: &RawValue) -> serde_json::Result<()> {
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

    fn episode(&mut self, target: Target, place: Target, episode: wire::Episode, known: Known) {
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

    fn person_details(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let person: wire::Person = parse(body)?;
        let facts = PersonFacts {
            name: person.name.clone(),
            gender: person.gender.map(|number| number.0 as i32),
            adult: person.adult,
            department: person.known_for_department,
            birthday: person.birthday.and_then(|date| date.0),
            deathday: person.deathday.and_then(|date| date.0),
            homepage: person.homepage,
            place_of_birth: person.place_of_birth,
            also_known_as: person.also_known_as,
            profile_path: person.profile_path,
            original_name: person.original_name,
        };
        self.facts(target, Known::Full, Facts::Person(Box::new(facts)));
        self.text(
            target,
            Known::Full,
            Text {
                overview: person.biography.unwrap_or_default(),
                ..Text::default()
            },
        );
        self.stat(target, Known::Full, person.popularity, (None, None));
        if let Some(imdb_id) = person.imdb_id {
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

    fn collection(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let collection: wire::Collection = parse(body)?;
        let movies = collection.parts.as_ref().map(|parts| {
            parts
                .iter()
                .filter_map(|row| row.id)
                .map(|id| id.0)
                .collect()
        });
        let facts = CollectionFacts {
            name: collection.name.clone(),
            poster_path: collection.poster_path.clone(),
            backdrop_path: collection.backdrop_path,
            movies,
            adult: collection.adult,
            original_language: collection.original_language,
            original_name: collection.original_name,
        };
        self.facts(target, Known::Full, Facts::Collection(Box::new(facts)));
        let text = Text {
            title: collection.name.unwrap_or_default(),
            overview: collection.overview.unwrap_or_default(),
            poster_path: collection.poster_path.unwrap_or_default(),
            ..Text::default()
        };
        self.text(target, Known::Full, text);
        for row in collection.parts.iter().flatten() {
            self.row(Some(Kind::Movie), row, Known::Listed);
        }
        Ok(())
    }

    fn company(&mut self, kind: Kind, company: &wire::Company, known: Known) -> Option<i64> {
        let Int(id) = company.id?;
        let parent = company
            .parent_company
            .as_ref()
            .and_then(|parent| self.company(kind, parent, Known::Mentioned));
        let facts = CompanyFacts {
            name: company.name.clone(),
            logo_path: company.logo_path.clone(),
            origin_country: company
                .origin_country
                .clone()
                .filter(|code| !code.is_empty()),
            headquarters: company.headquarters.clone(),
            homepage: company.homepage.clone(),
            description: company.description.clone(),
            parent,
        };
        self.facts(
            EntityKey::new(kind, id),
            known,
            Facts::Company(Box::new(facts)),
        );
        Some(id)
    }

    fn companies(&mut self, kind: Kind, companies: Option<Vec<wire::Company>>) -> Option<Vec<i64>> {
        let companies = companies?;
        Some(
            companies
                .iter()
                .filter_map(|company| self.company(kind, company, Known::Mentioned))
                .collect(),
        )
    }

    fn keyword(&mut self, keyword: &wire::Named) {
        if let Some(Int(id)) = keyword.id {
            let facts = Facts::Keyword(KeywordFacts {
                name: keyword.name.clone(),
            });
            self.facts(EntityKey::new(Kind::Keyword, id), Known::Full, facts);
        }
    }

    /// A row of a list: which kind it is shows in the path, in `media_type`, or in its keys.
    fn row(&mut self, kind: Option<Kind>, row: &wire::Row, known: Known) -> Option<EntityKey> {
        let Int(id) = row.id?;
        let by_keys = || match row {
            row if row.title.is_some() => Kind::Movie,
            row if row.known_for_department.is_some()
                || row.known_for.is_some()
                || row.gender.is_some() =>
            {
                Kind::Person
            }
            _ => Kind::Series,
        };
        let kind = kind.unwrap_or_else(|| match row.media_type.as_deref() {
            Some("movie") => Kind::Movie,
            Some("tv") => Kind::Series,
            Some("person") => Kind::Person,
            Some("collection") => Kind::Collection,
            Some("tv_episode") => Kind::Episode,
            Some("tv_season") => Kind::Season,
            _ => by_keys(),
        });
        let key = EntityKey::new(kind, id);
        let facts = match kind {
            Kind::Movie => Facts::Movie(Box::new(movie_row(row))),
            Kind::Series => Facts::Series(Box::new(series_row(row))),
            Kind::Season => {
                self.season_row(row.show_id?.0, row, known);
                return Some(key);
            }
            Kind::Episode => {
                self.episode_row(row.show_id?.0, row);
                return Some(key);
            }
            Kind::Person => {
                for title in row.known_for.iter().flatten() {
                    self.row(None, title, Known::Listed);
                }
                Facts::Person(Box::new(PersonFacts {
                    name: row.name.clone(),
                    gender: row.gender.map(|number| number.0 as i32),
                    adult: row.adult,
                    department: row.known_for_department.clone(),
                    profile_path: row.profile_path.clone(),
                    original_name: row.original_name.clone(),
                    ..PersonFacts::default()
                }))
            }
            Kind::Collection => Facts::Collection(Box::new(CollectionFacts {
                name: row.name.clone().or_else(|| row.title.clone()),
                poster_path: row.poster_path.clone(),
                backdrop_path: row.backdrop_path.clone(),
                adult: row.adult,
                original_language: row.original_language.clone(),
                original_name: row
                    .original_name
                    .clone()
                    .or_else(|| row.original_title.clone()),
                ..CollectionFacts::default()
            })),
            _ => return None,
        };
        self.facts(key, known, facts);
        if kind != Kind::Person {
            self.text(key, known, row_text(row));
        }
        self.stat(
            key,
            known,
            row.popularity,
            (row.vote_average, row.vote_count),
        );
        Some(key)
    }

    fn page(&mut self, kind: Option<Kind>, body: &RawValue) -> serde_json::Result<()> {
        let page: wire::Page = parse(body)?;
        for row in page.results.iter().chain(&page.items).flatten() {
            self.row(kind, row, Known::Listed);
        }
        Ok(())
    }

    fn title_page(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let kind = match target {
            Target::Key(key) => key.kind,
            _ => Kind::Series,
        };
        self.page(Some(kind), body)
    }

    fn movie_page(&mut self, _: Target, body: &RawValue) -> serde_json::Result<()> {
        self.page(Some(Kind::Movie), body)
    }

    fn named_page(&mut self, kind: Kind, body: &RawValue) -> serde_json::Result<()> {
        match kind {
            Kind::Keyword => {
                let page: wire::Results<wire::Named> = parse(body)?;
                page.results
                    .iter()
                    .for_each(|keyword| self.keyword(keyword));
            }
            _ => {
                let page: wire::Results<wire::Company> = parse(body)?;
                for company in &page.results {
                    self.company(kind, company, Known::Listed);
                }
            }
        }
        Ok(())
    }

    fn find(&mut self, external: &str, body: &RawValue) -> serde_json::Result<()> {
        let page: wire::Page = parse(body)?;
        let lists = [
            (Kind::Movie, &page.movie_results),
            (Kind::Person, &page.person_results),
            (Kind::Series, &page.tv_results),
            (Kind::Episode, &page.tv_episode_results),
            (Kind::Season, &page.tv_season_results),
        ];
        let links = found_by(
            self.query.get("external_source").unwrap_or_default(),
            external,
        );
        for (kind, rows) in lists {
            for row in rows.iter().flatten() {
                if let (Some(key), Some(links)) = (self.row(Some(kind), row, Known::Listed), &links)
                {
                    self.part(key.into(), PartSaid::Links(Box::new(links.clone())));
                }
            }
        }
        Ok(())
    }

    /// A person as credits mention them; `None` for lost ones.
    fn person(&mut self, row: &wire::CreditRow) -> Option<i64> {
        let Int(id) = row.id?;
        let facts = PersonFacts {
            name: row.name.clone(),
            gender: row.gender.map(|number| number.0 as i32),
            adult: row.adult,
            department: row.known_for_department.clone(),
            profile_path: row.profile_path.clone(),
            original_name: row.original_name.clone(),
            ..PersonFacts::default()
        };
        let key = EntityKey::new(Kind::Person, id);
        self.facts(key, Known::Mentioned, Facts::Person(Box::new(facts)));
        self.stat(key, Known::Mentioned, row.popularity, (None, None));
        Some(id)
    }

    fn push_credit(&mut self, said: CreditSaid) {
        self.statements.push(Statement::Credit(Box::new(said)));
    }

    fn cast(&mut self, title: EntityKey, rows: &[wire::CreditRow]) -> Vec<Billing> {
        let mut billed = Vec::with_capacity(rows.len());
        for row in rows {
            let Some(id) = row.credit_id.clone() else {
                continue;
            };
            let order = row.order.map(|number| number.0 as i32);
            let person = self.person(row);
            self.push_credit(CreditSaid {
                person,
                credit_type: Some(CreditType::Cast),
                department: Some("Acting".into()),
                job: Some("Actor".into()),
                character: Some(row.character.clone().unwrap_or_default()),
                order,
                ..self.lost_credit(row, id.clone(), title)
            });
            billed.push(Billing(id, order, row.cast_id.map(|number| number.0)));
        }
        billed
    }

    fn crew(&mut self, title: EntityKey, rows: &[wire::CreditRow]) -> Vec<String> {
        let mut ids = Vec::with_capacity(rows.len());
        for row in rows {
            let Some(id) = row.credit_id.clone() else {
                continue;
            };
            let person = self.person(row);
            self.push_credit(CreditSaid {
                person,
                credit_type: Some(CreditType::Crew),
                department: row.department.clone(),
                job: row.job.clone(),
                ..self.lost_credit(row, id.clone(), title)
            });
            ids.push(id);
        }
        ids
    }

    /// What a credit without a person says in the person's place.
    fn lost_credit(&self, row: &wire::CreditRow, id: String, title: EntityKey) -> CreditSaid {
        let lost = row.id.is_none();
        CreditSaid {
            episode_count: row
                .episode_count
                .filter(|_| lost)
                .map(|number| number.0 as i32),
            lost_person: row.person_id.clone().filter(|_| lost),
            ..credit_said(id, title)
        }
    }

    /// The title that credits in lists of this target belong to: episodes and seasons belong to their series.
    fn credited_title(&self, target: Target) -> Option<EntityKey> {
        match target {
            Target::Season(series, _) | Target::Episode(series, ..) => {
                Some(EntityKey::new(Kind::Series, series))
            }
            Target::Key(
                key @ EntityKey {
                    kind: Kind::Movie | Kind::Series,
                    ..
                },
            ) => Some(key),
            // The place was just stated for this key.
            Target::Key(key) => self
                .statements
                .iter()
                .rev()
                .find_map(|statement| match statement {
                    Statement::Facts {
                        target: Target::Key(of),
                        facts: Facts::Season(facts),
                        ..
                    } if *of == key => facts.series,
                    Statement::Facts {
                        target: Target::Key(of),
                        facts: Facts::Episode(facts),
                        ..
                    } if *of == key => facts.series,
                    _ => None,
                })
                .map(|series| EntityKey::new(Kind::Series, series)),
        }
    }

    fn title_credits(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let credits: wire::Credits = parse(body)?;
        let Some(title) = self.credited_title(target) else {
            return Ok(());
        };
        let lists = TitleCredits {
            cast: credits.cast.map(|rows| self.cast(title, &rows)),
            crew: credits.crew.map(|rows| self.crew(title, &rows)),
            guests: credits.guest_stars.map(|rows| self.cast(title, &rows)),
        };
        self.part(target, PartSaid::Credits(lists));
        Ok(())
    }

    fn aggregate_credits(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let credits: wire::Credits = parse(body)?;
        let Some(title) = self.credited_title(target) else {
            return Ok(());
        };
        let whole_series = Target::Key(title) == target;
        let mut aggregate = AggregateCredits::default();
        for (rows, is_cast) in [(&credits.cast, true), (&credits.crew, false)] {
            for row in rows.iter().flatten() {
                let Some(person) = self.person(row) else {
                    continue;
                };
                let mut counted = Vec::new();
                for credit in row.roles.iter().chain(&row.jobs).flatten() {
                    let Some(id) = credit.credit_id.clone() else {
                        continue;
                    };
                    let count = credit.episode_count.map_or(0, |number| number.0 as i32);
                    let said = CreditSaid {
                        person: Some(person),
                        episode_count: whole_series.then_some(count),
                        ..credit_said(id.clone(), title)
                    };
                    self.push_credit(if is_cast {
                        CreditSaid {
                            credit_type: Some(CreditType::Cast),
                            department: Some("Acting".into()),
                            job: Some("Actor".into()),
                            character: Some(credit.character.clone().unwrap_or_default()),
                            ..said
                        }
                    } else {
                        let (department, job) = (row.department.clone(), credit.job.clone());
                        CreditSaid {
                            credit_type: Some(CreditType::Crew),
                            department,
                            job,
                            ..said
                        }
                    });
                    counted.push(Counted(id, count));
                }
                let rows = if is_cast {
                    &mut aggregate.cast
                } else {
                    &mut aggregate.crew
                };
                rows.push(AggregateRow {
                    person,
                    department: row.department.clone().unwrap_or_default(),
                    order: row.order.map(|number| number.0 as i32),
                    credits: counted,
                    total: row.total_episode_count.map_or(0, |number| number.0 as i32),
                });
            }
        }
        self.part(target, PartSaid::Aggregate(aggregate));
        Ok(())
    }

    fn person_credits(
        &mut self,
        target: Target,
        list: PersonList,
        body: &RawValue,
    ) -> serde_json::Result<()> {
        let Target::Key(person) = target else {
            return Ok(());
        };
        let credits: wire::PersonCredits = parse(body)?;
        let kind = match list {
            PersonList::Movies => Some(Kind::Movie),
            PersonList::Series => Some(Kind::Series),
            PersonList::Combined => None,
        };
        let mut lists = CreditLists::default();
        for (rows, is_cast) in [(&credits.cast, true), (&credits.crew, false)] {
            for row in rows.iter().flatten() {
                let (Some(title), Some(id)) =
                    (self.row(kind, row, Known::Listed), row.credit_id.clone())
                else {
                    continue;
                };
                let said = CreditSaid {
                    person: Some(person.id),
                    order: row.order.map(|number| number.0 as i32),
                    episode_count: row.episode_count.map(|number| number.0 as i32),
                    first_air_date: row.first_credit_air_date.and_then(|date| date.0),
                    ..credit_said(id.clone(), title)
                };
                self.push_credit(if is_cast {
                    CreditSaid {
                        credit_type: Some(CreditType::Cast),
                        department: Some("Acting".into()),
                        job: Some("Actor".into()),
                        character: Some(row.character.clone().unwrap_or_default()),
                        ..said
                    }
                } else {
                    let creator = row.department.as_deref() == Some("Creator");
                    let credit_type = Some(if creator {
                        CreditType::Creator
                    } else {
                        CreditType::Crew
                    });
                    CreditSaid {
                        credit_type,
                        department: row.department.clone(),
                        job: row.job.clone(),
                        ..said
                    }
                });
                if is_cast {
                    lists.cast.push(id)
                } else {
                    lists.crew.push(id)
                }
            }
        }
        self.part(target, PartSaid::PersonCredits(list, lists));
        Ok(())
    }

    fn movie_credits(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        self.person_credits(target, PersonList::Movies, body)
    }

    fn tv_credits(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        self.person_credits(target, PersonList::Series, body)
    }

    fn combined_credits(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        self.person_credits(target, PersonList::Combined, body)
    }

    fn credit(&mut self, body: &RawValue) -> serde_json::Result<()> {
        let credit: wire::Credit = parse(body)?;
        let (Some(id), Some(media)) = (credit.id, credit.media) else {
            return Ok(());
        };
        let kind = if credit.media_type.as_deref() == Some("tv") {
            Kind::Series
        } else {
            Kind::Movie
        };
        let Some(title) = self.row(Some(kind), &media, Known::Listed) else {
            return Ok(());
        };
        let person = credit
            .person
            .as_ref()
            .and_then(|person| self.person(person));
        let credit_type = match credit.credit_type.as_deref() {
            Some("cast") => CreditType::Cast,
            Some("creator") => CreditType::Creator,
            _ => CreditType::Crew,
        };
        self.push_credit(CreditSaid {
            person,
            credit_type: Some(credit_type),
            department: credit.department,
            job: credit.job,
            character: media.character.clone(),
            ..credit_said(id.clone(), title)
        });
        for season in media.seasons.iter().flatten() {
            self.season_row(title.id, season, Known::Listed);
            if let Some(Int(season)) = season.id {
                self.part(
                    EntityKey::new(Kind::Season, season).into(),
                    PartSaid::CreditIn(id.clone(), credit_type),
                );
            }
        }
        for episode in media.episodes.iter().flatten() {
            self.episode_row(title.id, episode);
            if let Some(Int(episode)) = episode.id {
                self.part(
                    EntityKey::new(Kind::Episode, episode).into(),
                    PartSaid::CreditIn(id.clone(), credit_type),
                );
            }
        }
        Ok(())
    }

    fn translations(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let list: wire::Translations = parse(body)?;
        let mut learned = Learned::default();
        let mut translations = Vec::new();
        for translation in list.translations.unwrap_or_default() {
            let (language, country) = (
                translation.iso_639_1.unwrap_or_default(),
                translation.iso_3166_1.unwrap_or_default(),
            );
            let Ok(locale) = Locale::new(&language, &country) else {
                continue;
            };
            let (english_name, name) = (
                translation.english_name.unwrap_or_default(),
                translation.name.unwrap_or_default(),
            );
            learned.languages.insert(
                language.clone(),
                LanguageRow {
                    iso_639_1: language,
                    english_name,
                    name,
                },
            );
            let data = translation.data.unwrap_or_default();
            translations.push((
                locale,
                Text {
                    title: data.title.or(data.name).unwrap_or_default(),
                    overview: data.overview.or(data.biography).unwrap_or_default(),
                    tagline: data.tagline.unwrap_or_default(),
                    homepage: data.homepage.unwrap_or_default(),
                    runtime: data.runtime.map_or(0, |number| number.0 as i32),
                    poster_path: String::new(),
                },
            ));
        }
        self.statements.push(Statement::Learned(Box::new(learned)));
        self.part(target, PartSaid::Translations(translations));
        Ok(())
    }

    fn images(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let images: wire::AllImages = parse(body)?;
        let filter = LanguageFilter::of(
            self.query.get("language"),
            self.query.get("include_image_language"),
        );
        self.part(target, PartSaid::Images(Box::new(images), filter));
        Ok(())
    }

    fn videos(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let videos: wire::Results<Video> = parse(body)?;
        let language = self.query.get("language").unwrap_or("en-US");
        let filter = LanguageFilter::of(Some(language), self.query.get("include_video_language"));
        self.part(target, PartSaid::Videos(videos.results, filter));
        Ok(())
    }

    fn titles(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let titles: wire::Titles = parse(body)?;
        let titles = titles
            .titles
            .or(titles.results)
            .unwrap_or_default()
            .into_iter()
            .map(|title| AlternativeTitle {
                iso_3166_1: title.iso_3166_1.unwrap_or_default(),
                title: title.title.or(title.name).unwrap_or_default(),
                title_type: title.title_type.unwrap_or_default(),
            });
        self.part(
            target,
            PartSaid::Titles(
                titles.collect(),
                self.query.get("country").map(str::to_owned),
            ),
        );
        Ok(())
    }

    fn keywords(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let keywords: wire::Keywords = parse(body)?;
        let keywords = keywords.keywords.or(keywords.results).unwrap_or_default();
        keywords.iter().for_each(|keyword| self.keyword(keyword));
        self.part(
            target,
            PartSaid::Keywords(Keywords(ids(Some(&keywords)).unwrap_or_default())),
        );
        Ok(())
    }

    fn release_dates(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let releases: wire::Results<_> = parse(body)?;
        self.part(
            target,
            PartSaid::Releases(Releases {
                countries: Some(releases.results),
                legacy: None,
            }),
        );
        Ok(())
    }

    fn legacy_releases(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let releases: wire::LegacyReleases = parse(body)?;
        self.part(
            target,
            PartSaid::Releases(Releases {
                countries: None,
                legacy: Some(releases.countries),
            }),
        );
        Ok(())
    }

    fn content_ratings(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let ratings: wire::Results<_> = parse(body)?;
        self.part(target, PartSaid::Ratings(ContentRatings(ratings.results)));
        Ok(())
    }

    fn screened(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let Target::Key(series) = target else {
            return Ok(());
        };
        let screened: wire::Results<wire::Row> = parse(body)?;
        for row in &screened.results {
            if let Some(Int(id)) = row.id {
                let facts = EpisodeFacts {
                    series: Some(series.id),
                    season: row.season_number.map(|number| number.0 as i32),
                    number: row.episode_number.map(|number| number.0 as i32),
                    ..EpisodeFacts::default()
                };
                self.facts(
                    EntityKey::new(Kind::Episode, id),
                    Known::Mentioned,
                    Facts::Episode(Box::new(facts)),
                );
            }
        }
        let ids = screened
            .results
            .iter()
            .filter_map(|row| row.id)
            .map(|id| id.0)
            .collect();
        self.part(target, PartSaid::Screened(Screened(ids)));
        Ok(())
    }

    fn external_ids(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let ids: wire::ExternalIds = parse(body)?;
        let links = Links {
            imdb_id: ids.imdb_id,
            freebase_mid: ids.freebase_mid,
            freebase_id: ids.freebase_id,
            tvdb_id: ids.tvdb_id.map(|id| id.0),
            tvrage_id: ids.tvrage_id.map(|id| id.0),
            wikidata_id: ids.wikidata_id,
            facebook_id: ids.facebook_id,
            instagram_id: ids.instagram_id,
            tiktok_id: ids.tiktok_id,
            twitter_id: ids.twitter_id,
            youtube_id: ids.youtube_id,
        };
        self.part(target, PartSaid::Links(Box::new(links)));
        Ok(())
    }

    fn providers(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let providers: wire::Providers = parse(body)?;
        self.part(
            target,
            PartSaid::Providers(WatchProviders(providers.results)),
        );
        Ok(())
    }

    fn tagged_images(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let rows: wire::Results<Box<RawValue>> = parse(body)?;
        let mut tagged = Vec::new();
        for row in &rows.results {
            let image: Image = serde_json::from_str(row.get())?;
            let said: wire::Tagged = serde_json::from_str(row.get())?;
            let kind = match said.media_type.as_deref() {
                Some("movie") => Some(Kind::Movie),
                Some("tv") => Some(Kind::Series),
                Some("episode" | "tv_episode") => Some(Kind::Episode),
                Some("season" | "tv_season") => Some(Kind::Season),
                _ => None,
            };
            let Some(media) = said
                .media
                .as_ref()
                .and_then(|media| self.row(kind, media, Known::Listed))
            else {
                continue;
            };
            tagged.push(TaggedImage {
                image,
                image_type: said.image_type.unwrap_or_default(),
                media,
            });
        }
        self.part(target, PartSaid::Tagged(Tagged(tagged)));
        Ok(())
    }

    fn reviews(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let Target::Key(title) = target else {
            return Ok(());
        };
        let reviews: wire::Reviews = parse(body)?;
        let language = self
            .query
            .get("language")
            .map(|_| self.locale.language.to_string());
        for review in reviews.results.unwrap_or_default() {
            self.push_review(title, review, language.clone());
        }
        Ok(())
    }

    fn push_review(&mut self, title: EntityKey, review: wire::Review, language: Option<String>) {
        let Some(id) = review.id else { return };
        let author = review.author_details.unwrap_or_default();
        self.statements.push(Statement::Review(Box::new(Review {
            id,
            title,
            author: review.author.unwrap_or_default(),
            name: author.name.unwrap_or_default(),
            username: author.username.unwrap_or_default(),
            avatar_path: author.avatar_path,
            rating: author.rating.map(|rating| rating.0),
            content: review.content.unwrap_or_default(),
            language: review.iso_639_1.or(language),
            created_at: review.created_at.unwrap_or_default(),
            updated_at: review.updated_at.unwrap_or_default(),
            url: review.url.unwrap_or_default(),
        })));
    }

    fn review(&mut self, body: &RawValue) -> serde_json::Result<()> {
        let review: wire::Review = parse(body)?;
        let kind = if review.media_type.as_deref() == Some("tv") {
            Kind::Series
        } else {
            Kind::Movie
        };
        let Some(Int(id)) = review.media_id else {
            return Ok(());
        };
        let row = wire::Row {
            id: Some(Int(id)),
            ..wire::Row::default()
        };
        let Some(title) = self.row(Some(kind), &row, Known::Mentioned) else {
            return Ok(());
        };
        if let Some(name) = review.media_title.clone() {
            self.text(
                title,
                Known::Mentioned,
                Text {
                    title: name,
                    ..Text::default()
                },
            );
        }
        self.push_review(title, review, None);
        Ok(())
    }

    fn groups(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let Target::Key(series) = target else {
            return Ok(());
        };
        let groups: wire::Groups = parse(body)?;
        for group in groups.results.unwrap_or_default() {
            self.push_group(Some(series.id), group);
        }
        Ok(())
    }

    fn group(&mut self, series: Option<i64>, body: &RawValue) -> serde_json::Result<()> {
        let group: wire::Group = parse(body)?;
        self.push_group(series, group);
        Ok(())
    }

    fn push_group(&mut self, series: Option<i64>, group: wire::Group) {
        let Some(id) = group.id else { return };
        let network = group
            .network
            .as_ref()
            .and_then(|network| self.company(Kind::Network, network, Known::Mentioned));
        let mut of_series = series;
        let mut parts = Vec::new();
        for part in group.groups.iter().flatten() {
            let mut episodes = Vec::new();
            for row in part.episodes.iter().flatten() {
                let (Some(Int(episode)), Some(Int(show))) = (row.id, row.show_id) else {
                    continue;
                };
                self.episode_row(show, row);
                of_series = of_series.or(Some(show));
                episodes.push((episode, row.order.map_or(0, |order| order.0 as i32)));
            }
            parts.push(EpisodeGroupPart {
                id: part.id.clone().unwrap_or_default(),
                name: part.name.clone().unwrap_or_default(),
                order: part.order.map_or(0, |order| order.0 as i32),
                locked: part.locked.unwrap_or_default(),
                episodes,
            });
        }
        self.statements
            .push(Statement::Group(Box::new(EpisodeGroup {
                id,
                series: of_series,
                description: group.description.unwrap_or_default(),
                name: group.name.unwrap_or_default(),
                group_type: group.group_type.map_or(0, |number| number.0 as i32),
                episode_count: group.episode_count.map_or(0, |number| number.0 as i32),
                group_count: group.group_count.map_or(0, |number| number.0 as i32),
                network,
                groups: group.groups.is_some().then_some(parts),
            })));
    }

    fn reference(&mut self, table: Table, body: &RawValue) -> serde_json::Result<Outcome> {
        if self.query.get("watch_region").is_some() {
            return Ok(Outcome::PassedOver("watch providers of one country only"));
        }
        let locale = if table.is_localised() {
            self.locale.with_main_country().to_string()
        } else {
            String::new()
        };
        self.statements
            .push(Statement::Reference(table, locale, parse(body)?));
        Ok(Outcome::Read)
    }

    /// Names of genres, countries and languages as a title prints them.
    fn learn(
        &mut self,
        kind: Kind,
        genres: Option<&Vec<wire::Named>>,
        countries: Option<&Vec<wire::Country>>,
        languages: Option<&Vec<wire::Language>>,
    ) {
        let mut learned = Learned::default();
        let noun = if kind == Kind::Movie {
            "movie"
        } else {
            "series"
        };
        let names: &mut _ = learned
            .genres
            .entry(format!("{noun}/{}", self.locale.with_main_country()))
            .or_default();
        for genre in genres.into_iter().flatten() {
            if let (Some(Int(id)), Some(name)) = (genre.id, genre.name.clone()) {
                names.insert(id as i32, name);
            }
        }
        for country in countries.into_iter().flatten() {
            if let (Some(code), Some(name)) = (country.iso_3166_1.clone(), country.name.clone()) {
                learned.countries.insert(code, name);
            }
        }
        for language in languages.into_iter().flatten() {
            if let Some(code) = language.iso_639_1.clone() {
                let row = LanguageRow {
                    iso_639_1: code.clone(),
                    english_name: language.english_name.clone().unwrap_or_default(),
                    name: language.name.clone().unwrap_or_default(),
                };
                learned.languages.insert(code, row);
            }
        }
        self.statements.push(Statement::Learned(Box::new(learned)));
    }
}

fn ids(list: Option<&[wire::Named]>) -> Option<Vec<i64>> {
    list.map(|list| {
        list.iter()
            .filter_map(|row| row.id)
            .map(|id| id.0)
            .collect()
    })
}

fn credit_said(id: String, title: EntityKey) -> CreditSaid {
    CreditSaid {
        id,
        title,
        person: None,
        credit_type: None,
        department: None,
        job: None,
        character: None,
        order: None,
        episode_count: None,
        first_air_date: None,
        lost_person: None,
    }
}

fn movie_row(row: &wire::Row) -> MovieFacts {
    MovieFacts {
        adult: row.adult,
        video: row.video,
        original_title: row
            .original_title
            .clone()
            .or_else(|| row.original_name.clone()),
        original_language: row.original_language.clone(),
        release_date: row.release_date.and_then(|date| date.0),
        genres: row
            .genre_ids
            .as_ref()
            .map(|ids| ids.iter().map(|id| id.0 as i32).collect()),
        poster_path: row.poster_path.clone(),
        backdrop_path: row.backdrop_path.clone(),
        softcore: row.softcore,
        ..MovieFacts::default()
    }
}

fn series_row(row: &wire::Row) -> SeriesFacts {
    SeriesFacts {
        adult: row.adult,
        original_name: row.original_name.clone(),
        original_language: row.original_language.clone(),
        first_air_date: row.first_air_date.and_then(|date| date.0),
        origin_country: row.origin_country.clone().map(|countries| countries.0),
        genres: row
            .genre_ids
            .as_ref()
            .map(|ids| ids.iter().map(|id| id.0 as i32).collect()),
        poster_path: row.poster_path.clone(),
        backdrop_path: row.backdrop_path.clone(),
        softcore: row.softcore,
        ..SeriesFacts::default()
    }
}

fn row_text(row: &wire::Row) -> Text {
    Text {
        title: row
            .title
            .clone()
            .or_else(|| row.name.clone())
            .unwrap_or_default(),
        overview: row.overview.clone().unwrap_or_default(),
        poster_path: row.poster_path.clone().unwrap_or_default(),
        ..Text::default()
    }
}

/// The id by which something was found.
fn found_by(source: &str, external: &str) -> Option<Links> {
    let (mut links, text) = (Links::default(), Some(external.to_owned()));
    match source {
        "imdb_id" => links.imdb_id = text,
        "freebase_mid" => links.freebase_mid = text,
        "freebase_id" => links.freebase_id = text,
        "tvdb_id" => links.tvdb_id = external.parse().ok(),
        "tvrage_id" => links.tvrage_id = external.parse().ok(),
        "wikidata_id" => links.wikidata_id = text,
        "facebook_id" => links.facebook_id = text,
        "instagram_id" => links.instagram_id = text,
        "tiktok_id" => links.tiktok_id = text,
        "twitter_id" => links.twitter_id = text,
        "youtube_id" => links.youtube_id = text,
        _ => return None,
    }
    Some(links)
}
