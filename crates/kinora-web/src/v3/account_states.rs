//! `account_states`: what the one who asks said about a title (contract 3.16, 3.22 to 3.24).

use kinora_model::EpisodeFacts;
use kinora_model::key::{EntityKey, Kind};
use kinora_store::{Loaded, Related, TitleState, Wants};
use schemars::{JsonSchema, Schema, json_schema};
use serde::{Serialize, Serializer};

use super::namespace::{Personal, Resource, Source};
use crate::error::ApiError;

/// `account_states` of movies, series and episodes.
pub const ACCOUNT_STATES: Resource = Resource {
    name: "account_states",
    summary: "What the account or guest said about a title: the states",
    parameters: &[],
    with_id: true,
    source: Source::Personal(Personal {
        wants: Wants::of(&[], &[]),
        titles: |loaded| vec![loaded.record.key],
        render: |_, states| {
            let states = states.first().copied().unwrap_or_default();
            Ok(serde_json::to_vec(&AccountStates::of(states))?)
        },
        schema: |generator| generator.subschema_for::<AccountStates>(),
    }),
};

/// `account_states` of seasons: the ratings of their episodes.
pub const SEASON_ACCOUNT_STATES: Resource = Resource {
    summary: "Ratings of the episodes by the account or guest: the states",
    source: Source::Personal(Personal {
        wants: Wants::of(&[], &[Related::Episodes]),
        titles: |loaded| {
            let episodes = loaded.episodes.iter();
            episodes
                .map(|id| EntityKey::new(Kind::Episode, *id))
                .collect()
        },
        render: |loaded, states| Ok(serde_json::to_vec(&SeasonStates::of(loaded, states)?)?),
        schema: |generator| generator.subschema_for::<SeasonStates>(),
    }),
    ..ACCOUNT_STATES
};

/// The states of a title.
#[derive(Serialize, JsonSchema)]
struct AccountStates {
    favorite: bool,
    rated: Rated,
    watchlist: bool,
}

#[derive(Serialize, JsonSchema)]
struct SeasonStates {
    results: Vec<EpisodeStates>,
}

#[derive(Serialize, JsonSchema)]
struct EpisodeStates {
    id: i64,
    episode_number: i32,
    rated: Rated,
}

/// A rating as `{"value": 8.5}`; `false` without one.
struct Rated(Option<f64>);

impl Serialize for Rated {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Value {
            value: f64,
        }
        match self.0 {
            Some(value) => Value { value }.serialize(output),
            None => output.serialize_bool(false),
        }
    }
}

impl JsonSchema for Rated {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "RatedValue".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> Schema {
        json_schema!({
            "description": "The rating; `false` when there is none.",
            "anyOf": [
                {
                    "type": "object",
                    "properties": { "value": { "type": "number", "minimum": 0.5, "maximum": 10 } },
                    "required": ["value"],
                },
                { "const": false },
            ],
        })
    }
}

impl Rated {
    fn of(state: TitleState) -> Rated {
        Rated(state.rating.map(|rating| rating.value()))
    }
}

impl AccountStates {
    fn of(state: TitleState) -> AccountStates {
        AccountStates {
            favorite: state.favourite,
            rated: Rated::of(state),
            watchlist: state.watchlist,
        }
    }
}

impl SeasonStates {
    fn of(loaded: &Loaded, states: &[TitleState]) -> Result<SeasonStates, ApiError> {
        let mut results = Vec::with_capacity(states.len());
        for (id, state) in loaded.episodes.iter().zip(states) {
            let Some(record) = loaded.get(Kind::Episode, *id) else {
                continue;
            };
            let facts: EpisodeFacts = record.part()?;
            results.push(EpisodeStates {
                id: *id,
                episode_number: facts.number.unwrap_or_default(),
                rated: Rated::of(*state),
            });
        }
        Ok(SeasonStates { results })
    }
}
