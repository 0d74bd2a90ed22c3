//! Credits of what is loaded: lists of titles, everything that a person worked on, and what is counted over seasons.

use kinora_model::credit::{AggregateCredits, Billing, Credit, TitleCredits};
use kinora_model::facts::{EpisodeFacts, SeasonFacts, SeriesFacts};
use kinora_model::key::{EntityKey, Kind, Known};
use kinora_model::part::{Part, PartSet};

use super::{CARD, FACTS, Loader};
use crate::StoreError;
use crate::sqlite::{credit, entity};

impl Loader<'_> {
    fn add_credit(&mut self, credit: Credit) -> Result<(), StoreError> {
        self.others(Kind::Person, credit.person, FACTS)?;
        self.loaded.credits.insert(credit.id.clone(), credit);
        Ok(())
    }

    pub(super) fn named_credits<'a>(
        &mut self,
        ids: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), StoreError> {
        for id in ids {
            if !self.loaded.credits.contains_key(id)
                && let Some(credit) = credit::get(self.db, id)?
            {
                self.add_credit(credit)?;
            }
        }
        Ok(())
    }

    pub(super) fn creators(&mut self) -> Result<(), StoreError> {
        let facts: SeriesFacts = self.loaded.record.part()?;
        let ids = facts.created_by.unwrap_or_default();
        self.named_credits(ids.iter().map(String::as_str))
    }

    pub(super) fn title_credits(&mut self) -> Result<(), StoreError> {
        let key = self.key();
        let parts = PartSet::of(&[Part::Credits]);
        let lists: Option<TitleCredits> = self.loaded.record.get()?;
        if let Some(lists) = &lists {
            self.named_credits(lists.ids())?;
        }
        match key.kind {
            Kind::Movie => {
                for credit in credit::of_title(self.db, key)? {
                    self.loaded.credit_ids.push(credit.id.clone());
                    if !self.loaded.credits.contains_key(&credit.id) {
                        self.add_credit(credit)?;
                    }
                }
            }
            // Without a list of its own a series shows the credits of its latest season (contract 3.22).
            Kind::Series if lists.is_none() => {
                let seasons = entity::seasons_of(self.db, key.id)?;
                for (season, _) in seasons.into_iter().rev() {
                    let record = entity::get(self.db, EntityKey::new(Kind::Season, season), parts)?;
                    if let Some(lists) = record
                        .map(|record| record.get::<TitleCredits>())
                        .transpose()?
                        .flatten()
                    {
                        self.named_credits(lists.ids())?;
                        self.loaded.credits_season = Some(season);
                        self.other(Kind::Season, season, parts)?;
                        break;
                    }
                }
                // Where not even a season has one, what people tell of the series is all there is.
                let is_told = self.loaded.record.raw(Part::Aggregate).is_some();
                if self.loaded.credits_season.is_none() && !is_told {
                    for credit in credit::of_title(self.db, key)? {
                        if credit.appearances == 0 {
                            self.loaded.credit_ids.push(credit.id.clone());
                            self.add_credit(credit)?;
                        }
                    }
                }
            }
            // The regulars of an episode are those of its season unless it says otherwise.
            Kind::Episode if lists.as_ref().is_none_or(|lists| lists.cast.is_none()) => {
                let facts: EpisodeFacts = self.loaded.record.part()?;
                let place = facts.series.zip(facts.season);
                let season = place
                    .map(|(series, season)| entity::season_at(self.db, series, season))
                    .transpose()?
                    .flatten();
                if let Some(season) = season {
                    self.other(Kind::Season, season, parts)?;
                    let lists = self
                        .loaded
                        .get(Kind::Season, season)
                        .map(|record| record.part::<TitleCredits>());
                    let cast = lists
                        .transpose()?
                        .and_then(|lists| lists.cast)
                        .unwrap_or_default();
                    self.named_credits(cast.iter().map(Billing::credit))?;
                    self.loaded.credits_season = Some(season);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The lists as told, and the credit lists of every season and episode to count in.
    pub(super) fn aggregate(&mut self) -> Result<(), StoreError> {
        let key = self.key();
        let told: Option<AggregateCredits> = self.loaded.record.get()?;
        for row in told
            .iter()
            .flat_map(|told| told.cast.iter().chain(&told.crew))
        {
            self.other(Kind::Person, row.person, FACTS)?;
            self.named_credits(row.credits.iter().map(|counted| counted.0.as_str()))?;
        }
        let parts = PartSet::of(&[Part::Facts, Part::Credits]);
        let mut countable = true;
        if key.kind == Kind::Series {
            for (season, known) in entity::seasons_of(self.db, key.id)? {
                if known > Known::Mentioned {
                    self.other(Kind::Season, season, parts)?;
                    self.loaded.counted_seasons.push(season);
                    countable &= known == Known::Full;
                }
            }
        }
        // What was told stands until every season is known, so there is nothing to count before.
        if told.is_some() && !countable {
            return Ok(());
        }
        if key.kind == Kind::Season {
            self.loaded.counted_seasons.push(key.id);
        }
        for season in self.loaded.counted_seasons.clone() {
            let facts = self
                .loaded
                .get(Kind::Season, season)
                .map(|record| record.part::<SeasonFacts>())
                .transpose()?;
            let Some((series, number)) = facts.and_then(|facts| facts.series.zip(facts.number))
            else {
                continue;
            };
            for (episode, known) in entity::episodes_of(self.db, series, number)? {
                if known > Known::Mentioned {
                    self.other(Kind::Episode, episode, parts)?;
                    self.loaded.counted_episodes.push(episode);
                }
            }
        }
        if told.is_none() {
            self.unlisted_aggregate()?;
        }
        Ok(())
    }

    fn unlisted_aggregate(&mut self) -> Result<(), StoreError> {
        let records = self.loaded.others.values().chain([&self.loaded.record]);
        let titles =
            records.filter(|record| matches!(record.key.kind, Kind::Season | Kind::Episode));
        let lists: Result<Vec<TitleCredits>, StoreError> =
            titles.map(|record| record.part()).collect();
        for lists in lists? {
            self.named_credits(lists.ids())?;
        }
        Ok(())
    }

    pub(super) fn filmography(&mut self) -> Result<(), StoreError> {
        for credit in credit::of_person(self.db, self.key().id)? {
            self.work(credit)?;
        }
        Ok(())
    }

    pub(super) fn works(&mut self) -> Result<(), StoreError> {
        self.loaded.works = credit::works_of_person(self.db, self.key().id)?;
        Ok(())
    }

    /// A credit of the person with its title.
    pub(super) fn work(&mut self, mut credit: Credit) -> Result<(), StoreError> {
        self.other(credit.title.kind, credit.title.id, CARD)?;
        let counts = credit.episode_count.is_some() || credit.appearances > 0;
        if credit.title.kind == Kind::Series && !counts {
            credit.episode_count = self.regular_episodes(&credit)?;
        }
        self.loaded.credit_ids.push(credit.id.clone());
        self.loaded.credits.insert(credit.id.clone(), credit);
        Ok(())
    }

    /// In how many episodes of the seasons that list it a credit counts; `None` when no season does.
    fn regular_episodes(&self, credit: &Credit) -> Result<Option<i32>, StoreError> {
        let parts = PartSet::of(&[Part::Facts, Part::Credits]);
        let mut count = None;
        for (season, _) in entity::seasons_of(self.db, credit.title.id)? {
            let key = EntityKey::new(Kind::Season, season);
            let Some(record) = entity::get(self.db, key, parts)? else {
                continue;
            };
            let (lists, facts): (TitleCredits, SeasonFacts) = (record.part()?, record.part()?);
            if lists.ids().any(|id| id == credit.id) {
                let number = facts.number.unwrap_or_default();
                let known = entity::episodes_of(self.db, credit.title.id, number)?.len();
                let episodes = facts.episode_count.filter(|_| known == 0);
                let episodes = episodes.unwrap_or(i32::try_from(known).unwrap_or(i32::MAX));
                count = Some(count.unwrap_or_default() + episodes);
            }
        }
        Ok(count)
    }
}
