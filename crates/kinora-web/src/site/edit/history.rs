//! What was changed, by whom and why, with a way to take it back.

use askama::Template;
use axum::extract::{Extension, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kinora_model::draft::{Draft, DraftChange};
use kinora_model::{EntityKey, Kind, Part};
use kinora_store::{Revision, SubmitError};

use super::super::Site;
use super::super::member::Editor;
use super::super::moment::Moment;
use super::super::page::{Page, answered, failed, private, shown};
use super::super::pages::{Asked, Pages};
use super::super::shortcut::Shortcut;
use super::super::visitor::Visitor;
use super::difference::{Difference, FIELDS, Room};
use super::sent::{refused, told};
use super::{Desk, PartFields, base, label, lookup, people};
use crate::editing::answer::Names;
use crate::editing::submit::hand_in;
use crate::error::ApiError;
use crate::v3::page::PAGE_SIZE;

/// How many of the newest changes of the catalogue are shown.
const NEWEST: usize = 50;

/// A revision.
struct Entry {
    seq: i64,
    /// The entity and its address, where the page is about several.
    about: Option<(String, String)>,
    part: &'static str,
    editor: String,
    comment: String,
    made_at: Moment,
    changes: Vec<Difference>,
    /// How many more fields it changed than there is room for.
    others: usize,
    /// The page about it alone, which shows all of them.
    address: String,
}

#[derive(Template)]
#[template(path = "changes.html")]
struct Changes {
    page: Page,
    heading: String,
    /// The page of the entity and the one below which its pages for editors are; empty for all of the catalogue.
    address: String,
    base: String,
    entries: Vec<Entry>,
    pages: Pages,
    may_undo: bool,
    wrong: Option<String>,
}

async fn entries(
    site: &Site,
    revisions: Vec<Revision>,
    mut room: Room,
) -> Result<Vec<Entry>, ApiError> {
    let editors = revisions.iter().filter_map(|revision| revision.editor);
    let names = Names::of(&site.app, editors.collect()).await?;
    let taken = revisions.iter();
    let mut taken: Vec<_> = taken.map(|revision| room.take(&revision.changes)).collect();
    let told = revisions.iter().zip(&mut taken);
    let told = told.filter_map(|(revision, (changes, _))| Some((revision.key?, changes)));
    people::name(site, &mut told.collect::<Vec<_>>()).await?;
    let entry = |(revision, (changes, others)): (Revision, (Vec<Difference>, usize))| {
        let parts = Part::DOCUMENTS.into_iter().chain(Part::ROWS);
        let part = parts.into_iter().find(|part| part.name() == revision.part);
        Entry {
            seq: revision.seq,
            about: None,
            part: part.map_or(revision.part, label::part),
            editor: names.name(revision.editor),
            made_at: Moment::of(revision.made_at),
            changes,
            others,
            address: revision
                .key
                .map(|key| format!("{}/changes/{}", base(key), revision.seq))
                .unwrap_or_default(),
            comment: revision.comment,
        }
    };
    Ok(revisions.into_iter().zip(taken).map(entry).collect())
}

/// `GET /changes`: the newest of the whole catalogue.
pub async fn newest(State(site): State<Site>, visitor: Visitor) -> Response {
    let made = async {
        let store = &site.app.store;
        let last = store.last_seq().await?;
        let mut revisions = store.feed(last - NEWEST as i64, NEWEST).await?;
        revisions.reverse();
        revisions.retain(|revision| revision.key.is_some());
        let keys: Vec<EntityKey> = revisions
            .iter()
            .filter_map(|revision| revision.key)
            .collect();
        let mut entries = entries(&site, revisions, Room::default()).await?;
        let names = lookup::named(&site, keys.clone()).await?;
        for (entry, key) in entries.iter_mut().zip(keys) {
            let kind = visitor.words.say(label::kind(key.kind));
            let name = match names.get(&key) {
                Some(name) if !name.is_empty() => format!("{kind} {name}"),
                _ => format!("{kind} {}", key.id),
            };
            entry.about = Some((name, format!("{}/changes", base(key))));
        }
        let title = visitor.words.say("Changes").to_owned();
        Ok(Changes {
            page: Page::new(&site, visitor.clone(), "/changes", &title),
            heading: title,
            address: String::new(),
            base: String::new(),
            entries,
            pages: Pages::of(None, NEWEST, NEWEST, String::new())?,
            may_undo: false,
            wrong: None,
        })
    };
    shown(&site, visitor.clone(), made).await
}

/// `GET /{kind}/{id}/changes`
pub async fn page(
    State(site): State<Site>,
    Extension(kind): Extension<Kind>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let made = async {
        let desk = Desk::of(&site, kind, &id).await?;
        changes(&site, visitor.clone(), &desk, asked.number()).await
    };
    match made.await {
        Ok(changes) => private(&changes),
        Err(error) => failed(&site, visitor, &error),
    }
}

async fn changes(
    site: &Site,
    visitor: Visitor,
    desk: &Desk,
    page: Option<&str>,
) -> Result<Changes, ApiError> {
    let first = Pages::first_row(page, PAGE_SIZE);
    let first = i64::try_from(first).map_err(|_| ApiError::InvalidPage)?;
    let (key, size) = (desk.worded.key, PAGE_SIZE as i64);
    let (total, revisions) = site.app.store.history_page(key, first, size).await?;
    let total = usize::try_from(total).unwrap_or_default();
    let turn = format!("{}/changes?page=", desk.base);
    let pages = Pages::of(page, total, PAGE_SIZE, turn)?;
    let entries = entries(site, revisions, Room::default()).await?;
    Ok(about(site, visitor, desk, entries, pages))
}

/// `GET /{kind}/{id}/changes/{revision}`: everything that one of them changed.
pub async fn revision(
    State(site): State<Site>,
    Extension(kind): Extension<Kind>,
    visitor: Visitor,
    Path((id, seq)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    let made = async {
        let desk = Desk::of(&site, kind, &id).await?;
        let seq: i64 = seq.parse().map_err(|_| ApiError::NotFound)?;
        let found = site.app.store.feed(seq.saturating_sub(1), 1).await?;
        let mut found = found.into_iter();
        let found = found.find(|found| found.seq == seq && found.key == Some(desk.worded.key));
        let mut revision = found.ok_or(ApiError::NotFound)?;
        let turn = format!("{}/changes/{seq}?page=", desk.base);
        let pages = Pages::of(asked.number(), revision.changes.len(), FIELDS, turn)?;
        let changes = revision.changes.into_iter();
        let changes = changes.skip(pages.rows().start).take(FIELDS);
        revision.changes = changes.collect();
        let entries = entries(&site, vec![revision], Room::for_all()).await?;
        Ok(about(&site, visitor.clone(), &desk, entries, pages))
    };
    match made.await {
        Ok(changes) => private(&changes),
        Err(error) => failed(&site, visitor, &error),
    }
}

/// The page of some of the changes of what is on the desk.
fn about(site: &Site, visitor: Visitor, desk: &Desk, entries: Vec<Entry>, pages: Pages) -> Changes {
    let may_undo = visitor.edits();
    let title = format!("{} – {}", desk.name, visitor.words.say("Changes"));
    let path = format!("{}/changes", desk.base);
    let mut page = Page::new(site, visitor, &path, &title);
    page.shortcuts = match may_undo {
        true => Shortcut::MEDIA.to_vec(),
        false => Shortcut::BELOW.to_vec(),
    };
    Changes {
        page,
        heading: title,
        address: desk.address.clone(),
        base: desk.base.clone(),
        entries,
        pages,
        may_undo,
        wrong: None,
    }
}

/// `POST /{kind}/{id}/changes/{revision}/undo`
pub async fn undo(
    State(site): State<Site>,
    Extension(kind): Extension<Kind>,
    Editor(member): Editor,
    Path((id, revision)): Path<(String, String)>,
    form: PartFields,
) -> Response {
    let undone = async {
        let desk = Desk::of(&site, kind, &id).await?;
        let fields = form.fields().filter(|(name, _)| *name == "field");
        let draft = Draft {
            comment: form.field("comment").to_owned(),
            changes: vec![DraftChange::Undo {
                key: desk.worded.key,
                revision: revision.parse().map_err(|_| ApiError::NotFound)?,
                fields: fields.map(|(_, field)| field.to_owned()).collect(),
            }],
        };
        let (status, wrong) = match hand_in(&site.app, &member.account, draft, None).await? {
            Ok(outcome) => {
                let to = match outcome.proposal {
                    Some(proposal) => format!("/proposals/{proposal}"),
                    None => format!("{}/changes", desk.base),
                };
                return Ok(Redirect::to(&to).into_response());
            }
            Err(SubmitError::BuiltUpon { fields, .. }) => {
                let reason = "These fields were changed again since. Choose others to take back:";
                let reason = member.visitor.words.say(reason);
                (
                    StatusCode::CONFLICT,
                    format!("{reason} {}", fields.join(", ")),
                )
            }
            Err(SubmitError::Faults(faults)) => {
                let faults = told(member.visitor.words, faults);
                (StatusCode::BAD_REQUEST, faults.join("; "))
            }
            Err(error) => return refused(&site, &member, error),
        };
        let mut changes = changes(&site, member.visitor.clone(), &desk, None).await?;
        changes.wrong = Some(wrong);
        Ok((status, private(&changes)).into_response())
    };
    answered(&site, &member.visitor, undone).await
}
