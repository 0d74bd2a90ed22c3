//! How well known something is: popularity and votes.

use kinora_store::Stat;

use crate::chance::Chance;

/// How well known a title is.
#[derive(Clone, Copy, Debug)]
pub struct Fame {
    /// By how many standard deviations it is better known than usual. Most of what a title has follows from it.
    pub level: f64,
    /// Popularity and votes.
    pub stat: Stat,
}

impl Fame {
    /// Log-normal popularity; votes that mostly follow it, of which some 7 % of titles have 30 or more and near half none.
    pub fn draw(chance: &mut Chance) -> Fame {
        let level = chance.normal();
        let popularity = (1.2 * level - 0.2).exp();
        let voting = 0.85 * level + 0.527 * chance.normal();
        let vote_count = (2.11 * voting + 0.25).exp() as i64;
        let spread = if vote_count < 10 { 2.0 } else { 0.9 };
        let mean = 6.1 + 0.2 * level + spread * chance.normal();
        let vote_average = match vote_count {
            0 => 0.0,
            _ => mean.clamp(1.0, 10.0),
        };
        Fame {
            level,
            stat: Stat {
                popularity: rounded(popularity, 4),
                vote_average: rounded(vote_average, 3),
                vote_count,
            },
        }
    }

    /// The level, where what is less known than usual counts as usual.
    pub fn above(&self) -> f64 {
        self.level.max(0.0)
    }

    /// Whether many have voted.
    pub fn is_popular(&self) -> bool {
        self.stat.vote_count >= 10
    }
}

/// A number with so many decimals.
pub fn rounded(number: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    (number * scale).round() / scale
}
