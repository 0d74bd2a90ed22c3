//! The first administrator: from a file with a password, or in the browser with a code that is good once.

use anyhow::Context;
use kinora_model::account::Role;
use kinora_store::{Store, random_hex};

use crate::config::Config;
use crate::user;

/// The name of an administrator who is made from a file.
const NAME: &str = "admin";

/// Makes the administrator whose password is in a file where there is no account. Without a file answers the code with which one
/// can be made at `/setup`; it lasts until the server ends or there is an account.
pub async fn prepare(config: &Config, store: &Store) -> anyhow::Result<Option<String>> {
    if store.has_accounts().await? {
        return Ok(None);
    }
    let Some(file) = &config.admin_password_file else {
        return Ok(Some(random_hex(8)?));
    };
    let password = std::fs::read_to_string(file);
    let password = password.with_context(|| format!("cannot read {}", file.display()))?;
    let password = password.trim_end_matches(['\r', '\n']);
    user::ensure(store, NAME, password, Role::Administrator).await?;
    tracing::info!("made the administrator {NAME}");
    Ok(None)
}
