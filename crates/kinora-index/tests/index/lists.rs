//! Laws of lists, for any catalogue and any filter.

use std::sync::LazyLock;

use kinora_index::{Bounds, Builder, MovieFilter, MovieKey, MovieOrder, Slice, Snapshot, Terms};
use kinora_model::titles::Keywords;
use kinora_model::{Date, MovieFacts};
use kinora_store::Card;
use proptest::prelude::*;

use super::catalogue::{ALL, movie};

/// What is chosen of a movie.
#[derive(Clone, Debug)]
struct Film {
    is_adult: bool,
    genres: Vec<i32>,
    keywords: Vec<i64>,
    date: Option<Date>,
    popularity: u8,
    title: String,
}

fn films() -> impl Strategy<Value = Vec<Film>> {
    let film = (
        prop::bool::weighted(0.2),
        prop::collection::vec(0..4, 0..3),
        prop::collection::vec(0..6_i64, 0..4),
        prop::option::of(1_u8..=28),
        0..4_u8,
        "[abÄ ]{0,3}",
    );
    let film = film.prop_map(
        |(is_adult, genres, keywords, day, popularity, title)| Film {
            is_adult,
            genres,
            keywords,
            date: day.and_then(|day| Date::new(1922, 3, day)),
            popularity,
            title,
        },
    );
    prop::collection::vec(film, 0..60)
}

fn filters() -> impl Strategy<Value = MovieFilter> {
    fn terms<T: std::fmt::Debug>(
        value: impl Strategy<Value = T>,
    ) -> impl Strategy<Value = Terms<T>> {
        let groups = prop::collection::vec(prop::collection::vec(value, 1..3), 0..3);
        groups.prop_map(|all| Terms { all })
    }
    let day = || prop::option::of((1_u8..=28).prop_map(|day| Date::new(1922, 3, day).unwrap()));
    let conditions = (
        any::<bool>(),
        terms(0..4),
        prop::collection::vec(0..4, 0..2),
        terms(0..6_i64),
        prop::collection::vec(0..6_i64, 0..2),
        (day(), day()),
    );
    conditions.prop_map(
        |(include_adult, genres, without_genres, keywords, without_keywords, (least, most))| {
            MovieFilter {
                include_adult,
                genres,
                without_genres,
                keywords,
                without_keywords,
                primary_release_date: Bounds { least, most },
                ..MovieFilter::default()
            }
        },
    )
}

fn orders() -> impl Strategy<Value = MovieOrder> {
    let keys = [
        MovieKey::Popularity,
        MovieKey::PrimaryReleaseDate,
        MovieKey::Title,
        MovieKey::VoteCount,
    ];
    let order = (prop::sample::select(keys.to_vec()), any::<bool>());
    order.prop_map(|(key, descending)| MovieOrder { key, descending })
}

fn snapshot(films: &[Film]) -> Snapshot {
    let mut builder = Builder::default();
    for (film, id) in films.iter().zip(1..) {
        let facts = MovieFacts {
            adult: Some(film.is_adult),
            genres: Some(film.genres.clone()),
            release_date: film.date,
            original_title: Some(film.title.clone()),
            ..MovieFacts::default()
        };
        let entry = movie(id, &facts)
            .with(&Keywords(film.keywords.clone()))
            .popular(f64::from(film.popularity));
        builder.add(&Card {
            record: entry.record,
            stat: entry.stat,
        });
    }
    builder.finish(1)
}

/// The conditions, said once more in plain words.
fn passes(film: &Film, filter: &MovieFilter) -> bool {
    fn meets<T: PartialEq>(terms: &Terms<T>, own: &[T]) -> bool {
        let mut groups = terms.all.iter();
        groups.all(|group| group.iter().any(|value| own.contains(value)))
    }
    let dates = filter.primary_release_date;
    let is_dated = match (film.date, dates.least, dates.most) {
        (_, None, None) => true,
        (None, _, _) => false,
        (Some(date), least, most) => {
            least.is_none_or(|least| least <= date) && most.is_none_or(|most| date <= most)
        }
    };
    (filter.include_adult || !film.is_adult)
        && is_dated
        && meets(&filter.genres, &film.genres)
        && meets(&filter.keywords, &film.keywords)
        && !film
            .genres
            .iter()
            .any(|genre| filter.without_genres.contains(genre))
        && !film
            .keywords
            .iter()
            .any(|keyword| filter.without_keywords.contains(keyword))
}

const BY_POPULARITY: MovieOrder = MovieOrder {
    key: MovieKey::Popularity,
    descending: true,
};

/// Many films, of which few have the keywords 4 and 5: lists of those are made in another way.
static MANY: LazyLock<(Vec<Film>, Snapshot)> = LazyLock::new(|| {
    let film = |number: u32| {
        let rare = [(4, 600), (5, 700)].into_iter();
        let rare = rare.filter(|(_, every)| number % every == 1);
        let mut keywords: Vec<i64> = rare.map(|(keyword, _)| keyword).collect();
        keywords.push(i64::from(number % 3));
        Film {
            is_adult: number % 5 == 1,
            genres: vec![(number % 4) as i32],
            keywords,
            date: Date::new(1922, 3, (number % 29) as u8),
            popularity: (number % 7) as u8,
            title: format!("{}", number % 11),
        }
    };
    let films: Vec<Film> = (0..2_100).map(film).collect();
    let snapshot = snapshot(&films);
    (films, snapshot)
});

proptest! {
    #[test]
    fn a_list_of_few_among_many_holds_what_passes_the_filter(filter in filters()) {
        let (films, snapshot) = &*MANY;
        let expected = films.iter().zip(1_i64..).filter(|(film, _)| passes(film, &filter));
        let expected: Vec<i64> = expected.map(|(_, id)| id).collect();
        let mut found = snapshot.movies(&filter, &BY_POPULARITY, ALL).items;
        found.sort_unstable();

        prop_assert_eq!(found, expected);
    }

    #[test]
    fn a_list_holds_what_passes_the_filter(films in films(), filter in filters(), order in orders()) {
        let expected = films.iter().zip(1_i64..).filter(|(film, _)| passes(film, &filter));
        let expected: Vec<i64> = expected.map(|(_, id)| id).collect();

        let found = snapshot(&films).movies(&filter, &order, ALL);

        let mut ids = found.items;
        ids.sort_unstable();
        prop_assert_eq!(found.total, expected.len());
        prop_assert_eq!(ids, expected);
    }

    #[test]
    fn pages_put_together_are_the_whole(
        films in films(),
        filter in filters(),
        order in orders(),
        size in 1_usize..7,
    ) {
        let snapshot = snapshot(&films);
        let whole = snapshot.movies(&filter, &order, ALL);
        let mut together = Vec::new();
        for page in 1.. {
            let found = snapshot.movies(&filter, &order, Slice::page(page, size));
            prop_assert_eq!(found.total, whole.total);
            if found.items.is_empty() {
                break;
            }
            together.extend(found.items);
        }

        prop_assert_eq!(together, whole.items);
    }

    #[test]
    fn lists_are_in_order_with_ties_by_id(films in films(), descending: bool) {
        let snapshot = snapshot(&films);
        let all = MovieFilter { include_adult: true, ..MovieFilter::default() };
        let film = |id: i64| &films[usize::try_from(id - 1).unwrap()];
        let listed = |key| snapshot.movies(&all, &MovieOrder { key, descending }, ALL).items;

        for pair in listed(MovieKey::Popularity).windows(2) {
            let (one, two) = (film(pair[0]).popularity, film(pair[1]).popularity);
            let in_order = if one == two { pair[0] < pair[1] } else { (one > two) == descending };
            prop_assert!(in_order);
        }
        for pair in listed(MovieKey::PrimaryReleaseDate).windows(2) {
            let in_order = match (film(pair[0]).date, film(pair[1]).date) {
                (Some(one), Some(two)) if one != two => (one > two) == descending,
                (Some(_), None) => true,
                (None, Some(_)) => false,
                _ => pair[0] < pair[1],
            };
            prop_assert!(in_order);
        }
    }
}
