//! From an answer to statements: which answer a path names, and what each kind of answer says.
//!
//! The table [`SUBRESOURCES`] says what the answers under an entity are; the same readers serve a path of their own
//! (`/3/movie/11/credits`) and an appended object (`append_to_response=credits`).

mod credits;
mod parts;
mod reviews;
mod rows;
mod titles;

use std::collections::HashMap;

use kinora_model::facts::{EpisodeFacts, SeasonFacts};
use kinora_model::key::{EntityKey, Kind, Known};
use kinora_model::reference::{LanguageRow, Learned, Table};
use kinora_model::{Locale, Text};
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::row::Query;
use super::statement::{Facts, PartSaid, StatSaid, Statement, Target};
use super::stored;
use super::value::{Float, Int};
use super::wire;

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
    if let Some(name) = path.strip_prefix(stored::PREFIX) {
        statements.push(Statement::Stored(stored::read(name, body)?));
        return Ok(Outcome::Read);
    }
    // As the API reads paths: decoded once, without empty segments (contract 1.1).
    let path = percent_decode_str(path).decode_utf8_lossy();
    let segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let ["3", segments @ ..] = segments.as_slice() else {
        return Ok(Outcome::PassedOver("not a v3 path"));
    };
    let path = segments.join("/");
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
        None => reader.entity(segments, body),
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
                self.page(Some(Kind::Movie), body)?;
            }
            ["search" | "discover", "tv"] => self.page(Some(Kind::Series), body)?,
            ["search" | "trending", "person", ..] | ["person", "popular"] => {
                self.page(Some(Kind::Person), body)?;
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
            // Ids of Freebase have slashes.
            ["find", ref external @ ..] => self.find(&external.join("/"), body)?,
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
