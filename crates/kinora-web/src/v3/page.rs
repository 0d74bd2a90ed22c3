//! Pages of rows (contract 1.9): what was found, loaded and shown.

use kinora_index::{Found, Snapshot};
use kinora_model::key::EntityKey;
use kinora_model::part::PartSet;
use kinora_store::Card;
use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::View;
use crate::App;
use crate::error::ApiError;

/// How many rows a page has.
pub const PAGE_SIZE: usize = 20;

/// A page of a list.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PageOf{T}")]
pub struct Paged<T> {
    /// Which page, from 1.
    pub page: usize,
    /// Its rows.
    pub results: Vec<T>,
    /// How many pages there are.
    pub total_pages: usize,
    /// How many rows there are on all pages.
    pub total_results: usize,
}

impl<T> Paged<T> {
    /// A page of a list that a database has: an empty list has no page.
    pub fn of(page: usize, results: Vec<T>, total: usize) -> Paged<T> {
        Paged {
            page,
            results,
            total_pages: total.div_ceil(PAGE_SIZE),
            total_results: total,
        }
    }

    /// The rows of a page of a list that is there as a whole.
    pub fn cut(page: usize, rows: impl ExactSizeIterator<Item = T>) -> Paged<T> {
        let total = rows.len();
        let rows = rows.skip((page - 1) * PAGE_SIZE).take(PAGE_SIZE);
        Paged::of(page, rows.collect(), total)
    }

    /// The same with one page where there is none: lists of the search engine have it (contract 1.9).
    pub fn at_least_one(self) -> Paged<T> {
        Paged {
            total_pages: self.total_pages.max(1),
            ..self
        }
    }
}

/// The entities that rows are made of.
#[derive(Default)]
pub struct Shelf(FxHashMap<EntityKey, Card>);

impl Shelf {
    /// An entity; `None` when it is gone.
    pub fn get(&self, key: EntityKey) -> Option<&Card> {
        self.0.get(&key)
    }
}

/// A row of a list.
pub trait Row: Serialize + JsonSchema + Sized + Send {
    /// Which parts of entities it is made from.
    fn parts(view: &View) -> PartSet;

    /// Which other entities it shows.
    fn mentions(_snapshot: &Snapshot, _key: EntityKey) -> Vec<EntityKey> {
        Vec::new()
    }

    /// The row of an entity.
    fn of(card: &Card, shelf: &Mentioned<'_>, view: &View) -> Result<Self, ApiError>;
}

/// The other entities that rows show.
pub struct Mentioned<'a> {
    shelf: &'a Shelf,
    snapshot: &'a Snapshot,
}

impl<'a> Mentioned<'a> {
    /// The titles that a person is known for.
    pub fn known_for(&self, person: i64) -> impl Iterator<Item = &'a Card> {
        let keys = self.snapshot.known_for(person).into_iter();
        keys.filter_map(|key| self.shelf.get(key))
    }
}

/// The rows of entities, in their order; what is gone meanwhile is left out.
pub async fn rows<R: Row>(
    app: &App,
    view: &View,
    snapshot: &Snapshot,
    keys: &[EntityKey],
) -> Result<Vec<R>, ApiError> {
    let mut wanted = keys.to_vec();
    wanted.extend(keys.iter().flat_map(|key| R::mentions(snapshot, *key)));
    wanted.sort_unstable();
    wanted.dedup();
    view.made_of(wanted.iter().copied());
    view.made_of_lists();
    let cards = app.store.cards(wanted, R::parts(view)).await?;
    let shelf = Shelf(
        cards
            .into_iter()
            .map(|card| (card.record.key, card))
            .collect(),
    );
    let mentioned = Mentioned {
        shelf: &shelf,
        snapshot,
    };
    let cards = keys.iter().filter_map(|key| shelf.get(*key));
    cards.map(|card| R::of(card, &mentioned, view)).collect()
}

/// A page of what the index found.
pub async fn paged<R: Row>(
    app: &App,
    view: &View,
    snapshot: &Snapshot,
    page: usize,
    found: Found<EntityKey>,
) -> Result<Paged<R>, ApiError> {
    let rows = rows(app, view, snapshot, &found.items).await?;
    Ok(Paged::of(page, rows, found.total).at_least_one())
}
