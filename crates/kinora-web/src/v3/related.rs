//! Titles that belong to another entity.

use kinora_index::{Found, MovieFilter, MovieKey, MovieOrder, Slice, Snapshot, Terms};
use kinora_model::key::{EntityKey, Kind};

use super::namespace::{Listing, Resource, Source};
use super::parameter::{INCLUDE_ADULT, LANGUAGE, PAGE};

/// `similar` of movies and series.
pub const SIMILAR: Resource = similar("similar", "Titles alike: those");
/// The name that `similar` of movies had.
pub const SIMILAR_MOVIES: Resource =
    similar("similar_movies", "Movies alike, under the older name,");

/// `recommendations` of movies and series.
pub const RECOMMENDATIONS: Resource = Resource {
    name: "recommendations",
    summary: "Recommendations for those who like it: those",
    parameters: &[LANGUAGE, PAGE],
    with_id: false,
    source: Source::Listed(Listing {
        find: |snapshot, title, _, slice| {
            of_kind(title.kind, snapshot.recommendations(title, slice))
        },
        typed: true,
    }),
};

/// `movies` of a company, the most popular first.
pub const COMPANY_MOVIES: Resource = Resource {
    name: "movies",
    summary: "Movies",
    parameters: &[LANGUAGE, PAGE],
    with_id: true,
    source: Source::Listed(Listing {
        find: |snapshot, company, _, slice| {
            let filter = MovieFilter {
                companies: Terms::any(vec![company.id]),
                ..MovieFilter::default()
            };
            popular(snapshot, &filter, slice)
        },
        typed: false,
    }),
};

/// `movies` with a keyword, the most popular first.
pub const KEYWORD_MOVIES: Resource = Resource {
    name: "movies",
    summary: "Movies",
    parameters: &[INCLUDE_ADULT, LANGUAGE, PAGE],
    with_id: true,
    source: Source::Listed(Listing {
        find: |snapshot, keyword, view, slice| {
            let filter = MovieFilter {
                keywords: Terms::any(vec![keyword.id]),
                include_adult: view.flag("include_adult").unwrap_or_default(),
                ..MovieFilter::default()
            };
            popular(snapshot, &filter, slice)
        },
        typed: false,
    }),
};

const fn similar(name: &'static str, summary: &'static str) -> Resource {
    Resource {
        name,
        summary,
        parameters: &[LANGUAGE, PAGE],
        with_id: false,
        source: Source::Listed(Listing {
            find: |snapshot, title, _, slice| of_kind(title.kind, snapshot.similar(title, slice)),
            typed: false,
        }),
    }
}

/// Movies that pass a filter, the most popular first.
pub fn popular(snapshot: &Snapshot, filter: &MovieFilter, slice: Slice) -> Found<EntityKey> {
    let order = MovieOrder {
        key: MovieKey::Popularity,
        descending: true,
    };
    of_kind(Kind::Movie, snapshot.movies(filter, &order, slice))
}

/// The keys of what was found of one kind.
pub fn of_kind(kind: Kind, found: Found<i64>) -> Found<EntityKey> {
    let keys = found.items.into_iter().map(|id| EntityKey::new(kind, id));
    Found {
        total: found.total,
        items: keys.collect(),
    }
}
