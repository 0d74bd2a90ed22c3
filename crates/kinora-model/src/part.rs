//! The parts of entities: which there are, which kind has which, and what a part's document is.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::key::Kind;

/// A part of an entity: one document, one column. The number is what the store writes; it never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// What is true in every language: dates, numbers, status, references to other entities.
    Facts = 1,
    /// What is written in languages: titles, overviews, taglines, biographies.
    Texts = 2,
    /// Alternative titles and names.
    Titles = 3,
    /// Who made it, in billing order; for people, what they made.
    Credits = 4,
    /// Credits over all episodes, with their counts.
    Aggregate = 5,
    /// Keywords.
    Keywords = 6,
    /// Releases by country, with certifications.
    Releases = 7,
    /// Ratings of a series by country.
    Ratings = 8,
    /// Posters, backdrops, logos, stills, profiles.
    Images = 9,
    /// Links to trailers and clips.
    Videos = 10,
    /// Ids elsewhere.
    Links = 11,
    /// Where to watch, by country.
    Providers = 12,
    /// Episodes that were shown in theatres.
    Screened = 13,
    /// Images of titles in which a person is tagged.
    Tagged = 14,
    /// Changes of state: creation, deletion, merging. Has no document.
    State = 15,
    /// Reviews of a title; they are rows of their own. Has no document.
    Reviews = 16,
    /// Episode groups of a series; they are rows of their own. Has no document.
    Groups = 17,
}

impl Part {
    /// Parts that are documents in the entity's row.
    pub const DOCUMENTS: [Part; 14] = [
        Part::Facts,
        Part::Texts,
        Part::Titles,
        Part::Credits,
        Part::Aggregate,
        Part::Keywords,
        Part::Releases,
        Part::Ratings,
        Part::Images,
        Part::Videos,
        Part::Links,
        Part::Providers,
        Part::Screened,
        Part::Tagged,
    ];

    /// What history knows besides documents.
    pub const ROWS: [Part; 3] = [Part::State, Part::Reviews, Part::Groups];

    /// The English noun, which is also the name of its column.
    pub const fn name(self) -> &'static str {
        match self {
            Part::Facts => "facts",
            Part::Texts => "texts",
            Part::Titles => "titles",
            Part::Credits => "credits",
            Part::Aggregate => "aggregate",
            Part::Keywords => "keywords",
            Part::Releases => "releases",
            Part::Ratings => "ratings",
            Part::Images => "images",
            Part::Videos => "videos",
            Part::Links => "links",
            Part::Providers => "providers",
            Part::Screened => "screened",
            Part::Tagged => "tagged",
            Part::State => "state",
            Part::Reviews => "reviews",
            Part::Groups => "groups",
        }
    }

    /// The documents that entities of a kind are made of: the columns of its table.
    pub const fn of(kind: Kind) -> &'static [Part] {
        use Part::{
            Aggregate, Credits, Facts, Images, Keywords, Links, Providers, Ratings, Releases,
            Screened, Tagged, Texts, Titles, Videos,
        };
        match kind {
            Kind::Movie => &[
                Facts, Texts, Titles, Credits, Keywords, Releases, Images, Videos, Links, Providers,
            ],
            Kind::Series => &[
                Facts, Texts, Titles, Credits, Aggregate, Keywords, Ratings, Images, Videos, Links,
                Providers, Screened,
            ],
            Kind::Season => &[
                Facts, Texts, Credits, Aggregate, Images, Videos, Links, Providers,
            ],
            Kind::Episode => &[Facts, Texts, Credits, Images, Videos, Links],
            Kind::Person => &[Facts, Texts, Credits, Images, Links, Tagged],
            Kind::Collection => &[Facts, Texts, Images],
            Kind::Company | Kind::Network => &[Facts, Titles, Images],
            Kind::Keyword => &[Facts],
        }
    }

    const fn bit(self) -> u32 {
        1 << (self as u32)
    }
}

/// A set of parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PartSet(u32);

impl PartSet {
    /// No part.
    pub const NONE: PartSet = PartSet(0);
    /// Every part.
    pub const ALL: PartSet = PartSet(u32::MAX);

    /// The set of these parts.
    pub const fn of(parts: &[Part]) -> PartSet {
        let mut bits = 0;
        let mut index = 0;
        while index < parts.len() {
            bits |= parts[index].bit();
            index += 1;
        }
        PartSet(bits)
    }

    /// Both sets together.
    pub const fn union(self, other: PartSet) -> PartSet {
        PartSet(self.0 | other.0)
    }

    /// The parts of this set that are not in the other.
    pub const fn without(self, other: PartSet) -> PartSet {
        PartSet(self.0 & !other.0)
    }

    /// Whether no part is in it.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether a part is in it.
    pub const fn contains(self, part: Part) -> bool {
        self.0 & part.bit() != 0
    }
}

/// A document that is a part of some kind of entity.
pub trait Document: Serialize + DeserializeOwned {
    /// The part that it is.
    const PART: Part;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_facts_and_only_documents() {
        for kind in Kind::ALL {
            assert_eq!(Part::of(kind)[0], Part::Facts);
            assert!(
                Part::of(kind)
                    .iter()
                    .all(|part| Part::DOCUMENTS.contains(part))
            );
            assert_eq!(Kind::from_number(kind as i64), Some(kind));
        }
        assert_eq!(Kind::from_number(0), None);
        assert_eq!(Kind::from_number(10), None);
    }
}
