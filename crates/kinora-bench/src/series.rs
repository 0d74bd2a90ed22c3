//! Series with their seasons and episodes: few and small, for they are not what is measured.

use kinora_model::providers::WatchProviders;
use kinora_model::release::ContentRating;
use kinora_model::{Date, Kind};

use crate::Catalogue;
use crate::chance::Chance;
use crate::credit::Credits;
use crate::fame::{Fame, rounded};
use crate::movie::countries;
use crate::words::english;
use crate::writing::Writing;
use crate::{genre, offer};

/// A series.
#[derive(Clone, Debug)]
pub struct Series {
    /// The id, from 1.
    pub id: i64,
    /// How well known it is.
    pub fame: Fame,
    /// Whether it is pornographic.
    pub is_adult: bool,
    /// Names and descriptions.
    pub writing: Writing,
    /// Where it was made, ISO 3166-1.
    pub countries: Vec<&'static str>,
    /// The word of the v3 API.
    pub status: &'static str,
    /// The word of the v3 API.
    pub series_type: &'static str,
    /// Minutes.
    pub runtime: i32,
    /// Genre ids.
    pub genres: Vec<i32>,
    /// Company ids.
    pub companies: Vec<i64>,
    /// Network ids.
    pub networks: Vec<i64>,
    /// Keyword ids.
    pub keywords: Vec<i64>,
    /// By country.
    pub ratings: Vec<ContentRating>,
    /// `tt` and seven digits.
    pub imdb_id: String,
    /// A poster.
    pub poster_path: Option<String>,
    /// A wide picture.
    pub backdrop_path: Option<String>,
    /// Where it can be watched.
    pub offers: WatchProviders,
    /// Who made it.
    pub credits: Credits,
    /// At least one, from 1.
    pub seasons: Vec<Season>,
}

/// A season.
#[derive(Clone, Debug)]
pub struct Season {
    /// Its id.
    pub id: i64,
    /// Its number.
    pub number: i32,
    /// 24 hex digits.
    pub object_id: String,
    /// A poster.
    pub poster_path: Option<String>,
    /// The mean of the ratings.
    pub vote_average: f64,
    /// At least one, from 1.
    pub episodes: Vec<Episode>,
}

/// An episode.
#[derive(Clone, Debug)]
pub struct Episode {
    /// Its id.
    pub id: i64,
    /// Its number.
    pub number: i32,
    /// Its name.
    pub name: String,
    /// What happens.
    pub overview: String,
    /// The day on which it was shown first.
    pub air_date: Option<Date>,
    /// standard or finale.
    pub episode_type: &'static str,
    /// A frame.
    pub still_path: Option<String>,
    /// The mean of the ratings.
    pub vote_average: f64,
    /// How many ratings.
    pub vote_count: i64,
}

impl Season {
    /// The day of its first episode.
    pub fn air_date(&self) -> Option<Date> {
        self.episodes.first().and_then(|episode| episode.air_date)
    }

    /// Its name in English.
    pub fn name(&self) -> String {
        format!("Season {}", self.number)
    }
}

impl Series {
    /// The series with an id.
    pub fn draw(catalogue: &Catalogue, id: i64) -> Series {
        let mut chance = catalogue.chance("series", id);
        let chance = &mut chance;
        let fame = Fame::draw(chance);
        let writing = Writing::draw(catalogue.vocabulary(), &fame, chance);
        let statuses = [
            "Returning Series",
            "Ended",
            "Ended",
            "Ended",
            "Canceled",
            "In Production",
        ];
        let types = [
            "Scripted",
            "Scripted",
            "Scripted",
            "Documentary",
            "Reality",
            "Miniseries",
            "Talk Show",
            "News",
        ];
        let runtime = chance.pick(&[22, 25, 30, 42, 45, 50, 60]);
        Series {
            id,
            is_adult: chance.happens(0.005),
            countries: countries(writing.tongue.country, chance),
            status: chance.pick(&statuses),
            series_type: chance.pick(&types),
            runtime,
            genres: genre::draw(&genre::OF_SERIES, &fame, chance),
            companies: catalogue.some_companies(&fame, chance),
            networks: catalogue.some_networks(chance),
            keywords: catalogue.some_keywords(&fame, chance),
            ratings: ratings(chance),
            imdb_id: format!("tt{:08}", id + 20_000_000),
            poster_path: catalogue.picture("series poster", id, 0.85),
            backdrop_path: catalogue.picture("series backdrop", id, 0.7),
            offers: offer::draw(catalogue, "tv", id, &fame, chance),
            credits: Credits::draw(catalogue, Kind::Series, id, &fame, chance),
            seasons: seasons(catalogue, id, &fame, chance),
            fame,
            writing,
        }
    }

    /// The day of the first episode.
    pub fn first_air_date(&self) -> Option<Date> {
        self.seasons.first().and_then(Season::air_date)
    }

    /// The last season and its last episode.
    pub fn last(&self) -> Option<(&Season, &Episode)> {
        let season = self.seasons.last()?;
        Some((season, season.episodes.last()?))
    }

    /// Whether more is being made.
    pub fn is_in_production(&self) -> bool {
        matches!(self.status, "Returning Series" | "In Production")
    }

    /// How many episodes there are.
    pub fn episode_count(&self) -> usize {
        self.seasons
            .iter()
            .map(|season| season.episodes.len())
            .sum()
    }
}

fn ratings(chance: &mut Chance) -> Vec<ContentRating> {
    let rows = [
        ("US", ["TV-14", "TV-MA", "TV-PG"]),
        ("DE", ["12", "16", "6"]),
        ("GB", ["15", "12", "PG"]),
    ];
    let mut ratings = Vec::new();
    for (country, known) in rows {
        if chance.happens(0.4) {
            ratings.push(ContentRating {
                iso_3166_1: country.to_owned(),
                rating: chance.pick(&known).to_owned(),
                ..ContentRating::default()
            });
        }
    }
    ratings
}

fn seasons(catalogue: &Catalogue, series: i64, fame: &Fame, chance: &mut Chance) -> Vec<Season> {
    let count = 1 + (chance.share() * (1.5 + 2.0 * fame.above())) as i64;
    let first = chance.between(0, 20_000 - 365 * count);
    let season = |number: i64| {
        let episodes = chance.between(4, 12);
        let day = first + 365 * (number - 1);
        let place = (series, number, episodes);
        Season {
            id: series * 100 + number,
            number: number as i32,
            object_id: format!("03{series:014x}{number:08x}"),
            poster_path: catalogue.picture("season", series * 100 + number, 0.6),
            vote_average: rounded(5.0 + 3.0 * chance.share(), 1),
            episodes: (1..=episodes)
                .map(|episode| draw_episode(catalogue, place, (episode, day), chance))
                .collect(),
        }
    };
    (1..=count).map(season).collect()
}

fn draw_episode(
    catalogue: &Catalogue,
    (series, season, count): (i64, i64, i64),
    (number, day): (i64, i64),
    chance: &mut Chance,
) -> Episode {
    let words = catalogue.vocabulary();
    let id = series * 10_000 + season * 100 + number;
    Episode {
        id,
        number: number as i32,
        name: words.title(english(), chance),
        overview: words.sentences(english(), chance.between(0, 2), chance),
        air_date: Date::from_day_number(day + 7 * number),
        episode_type: if number == count {
            "finale"
        } else {
            "standard"
        },
        still_path: catalogue.picture("still", id, 0.5),
        vote_average: rounded(5.0 + 4.0 * chance.share(), 1),
        vote_count: chance.between(1, 40),
    }
}
