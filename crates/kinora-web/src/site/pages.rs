//! Long lists page by page.

use serde::Deserialize;

use crate::error::ApiError;

/// Which page of a list is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    page: Option<String>,
}

impl Asked {
    /// The number, as it was typed.
    pub fn number(&self) -> Option<&str> {
        self.page.as_deref()
    }
}

/// A page of something, and how many there are.
pub struct Pages {
    /// Its number, from 1.
    pub page: usize,
    /// The number of the last one.
    pub last: usize,
    /// The address of a page without its number.
    pub turn: String,
    /// How many things a page has.
    size: usize,
    /// Whether the arrow keys turn pages.
    pub has_keys: bool,
}

impl Pages {
    /// Page `number` of so many things of which a page has `size`; there is always a first page, and none after the last.
    pub fn of(
        number: Option<&str>,
        total: usize,
        size: usize,
        turn: String,
    ) -> Result<Pages, ApiError> {
        let page = number.map_or(Ok(1), str::parse);
        let last = total.div_ceil(size).max(1);
        match page {
            Ok(page) if (1..=last).contains(&page) => Ok(Pages {
                page,
                last,
                turn,
                size,
                has_keys: false,
            }),
            _ => Err(ApiError::InvalidPage),
        }
    }

    /// The same where the arrow keys turn pages.
    pub fn with_keys(self) -> Pages {
        Pages {
            has_keys: true,
            ..self
        }
    }

    /// How many things stand before those of a page.
    pub fn first_row(number: Option<&str>, size: usize) -> usize {
        let page: usize = number.and_then(|number| number.parse().ok()).unwrap_or(1);
        page.saturating_sub(1).saturating_mul(size)
    }

    /// The things of the page.
    pub fn rows(&self) -> std::ops::Range<usize> {
        let first = (self.page - 1) * self.size;
        first..first + self.size
    }

    /// The page that has the thing before which so many stand.
    pub fn page_with(&self, place: &usize) -> usize {
        place / self.size + 1
    }

    /// The page before this one.
    pub fn before(&self) -> Option<usize> {
        (self.page > 1).then(|| self.page - 1)
    }

    /// The page after this one.
    pub fn after(&self) -> Option<usize> {
        (self.page < self.last).then(|| self.page + 1)
    }
}
