//! Movies and series by the years of their dates (contract 3.19).

use kinora_model::{Date, Kind};

use crate::bounds::Bounds;
use crate::columns::{EventCondition, EventList, Number, Plan};
use crate::movie::Movie;
use crate::movie_filter::days;
use crate::series::Series;
use crate::snapshot::Snapshot;

impl Snapshot {
    /// The test whether the entity of a kind with some id is of these years: movies with a release in `year`, or series on air
    /// in it, whose primary release date or first day is in `primary`. Other kinds do not mind.
    pub(crate) fn is_of_years(
        &self,
        kind: Kind,
        year: Option<u16>,
        primary: Option<u16>,
    ) -> Box<dyn Fn(i64) -> bool + '_> {
        let list = match kind {
            _ if year.is_none() && primary.is_none() => return Box::new(|_| true),
            // Every list of a movie is one of releases, and the primary date is among them.
            Kind::Movie => None,
            Kind::Series => Some(EventList::OnAir),
            _ => return Box::new(|_| true),
        };
        let mut plan = Plan::default();
        plan.events.extend(year.map(|year| EventCondition {
            list,
            kinds: Vec::new(),
            days: days(&days_of(year)),
        }));
        if let Some(primary) = primary {
            plan.within(Number::Day, &days(&days_of(primary)).map(f64::from));
        }
        let is_in = |date: Option<Date>, year| date.is_some_and(|date| date.year() == year);
        match kind {
            Kind::Movie => Box::new(self.movies.test(&plan, move |movie: &Movie| {
                year.is_none_or(|year| movie.was_released_in(year))
                    && primary.is_none_or(|year| is_in(movie.release_date, year))
            })),
            _ => Box::new(self.series.test(&plan, move |series: &Series| {
                year.is_none_or(|year| series.was_on_air_in(year))
                    && primary.is_none_or(|year| is_in(series.first_air_date, year))
            })),
        }
    }
}

/// The days of a year. No date is in a year of more than four digits.
fn days_of(year: u16) -> Bounds<Date> {
    let year = year.min(9_999);
    Bounds {
        least: Date::new(year, 1, 1),
        most: Date::new(year, 12, 31),
    }
}
