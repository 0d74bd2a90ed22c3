//! Dominant colours that were worked out: whole in memory, and in a file that is only added to, so that each is worked out once.
//!
//! A record has 12 bytes: the hash of the picture's name (8, little-endian), 1 where it has a colour, red, green, blue. A record that was
//! cut off by a crash is dropped, and what it told is worked out again.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use xxhash_rust::xxh3::xxh3_64;

use crate::size::Rgb;

const RECORD: usize = 12;
/// How many pictures are remembered, about 60 MiB of memory. Beyond that it starts afresh.
const MOST: usize = 2_000_000;

/// What is known. `None` of a picture: it was looked at and has none.
pub struct KnownColours(Mutex<Known>);

struct Known {
    colours: HashMap<u64, Option<Rgb>>,
    file: File,
}

impl KnownColours {
    /// Opens a file, which is made where it is missing.
    pub fn open(path: &Path) -> io::Result<KnownColours> {
        let mut options = OpenOptions::new();
        let mut file = options.read(true).append(true).create(true).open(path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let (records, rest) = bytes.as_chunks::<RECORD>();
        if !rest.is_empty() {
            file.set_len((records.len() * RECORD) as u64)?;
        }
        let colours = records.iter().map(read).collect();
        Ok(KnownColours(Mutex::new(Known { colours, file })))
    }

    /// What is known about the picture of a name.
    pub fn get(&self, name: &str) -> Option<Option<Rgb>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.colours.get(&hash(name)).copied()
    }

    /// Keeps what was found out about a picture. Blocks.
    pub fn keep(&self, name: &str, colour: Option<Rgb>) -> io::Result<()> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.colours.len() >= MOST {
            known.file.set_len(0)?;
            known.colours = HashMap::new();
        }
        let hash = hash(name);
        if known.colours.insert(hash, colour) != Some(colour) {
            known.file.write_all(&written(hash, colour))?;
        }
        Ok(())
    }
}

fn hash(name: &str) -> u64 {
    xxh3_64(name.as_bytes())
}

fn written(hash: u64, colour: Option<Rgb>) -> [u8; RECORD] {
    let mut record = [0; RECORD];
    record[..8].copy_from_slice(&hash.to_le_bytes());
    if let Some([red, green, blue]) = colour {
        record[8..].copy_from_slice(&[1, red, green, blue]);
    }
    record
}

fn read(record: &[u8; RECORD]) -> (u64, Option<Rgb>) {
    let [a, b, c, d, e, f, g, h, has_one, red, green, blue] = *record;
    let hash = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
    (hash, (has_one == 1).then_some([red, green, blue]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_outlive_a_restart_and_a_record_that_was_cut_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("colours");
        let known = KnownColours::open(&path).unwrap();
        known.keep("a.jpg", Some([200, 60, 20])).unwrap();
        known.keep("a.jpg", Some([200, 60, 20])).unwrap();
        known.keep("b.jpg", None).unwrap();
        drop(known);
        let whole = std::fs::metadata(&path).unwrap().len();
        assert_eq!(whole, 2 * RECORD as u64);
        let file = OpenOptions::new().append(true).open(&path).unwrap();
        (&file).write_all(&[7; 5]).unwrap();

        let known = KnownColours::open(&path).unwrap();
        known.keep("c.jpg", Some([1, 2, 3])).unwrap();
        drop(known);
        let known = KnownColours::open(&path).unwrap();

        assert_eq!(known.get("a.jpg"), Some(Some([200, 60, 20])));
        assert_eq!(known.get("b.jpg"), Some(None));
        assert_eq!(known.get("c.jpg"), Some(Some([1, 2, 3])));
        assert_eq!(known.get("d.jpg"), None);
        assert_eq!(std::fs::metadata(&path).unwrap().len(), whole + 12);
    }
}
