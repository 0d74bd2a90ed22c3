//! Configuration: the options, and what is opened as they say. How a value finds its way into a field is told in [`source`].

mod images;
mod queue;
pub mod source;

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use kinora_images::Images;
use kinora_store::Store;
use kinora_web::{Network, Registration};

use images::ImageOptions;
use queue::QueueOptions;

/// The configuration in force.
#[derive(Args)]
pub struct Config {
    /// The configuration file [default: kinora.toml where it exists]
    #[arg(value_name = "FILE")]
    config: Option<PathBuf>,
    /// The data folder; the demo has kinora-demo
    #[arg(value_name = "FOLDER", default_value = "kinora-data")]
    pub data: PathBuf,
    /// The address to listen on
    #[arg(value_name = "ADDRESS", default_value = "127.0.0.1:8750")]
    pub listen: SocketAddr,
    /// The database; without it SQLite in the data folder
    #[arg(value_name = "URL", hide_env_values = true)]
    database_url: Option<String>,
    /// An API key that always works; the demo has demo
    #[arg(value_name = "KEY", hide_env_values = true, value_parser = NonEmptyStringValueParser::new())]
    pub api_key: Option<String>,
    /// What the server calls itself in links [default: the Host of the request]
    #[arg(value_name = "URL", value_parser = web_address)]
    pub public_url: Option<String>,
    /// What /3/configuration names as image base [default: this server's /t/p/]
    #[arg(value_name = "URL", value_parser = web_address)]
    pub image_base_url: Option<String>,
    /// How many votes a title needs to be among the top rated
    #[arg(value_name = "NUMBER", default_value_t = 200)]
    pub top_rated_votes: u32,
    /// How many MiB of finished answers are kept in memory, 0 for none
    #[arg(value_name = "MIB", default_value_t = 64)]
    pub response_cache: u32,
    /// How many requests a second are allowed to one key of an account and to one address without a key, 0 for any number
    #[arg(value_name = "NUMBER", default_value_t = 50)]
    pub rate_limit: u32,
    /// The proxies whose X-Forwarded-For or Forwarded is believed: addresses and networks, separated by commas
    #[arg(value_name = "NETWORKS", value_delimiter = ',')]
    pub trusted_proxies: Vec<Network>,
    /// Whether people can make accounts at /register: closed, confirmed (by the operator), open
    #[arg(value_name = "WORD", default_value = Registration::Closed.name())]
    pub registration: Registration,
    /// A file with the password of the administrator "admin", who is made where there is no account
    #[arg(value_name = "FILE")]
    pub admin_password_file: Option<PathBuf>,
    /// What to log, such as info or kinora_web=debug
    #[arg(value_name = "FILTER", default_value = "info")]
    pub log: String,
    /// How logs are written
    #[arg(value_name = "FORMAT", default_value = "text", value_parser = ["text", "json"])]
    pub log_format: String,
    #[command(flatten)]
    images: ImageOptions,
    /// The queues and their clients.
    #[command(flatten)]
    pub queue: QueueOptions,
}

impl Config {
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
}

/// The address of something on the web.
fn web_address(text: &str) -> Result<String, &'static str> {
    if text.starts_with("http://") || text.starts_with("https://") {
        Ok(text.to_owned())
    } else {
        Err("it has to begin with http:// or https://")
    }
}
