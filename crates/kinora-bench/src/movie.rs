//! Movies.

use kinora_model::Kind;
use kinora_model::providers::WatchProviders;

use crate::Catalogue;
use crate::chance::Chance;
use crate::credit::Credits;
use crate::fame::Fame;
use crate::release::Releases;
use crate::words::tongues;
use crate::writing::Writing;
use crate::{genre, offer};

/// A movie.
#[derive(Clone, Debug)]
pub struct Movie {
    /// The id, from 1.
    pub id: i64,
    /// How well known it is.
    pub fame: Fame,
    /// Whether it is pornographic.
    pub is_adult: bool,
    /// Whether it was never shown in theatres.
    pub is_video: bool,
    /// Titles and descriptions.
    pub writing: Writing,
    /// Dates and ratings.
    pub releases: Releases,
    /// The word of the v3 API.
    pub status: &'static str,
    /// Minutes; 0 when unknown.
    pub runtime: i32,
    /// US dollars; 0 when unknown.
    pub budget: i64,
    /// US dollars; 0 when unknown.
    pub revenue: i64,
    /// Genre ids.
    pub genres: Vec<i32>,
    /// Where it was made, ISO 3166-1.
    pub countries: Vec<&'static str>,
    /// Company ids.
    pub companies: Vec<i64>,
    /// Keyword ids.
    pub keywords: Vec<i64>,
    /// What it belongs to.
    pub collection: Option<i64>,
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
}

impl Movie {
    /// The movie with an id.
    pub fn draw(catalogue: &Catalogue, id: i64) -> Movie {
        let fame = catalogue.movie_fame(id);
        let mut chance = catalogue.chance("movie", id);
        let chance = &mut chance;
        let writing = Writing::draw(catalogue.vocabulary(), &fame, chance);
        let home = writing.tongue.country;
        let releases = Releases::draw(home, &fame, chance);
        let (budget, revenue) = money(&fame, chance);
        Movie {
            id,
            fame,
            is_adult: chance.happens(0.015),
            is_video: chance.happens(0.02),
            status: status(&releases, chance),
            runtime: runtime(chance),
            budget,
            revenue,
            genres: genre::draw(&genre::OF_MOVIES, &fame, chance),
            countries: countries(home, chance),
            companies: catalogue.some_companies(&fame, chance),
            keywords: catalogue.some_keywords(&fame, chance),
            collection: catalogue.some_collection(chance),
            imdb_id: format!("tt{:07}", id + 1_000_000),
            poster_path: catalogue.picture("poster", id, 0.75 + 0.2 * fame.above()),
            backdrop_path: catalogue.picture("backdrop", id, 0.5 + 0.4 * fame.above()),
            offers: offer::draw(catalogue, "movie", id, &fame, chance),
            credits: Credits::draw(catalogue, Kind::Movie, id, &fame, chance),
            writing,
            releases,
        }
    }

    /// Whether lists leave it out unless they are asked not to.
    pub fn is_hidden(&self) -> bool {
        self.is_adult || self.is_video
    }
}

/// The country of the original language, and sometimes another.
pub(crate) fn countries(home: &'static str, chance: &mut Chance) -> Vec<&'static str> {
    let other = chance.weigh(tongues(), |tongue| tongue.weight).country;
    match chance.happens(0.15) && other != home {
        true => vec![home, other],
        false => vec![home],
    }
}

/// What it cost and made; known of well-known movies only.
fn money(fame: &Fame, chance: &mut Chance) -> (i64, i64) {
    let (known, cost, luck) = (chance.happens(0.6), chance.normal(), chance.normal());
    if fame.level < 0.8 || !known {
        return (0, 0);
    }
    let budget = 1e6 * (1.5 * (fame.level - 0.8) + cost).exp();
    let revenue = budget * (0.5 + 0.9 * luck).exp();
    let thousands = |number: f64| (number / 1000.0) as i64 * 1000;
    (thousands(budget), revenue as i64)
}

fn runtime(chance: &mut Chance) -> i32 {
    match chance.below(100) {
        0..8 => 0,
        8..30 => chance.between(2, 45) as i32,
        _ => (97.0 + 20.0 * chance.normal()).clamp(46.0, 300.0) as i32,
    }
}

fn status(releases: &Releases, chance: &mut Chance) -> &'static str {
    let unfinished = [
        "Planned",
        "In Production",
        "Post Production",
        "Canceled",
        "Rumored",
    ];
    match releases.date {
        None if chance.happens(0.3) => chance.pick(&unfinished),
        _ => "Released",
    }
}
