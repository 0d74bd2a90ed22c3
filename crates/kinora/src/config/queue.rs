//! The options of queues.

use std::net::SocketAddr;

use clap::{ArgAction, Args};
use kinora_queue::{CallLimits, Messages, Settings, Site};

use super::web_address;

/// The queues and their clients.
#[derive(Args)]
#[command(next_help_heading = "Queue")]
pub struct QueueOptions {
    /// The address that clients of queues connect to [default: none; the demo: the port after the one of --listen]
    #[arg(id = "queue_listen", value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// The addresses that clients sign requests for, separated by commas; links begin with the first [default: the Host of the request]
    #[arg(id = "queue_public_url", value_name = "URLS", value_delimiter = ',', value_parser = base)]
    public_url: Vec<String>,
    /// Where people sign in for applications [default: the first public URL]
    #[arg(id = "queue_login_url", value_name = "URL", value_parser = base)]
    login_url: Option<String>,
    /// What the schemes of categories begin with [default: the first public URL]
    #[arg(id = "queue_category_url", value_name = "URL", value_parser = base)]
    category_url: Option<String>,
    /// Further hosts in addresses of titles, separated by commas
    #[arg(
        id = "queue_title_hosts",
        value_name = "HOSTS",
        value_delimiter = ',',
        default_value = "api.netflix.com,api-public.netflix.com"
    )]
    title_hosts: Vec<String>,
    /// How failures are worded: table (as documented) or wire (as met by old clients)
    #[arg(id = "queue_messages", value_name = "WORD", default_value = "table")]
    messages: Messages,
    /// How many calls a second a key may make, 0 for any number
    #[arg(id = "queue_rate", value_name = "NUMBER", default_value_t = 4)]
    rate: u32,
    /// How many calls a day a key may make, 0 for any number
    #[arg(id = "queue_daily", value_name = "NUMBER", default_value_t = 5000)]
    daily: u32,
    /// Whether a request that was made before is refused
    #[arg(id = "queue_nonces", value_name = "BOOL", default_value_t = false, action = ArgAction::Set)]
    nonces: bool,
}

impl QueueOptions {
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
    pub fn settings(&self, site: Site) -> Settings {
        let hosts = self.title_hosts.iter().map(|host| host.trim().to_owned());
        Settings {
            bases: self.public_url.clone(),
            categories: self.category_url.clone(),
            login: self.login_url.clone(),
            title_hosts: hosts.collect(),
            messages: self.messages,
            calls: CallLimits {
                per_second: self.rate,
                per_day: self.daily,
            },
            rejects_nonces: self.nonces,
            site,
            ..Settings::default()
        }
    }
}

/// The address that others are made from by putting a path behind it.
fn base(text: &str) -> Result<String, &'static str> {
    let address = web_address(text.trim())?;
    Ok(address.trim_end_matches('/').to_owned())
}
