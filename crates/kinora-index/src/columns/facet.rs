//! What titles have or have not: everything that a filter asks by equality.

use kinora_model::{EntityKey, Language, Locale};
use xxhash_rust::xxh3::xxh3_64;

use crate::country::Country;
use crate::offer::Monetization;

/// Something that a title has.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Facet {
    /// It is pornographic.
    Adult,
    /// It is a direct-to-video release or similar.
    Video,
    /// It is a movie of either of these kinds: nearly every question leaves both out.
    AdultOrVideo,
    /// An episode was shown in theatres.
    Screened,
    /// Its first date is known.
    Dated,
    /// It is of a genre.
    Genre(i32),
    /// It has a keyword.
    Keyword(i64),
    /// It belongs to a collection.
    Collection(i64),
    /// A company made it.
    Company(i64),
    /// A network showed it.
    Network(i64),
    /// Somebody plays in it.
    Cast(i64),
    /// Somebody made it.
    Crew(i64),
    /// Its original language.
    Language(Language),
    /// Where it is from.
    Origin(Country),
    /// The number of its status.
    Status(u8),
    /// The number of its type.
    Type(u8),
    /// It has a title of its own in a locale.
    Title(Locale),
    /// It has an overview in a locale.
    Overview(Locale),
    /// It was released somewhere, or at some time.
    Released,
    /// It was released in a country.
    ReleasedIn(Country),
    /// A release in a country has a rating, in lower case.
    Rated(Country, Box<str>),
    /// Somebody offers it in a country in some way.
    Offer(Country, Option<i64>, Option<Monetization>),
    /// A person was told to be known for this title.
    KnownFor(EntityKey),
}

/// A facet as a number, by which it is looked up and stored. No two facets have the same, but that ratings stand in it by
/// their fingerprints.
pub(crate) type Code = u128;

/// The bits of a code, from the highest: what sort of facet, a place of four letters, a small number, an id.
fn code(sort: u8, place: [u8; 4], small: u8, id: u64) -> Code {
    let place = u128::from(u32::from_be_bytes(place));
    u128::from(sort) << 120 | place << 80 | u128::from(small) << 64 | u128::from(id)
}

impl Facet {
    /// Its number.
    pub fn code(&self) -> Code {
        let plain = |sort| code(sort, [0; 4], 0, 0);
        let of_id = |sort, id: i64| code(sort, [0; 4], 0, id.cast_unsigned());
        let of_small = |sort, small| code(sort, [0; 4], small, 0);
        let of_country = |sort, country: Country| code(sort, country.letters(), 0, 0);
        match self {
            Facet::Adult => plain(1),
            Facet::Video => plain(2),
            Facet::AdultOrVideo => plain(23),
            Facet::Screened => plain(3),
            Facet::Dated => plain(4),
            Facet::Genre(id) => of_id(GENRE, i64::from(*id)),
            Facet::Keyword(id) => of_id(KEYWORD, *id),
            Facet::Collection(id) => of_id(COLLECTION, *id),
            Facet::Company(id) => of_id(8, *id),
            Facet::Network(id) => of_id(9, *id),
            Facet::Cast(id) => of_id(10, *id),
            Facet::Crew(id) => of_id(11, *id),
            Facet::Language(language) => code(12, letters(*language, None), 0, 0),
            Facet::Origin(country) => of_country(13, *country),
            Facet::Status(number) => of_small(14, *number),
            Facet::Type(number) => of_small(15, *number),
            Facet::Title(locale) => code(16, letters(locale.language, locale.country()), 0, 0),
            Facet::Overview(locale) => code(17, letters(locale.language, locale.country()), 0, 0),
            Facet::Released => plain(18),
            Facet::ReleasedIn(country) => of_country(19, *country),
            Facet::Rated(country, rating) => {
                code(20, country.letters(), 0, xxh3_64(rating.as_bytes()))
            }
            Facet::Offer(country, provider, way) => {
                let way = way.map_or(0, |way| way as u8);
                // Which of the two are named is a part of the number as well.
                let named = way | u8::from(provider.is_some()) << 7;
                let id = provider.unwrap_or_default().cast_unsigned();
                code(21, country.letters(), named, id)
            }
            Facet::KnownFor(title) => code(
                KNOWN_FOR,
                [0; 4],
                title.kind as u8,
                title.id.cast_unsigned(),
            ),
        }
    }

    /// Whether it is also looked up from the side of the title.
    pub fn is_recalled(&self) -> bool {
        let recalled = [GENRE, KEYWORD, COLLECTION, KNOWN_FOR];
        recalled.contains(&((self.code() >> 120) as u8))
    }

    /// The facet of a code, of those that are [recalled](Facet::is_recalled).
    pub fn recalled(code: Code) -> Option<Facet> {
        let id = (code as u64).cast_signed();
        Some(match (code >> 120) as u8 {
            GENRE => Facet::Genre(i32::try_from(id).ok()?),
            KEYWORD => Facet::Keyword(id),
            COLLECTION => Facet::Collection(id),
            KNOWN_FOR => {
                let kind = kinora_model::Kind::from_number(i64::from((code >> 64) as u8))?;
                Facet::KnownFor(EntityKey::new(kind, id))
            }
            _ => return None,
        })
    }
}

const GENRE: u8 = 5;
const KEYWORD: u8 = 6;
const COLLECTION: u8 = 7;
const KNOWN_FOR: u8 = 22;

fn letters(language: Language, country: Option<&str>) -> [u8; 4] {
    let mut letters = [0; 4];
    for (place, code) in [(0, Some(language.as_str())), (2, country)] {
        let code = code.unwrap_or_default().bytes().take(2);
        letters[place..]
            .iter_mut()
            .zip(code)
            .for_each(|(to, letter)| *to = letter);
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_facet_has_a_code_of_its_own() {
        let country = |code| Country::parse(code).unwrap();
        let locale = |text: &str| -> Locale { text.parse().unwrap() };
        let movie = |id| EntityKey::new(kinora_model::Kind::Movie, id);
        let facets = [
            Facet::Adult,
            Facet::Video,
            Facet::AdultOrVideo,
            Facet::Genre(1),
            Facet::Genre(-1),
            Facet::Keyword(1),
            Facet::Keyword(i64::MIN),
            Facet::Collection(1),
            Facet::Cast(1),
            Facet::Crew(1),
            Facet::Status(1),
            Facet::Type(1),
            Facet::Title(locale("de-AT")),
            Facet::Title(locale("de-DE")),
            Facet::Overview(locale("de-DE")),
            Facet::Origin(country("DE")),
            Facet::ReleasedIn(country("DE")),
            Facet::Rated(country("DE"), "16".into()),
            Facet::Rated(country("DE"), "18".into()),
            Facet::Offer(country("DE"), None, Some(Monetization::Buy)),
            Facet::Offer(country("DE"), Some(0), Some(Monetization::Buy)),
            Facet::Offer(country("DE"), Some(0), None),
            Facet::KnownFor(movie(1)),
            Facet::KnownFor(EntityKey::new(kinora_model::Kind::Series, 1)),
        ];
        let mut codes: Vec<Code> = facets.iter().map(Facet::code).collect();
        codes.sort_unstable();
        codes.dedup();

        assert_eq!(codes.len(), facets.len());
        for facet in facets {
            let recalled = Facet::recalled(facet.code());
            assert_eq!(recalled.is_some(), facet.is_recalled());
            assert!(recalled.is_none_or(|recalled| recalled == facet));
        }
    }
}
