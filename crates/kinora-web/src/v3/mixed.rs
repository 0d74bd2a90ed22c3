//! Rows of people and collections, and rows of several kinds in one list.

use kinora_index::Snapshot;
use kinora_model::PersonFacts;
use kinora_model::facts::CollectionFacts;
use kinora_model::key::{EntityKey, Kind};
use kinora_model::part::{Part, PartSet};
use kinora_model::text::{TextField, Texts};
use kinora_store::{Card, Record};
use schemars::JsonSchema;
use serde::Serialize;

use super::View;
use super::credits::PersonCard;
use super::movie::collection_name;
use super::page::{Mentioned, Row};
use super::titles::{TitleRow, title_parts, title_row};
use crate::error::ApiError;

/// `PersonRow` and `PersonRowT` of contract 2.
#[derive(Serialize, JsonSchema)]
pub struct PersonRow {
    #[serde(flatten)]
    card: PersonCard,
    /// At most three titles.
    known_for: Vec<TitleRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    media_type: Option<&'static str>,
}

impl Row for PersonRow {
    fn parts(view: &View) -> PartSet {
        title_parts(view)
    }

    fn mentions(snapshot: &Snapshot, key: EntityKey) -> Vec<EntityKey> {
        snapshot.known_for(key.id)
    }

    fn of(card: &Card, mentioned: &Mentioned<'_>, view: &View) -> Result<PersonRow, ApiError> {
        let facts: PersonFacts = card.record.part()?;
        let titles = mentioned.known_for(card.record.key.id);
        let titles = titles.map(|title| title_row(&title.record, title.stat, view));
        Ok(PersonRow {
            card: PersonCard::new(card.record.key.id, facts, card.stat),
            known_for: titles.collect::<Result<_, _>>()?,
            media_type: None,
        })
    }
}

/// `CollectionRow` of contract 2.
#[derive(Serialize, JsonSchema)]
pub struct CollectionRow {
    adult: bool,
    backdrop_path: Option<String>,
    id: i64,
    name: String,
    original_language: String,
    original_name: String,
    overview: String,
    poster_path: Option<String>,
}

impl CollectionRow {
    fn of_record(record: &Record, view: &View) -> Result<CollectionRow, ApiError> {
        let (facts, texts): (CollectionFacts, Texts) = (record.part()?, record.part()?);
        let words = view.words(&texts, facts.original_language.as_deref());
        let name = collection_name(&facts, &texts, view);
        let original_name = facts.original_name.or(facts.name);
        Ok(CollectionRow {
            adult: facts.adult.unwrap_or_default(),
            backdrop_path: facts.backdrop_path,
            id: record.key.id,
            original_language: facts.original_language.unwrap_or_default(),
            original_name: original_name.unwrap_or_else(|| name.clone()),
            name,
            overview: words.text(TextField::Overview),
            poster_path: words.poster(facts.poster_path.as_deref()),
        })
    }
}

impl Row for CollectionRow {
    fn parts(_: &View) -> PartSet {
        PartSet::of(&[Part::Facts, Part::Texts])
    }

    fn of(card: &Card, _: &Mentioned<'_>, view: &View) -> Result<CollectionRow, ApiError> {
        CollectionRow::of_record(&card.record, view)
    }
}

/// `CollectionMultiRow` of contract 2: a collection among other kinds has the keys of a movie.
#[derive(Serialize, JsonSchema)]
pub struct MixedCollectionRow {
    adult: bool,
    backdrop_path: Option<String>,
    id: i64,
    media_type: &'static str,
    original_language: String,
    original_title: String,
    overview: String,
    poster_path: Option<String>,
    title: String,
}

/// A row of a list of several kinds, told apart by `media_type`.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub enum MixedRow {
    Title(TitleRow),
    Person(Box<PersonRow>),
    Collection(Box<MixedCollectionRow>),
}

impl Row for MixedRow {
    fn parts(view: &View) -> PartSet {
        title_parts(view)
    }

    fn mentions(snapshot: &Snapshot, key: EntityKey) -> Vec<EntityKey> {
        match key.kind {
            Kind::Person => PersonRow::mentions(snapshot, key),
            _ => Vec::new(),
        }
    }

    fn of(card: &Card, mentioned: &Mentioned<'_>, view: &View) -> Result<MixedRow, ApiError> {
        Ok(match card.record.key.kind {
            Kind::Person => MixedRow::Person(Box::new(PersonRow {
                media_type: Some("person"),
                ..PersonRow::of(card, mentioned, view)?
            })),
            Kind::Collection => {
                let row = CollectionRow::of_record(&card.record, view)?;
                MixedRow::Collection(Box::new(MixedCollectionRow {
                    adult: row.adult,
                    backdrop_path: row.backdrop_path,
                    id: row.id,
                    media_type: "collection",
                    original_language: row.original_language,
                    original_title: row.original_name,
                    overview: row.overview,
                    poster_path: row.poster_path,
                    title: row.name,
                }))
            }
            _ => MixedRow::Title(title_row(&card.record, card.stat, view)?),
        })
    }
}
