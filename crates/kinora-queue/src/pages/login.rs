//! `/oauth/login`: a subscriber signs in and lets an application act for them, or does not (contract 3.2).

use askama::Template;
use kinora_model::callback;
use kinora_store::{Application, Decision, OauthToken};

use super::message;
use super::sign_in::sign_in;
use crate::App;
use crate::answer::{Answer, Body};
use crate::fault::{Fault, success};
use crate::parameter::Parameters;

/// What an application names for people who carry the verifier themselves.
const OUT_OF_BAND: &str = "oob";

/// What a browser, or an application in its place, sends.
pub struct Visit<'a> {
    /// The service.
    pub app: &'a App,
    /// What was sent.
    pub parameters: &'a Parameters,
    /// Where from.
    pub address: &'a str,
    /// Whether a document is wanted instead of a page.
    pub is_document: bool,
    /// What time it is, milliseconds since 1970.
    pub now: i64,
}

#[derive(Template)]
#[template(path = "login.html")]
struct Page<'a> {
    application: &'a Application,
    token: &'a str,
    callback: &'a str,
}

impl Visit<'_> {
    /// `GET /oauth/login`
    pub async fn show(&self) -> Result<Answer, Fault> {
        let (token, application) = self.token().await?;
        let page = Page {
            application: &application,
            token: &token.token,
            callback: self.callback(&token),
        };
        Ok(Body::Page(page.render().unwrap_or_default()).into())
    }

    /// `POST /oauth/login`
    pub async fn decide(&self) -> Result<Answer, Fault> {
        let (token, application) = self.token().await?;
        let store = &self.app.store;
        if self.parameters.get("action") == Some("refuse") {
            store
                .decide_oauth_token(&token.token, Decision::Refuse, self.now)
                .await?;
            return Err(Fault::LoginFailed);
        }
        let account = sign_in(self.app, self.parameters, self.address, self.now).await?;
        let subscriber = store.subscriber(account.id).await?;
        let subscriber = subscriber.ok_or(Fault::LoginFailed)?;
        if !subscriber.accepted_terms {
            if self.parameters.get("accept_tos") != Some("true") {
                return Err(Fault::Terms);
            }
            store.accept_terms(account.id, self.now).await?;
        }
        let decision = Decision::Approve(account.id);
        if !store
            .decide_oauth_token(&token.token, decision, self.now)
            .await?
        {
            return Err(Fault::RequestToken);
        }
        Ok(self.approved(&token, &application))
    }

    /// Where to the browser goes: back to the application, or to a page that says that it may.
    fn approved(&self, token: &OauthToken, application: &Application) -> Answer {
        if self.is_document {
            return Answer::done(success::APPROVED);
        }
        if let Some(target) = callback::safe(self.callback(token)) {
            let mut pairs = vec![("oauth_token", token.token.as_str())];
            if token.callback.is_some() {
                pairs.push(("oauth_verifier", &token.verifier));
            }
            return Answer {
                status: 303,
                ..Body::Elsewhere(callback::with_query(target, &pairs)).into()
            };
        }
        let text = format!(
            "{} was successfully authorized. You can go back to it.",
            application.name
        );
        let code = token.callback.as_ref().map(|_| token.verifier.as_str());
        Body::Page(message("Authorized successfully", &text, code)).into()
    }

    /// What the application named to be sent back to: when it asked for the token, or, where it named nothing then, here.
    fn callback<'b>(&'b self, token: &'b OauthToken) -> &'b str {
        let named = token.callback.as_deref();
        let callback = named.or_else(|| self.parameters.get("oauth_callback"));
        callback
            .filter(|callback| *callback != OUT_OF_BAND)
            .unwrap_or_default()
    }

    /// The token that is asked about, when everything about it is in order.
    async fn token(&self) -> Result<(OauthToken, Application), Fault> {
        let get = |name| self.parameters.given(name);
        let key = get("oauth_consumer_key").ok_or(Fault::NoKey)?;
        let token = get("oauth_token").ok_or(Fault::RequestToken)?;
        let known = self.app.store.oauth_token(token, self.now).await?;
        let (token, application) = known.ok_or(Fault::RequestToken)?;
        if application.key != key {
            return Err(Fault::KeyMismatch);
        }
        if token.is_refused || application.revoked_at.is_some() {
            return Err(Fault::RequestToken);
        }
        let name = get("application_name").ok_or(Fault::ApplicationUnnamed)?;
        match name == application.name {
            true => Ok((token, application)),
            false => Err(Fault::ApplicationMismatch),
        }
    }
}
