//! Discussions in the store: who sees them, who may do what, and how much anybody may write.

use kinora_model::discussion::{
    Acted, Discussion, Message, MessageText, Report, ReportReason, Subject,
};
use kinora_model::key::EntityKey;
use kinora_model::list::Stretch;

use crate::{Store, StoreError, ask, sqlite};

/// How many messages an account may write: spans in milliseconds, and how many within each.
pub const MESSAGE_PACE: [(i64, i64); 2] = [(60_000, 10), (24 * 60 * 60_000, 300)];
/// How many messages an account may report within a day.
pub const MOST_REPORTS: i64 = 50;

/// Who asks about discussions.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reader {
    /// The account; `None` for a visitor who is not signed in.
    pub account: Option<i64>,
    /// Whether it sees and may do everything.
    pub is_moderator: bool,
}

/// Which discussions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discussions {
    /// All of them.
    All,
    /// Those about nothing in particular.
    General,
    /// Those about an entity.
    About(EntityKey),
    /// Those that the reader watches.
    Watched,
}

/// A discussion to be begun, with its first message.
#[derive(Clone, Debug)]
pub struct NewDiscussion {
    /// What it is about; `None` for nothing in particular.
    pub about: Option<EntityKey>,
    /// What it is called.
    pub subject: Subject,
    /// The first message.
    pub text: MessageText,
}

/// A change of a discussion as a whole, kept in its log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiscussionChange {
    /// Whether it can be replied to: for who began it and for moderators.
    Open(bool),
    /// Whether everybody sees it: for moderators.
    Public(bool),
}

/// Why something was not done with a discussion.
#[derive(Debug, thiserror::Error)]
pub enum DiscussionError {
    /// There is no such discussion, message or entity, or the reader does not see it.
    #[error("there is no such discussion")]
    Missing,
    /// It takes somebody else.
    #[error("only its writer or a moderator may do that")]
    NotAllowed,
    /// The discussion is closed.
    #[error("the discussion is closed")]
    Closed,
    /// The account wrote or reported as much as it may within a span of time.
    #[error("too many messages in a short time")]
    TooFast,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for DiscussionError {
    fn from(error: rusqlite::Error) -> DiscussionError {
        DiscussionError::Store(error.into())
    }
}

/// Runs a change of a discussion; what it refuses has written nothing.
macro_rules! change {
    ($store:expr, |$db:ident| $change:expr) => {
        ask!($store, write, |$db| Ok::<_, StoreError>($change))?
    };
}

impl Store {
    /// Begins a discussion, which its account watches from then on; answers its number. `now` is in milliseconds since 1970.
    pub async fn begin_discussion(
        &self,
        account: i64,
        new: NewDiscussion,
        now: i64,
    ) -> Result<i64, DiscussionError> {
        change!(self, |db| sqlite::discussion::begin(db, account, &new, now))
    }

    /// Writes a message into an open discussion; answers its number. `now` is in milliseconds since 1970.
    pub async fn reply(
        &self,
        reader: Reader,
        discussion: i64,
        text: MessageText,
        now: i64,
    ) -> Result<i64, DiscussionError> {
        change!(self, |db| sqlite::discussion::reply(
            db, reader, discussion, &text, now
        ))
    }

    /// Changes a message of the reader's own in an open discussion. `now` is in milliseconds since 1970.
    pub async fn rewrite_message(
        &self,
        reader: Reader,
        message: i64,
        text: MessageText,
        now: i64,
    ) -> Result<(), DiscussionError> {
        change!(self, |db| sqlite::discussion::rewrite(
            db, reader, message, &text, now
        ))
    }

    /// Takes the text out of a message: of the reader's own, or any for moderators. Its reports are settled by that. `now` is in
    /// milliseconds since 1970.
    pub async fn remove_message(
        &self,
        reader: Reader,
        message: i64,
        now: i64,
    ) -> Result<(), DiscussionError> {
        change!(self, |db| sqlite::discussion::remove_message(
            db, reader, message, now
        ))
    }

    /// Changes a discussion as a whole. `now` is in milliseconds since 1970.
    pub async fn change_discussion(
        &self,
        reader: Reader,
        discussion: i64,
        change: DiscussionChange,
        now: i64,
    ) -> Result<(), DiscussionError> {
        change!(self, |db| sqlite::discussion::change(
            db, reader, discussion, change, now
        ))
    }

    /// Whether the reader is told of new messages.
    pub async fn watch_discussion(
        &self,
        reader: Reader,
        discussion: i64,
        watches: bool,
    ) -> Result<(), DiscussionError> {
        change!(self, |db| sqlite::discussion::watch(
            db, reader, discussion, watches
        ))
    }

    /// Remembers that an account has read a discussion up to a message.
    pub async fn read_discussion(
        &self,
        account: i64,
        discussion: i64,
        message: i64,
    ) -> Result<(), StoreError> {
        ask!(self, write, |db| sqlite::discussion::read_to(
            db, account, discussion, message
        ))
    }

    /// A discussion, if the reader sees it.
    pub async fn discussion(
        &self,
        reader: Reader,
        id: i64,
    ) -> Result<Option<Discussion>, StoreError> {
        ask!(self, read, |db| sqlite::discussion::get(db, reader, id))
    }

    /// Discussions that the reader sees, those with the newest messages first.
    pub async fn discussions(
        &self,
        reader: Reader,
        which: Discussions,
        first: usize,
        length: usize,
    ) -> Result<Stretch<Discussion>, StoreError> {
        ask!(self, read, |db| sqlite::discussion::page(
            db,
            reader,
            which,
            (first, length)
        ))
    }

    /// How many of the discussions that a reader watches and sees have messages which it has not read.
    pub async fn unread_discussions(&self, reader: Reader) -> Result<i64, StoreError> {
        ask!(self, read, |db| sqlite::discussion::unread(db, reader))
    }

    /// Messages of a discussion, oldest first.
    pub async fn messages(
        &self,
        discussion: i64,
        first: usize,
        length: usize,
    ) -> Result<Vec<Message>, StoreError> {
        ask!(self, read, |db| sqlite::discussion::messages(
            db,
            discussion,
            (first, length)
        ))
    }

    /// A message of a discussion that the reader sees, and how many messages come before it there.
    pub async fn message(
        &self,
        reader: Reader,
        id: i64,
    ) -> Result<Option<(Message, usize)>, StoreError> {
        ask!(self, read, |db| sqlite::discussion::message(db, reader, id))
    }

    /// What was done with a discussion, oldest first.
    pub async fn discussion_log(&self, discussion: i64) -> Result<Vec<Acted>, StoreError> {
        ask!(self, read, |db| sqlite::discussion::log(db, discussion))
    }

    /// Tells moderators about a message. Telling again changes the reason. `now` is in milliseconds since 1970.
    pub async fn report_message(
        &self,
        reader: Reader,
        message: i64,
        reason: ReportReason,
        now: i64,
    ) -> Result<(), DiscussionError> {
        change!(self, |db| sqlite::report::put(
            db, reader, message, &reason, now
        ))
    }

    /// Reports that wait for a moderator, oldest first.
    pub async fn reports(
        &self,
        first: usize,
        length: usize,
    ) -> Result<Stretch<Report>, StoreError> {
        ask!(self, read, |db| sqlite::report::open(db, (first, length)))
    }

    /// Marks a report as dealt with; answers whether it was open. `now` is in milliseconds since 1970.
    pub async fn settle_report(&self, id: i64, now: i64) -> Result<bool, StoreError> {
        ask!(self, write, |db| sqlite::report::settle(db, id, now))
    }
}
