//! `kinora queue`: applications that use queues, and what an operator says about titles and subscribers.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context;
use clap::Subcommand;
use kinora_model::account::Account;
use kinora_model::queue::{Format, Offer};
use kinora_model::{Date, EntityKey, Kind};
use kinora_store::{NewApplication, Plan, Rental, Store};

use crate::config::Config;

/// What can be done about queues.
#[derive(Subcommand)]
pub enum Queue {
    /// Keys of applications: create, list, revoke
    #[command(subcommand)]
    Key(QueueKey),
    /// Say what a subscriber may have
    Plan {
        /// The name of the account
        account: String,
        /// Whether Blu-ray discs
        #[arg(long, value_name = "BOOL")]
        blu_ray: Option<bool>,
        /// Whether titles at once
        #[arg(long, value_name = "BOOL")]
        instant: Option<bool>,
    },
    /// Take back what an account gave to an application
    Withdraw {
        /// The name of the account
        account: String,
        /// The name of the application
        application: String,
    },
    /// Say whether a title can be had
    Offer {
        /// movie/ID or episode/ID
        #[arg(value_parser = title)]
        title: EntityKey,
        /// DVD, Blu-ray or Instant
        #[arg(value_parser = format)]
        format: Format,
        /// available, awaited or never
        #[arg(value_parser = ["available", "awaited", "never"])]
        state: String,
        /// The day from which it can be had, YYYY-MM-DD
        #[arg(long, value_name = "DATE")]
        from: Option<Date>,
        /// The day from which it cannot be had any more, YYYY-MM-DD
        #[arg(long, value_name = "DATE")]
        until: Option<Date>,
    },
    /// Say that a disc was sent to an account
    Ship {
        /// The name of the account
        account: String,
        /// movie/ID or episode/ID
        #[arg(value_parser = title)]
        title: EntityKey,
        /// DVD or Blu-ray
        #[arg(long, value_parser = format, default_value = "DVD")]
        format: Format,
        /// The day on which it should arrive, YYYY-MM-DD
        #[arg(long, value_name = "DATE")]
        expected: Option<Date>,
    },
    /// Say that a disc came back
    Return {
        /// The name of the account
        account: String,
        /// movie/ID or episode/ID
        #[arg(value_parser = title)]
        title: EntityKey,
    },
    /// Say that an account watched a title
    Watched {
        /// The name of the account
        account: String,
        /// movie/ID or episode/ID
        #[arg(value_parser = title)]
        title: EntityKey,
        /// How much of it, in seconds
        #[arg(long, value_name = "N")]
        seconds: Option<u32>,
    },
}

/// What can be done with keys of applications.
#[derive(Subcommand)]
pub enum QueueKey {
    /// Make a key and its secret for an application
    Create {
        /// The name of the application, which people are shown
        name: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// List the applications, without their secrets
    List,
    /// Revoke the key of an application
    Revoke {
        /// Its name
        name: String,
    },
}

/// A title as commands name it.
fn title(text: &str) -> Result<EntityKey, String> {
    let named = text.split_once('/').and_then(|(kind, id)| {
        let kinds = [Kind::Movie, Kind::Episode];
        let kind = kinds.into_iter().find(|known| known.name() == kind)?;
        Some(EntityKey::new(kind, id.parse().ok()?))
    });
    named.ok_or_else(|| "a title is named movie/ID or episode/ID".to_owned())
}

fn format(text: &str) -> Result<Format, String> {
    Format::parse(text).ok_or_else(|| "a format is DVD, Blu-ray or Instant".to_owned())
}

/// Milliseconds since 1970.
fn now() -> i64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH);
    elapsed.map_or(0, |elapsed| {
        i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)
    })
}

/// The first second of a day.
fn seconds(day: Date) -> i64 {
    day.day_number() * 24 * 60 * 60
}

/// Runs a command of queues.
pub async fn run(config: &Config, command: Queue) -> anyhow::Result<()> {
    let store = config.open_store().await?;
    let missing = |title: EntityKey| format!("there is no {title}");
    match command {
        Queue::Key(command) => return key(&store, command).await,
        Queue::Plan {
            account,
            blu_ray,
            instant,
        } => {
            let account = find(&store, &account).await?;
            let subscriber = store.subscriber(account.id).await?;
            let before = subscriber
                .map(|subscriber| subscriber.plan)
                .unwrap_or_default();
            let plan = Plan {
                blu_ray: blu_ray.unwrap_or(before.blu_ray),
                instant: instant.unwrap_or(before.instant),
            };
            store.set_plan(account.id, plan).await?;
        }
        Queue::Withdraw {
            account,
            application,
        } => {
            let account = find(&store, &account).await?;
            let applications = store.applications_of(account.id).await?;
            let mut named = applications.into_iter();
            let named = named.find(|known| known.name == application);
            let named = named.with_context(|| format!("{application:?} has no access"))?;
            store.withdraw(account.id, named.id, now()).await?;
        }
        Queue::Offer {
            title,
            format,
            state,
            from,
            until,
        } => {
            let at = |day: Option<Date>| day.map(|day| seconds(day) * 1000);
            let offer = match state.as_str() {
                "never" => Offer::Never,
                "awaited" => Offer::Awaited(at(from)),
                _ => Offer::Available {
                    from: at(from),
                    until: at(until),
                },
            };
            let is_there = store.set_offer(title, format, offer, now()).await?;
            anyhow::ensure!(is_there, missing(title));
        }
        Queue::Ship {
            account,
            title,
            format,
            expected,
        } => {
            let rental = Rental {
                shipped_at: Some(now() / 1000),
                expected_at: expected.map(seconds),
                ..Rental::of(title, format)
            };
            let account = find(&store, &account).await?;
            let is_there = store.add_rental(account.id, rental, now()).await?;
            anyhow::ensure!(is_there, missing(title));
        }
        Queue::Return { account, title } => {
            let account = find(&store, &account).await?;
            let was_out = store.return_rental(account.id, title, now() / 1000, now());
            anyhow::ensure!(was_out.await?, "{title} is not at home");
        }
        Queue::Watched {
            account,
            title,
            seconds,
        } => {
            let rental = Rental {
                watched_at: Some(now() / 1000),
                viewed_seconds: seconds.map(i64::from),
                ..Rental::of(title, Format::Instant)
            };
            let account = find(&store, &account).await?;
            let is_there = store.add_rental(account.id, rental, now()).await?;
            anyhow::ensure!(is_there, missing(title));
        }
    }
    Ok(())
}

async fn key(store: &Store, command: QueueKey) -> anyhow::Result<()> {
    match command {
        QueueKey::Create { name, json } => {
            let application = store.create_application(NewApplication::named(&name)?, now());
            let application = application.await?;
            if json {
                let shown = serde_json::json!({
                    "name": name, "consumer_key": application.key, "consumer_secret": application.secret,
                });
                println!("{shown}");
            } else {
                println!("Consumer key:     {}", application.key);
                println!("Consumer secret:  {}", application.secret);
                println!("The secret is not shown again.");
            }
        }
        QueueKey::List => {
            for application in store.applications().await? {
                let state = match application.revoked_at {
                    Some(_) => "revoked",
                    None => "valid",
                };
                let (id, key, name) = (application.id, application.key, application.name);
                println!("{id:>4}  {state:9} {key}  {name}");
            }
        }
        QueueKey::Revoke { name } => {
            let was_valid = store.revoke_application(&name, now()).await?;
            anyhow::ensure!(was_valid, "there is no valid key for {name:?}");
        }
    }
    Ok(())
}

/// Makes an application with a known key and secret, unless there is one of the key.
pub async fn ensure(store: &Store, application: NewApplication) -> anyhow::Result<()> {
    if store.application(&application.key).await?.is_none() {
        store.create_application(application, now()).await?;
    }
    Ok(())
}

async fn find(store: &Store, name: &str) -> anyhow::Result<Account> {
    let login = store.login(name).await?;
    let login = login.with_context(|| format!("there is no account named {name:?}"))?;
    Ok(login.account)
}
