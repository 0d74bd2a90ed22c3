//! The ids that an entity has elsewhere.

use serde::{Deserialize, Serialize};

use crate::part::{Document, Part};

/// Where an external id is from. The number is what the store writes; it never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// IMDb, `tt` and `nm` ids.
    Imdb = 1,
    /// TheTVDB.
    Tvdb = 2,
    /// TVRage.
    Tvrage = 3,
    /// Freebase machine ids.
    FreebaseMid = 4,
    /// Freebase names.
    Freebase = 5,
    /// Wikidata.
    Wikidata = 6,
    /// Facebook.
    Facebook = 7,
    /// Instagram.
    Instagram = 8,
    /// Twitter.
    Twitter = 9,
    /// TikTok.
    Tiktok = 10,
    /// YouTube.
    Youtube = 11,
}

/// Ids elsewhere, in the field names of the v3 API.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are the sources of `Source`")]
pub struct Links {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub imdb_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub freebase_mid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub freebase_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tvdb_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tvrage_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wikidata_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facebook_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instagram_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tiktok_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub twitter_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub youtube_id: Option<String>,
}

impl Links {
    /// Every id that is set, as text.
    pub fn entries(&self) -> Vec<(Source, String)> {
        let texts = [
            (Source::Imdb, &self.imdb_id),
            (Source::FreebaseMid, &self.freebase_mid),
            (Source::Freebase, &self.freebase_id),
            (Source::Wikidata, &self.wikidata_id),
            (Source::Facebook, &self.facebook_id),
            (Source::Instagram, &self.instagram_id),
            (Source::Tiktok, &self.tiktok_id),
            (Source::Twitter, &self.twitter_id),
            (Source::Youtube, &self.youtube_id),
        ];
        let numbers = [
            (Source::Tvdb, self.tvdb_id),
            (Source::Tvrage, self.tvrage_id),
        ];
        let texts = texts
            .into_iter()
            .filter_map(|(source, id)| Some((source, id.clone()?)));
        let numbers = numbers
            .into_iter()
            .filter_map(|(source, id)| Some((source, id?.to_string())));
        texts
            .chain(numbers)
            .filter(|(_, id)| !id.is_empty())
            .collect()
    }
}

impl Document for Links {
    const PART: Part = Part::Links;
}
