//! `kinora key`: API keys and their read access tokens.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clap::Subcommand;
use hmac::{Hmac, KeyInit, Mac};
use kinora_store::{Secrets, Store, random_hex};
use sha2::Sha256;

use crate::config::Config;

/// What can be done with keys.
#[derive(Subcommand)]
pub enum Key {
    /// Make an API key and its read access token; they are shown once
    Create {
        /// What it is for
        name: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// List the keys
    List,
    /// Revoke the keys of a name
    Revoke {
        /// The name
        name: String,
    },
}

/// Runs a key command.
pub async fn run(config: &Config, command: Key) -> anyhow::Result<()> {
    let store = config.open_store().await?;
    match command {
        Key::Create { name, json } => {
            let secrets = Secrets {
                key: random_hex(16)?,
                token: token(&store).await?,
            };
            store.create_api_key(name.as_str(), &secrets).await?;
            if json {
                let shown = serde_json::json!({ "name": name, "api_key": secrets.key, "access_token": secrets.token });
                println!("{shown}");
            } else {
                println!("API key:            {}", secrets.key);
                println!("Read access token:  {}", secrets.token);
                println!("They are not shown again.");
            }
        }
        Key::List => {
            for key in store.api_keys().await? {
                let state = if key.revoked_at.is_some() {
                    "revoked"
                } else {
                    "valid"
                };
                println!("{:>4}  {state:8} {}", key.id, key.name);
            }
        }
        Key::Revoke { name } => match store.revoke_api_keys(&name).await? {
            0 => anyhow::bail!("there is no valid key named {name:?}"),
            count => println!("{count} revoked."),
        },
    }
    Ok(())
}

/// A read access token in the form that clients expect: a JWT (RFC 7519) with `api_read`, signed with this catalogue's own
/// secret. It is valid as long as its hash is stored.
async fn token(store: &Store) -> anyhow::Result<String> {
    let secret = match store.setting("token_secret").await? {
        Some(secret) => secret,
        None => {
            let secret = random_hex(32)?;
            store.set_setting("token_secret", &secret).await?;
            secret
        }
    };
    let payload = serde_json::json!({
        "aud": random_hex(16)?, "sub": random_hex(12)?, "scopes": ["api_read"], "version": 1,
    });
    let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let signed = format!(
        "{}.{}",
        encode(r#"{"alg":"HS256","typ":"JWT"}"#),
        encode(&payload.to_string())
    );
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes())?;
    mac.update(signed.as_bytes());
    Ok(format!(
        "{signed}.{}",
        URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    ))
}
