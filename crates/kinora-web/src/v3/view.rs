//! Who reads, and how: the language and parameters of a request.

use std::sync::Arc;

use kinora_model::Locale;
use kinora_model::image::LanguageFilter;
use kinora_model::reference::Reference;

use crate::error::ApiError;
use crate::query::Query;

/// What rendering depends on beside what was loaded.
pub struct View {
    /// The language asked for.
    pub locale: Locale,
    /// Every parameter.
    pub query: Query,
    /// The reference tables.
    pub reference: Arc<Reference>,
}

impl View {
    /// The view of a request. A language that is none has no translations (contract 1.11), so it reads like `xx`.
    pub fn new(query: Query, reference: Arc<Reference>) -> View {
        let locale = match query.get("language") {
            None => Locale::DEFAULT,
            Some(language) => language
                .parse()
                .or_else(|_| "xx".parse())
                .unwrap_or(Locale::DEFAULT),
        };
        View {
            locale,
            query,
            reference,
        }
    }

    /// The page asked for, 1 to 500 (contract 1.9).
    pub fn page(&self) -> Result<usize, ApiError> {
        match self.query.get("page").map(str::parse::<usize>) {
            None => Ok(1),
            Some(Ok(page @ 1..=500)) => Ok(page),
            Some(_) => Err(ApiError::InvalidPage),
        }
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
