//! `/settings/api`: the keys that an account makes for programs of its own.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use kinora_store::{ApiKey, KeyTerms, Secrets};

use super::super::Site;
use super::super::form::Form;
use super::super::member::Member;
use super::super::page::{Page, failed, private};
use crate::error::ApiError;

/// How many keys an account may have at once.
const MOST_KEYS: usize = 20;
/// The longest name of a key, in characters.
const LONGEST_NAME: usize = 100;

/// The pages.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/settings/api", get(page).post(create))
        .route("/settings/api/revoke", post(revoke))
}

#[derive(Template)]
#[template(path = "keys.html")]
struct KeysPage {
    page: Page,
    keys: Vec<ApiKey>,
    /// The secrets of a key that was just made; they are shown once.
    made: Option<Secrets>,
    name: String,
    wrong: Option<&'static str>,
}

/// `GET /settings/api`
async fn page(State(site): State<Site>, member: Member) -> Response {
    show(&site, member, None, "", None).await
}

async fn show(
    site: &Site,
    member: Member,
    made: Option<Secrets>,
    name: &str,
    wrong: Option<&'static str>,
) -> Response {
    let keys = match site.app.store.api_keys_of(member.account.id).await {
        Ok(keys) => keys,
        Err(error) => return failed(site, member.visitor, &error.into()),
    };
    let page = Page::titled(site, member.visitor, "/settings/api", "API keys");
    let status = match wrong {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let template = KeysPage {
        page,
        keys,
        made,
        name: name.to_owned(),
        wrong,
    };
    (status, private(&template)).into_response()
}

/// `POST /settings/api`
async fn create(State(site): State<Site>, member: Member, form: Form) -> Response {
    let name = form.field("name").trim();
    let fits =
        (1..=LONGEST_NAME).contains(&name.chars().count()) && !name.contains(char::is_control);
    if !fits {
        let wrong = "A key needs a name of at most 100 characters.";
        return show(&site, member, None, name, Some(wrong)).await;
    }
    let made = async {
        let store = &site.app.store;
        if store.api_keys_of(member.account.id).await?.len() >= MOST_KEYS {
            return Ok(None);
        }
        let secrets = store.new_secrets().await?;
        let terms = KeyTerms {
            name: name.to_owned(),
            account_id: Some(member.account.id),
            may_write: form.field("read_only").is_empty(),
            rate_limit: None,
        };
        store.create_api_key(terms, &secrets).await?;
        Ok::<_, ApiError>(Some(secrets))
    };
    match made.await {
        Ok(Some(secrets)) => show(&site, member, Some(secrets), "", None).await,
        Ok(None) => {
            let wrong = "There are as many keys as one account may have. Revoke one first.";
            show(&site, member, None, name, Some(wrong)).await
        }
        Err(error) => failed(&site, member.visitor, &error),
    }
}

/// `POST /settings/api/revoke`
async fn revoke(State(site): State<Site>, member: Member, form: Form) -> Response {
    let id = form.field("key").parse().unwrap_or_default();
    match site.app.store.revoke_api_key(member.account.id, id).await {
        Ok(true) => Redirect::to("/settings/api").into_response(),
        Ok(false) => failed(&site, member.visitor, &ApiError::NotFound),
        Err(error) => failed(&site, member.visitor, &error.into()),
    }
}
