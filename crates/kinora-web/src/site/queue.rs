//! What an account wants to watch next: the queues that clients of queues see ([`kinora_store::Store::queue`]), put in order by
//! buttons, and by dragging where there are scripts.

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use kinora_model::queue::{Entry, Place, Queue, QueueKind};
use kinora_model::text::TextField;
use kinora_model::{
    EntityKey, EpisodeFacts, Kind, Locale, MovieFacts, Part, PartSet, SeriesFacts, Texts,
};
use kinora_store::{FormatWish, QueueError, QueueTarget, Record, StoreError, Wish};
use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::Site;
use super::address::slugged;
use super::form::Form;
use super::member::Member;
use super::ordering::{Reordering, Row, title};
use super::page::{Page, failed, message, private};
use crate::error::ApiError;

/// How often a change is tried again when somebody else was quicker.
const TRIES: usize = 3;
/// What a name and an address are made of.
const PARTS: PartSet = PartSet::of(&[Part::Facts, Part::Texts]);

/// The pages.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/queue", get(page))
        .route("/queue/{kind}/order", post(order))
        .route("/queue/{kind}/add", post(add))
}

/// Which queue.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    of: String,
}

#[derive(Template)]
#[template(path = "queue.html")]
struct QueuePage {
    page: Page,
    kind: QueueKind,
    available: Vec<Row>,
    saved: Vec<Row>,
}

/// `GET /queue`
async fn page(State(site): State<Site>, member: Member, Query(asked): Query<Asked>) -> Response {
    let kind = named(&asked.of).unwrap_or(QueueKind::Instant);
    let made = async {
        let store = &site.app.store;
        let queue = store.queue(member.account.id, kind).await?;
        let mut page = Page::new(&site, member.visitor.clone(), "/queue", "Next to watch");
        page.title = page.say("Next to watch").to_owned();
        let locale = member.visitor.locale;
        Ok::<_, StoreError>(QueuePage {
            page,
            kind,
            available: rows(&site, locale, &queue.available).await?,
            saved: rows(&site, locale, &queue.saved).await?,
        })
    };
    match made.await {
        Ok(template) => private(&template),
        Err(error) => failed(&site, member.visitor, &error.into()),
    }
}

fn named(word: &str) -> Option<QueueKind> {
    let mut kinds = QueueKind::ALL.into_iter();
    kinds.find(|kind| kind.name() == word)
}

async fn rows(site: &Site, locale: Locale, entries: &[Entry]) -> Result<Vec<Row>, StoreError> {
    let store = &site.app.store;
    let keys = entries.iter().map(|entry| entry.title).collect();
    let cards = store.cards(keys, PARTS).await?;
    let mut series = Vec::new();
    for card in &cards {
        series
            .extend(place(&card.record)?.map(|(series, ..)| EntityKey::new(Kind::Series, series)));
    }
    series.sort_unstable();
    series.dedup();
    let mut names = FxHashMap::default();
    for card in store.cards(series, PARTS).await? {
        names.insert(card.record.key.id, name(&card.record, locale)?);
    }
    let key = |record: &Record| format!("{}-{}", record.key.kind.name(), record.key.id);
    let keys: Vec<String> = cards.iter().map(|card| key(&card.record)).collect();
    let mut rows = Vec::with_capacity(cards.len());
    for (index, card) in cards.iter().enumerate() {
        let own = name(&card.record, locale)?;
        let (name, address) = match place(&card.record)? {
            Some((series, season, episode)) => (
                format!(
                    "{} {season}×{episode}: {own}",
                    names.get(&series).map_or("", String::as_str)
                ),
                format!("/tv/{series}/season/{season}/episode/{episode}"),
            ),
            None => {
                let address = format!("/movie/{}", slugged(card.record.key.id, &own));
                (own, address)
            }
        };
        let key = keys[index].clone();
        rows.push(Row::at(Some(index), &keys, key, name, address));
    }
    Ok(rows)
}

/// The series, season and number of an episode.
fn place(record: &Record) -> Result<Option<(i64, i32, i32)>, StoreError> {
    if record.key.kind != Kind::Episode {
        return Ok(None);
    }
    let facts: EpisodeFacts = record.part()?;
    let place = facts.series.zip(facts.season).zip(facts.number);
    Ok(place.map(|((series, season), number)| (series, season, number)))
}

/// The name that a reader of a language knows, else the one that it has.
fn name(record: &Record, locale: Locale) -> Result<String, StoreError> {
    let texts: Texts = record.part()?;
    let known = texts.read(locale, TextField::Title);
    if !known.is_empty() {
        return Ok(known.to_owned());
    }
    let original = match record.key.kind {
        Kind::Movie => record.part::<MovieFacts>()?.original_title,
        Kind::Series => record.part::<SeriesFacts>()?.original_name,
        _ => None,
    };
    let any = || texts.any_title().map(str::to_owned);
    Ok(original.or_else(any).unwrap_or_default())
}

/// `POST /queue/{kind}/order`
async fn order(
    State(site): State<Site>,
    member: Member,
    Path(kind): Path<String>,
    form: Form,
) -> Response {
    let Some((kind, change)) = named(&kind).zip(Reordering::read(&form)) else {
        return failed(&site, member.visitor, &ApiError::NotFound);
    };
    let mut done = Ok(());
    for _ in 0..TRIES {
        done = put_in_order(&site, member.account.id, kind, &change).await;
        if !matches!(done, Err(QueueError::Stale)) {
            break;
        }
    }
    went_on(&site, member, kind, done)
}

async fn put_in_order(
    site: &Site,
    account: i64,
    kind: QueueKind,
    change: &Reordering,
) -> Result<(), QueueError> {
    let store = &site.app.store;
    let queue = store.queue(account, kind).await?;
    let target = QueueTarget {
        account,
        kind,
        etag: Some(queue.etag().to_string()),
        now: site.app.settings.clock.milliseconds(),
    };
    match *change {
        Reordering::Remove(title) => drop(store.dequeue(target, title).await?),
        Reordering::Move(title, before) => {
            let wish = Wish {
                title,
                position: Some(position(&queue, title, before)?),
                format: FormatWish::Best,
            };
            store.enqueue(target, wish).await?;
        }
    }
    Ok(())
}

/// The position that a title has before another one, once it is taken out from where it is.
fn position(
    queue: &Queue,
    title: EntityKey,
    before: Option<EntityKey>,
) -> Result<usize, QueueError> {
    let at = |title| match queue.find(title) {
        Some(Place::Available(position)) => Ok(position),
        _ => Err(QueueError::Absent),
    };
    let from = at(title)?;
    let to = before.map_or(Ok(queue.available.len() + 1), at)?;
    Ok(if from < to { to - 1 } else { to })
}

/// `POST /queue/{kind}/add`: `title` is a title; of a series all episodes come in.
async fn add(
    State(site): State<Site>,
    member: Member,
    Path(kind): Path<String>,
    form: Form,
) -> Response {
    let Some((kind, title)) = named(&kind).zip(title(form.field("title"))) else {
        return failed(&site, member.visitor, &ApiError::NotFound);
    };
    let target = QueueTarget {
        account: member.account.id,
        kind,
        etag: None,
        now: site.app.settings.clock.milliseconds(),
    };
    let wish = Wish {
        title,
        position: None,
        format: FormatWish::Best,
    };
    let done = site.app.store.enqueue(target, wish).await.map(drop);
    went_on(&site, member, kind, done)
}

/// To the queue, or to a page that says why it is as it was.
fn went_on(site: &Site, member: Member, kind: QueueKind, done: Result<(), QueueError>) -> Response {
    let text = match done {
        // Whoever sends a form twice means it once.
        Ok(()) | Err(QueueError::Present | QueueError::Absent) => {
            return Redirect::to(&format!("/queue?of={}", kind.name())).into_response();
        }
        Err(QueueError::Store(error)) => return failed(site, member.visitor, &error.into()),
        Err(QueueError::Full) => "The queue is full: it holds 500 titles.",
        Err(QueueError::Stale) => "Somebody else is changing the queue. Try again.",
        Err(QueueError::AtHome) => "The disc is at home.",
        Err(_) => "This title cannot be had here.",
    };
    let (visitor, status) = (member.visitor, StatusCode::UNPROCESSABLE_ENTITY);
    message(site, visitor, status, "Next to watch", text)
}
