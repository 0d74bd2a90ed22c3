//! Accounts: people with a name, a role, and a state.

use std::fmt;
use std::str::FromStr;

/// What an account may do. Each role may do what those before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Role {
    /// Rates, lists, reviews.
    #[default]
    Reader,
    /// Proposes edits of the catalogue.
    Contributor,
    /// Decides about edits and reviews.
    Moderator,
    /// Does everything, accounts included.
    Administrator,
}

impl Role {
    /// Every role, the least first: `ALL[n]` is stored as `n`.
    pub const ALL: [Role; 4] = [
        Role::Reader,
        Role::Contributor,
        Role::Moderator,
        Role::Administrator,
    ];

    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Role::Reader => "reader",
            Role::Contributor => "contributor",
            Role::Moderator => "moderator",
            Role::Administrator => "administrator",
        }
    }
}

/// Whether an account may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum AccountState {
    /// It may.
    #[default]
    Active,
    /// It is closed (status 31).
    Disabled,
    /// It is barred (status 45).
    Suspended,
}

impl AccountState {
    /// Every state: `ALL[n]` is stored as `n`.
    pub const ALL: [AccountState; 3] = [
        AccountState::Active,
        AccountState::Disabled,
        AccountState::Suspended,
    ];

    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            AccountState::Active => "active",
            AccountState::Disabled => "disabled",
            AccountState::Suspended => "suspended",
        }
    }
}

/// A word that names no role.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no role: reader, contributor, moderator, administrator")]
pub struct UnknownRole(String);

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Role, UnknownRole> {
        let named = Role::ALL.into_iter().find(|role| role.name() == text);
        named.ok_or_else(|| UnknownRole(text.to_owned()))
    }
}

/// The name of an account: 1 to 64 characters, letters, digits and `. _ - @`. Names that differ by capitals only are the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountName(String);

impl AccountName {
    /// The name as its owner writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name that no other account may have.
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A text that cannot be the name of an account.
#[derive(Debug, thiserror::Error)]
#[error("a name has 1 to 64 characters: letters, digits, and . _ - @")]
pub struct InvalidName;

impl FromStr for AccountName {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<AccountName, InvalidName> {
        let fits = |letter: char| letter.is_alphanumeric() || "._-@".contains(letter);
        let length = text.chars().count();
        match (1..=64).contains(&length) && text.chars().all(fits) {
            true => Ok(AccountName(text.to_owned())),
            false => Err(InvalidName),
        }
    }
}

/// An account as it is stored, without what it signs in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its number.
    pub id: i64,
    /// Its name, as its owner writes it.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Whether it may be used.
    pub state: AccountState,
    /// Where its owner can be written to.
    pub email: Option<String>,
    /// Whether that address is known to be right; accounts that wait for it cannot be used (status 32).
    pub verified: bool,
    /// The name of its owner; may be empty.
    pub full_name: String,
    /// Whether its owner wants to see adult titles.
    pub include_adult: bool,
    /// The language that its owner reads, ISO 639-1.
    pub language: String,
    /// The country of its owner, ISO 3166-1.
    pub country: String,
    /// When it was made, milliseconds since 1970.
    pub created_at: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_words() {
        for name in ["anna", "Anna.B-1", "änne_β", "a@example.org"] {
            assert_eq!(name.parse::<AccountName>().unwrap().as_str(), name);
        }
        for name in ["", "two words", "a/b", "<b>", "new\nline", &"x".repeat(65)] {
            assert!(name.parse::<AccountName>().is_err(), "{name}");
        }
        assert_eq!("ÄNNE".parse::<AccountName>().unwrap().folded(), "änne");
    }

    #[test]
    fn roles_include_those_before_them() {
        assert!(Role::Administrator > Role::Moderator && Role::Contributor > Role::Reader);
        for role in Role::ALL {
            assert_eq!(role.name().parse::<Role>().unwrap(), role);
        }
        assert!("king".parse::<Role>().is_err());
    }
}
