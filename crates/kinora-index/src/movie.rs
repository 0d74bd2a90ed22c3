//! Movies as filters and orders see them.

use kinora_model::titles::{AlternativeTitles, Keywords};
use kinora_model::{Date, MovieFacts, Part, PartSet, Texts};
use kinora_store::{Card, StoreError};

use crate::columns::{Entry, Event, EventList, Facet, Number, Words};
use crate::country::Country;
use crate::offer::Offer;
use crate::release::{Release, shown};
use crate::title::{Title, names, sorted};
use crate::titles::Named;

/// The parts that a movie is read from.
pub(crate) const PARTS: PartSet = PartSet::of(&[
    Part::Facts,
    Part::Texts,
    Part::Titles,
    Part::Keywords,
    Part::Releases,
    Part::Providers,
]);

/// A movie.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Movie {
    /// What it has in common with series.
    pub title: Title,
    /// Whether it is a direct-to-video release or similar.
    pub is_video: bool,
    /// US dollars.
    pub revenue: i64,
    /// Minutes; 0 when unknown.
    pub runtime: i32,
    /// The primary release date.
    pub release_date: Option<Date>,
    /// The collection that it belongs to.
    pub collection: Option<i64>,
    /// Its releases.
    pub releases: Box<[Release]>,
}

impl Movie {
    /// Reads a movie and its names. Credits are put in afterwards.
    pub fn read(card: &Card) -> Result<(Movie, Named), StoreError> {
        let record = &card.record;
        let facts: MovieFacts = record.part()?;
        let texts: Texts = record.part()?;
        let alternatives: AlternativeTitles = record.part()?;
        let keywords: Keywords = record.part()?;
        let original = facts.original_title.as_deref();
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
        let (_, any_runtime) = texts.any_homepage_and_runtime();
        let movie = Movie {
            title,
            is_video: facts.video.unwrap_or_default(),
            revenue: facts.revenue.unwrap_or_default(),
            runtime: facts.runtime.or(any_runtime).unwrap_or_default(),
            release_date: facts.release_date,
            collection: facts.collection,
            releases: Release::all(&record.part()?).into(),
        };
        let named = Named {
            is_adult: movie.title.is_adult,
            first_year: movie.release_date.map(Date::year),
            years: movie.years(),
            names: names([original], Some(&texts), Some(&alternatives)),
            ..Named::new(card)
        };
        Ok((movie, named))
    }

    /// The years in which it was released; that of the primary date counts (contract 3.19).
    fn years(&self) -> Vec<u16> {
        let dates = self.releases.iter().map(|release| release.date);
        let dates = dates.chain([self.release_date]).flatten();
        sorted(dates.map(Date::year)).into()
    }
}

impl Entry for Movie {
    fn facets(&self, tell: &mut dyn FnMut(Facet)) {
        self.title.facets(tell);
        if self.is_video {
            tell(Facet::Video);
        }
        if self.is_video || self.title.is_adult {
            tell(Facet::AdultOrVideo);
        }
        self.collection
            .into_iter()
            .for_each(|id| tell(Facet::Collection(id)));
        if !self.releases.is_empty() || self.release_date.is_some() {
            tell(Facet::Released);
        }
        for release in &self.releases {
            if let Some(country) = release.country {
                tell(Facet::ReleasedIn(country));
                if !release.certification.is_empty() {
                    let rating = release.certification.to_ascii_lowercase();
                    tell(Facet::Rated(country, rating.into()));
                }
            }
        }
    }

    fn number(&self, number: Number) -> Option<f64> {
        match number {
            Number::Day => self.release_date.map(|date| date.day_number() as f64),
            Number::Runtime => Some(f64::from(self.runtime)),
            Number::Revenue => Some(self.revenue as f64),
            number => self.title.number(number),
        }
    }

    fn words(&self, words: Words) -> &str {
        self.title.words(words)
    }

    fn shown_day(&self, country: &str, types: &[i32]) -> Option<i32> {
        shown(&self.releases, country, types).map(day_of)
    }

    fn events(&self, tell: &mut dyn FnMut(EventList, i32, u8)) {
        if let Some(date) = self.release_date {
            tell(EventList::Releases(None), day_of(date), 0);
        }
        for release in &self.releases {
            let day = release.date.map_or(Event::UNKNOWN, day_of);
            tell(
                EventList::Releases(release.country),
                day,
                kind_of(release.release_type),
            );
        }
    }
}

/// The number of a day as events have it.
pub(crate) fn day_of(date: Date) -> i32 {
    i32::try_from(date.day_number()).unwrap_or(Event::UNKNOWN)
}

/// A type of release as events have it; what is none is one that nobody asks for.
pub(crate) fn kind_of(release_type: i32) -> u8 {
    u8::try_from(release_type).unwrap_or(u8::MAX)
}

/// These codes as countries; what is no code is left out.
pub(crate) fn countries(codes: Option<Vec<String>>) -> Box<[Country]> {
    let codes = codes.unwrap_or_default();
    sorted(codes.iter().filter_map(|code| Country::parse(code)))
}
