//! A made-up catalogue in which genres, keywords and popularity are spread as in a real one: a few are everywhere, most are
//! rare. It is the same every time.

use kinora_model::text::{Text, Texts, Translation};
use kinora_model::titles::Keywords;
use kinora_model::{Date, EntityKey, Kind, Locale, MovieFacts};
use kinora_store::{Card, Record, Stat};

/// The allocator that the server has; how entries lie in memory decides how quickly they are gone through.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const GENRES: u64 = 19;
const KEYWORDS: u64 = 70_000;
const WORDS: u64 = 60_000;

/// Numbers that look random.
pub struct Numbers(u64);

impl Numbers {
    /// A row of numbers.
    pub fn new(seed: u64) -> Numbers {
        Numbers(seed | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below an end.
    pub fn below(&mut self, end: u64) -> u64 {
        (self.next() >> 11) % end
    }

    /// From 0 to 1.
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number below an end, of which the small ones are much more frequent: as many fall below 10 as between 10 and 100.
    fn mostly_small(&mut self, end: u64) -> u64 {
        let number = ((end as f64).ln() * self.unit()).exp() as u64;
        number.saturating_sub(1)
    }
}

fn title(numbers: &mut Numbers) -> String {
    let length = 1 + numbers.below(4);
    let words: Vec<String> = (0..length)
        .map(|_| word(numbers.mostly_small(WORDS)))
        .collect();
    words.join(" ")
}

/// A word for a number, the shorter the smaller it is.
pub fn word(number: u64) -> String {
    let mut rest = number + 1;
    let mut word = String::new();
    while rest > 0 {
        word.push(char::from(b"bcdfghklmnprstvw"[(rest % 16) as usize]));
        word.push(char::from(b"aeiou"[(rest % 5) as usize]));
        rest /= 16;
    }
    word
}

/// The movie with this id.
pub fn movie(id: i64, numbers: &mut Numbers) -> Card {
    let genres = 1 + numbers.below(3);
    let genres: Vec<i32> = (0..genres)
        .map(|_| numbers.mostly_small(GENRES) as i32)
        .collect();
    let facts = MovieFacts {
        adult: Some(numbers.below(20) == 0),
        original_title: Some(title(numbers)),
        original_language: Some(if numbers.below(2) == 0 { "en" } else { "de" }.to_owned()),
        release_date: Date::new(
            1900 + numbers.below(125) as u16,
            1 + numbers.below(12) as u8,
            1 + numbers.below(28) as u8,
        ),
        genres: Some(genres),
        collection: (numbers.below(20) == 0).then(|| numbers.below(10_000) as i64),
        ..MovieFacts::default()
    };
    let translation = Translation {
        locale: Locale::DEFAULT,
        listed: Some(Text {
            title: title(numbers),
            ..Text::default()
        }),
        seen: None,
    };
    let texts = Texts {
        translations: vec![translation],
        ..Texts::default()
    };
    let count = numbers.below(11);
    let keywords = (0..count).map(|_| numbers.mostly_small(KEYWORDS) as i64);
    let keywords = Keywords(keywords.collect());
    let mut record = Record::new(EntityKey::new(Kind::Movie, id));
    for put in [
        record.put(&facts),
        record.put(&texts),
        record.put(&keywords),
    ] {
        put.expect("made-up documents can be written");
    }
    let votes = numbers.mostly_small(30_000);
    Card {
        record,
        stat: Stat {
            popularity: votes as f64 / 100.0 + numbers.unit(),
            vote_average: 10.0 * numbers.unit(),
            vote_count: votes as i64,
        },
    }
}

/// How many movies are asked for on the command line, a million if nothing is said.
pub fn size() -> i64 {
    let mut arguments = std::env::args().skip(1);
    arguments
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(1_000_000)
}

/// Says how long something took, over many times.
pub fn report(name: &str, mut durations: Vec<std::time::Duration>) {
    durations.sort_unstable();
    let at = |part: usize| durations[(durations.len() - 1) * part / 100].as_secs_f64() * 1000.0;
    println!(
        "{name:<44} p50 {:>8.2} ms   p95 {:>8.2} ms   max {:>8.2} ms",
        at(50),
        at(95),
        at(100)
    );
}
