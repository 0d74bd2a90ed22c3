//! Seasons of a series, and episodes of a season.

use kinora_model::credit::{Billing, TitleCredits};
use kinora_model::facts::{SeasonFacts, SeriesFacts};
use kinora_model::key::{EntityKey, Kind, Known};
use kinora_model::part::{Part, PartSet};

use super::{CARD, Loader};
use crate::StoreError;
use crate::sqlite::entity;

impl Loader<'_> {
    pub(super) fn seasons(&mut self) -> Result<(), StoreError> {
        let facts: SeriesFacts = self.loaded.record.part()?;
        self.others(
            Kind::Episode,
            facts.last_episode.into_iter().chain(facts.next_episode),
            CARD,
        )?;
        let told = self.loaded.record.known == Known::Full;
        for (season, known) in entity::seasons_of(self.db, self.key().id)? {
            // A season of which only a sub-resource was told is not yet one that the series lists.
            if known > Known::Mentioned || !told {
                self.other(Kind::Season, season, CARD)?;
                self.loaded.seasons.push(season);
            }
        }
        for season in self.loaded.seasons.clone() {
            self.count_episodes(season)?;
        }
        Ok(())
    }

    /// Reads the episodes of a season whose number of episodes was not told.
    pub(super) fn count_episodes(&mut self, season: i64) -> Result<(), StoreError> {
        let Some(record) = self.loaded.get(Kind::Season, season) else {
            return Ok(());
        };
        let facts: SeasonFacts = record.part()?;
        if facts.episode_count.is_none()
            && let (Some(series), Some(number)) = (facts.series, facts.number)
        {
            let count = entity::episodes_of(self.db, series, number)?.len();
            let counted = SeasonFacts {
                episode_count: i32::try_from(count).ok(),
                ..facts
            };
            if let Some(record) = self
                .loaded
                .others
                .get_mut(&EntityKey::new(Kind::Season, season))
            {
                record.put(&counted)?;
            }
        }
        Ok(())
    }

    pub(super) fn episodes(&mut self) -> Result<(), StoreError> {
        let parts = PartSet::of(&[Part::Facts, Part::Texts, Part::Credits]);
        let facts: SeasonFacts = self.loaded.record.part()?;
        let (Some(series), Some(number)) = (facts.series, facts.number) else {
            return Ok(());
        };
        self.loaded
            .sought
            .push(EntityKey::new(Kind::Series, series));
        let told = self.loaded.record.known == Known::Full;
        for (episode, known) in entity::episodes_of(self.db, series, number)? {
            // An episode that only its series mentions is not yet one that the season lists.
            if known > Known::Mentioned || !told {
                self.other(Kind::Episode, episode, parts)?;
                self.loaded.episodes.push(episode);
            }
        }
        for episode in self.loaded.episodes.clone() {
            let lists = self
                .loaded
                .get(Kind::Episode, episode)
                .map(|record| record.part::<TitleCredits>())
                .transpose()?;
            if let Some(lists) = lists {
                let guests = lists.guests.iter().flatten().map(Billing::credit);
                self.named_credits(guests.chain(lists.crew.iter().flatten().map(String::as_str)))?;
            }
        }
        Ok(())
    }
}
