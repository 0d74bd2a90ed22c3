//! Cast and crew over all episodes of a series or a season.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use kinora_model::credit::{
    AggregateCredits, AggregateRow, Billing, Counted, CreditType, TitleCredits,
};
use kinora_model::facts::{EpisodeFacts, SeasonFacts};
use kinora_model::key::{Kind, Known};
use kinora_model::part::Part;
use kinora_store::{Loaded, Related, Wants};
use schemars::JsonSchema;
use serde::Serialize;

use super::{PersonCard, person_card};
use crate::error::ApiError;
use crate::v3::View;
use crate::v3::namespace::{Resource, Source, Typed};
use crate::v3::parameter::LANGUAGE;

const AGGREGATE: Wants = Wants::of(
    &[Part::Aggregate, Part::Credits, Part::Facts],
    &[Related::Aggregate],
);

/// `aggregate_credits` of series and seasons.
pub const AGGREGATE_CREDITS: Resource = Resource {
    name: "aggregate_credits",
    summary: "Cast and crew over all episodes",
    parameters: &[LANGUAGE],
    with_id: true,
    source: Source::Loaded(AGGREGATE, &Typed(aggregate_credits)),
};
/// In how many episodes each credit counts, where every season and its episodes are known; `None` until then.
fn episode_counts(loaded: &Loaded) -> Result<(HashMap<String, i32>, bool), ApiError> {
    let of_series = loaded.record.key.kind == Kind::Series;
    let seasons: Vec<_> = if of_series {
        loaded
            .counted_seasons
            .iter()
            .filter_map(|id| loaded.get(Kind::Season, *id))
            .collect()
    } else {
        vec![&loaded.record]
    };
    let mut all_known = !seasons.is_empty();
    let mut episodes_of: HashMap<i32, i32> = HashMap::new();
    let mut counts: HashMap<String, i32> = HashMap::new();
    let mut guests: HashSet<(i32, String)> = HashSet::new();
    for id in &loaded.counted_episodes {
        let Some(record) = loaded.get(Kind::Episode, *id) else {
            continue;
        };
        let season = record.part::<EpisodeFacts>()?.season.unwrap_or_default();
        *episodes_of.entry(season).or_default() += 1;
        let lists: TitleCredits = record.part()?;
        let billed = lists.guests.iter().flatten().map(Billing::credit);
        let named: BTreeSet<&str> = billed
            .chain(lists.crew.iter().flatten().map(String::as_str))
            .collect();
        for id in named {
            *counts.entry(id.to_owned()).or_default() += 1;
            guests.insert((season, id.to_owned()));
        }
    }
    for record in seasons {
        let facts: SeasonFacts = record.part()?;
        let season = facts.number.unwrap_or_default();
        let seen = episodes_of.get(&season).copied().unwrap_or_default();
        // Until a season was told whole there may be more of it than is known.
        let episodes = match record.known {
            Known::Full => seen,
            _ => seen.max(facts.episode_count.unwrap_or_default()),
        };
        let lists: Option<TitleCredits> = record.get()?;
        all_known &=
            record.known == Known::Full && lists.as_ref().is_some_and(|lists| lists.cast.is_some());
        let lists = lists.unwrap_or_default();
        for id in lists
            .ids()
            .filter(|id| !guests.contains(&(season, (*id).to_owned())))
        {
            *counts.entry(id.to_owned()).or_default() += episodes;
        }
    }
    Ok((counts, all_known))
}

#[derive(Serialize, JsonSchema)]
struct Role {
    credit_id: String,
    character: String,
    episode_count: i32,
}

#[derive(Serialize, JsonSchema)]
struct Job {
    credit_id: String,
    job: String,
    episode_count: i32,
}

#[derive(Serialize, JsonSchema)]
struct AggregateCast {
    #[serde(flatten)]
    person: PersonCard,
    roles: Vec<Role>,
    total_episode_count: i32,
    order: i32,
}

#[derive(Serialize, JsonSchema)]
struct AggregateCrew {
    #[serde(flatten)]
    person: PersonCard,
    jobs: Vec<Job>,
    department: String,
    total_episode_count: i32,
}

#[derive(Serialize, JsonSchema)]
struct AggregateRows {
    cast: Vec<AggregateCast>,
    crew: Vec<AggregateCrew>,
}

fn aggregate_credits(loaded: &Loaded, _: &View) -> Result<AggregateRows, ApiError> {
    let told: Option<AggregateCredits> = loaded.record.get()?;
    let (counts, all_known) = episode_counts(loaded)?;
    let aggregate = match told {
        // What was told stands until the episodes themselves are known; then they are counted.
        Some(told) if all_known => recounted(told, &counts),
        Some(told) => told,
        None => counted(loaded, &counts, all_known)?,
    };
    let mut cast = Vec::new();
    for row in &aggregate.cast {
        let roles = row.credits.iter().filter_map(|Counted(id, count)| {
            let credit = loaded.credits.get(id)?;
            Some(Role {
                credit_id: id.clone(),
                character: credit.character.clone(),
                episode_count: *count,
            })
        });
        cast.push(AggregateCast {
            person: person_card(loaded, row.person)?,
            roles: roles.collect(),
            total_episode_count: row.total,
            order: row.order.unwrap_or_default(),
        });
    }
    let mut crew = Vec::new();
    for row in &aggregate.crew {
        let jobs = row.credits.iter().filter_map(|Counted(id, count)| {
            let credit = loaded.credits.get(id)?;
            Some(Job {
                credit_id: id.clone(),
                job: credit.job.clone(),
                episode_count: *count,
            })
        });
        crew.push(AggregateCrew {
            person: person_card(loaded, row.person)?,
            jobs: jobs.collect(),
            department: row.department.clone(),
            total_episode_count: row.total,
        });
    }
    Ok(AggregateRows { cast, crew })
}

fn recounted(mut told: AggregateCredits, counts: &HashMap<String, i32>) -> AggregateCredits {
    for row in told.cast.iter_mut().chain(&mut told.crew) {
        for Counted(id, count) in &mut row.credits {
            let counted = counts.get(id).copied().unwrap_or(*count);
            row.total += counted - *count;
            *count = counted;
        }
    }
    sort_aggregate(&mut told);
    told
}

/// Cast by episodes, crew by department and episodes (contract 3.22); what is equal keeps its order.
fn sort_aggregate(aggregate: &mut AggregateCredits) {
    aggregate
        .cast
        .sort_by_key(|row| std::cmp::Reverse(row.total));
    aggregate
        .crew
        .sort_by(|a, b| a.department.cmp(&b.department).then(b.total.cmp(&a.total)));
}

/// Aggregate credits from the lists of seasons and episodes: one row a person, for crew one a person and department. While not
/// all episodes are known, those of a series are as many as were told, if more.
fn counted(
    loaded: &Loaded,
    counts: &HashMap<String, i32>,
    all_known: bool,
) -> Result<AggregateCredits, ApiError> {
    let takes_told = !all_known && loaded.record.key.kind == Kind::Series;
    let mut rows: BTreeMap<(bool, String, i64), AggregateRow> = BTreeMap::new();
    let mut ids: Vec<(&String, &i32)> = counts.iter().collect();
    ids.sort_unstable();
    for (id, count) in ids {
        let Some(credit) = loaded.credits.get(id) else {
            continue;
        };
        let Some(person) = credit.person else {
            continue;
        };
        let told = credit.episode_count.filter(|_| takes_told);
        let count = told.unwrap_or_default().max(*count);
        let is_cast = credit.credit_type == CreditType::Cast;
        let department = if is_cast {
            String::new()
        } else {
            credit.department.clone()
        };
        let row = rows
            .entry((is_cast, department.clone(), person))
            .or_insert(AggregateRow {
                person,
                department,
                order: None,
                credits: Vec::new(),
                total: 0,
            });
        row.order = [row.order, credit.order].into_iter().flatten().min();
        row.credits.push(Counted(id.clone(), count));
        row.total += count;
    }
    let mut aggregate = AggregateCredits::default();
    for ((is_cast, ..), mut row) in rows {
        row.credits
            .sort_by_key(|Counted(_, count)| std::cmp::Reverse(*count));
        if is_cast {
            aggregate.cast.push(row);
        } else {
            aggregate.crew.push(row);
        }
    }
    aggregate.cast.sort_by_key(|row| row.order);
    sort_aggregate(&mut aggregate);
    Ok(aggregate)
}
