//! What a person worked on.

use kinora_model::Date;
use kinora_model::credit::{Credit, CreditLists, CreditType, PersonCredits};
use kinora_model::key::{EntityKey, Kind};
use kinora_model::part::Part;
use kinora_store::{Loaded, Related, Wants};
use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;

use crate::error::ApiError;
use crate::v3::View;
use crate::v3::namespace::{Resource, Source, Typed};
use crate::v3::parameter::LANGUAGE;
use crate::v3::titles::{TitleRow, title_row};

const FILMOGRAPHY: Wants = Wants::of(&[Part::Credits], &[Related::Filmography]);

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

/// The rows of `combined_credits` for the credits of a person that were loaded, in the order in which they were asked for.
pub fn combined_rows(
    loaded: &Loaded,
    view: &View,
) -> Result<Vec<impl Serialize + use<>>, ApiError> {
    let ids = loaded.credit_ids.iter();
    let works = ids.filter_map(|id| loaded.credits.get(id));
    works
        .map(|credit| work_row(loaded, view, credit, List::Combined))
        .filter_map(Result::transpose)
        .collect()
}

fn filmography(loaded: &Loaded, view: &View, list: List) -> Result<Filmography, ApiError> {
    let told: PersonCredits = loaded.record.part()?;
    let rows = |is_cast: bool| {
        let works = work_order(loaded, &told, list, is_cast).into_iter();
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

/// The order in which a person's credits are shown: as the list was told, else as the list of both kinds or the lists of each
/// were, and what no list names after that, popular titles first. Movies come before series.
fn work_order<'a>(
    loaded: &'a Loaded,
    told: &PersonCredits,
    list: List,
    is_cast: bool,
) -> Vec<&'a Credit> {
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
    let fits = |credit: &&Credit| {
        let is_of_kind = match list {
            List::Movies => credit.title.kind == Kind::Movie,
            List::Series => credit.title.kind == Kind::Series,
            List::Combined => true,
        };
        is_of_kind && (credit.credit_type == CreditType::Cast) == is_cast
    };
    let works = loaded.credits.values().filter(fits);
    let mut works: FxHashMap<&str, &Credit> = works.map(|credit| (&*credit.id, credit)).collect();
    let named = own.unwrap_or_else(derived);
    let known = named.iter().filter_map(|id| works.get(id.as_str()));
    let mut order: Vec<&Credit> = known.copied().collect();
    for id in &named {
        works.remove(id.as_str());
    }
    let popularity = |title: EntityKey| loaded.stat(title.kind, title.id).popularity;
    let others = works.into_values();
    let mut others: Vec<_> = others
        .map(|credit| (popularity(credit.title), credit))
        .collect();
    others.sort_unstable_by(|(a_popularity, a), (b_popularity, b)| {
        let by_kind = (a.title.kind as u8).cmp(&(b.title.kind as u8));
        by_kind
            .then(b_popularity.total_cmp(a_popularity))
            .then(a.id.cmp(&b.id))
    });
    order.extend(others.into_iter().map(|(_, credit)| credit));
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
