//! Taking in things of another catalogue whole: what is told takes the place of what is there.

use kinora_model::key::{EntityKey, Kind, State};
use kinora_model::reference::Table;
use kinora_model::{EpisodeFacts, SeasonFacts};
use kinora_store::{Record, Stat, StoreError, Stored};

use super::{Entity, Workspace};

impl Workspace {
    pub(super) fn stored(&mut self, stored: Stored) -> Result<(), StoreError> {
        match stored {
            Stored::Reference(told) => {
                let table = Table::ALL.iter().find(|row| row.1 == told.table);
                if let Some((table, ..)) = table
                    && self.store_told(*table, told.locale, told.document)
                {
                    self.reload_reference();
                }
                Ok(())
            }
            Stored::Entity(record, stat) => self.stored_entity(*record, stat),
            Stored::Credit(credit) => self.put(*credit),
            Stored::Review(review) => self.put(*review),
            Stored::Group(group) => self.put(*group),
        }
    }

    fn stored_entity(&mut self, mut record: Record, stat: Option<Stat>) -> Result<(), StoreError> {
        if record.state == State::Live {
            self.take_place(&record)?;
        }
        let entity = self.entity(record.key)?;
        entity.settle()?;
        record.version = entity.record.version;
        *entity = Entity {
            touched: entity.touched || entity.record != record,
            stat_touched: entity.stat_touched || entity.stat != stat,
            ..Entity::of(record, stat)
        };
        Ok(())
    }

    /// Notes the place of a season or an episode in its series.
    fn take_place(&mut self, record: &Record) -> Result<(), StoreError> {
        let EntityKey { kind, id } = record.key;
        match kind {
            Kind::Season => {
                let facts: SeasonFacts = record.part()?;
                if let (Some(series), Some(number)) = (facts.series, facts.number) {
                    self.seasons.insert((series, number), id);
                }
            }
            Kind::Episode => {
                let facts: EpisodeFacts = record.part()?;
                if let (Some(series), Some(season), Some(number)) =
                    (facts.series, facts.season, facts.number)
                {
                    self.episodes.insert((series, season, number), id);
                }
            }
            _ => {}
        }
        Ok(())
    }
}
