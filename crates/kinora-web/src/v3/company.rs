//! Companies, networks and keywords.

use kinora_model::facts::{CompanyFacts, KeywordFacts};
use kinora_model::key::Kind;
use kinora_model::part::{Part, PartSet};
use kinora_model::reference::Results;
use kinora_model::titles::AlternativeTitles;
use kinora_store::{Card, Loaded, Record, Related, Wants};
use schemars::JsonSchema;
use serde::Serialize;

use super::namespace::{Namespace, Resource, Source, Typed};
use super::page::{Mentioned, Row};
use super::{View, images, related};
use crate::error::ApiError;

/// `/3/company/{company_id}`
pub static COMPANY: Namespace = Namespace {
    kind: Kind::Company,
    path: "company/{company_id}",
    localised: false,
    wants: Wants::of(&[Part::Facts], &[Related::Companies]),
    details: &Typed(company),
    resources: &[ALTERNATIVE_NAMES, images::LOGOS, related::COMPANY_MOVIES],
    appended: &[],
};

/// `/3/network/{network_id}`
pub static NETWORK: Namespace = Namespace {
    kind: Kind::Network,
    path: "network/{network_id}",
    localised: false,
    wants: Wants::of(&[Part::Facts], &[]),
    details: &Typed(network),
    resources: &[ALTERNATIVE_NAMES, images::LOGOS],
    appended: &[],
};

/// `/3/keyword/{keyword_id}`
pub static KEYWORD: Namespace = Namespace {
    kind: Kind::Keyword,
    path: "keyword/{keyword_id}",
    localised: false,
    wants: Wants::of(&[Part::Facts], &[]),
    details: &Typed(|loaded, _| KeywordRow::of_record(&loaded.record)),
    resources: &[related::KEYWORD_MOVIES],
    appended: &[],
};

const ALTERNATIVE_NAMES: Resource = Resource {
    name: "alternative_names",
    summary: "Other names",
    parameters: &[],
    with_id: true,
    source: Source::Loaded(
        Wants::of(&[Part::Titles], &[]),
        &Typed(|loaded, _| {
            let AlternativeTitles(names) = loaded.record.part()?;
            let names = names.into_iter().map(|name| AlternativeName {
                name: name.title,
                name_type: name.title_type,
            });
            Ok(Results {
                results: names.collect(),
            })
        }),
    ),
};

/// `AltName` of contract 2.
#[derive(Serialize, JsonSchema)]
pub struct AlternativeName {
    name: String,
    #[serde(rename = "type")]
    name_type: String,
}

/// A keyword.
#[derive(Serialize, JsonSchema)]
pub struct KeywordRow {
    id: i64,
    name: String,
}

impl KeywordRow {
    /// The row of a keyword.
    pub fn of_record(record: &Record) -> Result<KeywordRow, ApiError> {
        let facts: KeywordFacts = record.part()?;
        Ok(KeywordRow {
            id: record.key.id,
            name: facts.name.unwrap_or_default(),
        })
    }
}

impl Row for KeywordRow {
    fn parts(_: &View) -> PartSet {
        PartSet::of(&[Part::Facts])
    }

    fn of(card: &Card, _: &Mentioned<'_>, _: &View) -> Result<KeywordRow, ApiError> {
        KeywordRow::of_record(&card.record)
    }
}

impl Row for CompanyRow {
    fn parts(_: &View) -> PartSet {
        PartSet::of(&[Part::Facts])
    }

    fn of(card: &Card, _: &Mentioned<'_>, _: &View) -> Result<CompanyRow, ApiError> {
        company_row(&card.record)
    }
}

/// A company or network as titles show it; an unknown country is empty here.
#[derive(Serialize, JsonSchema)]
pub struct CompanyRow {
    id: i64,
    logo_path: Option<String>,
    name: String,
    origin_country: String,
}

/// The rows of companies or networks.
pub fn company_rows(
    loaded: &Loaded,
    kind: Kind,
    ids: Option<Vec<i64>>,
) -> Result<Vec<CompanyRow>, ApiError> {
    let records = ids
        .unwrap_or_default()
        .into_iter()
        .filter_map(|id| loaded.get(kind, id));
    records.map(company_row).collect()
}

fn company_row(record: &Record) -> Result<CompanyRow, ApiError> {
    let facts: CompanyFacts = record.part()?;
    Ok(CompanyRow {
        id: record.key.id,
        logo_path: facts.logo_path,
        name: facts.name.unwrap_or_default(),
        origin_country: facts.origin_country.unwrap_or_default(),
    })
}

#[derive(Serialize, JsonSchema)]
struct ParentCompany {
    id: i64,
    logo_path: Option<String>,
    name: String,
}

#[derive(Serialize, JsonSchema)]
struct CompanyDetails {
    description: String,
    headquarters: String,
    homepage: String,
    id: i64,
    logo_path: Option<String>,
    name: String,
    origin_country: Option<String>,
    parent_company: Option<ParentCompany>,
}

fn company(loaded: &Loaded, _: &View) -> Result<CompanyDetails, ApiError> {
    let facts: CompanyFacts = loaded.record.part()?;
    let parent = facts.parent.map(|parent| vec![parent]);
    let parent = company_rows(loaded, Kind::Company, parent)?;
    let parent = parent.into_iter().next().map(|row| ParentCompany {
        id: row.id,
        logo_path: row.logo_path,
        name: row.name,
    });
    Ok(CompanyDetails {
        description: facts.description.unwrap_or_default(),
        headquarters: facts.headquarters.unwrap_or_default(),
        homepage: facts.homepage.unwrap_or_default(),
        id: loaded.record.key.id,
        logo_path: facts.logo_path,
        name: facts.name.unwrap_or_default(),
        origin_country: facts.origin_country,
        parent_company: parent,
    })
}

#[derive(Serialize, JsonSchema)]
struct NetworkDetails {
    headquarters: String,
    homepage: String,
    id: i64,
    logo_path: Option<String>,
    name: String,
    origin_country: String,
}

fn network(loaded: &Loaded, _: &View) -> Result<NetworkDetails, ApiError> {
    let facts: CompanyFacts = loaded.record.part()?;
    Ok(NetworkDetails {
        headquarters: facts.headquarters.unwrap_or_default(),
        homepage: facts.homepage.unwrap_or_default(),
        id: loaded.record.key.id,
        logo_path: facts.logo_path,
        name: facts.name.unwrap_or_default(),
        origin_country: facts.origin_country.unwrap_or_default(),
    })
}
