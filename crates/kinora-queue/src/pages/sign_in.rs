//! Signing in by name and password, as the form of a page says them.

use kinora_model::account::Account;

use crate::App;
use crate::fault::Fault;
use crate::oauth::check::is_usable;
use crate::parameter::Parameters;

/// The account of the fields `login` (or `name`) and `password`. After many failures for an account, or from an address, nothing
/// is looked at for a while.
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
    match login {
        Some(login) if is_right && is_usable(&login.account) => Ok(login.account),
        _ => {
            app.failures.failed(name, address, now);
            Err(Fault::LoginFailed)
        }
    }
}
