//! Titles that belong to another entity, and the lists that a title is on.

use kinora_index::{Found, MovieFilter, MovieKey, MovieOrder, Slice, Snapshot, Terms};
use kinora_model::key::{EntityKey, Kind};
use kinora_store::Wants;
use schemars::JsonSchema;
use serde::Serialize;

use super::namespace::{Listing, Resource, Source, Typed};
use super::page::Paged;
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

/// `lists` that a movie or series is on. There are none yet, because nobody can make any.
pub const LISTS: Resource = Resource {
    name: "lists",
    summary: "Public lists",
    parameters: &[LANGUAGE, PAGE],
    with_id: true,
    source: Source::Loaded(
        Wants::of(&[], &[]),
        &Typed(|_, view| Ok(Paged::<ListRow>::of(view.page()?, Vec::new(), 0))),
    ),
};

/// A list as titles show it.
#[derive(Serialize, JsonSchema)]
pub struct ListRow {
    description: String,
    favorite_count: i64,
    id: i64,
    item_count: i64,
    iso_639_1: String,
    iso_3166_1: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    list_type: Option<&'static str>,
    name: String,
    poster_path: Option<String>,
}

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
