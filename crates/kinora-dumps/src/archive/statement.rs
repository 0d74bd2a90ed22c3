//! What an answer says, taken apart: a flat list of statements, each about one thing. Merging sees only these.

use kinora_model::credit::{AggregateCredits, CreditLists, CreditType, TitleCredits};
use kinora_model::facts::{
    CollectionFacts, CompanyFacts, EpisodeFacts, KeywordFacts, MovieFacts, PersonFacts,
    SeasonFacts, SeriesFacts,
};
use kinora_model::image::{Images, LanguageFilter, Tagged};
use kinora_model::key::{EntityKey, Known};
use kinora_model::links::Links;
use kinora_model::providers::WatchProviders;
use kinora_model::reference::{Learned, Table};
use kinora_model::release::{ContentRatings, Releases, Screened};
use kinora_model::review::{EpisodeGroup, Review};
use kinora_model::titles::{AlternativeTitle, Keywords};
use kinora_model::video::Video;
use kinora_model::{Date, Locale, Text};
use kinora_store::Stored;

/// Facts of any kind of entity.
#[derive(Clone, Debug, PartialEq)]
pub enum Facts {
    Movie(Box<MovieFacts>),
    Series(Box<SeriesFacts>),
    Season(Box<SeasonFacts>),
    Episode(Box<EpisodeFacts>),
    Person(Box<PersonFacts>),
    Collection(Box<CollectionFacts>),
    Company(Box<CompanyFacts>),
    Keyword(KeywordFacts),
}

/// Whom a statement is about. Answers about seasons and episodes may name only their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// By id.
    Key(EntityKey),
    /// A season by series and number.
    Season(i64, i32),
    /// An episode by series, season and number.
    Episode(i64, i32, i32),
}

impl Target {
    /// The key, where it is named.
    pub fn key(self) -> Option<EntityKey> {
        match self {
            Target::Key(key) => Some(key),
            Target::Season(..) | Target::Episode(..) => None,
        }
    }
}

impl From<EntityKey> for Target {
    fn from(key: EntityKey) -> Target {
        Target::Key(key)
    }
}

/// What is said of a credit; `None` is silence.
#[derive(Clone, Debug, PartialEq)]
pub struct CreditSaid {
    pub id: String,
    pub title: EntityKey,
    pub person: Option<i64>,
    pub credit_type: Option<CreditType>,
    pub department: Option<String>,
    pub job: Option<String>,
    pub character: Option<String>,
    pub order: Option<i32>,
    pub episode_count: Option<i32>,
    pub first_air_date: Option<Date>,
    pub lost_person: Option<String>,
}

/// Popularity and votes; `None` is silence.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct StatSaid {
    pub popularity: Option<f64>,
    pub vote_average: Option<f64>,
    pub vote_count: Option<i64>,
}

/// Which of a person's credit lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonList {
    /// `movie_credits`.
    Movies,
    /// `tv_credits`.
    Series,
    /// `combined_credits`.
    Combined,
}

/// A document that an answer gives as a whole, or for some languages or one country.
#[derive(Clone, Debug, PartialEq)]
pub enum PartSaid {
    Titles(Vec<AlternativeTitle>, Option<String>),
    Credits(TitleCredits),
    /// One credit of a season or an episode, from the credit's own answer; says nothing about the rest of the list.
    CreditIn(String, CreditType),
    PersonCredits(PersonList, CreditLists),
    Aggregate(AggregateCredits),
    Keywords(Keywords),
    Releases(Releases),
    Ratings(ContentRatings),
    Images(Box<Images>, LanguageFilter),
    Videos(Vec<Video>, LanguageFilter),
    Links(Box<Links>),
    Providers(WatchProviders),
    Screened(Screened),
    /// Tagged images; a further page is added to those before it.
    Tagged(Tagged, bool),
    Translations(Vec<(Locale, Text)>),
}

/// One thing that an answer says.
#[derive(Clone, Debug, PartialEq)]
pub enum Statement {
    /// Facts of an entity, and that it exists.
    Facts {
        /// Of whom.
        target: Target,
        /// How full the answer is about it.
        known: Known,
        /// Whether the answer was in another language than the default one.
        localised: bool,
        /// What.
        facts: Facts,
    },
    /// Texts of an entity as an answer in a language shows them.
    Text {
        /// Of whom.
        target: Target,
        /// In which language.
        locale: Locale,
        /// How full the answer is about it.
        known: Known,
        /// What.
        text: Box<Text>,
    },
    /// Popularity and votes.
    Stat {
        /// Of whom.
        target: Target,
        /// How full the answer is about it.
        known: Known,
        /// What.
        stat: StatSaid,
    },
    /// A whole part.
    Part {
        /// Of whom.
        target: Target,
        /// What.
        part: PartSaid,
    },
    /// A credit.
    Credit(Box<CreditSaid>),
    /// A review.
    Review(Box<Review>),
    /// An episode group.
    Group(Box<EpisodeGroup>),
    /// A reference table, with its locale where it is localised.
    Reference(Table, String, serde_json::Value),
    /// Names that titles mention.
    Learned(Box<Learned>),
    /// A thing as an export of a catalogue gives it, whole.
    Stored(Stored),
}
