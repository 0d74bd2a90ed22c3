//! The conditions of discover on series.

use kinora_model::{Date, Locale};

use crate::bounds::Bounds;
use crate::columns::{EventCondition, EventList, Facet, Number, Plan};
use crate::country::Country;
use crate::movie_filter::days;
use crate::offer::{OfferFilter, offered_by};
use crate::series::Series;
use crate::terms::{Terms, any_in};
use crate::title::is_translated;

/// What series must be to be found; all of it together (contract 3.10). The default hides adult series and nothing else.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesFilter {
    /// Whether adult series are found.
    pub include_adult: bool,
    /// Whether series without a first air date are found.
    pub include_null_first_air_dates: bool,
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
    /// Networks, by id.
    pub networks: Terms<i64>,
    /// ISO 639-1, in any case.
    pub original_language: Terms<String>,
    /// ISO 3166-1, in any case.
    pub origin_country: Terms<String>,
    /// The day of the first episode.
    pub first_air_date: Bounds<Date>,
    /// The day of any episode. The first and last day of the series count, so that series without known episodes are found.
    pub air_date: Bounds<Date>,
    /// Whether an episode was shown in theatres.
    pub screened_theatrically: Option<bool>,
    /// Numbers of contract 1.16.
    pub status: Terms<u8>,
    /// Numbers of contract 1.16.
    pub series_type: Terms<u8>,
    /// Minutes of any of its usual lengths.
    pub runtime: Bounds<f64>,
    /// The mean of the ratings.
    pub vote_average: Bounds<f64>,
    /// How many ratings.
    pub vote_count: Bounds<f64>,
    /// Where it can be watched.
    pub offers: Option<OfferFilter>,
    /// A region and providers that do not offer it there.
    pub without_providers: Option<(String, Vec<i64>)>,
    /// A locale with a name of its own.
    pub name_translation: Option<Locale>,
    /// A locale with an overview.
    pub overview_translation: Option<Locale>,
}

impl Default for SeriesFilter {
    fn default() -> SeriesFilter {
        SeriesFilter {
            include_adult: false,
            include_null_first_air_dates: true,
            genres: Terms::default(),
            without_genres: Vec::new(),
            keywords: Terms::default(),
            without_keywords: Vec::new(),
            companies: Terms::default(),
            without_companies: Vec::new(),
            networks: Terms::default(),
            original_language: Terms::default(),
            origin_country: Terms::default(),
            first_air_date: Bounds::default(),
            air_date: Bounds::default(),
            screened_theatrically: None,
            status: Terms::default(),
            series_type: Terms::default(),
            runtime: Bounds::default(),
            vote_average: Bounds::default(),
            vote_count: Bounds::default(),
            offers: None,
            without_providers: None,
            name_translation: None,
            overview_translation: None,
        }
    }
}

impl SeriesFilter {
    /// Whether a series is what is looked for.
    pub(crate) fn passes(&self, series: &Series) -> bool {
        let title = &series.title;
        let screened = self.screened_theatrically;
        (self.include_adult || !title.is_adult)
            && (self.include_null_first_air_dates || series.first_air_date.is_some())
            && self.first_air_date.holds_known(series.first_air_date)
            && self.vote_average.holds(title.vote_average)
            && self.vote_count.holds(title.vote_count as f64)
            && screened.is_none_or(|wanted| series.is_screened == wanted)
            && self.status.met_by(|number| series.status == Some(*number))
            && self
                .series_type
                .met_by(|number| series.series_type == Some(*number))
            && self
                .original_language
                .met_by(|code| title.is_originally(code))
            && self.origin_country.met_by(|code| title.is_from(code))
            && any_inside(
                &self.runtime,
                series.runtimes.iter().copied().map(f64::from),
            )
            && self.genres.met_in(&title.genres)
            && !any_in(&self.without_genres, &title.genres)
            && self.keywords.met_in(&title.keywords)
            && !any_in(&self.without_keywords, &title.keywords)
            && self.companies.met_in(&title.companies)
            && !any_in(&self.without_companies, &title.companies)
            && self.networks.met_in(&series.networks)
            && any_inside(&self.air_date, series.air_dates())
            && self
                .offers
                .iter()
                .all(|filter| filter.met_by(&title.offers))
            && !(self.without_providers.iter())
                .any(|(region, providers)| offered_by(&title.offers, region, providers))
            && is_translated(&title.title_locales, self.name_translation)
            && is_translated(&title.overview_locales, self.overview_translation)
    }
}

impl SeriesFilter {
    /// The same conditions as columns know them.
    pub(crate) fn plan(&self) -> Plan {
        let mut plan = Plan::default();
        if !self.include_adult {
            plan.without.push(Facet::Adult);
        }
        if !self.include_null_first_air_dates {
            plan.with.push(vec![Facet::Dated]);
        }
        match self.screened_theatrically {
            Some(true) => plan.with.push(vec![Facet::Screened]),
            Some(false) => plan.without.push(Facet::Screened),
            None => {}
        }
        plan.ask_each(&self.genres, Facet::Genre);
        plan.refuse(&self.without_genres, Facet::Genre);
        plan.ask_each(&self.keywords, Facet::Keyword);
        plan.refuse(&self.without_keywords, Facet::Keyword);
        plan.ask_each(&self.companies, Facet::Company);
        plan.refuse(&self.without_companies, Facet::Company);
        plan.ask_each(&self.networks, Facet::Network);
        plan.ask_each(&self.status, Facet::Status);
        plan.ask_each(&self.series_type, Facet::Type);
        plan.ask_languages(&self.original_language);
        plan.ask_origins(&self.origin_country);
        plan.ask_locale(self.name_translation, Facet::Title);
        plan.ask_locale(self.overview_translation, Facet::Overview);
        plan.within(Number::Day, &days(&self.first_air_date).map(f64::from));
        plan.within(Number::VoteAverage, &self.vote_average);
        plan.within(Number::VoteCount, &self.vote_count);
        let minutes = Bounds {
            least: self.runtime.least.map(|least| least.ceil() as i32),
            most: self.runtime.most.map(|most| most.floor() as i32),
        };
        for (list, values) in [
            (EventList::OnAir, days(&self.air_date)),
            (EventList::Lengths, minutes),
        ] {
            if !values.is_open() {
                plan.events.push(EventCondition {
                    list: Some(list),
                    kinds: Vec::new(),
                    days: values,
                });
            }
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

/// Whether one of these values is inside; open bounds ask for none.
fn any_inside<T: PartialOrd + Copy>(
    bounds: &Bounds<T>,
    mut values: impl Iterator<Item = T>,
) -> bool {
    bounds.is_open() || values.any(|value| bounds.holds(value))
}
