//! People, and the titles that they are known for.

use kinora_model::{EntityKey, Part, PartSet, PersonFacts};
use kinora_store::{Card, StoreError};

use crate::columns::{Entry, EventList, Facet, Number};
use crate::names::Named;
use crate::title::names;

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
    /// The titles that lists showed with the person when they were imported.
    told: Box<[EntityKey]>,
    /// The titles with a credit of theirs, those first that they are known for.
    titles: Box<[EntityKey]>,
    /// How many of the titles may be shown: all but adult ones, and those too if the person is adult.
    shown: usize,
}

/// What decides the place of something in lists that have no other order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Standing {
    /// The daily score.
    pub popularity: f64,
    /// Whether it is pornographic.
    pub is_adult: bool,
}

impl Person {
    /// Reads a person and their names. Titles are put in afterwards.
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
        let person = Person {
            popularity: card.stat.popularity,
            is_adult,
            told: facts.known_for.unwrap_or_default().into(),
            ..Person::default()
        };
        Ok((person, named))
    }

    /// The titles that the person is known for: as told, else the most popular ones first.
    pub fn known_for(&self) -> &[EntityKey] {
        if self.told.is_empty() {
            &self.titles[..self.shown.min(KNOWN_FOR)]
        } else {
            &self.told[..self.told.len().min(KNOWN_FOR)]
        }
    }

    /// Every title with a credit of the person.
    pub fn titles(&self) -> &[EntityKey] {
        &self.titles
    }

    /// The same person with these titles, each of them once. Titles without a standing are gone.
    pub fn with_titles(
        self,
        titles: impl IntoIterator<Item = EntityKey>,
        standing: impl Fn(EntityKey) -> Option<Standing>,
    ) -> Person {
        let standing = |key| standing(key).map(|standing| (standing, key));
        let mut titles: Vec<(Standing, EntityKey)> =
            titles.into_iter().filter_map(standing).collect();
        let is_hidden = |standing: &Standing| standing.is_adult && !self.is_adult;
        titles.sort_unstable_by(|(one, key), (two, other)| {
            let by_sight = is_hidden(one).cmp(&is_hidden(two));
            let by_popularity = two.popularity.total_cmp(&one.popularity);
            let by_key = (key.id, key.kind).cmp(&(other.id, other.kind));
            by_sight.then(by_popularity).then(by_key)
        });
        titles.dedup_by_key(|(_, key)| *key);
        let shown = titles.partition_point(|(standing, _)| !is_hidden(standing));
        Person {
            shown,
            titles: titles.into_iter().map(|(_, key)| key).collect(),
            ..self
        }
    }
}

impl Entry for Person {
    fn facets(&self, tell: &mut dyn FnMut(Facet)) {
        if self.is_adult {
            tell(Facet::Adult);
        }
    }

    fn number(&self, _: Number) -> Option<f64> {
        None
    }

    fn events(&self, _: &mut dyn FnMut(EventList, i32, u8)) {}
}

#[cfg(test)]
mod tests {
    use kinora_model::Kind;

    use super::*;

    fn known_for(is_adult: bool, titles: &[(i64, f64, bool)]) -> Vec<i64> {
        let person = Person {
            is_adult,
            ..Person::default()
        };
        let standing = |key: EntityKey| {
            let (_, popularity, is_adult) = *titles.iter().find(|title| title.0 == key.id)?;
            Some(Standing {
                popularity,
                is_adult,
            })
        };
        let keys = titles
            .iter()
            .map(|title| EntityKey::new(Kind::Movie, title.0));
        // Somebody who plays in a movie and made it has it twice; one of them is gone.
        let keys = keys
            .clone()
            .chain(keys)
            .chain([EntityKey::new(Kind::Movie, 404)]);
        let person = person.with_titles(keys, standing);
        person.known_for().iter().map(|key| key.id).collect()
    }

    #[test]
    fn a_person_is_known_for_the_three_most_popular_titles() {
        let titles = [
            (1, 1.0, false),
            (2, 5.0, false),
            (3, 3.0, false),
            (4, 3.0, false),
        ];

        assert_eq!(known_for(false, &titles), [2, 3, 4]);
        assert_eq!(known_for(false, &titles[..1]), [1]);
        assert!(known_for(false, &[]).is_empty());
    }

    #[test]
    fn only_adult_people_are_known_for_adult_titles() {
        let titles = [(1, 1.0, false), (2, 5.0, true)];

        assert_eq!(known_for(false, &titles), [1]);
        assert_eq!(known_for(true, &titles), [2, 1]);
    }
}
