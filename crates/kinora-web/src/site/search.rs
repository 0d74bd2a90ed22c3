//! Search: tabs by kind with their counts, and suggestions as the words are typed.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use kinora_index::{Search, Slice};
use kinora_model::{CompanyFacts, Kind, Part, PartSet};
use kinora_store::StoreError;
use serde::{Deserialize, Serialize};

use super::Site;
use super::answer::encoded;
use super::card::{Card, Cards};
use super::page::{Page, shown};
use super::visitor::Visitor;
use crate::error::ApiError;
use crate::v3::page::PAGE_SIZE;

/// The longest words that are searched for, in bytes.
const LONGEST_QUERY: usize = 500;
/// How many suggestions there are at most.
const SUGGESTIONS: usize = 8;

/// The kind for which the API has no search.
const NETWORK: &str = "network";

/// What can be searched: the kind in addresses and the API, and the heading of its tab.
const KINDS: [(&str, &str); 7] = [
    ("movie", "Movies"),
    ("tv", "Series"),
    ("person", "People"),
    ("collection", "Collections"),
    ("company", "Companies"),
    (NETWORK, "Networks"),
    ("keyword", "Keywords"),
];

/// What is searched for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    query: String,
    kind: String,
    page: String,
}

impl Asked {
    /// The words, cut where they are longer than anything that has a name.
    fn words(&self) -> &str {
        let end = self.query.floor_char_boundary(LONGEST_QUERY);
        self.query[..end].trim()
    }
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    page: Page,
    tabs: Vec<(String, &'static str, i64, bool)>,
    cards: Cards,
    turn: String,
}

/// `GET /search?query=…&kind=…`
pub async fn page(
    State(site): State<Site>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Response {
    shown(&site, visitor.clone(), search(&site, visitor, &asked)).await
}

async fn search(site: &Site, visitor: Visitor, asked: &Asked) -> Result<SearchPage, ApiError> {
    let words = asked.words();
    let address = |kind: &str| format!("/search?query={}&kind={kind}", encoded(words));
    let mut found = Vec::new();
    for (kind, heading) in KINDS {
        let page = if kind == asked.kind && !asked.page.is_empty() {
            &asked.page
        } else {
            "1"
        };
        let cards = of_kind(site, &visitor, kind, words, page).await?;
        found.push((kind, heading, cards));
    }
    // Without a kind the first that has something is shown.
    let named = found.iter().find(|(kind, ..)| *kind == asked.kind);
    let filled = || found.iter().find(|(_, _, cards)| cards.total_results > 0);
    let chosen = named.or_else(filled).map_or(KINDS[0].0, |(kind, ..)| *kind);
    let tabs = found.iter().map(|(kind, heading, cards)| {
        (
            address(kind),
            *heading,
            cards.total_results,
            *kind == chosen,
        )
    });
    let tabs = tabs.collect();
    let cards = found
        .into_iter()
        .find(|(kind, ..)| *kind == chosen)
        .map(|(_, _, cards)| cards);
    let mut page = Page::new(site, visitor, &address(chosen), words);
    words.clone_into(&mut page.query);
    Ok(SearchPage {
        tabs,
        cards: cards.unwrap_or_default(),
        turn: format!("{}&page=", address(chosen)),
        page,
    })
}

/// A page of what of a kind is found by its name.
pub async fn of_kind(
    site: &Site,
    visitor: &Visitor,
    kind: &str,
    words: &str,
    page: &str,
) -> Result<Cards, ApiError> {
    if kind == NETWORK {
        return networks(site, words, page).await;
    }
    let parameters = [("query", words), ("page", page)];
    let path = format!("/search/{kind}");
    let cards: Cards = site.ask(visitor, &path, &parameters).await?;
    Ok(cards.of(kind))
}

/// A page of networks, as the API would find them if it had a search of them.
async fn networks(site: &Site, words: &str, page: &str) -> Result<Cards, ApiError> {
    let page = page.parse().ok().filter(|page| (1..=500).contains(page));
    let page: usize = page.ok_or(ApiError::InvalidPage)?;
    let search = Search {
        text: words.to_owned(),
        kinds: vec![Kind::Network],
        ..Search::default()
    };
    let found = site.app.index.snapshot();
    let found = found.search(&search, Slice::page(page, PAGE_SIZE));
    let facts = PartSet::of(&[Part::Facts]);
    let cards = site.app.store.cards(found.items, facts).await?;
    let cards = cards.into_iter().map(|card| {
        let facts: CompanyFacts = card.record.part()?;
        let name = facts.name.unwrap_or_default();
        Ok(Card::named(NETWORK, card.record.key.id, name))
    });
    Ok(Cards {
        page: page as i64,
        results: cards.collect::<Result<_, StoreError>>()?,
        total_pages: found.total.div_ceil(PAGE_SIZE) as i64,
        total_results: found.total as i64,
    })
}

/// A suggestion: where it leads, what it is called, and a word more. One for a field that takes numbers has its number too.
#[derive(Serialize)]
struct Suggestion {
    address: String,
    name: String,
    note: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
}

/// `GET /search/suggestions?query=…`, with `kind` for a field that takes the numbers of a kind.
pub async fn suggestions(
    State(site): State<Site>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Response {
    let kind = KINDS.iter().find(|(kind, _)| *kind == asked.kind);
    let kind = kind.map(|(kind, _)| *kind);
    let found: Result<Cards, ApiError> = match asked.words() {
        "" => Ok(Cards::default()),
        words => match kind {
            Some(kind) => of_kind(&site, &visitor, kind, words, "1").await,
            None => {
                site.ask(&visitor, "/search/multi", &[("query", words)])
                    .await
            }
        },
    };
    let found = found
        .map(|cards| cards.results)
        .unwrap_or_default()
        .into_iter();
    let suggested = found.take(SUGGESTIONS).map(|card: Card| Suggestion {
        address: card.address(),
        note: card.note(visitor.words).to_owned(),
        name: card.shown().to_owned(),
        value: kind.map(|_| card.id.to_string()),
    });
    match serde_json::to_vec(&suggested.collect::<Vec<_>>()) {
        Ok(body) => ([(header::CONTENT_TYPE, "application/json")], body).into_response(),
        Err(error) => ApiError::from(error).into_response(),
    }
}
