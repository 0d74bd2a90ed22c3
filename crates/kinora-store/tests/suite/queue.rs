//! Queues, what is offered, opinions, and the applications that ask for them.

use kinora_model::queue::{Entry, Format, Offer, Place, Queue, QueueKind};
use kinora_model::rating::Rating;
use kinora_model::{Date, EntityKey, EpisodeFacts, MovieFacts, State};
use kinora_store::{
    ApplicationError, Decision, FormatWish, NewApplication, Opinion, OpinionChange, OpinionError,
    Plan, QueueError, QueueTarget, Queued, Rental, Store, Wish,
};
use tokio::task::JoinSet;

use super::belongings::account;
use super::{
    TestStore, a_movie, a_season, a_series, an_episode, episode, merge, movie, season, series,
    set_state, told,
};

/// A day long after all films of these tests, in milliseconds.
const NOW: i64 = 1_700_000_000_000;

fn target(account: i64, kind: QueueKind) -> QueueTarget {
    QueueTarget {
        account,
        kind,
        etag: None,
        now: NOW,
    }
}

async fn put(
    store: &Store,
    target: QueueTarget,
    title: EntityKey,
    position: Option<usize>,
) -> Result<Queued, QueueError> {
    let wish = Wish {
        title,
        position,
        format: FormatWish::Best,
    };
    store.enqueue(target, wish).await
}

async fn instant(
    store: &Store,
    account: i64,
    title: EntityKey,
    position: Option<usize>,
) -> Result<Queued, QueueError> {
    put(store, target(account, QueueKind::Instant), title, position).await
}

fn ids(entries: &[Entry]) -> Vec<i64> {
    entries.iter().map(|entry| entry.title.id).collect()
}

async fn available(store: &Store, account: i64) -> Vec<i64> {
    let queue = store.queue(account, QueueKind::Instant).await.unwrap();
    ids(&queue.available)
}

/// A series of two seasons with three episodes and one, and a special.
async fn hold_a_series(store: &TestStore) {
    store
        .hold([
            a_series(1),
            a_season(10, (1, 0)),
            a_season(11, (1, 1)),
            a_season(12, (1, 2)),
            an_episode(100, (1, 0, 1)),
            an_episode(111, (1, 1, 1)),
            an_episode(112, (1, 1, 2)),
            an_episode(113, (1, 1, 3)),
            an_episode(121, (1, 2, 1)),
        ])
        .await;
}

pub async fn titles_are_added_moved_and_removed(store: TestStore) {
    store.hold([a_movie(1), a_movie(2), a_movie(3)]).await;
    let anna = account(&store, "anna").await;

    let first = instant(&store, anna, movie(1), None).await.unwrap();
    assert_eq!(first.placed, [movie(1)]);
    assert_eq!(first.queue.etag(), 1);
    instant(&store, anna, movie(2), None).await.unwrap();
    let third = instant(&store, anna, movie(3), Some(1)).await.unwrap();
    assert_eq!(ids(&third.queue.available), [3, 1, 2]);
    assert!(!third.moved);
    let moved = instant(&store, anna, movie(3), Some(99)).await.unwrap();
    assert!(moved.moved);
    assert_eq!(available(&store, anna).await, [1, 2, 3]);
    assert_eq!(moved.queue.find(movie(3)), Some(Place::Available(3)));
    let kind = target(anna, QueueKind::Instant);
    let left = store.dequeue(kind.clone(), movie(1)).await.unwrap();
    assert_eq!((ids(&left.available), left.etag()), (vec![2, 3], 5));
    let refused = store.dequeue(kind.clone(), movie(1)).await;
    assert!(matches!(refused, Err(QueueError::Absent)));
    store.dequeue(kind.clone(), movie(2)).await.unwrap();
    let empty = store.dequeue(kind, movie(3)).await.unwrap();
    assert_eq!(empty.etag(), 0);
    // Marks are not used again.
    let again = instant(&store, anna, movie(3), None).await.unwrap();
    assert_eq!(again.queue.etag(), 8);
    let discs = store.queue(anna, QueueKind::Disc).await.unwrap();
    assert!(discs.is_empty(), "the queues are apart");
}

pub async fn what_changes_nothing_keeps_the_mark(store: TestStore) {
    store.hold([a_movie(1), a_movie(2)]).await;
    let anna = account(&store, "anna").await;
    instant(&store, anna, movie(1), None).await.unwrap();
    let before = instant(&store, anna, movie(2), None).await.unwrap().queue;

    let same = instant(&store, anna, movie(2), Some(2)).await.unwrap();
    assert_eq!(same.queue, before);
    let refused = instant(&store, anna, movie(2), None).await;
    assert!(matches!(refused, Err(QueueError::Present)));
    let stale = QueueTarget {
        etag: Some("1".to_owned()),
        ..target(anna, QueueKind::Instant)
    };
    let refused = put(&store, stale.clone(), movie(1), Some(2)).await;
    assert!(matches!(refused, Err(QueueError::Stale)));
    let refused = store.dequeue(stale, movie(1)).await;
    assert!(matches!(refused, Err(QueueError::Stale)));
    let after = store.queue(anna, QueueKind::Instant).await.unwrap();
    assert_eq!(after, before);
}

pub async fn a_queue_holds_five_hundred_titles(store: TestStore) {
    let records: Vec<_> = (1..=502).map(a_movie).collect();
    store.hold(records).await;
    hold_a_series(&store).await;
    let anna = account(&store, "anna").await;
    let kind = target(anna, QueueKind::Instant);
    let titles: Vec<_> = (1..=499).map(movie).collect();
    let (queue, changed) = store.rearrange(kind.clone(), titles).await.unwrap();
    assert!(changed);
    assert_eq!(queue.len(), 499);

    // Of a set as many come in as there is room for.
    let queued = instant(&store, anna, season(11), None).await.unwrap();
    assert_eq!(queued.placed, [episode(111)]);
    assert_eq!(queued.refused, [episode(112), episode(113)]);
    let refused = instant(&store, anna, movie(500), None).await;
    assert!(matches!(refused, Err(QueueError::Full)));
    let refused = instant(&store, anna, season(12), None).await;
    assert!(matches!(refused, Err(QueueError::Full)));
    let titles: Vec<_> = (1..=501).map(movie).collect();
    let refused = store.rearrange(kind, titles).await;
    assert!(matches!(refused, Err(QueueError::Full)));
    let after = store.queue(anna, QueueKind::Instant).await.unwrap();
    assert_eq!(after, queued.queue);
    // What is there can still be moved.
    let moved = instant(&store, anna, movie(499), Some(1)).await.unwrap();
    assert_eq!(moved.queue.available[0].title, movie(499));
}

pub async fn a_season_or_series_stands_for_its_episodes(store: TestStore) {
    hold_a_series(&store).await;
    store.hold([a_series(2)]).await;
    let anna = account(&store, "anna").await;
    let never = Offer::Never;
    let is_there = store.set_offer(episode(113), Format::Instant, never, NOW);
    assert!(is_there.await.unwrap());
    instant(&store, anna, episode(112), None).await.unwrap();

    let refused = instant(&store, anna, series(1), Some(1)).await;
    assert!(matches!(refused, Err(QueueError::SeriesHasNoPlace)));
    let queued = instant(&store, anna, season(11), Some(1)).await.unwrap();
    assert_eq!(queued.placed, [episode(111)]);
    assert_eq!(queued.present, [episode(112)]);
    assert_eq!(queued.refused, [episode(113)]);
    let queued = instant(&store, anna, series(1), None).await.unwrap();
    assert_eq!(queued.placed, [episode(121)], "specials are left out");
    assert_eq!(available(&store, anna).await, [111, 112, 121]);
    let refused = instant(&store, anna, season(12), None).await;
    assert!(matches!(refused, Err(QueueError::Present)));
    let refused = instant(&store, anna, series(2), None).await;
    assert!(matches!(refused, Err(QueueError::NotOffered)));
    let parts = store.queue_parts(season(10)).await.unwrap();
    assert_eq!(parts, [episode(100)]);
}

pub async fn what_is_not_out_yet_is_saved_until_it_is(store: TestStore) {
    let day: Date = "2024-05-01".parse().unwrap();
    let out = day.day_number() * 24 * 60 * 60 * 1000;
    let facts = MovieFacts {
        release_date: Some(day),
        ..MovieFacts::default()
    };
    let aired = EpisodeFacts {
        air_date: Some(day),
        ..super::episode_facts((1, 1, 1))
    };
    let planned = MovieFacts {
        status: Some("In Production".to_owned()),
        ..MovieFacts::default()
    };
    let records = [
        told(movie(1), &facts),
        a_movie(2),
        told(episode(3), &aired),
        told(movie(4), &planned),
    ];
    store.hold(records).await;
    let anna = account(&store, "anna").await;
    for title in [movie(1), movie(2), episode(3), movie(4)] {
        instant(&store, anna, title, Some(1)).await.unwrap();
    }

    let queue = store.queue(anna, QueueKind::Instant).await.unwrap();
    assert_eq!(ids(&queue.available), [2]);
    assert_eq!(ids(&queue.saved), [1, 3, 4]);
    let refused = instant(&store, anna, movie(1), Some(1)).await;
    assert!(matches!(refused, Err(QueueError::SavedHasNoPlace)));
    let refused = instant(&store, anna, movie(1), None).await;
    assert!(matches!(refused, Err(QueueError::Present)));
    assert_eq!(store.release_saved(out - 1).await.unwrap(), 0);
    assert_eq!(store.release_saved(out).await.unwrap(), 2);
    assert_eq!(store.release_saved(out).await.unwrap(), 0);
    assert_eq!(available(&store, anna).await, [2, 1, 3]);
    // An operator knows better than dates.
    let offered = store.set_offer(movie(4), Format::Instant, Offer::UNDATED, out);
    assert!(offered.await.unwrap());
    assert_eq!(available(&store, anna).await, [2, 1, 3, 4]);
    let offers = store.offers(vec![movie(1), movie(9)], NOW).await.unwrap();
    assert_eq!(offers[0].of(Format::Dvd), Offer::Awaited(Some(out)));
    assert_eq!(offers[1].of(Format::Dvd), Offer::Never);
}

pub async fn formats_are_those_of_the_title_and_of_the_account(store: TestStore) {
    store.hold([a_movie(1), a_movie(2), a_movie(3)]).await;
    let anna = account(&store, "anna").await;
    store.subscriber(anna).await.unwrap().unwrap();
    let offer = |id, format, offer| store.set_offer(movie(id), format, offer, NOW);
    offer(1, Format::BluRay, Offer::UNDATED).await.unwrap();
    offer(3, Format::Instant, Offer::Never).await.unwrap();
    let discs = target(anna, QueueKind::Disc);
    let wish = |id, format| Wish {
        title: movie(id),
        position: Some(1),
        format,
    };
    let format_of = |queued: &Queued, id| queued.queue.entry(movie(id)).unwrap().format;

    let queued = store
        .enqueue(discs.clone(), wish(1, FormatWish::Best))
        .await;
    assert_eq!(format_of(&queued.unwrap(), 1), Format::BluRay);
    let queued = store
        .enqueue(discs.clone(), wish(2, FormatWish::Best))
        .await;
    assert_eq!(format_of(&queued.unwrap(), 2), Format::Dvd);
    let dvd = FormatWish::Only(Format::Dvd);
    let changed = store.enqueue(discs.clone(), wish(1, dvd)).await.unwrap();
    assert_eq!(
        (format_of(&changed, 1), changed.queue.etag()),
        (Format::Dvd, 3)
    );
    for format in [
        FormatWish::Unknown,
        FormatWish::Only(Format::BluRay),
        FormatWish::Only(Format::Instant),
    ] {
        let refused = store.enqueue(discs.clone(), wish(2, format)).await;
        assert!(
            matches!(refused, Err(QueueError::NotInFormat)),
            "{format:?}"
        );
    }
    let plan = Plan {
        blu_ray: false,
        instant: false,
    };
    store.set_plan(anna, plan).await.unwrap();
    let blu_ray = FormatWish::Only(Format::BluRay);
    let refused = store.enqueue(discs, wish(1, blu_ray)).await;
    assert!(matches!(refused, Err(QueueError::NotForAccount)));
    let refused = instant(&store, anna, movie(1), None).await;
    assert!(matches!(refused, Err(QueueError::NotForAccount)));
    let refused = instant(&store, anna, movie(3), None).await;
    assert!(matches!(refused, Err(QueueError::NotOffered)));
}

pub async fn what_is_at_home_is_not_wanted_on_a_disc(store: TestStore) {
    store.hold([a_movie(1), a_movie(2)]).await;
    let anna = account(&store, "anna").await;
    let sent = |id| Rental {
        shipped_at: Some(1),
        expected_at: Some(2),
        ..Rental::of(movie(id), Format::Dvd)
    };
    assert!(store.add_rental(anna, sent(1), NOW).await.unwrap());
    assert!(store.add_rental(anna, sent(2), NOW).await.unwrap());
    assert!(!store.add_rental(anna, sent(3), NOW).await.unwrap());
    store
        .set_offer(movie(2), Format::Instant, Offer::Never, NOW)
        .await
        .unwrap();

    let discs = || target(anna, QueueKind::Disc);
    let refused = put(&store, discs(), movie(1), None).await;
    assert!(matches!(refused, Err(QueueError::AtHome)));
    let refused = instant(&store, anna, movie(2), None).await;
    assert!(matches!(refused, Err(QueueError::AtHome)));
    instant(&store, anna, movie(1), None).await.unwrap();
    assert!(store.return_rental(anna, movie(1), 3, NOW).await.unwrap());
    assert!(!store.return_rental(anna, movie(1), 3, NOW).await.unwrap());
    put(&store, discs(), movie(1), None).await.unwrap();
    let rentals = store.rentals(anna).await.unwrap();
    let at_home = rentals.iter().filter(|(rental, _)| rental.is_at_home());
    let at_home: Vec<_> = at_home.map(|(rental, _)| rental.title).collect();
    assert_eq!((rentals.len(), at_home), (2, vec![movie(2)]));
}

pub async fn a_queue_is_rearranged_whole_or_not_at_all(store: TestStore) {
    store.hold((1..=4).map(a_movie).collect::<Vec<_>>()).await;
    let anna = account(&store, "anna").await;
    let kind = || target(anna, QueueKind::Instant);
    let order = |ids: &[i64]| ids.iter().map(|id| movie(*id)).collect::<Vec<_>>();

    let (queue, changed) = store.rearrange(kind(), order(&[1, 2, 3])).await.unwrap();
    assert!(changed);
    assert_eq!(ids(&queue.available), [1, 2, 3]);
    let (same, changed) = store.rearrange(kind(), order(&[1, 2, 3])).await.unwrap();
    assert!(!changed);
    assert_eq!(same, queue);
    let refused = store.rearrange(kind(), order(&[3, 1, 3])).await;
    assert!(matches!(refused, Err(QueueError::Twice)));
    let refused = store.rearrange(kind(), order(&[3, 9])).await;
    assert!(matches!(refused, Err(QueueError::NotOffered)));
    assert_eq!(available(&store, anna).await, [1, 2, 3]);
    store.rearrange(kind(), order(&[4, 3, 1])).await.unwrap();
    assert_eq!(available(&store, anna).await, [4, 3, 1]);
}

pub async fn titles_that_are_merged_or_gone_leave_no_gap(store: TestStore) {
    let base = store.hold((1..=4).map(a_movie).collect::<Vec<_>>()).await;
    let anna = account(&store, "anna").await;
    for id in 1..=4 {
        instant(&store, anna, movie(id), None).await.unwrap();
    }

    store
        .make([
            set_state(movie(1), base, State::Deleted),
            merge(movie(2), base, 4),
        ])
        .await
        .unwrap();
    // Movie 2 is movie 4, and stands where the first of both stood.
    assert_eq!(available(&store, anna).await, [4, 3]);
    let moved = instant(&store, anna, movie(2), Some(2)).await.unwrap();
    assert_eq!(ids(&moved.queue.available), [3, 4]);
    let left = store.dequeue(target(anna, QueueKind::Instant), movie(2));
    assert_eq!(ids(&left.await.unwrap().available), [3]);
}

/// Clients at once, each with operations of its own. Whatever the order was in which they were carried out, it was one order:
/// every change has the next number, and doing them in the order of those numbers gives what is there.
pub async fn operations_at_once_are_as_if_one_after_the_other(store: TestStore) {
    const TITLES: i64 = 6;
    store
        .hold((1..=TITLES).map(a_movie).collect::<Vec<_>>())
        .await;
    let anna = account(&store, "anna").await;
    let mut clients = JoinSet::new();
    for client in 0..4_u64 {
        let store = Store::clone(&store);
        clients.spawn(async move {
            let mut done = Vec::new();
            // A generator of its own for each client; the mixing is that of splitmix64.
            let mut state = client;
            let mut random = move |bound: u64| {
                state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
                let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
                (mixed ^ (mixed >> 31)) % bound
            };
            for _ in 0..40 {
                let title = movie(1 + random(TITLES as u64) as i64);
                let kind = target(anna, QueueKind::Instant);
                let (operation, outcome) = match random(3) {
                    0 => {
                        let left = store.dequeue(kind, title).await;
                        (Operation::Remove(title), left)
                    }
                    other => {
                        let position = (other == 1).then(|| 1 + random(7) as usize);
                        let queued = put(&store, kind, title, position).await;
                        let queue = queued.map(|queued| queued.queue);
                        (Operation::Put(title, position), queue)
                    }
                };
                match outcome {
                    Ok(queue) => done.push((queue.version, operation, queue)),
                    Err(QueueError::Present | QueueError::Absent) => {}
                    Err(error) => panic!("{error}"),
                }
            }
            done
        });
    }
    let mut done = Vec::new();
    while let Some(client) = clients.join_next().await {
        done.extend(client.unwrap());
    }
    // A move to where a title is keeps the version of the change before it, and the content with it.
    done.sort_by_key(|(version, ..)| *version);
    let mut expected: Vec<EntityKey> = Vec::new();
    let mut version = 0;
    let mut rest = done.iter().peekable();
    while let Some((next, ..)) = rest.peek() {
        assert_eq!(*next, version + 1, "a version is missing");
        version = *next;
        let mut of_version = Vec::new();
        while let Some(same) = rest.next_if(|(other, ..)| *other == version) {
            of_version.push(same);
        }
        let content = titles(&of_version[0].2);
        assert!(
            of_version
                .iter()
                .all(|(_, _, queue)| titles(queue) == content)
        );
        let changes = of_version.iter().filter(|(_, operation, _)| {
            let mut changed = expected.clone();
            operation.apply(&mut changed);
            changed != expected && changed == content
        });
        assert!(
            changes.count() >= 1,
            "no operation explains version {version}"
        );
        assert_ne!(content, expected, "version {version} changed nothing");
        expected = content;
    }
    let queue = store.queue(anna, QueueKind::Instant).await.unwrap();
    assert_eq!((titles(&queue), queue.version), (expected.clone(), version));
    let mut unique = expected.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), expected.len(), "a title is there twice");
}

enum Operation {
    Put(EntityKey, Option<usize>),
    Remove(EntityKey),
}

impl Operation {
    /// What it means, told a second time and plainly.
    fn apply(&self, queue: &mut Vec<EntityKey>) {
        match self {
            Operation::Remove(title) => queue.retain(|other| other != title),
            Operation::Put(title, position) => {
                queue.retain(|other| other != title);
                let end = queue.len();
                queue.insert(
                    position.map_or(end, |position| (position - 1).min(end)),
                    *title,
                );
            }
        }
    }
}

fn titles(queue: &Queue) -> Vec<EntityKey> {
    queue.available.iter().map(|entry| entry.title).collect()
}

pub async fn an_opinion_is_a_rating_indifference_or_nothing(store: TestStore) {
    store.hold([a_movie(1)]).await;
    let anna = account(&store, "anna").await;
    let four = Opinion::Rated(Rating::from_halves(16).unwrap());
    let change = |opinion, is_first, etag: Option<&str>| {
        store.change_opinion(OpinionChange {
            account: anna,
            title: movie(1),
            opinion,
            is_first,
            etag: etag.map(str::to_owned),
            now: NOW,
        })
    };
    let votes = async || {
        let title = movie(1);
        let stat = store.with(title, &[]).await.stat(title.kind, title.id);
        (stat.vote_average, stat.vote_count)
    };

    let refused = change(four, false, None).await;
    assert!(matches!(refused, Err(OpinionError::Absent)));
    let held = change(four, true, Some("0")).await.unwrap();
    assert_eq!(votes().await, (8.0, 1));
    let refused = change(Opinion::Indifferent, true, None).await;
    assert!(matches!(refused, Err(OpinionError::Present)));
    let refused = change(Opinion::Indifferent, false, Some("0")).await;
    assert!(matches!(refused, Err(OpinionError::Stale)));
    let etag = held.etag();
    let indifferent = change(Opinion::Indifferent, false, Some(&etag)).await;
    assert_eq!(votes().await.1, 0, "indifference is no vote");
    assert_ne!(indifferent.unwrap().etag(), etag);
    let held = store.opinionated(anna).await.unwrap();
    assert_eq!(held[0].1.opinion, Opinion::Indifferent);
    let refused = change(four, true, None).await;
    assert!(matches!(refused, Err(OpinionError::Present)));
    change(Opinion::None, false, None).await.unwrap();
    assert!(store.opinionated(anna).await.unwrap().is_empty());
    change(four, true, None).await.unwrap();
    assert_eq!(votes().await, (8.0, 1));
}

pub async fn a_token_is_exchanged_once_and_taken_back(store: TestStore) {
    let anna = account(&store, "anna").await;
    let application = |key: &str, name: &str| NewApplication {
        key: key.to_owned(),
        secret: "s".to_owned(),
        name: name.to_owned(),
    };
    let created = store.create_application(application("k", "Boat"), NOW);
    let created = created.await.unwrap();
    for (key, name) in [("k", "Other"), ("l", "Boat")] {
        let refused = store.create_application(application(key, name), NOW).await;
        assert!(matches!(refused, Err(ApplicationError::Taken)));
    }

    let token = store.create_oauth_token(created.id, None, NOW, NOW + 10);
    let token = token.await.unwrap();
    let early = store.exchange_oauth_token(&token.token, NOW).await.unwrap();
    assert!(early.is_none(), "nobody approved it");
    let approve = Decision::Approve(anna);
    let decide = |now| store.decide_oauth_token(&token.token, approve, now);
    assert!(decide(NOW).await.unwrap());
    assert!(!decide(NOW + 10).await.unwrap(), "it expired");
    let exchange = || store.exchange_oauth_token(&token.token, NOW);
    let (one, two) = tokio::join!(exchange(), exchange());
    let access: Vec<_> = [one.unwrap(), two.unwrap()].into_iter().flatten().collect();
    assert_eq!(access.len(), 1);
    let feeds = store.feed_tokens(anna, created.id, &["ratings", "reviews"], NOW);
    let feeds = feeds.await.unwrap();
    let same = store.feed_tokens(anna, created.id, &["ratings", "reviews"], NOW);
    assert_eq!(same.await.unwrap(), feeds);
    assert_eq!(store.applications_of(anna).await.unwrap().len(), 1);

    assert_eq!(store.withdraw(anna, created.id, NOW).await.unwrap(), 3);
    let known = store.access_token(&access[0].token).await.unwrap();
    assert!(known.unwrap().is_revoked);
    assert!(
        store
            .feed_token(&feeds[0])
            .await
            .unwrap()
            .unwrap()
            .is_revoked
    );
    assert!(store.applications_of(anna).await.unwrap().is_empty());
    assert!(store.revoke_application("Boat", NOW).await.unwrap());
    assert!(store.application("k").await.unwrap().is_none());
}

pub async fn an_account_takes_its_queue_with_it(store: TestStore) {
    store.hold([a_movie(1)]).await;
    let (anna, ben) = (account(&store, "anna").await, account(&store, "ben").await);
    let subscriber = store.subscriber(anna).await.unwrap().unwrap();
    assert_eq!(store.subscriber(anna).await.unwrap().unwrap(), subscriber);
    instant(&store, anna, movie(1), None).await.unwrap();
    instant(&store, ben, movie(1), None).await.unwrap();
    let application = NewApplication::named("Boat").unwrap();
    let application = store.create_application(application, NOW).await.unwrap();
    let token = store.create_oauth_token(application.id, None, NOW, NOW + 10);
    let token = token.await.unwrap();
    let approve = Decision::Approve(anna);
    store
        .decide_oauth_token(&token.token, approve, NOW)
        .await
        .unwrap();
    let access = store.exchange_oauth_token(&token.token, NOW).await.unwrap();
    let secret = access.unwrap().secret;

    let told = store.account_data(anna).await.unwrap();
    assert_eq!(told["queue_entry"].as_array().map(Vec::len), Some(1));
    assert!(!told.to_string().contains(&secret), "a secret is told");
    assert!(store.delete_account(anna).await.unwrap());
    assert!(available(&store, anna).await.is_empty());
    assert_eq!(available(&store, ben).await, [1]);
    let gone = store.subscriber_named(&subscriber.user_id).await.unwrap();
    assert!(gone.is_none());
}
