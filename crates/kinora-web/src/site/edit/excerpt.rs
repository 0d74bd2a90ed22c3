//! What of a part a page shows: all of it, or of the translations the one in a language.

use kinora_model::form::Form;
use kinora_model::{Kind, Locale, Part};
use serde_json::{Value, json};

use super::parts;
use crate::error::ApiError;

/// What of a part a page shows.
pub struct Excerpt {
    /// The part.
    pub part: Part,
    /// The form of what is shown.
    pub form: Form,
    /// The language of the translation that is shown, of parts with translations.
    pub locale: Option<String>,
}

impl Excerpt {
    /// What the page of a part shows; of translations the one in a locale, or else the first of these.
    pub fn of(
        kind: Kind,
        part: &str,
        locale: Option<&str>,
        otherwise: Locale,
    ) -> Result<Excerpt, ApiError> {
        let found = parts(kind).find(|(known, _)| known.name() == part);
        let (part, form) = found.ok_or(ApiError::NotFound)?;
        let Some(form_of_one) = form_of_translation(&form) else {
            return Ok(Excerpt {
                part,
                form,
                locale: None,
            });
        };
        let locale = match locale.filter(|locale| !locale.is_empty()) {
            Some(locale) => locale.parse().map_err(|_| ApiError::NotFound)?,
            None => otherwise,
        };
        Ok(Excerpt {
            part,
            form: form_of_one,
            locale: Some(locale.with_main_country().to_string()),
        })
    }

    /// What is shown of a document.
    pub fn cut(&self, document: Option<&Value>) -> Option<Value> {
        match &self.locale {
            None => document.cloned(),
            Some(locale) => {
                let rows = document?.get("translations")?.as_array()?;
                rows.iter().find(|row| is_in(row, locale)).cloned()
            }
        }
    }

    /// A document with this in the place of what is shown of it.
    pub fn paste(&self, document: Option<&Value>, shown: Option<Value>) -> Option<Value> {
        let Some(locale) = &self.locale else {
            return shown;
        };
        let rows = document.and_then(|document| document.get("translations")?.as_array());
        let mut rows: Vec<Value> = rows.cloned().unwrap_or_default();
        let place = rows.iter().position(|row| is_in(row, locale));
        let row = shown.and_then(|row| {
            let mut row = row.as_object().cloned().filter(|row| !row.is_empty())?;
            row.insert("locale".to_owned(), Value::from(locale.as_str()));
            Some(Value::Object(row))
        });
        match (place, row) {
            (Some(place), Some(row)) => rows[place] = row,
            (Some(place), None) => drop(rows.remove(place)),
            (None, Some(row)) => rows.push(row),
            (None, None) => return document.cloned(),
        }
        let mut document = document.cloned().unwrap_or_else(|| json!({}));
        document["translations"] = Value::Array(rows);
        Some(document)
    }

    /// Where in what is shown a place in the document is, named as faults name it; `None` when it is not shown.
    pub fn place<'a>(&self, document: Option<&Value>, place: &'a str) -> Option<&'a str> {
        let Some(locale) = &self.locale else {
            return Some(place);
        };
        let rows = document.and_then(|document| document.get("translations")?.as_array())?;
        let (index, rest) = place.strip_prefix("translations[")?.split_once(']')?;
        let row = index.parse().ok().and_then(|index: usize| rows.get(index));
        row.filter(|row| is_in(row, locale))?;
        Some(rest.trim_start_matches('.'))
    }
}

fn is_in(row: &Value, locale: &str) -> bool {
    row.get("locale").and_then(Value::as_str) == Some(locale)
}

/// The form of a translation without its locale, if the form is one of translations.
fn form_of_translation(form: &Form) -> Option<Form> {
    let Form::Record([translations]) = form else {
        return None;
    };
    let Form::List(Form::Record(fields), _, ["locale"]) = &translations.form else {
        return None;
    };
    let (_, fields) = fields.split_first()?;
    Some(Form::Record(fields))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_translation_is_taken_out_and_put_back() {
        let document = json!({"translations": [
            {"locale": "de-DE", "title": "A"}, {"locale": "fr-FR", "title": "B"},
        ]});
        let excerpt =
            |locale| Excerpt::of(Kind::Movie, "texts", Some(locale), Locale::DEFAULT).unwrap();
        let (french, swedish) = (excerpt("fr-FR"), excerpt("sv-SE"));

        assert_eq!(french.cut(Some(&document)).unwrap()["title"], "B");
        assert_eq!(swedish.cut(Some(&document)), None);
        let changed = french
            .paste(Some(&document), Some(json!({"title": "C"})))
            .unwrap();
        assert_eq!(
            changed["translations"][1],
            json!({"locale": "fr-FR", "title": "C"})
        );
        let added = swedish.paste(None, Some(json!({"title": "D"}))).unwrap();
        assert_eq!(
            added,
            json!({"translations": [{"locale": "sv-SE", "title": "D"}]})
        );
        let removed = french.paste(Some(&document), None).unwrap();
        assert_eq!(removed["translations"].as_array().unwrap().len(), 1);
        assert_eq!(swedish.paste(Some(&document), None), Some(document.clone()));
        assert_eq!(
            french.place(Some(&document), "translations[1].title"),
            Some("title")
        );
        assert_eq!(french.place(Some(&document), "translations[0].title"), None);
    }
}
