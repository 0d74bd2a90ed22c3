//! The start page.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use kinora_model::Kind;

use super::Site;
use super::card::{Card, Cards};
use super::moment::Moment;
use super::page::{Page, shown};
use super::registration::is_new;
use super::subject::Subject;
use super::visitor::Visitor;
use crate::error::ApiError;

/// The rows of the page: heading, list of the API, kind of its rows where it does not tell it, the page with more of them.
const ROWS: [(&str, &str, &str, &str); 6] = [
    ("Trending today", "/trending/all/day", "", ""),
    ("Trending this week", "/trending/all/week", "", ""),
    ("Popular movies", "/movie/popular", "movie", "/movie"),
    ("Popular series", "/tv/popular", "tv", "/tv"),
    (
        "In theatres",
        "/movie/now_playing",
        "movie",
        "/movie/now-playing",
    ),
    ("On the air", "/tv/on_the_air", "tv", "/tv/on-the-air"),
];

/// A row of pictures.
struct Row {
    heading: &'static str,
    more: &'static str,
    cards: Vec<Card>,
}

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    page: Page,
    /// Whether the server has no account yet.
    is_new: bool,
    rows: Vec<Row>,
    edits: Vec<Edited>,
    counts: Vec<(&'static str, i64)>,
    example: String,
}

/// Something that was edited lately.
struct Edited {
    subject: Subject,
    when: Moment,
}

/// Whether two rows show the same things in the same order.
fn is_same(one: &[Card], other: &[Card]) -> bool {
    let things = |cards: &[Card]| -> Vec<String> { cards.iter().map(Card::address).collect() };
    things(one) == things(other)
}

/// What is counted, and what it is called.
const COUNTED: [(&str, Kind); 7] = [
    ("Movies", Kind::Movie),
    ("Series", Kind::Series),
    ("People", Kind::Person),
    ("Collections", Kind::Collection),
    ("Companies", Kind::Company),
    ("Networks", Kind::Network),
    ("Keywords", Kind::Keyword),
];

/// How many of the newest edits are shown.
const EDITS: usize = 8;
/// How many of the newest changes these are looked for in.
const LOOKED_AT: usize = 100;

/// The titles and people that people edited last, the newest first.
async fn edits(site: &Site, visitor: &Visitor) -> Result<Vec<Edited>, ApiError> {
    const KINDS: [Kind; 3] = [Kind::Movie, Kind::Series, Kind::Person];
    let store = &site.app.store;
    let last = store.last_seq().await?;
    let looked_at = i64::try_from(LOOKED_AT).unwrap_or_default();
    let changes = store.feed((last - looked_at).max(0), LOOKED_AT).await?;
    let mut seen = Vec::new();
    let mut edits = Vec::new();
    for change in changes.iter().rev() {
        let key = change
            .key
            .filter(|key| KINDS.contains(&key.kind) && !seen.contains(key));
        let Some(key) = key.filter(|_| change.editor.is_some()) else {
            continue;
        };
        seen.push(key);
        // What was deleted is not shown.
        if let Ok(subject) = Subject::of(site, visitor, key.kind, &key.id.to_string()).await {
            edits.push(Edited {
                subject,
                when: Moment::of(change.made_at),
            });
        }
        if edits.len() == EDITS {
            break;
        }
    }
    Ok(edits)
}

/// `GET /`
pub async fn page(State(site): State<Site>, visitor: Visitor) -> Response {
    shown(&site, visitor.clone(), home(&site, visitor)).await
}

async fn home(site: &Site, visitor: Visitor) -> Result<Home, ApiError> {
    let mut rows: Vec<Row> = Vec::new();
    for (heading, list, kind, more) in ROWS {
        let region = visitor.region.as_str();
        let cards: Cards = site.ask(&visitor, list, &[("region", region)]).await?;
        let cards = cards.of(kind).results;
        // On a quiet day trends are what is popular anyway.
        let is_known = rows.iter().any(|row| is_same(&row.cards, &cards));
        if !cards.is_empty() && !is_known {
            rows.push(Row {
                heading,
                more,
                cards,
            });
        }
    }
    let edits = edits(site, &visitor).await?;
    let snapshot = site.app.index.snapshot();
    let example = site.app.store.example(Kind::Movie).await?;
    Ok(Home {
        is_new: is_new(site).await?,
        rows,
        edits,
        counts: COUNTED
            .map(|(name, kind)| (name, snapshot.count(kind) as i64))
            .to_vec(),
        example: match example {
            Some(id) => format!("/3/movie/{id}?append_to_response=credits"),
            None => "/3/configuration".to_owned(),
        },
        page: Page::new(site, visitor, "/", "Kinora"),
    })
}
