//! Addresses: of what is answered, and of titles that clients name.

use kinora_model::{EntityKey, Kind};

use crate::document::Element;
use crate::fault::Fault;
use crate::number;

/// What every relation begins with, whatever the host is.
const SCHEMAS: &str = "http://schemas.netflix.com/";

/// The beginnings of the addresses in an answer.
#[derive(Clone, Debug)]
pub struct Links {
    /// The API itself, without a slash at the end.
    pub base: String,
    /// What the schemes of categories begin with.
    pub categories: String,
    /// The web pages of titles and people.
    pub site: String,
    /// Pictures, with a slash at the end; sizes and names follow.
    pub images: String,
    /// Hosts whose addresses of titles are understood.
    pub hosts: Vec<String>,
}

impl Links {
    /// An address of the API.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The scheme of a category.
    pub fn scheme(&self, name: &str) -> String {
        format!("{}/categories/{name}", self.categories)
    }

    /// A category.
    pub fn category(&self, scheme: &str, label: &str, term: &str) -> Element {
        Element::new("category")
            .attribute("scheme", self.scheme(scheme))
            .attribute("label", label)
            .attribute("term", term)
    }

    /// The title that a client names: an address on one of the hosts, or its path. Titles that are not there are found to be
    /// missing later; what cannot be one is refused.
    pub fn title(&self, text: &str, parameter: &'static str) -> Result<EntityKey, Fault> {
        let invalid = Fault::Invalid(parameter);
        let text = text.trim();
        let path = match text.split_once("://") {
            None => text,
            Some((scheme, rest)) => {
                let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
                let is_web = ["http", "https"].contains(&scheme.to_ascii_lowercase().as_str());
                let mut hosts = self.hosts.iter();
                if !is_web || !hosts.any(|known| known.eq_ignore_ascii_case(host)) {
                    return Err(invalid);
                }
                path
            }
        };
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let segments: Vec<&str> = path.trim_matches('/').split('/').collect();
        match segments.as_slice() {
            ["catalog", "titles", rest @ ..] => title(rest).ok_or(invalid),
            _ => Err(invalid),
        }
    }
}

/// The title that segments of a path name, after `/catalog/titles`.
pub fn title(segments: &[&str]) -> Option<EntityKey> {
    let (kinds, number): (&[Kind], &str) = match segments {
        ["movies", number] => (&[Kind::Movie], number),
        ["series", number] => (&[Kind::Series], number),
        ["series", series, "seasons", number] => {
            number::parse(series)?;
            (&[Kind::Season], number)
        }
        ["programs", number] => (&[Kind::Episode], number),
        ["programs", series, number] => {
            number::parse(series)?;
            (&[Kind::Episode], number)
        }
        // A disc has the number of what is on it.
        ["discs", number] => (&[Kind::Movie, Kind::Episode], number),
        _ => return None,
    };
    Some(number::title(number::parse(number)?, kinds))
}

/// The path of a title; seasons and episodes are below their series.
pub fn path(title: EntityKey, series: Option<i64>) -> String {
    let number = number::of(title);
    let series = number::of(EntityKey::new(Kind::Series, series.unwrap_or_default()));
    match title.kind {
        Kind::Series => format!("/catalog/titles/series/{number}"),
        Kind::Season => format!("/catalog/titles/series/{series}/seasons/{number}"),
        Kind::Episode => format!("/catalog/titles/programs/{series}/{number}"),
        _ => format!("/catalog/titles/movies/{number}"),
    }
}

/// A link.
pub fn link(href: String, relation: &str, title: &str) -> Element {
    let relation = match relation {
        "alternate" => relation.to_owned(),
        _ => format!("{SCHEMAS}{relation}"),
    };
    Element::new("link")
        .attribute("href", href)
        .attribute("rel", relation)
        .attribute("title", title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_named_by_its_address_on_a_known_host_or_its_path() {
        let links = Links {
            base: "http://api.catalogue.test".to_owned(),
            categories: String::new(),
            site: String::new(),
            images: String::new(),
            hosts: vec![
                "api.catalogue.test".to_owned(),
                "api.netflix.com".to_owned(),
            ],
        };
        let named = |text: &str| links.title(text, "title_ref").ok();

        for text in [
            "http://api.catalogue.test/catalog/titles/movies/6031",
            "https://API.netflix.com/catalog/titles/movies/6031?v=1.5",
            "/catalog/titles/movies/6031",
            "catalog/titles/discs/6031",
        ] {
            assert_eq!(
                named(text),
                Some(EntityKey::new(Kind::Movie, 603)),
                "{text}"
            );
        }
        let missing = Some(EntityKey::new(Kind::Movie, 0));
        assert_eq!(named("/catalog/titles/movies/99999999"), missing);
        for text in [
            "",
            "6031",
            "http://evil.test/catalog/titles/movies/6031",
            "ftp://api.netflix.com/catalog/titles/movies/6031",
            "/catalog/people/6035",
            "/catalog/titles/movies/x",
            "/catalog/titles/movies",
        ] {
            assert_eq!(named(text), None, "{text}");
        }
    }

    #[test]
    fn the_path_of_a_title_names_it() {
        for kind in [Kind::Movie, Kind::Series, Kind::Season, Kind::Episode] {
            let key = EntityKey::new(kind, 7);
            let path = path(key, Some(3));
            let segments: Vec<&str> = path.split('/').skip(3).collect();
            assert_eq!(title(&segments), Some(key), "{path}");
        }
    }
}
