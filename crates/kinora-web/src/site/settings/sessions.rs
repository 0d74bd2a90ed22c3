//! `/settings/sessions`: who acts in the name of an account: browsers, applications that it let in, and access tokens that it makes.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use kinora_store::{NewSession, OpenSession, SessionKind};

use super::super::Site;
use super::super::form::Form;
use super::super::member::Member;
use super::super::moment::Moment;
use super::super::page::{Page, failed, private};
use crate::error::ApiError;

/// How many sessions the page shows.
const SHOWN: usize = 100;
/// How many access tokens an account may have at once.
const MOST_TOKENS: usize = 20;

/// The page.
pub fn routes() -> Router<Site> {
    Router::new().route("/settings/sessions", get(page).post(change))
}

#[derive(Template)]
#[template(path = "sessions.html")]
struct SessionsPage {
    page: Page,
    sessions: Vec<OpenSession>,
    /// An access token that was just made; it is shown once.
    made: Option<String>,
    wrong: Option<&'static str>,
}

impl SessionsPage {
    /// When a session was opened.
    fn opened(session: &OpenSession) -> Moment {
        Moment::of(session.opened_at)
    }

    /// What uses a session, as a phrase.
    fn used_by(session: &OpenSession) -> &'static str {
        match session.kind {
            SessionKind::Browser => "A browser",
            SessionKind::HalfSignedIn => "A browser that has yet to show its code",
            SessionKind::Api => "An application",
            SessionKind::AccessToken => "An access token",
        }
    }
}

/// `GET /settings/sessions`
async fn page(State(site): State<Site>, member: Member) -> Response {
    show(&site, member, None, None).await
}

async fn show(
    site: &Site,
    member: Member,
    made: Option<String>,
    wrong: Option<&'static str>,
) -> Response {
    let now = site.app.settings.clock.milliseconds();
    let sessions = site.app.store.sessions_of(member.account.id, now).await;
    let mut sessions = match sessions {
        Ok(sessions) => sessions,
        Err(error) => return failed(site, member.visitor, &error.into()),
    };
    sessions.truncate(SHOWN);
    let page = Page::titled(site, member.visitor, "/settings/sessions", "Sessions");
    let status = match wrong {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let template = SessionsPage {
        page,
        sessions,
        made,
        wrong,
    };
    (status, private(&template)).into_response()
}

/// `POST /settings/sessions`: the field `action` says what is to be done.
async fn change(State(site): State<Site>, member: Member, form: Form) -> Response {
    let (store, account) = (&site.app.store, member.account.id);
    let done = match form.field("action") {
        "token" => return make_token(&site, member, form.field("read_only").is_empty()).await,
        "all" => store.end_sessions(account).await,
        _ => {
            let session = form.field("session").parse().unwrap_or_default();
            match store.end_session_of(account, session).await {
                Ok(false) => return failed(&site, member.visitor, &ApiError::NotFound),
                ended => ended.map(drop),
            }
        }
    };
    match done {
        // Whoever ended the session of this browser is sent on to sign in.
        Ok(()) => Redirect::to("/settings/sessions").into_response(),
        Err(error) => failed(&site, member.visitor, &error.into()),
    }
}

/// Makes an access token: as bearer it stands for the account without a session.
async fn make_token(site: &Site, member: Member, may_write: bool) -> Response {
    let (store, account) = (&site.app.store, member.account.id);
    let made = async {
        let now = site.app.settings.clock.milliseconds();
        let sessions = store.sessions_of(account, now).await?;
        let tokens = sessions
            .iter()
            .filter(|session| session.kind == SessionKind::AccessToken);
        if tokens.count() >= MOST_TOKENS {
            return Ok(None);
        }
        let scopes: &[&str] = match may_write {
            true => &["api_read", "api_write"],
            false => &["api_read"],
        };
        let token = store.new_access_token(scopes).await?;
        let session = NewSession {
            account_id: account,
            kind: SessionKind::AccessToken,
            may_write,
            api_key_id: None,
            expires_at: None,
        };
        store.open_session(&token, session).await?;
        Ok::<_, ApiError>(Some(token))
    };
    match made.await {
        Ok(Some(token)) => show(site, member, Some(token), None).await,
        Ok(None) => {
            let wrong = "There are as many tokens as one account may have. End one first.";
            show(site, member, None, Some(wrong)).await
        }
        Err(error) => failed(site, member.visitor, &error),
    }
}
