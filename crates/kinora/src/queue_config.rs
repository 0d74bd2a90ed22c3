//! The configuration of the queue: the table `queue` of the file, `KINORA_QUEUE_*` variables, `--queue-*` flags.

use std::net::SocketAddr;

use anyhow::Context;
use clap::Args;
use kinora_queue::{CallLimits, Settings, Site};
use serde::Deserialize;

/// What flags, environment and the file can say; absent means unsaid.
#[derive(Args, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct QueueConfig {
    /// The address that clients of queues connect to [default: none; the demo: the port after the one of --listen]
    #[arg(
        id = "queue_listen",
        long = "queue-listen",
        global = true,
        env = "KINORA_QUEUE_LISTEN",
        value_name = "ADDRESS"
    )]
    listen: Option<SocketAddr>,
    /// The addresses that clients sign requests for, separated by commas; links begin with the first [default: the Host of the request]
    #[arg(
        id = "queue_public_url",
        long = "queue-public-url",
        global = true,
        env = "KINORA_QUEUE_PUBLIC_URL",
        value_name = "URLS"
    )]
    public_url: Option<String>,
    /// Where people sign in for applications [default: the first public URL]
    #[arg(
        id = "queue_login_url",
        long = "queue-login-url",
        global = true,
        env = "KINORA_QUEUE_LOGIN_URL",
        value_name = "URL"
    )]
    login_url: Option<String>,
    /// What the schemes of categories begin with [default: the first public URL]
    #[arg(
        id = "queue_category_url",
        long = "queue-category-url",
        global = true,
        env = "KINORA_QUEUE_CATEGORY_URL",
        value_name = "URL"
    )]
    category_url: Option<String>,
    /// Further hosts in addresses of titles, separated by commas [default: api.netflix.com, api-public.netflix.com]
    #[arg(
        id = "queue_title_hosts",
        long = "queue-title-hosts",
        global = true,
        env = "KINORA_QUEUE_TITLE_HOSTS",
        value_name = "HOSTS"
    )]
    title_hosts: Option<String>,
    /// How failures are worded: table (as documented) or wire (as met by old clients) [default: table]
    #[arg(
        id = "queue_messages",
        long = "queue-messages",
        global = true,
        env = "KINORA_QUEUE_MESSAGES",
        value_name = "WORD"
    )]
    messages: Option<String>,
    /// How many calls a second a key may make, 0 for any number [default: 4]
    #[arg(
        id = "queue_rate",
        long = "queue-rate",
        global = true,
        env = "KINORA_QUEUE_RATE",
        value_name = "NUMBER"
    )]
    rate: Option<u32>,
    /// How many calls a day a key may make, 0 for any number [default: 5000]
    #[arg(
        id = "queue_daily",
        long = "queue-daily",
        global = true,
        env = "KINORA_QUEUE_DAILY",
        value_name = "NUMBER"
    )]
    daily: Option<u32>,
    /// Whether a request that was made before is refused [default: false]
    #[arg(
        id = "queue_nonces",
        long = "queue-nonces",
        global = true,
        env = "KINORA_QUEUE_NONCES",
        value_name = "BOOL"
    )]
    nonces: Option<bool>,
}

impl QueueConfig {
    /// What this says, and where it is silent what the other says.
    pub fn or(self, other: QueueConfig) -> QueueConfig {
        QueueConfig {
            listen: self.listen.or(other.listen),
            public_url: self.public_url.or(other.public_url),
            login_url: self.login_url.or(other.login_url),
            category_url: self.category_url.or(other.category_url),
            title_hosts: self.title_hosts.or(other.title_hosts),
            messages: self.messages.or(other.messages),
            rate: self.rate.or(other.rate),
            daily: self.daily.or(other.daily),
            nonces: self.nonces.or(other.nonces),
        }
    }

    /// The address to listen on; without one there are no queues.
    pub fn listen(&self) -> Option<SocketAddr> {
        self.listen
    }

    /// Listens beside the API, on the port after its own, unless another address was chosen.
    pub fn listen_beside(&mut self, api: SocketAddr) {
        let port = match api.port() {
            0 => 0,
            port => port.checked_add(1).unwrap_or(port - 1),
        };
        self.listen.get_or_insert(SocketAddr::new(api.ip(), port));
    }

    /// The settings in force.
    pub fn settings(&self, site: Site) -> anyhow::Result<Settings> {
        let usual = Settings::default();
        let list = |text: &str| -> Vec<String> {
            let items = text.split(',').map(str::trim);
            let items = items.filter(|item| !item.is_empty());
            items.map(str::to_owned).collect()
        };
        let url = |name: &str, url: &str| {
            let is_web = url.starts_with("http://") || url.starts_with("https://");
            anyhow::ensure!(is_web, "queue.{name} is no http or https URL: {url:?}");
            Ok(url.trim_end_matches('/').to_owned())
        };
        let optional = |name: &str, text: &Option<String>| {
            let text = text.as_deref().filter(|text| !text.is_empty());
            text.map(|text| url(name, text)).transpose()
        };
        let bases = list(self.public_url.as_deref().unwrap_or_default());
        let bases = bases.iter().map(|base| url("public_url", base));
        let messages = self.messages.as_deref().filter(|word| !word.is_empty());
        Ok(Settings {
            bases: bases.collect::<Result<_, _>>()?,
            categories: optional("category_url", &self.category_url)?,
            login: optional("login_url", &self.login_url)?,
            title_hosts: self.title_hosts.as_deref().map_or(usual.title_hosts, list),
            messages: messages.map_or(Ok(usual.messages), |word| {
                word.parse().context("queue.messages")
            })?,
            calls: CallLimits {
                per_second: self.rate.unwrap_or(usual.calls.per_second),
                per_day: self.daily.unwrap_or(usual.calls.per_day),
            },
            rejects_nonces: self.nonces.unwrap_or(usual.rejects_nonces),
            site,
            ..Settings::default()
        })
    }

    /// The settings in force, for `kinora config show`; none while there are no queues.
    pub fn table(&self) -> anyhow::Result<toml::Table> {
        let mut table = toml::Table::new();
        let Some(listen) = self.listen else {
            return Ok(table);
        };
        let settings = self.settings(Site::default())?;
        let mut put = |name: &str, value: toml::Value| table.insert(name.to_owned(), value);
        put("listen", listen.to_string().into());
        if !settings.bases.is_empty() {
            put("public_url", settings.bases.join(", ").into());
        }
        let optional = [
            ("login_url", settings.login),
            ("category_url", settings.categories),
        ];
        for (name, value) in optional {
            if let Some(value) = value {
                put(name, value.into());
            }
        }
        put("title_hosts", settings.title_hosts.join(", ").into());
        put(
            "messages",
            self.messages
                .clone()
                .unwrap_or_else(|| "table".into())
                .into(),
        );
        put("rate", i64::from(settings.calls.per_second).into());
        put("daily", i64::from(settings.calls.per_day).into());
        put("nonces", settings.rejects_nonces.into());
        Ok(table)
    }
}
