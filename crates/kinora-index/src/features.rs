//! What makes titles alike, and which titles have it.

use crate::columns::{Entry, Facet, Live, Posting, Rows, posting, recalled};

/// Something that titles share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
    /// The titles.
    pub titles: &'a Live<E>,
    /// The features of the one.
    pub features: Vec<Feature>,
    /// Titles that changed since columns were built, each with what it has of those features.
    pub fresh: Vec<(Posting, Vec<Feature>)>,
}

impl<'a, E: Entry> Shared<'a, E> {
    /// What a title has, and who else does; `None` when there is no such title.
    pub fn with(titles: &'a Live<E>, id: i64) -> Option<Shared<'a, E>> {
        let features: Vec<Feature> = (titles.recalled(id)?.iter())
            .filter_map(Feature::of)
            .collect();
        let common = |(id, entry): (i64, &E)| {
            let own = recalled(entry);
            let own = own.iter().filter_map(Feature::of);
            let common = own.filter(|feature| features.contains(feature)).collect();
            (posting(id, entry), common)
        };
        Some(Shared {
            fresh: titles.fresh().map(common).collect(),
            titles,
            features,
        })
    }

    /// How many titles have a feature.
    pub fn count(&self, feature: Feature) -> usize {
        let has = |(_, own): &&(Posting, Vec<Feature>)| own.contains(&feature);
        let fresh = self.fresh.iter().filter(has);
        self.titles.count_unchanged(&feature.facet()) + fresh.count()
    }

    /// The rows that have a feature as columns tell it, with those of titles that changed since.
    pub fn rows(&self, feature: Feature) -> Rows<'a> {
        self.titles.columns().with(&feature.facet())
    }
}
