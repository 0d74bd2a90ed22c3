//! From a filter to rows: what a filter asks of columns, and the rows that have it.
//!
//! Where few rows have one of the things asked for, those rows are gone through and the others looked up for each. Otherwise
//! everything is joined as bits, 64 rows at a time.

use std::borrow::Cow;
use std::ops::Range;

use kinora_model::Locale;
use rustc_hash::FxHashMap;

use super::bits::Bits;
use super::facet::Facet;
use super::postings::{Postings, Rows};
use super::range::{Column, Event, Events};
use crate::bounds::Bounds;
use crate::country::Country;
use crate::offer::OfferFilter;
use crate::terms::Terms;

/// From which part of all rows on joining bits is quicker than going through rows.
const FEW: usize = 512;

/// A number that rows have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Number {
    /// The mean of the ratings.
    VoteAverage,
    /// How many ratings.
    VoteCount,
    /// The number of the first day.
    Day,
    /// Minutes.
    Runtime,
    /// The daily score.
    Popularity,
    /// US dollars.
    Revenue,
}

impl Number {
    /// Every one, in the order of their numbers.
    pub const ALL: [Number; 6] = [
        Number::VoteAverage,
        Number::VoteCount,
        Number::Day,
        Number::Runtime,
        Number::Popularity,
        Number::Revenue,
    ];

    /// Whether ranges of it are asked for.
    pub fn is_ranged(self) -> bool {
        !matches!(self, Number::Popularity | Number::Revenue)
    }
}

/// A list of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum EventList {
    /// Releases in a country; `None` for those whose country cannot be read, and for the first release of each.
    Releases(Option<Country>),
    /// Days on the air.
    OnAir,
    /// Usual lengths of an episode in minutes, in the place of days.
    Lengths,
}

impl EventList {
    /// Its number in files.
    pub fn code(self) -> u32 {
        match self {
            EventList::Releases(None) => 0,
            EventList::OnAir => 1,
            EventList::Lengths => 2,
            EventList::Releases(Some(country)) => u32::from_be_bytes(country.letters()),
        }
    }

    /// The list with a number.
    pub fn of(code: u32) -> Option<EventList> {
        Some(match code {
            0 => EventList::Releases(None),
            1 => EventList::OnAir,
            2 => EventList::Lengths,
            code => {
                let letters = code.to_be_bytes();
                let country = std::str::from_utf8(&letters[..2]).ok()?;
                EventList::Releases(Some(Country::parse(country)?))
            }
        })
    }
}

/// A condition on one and the same event of a row.
#[derive(Clone, Debug, Default)]
pub(crate) struct EventCondition {
    /// Which list of events is looked at; `None` for all.
    pub list: Option<EventList>,
    /// The kinds that count; none for all.
    pub kinds: Vec<u8>,
    /// The range of its day.
    pub days: Bounds<i32>,
}

/// What is asked for; all of it together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    /// Of each group something.
    pub with: Vec<Vec<Facet>>,
    /// Nothing of this.
    pub without: Vec<Facet>,
    /// Numbers inside ranges.
    pub ranges: Vec<(Number, Bounds<f64>)>,
    /// Events.
    pub events: Vec<EventCondition>,
}

impl Plan {
    /// Asks for one of these facets, for each of the groups.
    pub fn ask<T>(&mut self, groups: &[Vec<T>], facets: impl Fn(&T, &mut Vec<Facet>)) {
        for group in groups {
            let mut any = Vec::new();
            group.iter().for_each(|value| facets(value, &mut any));
            self.with.push(any);
        }
    }

    /// Asks for one of these facets, for each of the groups; a group without facets is met by nothing.
    pub fn ask_each<T: Copy>(&mut self, terms: &Terms<T>, facet: impl Fn(T) -> Facet) {
        self.ask(&terms.all, |value, facets| facets.push(facet(*value)));
    }

    /// Asks for none of these facets.
    pub fn refuse<T: Copy>(&mut self, values: &[T], facet: impl Fn(T) -> Facet) {
        self.without.extend(values.iter().copied().map(facet));
    }

    /// Asks for languages, by their codes.
    pub fn ask_languages(&mut self, codes: &Terms<String>) {
        self.ask(&codes.all, |code, facets| {
            facets.extend(code.parse().ok().map(Facet::Language));
        });
    }

    /// Asks for countries, by their codes.
    pub fn ask_origins(&mut self, codes: &Terms<String>) {
        self.ask(&codes.all, |code, facets| {
            facets.extend(Country::parse(code).map(Facet::Origin));
        });
    }

    /// Asks for a locale that has something; a bare language means its main country.
    pub fn ask_locale(&mut self, locale: Option<Locale>, facet: impl Fn(Locale) -> Facet) {
        let locale = locale.map(Locale::with_main_country);
        self.with.extend(locale.map(|locale| vec![facet(locale)]));
    }

    /// Asks for offers: of each group of providers and each group of ways an offer that meets both.
    pub fn ask_offers(&mut self, filter: &OfferFilter) {
        if filter.providers.is_open() && filter.monetization.is_open() {
            return;
        }
        let country = Country::parse(&filter.region);
        for providers in some(&filter.providers) {
            for ways in some(&filter.monetization) {
                let offers = country.into_iter().flat_map(|country| {
                    let ways = &ways;
                    let offers = providers.iter().flat_map(move |provider| {
                        ways.iter()
                            .map(move |way| Facet::Offer(country, *provider, *way))
                    });
                    offers.collect::<Vec<_>>()
                });
                self.with.push(offers.collect());
            }
        }
    }

    /// Asks for a number inside a range, unless every number is.
    pub fn within(&mut self, number: Number, bounds: &Bounds<f64>) {
        if !bounds.is_open() {
            self.ranges.push((number, *bounds));
        }
    }
}

/// The groups of a condition on offers; where there are none, one that any offer meets.
fn some<T: Copy>(terms: &Terms<T>) -> Vec<Vec<Option<T>>> {
    match terms.all.as_slice() {
        [] => vec![vec![None]],
        groups => groups
            .iter()
            .map(|group| group.iter().copied().map(Some).collect())
            .collect(),
    }
}

/// What rows are known by.
pub(crate) trait Known {
    /// How many rows there are.
    fn rows(&self) -> usize;
    /// Which rows have what.
    fn facets(&self) -> &Postings;
    /// A column of numbers.
    fn column(&self, number: Number) -> &Column;
    /// The lists of events.
    fn events(&self) -> &FxHashMap<EventList, Events>;
}

/// The rows that pass.
#[derive(Clone, Debug)]
pub(crate) enum Passing {
    /// As numbers, ascending.
    Few(Vec<u32>),
    /// As bits, with how many there are.
    Many(Bits, usize),
}

impl Passing {
    /// How many there are.
    pub fn count(&self) -> usize {
        match self {
            Passing::Few(rows) => rows.len(),
            Passing::Many(_, count) => *count,
        }
    }
}

/// One condition as a set of rows.
enum Condition<'a> {
    /// Rows that have one of these.
    Any(Vec<Rows<'a>>),
    /// Rows that were worked out.
    Set(Bits),
    /// Rows with a number inside a range: a part of the order of a column.
    Range(&'a Column, Bounds<f64>, Range<usize>),
}

impl Condition<'_> {
    /// How many rows meet it, or somewhat more.
    fn count(&self) -> usize {
        match self {
            Condition::Any(rows) => rows
                .iter()
                .map(|rows| match rows {
                    Rows::Few(rows) => rows.len(),
                    Rows::Many(_) => usize::MAX / 1_024,
                })
                .sum(),
            Condition::Set(bits) => bits.count(),
            Condition::Range(_, _, places) => places.len(),
        }
    }

    /// The rows that meet it, ascending.
    fn rows(&self) -> Vec<u32> {
        let mut rows: Vec<u32> = match self {
            Condition::Any(all) => match all.as_slice() {
                [Rows::Few(rows)] => return rows.to_vec(),
                all => all.iter().flat_map(|rows| rows.iter()).collect(),
            },
            Condition::Set(bits) => return bits.rows().collect(),
            Condition::Range(column, _, places) => column.slice(places).to_vec(),
        };
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// Says the same by sets of `rows` rows.
    fn add_to<'a>(&'a self, rows: usize, sets: &mut Sets<'a>) {
        match self {
            Condition::Any(all) => sets.all.push(union(all, rows)),
            Condition::Set(bits) => sets.all.push(vec![Cow::Borrowed(bits)]),
            Condition::Range(column, _, places) => {
                let (within, before) = column.sets(rows, places);
                sets.all.push(vec![within]);
                sets.none.extend(before);
            }
        }
    }
}

/// Sets of rows: one of each group of `all` has those that pass, none of `none` does.
#[derive(Default)]
struct Sets<'a> {
    all: Vec<Vec<Cow<'a, Bits>>>,
    none: Vec<Cow<'a, Bits>>,
}

/// Sets of which one has each of these rows: those that are bits as they are, and one of all others.
fn union<'a>(all: &[Rows<'a>], rows: usize) -> Vec<Cow<'a, Bits>> {
    let (mut sets, mut others) = (Vec::new(), None);
    for rows_of_one in all {
        match rows_of_one {
            Rows::Many(bits) => sets.push(Cow::Borrowed(*bits)),
            Rows::Few(few) => {
                let others = others.get_or_insert_with(|| Bits::none(rows));
                few.iter().for_each(|row| others.insert(*row));
            }
        }
    }
    sets.extend(others.map(Cow::Owned));
    sets
}

/// The rows of `known` that have what a plan asks for and are not `hidden`.
pub(crate) fn run(plan: &Plan, known: &impl Known, hidden: Option<&Bits>) -> Passing {
    let rows = known.rows();
    let mut conditions: Vec<Condition<'_>> = Vec::new();
    for group in &plan.with {
        let group = group.iter().map(|facet| known.facets().of(facet));
        conditions.push(Condition::Any(group.collect()));
    }
    for (number, bounds) in &plan.ranges {
        let column = known.column(*number);
        conditions.push(Condition::Range(column, *bounds, column.places(bounds)));
    }
    for condition in &plan.events {
        conditions.push(Condition::Set(with_event(condition, known)));
    }
    let without: Vec<Rows<'_>> = plan
        .without
        .iter()
        .map(|facet| known.facets().of(facet))
        .collect();
    if conditions.len() > 1 {
        conditions.sort_by_cached_key(Condition::count);
    }
    match conditions.split_first() {
        Some((first, others)) if first.count() <= rows / FEW => {
            few(first, others, &without, hidden)
        }
        _ => {
            let mut sets = Sets {
                none: union(&without, rows),
                ..Sets::default()
            };
            sets.none.extend(hidden.map(Cow::Borrowed));
            (conditions.iter()).for_each(|condition| condition.add_to(rows, &mut sets));
            let (set, count) = Bits::joined(rows, &sets.all, &sets.none);
            Passing::Many(set, count)
        }
    }
}

/// Goes through the rows of the rarest condition.
fn few(
    first: &Condition<'_>,
    others: &[Condition<'_>],
    without: &[Rows<'_>],
    hidden: Option<&Bits>,
) -> Passing {
    let mut passing = first.rows();
    for condition in others {
        match condition {
            Condition::Any(all) => {
                passing.retain(|row| all.iter().any(|rows| rows.contains(*row)));
            }
            Condition::Set(bits) => passing.retain(|row| bits.contains(*row)),
            Condition::Range(column, bounds, _) => {
                passing.retain(|row| column.holds(*row, bounds));
            }
        }
    }
    without.iter().for_each(|rows| rows.drop_from(&mut passing));
    if let Some(hidden) = hidden {
        passing.retain(|row| !hidden.contains(*row));
    }
    Passing::Few(passing)
}

/// The rows with an event that meets a condition.
fn with_event(condition: &EventCondition, known: &impl Known) -> Bits {
    let mut set = Bits::none(known.rows());
    let counts =
        |event: &Event| condition.kinds.is_empty() || condition.kinds.contains(&event.kind);
    let mut add = |events: &Events| {
        let within = events.within(&condition.days);
        within
            .filter(counts)
            .for_each(|event| set.insert(event.row));
    };
    match &condition.list {
        Some(list) => known.events().get(list).into_iter().for_each(add),
        None => known.events().values().for_each(&mut add),
    }
    set
}
