//! What movies and series have in common, as filters and orders see it.

use kinora_model::text::{Text, TextField};
use kinora_model::titles::AlternativeTitles;
use kinora_model::{Language, Locale, Texts};
use kinora_store::Stat;

use crate::columns::{Facet, Number, Words};
use crate::country::Country;
use crate::credits::Credits;
use crate::fold::fold;
use crate::offer::Offer;
use crate::titles::forms;

/// The common part of a movie or series. Slices of ids and codes are sorted, so that they can be searched.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Title {
    /// The daily score.
    pub popularity: f64,
    /// The mean of the ratings.
    pub vote_average: f64,
    /// How many ratings.
    pub vote_count: i64,
    /// Whether it is pornographic.
    pub is_adult: bool,
    /// The original language, where it is one.
    pub original_language: Option<Language>,
    /// Genre ids.
    pub genres: Box<[i32]>,
    /// Keyword ids.
    pub keywords: Box<[i64]>,
    /// Company ids.
    pub companies: Box<[i64]>,
    /// Where it is from.
    pub origin_country: Box<[Country]>,
    /// Who plays in it and who made it.
    pub credits: Credits,
    /// Where it can be watched.
    pub offers: Box<[Offer]>,
    /// The title in the default language, else the original one, folded for sorting.
    pub title: Box<str>,
    /// The original title, folded for sorting.
    pub original_title: Box<str>,
    /// Locales with a title of their own.
    pub title_locales: Box<[Locale]>,
    /// Locales with an overview.
    pub overview_locales: Box<[Locale]>,
}

impl Title {
    /// The part of a title that comes from its statistics, its original title and its texts.
    pub fn new(stat: Stat, original: Option<&str>, texts: &Texts) -> Title {
        let english = texts.read(Locale::DEFAULT, TextField::Title);
        let original = original.or_else(|| texts.any_title()).unwrap_or_default();
        let shown = if english.is_empty() {
            original
        } else {
            english
        };
        Title {
            popularity: stat.popularity,
            vote_average: stat.vote_average,
            vote_count: stat.vote_count,
            title: fold(shown).into(),
            original_title: fold(original).into(),
            title_locales: locales(texts, |text| !text.title.is_empty()),
            overview_locales: locales(texts, |text| !text.overview.is_empty()),
            ..Title::default()
        }
    }

    /// Tells what it has.
    pub fn facets(&self, tell: &mut dyn FnMut(Facet)) {
        if self.is_adult {
            tell(Facet::Adult);
        }
        self.genres.iter().for_each(|id| tell(Facet::Genre(*id)));
        self.keywords
            .iter()
            .for_each(|id| tell(Facet::Keyword(*id)));
        self.companies
            .iter()
            .for_each(|id| tell(Facet::Company(*id)));
        let credits = &self.credits;
        credits.cast.iter().for_each(|id| tell(Facet::Cast(*id)));
        credits.crew.iter().for_each(|id| tell(Facet::Crew(*id)));
        if let Some(language) = self.original_language {
            tell(Facet::Language(language));
        }
        let origins = self.origin_country.iter();
        origins.for_each(|country| tell(Facet::Origin(*country)));
        let titles = self.title_locales.iter();
        titles.for_each(|locale| tell(Facet::Title(*locale)));
        let overviews = self.overview_locales.iter();
        overviews.for_each(|locale| tell(Facet::Overview(*locale)));
        for offer in &self.offers {
            tell(Facet::Offer(offer.country, Some(offer.provider), None));
            for way in offer.ways() {
                let way = Some(way);
                tell(Facet::Offer(offer.country, Some(offer.provider), way));
                tell(Facet::Offer(offer.country, None, way));
            }
        }
    }

    /// A number that it is measured by, of those that movies and series have.
    pub fn number(&self, number: Number) -> Option<f64> {
        match number {
            Number::VoteAverage => Some(self.vote_average),
            Number::VoteCount => Some(self.vote_count as f64),
            Number::Popularity => Some(self.popularity),
            Number::Day | Number::Runtime | Number::Revenue => None,
        }
    }

    /// A text that it is ordered by.
    pub fn words(&self, words: Words) -> &str {
        match words {
            Words::Title => &self.title,
            Words::Original => &self.original_title,
        }
    }

    /// Whether the original language is this one. Codes with a country, such as `en-US`, are none (contract 3.10).
    pub fn is_originally(&self, language: &str) -> bool {
        self.original_language
            .is_some_and(|own| own.as_str().eq_ignore_ascii_case(language))
    }

    /// Whether it is from this country.
    pub fn is_from(&self, country: &str) -> bool {
        self.origin_country.iter().any(|own| own.is(country))
    }
}

/// Whether a translation is listed for a locale; a bare language means its main country (contract 1.11).
pub(crate) fn is_translated(locales: &[Locale], wanted: Option<Locale>) -> bool {
    wanted.is_none_or(|wanted| locales.binary_search(&wanted.with_main_country()).is_ok())
}

/// The locales of which a text, translated or seen, has something.
fn locales(texts: &Texts, has: impl Fn(&Text) -> bool) -> Box<[Locale]> {
    let translations = texts.translations.iter().filter(|translation| {
        let seen = translation.seen.as_ref().map(|seen| &seen.text);
        let mut texts = seen.into_iter().chain(translation.listed.as_ref());
        texts.any(&has)
    });
    sorted(translations.map(|translation| translation.locale.with_main_country()))
}

/// The forms of every name of an entity: what it was named with, its translations and its alternative titles.
pub(crate) fn names<'a>(
    told: impl IntoIterator<Item = Option<&'a str>>,
    texts: Option<&'a Texts>,
    alternatives: Option<&'a AlternativeTitles>,
) -> Vec<String> {
    let translated = texts.into_iter().flat_map(|texts| &texts.translations);
    let translated = translated.flat_map(|translation| {
        let seen = translation.seen.as_ref().map(|seen| &seen.text);
        seen.into_iter().chain(translation.listed.as_ref())
    });
    let alternatives = alternatives.into_iter().flat_map(|titles| &titles.0);
    let names = told.into_iter().flatten();
    let names = names.chain(translated.map(|text| text.title.as_str()));
    let names = names.chain(alternatives.map(|title| title.title.as_str()));
    let mut names: Vec<String> = names.flat_map(forms).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// These values, sorted, each once.
pub(crate) fn sorted<T: Ord>(values: impl IntoIterator<Item = T>) -> Box<[T]> {
    let mut values: Vec<T> = values.into_iter().collect();
    values.sort_unstable();
    values.dedup();
    values.into()
}
