//! What stands in the fields of a form.
//!
//! The form of a part ([`kinora_model::form`]) says which fields a page has. A field is named by its path in the document:
//! `facts.budget`, `credits.cast[3].character`. Rows of lists keep the numbers that they had when the page was made, so that a page
//! that is shown again shows what was typed where it was typed. Beside its fields a row has `#was`, its number in the document
//! that the page was made from, `#place`, where it shall stand, and `#remove`.

use std::collections::{BTreeMap, BTreeSet};

use kinora_model::EntityKey;
use kinora_model::form::{Field, Form};
use serde_json::{Value, json};

/// Fields that pages carry along without showing them: they say which item it is, or what was measured.
pub const HIDDEN: [&str; 6] = ["id", "credit_id", "cast_id", "order", "width", "height"];

/// The end of a moment of which only the day matters.
const MIDNIGHT: &str = "T00:00:00.000Z";

/// How a list is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListShape {
    /// Short codes in one field, with commas between them.
    Codes,
    /// One a line.
    Lines,
    /// Boxes to check.
    Choices,
    /// A row each.
    Rows,
}

impl ListShape {
    /// How a list of such items is typed.
    pub fn of(item: &Form) -> ListShape {
        match item {
            Form::Country | Form::Language | Form::Whole(..) => ListShape::Codes,
            Form::Line(_) => ListShape::Lines,
            Form::Genre => ListShape::Choices,
            _ => ListShape::Rows,
        }
    }
}

/// The text of a field that shows a value.
pub fn shown(form: &Form, value: &Value) -> String {
    match (form, value) {
        (_, Value::Null) => String::new(),
        (Form::Entity(_), Value::Object(entity)) => {
            let words =
                ["kind", "id"].map(|name| entity.get(name).map(|word| shown(&Form::Flag, word)));
            words.into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
        (Form::Moment, Value::String(text)) => {
            text.strip_suffix(MIDNIGHT).unwrap_or(text).to_owned()
        }
        (_, Value::String(text)) => text.clone(),
        (_, value) => value.to_string(),
    }
}

/// The value that a text means. A text that means none stays as it is, so that the check of the document says so.
pub fn meant(form: &Form, text: &str) -> Value {
    let text = match form {
        Form::Prose(_) => text,
        _ => text.trim(),
    };
    let number = |text: &str| text.parse::<i64>().map(Value::from).ok();
    let value = match form {
        Form::Flag => text.parse::<bool>().map(Value::from).ok(),
        Form::Whole(..) | Form::Number(_) | Form::Genre => number(text),
        // With the name behind it, as suggestions fill it in.
        Form::Id(_) => number(text.split_whitespace().next().unwrap_or_default()),
        Form::Entity(_) => {
            entity(form, text).map(|key| json!({ "kind": key.kind.name(), "id": key.id }))
        }
        Form::Moment if text.len() == 10 => Some(Value::from(format!("{text}{MIDNIGHT}"))),
        _ => None,
    };
    value.unwrap_or_else(|| Value::from(text))
}

/// The entity that a text names, in a field that wants one: by its id, after the name of its kind where there are several.
pub fn entity(form: &Form, text: &str) -> Option<EntityKey> {
    let mut words = text.split_whitespace();
    let kind = match form {
        Form::Id(kind) => *kind,
        Form::Entity(kinds) => {
            let name = words.next()?;
            *kinds.iter().find(|kind| kind.name() == name)?
        }
        _ => return None,
    };
    Some(EntityKey::new(kind, words.next()?.parse().ok()?))
}

/// What stands in fields.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typed(BTreeMap<String, Vec<String>>);

impl Typed {
    /// The fields of a form as a browser sends them. Browsers end lines with two characters. What was chosen of what a name may
    /// mean (`#meant`) takes the place of the name.
    pub fn of_fields<'a>(fields: impl Iterator<Item = (&'a str, &'a str)>) -> Typed {
        let mut typed = Typed::default();
        for (name, text) in fields {
            let text = text.replace("\r\n", "\n");
            match name.strip_suffix("#meant") {
                Some(name) => drop(typed.0.insert(name.to_owned(), vec![text])),
                None => typed.add(name, text),
            }
        }
        typed
    }

    /// The fields of a page that shows a document.
    pub fn of_document(path: &str, form: &Form, document: Option<&Value>) -> Typed {
        let mut typed = Typed::default();
        if let Some(document) = document {
            typed.write(path, form, document);
        }
        typed
    }

    /// Puts one more text into a field.
    pub fn add(&mut self, path: &str, text: String) {
        self.0.entry(path.to_owned()).or_default().push(text);
    }

    /// The text of a field; empty when there is none.
    pub fn text(&self, path: &str) -> &str {
        self.texts(path).last().map_or("", String::as_str)
    }

    /// The texts of a field that has several.
    pub fn texts(&self, path: &str) -> &[String] {
        self.0.get(path).map_or(&[], Vec::as_slice)
    }

    /// The numbers of the rows below a list.
    pub fn rows(&self, path: &str) -> BTreeSet<usize> {
        let start = format!("{path}[");
        let below = self.0.range(start.clone()..);
        let below = below.map_while(|(name, _)| name.strip_prefix(&start));
        below
            .filter_map(|rest| rest.split_once(']')?.0.parse().ok())
            .collect()
    }

    fn write(&mut self, path: &str, form: &Form, value: &Value) {
        match (form, value) {
            (Form::Record(fields), Value::Object(object)) => {
                for Field { name, form, .. } in *fields {
                    if let Some(value) = object.get(*name) {
                        self.write(&join(path, name), form, value);
                    }
                }
            }
            (Form::List(item, ..) | Form::Bag(item, _), Value::Array(items)) => {
                let texts = || items.iter().map(|value| shown(item, value));
                match ListShape::of(item) {
                    ListShape::Codes => self.add(path, texts().collect::<Vec<_>>().join(", ")),
                    ListShape::Lines => self.add(path, texts().collect::<Vec<_>>().join("\n")),
                    ListShape::Choices => texts().for_each(|text| self.add(path, text)),
                    ListShape::Rows => {
                        for (index, value) in items.iter().enumerate() {
                            let row = format!("{path}[{index}]");
                            self.add(&format!("{row}#was"), index.to_string());
                            self.write(&row, item, value);
                        }
                    }
                }
            }
            (form, value) => self.add(path, shown(form, value)),
        }
    }
}

/// The path of a field of a record.
pub fn join(path: &str, name: &str) -> String {
    format!("{path}.{name}")
}
