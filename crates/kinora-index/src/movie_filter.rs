//! The conditions of discover on movies.

use kinora_model::{Date, Locale};

use crate::bounds::Bounds;
use crate::columns::{Facet, Number, Plan};
use crate::country::Country;
use crate::movie::{Movie, day_of};
use crate::offer::{OfferFilter, offered_by};
use crate::release::{CertificationFilter, Release, ReleaseFilter};
use crate::terms::{Terms, any_in};
use crate::title::is_translated;

/// What movies must be to be found; all of it together (contract 3.10). The default hides adult movies and nothing else.
#[derive(Clone, Debug, PartialEq)]
pub struct MovieFilter {
    /// Whether adult movies are found.
    pub include_adult: bool,
    /// Whether direct-to-video releases and the like are found.
    pub include_video: bool,
    /// Genres, by id.
    pub genres: Terms<i32>,
    /// Genres that it has none of.
    pub without_genres: Vec<i32>,
    /// Keywords, by id.
    pub keywords: Terms<i64>,
    /// Keywords that it has none of.
    pub without_keywords: Vec<i64>,
    /// Production companies, by id.
    pub companies: Terms<i64>,
    /// Production companies that it has none of.
    pub without_companies: Vec<i64>,
    /// People who play in it.
    pub cast: Terms<i64>,
    /// People who made it.
    pub crew: Terms<i64>,
    /// People who did either.
    pub people: Terms<i64>,
    /// ISO 639-1, in any case.
    pub original_language: Terms<String>,
    /// ISO 3166-1, in any case.
    pub origin_country: Terms<String>,
    /// The primary release date.
    pub primary_release_date: Bounds<Date>,
    /// Conditions on releases; each must be met by one and the same release.
    pub releases: Vec<ReleaseFilter>,
    /// The rating.
    pub certification: Option<CertificationFilter>,
    /// The mean of the ratings.
    pub vote_average: Bounds<f64>,
    /// How many ratings.
    pub vote_count: Bounds<f64>,
    /// Minutes; an unknown runtime counts as 0.
    pub runtime: Bounds<f64>,
    /// Where it can be watched.
    pub offers: Option<OfferFilter>,
    /// A region and providers that do not offer it there.
    pub without_providers: Option<(String, Vec<i64>)>,
    /// A locale with a title of its own.
    pub title_translation: Option<Locale>,
    /// A locale with an overview.
    pub overview_translation: Option<Locale>,
}

impl Default for MovieFilter {
    fn default() -> MovieFilter {
        MovieFilter {
            include_adult: false,
            include_video: true,
            genres: Terms::default(),
            without_genres: Vec::new(),
            keywords: Terms::default(),
            without_keywords: Vec::new(),
            companies: Terms::default(),
            without_companies: Vec::new(),
            cast: Terms::default(),
            crew: Terms::default(),
            people: Terms::default(),
            original_language: Terms::default(),
            origin_country: Terms::default(),
            primary_release_date: Bounds::default(),
            releases: Vec::new(),
            certification: None,
            vote_average: Bounds::default(),
            vote_count: Bounds::default(),
            runtime: Bounds::default(),
            offers: None,
            without_providers: None,
            title_translation: None,
            overview_translation: None,
        }
    }
}

impl MovieFilter {
    /// Whether a movie is what is looked for.
    pub(crate) fn passes(&self, movie: &Movie) -> bool {
        let title = &movie.title;
        (self.include_adult || !title.is_adult)
            && (self.include_video || !movie.is_video)
            && self.primary_release_date.holds_known(movie.release_date)
            && self.vote_average.holds(title.vote_average)
            && self.vote_count.holds(title.vote_count as f64)
            && self.runtime.holds(f64::from(movie.runtime))
            && self
                .original_language
                .met_by(|code| title.is_originally(code))
            && self.origin_country.met_by(|code| title.is_from(code))
            && self.genres.met_in(&title.genres)
            && !any_in(&self.without_genres, &title.genres)
            && self.keywords.met_in(&title.keywords)
            && !any_in(&self.without_keywords, &title.keywords)
            && self.companies.met_in(&title.companies)
            && !any_in(&self.without_companies, &title.companies)
            && self.cast.met_in(&title.credits.cast)
            && self.crew.met_in(&title.credits.crew)
            && self.people.met_by(|person| title.credits.include(*person))
            && self.releases.iter().all(|filter| meets(movie, filter))
            && (self.certification.iter()).all(|filter| filter.met_by(&movie.releases))
            && self
                .offers
                .iter()
                .all(|filter| filter.met_by(&title.offers))
            && !(self.without_providers.iter())
                .any(|(region, providers)| offered_by(&title.offers, region, providers))
            && is_translated(&title.title_locales, self.title_translation)
            && is_translated(&title.overview_locales, self.overview_translation)
    }
}

impl MovieFilter {
    /// The same conditions as columns know them.
    pub(crate) fn plan(&self) -> Plan {
        let mut plan = Plan::default();
        plan.without
            .extend(match (self.include_adult, self.include_video) {
                (false, false) => Some(Facet::AdultOrVideo),
                (false, true) => Some(Facet::Adult),
                (true, false) => Some(Facet::Video),
                (true, true) => None,
            });
        plan.ask_each(&self.genres, Facet::Genre);
        plan.refuse(&self.without_genres, Facet::Genre);
        plan.ask_each(&self.keywords, Facet::Keyword);
        plan.refuse(&self.without_keywords, Facet::Keyword);
        plan.ask_each(&self.companies, Facet::Company);
        plan.refuse(&self.without_companies, Facet::Company);
        plan.ask_each(&self.cast, Facet::Cast);
        plan.ask_each(&self.crew, Facet::Crew);
        plan.ask(&self.people.all, |person, facets| {
            facets.extend([Facet::Cast(*person), Facet::Crew(*person)]);
        });
        plan.ask_languages(&self.original_language);
        plan.ask_origins(&self.origin_country);
        plan.ask_locale(self.title_translation, Facet::Title);
        plan.ask_locale(self.overview_translation, Facet::Overview);
        plan.within(
            Number::Day,
            &days(&self.primary_release_date).map(f64::from),
        );
        plan.within(Number::VoteAverage, &self.vote_average);
        plan.within(Number::VoteCount, &self.vote_count);
        plan.within(Number::Runtime, &self.runtime);
        self.releases
            .iter()
            .for_each(|filter| filter.add_to(&mut plan));
        if let Some(filter) = &self.certification {
            let country = Country::parse(&filter.country);
            let rated = |rating: &String| {
                let rating = Some(rating.to_ascii_lowercase()).filter(|rating| !rating.is_empty());
                Some(Facet::Rated(country?, rating?.into()))
            };
            plan.with
                .push(filter.allowed.iter().filter_map(rated).collect());
        }
        if let Some(filter) = &self.offers {
            plan.ask_offers(filter);
        }
        if let Some((region, providers)) = &self.without_providers
            && let Some(country) = Country::parse(region)
        {
            plan.refuse(providers, |id| Facet::Offer(country, Some(id), None));
        }
        plan
    }
}

/// Dates as the numbers of their days.
pub(crate) fn days(dates: &Bounds<Date>) -> Bounds<i32> {
    dates.map(day_of)
}

/// Whether one of a movie's releases, or its primary release date, meets a condition.
fn meets(movie: &Movie, filter: &ReleaseFilter) -> bool {
    let met = |release: &Release| filter.met_by(release);
    let primary = movie.release_date.map(Release::primary);
    movie.releases.iter().any(met) || primary.as_ref().is_some_and(met)
}
