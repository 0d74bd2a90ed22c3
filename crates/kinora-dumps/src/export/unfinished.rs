//! A file that is not there before it is whole.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

const EXTENSION: &str = "unfinished";

/// After what time a file that is still unfinished was left behind by a process that was killed.
const ABANDONED_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// A file that is being written beside its place; dropped before [`finish`](Unfinished::finish) it leaves nothing behind.
pub struct Unfinished {
    file: File,
    path: PathBuf,
    place: PathBuf,
    is_finished: bool,
}

impl Unfinished {
    /// Begins a file that will be at `path`.
    pub fn create(path: &Path) -> io::Result<Unfinished> {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.{EXTENSION}", std::process::id()));
        let beside = path.with_file_name(name);
        Ok(Unfinished {
            file: File::create(&beside)?,
            path: beside,
            place: path.to_owned(),
            is_finished: false,
        })
    }

    /// Where it is meanwhile.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether a file is what a killed process left behind.
    pub fn is_abandoned(path: &Path) -> bool {
        let written = || path.metadata().and_then(|about| about.modified()).ok();
        let age = || written()?.elapsed().ok();
        path.extension()
            .is_some_and(|extension| extension == EXTENSION)
            && age().is_some_and(|age| age > ABANDONED_AFTER)
    }

    /// Puts the whole file in its place, over the one that is there.
    pub fn finish(mut self) -> io::Result<()> {
        self.file.sync_all()?;
        std::fs::rename(&self.path, &self.place)?;
        self.is_finished = true;
        Ok(())
    }
}

impl Write for Unfinished {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.is_finished {
            // Nobody can be told; what stays behind is named as unfinished.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
