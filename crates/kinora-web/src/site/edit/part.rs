//! The page on which a part of an entity is edited.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use askama::Template;
use axum::extract::{Extension, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kinora_model::reference::Reference;
use kinora_model::{Kind, Locale, Part, form};
use serde_json::Value;

use super::super::Site;
use super::super::member::{Editor, Member};
use super::super::page::{Page, answered, private};
use super::super::shortcut::Shortcut;
use super::super::subject::segment;
use super::below::{Below, below};
use super::choice::{Choice, Chosen};
use super::excerpt::Excerpt;
use super::leaf::Offered;
use super::moderate::Moderation;
use super::sent::Sent;
use super::sheet::Sheet;
use super::suggestions::suggestions;
use super::typed::Typed;
use super::whole::Whole;
use super::{Desk, PartFields, image, label, lookup};
use crate::error::ApiError;

/// How many empty rows a list may be shown with.
const MOST_EMPTY_ROWS: usize = 50;

/// How many faults that no field shows a page lists.
const MOST_FAULTS: usize = 50;

/// What of a part is wanted, by the names of choices, and what was just done (`saved`).
pub type Wish = HashMap<String, String>;

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
    /// What else of the part can be shown, and whether there is something.
    options: Vec<(String, bool)>,
    /// What of it is shown, where it is not shown whole.
    excerpt: Option<Chosen>,
    base: i64,
    before: String,
    /// The rows that can be shown, where there are too many for one page, and the number of those that are.
    leaves: Vec<Offered>,
    leaf: Option<usize>,
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
    /// The document as it is.
    pub whole: &'a Whole,
    /// What of the document they were made from.
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
        let asked = |name: &str| wish.get(name).map_or("", String::as_str);
        let excerpt = Excerpt::of(kind, &part, asked, visitor.reads())?;
        let whole = Whole::of(&site, visitor, &desk, &excerpt).await?;
        let excerpt = excerpt.fitting(whole.document.as_ref());
        let shown = excerpt.cut(whole.document.as_ref());
        let typed = Typed::of_document(excerpt.part.name(), &excerpt.form, shown.as_ref());
        let showing = Showing {
            kind,
            base: desk.worded.version,
            whole: &whole,
            before: shown.as_ref(),
            typed,
            comment: String::new(),
            empty_rows: 0,
            note: wish.get("saved").map(|saved| match saved.as_str() {
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
        let asked = |name: &str| form.field(name);
        let excerpt = Excerpt::of(kind, &part, asked, member.visitor.reads())?;
        let whole = Whole::of(&site, &member.visitor, &desk, &excerpt).await?;
        let sent = Sent::read(&site, kind, &form, &excerpt, whole)?;
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
    let title = format!("{heading} – {}", words.say(label::part_of(kind, part)));
    let mut page = Page::new(site, visitor, &action, &title);
    page.shortcuts = Shortcut::EDIT.to_vec();
    let reference = site.app.store.reference();
    let image_base = page.image("", "");
    let locks = locks(showing.desk, excerpt);
    let whole = showing.whole.document.as_ref();
    let rows_before = excerpt.rows_before(whole);
    let mut sheet = Sheet {
        words,
        locale,
        kind,
        reference: &reference,
        image_base: &image_base,
        typed: &showing.typed,
        names: &names,
        credits: &showing.whole.credits,
        rows_before: &rows_before,
        meant: &meant,
        faults: showing.faults,
        locks: &locks,
        empty_rows: 1 + showing.empty_rows.min(MOST_EMPTY_ROWS),
        lists: BTreeSet::new(),
    };
    let fields = sheet
        .fields(path, path, form)
        .map_err(|_| ApiError::Broken)?;
    let lists = suggestions(&sheet.lists, &reference, words, kind).map_err(|_| ApiError::Broken)?;
    // What no field shows.
    let faults = sheet
        .faults
        .into_iter()
        .map(|(field, faults)| format!("{field} {}", faults.join("; ")));
    let mut faults: Vec<String> = faults.take(MOST_FAULTS).collect();
    if let Some(reason) = locks.get(path) {
        faults.push(format!("🔒 {reason}"));
    }
    let template = EditPage {
        tabs: tabs(kind, showing.desk, part),
        options: options(kind, excerpt, whole, &reference),
        leaves: excerpt.leaves(whole),
        leaf: excerpt.leaf.map(|leaf| leaf.0),
        excerpt: excerpt.chosen.clone(),
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
        (label::part_of(kind, part), address, part == chosen)
    };
    form::parts(kind).map(tab).collect()
}

/// What of a part can be chosen.
fn options(
    kind: Kind,
    excerpt: &Excerpt,
    document: Option<&Value>,
    reference: &Reference,
) -> Vec<(String, bool)> {
    let usual = match excerpt.chosen.as_ref().map(|chosen| chosen.choice) {
        Some(Choice::Translation) => reference.primary_translations(),
        Some(Choice::Country) => {
            let countries = reference.countries(Locale::DEFAULT);
            countries
                .iter()
                .map(|country| country.iso_3166_1.clone())
                .collect()
        }
        Some(Choice::List) | None => Vec::new(),
    };
    let form = form::part(kind, excerpt.part);
    form.map_or(Vec::new(), |form| excerpt.options(&form, document, &usual))
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
