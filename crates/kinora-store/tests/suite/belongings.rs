//! What accounts and guests say about titles and keep of them.

use kinora_model::account::Role;
use kinora_model::list::{Added, Bookmark, ListText, NewList};
use kinora_model::rating::{Owner, Rating};
use kinora_model::review::ReviewText;
use kinora_model::{EntityKey, Kind, State};
use kinora_store::{Batch, ListChange, ListError, Locator, NewAccount, Put, Related, Stat, Store};

use super::{
    TestStore, a_movie, a_season, a_series, an_episode, episode, episode_facts, movie, put, series,
    set_state,
};

/// A new account.
pub async fn account(store: &Store, name: &str) -> i64 {
    let account = NewAccount {
        name: name.parse().unwrap(),
        password_hash: String::new(),
        role: Role::Reader,
        email: None,
        verified: true,
    };
    store.create_account(account).await.unwrap().id
}

fn rating(value: f64) -> Rating {
    Rating::try_from(value).unwrap()
}

async fn rate(store: &Store, owner: Owner, title: EntityKey, value: f64) -> Option<Put> {
    let title = Locator::Key(title);
    store.rate(owner, title, rating(value)).await.unwrap()
}

/// The votes of a title as readers see them.
async fn votes(store: &TestStore, title: EntityKey) -> (f64, i64) {
    let stat = store.with(title, &[]).await.stat(title.kind, title.id);
    (stat.vote_average, stat.vote_count)
}

fn a_list(name: &str, is_public: bool) -> NewList {
    NewList {
        name: ListText::name(name).unwrap(),
        description: ListText::default(),
        language: "en".to_owned(),
        country: "SE".to_owned(),
        is_public,
    }
}

pub async fn votes_come_on_top_of_those_that_were_loaded(store: TestStore) {
    let stat = Stat {
        popularity: 3.0,
        vote_average: 8.0,
        vote_count: 3,
    };
    let batch = Batch {
        records: vec![a_movie(1), a_movie(2)],
        stats: vec![(movie(1), stat)],
        ..Batch::default()
    };
    store.bulk(batch).await.unwrap();
    let [anna, ben] = [account(&store, "anna").await, account(&store, "ben").await];
    let [anna, ben] = [Owner::Account(anna), Owner::Account(ben)];

    assert_eq!(rate(&store, anna, movie(1), 4.0).await, Some(Put::Added));
    assert_eq!(votes(&store, movie(1)).await, (7.0, 4));
    assert_eq!(
        rate(&store, anna, movie(1), 10.0).await,
        Some(Put::Replaced)
    );
    assert_eq!(rate(&store, ben, movie(1), 0.5).await, Some(Put::Added));
    assert_eq!(votes(&store, movie(1)).await, (6.9, 5));
    assert_eq!(rate(&store, ben, movie(2), 7.5).await, Some(Put::Added));
    assert_eq!(votes(&store, movie(2)).await, (7.5, 1));
    assert_eq!(rate(&store, ben, movie(3), 7.5).await, None);

    // What is loaded later replaces what was loaded, and no votes.
    let batch = Batch {
        stats: vec![(
            movie(1),
            Stat {
                vote_count: 0,
                vote_average: 0.0,
                ..stat
            },
        )],
        ..Batch::default()
    };
    store.bulk(batch).await.unwrap();
    assert_eq!(votes(&store, movie(1)).await, (5.25, 2));
    for owner in [anna, ben] {
        assert!(store.unrate(owner, Locator::Key(movie(1))).await.unwrap());
        assert!(!store.unrate(owner, Locator::Key(movie(1))).await.unwrap());
    }
    assert_eq!(votes(&store, movie(1)).await, (0.0, 0));
}

pub async fn changes_by_users_are_told_in_a_sequence_of_their_own(store: TestStore) {
    let seq = store.hold([a_movie(1), a_movie(2)]).await;
    let anna = account(&store, "anna").await;
    let owner = Owner::Account(anna);

    assert_eq!(store.last_tally().await.unwrap(), 0);
    rate(&store, owner, movie(1), 5.0).await;
    rate(&store, owner, movie(2), 5.0).await;
    rate(&store, owner, movie(1), 6.0).await;
    // The same rating again changes nothing.
    rate(&store, owner, movie(1), 6.0).await;

    assert_eq!(store.last_tally().await.unwrap(), 3);
    let told = store.tallies(0, 10).await.unwrap();
    let told: Vec<(i64, EntityKey)> = told.iter().map(|tally| (tally.seq, tally.key)).collect();
    assert_eq!(told, [(2, movie(2)), (3, movie(1))]);
    assert_eq!(store.tallies(2, 10).await.unwrap().len(), 1);
    assert_eq!(store.tallies(0, 1).await.unwrap().len(), 1);
    assert_eq!(store.last_seq().await.unwrap(), seq, "votes are no edits");
    let text = ReviewText::new("Good.").unwrap();
    store
        .write_review(anna, movie(2), text, "en".into())
        .await
        .unwrap();
    assert_eq!(store.tallies(3, 10).await.unwrap()[0].key, movie(2));
}

pub async fn episodes_are_rated_by_their_place_and_guests_rate_too(store: TestStore) {
    store
        .hold([
            a_series(1),
            a_season(10, (1, 1)),
            an_episode(100, (1, 1, 2)),
        ])
        .await;
    let now = 1_000;
    store
        .create_guest_session("secret", now, 5_000)
        .await
        .unwrap();
    let guest = store.guest_session("secret", now).await.unwrap().unwrap();
    let owner = Owner::Guest(guest.id);

    let place = Locator::Episode(1, 1, 2);
    let put = store.rate(owner, place.clone(), rating(9.0)).await.unwrap();

    assert_eq!(put, Some(Put::Added));
    let rated = store.rated(owner, Kind::Episode, Added::First, 0, 20).await;
    let key = EntityKey::new(Kind::Episode, 100);
    assert_eq!(rated.unwrap().items, [(key, rating(9.0))]);
    // A guest session that was used does not expire.
    let guest = store.guest_session("secret", 9_000).await.unwrap().unwrap();
    assert!(guest.used);
    let account = account(&store, "anna").await;
    assert_eq!(guest.id, account, "the case is about equal numbers");
    let theirs = store
        .rated(Owner::Account(account), Kind::Episode, Added::First, 0, 20)
        .await;
    assert_eq!(theirs.unwrap().total, 0);
}

pub async fn a_rating_follows_an_episode_whose_place_another_takes(store: TestStore) {
    let owner = Owner::Account(account(&store, "anna").await);
    store
        .hold([an_episode(100, (1, 1, 1)), an_episode(101, (1, 1, 2))])
        .await;
    rate(&store, owner, episode(100), 8.0).await;
    rate(&store, owner, episode(101), 6.0).await;

    store.hold([an_episode(200, (1, 1, 1))]).await;
    let change = put(episode(201), 0, &episode_facts((1, 1, 2)));
    store.make([change]).await.unwrap();

    let rated = store.rated(owner, Kind::Episode, Added::First, 0, 20).await;
    let expected = [(episode(200), rating(8.0)), (episode(201), rating(6.0))];
    assert_eq!(rated.unwrap().items, expected);
    assert_eq!(votes(&store, episode(200)).await, (8.0, 1));
    assert_eq!(votes(&store, episode(201)).await, (6.0, 1));
}

pub async fn what_was_made_of_a_title_is_told_day_by_day(store: TestStore) {
    store.hold([a_movie(1), a_movie(2)]).await;
    assert_eq!(store.activity(movie(1)).await.unwrap(), [0.0; 7]);

    for (number, amounts) in [
        (0, vec![(movie(1), 9.0)]),
        (4, vec![(movie(1), 2.0), (movie(2), 8.0)]),
        (7, vec![(movie(2), 1.0), (movie(1), 3.5)]),
    ] {
        store.finish_scores(20_000 + number, amounts).await.unwrap();
    }

    let told = store.activity(movie(1)).await.unwrap();
    assert_eq!(told, [0.0, 0.0, 0.0, 2.0, 0.0, 0.0, 3.5]);
}

pub async fn what_was_rated_and_marked_comes_in_the_order_of_adding(store: TestStore) {
    let seq = store
        .hold([a_movie(1), a_movie(2), a_movie(3), a_series(1)])
        .await;
    let anna = account(&store, "anna").await;
    let owner = Owner::Account(anna);
    for id in [2, 1, 3] {
        rate(&store, owner, movie(id), 5.0).await;
        let put = store
            .add_bookmark(anna, Bookmark::Favourite, movie(id))
            .await;
        assert_eq!(put.unwrap(), Some(Put::Added));
    }
    rate(&store, owner, movie(2), 6.0).await;
    let again = store
        .add_bookmark(anna, Bookmark::Favourite, movie(2))
        .await;
    assert_eq!(again.unwrap(), Some(Put::Replaced));
    store
        .add_bookmark(anna, Bookmark::Watchlist, series(1))
        .await
        .unwrap();

    let marked = async |order, first, length| {
        let mark = Bookmark::Favourite;
        store
            .bookmarks(anna, mark, Kind::Movie, order, first, length)
            .await
            .unwrap()
    };
    assert_eq!(
        marked(Added::First, 0, 20).await.items,
        [2, 1, 3].map(movie)
    );
    let part = marked(Added::Last, 1, 1).await;
    assert_eq!((part.total, part.items), (3, vec![movie(1)]));
    let rated = store
        .rated(owner, Kind::Movie, Added::Last, 0, 20)
        .await
        .unwrap();
    assert_eq!(rated.items.last(), Some(&(movie(2), rating(6.0))));

    let states = store
        .title_states(owner, vec![movie(2), series(1)])
        .await
        .unwrap();
    assert_eq!(states[0].rating, Some(rating(6.0)));
    assert!(states[0].favourite && !states[0].watchlist);
    assert!(!states[1].favourite && states[1].watchlist);

    store
        .make([set_state(movie(1), seq, State::Deleted)])
        .await
        .unwrap();
    let left = marked(Added::First, 0, 20).await;
    assert_eq!((left.total, left.items), (2, vec![movie(2), movie(3)]));
    assert!(
        store
            .remove_bookmark(anna, Bookmark::Favourite, movie(2))
            .await
            .unwrap()
    );
    assert!(
        store
            .remove_bookmark(anna, Bookmark::Favourite, movie(2))
            .await
            .unwrap()
    );
    assert!(
        !store
            .remove_bookmark(anna, Bookmark::Favourite, movie(9))
            .await
            .unwrap()
    );
    assert_eq!(marked(Added::First, 0, 20).await.items, [movie(3)]);
}

pub async fn a_list_is_changed_by_its_owner_only(store: TestStore) {
    store.hold([a_movie(1), a_series(1)]).await;
    let [anna, ben] = [account(&store, "anna").await, account(&store, "ben").await];
    let open = store
        .create_list(anna, a_list("Sea films", true))
        .await
        .unwrap();
    let hidden = store
        .create_list(anna, a_list("Secret sea", false))
        .await
        .unwrap();

    let change = async |who, list, change| store.change_list(who, list, change).await;
    for list in [open, hidden] {
        change(anna, list, ListChange::Add(movie(1))).await.unwrap();
        change(anna, list, ListChange::Add(series(1)))
            .await
            .unwrap();
    }
    let add = ListChange::Add(movie(1));
    assert!(matches!(
        change(anna, open, add).await,
        Err(ListError::Duplicate)
    ));
    assert!(matches!(
        change(ben, open, add).await,
        Err(ListError::NotOwner)
    ));
    assert!(matches!(
        change(anna, 99, add).await,
        Err(ListError::NoList)
    ));
    let add = ListChange::Add(movie(9));
    assert!(matches!(
        change(anna, open, add).await,
        Err(ListError::NoTitle)
    ));

    let items = store.list_items(open, 0, 20).await.unwrap();
    assert_eq!(items.items, [movie(1), series(1)]);
    let list = store.list(open).await.unwrap().unwrap();
    assert_eq!((list.created_by.as_str(), list.item_count), ("anna", 2));
    let with_movie = store.with(movie(1), &[Related::Lists]).await.lists;
    assert_eq!(with_movie, [list], "private lists are not shown");
    let named = store.lists_named("SEA", 0, 20).await.unwrap();
    assert_eq!((named.total, named.items[0].id), (1, open));
    assert_eq!(store.lists_named("%", 0, 20).await.unwrap().total, 0);
    assert_eq!(store.lists_of(anna, 0, 20).await.unwrap().total, 2);
    assert!(store.is_listed(open, movie(1)).await.unwrap());

    change(anna, open, ListChange::Remove(movie(1)))
        .await
        .unwrap();
    let remove = ListChange::Remove(movie(1));
    assert!(matches!(
        change(anna, open, remove).await,
        Err(ListError::NoTitle)
    ));
    change(anna, open, ListChange::Clear).await.unwrap();
    assert_eq!(store.list_items(open, 0, 20).await.unwrap().total, 0);
    change(anna, open, ListChange::Delete).await.unwrap();
    assert!(store.list(open).await.unwrap().is_none());
    let next = store.create_list(ben, a_list("Other", true)).await.unwrap();
    assert!(next > hidden, "numbers are not used again");
}

pub async fn titles_of_a_list_go_where_they_are_put(store: TestStore) {
    store.hold((1..=6).map(a_movie).collect::<Vec<_>>()).await;
    let anna = account(&store, "anna").await;
    let [list, other] = [
        store.create_list(anna, a_list("One", true)).await.unwrap(),
        store
            .create_list(anna, a_list("Other", true))
            .await
            .unwrap(),
    ];
    for id in 1..=5 {
        for list in [list, other] {
            let add = ListChange::Add(movie(id));
            store.change_list(anna, list, add).await.unwrap();
        }
    }
    let mut expected: Vec<i64> = (1..=5).collect();

    for (moved, before) in [
        (5, Some(1)),
        (1, None),
        (3, Some(3)),
        (2, Some(4)),
        (4, Some(5)),
        (5, Some(1)),
    ] {
        let change = ListChange::Move(movie(moved), before.map(movie));
        store.change_list(anna, list, change).await.unwrap();

        if before != Some(moved) {
            expected.retain(|id| *id != moved);
            let place = before.and_then(|before| expected.iter().position(|id| *id == before));
            expected.insert(place.unwrap_or(expected.len()), moved);
        }
        let items = store.list_items(list, 0, 20).await.unwrap().items;
        assert_eq!(
            items,
            expected.iter().copied().map(movie).collect::<Vec<_>>()
        );
    }
    let untouched = store.list_items(other, 0, 20).await.unwrap().items;
    assert_eq!(untouched, (1..=5).map(movie).collect::<Vec<_>>());
    for (moved, before) in [(6, None), (1, Some(6))] {
        let change = ListChange::Move(movie(moved), before.map(movie));
        let refused = store.change_list(anna, list, change).await;
        assert!(matches!(refused, Err(ListError::NoTitle)));
    }
    store
        .change_list(anna, list, ListChange::Add(movie(6)))
        .await
        .unwrap();
    let items = store.list_items(list, 0, 20).await.unwrap().items;
    assert_eq!(items.last(), Some(&movie(6)), "what is added comes last");
}

pub async fn a_second_factor_is_on_after_it_was_shown_and_each_code_is_good_once(store: TestStore) {
    let [anna, ben] = [account(&store, "anna").await, account(&store, "ben").await];
    let codes = ["first".to_owned(), "second".to_owned()];
    let is_on = async |store: &Store| {
        let second = store.two_factor(anna).await.unwrap();
        second.map(|second| (second.is_on, second.recovery_codes))
    };

    assert_eq!(is_on(&store).await, None);
    assert!(!store.turn_two_factor_on(anna, 7, &codes).await.unwrap());
    assert!(store.begin_two_factor(anna, vec![1; 20]).await.unwrap());
    assert!(store.begin_two_factor(anna, vec![2; 20]).await.unwrap());
    assert_eq!(is_on(&store).await, Some((false, 0)));
    assert!(store.turn_two_factor_on(anna, 7, &codes).await.unwrap());
    assert!(!store.begin_two_factor(anna, vec![3; 20]).await.unwrap());

    assert_eq!(is_on(&store).await, Some((true, 2)));
    assert!(!store.use_step(anna, 7).await.unwrap());
    assert!(store.use_step(anna, 8).await.unwrap());
    assert!(!store.use_step(anna, 8).await.unwrap());
    assert!(!store.use_recovery_code(ben, "first").await.unwrap());
    assert!(store.use_recovery_code(anna, "first").await.unwrap());
    assert!(!store.use_recovery_code(anna, "first").await.unwrap());
    let data = store.account_data(anna).await.unwrap();
    assert_eq!(data["two_factor"][0]["is_on"], 1);
    assert!(data["two_factor"][0].get("shared_secret").is_none());
    store.turn_two_factor_off(anna).await.unwrap();
    assert_eq!(is_on(&store).await, None);
    assert!(!store.use_recovery_code(anna, "second").await.unwrap());
    store.begin_two_factor(anna, vec![4; 20]).await.unwrap();
    assert!(store.delete_account(anna).await.unwrap());
}

pub async fn a_review_shows_its_author_as_they_are(store: TestStore) {
    store.hold([a_movie(1)]).await;
    let anna = account(&store, "anna").await;
    let write = async |text| {
        let text = ReviewText::new(text).unwrap();
        store
            .write_review(anna, movie(1), text, "sv".into())
            .await
            .unwrap()
            .unwrap()
    };

    let (first, written) = write("Good.").await;
    rate(&store, Owner::Account(anna), movie(1), 8.5).await;
    let (second, rewritten) = write("Very good.").await;

    assert_eq!((first, second), (Put::Added, Put::Replaced));
    assert_eq!((written.rating, rewritten.rating), (None, Some(8.5)));
    assert_eq!(written.id, rewritten.id);
    assert_eq!(written.id.len(), 24);
    assert_eq!(rewritten.created_at, written.created_at);
    let reviews = store.with(movie(1), &[Related::Reviews]).await.reviews;
    assert_eq!(reviews, [rewritten]);
    assert_eq!(reviews[0].username, "anna");
    assert!(reviews[0].created_at.ends_with('Z') && reviews[0].created_at.len() == 24);
    let text = ReviewText::new("Lost.").unwrap();
    let lost = store.write_review(anna, movie(9), text, "sv".into()).await;
    assert!(lost.unwrap().is_none());
    assert!(store.remove_review(anna, movie(1)).await.unwrap());
    assert!(!store.remove_review(anna, movie(1)).await.unwrap());
}

pub async fn an_account_takes_everything_with_it(store: TestStore) {
    store.hold([a_movie(1), a_series(1)]).await;
    let [anna, ben] = [account(&store, "anna").await, account(&store, "ben").await];
    for account in [anna, ben] {
        rate(&store, Owner::Account(account), movie(1), 8.0).await;
        store
            .add_bookmark(account, Bookmark::Watchlist, movie(1))
            .await
            .unwrap();
        let list = store
            .create_list(account, a_list("Mine", true))
            .await
            .unwrap();
        store
            .change_list(account, list, ListChange::Add(series(1)))
            .await
            .unwrap();
        let text = ReviewText::new("Good.").unwrap();
        store
            .write_review(account, series(1), text, "en".into())
            .await
            .unwrap();
    }

    let owned = store.belongings(anna).await.unwrap();
    store.remove_belongings(anna).await.unwrap();
    let nothing = store.belongings(anna).await.unwrap();

    assert_eq!(owned["ratings"][0]["value"], 8.0);
    assert_eq!(owned["watchlist"][0]["id"], 1);
    assert_eq!(owned["lists"][0]["items"][0]["kind"], "series");
    assert_eq!(owned["reviews"][0]["content"], "Good.");
    for part in ["ratings", "favourites", "watchlist", "lists", "reviews"] {
        assert_eq!(nothing[part].as_array().map(Vec::len), Some(0), "{part}");
    }
    assert_eq!(votes(&store, movie(1)).await, (8.0, 1));
    let related = store
        .with(series(1), &[Related::Reviews, Related::Lists])
        .await;
    assert_eq!((related.reviews.len(), related.lists.len()), (1, 1));
    assert_eq!(store.belongings(ben).await.unwrap()["ratings"][0]["id"], 1);
}

pub async fn of_writes_at_once_each_counts_once(store: TestStore) {
    store.hold([a_movie(1)]).await;
    let mut tasks = tokio::task::JoinSet::new();
    for user in 0..4 {
        let owner = Owner::Account(account(&store, &format!("user{user}")).await);
        for half in 1..=8 {
            let store = Store::clone(&store);
            tasks.spawn(async move {
                let rating = Rating::from_halves(half).unwrap();
                store
                    .rate(owner, Locator::Key(movie(1)), rating)
                    .await
                    .unwrap()
            });
        }
    }
    let puts = tasks.join_all().await;

    let added = puts.iter().filter(|put| **put == Some(Put::Added)).count();
    assert_eq!(added, 4);
    let mut sum = 0.0;
    for user in 1..=4 {
        let states = store
            .title_states(Owner::Account(user), vec![movie(1)])
            .await;
        sum += states.unwrap()[0].rating.unwrap().value();
    }
    let (average, count) = votes(&store, movie(1)).await;
    assert_eq!(count, 4);
    assert!((average - sum / 4.0).abs() < 0.001, "{average} {sum}");
}
