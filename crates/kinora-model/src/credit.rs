//! Credits: who did what on which title, and the lists in which titles and people show them.
//!
//! A [`Credit`] is a row of its own, found by its public id, from the title and from the person: seen from either side it is
//! the same credit. The *lists* (the cast of a movie, the guests of an episode, the filmography of a person) are
//! parts of the title or person and only name credits, in the order in which they were told. One credit of a series may
//! stand in the lists of many episodes.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::key::EntityKey;
use crate::part::{Document, Part};

/// What kind of work a credit is for (`credit_type` of the v3 API).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreditType {
    /// Played a part.
    Cast = 0,
    /// Worked behind the camera.
    #[default]
    Crew = 1,
    /// Created the series.
    Creator = 2,
}

impl CreditType {
    /// The type with this stored number.
    pub fn from_number(number: i64) -> CreditType {
        match number {
            0 => CreditType::Cast,
            2 => CreditType::Creator,
            _ => CreditType::Crew,
        }
    }

    /// The word of the v3 API.
    pub const fn name(self) -> &'static str {
        match self {
            CreditType::Cast => "cast",
            CreditType::Crew => "crew",
            CreditType::Creator => "creator",
        }
    }
}

/// One person's work on one movie or series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Credit {
    /// The public id, 24 hex digits.
    pub id: String,
    /// The movie or series.
    pub title: EntityKey,
    /// The person; `None` for credits whose person is lost.
    pub person: Option<i64>,
    /// What kind of work.
    pub credit_type: CreditType,
    /// The department, free text of the v3 jobs list.
    pub department: String,
    /// The job; `Actor` for cast.
    pub job: String,
    /// The part played; empty for crew.
    pub character: String,
    /// The place in the billing as last told.
    pub order: Option<i32>,
    /// In how many episodes, as answers told it; counted once the episodes are known.
    pub episode_count: Option<i32>,
    /// The day of the first episode with this credit, as told.
    pub first_air_date: Option<Date>,
    /// In how many known episodes' lists it stands.
    pub appearances: i32,
    /// The 24-hex id that answers give in place of a lost person.
    pub lost_person: Option<String>,
}

impl Credit {
    /// A credit of which nothing but its title is known.
    pub fn new(id: &str, title: EntityKey) -> Credit {
        Credit {
            id: id.to_owned(),
            title,
            person: None,
            credit_type: CreditType::Crew,
            department: String::new(),
            job: String::new(),
            character: String::new(),
            order: None,
            episode_count: None,
            first_air_date: None,
            appearances: 0,
            lost_person: None,
        }
    }
}

/// A place in a cast list: the credit, its `order`, and for movies its `cast_id`. Written as an array, for there are many.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Billing(
    pub String,
    pub Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")] pub Option<i64>,
);

impl Billing {
    /// The credit's id.
    pub fn credit(&self) -> &str {
        &self.0
    }

    /// The `order` of the v3 API.
    pub fn order(&self) -> Option<i32> {
        self.1
    }

    /// The `cast_id` of the v3 API.
    pub fn cast_id(&self) -> Option<i64> {
        self.2
    }
}

/// The credit lists of a movie, series, season or episode; a list that was not told is `None`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TitleCredits {
    /// The cast; for seasons and episodes the regulars.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cast: Option<Vec<Billing>>,
    /// Credit ids of the crew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crew: Option<Vec<String>>,
    /// Guest stars of an episode.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guests: Option<Vec<Billing>>,
}

impl TitleCredits {
    /// The ids of every credit named, in order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let billed = self
            .cast
            .iter()
            .chain(&self.guests)
            .flatten()
            .map(Billing::credit);
        billed.chain(self.crew.iter().flatten().map(String::as_str))
    }
}

impl TitleCredits {
    /// The credits that stand here because of this one episode: its guests and its crew. Regulars are those of the season.
    pub fn appearing(&self) -> BTreeSet<&str> {
        let guests = self.guests.iter().flatten().map(Billing::credit);
        guests
            .chain(self.crew.iter().flatten().map(String::as_str))
            .collect()
    }
}

impl Document for TitleCredits {
    const PART: Part = Part::Credits;
}

/// Credits as a person shows them: ids, in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CreditLists {
    /// Parts played.
    pub cast: Vec<String>,
    /// Other work.
    pub crew: Vec<String>,
}

/// The orders in which a person's work was told. Credits that no list names are shown after those it does.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonCredits {
    /// Movies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub movies: Option<CreditLists>,
    /// Series.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<CreditLists>,
    /// Both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub combined: Option<CreditLists>,
}

impl Document for PersonCredits {
    const PART: Part = Part::Credits;
}

/// A credit and in how many episodes it counts, as told. Written as an array.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Counted(pub String, pub i32);

/// A person in aggregate credits with everything that they did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AggregateRow {
    /// The person.
    pub person: i64,
    /// The department; empty for cast.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub department: String,
    /// The place in the billing; cast only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<i32>,
    /// Roles or jobs.
    pub credits: Vec<Counted>,
    /// The total as told; it need not be the sum.
    pub total: i32,
}

/// Credits over all episodes of a series or season, as told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AggregateCredits {
    /// One row a person.
    pub cast: Vec<AggregateRow>,
    /// One row a person and department.
    pub crew: Vec<AggregateRow>,
}

impl Document for AggregateCredits {
    const PART: Part = Part::Aggregate;
}
