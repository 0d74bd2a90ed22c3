//! `kinora user`: accounts.

use std::io::{BufRead, IsTerminal, Write};

use anyhow::Context;
use clap::Subcommand;
use kinora_model::account::{Account, AccountName, AccountState, Role};
use kinora_store::{
    AccountChange, NewAccount, NewSession, PasswordCost, Passwords, SessionKind, Store,
};

use crate::config::Config;

/// What can be done with accounts.
#[derive(Subcommand)]
pub enum User {
    /// Make an account; its password is read from a prompt, or from standard input
    Create {
        /// Its name
        name: AccountName,
        /// Make it an administrator
        #[arg(long)]
        admin: bool,
        /// Where its owner can be written to
        #[arg(long)]
        email: Option<String>,
    },
    /// List the accounts
    List,
    /// Close an account: its owner cannot sign in, and its sessions answer code 31
    Disable {
        /// Its name
        name: String,
    },
    /// Bar an account: its owner cannot sign in, and its sessions answer code 45
    Suspend {
        /// Its name
        name: String,
    },
    /// Open a closed or barred account again
    Enable {
        /// Its name
        name: String,
    },
    /// Confirm an account that was registered
    Verify {
        /// Its name
        name: String,
    },
    /// Let an account sign in by its password alone again: for those who lost application and recovery codes
    TwoFactorOff {
        /// Its name
        name: String,
    },
    /// Change a password; every session of the account ends
    Password {
        /// Its name
        name: String,
    },
    /// Say what an account may do
    Role {
        /// Its name
        name: String,
        /// reader, contributor, moderator or administrator
        role: Role,
    },
    /// Make an access token with which programs act for an account, without a session; it is shown once
    Token {
        /// Its name
        name: String,
        /// A token that changes nothing
        #[arg(long)]
        read_only: bool,
    },
    /// Print everything that is kept about an account, as JSON
    Export {
        /// Its name
        name: String,
    },
    /// Delete an account and everything that is kept about it
    Delete {
        /// Its name
        name: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

/// Runs a command of accounts.
pub async fn run(config: &Config, command: User) -> anyhow::Result<()> {
    let store = config.open_store().await?;
    let change = async |name: &str, change: AccountChange| -> anyhow::Result<()> {
        let account = find(&store, name).await?;
        store.change_account(account.id, change).await?;
        Ok(())
    };
    match command {
        User::Create { name, admin, email } => {
            let account = NewAccount {
                name: name.clone(),
                password_hash: hash(&password()?).await?,
                role: if admin {
                    Role::Administrator
                } else {
                    Role::Reader
                },
                email,
                verified: true,
            };
            let account = store.create_account(account).await;
            let account = account.with_context(|| format!("cannot make the account {name}"))?;
            println!("{} is a new {}.", account.name, account.role.name());
        }
        User::List => {
            for account in store.accounts().await? {
                println!("{}", line(&account));
            }
        }
        User::Disable { name } => {
            change(&name, AccountChange::State(AccountState::Disabled)).await?;
        }
        User::Suspend { name } => {
            change(&name, AccountChange::State(AccountState::Suspended)).await?;
        }
        User::Enable { name } => {
            change(&name, AccountChange::State(AccountState::Active)).await?;
        }
        User::Verify { name } => change(&name, AccountChange::Verified(true)).await?,
        User::TwoFactorOff { name } => {
            let account = find(&store, &name).await?;
            store.turn_two_factor_off(account.id).await?;
            println!("{} signs in by the password alone.", account.name);
        }
        User::Role { name, role } => change(&name, AccountChange::Role(role)).await?,
        User::Password { name } => {
            find(&store, &name).await?;
            let hash = hash(&password()?).await?;
            change(&name, AccountChange::Password(hash)).await?;
        }
        User::Token { name, read_only } => {
            let account = find(&store, &name).await?;
            let scopes: &[&str] = match read_only {
                true => &["api_read"],
                false => &["api_read", "api_write"],
            };
            let token = store.new_access_token(scopes).await?;
            let session = NewSession {
                account_id: account.id,
                kind: SessionKind::AccessToken,
                may_write: !read_only,
                api_key_id: None,
                expires_at: None,
            };
            store.open_session(&token, session).await?;
            println!("{token}");
        }
        User::Export { name } => {
            let account = find(&store, &name).await?;
            let held = store.account_data(account.id).await?;
            println!("{}", serde_json::to_string_pretty(&held)?);
        }
        User::Delete { name, yes } => {
            let account = find(&store, &name).await?;
            if !yes {
                let question = format!(
                    "Delete {} and everything kept about it? [y/N] ",
                    account.name
                );
                anyhow::ensure!(
                    answer(&question)?.eq_ignore_ascii_case("y"),
                    "nothing was deleted"
                );
            }
            store.delete_account(account.id).await?;
            println!("{} is deleted.", account.name);
        }
    }
    Ok(())
}

/// Makes an account unless there is one of that name.
pub async fn ensure(store: &Store, name: &str, password: &str, role: Role) -> anyhow::Result<()> {
    if store.login(name).await?.is_none() {
        let account = NewAccount {
            name: name.parse()?,
            password_hash: hash(password).await?,
            role,
            email: None,
            verified: true,
        };
        store.create_account(account).await?;
    }
    Ok(())
}

async fn find(store: &Store, name: &str) -> anyhow::Result<Account> {
    let login = store.login(name).await?;
    let login = login.with_context(|| format!("there is no account named {name:?}"))?;
    Ok(login.account)
}

async fn hash(password: &str) -> anyhow::Result<String> {
    let passwords = Passwords::new(PasswordCost::default());
    Ok(passwords.hash(password).await?)
}

/// A password: typed twice at a terminal without being shown, else the first line of standard input.
fn password() -> anyhow::Result<String> {
    if !std::io::stdin().is_terminal() {
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line)?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    let password = rpassword::prompt_password("Password: ")?;
    let again = rpassword::prompt_password("Again: ")?;
    anyhow::ensure!(password == again, "the two passwords differ");
    Ok(password)
}

fn answer(question: &str) -> anyhow::Result<String> {
    eprint!("{question}");
    std::io::stderr().flush()?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim().to_owned())
}

fn line(account: &Account) -> String {
    let verified = if account.verified {
        ""
    } else {
        ", not confirmed"
    };
    format!(
        "{:>4}  {:13}  {:9}  {}{verified}",
        account.id,
        account.role.name(),
        account.state.name(),
        account.name
    )
}
