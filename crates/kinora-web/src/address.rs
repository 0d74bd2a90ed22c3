//! Where a request comes from: the other end of the connection, or what a trusted proxy says about it.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};

/// The addresses that begin alike: `10.0.0.0/8`, `fd00::/8`, or one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

/// A text that names no network.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no address and no network such as 10.0.0.0/8")]
pub struct InvalidNetwork(String);

impl FromStr for Network {
    type Err = InvalidNetwork;

    fn from_str(text: &str) -> Result<Network, InvalidNetwork> {
        let invalid = || InvalidNetwork(text.to_owned());
        let (address, prefix) = match text.trim().split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text.trim(), None),
        };
        let address: IpAddr = address.parse().map_err(|_| invalid())?;
        let longest = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.map_or(Ok(longest), str::parse);
        let prefix = prefix.ok().filter(|prefix| *prefix <= longest);
        Ok(Network {
            address,
            prefix: prefix.ok_or_else(invalid)?,
        })
    }
}

impl fmt::Display for Network {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.address, self.prefix)
    }
}

impl Network {
    /// Whether an address is in it.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                let differing = u32::from(own) ^ u32::from(other);
                differing.leading_zeros() >= u32::from(self.prefix)
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let differing = u128::from(own) ^ u128::from(other);
                differing.leading_zeros() >= u32::from(self.prefix)
            }
            _ => false,
        }
    }
}

/// The address of whoever sent a request. What `X-Forwarded-For`, or without it `Forwarded` (RFC 7239), says is believed as far
/// as it was written by trusted proxies: from the end up to the first address that is none of them.
pub fn of(extensions: &Extensions, headers: &HeaderMap, trusted: &[Network]) -> Option<IpAddr> {
    let ConnectInfo(peer) = extensions.get::<ConnectInfo<SocketAddr>>()?;
    let peer = peer.ip().to_canonical();
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut client = peer;
    let mut told = told(headers).into_iter().rev();
    while is_trusted(client) {
        match told.next().flatten() {
            Some(address) => client = address,
            None => break,
        }
    }
    Some(client)
}

/// The same of the parts of a request.
pub fn of_parts(parts: &Parts, trusted: &[Network]) -> Option<IpAddr> {
    of(&parts.extensions, &parts.headers, trusted)
}

/// The addresses that the headers name, the client's first; `None` for what is no address.
fn told(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    let list = |name: &str| {
        let values = headers.get_all(name).iter();
        let values: Vec<&str> = values.filter_map(|value| value.to_str().ok()).collect();
        values.join(",")
    };
    let forwarded_for = list("x-forwarded-for");
    if !forwarded_for.is_empty() {
        return forwarded_for.split(',').map(address).collect();
    }
    let forwarded = list("forwarded");
    let elements = forwarded.split(',').filter(|element| !element.is_empty());
    let node = |element: &str| {
        let mut pairs = element.split(';').filter_map(|pair| pair.split_once('='));
        let node = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case("for"))?;
        address(node.1)
    };
    elements.map(node).collect()
}

/// An address with or without a port, brackets and quotes.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_matches('"');
    let bare = text.trim_start_matches('[');
    let address = match bare.split_once(']') {
        Some((address, _)) => address.parse().ok(),
        None => bare.parse().ok(),
    };
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    address
        .or_else(with_port)
        .map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn client(peer: &str, headers: &[(&str, &str)]) -> String {
        let trusted = ["10.0.0.0/8", "::1"].map(|network| network.parse().unwrap());
        let mut extensions = Extensions::new();
        let peer: IpAddr = peer.parse().unwrap();
        extensions.insert(ConnectInfo(SocketAddr::new(peer, 4711)));
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| {
                let name: HeaderName = name.parse().unwrap();
                (name, HeaderValue::from_str(value).unwrap())
            })
            .collect();
        of(&extensions, &headers, &trusted).unwrap().to_string()
    }

    #[test]
    fn only_trusted_proxies_say_where_a_request_comes_from() {
        let forwarded = |text| [("x-forwarded-for", text)];
        assert_eq!(client("192.0.2.1", &forwarded("198.51.100.7")), "192.0.2.1");
        assert_eq!(
            client("10.1.2.3", &forwarded("198.51.100.7")),
            "198.51.100.7"
        );
        // Whatever the client wrote stands before what the proxies wrote.
        assert_eq!(
            client("10.1.2.3", &forwarded("203.0.113.9, 198.51.100.7")),
            "198.51.100.7"
        );
        assert_eq!(
            client("10.1.2.3", &forwarded("198.51.100.7, 10.9.9.9")),
            "198.51.100.7"
        );
        assert_eq!(client("10.1.2.3", &forwarded("nonsense")), "10.1.2.3");
        assert_eq!(client("10.1.2.3", &[]), "10.1.2.3");
        assert_eq!(
            client("::ffff:10.1.2.3", &forwarded("198.51.100.7:99")),
            "198.51.100.7"
        );
        let header = [(
            "forwarded",
            "for=203.0.113.9, For=\"[2001:db8::7]:99\";proto=https",
        )];
        assert_eq!(client("::1", &header), "2001:db8::7");
    }

    #[test]
    fn networks_are_addresses_that_begin_alike() {
        let contains = |network: &str, address: &str| {
            let network: Network = network.parse().unwrap();
            network.contains(address.parse().unwrap())
        };
        assert!(contains("10.0.0.0/8", "10.255.0.1"));
        assert!(!contains("10.0.0.0/8", "11.0.0.1"));
        assert!(contains("0.0.0.0/0", "192.0.2.1"));
        assert!(contains("192.0.2.1", "192.0.2.1") && !contains("192.0.2.1", "192.0.2.2"));
        assert!(contains("fd00::/8", "fd12::1") && !contains("fd00::/8", "fe80::1"));
        for wrong in [
            "",
            "ten",
            "10.0.0.0/33",
            "10.0.0.0/",
            "::/129",
            "10.0.0.0/-1",
        ] {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
    }
}
