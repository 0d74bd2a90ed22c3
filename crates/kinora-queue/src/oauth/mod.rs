//! OAuth 1.0a: who asks, for whom, and whether they may (contract 3).

pub mod check;
pub mod nonce;
pub mod signature;
pub mod token;
