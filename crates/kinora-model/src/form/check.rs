//! Checks a document against its form: every fault at once, each with its field.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::shape::{is_address, is_hex, is_imdb, is_moment, is_picture, is_text};
use super::{Field, Form, LARGEST_ID};
use crate::date::Date;
use crate::key::{EntityKey, Kind};
use crate::locale::Locale;
use crate::reference::Reference;

/// How many faults are told at most.
const MOST_FAULTS: usize = 100;

/// The longest comment of an edit, in characters.
const LONGEST_COMMENT: usize = 1_000;

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The path of the field: names joined by dots, places in lists from 0 in brackets.
    pub field: String,
    /// What it has to be.
    pub message: String,
    /// The value that is not.
    #[serde(skip)]
    pub value: Option<Value>,
}

impl Fault {
    /// A fault of this field.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Fault {
        Fault {
            field: field.into(),
            message: message.into(),
            value: None,
        }
    }

    /// Whether the same value is told to be wrong in another version. What is stored already, by an import for example, is
    /// nothing to blame an editor for.
    pub fn is_known_from(&self, others: &[Fault]) -> bool {
        let same = |other: &Fault| (&other.message, &other.value) == (&self.message, &self.value);
        self.value.is_some() && others.iter().any(same)
    }
}

/// What a document may refer to.
pub trait Catalogue {
    /// The id of a live entity; of one that the same edit makes, where the id is negative.
    fn entity(&mut self, key: EntityKey) -> Option<i64>;

    /// Whether there is a credit with this public id.
    fn credit(&mut self, id: &str) -> bool;
}

/// Checks a document of a kind against a form. Nulls in it are dropped, and ids of new entities put in place.
pub fn check(
    form: &Form,
    kind: Kind,
    document: &mut Value,
    reference: &Reference,
    catalogue: &mut dyn Catalogue,
) -> Vec<Fault> {
    let mut checking = Checking {
        kind,
        reference,
        catalogue,
        country: String::new(),
        faults: Vec::new(),
    };
    checking.value("", form, document);
    checking.faults
}

/// Checks the comment of an edit.
pub fn check_comment(comment: &str) -> Option<Fault> {
    let told = Fault::new(
        "comment",
        format!("has to be text of at most {LONGEST_COMMENT} characters"),
    );
    (!is_text(comment, LONGEST_COMMENT, true)).then_some(told)
}

struct Checking<'a> {
    kind: Kind,
    reference: &'a Reference,
    catalogue: &'a mut dyn Catalogue,
    /// The country of the innermost item that names one.
    country: String,
    faults: Vec<Fault>,
}

impl Checking<'_> {
    fn fault(&mut self, path: &str, message: impl Into<String>) {
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(Fault::new(path, message));
        }
    }

    fn fault_of(&mut self, path: &str, message: impl Into<String>, value: &Value) {
        self.fault(path, message);
        if let Some(fault) = self.faults.last_mut().filter(|fault| fault.field == path) {
            fault.value = Some(value.clone());
        }
    }

    fn value(&mut self, path: &str, form: &Form, value: &mut Value) {
        match form {
            Form::List(item, most, unique) => self.list(path, item, *most, Some(unique), value),
            Form::Bag(item, most) => self.list(path, item, *most, None, value),
            Form::Record(fields) => match value {
                Value::Object(object) => self.record(path, fields, object),
                _ => self.fault(path, "has to be an object"),
            },
            Form::ByCountry(item) => match value {
                Value::Object(object) => {
                    for (country, value) in object.iter_mut() {
                        let path = join(path, country);
                        if !self.is_country(country) {
                            self.fault(&path, "is not a country (ISO 3166-1)");
                        }
                        self.value(&path, item, value);
                    }
                }
                _ => self.fault(path, "has to be an object with countries as keys"),
            },
            Form::Id(kind) => self.id(path, *kind, value),
            Form::Entity(kinds) => self.entity(path, kinds, value),
            leaf => {
                if let Err(message) = self.leaf(leaf, value) {
                    self.fault_of(path, message, value);
                }
            }
        }
    }

    fn record(&mut self, path: &str, fields: &[Field], object: &mut Map<String, Value>) {
        object.retain(|name, value| {
            let field = fields.iter().find(|field| field.name == name);
            !value.is_null() && !field.is_some_and(|field| is_nothing(field, value))
        });
        let country = object.get("iso_3166_1").and_then(Value::as_str);
        let country = country.map(str::to_owned);
        let outer = country.map(|country| std::mem::replace(&mut self.country, country));
        for field in fields {
            match object.get_mut(field.name) {
                Some(value) => self.value(&join(path, field.name), &field.form, value),
                None if field.required => self.fault(&join(path, field.name), "is required"),
                None => {}
            }
        }
        for name in object.keys() {
            if !fields.iter().any(|field| field.name == name) {
                self.fault(&join(path, name), "is no field of it");
            }
        }
        if let Some(outer) = outer {
            self.country = outer;
        }
    }

    fn list(
        &mut self,
        path: &str,
        item: &Form,
        most: usize,
        unique: Option<&[&str]>,
        value: &mut Value,
    ) {
        let Value::Array(items) = value else {
            return self.fault(path, "has to be a list");
        };
        if items.len() > most {
            return self.fault(path, format!("has to have at most {most} items"));
        }
        let mut seen = HashSet::new();
        for (index, value) in items.iter_mut().enumerate() {
            let path = format!("{path}[{index}]");
            self.value(&path, item, value);
            if let Some(names) = unique
                && let Some(identity) = identity(names, value)
                && !seen.insert(identity)
            {
                self.fault(&path, "is there twice");
            }
        }
    }

    fn id(&mut self, path: &str, kind: Kind, value: &mut Value) {
        let id = value.as_i64().filter(|id| *id <= LARGEST_ID);
        let found = id.and_then(|id| self.catalogue.entity(EntityKey::new(kind, id)));
        match found {
            Some(id) => *value = Value::from(id),
            None => self.fault_of(
                path,
                format!("has to be the id of a {}", kind.name()),
                value,
            ),
        }
    }

    fn entity(&mut self, path: &str, kinds: &[Kind], value: &mut Value) {
        let name = value.get("kind").and_then(Value::as_str);
        let kind = kinds.iter().find(|kind| Some(kind.name()) == name);
        let fields = value.as_object().map(Map::len);
        let (Some(kind), Some(id), Some(2)) = (kind, value.get_mut("id"), fields) else {
            let kinds: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
            let message = format!(
                "has to name one of these by kind and id: {}",
                kinds.join(", ")
            );
            return self.fault(path, message);
        };
        self.id(&join(path, "id"), *kind, id);
    }

    fn leaf(&mut self, form: &Form, value: &Value) -> Result<(), String> {
        let text = value.as_str();
        let is = |holds: bool, message: &str| match holds {
            true => Ok(()),
            false => Err(message.to_owned()),
        };
        let text_is = |holds: fn(&str) -> bool, message: &str| is(text.is_some_and(holds), message);
        match form {
            Form::Flag => is(value.is_boolean(), "has to be true or false"),
            Form::Line(most) => match text.is_some_and(|text| is_text(text, *most, false)) {
                true => Ok(()),
                false => Err(format!("has to be one line of at most {most} characters")),
            },
            Form::Prose(most) => match text.is_some_and(|text| is_text(text, *most, true)) {
                true => Ok(()),
                false => Err(format!("has to be text of at most {most} characters")),
            },
            Form::Whole(least, most) => match value
                .as_i64()
                .is_some_and(|number| (*least..=*most).contains(&number))
            {
                true => Ok(()),
                false => Err(format!("has to be a whole number from {least} to {most}")),
            },
            Form::Date => text_is(
                |text| text.parse::<Date>().is_ok(),
                "has to be a date (YYYY-MM-DD)",
            ),
            Form::Moment => text_is(is_moment, "has to be a time like 1922-03-04T00:00:00.000Z"),
            Form::Language => is(
                text.is_some_and(|text| self.reference.language(text).is_some()),
                "is not a language (ISO 639-1)",
            ),
            Form::Country => is(
                text.is_some_and(|text| self.is_country(text)),
                "is not a country (ISO 3166-1)",
            ),
            Form::Locale => is(
                text.is_some_and(|text| self.is_locale(text)),
                "has to be a language and a country, like de-AT",
            ),
            Form::Word(words) => match text.is_some_and(|text| words.contains(&text)) {
                true => Ok(()),
                false => Err(format!("has to be one of: {}", words.join(", "))),
            },
            Form::Number(numbers) => {
                match value
                    .as_i64()
                    .is_some_and(|number| numbers.contains(&number))
                {
                    true => Ok(()),
                    false => Err(format!("has to be one of {numbers:?}")),
                }
            }
            Form::Genre => is(
                self.is_genre(value),
                match self.kind {
                    Kind::Movie => "is not a genre of movies",
                    _ => "is not a genre of series",
                },
            ),
            Form::Certification => is(
                text.is_some_and(|text| self.is_certification(text)),
                "is not a certification of that country",
            ),
            Form::Picture => text_is(is_picture, "has to be the name of an image, like /a1b2.jpg"),
            Form::Address => text_is(
                is_address,
                "has to be an address that begins with http:// or https://",
            ),
            Form::Hex => text_is(is_hex, "has to be 24 hex digits"),
            Form::Imdb => text_is(is_imdb, "has to be an id of IMDb, like tt0013442"),
            Form::Elsewhere => text_is(
                |text| {
                    (1..=100).contains(&text.chars().count())
                        && !text
                            .chars()
                            .any(|letter| letter.is_whitespace() || letter.is_control())
                },
                "has to be an id of at most 100 characters without spaces",
            ),
            Form::Credit => is(
                text.is_some_and(|text| self.catalogue.credit(text)),
                "has to be the id of a credit",
            ),
            Form::List(..)
            | Form::Bag(..)
            | Form::Record(_)
            | Form::ByCountry(_)
            | Form::Id(_)
            | Form::Entity(_) => Ok(()),
        }
    }

    fn is_country(&self, code: &str) -> bool {
        self.reference.is_country(code)
    }

    fn is_locale(&self, text: &str) -> bool {
        let Ok(locale) = text.parse::<Locale>() else {
            return false;
        };
        locale.to_string() == text
            && self.reference.language(locale.language.as_str()).is_some()
            && locale
                .country()
                .is_some_and(|country| self.is_country(country))
    }

    fn is_genre(&self, value: &Value) -> bool {
        let genre = value.as_i64().and_then(|id| i32::try_from(id).ok());
        genre.is_some_and(|id| {
            let name = self.reference.genre_name_in(self.kind, id, Locale::DEFAULT);
            name.is_some_and(|name| !name.is_empty())
        })
    }

    /// Countries without a list of certifications take any short text.
    fn is_certification(&self, text: &str) -> bool {
        let known = self.reference.certifications(self.kind).certifications;
        match known.get(&self.country) {
            Some(rows) => text.is_empty() || rows.iter().any(|row| row.certification == text),
            None => is_text(text, 50, false),
        }
    }
}

/// Codes and names have no empty form: an empty text is nothing.
fn is_nothing(field: &Field, value: &Value) -> bool {
    let is_code = matches!(
        field.form,
        Form::Language
            | Form::Country
            | Form::Picture
            | Form::Moment
            | Form::Elsewhere
            | Form::Imdb
    );
    !field.required && is_code && value.as_str() == Some("")
}

fn join(path: &str, name: &str) -> String {
    match path.is_empty() {
        true => name.to_owned(),
        false => format!("{path}.{name}"),
    }
}

/// What may be there only once; `None` for an item that has nothing of it.
fn identity(names: &[&str], item: &Value) -> Option<String> {
    if names.is_empty() {
        return Some(item.to_string());
    }
    let values = names.iter().map(|name| item.get(name));
    let told = values.clone().any(|value| value.is_some());
    told.then(|| format!("{:?}", values.collect::<Vec<_>>()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::super::part;
    use super::*;
    use crate::part::Part;

    /// A catalogue in which ids up to 9 exist and -1 is new.
    struct Few;

    impl Catalogue for Few {
        fn entity(&mut self, key: EntityKey) -> Option<i64> {
            match key.id {
                -1 => Some(super::super::FIRST_ID),
                1..=9 => Some(key.id),
                _ => None,
            }
        }

        fn credit(&mut self, id: &str) -> bool {
            id == "aaaaaaaaaaaaaaaaaaaaaaaa"
        }
    }

    fn faults(kind: Kind, of: Part, mut document: Value) -> Vec<String> {
        let form = part(kind, of).unwrap();
        let faults = check(&form, kind, &mut document, &Reference::default(), &mut Few);
        faults.into_iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn every_fault_is_told_with_its_field() {
        let document = json!({
            "original_title": "x".repeat(501), "release_date": "1922-13-01", "runtime": -1, "genres": [27, 1, 27],
            "countries": ["DE", "de"], "original_language": "deutsch", "companies": [4, 10], "budgett": 1,
            "homepage": "javascript:alert(1)", "poster_path": "/../x.jpg", "adult": "no", "status": "Lost",
        });

        let faults = faults(Kind::Movie, Part::Facts, document);

        assert_eq!(
            faults,
            [
                "original_title",
                "original_language",
                "release_date",
                "status",
                "runtime",
                "genres[1]",
                "genres[2]",
                "companies[1]",
                "countries[1]",
                "homepage",
                "adult",
                "poster_path",
                "budgett"
            ]
        );
    }

    #[test]
    fn certifications_belong_to_countries() {
        let release = |country: &str, certification: &str| {
            let date = "1922-03-04T00:00:00.000Z";
            let dates = json!([{"release_date": date, "type": 3, "certification": certification}]);
            json!({"countries": [{"iso_3166_1": country, "release_dates": dates}]})
        };
        for (country, certification, fits) in [
            ("DE", "12", true),
            ("DE", "", true),
            ("DE", "PG-13", false),
            ("US", "PG-13", true),
        ] {
            let faults = faults(Kind::Movie, Part::Releases, release(country, certification));
            assert_eq!(
                faults.is_empty(),
                fits,
                "{country} {certification} {faults:?}"
            );
        }
    }

    #[test]
    fn new_entities_get_their_ids_and_nulls_are_dropped() {
        let mut document = json!({"original_title": "A", "collection": -1, "runtime": null});
        let form = part(Kind::Movie, Part::Facts).unwrap();

        let faults = check(
            &form,
            Kind::Movie,
            &mut document,
            &Reference::default(),
            &mut Few,
        );

        assert_eq!(faults, []);
        let expected = json!({"original_title": "A", "collection": super::super::FIRST_ID});
        assert_eq!(document, expected);
    }

    proptest! {
        #[test]
        fn no_document_makes_it_panic(text in ".{0,40}", number: i64) {
            for kind in Kind::ALL {
                for (of, _) in super::super::parts(kind) {
                    for document in [json!(text), json!(number), json!([text]), json!({&text: number}), json!(null)] {
                        faults(kind, of, document);
                    }
                }
            }
        }
    }
}
