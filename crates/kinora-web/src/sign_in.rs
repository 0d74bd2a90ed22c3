//! Signing in by name and password, and by the second factor of those who turned it on.

use std::net::IpAddr;

use kinora_model::account::Account;
use kinora_store::step_of;

use crate::App;
use crate::error::ApiError;
use crate::viewer::usable;

/// Whoever knows a name and its password.
pub enum SignIn {
    /// Nothing else is asked of them.
    Done(Account),
    /// They have a second factor, which is still to be asked for.
    CodeDue(Account),
}

impl App {
    /// The account of a name and password. What is wrong with the account is told only to whoever knows the password. After
    /// many failures for an account or from an address, nothing is looked at for a while.
    pub(crate) async fn sign_in(
        &self,
        name: &str,
        password: &str,
        address: Option<IpAddr>,
    ) -> Result<SignIn, ApiError> {
        self.limits.may_sign_in(name, address)?;
        let login = self.store.login(name).await?;
        let hash = login.as_ref().map(|login| login.password_hash.as_str());
        let is_right = self.passwords.verify(password, hash).await?;
        let Some(login) = login.filter(|_| is_right) else {
            self.limits.failed_to_sign_in(name, address);
            return Err(ApiError::InvalidLogin);
        };
        let account = usable(login.account)?;
        let second = self.store.two_factor(account.id).await?;
        Ok(match second.is_some_and(|second| second.is_on) {
            true => SignIn::CodeDue(account),
            false => SignIn::Done(account),
        })
    }

    /// Whether somebody knows the password of an account; failures count as those of signing in.
    pub(crate) async fn knows_password(
        &self,
        account: &Account,
        password: &str,
        address: Option<IpAddr>,
    ) -> Result<bool, ApiError> {
        match self.sign_in(&account.name, password, address).await {
            Ok(_) => Ok(true),
            Err(ApiError::InvalidLogin) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Uses a code of the application, or a recovery code. A wrong one counts as a login that failed.
    pub(crate) async fn use_code(
        &self,
        account: &Account,
        code: &str,
        address: Option<IpAddr>,
    ) -> Result<(), ApiError> {
        self.limits.may_sign_in(&account.name, address)?;
        let seconds = self.settings.clock.milliseconds() / 1000;
        let is_right = self.store.use_code(account.id, code, seconds).await?;
        if !is_right {
            self.limits.failed_to_sign_in(&account.name, address);
            return Err(ApiError::InvalidLogin);
        }
        Ok(())
    }

    /// The step of 30 seconds whose code it is, if it is one of this one, the one before, or the one after.
    pub(crate) fn step_of(&self, secret: &[u8], code: &str) -> Option<i64> {
        let seconds = self.settings.clock.milliseconds() / 1000;
        step_of(secret, code, seconds)
    }
}
