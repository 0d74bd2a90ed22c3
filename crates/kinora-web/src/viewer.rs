//! Who asks (contract 1.3): an account by its session or by its bearer token, or a guest by a guest session.

use std::time::UNIX_EPOCH;

use kinora_model::account::{Account, AccountState};
use kinora_store::{Guest, SessionKind};

use crate::error::ApiError;
use crate::{App, Clock};

/// Whom an operation is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    /// Anyone, and the answer is the same for all.
    #[default]
    Anyone,
    /// Anyone; who has a session is shown more. A wrong one counts as none.
    Noticed,
    /// Accounts.
    Account,
    /// Accounts and guests.
    Rater,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq)]
pub enum Viewer {
    /// An account.
    Account(Account),
    /// A guest.
    Guest(Guest),
}

/// What a request says about who asks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Claim<'a> {
    /// `session_id`.
    pub session: Option<&'a str>,
    /// `guest_session_id`.
    pub guest: Option<&'a str>,
    /// The account whose bearer token is the credential.
    pub account: Option<i64>,
    /// Whether the credential lets it change something.
    pub may_write: bool,
}

impl Claim<'_> {
    /// Whether it says anything.
    pub fn is_made(&self) -> bool {
        self.session.is_some() || self.guest.is_some() || self.account.is_some()
    }
}

/// Whoever makes a claim, as far as the audience asks for it. `writes` says whether something is to be changed.
pub async fn admit(
    app: &App,
    audience: Audience,
    claim: Claim<'_>,
    writes: bool,
) -> Result<Option<Viewer>, ApiError> {
    let viewer = match audience {
        Audience::Anyone => return Ok(None),
        Audience::Noticed => match recognise(app, claim).await {
            Err(ApiError::Store(error)) => return Err(error.into()),
            recognised => return Ok(recognised.ok().map(|(viewer, _)| viewer)),
        },
        Audience::Account | Audience::Rater => recognise(app, claim).await?,
    };
    match viewer {
        (Viewer::Guest(_), _) if audience == Audience::Account => Err(ApiError::NoSession),
        (_, false) if writes => Err(ApiError::ReadOnly),
        (viewer, _) => Ok(Some(viewer)),
    }
}

/// Who makes a claim, and whether it may change something.
async fn recognise(app: &App, claim: Claim<'_>) -> Result<(Viewer, bool), ApiError> {
    let now = app.settings.clock.milliseconds();
    if let Some(secret) = claim.session {
        let session = app.store.session(secret, SessionKind::Api, now).await?;
        let session = session.ok_or(ApiError::NoSession)?;
        let may_write = claim.may_write && session.may_write;
        return Ok((Viewer::Account(usable(session.account)?), may_write));
    }
    if let Some(secret) = claim.guest {
        let guest = app.store.guest_session(secret, now).await?;
        let guest = guest.ok_or(ApiError::NoSession)?;
        return Ok((Viewer::Guest(guest), claim.may_write));
    }
    let id = claim.account.ok_or(ApiError::NoSession)?;
    let account = app.store.account(id).await?.ok_or(ApiError::NoSession)?;
    Ok((Viewer::Account(usable(account)?), claim.may_write))
}

/// An account, unless it may not be used.
pub fn usable(account: Account) -> Result<Account, ApiError> {
    match account.state {
        AccountState::Disabled => Err(ApiError::AccountDisabled),
        AccountState::Suspended => Err(ApiError::AccountSuspended),
        AccountState::Active if !account.verified => Err(ApiError::NotVerified),
        AccountState::Active => Ok(account),
    }
}

impl Clock {
    /// Milliseconds since 1970.
    pub(crate) fn milliseconds(self) -> i64 {
        let elapsed = self.now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)
    }
}
