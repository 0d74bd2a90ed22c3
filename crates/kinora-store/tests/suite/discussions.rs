//! Discussions: who sees them, who may do what, and how much anybody may write.

use kinora_model::account::Role;
use kinora_model::discussion::{Act, MessageText, ReportReason, Subject};
use kinora_model::{EntityKey, Kind};
use kinora_store::{
    DiscussionChange, DiscussionError, Discussions, MESSAGE_PACE, MOST_REPORTS, NewAccount,
    NewDiscussion, Reader,
};

use super::{TestStore, a_movie, a_person, movie, person};

/// A moment, in milliseconds since 1970.
const NOW: i64 = 1_700_000_000_000;
const DAY: i64 = 24 * 60 * 60_000;

async fn reader(store: &TestStore, name: &str, role: Role) -> Reader {
    let account = NewAccount {
        name: name.parse().unwrap(),
        password_hash: String::new(),
        role,
        email: None,
        verified: true,
    };
    let account = store.create_account(account).await.unwrap();
    Reader {
        account: Some(account.id),
        is_moderator: role >= Role::Moderator,
    }
}

fn text(text: &str) -> MessageText {
    MessageText::new(text).unwrap()
}

async fn begin(store: &TestStore, by: Reader, about: Option<EntityKey>, at: i64) -> i64 {
    let new = NewDiscussion {
        about,
        subject: Subject::new("Is it in colour?").unwrap(),
        text: text("I remember **red**."),
    };
    let begun = store.begin_discussion(by.account.unwrap(), new, at).await;
    begun.unwrap()
}

async fn listed(store: &TestStore, by: Reader, which: Discussions) -> Vec<i64> {
    let page = store.discussions(by, which, 0, 25).await.unwrap();
    assert_eq!(page.total, page.items.len());
    page.items
        .into_iter()
        .map(|discussion| discussion.id)
        .collect()
}

pub async fn discussions_are_listed_by_what_they_are_about_the_newest_message_first(
    store: TestStore,
) {
    store.hold([a_movie(1), a_person(2)]).await;
    let anna = reader(&store, "anna", Role::Reader).await;
    let about_movie = begin(&store, anna, Some(movie(1)), NOW).await;
    let about_person = begin(&store, anna, Some(person(2)), NOW).await;
    let general = begin(&store, anna, None, NOW).await;
    store
        .reply(anna, about_movie, text("Yes."), NOW)
        .await
        .unwrap();

    let visitor = Reader::default();
    let all = listed(&store, visitor, Discussions::All).await;
    assert_eq!(all, [about_movie, general, about_person]);
    assert_eq!(
        listed(&store, visitor, Discussions::General).await,
        [general]
    );
    let about = Discussions::About(movie(1));
    assert_eq!(listed(&store, visitor, about).await, [about_movie]);
    let missing = NewDiscussion {
        about: Some(EntityKey::new(Kind::Movie, 404)),
        subject: Subject::new("A").unwrap(),
        text: text("B"),
    };
    let refused = store
        .begin_discussion(anna.account.unwrap(), missing, NOW)
        .await;
    assert!(matches!(refused, Err(DiscussionError::Missing)));
    let found = store.discussion(visitor, about_movie).await.unwrap();
    let found = found.unwrap();
    assert_eq!((found.messages, found.begun_at), (2, NOW));
    assert_eq!(found.begun_by.unwrap().name, "anna");
}

pub async fn a_private_discussion_is_seen_by_moderators_and_those_who_wrote_in_it(
    store: TestStore,
) {
    let anna = reader(&store, "anna", Role::Reader).await;
    let ben = reader(&store, "ben", Role::Reader).await;
    let moderator = reader(&store, "moderator", Role::Moderator).await;
    let id = begin(&store, anna, None, NOW).await;
    let first = store.discussion(anna, id).await.unwrap().unwrap();
    let private = DiscussionChange::Public(false);

    let refused = store.change_discussion(anna, id, private, NOW).await;
    assert!(matches!(refused, Err(DiscussionError::NotAllowed)));
    store
        .change_discussion(moderator, id, private, NOW)
        .await
        .unwrap();

    assert!(store.discussion(anna, id).await.unwrap().is_some());
    assert!(store.discussion(moderator, id).await.unwrap().is_some());
    assert_eq!(listed(&store, moderator, Discussions::All).await, [id]);
    for stranger in [ben, Reader::default()] {
        assert_eq!(store.discussion(stranger, id).await.unwrap(), None);
        assert!(listed(&store, stranger, Discussions::All).await.is_empty());
        let message = store.message(stranger, first.last_message).await.unwrap();
        assert_eq!(message, None);
    }
    let reply = store.reply(ben, id, text("Let me in."), NOW).await;
    assert!(matches!(reply, Err(DiscussionError::Missing)));
    let watch = store.watch_discussion(ben, id, true).await;
    assert!(matches!(watch, Err(DiscussionError::Missing)));
}

pub async fn a_closed_discussion_takes_no_messages_and_its_log_says_who_closed_it(
    store: TestStore,
) {
    let anna = reader(&store, "anna", Role::Reader).await;
    let ben = reader(&store, "ben", Role::Reader).await;
    let moderator = reader(&store, "moderator", Role::Moderator).await;
    let id = begin(&store, anna, None, NOW).await;
    let first = store
        .discussion(anna, id)
        .await
        .unwrap()
        .unwrap()
        .last_message;
    let (open, close) = (DiscussionChange::Open(true), DiscussionChange::Open(false));

    let refused = store.change_discussion(ben, id, close, NOW).await;
    assert!(matches!(refused, Err(DiscussionError::NotAllowed)));
    store
        .change_discussion(anna, id, close, NOW + 1)
        .await
        .unwrap();
    store
        .change_discussion(anna, id, close, NOW + 2)
        .await
        .unwrap();
    for late in [
        store.reply(ben, id, text("But"), NOW).await.err(),
        store
            .rewrite_message(anna, first, text("But"), NOW)
            .await
            .err(),
    ] {
        assert!(matches!(late, Some(DiscussionError::Closed)), "{late:?}");
    }
    store
        .change_discussion(moderator, id, open, NOW + 3)
        .await
        .unwrap();
    store.reply(ben, id, text("So"), NOW).await.unwrap();

    let log = store.discussion_log(id).await.unwrap();
    let log: Vec<(Act, String, i64)> = log
        .into_iter()
        .map(|acted| (acted.act, acted.by.unwrap().name, acted.at))
        .collect();
    let expected = [
        (Act::Begun, "anna".to_owned(), NOW),
        (Act::Closed, "anna".to_owned(), NOW + 1),
        (Act::Opened, "moderator".to_owned(), NOW + 3),
    ];
    assert_eq!(log, expected);
}

pub async fn messages_are_changed_by_their_writers_and_removed_by_moderators_too(store: TestStore) {
    let anna = reader(&store, "anna", Role::Reader).await;
    let ben = reader(&store, "ben", Role::Reader).await;
    let moderator = reader(&store, "moderator", Role::Moderator).await;
    let id = begin(&store, anna, None, NOW).await;
    let reply = store.reply(ben, id, text("No."), NOW + 1).await.unwrap();

    let refused = store
        .rewrite_message(moderator, reply, text("Yes."), NOW)
        .await;
    assert!(matches!(refused, Err(DiscussionError::NotAllowed)));
    store
        .rewrite_message(ben, reply, text("Yes."), NOW + 2)
        .await
        .unwrap();
    let (changed, place) = store.message(anna, reply).await.unwrap().unwrap();
    assert_eq!(
        (changed.text.as_str(), changed.changed_at),
        ("Yes.", Some(NOW + 2))
    );
    assert_eq!(place, 1);
    let refused = store.remove_message(anna, reply, NOW).await;
    assert!(matches!(refused, Err(DiscussionError::NotAllowed)));
    let reason = ReportReason::new("It is wrong.").unwrap();
    store
        .report_message(anna, reply, reason, NOW)
        .await
        .unwrap();
    store
        .remove_message(moderator, reply, NOW + 3)
        .await
        .unwrap();
    let again = store
        .rewrite_message(ben, reply, text("Yes!"), NOW + 4)
        .await;
    assert!(matches!(again, Err(DiscussionError::NotAllowed)));

    let messages = store.messages(id, 0, 25).await.unwrap();
    let texts: Vec<&str> = messages.iter().map(|message| &*message.text).collect();
    assert_eq!(texts, ["I remember **red**.", ""]);
    assert_eq!(store.messages(id, 1, 25).await.unwrap().len(), 1);
    assert_eq!(store.reports(0, 25).await.unwrap().total, 0);
    let log = store.discussion_log(id).await.unwrap();
    assert_eq!(log[1].act, Act::Removed);
}

pub async fn whoever_watches_is_told_of_what_they_have_not_read(store: TestStore) {
    let anna = reader(&store, "anna", Role::Reader).await;
    let ben = reader(&store, "ben", Role::Reader).await;
    let anna_id = anna.account.unwrap();
    let id = begin(&store, anna, None, NOW).await;

    let unread = async |reader: Reader| {
        let found = store.discussion(reader, id).await.unwrap().unwrap();
        (found.is_watched, found.is_unread())
    };
    assert_eq!(unread(anna).await, (true, false));
    assert_eq!(unread(ben).await, (false, true));
    let reply = store.reply(ben, id, text("No."), NOW).await.unwrap();
    assert_eq!(unread(anna).await, (true, true));
    assert_eq!(unread(ben).await, (false, false));
    assert_eq!(store.unread_discussions(anna).await.unwrap(), 1);
    assert_eq!(store.unread_discussions(ben).await.unwrap(), 0);
    store.read_discussion(anna_id, id, reply).await.unwrap();
    store.read_discussion(anna_id, id, 1).await.unwrap();
    assert_eq!(unread(anna).await, (true, false));
    store.watch_discussion(anna, id, false).await.unwrap();
    store.watch_discussion(ben, id, true).await.unwrap();
    store.reply(anna, id, text("Yes."), NOW).await.unwrap();

    assert_eq!(store.unread_discussions(anna).await.unwrap(), 0);
    assert_eq!(store.unread_discussions(ben).await.unwrap(), 1);
    let clara = reader(&store, "clara", Role::Reader).await;
    let moderator = reader(&store, "moderator", Role::Moderator).await;
    for watcher in [clara, moderator] {
        store.watch_discussion(watcher, id, true).await.unwrap();
    }
    let private = DiscussionChange::Public(false);
    let hidden = store.change_discussion(moderator, id, private, NOW);
    hidden.await.unwrap();
    assert_eq!(store.unread_discussions(moderator).await.unwrap(), 1);
    let unseen = store.unread_discussions(clara).await.unwrap();
    assert_eq!(unseen, 0, "nobody is told of what they do not see");
    assert_eq!(listed(&store, ben, Discussions::Watched).await, [id]);
    assert!(listed(&store, anna, Discussions::Watched).await.is_empty());
}

pub async fn nobody_writes_or_reports_without_end(store: TestStore) {
    let anna = reader(&store, "anna", Role::Reader).await;
    let ben = reader(&store, "ben", Role::Reader).await;
    let id = begin(&store, anna, None, NOW).await;
    let (span, most) = MESSAGE_PACE[0];
    for _ in 1..most {
        store.reply(anna, id, text("More."), NOW + 1).await.unwrap();
    }

    let refused = store.reply(anna, id, text("More."), NOW + 2).await;
    assert!(matches!(refused, Err(DiscussionError::TooFast)));
    store.reply(ben, id, text("Stop."), NOW + 2).await.unwrap();
    store
        .reply(anna, id, text("More."), NOW + 1 + span)
        .await
        .unwrap();

    let mut now = NOW + 10 * DAY;
    for _ in 0..MESSAGE_PACE[1].1 {
        store.reply(anna, id, text("More."), now).await.unwrap();
        now += span / 5;
    }
    let refused = store.reply(anna, id, text("More."), now).await;
    assert!(matches!(refused, Err(DiscussionError::TooFast)));
    store
        .reply(anna, id, text("More."), now + DAY)
        .await
        .unwrap();

    let messages = store.messages(id, 0, 100).await.unwrap();
    let reason = ReportReason::new("Too much.").unwrap();
    for message in &messages[..MOST_REPORTS as usize] {
        store
            .report_message(ben, message.id, reason.clone(), now)
            .await
            .unwrap();
    }
    let refused = store
        .report_message(ben, messages[60].id, reason, now)
        .await;
    assert!(matches!(refused, Err(DiscussionError::TooFast)));
}

pub async fn reports_wait_until_a_moderator_settles_them(store: TestStore) {
    let anna = reader(&store, "anna", Role::Reader).await;
    let ben = reader(&store, "ben", Role::Reader).await;
    let id = begin(&store, anna, None, NOW).await;
    let first = store
        .discussion(anna, id)
        .await
        .unwrap()
        .unwrap()
        .last_message;
    for reason in ["It is rude.", "It is very rude."] {
        let reason = ReportReason::new(reason).unwrap();
        store.report_message(ben, first, reason, NOW).await.unwrap();
    }

    let reports = store.reports(0, 25).await.unwrap();
    assert_eq!(reports.total, 1, "an account reports a message once");
    let report = &reports.items[0];
    assert_eq!(report.reason, "It is very rude.");
    assert_eq!((report.message.id, report.message.discussion), (first, id));
    assert_eq!(report.by.as_ref().unwrap().name, "ben");
    assert!(store.settle_report(report.id, NOW).await.unwrap());
    assert!(!store.settle_report(report.id, NOW).await.unwrap());
    assert_eq!(store.reports(0, 25).await.unwrap().total, 0);
}

pub async fn an_account_takes_its_words_with_it_and_leaves_those_of_others(store: TestStore) {
    let anna = reader(&store, "anna", Role::Reader).await;
    let ben = reader(&store, "ben", Role::Moderator).await;
    let alone = begin(&store, anna, None, NOW).await;
    let shared = begin(&store, anna, None, NOW).await;
    store
        .reply(ben, shared, text("Answer."), NOW)
        .await
        .unwrap();
    store.watch_discussion(ben, alone, true).await.unwrap();
    let data = store.account_data(anna.account.unwrap()).await.unwrap();
    let written = &data["belongings"]["messages"];
    assert_eq!(written.as_array().unwrap().len(), 2);
    assert_eq!(written[0]["text"], "I remember **red**.");

    assert!(store.delete_account(anna.account.unwrap()).await.unwrap());

    assert_eq!(store.discussion(ben, alone).await.unwrap(), None);
    let found = store.discussion(ben, shared).await.unwrap().unwrap();
    assert_eq!(found.begun_by, None);
    let messages = store.messages(shared, 0, 25).await.unwrap();
    let texts: Vec<&str> = messages.iter().map(|message| &*message.text).collect();
    assert_eq!(texts, ["", "Answer."]);
    assert_eq!(messages[0].written_by, None);
}
