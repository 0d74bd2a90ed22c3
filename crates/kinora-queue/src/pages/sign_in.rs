//! Signing in by name and password, as the form of a page says them.

use kinora_model::account::Account;
use kinora_store::StoreError;

use crate::App;
use crate::fault::Fault;
use crate::oauth::check::is_usable;
use crate::parameter::Parameters;

/// The account of the fields `login` (or `name`) and `password`, and of `code` where a second factor is on. After many failures for
/// an account, or from an address, nothing is looked at for a while.
pub async fn sign_in(
    app: &App,
    parameters: &Parameters,
    address: &str,
    now: i64,
) -> Result<Account, Fault> {
    let name = parameters.given("login").or(parameters.given("name"));
    let name = name.ok_or(Fault::LoginFailed)?;
    let password = parameters.get("password").unwrap_or_default();
    if !app.failures.may_try(name, address, now) {
        return Err(Fault::LoginTooOften);
    }
    let login = app.store.login(name).await?;
    let hash = login.as_ref().map(|login| login.password_hash.as_str());
    let is_right = app.passwords.verify(password, hash).await?;
    let account = login.map(|login| login.account);
    let account = account.filter(|account| is_right && is_usable(account));
    let is_right = match &account {
        Some(account) => has_code(app, account, parameters, now).await?,
        None => false,
    };
    account.filter(|_| is_right).ok_or_else(|| {
        app.failures.failed(name, address, now);
        Fault::LoginFailed
    })
}

/// Whether the code is right, where one is asked for.
async fn has_code(
    app: &App,
    account: &Account,
    parameters: &Parameters,
    now: i64,
) -> Result<bool, StoreError> {
    let second = app.store.two_factor(account.id).await?;
    if second.is_none_or(|second| !second.is_on) {
        return Ok(true);
    }
    let code = parameters.get("code").unwrap_or_default();
    app.store
        .use_code(account.id, code, now.div_euclid(1000))
        .await
}
