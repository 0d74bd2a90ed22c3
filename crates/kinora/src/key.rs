//! `kinora key`: API keys and their read access tokens.

use anyhow::Context;
use clap::Subcommand;
use kinora_store::{KeyChange, KeyTerms, Store};

use crate::config::Config;

/// What can be done with keys.
#[derive(Subcommand)]
pub enum Key {
    /// Make an API key and its read access token; they are shown once
    Create {
        /// What it is for
        name: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
        /// How many requests a second it may make, 0 for any number [default: any number, or KINORA_RATE_LIMIT with --account]
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
        /// A key that changes nothing
        #[arg(long)]
        read_only: bool,
        /// The account that it is for; without it the key is the operator's
        #[arg(long, value_name = "NAME")]
        account: Option<String>,
    },
    /// List the keys
    List,
    /// Revoke the keys of a name
    Revoke {
        /// The name
        name: String,
    },
    /// Bar the keys of a name: requests with them answer code 10
    Suspend {
        /// The name
        name: String,
    },
    /// Let the barred keys of a name be used again
    Resume {
        /// The name
        name: String,
    },
}

/// Runs a key command.
pub async fn run(config: &Config, command: Key) -> anyhow::Result<()> {
    let store = config.open_store().await?;
    match command {
        Key::Create {
            name,
            json,
            limit,
            read_only,
            account,
        } => {
            let secrets = store.new_secrets().await?;
            let account_id = match account {
                Some(account) => {
                    let login = store.login(&account).await?;
                    let login =
                        login.with_context(|| format!("there is no account named {account:?}"))?;
                    Some(login.account.id)
                }
                None => None,
            };
            let terms = KeyTerms {
                name: name.clone(),
                account_id,
                may_write: !read_only,
                rate_limit: limit,
            };
            store.create_api_key(terms, &secrets).await?;
            if json {
                let shown = serde_json::json!({ "name": name, "api_key": secrets.key, "access_token": secrets.token });
                println!("{shown}");
            } else {
                println!("API key:            {}", secrets.key);
                println!("Read access token:  {}", secrets.token);
                println!("They are not shown again.");
            }
        }
        Key::List => {
            for key in store.api_keys().await? {
                let state = match key.revoked_at {
                    Some(_) => "revoked",
                    None if key.suspended => "suspended",
                    None => "valid",
                };
                let access = if key.may_write { "" } else { ", read only" };
                let limit = key.rate_limit.map(|limit| format!(", {limit} a second"));
                let limit = limit.unwrap_or_default();
                println!("{:>4}  {state:9} {}{access}{limit}", key.id, key.name);
            }
        }
        Key::Revoke { name } => change(&store, &name, KeyChange::Revoke, "revoked").await?,
        Key::Suspend { name } => change(&store, &name, KeyChange::Suspend, "suspended").await?,
        Key::Resume { name } => change(&store, &name, KeyChange::Resume, "valid again").await?,
    }
    Ok(())
}

async fn change(store: &Store, name: &str, change: KeyChange, done: &str) -> anyhow::Result<()> {
    match store.change_api_keys(name, change).await? {
        0 => anyhow::bail!("there is no key named {name:?} for that"),
        count => println!("{count} {done}."),
    }
    Ok(())
}
