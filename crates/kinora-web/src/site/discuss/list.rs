//! Lists of discussions.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Extension, Path, Query, State};
use axum::response::Response;
use kinora_model::discussion::Discussion;
use kinora_model::{EntityKey, Kind};
use kinora_store::Discussions;
use serde::Deserialize;

use super::super::Site;
use super::super::moment::Moment;
use super::super::page::{Page, shown};
use super::super::pages::Pages;
use super::super::shortcut::Shortcut;
use super::super::subject::Subject;
use super::super::visitor::Visitor;
use super::{PAGE_SIZE, place, reader};
use crate::error::ApiError;

/// Which discussions, and which page of them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    of: String,
    page: Option<String>,
}

/// A row of the list.
struct Row {
    discussion: Discussion,
    about: Option<Subject>,
    last_at: Moment,
    last_reply: String,
}

#[derive(Template)]
#[template(path = "discussions.html")]
struct List {
    page: Page,
    about: Option<Subject>,
    /// Address, phrase, and whether it is the one shown.
    tabs: Vec<(&'static str, &'static str, bool)>,
    rows: Vec<Row>,
    pages: Pages,
    /// Where a discussion is begun.
    new: String,
    is_moderator: bool,
}

/// The lists that are about no entity.
const TABS: [(&str, &str, &str, Discussions); 3] = [
    ("", "/discuss", "All discussions", Discussions::All),
    (
        "general",
        "/discuss?of=general",
        "General",
        Discussions::General,
    ),
    (
        "watched",
        "/discuss?of=watched",
        "Watched",
        Discussions::Watched,
    ),
];

/// `GET /discuss`
pub async fn general(
    State(site): State<Site>,
    visitor: Visitor,
    Query(wish): Query<Wish>,
) -> Response {
    let made = async {
        let chosen = TABS.iter().find(|(of, ..)| *of == wish.of);
        let (_, address, _, which) = chosen.ok_or(ApiError::NotFound)?;
        let turn = format!(
            "{address}{}page=",
            if wish.of.is_empty() { "?" } else { "&" }
        );
        let mut list = list(&site, visitor.clone(), *which, None, turn, &wish).await?;
        let tabs = TABS
            .iter()
            .filter(|(.., which)| visitor.account.is_some() || *which != Discussions::Watched);
        list.tabs = tabs
            .map(|(of, address, name, _)| (*address, *name, *of == wish.of))
            .collect();
        Ok(list)
    };
    shown(&site, visitor.clone(), made).await
}

/// `GET /{kind}/{id}/discuss`
pub async fn about(
    State(site): State<Site>,
    Extension(kind): Extension<Kind>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(wish): Query<Wish>,
) -> Response {
    let made = async {
        let subject = Subject::of(&site, &visitor, kind, &id).await?;
        let which = Discussions::About(subject.key);
        let turn = format!("{}/discuss?page=", subject.address);
        list(&site, visitor.clone(), which, Some(subject), turn, &wish).await
    };
    shown(&site, visitor.clone(), made).await
}

async fn list(
    site: &Site,
    visitor: Visitor,
    which: Discussions,
    about: Option<Subject>,
    turn: String,
    wish: &Wish,
) -> Result<List, ApiError> {
    let reader = reader(&visitor);
    let number = wish.page.as_deref();
    let first = Pages::first_row(number, PAGE_SIZE);
    let found = site
        .app
        .store
        .discussions(reader, which, first, PAGE_SIZE)
        .await?;
    let pages = Pages::of(number, found.total, PAGE_SIZE, turn)?.with_keys();
    let mut subjects: HashMap<EntityKey, Option<Subject>> = HashMap::new();
    let mut rows = Vec::new();
    for discussion in found.items {
        let subject = match discussion.about {
            Some(key) if about.is_none() => {
                if let std::collections::hash_map::Entry::Vacant(place) = subjects.entry(key) {
                    let id = key.id.to_string();
                    // What is gone has no page; what was said about it stays.
                    place.insert(Subject::of(site, &visitor, key.kind, &id).await.ok());
                }
                subjects.get(&key).cloned().flatten()
            }
            _ => None,
        };
        let last = usize::try_from(discussion.messages - 1).unwrap_or_default();
        rows.push(Row {
            about: subject,
            last_at: Moment::of(discussion.last_at),
            last_reply: place(discussion.id, discussion.last_message, last),
            discussion,
        });
    }
    let base = about
        .as_ref()
        .map(|subject| subject.address.clone())
        .unwrap_or_default();
    let title = match &about {
        Some(subject) => format!("{} – {}", subject.name, visitor.words.say("Discussions")),
        None => visitor.words.say("Discussions").to_owned(),
    };
    let mut page = Page::new(site, visitor, &format!("{base}/discuss"), &title);
    page.shortcuts = Shortcut::DISCUSSIONS.to_vec();
    Ok(List {
        page,
        about,
        tabs: Vec::new(),
        rows,
        pages,
        new: format!("{base}/discuss/new"),
        is_moderator: reader.is_moderator,
    })
}
