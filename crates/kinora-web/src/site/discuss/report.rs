//! Reports of messages, for moderators.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use kinora_model::discussion::Report;
use serde::Deserialize;

use super::super::Site;
use super::super::form::Form;
use super::super::markdown::rendered;
use super::super::member::Moderator;
use super::super::moment::Moment;
use super::super::page::{Page, answered, shown};
use super::super::pages::Pages;
use super::PAGE_SIZE;
use crate::error::ApiError;

/// Which page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    page: Option<String>,
}

struct Row {
    report: Report,
    html: String,
    at: Moment,
}

#[derive(Template)]
#[template(path = "discussion_reports.html")]
struct Reports {
    page: Page,
    rows: Vec<Row>,
    pages: Pages,
}

/// `GET /discuss/reports`
pub async fn page(
    State(site): State<Site>,
    Moderator(member): Moderator,
    Query(wish): Query<Wish>,
) -> Response {
    let visitor = member.visitor;
    let made = async {
        let number = wish.page.as_deref();
        let first = Pages::first_row(number, PAGE_SIZE);
        let found = site.app.store.reports(first, PAGE_SIZE).await?;
        let pages = Pages::of(
            number,
            found.total,
            PAGE_SIZE,
            "/discuss/reports?page=".to_owned(),
        )?
        .with_keys();
        let title = visitor.words.say("Reported messages").to_owned();
        Ok(Reports {
            page: Page::new(&site, visitor.clone(), "/discuss/reports", &title),
            rows: found
                .items
                .into_iter()
                .map(|report| Row {
                    html: rendered(&report.message.text),
                    at: Moment::of(report.at),
                    report,
                })
                .collect(),
            pages,
        })
    };
    shown(&site, visitor.clone(), made).await
}

/// `POST /discuss/reports/{report}`
pub async fn settle(
    State(site): State<Site>,
    Moderator(member): Moderator,
    Path(id): Path<String>,
    _: Form,
) -> Response {
    let settled = async {
        let id = id.parse().map_err(|_| ApiError::NotFound)?;
        let now = site.app.settings.clock.milliseconds();
        match site.app.store.settle_report(id, now).await? {
            true => Ok(Redirect::to("/discuss/reports").into_response()),
            false => Err(ApiError::NotFound),
        }
    };
    answered(&site, &member.visitor, settled).await
}
