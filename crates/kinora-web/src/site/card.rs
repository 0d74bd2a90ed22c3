//! Titles and people as lists of the API tell them, and as pages show them.

use serde::Deserialize;

use super::address::slugged;
use super::words::Words;

/// A row of a list: what a picture with two lines below it needs.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Card {
    /// Its id.
    pub id: i64,
    /// `movie`, `tv`, `person` or another kind; lists of one kind do not tell it.
    pub media_type: String,
    title: String,
    name: String,
    poster_path: Option<String>,
    profile_path: Option<String>,
    logo_path: Option<String>,
    release_date: Option<String>,
    first_air_date: Option<String>,
    /// The text below the name.
    pub overview: String,
    /// What a person is known for.
    pub known_for_department: Option<String>,
    /// The mean of votes, 0 to 10.
    pub vote_average: f64,
    /// How many voted.
    pub vote_count: i64,
    /// What the visitor gave, where a list tells it.
    pub rating: Option<f64>,
}

impl Card {
    /// Something of a kind of which nothing but its name is shown.
    pub fn named(kind: &str, id: i64, name: String) -> Card {
        let card = Card {
            id,
            name,
            ..Card::default()
        };
        card.of(kind)
    }

    /// The same as one of a kind, where the list does not tell it.
    pub fn of(mut self, kind: &str) -> Card {
        if self.media_type.is_empty() {
            kind.clone_into(&mut self.media_type);
        }
        self
    }

    /// Its title or name.
    pub fn shown(&self) -> &str {
        if self.title.is_empty() {
            &self.name
        } else {
            &self.title
        }
    }

    /// Whether it is about somebody.
    pub fn is_person(&self) -> bool {
        self.media_type == "person"
    }

    /// The page about it.
    pub fn address(&self) -> String {
        format!("/{}/{}", self.media_type, slugged(self.id, self.shown()))
    }

    /// Its poster or portrait.
    pub fn picture(&self) -> Option<&str> {
        let pictures = [&self.poster_path, &self.profile_path, &self.logo_path];
        pictures.into_iter().find_map(|path| path.as_deref())
    }

    /// Its date, where it is known.
    pub fn date(&self) -> Option<&str> {
        let dates = [&self.release_date, &self.first_air_date].into_iter();
        dates
            .filter_map(|date| date.as_deref())
            .find(|date| !date.is_empty())
    }

    /// The year of its date.
    pub fn year(&self) -> Option<&str> {
        self.date().and_then(|date| date.get(..4))
    }

    /// A word more about it: its year, or what somebody is known for.
    pub fn note(&self, words: Words) -> &str {
        let department = self.known_for_department.as_deref();
        let known_for = department.map(|department| words.term(department));
        self.year().or(known_for).unwrap_or_default()
    }

    /// What stands below its name: the year or the department, the mean of votes, and what the visitor gave.
    pub fn line(&self, words: &Words) -> String {
        let note = Some(self.note(*words).to_owned()).filter(|note| !note.is_empty());
        let score = self.score().map(|score| format!("{score}\u{a0}%"));
        let rating = self.rating.map(|rating| format!("★\u{a0}{rating}"));
        let parts = [note, score, rating].into_iter().flatten();
        parts.collect::<Vec<_>>().join(" · ")
    }

    /// The mean of votes in hundredths, where somebody voted.
    pub fn score(&self) -> Option<i64> {
        (self.vote_count > 0).then(|| (self.vote_average * 10.0).round() as i64)
    }
}

/// A page of a list.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Cards {
    /// Which page, from 1.
    pub page: i64,
    /// Its rows.
    pub results: Vec<Card>,
    /// How many pages there are; the last that can be asked for is 500.
    pub total_pages: i64,
    /// How many rows there are on all pages.
    pub total_results: i64,
}

impl Cards {
    /// The rows as those of a kind, where the list does not tell it.
    pub fn of(self, kind: &str) -> Cards {
        let results = self.results.into_iter().map(|card| card.of(kind));
        Cards {
            results: results.collect(),
            ..self
        }
    }

    /// The page before this one.
    pub fn before(&self) -> Option<i64> {
        (self.page > 1).then(|| self.page - 1)
    }

    /// The page after this one.
    pub fn after(&self) -> Option<i64> {
        (self.page < self.total_pages.min(500)).then(|| self.page + 1)
    }
}
