//! Signing in by name and password.

use std::net::IpAddr;

use kinora_model::account::Account;

use crate::App;
use crate::error::ApiError;
use crate::viewer::usable;

impl App {
    /// The account of a name and password. What is wrong with the account is told only to whoever knows the password. After
    /// many failures for an account or from an address, nothing is looked at for a while.
    pub(crate) async fn sign_in(
        &self,
        name: &str,
        password: &str,
        address: Option<IpAddr>,
    ) -> Result<Account, ApiError> {
        self.limits.may_sign_in(name, address)?;
        let login = self.store.login(name).await?;
        let hash = login.as_ref().map(|login| login.password_hash.as_str());
        let is_right = self.passwords.verify(password, hash).await?;
        match login {
            Some(login) if is_right => usable(login.account),
            _ => {
                self.limits.failed_to_sign_in(name, address);
                Err(ApiError::InvalidLogin)
            }
        }
    }
}
