//! What of a part a page shows: all of it, or one thing of those that an editor chooses from: the translation in a language, the offers
//! in a country, a list of a filmography.

use std::collections::BTreeMap;

use kinora_model::form::{self, Form};
use kinora_model::{Kind, Locale, Part};
use serde_json::{Value, json};

use super::choice::{Choice, Chosen, lists};
use super::leaf::{Leaf, Offered, Places, place_on_page};
use crate::error::ApiError;

/// How addresses and forms name the leaf that is shown.
pub const LEAF: &str = "leaf";

/// What of a part a page shows.
pub struct Excerpt {
    /// The part.
    pub part: Part,
    /// The form of what is shown.
    pub form: Form,
    /// What was chosen, of parts that are not shown whole.
    pub chosen: Option<Chosen>,
    /// Which rows of it are shown, where there are too many for one page.
    pub leaf: Option<Leaf>,
}

impl Excerpt {
    /// What the page of a part shows. `asked` tells what was asked for by the name of a choice, empty for nothing; then it is what is
    /// there in the language or the country that somebody `reads`.
    pub fn of<'a>(
        kind: Kind,
        part: &str,
        asked: impl Fn(&str) -> &'a str,
        reads: (Locale, &str),
    ) -> Result<Excerpt, ApiError> {
        let found = form::parts(kind).find(|(known, _)| known.name() == part);
        let (part, form) = found.ok_or(ApiError::NotFound)?;
        let leaf = asked(LEAF).parse().ok().filter(|number| *number > 0);
        let leaf = leaf.map(Leaf);
        let Some(choice) = Choice::of(&form) else {
            return Ok(Excerpt {
                part,
                form,
                chosen: None,
                leaf,
            });
        };
        let chosen = choice.choose(&form, asked(choice.name()), reads);
        let (value, form) = chosen.ok_or(ApiError::NotFound)?;
        let chosen = Some(Chosen { choice, value });
        Ok(Excerpt {
            part,
            form,
            chosen,
            leaf,
        })
    }

    /// The same with as many rows of a document as a page holds.
    pub fn fitting(self, document: Option<&Value>) -> Excerpt {
        let chosen = self.choice_of(document);
        Excerpt {
            leaf: Leaf::of(&self.form, chosen.as_ref(), self.leaf),
            ..self
        }
    }

    /// The leaves of a document, where it has several.
    pub fn leaves(&self, document: Option<&Value>) -> Vec<Offered> {
        let chosen = self.choice_of(document);
        let leaf = self
            .leaf
            .map(|leaf| leaf.offered(&self.form, chosen.as_ref()));
        leaf.unwrap_or_default()
    }

    /// How many rows of each list stand before those that are shown, by the paths of the lists.
    pub fn rows_before(&self, document: Option<&Value>) -> BTreeMap<String, usize> {
        let Some(leaf) = self.leaf else {
            return BTreeMap::new();
        };
        let ranges = leaf.ranges(&self.form, self.choice_of(document).as_ref());
        let part = self.part.name();
        let before = ranges.into_iter().map(|(list, range)| match list {
            "" => (part.to_owned(), range.start),
            list => (format!("{part}.{list}"), range.start),
        });
        before.collect()
    }

    /// What is shown of a document.
    pub fn cut(&self, document: Option<&Value>) -> Option<Value> {
        let chosen = self.choice_of(document);
        match self.leaf {
            Some(leaf) => leaf.cut(&self.form, chosen.as_ref()),
            None => chosen,
        }
    }

    /// A document with what was read from a page in the place of what the page `showed` of it. `places` tells where rows of lists shall
    /// stand that are not shown whole.
    pub fn paste(
        &self,
        document: Option<&Value>,
        showed: Option<&Value>,
        read: Option<Value>,
        places: &Places,
    ) -> Option<Value> {
        match self.leaf {
            Some(leaf) => {
                let chosen = self.choice_of(document);
                let whole = leaf.paste(&self.form, chosen.as_ref(), showed, read.as_ref(), places);
                self.put_choice(document, whole)
            }
            None => self.put_choice(document, read),
        }
    }

    /// What was chosen of a document.
    fn choice_of(&self, document: Option<&Value>) -> Option<Value> {
        let Some(chosen) = &self.chosen else {
            return document.cloned();
        };
        match chosen.names() {
            Some(names) => {
                let mut found = document;
                for name in names {
                    found = found.and_then(|value| value.get(name));
                }
                found.cloned()
            }
            None => {
                let rows = document?.get("translations")?.as_array()?;
                rows.iter().find(|row| is_in(row, &chosen.value)).cloned()
            }
        }
    }

    /// The rows of a chosen list of a document.
    pub fn list(&self, document: Option<&Value>) -> Vec<Value> {
        let chosen = self.chosen.as_ref();
        let is_list = chosen.is_some_and(|chosen| chosen.choice == Choice::List);
        match self.choice_of(document) {
            Some(Value::Array(rows)) if is_list => rows,
            _ => Vec::new(),
        }
    }

    /// A document with this in the place of what was chosen of it.
    pub fn put_choice(&self, document: Option<&Value>, shown: Option<Value>) -> Option<Value> {
        let Some(chosen) = &self.chosen else {
            return shown;
        };
        let shown = shown.filter(|shown| *shown != json!({}));
        if shown == self.choice_of(document) {
            return document.cloned();
        }
        match chosen.names() {
            Some(names) => Some(put(document, &names, shown)),
            None => Some(translated(document, &chosen.value, shown)),
        }
    }

    /// Where in what was read from a page a place in the document is, named as faults name it; `None` when the page does not show it.
    pub fn place(
        &self,
        document: Option<&Value>,
        read: Option<&Value>,
        place: &str,
    ) -> Option<String> {
        let within = self.place_in_choice(document, place)?;
        match self.leaf {
            Some(_) => {
                let chosen = self.choice_of(document);
                place_on_page(&self.form, chosen.as_ref(), read, within)
            }
            None => Some(within.to_owned()),
        }
    }

    /// Where in what was chosen a place in the document is.
    fn place_in_choice<'a>(&self, document: Option<&Value>, place: &'a str) -> Option<&'a str> {
        let Some(chosen) = &self.chosen else {
            return Some(place);
        };
        let rest = match chosen.names() {
            Some(names) => {
                let rest = place.strip_prefix(&names.join("."))?;
                let is_whole = rest.is_empty() || rest.starts_with(['.', '[']);
                is_whole.then_some(rest)?
            }
            None => {
                let rows = document?.get("translations")?.as_array()?;
                let (index, rest) = place.strip_prefix("translations[")?.split_once(']')?;
                let row = index.parse().ok().and_then(|index: usize| rows.get(index));
                row.filter(|row| is_in(row, &chosen.value))?;
                rest
            }
        };
        Some(rest.trim_start_matches('.'))
    }

    /// What can be chosen: first what the document has, which is said with each, then what else is usual.
    pub fn options(
        &self,
        whole: &Form,
        document: Option<&Value>,
        usual: &[String],
    ) -> Vec<(String, bool)> {
        let Some(chosen) = &self.chosen else {
            return Vec::new();
        };
        let lists: Vec<String> = lists(whole).map(|(name, _)| name).collect();
        let (told, usual): (Vec<&str>, &[String]) = match chosen.choice {
            Choice::Translation => {
                let rows = document.and_then(|document| document.get("translations")?.as_array());
                let rows = rows.into_iter().flatten();
                (
                    rows.filter_map(|row| row.get("locale")?.as_str()).collect(),
                    usual,
                )
            }
            Choice::Country => {
                let countries = document.and_then(Value::as_object).into_iter().flatten();
                (
                    countries.map(|(country, _)| country.as_str()).collect(),
                    usual,
                )
            }
            Choice::List => (Vec::new(), &lists),
        };
        let told = told.into_iter().map(|value| (value.to_owned(), true));
        let mut options: Vec<(String, bool)> = told.collect();
        for value in usual.iter().chain([&chosen.value]) {
            if !options.iter().any(|(known, _)| known == value) {
                options.push((value.clone(), false));
            }
        }
        options
    }
}

/// A document with a value at the end of some names, or without what is there.
fn put(document: Option<&Value>, names: &[&str], value: Option<Value>) -> Value {
    let mut document = document.cloned().unwrap_or_else(|| json!({}));
    let Some((last, above)) = names.split_last() else {
        return document;
    };
    let mut place = &mut document;
    for name in above {
        if !place[*name].is_object() {
            place[*name] = json!({});
        }
        place = &mut place[*name];
    }
    match (value, place.as_object_mut()) {
        (Some(value), _) => place[*last] = value,
        (None, Some(object)) => drop(object.remove(*last)),
        (None, None) => {}
    }
    document
}

/// A document with a translation in the place of the one that it has in a locale.
fn translated(document: Option<&Value>, locale: &str, shown: Option<Value>) -> Value {
    let rows = document.and_then(|document| document.get("translations")?.as_array());
    let mut rows: Vec<Value> = rows.cloned().unwrap_or_default();
    let place = rows.iter().position(|row| is_in(row, locale));
    let row = shown.map(|mut row| {
        row["locale"] = Value::from(locale);
        row
    });
    match (place, row) {
        (Some(place), Some(row)) => rows[place] = row,
        (Some(place), None) => drop(rows.remove(place)),
        (None, Some(row)) => rows.push(row),
        (None, None) => {}
    }
    let mut document = document.cloned().unwrap_or_else(|| json!({}));
    document["translations"] = Value::Array(rows);
    document
}

fn is_in(row: &Value, locale: &str) -> bool {
    row.get("locale").and_then(Value::as_str) == Some(locale)
}

#[cfg(test)]
mod tests {
    use kinora_model::form::part;

    use super::*;

    #[test]
    fn a_translation_is_taken_out_and_put_back() {
        let document = json!({"translations": [
            {"locale": "de-DE", "title": "A"}, {"locale": "fr-FR", "title": "B"},
        ]});
        let reads = (Locale::DEFAULT, "US");
        let excerpt = |locale| Excerpt::of(Kind::Movie, "texts", |_| locale, reads).unwrap();
        let (french, swedish) = (excerpt("fr-FR"), excerpt("sv-SE"));

        assert_eq!(french.cut(Some(&document)).unwrap()["title"], "B");
        assert_eq!(swedish.cut(Some(&document)), None);
        let changed = french
            .put_choice(Some(&document), Some(json!({"title": "C"})))
            .unwrap();
        assert_eq!(
            changed["translations"][1],
            json!({"locale": "fr-FR", "title": "C"})
        );
        let added = swedish
            .put_choice(None, Some(json!({"title": "D"})))
            .unwrap();
        assert_eq!(
            added,
            json!({"translations": [{"locale": "sv-SE", "title": "D"}]})
        );
        let removed = french.put_choice(Some(&document), None).unwrap();
        assert_eq!(removed["translations"].as_array().unwrap().len(), 1);
        assert_eq!(
            swedish.put_choice(Some(&document), None),
            Some(document.clone())
        );
        assert_eq!(
            french.place_in_choice(Some(&document), "translations[1].title"),
            Some("title")
        );
        assert_eq!(
            french.place_in_choice(Some(&document), "translations[0].title"),
            None
        );
        let options = swedish.options(
            &part(Kind::Movie, Part::Texts).unwrap(),
            Some(&document),
            &[],
        );
        assert_eq!(options.last(), Some(&("sv-SE".to_owned(), false)));
    }

    #[test]
    fn offers_are_those_of_a_country() {
        let reads = (Locale::DEFAULT, "US");
        let of = |country| Excerpt::of(Kind::Movie, "providers", |_| country, reads);
        let document = json!({"DE": {"link": "https://a.example"}});
        let (german, american) = (of("DE").unwrap(), of("").unwrap());

        assert_eq!(german.cut(Some(&document)), Some(document["DE"].clone()));
        assert_eq!(american.cut(Some(&document)), None);
        assert_eq!(
            american.put_choice(Some(&document), None),
            Some(document.clone())
        );
        let both = american.put_choice(Some(&document), Some(json!({"link": "x"})));
        assert_eq!(
            both.unwrap(),
            json!({"DE": {"link": "https://a.example"}, "US": {"link": "x"}})
        );
        assert_eq!(
            german.put_choice(Some(&document), Some(json!({}))),
            Some(json!({}))
        );
        assert_eq!(
            german.place_in_choice(Some(&document), "DE.rent[0].provider_id"),
            Some("rent[0].provider_id")
        );
        assert_eq!(german.place_in_choice(Some(&document), "US.link"), None);
        assert!(of("Germany").is_err());
    }

    #[test]
    fn a_filmography_is_shown_list_by_list() {
        let reads = (Locale::DEFAULT, "US");
        let of = |list| Excerpt::of(Kind::Person, "credits", |_| list, reads);
        let document = json!({"movies": {"cast": ["a", "b"]}});
        let (first, crew) = (of("").unwrap(), of("combined.crew").unwrap());

        assert_eq!(first.cut(Some(&document)), Some(json!(["a", "b"])));
        let changed = crew
            .put_choice(Some(&document), Some(json!(["c"])))
            .unwrap();
        assert_eq!(
            changed,
            json!({"movies": {"cast": ["a", "b"]}, "combined": {"crew": ["c"]}})
        );
        assert_eq!(
            first.place_in_choice(Some(&document), "movies.cast[1]"),
            Some("[1]")
        );
        assert_eq!(
            first
                .options(&part(Kind::Person, Part::Credits).unwrap(), None, &[])
                .len(),
            6
        );
        assert!(of("movies.wardrobe").is_err());
    }
}
