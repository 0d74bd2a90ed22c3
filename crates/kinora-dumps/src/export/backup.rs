//! A copy of the whole store, history, accounts and settings included.

use std::path::Path;

use anyhow::Context;
use kinora_store::Store;
use tokio::runtime::Handle;

use super::unfinished::Unfinished;

/// Copies the store as it is at this moment to a file, while it is in use.
pub fn write_backup(store: &Store, runtime: &Handle, path: &Path) -> anyhow::Result<()> {
    let failed = || format!("cannot write {}", path.display());
    let unfinished = Unfinished::create(path).with_context(failed)?;
    runtime
        .block_on(store.backup(unfinished.path()))
        .with_context(failed)?;
    unfinished.finish().with_context(failed)
}
