//! Who and what the sources name: everything gets an id before the first answer is written.

use anyhow::Context;
use kinora_model::reference::Reference;
use kinora_model::{Kind, Locale};
use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::ids::Numbers;
use super::line::{Job, Role};
use super::picture;
use super::source::{Company, Film, Person, Series, Sources};
use super::stats;

/// The sources, and the ids of all that they name.
pub struct Catalogue<'a> {
    /// The sources.
    pub sources: &'a Sources,
    people: FxHashMap<&'a str, Somebody<'a>>,
    companies: Numbers<'a>,
    networks: Numbers<'a>,
    keywords: Numbers<'a>,
    collections: Numbers<'a>,
    departments: FxHashMap<&'a str, String>,
    reference: Reference,
}

/// Somebody with credits or a biography.
struct Somebody<'a> {
    id: i64,
    source: Option<&'a Person>,
    acts: bool,
    first_job: Option<&'a str>,
    credits: usize,
}

/// A credit of a title, in the order of the sources.
enum Credit<'a> {
    Role(&'a Role),
    Job(&'a Job),
    Creator(&'a str),
}

impl<'a> Catalogue<'a> {
    /// Numbers everything: films in the order of their numbers, then series.
    pub fn of(sources: &'a Sources) -> Catalogue<'a> {
        let numbered = |list: &'a [Company]| {
            list.iter()
                .map(|company| (company.name.as_str(), company.number))
        };
        let mut catalogue = Catalogue {
            sources,
            people: FxHashMap::default(),
            companies: Numbers::with(numbered(&sources.companies)),
            networks: Numbers::with(numbered(&sources.networks)),
            keywords: Numbers::from_one(),
            collections: Numbers::from_one(),
            departments: FxHashMap::default(),
            reference: Reference::default(),
        };
        catalogue.meet_people();
        for film in &sources.films {
            catalogue.meet_film(film);
        }
        for series in &sources.series {
            catalogue.meet_series(series);
        }
        catalogue
    }

    fn meet_people(&mut self) {
        let mut numbers = Numbers::with(
            self.sources
                .people
                .iter()
                .map(|person| (person.name.as_str(), person.number)),
        );
        for person in &self.sources.people {
            self.people.insert(
                &person.name,
                Somebody::new(numbers.meet(&person.name), Some(person)),
            );
        }
        for credit in credits(self.sources) {
            let (name, job) = match credit {
                Credit::Role(role) => (&*role.person, None),
                Credit::Job(job) => (&*job.person, Some(&*job.job)),
                Credit::Creator(name) => (name, Some("Creator")),
            };
            let somebody = self
                .people
                .entry(name)
                .or_insert_with(|| Somebody::new(numbers.meet(name), None));
            somebody.credits += 1;
            somebody.acts |= job.is_none();
            somebody.first_job = somebody.first_job.or(job);
            if let Some(job) = job {
                self.meet_job(job);
            }
        }
    }

    fn meet_job(&mut self, job: &'a str) {
        if !self.departments.contains_key(job) {
            let department = self
                .reference
                .department_of(job)
                .unwrap_or_else(|| "Crew".to_owned());
            self.departments.insert(job, department);
        }
    }

    fn meet_film(&mut self, film: &'a Film) {
        for company in &film.companies {
            self.companies.meet(company);
        }
        for keyword in &film.keywords {
            self.keywords.meet(keyword);
        }
        if let Some(collection) = &film.collection {
            self.collections.meet(collection);
        }
    }

    fn meet_series(&mut self, series: &'a Series) {
        for company in &series.companies {
            self.companies.meet(company);
        }
        for network in &series.networks {
            self.networks.meet(network);
        }
        for keyword in &series.keywords {
            self.keywords.meet(keyword);
        }
    }

    /// The id of a collection.
    pub fn collection_id(&self, name: &str) -> i64 {
        self.collections.of(name)
    }

    /// The department of a job.
    pub fn department(&self, job: &str) -> &str {
        self.departments.get(job).map_or("Crew", String::as_str)
    }

    /// Somebody as credits mention people.
    pub fn person_row(&self, name: &str) -> Value {
        let somebody = &self.people[name];
        json!({
            "adult": false,
            "gender": somebody.source.map_or(0, |person| person.gender as i64),
            "id": somebody.id,
            "known_for_department": self.known_for(somebody),
            "name": name,
            "original_name": name,
            "popularity": somebody.popularity(name),
            "profile_path": somebody.source.map(|person| picture::of_person(person).path),
        })
    }

    fn known_for(&self, somebody: &Somebody<'a>) -> Option<&str> {
        let told = somebody.source.map(|person| person.department.as_str());
        let acting = somebody.acts.then_some("Acting");
        told.or(acting)
            .or_else(|| somebody.first_job.map(|job| self.department(job)))
    }

    /// Production companies as titles mention them.
    pub fn company_rows(&self, names: &[String]) -> Value {
        names
            .iter()
            .map(|name| company_row(self.companies.of(name), name, &self.sources.companies))
            .collect()
    }

    /// Networks as series mention them.
    pub fn network_rows(&self, names: &[String]) -> Value {
        names
            .iter()
            .map(|name| company_row(self.networks.of(name), name, &self.sources.networks))
            .collect()
    }

    /// Keywords with their ids.
    pub fn keyword_rows(&self, names: &[String]) -> Value {
        names
            .iter()
            .map(|name| json!({ "id": self.keywords.of(name), "name": name }))
            .collect()
    }

    /// The ids of genres, by their English names.
    pub fn genre_ids(&self, kind: Kind, names: &[String]) -> anyhow::Result<Vec<i32>> {
        let genres = self.reference.genres(kind, Locale::DEFAULT).genres;
        let id = |name: &String| {
            let genre = genres.iter().find(|genre| genre.name == *name);
            genre
                .map(|genre| genre.id)
                .with_context(|| format!("there is no genre named {name}"))
        };
        names.iter().map(id).collect()
    }

    /// Genres with their ids.
    pub fn genre_rows(&self, kind: Kind, names: &[String]) -> anyhow::Result<Value> {
        let ids = self.genre_ids(kind, names)?;
        Ok(ids
            .iter()
            .zip(names)
            .map(|(id, name)| json!({ "id": id, "name": name }))
            .collect())
    }

    /// Countries with their English names.
    pub fn country_rows(&self, codes: &[String]) -> Value {
        codes
            .iter()
            .map(|code| json!({ "iso_3166_1": code, "name": self.reference.country_name(code) }))
            .collect()
    }

    /// Languages with their names.
    pub fn language_rows(&self, codes: &[String]) -> anyhow::Result<Value> {
        let row = |code: &String| {
            let language = self
                .reference
                .language(code)
                .with_context(|| format!("there is no language {code}"))?;
            Ok(
                json!({ "english_name": language.english_name, "iso_639_1": code, "name": language.name }),
            )
        };
        codes.iter().map(row).collect()
    }
}

impl<'a> Somebody<'a> {
    fn new(id: i64, source: Option<&'a Person>) -> Somebody<'a> {
        Somebody {
            id,
            source,
            acts: false,
            first_job: None,
            credits: 0,
        }
    }

    fn popularity(&self, name: &str) -> f64 {
        let biographies = self.source.map_or(0, |person| 1 + person.texts.len());
        stats::of_person(name, self.credits, biographies)
    }
}

/// All credits: films first, the cast of each before its crew, then series.
fn credits(sources: &Sources) -> impl Iterator<Item = Credit<'_>> {
    let films = sources
        .films
        .iter()
        .flat_map(|film| listed(&film.cast, &film.crew));
    let series = sources.series.iter().flat_map(|series| {
        let creators = series.created_by.iter().map(|name| Credit::Creator(name));
        let episodes = series
            .episodes()
            .flat_map(|(_, episode)| listed(&episode.cast, &episode.crew));
        creators
            .chain(listed(&series.cast, &series.crew))
            .chain(episodes)
    });
    films.chain(series)
}

fn listed<'a>(cast: &'a [Role], crew: &'a [Job]) -> impl Iterator<Item = Credit<'a>> {
    cast.iter()
        .map(Credit::Role)
        .chain(crew.iter().map(Credit::Job))
}

fn company_row(id: i64, name: &str, known: &[Company]) -> Value {
    let country = known
        .iter()
        .find(|company| company.name == name)
        .map_or("", |company| &company.country);
    json!({ "id": id, "logo_path": null, "name": name, "origin_country": country })
}
