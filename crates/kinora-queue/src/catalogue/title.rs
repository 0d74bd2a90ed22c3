//! A title as this API shows it: a movie, series, season or episode (contract 6.3).

use kinora_model::release::{ContentRatings, Releases};
use kinora_model::text::TextField;
use kinora_model::{
    EntityKey, EpisodeFacts, Kind, Locale, MovieFacts, Part, PartSet, SeasonFacts, SeriesFacts,
    Texts,
};
use kinora_store::{Card, StoreError};
use rustc_hash::FxHashMap;

use super::part::TitlePart;
use crate::address::{self, Links, link};
use crate::call::Call;
use crate::document::{Element, Scalar};
use crate::fault::Fault;

/// The country whose ratings are shown, as terms of this API are those of that country.
const COUNTRY: &str = "US";

/// A title with what every answer shows of it.
#[derive(Clone, Debug)]
pub struct Title {
    /// The title.
    pub key: EntityKey,
    /// The series of a season or episode.
    pub series: Option<i64>,
    /// The name of that series.
    pub series_name: Option<String>,
    /// Its own name.
    pub name: String,
    /// What it is about.
    pub synopsis: String,
    /// Codes of the languages that are spoken in it.
    pub languages: Vec<String>,
    year: Option<u16>,
    minutes: Option<i32>,
    picture: Option<String>,
    genres: Vec<String>,
    rating: Option<String>,
    average: Option<f64>,
    has_directors: bool,
    is_disc: bool,
}

/// What the facts of any kind say.
#[derive(Default)]
struct Facts {
    name: Option<String>,
    series: Option<i64>,
    year: Option<u16>,
    minutes: Option<i32>,
    picture: Option<String>,
    genres: Vec<i32>,
    languages: Vec<String>,
}

impl Facts {
    fn read(card: &Card) -> Result<Facts, StoreError> {
        let record = &card.record;
        Ok(match record.key.kind {
            Kind::Movie => {
                let facts: MovieFacts = record.part()?;
                Facts {
                    name: facts.original_title,
                    year: facts.release_date.map(|date| date.year()),
                    minutes: facts.runtime,
                    picture: facts.poster_path,
                    genres: facts.genres.unwrap_or_default(),
                    languages: facts.spoken_languages.unwrap_or_default(),
                    ..Facts::default()
                }
            }
            Kind::Series => {
                let facts: SeriesFacts = record.part()?;
                Facts {
                    name: facts.original_name,
                    year: facts.first_air_date.map(|date| date.year()),
                    minutes: facts.episode_run_time.unwrap_or_default().first().copied(),
                    picture: facts.poster_path,
                    genres: facts.genres.unwrap_or_default(),
                    languages: facts.spoken_languages.unwrap_or_default(),
                    ..Facts::default()
                }
            }
            Kind::Season => {
                let facts: SeasonFacts = record.part()?;
                Facts {
                    name: facts.number.map(|number| format!("Season {number}")),
                    series: facts.series,
                    year: facts.air_date.map(|date| date.year()),
                    picture: facts.poster_path,
                    ..Facts::default()
                }
            }
            _ => {
                let facts: EpisodeFacts = record.part()?;
                Facts {
                    name: facts.number.map(|number| format!("Episode {number}")),
                    series: facts.series,
                    year: facts.air_date.map(|date| date.year()),
                    minutes: facts.runtime,
                    picture: facts.still_path,
                    ..Facts::default()
                }
            }
        })
    }
}

/// The parts that titles are made of.
const PARTS: PartSet = PartSet::of(&[Part::Facts, Part::Texts, Part::Releases, Part::Ratings]);

impl Title {
    /// These titles, as far as they are there, in this order.
    pub async fn load(call: &Call, keys: Vec<EntityKey>) -> Result<Vec<Title>, Fault> {
        let store = &call.app.store;
        let cards = store.cards(keys, PARTS).await?;
        let mut facts = Vec::with_capacity(cards.len());
        for card in &cards {
            facts.push(Facts::read(card)?);
        }
        let mut parents: Vec<i64> = facts.iter().filter_map(|facts| facts.series).collect();
        parents.sort_unstable();
        parents.dedup();
        let parents = parents
            .into_iter()
            .map(|id| EntityKey::new(Kind::Series, id));
        let mut names = FxHashMap::default();
        for card in store.cards(parents.collect(), PARTS).await? {
            let texts: Texts = card.record.part()?;
            names.insert(card.record.key.id, name(&texts, Facts::read(&card)?.name));
        }
        let keys = cards.iter().map(|card| card.record.key).collect();
        let directed = store.directed(keys).await?;
        let mut titles = Vec::with_capacity(cards.len());
        for ((card, facts), has_directors) in cards.iter().zip(facts).zip(directed) {
            let series_name = facts.series.and_then(|id| names.get(&id).cloned());
            let title = Title::of(call, card, facts, series_name)?;
            titles.push(Title {
                has_directors,
                ..title
            });
        }
        Ok(titles)
    }

    /// One title.
    pub async fn one(call: &Call, key: EntityKey) -> Result<Title, Fault> {
        let mut titles = Title::load(call, vec![key]).await?;
        titles.pop().ok_or(Fault::NotFound)
    }

    fn of(
        call: &Call,
        card: &Card,
        facts: Facts,
        series_name: Option<String>,
    ) -> Result<Title, StoreError> {
        let (record, reference) = (&card.record, call.app.store.reference());
        let texts: Texts = record.part()?;
        let genres = facts.genres.iter().map(|id| {
            reference
                .genre_name(record.key.kind, *id, Locale::DEFAULT)
                .to_owned()
        });
        let poster = texts.poster(Locale::DEFAULT, None, facts.picture.as_deref());
        let rated = card.stat.vote_count > 0;
        Ok(Title {
            key: record.key,
            series: facts.series,
            series_name,
            synopsis: texts.read(Locale::DEFAULT, TextField::Overview).to_owned(),
            languages: facts.languages,
            year: facts.year,
            minutes: facts.minutes.filter(|minutes| *minutes > 0),
            picture: poster.map(str::to_owned),
            genres: genres.filter(|name| !name.is_empty()).collect(),
            rating: rating(card)?,
            average: rated.then_some(card.stat.vote_average / 2.0),
            name: name(&texts, facts.name),
            has_directors: false,
            is_disc: false,
        })
    }

    /// The same, named as a disc.
    pub fn into_disc(self) -> Title {
        Title {
            is_disc: true,
            ..self
        }
    }

    /// Its address.
    pub fn address(&self, links: &Links) -> String {
        let number = crate::number::of(self.key);
        links.at(&match self.is_disc {
            true => format!("/catalog/titles/discs/{number}"),
            false => address::path(self.key, self.series),
        })
    }

    /// The name that says it all: seasons and episodes have that of their series in front.
    pub fn full_name(&self) -> String {
        match &self.series_name {
            Some(series) => format!("{series}: {}", self.name),
            None => self.name.clone(),
        }
    }

    /// A link to it.
    pub fn link(&self, links: &Links) -> Element {
        link(self.address(links), "catalog/title", &self.full_name())
    }

    /// The average of its ratings, 0.5 to 5.
    pub fn average(&self) -> Option<f64> {
        self.average
    }

    /// The names of the parts that it has.
    pub fn parts(&self) -> impl Iterator<Item = TitlePart> {
        TitlePart::ALL.into_iter().filter(|part| match part {
            TitlePart::Directors => self.has_directors,
            TitlePart::Cast => self.key.kind != Kind::Episode,
            TitlePart::Languages => !self.languages.is_empty(),
            TitlePart::Seasons => self.key.kind == Kind::Series,
            TitlePart::Episodes => self.key.kind == Kind::Season,
            TitlePart::Discs => self.key.kind != Kind::Episode && !self.is_disc,
            TitlePart::Similars => matches!(self.key.kind, Kind::Movie | Kind::Series),
            TitlePart::Synopsis | TitlePart::Formats => true,
            // There is nothing in the catalogue to fill these with.
            TitlePart::ScreenFormats | TitlePart::Awards | TitlePart::BonusMaterials => false,
            // It is an element of its own.
            TitlePart::BoxArt => false,
        })
    }

    /// What an answer shows of it, the expanded parts inside of their links.
    pub async fn show(&self, call: &Call, root: Element) -> Result<Element, Fault> {
        let links = &call.links;
        let mut element = root.child(
            Element::new("title")
                .attribute("short", &self.name)
                .attribute("regular", self.full_name()),
        );
        element = element.children(self.box_art(links));
        if let Some(year) = self.year {
            element = element.with("release_year", i64::from(year));
        }
        if let Some(rating) = &self.rating {
            let scheme = match self.key.kind {
                Kind::Movie => "mpaa_ratings",
                _ => "tv_ratings",
            };
            element = element.child(links.category(scheme, rating, rating));
        }
        let genres = self.genres.iter();
        element = element.children(genres.map(|name| links.category("genres", name, name)));
        if let Some(minutes) = self.minutes {
            element = element.with("runtime", i64::from(minutes) * 60);
        }
        let address = self.address(links);
        for part in self.parts() {
            let row = part.row();
            let href = format!("{address}/{}", row.segment);
            let mut link = link(href, row.relation, row.title);
            if call.expands(row.title, row.expand) {
                link = link.child(part.inside(call, self).await?);
            }
            element = element.child(link);
        }
        if let (Some(id), Some(name)) = (self.series, &self.series_name) {
            let series = EntityKey::new(Kind::Series, id);
            let href = links.at(&address::path(series, None));
            element = element.child(link(href, "catalog/titles.series", name));
        }
        if let Some(average) = self.average {
            element = element.with("average_rating", Scalar::tenths(average));
        }
        Ok(element.children(self.page(links)))
    }

    /// The whole title as the only thing that is answered, or as an item of a list.
    pub async fn document(&self, call: &Call, name: &'static str) -> Result<Element, Fault> {
        let id = Element::of("id", self.address(&call.links));
        self.show(call, Element::new(name).child(id)).await
    }

    /// The element with addresses of its pictures.
    pub fn box_art(&self, links: &Links) -> Option<Element> {
        let picture = self.picture.as_deref()?;
        let at = |size: &str| format!("{}{size}{picture}", links.images);
        Some(
            Element::new("box_art")
                .attribute("small", at("w92"))
                .attribute("medium", at("w154"))
                .attribute("large", at("w342")),
        )
    }

    fn page(&self, links: &Links) -> Option<Element> {
        let path = match self.key.kind {
            Kind::Movie => format!("/movie/{}", self.key.id),
            Kind::Series => format!("/tv/{}", self.key.id),
            _ => format!("/tv/{}", self.series?),
        };
        Some(link(
            format!("{}{path}", links.site),
            "alternate",
            "web page",
        ))
    }
}

/// The name that English readers know, else the one it has.
fn name(texts: &Texts, original: Option<String>) -> String {
    let english = texts.read(Locale::DEFAULT, TextField::Title);
    if !english.is_empty() {
        return english.to_owned();
    }
    let original = original.filter(|name| !name.is_empty());
    let any = || texts.any_title().map(str::to_owned);
    original.or_else(any).unwrap_or_default()
}

/// The rating that a title has in the country.
fn rating(card: &Card) -> Result<Option<String>, StoreError> {
    let rating = match card.record.key.kind {
        Kind::Movie => {
            let releases: Releases = card.record.part()?;
            let countries = releases.countries.unwrap_or_default().into_iter();
            let of_country = countries.filter(|country| country.iso_3166_1 == COUNTRY);
            let mut releases = of_country.flat_map(|country| country.release_dates);
            let certified = releases.find(|release| !release.certification.is_empty());
            certified.map(|release| release.certification)
        }
        Kind::Series => {
            let ratings: ContentRatings = card.record.part()?;
            let mut ratings = ratings.0.into_iter();
            let rated = ratings.find(|rating| rating.iso_3166_1 == COUNTRY);
            rated.map(|rating| rating.rating)
        }
        _ => None,
    };
    Ok(rating.filter(|rating| !rating.is_empty()))
}
