//! People, and the titles that they are known for.

use kinora_model::{EntityKey, Kind, Part, PartSet, PersonFacts};
use kinora_store::{Card, StoreError};

use crate::columns::{Entry, EventList, Facet, Live, Number, Posting, Words, posting};
use crate::order::by_popularity;
use crate::snapshot::Snapshot;
use crate::title::{Title, names};
use crate::titles::Named;

/// The parts that a person is read from.
pub(crate) const PARTS: PartSet = PartSet::of(&[Part::Facts]);

/// How many titles a person is known for at most (contract 3.19).
const KNOWN_FOR: usize = 3;

/// A person.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Person {
    /// The daily score.
    pub popularity: f64,
    /// Whether they are known for pornographic work.
    pub is_adult: bool,
    /// The titles that lists showed with the person when they were imported, as many as are shown.
    told: Vec<EntityKey>,
}

impl Person {
    /// Reads a person and their names.
    pub fn read(card: &Card) -> Result<(Person, Named), StoreError> {
        let facts: PersonFacts = card.record.part()?;
        let is_adult = facts.adult.unwrap_or_default();
        let aliases = facts.also_known_as.iter().flatten().map(String::as_str);
        let told = [facts.name.as_deref(), facts.original_name.as_deref()];
        let named = Named {
            is_adult,
            names: names(told.into_iter().chain(aliases.map(Some)), None, None),
            ..Named::new(card)
        };
        let mut told = facts.known_for.unwrap_or_default();
        told.truncate(KNOWN_FOR);
        let person = Person {
            popularity: card.stat.popularity,
            is_adult,
            told,
        };
        Ok((person, named))
    }
}

impl Entry for Person {
    fn facets(&self, tell: &mut dyn FnMut(Facet)) {
        if self.is_adult {
            tell(Facet::Adult);
        }
        self.told
            .iter()
            .for_each(|title| tell(Facet::KnownFor(*title)));
    }

    fn number(&self, number: Number) -> Option<f64> {
        (number == Number::Popularity).then_some(self.popularity)
    }

    fn words(&self, _: Words) -> &str {
        ""
    }

    fn events(&self, _: &mut dyn FnMut(EventList, i32, u8)) {}

    fn shown_day(&self, _: &str, _: &[i32]) -> Option<i32> {
        None
    }
}

impl Snapshot {
    /// The titles that a person is known for, at most 3: as told, else the most popular ones first. Only adult people are known
    /// for adult ones.
    pub fn known_for(&self, person: i64) -> Vec<EntityKey> {
        let Some(told) = self.people.recalled(person) else {
            return Vec::new();
        };
        let told = told.into_iter().filter_map(|facet| match facet {
            Facet::KnownFor(title) => Some(title),
            _ => None,
        });
        let told: Vec<EntityKey> = told.collect();
        if !told.is_empty() {
            return told;
        }
        let with_adult = self.people.has(person, &Facet::Adult);
        let movies = most_popular(&self.movies, person, with_adult, |movie| &movie.title);
        let series = most_popular(&self.series, person, with_adult, |series| &series.title);
        let of_kind = |kind| move |title: Posting| (title, EntityKey::new(kind, title.id));
        let movies = movies.into_iter().map(of_kind(Kind::Movie));
        let mut titles: Vec<(Posting, EntityKey)> = movies
            .chain(series.into_iter().map(of_kind(Kind::Series)))
            .collect();
        titles.sort_by(|(one, first), (two, second)| {
            let standing = |title: &Posting| (title.popularity, title.id);
            by_popularity(standing(one), standing(two)).then(first.kind.cmp(&second.kind))
        });
        let titles = titles.into_iter().map(|(_, key)| key);
        titles.take(KNOWN_FOR).collect()
    }
}

/// The most popular titles of a kind with a credit of somebody.
fn most_popular<E: Entry>(
    titles: &Live<E>,
    person: i64,
    with_adult: bool,
    title: impl Fn(&E) -> &Title,
) -> Vec<Posting> {
    let fresh = titles.fresh();
    let fresh = fresh.filter(|(_, entry)| title(entry).credits.include(person));
    let fresh = fresh.map(|(id, entry)| posting(id, entry)).collect();
    let all = titles.listed(&[Facet::Cast(person), Facet::Crew(person)], fresh);
    let shown = all.filter(|title| with_adult || !title.is_adult);
    shown.take(KNOWN_FOR).collect()
}
