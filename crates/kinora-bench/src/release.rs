//! Releases by country and type, with certifications.

use kinora_model::Date;
use kinora_model::release::{CountryReleases, Release};

use crate::chance::Chance;
use crate::fame::Fame;

/// The countries of releases, the most frequent first, with what their films are rated.
const COUNTRIES: [(&str, &[&str]); 16] = [
    ("US", &["R", "PG-13", "PG", "G", "NR", "NC-17"]),
    ("GB", &["15", "12A", "18", "PG", "U"]),
    ("DE", &["12", "16", "6", "0", "18"]),
    ("FR", &["TP", "12", "16", "18"]),
    ("ES", &["12", "16", "7", "A", "18"]),
    ("IT", &["T", "14+", "18+", "6+"]),
    ("JP", &["G", "PG12", "R15+", "R18+"]),
    ("BR", &["14", "12", "16", "L", "10", "18"]),
    ("CA", &["14A", "PG", "G", "18A", "R"]),
    ("AU", &["M", "MA 15+", "PG", "G", "R 18+"]),
    ("NL", &["12", "16", "6", "AL", "9"]),
    ("SE", &["11", "15", "7", "Btl"]),
    ("IN", &["UA", "U", "A"]),
    ("KR", &["15", "12", "All", "18"]),
    ("RU", &["16+", "12+", "18+", "6+", "0+"]),
    ("MX", &["B", "B-15", "A", "C"]),
];

/// When and where a movie was released.
#[derive(Clone, Debug, Default)]
pub struct Releases {
    /// The primary release date.
    pub date: Option<Date>,
    /// By country, in the order of the codes.
    pub countries: Vec<CountryReleases>,
}

impl Releases {
    /// One to six countries, or none for a fifth of movies, half of which have no date at all. What is better known is newer.
    pub fn draw(home: &str, fame: &Fame, chance: &mut Chance) -> Releases {
        let date = day(fame, chance);
        if chance.happens(0.2) {
            return Releases {
                date: date.filter(|_| chance.happens(0.5)),
                countries: Vec::new(),
            };
        }
        let Some(date) = date else {
            return Releases::default();
        };
        let more = (chance.share() * (1.0 + 1.6 * fame.above())) as usize;
        let mut countries = vec![home];
        while countries.len() < (1 + more).min(6) {
            // Twice below: the first countries have more.
            let place = chance
                .below(COUNTRIES.len() as u64)
                .min(chance.below(COUNTRIES.len() as u64));
            let (country, _) = COUNTRIES[place as usize];
            if !countries.contains(&country) {
                countries.push(country);
            }
        }
        let premiere = countries.len() > 1 && chance.happens(0.3);
        let mut countries: Vec<CountryReleases> = countries
            .into_iter()
            .enumerate()
            .map(|(place, country)| CountryReleases {
                iso_3166_1: country.to_owned(),
                release_dates: in_country(country, date, (place == 0, premiere), fame, chance),
            })
            .collect();
        countries.sort_by(|one, two| one.iso_3166_1.cmp(&two.iso_3166_1));
        Releases {
            date: Some(date),
            countries,
        }
    }
}

/// The day of the first release: half of all movies are of the last 25 years.
fn day(fame: &Fame, chance: &mut Chance) -> Option<Date> {
    const LAST: i64 = 20_700;
    let bend = (2.4 + 0.8 * fame.level).clamp(1.2, 5.0);
    let days = 40_000.0 * chance.share().powf(bend);
    Date::from_day_number(LAST - days as i64)
}

fn in_country(
    country: &str,
    date: Date,
    (is_home, premiere): (bool, bool),
    fame: &Fame,
    chance: &mut Chance,
) -> Vec<Release> {
    let first = if is_home { 0 } else { chance.between(1, 200) };
    let mut row = |days: i64, release_type: i32| Release {
        certification: certification(country, release_type, chance),
        release_date: format!("{}T00:00:00.000Z", date.plus_days(first + days)),
        release_type,
        ..Release::default()
    };
    let mut rows = Vec::with_capacity(2);
    if is_home && premiere {
        rows.push(row(0, 1));
        rows.push(row(20, 3));
    } else {
        rows.push(row(0, 3));
    }
    if fame.level > 1.0 {
        rows.push(row(120, 4));
    }
    if fame.level > 2.0 {
        rows.push(row(180, 5));
    }
    if fame.level < 0.0 {
        // Small films are shown at festivals, in few theatres, on television, or not on a screen at all.
        rows[0].release_type = chance.pick(&[1, 2, 3, 3, 4, 6]);
    }
    rows
}

/// Half of the releases in theatres of the countries above are rated.
fn certification(country: &str, release_type: i32, chance: &mut Chance) -> String {
    let rated = COUNTRIES.iter().find(|(code, _)| *code == country);
    match rated {
        Some((_, ratings)) if release_type == 3 && chance.happens(0.5) => {
            let place = chance
                .below(ratings.len() as u64)
                .min(chance.below(ratings.len() as u64));
            ratings[place as usize].to_owned()
        }
        _ => String::new(),
    }
}
