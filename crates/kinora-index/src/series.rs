//! Series as filters and orders see them.

use kinora_model::release::Screened;
use kinora_model::titles::{AlternativeTitles, Keywords};
use kinora_model::{Date, Part, PartSet, SeriesFacts, Texts};
use kinora_store::{Card, StoreError};

use crate::columns::{Entry, EventList, Facet, Number, Words};
use crate::movie::{countries, day_of};
use crate::offer::Offer;
use crate::title::{Title, names, sorted};
use crate::titles::Named;

/// The parts that a series is read from.
pub(crate) const PARTS: PartSet = PartSet::of(&[
    Part::Facts,
    Part::Texts,
    Part::Titles,
    Part::Keywords,
    Part::Screened,
    Part::Providers,
]);

/// The words for a series' status, in the order of their numbers (contract 1.16).
const STATUSES: [&str; 6] = [
    "Returning Series",
    "Planned",
    "In Production",
    "Ended",
    "Canceled",
    "Pilot",
];

/// The words for a series' type, in the order of their numbers (contract 1.16).
const TYPES: [&str; 7] = [
    "Documentary",
    "News",
    "Miniseries",
    "Reality",
    "Scripted",
    "Talk Show",
    "Video",
];

/// A series.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Series {
    /// What it has in common with movies.
    pub title: Title,
    /// The day of the first episode.
    pub first_air_date: Option<Date>,
    /// The day of the last episode that was shown.
    pub last_air_date: Option<Date>,
    /// Network ids, sorted.
    pub networks: Box<[i64]>,
    /// The number of its status.
    pub status: Option<u8>,
    /// The number of its type.
    pub series_type: Option<u8>,
    /// Usual lengths of an episode, minutes.
    pub runtimes: Box<[i32]>,
    /// Whether an episode was shown in theatres.
    pub is_screened: bool,
    /// The days of its episodes, as far as known.
    pub episodes: Vec<Date>,
}

impl Series {
    /// Reads a series and its names. Credits and episodes are put in afterwards.
    pub fn read(card: &Card) -> Result<(Series, Named), StoreError> {
        let record = &card.record;
        let facts: SeriesFacts = record.part()?;
        let texts: Texts = record.part()?;
        let alternatives: AlternativeTitles = record.part()?;
        let keywords: Keywords = record.part()?;
        let screened: Screened = record.part()?;
        let original = facts.original_name.as_deref();
        let title = Title {
            is_adult: facts.adult.unwrap_or_default(),
            original_language: facts
                .original_language
                .as_deref()
                .and_then(|code| code.parse().ok()),
            genres: sorted(facts.genres.unwrap_or_default()),
            keywords: sorted(keywords.0),
            companies: sorted(facts.companies.unwrap_or_default()),
            origin_country: countries(facts.origin_country),
            offers: Offer::all(&record.part()?),
            ..Title::new(card.stat, original, &texts)
        };
        let named = Named {
            is_adult: title.is_adult,
            names: names([original], Some(&texts), Some(&alternatives)),
            ..Named::new(card)
        };
        let series = Series {
            title,
            first_air_date: facts.first_air_date,
            last_air_date: facts.last_air_date,
            networks: sorted(facts.networks.unwrap_or_default()),
            status: number(&STATUSES, facts.status.as_deref()),
            series_type: number(&TYPES, facts.series_type.as_deref()),
            runtimes: facts.episode_run_time.unwrap_or_default().into(),
            is_screened: !screened.0.is_empty(),
            episodes: Vec::new(),
        };
        Ok((series, named))
    }

    /// The days on which it was on air, as far as known: those of its episodes, and its first and last day.
    pub fn air_dates(&self) -> impl Iterator<Item = Date> {
        let ends = [self.first_air_date, self.last_air_date];
        ends.into_iter()
            .flatten()
            .chain(self.episodes.iter().copied())
    }

    /// Notes the years in which it was on air, which depend on its episodes (contract 3.19).
    pub fn date(&self, named: &mut Named) {
        named.first_year = self.first_air_date.map(Date::year);
        named.years = sorted(self.air_dates().map(Date::year)).into();
    }
}

impl Entry for Series {
    fn facets(&self, tell: &mut dyn FnMut(Facet)) {
        self.title.facets(tell);
        if self.is_screened {
            tell(Facet::Screened);
        }
        if self.first_air_date.is_some() {
            tell(Facet::Dated);
        }
        self.networks
            .iter()
            .for_each(|id| tell(Facet::Network(*id)));
        self.status
            .into_iter()
            .for_each(|number| tell(Facet::Status(number)));
        self.series_type
            .into_iter()
            .for_each(|number| tell(Facet::Type(number)));
    }

    fn number(&self, number: Number) -> Option<f64> {
        match number {
            Number::Day => self.first_air_date.map(|date| date.day_number() as f64),
            // A series has several lengths.
            Number::Runtime => None,
            number => self.title.number(number),
        }
    }

    fn words(&self, words: Words) -> &str {
        self.title.words(words)
    }

    fn shown_day(&self, _: &str, _: &[i32]) -> Option<i32> {
        None
    }

    fn events(&self, tell: &mut dyn FnMut(EventList, i32, u8)) {
        self.air_dates()
            .for_each(|date| tell(EventList::OnAir, day_of(date), 0));
        self.runtimes
            .iter()
            .for_each(|minutes| tell(EventList::Lengths, *minutes, 0));
    }
}

/// The place of a word in a table.
fn number(words: &[&str], word: Option<&str>) -> Option<u8> {
    let place = words.iter().position(|known| Some(*known) == word)?;
    u8::try_from(place).ok()
}
