//! People.

use kinora_model::Date;

use crate::Catalogue;
use crate::chance::Chance;
use crate::fame::rounded;
use crate::words::{Tongue, english, tongues};

/// Departments with how many of a hundred people are known for them.
const DEPARTMENTS: [(&str, f64); 11] = [
    ("Acting", 56.0),
    ("Directing", 10.0),
    ("Production", 9.0),
    ("Writing", 7.0),
    ("Camera", 4.0),
    ("Editing", 3.0),
    ("Sound", 4.0),
    ("Art", 3.0),
    ("Costume & Make-Up", 2.0),
    ("Visual Effects", 1.0),
    ("Crew", 1.0),
];

/// Somebody with credits.
#[derive(Clone, Debug)]
pub struct Person {
    /// The id, from 1.
    pub id: i64,
    /// The name in Latin letters.
    pub name: String,
    /// The name in the original script.
    pub original_name: String,
    /// 0 not set, 1 female, 2 male, 3 non-binary.
    pub gender: i32,
    /// What they are known for.
    pub department: &'static str,
    /// The daily score.
    pub popularity: f64,
    /// Other spellings.
    pub also_known_as: Vec<String>,
    /// Empty for most.
    pub biography: String,
    /// The day of birth.
    pub birthday: Option<Date>,
    /// The day of death.
    pub deathday: Option<Date>,
    /// Free text.
    pub place_of_birth: Option<String>,
    /// A portrait.
    pub profile_path: Option<String>,
    /// `nm` and seven digits.
    pub imdb_id: String,
}

/// What somebody is known for.
pub fn department(catalogue: &Catalogue, id: i64) -> &'static str {
    let mut chance = catalogue.chance("person department", id);
    chance.weigh(&DEPARTMENTS, |(_, weight)| *weight).0
}

impl Person {
    /// The person with an id. Who is in many credits is mostly well known.
    pub fn draw(catalogue: &Catalogue, id: i64) -> Person {
        let mut chance = catalogue.chance("person", id);
        let words = catalogue.vocabulary();
        let tongue: &Tongue = chance.weigh(tongues(), |tongue| tongue.weight);
        let name = words.name(english(), &mut chance);
        let original_name = match is_latin(tongue) {
            true => name.clone(),
            false => words.name(tongue, &mut chance),
        };
        let busy = (-8.0 * catalogue.busier_than(id)).exp();
        let level = 0.8 * chance.normal() + 1.8 * busy;
        let is_known = level > 0.6;
        let birthday = chance
            .happens(if is_known { 0.9 } else { 0.25 })
            .then(|| Date::from_day_number(chance.between(-25_000, 14_000)))
            .flatten();
        let died = birthday.filter(|day| day.year() < 1950 && chance.happens(0.6));
        let sentences = if is_known { chance.between(1, 6) } else { 0 };
        let others = if is_known { chance.between(0, 2) } else { 0 };
        Person {
            id,
            gender: chance.pick(&[0, 0, 1, 1, 1, 2, 2, 2, 2]),
            department: department(catalogue, id),
            popularity: rounded((0.9 * level - 0.7).exp(), 4),
            also_known_as: (0..others)
                .map(|_| words.name(tongue, &mut chance))
                .collect(),
            biography: words.sentences(english(), sentences, &mut chance),
            birthday,
            deathday: died.map(|day| day.plus_days(chance.between(20_000, 27_000))),
            place_of_birth: birthday.map(|_| place(catalogue, tongue, &mut chance)),
            profile_path: catalogue.picture("profile", id, if is_known { 0.95 } else { 0.4 }),
            imdb_id: format!("nm{:07}", id + 1_000_000),
            name,
            original_name,
        }
    }
}

fn place(catalogue: &Catalogue, tongue: &Tongue, chance: &mut Chance) -> String {
    let town = catalogue.vocabulary().name(english(), chance);
    format!("{town}, {}", catalogue.country_name(tongue.country))
}

fn is_latin(tongue: &Tongue) -> bool {
    !matches!(
        tongue.code,
        "ja" | "hi" | "zh" | "ko" | "ru" | "el" | "uk" | "bg" | "ar" | "fa" | "he" | "th"
    )
}
