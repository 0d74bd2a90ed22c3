//! Configuration: a TOML file, then `KINORA_*` variables, then flags.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use kinora_images::Images;
use kinora_store::Store;
use kinora_web::{Network, Registration};
use serde::Deserialize;

use crate::image_config::ImageConfig;
use crate::queue_config::QueueConfig;

/// What flags and environment can say; absent means unsaid.
#[derive(Args, Clone, Default)]
pub struct Flags {
    /// The configuration file [default: kinora.toml where it exists]
    #[arg(long, global = true, env = "KINORA_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// The data folder [default: ./kinora-data]
    #[arg(long, global = true, env = "KINORA_DATA", value_name = "FOLDER")]
    data: Option<PathBuf>,
    /// The address to listen on [default: 127.0.0.1:8750]
    #[arg(long, global = true, env = "KINORA_LISTEN", value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// The database; without it SQLite in the data folder
    #[arg(
        long,
        global = true,
        env = "KINORA_DATABASE_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    database_url: Option<String>,
    /// An API key that always works
    #[arg(
        long,
        global = true,
        env = "KINORA_API_KEY",
        value_name = "KEY",
        hide_env_values = true
    )]
    api_key: Option<String>,
    /// What the server calls itself in links [default: the Host of the request]
    #[arg(long, global = true, env = "KINORA_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,
    /// What /3/configuration names as image base [default: this server's /t/p/]
    #[arg(long, global = true, env = "KINORA_IMAGE_BASE_URL", value_name = "URL")]
    image_base_url: Option<String>,
    /// How many votes a title needs to be among the top rated [default: 200]
    #[arg(
        long,
        global = true,
        env = "KINORA_TOP_RATED_VOTES",
        value_name = "NUMBER"
    )]
    top_rated_votes: Option<u32>,
    /// How many MiB of finished answers are kept in memory, 0 for none [default: 64]
    #[arg(long, global = true, env = "KINORA_RESPONSE_CACHE", value_name = "MIB")]
    response_cache: Option<u32>,
    /// How many requests a second are allowed to one key of an account and to one address without a key, 0 for any number
    /// [default: 50]
    #[arg(long, global = true, env = "KINORA_RATE_LIMIT", value_name = "NUMBER")]
    rate_limit: Option<u32>,
    /// The proxies whose X-Forwarded-For or Forwarded is believed: addresses and networks, separated by commas
    #[arg(
        long,
        global = true,
        env = "KINORA_TRUSTED_PROXIES",
        value_name = "NETWORKS"
    )]
    trusted_proxies: Option<String>,
    /// Whether people can make accounts at /register: closed, confirmed (by the operator), open [default: closed]
    #[arg(long, global = true, env = "KINORA_REGISTRATION", value_name = "WORD")]
    registration: Option<String>,
    /// A file with the password of the administrator "admin", who is made where there is no account
    #[arg(
        long,
        global = true,
        env = "KINORA_ADMIN_PASSWORD_FILE",
        value_name = "FILE"
    )]
    admin_password_file: Option<PathBuf>,
    #[command(flatten)]
    images: ImageConfig,
    #[command(flatten)]
    queue: QueueConfig,
    /// What to log, such as info or kinora_web=debug [default: info]
    #[arg(long, global = true, env = "KINORA_LOG", value_name = "FILTER")]
    log: Option<String>,
    /// text or json [default: text]
    #[arg(long, global = true, env = "KINORA_LOG_FORMAT", value_name = "FORMAT")]
    log_format: Option<String>,
}

/// What the file can say.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    data: Option<PathBuf>,
    listen: Option<SocketAddr>,
    database_url: Option<String>,
    api_key: Option<String>,
    public_url: Option<String>,
    image_base_url: Option<String>,
    top_rated_votes: Option<u32>,
    response_cache: Option<u32>,
    rate_limit: Option<u32>,
    trusted_proxies: Option<String>,
    registration: Option<String>,
    admin_password_file: Option<PathBuf>,
    images: ImageConfig,
    queue: QueueConfig,
    log: Option<String>,
    log_format: Option<String>,
}

/// The configuration in force.
pub struct Config {
    /// The data folder.
    pub data: PathBuf,
    /// Whether somebody chose the data folder.
    pub data_is_chosen: bool,
    /// The address to listen on.
    pub listen: SocketAddr,
    database_url: Option<String>,
    /// A key that always works.
    pub api_key: Option<String>,
    /// What the server calls itself.
    pub public_url: Option<String>,
    /// The image base.
    pub image_base_url: Option<String>,
    /// How many votes a title needs to be among the top rated.
    pub top_rated_votes: u32,
    /// How many MiB of finished answers are kept in memory.
    pub response_cache: u32,
    /// How many requests a second are allowed to one key of an account and to one address without a key.
    pub rate_limit: u32,
    /// The proxies that say where requests come from.
    pub trusted_proxies: Vec<Network>,
    /// Whether people can make accounts for themselves.
    pub registration: Registration,
    /// A file with the password of the first administrator.
    pub admin_password_file: Option<PathBuf>,
    images: ImageConfig,
    /// The queues and their clients.
    pub queue: QueueConfig,
    /// The log filter.
    pub log: String,
    /// How logs are written.
    pub log_format: String,
}

impl Config {
    /// Puts together what file, environment and flags say.
    pub fn load(flags: Flags) -> anyhow::Result<Config> {
        let file = File::read(flags.config)?;
        let text = |said: Option<String>, file: Option<String>| {
            said.or(file).filter(|text| !text.is_empty())
        };
        let data = flags.data.or(file.data);
        Ok(Config {
            data_is_chosen: data.is_some(),
            data: data.unwrap_or_else(|| PathBuf::from("kinora-data")),
            listen: flags
                .listen
                .or(file.listen)
                .unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8750))),
            database_url: text(flags.database_url, file.database_url),
            api_key: text(flags.api_key, file.api_key),
            public_url: text(flags.public_url, file.public_url),
            image_base_url: text(flags.image_base_url, file.image_base_url),
            top_rated_votes: flags
                .top_rated_votes
                .or(file.top_rated_votes)
                .unwrap_or(200),
            response_cache: flags.response_cache.or(file.response_cache).unwrap_or(64),
            rate_limit: flags.rate_limit.or(file.rate_limit).unwrap_or(50),
            trusted_proxies: {
                let networks = text(flags.trusted_proxies, file.trusted_proxies);
                let networks = networks.unwrap_or_default();
                let networks = networks.split(',').filter(|text| !text.trim().is_empty());
                let networks = networks.map(str::parse).collect::<Result<_, _>>();
                networks.context("trusted_proxies")?
            },
            registration: {
                let word = text(flags.registration, file.registration);
                let word = word.unwrap_or_else(|| "closed".into());
                word.parse().context("registration")?
            },
            admin_password_file: flags.admin_password_file.or(file.admin_password_file),
            images: flags.images.or(file.images),
            queue: flags.queue.or(file.queue),
            log: text(flags.log, file.log).unwrap_or_else(|| "info".into()),
            log_format: text(flags.log_format, file.log_format).unwrap_or_else(|| "text".into()),
        })
    }

    /// Opens the catalogue.
    pub async fn open_store(&self) -> anyhow::Result<Store> {
        if self.database_url.is_some() {
            anyhow::bail!(
                "database_url is set, but this version keeps its catalogue in SQLite only: leave it out"
            );
        }
        Store::open(&self.data)
            .await
            .with_context(|| format!("cannot open the catalogue in {}", self.data.display()))
    }

    /// The folder of the daily files of ids.
    pub fn exports(&self) -> PathBuf {
        self.data.join("exports")
    }

    /// Where the index is kept between runs.
    pub fn index_folder(&self) -> PathBuf {
        self.data.join("index")
    }

    /// Opens the pictures.
    pub fn open_images(&self) -> anyhow::Result<Images> {
        self.images.open(&self.data)
    }

    /// Prints the configuration; secrets only as present or absent.
    pub fn show(&self) -> anyhow::Result<()> {
        let secret = |text: &Option<String>| text.as_ref().map(|_| "(set)".to_owned());
        let mut table = toml::Table::new();
        let texts = [
            ("data", Some(self.data.display().to_string())),
            ("listen", Some(self.listen.to_string())),
            ("database_url", secret(&self.database_url)),
            ("api_key", secret(&self.api_key)),
            ("public_url", self.public_url.clone()),
            ("image_base_url", self.image_base_url.clone()),
            (
                "trusted_proxies",
                Some(list(&self.trusted_proxies)).filter(|list| !list.is_empty()),
            ),
            ("registration", Some(self.registration.name().to_owned())),
            (
                "admin_password_file",
                self.admin_password_file
                    .as_ref()
                    .map(|file| file.display().to_string()),
            ),
            ("log", Some(self.log.clone())),
            ("log_format", Some(self.log_format.clone())),
        ];
        table.extend(
            texts
                .into_iter()
                .filter_map(|(name, text)| Some((name.to_owned(), text?.into()))),
        );
        let numbers = [
            ("top_rated_votes", self.top_rated_votes),
            ("response_cache", self.response_cache),
            ("rate_limit", self.rate_limit),
        ];
        let numbers = numbers.into_iter();
        table.extend(numbers.map(|(name, number)| (name.to_owned(), i64::from(number).into())));
        table.insert("images".to_owned(), self.images.table(&self.data)?.into());
        let queue = self.queue.table()?;
        if !queue.is_empty() {
            table.insert("queue".to_owned(), queue.into());
        }
        print!("{}", toml::to_string(&table)?);
        Ok(())
    }
}

fn list(networks: &[Network]) -> String {
    let networks = networks.iter().map(ToString::to_string);
    networks.collect::<Vec<_>>().join(", ")
}

impl File {
    fn read(path: Option<PathBuf>) -> anyhow::Result<File> {
        let chosen = path.is_some();
        let path = path.unwrap_or_else(|| PathBuf::from("kinora.toml"));
        match std::fs::read_to_string(&path) {
            Ok(text) => toml::from_str(&text)
                .with_context(|| format!("{} is not a valid configuration", path.display())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !chosen => {
                Ok(File::default())
            }
            Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
        }
    }
}
