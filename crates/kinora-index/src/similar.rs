//! Titles that are like another one, by the keywords, genres and collection that they share.
//!
//! What few titles have says more than what many have: sharing something that `df` of `N` titles have is worth
//! `ln(1 + N / df)`. Being of one collection is worth as much as two keywords that nobody else has.
//!
//! Every title is weighed. The lists of those that have something are gone through side by side, a block of rows at a time.

use kinora_model::{EntityKey, Kind};

use crate::best::Best;
use crate::columns::{Entry, Facet, Live, Posting, Rows};
use crate::features::{Feature, Shared};
use crate::order::by_popularity;
use crate::slice::Slice;
use crate::snapshot::Snapshot;

/// How many similar titles a title has at most.
const KEPT: Slice = Slice {
    first: 0,
    length: 1_000,
};

/// So many rows are weighed at a time: few enough that their weights stay in the nearest caches.
const BLOCK: u32 = 8_192;

/// The weight of what is not shown, whatever else it has.
const UNSHOWN: f32 = f32::NEG_INFINITY;

/// A feature of the title, and what sharing it is worth.
struct Weight {
    feature: Feature,
    worth: f32,
}

/// The titles most like one, the most similar first, then the most popular, then by id.
fn similar(id: i64, shared: &Shared<'_, impl Entry>) -> Vec<i64> {
    let weights = rarest_first(shared);
    let columns = shared.titles.columns();
    let rows = best_rows(id, shared, &weights).into_iter();
    let rows = rows.map(|(worth, row)| (worth, columns.standing(row)));
    let fresh = shared.fresh.iter();
    let fresh = fresh.filter(|(title, _)| title.id != id && !title.is_adult);
    let mut all: Vec<(f32, (f64, i64))> = rows
        .chain(fresh.filter_map(|(title, features)| weigh(title, features, &weights)))
        .collect();
    all.sort_unstable_by(|one, two| {
        let by_worth = two.0.total_cmp(&one.0);
        by_worth.then_with(|| by_popularity(one.1, two.1))
    });
    let ids = all.into_iter().map(|(_, (_, id))| id);
    ids.take(KEPT.length).collect()
}

/// What is summed up in this order comes to the same for whoever has the same features.
fn rarest_first(shared: &Shared<'_, impl Entry>) -> Vec<Weight> {
    let titles = shared.titles.len() as f64;
    let mut features: Vec<(usize, Feature)> = (shared.features.iter())
        .map(|feature| (shared.count(*feature), *feature))
        .collect();
    features.sort_unstable();
    features.dedup();
    let weight = |(count, feature): (usize, Feature)| {
        let worth = match feature {
            Feature::Collection(_) => 2.0 * titles.ln_1p(),
            Feature::Keyword(_) | Feature::Genre(_) => (titles / count as f64).ln_1p(),
        };
        Weight {
            feature,
            worth: worth as f32,
        }
    };
    features.into_iter().map(weight).collect()
}

/// The rows of columns that are most like a title, with what they are worth.
fn best_rows(id: i64, shared: &Shared<'_, impl Entry>, weights: &[Weight]) -> Vec<(f32, u32)> {
    let columns = shared.titles.columns();
    let own = columns.row(id);
    let mut lists: Vec<(Rows<'_>, f32)> = (weights.iter())
        .map(|weight| (shared.rows(weight.feature), weight.worth))
        .collect();
    lists.push((columns.with(&Facet::Adult), UNSHOWN));
    lists.extend(shared.titles.hidden().map(|rows| (rows, UNSHOWN)));
    lists.push((Rows::Few(own.as_slice()), UNSHOWN));

    // The most popular row is the first.
    let mut best = Best::new(KEPT, |one: &(f32, u32), two: &(f32, u32)| {
        two.0.total_cmp(&one.0).then(one.1.cmp(&two.1))
    });
    let mut worths = [0.0; BLOCK as usize];
    let all = columns.all_rows();
    for start in all.clone().step_by(BLOCK as usize) {
        let block = start..all.end.min(start.saturating_add(BLOCK));
        worths.fill(0.0);
        for (rows, worth) in &lists {
            rows.each_within(&block, |row| worths[(row - start) as usize] += worth);
        }
        let least = best.last().map_or(0.0, |(worth, _)| *worth);
        let rows = worths.iter().zip(block);
        rows.filter(|(worth, _)| **worth > least)
            .for_each(|(worth, row)| best.push((*worth, row)));
    }
    best.finish().items
}

/// What a title is worth that is in no columns; nothing when it shares nothing.
fn weigh(title: &Posting, own: &[Feature], weights: &[Weight]) -> Option<(f32, (f64, i64))> {
    let shared = weights
        .iter()
        .filter(|weight| own.contains(&weight.feature));
    let worth = shared.fold(0.0, |sum, weight| sum + weight.worth);
    (worth > 0.0).then_some((worth, (title.popularity, title.id)))
}

impl Snapshot {
    /// The ids of the titles like one, at most 1,000.
    pub(crate) fn find_similar(&self, title: EntityKey) -> Vec<i64> {
        fn among<E: Entry>(titles: &Live<E>, id: i64) -> Vec<i64> {
            Shared::with(titles, id).map_or_else(Vec::new, |shared| similar(id, &shared))
        }
        match title.kind {
            Kind::Movie => among(&self.movies, title.id),
            Kind::Series => among(&self.series, title.id),
            _ => Vec::new(),
        }
    }
}
