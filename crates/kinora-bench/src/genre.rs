//! Genres: how frequent they are, and which of them popular titles have more often.

use crate::chance::Chance;
use crate::fame::Fame;

/// A genre: its id, its weight, and by how much well-known titles have it more often.
#[derive(Clone, Copy, Debug)]
pub struct Genre(pub i32, f64, f64);

/// The genres of movies.
pub const OF_MOVIES: [Genre; 19] = [
    Genre(18, 22.0, 0.0),
    Genre(35, 15.0, 0.0),
    Genre(99, 14.0, -0.8),
    Genre(53, 7.0, 0.4),
    Genre(28, 7.0, 0.6),
    Genre(10749, 7.0, 0.1),
    Genre(27, 6.0, 0.3),
    Genre(10402, 6.0, -0.6),
    Genre(16, 6.0, 0.1),
    Genre(10751, 5.0, 0.2),
    Genre(80, 5.0, 0.3),
    Genre(12, 4.0, 0.7),
    Genre(14, 4.0, 0.5),
    Genre(10770, 4.0, -0.5),
    Genre(878, 3.5, 0.6),
    Genre(9648, 3.0, 0.3),
    Genre(36, 3.0, 0.0),
    Genre(10752, 2.0, 0.0),
    Genre(37, 1.5, 0.0),
];

/// The genres of series.
pub const OF_SERIES: [Genre; 16] = [
    Genre(18, 24.0, 0.1),
    Genre(35, 14.0, 0.1),
    Genre(99, 12.0, -0.6),
    Genre(10764, 10.0, -0.2),
    Genre(16, 10.0, 0.3),
    Genre(80, 6.0, 0.3),
    Genre(10759, 5.0, 0.5),
    Genre(10765, 5.0, 0.5),
    Genre(10751, 4.0, 0.0),
    Genre(10762, 4.0, -0.2),
    Genre(9648, 4.0, 0.3),
    Genre(10767, 3.0, -0.5),
    Genre(10766, 2.0, -0.2),
    Genre(10763, 2.0, -0.6),
    Genre(10768, 2.0, 0.1),
    Genre(37, 1.0, 0.0),
];

/// From one to four genres.
pub fn draw(genres: &[Genre], fame: &Fame, chance: &mut Chance) -> Vec<i32> {
    const COUNTS: [usize; 10] = [1, 1, 1, 1, 2, 2, 2, 3, 3, 4];
    let count = chance.pick(&COUNTS);
    let level = fame.level.clamp(-2.0, 3.0);
    let mut drawn = Vec::with_capacity(count);
    while drawn.len() < count {
        let Genre(id, ..) = *chance.weigh(genres, |genre| genre.1 * (genre.2 * level).exp());
        if !drawn.contains(&id) {
            drawn.push(id);
        }
    }
    drawn
}
