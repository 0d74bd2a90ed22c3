//! The pictures of the catalogue: which there are, their names, and how answers mention them.

use serde_json::{Value, json};

use super::art::{self, Card, Shape};
use super::ids::{self, Dice};
use super::source::{Collection, Episode, Film, Person, Season, Series, Sources};
use super::stats;

/// A picture that can be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Its name, with a leading slash.
    pub path: String,
    shape: Shape,
    title: String,
    subtitle: String,
    seed: u64,
}

impl Picture {
    /// A picture of what the key names; pictures of the same key belong together.
    fn of(key: &str, shape: Shape, title: &str, subtitle: String) -> Picture {
        let path = ids::picture_path(&format!("{key} {shape:?}"));
        Picture {
            path,
            shape,
            title: title.to_owned(),
            subtitle,
            seed: Dice::of(key).roll(),
        }
    }

    /// The name of its file.
    pub fn name(&self) -> &str {
        self.path.trim_start_matches('/')
    }

    /// Draws it as a PNG.
    pub fn draw(&self) -> Result<Vec<u8>, png::EncodingError> {
        art::draw(
            self.shape,
            &Card {
                title: &self.title,
                subtitle: &self.subtitle,
                seed: self.seed,
            },
        )
    }

    /// How lists of images mention it.
    pub fn listed(&self) -> Value {
        let (width, height) = self.shape.size();
        let mut dice = Dice::of(&self.path);
        let language = (self.shape == Shape::Poster).then_some(("en", "US"));
        json!({
            "aspect_ratio": stats::round(f64::from(width) / f64::from(height)),
            "height": height,
            "iso_3166_1": language.map(|(_, country)| country),
            "iso_639_1": language.map(|(code, _)| code),
            "file_path": self.path,
            "vote_average": stats::round(5.3 + 0.099 * dice.share()),
            "vote_count": 1 + dice.roll() % 12,
            "width": width,
        })
    }
}

/// The poster and the backdrop of a title.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Upright.
    pub poster: Picture,
    /// Wide.
    pub backdrop: Picture,
}

impl Pair {
    fn of(key: &str, title: &str, subtitle: &str) -> Pair {
        Pair {
            poster: Picture::of(key, Shape::Poster, title, subtitle.to_owned()),
            backdrop: Picture::of(key, Shape::Backdrop, title, subtitle.to_owned()),
        }
    }

    /// The `images` answer of a title.
    pub fn images(&self) -> Value {
        json!({ "backdrops": [self.backdrop.listed()], "logos": [], "posters": [self.poster.listed()] })
    }
}

/// The pictures of a film.
pub fn of_film(film: &Film) -> Pair {
    let year = film.date().map(|date| date.year().to_string());
    let subtitle: Vec<&str> = year.as_deref().into_iter().chain(film.director()).collect();
    Pair::of(
        &format!("film {}", film.number),
        &film.title,
        &subtitle.join(" · "),
    )
}

/// The pictures of a series.
pub fn of_series(series: &Series) -> Pair {
    let year = series.first_date().map(|date| date.year().to_string());
    let creator = series.created_by.first().map(String::as_str);
    let subtitle: Vec<&str> = year.as_deref().into_iter().chain(creator).collect();
    Pair::of(
        &format!("series {}", series.number),
        &series.name,
        &subtitle.join(" · "),
    )
}

/// The pictures of a collection.
pub fn of_collection(collection: &Collection) -> Pair {
    Pair::of(
        &format!("collection {}", collection.name),
        &collection.name,
        "",
    )
}

/// The poster of a season.
pub fn of_season(series: &Series, season: &Season) -> Picture {
    let key = format!("series {} season {}", series.number, season.number);
    let usual = if season.number == 0 {
        "Specials".to_owned()
    } else {
        format!("Season {}", season.number)
    };
    Picture::of(&key, Shape::Poster, &series.name, usual)
}

/// The still of an episode.
pub fn of_episode(series: &Series, season: &Season, episode: &Episode) -> Picture {
    let key = format!(
        "series {} season {} episode {}",
        series.number, season.number, episode.number
    );
    Picture::of(
        &key,
        Shape::Still,
        &episode.name,
        format!("{} · {}", series.name, episode.number),
    )
}

/// The portrait of a person.
pub fn of_person(person: &Person) -> Picture {
    let year = |date: Option<kinora_model::Date>| date.map(|date| date.year().to_string());
    let years = match (year(person.born), year(person.died)) {
        (Some(born), Some(died)) => format!("{born} · {died}"),
        _ => String::new(),
    };
    Picture::of(
        &format!("person {}", person.number),
        Shape::Profile,
        &person.name,
        years,
    )
}

/// The mark of the one watch provider.
pub fn of_provider(name: &str) -> Picture {
    Picture::of(
        &format!("provider {name}"),
        Shape::Logo,
        name,
        String::new(),
    )
}

/// All the pictures.
pub fn all(sources: &Sources) -> Vec<Picture> {
    let films = sources.films.iter().map(of_film);
    let series = sources.series.iter().map(of_series);
    let collections = sources.collections.iter().map(of_collection);
    let pairs = films
        .chain(series)
        .chain(collections)
        .flat_map(|pair| [pair.poster, pair.backdrop]);
    let seasons = sources.series.iter().flat_map(|series| {
        let posters = series
            .seasons
            .iter()
            .map(|season| of_season(series, season));
        posters.chain(
            series
                .episodes()
                .map(|(season, episode)| of_episode(series, season, episode)),
        )
    });
    let people = sources.people.iter().map(of_person);
    pairs
        .chain(seasons)
        .chain(people)
        .chain([of_provider(super::provider::NAME)])
        .collect()
}
