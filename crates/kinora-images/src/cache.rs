//! Variants on the disk: a folder that never grows beyond a size, from which what was used longest ago goes first.
//!
//! When a file was used last is its time of access, which is set here and not left to the file system, so that the order
//! outlives a restart: file systems give the time of their last tick, which may lie before that of a use some milliseconds
//! ago, and a clock can be set back. Files are written beside their place and moved there, so that none is ever half there.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File, FileTimes};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// The folder of variants. Its functions block.
pub struct DiskCache {
    folder: PathBuf,
    capacity: u64,
    shelf: Mutex<Shelf>,
}

/// What is there, in the order of use.
struct Shelf {
    files: HashMap<String, Entry>,
    order: BTreeMap<u64, String>,
    next: u64,
    bytes: u64,
    /// The latest time of use that any file has.
    last_use: SystemTime,
}

struct Entry {
    bytes: u64,
    used: u64,
}

impl Shelf {
    /// An empty one.
    fn new() -> Shelf {
        Shelf {
            files: HashMap::new(),
            order: BTreeMap::new(),
            next: 0,
            bytes: 0,
            last_use: SystemTime::UNIX_EPOCH,
        }
    }

    /// The time of a use that is made now: after every other, whatever the clock says.
    fn use_now(&mut self) -> SystemTime {
        let after_the_last = self.last_use.checked_add(Duration::from_micros(1));
        self.last_use = SystemTime::now().max(after_the_last.unwrap_or(self.last_use));
        self.last_use
    }

    fn put(&mut self, name: String, bytes: u64) {
        self.take(&name);
        self.order.insert(self.next, name.clone());
        self.files.insert(
            name,
            Entry {
                bytes,
                used: self.next,
            },
        );
        self.next += 1;
        self.bytes += bytes;
    }

    fn take(&mut self, name: &str) -> Option<u64> {
        let entry = self.files.remove(name)?;
        self.order.remove(&entry.used);
        self.bytes -= entry.bytes;
        Some(entry.bytes)
    }

    /// What has to go so that no more is left than a number of bytes.
    fn shrink(&mut self, capacity: u64) -> Vec<String> {
        let mut gone = Vec::new();
        while self.bytes > capacity {
            let Some((_, name)) = self.order.pop_first() else {
                break;
            };
            if let Some(entry) = self.files.remove(&name) {
                self.bytes -= entry.bytes;
            }
            gone.push(name);
        }
        gone
    }
}

impl DiskCache {
    /// Opens a folder, which is made where it is missing, for so many bytes. What a killed process left half written is removed.
    pub fn open(folder: PathBuf, capacity: u64) -> io::Result<DiskCache> {
        fs::create_dir_all(&folder)?;
        let mut found = Vec::new();
        for shard in fs::read_dir(&folder)? {
            let shard = shard?.path();
            if !shard.is_dir() {
                continue;
            }
            for file in fs::read_dir(shard)? {
                let file = file?;
                let Ok(name) = file.file_name().into_string() else {
                    continue;
                };
                if name.starts_with(".tmp") {
                    fs::remove_file(file.path())?;
                    continue;
                }
                let meta = file.metadata()?;
                let used = meta.accessed().or_else(|_| meta.modified())?;
                found.push((used, name, meta.len()));
            }
        }
        found.sort();
        let mut shelf = Shelf::new();
        for (used, name, bytes) in found {
            shelf.last_use = used;
            shelf.put(name, bytes);
        }
        let cache = DiskCache {
            folder,
            capacity,
            shelf: Mutex::new(shelf),
        };
        let gone = cache.shelf().shrink(capacity);
        cache.remove(&gone);
        Ok(cache)
    }

    /// Whether there is such a file. Alone of all functions this one does not block.
    pub fn holds(&self, name: &str) -> bool {
        self.shelf().files.contains_key(name)
    }

    /// Reads a file with the time when it was made.
    pub fn read(&self, name: &str) -> Option<(Vec<u8>, SystemTime)> {
        if !self.holds(name) {
            return None;
        }
        match read(&self.path(name)) {
            Ok((file, bytes, made)) => {
                let used = {
                    let mut shelf = self.shelf();
                    if let Some(size) = shelf.take(name) {
                        shelf.put(name.to_owned(), size);
                    }
                    shelf.use_now()
                };
                note_use(&file, used);
                Some((bytes, made))
            }
            Err(_) => {
                // Somebody removed it.
                self.shelf().take(name);
                None
            }
        }
    }

    /// Keeps a file and gives the time when it was made. What is larger than the whole is not kept.
    pub fn write(&self, name: &str, bytes: &[u8]) -> io::Result<SystemTime> {
        let size = bytes.len() as u64;
        if size > self.capacity {
            return Ok(SystemTime::now());
        }
        let path = self.path(name);
        let shard = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(shard)?;
        let mut file = tempfile::Builder::new().prefix(".tmp").tempfile_in(shard)?;
        file.write_all(bytes)?;
        let used = self.shelf().use_now();
        note_use(file.as_file(), used);
        let file = file.persist(&path).map_err(|error| error.error)?;
        let made = file.metadata()?.modified()?;
        let gone = {
            let mut shelf = self.shelf();
            shelf.put(name.to_owned(), size);
            shelf.shrink(self.capacity)
        };
        self.remove(&gone);
        Ok(made)
    }

    fn remove(&self, names: &[String]) {
        for name in names {
            if let Err(error) = fs::remove_file(self.path(name)) {
                tracing::warn!(%error, name, "cannot remove a picture from the cache");
            }
        }
    }

    /// Files are spread over 256 folders.
    fn path(&self, name: &str) -> PathBuf {
        let shard = xxhash_rust::xxh3::xxh3_64(name.as_bytes()) & 0xff;
        self.folder.join(format!("{shard:02x}")).join(name)
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads a file: itself, its bytes, and the time when it was made.
fn read(path: &Path) -> io::Result<(File, Vec<u8>, SystemTime)> {
    let mut file = File::open(path)?;
    let made = file.metadata()?.modified()?;
    let mut bytes = Vec::new();
    io::Read::read_to_end(&mut file, &mut bytes)?;
    Ok((file, bytes, made))
}

/// Notes when a file was used. A file system that cannot forgets the order at the next start, and nothing else.
fn note_use(file: &File, used: SystemTime) {
    let _ = file.set_times(FileTimes::new().set_accessed(used));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(cache: &DiskCache) -> Vec<String> {
        cache.shelf().order.values().cloned().collect()
    }

    #[test]
    fn what_was_used_longest_ago_goes_first_even_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_owned();
        let cache = DiskCache::open(path.clone(), 30).unwrap();
        for name in ["a", "b", "c"] {
            cache.write(name, &[7; 10]).unwrap();
        }

        assert_eq!(cache.read("a").map(|(bytes, _)| bytes), Some(vec![7; 10]));
        let cache = DiskCache::open(path.clone(), 30).unwrap();
        assert_eq!(names(&cache), ["b", "c", "a"]);

        cache.write("d", &[7; 10]).unwrap();
        assert_eq!(names(&cache), ["c", "a", "d"]);
        assert!(cache.read("b").is_none() && !cache.path("b").exists());

        let smaller = DiskCache::open(path, 10).unwrap();
        assert_eq!(names(&smaller), ["d"]);
    }

    #[test]
    fn the_order_outlives_a_clock_that_was_set_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_owned();
        let cache = DiskCache::open(path.clone(), 30).unwrap();
        for name in ["a", "b"] {
            cache.write(name, &[7; 10]).unwrap();
        }
        let tomorrow = SystemTime::now() + Duration::from_secs(86_400);
        note_use(&File::open(cache.path("a")).unwrap(), tomorrow);

        let cache = DiskCache::open(path.clone(), 30).unwrap();
        assert_eq!(names(&cache), ["b", "a"]);
        cache.write("c", &[7; 10]).unwrap();
        assert!(cache.read("b").is_some());

        let cache = DiskCache::open(path, 30).unwrap();
        assert_eq!(names(&cache), ["a", "c", "b"]);
    }

    #[test]
    fn what_is_larger_than_the_cache_is_not_kept() {
        let folder = tempfile::tempdir().unwrap();
        let cache = DiskCache::open(folder.path().to_owned(), 30).unwrap();

        cache.write("a", &[7; 31]).unwrap();

        assert!(cache.read("a").is_none());
    }

    #[test]
    fn half_written_files_are_removed_and_missing_ones_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let cache = DiskCache::open(folder.path().to_owned(), 30).unwrap();
        cache.write("a", &[7; 10]).unwrap();
        let half = cache.path("a").with_file_name(".tmp123");
        fs::write(&half, [7; 5]).unwrap();

        let cache = DiskCache::open(folder.path().to_owned(), 30).unwrap();
        assert!(!half.exists());
        fs::remove_file(cache.path("a")).unwrap();
        assert!(cache.read("a").is_none());
        assert_eq!(cache.shelf().bytes, 0);
    }
}
