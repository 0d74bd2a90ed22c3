//! The words of the domain: entities of a movie and TV catalogue and the parts that they are made of.
//!
//! An *entity* (a movie, a person, a season ...) is a row; its *parts* (facts, texts, credits, images ...) are the
//! documents in that row. A part is the grain of everything: it is what is stored, edited, compared, imported and
//! served. This crate defines the documents as plain serde structs, how two statements about the same thing are
//! merged, and how two versions of a part differ. It does no I/O.

pub mod account;
pub mod callback;
pub mod credit;
pub mod date;
pub mod diff;
pub mod discussion;
pub mod draft;
pub mod edit;
pub mod export;
pub mod facts;
pub mod form;
pub mod image;
pub mod key;
pub mod lenient;
pub mod links;
pub mod list;
pub mod locale;
pub mod part;
pub mod providers;
pub mod queue;
pub mod rating;
pub mod reference;
pub mod release;
pub mod revert;
pub mod review;
pub mod status;
pub mod text;
pub mod titles;
pub mod video;
pub mod wording;

pub use credit::{AggregateCredits, Billing, Credit, PersonCredits, TitleCredits};
pub use date::Date;
pub use facts::{
    CollectionFacts, CompanyFacts, EpisodeFacts, KeywordFacts, MovieFacts, PersonFacts,
    SeasonFacts, SeriesFacts,
};
pub use key::{EntityKey, Kind, Known, State};
pub use locale::{Language, Locale};
pub use part::{Document, Part, PartSet};
pub use text::{Text, Texts};
