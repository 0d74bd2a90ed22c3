//! Whether searches find what is looked for, and how far up: titles as they are, with their year, and with a typo. Another title
//! of the same name is as good. What is asked for is said in `docs/search.md`.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use kinora_index::{Builder, Search, Slice, Snapshot};
use kinora_model::{EntityKey, Kind, MovieFacts};
use kinora_store::{Card, Record, Stat};

/// How many real titles are taken at most.
const MOST: usize = 25_000;
/// Of how many of them one is searched for with a typo: tests are compiled without optimisation.
const STEP: usize = 10;

/// Words of which titles are made, as frequent ones and rare ones come together in real ones.
const FIRST: [&str; 8] = [
    "The",
    "A",
    "My",
    "Last",
    "Golden",
    "Night of the",
    "Return of the",
    "Beyond",
];
const SECOND: [&str; 12] = [
    "Broken",
    "Silent",
    "Crimson",
    "Hidden",
    "Wandering",
    "Burning",
    "Secret",
    "Northern",
    "Forgotten",
    "Midnight",
    "Paper",
    "Electric",
];
const THIRD: [&str; 12] = [
    "Castle",
    "Orchard",
    "Lantern",
    "Harbour",
    "Detective",
    "Mountain",
    "Sparrow",
    "Carnival",
    "Kingdom",
    "Telegraph",
    "Widow",
    "Astronaut",
];

struct Titles {
    titles: Vec<(i64, String, Option<u16>)>,
    names: HashMap<i64, String>,
    snapshot: Snapshot,
}

impl Titles {
    fn of(rows: impl Iterator<Item = (i64, String, Option<String>, i64)>) -> Titles {
        let (mut builder, mut titles) = (Builder::default(), Vec::new());
        for (id, name, date, vote_count) in rows {
            let facts = MovieFacts {
                original_title: Some(name.clone()),
                release_date: date.and_then(|date| date.parse().ok()),
                ..MovieFacts::default()
            };
            let mut record = Record::new(EntityKey::new(Kind::Movie, id));
            record.put(&facts).unwrap();
            let stat = Stat {
                vote_count,
                popularity: vote_count as f64,
                ..Stat::default()
            };
            builder.add(&Card { record, stat });
            titles.push((id, name, facts.release_date.map(|date| date.year())));
        }
        let names = titles.iter().map(|(id, name, _)| (*id, plain(name)));
        Titles {
            names: names.collect(),
            titles,
            snapshot: builder.finish(1),
        }
    }

    /// The share of titles that are among the first rows when this is typed.
    fn share(
        &self,
        rows: usize,
        step: usize,
        mut typed: impl FnMut(&str, Option<u16>) -> Option<(String, Option<u16>)>,
    ) -> f64 {
        let (mut count, mut found) = (0, 0);
        for (_, name, year) in self.titles.iter().step_by(step) {
            let Some((text, primary_year)) = typed(name, *year) else {
                continue;
            };
            let search = Search {
                text,
                kinds: vec![Kind::Movie],
                primary_year,
                ..Search::default()
            };
            let wanted = plain(name);
            let keys = self.snapshot.search(&search, Slice::page(1, rows)).items;
            count += 1;
            found += i32::from(keys.iter().any(|key| self.names[&key.id] == wanted));
        }
        println!("{found} of {count} are among the first {rows}");
        f64::from(found) / f64::from(count.max(1))
    }

    fn check(&self, step: usize) {
        let with_year = self.share(1, step, |name, year| Some((name.to_owned(), Some(year?))));
        let without = self.share(5, step, |name, _| Some((name.to_owned(), None)));
        let mut chance = Chance(1);
        let misspelt = self.share(20, step, |name, _| {
            Some((misspell(name, &mut chance)?, None))
        });

        assert!(with_year >= 0.99, "{with_year} with the year");
        assert!(without >= 0.99, "{without} without a year");
        assert!(misspelt >= 0.98, "{misspelt} with a typo");
    }
}

/// Names that differ by case and signs alone are the same to those who search.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Numbers without a pattern, the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(0x5851_F42D_4C95_7F2D)
            .wrapping_add(0x1405_7B7E_F767_814F);
        (self.0 >> 33) as usize % limit
    }
}

/// The name with one typo behind the first letter of its longest word; `None` if that is short, or not in Latin letters.
fn misspell(name: &str, chance: &mut Chance) -> Option<String> {
    let words = name.split(|letter: char| !letter.is_alphanumeric());
    let longest = words.max_by_key(|word| word.len())?;
    if longest.len() < 5 || !longest.bytes().all(|letter| letter.is_ascii_alphabetic()) {
        return None;
    }
    let mut letters: Vec<char> = longest.chars().collect();
    let place = 1 + chance.below(letters.len() - 1);
    let letter = char::from(b'a' + chance.below(26) as u8);
    match chance.below(4) {
        0 => drop(letters.remove(place)),
        1 => letters.insert(place, letter),
        2 => letters[place] = letter,
        _ => letters.swap(place, place - 1),
    }
    Some(name.replacen(longest, &String::from_iter(letters), 1))
}

#[test]
fn made_up_titles_are_found() {
    let all = FIRST
        .iter()
        .flat_map(|one| SECOND.iter().map(move |two| format!("{one} {two}")));
    let all = all.flat_map(|start| THIRD.iter().map(move |three| format!("{start} {three}")));
    let rows = (1..).zip(all).map(|(id, name)| {
        (
            id,
            name,
            Some(format!("{}-03-04", 1920 + id % 90)),
            id % 997,
        )
    });

    Titles::of(rows).check(3);
}

#[test]
fn real_titles_are_found() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/movies.ndjson.gz");
    let Ok(file) = std::fs::File::open(&path) else {
        println!("skipped: there are no real titles at {}", path.display());
        return;
    };
    let lines = BufReader::new(MultiGzDecoder::new(file)).lines();
    let rows = lines.take(MOST).filter_map(|line| {
        let row: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let body = &row["body"];
        let name = body["title"]
            .as_str()
            .filter(|name| name.chars().any(char::is_alphanumeric))?;
        let date = body["release_date"].as_str().map(str::to_owned);
        let votes = body["vote_count"].as_i64().unwrap_or_default();
        Some((body["id"].as_i64()?, name.to_owned(), date, votes))
    });

    Titles::of(rows).check(STEP);
}
