//! Statements about reference tables.

use kinora_model::reference::{Learned, Reference, Table, Told};
use kinora_store::Wanted;

use super::Workspace;

impl Workspace {
    pub(super) fn reference(&mut self, table: Table, locale: String, value: &serde_json::Value) {
        // Addresses are each server's own; they are not part of the table.
        let document = match table {
            Table::Configuration => {
                serde_json::from_value::<kinora_model::reference::Configuration>(value.clone())
                    .ok()
                    .and_then(|configuration| serde_json::to_string(&configuration).ok())
            }
            _ => serde_json::to_string(value).ok(),
        };
        let Some(document) = document else { return };
        let stored = self.store_told(table, locale, document);
        if stored {
            self.reload_reference();
        }
    }

    pub(super) fn learned(&mut self, learned: &Learned) {
        if let Some(news) = self.reference.learn(learned)
            && let Ok(document) = serde_json::to_string(&news)
            && self.store_told(Table::Learned, String::new(), document)
        {
            self.reload_reference();
        }
    }

    pub(super) fn store_told(&mut self, table: Table, locale: String, document: String) -> bool {
        let key = (table.name().to_owned(), locale);
        if !self.told.contains_key(&key) {
            // A table that cannot be read now is simply written again.
            let _ = self.fetch(&Wanted {
                told: vec![key.clone()],
                ..Wanted::default()
            });
        }
        let news = self.told.get(&key) != Some(&document);
        if news {
            self.told.insert(key.clone(), document);
            self.dirty_told.insert(key);
        }
        news
    }

    pub(super) fn reload_reference(&mut self) {
        let told = self.told.iter().map(|((table, locale), document)| Told {
            table: table.clone(),
            locale: locale.clone(),
            document: document.clone(),
        });
        self.reference = Reference::with(told.collect());
    }
}
