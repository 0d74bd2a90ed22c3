//! An entity at work: its record, and those of its documents that are being changed.

use kinora_model::Text;
use kinora_model::credit::TitleCredits;
use kinora_model::facts::{
    CollectionFacts, CompanyFacts, EpisodeFacts, KeywordFacts, MovieFacts, PersonFacts,
    SeasonFacts, SeriesFacts,
};
use kinora_model::key::{Kind, Known};
use kinora_model::part::Document;
use kinora_model::text::Texts;
use kinora_store::{Record, Stat, StoreError};

use super::super::statement::{Facts, StatSaid};

/// An entity at work: its record and those of its documents that are being changed.
pub(super) struct Entity {
    pub(super) record: Record,
    pub(super) facts: Option<Facts>,
    pub(super) facts_changed: bool,
    pub(super) texts: Option<Texts>,
    pub(super) credits: Option<TitleCredits>,
    pub(super) stat: Option<Stat>,
    /// Whether it has to be written even if no document changes.
    pub(super) touched: bool,
    pub(super) stat_touched: bool,
}

impl Entity {
    pub(super) fn of(record: Record, stat: Option<Stat>) -> Entity {
        Entity {
            record,
            facts: None,
            facts_changed: false,
            texts: None,
            credits: None,
            stat,
            touched: false,
            stat_touched: false,
        }
    }

    pub(super) fn facts(&mut self) -> Result<&mut Facts, StoreError> {
        let facts = match self.facts.take() {
            Some(facts) => facts,
            None => match self.record.key.kind {
                Kind::Movie => Facts::Movie(Box::new(self.record.part::<MovieFacts>()?)),
                Kind::Series => Facts::Series(Box::new(self.record.part::<SeriesFacts>()?)),
                Kind::Season => Facts::Season(Box::new(self.record.part::<SeasonFacts>()?)),
                Kind::Episode => Facts::Episode(Box::new(self.record.part::<EpisodeFacts>()?)),
                Kind::Person => Facts::Person(Box::new(self.record.part::<PersonFacts>()?)),
                Kind::Collection => {
                    Facts::Collection(Box::new(self.record.part::<CollectionFacts>()?))
                }
                Kind::Company | Kind::Network => {
                    Facts::Company(Box::new(self.record.part::<CompanyFacts>()?))
                }
                Kind::Keyword => Facts::Keyword(self.record.part::<KeywordFacts>()?),
            },
        };
        Ok(self.facts.insert(facts))
    }

    pub(super) fn texts(&mut self) -> Result<&mut Texts, StoreError> {
        let texts = match self.texts.take() {
            Some(texts) => texts,
            None => self.record.part()?,
        };
        Ok(self.texts.insert(texts))
    }

    pub(super) fn credits(&mut self) -> Result<&mut TitleCredits, StoreError> {
        let credits = match self.credits.take() {
            Some(credits) => credits,
            None => self.record.part()?,
        };
        Ok(self.credits.insert(credits))
    }

    /// What a reader gets where a language has nothing of its own.
    pub(super) fn fallback(&mut self, usual: Option<String>) -> Result<Text, StoreError> {
        let mut text = Text {
            title: usual.unwrap_or_default(),
            ..Text::default()
        };
        match self.facts()? {
            Facts::Movie(facts) => {
                text.title = facts.original_title.clone().unwrap_or_default();
                text.homepage = facts.homepage.clone().unwrap_or_default();
                text.runtime = facts.runtime.unwrap_or_default();
                text.poster_path = facts.poster_path.clone().unwrap_or_default();
            }
            Facts::Series(facts) => {
                text.title = facts.original_name.clone().unwrap_or_default();
                text.homepage = facts.homepage.clone().unwrap_or_default();
                text.poster_path = facts.poster_path.clone().unwrap_or_default();
            }
            Facts::Season(facts) => {
                text.poster_path = facts.poster_path.clone().unwrap_or_default();
            }
            Facts::Person(facts) => text.title = facts.name.clone().unwrap_or_default(),
            Facts::Collection(facts) => {
                text.title = facts
                    .original_name
                    .clone()
                    .or_else(|| facts.name.clone())
                    .unwrap_or_default();
                text.poster_path = facts.poster_path.clone().unwrap_or_default();
            }
            _ => {}
        }
        Ok(text)
    }

    pub(super) fn see_stat(&mut self, said: Known, stat: StatSaid) {
        if self.stat.is_some() && said < self.record.known {
            return;
        }
        let before = self.stat.unwrap_or_default();
        let after = Stat {
            popularity: stat.popularity.unwrap_or(before.popularity),
            vote_average: stat.vote_average.unwrap_or(before.vote_average),
            vote_count: stat.vote_count.unwrap_or(before.vote_count),
        };
        self.stat_touched |= self.stat != Some(after);
        self.stat = Some(after);
    }

    /// Writes the documents at work back into the record.
    pub(super) fn settle(&mut self) -> Result<(), StoreError> {
        if std::mem::take(&mut self.facts_changed) {
            self.touched |= match &self.facts {
                Some(Facts::Movie(facts)) => self.record.put(&**facts)?,
                Some(Facts::Series(facts)) => self.record.put(&**facts)?,
                Some(Facts::Season(facts)) => self.record.put(&**facts)?,
                Some(Facts::Episode(facts)) => self.record.put(&**facts)?,
                Some(Facts::Person(facts)) => self.record.put(&**facts)?,
                Some(Facts::Collection(facts)) => self.record.put(&**facts)?,
                Some(Facts::Company(facts)) => self.record.put(&**facts)?,
                Some(Facts::Keyword(facts)) => self.record.put(facts)?,
                None => false,
            };
        }
        // People come up again and again; the others are mostly told once.
        if self.record.key.kind != Kind::Person {
            self.facts = None;
        }
        if let Some(texts) = self.texts.take()
            && (texts != Texts::default() || self.record.raw(Texts::PART).is_some())
        {
            self.touched |= self.record.put(&texts)?;
        }
        if let Some(credits) = self.credits.take()
            && (credits != TitleCredits::default() || self.record.raw(TitleCredits::PART).is_some())
        {
            self.touched |= self.record.put(&credits)?;
        }
        Ok(())
    }
}
