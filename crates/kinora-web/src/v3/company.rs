//! Companies, networks and keywords.

use kinora_model::facts::{CompanyFacts, KeywordFacts};
use kinora_model::key::Kind;
use kinora_model::part::Part;
use kinora_model::titles::AlternativeTitles;
use kinora_store::{Loaded, Related, Wants};
use serde::Serialize;
use serde_json::{Value, json};

use super::namespace::{Namespace, Resource, json};
use super::{View, images};
use crate::error::ApiError;

/// `/3/company/{company_id}`
pub static COMPANY: Namespace = Namespace {
    kind: Kind::Company,
    path: "company/{company_id}",
    wants: Wants::of(&[Part::Facts], &[Related::Companies]),
    details: company,
    resources: &[ALTERNATIVE_NAMES, images::LOGOS],
};

/// `/3/network/{network_id}`
pub static NETWORK: Namespace = Namespace {
    kind: Kind::Network,
    path: "network/{network_id}",
    wants: Wants::of(&[Part::Facts], &[]),
    details: network,
    resources: &[ALTERNATIVE_NAMES, images::LOGOS],
};

/// `/3/keyword/{keyword_id}`
pub static KEYWORD: Namespace = Namespace {
    kind: Kind::Keyword,
    path: "keyword/{keyword_id}",
    wants: Wants::of(&[Part::Facts], &[]),
    details: |loaded, _| {
        let facts: KeywordFacts = loaded.record.part()?;
        json(&json!({ "id": loaded.record.key.id, "name": facts.name.unwrap_or_default() }))
    },
    resources: &[],
};

const ALTERNATIVE_NAMES: Resource = Resource {
    name: "alternative_names",
    wants: Wants::of(&[Part::Titles], &[]),
    render: |loaded, _| {
        let names: AlternativeTitles = loaded.record.part()?;
        let rows = names
            .0
            .iter()
            .map(|name| json!({ "name": name.title, "type": name.title_type }));
        json(&json!({ "results": rows.collect::<Vec<Value>>() }))
    },
};

/// A company or network as titles show it; an unknown country is empty here.
#[derive(Serialize)]
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
    records
        .map(|record| {
            let facts: CompanyFacts = record.part()?;
            Ok(CompanyRow {
                id: record.key.id,
                logo_path: facts.logo_path,
                name: facts.name.unwrap_or_default(),
                origin_country: facts.origin_country.unwrap_or_default(),
            })
        })
        .collect()
}

fn company(loaded: &Loaded, _: &View) -> Result<Vec<u8>, ApiError> {
    let facts: CompanyFacts = loaded.record.part()?;
    let parent = company_rows(
        loaded,
        Kind::Company,
        facts.parent.map(|parent| vec![parent]),
    )?;
    let parent = parent
        .first()
        .map(|row| json!({ "id": row.id, "logo_path": row.logo_path, "name": row.name }));
    json(&json!({
        "description": facts.description.unwrap_or_default(), "headquarters": facts.headquarters.unwrap_or_default(),
        "homepage": facts.homepage.unwrap_or_default(), "id": loaded.record.key.id, "logo_path": facts.logo_path,
        "name": facts.name.unwrap_or_default(), "origin_country": facts.origin_country, "parent_company": parent,
    }))
}

fn network(loaded: &Loaded, _: &View) -> Result<Vec<u8>, ApiError> {
    let facts: CompanyFacts = loaded.record.part()?;
    json(&json!({
        "headquarters": facts.headquarters.unwrap_or_default(), "homepage": facts.homepage.unwrap_or_default(),
        "id": loaded.record.key.id, "logo_path": facts.logo_path, "name": facts.name.unwrap_or_default(),
        "origin_country": facts.origin_country.unwrap_or_default(),
    }))
}
