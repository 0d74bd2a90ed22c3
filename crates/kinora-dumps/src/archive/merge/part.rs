//! Statements about one part of an entity.

use kinora_model::Locale;
use kinora_model::credit::PersonCredits;
use kinora_model::facts::Conflict;
use kinora_model::image::{Images, Tagged};
use kinora_model::key::EntityKey;
use kinora_model::links::Links;
use kinora_model::part::Document;
use kinora_model::release::Releases;
use kinora_model::titles::AlternativeTitles;
use kinora_model::video::Videos;
use kinora_store::StoreError;

use super::Workspace;
use crate::archive::statement::{PartSaid, PersonList};

impl Workspace {
    pub(super) fn part(&mut self, key: EntityKey, part: PartSaid) -> Result<(), StoreError> {
        match part {
            PartSaid::Titles(titles, country) => {
                self.change(key, |stored: &mut AlternativeTitles| {
                    stored.merge(titles, country.as_deref());
                })
            }
            PartSaid::Credits(lists) => self.title_credits(key, lists),
            PartSaid::CreditIn(id, credit_type) => self.credit_in(key, id, credit_type),
            PartSaid::PersonCredits(list, lists) => {
                self.change(key, |stored: &mut PersonCredits| {
                    let slot = match list {
                        PersonList::Movies => &mut stored.movies,
                        PersonList::Series => &mut stored.series,
                        PersonList::Combined => &mut stored.combined,
                    };
                    *slot = Some(lists);
                })
            }
            PartSaid::Aggregate(aggregate) => self.replace(key, &aggregate),
            PartSaid::Keywords(keywords) => self.replace(key, &keywords),
            PartSaid::Releases(releases) => self.change(key, |stored: &mut Releases| {
                stored.countries = releases.countries.or(stored.countries.take());
                stored.legacy = releases.legacy.or(stored.legacy.take());
            }),
            PartSaid::Ratings(ratings) => self.replace(key, &ratings),
            PartSaid::Images(images, filter) => {
                let mut stored: Images = self.entity(key)?.record.part()?;
                stored.merge(*images, &filter);
                self.entity(key)?.texts()?.choose_pictures(&stored);
                self.replace(key, &stored)
            }
            PartSaid::Videos(videos, filter) => {
                self.change(key, |stored: &mut Videos| stored.merge(videos, &filter))
            }
            PartSaid::Links(links) => self.links(key, *links),
            PartSaid::Providers(providers) => self.replace(key, &providers),
            PartSaid::Screened(screened) => self.replace(key, &screened),
            PartSaid::Tagged(tagged, false) => self.replace(key, &tagged),
            PartSaid::Tagged(tagged, true) => self.change(key, |stored: &mut Tagged| {
                let told = tagged.0.into_iter();
                let news: Vec<_> = told.filter(|image| !stored.0.contains(image)).collect();
                stored.0.extend(news);
            }),
            PartSaid::Translations(list) => {
                let usual = self.usual_title(key, Locale::DEFAULT)?;
                let entity = self.entity(key)?;
                let fallback = entity.fallback(usual)?;
                entity.texts()?.list(list, &fallback);
                Ok(())
            }
        }
    }

    fn replace<D: Document>(&mut self, key: EntityKey, document: &D) -> Result<(), StoreError> {
        let entity = self.entity(key)?;
        entity.touched |= entity.record.put(document)?;
        Ok(())
    }

    fn change<D: Document + Default>(
        &mut self,
        key: EntityKey,
        change: impl FnOnce(&mut D),
    ) -> Result<(), StoreError> {
        let mut document: D = self.entity(key)?.record.part()?;
        change(&mut document);
        self.replace(key, &document)
    }

    fn links(&mut self, key: EntityKey, said: Links) -> Result<(), StoreError> {
        macro_rules! merge {
            ($stored:ident, $conflicts:ident, $($field:ident),*) => {$(
                if let Some(value) = said.$field {
                    if let Some(before) = $stored.$field.replace(value.clone()).filter(|before| *before != value) {
                        let conflict = Conflict { field: stringify!($field), kept: value.to_string(), dropped: before.to_string() };
                        $conflicts.push(conflict);
                    }
                }
            )*};
        }
        let mut conflicts = Vec::new();
        self.change(key, |stored: &mut Links| {
            merge!(
                stored,
                conflicts,
                imdb_id,
                freebase_mid,
                freebase_id,
                tvdb_id,
                tvrage_id,
                wikidata_id,
                facebook_id,
                instagram_id,
                tiktok_id,
                twitter_id,
                youtube_id
            );
        })?;
        self.report(&key.to_string(), conflicts);
        Ok(())
    }
}
