//! Titles that are like another one, by the keywords, genres and collection that they share.
//!
//! What few titles have says more than what many have: sharing something that `df` of `N` titles have is worth
//! `ln(1 + N / df)`. Being of one collection is worth as much as two keywords that nobody else has.

use kinora_model::{EntityKey, Kind};
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::best::Best;
use crate::columns::{Entry, Live, Posting};
use crate::features::{Feature, Shared};
use crate::order::by_popularity;
use crate::slice::Slice;
use crate::snapshot::Snapshot;

/// How many similar titles a title has at most.
const KEPT: usize = 1_000;

/// After how many listed titles no more are taken in as candidates. The rarest features are walked first, so that the
/// titles left out are those that only share what many have.
const ENOUGH_WALKED: usize = 100_000;

/// About how many times as long it takes to look the features of a title up as to pass a title of a list; estimated, and only
/// the time depends on it.
const LOOKING_UP: usize = 8;

/// A title that may be similar.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    score: f64,
    popularity: f64,
    /// See [`Posting::row`].
    row: Option<u32>,
}

type Candidates = FxHashMap<i64, Candidate>;

/// The titles most like one, the most similar first, then the most popular, then by id.
fn similar(id: i64, shared: &Shared<'_, impl Entry>) -> Vec<i64> {
    let (genres, others): (Vec<List>, Vec<List>) = rarest_first(shared)
        .into_iter()
        .partition(|list| matches!(list.feature, Feature::Genre(_)));
    let may_be_shown = |posting: &Posting| posting.id != id && !posting.is_adult;
    let mut candidates = sharing(shared, &others, may_be_shown);
    fill_up(&mut candidates, shared, &genres, may_be_shown);
    add_genres(&mut candidates, shared, &genres);
    most_similar(candidates)
}

/// Adds what the genres are worth that candidates share: by the features of each, or, where candidates are many, by the titles
/// of each genre. Both come to the same sums.
fn add_genres(candidates: &mut Candidates, shared: &Shared<'_, impl Entry>, genres: &[List]) {
    let listed: usize = genres.iter().map(|list| list.length).sum();
    if candidates.len() * LOOKING_UP < listed {
        for (id, candidate) in candidates {
            let features = shared.features_of(*id, candidate.row);
            let common = genres
                .iter()
                .filter(|list| features.contains(&list.feature));
            common.for_each(|list| candidate.score += list.weight);
        }
        return;
    }
    for list in genres {
        for posting in shared.of(list.feature) {
            if let Some(candidate) = candidates.get_mut(&posting.id) {
                candidate.score += list.weight;
            }
        }
    }
}

/// The titles with one of the features: how many there are, and what sharing it is worth.
struct List {
    feature: Feature,
    length: usize,
    weight: f64,
}

fn rarest_first(shared: &Shared<'_, impl Entry>) -> Vec<List> {
    let titles = shared.titles() as f64;
    let list = |feature: &Feature| {
        let length = shared.count(*feature);
        let weight = match feature {
            Feature::Collection(_) => 2.0 * titles.ln_1p(),
            Feature::Keyword(_) | Feature::Genre(_) => (titles / length as f64).ln_1p(),
        };
        List {
            feature: *feature,
            length,
            weight,
        }
    };
    let mut lists: Vec<List> = shared.features.iter().map(list).collect();
    lists.sort_by_key(|list| (list.length, list.feature));
    lists
}

/// The titles that share a keyword or the collection. Once enough were walked, those that are in go on to gain.
fn sharing(
    shared: &Shared<'_, impl Entry>,
    lists: &[List],
    may_be_shown: impl Fn(&Posting) -> bool,
) -> Candidates {
    let listed: usize = lists.iter().map(|list| list.length).sum();
    let room = listed.clamp(KEPT, ENOUGH_WALKED);
    let mut candidates = Candidates::with_capacity_and_hasher(room, FxBuildHasher);
    let mut walked = 0;
    for list in lists {
        for posting in shared.of(list.feature).filter(&may_be_shown) {
            walked += 1;
            if walked <= ENOUGH_WALKED {
                add(&mut candidates, &posting).score += list.weight;
            } else if let Some(candidate) = candidates.get_mut(&posting.id) {
                candidate.score += list.weight;
            }
        }
    }
    candidates
}

fn add<'a>(candidates: &'a mut Candidates, posting: &Posting) -> &'a mut Candidate {
    candidates.entry(posting.id).or_insert(Candidate {
        score: 0.0,
        popularity: posting.popularity,
        row: posting.row,
    })
}

/// Adds the most popular titles of the genres until there are as many candidates as are kept.
fn fill_up(
    candidates: &mut Candidates,
    shared: &Shared<'_, impl Entry>,
    genres: &[List],
    may_be_shown: impl Fn(&Posting) -> bool,
) {
    let missing = KEPT.saturating_sub(candidates.len());
    let mut popular: Vec<Posting> = Vec::new();
    for list in genres {
        let new = shared
            .of(list.feature)
            .filter(|posting| !candidates.contains_key(&posting.id));
        popular.extend(new.filter(&may_be_shown).take(missing));
    }
    popular.sort_unstable_by(|one, two| {
        by_popularity((one.popularity, one.id), (two.popularity, two.id))
    });
    popular.dedup_by_key(|posting| posting.id);
    for posting in popular.iter().take(missing) {
        add(candidates, posting);
    }
}

fn most_similar(candidates: Candidates) -> Vec<i64> {
    let kept = Slice {
        first: 0,
        length: KEPT,
    };
    type Row = (Candidate, i64);
    let mut best = Best::new(kept, |one: &Row, two: &Row| {
        let by_score = two.0.score.total_cmp(&one.0.score);
        let standing = |row: &Row| (row.0.popularity, row.1);
        by_score.then(by_popularity(standing(one), standing(two)))
    });
    for (id, candidate) in candidates {
        best.push((candidate, id));
    }
    best.finish().items.into_iter().map(|(_, id)| id).collect()
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
