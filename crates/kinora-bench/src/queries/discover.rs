//! Lists of movies: twelve shapes of questions, twenty of each.

use std::fmt::Write;

use kinora_model::Date;

use crate::Catalogue;
use crate::chance::Chance;
use crate::genre;
use crate::words::tongues;

/// How many questions there are of each shape.
const OF_EACH: u64 = 20;

/// The last page that can be asked for.
const LAST_PAGE: usize = 500;

/// The names of the shapes, in their order.
pub const SHAPES: [&str; 12] = [
    "no filter, by popularity, page 1",
    "no filter, by popularity, page 500",
    "2 genres AND",
    "3 genres OR + 10 years",
    "same, page 500",
    "2 genres OR, votes >= 200, by rating",
    "one year",
    "with_cast",
    "2 keywords OR, without 2 genres",
    "language, votes >= 50, 20 years, without 2 genres, by rating",
    "genre, rating >= 7, votes >= 100, by date",
    "2 genres OR, votes >= 10, by rating, page 500",
];

/// An order, the greatest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// By popularity.
    #[default]
    Popularity,
    /// By the mean of the ratings.
    Rating,
    /// By the primary release date.
    Date,
}

/// A list of movies. Adult movies and videos are in none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Discover {
    /// The place of its shape in [`SHAPES`].
    pub shape: usize,
    /// Each of these genres.
    pub every_genre: Vec<i32>,
    /// One of these genres; empty for any.
    pub any_genre: Vec<i32>,
    /// None of these genres.
    pub without_genres: Vec<i32>,
    /// One of these keywords; empty for any.
    pub any_keyword: Vec<i64>,
    /// Somebody in the cast.
    pub cast: Option<i64>,
    /// The original language, ISO 639-1.
    pub language: Option<&'static str>,
    /// The first and the last day for the primary release date.
    pub days: Option<(Date, Date)>,
    /// The least number of votes.
    pub least_votes: Option<i64>,
    /// The least mean of the ratings.
    pub least_rating: Option<f64>,
    /// The order.
    pub sort: Sort,
    /// The page, from 1, of twenty.
    pub page: usize,
}

/// Twenty questions of each shape, shape by shape.
pub fn discover(catalogue: &Catalogue) -> Vec<Discover> {
    let shapes = 0..SHAPES.len();
    let places = shapes.flat_map(|shape| (0..OF_EACH).map(move |number| (shape, number)));
    places
        .map(|(shape, number)| Discover::draw(catalogue, shape, number))
        .collect()
}

impl Discover {
    fn draw(catalogue: &Catalogue, shape: usize, number: u64) -> Discover {
        // The fourth and the fifth ask for pages of the same lists.
        let subject = if shape == 4 { 3 } else { shape };
        let mut chance = catalogue.chance("discover", (subject as u64 * OF_EACH + number) as i64);
        let chance = &mut chance;
        let plain = Discover {
            shape,
            page: 1,
            ..Discover::default()
        };
        match shape {
            0 => plain,
            1 => Discover {
                page: LAST_PAGE,
                ..plain
            },
            2 => Discover {
                every_genre: genres(2, chance),
                ..plain
            },
            3 | 4 => Discover {
                any_genre: genres(3, chance),
                days: Some(years(10, chance)),
                page: if shape == 4 { LAST_PAGE } else { 1 },
                ..plain
            },
            5 => Discover {
                any_genre: genres(2, chance),
                least_votes: Some(200),
                sort: Sort::Rating,
                ..plain
            },
            6 => Discover {
                days: Some(years(1, chance)),
                ..plain
            },
            7 => Discover {
                cast: Some(somebody(catalogue, chance)),
                ..plain
            },
            8 => Discover {
                any_keyword: keywords(catalogue, chance),
                without_genres: genres(2, chance),
                ..plain
            },
            9 => Discover {
                language: Some(chance.weigh(tongues(), |tongue| tongue.weight).code),
                least_votes: Some(50),
                days: Some(years(20, chance)),
                without_genres: genres(2, chance),
                sort: Sort::Rating,
                ..plain
            },
            10 => Discover {
                every_genre: genres(1, chance),
                least_rating: Some(7.0),
                least_votes: Some(100),
                sort: Sort::Date,
                ..plain
            },
            _ => Discover {
                any_genre: genres(2, chance),
                least_votes: Some(10),
                sort: Sort::Rating,
                page: LAST_PAGE,
                ..plain
            },
        }
    }

    /// The request: path and query, without a key.
    pub fn target(&self) -> String {
        let mut target = format!("/3/discover/movie?page={}", self.page);
        let mut add = |name: &str, value: &str| {
            // Writing to a string cannot fail.
            let _ = write!(target, "&{name}={value}");
        };
        match self.sort {
            Sort::Popularity => {}
            Sort::Rating => add("sort_by", "vote_average.desc"),
            Sort::Date => add("sort_by", "primary_release_date.desc"),
        }
        for (name, ids, separator) in [
            ("with_genres", &self.every_genre, ","),
            ("with_genres", &self.any_genre, "%7C"),
            ("without_genres", &self.without_genres, ","),
        ] {
            if !ids.is_empty() {
                add(name, &joined(ids, separator));
            }
        }
        if !self.any_keyword.is_empty() {
            add("with_keywords", &joined(&self.any_keyword, "%7C"));
        }
        let numbers = [
            ("with_cast", self.cast),
            ("vote_count.gte", self.least_votes),
        ];
        for (name, number) in numbers {
            if let Some(number) = number {
                add(name, &number.to_string());
            }
        }
        if let Some(language) = self.language {
            add("with_original_language", language);
        }
        if let Some((first, last)) = self.days {
            add("primary_release_date.gte", &first.to_string());
            add("primary_release_date.lte", &last.to_string());
        }
        if let Some(rating) = self.least_rating {
            add("vote_average.gte", &rating.to_string());
        }
        target
    }
}

fn joined<T: ToString>(values: &[T], separator: &str) -> String {
    let values: Vec<String> = values.iter().map(T::to_string).collect();
    values.join(separator)
}

fn genres(count: usize, chance: &mut Chance) -> Vec<i32> {
    let mut ids: Vec<i32> = Vec::with_capacity(count);
    while ids.len() < count {
        let genre = chance.pick(&genre::OF_MOVIES).0;
        if !ids.contains(&genre) {
            ids.push(genre);
        }
    }
    ids
}

/// So many whole years, of which the last is not after 2025.
fn years(count: u16, chance: &mut Chance) -> (Date, Date) {
    let first = chance.between(1950, 2026 - i64::from(count)) as u16;
    let day = |year, month, day| Date::new(year, month, day).unwrap_or(Date::EPOCH);
    (day(first, 1, 1), day(first + count - 1, 12, 31))
}

/// Somebody in a movie.
fn somebody(catalogue: &Catalogue, chance: &mut Chance) -> i64 {
    const TRIES: usize = 100;
    let mut movies =
        (0..TRIES).map(|_| catalogue.movie(chance.between(1, catalogue.movies().max(1))));
    let cast = movies.find_map(|movie| movie.credits.cast.first().map(|role| role.person));
    cast.unwrap_or(1)
}

/// Two keywords, as movies have them.
fn keywords(catalogue: &Catalogue, chance: &mut Chance) -> Vec<i64> {
    let mut ids = Vec::with_capacity(2);
    while ids.len() < 2 {
        let id = catalogue.some_keyword(chance);
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_twenty_of_twelve_shapes() {
        let catalogue = Catalogue::new(1, 500, 0, 200);

        let all = discover(&catalogue);

        assert_eq!(all.len(), 240);
        assert_eq!(all, discover(&catalogue));
        for (three, four) in all[60..80].iter().zip(&all[80..100]) {
            assert_eq!((&three.any_genre, three.days), (&four.any_genre, four.days));
            assert_eq!((three.page, four.page), (1, 500));
        }
    }

    #[test]
    fn targets_are_those_of_the_api() {
        let question = Discover {
            any_genre: vec![18, 35],
            least_votes: Some(200),
            days: "1990-01-01".parse().ok().zip("1999-12-31".parse().ok()),
            sort: Sort::Rating,
            page: 1,
            ..Discover::default()
        };

        assert_eq!(
            question.target(),
            "/3/discover/movie?page=1&sort_by=vote_average.desc&with_genres=18%7C35&vote_count.gte=200\
             &primary_release_date.gte=1990-01-01&primary_release_date.lte=1999-12-31"
        );
    }
}
