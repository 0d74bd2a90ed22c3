//! The page of a discussion: its messages, the form for a reply, and what was done with it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kinora_model::discussion::{Act, Acted, Discussion, Message, MessageText, Writer};
use serde::Deserialize;

use super::super::Site;
use super::super::markdown::{quoted, rendered};
use super::super::member::Member;
use super::super::moment::Moment;
use super::super::page::{Page, answered, failed, private, shown};
use super::super::pages::Pages;
use super::super::shortcut::Shortcut;
use super::super::subject::Subject;
use super::super::visitor::Visitor;
use super::{MessageForm, PAGE_SIZE, Refusal, place, reader, refusal};
use crate::error::ApiError;

/// Which page, and what the reply begins with.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    page: Option<String>,
    quote: Option<i64>,
}

/// A message as the page shows it.
struct Shown {
    id: i64,
    by: Option<Writer>,
    /// Empty when it was removed.
    html: String,
    written: Moment,
    changed: Option<Moment>,
    is_new: bool,
    is_own: bool,
}

impl Shown {
    fn of(message: Message, account: Option<i64>, read_to: i64) -> Shown {
        let writer = message.written_by.as_ref().map(|writer| writer.account);
        Shown {
            id: message.id,
            html: rendered(&message.text),
            written: Moment::of(message.written_at),
            changed: message.changed_at.map(Moment::of),
            is_new: account.is_some() && message.id > read_to,
            is_own: account.is_some() && writer == account,
            by: message.written_by,
        }
    }
}

#[derive(Template)]
#[template(path = "discussion.html")]
struct Talk {
    page: Page,
    discussion: Discussion,
    about: Option<Subject>,
    messages: Vec<Shown>,
    pages: Pages,
    last_reply: String,
    /// Where a discussion of the same things is begun.
    new: String,
    /// What the reply begins with, or what was typed.
    text: String,
    wrong: Option<&'static str>,
    is_moderator: bool,
    may_close: bool,
}

/// `GET /discuss/{id}`
pub async fn page(
    State(site): State<Site>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(wish): Query<Wish>,
) -> Response {
    match talk(&site, &visitor, &id, &wish).await {
        Ok(talk) => private(&talk),
        Err(error) => failed(&site, visitor, &error),
    }
}

/// `POST /discuss/{id}`
pub async fn reply(
    State(site): State<Site>,
    member: Member,
    Path(id): Path<String>,
    form: MessageForm,
) -> Response {
    let visitor = &member.visitor;
    let replied = async {
        let written = form.field("text");
        let refused = match MessageText::new(written) {
            None => (
                StatusCode::BAD_REQUEST,
                "Please write a message of at most 10,000 characters.",
            ),
            Some(text) => {
                let number = number(&id)?;
                let now = site.app.settings.clock.milliseconds();
                let replied = site.app.store.reply(reader(visitor), number, text, now);
                match replied.await {
                    Ok(message) => {
                        let to = format!("/discuss/message/{message}");
                        return Ok(Redirect::to(&to).into_response());
                    }
                    Err(error) => refusal(error)?,
                }
            }
        };
        again(&site, visitor, &id, written, refused).await
    };
    answered(&site, visitor, replied).await
}

/// The last page with what was typed and why it was not taken.
async fn again(
    site: &Site,
    visitor: &Visitor,
    id: &str,
    written: &str,
    (status, reason): Refusal,
) -> Result<Response, ApiError> {
    let mut talk = talk(site, visitor, id, &Wish::default()).await?;
    written.clone_into(&mut talk.text);
    talk.wrong = Some(reason);
    Ok((status, private(&talk)).into_response())
}

/// The number of a discussion, in a segment of an address.
pub fn number(id: &str) -> Result<i64, ApiError> {
    id.parse().map_err(|_| ApiError::NotFound)
}

async fn found(site: &Site, visitor: &Visitor, id: &str) -> Result<Discussion, ApiError> {
    let found = site.app.store.discussion(reader(visitor), number(id)?);
    found.await?.ok_or(ApiError::NotFound)
}

/// What a discussion is about, unless that is gone.
async fn subject(site: &Site, visitor: &Visitor, discussion: &Discussion) -> Option<Subject> {
    let key = discussion.about?;
    let id = key.id.to_string();
    Subject::of(site, visitor, key.kind, &id).await.ok()
}

async fn talk(site: &Site, visitor: &Visitor, id: &str, wish: &Wish) -> Result<Talk, ApiError> {
    let store = &site.app.store;
    let discussion = found(site, visitor, id).await?;
    let reader = reader(visitor);
    let total = usize::try_from(discussion.messages).unwrap_or_default();
    let turn = format!("/discuss/{}?page=", discussion.id);
    let pages = Pages::of(wish.page.as_deref(), total, PAGE_SIZE, turn)?.with_keys();
    let first = (pages.page - 1) * PAGE_SIZE;
    let messages = store.messages(discussion.id, first, PAGE_SIZE).await?;
    let text = match wish.quote {
        Some(quote) => {
            let quote = store.message(reader, quote).await?;
            let of_this = quote.filter(|(message, _)| message.discussion == discussion.id);
            of_this.map(|(message, _)| quoted(&message.text))
        }
        None => None,
    };
    if let (Some(account), Some(last)) = (reader.account, messages.last())
        && last.id > discussion.read_to
    {
        store
            .read_discussion(account, discussion.id, last.id)
            .await?;
    }
    let about = subject(site, visitor, &discussion).await;
    let path = format!("/discuss/{}", discussion.id);
    let mut page = Page::new(site, visitor.clone(), &path, &discussion.subject);
    page.shortcuts = Shortcut::DISCUSSION.to_vec();
    let base = about.as_ref().map_or("", |about| about.address.as_str());
    let begun_by = discussion.begun_by.as_ref().map(|writer| writer.account);
    Ok(Talk {
        new: format!("{base}/discuss/new"),
        last_reply: place(discussion.id, discussion.last_message, total.max(1) - 1),
        messages: messages
            .into_iter()
            .map(|message| Shown::of(message, reader.account, discussion.read_to))
            .collect(),
        text: text.unwrap_or_default(),
        wrong: None,
        is_moderator: reader.is_moderator,
        may_close: reader.is_moderator || (begun_by.is_some() && begun_by == reader.account),
        page,
        about,
        pages,
        discussion,
    })
}

/// What was done, as a phrase of the site.
fn phrase(act: Act) -> &'static str {
    match act {
        Act::Begun => "Begun",
        Act::Closed => "Closed",
        Act::Opened => "Opened again",
        Act::MadePrivate => "Made private",
        Act::MadePublic => "Made public",
        Act::Removed => "A message removed",
    }
}

#[derive(Template)]
#[template(path = "discussion_log.html")]
struct Log {
    page: Page,
    discussion: Discussion,
    acts: Vec<(&'static str, Option<Writer>, Moment)>,
}

/// `GET /discuss/{id}/activity`
pub async fn activity(
    State(site): State<Site>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Response {
    let made = async {
        let discussion = found(&site, &visitor, &id).await?;
        let acts = site.app.store.discussion_log(discussion.id).await?;
        let acts = acts
            .into_iter()
            .map(|Acted { act, by, at }| (phrase(act), by, Moment::of(at)));
        let path = format!("/discuss/{}/activity", discussion.id);
        let title = format!("{} – {}", discussion.subject, visitor.words.say("Activity"));
        let mut page = Page::new(&site, visitor.clone(), &path, &title);
        page.shortcuts = Shortcut::BELOW.to_vec();
        Ok(Log {
            page,
            acts: acts.collect(),
            discussion,
        })
    };
    shown(&site, visitor.clone(), made).await
}
