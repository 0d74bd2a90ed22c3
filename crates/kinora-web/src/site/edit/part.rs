//! The page on which a part of an entity is edited.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use askama::Template;
use axum::extract::{Extension, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kinora_model::account::Role;
use kinora_model::draft::{Draft, DraftChange};
use kinora_model::form::Fault;
use kinora_model::{Kind, Part};
use kinora_store::SubmitError;
use serde::Deserialize;
use serde_json::Value;

use super::super::Site;
use super::super::answer::encoded;
use super::super::member::Member;
use super::super::page::{Page, failed, message, private};
use super::super::shortcut::Shortcut;
use super::super::subject::segment;
use super::excerpt::Excerpt;
use super::sheet::{Sheet, suggestions};
use super::typed::{Reading, Typed};
use super::{Desk, PartFields, image, label, lookup, merge, parts};
use crate::editing::submit::hand_in;
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

/// A link to something else that belongs to the entity.
struct Below {
    address: String,
    name: String,
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
    member: Member,
    Path(id): Path<String>,
    wish: Query<Wish>,
) -> Response {
    let part = Part::Facts.name().to_owned();
    page(site, kind, member, Path((id, part)), wish).await
}

/// `GET /{kind}/{id}/edit/{part}`
pub async fn page(
    State(site): State<Site>,
    Extension(kind): Extension<Kind>,
    member: Member,
    Path((id, part)): Path<(String, String)>,
    Query(wish): Query<Wish>,
) -> Response {
    if let Some(refused) = member.refused(&site, Role::Contributor) {
        return refused;
    }
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
    shown
        .await
        .unwrap_or_else(|error| failed(&site, member.visitor.clone(), &error))
}

/// `POST /{kind}/{id}/edit/{part}`
pub async fn save(
    State(site): State<Site>,
    Extension(kind): Extension<Kind>,
    member: Member,
    Path((id, part)): Path<(String, String)>,
    form: PartFields,
) -> Response {
    if let Some(refused) = member.refused(&site, Role::Contributor) {
        return refused;
    }
    let saved = async {
        let desk = Desk::of(&site, kind, &id).await?;
        let locale = Some(form.field("locale"));
        let excerpt = Excerpt::of(kind, &part, locale, member.visitor.locale)?;
        let sent = Sent::read(&form, &excerpt)?;
        sent.hand_in(&site, &member, kind, Some(&desk), &excerpt)
            .await
    };
    saved
        .await
        .unwrap_or_else(|error| failed(&site, member.visitor.clone(), &error))
}

/// What a form of fields says.
pub struct Sent {
    typed: Typed,
    base: i64,
    before: Option<Value>,
    comment: String,
    empty_rows: usize,
    wants_rows: bool,
    reading: Reading,
    document: Option<Value>,
}

impl Sent {
    /// Reads a form.
    pub fn read(form: &PartFields, excerpt: &Excerpt) -> Result<Sent, ApiError> {
        let before = match form.field("before") {
            "" => None,
            text => serde_json::from_str(text).map_err(|_| ApiError::InvalidParameters)?,
        };
        let typed = Typed::of_fields(form.fields());
        let mut reading = Reading::default();
        let shown = excerpt.cut(before.as_ref());
        let name = excerpt.part.name();
        let read = reading.document(&typed, name, &excerpt.form, shown.as_ref());
        Ok(Sent {
            document: excerpt.paste(before.as_ref(), read),
            base: form.field("base").parse().unwrap_or_default(),
            comment: form.field("comment").to_owned(),
            empty_rows: form.field("rows").parse().unwrap_or_default(),
            wants_rows: form.field("action") == "more",
            typed,
            before,
            reading,
        })
    }

    /// Hands in what the form means, or shows it again with what is wrong.
    pub async fn hand_in(
        self,
        site: &Site,
        member: &Member,
        kind: Kind,
        desk: Option<&Desk>,
        excerpt: &Excerpt,
    ) -> Result<Response, ApiError> {
        if self.wants_rows {
            let showing = self.again(kind, desk, excerpt);
            let showing = Showing {
                empty_rows: showing.empty_rows + 3,
                ..showing
            };
            return show(site, member, StatusCode::OK, showing).await;
        }
        if let Some(desk) = desk
            && self.document == self.before
        {
            return Ok(Redirect::to(&address(desk, excerpt, "0")).into_response());
        }
        let key = desk.map_or(kinora_model::EntityKey::new(kind, -1), |desk| {
            desk.worded.key
        });
        let draft = Draft {
            comment: self.comment.clone(),
            changes: vec![DraftChange::Put {
                key,
                base: self.base,
                part: excerpt.part.name().to_owned(),
                document: self.document.clone(),
            }],
        };
        let (status, wrong, faults) = match hand_in(&site.app, &member.account, draft, None).await?
        {
            Ok(outcome) => {
                let made = outcome.entities.first().map(|edited| edited.key);
                let to = match (outcome.proposal, desk, made) {
                    (Some(proposal), ..) => format!("/proposals/{proposal}"),
                    (None, Some(desk), _) => address(desk, excerpt, "1"),
                    (None, None, Some(key)) => format!("{}/edit?saved=1", super::base(key)),
                    (None, None, None) => "/".to_owned(),
                };
                return Ok(Redirect::to(&to).into_response());
            }
            Err(SubmitError::Stale(_)) if desk.is_some() => {
                let edit = merge::Mine {
                    base: self.before,
                    mine: self.document,
                    comment: self.comment,
                };
                let id = key.id.to_string();
                return merge::show(site, member, kind, &id, excerpt, edit).await;
            }
            Err(SubmitError::Faults(faults)) => (
                StatusCode::BAD_REQUEST,
                "Something is not as it has to be. Nothing was saved.",
                self.by_field(excerpt, faults),
            ),
            Err(SubmitError::Locked { fields, .. }) => {
                let locked = |field| Fault::new(field, "A moderator locked this.");
                let faults = fields.into_iter().map(locked).collect();
                (
                    StatusCode::FORBIDDEN,
                    "A moderator locked this.",
                    self.by_field(excerpt, faults),
                )
            }
            Err(error) => return refused(site, member, error),
        };
        let showing = Showing {
            wrong: Some(wrong),
            faults,
            ..self.again(kind, desk, excerpt)
        };
        show(site, member, status, showing).await
    }

    /// The page as it was sent.
    fn again<'a>(
        &'a self,
        kind: Kind,
        desk: Option<&'a Desk>,
        excerpt: &'a Excerpt,
    ) -> Showing<'a> {
        Showing {
            desk,
            kind,
            excerpt,
            base: self.base,
            before: self.before.as_ref(),
            typed: self.typed.clone(),
            comment: self.comment.clone(),
            empty_rows: self.empty_rows,
            note: None,
            wrong: None,
            faults: BTreeMap::new(),
        }
    }

    /// Faults by the fields that show what they are about.
    fn by_field(&self, excerpt: &Excerpt, faults: Vec<Fault>) -> BTreeMap<String, Vec<String>> {
        let mut by_field: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for Fault { field, message, .. } in faults {
            let within = field
                .split_once("].document")
                .map_or(&*field, |(_, rest)| rest);
            let within = within.trim_start_matches('.');
            let place = excerpt.place(self.document.as_ref(), within);
            let path = match place {
                Some(place) => self.reading.field(excerpt.part.name(), place),
                None => field,
            };
            by_field.entry(path).or_default().push(message);
        }
        by_field
    }
}

/// The page after a part was saved.
fn address(desk: &Desk, excerpt: &Excerpt, saved: &str) -> String {
    let locale = excerpt.locale.as_deref();
    let locale = locale.map(|locale| format!("&locale={}", encoded(locale)));
    format!(
        "{}/edit/{}?saved={saved}{}",
        desk.base,
        excerpt.part.name(),
        locale.unwrap_or_default()
    )
}

/// The page that says why something was not taken, for what belongs to no field.
pub fn refused(site: &Site, member: &Member, error: SubmitError) -> Result<Response, ApiError> {
    let (status, text) = match error {
        SubmitError::Store(error) => return Err(error.into()),
        SubmitError::NoProposal => return Err(ApiError::NotFound),
        SubmitError::TooManyProposals => (
            StatusCode::FORBIDDEN,
            "You have as many open proposals as an account may have.",
        ),
        SubmitError::Locked { .. } => (StatusCode::FORBIDDEN, "A moderator locked this."),
        SubmitError::Stale(_) | SubmitError::BuiltUpon { .. } => (
            StatusCode::CONFLICT,
            "It was changed again since. Please look at it anew.",
        ),
        SubmitError::Faults(_) | SubmitError::KeyUsed => (
            StatusCode::BAD_REQUEST,
            "Something is not as it has to be. Nothing was saved.",
        ),
    };
    let visitor = member.visitor.clone();
    Ok(message(site, visitor, status, "Not done", text))
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

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Parent {
    seasons: Vec<Child>,
    episodes: Vec<Child>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Child {
    id: i64,
    name: String,
    season_number: i64,
    episode_number: i64,
}

/// The seasons of a series or the episodes of a season, and where one more is made.
async fn below(site: &Site, desk: Option<&Desk>) -> Result<Vec<Below>, ApiError> {
    let Some(desk) = desk else {
        return Ok(Vec::new());
    };
    let (kind, id) = (desk.worded.key.kind, desk.worded.key.id);
    if !matches!(kind, Kind::Series | Kind::Season) {
        return Ok(Vec::new());
    }
    // What is deleted has no answer.
    let parent: Parent = site.ask_whole(&desk.address).await.unwrap_or_default();
    let link = |child: &Child, kind: &str, number: i64| Below {
        address: format!("/{kind}/{}/edit", child.id),
        name: format!("{number} {}", child.name),
    };
    let one_more = |address: String| Below {
        address,
        name: "+".to_owned(),
    };
    let mut below: Vec<Below>;
    if kind == Kind::Series {
        let seasons = parent.seasons.iter();
        below = seasons
            .map(|season| link(season, "season", season.season_number))
            .collect();
        let last = parent.seasons.iter().map(|season| season.season_number);
        let next = last.max().map_or(1, |last| last + 1);
        below.push(one_more(format!(
            "/season/new?facts.series={id}&facts.number={next}"
        )));
    } else {
        let episodes = parent.episodes.iter();
        below = episodes
            .map(|episode| link(episode, "episode", episode.episode_number))
            .collect();
        let last = parent.episodes.iter().map(|episode| episode.episode_number);
        let next = last.max().map_or(1, |last| last + 1);
        let facts = desk.document(Part::Facts);
        let number = |name: &str| facts.and_then(|facts| facts.get(name)?.as_i64());
        if let (Some(series), Some(season)) = (number("series"), number("number")) {
            below.push(one_more(format!(
                "/episode/new?facts.series={series}&facts.season={season}&facts.number={next}"
            )));
        }
    }
    Ok(below)
}
