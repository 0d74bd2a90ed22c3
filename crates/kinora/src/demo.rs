//! `kinora demo`: a complete server in one command.

use tokio::runtime::Runtime;

use crate::config::Config;

/// `kinora demo`
pub fn run(_runtime: &Runtime, _config: Config) -> anyhow::Result<()> {
    anyhow::bail!("not here yet")
}
