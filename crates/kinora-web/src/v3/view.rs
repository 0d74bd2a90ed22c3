//! Who reads, and how: the languages and parameters of a request.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use kinora_index::Basis;
use kinora_model::Locale;
use kinora_model::image::LanguageFilter;
use kinora_model::key::{EntityKey, Kind};
use kinora_model::reference::Reference;

use super::parameter::names;
use crate::error::ApiError;
use crate::query::Query;

/// What rendering depends on beside what was loaded.
pub struct View {
    /// The languages asked for, best first. There is one unless the request opted for a chain.
    pub languages: Vec<Locale>,
    /// Every parameter.
    pub query: Query,
    /// The reference tables.
    pub reference: Arc<Reference>,
    /// Where texts came from, for requests with a chain: fields with the locales that they were read in.
    sources: Mutex<Vec<(&'static str, Vec<String>)>>,
    /// What the answer is made of.
    basis: Mutex<Basis>,
    /// Which releases are shown, where the operation decides it.
    releases: OnceLock<Vec<i32>>,
}

/// The most languages in a chain; further ones are not asked.
const LONGEST_CHAIN: usize = 10;

impl View {
    /// The view of a request. A language that is none has no translations (contract 1.11), so it reads like `xx`. Several
    /// languages, separated by commas, are a chain: what the first lacks is filled from the next.
    pub fn new(query: Query, reference: Arc<Reference>) -> View {
        let codes = names(query.get("language").unwrap_or_default());
        let languages: Vec<Locale> = codes
            .take(LONGEST_CHAIN)
            .map(|code| code.parse().or_else(|_| "xx".parse()))
            .map(|locale| locale.unwrap_or(Locale::DEFAULT))
            .collect();
        View {
            languages: match languages.is_empty() {
                true => vec![Locale::DEFAULT],
                false => languages,
            },
            query,
            reference,
            sources: Mutex::default(),
            basis: Mutex::default(),
            releases: OnceLock::new(),
        }
    }

    /// The first language asked for.
    pub fn locale(&self) -> Locale {
        self.languages.first().copied().unwrap_or(Locale::DEFAULT)
    }

    /// Whether several languages were asked for.
    pub fn has_chain(&self) -> bool {
        self.languages.len() > 1
    }

    /// Remembers where a text came from, for those who asked for a chain.
    pub fn note_source(&self, field: &'static str, source: &impl ToString) {
        if !self.has_chain() {
            return;
        }
        let mut sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        let index = sources.iter().position(|(name, _)| *name == field);
        let index = index.unwrap_or_else(|| {
            sources.push((field, Vec::new()));
            sources.len() - 1
        });
        let source = source.to_string();
        if !sources[index].1.contains(&source) {
            sources[index].1.push(source);
        }
    }

    /// The sources as a header: a dictionary of inner lists (RFC 8941, 3.2), `title=(fr-CA en), overview=(fr)`. `None` where no
    /// chain was asked for.
    pub fn source_header(&self) -> Option<String> {
        let sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        let members = sources
            .iter()
            .map(|(field, locales)| format!("{field}=({})", locales.join(" ")));
        let header = members.collect::<Vec<_>>().join(", ");
        Some(header).filter(|header| !header.is_empty())
    }

    /// Remembers of which entities the answer is made: it is kept until one of them changes. An answer of which nothing is told
    /// is kept until anything changes.
    pub fn made_of(&self, keys: impl IntoIterator<Item = EntityKey>) {
        let mut basis = self.basis.lock().unwrap_or_else(PoisonError::into_inner);
        basis.add(keys);
    }

    /// Remembers that the answer depends on what lists find.
    pub fn made_of_lists(&self) {
        let mut basis = self.basis.lock().unwrap_or_else(PoisonError::into_inner);
        basis.add_lists();
    }

    /// What the answer was made of.
    pub fn take_basis(&self) -> Basis {
        let mut basis = self.basis.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *basis)
    }

    /// The first language that names countries, else the first one asked for.
    pub fn country_language(&self) -> Locale {
        let known = |locale: &&Locale| self.reference.names_countries_in(**locale);
        let locale = self.languages.iter().find(known).copied();
        locale.unwrap_or_else(|| self.locale())
    }

    /// A genre's name in the first language that has one, else in English.
    pub fn genre_name(&self, kind: Kind, id: i32) -> String {
        let named = self.languages.iter().find_map(|locale| {
            let name = self.reference.genre_name_in(kind, id, *locale)?;
            Some((*locale, name))
        });
        if let Some((locale, _)) = named {
            self.note_source("genres", &locale);
        }
        let name = named.map(|(_, name)| name);
        name.unwrap_or_else(|| self.reference.genre_name(kind, id, Locale::DEFAULT))
            .to_owned()
    }

    /// The usual name of a season in the first language whose word for it is known.
    pub fn season_name(&self, number: i32) -> String {
        self.reference.season_name(number, self.season_language())
    }

    /// The usual name of an episode in the first language whose word for it is known.
    pub fn episode_name(&self, number: i32) -> String {
        self.reference.episode_name(number, self.season_language())
    }

    fn season_language(&self) -> Locale {
        let known = |locale: &&Locale| self.reference.names_seasons_in(**locale);
        let locale = self.languages.iter().find(known).copied();
        locale.unwrap_or(Locale::DEFAULT)
    }

    /// The page asked for, 1 to 500 (contract 1.9).
    pub fn page(&self) -> Result<usize, ApiError> {
        match self.query.get("page").map(str::parse::<usize>) {
            None => Ok(1),
            Some(Ok(page @ 1..=500)) => Ok(page),
            Some(_) => Err(ApiError::InvalidPage),
        }
    }

    /// A flag; what is neither true nor false counts as absent (contract 1.4).
    pub fn flag(&self, name: &str) -> Option<bool> {
        match self.query.get(name)?.to_ascii_lowercase().as_str() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        }
    }

    /// A country code in upper case.
    pub fn country(&self, name: &str) -> Option<String> {
        self.query.get(name).map(str::to_ascii_uppercase)
    }

    /// Shows releases of these types first, whatever the request asks for.
    pub fn prefer_releases(&self, types: &[i32]) {
        self.releases.get_or_init(|| types.to_vec());
    }

    /// The types of releases to show, in their order (contract 1.12).
    pub fn release_types(&self) -> Vec<i32> {
        let asked = || {
            let types = self.query.get("with_release_type").unwrap_or_default();
            let types = types.split([',', '|']);
            types
                .filter_map(|number| number.trim().parse().ok())
                .collect()
        };
        self.releases.get().cloned().unwrap_or_else(asked)
    }

    /// Which images are asked for; without any language all of them.
    pub fn image_filter(&self) -> LanguageFilter {
        LanguageFilter::of(
            self.query.get("language"),
            self.query.get("include_image_language"),
        )
    }

    /// Which videos are asked for; without any language the English ones.
    pub fn video_filter(&self) -> LanguageFilter {
        LanguageFilter::of(
            Some(self.query.get("language").unwrap_or("en-US")),
            self.query.get("include_video_language"),
        )
    }
}
