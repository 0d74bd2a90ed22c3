//! Credits: of titles, of people, over whole series, and one by one.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use kinora_model::credit::{
    AggregateCredits, AggregateRow, Billing, Counted, Credit, CreditLists, CreditType,
    PersonCredits, TitleCredits,
};
use kinora_model::key::Kind;
use kinora_model::part::Part;
use kinora_model::{Date, Known, PersonFacts};
use kinora_store::{Loaded, Record, Related, Stat, Wants};
use schemars::JsonSchema;
use serde::Serialize;

use super::View;
use super::namespace::{Resource, Source, Typed};
use super::operation::{Call, Operation};
use super::parameter::LANGUAGE;
use super::titles::{EpisodeRow, SeasonRow, TitleRow, episode_row, season_row, title_row};
use crate::error::ApiError;

const CREDITS: Wants = Wants::of(&[Part::Credits], &[Related::Credits]);
const AGGREGATE: Wants = Wants::of(
    &[Part::Aggregate, Part::Credits, Part::Facts],
    &[Related::Aggregate],
);
const FILMOGRAPHY: Wants = Wants::of(&[Part::Credits], &[Related::Filmography]);

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
/// `aggregate_credits` of series and seasons.
pub const AGGREGATE_CREDITS: Resource = Resource {
    name: "aggregate_credits",
    summary: "Cast and crew over all episodes",
    parameters: &[LANGUAGE],
    with_id: true,
    source: Source::Loaded(AGGREGATE, &Typed(aggregate_credits)),
};
/// `movie_credits` of people.
pub const MOVIE_CREDITS: Resource = Resource {
    name: "movie_credits",
    summary: "Movies",
    parameters: &[LANGUAGE],
    with_id: true,
    source: Source::Loaded(
        FILMOGRAPHY,
        &Typed(|loaded, view| filmography(loaded, view, List::Movies)),
    ),
};
/// `tv_credits` of people.
pub const TV_CREDITS: Resource = Resource {
    name: "tv_credits",
    summary: "Series",
    parameters: &[LANGUAGE],
    with_id: true,
    source: Source::Loaded(
        FILMOGRAPHY,
        &Typed(|loaded, view| filmography(loaded, view, List::Series)),
    ),
};
/// `combined_credits` of people.
pub const COMBINED_CREDITS: Resource = Resource {
    name: "combined_credits",
    summary: "Movies and series",
    parameters: &[LANGUAGE],
    with_id: true,
    source: Source::Loaded(
        FILMOGRAPHY,
        &Typed(|loaded, view| filmography(loaded, view, List::Combined)),
    ),
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
        let season = record
            .part::<kinora_model::EpisodeFacts>()?
            .season
            .unwrap_or_default();
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
        let season = record
            .part::<kinora_model::SeasonFacts>()?
            .number
            .unwrap_or_default();
        let lists: Option<TitleCredits> = record.get()?;
        all_known &=
            record.known == Known::Full && lists.as_ref().is_some_and(|lists| lists.cast.is_some());
        let lists = lists.unwrap_or_default();
        for id in lists
            .ids()
            .filter(|id| !guests.contains(&(season, (*id).to_owned())))
        {
            *counts.entry(id.to_owned()).or_default() +=
                episodes_of.get(&season).copied().unwrap_or_default();
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
        None => counted(loaded, &counts)?,
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

/// Aggregate credits from the lists of seasons and episodes: one row a person, for crew one a person and department.
fn counted(loaded: &Loaded, counts: &HashMap<String, i32>) -> Result<AggregateCredits, ApiError> {
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
        row.credits.push(Counted(id.clone(), *count));
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

#[derive(Clone, Copy, PartialEq)]
enum List {
    Movies,
    Series,
    Combined,
}

/// A credit of a person with its title.
#[derive(Serialize, JsonSchema)]
struct WorkRow {
    #[serde(flatten)]
    title: TitleRow,
    #[serde(skip_serializing_if = "Option::is_none")]
    character: Option<String>,
    credit_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    department: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    episode_count: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_credit_air_date: Option<Option<Date>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    job: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order: Option<i32>,
}

#[derive(Serialize, JsonSchema)]
struct Filmography {
    cast: Vec<WorkRow>,
    crew: Vec<WorkRow>,
}

fn filmography(loaded: &Loaded, view: &View, list: List) -> Result<Filmography, ApiError> {
    let told: PersonCredits = loaded.record.part()?;
    let rows = |is_cast: bool| {
        let ids = work_order(loaded, &told, list, is_cast);
        let works = ids.iter().filter_map(|id| loaded.credits.get(id));
        works
            .map(|credit| work_row(loaded, view, credit, list))
            .filter_map(Result::transpose)
            .collect()
    };
    let (cast, crew): (Result<_, _>, Result<_, _>) = (rows(true), rows(false));
    Ok(Filmography {
        cast: cast?,
        crew: crew?,
    })
}

/// The order in which a person's work is shown: as the list was told, else as the list of both kinds or the lists of each
/// were, and what no list names after that, popular titles first. Movies come before series.
fn work_order(loaded: &Loaded, told: &PersonCredits, list: List, is_cast: bool) -> Vec<String> {
    let of = |lists: &Option<CreditLists>| {
        lists.as_ref().map(|lists| {
            if is_cast {
                lists.cast.clone()
            } else {
                lists.crew.clone()
            }
        })
    };
    let own = match list {
        List::Movies => of(&told.movies),
        List::Series => of(&told.series),
        List::Combined => of(&told.combined),
    };
    let derived = || match list {
        List::Combined => [of(&told.movies), of(&told.series)]
            .into_iter()
            .flatten()
            .flatten()
            .collect(),
        _ => of(&told.combined).unwrap_or_default(),
    };
    let mut order = own.unwrap_or_else(derived);
    let fits = |credit: &Credit| {
        let kind = match list {
            List::Movies => credit.title.kind == Kind::Movie,
            List::Series => credit.title.kind == Kind::Series,
            List::Combined => true,
        };
        kind && (credit.credit_type == CreditType::Cast) == is_cast
    };
    let named: HashSet<String> = order.iter().cloned().collect();
    let mut others: Vec<&Credit> = loaded
        .credit_ids
        .iter()
        .filter_map(|id| loaded.credits.get(id))
        .collect();
    others.retain(|credit| !named.contains(&credit.id));
    let popularity = |credit: &Credit| loaded.stat(credit.title.kind, credit.title.id).popularity;
    others.sort_by(|a, b| {
        let by_kind = (a.title.kind as u8).cmp(&(b.title.kind as u8));
        by_kind
            .then(popularity(b).total_cmp(&popularity(a)))
            .then(a.id.cmp(&b.id))
    });
    order.extend(others.iter().map(|credit| credit.id.clone()));
    order.retain(|id| loaded.credits.get(id).is_some_and(fits));
    order
}

fn work_row(
    loaded: &Loaded,
    view: &View,
    credit: &Credit,
    list: List,
) -> Result<Option<WorkRow>, ApiError> {
    let Some(record) = loaded.get(credit.title.kind, credit.title.id) else {
        return Ok(None);
    };
    let stat = loaded.stat(credit.title.kind, credit.title.id);
    let mut title = title_row(record, stat, view)?;
    if list != List::Combined {
        title.drop_media_type();
    }
    let is_cast = credit.credit_type == CreditType::Cast;
    let is_series = credit.title.kind == Kind::Series;
    let appearances = (credit.appearances > 0 || is_cast).then_some(credit.appearances);
    Ok(Some(WorkRow {
        title,
        character: is_cast.then(|| credit.character.clone()),
        credit_id: credit.id.clone(),
        department: (!is_cast).then(|| credit.department.clone()),
        episode_count: credit.episode_count.or(appearances).filter(|_| is_series),
        first_credit_air_date: is_series.then_some(credit.first_air_date),
        job: (!is_cast).then(|| credit.job.clone()),
        order: (is_cast && !is_series).then(|| credit.order.unwrap_or_default()),
    }))
}

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
