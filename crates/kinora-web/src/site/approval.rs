//! `/authenticate/{token}`: whoever signs in approves or denies what an application asks for, and is sent back to it.

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kinora_model::callback::{safe, with_query};
use kinora_store::{RequestToken, TokenState};
use serde::Deserialize;

use super::answer::encoded;
use super::form::Form;
use super::page::{Page, failed, message, private};
use super::session::{Onward, Refusal, enter, login};
use super::visitor::Visitor;
use super::{FormsLeadTo, Site};
use crate::error::ApiError;

/// The page.
pub fn routes() -> Router<Site> {
    Router::new().route("/authenticate/{token}", get(page).post(decide))
}

/// Where the application wants its user back.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wish {
    redirect_to: String,
}

/// `GET /authenticate/{token}`
async fn page(
    State(site): State<Site>,
    visitor: Visitor,
    Path(token): Path<String>,
    Query(wish): Query<Wish>,
) -> Response {
    match known(&site, &token).await {
        Ok(Some(known)) => {
            let asked = Asked {
                token: &token,
                target: &wish.redirect_to,
                known: &known,
            };
            asked.show(&site, visitor, None)
        }
        Ok(None) => expired(&site, visitor),
        Err(error) => failed(&site, visitor, &error),
    }
}

/// `POST /authenticate/{token}`
async fn decide(
    State(site): State<Site>,
    visitor: Visitor,
    Path(token): Path<String>,
    form: Form,
) -> Response {
    let decided = decided(&site, visitor.clone(), &token, &form).await;
    decided.unwrap_or_else(|error| failed(&site, visitor, &error))
}

async fn decided(
    site: &Site,
    visitor: Visitor,
    token: &str,
    form: &Form,
) -> Result<Response, ApiError> {
    let Some(known) = known(site, token).await? else {
        return Ok(expired(site, visitor));
    };
    let target = form.field("redirect_to");
    let asked = Asked {
        token,
        target,
        known: &known,
    };
    let is_approved = match form.field("action") {
        "approve" => true,
        "deny" => false,
        _ => {
            return match login(site, form).await {
                Ok(known) => {
                    let next = format!("/authenticate/{token}?redirect_to={}", encoded(target));
                    enter(site, visitor, known, Onward::to(&next)).await
                }
                Err(refusal) => Ok(asked.show(site, visitor, Some(refusal))),
            };
        }
    };
    let Some(account) = visitor.account.clone() else {
        let refusal = (StatusCode::UNAUTHORIZED, "Please sign in.");
        return Ok(asked.show(site, visitor, Some(refusal)));
    };
    let decider = is_approved.then_some(account.id);
    let now = site.app.settings.clock.milliseconds();
    match site
        .app
        .store
        .decide_request_token(token, decider, now)
        .await?
    {
        true => Ok(sent_back(site, visitor, token, target, is_approved)),
        false => Ok(expired(site, visitor)),
    }
}

/// The token, unless it expired or was denied.
async fn known(site: &Site, token: &str) -> Result<Option<RequestToken>, ApiError> {
    let now = site.app.settings.clock.milliseconds();
    let known = site.app.store.request_token(token, now).await?;
    Ok(known.filter(|known| known.state != TokenState::Denied))
}

fn expired(site: &Site, visitor: Visitor) -> Response {
    let text =
        "This request is unknown, has expired, or was denied. Start again in the application.";
    message(
        site,
        visitor,
        StatusCode::NOT_FOUND,
        "Nothing to approve",
        text,
    )
}

/// What an application asks for.
struct Asked<'a> {
    token: &'a str,
    target: &'a str,
    known: &'a RequestToken,
}

#[derive(Template)]
#[template(path = "approval.html")]
struct ApprovalPage {
    page: Page,
    token: String,
    target: String,
    leads: Option<String>,
    application: Option<String>,
    wrong: Option<&'static str>,
}

impl Asked<'_> {
    /// The form: to decide for those who are signed in, else to sign in.
    fn show(&self, site: &Site, visitor: Visitor, wrong: Option<Refusal>) -> Response {
        let path = format!("/authenticate/{}", self.token);
        let template = ApprovalPage {
            page: Page::titled(site, visitor, &path, "Approve access"),
            token: self.token.to_owned(),
            target: self.target.to_owned(),
            leads: safe(self.target).map(str::to_owned),
            application: self.known.application.clone(),
            wrong: wrong.map(|(_, reason)| reason),
        };
        let status = wrong.map_or(StatusCode::OK, |(status, _)| status);
        let mut response = (status, private(&template)).into_response();
        if let Some((scheme, _)) = safe(self.target).and_then(|target| target.split_once(':')) {
            response
                .extensions_mut()
                .insert(FormsLeadTo(format!("{scheme}:")));
        }
        response
    }
}

/// Sends the browser back to the application, or says that it may go there.
fn sent_back(
    site: &Site,
    visitor: Visitor,
    token: &str,
    target: &str,
    is_approved: bool,
) -> Response {
    let (word, text) = match is_approved {
        true => (
            "approved",
            "The request was approved. You can go back to the application.",
        ),
        false => (
            "denied",
            "The request was denied. You can go back to the application.",
        ),
    };
    // Contract 1.3.
    let decision = [("request_token", token), (word, "true")];
    let location = safe(target).map(|target| with_query(target, &decision));
    let location = location.and_then(|location| HeaderValue::from_str(&location).ok());
    let Some(location) = location else {
        return message(site, visitor, StatusCode::OK, "Done", text);
    };
    let headers = [
        (header::LOCATION, location),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (
            header::REFERRER_POLICY,
            HeaderValue::from_static("no-referrer"),
        ),
    ];
    (StatusCode::SEE_OTHER, headers).into_response()
}
