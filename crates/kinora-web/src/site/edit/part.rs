//! The page on which a part of an entity is edited.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use askama::Template;
use axum::extract::{Extension, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kinora_model::{Kind, Part};
use serde::Deserialize;
use serde_json::Value;

use super::super::Site;
use super::super::member::{Editor, Member};
use super::super::page::{Page, answered, private};
use super::super::shortcut::Shortcut;
use super::super::subject::segment;
use super::below::{Below, below};
use super::excerpt::Excerpt;
use super::moderate::Moderation;
use super::sent::Sent;
use super::sheet::{Sheet, suggestions};
use super::typed::Typed;
use super::{Desk, PartFields, image, label, lookup, parts};
use crate::error::ApiError;

/// How many empty rows a list may be shown with.
const MOST_EMPTY_ROWS: usize = 50;

/// Which translation, and what was just done.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    locale: String,
    saved: Option<String>,
}

#[derive(Template)]
#[template(path = "edit.html")]
struct EditPage {
    page: Page,
    heading: String,
    address: String,
    /// Where the form is sent.
    action: String,
    /// Part, address, and whether it is the one shown.
    tabs: Vec<(&'static str, String, bool)>,
    /// The translations that can be chosen, and whether there is one.
    locales: Vec<(String, bool)>,
    locale: Option<String>,
    base: i64,
    before: String,
    comment: String,
    empty_rows: usize,
    fields: String,
    suggestions: String,
    note: Option<&'static str>,
    wrong: Option<&'static str>,
    faults: Vec<String>,
    below: Vec<Below>,
    is_new: bool,
    /// The page of the history.
    changes: String,
    /// The lists to which pictures can be added, and where that is done.
    lists: Vec<(&'static str, String)>,
    chosen: &'static str,
    edit: String,
    /// What moderators may do, on the first page.
    moderation: Option<Moderation>,
}

/// What a page of fields is to show.
pub struct Showing<'a> {
    /// The entity; `None` for a new one.
    pub desk: Option<&'a Desk>,
    /// Its kind.
    pub kind: Kind,
    /// What is shown of which part.
    pub excerpt: &'a Excerpt,
    /// The version that the fields were made from.
    pub base: i64,
    /// The document that they were made from.
    pub before: Option<&'a Value>,
    /// What is typed.
    pub typed: Typed,
    /// Why it is changed.
    pub comment: String,
    /// How many more empty rows lists are shown with.
    pub empty_rows: usize,
    /// What was just done.
    pub note: Option<&'static str>,
    /// Why it was not.
    pub wrong: Option<&'static str>,
    /// What is wrong with which field.
    pub faults: BTreeMap<String, Vec<String>>,
}

/// `GET /{kind}/{id}/edit`
pub async fn facts(
    site: State<Site>,
    kind: Extension<Kind>,
    editor: Editor,
    Path(id): Path<String>,
    wish: Query<Wish>,
) -> Response {
    let part = Part::Facts.name().to_owned();
    page(site, kind, editor, Path((id, part)), wish).await
}

/// `GET /{kind}/{id}/edit/{part}`
pub async fn page(
    State(site): State<Site>,
    Extension(kind): Extension<Kind>,
    Editor(member): Editor,
    Path((id, part)): Path<(String, String)>,
    Query(wish): Query<Wish>,
) -> Response {
    let shown = async {
        let desk = Desk::of(&site, kind, &id).await?;
        let visitor = &member.visitor;
        let excerpt = Excerpt::of(kind, &part, Some(&wish.locale), visitor.locale)?;
        let before = desk.document(excerpt.part).cloned();
        let shown = excerpt.cut(before.as_ref());
        let typed = Typed::of_document(excerpt.part.name(), &excerpt.form, shown.as_ref());
        let showing = Showing {
            kind,
            base: desk.worded.version,
            before: before.as_ref(),
            typed,
            comment: String::new(),
            empty_rows: 0,
            note: wish.saved.as_deref().map(|saved| match saved {
                "0" => "Nothing was changed.",
                _ => "It was saved.",
            }),
            wrong: None,
            faults: BTreeMap::new(),
            excerpt: &excerpt,
            desk: Some(&desk),
        };
        show(&site, &member, StatusCode::OK, showing).await
    };
    answered(&site, &member.visitor, shown).await
}

/// `POST /{kind}/{id}/edit/{part}`
pub async fn save(
    State(site): State<Site>,
    Extension(kind): Extension<Kind>,
    Editor(member): Editor,
    Path((id, part)): Path<(String, String)>,
    form: PartFields,
) -> Response {
    let saved = async {
        let desk = Desk::of(&site, kind, &id).await?;
        let locale = Some(form.field("locale"));
        let excerpt = Excerpt::of(kind, &part, locale, member.visitor.locale)?;
        let sent = Sent::read(&form, &excerpt)?;
        sent.hand_in(&site, &member, kind, Some(&desk), &excerpt)
            .await
    };
    answered(&site, &member.visitor, saved).await
}

/// Shows a page of fields.
pub async fn show(
    site: &Site,
    member: &Member,
    status: StatusCode,
    showing: Showing<'_>,
) -> Result<Response, ApiError> {
    let visitor = member.visitor.clone();
    let (kind, excerpt, part) = (showing.kind, showing.excerpt, showing.excerpt.part);
    let (path, form) = (part.name(), &excerpt.form);
    let names = lookup::names(site, path, form, &showing.typed).await?;
    let meant = match showing.wrong {
        Some(_) => lookup::meant(site, &visitor, path, form, &showing.typed).await?,
        None => HashMap::new(),
    };
    let words = visitor.words;
    let locale = visitor.locale;
    let (heading, base, address) = match showing.desk {
        Some(desk) => (desk.name.clone(), desk.base.clone(), desk.address.clone()),
        None => (
            format!("{}: {}", words.say("New"), words.say(label::kind(kind))),
            format!("/{}", segment(kind)),
            format!("/{}", segment(kind)),
        ),
    };
    let action = match showing.desk {
        Some(_) => format!("{base}/edit/{path}"),
        None => format!("{base}/new"),
    };
    let title = format!("{heading} – {}", words.say(label::part(part)));
    let mut page = Page::new(site, visitor, &action, &title);
    page.shortcuts = Shortcut::EDIT.to_vec();
    let reference = site.app.store.reference();
    let image_base = page.image("", "");
    let locks = locks(showing.desk, excerpt);
    let mut sheet = Sheet {
        words,
        locale,
        kind,
        reference: &reference,
        image_base: &image_base,
        typed: &showing.typed,
        names: &names,
        meant: &meant,
        faults: showing.faults,
        locks: &locks,
        empty_rows: 1 + showing.empty_rows.min(MOST_EMPTY_ROWS),
        lists: BTreeSet::new(),
    };
    let fields = sheet
        .fields(path, path, form)
        .map_err(|_| ApiError::Broken)?;
    let lists = suggestions(&sheet.lists, &reference, locale).map_err(|_| ApiError::Broken)?;
    // What no field shows.
    let faults = sheet
        .faults
        .into_iter()
        .map(|(field, faults)| format!("{field} {}", faults.join("; ")));
    let mut faults: Vec<String> = faults.collect();
    if let Some(reason) = locks.get(path) {
        faults.push(format!("🔒 {reason}"));
    }
    let template = EditPage {
        tabs: tabs(kind, showing.desk, part),
        locales: locales(excerpt, showing.before, &reference.primary_translations()),
        locale: excerpt.locale.clone(),
        base: showing.base,
        before: showing.before.map(Value::to_string).unwrap_or_default(),
        comment: showing.comment,
        empty_rows: showing.empty_rows.min(MOST_EMPTY_ROWS),
        fields,
        suggestions: lists,
        note: showing.note,
        wrong: showing.wrong,
        faults,
        below: below(site, showing.desk).await?,
        is_new: showing.desk.is_none(),
        changes: format!("{base}/changes"),
        lists: match (part, showing.desk) {
            (Part::Images, Some(_)) => image::lists(kind),
            _ => Vec::new(),
        },
        chosen: "",
        moderation: showing
            .desk
            .filter(|_| part == Part::Facts && page.visitor.moderates())
            .map(Moderation::of),
        edit: format!("{base}/edit/images"),
        heading,
        address,
        action,
        page,
    };
    Ok((status, private(&template)).into_response())
}

fn tabs(kind: Kind, desk: Option<&Desk>, chosen: Part) -> Vec<(&'static str, String, bool)> {
    let Some(desk) = desk else {
        return Vec::new();
    };
    let tab = |(part, _): (Part, _)| {
        let address = format!("{}/edit/{}", desk.base, part.name());
        (label::part(part), address, part == chosen)
    };
    parts(kind).map(tab).collect()
}

/// The translations that can be chosen: those that there are, then those that catalogues usually have.
fn locales(excerpt: &Excerpt, document: Option<&Value>, usual: &[String]) -> Vec<(String, bool)> {
    let Some(chosen) = &excerpt.locale else {
        return Vec::new();
    };
    let rows = document.and_then(|document| document.get("translations")?.as_array());
    let told = rows.into_iter().flatten();
    let told = told.filter_map(|row| row.get("locale")?.as_str());
    let mut locales: Vec<(String, bool)> = told.map(|locale| (locale.to_owned(), true)).collect();
    for locale in usual.iter().chain([chosen]) {
        if !locales.iter().any(|(known, _)| known == locale) {
            locales.push((locale.clone(), false));
        }
    }
    locales
}

/// The reasons of locks by the fields that they lock; those of fields that differences name by identity stand with the part.
fn locks(desk: Option<&Desk>, excerpt: &Excerpt) -> BTreeMap<String, String> {
    let part = excerpt.part.name();
    let locks = desk.into_iter().flat_map(|desk| &desk.worded.locks);
    let of_part = locks.filter(|lock| lock.part == part).map(|lock| {
        let simple = !lock.field.is_empty() && !lock.field.contains('[');
        match simple {
            true => (format!("{part}.{}", lock.field), lock.reason.clone()),
            false => {
                let reason = format!("{} {}", lock.field, lock.reason);
                (part.to_owned(), reason.trim().to_owned())
            }
        }
    });
    of_part.collect()
}
