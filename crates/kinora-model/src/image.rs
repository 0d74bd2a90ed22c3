//! Images of entities: what the v3 API says about each, kept in its own field names so that the whole part can be answered as
//! it is stored.

use std::collections::{HashMap, HashSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::key::EntityKey;
use crate::lenient;
use crate::part::{Document, Part};

/// One image. Sizes in pixels.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Image {
    /// Width over height.
    #[serde(deserialize_with = "lenient::float")]
    pub aspect_ratio: f64,
    /// Pixels.
    #[serde(deserialize_with = "lenient::integer")]
    pub height: i64,
    /// The country of its text.
    pub iso_3166_1: Option<String>,
    /// The language of its text; `None` for an image without text.
    pub iso_639_1: Option<String>,
    /// Its name, with a leading slash.
    #[serde(deserialize_with = "lenient::or_empty")]
    pub file_path: String,
    /// Weighted score, 0 to 10.
    #[serde(deserialize_with = "lenient::float")]
    pub vote_average: f64,
    /// Votes.
    #[serde(deserialize_with = "lenient::integer")]
    pub vote_count: i64,
    /// Pixels.
    #[serde(deserialize_with = "lenient::integer")]
    pub width: i64,
    /// 24 hex digits; logos of companies and networks.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[serde(deserialize_with = "lenient::or_empty")]
    pub id: String,
    /// How it was uploaded, `.svg` or `.png`; logos of companies and networks.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[serde(deserialize_with = "lenient::or_empty")]
    pub file_type: String,
}

impl Filtered for Image {
    fn identity(&self) -> &str {
        &self.file_path
    }

    fn language(&self) -> Option<&str> {
        self.iso_639_1.as_deref()
    }

    fn precedes(&self, other: &Image) -> bool {
        self.vote_average > other.vote_average
    }
}

/// What an image shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageUse {
    /// Wide, behind a title.
    Backdrop,
    /// A title or company mark.
    Logo,
    /// Upright, for a title.
    Poster,
    /// A portrait.
    Profile,
    /// A frame of an episode.
    Still,
}

/// The images of an entity, best first. A list is `None` until something was told about it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Images {
    /// Wide images.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backdrops: Option<Vec<Image>>,
    /// Marks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logos: Option<Vec<Image>>,
    /// Upright images.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub posters: Option<Vec<Image>>,
    /// Portraits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profiles: Option<Vec<Image>>,
    /// Frames.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stills: Option<Vec<Image>>,
}

impl Document for Images {
    const PART: Part = Part::Images;
}

/// Which languages an answer about images or videos covers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LanguageFilter(Option<Vec<Option<String>>>);

impl LanguageFilter {
    /// Every language.
    pub const ALL: LanguageFilter = LanguageFilter(None);

    /// The filter of a `language` parameter and an `include_*_language` list; without either everything passes. Regions are
    /// ignored; `null` and `xx` stand for images without language (contract 1.13). Both may name several languages.
    pub fn of(language: Option<&str>, include: Option<&str>) -> LanguageFilter {
        let lists = language.into_iter().chain(include);
        let codes: Vec<_> = lists
            .flat_map(|list| list.split(','))
            .map(str::trim)
            .filter(|code| !code.is_empty())
            .map(code_of)
            .collect();
        LanguageFilter((!codes.is_empty()).then_some(codes))
    }

    /// Whether something in this language passes.
    pub fn covers(&self, language: Option<&str>) -> bool {
        let language = language.filter(|code| !code.is_empty() && !code.eq_ignore_ascii_case("xx"));
        self.0
            .as_ref()
            .is_none_or(|codes| codes.iter().any(|code| code.as_deref() == language))
    }

    /// Whether everything passes.
    pub fn is_all(&self) -> bool {
        self.0.is_none()
    }
}

fn code_of(code: &str) -> Option<String> {
    let language = code
        .split(['-', '_'])
        .next()
        .unwrap_or(code)
        .to_ascii_lowercase();
    (language != "null" && language != "xx").then_some(language)
}

/// What an answer about some languages lists.
pub trait Filtered {
    /// What tells it from the others of its list; empty where nothing does.
    fn identity(&self) -> &str;
    /// Its language.
    fn language(&self) -> Option<&str>;
    /// Whether it stands before another one that it was never listed with.
    fn precedes(&self, other: &Self) -> bool;
}

/// Merges an answer that covers some languages into what is known: what it covers is replaced, the rest is kept. Neither the
/// order of the answer nor that of the rest is changed, so that both can be given again, and what was known keeps its place.
pub fn merge_filtered<T: Filtered>(
    known: Option<Vec<T>>,
    told: Vec<T>,
    filter: &LanguageFilter,
) -> Vec<T> {
    let known = known.unwrap_or_default();
    let named = told.iter().map(|item| item.identity().to_owned());
    let named: HashSet<String> = named.filter(|name| !name.is_empty()).collect();
    let places = known.iter().enumerate();
    let places: HashMap<String, usize> = places
        .map(|(place, item)| (item.identity().to_owned(), place))
        .collect();
    let is_kept = |(_, item): &(usize, T)| {
        !filter.covers(item.language()) && !named.contains(item.identity())
    };
    let mut kept = known.into_iter().enumerate().filter(is_kept).peekable();
    let mut merged = Vec::with_capacity(told.len() + places.len());
    for item in told {
        let place = places.get(item.identity());
        let comes_first = |(at, other): &(usize, T)| match place {
            Some(place) => at < place,
            None => other.precedes(&item),
        };
        while let Some((_, other)) = kept.next_if(comes_first) {
            merged.push(other);
        }
        merged.push(item);
    }
    merged.extend(kept.map(|(_, item)| item));
    merged
}

impl Images {
    /// Takes in an answer that covers some languages.
    pub fn merge(&mut self, told: Images, filter: &LanguageFilter) {
        let lists = [
            (&mut self.backdrops, told.backdrops),
            (&mut self.logos, told.logos),
            (&mut self.posters, told.posters),
            (&mut self.profiles, told.profiles),
            (&mut self.stills, told.stills),
        ];
        for (known, told) in lists {
            if let Some(told) = told {
                *known = Some(merge_filtered(known.take(), told, filter));
            }
        }
    }

    /// Every list that something was told about.
    pub fn lists_mut(&mut self) -> [Option<&mut Vec<Image>>; 5] {
        [
            self.backdrops.as_mut(),
            self.logos.as_mut(),
            self.posters.as_mut(),
            self.profiles.as_mut(),
            self.stills.as_mut(),
        ]
    }

    /// The list of one use.
    pub fn list(&self, image_use: ImageUse) -> &[Image] {
        let list = match image_use {
            ImageUse::Backdrop => &self.backdrops,
            ImageUse::Logo => &self.logos,
            ImageUse::Poster => &self.posters,
            ImageUse::Profile => &self.profiles,
            ImageUse::Still => &self.stills,
        };
        list.as_deref().unwrap_or_default()
    }
}

/// An image of a title in which a person is tagged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaggedImage {
    /// The image.
    #[serde(flatten)]
    pub image: Image,
    /// poster, still, backdrop, logo.
    pub image_type: String,
    /// The title that it belongs to.
    pub media: EntityKey,
}

/// The images in which a person is tagged, in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tagged(pub Vec<TaggedImage>);

impl Document for Tagged {
    const PART: Part = Part::Tagged;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(path: &str, language: Option<&str>, vote_average: f64) -> Image {
        Image {
            file_path: path.into(),
            iso_639_1: language.map(Into::into),
            vote_average,
            ..Image::default()
        }
    }

    fn posters(list: Vec<Image>) -> Images {
        Images {
            posters: Some(list),
            ..Images::default()
        }
    }

    fn paths(images: &Images) -> String {
        images
            .list(ImageUse::Poster)
            .iter()
            .map(|image| image.file_path.as_str())
            .collect()
    }

    #[test]
    fn a_filtered_answer_replaces_only_what_it_covers() {
        let mut images = posters(vec![
            image("a", Some("en"), 6.0),
            image("b", Some("de"), 5.5),
            image("c", None, 5.0),
        ]);

        images.merge(
            posters(vec![
                image("x", Some("de"), 5.8),
                image("y", Some("de"), 5.2),
            ]),
            &LanguageFilter::of(Some("de-AT"), None),
        );

        assert_eq!(paths(&images), "axyc");
    }

    #[test]
    fn a_filtered_answer_leaves_everything_where_it_was() {
        let told_before = || {
            posters(vec![
                image("a", Some("de"), 5.0),
                image("b", Some("en"), 5.0),
                image("c", Some("de"), 5.0),
                image("d", None, 5.0),
            ])
        };
        for (told, after) in [
            (vec![image("b", Some("en"), 5.0)], "abcd"),
            (
                vec![image("a", Some("de"), 5.0), image("c", Some("de"), 5.0)],
                "abcd",
            ),
            (
                vec![image("x", Some("de"), 5.0), image("c", Some("de"), 5.0)],
                "xbcd",
            ),
            (
                vec![image("c", Some("de"), 5.0), image("a", Some("de"), 5.0)],
                "bcad",
            ),
        ] {
            let mut images = told_before();
            let language = told[0].iso_639_1.clone();

            images.merge(
                posters(told),
                &LanguageFilter::of(language.as_deref(), None),
            );

            assert_eq!(paths(&images), after);
        }
    }

    #[test]
    fn an_image_that_the_filter_does_not_cover_is_not_doubled() {
        let mut images = posters(vec![image("a", None, 5.0), image("b", Some("fr"), 4.0)]);

        images.merge(
            posters(vec![image("a", None, 5.5)]),
            &LanguageFilter::of(Some("de"), None),
        );

        assert_eq!(paths(&images), "ab");
        assert_eq!(images.list(ImageUse::Poster)[0].vote_average, 5.5);
    }

    #[test]
    fn a_filter_reads_lists_and_regions() {
        let filter = LanguageFilter::of(Some("pt-BR"), Some("en-US, null,xx,,fr"));
        for (language, covered) in [
            (Some("pt"), true),
            (Some("en"), true),
            (None, true),
            (Some("xx"), true),
            (Some("de"), false),
        ] {
            assert_eq!(filter.covers(language), covered, "{language:?}");
        }
        assert!(LanguageFilter::of(None, Some("")).is_all());
    }
}
