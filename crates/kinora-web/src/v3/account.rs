//! The account of a session (contract 3.2).

use kinora_model::account::Account;
use md5::{Digest, Md5};
use schemars::JsonSchema;
use serde::Serialize;

use super::operation::{Call, Operation};
use crate::error::ApiError;
use crate::viewer::Audience;

/// The operations. The number in the path is not looked at: the account is the one of the session (contract 1.3).
pub fn operations() -> Vec<Operation> {
    let details = ["/account", "/account/{account_id}"].map(|path| {
        Operation::get(path, "Details of the account", &[], details).for_audience(Audience::Account)
    });
    details.into()
}

/// An account as its owner sees it.
#[derive(Serialize, JsonSchema)]
struct AccountDetails {
    avatar: Avatar,
    id: i64,
    iso_639_1: String,
    iso_3166_1: String,
    name: String,
    include_adult: bool,
    username: String,
}

#[derive(Serialize, JsonSchema)]
struct Avatar {
    gravatar: Gravatar,
    tmdb: Picture,
}

#[derive(Serialize, JsonSchema)]
struct Gravatar {
    hash: String,
}

/// A picture of one's own; there is none.
#[derive(Serialize, JsonSchema)]
struct Picture {
    avatar_path: Option<String>,
}

async fn details(call: Call) -> Result<AccountDetails, ApiError> {
    Ok(AccountDetails::render(call.account()?))
}

impl AccountDetails {
    fn render(account: &Account) -> AccountDetails {
        AccountDetails {
            avatar: Avatar {
                gravatar: Gravatar {
                    hash: gravatar(account.email.as_deref().unwrap_or_default()),
                },
                tmdb: Picture { avatar_path: None },
            },
            id: account.id,
            iso_639_1: account.language.clone(),
            iso_3166_1: account.country.clone(),
            name: account.full_name.clone(),
            include_adult: account.include_adult,
            username: account.name.clone(),
        }
    }
}

/// What Gravatar names a picture by: the MD5 of the address in small letters.
fn gravatar(email: &str) -> String {
    let digest = Md5::digest(email.trim().to_lowercase());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::gravatar;

    #[test]
    fn pictures_are_named_by_the_address_in_small_letters() {
        // The example in Gravatar's documentation.
        let hash = "0bc83cb571cd1c50ba6f3e8a78ef1346";

        assert_eq!(gravatar(" MyEmailAddress@example.com "), hash);
    }
}
