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
mod catalogue;
mod commit;
mod discussion;
mod error;
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
mod setting;
mod sqlite;
mod stored;
mod submission;
mod subscriber;
mod tally;
mod two_factor;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, RwLock};

use kinora_model::reference::Reference;

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
pub use error::StoreError;
pub use list::{ListChange, ListError, MOST_ITEMS, MOST_LISTS};
pub use loaded::{Card, Loaded, Locator, Related, RelatedSet, Wants, Work, Worked};
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

/// A catalogue. Cheap to clone; clones share everything.
#[derive(Clone)]
pub struct Store {
    backend: Backend,
    reference: Arc<RwLock<(i64, Arc<Reference>)>>,
    moved: Arc<tokio::sync::watch::Sender<i64>>,
    maintenance: Arc<AtomicBool>,
}

/// The databases that a catalogue can be kept in.
#[derive(Clone)]
enum Backend {
    Sqlite(Arc<sqlite::Database>),
}

/// Runs one question on a thread of the backend; a new backend is one more arm here.
macro_rules! ask {
    ($store:expr, $method:ident, |$db:ident| $question:expr) => {
        match &$store.backend {
            $crate::Backend::Sqlite(database) => {
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
            .setting(setting::MAINTENANCE)
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

    /// Whether the database answers; what readiness means.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.last_seq().await.map(drop)
    }
}
