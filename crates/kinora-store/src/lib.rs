//! The truth: a catalogue kept in a database behind one [`Store`].
//!
//! The store answers coarse questions ("this movie, with these parts and the people in its credits") and takes changes in
//! two ways: [`Store::commit`] for single edits, which keeps history, and [`Store::bulk`] for imports, which does not. Both
//! number what they did in one sequence, the *feed*. The database behind it is a private matter; SQLite is the one there is.

mod access_token;
mod account;
mod api_key;
mod application;
mod batch;
mod belongings;
mod bookmark;
mod commit;
mod discussion;
mod image_vote;
mod list;
mod loaded;
mod opinion;
mod password;
mod popularity;
mod queue;
mod rating;
mod record;
mod rental;
mod review;
mod session;
mod sqlite;
mod stored;
mod submission;
mod subscriber;
mod tally;
mod two_factor;

use std::ops::{ControlFlow, Range};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, RwLock};

use kinora_model::Date;
use kinora_model::credit::Credit;
use kinora_model::edit::Edit;
use kinora_model::key::{EntityKey, Kind};
use kinora_model::links::Source;
use kinora_model::part::{Part, PartSet};
use kinora_model::reference::Reference;
use kinora_model::review::{EpisodeGroup, Review};
use rustc_hash::FxHashMap;

pub use account::{AccountChange, AccountError, Login, NewAccount};
pub use api_key::{ApiKey, KeyChange, KeyTerms, Secrets, random_hex};
pub use application::{
    AccessToken, Application, ApplicationError, Decision, FeedToken, NewApplication, OauthToken,
};
pub use batch::{Batch, Existing, Stat, Wanted};
pub use commit::{ChangeBelow, CommitError, FeedEvent, Revision};
pub use discussion::{
    DiscussionChange, DiscussionError, Discussions, MESSAGE_PACE, MOST_REPORTS, NewDiscussion,
    Reader,
};
pub use list::{ListChange, ListError, MOST_ITEMS, MOST_LISTS};
pub use loaded::{Card, Loaded, Locator, Related, RelatedSet, Wants, Worked};
pub use opinion::{Held, Opinion, OpinionChange, OpinionError};
pub use password::{PasswordCost, PasswordError, Passwords};
pub use popularity::{Scored, Signals, Trends};
pub use queue::{FormatWish, QueueError, QueueTarget, Queued, Wish};
pub use rating::{Put, TitleState};
pub use record::Record;
pub use rental::Rental;
pub use session::{Guest, NewSession, OpenSession, RequestToken, Session, SessionKind, TokenState};
pub use sqlite::commit::canonical;
pub use stored::Stored;
pub use submission::{
    Changed, Edited, Lock, Once, Outcome, Proposal, ProposalState, Submission, SubmitError, Worded,
};
pub use subscriber::{Plan, Subscriber};
pub use tally::Tally;
pub use two_factor::{TwoFactor, step_of, totp};

/// Why the store could not answer.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] rusqlite::Error),
    /// A stored document cannot be read.
    #[error("{key} has a document in {part} that cannot be read: {error}")]
    Document {
        /// Whose.
        key: EntityKey,
        /// Which part.
        part: &'static str,
        /// Why.
        error: serde_json::Error,
    },
    /// A row outside the entities cannot be read.
    #[error("a stored row cannot be read: {0}")]
    Row(#[from] serde_json::Error),
    /// The database was written by a newer version of the program.
    #[error(
        "the database has schema {found}, this program knows schemas up to {known}: use the newer program again"
    )]
    NewerSchema {
        /// The schema of the database.
        found: i64,
        /// The newest one known here.
        known: i64,
    },
    /// A file or folder cannot be used.
    #[error("{path}: {error}")]
    Folder {
        /// Which.
        path: String,
        /// Why.
        error: std::io::Error,
    },
    /// The system gave no random numbers.
    #[error("no random numbers: {0}")]
    Random(getrandom::Error),
    /// A password could not be hashed.
    #[error("a password could not be hashed")]
    Hash,
    /// A worker ended before it answered.
    #[error("the request was interrupted")]
    Interrupted,
}

impl StoreError {
    /// Whether the database is away, rather than wrong: its file cannot be opened or read, its disk is full, or something holds
    /// it for too long.
    pub fn is_offline(&self) -> bool {
        use rusqlite::ErrorCode::{
            CannotOpen, DatabaseBusy, DatabaseLocked, DiskFull, FileLockingProtocolFailed,
            NotADatabase, PermissionDenied, ReadOnly, SystemIoFailure,
        };
        let StoreError::Database(rusqlite::Error::SqliteFailure(failure, _)) = self else {
            return false;
        };
        matches!(
            failure.code,
            CannotOpen
                | DatabaseBusy
                | DatabaseLocked
                | DiskFull
                | FileLockingProtocolFailed
                | NotADatabase
                | PermissionDenied
                | ReadOnly
                | SystemIoFailure
        )
    }
}

/// A catalogue. Cheap to clone; clones share everything.
#[derive(Clone)]
pub struct Store {
    backend: Backend,
    reference: Arc<RwLock<(i64, Arc<Reference>)>>,
    moved: Arc<tokio::sync::watch::Sender<i64>>,
    maintenance: Arc<AtomicBool>,
}

/// The setting that takes the API out of service.
const MAINTENANCE: &str = "maintenance";

/// The databases that a catalogue can be kept in.
#[derive(Clone)]
enum Backend {
    Sqlite(Arc<sqlite::Database>),
}

/// Runs one question on a thread of the backend; a new backend is one more arm here.
macro_rules! ask {
    ($store:expr, $method:ident, |$db:ident| $question:expr) => {
        match &$store.backend {
            Backend::Sqlite(database) => {
                let database = std::sync::Arc::clone(database);
                database.$method(move |$db| $question).await
            }
        }
    };
}
pub(crate) use ask;

impl Store {
    /// Opens the SQLite catalogue in a data folder and brings its schema up to date; both are made when they are missing.
    pub async fn open(folder: &Path) -> Result<Store, StoreError> {
        let folder = folder.to_owned();
        let database = tokio::task::spawn_blocking(move || sqlite::Database::open(&folder));
        let backend = Backend::Sqlite(Arc::new(
            database.await.map_err(|_| StoreError::Interrupted)??,
        ));
        let store = Store {
            backend,
            reference: Arc::default(),
            moved: Arc::new(tokio::sync::watch::Sender::new(0)),
            maintenance: Arc::default(),
        };
        store.refresh().await?;
        Ok(store)
    }

    /// Follows the feed: takes over reference tables that changed since the last call. Answers the feed's position.
    pub async fn refresh(&self) -> Result<i64, StoreError> {
        let maintenance = self
            .setting(MAINTENANCE)
            .await?
            .is_some_and(|on| on == "on");
        self.maintenance.store(maintenance, Ordering::Relaxed);
        let seq = self.last_seq().await?;
        let current = self
            .reference
            .read()
            .map(|held| held.0 == seq && seq > 0)
            .unwrap_or(false);
        if !current {
            let told = ask!(self, read, |db| sqlite::reference::all(db))?;
            if let Ok(mut held) = self.reference.write() {
                *held = (seq, Arc::new(Reference::with(told)));
            }
        }
        Ok(seq)
    }

    /// The reference tables as of the last [`refresh`](Store::refresh).
    pub fn reference(&self) -> Arc<Reference> {
        self.reference
            .read()
            .map(|held| Arc::clone(&held.1))
            .unwrap_or_default()
    }

    /// The number of the newest change; 0 for an empty catalogue.
    pub async fn last_seq(&self) -> Result<i64, StoreError> {
        ask!(self, read, |db| sqlite::revision::last_seq(db))
    }

    /// An entity with what is wanted of it; `None` when there is none, or it was deleted. Merged entities answer as what they
    /// were merged into.
    pub async fn load(&self, locator: Locator, wants: Wants) -> Result<Option<Loaded>, StoreError> {
        ask!(self, glance, |db| sqlite::load::load(db, &locator, wants))
    }

    /// A credit with its person, its title and, for series, the seasons and episodes that name it.
    pub async fn credit(&self, id: &str) -> Result<Option<(Credit, Loaded)>, StoreError> {
        let id = id.to_owned();
        ask!(self, glance, |db| sqlite::load::credit(db, &id))
    }

    /// A review with its title.
    pub async fn review(&self, id: &str) -> Result<Option<(Review, Loaded)>, StoreError> {
        let id = id.to_owned();
        ask!(self, read, |db| sqlite::load::review(db, &id))
    }

    /// An episode group with its series, network and episodes.
    pub async fn episode_group(
        &self,
        id: &str,
    ) -> Result<Option<(EpisodeGroup, Loaded)>, StoreError> {
        let id = id.to_owned();
        ask!(self, read, |db| sqlite::load::episode_group(db, &id))
    }

    /// Live entities with these parts as lists show them, in the order of `keys`. What is gone is left out, what was merged
    /// answers as what it was merged into.
    pub async fn cards(
        &self,
        keys: Vec<EntityKey>,
        parts: PartSet,
    ) -> Result<Vec<Card>, StoreError> {
        ask!(self, glance, |db| sqlite::load::cards(db, &keys, parts))
    }

    /// Live entities of a kind with these parts and an id above `after`, by id, at most `limit`: what derived data is built
    /// from.
    pub async fn scan(
        &self,
        kind: Kind,
        parts: PartSet,
        after: i64,
        limit: usize,
    ) -> Result<Vec<Card>, StoreError> {
        ask!(self, read, |db| sqlite::load::scan(
            db, kind, parts, after, limit
        ))
    }

    /// Credits with an id after `after`, by id, at most `limit`.
    pub async fn scan_credits(&self, after: &str, limit: usize) -> Result<Vec<Credit>, StoreError> {
        let after = after.to_owned();
        ask!(self, read, |db| sqlite::credit::scan(db, &after, limit))
    }

    /// Every live entity of a kind with these parts, by id and out of one snapshot, until `take` breaks off.
    pub async fn each_card(
        &self,
        kind: Kind,
        parts: PartSet,
        take: impl FnMut(Card) -> ControlFlow<()> + Send + 'static,
    ) -> Result<(), StoreError> {
        ask!(self, apart, |db| sqlite::load::each_card(
            &*db.unchecked_transaction()?,
            kind,
            parts,
            take
        ))
    }

    /// Everything that the catalogue holds, in the order of an archive and out of one snapshot, until `take` breaks off.
    pub async fn each_stored(
        &self,
        take: impl FnMut(Stored) -> ControlFlow<()> + Send + 'static,
    ) -> Result<ControlFlow<()>, StoreError> {
        ask!(self, apart, |db| sqlite::stored::each(
            &*db.unchecked_transaction()?,
            take
        ))
    }

    /// Copies the whole store as it is at this moment into an empty file, while it is in use.
    pub async fn backup(&self, target: &Path) -> Result<(), StoreError> {
        let target = target.to_owned();
        ask!(self, apart, |db| sqlite::backup::backup(db, &target))
    }

    /// Every credit of a movie or series.
    pub async fn credits_of_title(&self, title: EntityKey) -> Result<Vec<Credit>, StoreError> {
        ask!(self, read, |db| sqlite::credit::of_title(db, title))
    }

    /// Whether each of these movies and series has a director.
    pub async fn directed(&self, titles: Vec<EntityKey>) -> Result<Vec<bool>, StoreError> {
        ask!(self, read, |db| titles
            .iter()
            .map(|title| sqlite::credit::is_directed(db, *title))
            .collect::<Result<_, _>>())
    }

    /// Who worked on what, in the order of storage, from a place in it on, at most `limit` credits; also answers the place
    /// from which to go on, `None` at the end.
    pub async fn scan_works(
        &self,
        after: i64,
        limit: usize,
    ) -> Result<(Vec<Worked>, Option<i64>), StoreError> {
        ask!(self, read, |db| sqlite::credit::scan_works(
            db, after, limit
        ))
    }

    /// The days on which live episodes of a series were aired, as far as known.
    pub async fn air_dates(&self, series: i64) -> Result<Vec<Date>, StoreError> {
        ask!(self, read, |db| sqlite::entity::air_dates(db, series))
    }

    /// The series of these episodes, also of those that are gone.
    pub async fn series_of_episodes(&self, episodes: Vec<i64>) -> Result<Vec<i64>, StoreError> {
        ask!(self, read, |db| sqlite::entity::series_of_episodes(
            db, &episodes
        ))
    }

    /// The entities that have this id elsewhere, by kind.
    pub async fn find(&self, source: Source, value: &str) -> Result<Vec<EntityKey>, StoreError> {
        let value = value.to_owned();
        ask!(self, read, |db| sqlite::link::keys_of(db, source, &value))
    }

    /// The largest id of a live entity of a kind.
    pub async fn latest(&self, kind: Kind) -> Result<Option<i64>, StoreError> {
        ask!(self, read, |db| sqlite::entity::latest(db, kind))
    }

    /// How many live entities of each kind there are.
    pub async fn counts(&self) -> Result<Vec<(Kind, i64)>, StoreError> {
        ask!(self, read, |db| sqlite::entity::counts(db))
    }

    /// The smallest id of a live entity of a kind: an example of it.
    pub async fn example(&self, kind: Kind) -> Result<Option<i64>, StoreError> {
        ask!(self, read, |db| sqlite::entity::example(db, kind))
    }

    /// What is stored about the things that an import is about to change.
    pub async fn existing(&self, wanted: Wanted) -> Result<Existing, StoreError> {
        ask!(self, read, |db| sqlite::bulk::existing(db, &wanted))
    }

    /// Writes a batch of an import in one transaction, without history, and tells the feed that everything derived is to be
    /// rebuilt. A batch that changes nothing tells nothing. Answers the sequence number.
    pub async fn bulk(&self, batch: Batch) -> Result<i64, StoreError> {
        if batch.is_empty() && batch.block.is_none() {
            return self.last_seq().await;
        }
        let seq = ask!(self, load, |db| sqlite::bulk::write(db, &batch))?;
        self.moved.send_replace(seq);
        Ok(seq)
    }

    /// The fingerprints of every block of an archive that was taken in.
    pub async fn imported_blocks(&self) -> Result<Vec<String>, StoreError> {
        ask!(self, read, |db| sqlite::bulk::imported_blocks(db))
    }

    /// Commits an edit: all of it or nothing, with history. Answers the number of its last change.
    pub async fn commit(&self, edit: Edit) -> Result<i64, CommitError> {
        let seq = ask!(self, write, |db| sqlite::commit::commit(db, &edit))??;
        self.moved.send_replace(seq);
        Ok(seq)
    }

    /// Checks what an account hands in and commits it, or keeps it as a proposal.
    pub async fn submit(&self, submission: Submission) -> Result<Outcome, SubmitError> {
        let reference = self.reference();
        ask!(self, write, |db| sqlite::submit::submit(
            db,
            &submission,
            &reference
        ))?
    }

    /// The proposal with this number.
    pub async fn proposal(&self, id: i64) -> Result<Option<Proposal>, StoreError> {
        ask!(self, read, |db| sqlite::proposal::get(db, id))
    }

    /// Proposals in a state, the newest first, a page of them; and how many there are.
    pub async fn proposals(
        &self,
        state: ProposalState,
        offset: i64,
        limit: i64,
    ) -> Result<(i64, Vec<Proposal>), StoreError> {
        ask!(self, read, |db| sqlite::proposal::page(
            db, state, offset, limit
        ))
    }

    /// Commits an open proposal against the versions that there are.
    pub async fn accept_proposal(
        &self,
        id: i64,
        moderator: i64,
        reason: &str,
    ) -> Result<Outcome, SubmitError> {
        let (reason, reference) = (reason.to_owned(), self.reference());
        ask!(self, write, |db| sqlite::submit::accept(
            db, id, moderator, &reason, &reference
        ))?
    }

    /// Closes an open proposal without committing it.
    pub async fn reject_proposal(
        &self,
        id: i64,
        account: i64,
        reason: &str,
    ) -> Result<(), SubmitError> {
        let reason = reason.to_owned();
        ask!(self, write, |db| sqlite::submit::reject(
            db, id, account, &reason
        ))?
    }

    /// Locks a part of an entity, or a field of it (named as differences name it), for everyone but moderators.
    pub async fn lock(
        &self,
        key: EntityKey,
        part: Part,
        field: &str,
        account: i64,
        reason: &str,
    ) -> Result<(), StoreError> {
        let (field, reason) = (field.to_owned(), reason.to_owned());
        ask!(self, write, |db| sqlite::lock::put(
            db, key, part, &field, account, &reason
        ))
    }

    /// Unlocks a part or field; answers whether it was locked.
    pub async fn unlock(
        &self,
        key: EntityKey,
        part: Part,
        field: &str,
    ) -> Result<bool, StoreError> {
        let field = field.to_owned();
        ask!(self, write, |db| sqlite::lock::delete(
            db, key, part, &field
        ))
    }

    /// An entity as editors read it, whatever its state.
    pub async fn worded(&self, key: EntityKey) -> Result<Option<Worded>, StoreError> {
        ask!(self, read, |db| sqlite::worded::entity(db, key))
    }

    /// The history of an entity, newest first, a page of it; and how long it is.
    pub async fn history_page(
        &self,
        key: EntityKey,
        offset: i64,
        limit: i64,
    ) -> Result<(i64, Vec<Revision>), StoreError> {
        ask!(self, read, |db| sqlite::revision::page(
            db, key, offset, limit
        ))
    }

    /// The changes after a number, oldest first, at most `limit`.
    pub async fn feed(&self, after: i64, limit: usize) -> Result<Vec<Revision>, StoreError> {
        ask!(self, read, |db| sqlite::revision::after(db, after, limit))
    }

    /// The same with what each change came to.
    pub async fn feed_events(
        &self,
        after: i64,
        limit: usize,
    ) -> Result<Vec<FeedEvent>, StoreError> {
        ask!(self, read, |db| sqlite::feed::events(db, after, limit))
    }

    /// Tells when this process commits something: the number of its last commit.
    pub fn moved(&self) -> tokio::sync::watch::Receiver<i64> {
        self.moved.subscribe()
    }

    /// The history of an entity, oldest first.
    pub async fn history(&self, key: EntityKey) -> Result<Vec<Revision>, StoreError> {
        ask!(self, read, |db| sqlite::revision::of(db, key))
    }

    /// A page of the entities of a kind that changed between two moments (milliseconds since 1970), oldest change first, and how
    /// many there are. A series changes with its seasons and episodes. Loads in bulk are no changes.
    pub async fn changed(
        &self,
        kind: Kind,
        times: Range<i64>,
        (offset, limit): (usize, usize),
    ) -> Result<(Vec<i64>, usize), StoreError> {
        ask!(self, read, |db| sqlite::changes::changed(
            db,
            kind,
            &times,
            (offset, limit)
        ))
    }

    /// The changes of an entity between two moments, oldest first, and those of the seasons or episodes below it.
    pub async fn changes(
        &self,
        key: EntityKey,
        times: Range<i64>,
    ) -> Result<(Vec<Revision>, Vec<ChangeBelow>), StoreError> {
        ask!(self, read, |db| Ok((
            sqlite::changes::of(db, key, &times)?,
            sqlite::changes::below(db, key, &times)?,
        )))
    }

    /// Adds views of entities on a day, numbered from 1970-01-01.
    pub async fn add_views(
        &self,
        day: i64,
        views: Vec<(EntityKey, u32)>,
    ) -> Result<(), StoreError> {
        ask!(self, write, |db| sqlite::popularity::add_views(
            db, day, &views
        ))
    }

    /// What happened on a day, for every entity for which something was counted.
    pub async fn signals(&self, day: i64) -> Result<FxHashMap<EntityKey, Signals>, StoreError> {
        ask!(self, read, |db| sqlite::popularity::signals(db, day))
    }

    /// The last day that was scored to its end.
    pub async fn scored_day(&self) -> Result<Option<i64>, StoreError> {
        ask!(self, read, |db| sqlite::popularity::scored_day(db))
    }

    /// The last scores of entities of a kind with ids from one to another.
    pub async fn scored(
        &self,
        kind: Kind,
        ids: (i64, i64),
    ) -> Result<FxHashMap<i64, Scored>, StoreError> {
        ask!(self, read, |db| sqlite::popularity::scored(db, kind, ids))
    }

    /// Writes scores; they are the popularity from now on. Readers of derived data see them after
    /// [`finish_scores`](Store::finish_scores).
    pub async fn put_scores(&self, scores: Vec<(EntityKey, Scored)>) -> Result<(), StoreError> {
        ask!(self, write, |db| sqlite::popularity::put_scores(
            db, &scores
        ))
    }

    /// Ends the scoring of a day, with how much was made of what. Answers the sequence number.
    pub async fn finish_scores(
        &self,
        day: i64,
        amounts: Vec<(EntityKey, f64)>,
    ) -> Result<i64, StoreError> {
        let seq = ask!(self, write, |db| sqlite::popularity::finish(
            db, day, &amounts
        ))?;
        self.moved.send_replace(seq);
        Ok(seq)
    }

    /// What was made of an entity on each of the days of the week that ended with the last day that was scored, the oldest first; all
    /// nothing where none was.
    pub async fn activity(&self, key: EntityKey) -> Result<Vec<f64>, StoreError> {
        ask!(self, read, |db| sqlite::popularity::activity(db, key))
    }

    /// What trends, as of the last day that was scored.
    pub async fn trends(&self) -> Result<Trends, StoreError> {
        ask!(self, read, |db| sqlite::popularity::trends(db))
    }

    /// A setting that the catalogue carries with it.
    pub async fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        let name = name.to_owned();
        ask!(self, read, |db| sqlite::setting::get(db, &name))
    }

    /// Changes such a setting.
    pub async fn set_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let (name, value) = (name.to_owned(), value.to_owned());
        ask!(self, write, |db| sqlite::setting::set(db, &name, &value))
    }

    /// Takes the API out of service, or puts it back, for every process that serves the catalogue.
    pub async fn set_maintenance(&self, on: bool) -> Result<(), StoreError> {
        let word = if on { "on" } else { "off" };
        self.set_setting(MAINTENANCE, word).await
    }

    /// Whether the API is out of service, as of the last [`refresh`](Store::refresh).
    pub fn is_under_maintenance(&self) -> bool {
        self.maintenance.load(Ordering::Relaxed)
    }

    /// Whether the database answers; what readiness means.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.last_seq().await.map(drop)
    }
}
