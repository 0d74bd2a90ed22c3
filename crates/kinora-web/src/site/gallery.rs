//! Galleries: every image of a kind, by language.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::Site;
use super::edit::image::lists as lists_of;
use super::page::{Page, shown};
use super::shortcut::Shortcut;
use super::subject::{Pictured, kind_at, segment};
use super::visitor::Visitor;
use crate::error::ApiError;

/// Kinds of images: in addresses and the API, the size shown, as headings.
const KINDS: [(&str, &str, &str); 5] = [
    ("posters", "w342", "Posters"),
    ("backdrops", "w780", "Backdrops"),
    ("logos", "w300", "Logos"),
    ("profiles", "w185", "Portraits"),
    ("stills", "w300", "Stills"),
];

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Image {
    file_path: String,
    iso_639_1: Option<String>,
    width: i64,
    height: i64,
    vote_average: f64,
    vote_count: i64,
}

/// The lists of an answer, by what they show.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Images {
    backdrops: Option<Vec<Image>>,
    logos: Option<Vec<Image>>,
    posters: Option<Vec<Image>>,
    profiles: Option<Vec<Image>>,
    stills: Option<Vec<Image>>,
}

impl Images {
    fn list(&mut self, name: &str) -> &mut Option<Vec<Image>> {
        match name {
            "backdrops" => &mut self.backdrops,
            "logos" => &mut self.logos,
            "profiles" => &mut self.profiles,
            "stills" => &mut self.stills,
            _ => &mut self.posters,
        }
    }
}

#[derive(Template)]
#[template(path = "gallery.html")]
struct Gallery {
    page: Page,
    name: String,
    parent: String,
    heading: &'static str,
    size: &'static str,
    kinds: Vec<(&'static str, &'static str, usize)>,
    chosen: &'static str,
    languages: Vec<(String, Vec<Image>)>,
    /// The page on which its images are edited.
    edit: String,
    may_add: bool,
    lists: Vec<(&'static str, String)>,
}

/// `…/images/{kind}` below the page at `path`, which has the same path in the API.
pub async fn page(site: &Site, visitor: Visitor, path: &str, images: &str) -> Response {
    shown(site, visitor.clone(), gallery(site, visitor, path, images)).await
}

async fn gallery(
    site: &Site,
    visitor: Visitor,
    path: &str,
    images: &str,
) -> Result<Gallery, ApiError> {
    let kind = KINDS.iter().find(|(name, ..)| *name == images);
    let (chosen, size, heading) = kind.ok_or(ApiError::NotFound)?;
    let owner: Pictured = site.ask(&visitor, path, &[]).await?;
    let mut lists: Images = site.ask_whole(&format!("{path}/images")).await?;
    let mut kinds = Vec::new();
    for (name, _, heading) in KINDS {
        if let Some(images) = lists.list(name) {
            kinds.push((name, heading, images.len()));
        }
    }
    let shown = lists.list(chosen).take().ok_or(ApiError::NotFound)?;
    let mut languages: BTreeMap<String, Vec<Image>> = BTreeMap::new();
    for image in shown {
        languages
            .entry(image.iso_639_1.clone().unwrap_or_default())
            .or_default()
            .push(image);
    }
    // What the visitor reads comes first, then what has no language.
    let own = visitor.locale.language.as_str();
    let mut languages: Vec<(String, Vec<Image>)> = languages.into_iter().collect();
    languages.sort_by_key(|(language, _)| (language != own, !language.is_empty()));
    let name = format!("{} – {}", owner.name, visitor.words.say(heading));
    let mut page = Page::new(site, visitor, &format!("{path}/images/{chosen}"), &name);
    page.show(site, owner.picture.as_deref());
    page.shortcuts = Shortcut::IMAGES.to_vec();
    let entity = kind_at(path);
    let may_add = page.visitor.edits();
    Ok(Gallery {
        edit: format!("/{}/{}/edit/images", segment(entity), owner.id),
        lists: lists_of(entity),
        may_add,
        page,
        name: owner.name,
        parent: path.to_owned(),
        heading,
        size,
        kinds,
        chosen,
        languages,
    })
}
