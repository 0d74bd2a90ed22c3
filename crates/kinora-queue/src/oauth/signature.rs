//! Signatures of OAuth 1.0 (RFC 5849, 3.4): what is signed, and whether a signature is right.
//!
//! The libraries that there are make signatures for clients: they choose nonce and time themselves and order parameters of their
//! own. A server has to take a request as it comes, with parameters in three places, so the base string is made here. HMAC and
//! SHA-1 are those of RustCrypto.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha1::Sha1;

/// Everything but letters, digits and `- . _ ~` (RFC 5849, 3.6).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A text as it stands in a base string.
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// A request as it is signed.
pub struct Signed<'a> {
    /// The method that was sent.
    pub method: &'a str,
    /// The path that was sent, as it was encoded.
    pub path: &'a str,
    /// Every parameter from header, query and form, decoded.
    pub parameters: &'a [(String, String)],
}

impl Signed<'_> {
    /// Whether a signature was made for one of these base addresses with these secrets. The comparison takes the same time
    /// wherever they differ.
    pub fn is_right(&self, signature: &str, bases: &[String], secrets: (&str, &str)) -> bool {
        let Ok(signature) = STANDARD.decode(signature) else {
            return false;
        };
        let rest = self.parameter_string();
        bases.iter().any(|base| {
            let signer = self.signer(&normal(base), &rest, secrets);
            signer.is_some_and(|signer| signer.verify_slice(&signature).is_ok())
        })
    }

    /// The signature of a request.
    #[cfg(test)]
    pub fn signature(&self, base: &str, secrets: (&str, &str)) -> String {
        let signer = self.signer(&normal(base), &self.parameter_string(), secrets);
        signer.map_or_else(String::new, |signer| {
            STANDARD.encode(signer.finalize().into_bytes())
        })
    }

    fn signer(
        &self,
        base: &str,
        parameters: &str,
        (consumer, token): (&str, &str),
    ) -> Option<Hmac<Sha1>> {
        let key = format!("{}&{}", encode(consumer), encode(token));
        let mut signer = Hmac::<Sha1>::new_from_slice(key.as_bytes()).ok()?;
        let address = format!("{base}{}", self.path);
        let method = self.method.to_ascii_uppercase();
        let text = format!(
            "{}&{}&{}",
            encode(&method),
            encode(&address),
            encode(parameters)
        );
        signer.update(text.as_bytes());
        Some(signer)
    }

    /// Names and values, encoded, then sorted, then joined.
    fn parameter_string(&self) -> String {
        let signed = self
            .parameters
            .iter()
            .filter(|(name, _)| name != "oauth_signature");
        let mut pairs: Vec<(String, String)> = signed
            .map(|(name, value)| (encode(name), encode(value)))
            .collect();
        pairs.sort_unstable();
        let pairs: Vec<String> = pairs
            .into_iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("&")
    }
}

/// A base address in small letters and without the port that its scheme has anyway.
pub fn normal(base: &str) -> String {
    let base = base.trim_end_matches('/').to_ascii_lowercase();
    let usual = [("http://", ":80"), ("https://", ":443")];
    let stripped = usual
        .iter()
        .filter(|(scheme, _)| base.starts_with(scheme))
        .find_map(|(_, port)| base.strip_suffix(port));
    stripped.unwrap_or(&base).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Test vectors V0 to V3 of the contract (3.1).
    struct Vector {
        method: &'static str,
        base: &'static str,
        path: &'static str,
        secrets: (&'static str, &'static str),
        parameters: &'static [(&'static str, &'static str)],
        signature: &'static str,
    }

    const METHOD: (&str, &str) = ("oauth_signature_method", "HMAC-SHA1");
    const VERSION: (&str, &str) = ("oauth_version", "1.0");
    const KEY: (&str, &str) = ("oauth_consumer_key", "ck00000000000000000000a1");
    const BASE: &str = "http://api.catalogue.test";

    const VECTORS: [Vector; 4] = [
        Vector {
            method: "GET",
            base: "http://api.netflix.com",
            path: "/catalog/titles",
            secrets: ("1234567890", ""),
            parameters: &[
                ("oauth_consumer_key", "123456789012345678901234"),
                ("oauth_nonce", "24aea97b0b5dd516145966aaf2945c6a"),
                ("oauth_timestamp", "1233950836"),
                METHOD,
                VERSION,
                ("max_results", "5"),
                ("term", "sneakers"),
            ],
            signature: "vlROEST9UXwI+zc9fld82giaYPE=",
        },
        Vector {
            method: "GET",
            base: BASE,
            path: "/catalog/titles",
            secrets: ("cs0001", ""),
            parameters: &[
                KEY,
                ("oauth_nonce", "n0001"),
                ("oauth_timestamp", "1300000001"),
                METHOD,
                VERSION,
                ("term", "paper & lighthouse!"),
                ("max_results", "5"),
            ],
            signature: "jb7/56pW2Uh8hIbiPuxf4ln/G0Y=",
        },
        Vector {
            method: "POST",
            base: BASE,
            path: "/users/T1inventedUser0001-/queues/instant",
            secrets: ("cs0001", "ats0001"),
            parameters: &[
                KEY,
                ("oauth_token", "T1at0001"),
                ("oauth_nonce", "n0002"),
                ("oauth_timestamp", "1300000002"),
                METHOD,
                VERSION,
                (
                    "title_ref",
                    "http://api.catalogue.test/catalog/titles/movies/70900001",
                ),
                ("position", "1"),
                ("etag", "4711000001"),
            ],
            signature: "s8aSTgetBGzpbwQCDG9jsIjjmbw=",
        },
        Vector {
            method: "GET",
            base: BASE,
            path: "/oauth/request_token",
            secrets: ("cs0001", ""),
            parameters: &[
                KEY,
                ("oauth_nonce", "n0003"),
                ("oauth_timestamp", "1300000003"),
                METHOD,
                VERSION,
            ],
            signature: "eXzz/pDmoDL+DhFQOwh7rDF5cR0=",
        },
    ];

    fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn the_vectors_are_signed_as_they_should_be() {
        for vector in &VECTORS {
            let parameters = owned(vector.parameters);
            let signed = Signed {
                method: vector.method,
                path: vector.path,
                parameters: &parameters,
            };

            assert_eq!(
                signed.signature(vector.base, vector.secrets),
                vector.signature
            );
            let bases = ["http://other.test".to_owned(), vector.base.to_owned()];
            assert!(signed.is_right(vector.signature, &bases, vector.secrets));
            for wrong in ["", "AAAA", "vlROEST9UXwI+zc9fld82giaYPA=", "\u{e9}"] {
                assert!(!signed.is_right(wrong, &bases, vector.secrets));
            }
        }
    }

    #[test]
    fn the_port_of_the_scheme_and_capitals_make_no_difference() {
        for (told, kept) in [
            ("HTTP://Api.Test:80/", "http://api.test"),
            ("https://api.test:443", "https://api.test"),
            ("https://api.test:80", "https://api.test:80"),
            ("http://api.test:8751", "http://api.test:8751"),
        ] {
            assert_eq!(normal(told), kept);
        }
    }
}
