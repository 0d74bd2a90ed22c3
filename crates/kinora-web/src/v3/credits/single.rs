//! A credit by its own id.

use kinora_model::credit::CreditType;
use kinora_model::key::Kind;
use schemars::JsonSchema;
use serde::Serialize;

use super::{PersonCard, person_card};
use crate::error::ApiError;
use crate::v3::operation::{Call, Operation};
use crate::v3::parameter::LANGUAGE;
use crate::v3::titles::{EpisodeRow, SeasonRow, TitleRow, episode_row, season_row, title_row};

#[derive(Serialize, JsonSchema)]
struct CreditMedia {
    #[serde(flatten)]
    title: TitleRow,
    #[serde(skip_serializing_if = "Option::is_none")]
    character: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    episodes: Option<Vec<EpisodeRow>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seasons: Option<Vec<SeasonRow>>,
}

#[derive(Serialize, JsonSchema)]
struct CreditPerson {
    #[serde(flatten)]
    card: PersonCard,
    media_type: &'static str,
}

#[derive(Serialize, JsonSchema)]
struct CreditDetails {
    credit_type: &'static str,
    department: String,
    job: String,
    media: CreditMedia,
    media_type: &'static str,
    id: String,
    person: Option<CreditPerson>,
}

/// `GET /3/credit/{credit_id}`
pub fn credit() -> Operation {
    Operation::get("/credit/{credit_id}", "A credit", &[LANGUAGE], details)
}

async fn details(call: Call) -> Result<CreditDetails, ApiError> {
    let view = &*call.view;
    let found = call.app.store.credit(call.segment(0)).await?;
    let (credit, loaded) = found.ok_or(ApiError::NotFound)?;
    view.made_of(loaded.sought.iter().copied());
    let is_series = credit.title.kind == Kind::Series;
    let mut episodes = Vec::new();
    let records = loaded.episodes.iter();
    for record in records.filter_map(|id| loaded.get(Kind::Episode, *id)) {
        let stat = loaded.stat(Kind::Episode, record.key.id);
        episodes.push(EpisodeRow {
            media_type: Some("tv_episode"),
            ..episode_row(record, stat, view)?
        });
    }
    let mut seasons = Vec::new();
    let records = loaded.seasons.iter();
    for record in records.filter_map(|id| loaded.get(Kind::Season, *id)) {
        let stat = loaded.stat(Kind::Season, record.key.id);
        seasons.push(SeasonRow {
            media_type: Some("tv_season"),
            show_id: Some(credit.title.id),
            ..season_row(record, stat, view)?
        });
    }
    let person = credit.person.map(|person| person_card(&loaded, person));
    let stat = loaded.stat(credit.title.kind, loaded.record.key.id);
    Ok(CreditDetails {
        credit_type: credit.credit_type.name(),
        department: credit.department,
        job: credit.job,
        media: CreditMedia {
            title: title_row(&loaded.record, stat, view)?,
            character: (credit.credit_type == CreditType::Cast).then_some(credit.character),
            episodes: is_series.then_some(episodes),
            seasons: is_series.then_some(seasons),
        },
        media_type: if is_series { "tv" } else { "movie" },
        id: credit.id,
        person: person.transpose()?.map(|card| CreditPerson {
            card,
            media_type: "person",
        }),
    })
}
