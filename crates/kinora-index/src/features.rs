//! What makes titles alike, and which titles have it.

use rustc_hash::FxHashMap;

use crate::columns::{Entry, Facet, Live, Posting, posting, recalled};

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

impl Feature {
    fn of(facet: &Facet) -> Option<Feature> {
        Some(match facet {
            Facet::Collection(id) => Feature::Collection(*id),
            Facet::Keyword(id) => Feature::Keyword(*id),
            Facet::Genre(id) => Feature::Genre(*id),
            _ => return None,
        })
    }

    fn facet(self) -> Facet {
        match self {
            Feature::Collection(id) => Facet::Collection(id),
            Feature::Keyword(id) => Facet::Keyword(id),
            Feature::Genre(id) => Facet::Genre(id),
        }
    }
}

/// The titles of one kind by the features of one of them.
pub(crate) struct Shared<'a, E> {
    titles: &'a Live<E>,
    /// The features of the one.
    pub features: Vec<Feature>,
    /// Titles that changed since columns were built, by those features.
    fresh: FxHashMap<Feature, Vec<Posting>>,
}

impl<'a, E: Entry> Shared<'a, E> {
    /// What a title has, and who else does; `None` when there is no such title.
    pub fn with(titles: &'a Live<E>, id: i64) -> Option<Shared<'a, E>> {
        let features: Vec<Feature> = (titles.recalled(id)?.iter())
            .filter_map(Feature::of)
            .collect();
        let mut fresh: FxHashMap<Feature, Vec<Posting>> = FxHashMap::default();
        for (id, entry) in titles.fresh() {
            for feature in recalled(entry).iter().filter_map(Feature::of) {
                if features.contains(&feature) {
                    fresh.entry(feature).or_default().push(posting(id, entry));
                }
            }
        }
        Some(Shared {
            titles,
            features,
            fresh,
        })
    }

    /// What a title of a list has.
    pub fn features_of(&self, id: i64, row: Option<u32>) -> Vec<Feature> {
        let facets = self.titles.recalled_of(id, row);
        facets.iter().filter_map(Feature::of).collect()
    }

    /// How many titles have a feature.
    pub fn count(&self, feature: Feature) -> usize {
        let unchanged = self.titles.count_unchanged(&feature.facet());
        unchanged + self.fresh.get(&feature).map_or(0, Vec::len)
    }

    /// The titles that have a feature, the most popular first.
    pub fn of(&self, feature: Feature) -> impl Iterator<Item = Posting> + use<'a, E> {
        let fresh = self.fresh.get(&feature).cloned().unwrap_or_default();
        self.titles.listed(&[feature.facet()], fresh)
    }

    /// How many titles there are.
    pub fn titles(&self) -> usize {
        self.titles.len()
    }
}
