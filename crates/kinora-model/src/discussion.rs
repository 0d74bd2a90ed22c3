//! Discussions: what people say to each other about titles and people, or about nothing in particular.

use crate::key::EntityKey;

/// What a discussion is called: one line of 1 to [`Subject::LONGEST`] characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject(String);

impl Subject {
    /// How many characters a subject may have.
    pub const LONGEST: usize = 200;

    /// The subject that is kept of what was written; `None` when nothing is left, or when it is too long.
    pub fn new(written: &str) -> Option<Subject> {
        bounded(written, Subject::LONGEST, "").map(Subject)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A message in a discussion: Markdown of 1 to [`MessageText::LONGEST`] characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageText(String);

impl MessageText {
    /// How many characters a message may have.
    pub const LONGEST: usize = 10_000;

    /// The text that is kept of what was written; `None` when nothing is left, or when it is too long.
    pub fn new(written: &str) -> Option<MessageText> {
        bounded(written, MessageText::LONGEST, "\n\t").map(MessageText)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a message is reported: 1 to [`ReportReason::LONGEST`] characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportReason(String);

impl ReportReason {
    /// How many characters a reason may have.
    pub const LONGEST: usize = 1_000;

    /// The reason that is kept of what was written; `None` when nothing is left, or when it is too long.
    pub fn new(written: &str) -> Option<ReportReason> {
        bounded(written, ReportReason::LONGEST, "\n").map(ReportReason)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text without control characters but these; `None` when nothing is left, or when it is too long.
fn bounded(written: &str, longest: usize, controls: &str) -> Option<String> {
    let kept = |letter: &char| !letter.is_control() || controls.contains(*letter);
    let text: String = written.chars().filter(kept).collect();
    let text = text.trim();
    (1..=longest)
        .contains(&text.chars().count())
        .then(|| text.to_owned())
}

/// Somebody who wrote or did something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Writer {
    /// The account.
    pub account: i64,
    /// Its name.
    pub name: String,
}

/// A discussion as whoever asks for it sees it. Times are milliseconds since 1970. Writers whose accounts are gone are `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discussion {
    /// Its number.
    pub id: i64,
    /// What it is about; `None` for nothing in particular.
    pub about: Option<EntityKey>,
    /// What it is called.
    pub subject: String,
    /// Who began it.
    pub begun_by: Option<Writer>,
    /// Whether it can be replied to.
    pub is_open: bool,
    /// Whether everybody sees it, or only moderators and those who wrote in it.
    pub is_public: bool,
    /// When it was begun.
    pub begun_at: i64,
    /// How many messages it has.
    pub messages: i64,
    /// The number of its last message.
    pub last_message: i64,
    /// When that was written.
    pub last_at: i64,
    /// Who wrote it.
    pub last_by: Option<Writer>,
    /// The number of the last message that the asking account has read; 0 for none.
    pub read_to: i64,
    /// Whether the asking account watches it.
    pub is_watched: bool,
}

impl Discussion {
    /// Whether there are messages that the asking account has not read.
    pub fn is_unread(&self) -> bool {
        self.read_to < self.last_message
    }
}

/// A message. Times are milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its number; later messages have greater ones.
    pub id: i64,
    /// The discussion that it is in.
    pub discussion: i64,
    /// Who wrote it; `None` for an account that is gone.
    pub written_by: Option<Writer>,
    /// Markdown; empty when it was removed.
    pub text: String,
    /// When it was written.
    pub written_at: i64,
    /// When it was changed last.
    pub changed_at: Option<i64>,
}

/// What is done with a discussion and kept in its log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// It was begun.
    Begun = 0,
    /// It was closed.
    Closed = 1,
    /// It was opened again.
    Opened = 2,
    /// It was hidden from everybody but moderators and those who wrote in it.
    MadePrivate = 3,
    /// It was shown to everybody again.
    MadePublic = 4,
    /// A message was removed.
    Removed = 5,
}

impl Act {
    /// Every act: `ALL[n]` is stored as `n`.
    pub const ALL: [Act; 6] = [
        Act::Begun,
        Act::Closed,
        Act::Opened,
        Act::MadePrivate,
        Act::MadePublic,
        Act::Removed,
    ];
}

/// An entry of the log of a discussion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acted {
    /// What.
    pub act: Act,
    /// Who; `None` for an account that is gone.
    pub by: Option<Writer>,
    /// When, milliseconds since 1970.
    pub at: i64,
}

/// What a reader tells moderators about a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Its number.
    pub id: i64,
    /// The message.
    pub message: Message,
    /// What the discussion is called.
    pub subject: String,
    /// Who reported it.
    pub by: Option<Writer>,
    /// Why.
    pub reason: String,
    /// When, milliseconds since 1970.
    pub at: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_bounds_and_no_control_characters() {
        assert_eq!(Subject::new(" A\u{0}\nB ").unwrap().as_str(), "AB");
        assert_eq!(
            MessageText::new("A\r\n\tB\u{7}").unwrap().as_str(),
            "A\n\tB"
        );
        assert!(Subject::new(" \n ").is_none());
        assert!(Subject::new(&"ä".repeat(200)).is_some());
        assert!(Subject::new(&"ä".repeat(201)).is_none());
        assert!(MessageText::new(&"ä".repeat(10_000)).is_some());
        assert!(MessageText::new(&"ä".repeat(10_001)).is_none());
        assert!(ReportReason::new(&"x".repeat(1_001)).is_none());
    }
}
