//! What makes titles alike, and which titles have it.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::order::by_popularity;

/// Something that titles share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Feature {
    /// They belong to a collection.
    Collection(i64),
    /// They have a keyword.
    Keyword(i64),
    /// They are of a genre.
    Genre(i32),
}

/// A title that has a feature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Posting {
    /// The daily score.
    pub popularity: f64,
    /// The title.
    pub id: i64,
    /// Whether it is pornographic.
    pub is_adult: bool,
}

impl Posting {
    fn standing(&self) -> (f64, i64) {
        (self.popularity, self.id)
    }
}

/// A title as the others are compared with it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Profile {
    /// What is listed under each of its features.
    pub posting: Posting,
    /// Its features.
    pub features: Vec<Feature>,
}

/// The titles of one kind by what they share, the most popular first. Clones share everything until they change.
#[derive(Clone, Debug, Default)]
pub(crate) struct Features {
    postings: Arc<FxHashMap<Feature, Arc<Vec<Posting>>>>,
}

impl Features {
    /// The titles that have a feature, the most popular first.
    pub fn of(&self, feature: Feature) -> &[Posting] {
        self.postings.get(&feature).map_or(&[], |postings| postings)
    }

    /// Puts a title in place of what it was. A title that is as it was is not touched.
    pub fn replace(&mut self, before: Option<&Profile>, after: Option<&Profile>) {
        if before == after {
            return;
        }
        let postings = Arc::make_mut(&mut self.postings);
        for (profile, is_there) in [(before, false), (after, true)] {
            let Some(Profile { posting, features }) = profile else {
                continue;
            };
            for feature in features {
                let postings = Arc::make_mut(postings.entry(*feature).or_default());
                let place = postings
                    .binary_search_by(|other| by_popularity(other.standing(), posting.standing()));
                match place {
                    Err(place) if is_there => postings.insert(place, *posting),
                    Ok(place) if !is_there => drop(postings.remove(place)),
                    _ => {}
                }
            }
        }
    }
}

impl FromIterator<Profile> for Features {
    fn from_iter<I: IntoIterator<Item = Profile>>(profiles: I) -> Features {
        let mut postings: FxHashMap<Feature, Vec<Posting>> = FxHashMap::default();
        for Profile { posting, features } in profiles {
            for feature in features {
                postings.entry(feature).or_default().push(posting);
            }
        }
        let sorted = |(feature, mut postings): (Feature, Vec<Posting>)| {
            postings.sort_unstable_by(|one, two| by_popularity(one.standing(), two.standing()));
            (feature, Arc::new(postings))
        };
        Features {
            postings: Arc::new(postings.into_iter().map(sorted).collect()),
        }
    }
}
