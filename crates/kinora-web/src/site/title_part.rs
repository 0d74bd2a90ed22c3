//! The parts of a title that have pages of their own: cast, releases, translations, videos, where to watch.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use serde_json::{Map, Value};

use kinora_model::Part as Parts;

use super::Site;
use super::address::slugged;
use super::page::{Page, failed, html};
use super::shortcut::Shortcut;
use super::title::{Listed, Providers, Title};
use super::visitor::Visitor;
use crate::error::ApiError;

/// Somebody in a cast.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Cast {
    /// The person's id.
    pub id: i64,
    /// Their name.
    pub name: String,
    /// Their portrait.
    pub profile_path: Option<String>,
    character: String,
    roles: Vec<Role>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Role {
    character: String,
}

impl Cast {
    /// The page about the person.
    pub fn address(&self) -> String {
        format!("/person/{}", slugged(self.id, &self.name))
    }

    /// Whom they play.
    pub fn characters(&self) -> String {
        let roles = self.roles.iter().map(|role| role.character.as_str());
        let played = roles
            .chain([self.character.as_str()])
            .filter(|name| !name.is_empty());
        played.collect::<Vec<_>>().join(", ")
    }
}

/// Somebody in a crew.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Crew {
    id: i64,
    /// Their name.
    pub name: String,
    profile_path: Option<String>,
    department: String,
    job: String,
    #[serde(rename = "jobs")]
    done: Vec<Job>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Job {
    job: String,
}

impl Crew {
    /// The page about the person.
    pub fn address(&self) -> String {
        format!("/person/{}", slugged(self.id, &self.name))
    }

    /// What they did.
    pub fn jobs(&self) -> impl Iterator<Item = &str> {
        let done = self.done.iter().map(|job| job.job.as_str());
        done.chain([self.job.as_str()])
            .filter(|job| !job.is_empty())
    }

    fn listed(&self) -> String {
        self.jobs().collect::<Vec<_>>().join(", ")
    }
}

/// Who is in front of and behind the camera.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Credits {
    /// In the order of billing.
    pub cast: Vec<Cast>,
    /// Everybody else.
    pub crew: Vec<Crew>,
    /// Those who are in one episode only.
    pub guest_stars: Vec<Cast>,
}

impl Credits {
    /// The crew by department, departments by name.
    fn departments(self) -> Vec<(String, Vec<Crew>)> {
        let mut departments: BTreeMap<String, Vec<Crew>> = BTreeMap::new();
        for row in self.crew {
            departments
                .entry(row.department.clone())
                .or_default()
                .push(row);
        }
        departments.into_iter().collect()
    }
}

/// A video elsewhere.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Video {
    /// What it is called.
    pub name: String,
    site: String,
    key: String,
    /// Trailer, clip and so on.
    #[serde(rename = "type")]
    pub video_type: String,
    iso_639_1: Option<String>,
    size: i64,
}

impl Video {
    /// Where it can be seen, for sites whose addresses are known.
    pub fn address(&self) -> Option<String> {
        let is_plain = self
            .key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        match self.site.as_str() {
            _ if !is_plain => None,
            "YouTube" => Some(format!("https://www.youtube.com/watch?v={}", self.key)),
            "Vimeo" => Some(format!("https://vimeo.com/{}", self.key)),
            _ => None,
        }
    }
}

/// A service that offers a title.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Provider {
    /// Its name.
    pub provider_name: String,
    /// Its sign.
    pub logo_path: Option<String>,
}

/// The offers in a country.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Offers {
    flatrate: Vec<Provider>,
    free: Vec<Provider>,
    ads: Vec<Provider>,
    rent: Vec<Provider>,
    buy: Vec<Provider>,
}

impl Offers {
    /// The ways of paying that there are, with who offers them.
    pub fn ways(&self) -> Vec<(&'static str, &[Provider])> {
        let ways: [(&'static str, &[Provider]); 5] = [
            ("Stream", &self.flatrate),
            ("Free", &self.free),
            ("With ads", &self.ads),
            ("Rent", &self.rent),
            ("Buy", &self.buy),
        ];
        ways.into_iter()
            .filter(|(_, providers)| !providers.is_empty())
            .collect()
    }
}

/// The offers in one country.
pub fn watch_in(providers: &Providers, country: &str) -> Option<Offers> {
    providers.results.get(country).cloned()
}

/// Pages about a title on other sites, by what their ids are called.
pub fn elsewhere(kind: &str, ids: &Map<String, Value>) -> Vec<(&'static str, String)> {
    let person = if kind == "person" { "name" } else { "title" };
    let sites: [(&str, &'static str, String); 6] = [
        ("imdb_id", "IMDb", format!("https://www.imdb.com/{person}/")),
        (
            "wikidata_id",
            "Wikidata",
            "https://www.wikidata.org/wiki/".to_owned(),
        ),
        (
            "facebook_id",
            "Facebook",
            "https://www.facebook.com/".to_owned(),
        ),
        (
            "instagram_id",
            "Instagram",
            "https://www.instagram.com/".to_owned(),
        ),
        ("twitter_id", "X", "https://x.com/".to_owned()),
        (
            "youtube_id",
            "YouTube",
            "https://www.youtube.com/".to_owned(),
        ),
    ];
    let known = sites.into_iter().filter_map(|(name, site, base)| {
        let id = ids.get(name)?.as_str()?;
        (!id.is_empty()).then(|| (site, format!("{base}{}", super::answer::encoded(id))))
    });
    known.collect()
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Translation {
    iso_3166_1: String,
    english_name: String,
    name: String,
    data: TranslationData,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct TranslationData {
    #[serde(alias = "name")]
    title: String,
    overview: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Translations {
    translations: Vec<Translation>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Country {
    iso_3166_1: String,
    /// Of series.
    rating: String,
    release_dates: Vec<Release>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Release {
    certification: String,
    note: String,
    release_date: String,
    #[serde(rename = "type")]
    release_type: i64,
}

impl Release {
    fn day(&self) -> &str {
        self.release_date.get(..10).unwrap_or_default()
    }

    fn type_name(&self) -> &'static str {
        match self.release_type {
            1 => "Premiere",
            2 => "Limited release",
            3 => "In theatres",
            4 => "Digital",
            5 => "Physical",
            _ => "Television",
        }
    }
}

/// What one of these pages shows below the title.
enum Part {
    Cast(Vec<Cast>, Vec<(String, Vec<Crew>)>),
    Releases(Vec<Country>),
    Translations(Vec<Translation>),
    Videos(Vec<Video>),
    Watch(Vec<(String, Offers)>),
}

#[derive(Template)]
#[template(path = "title_part.html")]
struct PartPage {
    page: Page,
    title: Title,
    parent: String,
    heading: &'static str,
    part: Part,
    /// The part by which it is edited.
    edited: &'static str,
}

/// `/{movie|tv}/{id}/{part}`
pub async fn page(
    site: &Site,
    visitor: Visitor,
    kind: &'static str,
    id: &str,
    part: &str,
) -> Response {
    if part == "images" {
        return Redirect::to(&format!(
            "/{kind}/{}/images/posters",
            super::answer::encoded(id)
        ))
        .into_response();
    }
    match made(site, &visitor, kind, id, part).await {
        Ok(template) => html(&template),
        Err(error) => failed(site, visitor, &error),
    }
}

async fn made(
    site: &Site,
    visitor: &Visitor,
    kind: &'static str,
    id: &str,
    part: &str,
) -> Result<PartPage, ApiError> {
    let path = format!("/{kind}/{id}");
    let below = |name: &str| format!("{path}/{name}");
    let is_movie = kind == "movie";
    let (heading, part_of) = match part {
        "cast" => {
            let name = if is_movie {
                "credits"
            } else {
                "aggregate_credits"
            };
            let mut credits: Credits = site.ask(visitor, &below(name), &[]).await?;
            let cast = std::mem::take(&mut credits.cast);
            ("Cast and crew", Part::Cast(cast, credits.departments()))
        }
        "releases" => {
            let name = if is_movie {
                "release_dates"
            } else {
                "content_ratings"
            };
            let countries: Listed<Country> = site.ask(visitor, &below(name), &[]).await?;
            ("Releases", Part::Releases(countries.results))
        }
        "translations" => {
            let told: Translations = site.ask(visitor, &below("translations"), &[]).await?;
            ("Translations", Part::Translations(told.translations))
        }
        "videos" => {
            let parameters = [("include_video_language", "en,null")];
            let videos: Listed<Video> = site.ask(visitor, &below("videos"), &parameters).await?;
            ("Videos", Part::Videos(videos.results))
        }
        "watch" => {
            let providers: Providers = site.ask(visitor, &below("watch/providers"), &[]).await?;
            (
                "Where to watch",
                Part::Watch(providers.results.into_iter().collect()),
            )
        }
        _ => return Err(ApiError::NotFound),
    };
    let title: Title = site.ask(visitor, &path, &[]).await?;
    let parent = title.address(kind);
    let name = format!("{} – {}", title.title, visitor.words.say(heading));
    let mut page = Page::new(site, visitor.clone(), &format!("{parent}/{part}"), &name);
    page.show(site, title.poster_path.as_deref());
    page.shortcuts = Shortcut::MEDIA.to_vec();
    Ok(PartPage {
        page,
        title,
        parent,
        heading,
        edited: edited(part, is_movie),
        part: part_of,
    })
}

/// The part by which editors change what one of these pages shows.
fn edited(part: &str, is_movie: bool) -> &'static str {
    let part = match part {
        "cast" => Parts::Credits,
        "releases" if is_movie => Parts::Releases,
        "releases" => Parts::Ratings,
        "translations" => Parts::Texts,
        "videos" => Parts::Videos,
        _ => Parts::Providers,
    };
    part.name()
}
