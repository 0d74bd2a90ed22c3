//! The file of a snapshot, from which a start takes over what was derived before.
//!
//! ```text
//! KINORAIX  version  position  time of the change there  length of the rest  checksum  columns, names
//! ```
//!
//! It is written beside its place and moved there when it is on the disk, so that a file in its place is whole. One that is
//! damaged all the same, of another version, or of another catalogue is of no use, and everything is built anew.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use kinora_store::{Store, StoreError};
use xxhash_rust::xxh3::Xxh3;

use crate::snapshot::Snapshot;

/// What the file begins with.
const MAGIC: [u8; 8] = *b"KINORAIX";
/// To be counted up when what is derived, or how it is written, becomes another.
const VERSION: u64 = 5;
/// How many bytes come before what is derived: the magic, four numbers, and the checksum.
const HEAD: usize = 8 + 4 * 8 + 16;
/// How many bytes are read and written at a time.
const PIECE: usize = 1 << 20;

/// Where a snapshot is kept.
#[derive(Debug)]
pub(crate) struct SnapshotFile {
    folder: PathBuf,
}

/// A place in the feed of one catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The number of a change.
    pub position: i64,
    /// When it was made: another catalogue has another change there.
    pub made_at: i64,
}

impl Place {
    /// The place of a position in the feed of a catalogue; `None` when it has no such change.
    pub async fn of(store: &Store, position: i64) -> Result<Option<Place>, StoreError> {
        let revisions = store.feed(position - 1, 1).await?;
        let revision = revisions.first();
        let revision = revision.filter(|revision| revision.seq == position);
        Ok(revision.map(|revision| Place {
            position,
            made_at: revision.made_at,
        }))
    }
}

/// What comes first in a file.
struct Head {
    place: Place,
    length: u64,
    checksum: u128,
}

impl Head {
    fn numbers(&self) -> [u64; 4] {
        let Place { position, made_at } = self.place;
        let (position, made_at) = (position.cast_unsigned(), made_at.cast_unsigned());
        [VERSION, position, made_at, self.length]
    }

    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(&MAGIC)?;
        let numbers = self.numbers();
        (numbers.iter()).try_for_each(|number| out.write_all(&number.to_le_bytes()))?;
        out.write_all(&self.checksum.to_le_bytes())
    }

    fn read(input: &mut impl Read) -> io::Result<Head> {
        let mut magic = [0; 8];
        input.read_exact(&mut magic)?;
        if magic != MAGIC {
            return Err(io::Error::other("it is no snapshot of an index"));
        }
        let mut number = || {
            let mut bytes = [0; 8];
            input.read_exact(&mut bytes)?;
            Ok::<u64, io::Error>(u64::from_le_bytes(bytes))
        };
        if number()? != VERSION {
            return Err(io::Error::other("it was written by another version"));
        }
        let place = Place {
            position: number()?.cast_signed(),
            made_at: number()?.cast_signed(),
        };
        let length = number()?;
        let checksum = u128::from(number()?) | u128::from(number()?) << 64;
        Ok(Head {
            place,
            length,
            checksum,
        })
    }

    /// Ends the checksum of what follows with what stands here.
    fn checksum(&self, mut rest: Xxh3) -> u128 {
        let numbers = self.numbers();
        (numbers.iter()).for_each(|number| rest.update(&number.to_le_bytes()));
        rest.digest128()
    }
}

/// A writer that counts and sums up what passes.
struct Summing<W> {
    inner: W,
    length: u64,
    sum: Xxh3,
}

impl<W: Write> Write for Summing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.sum.update(&bytes[..written]);
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl SnapshotFile {
    /// The file in a folder, which is made when it is needed.
    pub fn new(folder: PathBuf) -> SnapshotFile {
        SnapshotFile { folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.join("snapshot")
    }

    /// Writes a snapshot in which no entries are kept whole.
    pub fn write(&self, place: Place, snapshot: &Snapshot) -> io::Result<()> {
        std::fs::create_dir_all(&self.folder)?;
        let beside = self.folder.join("snapshot.new");
        let mut out = Summing {
            inner: BufWriter::with_capacity(PIECE, File::create(&beside)?),
            length: 0,
            sum: Xxh3::new(),
        };
        let mut head = Head {
            place,
            length: 0,
            checksum: 0,
        };
        head.write(&mut out.inner)?;
        snapshot.write(&mut out)?;
        let mut file = out.inner.into_inner().map_err(|error| error.into_error())?;
        head.length = out.length;
        head.checksum = head.checksum(out.sum);
        file.seek(SeekFrom::Start(0))?;
        head.write(&mut file)?;
        file.sync_all()?;
        drop(file);
        std::fs::rename(&beside, self.path())?;
        sync_folder(&self.folder)
    }

    /// Reads the snapshot, if there is a file.
    pub fn read(&self) -> io::Result<Option<(Place, Snapshot)>> {
        let mut file = match File::open(self.path()) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let head = Head::read(&mut file)?;
        if file.metadata()?.len() != HEAD as u64 + head.length {
            return Err(io::Error::other("it is not whole"));
        }
        if sum(&mut file, &head)? != head.checksum {
            return Err(io::Error::other("it is damaged"));
        }
        file.seek(SeekFrom::Start(HEAD as u64))?;
        let mut input = BufReader::with_capacity(PIECE, file);
        let snapshot = Snapshot::read(head.place.position, &mut input)?;
        Ok(Some((head.place, snapshot)))
    }
}

/// The checksum of what follows the head.
fn sum(file: &mut File, head: &Head) -> io::Result<u128> {
    let (mut sum, mut bytes) = (Xxh3::new(), vec![0; PIECE]);
    loop {
        match file.read(&mut bytes)? {
            0 => return Ok(head.checksum(sum)),
            length => sum.update(&bytes[..length]),
        }
    }
}

/// Makes a renamed file survive a lost machine.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
