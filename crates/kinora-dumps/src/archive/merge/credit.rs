//! Statements about credits, and about the lists of titles that they stand in.

use std::collections::BTreeSet;

use kinora_model::credit::{Billing, Credit, CreditType, PersonCredits, TitleCredits};
use kinora_model::facts::Conflict;
use kinora_model::key::{EntityKey, Kind};
use kinora_store::StoreError;
use rustc_hash::FxHashSet;

use super::Workspace;
use crate::archive::statement::{CreditSaid, Facts, Target};

impl Workspace {
    /// Takes in lists that were told whole. Credits that a list held before and does not any more are gone, unless the
    /// person's own list still names them. Appearances of credits in episodes are counted along.
    pub(super) fn title_credits(
        &mut self,
        key: EntityKey,
        told: TitleCredits,
    ) -> Result<(), StoreError> {
        let stored = self.entity(key)?.credits()?;
        let before: FxHashSet<String> = stored.ids().map(str::to_owned).collect();
        let appearing_before = owned(stored.appearing());
        stored.cast = told.cast.or(stored.cast.take());
        stored.crew = told.crew.or(stored.crew.take());
        stored.guests = told.guests.or(stored.guests.take());
        let after: FxHashSet<String> = stored.ids().map(str::to_owned).collect();
        let appearing_after = owned(stored.appearing());
        if key.kind == Kind::Episode {
            for id in appearing_after.difference(&appearing_before) {
                self.appear(id, 1)?;
            }
            for id in appearing_before.difference(&appearing_after) {
                self.appear(id, -1)?;
                self.drop_vanished(key, id)?;
            }
        }
        if key.kind == Kind::Movie {
            for id in before.difference(&after) {
                self.drop_unlisted(id)?;
            }
        }
        Ok(())
    }

    pub(super) fn credit_in(
        &mut self,
        key: EntityKey,
        id: String,
        credit_type: CreditType,
    ) -> Result<(), StoreError> {
        let mut lists = self.entity(key)?.credits()?.clone();
        if credit_type == CreditType::Cast {
            let slot = if key.kind == Kind::Season {
                &mut lists.cast
            } else {
                &mut lists.guests
            };
            let billed = slot.get_or_insert_default();
            // Lists that were told whole have an order in every row.
            if billed
                .iter()
                .any(|billing| billing.order().is_some() || billing.credit() == id)
            {
                return Ok(());
            }
            billed.push(Billing(id, None, None));
        } else if lists.crew.is_none() {
            lists.crew = Some(vec![id]);
        } else {
            return Ok(());
        }
        self.title_credits(key, lists)
    }

    fn appear(&mut self, id: &str, change: i32) -> Result<(), StoreError> {
        if let Some(credit) = self.held::<Credit>(id)? {
            credit.appearances += change;
            self.credits.mark(id);
        }
        Ok(())
    }

    /// A credit that stood in an episode and stands in none any more is gone, unless something else tells of it.
    fn drop_vanished(&mut self, episode: EntityKey, id: &str) -> Result<(), StoreError> {
        let gone = |credit: &Credit| credit.appearances <= 0 && credit.episode_count.is_none();
        if !self.held(id)?.as_ref().is_some_and(gone) {
            return Ok(());
        }
        let Facts::Episode(facts) = self.entity(episode)?.facts()? else {
            return Ok(());
        };
        let (series, season) = (facts.series, facts.season);
        let season = match series.zip(season) {
            Some((series, season)) => self.resolve(Target::Season(series, season))?,
            None => None,
        };
        let series = series.map(|series| EntityKey::new(Kind::Series, series));
        for key in season.into_iter().chain(series) {
            if self.entity(key)?.credits()?.ids().any(|named| named == id) {
                return Ok(());
            }
        }
        self.drop_unlisted(id)
    }

    fn drop_unlisted(&mut self, id: &str) -> Result<(), StoreError> {
        let Some(Credit { person, .. }) = *self.held(id)? else {
            return Ok(());
        };
        if let Some(person) = person {
            let lists: PersonCredits = self
                .entity(EntityKey::new(Kind::Person, person))?
                .record
                .part()?;
            let lists = [lists.movies, lists.series, lists.combined];
            let named = lists.iter().flatten().any(|lists| {
                lists
                    .cast
                    .iter()
                    .chain(&lists.crew)
                    .any(|named| named == id)
            });
            if named {
                return Ok(());
            }
        }
        *self.held::<Credit>(id)? = None;
        self.dropped_credits.push(id.to_owned());
        Ok(())
    }

    pub(super) fn credit(&mut self, said: CreditSaid) -> Result<(), StoreError> {
        let mut conflicts = Vec::new();
        let slot = self.held::<Credit>(&said.id)?;
        let is_new = slot.is_none();
        let credit = slot.get_or_insert_with(|| Credit::new(&said.id, said.title));
        let before = credit.clone();
        credit.title = said.title;
        credit.person = said.person.or(credit.person);
        credit.credit_type = said.credit_type.unwrap_or(credit.credit_type);
        credit.order = said.order.or(credit.order);
        credit.episode_count = said.episode_count.or(credit.episode_count);
        credit.first_air_date = said.first_air_date.or(credit.first_air_date);
        credit.lost_person = said
            .lost_person
            .or(credit.lost_person.take())
            .filter(|_| credit.person.is_none());
        let texts = [
            ("department", &mut credit.department, said.department),
            ("job", &mut credit.job, said.job),
            ("character", &mut credit.character, said.character),
        ];
        for (field, stored, said) in texts {
            if let Some(said) =
                said.filter(|said| said != stored && (!said.is_empty() || stored.is_empty()))
            {
                if !stored.is_empty() {
                    conflicts.push(Conflict {
                        field,
                        kept: said.clone(),
                        dropped: stored.clone(),
                    });
                }
                *stored = said;
            }
        }
        if is_new || *credit != before {
            self.credits.mark(&said.id);
        }
        if !conflicts.is_empty() {
            self.report(&format!("credit {}", said.id), conflicts);
        }
        Ok(())
    }
}

fn owned(ids: BTreeSet<&str>) -> BTreeSet<String> {
    ids.into_iter().map(str::to_owned).collect()
}
