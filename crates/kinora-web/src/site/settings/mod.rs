//! `/settings`: what an account changes about itself. Its second factor, API keys and sessions have pages of their own.

mod keys;
mod sessions;
mod two_factor;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use kinora_model::Language;
use kinora_model::account::Account;
use kinora_store::{AccountChange, PasswordError};
use serde::Deserialize;

use super::Site;
use super::cookie::{YEAR, give};
use super::form::Form;
use super::member::Member;
use super::page::{Page, failed, private};
use super::preferences::Country;
use super::registration::{BAD_PASSWORD, is_address};
use super::session::{self, Refusal, refusal};
use super::visitor::{LANGUAGE_COOKIE, REGION_COOKIE, is_country};
use crate::error::ApiError;

/// The longest name of an owner, in characters.
const LONGEST_NAME: usize = 250;

/// The pages.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/settings", get(page).post(change))
        .route("/settings/password", post(change_password))
        .merge(two_factor::routes())
        .merge(keys::routes())
        .merge(sessions::routes())
}

/// A language as reference tables tell it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Spoken {
    iso_639_1: String,
    english_name: String,
    name: String,
}

impl Spoken {
    fn shown(&self) -> &str {
        match self.name.is_empty() {
            true => &self.english_name,
            false => &self.name,
        }
    }
}

#[derive(Template)]
#[template(path = "settings.html")]
struct Settings {
    page: Page,
    account: Account,
    languages: Vec<Spoken>,
    countries: Vec<Country>,
    wrong: Option<&'static str>,
}

/// `GET /settings`
async fn page(State(site): State<Site>, member: Member) -> Response {
    let account = member.account.clone();
    show(&site, member, account, None).await
}

/// The page with an account as it is, or as it was typed.
async fn show(site: &Site, member: Member, account: Account, refused: Option<Refusal>) -> Response {
    let visitor = member.visitor;
    let made = async {
        let languages: Vec<Spoken> = site.ask(&visitor, "/configuration/languages", &[]).await?;
        let mut languages: Vec<Spoken> = languages
            .into_iter()
            .filter(|language| language.iso_639_1 != "xx")
            .collect();
        languages.sort_by(|one, other| one.shown().cmp(other.shown()));
        let countries = site.ask(&visitor, "/configuration/countries", &[]).await?;
        let page = Page::titled(site, visitor.clone(), "/settings", "Settings");
        Ok::<_, ApiError>(Settings {
            page,
            account,
            languages,
            countries,
            wrong: refused.map(|(_, reason)| reason),
        })
    };
    let status = refused.map_or(StatusCode::OK, |(status, _)| status);
    match made.await {
        Ok(template) => (status, private(&template)).into_response(),
        Err(error) => failed(site, visitor, &error),
    }
}

/// `POST /settings`
async fn change(State(site): State<Site>, member: Member, form: Form) -> Response {
    let mut typed = member.account.clone();
    form.field("full_name")
        .trim()
        .clone_into(&mut typed.full_name);
    form.field("language").clone_into(&mut typed.language);
    form.field("country").clone_into(&mut typed.country);
    typed.include_adult = !form.field("adult").is_empty();
    typed.email = Some(form.field("email").trim().to_owned()).filter(|email| !email.is_empty());
    let visitor = member.visitor.clone();
    if let Some(wrong) = fault(&typed) {
        let refusal = (StatusCode::UNPROCESSABLE_ENTITY, wrong);
        return show(&site, member, typed, Some(refusal)).await;
    }
    let (language, country) = (typed.language.clone(), typed.country.clone());
    let mut changes = vec![
        AccountChange::FullName(typed.full_name.clone()),
        AccountChange::Locale(language.clone(), country.clone()),
        AccountChange::IncludeAdult(typed.include_adult),
    ];
    if typed.email != member.account.email {
        changes.push(AccountChange::Email(typed.email.clone()));
    }
    for change in changes {
        if let Err(error) = site.app.store.change_account(typed.id, change).await {
            return failed(&site, visitor, &error.into());
        }
    }
    let mut back = Redirect::to("/settings").into_response();
    // What was chosen on this browser before would hide it.
    give(&mut back, LANGUAGE_COOKIE, &language, Some(YEAR));
    give(&mut back, REGION_COOKIE, &country, Some(YEAR));
    back
}

/// Why an account cannot be like this.
fn fault(account: &Account) -> Option<&'static str> {
    let email = account.email.as_deref();
    if account.full_name.chars().count() > LONGEST_NAME
        || account.full_name.contains(char::is_control)
    {
        return Some("The name is too long.");
    }
    if email.is_some_and(|email| !is_address(email)) {
        return Some("That is no e-mail address.");
    }
    let is_known = account.language.parse::<Language>().is_ok() && is_country(&account.country);
    (!is_known).then_some("There is no such language or country.")
}

/// `POST /settings/password`: a new password ends every session, and this browser gets a new one.
async fn change_password(State(site): State<Site>, member: Member, form: Form) -> Response {
    let (account, visitor) = (member.account.clone(), member.visitor.clone());
    let changed = async {
        let known = form.field("current");
        if !site
            .app
            .knows_password(&account, known, form.address)
            .await?
        {
            return Err(ApiError::InvalidLogin);
        }
        let hash = match site.app.passwords.hash(form.field("password")).await {
            Ok(hash) => hash,
            Err(PasswordError::Length) => return Ok(None),
            Err(PasswordError::Store(error)) => return Err(error.into()),
        };
        let change = AccountChange::Password(hash);
        site.app.store.change_account(account.id, change).await?;
        let back = Redirect::to("/settings").into_response();
        session::open(&site.app, &account, back).await.map(Some)
    };
    let wrong = match changed.await {
        Ok(Some(back)) => return back,
        Ok(None) => (StatusCode::UNPROCESSABLE_ENTITY, BAD_PASSWORD),
        Err(ApiError::InvalidLogin) => (StatusCode::FORBIDDEN, "The password is wrong."),
        Err(ApiError::Store(error)) => return failed(&site, visitor, &error.into()),
        Err(error) => refusal(&error),
    };
    show(&site, member, account, Some(wrong)).await
}
