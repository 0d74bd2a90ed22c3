//! Collections, companies, networks and keywords: entities that are found by their names and by nothing else.

use kinora_model::titles::AlternativeTitles;
use kinora_model::{CollectionFacts, CompanyFacts, KeywordFacts, Kind, Texts};
use kinora_store::{Card, StoreError};

use crate::title::names;
use crate::titles::Named;

/// Reads the names of such an entity.
pub(crate) fn read(card: &Card) -> Result<Named, StoreError> {
    let named = Named::new(card);
    let record = &card.record;
    Ok(match record.key.kind {
        Kind::Collection => {
            let (facts, texts): (CollectionFacts, Texts) = (record.part()?, record.part()?);
            let told = [facts.name.as_deref(), facts.original_name.as_deref()];
            Named {
                is_adult: facts.adult.unwrap_or_default(),
                names: names(told, Some(&texts), None),
                ..named
            }
        }
        Kind::Company | Kind::Network => {
            let facts: CompanyFacts = record.part()?;
            let others: AlternativeTitles = record.part()?;
            Named {
                names: names([facts.name.as_deref()], None, Some(&others)),
                ..named
            }
        }
        Kind::Keyword => {
            let facts: KeywordFacts = record.part()?;
            Named {
                names: names([facts.name.as_deref()], None, None),
                ..named
            }
        }
        _ => named,
    })
}
