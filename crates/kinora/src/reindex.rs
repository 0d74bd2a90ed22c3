//! Building the index from nothing.

use kinora_index::Index;

use crate::config::Config;

/// `kinora reindex`
pub async fn run(config: &Config) -> anyhow::Result<()> {
    let store = config.open_store().await?;
    let index = Index::rebuilt_in(store, config.index_folder()).await?;
    println!(
        "The index in {} was built from nothing, up to change {}.",
        config.index_folder().display(),
        index.snapshot().position()
    );
    Ok(())
}
