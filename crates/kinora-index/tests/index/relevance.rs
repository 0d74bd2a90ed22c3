//! Whether searches find what is looked for, and how far up: titles as they are, with their year, and with a typo. Another title
//! of the same name is as good. What is asked for is said in `docs/search.md`.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use kinora_index::{Builder, Search, Slice, Snapshot};
use kinora_model::{Date, EntityKey, Kind, MovieFacts, SeriesFacts};
use kinora_store::{Card, Record, Stat};
use serde_json::Value;

/// How many real titles are taken at most.
const MOST: usize = 25_000;

/// Of how many of them one is searched for: tests are compiled without optimisation. `KINORA_RELEVANCE_STEP` asks for another
/// number, 1 for all.
fn step() -> usize {
    let asked = std::env::var("KINORA_RELEVANCE_STEP").ok();
    asked.and_then(|step| step.parse().ok()).unwrap_or(10)
}

/// A title: its id, its name, when it came out, and the number that tells how well-known it is.
type Row = (i64, String, Option<String>, f64);

/// How many of the best known titles are typed letter by letter.
const KNOWN: usize = 100;

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
    kind: Kind,
    titles: Vec<(i64, String, Option<u16>)>,
    names: HashMap<i64, String>,
    snapshot: Snapshot,
}

impl Titles {
    fn of(kind: Kind, rows: impl Iterator<Item = Row>) -> Titles {
        let (mut builder, mut titles) = (Builder::default(), Vec::new());
        for (id, name, date, popularity) in rows {
            let date: Option<Date> = date.and_then(|date| date.parse().ok());
            let mut record = Record::new(EntityKey::new(kind, id));
            let put = match kind {
                Kind::Movie => record.put(&MovieFacts {
                    original_title: Some(name.clone()),
                    release_date: date,
                    ..MovieFacts::default()
                }),
                _ => record.put(&SeriesFacts {
                    original_name: Some(name.clone()),
                    first_air_date: date,
                    ..SeriesFacts::default()
                }),
            };
            put.unwrap();
            let stat = Stat {
                vote_count: popularity as i64,
                popularity,
                ..Stat::default()
            };
            builder.add(&Card { record, stat });
            titles.push((id, name, date.map(|date| date.year())));
        }
        let names = titles.iter().map(|(id, name, _)| (*id, plain(name)));
        Titles {
            kind,
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
                kinds: vec![self.kind],
                primary_year,
                ..Search::default()
            };
            let wanted = plain(name);
            let keys = self.snapshot.search(&search, Slice::page(1, rows)).items;
            count += 1;
            let is_found = keys.iter().any(|key| self.names[&key.id] == wanted);
            found += i32::from(is_found);
            if !is_found {
                println!("not found: {:?} of {primary_year:?}", search.text);
            }
        }
        println!("{found} of {count} are among the first {rows}");
        f64::from(found) / f64::from(count.max(1))
    }

    fn check(&self, step: usize) {
        if self.titles.iter().any(|(_, _, year)| year.is_some()) {
            let with_year = self.share(1, step, |name, year| Some((name.to_owned(), Some(year?))));
            assert!(with_year >= 0.99, "{with_year} with the year");
        }
        let without = self.share(5, step, |name, _| Some((name.to_owned(), None)));
        let mut chance = Chance(1);
        let misspelt = self.share(20, step, |name, _| {
            Some((misspell(name, &mut chance)?, None))
        });

        assert!(without >= 0.99, "{without} without a year");
        assert!(misspelt >= 0.98, "{misspelt} with a typo");
    }
}

/// The row in which each of the best known titles is, for every number of letters typed of it; `None` beyond the first 20.
fn typed(titles: &Titles) -> Vec<(String, Vec<Option<usize>>)> {
    let typed = titles.titles.iter().take(KNOWN).map(|(_, name, _)| {
        let (wanted, letters) = (plain(name), name.chars().count());
        let rows = (1..=letters).map(|count| {
            let search = Search {
                text: name.chars().take(count).collect(),
                kinds: vec![titles.kind],
                ..Search::default()
            };
            let keys = titles.snapshot.search(&search, Slice::page(1, 20)).items;
            keys.iter().position(|key| titles.names[&key.id] == wanted)
        });
        (name.clone(), rows.collect())
    });
    typed.collect()
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
            (id % 997) as f64,
        )
    });

    Titles::of(Kind::Movie, rows).check(3);
}

/// The lines of a list of real titles, where it is beside the clone.
fn real(file: &str) -> Option<impl Iterator<Item = Value>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let path = folder.join(file);
    let Ok(file) = std::fs::File::open(&path) else {
        println!("skipped: there are no real titles at {}", path.display());
        return None;
    };
    let lines = BufReader::new(MultiGzDecoder::new(file)).lines();
    Some(lines.map(|line| serde_json::from_str(&line.unwrap()).unwrap()))
}

/// A name that can be typed.
fn name(row: &Value, field: &str) -> Option<String> {
    let name = row[field].as_str();
    let name = name.filter(|name| name.chars().any(char::is_alphanumeric))?;
    Some(name.to_owned())
}

#[test]
fn real_movies_are_found() {
    let Some(rows) = real("movies.ndjson.gz") else {
        return;
    };
    let rows = rows.take(MOST).filter_map(|row| {
        let body = &row["body"];
        let date = body["release_date"].as_str().map(str::to_owned);
        let votes = body["vote_count"].as_f64().unwrap_or_default();
        Some((body["id"].as_i64()?, name(body, "title")?, date, votes))
    });

    Titles::of(Kind::Movie, rows).check(step());
}

#[test]
fn real_series_are_found() {
    let Some(rows) = real("tv_series_ids_01_25_2026.json.gz") else {
        return;
    };
    let rows = rows.take(MOST).filter_map(|row| {
        let popularity = row["popularity"].as_f64().unwrap_or_default();
        let name = name(&row, "original_name")?;
        Some((row["id"].as_i64()?, name, None, popularity))
    });

    // The list begins with the most popular ones.
    let titles = Titles::of(Kind::Series, rows);
    titles.check(step());
    let half = |rows: &[Option<usize>]| rows[rows.len().div_ceil(2).max(4).min(rows.len()) - 1];
    let typed = typed(&titles);
    for (name, rows) in &typed {
        let rows = rows.iter().map(|row| row.map_or(-1, |row| row as i64 + 1));
        println!("{name}: {:?}", rows.collect::<Vec<_>>());
    }
    let late = typed.iter().filter(|(_, rows)| half(rows).is_none());
    let late: Vec<&String> = late.map(|(name, _)| name).collect();
    assert!(
        late.len() <= 2,
        "not among 20 rows when half of it is typed: {late:?}"
    );
}
