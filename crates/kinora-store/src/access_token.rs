//! Access tokens: JWTs (RFC 7519), as clients expect them, signed with the catalogue's own secret. One is valid as long as its
//! hash is stored.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::{Secrets, Store, StoreError, random_hex};

/// The setting that holds the secret of signatures.
const SECRET: &str = "token_secret";

impl Store {
    /// The secrets for a new API key.
    pub async fn new_secrets(&self) -> Result<Secrets, StoreError> {
        Ok(Secrets {
            key: random_hex(16)?,
            token: self.new_access_token(&["api_read"]).await?,
        })
    }

    /// A new token with scopes such as `api_read`. It is good for nothing until its hash is stored.
    pub async fn new_access_token(&self, scopes: &[&str]) -> Result<String, StoreError> {
        let secret = match self.setting(SECRET).await? {
            Some(secret) => secret,
            None => {
                let secret = random_hex(32)?;
                self.set_setting(SECRET, &secret).await?;
                secret
            }
        };
        let payload = serde_json::json!({
            "aud": random_hex(16)?, "sub": random_hex(12)?, "scopes": scopes, "version": 1,
        });
        let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let signed = format!(
            "{}.{}",
            encode(r#"{"alg":"HS256","typ":"JWT"}"#),
            encode(&payload.to_string())
        );
        let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes());
        let mut mac = mac.map_err(|_| StoreError::Hash)?;
        mac.update(signed.as_bytes());
        let signature = URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
        Ok(format!("{signed}.{signature}"))
    }
}
