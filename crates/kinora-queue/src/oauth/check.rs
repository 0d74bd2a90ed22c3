//! Whether a request may be answered: its key, its signature, its token (contract 2).

use axum::http::Method;
use kinora_model::account::{Account, AccountState};
use kinora_store::{AccessToken, Application, OauthToken, Subscriber};

use super::nonce::WINDOW;
use super::signature::Signed;
use crate::App;
use crate::fault::Fault;
use crate::parameter::Parameters;

/// A request as it came, as far as its signature is concerned.
pub struct Request<'a> {
    /// The service.
    pub app: &'a App,
    /// The method that was sent, whatever overrides it.
    pub method: &'a Method,
    /// The path that was sent.
    pub path: &'a str,
    /// Everything that was sent.
    pub parameters: &'a Parameters,
    /// The addresses that it may have been signed for.
    pub bases: &'a [String],
    /// What time it is, milliseconds since 1970.
    pub now: i64,
}

impl Request<'_> {
    /// The application whose key the request has. It is counted as one of its calls.
    pub async fn application(&self) -> Result<Application, Fault> {
        let key = self.parameters.given("oauth_consumer_key");
        let known = self.app.store.application(key.ok_or(Fault::NoKey)?).await?;
        let application = known.ok_or(Fault::UnknownKey)?;
        let limits = self.app.settings.calls;
        self.app.calls.admit(application.id, limits, self.now)?;
        Ok(application)
    }

    /// Whether the request has the signature of an application with the secret of a token, which may be empty.
    pub fn signed(&self, application: &Application, secret: &str) -> Result<(), Fault> {
        let get = |name| self.parameters.get(name).unwrap_or_default();
        if !get("oauth_signature_method").eq_ignore_ascii_case("HMAC-SHA1") {
            return Err(Fault::SignatureMethod);
        }
        if self
            .parameters
            .get("oauth_version")
            .is_some_and(|version| version != "1.0")
        {
            return Err(Fault::Invalid("oauth_version"));
        }
        let seconds = self.now.div_euclid(1000);
        let time: i64 = get("oauth_timestamp")
            .parse()
            .map_err(|_| Fault::Timestamp)?;
        if time.abs_diff(seconds) > WINDOW.unsigned_abs() {
            return Err(Fault::Timestamp);
        }
        let signed = Signed {
            method: self.method.as_str(),
            path: self.path,
            parameters: self.parameters.pairs(),
        };
        let secrets = (application.secret.as_str(), secret);
        if !signed.is_right(get("oauth_signature"), self.bases, secrets) {
            return Err(Fault::Signature);
        }
        let (token, nonce) = (get("oauth_token"), get("oauth_nonce"));
        let nonces = &self.app.nonces;
        match self.app.settings.rejects_nonces
            && !nonces.is_new(&application.key, token, nonce, time, seconds)
        {
            true => Err(Fault::Nonce),
            false => Ok(()),
        }
    }

    /// The request token that is to be exchanged, when it is one of the application.
    pub async fn request_token(&self, application: &Application) -> Result<OauthToken, Fault> {
        let token = self
            .parameters
            .given("oauth_token")
            .ok_or(Fault::Verifier)?;
        let known = self.app.store.oauth_token(token, self.now).await?;
        let (token, owner) = known.ok_or(Fault::RequestToken)?;
        self.signed(application, &token.secret)?;
        match owner.id == application.id {
            true => Ok(token),
            false => Err(Fault::KeyMismatch),
        }
    }

    /// The subscriber of a path, when the access token is theirs.
    pub async fn subscriber(
        &self,
        application: &Application,
        path: &str,
    ) -> Result<Subscriber, Fault> {
        let token = self.parameters.given("oauth_token").ok_or(Fault::NoToken)?;
        let known = self.app.store.access_token(token).await?;
        let token = known.ok_or(Fault::UnknownToken)?;
        self.signed(application, &token.secret)?;
        let subscriber = self.app.store.subscriber(token.account).await?;
        let subscriber = subscriber.filter(|known| is_usable(&known.account));
        let is_good = !token.is_revoked && token.application == application.id;
        let subscriber = subscriber.filter(|_| is_good).ok_or(Fault::RefusedToken)?;
        self.is_of(&subscriber, &token, path).await?;
        Ok(subscriber)
    }

    /// Whether a path names the owner of a token: by the user's id, or by an access token of theirs.
    async fn is_of(
        &self,
        subscriber: &Subscriber,
        token: &AccessToken,
        path: &str,
    ) -> Result<(), Fault> {
        if path == "current" || path == subscriber.user_id || path == token.token {
            return Ok(());
        }
        match self.user(path).await? {
            Some(user) if user.account.id == subscriber.account.id => Ok(()),
            Some(_) => Err(Fault::UserMismatch),
            None => Err(Fault::UserUnknown),
        }
    }

    /// The subscriber whom a path names.
    async fn user(&self, path: &str) -> Result<Option<Subscriber>, Fault> {
        let store = &self.app.store;
        let named = store.subscriber_named(path).await?;
        if named.is_some() {
            return Ok(named);
        }
        match store.access_token(path).await? {
            Some(token) => Ok(store.subscriber(token.account).await?),
            None => Ok(None),
        }
    }

    /// The subscriber whose feed is opened by a feed token (contract 8.4). `is_relation` says whether a relation leads to what is
    /// asked for.
    pub async fn feed(
        &self,
        application: &Application,
        path: &str,
        is_relation: impl Fn(&str) -> bool,
    ) -> Result<Subscriber, Fault> {
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        let token = self.parameters.given("feed_token");
        let token = token.filter(|token| token.bytes().all(is_letter));
        let token = token.ok_or(Fault::FeedBad)?;
        let user = self.user(path).await?.ok_or(Fault::FeedUserUnknown)?;
        let token = self.app.store.feed_token(token).await?;
        let token = token.ok_or(Fault::FeedInvalid)?;
        if token.account != user.account.id {
            return Err(Fault::FeedUserMismatch);
        }
        if !is_relation(&token.relation) {
            return Err(Fault::FeedMismatch);
        }
        let is_good = !token.is_revoked && token.application == application.id;
        match is_good && is_usable(&user.account) {
            true => Ok(user),
            false => Err(Fault::FeedInvalid),
        }
    }
}

/// Whether an account may be used.
pub fn is_usable(account: &Account) -> bool {
    account.state == AccountState::Active && account.verified
}
