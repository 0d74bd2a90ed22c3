//! Parts of entities that are answered whole.

use kinora_model::facts::EpisodeFacts;
use kinora_model::image::{Image, LanguageFilter, Tagged, TaggedImage};
use kinora_model::key::{EntityKey, Kind, Known};
use kinora_model::links::Links;
use kinora_model::providers::WatchProviders;
use kinora_model::reference::{LanguageRow, Learned};
use kinora_model::release::{ContentRatings, Releases, Screened};
use kinora_model::titles::{AlternativeTitle, Keywords};
use kinora_model::video::Video;
use kinora_model::{Locale, Text};
use serde_json::value::RawValue;

use super::super::statement::{Facts, PartSaid, Statement, Target};
use super::super::value::Int;
use super::super::wire;
use super::{Reader, ids, parse};

impl Reader {
    pub(super) fn translations(
        &mut self,
        target: Target,
        body: &RawValue,
    ) -> serde_json::Result<()> {
        let list: wire::Translations = parse(body)?;
        let mut learned = Learned::default();
        let mut translations = Vec::new();
        for translation in list.translations.unwrap_or_default() {
            let (language, country) = (
                translation.iso_639_1.unwrap_or_default(),
                translation.iso_3166_1.unwrap_or_default(),
            );
            let Ok(locale) = Locale::new(&language, &country) else {
                continue;
            };
            let (english_name, name) = (
                translation.english_name.unwrap_or_default(),
                translation.name.unwrap_or_default(),
            );
            learned.languages.insert(
                language.clone(),
                LanguageRow {
                    iso_639_1: language,
                    english_name,
                    name,
                },
            );
            let data = translation.data.unwrap_or_default();
            translations.push((
                locale,
                Text {
                    title: data.title.or(data.name).unwrap_or_default(),
                    overview: data.overview.or(data.biography).unwrap_or_default(),
                    tagline: data.tagline.unwrap_or_default(),
                    homepage: data.homepage.unwrap_or_default(),
                    runtime: data.runtime.map_or(0, |number| number.0 as i32),
                    poster_path: String::new(),
                },
            ));
        }
        self.statements.push(Statement::Learned(Box::new(learned)));
        self.part(target, PartSaid::Translations(translations));
        Ok(())
    }

    pub(super) fn images(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let images: wire::AllImages = parse(body)?;
        let filter = match target {
            // Portraits and marks are listed whatever the language (contract 3.7, 3.17).
            Target::Key(EntityKey {
                kind: Kind::Person | Kind::Company | Kind::Network,
                ..
            }) => LanguageFilter::ALL,
            _ => LanguageFilter::of(
                self.query.get("language"),
                self.query.get("include_image_language"),
            ),
        };
        self.part(target, PartSaid::Images(Box::new(images), filter));
        Ok(())
    }

    pub(super) fn videos(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let videos: wire::Results<Video> = parse(body)?;
        let language = self.query.get("language").unwrap_or("en-US");
        let filter = LanguageFilter::of(Some(language), self.query.get("include_video_language"));
        self.part(target, PartSaid::Videos(videos.results, filter));
        Ok(())
    }

    pub(super) fn titles(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let titles: wire::Titles = parse(body)?;
        let titles = titles
            .titles
            .or(titles.results)
            .unwrap_or_default()
            .into_iter()
            .map(|title| AlternativeTitle {
                iso_3166_1: title.iso_3166_1.unwrap_or_default(),
                title: title.title.or(title.name).unwrap_or_default(),
                title_type: title.title_type.unwrap_or_default(),
            });
        self.part(
            target,
            PartSaid::Titles(
                titles.collect(),
                self.query.get("country").map(str::to_owned),
            ),
        );
        Ok(())
    }

    pub(super) fn keywords(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let keywords: wire::Keywords = parse(body)?;
        let keywords = keywords.keywords.or(keywords.results).unwrap_or_default();
        keywords.iter().for_each(|keyword| self.keyword(keyword));
        self.part(
            target,
            PartSaid::Keywords(Keywords(ids(Some(&keywords)).unwrap_or_default())),
        );
        Ok(())
    }

    pub(super) fn release_dates(
        &mut self,
        target: Target,
        body: &RawValue,
    ) -> serde_json::Result<()> {
        let releases: wire::Results<_> = parse(body)?;
        self.part(
            target,
            PartSaid::Releases(Releases {
                countries: Some(releases.results),
                legacy: None,
            }),
        );
        Ok(())
    }

    pub(super) fn legacy_releases(
        &mut self,
        target: Target,
        body: &RawValue,
    ) -> serde_json::Result<()> {
        let releases: wire::LegacyReleases = parse(body)?;
        self.part(
            target,
            PartSaid::Releases(Releases {
                countries: None,
                legacy: Some(releases.countries),
            }),
        );
        Ok(())
    }

    pub(super) fn content_ratings(
        &mut self,
        target: Target,
        body: &RawValue,
    ) -> serde_json::Result<()> {
        let ratings: wire::Results<_> = parse(body)?;
        self.part(target, PartSaid::Ratings(ContentRatings(ratings.results)));
        Ok(())
    }

    pub(super) fn screened(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let Target::Key(series) = target else {
            return Ok(());
        };
        let screened: wire::Results<wire::Row> = parse(body)?;
        for row in &screened.results {
            if let Some(Int(id)) = row.id {
                let facts = EpisodeFacts {
                    series: Some(series.id),
                    season: row.season_number.map(|number| number.0 as i32),
                    number: row.episode_number.map(|number| number.0 as i32),
                    ..EpisodeFacts::default()
                };
                self.facts(
                    EntityKey::new(Kind::Episode, id),
                    Known::Mentioned,
                    Facts::Episode(Box::new(facts)),
                );
            }
        }
        let ids = screened
            .results
            .iter()
            .filter_map(|row| row.id)
            .map(|id| id.0)
            .collect();
        self.part(target, PartSaid::Screened(Screened(ids)));
        Ok(())
    }

    pub(super) fn external_ids(
        &mut self,
        target: Target,
        body: &RawValue,
    ) -> serde_json::Result<()> {
        let ids: wire::ExternalIds = parse(body)?;
        let links = Links {
            imdb_id: ids.imdb_id,
            freebase_mid: ids.freebase_mid,
            freebase_id: ids.freebase_id,
            tvdb_id: ids.tvdb_id.map(|id| id.0),
            tvrage_id: ids.tvrage_id.map(|id| id.0),
            wikidata_id: ids.wikidata_id,
            facebook_id: ids.facebook_id,
            instagram_id: ids.instagram_id,
            tiktok_id: ids.tiktok_id,
            twitter_id: ids.twitter_id,
            youtube_id: ids.youtube_id,
        };
        self.part(target, PartSaid::Links(Box::new(links)));
        Ok(())
    }

    pub(super) fn providers(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let providers: wire::Providers = parse(body)?;
        self.part(
            target,
            PartSaid::Providers(WatchProviders(providers.results.into_map())),
        );
        Ok(())
    }

    pub(super) fn tagged_images(
        &mut self,
        target: Target,
        body: &RawValue,
    ) -> serde_json::Result<()> {
        let rows: wire::Results<Box<RawValue>> = parse(body)?;
        let mut tagged = Vec::new();
        for row in &rows.results {
            let image: Image = serde_json::from_str(row.get())?;
            let said: wire::Tagged = serde_json::from_str(row.get())?;
            let kind = match said.media_type.as_deref() {
                Some("movie") => Some(Kind::Movie),
                Some("tv") => Some(Kind::Series),
                Some("episode" | "tv_episode") => Some(Kind::Episode),
                Some("season" | "tv_season") => Some(Kind::Season),
                _ => None,
            };
            let Some(media) = said
                .media
                .as_ref()
                .and_then(|media| self.row(kind, media, Known::Listed))
            else {
                continue;
            };
            tagged.push(TaggedImage {
                image,
                image_type: said.image_type.unwrap_or_default(),
                media,
            });
        }
        let further = self.query.get("page").is_some_and(|page| page != "1");
        self.part(target, PartSaid::Tagged(Tagged(tagged), further));
        Ok(())
    }
}
