//! Popularity and trends (contract 1.14, 3.20): what was counted on a day becomes a score and an amount for each entity.
//!
//! A run reads the catalogue page by page. What it makes of a day depends on nothing but the counts, the catalogue and the scores of
//! the day before, and those it keeps: running a day again gives the same, also when the first run broke off.

mod formula;

use kinora_model::{
    Date, EntityKey, EpisodeFacts, Kind, MovieFacts, Part, PartSet, PersonFacts, SeriesFacts,
};
use kinora_store::{Card, Locator, Scored, Signals, Store, StoreError, Wants};
use rustc_hash::FxHashMap;

pub use formula::{Inputs, interest, nearest, score};

/// How many entities are read and scored at a time.
const PAGE: usize = 5_000;

/// Why a day was not scored.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// A later day was scored already.
    #[error("{0} was scored already, and scores are made from those of the day before")]
    Later(Date),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// How many entities something was counted for.
    pub counted: usize,
    /// How many scores changed.
    pub changed: usize,
}

/// The last day that was scored.
pub async fn last_day(store: &Store) -> Result<Option<Date>, StoreError> {
    let day = store.scored_day().await?;
    Ok(day.and_then(Date::from_day_number))
}

/// Scores a day. A day on which nothing at all was counted changes nothing: a catalogue that nobody asks keeps the scores that it was
/// imported with.
pub async fn run(store: &Store, day: Date) -> Result<Run, RunError> {
    if let Some(last) = last_day(store).await?.filter(|last| *last > day) {
        return Err(RunError::Later(last));
    }
    let signals = store.signals(day.day_number()).await?;
    let mut run = Run::default();
    if signals.is_empty() {
        return Ok(run);
    }
    let mut amounts = Vec::new();
    for kind in [Kind::Movie, Kind::Series, Kind::Person] {
        let mut after = i64::MIN;
        loop {
            let parts = PartSet::of(&[Part::Facts]);
            let cards = store.scan(kind, parts, after, PAGE).await?;
            let (Some(first), Some(last)) = (cards.first(), cards.last()) else {
                break;
            };
            after = last.record.key.id;
            let known = store.scored(kind, (first.record.key.id, after)).await?;
            let page = Page {
                store,
                day,
                signals: &signals,
                known: &known,
            };
            let mut scores = Vec::new();
            for card in &cards {
                let entity = page.entity(card).await?;
                amounts.extend(entity.amount.map(|amount| (card.record.key, amount)));
                scores.extend(entity.scored.map(|scored| (card.record.key, scored)));
            }
            run.changed += scores.len();
            store.put_scores(scores).await?;
        }
    }
    run.counted = amounts.len();
    store.finish_scores(day.day_number(), amounts).await?;
    Ok(run)
}

struct Page<'a> {
    store: &'a Store,
    day: Date,
    signals: &'a FxHashMap<EntityKey, Signals>,
    known: &'a FxHashMap<i64, Scored>,
}

/// What a day makes of an entity.
struct Entity {
    /// How much was made of it, where something was; adult ones do not trend.
    amount: Option<f64>,
    /// Its score, where it changes.
    scored: Option<Scored>,
}

impl Page<'_> {
    async fn entity(&self, card: &Card) -> Result<Entity, StoreError> {
        let key = card.record.key;
        let signals = self.signals.get(&key).copied();
        let (is_adult, since_news) = match key.kind {
            Kind::Movie => {
                let facts: MovieFacts = card.record.part()?;
                (facts.adult, nearest(self.day, [facts.release_date]))
            }
            Kind::Series => {
                let facts: SeriesFacts = card.record.part()?;
                let next = match facts.next_episode {
                    Some(id) => self.air_date(id).await?,
                    None => None,
                };
                let dates = [facts.first_air_date, facts.last_air_date, next];
                (facts.adult, nearest(self.day, dates))
            }
            _ => (card.record.part::<PersonFacts>()?.adult, None),
        };
        let inputs = Inputs {
            signals: signals.unwrap_or_default(),
            since_news,
            total_votes: card.stat.vote_count,
        };
        let now = card.stat.popularity;
        let day = self.day.day_number();
        // A run of the same day again starts where the first one did, unless other scores were imported meanwhile.
        let before = match self.known.get(&key.id) {
            Some(known) if known.day == day && known.after == now => known.before,
            _ => now,
        };
        let after = score(before, inputs);
        let scored = Scored { day, before, after };
        let amount = interest(inputs.signals);
        Ok(Entity {
            amount: Some(amount).filter(|amount| *amount > 0.0 && !is_adult.unwrap_or_default()),
            scored: Some(scored).filter(|_| after != now),
        })
    }

    /// The day on which an episode is shown.
    async fn air_date(&self, id: i64) -> Result<Option<Date>, StoreError> {
        let locator = Locator::Key(EntityKey::new(Kind::Episode, id));
        let wants = Wants::of(&[Part::Facts], &[]);
        let Some(episode) = self.store.load(locator, wants).await? else {
            return Ok(None);
        };
        Ok(episode.record.part::<EpisodeFacts>()?.air_date)
    }
}
