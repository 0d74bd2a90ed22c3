//! Making, describing, ordering and deleting a list. Buttons do all of it; the script lets titles be dragged as well.

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use kinora_model::list::{List, ListText, NewList};
use kinora_store::{ListChange, ListError};
use serde::Deserialize;

use super::super::Site;
use super::super::card::Cards;
use super::super::form::Form;
use super::super::member::Member;
use super::super::ordering::{Reordering, Row, title};
use super::super::page::{Page, failed, private};
use super::super::subject::segment;
use super::{Asked, address, visible};
use crate::error::ApiError;

/// The largest form that describes a list, in bytes: every character may be twelve bytes as it is sent.
const LARGEST: usize = 12 * (ListText::LONGEST_NAME + ListText::LONGEST_DESCRIPTION) + 1024;
/// How many titles a page of the API has.
const PAGE: usize = 20;

/// The pages.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/list/new", get(new_page).post(create))
        .route("/list/{id}/edit", get(edit_page).post(describe))
        .route("/list/{id}/order", post(order))
        .route("/list/{id}/delete", post(delete))
}

/// What a form says about a list.
struct Typed {
    name: String,
    description: String,
    is_public: bool,
}

impl Typed {
    fn read<const N: usize>(form: &Form<N>) -> Typed {
        Typed {
            name: form.field("name").to_owned(),
            description: form.field("description").to_owned(),
            is_public: !form.field("public").is_empty(),
        }
    }

    /// The list that it describes, or why it describes none.
    fn list(&self, member: &Member) -> Result<NewList, &'static str> {
        const BAD_NAME: &str = "A list needs a name of at most 250 characters.";
        const BAD_TEXT: &str = "The description has more than 10,000 characters.";
        Ok(NewList {
            name: ListText::name(&self.name).ok_or(BAD_NAME)?,
            description: ListText::description(&self.description).ok_or(BAD_TEXT)?,
            language: member.account.language.clone(),
            country: member.account.country.clone(),
            is_public: self.is_public,
        })
    }
}

#[derive(Template)]
#[template(path = "new_list.html")]
struct NewPage {
    page: Page,
    typed: Typed,
    /// The title that is to be its first.
    add: String,
    wrong: Option<&'static str>,
}

/// The title that a new list is made for, as `movie-11`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct First {
    add: String,
}

/// `GET /list/new`
async fn new_page(
    State(site): State<Site>,
    member: Member,
    Query(first): Query<First>,
) -> Response {
    let typed = Typed {
        name: String::new(),
        description: String::new(),
        is_public: true,
    };
    show_new(&site, member, typed, first.add, None)
}

fn show_new(
    site: &Site,
    member: Member,
    typed: Typed,
    add: String,
    wrong: Option<&'static str>,
) -> Response {
    let page = Page::titled(site, member.visitor, "/list/new", "Make a list");
    let status = status(wrong);
    let template = NewPage {
        page,
        typed,
        add,
        wrong,
    };
    (status, private(&template)).into_response()
}

fn status(wrong: Option<&str>) -> StatusCode {
    match wrong {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    }
}

/// `POST /list/new`
async fn create(State(site): State<Site>, member: Member, form: Form<LARGEST>) -> Response {
    let (typed, add) = (Typed::read(&form), form.field("add").to_owned());
    let list = match typed.list(&member) {
        Ok(list) => list,
        Err(wrong) => return show_new(&site, member, typed, add, Some(wrong)),
    };
    let (store, account) = (&site.app.store, member.account.id);
    let made = async {
        let id = store.create_list(account, list).await?;
        if let Some(title) = title(&add) {
            store
                .change_list(account, id, ListChange::Add(title))
                .await?;
            site.app.follow().await;
        }
        Ok::<_, ListError>(id)
    };
    match made.await {
        Ok(id) => Redirect::to(&format!("/list/{id}")).into_response(),
        Err(ListError::Full) => {
            let wrong = "There are as many lists as one account may have.";
            show_new(&site, member, typed, add, Some(wrong))
        }
        Err(error) => failed(&site, member.visitor, &error.into()),
    }
}

#[derive(Template)]
#[template(path = "change_list.html")]
struct EditPage {
    page: Page,
    id: i64,
    back: String,
    typed: Typed,
    rows: Vec<Row>,
    cards: Cards,
    turn: String,
    wrong: Option<&'static str>,
}

/// `GET /list/{id}/edit`
async fn edit_page(
    State(site): State<Site>,
    member: Member,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    show(&site, member, &id, &asked.page, None).await
}

/// The page, with what was typed and why it was not taken.
async fn show(
    site: &Site,
    member: Member,
    id: &str,
    page: &str,
    refused: Option<(Typed, &'static str)>,
) -> Response {
    let made = async {
        let (list, cards) = visible(site, &member.visitor, id, page).await?;
        if list.account != member.account.id {
            return Err(ApiError::NotFound);
        }
        let rows = rows(site, &list, &cards).await?;
        let path = format!("/list/{}/edit", list.id);
        let mut page = Page::new(site, member.visitor.clone(), &path, &list.name);
        page.title = format!("{} – {}", page.say("Edit"), list.name);
        let wrong = refused.as_ref().map(|(_, wrong)| *wrong);
        let typed = refused.map_or_else(
            || Typed {
                name: list.name.clone(),
                description: list.description.clone(),
                is_public: list.is_public,
            },
            |(typed, _)| typed,
        );
        Ok(EditPage {
            page,
            id: list.id,
            back: address(&list),
            typed,
            rows,
            turn: format!("{path}?page="),
            cards,
            wrong,
        })
    };
    match made.await {
        Ok(template) => (status(template.wrong), private(&template)).into_response(),
        Err(error) => failed(site, member.visitor, &error),
    }
}

/// The titles of a page with their neighbours, also those on the pages before and after.
async fn rows(site: &Site, list: &List, cards: &Cards) -> Result<Vec<Row>, ApiError> {
    let page = usize::try_from(cards.page).unwrap_or(1).max(1);
    let start = (page - 1) * PAGE;
    let before = start.min(1);
    let stretch = site
        .app
        .store
        .list_items(list.id, start - before, before + PAGE + 2)
        .await?;
    let keys: Vec<String> = stretch
        .items
        .iter()
        .map(|key| format!("{}-{}", segment(key.kind), key.id))
        .collect();
    let shown = cards.results.iter().map(|card| {
        let key = format!("{}-{}", card.media_type, card.id);
        let place = keys.iter().position(|other| *other == key);
        let (name, address) = (card.shown().to_owned(), card.address());
        Row::at(place, &keys, key, name, address)
    });
    Ok(shown.collect())
}

/// `POST /list/{id}/edit`
async fn describe(
    State(site): State<Site>,
    member: Member,
    Path(id): Path<String>,
    form: Form<LARGEST>,
) -> Response {
    let typed = Typed::read(&form);
    let list = match typed.list(&member) {
        Ok(list) => list,
        Err(wrong) => return show(&site, member, &id, "", Some((typed, wrong))).await,
    };
    let store = &site.app.store;
    let done = match id.parse() {
        Ok(id) => store.describe_list(member.account.id, id, list).await,
        Err(_) => Err(ListError::NoList),
    };
    changed(&site, member, done, &format!("/list/{id}")).await
}

/// `POST /list/{id}/order`
async fn order(
    State(site): State<Site>,
    member: Member,
    Path(id): Path<String>,
    form: Form,
) -> Response {
    let change = Reordering::read(&form).map(|change| match change {
        Reordering::Move(moved, before) => ListChange::Move(moved, before),
        Reordering::Remove(title) => ListChange::Remove(title),
    });
    let done = match id.parse().ok().zip(change) {
        Some((id, change)) => {
            site.app
                .store
                .change_list(member.account.id, id, change)
                .await
        }
        None => Err(ListError::NoTitle),
    };
    let page = form.field("page").parse().unwrap_or(1_u32);
    changed(&site, member, done, &format!("/list/{id}/edit?page={page}")).await
}

/// `POST /list/{id}/delete`
async fn delete(
    State(site): State<Site>,
    member: Member,
    Path(id): Path<String>,
    form: Form,
) -> Response {
    if form.field("sure").is_empty() {
        return Redirect::to(&format!("/list/{id}/edit")).into_response();
    }
    let done = match id.parse() {
        Ok(id) => {
            site.app
                .store
                .change_list(member.account.id, id, ListChange::Delete)
                .await
        }
        Err(_) => Err(ListError::NoList),
    };
    let home = super::super::profile::address(&member.account.name);
    changed(&site, member, done, &home).await
}

/// Goes on after a change.
async fn changed(site: &Site, member: Member, done: Result<(), ListError>, next: &str) -> Response {
    match done {
        Ok(()) => {
            site.app.follow().await;
            Redirect::to(next).into_response()
        }
        // Of lists of others nothing is told.
        Err(ListError::NotOwner) => failed(site, member.visitor, &ApiError::NotFound),
        Err(error) => failed(site, member.visitor, &error.into()),
    }
}
