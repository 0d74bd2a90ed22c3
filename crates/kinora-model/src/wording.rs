//! From what the store keeps of a part to what editors read and write of it, and back.
//!
//! Most parts are the same. Facts keep fields that editors do not write. Texts have a source that editors do not
//! see as such: what they read is what readers get, and what they change is a translation. Images keep their votes.
//! Credits and episode groups are rows; the store words them.

use serde_json::{Map, Value, json};

use crate::form::{self, Form};
use crate::key::Kind;
use crate::part::Part;
use crate::release::Releases;
use crate::text::{Text, Texts, Translation};

/// A stored document as editors read it.
pub fn worded(kind: Kind, part: Part, stored: &Value) -> serde_json::Result<Value> {
    Ok(match part {
        Part::Texts => words_of_texts(&serde_json::from_value(stored.clone())?),
        _ => match form::part(kind, part) {
            Some(form) => shown(&form, stored),
            None => stored.clone(),
        },
    })
}

/// A document that an editor wrote as it is to be stored in place of `before`. `new_id` makes ids of 24 hex digits for items
/// that have one and come without.
pub fn stored(
    kind: Kind,
    part: Part,
    document: &Value,
    before: Option<&Value>,
    new_id: &mut dyn FnMut() -> String,
) -> serde_json::Result<Value> {
    let nothing = Value::Null;
    let before = before.unwrap_or(&nothing);
    Ok(match part {
        Part::Facts => with_hidden(kind, part, document, before),
        // The older form of releases, which editors are not shown, holds as long as the releases do.
        Part::Releases => {
            let before: Option<Releases> = serde_json::from_value(before.clone())?;
            let mut releases: Releases = serde_json::from_value(document.clone())?;
            if let Some(before) = before
                && before.countries == releases.countries
            {
                releases.legacy = before.legacy;
            }
            serde_json::to_value(releases)?
        }
        Part::Texts => {
            let before: Option<Texts> = serde_json::from_value(before.clone())?;
            serde_json::to_value(with_words(before.unwrap_or_default(), document)?)?
        }
        Part::Images => {
            let mut lists = with_hidden(kind, part, document, before);
            let has_ids = matches!(kind, Kind::Company | Kind::Network);
            for (name, list) in lists.as_object_mut().into_iter().flatten() {
                let known = before.get(name).and_then(Value::as_array);
                for image in list.as_array_mut().into_iter().flatten() {
                    let new = !keep_votes(image, known.into_iter().flatten());
                    if new && has_ids {
                        image["id"] = Value::from(new_id());
                        image["file_type"] = Value::from(file_type(image));
                    }
                }
            }
            lists
        }
        Part::Tagged => {
            let mut images = document.clone();
            for image in images.as_array_mut().into_iter().flatten() {
                keep_votes(image, before.as_array().into_iter().flatten());
            }
            images
        }
        Part::Videos => {
            let mut videos = document.clone();
            for video in videos.as_array_mut().into_iter().flatten() {
                if video.get("id").is_none() {
                    video["id"] = Value::from(new_id());
                }
            }
            videos
        }
        Part::Titles => {
            let mut titles = document.clone();
            for title in titles.as_array_mut().into_iter().flatten() {
                if title.get("type").is_none() {
                    title["type"] = Value::from("");
                }
            }
            titles
        }
        _ => document.clone(),
    })
}

/// What a form names of a value.
fn shown(form: &Form, value: &Value) -> Value {
    match (form, value) {
        (Form::Record(fields), Value::Object(object)) => {
            let named = fields.iter().filter_map(|field| {
                let value = object.get(field.name).filter(|value| !value.is_null())?;
                Some((field.name.to_owned(), shown(&field.form, value)))
            });
            Value::Object(named.collect())
        }
        (Form::List(item, ..) | Form::Bag(item, _), Value::Array(items)) => {
            items.iter().map(|value| shown(item, value)).collect()
        }
        (Form::ByCountry(item), Value::Object(object)) => {
            let items = object
                .iter()
                .map(|(country, value)| (country.clone(), shown(item, value)));
            Value::Object(items.collect())
        }
        (_, value) => value.clone(),
    }
}

/// The document with the fields of the one before that editors do not write.
fn with_hidden(kind: Kind, part: Part, document: &Value, before: &Value) -> Value {
    let mut object: Map<String, Value> = document.as_object().cloned().unwrap_or_default();
    if let (Some(Form::Record(fields)), Value::Object(before)) = (form::part(kind, part), before) {
        for (name, value) in before {
            if !fields.iter().any(|field| field.name == name) {
                object.insert(name.clone(), value.clone());
            }
        }
    }
    Value::Object(object)
}

/// Takes what editors do not write of an image from the same image before; answers whether there was one.
fn keep_votes<'a>(image: &mut Value, mut known: impl Iterator<Item = &'a Value>) -> bool {
    let same = known.find(|known| known.get("file_path") == image.get("file_path"));
    let Some(object) = image.as_object_mut() else {
        return false;
    };
    for (name, value) in same.and_then(Value::as_object).into_iter().flatten() {
        let is_written = matches!(name.as_str(), "iso_639_1" | "iso_3166_1");
        if !is_written && !object.contains_key(name) {
            object.insert(name.clone(), value.clone());
        }
    }
    let pixels = |object: &Map<String, Value>, name| object.get(name).and_then(Value::as_f64);
    if let (Some(width), Some(height)) = (pixels(object, "width"), pixels(object, "height"))
        && !object.contains_key("aspect_ratio")
        && height > 0.0
    {
        let ratio = (width / height * 1000.0).round() / 1000.0;
        object.insert("aspect_ratio".to_owned(), json!(ratio));
    }
    same.is_some()
}

fn file_type(image: &Value) -> &'static str {
    let path = image.get("file_path").and_then(Value::as_str);
    match path.is_some_and(|path| path.ends_with(".svg")) {
        true => ".svg",
        false => ".png",
    }
}

/// What readers get in a locale: what was seen, and the translation where nothing was.
fn text_of(translation: &Translation) -> Text {
    let listed = translation.listed.clone().unwrap_or_default();
    let seen = translation.seen.clone().unwrap_or_default().text;
    let or = |seen: String, listed: String| if seen.is_empty() { listed } else { seen };
    Text {
        title: or(seen.title, listed.title),
        overview: or(seen.overview, listed.overview),
        tagline: or(seen.tagline, listed.tagline),
        homepage: or(seen.homepage, listed.homepage),
        runtime: if seen.runtime > 0 {
            seen.runtime
        } else {
            listed.runtime
        },
        poster_path: or(seen.poster_path, listed.poster_path),
    }
}

fn words_of_texts(texts: &Texts) -> Value {
    let rows = texts.translations.iter().map(|translation| {
        let mut row = serde_json::to_value(text_of(translation)).unwrap_or_default();
        row["locale"] = Value::from(translation.locale.to_string());
        row
    });
    json!({"translations": rows.collect::<Vec<_>>()})
}

/// The texts after an editor wrote them anew. A locale whose words are the same stays as it is.
fn with_words(before: Texts, document: &Value) -> serde_json::Result<Texts> {
    let rows = document.get("translations").and_then(Value::as_array);
    let mut translations = Vec::new();
    for row in rows.into_iter().flatten() {
        let locale = row.get("locale").cloned().unwrap_or_default();
        let locale = serde_json::from_value(locale)?;
        let text: Text = serde_json::from_value(row.clone())?;
        let same = before.get(locale).filter(|known| text_of(known) == text);
        translations.push(same.cloned().unwrap_or(Translation {
            locale,
            listed: Some(text),
            seen: None,
        }));
    }
    Ok(Texts {
        translations,
        ..before
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again(kind: Kind, part: Part, before: &Value) -> Value {
        let words = worded(kind, part, before).unwrap();
        stored(kind, part, &words, Some(before), &mut || unreachable!()).unwrap()
    }

    #[test]
    fn what_is_written_as_it_was_read_is_the_same() {
        let texts = json!({
            "complete": true,
            "translations": [
                {"locale": "de-DE", "listed": {"title": "A"}, "seen": {"title": "B", "full": true}},
                {"locale": "fr-FR", "seen": {"overview": "C"}},
            ],
        });
        let images = json!({
            "posters": [{"file_path": "/a.jpg", "vote_average": 5.3, "vote_count": 4, "width": 2000, "height": 3000,
                         "aspect_ratio": 0.667, "iso_639_1": "de"}],
            "stills": [{"file_path": "/b.jpg"}],
        });
        let facts = json!({"original_name": "A", "created_by": ["aa"]});

        for (kind, part, document) in [
            (Kind::Movie, Part::Texts, texts),
            (Kind::Movie, Part::Images, images),
            (Kind::Series, Part::Facts, facts),
        ] {
            assert_eq!(again(kind, part, &document), document);
        }
    }

    #[test]
    fn an_edited_translation_replaces_what_was_seen() {
        let before = json!({"translations": [
            {"locale": "de-DE", "listed": {"title": "A"}, "seen": {"title": "B"}}
        ]});
        let document = json!({"translations": [{"locale": "de-DE", "title": "C"}]});

        let after = stored(
            Kind::Movie,
            Part::Texts,
            &document,
            Some(&before),
            &mut String::new,
        )
        .unwrap();

        let expected = json!([{"locale": "de-DE", "listed": {"title": "C"}}]);
        assert_eq!(after["translations"], expected);
    }

    #[test]
    fn an_image_loses_its_language_and_keeps_its_votes() {
        let before =
            json!({"posters": [{"file_path": "/a.jpg", "vote_count": 4, "iso_639_1": "de"}]});
        let document = json!({"posters": [{"file_path": "/a.jpg"}]});

        let after = stored(
            Kind::Movie,
            Part::Images,
            &document,
            Some(&before),
            &mut String::new,
        )
        .unwrap();

        let expected = json!({"posters": [{"file_path": "/a.jpg", "vote_count": 4}]});
        assert_eq!(after, expected);
    }
}
