//! The demo sources: what the TOML files say.
//!
//! Unknown keys and lines that are not of their form are errors, so that a slip of the pen shows in the tests.

use std::collections::BTreeMap;

use anyhow::{Context, ensure};
use kinora_model::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::line::{Job, Release, ReleaseKind, Role, TitleElsewhere};

const FILMS: [(&str, &str); 3] = [
    (
        "films/1895-1924.toml",
        include_str!("../../demo/films/1895-1924.toml"),
    ),
    (
        "films/1925-1935.toml",
        include_str!("../../demo/films/1925-1935.toml"),
    ),
    (
        "films/1936-1970.toml",
        include_str!("../../demo/films/1936-1970.toml"),
    ),
];
const SERIES: (&str, &str) = ("series.toml", include_str!("../../demo/series.toml"));
const PEOPLE: (&str, &str) = ("people.toml", include_str!("../../demo/people.toml"));
const COMPANIES: (&str, &str) = ("companies.toml", include_str!("../../demo/companies.toml"));
const COLLECTIONS: (&str, &str) = (
    "collections.toml",
    include_str!("../../demo/collections.toml"),
);

/// All the sources, films and series in the order of their numbers.
#[derive(Debug)]
pub struct Sources {
    /// Films.
    pub films: Vec<Film>,
    /// Series.
    pub series: Vec<Series>,
    /// People with a biography.
    pub people: Vec<Person>,
    /// Companies about which more than a name is known.
    pub companies: Vec<Company>,
    /// Networks.
    pub networks: Vec<Company>,
    /// Collections of films.
    pub collections: Vec<Collection>,
}

impl Sources {
    /// Reads the sources that this program carries.
    pub fn read() -> anyhow::Result<Sources> {
        let mut films = Vec::new();
        for source in FILMS {
            films.extend(parse::<FilmFile>(source)?.film);
        }
        films.sort_by_key(|film| film.number);
        let mut series = parse::<SeriesFile>(SERIES)?.series;
        series.sort_by_key(|series| series.number);
        let companies: CompanyFile = parse(COMPANIES)?;
        let sources = Sources {
            films,
            series,
            people: parse::<PersonFile>(PEOPLE)?.person,
            companies: companies.company,
            networks: companies.network,
            collections: parse::<CollectionFile>(COLLECTIONS)?.collection,
        };
        sources.check()?;
        Ok(sources)
    }

    /// Numbers are permanent, so none may be given twice.
    fn check(&self) -> anyhow::Result<()> {
        unique("film", self.films.iter().map(|film| film.number))?;
        unique("series", self.series.iter().map(|series| series.number))?;
        unique("person", self.people.iter().map(|person| person.number))?;
        unique(
            "company",
            self.companies.iter().map(|company| company.number),
        )?;
        unique(
            "network",
            self.networks.iter().map(|network| network.number),
        )
    }
}

fn parse<T: DeserializeOwned>((name, text): (&str, &str)) -> anyhow::Result<T> {
    toml::from_str(text).with_context(|| format!("in the demo source {name}"))
}

fn unique(kind: &str, numbers: impl Iterator<Item = i64>) -> anyhow::Result<()> {
    let mut numbers: Vec<i64> = numbers.collect();
    numbers.sort_unstable();
    for pair in numbers.windows(2) {
        ensure!(
            pair[0] != pair[1],
            "the demo sources give the number {} to more than one {kind}",
            pair[0]
        );
    }
    Ok(())
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FilmFile {
    film: Vec<Film>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeriesFile {
    series: Vec<Series>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonFile {
    person: Vec<Person>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CompanyFile {
    company: Vec<Company>,
    network: Vec<Company>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CollectionFile {
    collection: Vec<Collection>,
}

/// A film.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Film {
    pub number: i64,
    pub title: String,
    pub original_title: Option<String>,
    pub original_language: String,
    pub spoken: Vec<String>,
    pub countries: Vec<String>,
    pub runtime: i64,
    pub genres: Vec<String>,
    #[serde(default)]
    pub companies: Vec<String>,
    pub keywords: Vec<String>,
    pub releases: Vec<Release>,
    pub imdb: Option<String>,
    pub wikidata: Option<String>,
    #[serde(default)]
    pub budget: i64,
    #[serde(default)]
    pub revenue: i64,
    #[serde(default)]
    pub tagline: String,
    pub overview: String,
    #[serde(default)]
    pub alternative_titles: Vec<TitleElsewhere>,
    #[serde(default)]
    pub cast: Vec<Role>,
    pub crew: Vec<Job>,
    pub collection: Option<String>,
    #[serde(default)]
    pub reviews: Vec<String>,
    #[serde(default)]
    pub texts: BTreeMap<String, Text>,
}

/// A series.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Series {
    pub number: i64,
    pub name: String,
    pub original_name: Option<String>,
    pub original_language: String,
    pub spoken: Vec<String>,
    pub countries: Vec<String>,
    #[serde(rename = "type")]
    pub series_type: String,
    pub genres: Vec<String>,
    #[serde(default)]
    pub companies: Vec<String>,
    #[serde(default)]
    pub networks: Vec<String>,
    pub keywords: Vec<String>,
    #[serde(default)]
    pub created_by: Vec<String>,
    pub imdb: Option<String>,
    #[serde(default)]
    pub tagline: String,
    pub overview: String,
    #[serde(default)]
    pub alternative_titles: Vec<TitleElsewhere>,
    #[serde(default)]
    pub cast: Vec<Role>,
    #[serde(default)]
    pub crew: Vec<Job>,
    #[serde(default)]
    pub texts: BTreeMap<String, Text>,
    pub seasons: Vec<Season>,
}

/// A season of a series.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Season {
    pub number: i64,
    pub name: Option<String>,
    pub overview: String,
    pub episodes: Vec<Episode>,
}

/// An episode of a season.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Episode {
    pub number: i64,
    pub name: String,
    pub date: Option<Date>,
    pub runtime: Option<i64>,
    pub overview: String,
    #[serde(default)]
    pub cast: Vec<Role>,
    #[serde(default)]
    pub crew: Vec<Job>,
}

/// A person with a biography.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub number: i64,
    pub name: String,
    pub gender: Gender,
    pub department: String,
    pub born: Option<Date>,
    pub died: Option<Date>,
    pub place: Option<String>,
    pub imdb: Option<String>,
    pub wikidata: Option<String>,
    #[serde(default)]
    pub also: Vec<String>,
    pub biography: String,
    #[serde(default)]
    pub texts: BTreeMap<String, String>,
}

/// A person's gender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gender {
    Female = 1,
    Male = 2,
    Other = 3,
}

/// A production company or a network.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Company {
    pub number: i64,
    pub name: String,
    #[serde(default)]
    pub country: String,
    #[serde(default)]
    pub headquarters: String,
    #[serde(default)]
    pub also: Vec<String>,
}

/// A collection of films; the films say that they belong to it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Collection {
    pub name: String,
    pub overview: String,
    #[serde(default)]
    pub texts: BTreeMap<String, Text>,
}

/// A title and its texts in another language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    #[serde(alias = "name")]
    pub title: String,
    #[serde(default)]
    pub tagline: String,
    pub overview: String,
}

impl Film {
    /// The title in the original language.
    pub fn original_title(&self) -> &str {
        self.original_title.as_deref().unwrap_or(&self.title)
    }

    /// The primary release date: the earliest release that is not a premiere, else the earliest.
    pub fn date(&self) -> Option<Date> {
        let dates = |premieres: bool| {
            let wanted =
                move |release: &&Release| (release.kind == ReleaseKind::Premiere) == premieres;
            self.releases
                .iter()
                .filter(wanted)
                .map(|release| release.date)
                .min()
        };
        dates(false).or_else(|| dates(true))
    }

    /// The first director.
    pub fn director(&self) -> Option<&str> {
        self.crew
            .iter()
            .find(|job| job.job == "Director")
            .map(|job| job.person.as_str())
    }
}

impl Series {
    /// The name in the original language.
    pub fn original_name(&self) -> &str {
        self.original_name.as_deref().unwrap_or(&self.name)
    }

    /// The episodes with their seasons, specials last.
    pub fn episodes(&self) -> impl DoubleEndedIterator<Item = (&Season, &Episode)> {
        let specials = self.seasons.iter().filter(|season| season.number == 0);
        let seasons = self.seasons.iter().filter(|season| season.number > 0);
        seasons
            .chain(specials)
            .flat_map(|season| season.episodes.iter().map(move |episode| (season, episode)))
    }

    /// The roles of the whole series: the main cast, then guests in the order in which they appear.
    pub fn roles(&self) -> Vec<&Role> {
        let mut roles: Vec<&Role> = self.cast.iter().collect();
        for role in self.episodes().flat_map(|(_, episode)| &episode.cast) {
            if !roles.contains(&role) {
                roles.push(role);
            }
        }
        roles
    }

    /// When the first episode was shown.
    pub fn first_date(&self) -> Option<Date> {
        self.episodes()
            .filter_map(|(_, episode)| episode.date)
            .min()
    }
}

impl Season {
    /// Its own name, else the usual one.
    pub fn name(&self) -> String {
        let usual = || {
            if self.number == 0 {
                "Specials".to_owned()
            } else {
                format!("Season {}", self.number)
            }
        };
        self.name.clone().unwrap_or_else(usual)
    }

    /// When its first episode was shown.
    pub fn date(&self) -> Option<Date> {
        self.episodes
            .iter()
            .filter_map(|episode| episode.date)
            .min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sources_can_be_read() {
        Sources::read().unwrap();
    }

    #[test]
    fn lines_have_their_form() {
        let release = Release::try_from("DE 1922-03-04 premiere Berlin".to_owned()).unwrap();
        assert_eq!(
            (
                release.country.as_str(),
                release.kind,
                release.note.as_str()
            ),
            ("DE", ReleaseKind::Premiere, "Berlin")
        );
        for wrong in [
            "DE 1922 premiere",
            "de 1922-03-04 premiere",
            "DE 1922-02-30 theatrical",
            "DE 1922-03-04 cinema",
        ] {
            assert!(Release::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
        assert!(Role::try_from("Max Schreck".to_owned()).is_err());
        assert_eq!(
            Role::try_from("Jehanne d'Alcy =".to_owned())
                .unwrap()
                .character,
            ""
        );
        assert!(Job::try_from("Director: F. W. Murnau".to_owned()).is_err());
    }

    #[test]
    fn errors_say_where() {
        let error = parse::<FilmFile>(("films/x.toml", "[[film]]\nnumbr = 1\n")).unwrap_err();
        assert!(format!("{error:#}").contains("films/x.toml"), "{error:#}");
        assert!(format!("{error:#}").contains("numbr"), "{error:#}");
    }
}
