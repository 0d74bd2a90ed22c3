//! The words of daily scores: what is counted, and what trends.

use kinora_model::key::EntityKey;

/// What happened to an entity on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signals {
    /// How often its details were asked for.
    pub views: i64,
    /// How many ratings were given.
    pub votes: i64,
    /// How many accounts made it a favourite.
    pub favourites: i64,
    /// How many accounts put it on their watchlist.
    pub watchlist: i64,
}

/// The last score of an entity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    /// The number of the day that it is of, from 1970-01-01.
    pub day: i64,
    /// The popularity before.
    pub before: f64,
    /// The popularity that was made of it.
    pub after: f64,
}

/// What most was made of, over the day that was scored last and over the week that it ends.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trends {
    /// Entities with the amount of the day, the largest first.
    pub day: Vec<(EntityKey, f64)>,
    /// The same of the week.
    pub week: Vec<(EntityKey, f64)>,
}
