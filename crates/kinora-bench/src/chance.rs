//! Numbers that look random and follow from a seed: everything in a made-up catalogue is drawn from these.
//!
//! Each thing has numbers of its own, taken from the seed, the kind of thing and its number, so that any of them can be made
//! without those before it.

use std::f64::consts::TAU;

/// How much the state moves from one number to the next (SplitMix64).
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// A row of numbers that look random.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// The numbers of one thing: `subject` says what kind of thing, `number` which.
    pub fn of(seed: u64, subject: &str, number: u64) -> Chance {
        let hash = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        let subject = subject.bytes().fold(0xcbf2_9ce4_8422_2325, hash);
        Chance(mixed(mixed(seed ^ subject).wrapping_add(number)))
    }

    /// The next number.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mixed(self.0)
    }

    /// A number below an end; 0 when the end is 0.
    pub fn below(&mut self, end: u64) -> u64 {
        let wide = u128::from(self.roll()) * u128::from(end);
        (wide >> 64) as u64
    }

    /// A number from `least` to `most`.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        least + self.below((most - least + 1) as u64) as i64
    }

    /// A number from 0 to 1, without 1.
    pub fn share(&mut self) -> f64 {
        (self.roll() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Whether something of this probability happens.
    pub fn happens(&mut self, probability: f64) -> bool {
        self.share() < probability
    }

    /// A number of the standard normal distribution.
    pub fn normal(&mut self) -> f64 {
        let (radius, angle) = (1.0 - self.share(), self.share());
        (-2.0 * radius.ln()).sqrt() * (TAU * angle).cos()
    }

    /// One of these, each as likely as the others.
    pub fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len() as u64) as usize]
    }

    /// One of these, each in proportion to its weight.
    pub fn weigh<'a, T>(&mut self, list: &'a [T], weight: impl Fn(&T) -> f64) -> &'a T {
        let total: f64 = list.iter().map(&weight).sum();
        let mut rest = self.share() * total;
        for item in list {
            rest -= weight(item);
            if rest < 0.0 {
                return item;
            }
        }
        &list[list.len() - 1]
    }
}

/// Spreads the bits of a number over all of it.
fn mixed(mut number: u64) -> u64 {
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// The law of Zipf and Mandelbrot over some ranks: rank `r`, counting from 0, is drawn in proportion to `1 / (r + flat)`. The
/// larger `flat` is, the less the first ranks stand out.
#[derive(Clone, Copy, Debug)]
pub struct Zipf {
    count: u64,
    flat: f64,
    /// The logarithm of the ratio of the ends.
    span: f64,
}

impl Zipf {
    /// The law over this many ranks.
    pub fn new(count: u64, flat: f64) -> Zipf {
        let span = ((count as f64 + flat) / flat).ln();
        Zipf { count, flat, span }
    }

    /// A rank below the count; 0 when there are none.
    pub fn draw(&self, chance: &mut Chance) -> u64 {
        let rank = self.flat * ((chance.share() * self.span).exp() - 1.0);
        (rank as u64).min(self.count.saturating_sub(1))
    }
}

/// Ids from 1 to a count, given to ranks so that neighbours in rank are no neighbours in id: what is frequent is not what was
/// there first.
#[derive(Clone, Copy, Debug)]
pub struct Ids {
    count: u64,
    step: u64,
    /// What takes a step back to its rank.
    back: u64,
}

impl Ids {
    /// As many ids as there are ranks.
    pub fn new(count: u64) -> Ids {
        let mut step = (count as f64 * 0.618_034) as u64;
        while greatest_divisor(step, count) > 1 {
            step += 1;
        }
        let back = inverse(step, count);
        Ids { count, step, back }
    }

    /// The id of a rank.
    pub fn of(&self, rank: u64) -> i64 {
        match self.count {
            0 => 0,
            count => product(rank, self.step, count) as i64 + 1,
        }
    }

    /// The rank of an id.
    pub fn rank(&self, id: i64) -> u64 {
        match self.count {
            0 => 0,
            count => product(id as u64 - 1, self.back, count),
        }
    }
}

/// The rest of a product.
fn product(one: u64, two: u64, modulus: u64) -> u64 {
    (u128::from(one) * u128::from(two) % u128::from(modulus)) as u64
}

/// The number whose product with `number`, which shares no divisor with the modulus, leaves 1.
fn inverse(number: u64, modulus: u64) -> u64 {
    let (mut rest, mut next) = (modulus as i64, (number % modulus.max(1)) as i64);
    let (mut factor, mut next_factor) = (0, 1);
    while next != 0 {
        let times = rest / next;
        (rest, next) = (next, rest - times * next);
        (factor, next_factor) = (next_factor, factor - times * next_factor);
    }
    factor.rem_euclid(modulus.max(1) as i64) as u64
}

fn greatest_divisor(one: u64, two: u64) -> u64 {
    match two {
        0 => one,
        _ => greatest_divisor(two, one % two),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_thing_has_the_same_numbers_and_another_has_others() {
        let first = |seed, subject, number| Chance::of(seed, subject, number).roll();

        assert_eq!(first(1, "movie", 5), first(1, "movie", 5));
        let others = [
            first(2, "movie", 5),
            first(1, "person", 5),
            first(1, "movie", 6),
        ];
        assert!(others.iter().all(|other| *other != first(1, "movie", 5)));
    }

    #[test]
    fn numbers_stay_inside_their_ends() {
        let mut chance = Chance::of(1, "test", 0);

        for _ in 0..10_000 {
            assert!(chance.below(7) < 7);
            assert!((-3..=4).contains(&chance.between(-3, 4)));
            assert!((0.0..1.0).contains(&chance.share()));
            assert!(chance.normal().is_finite());
        }
        assert_eq!(chance.below(0), 0);
    }

    #[test]
    fn the_first_ranks_are_drawn_in_proportion() {
        let (mut chance, law) = (Chance::of(1, "test", 0), Zipf::new(1_000, 1.0));
        let mut counts = [0_u32; 1_000];

        (0..100_000).for_each(|_| counts[law.draw(&mut chance) as usize] += 1);

        let ratio = f64::from(counts[0]) / f64::from(counts[9]);
        assert!((6.0..9.0).contains(&ratio), "{ratio}");
        assert!(counts[900..].iter().sum::<u32>() > 500);
    }

    #[test]
    fn every_rank_has_an_id_of_its_own() {
        for count in [1, 2, 3, 10, 1_000] {
            let ids = Ids::new(count);
            let mut all: Vec<i64> = (0..count).map(|rank| ids.of(rank)).collect();

            all.sort_unstable();

            assert!(all.into_iter().eq(1..=count as i64), "{count}");
            assert!(
                (0..count).all(|rank| ids.rank(ids.of(rank)) == rank),
                "{count}"
            );
        }
    }
}
