//! The parts of a title that have pages of their own: releases, translations, videos, where to watch.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use serde_json::{Map, Value};

use kinora_model::Part as Parts;

use super::Site;
use super::page::{Page, failed, html};
use super::shortcut::Shortcut;
use super::title::{Listed, Providers, Title};
use super::visitor::Visitor;
use crate::error::ApiError;

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
    /// The language that is spoken in it.
    pub iso_639_1: Option<String>,
    /// The height of its picture in pixels; 0 where it is not known.
    pub size: i64,
}

impl Video {
    /// Where it can be seen, for sites whose addresses are known.
    pub fn address(&self) -> Option<String> {
        let base = match self.site.as_str() {
            "YouTube" => "https://www.youtube.com/watch?v=",
            "Vimeo" => "https://vimeo.com/",
            "Internet Archive" => "https://archive.org/search?query=",
            _ => return None,
        };
        // The key at the Internet Archive is a search, as addresses have it.
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.%+".contains(&byte);
        let is_plain = self.key.bytes().all(is_plain);
        is_plain.then(|| format!("{base}{}", self.key))
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
    link: String,
    flatrate: Vec<Provider>,
    free: Vec<Provider>,
    ads: Vec<Provider>,
    rent: Vec<Provider>,
    buy: Vec<Provider>,
}

impl Offers {
    /// Where all of them are listed.
    pub fn address(&self) -> Option<&str> {
        let is_address = self.link.starts_with("https://") || self.link.starts_with("http://");
        is_address.then_some(self.link.as_str())
    }

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
    let sites: [(&str, &'static str, String); 7] = [
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
        ("tiktok_id", "TikTok", "https://www.tiktok.com/@".to_owned()),
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
    iso_639_1: String,
    iso_3166_1: String,
    name: String,
    data: TranslationData,
}

impl Translation {
    /// Its language and country.
    fn code(&self) -> String {
        format!("{}-{}", self.iso_639_1, self.iso_3166_1)
    }
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
    Releases(Vec<Country>),
    Translations(Vec<Translation>),
    Videos(Vec<Video>),
    Watch(Vec<(String, Offers)>),
}

impl Part {
    fn is_empty(&self) -> bool {
        match self {
            Part::Releases(countries) => countries.is_empty(),
            Part::Translations(translations) => translations.is_empty(),
            Part::Videos(videos) => videos.is_empty(),
            Part::Watch(countries) => countries.is_empty(),
        }
    }
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
            let own = visitor.locale.language;
            let languages = format!("{},en,null", own.as_str());
            let parameters = [("include_video_language", languages.as_str())];
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
        "releases" if is_movie => Parts::Releases,
        "releases" => Parts::Ratings,
        "translations" => Parts::Texts,
        "videos" => Parts::Videos,
        _ => Parts::Providers,
    };
    part.name()
}
