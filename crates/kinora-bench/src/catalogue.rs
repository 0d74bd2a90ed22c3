//! A made-up catalogue: a seed, some sizes, and whatever can be made from them.

use kinora_model::reference::{LanguageRow, Reference};
use kinora_model::{Kind, Locale};

use crate::chance::{Chance, Ids, Zipf};
use crate::fame::Fame;
use crate::movie::Movie;
use crate::person::Person;
use crate::series::Series;
use crate::words::{Vocabulary, english, tongues};

const KEYWORDS: u64 = 60_000;
const COMPANIES: u64 = 150_000;
const NETWORKS: u64 = 2_000;

/// A made-up catalogue. Ids of movies, series and people count from 1.
#[derive(Debug)]
pub struct Catalogue {
    seed: u64,
    movies: i64,
    series: i64,
    vocabulary: Vocabulary,
    people: Drawn,
    keywords: Drawn,
    companies: Drawn,
    networks: Drawn,
    reference: Reference,
}

/// Things that are drawn by the law of Zipf.
#[derive(Debug)]
struct Drawn {
    count: i64,
    law: Zipf,
    ids: Ids,
}

impl Drawn {
    fn new(count: u64, flat: f64) -> Drawn {
        Drawn {
            count: count as i64,
            law: Zipf::new(count, flat),
            ids: Ids::new(count),
        }
    }

    fn draw(&self, chance: &mut Chance) -> i64 {
        self.ids.of(self.law.draw(chance))
    }

    fn several(&self, count: u64, chance: &mut Chance) -> Vec<i64> {
        let mut ids = Vec::with_capacity(count as usize);
        for _ in 0..count {
            let id = self.draw(chance);
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }
}

impl Catalogue {
    /// The catalogue of a seed with so many movies, series and people.
    pub fn new(seed: u64, movies: u64, series: u64, people: u64) -> Catalogue {
        Catalogue {
            seed,
            movies: movies as i64,
            series: series as i64,
            vocabulary: Vocabulary::default(),
            // The busiest people have near two thousand credits of ten million, not a tenth of them.
            people: Drawn::new(people, (people as f64 / 300.0).max(20.0)),
            keywords: Drawn::new(KEYWORDS, 10.0),
            companies: Drawn::new(COMPANIES, 20.0),
            networks: Drawn::new(NETWORKS, 5.0),
            reference: Reference::default(),
        }
    }

    /// How many movies there are.
    pub fn movies(&self) -> i64 {
        self.movies
    }

    /// How many series there are.
    pub fn series(&self) -> i64 {
        self.series
    }

    /// How many people there are.
    pub fn people(&self) -> i64 {
        self.people.count
    }

    /// The movie with an id.
    pub fn movie(&self, id: i64) -> Movie {
        Movie::draw(self, id)
    }

    /// How well known a movie is; much cheaper than the movie.
    pub fn movie_fame(&self, id: i64) -> Fame {
        Fame::draw(&mut self.chance("movie fame", id))
    }

    /// The series with an id.
    pub fn a_series(&self, id: i64) -> Series {
        Series::draw(self, id)
    }

    /// The person with an id.
    pub fn person(&self, id: i64) -> Person {
        Person::draw(self, id)
    }

    /// The name of a company, and where it is from.
    pub fn company(&self, kind: Kind, id: i64) -> (String, &'static str) {
        let mut chance = self.chance(kind.name(), id);
        let mut name = self.vocabulary.title(english(), &mut chance);
        if kind == Kind::Company {
            name += chance.pick(&[" Pictures", " Films", " Entertainment", " Studios", ""]);
        }
        (
            name,
            chance.weigh(tongues(), |tongue| tongue.weight).country,
        )
    }

    /// The name of a keyword.
    pub fn keyword(&self, id: i64) -> String {
        let mut chance = self.chance("keyword", id);
        let words = chance.between(1, 3);
        self.vocabulary.phrase(words, &mut chance)
    }

    /// The name of a collection.
    pub fn collection(&self, id: i64) -> String {
        let mut chance = self.chance("collection", id);
        self.vocabulary.title(english(), &mut chance) + " Collection"
    }

    /// The path of a picture, which a share of such things have.
    pub fn picture(&self, subject: &str, id: i64, share: f64) -> Option<String> {
        const SIGNS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let mut chance = self.chance(subject, id);
        if !chance.happens(share) {
            return None;
        }
        let mut path = String::with_capacity(32);
        path.push('/');
        for _ in 0..3 {
            let mut rest = chance.roll();
            for _ in 0..9 {
                path.push(char::from(SIGNS[(rest % 62) as usize]));
                rest /= 62;
            }
        }
        path.push_str(".jpg");
        Some(path)
    }

    /// The English name of a country.
    pub fn country_name<'a>(&'a self, code: &'a str) -> &'a str {
        self.reference.country_name(code)
    }

    /// The names of a language.
    pub fn language(&self, code: &str) -> LanguageRow {
        self.reference.language(code).cloned().unwrap_or_default()
    }

    /// The English name of a genre.
    pub fn genre_name(&self, kind: Kind, id: i32) -> &str {
        self.reference.genre_name(kind, id, Locale::DEFAULT)
    }

    /// The numbers of one thing.
    pub(crate) fn chance(&self, subject: &str, id: i64) -> Chance {
        Chance::of(self.seed, subject, id as u64)
    }

    pub(crate) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Somebody, the busy ones more often.
    pub(crate) fn somebody(&self, chance: &mut Chance) -> i64 {
        self.people.draw(chance)
    }

    /// Which share of the people is busier than somebody.
    pub(crate) fn busier_than(&self, person: i64) -> f64 {
        self.people.ids.rank(person) as f64 / self.people.count as f64
    }

    /// Keywords, each once.
    pub(crate) fn some_keywords(&self, fame: &Fame, chance: &mut Chance) -> Vec<i64> {
        let most = 6.0 + 5.0 * fame.above();
        let count = (chance.share() * most) as u64;
        self.keywords.several(count, chance)
    }

    /// A keyword, the frequent ones more often.
    pub(crate) fn some_keyword(&self, chance: &mut Chance) -> i64 {
        self.keywords.draw(chance)
    }

    /// Production companies, each once.
    pub(crate) fn some_companies(&self, fame: &Fame, chance: &mut Chance) -> Vec<i64> {
        let count = (chance.share() * (3.0 + 1.5 * fame.above())) as u64;
        self.companies.several(count, chance)
    }

    /// One or two networks.
    pub(crate) fn some_networks(&self, chance: &mut Chance) -> Vec<i64> {
        let count = chance.pick(&[1, 1, 1, 2]);
        self.networks.several(count, chance)
    }

    /// The collection of one movie in twenty-five.
    pub(crate) fn some_collection(&self, chance: &mut Chance) -> Option<i64> {
        let collections = 1 + self.movies as u64 / 100;
        (chance.happens(0.04)).then(|| 1 + chance.below(collections) as i64)
    }
}
