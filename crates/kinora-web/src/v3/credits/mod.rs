//! Credits: of titles, of people, over whole series, and one by one.

mod aggregate;
mod filmography;
mod single;

use std::collections::HashSet;

use kinora_model::PersonFacts;
use kinora_model::credit::{Billing, Credit, CreditType, TitleCredits};
use kinora_model::key::Kind;
use kinora_model::part::Part;
use kinora_store::{Loaded, Record, Related, Stat, Wants};
use schemars::JsonSchema;
use serde::Serialize;

use super::View;
use super::namespace::{Resource, Source, Typed};
use super::parameter::LANGUAGE;
use crate::error::ApiError;

pub use aggregate::AGGREGATE_CREDITS;
pub use filmography::{COMBINED_CREDITS, MOVIE_CREDITS, TV_CREDITS, combined_rows};
pub use single::credit;

const CREDITS: Wants = Wants::of(&[Part::Credits], &[Related::Credits]);

/// `credits` of movies, series and seasons.
pub const TITLE_CREDITS: Resource = Resource {
    name: "credits",
    summary: "Cast and crew",
    parameters: &[LANGUAGE],
    with_id: true,
    source: Source::Loaded(CREDITS, &Typed(title_credits)),
};
/// The name that `credits` of movies had.
pub const CASTS: Resource = Resource {
    name: "casts",
    summary: "Cast and crew, under the older name,",
    parameters: &[LANGUAGE],
    with_id: true,
    source: Source::Loaded(CREDITS, &Typed(title_credits)),
};
/// `credits` of episodes, with their guests.
pub const EPISODE_CREDITS: Resource = Resource {
    name: "credits",
    summary: "Cast, crew and guests",
    parameters: &[LANGUAGE],
    with_id: true,
    source: Source::Loaded(CREDITS, &Typed(episode_credits)),
};

/// A person as credits show them.
#[derive(Clone, Serialize, JsonSchema)]
pub struct PersonCard {
    pub adult: bool,
    pub gender: i32,
    pub id: i64,
    pub known_for_department: Option<String>,
    pub name: String,
    pub original_name: String,
    pub popularity: f64,
    pub profile_path: Option<String>,
}

/// What stands in the place of a person who is lost.
#[derive(Serialize, JsonSchema)]
struct LostPerson {
    #[serde(skip_serializing_if = "Option::is_none")]
    person_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    episode_count: Option<i32>,
}

#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
enum Who {
    Known(PersonCard),
    Lost(LostPerson),
}

/// Somebody in the cast, or a guest star.
#[derive(Serialize, JsonSchema)]
pub struct CastRow {
    #[serde(flatten)]
    who: Who,
    #[serde(skip_serializing_if = "Option::is_none")]
    cast_id: Option<i64>,
    character: String,
    credit_id: String,
    order: i32,
}

/// Somebody of the crew.
#[derive(Serialize, JsonSchema)]
pub struct CrewRow {
    #[serde(flatten)]
    who: Who,
    credit_id: String,
    department: String,
    job: String,
}

/// Cast and crew.
#[derive(Serialize, JsonSchema)]
struct CreditRows {
    cast: Vec<CastRow>,
    crew: Vec<CrewRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    guest_stars: Option<Vec<CastRow>>,
}

impl PersonCard {
    /// The card of a person with these facts.
    pub fn new(id: i64, facts: PersonFacts, stat: Stat) -> PersonCard {
        let name = facts.name.unwrap_or_default();
        PersonCard {
            adult: facts.adult.unwrap_or_default(),
            gender: facts.gender.unwrap_or_default(),
            id,
            known_for_department: facts.department,
            original_name: facts.original_name.unwrap_or_else(|| name.clone()),
            name,
            popularity: stat.popularity,
            profile_path: facts.profile_path,
        }
    }
}

/// The card of a person; unknown ones have only their id.
pub fn person_card(loaded: &Loaded, id: i64) -> Result<PersonCard, ApiError> {
    let facts = loaded.get(Kind::Person, id).map(Record::part).transpose()?;
    let stat = loaded.stat(Kind::Person, id);
    Ok(PersonCard::new(id, facts.unwrap_or_default(), stat))
}

fn who(loaded: &Loaded, credit: &Credit) -> Result<Who, ApiError> {
    Ok(match credit.person {
        Some(person) => Who::Known(person_card(loaded, person)?),
        None => Who::Lost(LostPerson {
            person_id: credit.lost_person.clone(),
            episode_count: credit.episode_count,
        }),
    })
}

/// The rows of a cast list.
pub fn cast_rows(loaded: &Loaded, billed: &[Billing]) -> Result<Vec<CastRow>, ApiError> {
    let credits = billed
        .iter()
        .filter_map(|billing| Some((billing, loaded.credits.get(billing.credit())?)));
    credits
        .map(|(billing, credit)| {
            Ok(CastRow {
                who: who(loaded, credit)?,
                cast_id: billing.cast_id(),
                character: credit.character.clone(),
                credit_id: credit.id.clone(),
                order: billing.order().or(credit.order).unwrap_or_default(),
            })
        })
        .collect()
}

/// The rows of a crew list.
pub fn crew_rows(loaded: &Loaded, ids: &[String]) -> Result<Vec<CrewRow>, ApiError> {
    let credits = ids.iter().filter_map(|id| loaded.credits.get(id));
    credits
        .map(|credit| {
            Ok(CrewRow {
                who: who(loaded, credit)?,
                credit_id: credit.id.clone(),
                department: credit.department.clone(),
                job: credit.job.clone(),
            })
        })
        .collect()
}

/// The cast and crew of a title: its lists, then what is known from the people's side alone.
fn listed(loaded: &Loaded) -> Result<TitleCredits, ApiError> {
    let own: Option<TitleCredits> = loaded.record.get()?;
    let season = loaded
        .credits_season
        .filter(|_| own.is_none())
        .and_then(|season| loaded.get(Kind::Season, season));
    let mut lists = match (own, season) {
        (Some(own), _) => own,
        (None, Some(season)) => season.part()?,
        (None, None) => TitleCredits::default(),
    };
    let named: HashSet<&str> = lists.ids().collect();
    let mut others: Vec<&Credit> = loaded
        .credit_ids
        .iter()
        .filter_map(|id| loaded.credits.get(id))
        .collect();
    others.retain(|credit| {
        !named.contains(credit.id.as_str()) && credit.credit_type != CreditType::Creator
    });
    others.sort_by_key(|credit| (credit.order.unwrap_or(i32::MAX), &credit.id));
    let (cast, crew): (Vec<&Credit>, Vec<&Credit>) = others
        .into_iter()
        .partition(|credit| credit.credit_type == CreditType::Cast);
    let cast: Vec<Billing> = cast
        .iter()
        .map(|credit| Billing(credit.id.clone(), credit.order, None))
        .collect();
    let crew: Vec<String> = crew.iter().map(|credit| credit.id.clone()).collect();
    lists.cast.get_or_insert_default().extend(cast);
    lists.crew.get_or_insert_default().extend(crew);
    Ok(lists)
}

fn title_credits(loaded: &Loaded, _: &View) -> Result<CreditRows, ApiError> {
    let lists = listed(loaded)?;
    Ok(CreditRows {
        cast: cast_rows(loaded, lists.cast.as_deref().unwrap_or_default())?,
        crew: crew_rows(loaded, lists.crew.as_deref().unwrap_or_default())?,
        guest_stars: None,
    })
}

fn episode_credits(loaded: &Loaded, _: &View) -> Result<CreditRows, ApiError> {
    let lists: TitleCredits = loaded.record.part()?;
    let regulars = match (
        &lists.cast,
        loaded
            .credits_season
            .and_then(|season| loaded.get(Kind::Season, season)),
    ) {
        (None, Some(season)) => season.part::<TitleCredits>()?.cast,
        _ => None,
    };
    let cast = lists.cast.as_ref().or(regulars.as_ref());
    let guests = lists.guests.as_deref().unwrap_or_default();
    Ok(CreditRows {
        cast: cast_rows(loaded, cast.map(Vec::as_slice).unwrap_or_default())?,
        crew: crew_rows(loaded, lists.crew.as_deref().unwrap_or_default())?,
        guest_stars: Some(cast_rows(loaded, guests)?),
    })
}
