//! The document of a part with all that its page puts in order.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Value, json};

use super::super::Site;
use super::super::visitor::Visitor;
use super::choice::Choice;
use super::excerpt::Excerpt;
use super::{Desk, lookup};
use crate::error::ApiError;

/// A document, with credits that a chosen list of a filmography does not name behind those that it does.
#[derive(Default)]
pub struct Whole {
    /// The document.
    pub document: Option<Value>,
    /// The document without those credits.
    stored: Option<Value>,
    /// What every credit of the list is, by its id.
    pub credits: HashMap<String, String>,
}

impl Whole {
    /// The document of what is on the desk.
    pub async fn of(
        site: &Site,
        visitor: &Visitor,
        desk: &Desk,
        excerpt: &Excerpt,
    ) -> Result<Whole, ApiError> {
        let stored = desk.document(excerpt.part).cloned();
        let chosen = excerpt.chosen.as_ref();
        let list = chosen.filter(|chosen| chosen.choice == Choice::List);
        let Some(list) = list else {
            return Ok(Whole {
                document: stored.clone(),
                stored,
                credits: HashMap::new(),
            });
        };
        let person = desk.worded.key.id;
        let credits = lookup::filmography(site, visitor, person, &list.value).await?;
        let mut rows = excerpt.list(stored.as_ref());
        let listed: BTreeSet<&str> = rows.iter().filter_map(Value::as_str).collect();
        let unlisted = credits
            .iter()
            .filter(|(id, _)| !listed.contains(id.as_str()));
        let unlisted: Vec<Value> = unlisted.map(|(id, _)| json!(id)).collect();
        rows.extend(unlisted);
        Ok(Whole {
            document: excerpt.put_choice(stored.as_ref(), some_rows(rows)),
            stored,
            credits: credits.into_iter().collect(),
        })
    }

    /// A version of it without credits at the end of the list that the stored document does not name and that stand where they stand
    /// without being named.
    pub fn trimmed(&self, excerpt: &Excerpt, document: Option<Value>) -> Option<Value> {
        let stored = excerpt.list(self.stored.as_ref());
        let whole = excerpt.list(self.document.as_ref());
        if stored.len() == whole.len() {
            return document;
        }
        let mut rows = excerpt.list(document.as_ref());
        while rows.len() > stored.len() && whole.get(rows.len() - 1) == rows.last() {
            rows.pop();
        }
        match rows == stored {
            true => self.stored.clone(),
            false => excerpt.put_choice(document.as_ref(), some_rows(rows)),
        }
    }
}

fn some_rows(rows: Vec<Value>) -> Option<Value> {
    (!rows.is_empty()).then_some(Value::Array(rows))
}

#[cfg(test)]
mod tests {
    use kinora_model::{Kind, Locale};

    use super::*;

    #[test]
    fn credits_that_stand_where_they_stood_are_not_named() {
        let reads = (Locale::DEFAULT, "US");
        let excerpt = Excerpt::of(Kind::Person, "credits", |_| "", reads).expect("an excerpt");
        let list = |ids: &[&str]| Some(json!({"movies": {"cast": ids}}));
        let whole = Whole {
            document: list(&["a", "b", "c", "d"]),
            stored: list(&["a"]),
            credits: HashMap::new(),
        };

        for (order, expected) in [
            (["a", "b", "c", "d"], &["a"][..]),
            (["b", "a", "c", "d"], &["b", "a"]),
            (["a", "c", "b", "d"], &["a", "c", "b"]),
            (["d", "a", "b", "c"], &["d", "a", "b", "c"]),
        ] {
            assert_eq!(whole.trimmed(&excerpt, list(&order)), list(expected));
        }
    }
}
