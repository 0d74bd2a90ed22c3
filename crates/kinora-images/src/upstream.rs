//! Originals from another server, fetched when they are first asked for.
//!
//! Only from the host that the operator named, over no more redirects than a few, within a time and a size. The addresses of
//! the host are looked up once for a connection and checked then, so that a name that changes its mind between the check and
//! the connection leads nowhere.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::dns::{Addrs, Name as HostName, Resolve, Resolving};
use reqwest::{Client, StatusCode, Url, redirect};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::decode::sniff;
use crate::error::{ImageError, Refusal};
use crate::memory::{Memory, Share};
use crate::name::Name;
use crate::variant::memory_of_planning;

/// How long a picture may take to arrive.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a connection may take.
const CONNECTING: Duration = Duration::from_secs(5);
const MOST_REDIRECTS: usize = 3;
/// How many are fetched at a time.
const AT_A_TIME: usize = 8;

/// Where originals that are missing are fetched from.
#[derive(Clone, Debug)]
pub struct UpstreamSettings {
    /// The base: `https://images.example.org/t/p/original/`; the name of the picture is put after it.
    pub base: String,
    /// Whether the host may have an address of a private network.
    pub private: bool,
}

/// An upstream.
pub struct Upstream {
    base: Url,
    client: Client,
    places: Arc<Semaphore>,
}

/// What was fetched, with the memory that reading its header takes. As long as it is there, it is one of the few that are fetched.
pub struct Fetched {
    pub bytes: Bytes,
    _share: Share,
    _place: OwnedSemaphorePermit,
}

/// The cryptography of encrypted connections, chosen once for the process.
pub fn choose_cryptography() {
    // An error says that it is chosen already.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

fn failed(error: &dyn std::fmt::Display) -> ImageError {
    ImageError::Failed(error.to_string())
}

impl Upstream {
    /// Reads the settings.
    pub fn new(settings: UpstreamSettings) -> Result<Upstream, ImageError> {
        choose_cryptography();
        let mut base = settings.base;
        if !base.ends_with('/') {
            base.push('/');
        }
        let base: Url = base
            .parse()
            .map_err(|error| failed(&format!("{base} is not a URL: {error}")))?;
        if !matches!(base.scheme(), "http" | "https") || base.host_str().is_none() {
            return Err(failed(&format!("{base} is not an address of a web server")));
        }
        let private = settings.private;
        let home = base.clone();
        let stay = redirect::Policy::custom(move |attempt| {
            let is_home = same_host(attempt.url(), &home) && is_allowed(attempt.url(), private);
            if is_home && attempt.previous().len() <= MOST_REDIRECTS {
                attempt.follow()
            } else {
                attempt.error("a redirect to elsewhere")
            }
        });
        let client = Client::builder()
            .dns_resolver(Arc::new(Checked { private }))
            .redirect(stay)
            .connect_timeout(CONNECTING)
            .timeout(PATIENCE)
            .no_proxy()
            .user_agent(concat!("Kinora/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| failed(&error))?;
        if !is_allowed(&base, private) {
            return Err(failed(&format!(
                "{base} is an address of a private network"
            )));
        }
        Ok(Upstream {
            base,
            client,
            places: Arc::new(Semaphore::new(AT_A_TIME)),
        })
    }

    /// Fetches a picture of no more than a number of bytes; `None` where the upstream has none.
    pub async fn fetch(
        &self,
        name: &Name,
        most: u64,
        memory: &Memory,
    ) -> Result<Option<Fetched>, ImageError> {
        let place = Arc::clone(&self.places).acquire_owned().await;
        let place = place.map_err(|_| ImageError::Busy)?;
        let url = self
            .base
            .join(&name.to_string())
            .map_err(|error| failed(&error))?;
        let sent = self.client.get(url).send().await;
        let mut response = sent.map_err(|error| failed(&error))?;
        match response.status() {
            StatusCode::OK => {}
            StatusCode::NOT_FOUND | StatusCode::GONE | StatusCode::FORBIDDEN => return Ok(None),
            status => return Err(failed(&format!("the upstream answered {status}"))),
        }
        let expected = response.content_length().unwrap_or(most);
        if expected > most {
            return Err(Refusal::TooLarge.into());
        }
        let mut share = memory.share(expected).await?;
        let mut bytes = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| failed(&error))? {
            if (bytes.len() + chunk.len()) as u64 > most {
                return Err(Refusal::TooLarge.into());
            }
            bytes.extend_from_slice(&chunk);
        }
        let planning = memory_of_planning(sniff(&bytes), bytes.len() as u64);
        if !share.grow(planning) {
            share = share.exchange(planning).await?;
        }
        Ok(Some(Fetched {
            bytes: bytes.freeze(),
            _share: share,
            _place: place,
        }))
    }
}

fn same_host(url: &Url, home: &Url) -> bool {
    url.host_str() == home.host_str()
        && url.port_or_known_default() == home.port_or_known_default()
        && (url.scheme() == home.scheme() || url.scheme() == "https")
}

/// Whether a URL may be fetched as far as it tells: a host by name is checked when its addresses are known.
fn is_allowed(url: &Url, private: bool) -> bool {
    let host = url.host_str().unwrap_or_default();
    let literal = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<IpAddr>();
    literal.map_or(true, |address| private || is_public(address))
}

/// Looks up hosts and leaves out addresses that are not allowed.
struct Checked {
    private: bool,
}

impl Resolve for Checked {
    fn resolve(&self, name: HostName) -> Resolving {
        let private = self.private;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let allowed: Vec<SocketAddr> = found
                .filter(|address| private || is_public(address.ip()))
                .collect();
            if allowed.is_empty() {
                return Err("the host has no address that is allowed".into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

/// Whether an address is one of the internet, not of this machine or a network behind it.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            let is_reserved = address.is_private()
                || address.is_loopback()
                || address.is_link_local()
                || address.is_broadcast()
                || address.is_documentation()
                || address.is_multicast()
                || a == 0
                || a >= 240
                // Shared by the customers of a provider, for tests between networks, and assigned to protocols.
                || (a == 100 && (64..128).contains(&b))
                || (a == 198 && (18..20).contains(&b))
                || (a == 192 && b == 0 && c == 0);
            !is_reserved
        }
        IpAddr::V6(address) => {
            // The same address in the clothes of the other kind.
            if let Some(inner) = address.to_ipv4() {
                return is_public(IpAddr::V4(inner));
            }
            let first = address.segments()[0];
            let translated = first == 0x2002 || (first == 0x64 && address.segments()[1] == 0xff9b);
            (first & 0xe000) == 0x2000
                && !translated
                && !(first == 0x2001 && address.segments()[1] == 0xdb8)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_private_networks_are_told_apart() {
        for address in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "::ffff:10.0.0.1",
            "2002:7f00:1::",
            "64:ff9b::7f00:1",
            "2001:db8::1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        for address in ["8.8.8.8", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8"] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn an_upstream_at_a_private_address_is_refused_unless_allowed() {
        let open = |base: &str, private| {
            Upstream::new(UpstreamSettings {
                base: base.into(),
                private,
            })
            .is_ok()
        };

        assert!(!open("http://127.0.0.1:1/", false) && !open("http://[::1]/", false));
        assert!(
            open("http://127.0.0.1:1/", true)
                && open("https://images.example.org/t/p/original", false)
        );
        assert!(!open("ftp://images.example.org/", true) && !open("nonsense", true));
    }
}
