//! The document that the fields of a page mean.
//!
//! What is read from a form that nobody touched is the document that it was made from, to the last empty text.

use std::collections::HashMap;

use kinora_model::form::{Field, Form};
use serde_json::{Map, Value};

use super::leaf::Places;
use super::typed::{HIDDEN, ListShape, Typed, join, meant, shown};

/// Reads the document that fields mean.
#[derive(Default)]
pub struct Reading {
    /// The numbers of the rows of each list in the order in which they stand in the document.
    order: HashMap<String, Vec<usize>>,
    /// Where the rows of each list shall stand, in the same order.
    places: HashMap<String, Vec<Option<f64>>>,
    /// Whether the page shows some rows of its lists only, so that what is read does not tell their order.
    is_leaf: bool,
}

impl Reading {
    /// The document of a part whose page was made from `before`; `None` when nothing is left.
    pub fn document(
        &mut self,
        typed: &Typed,
        path: &str,
        form: &Form,
        before: Option<&Value>,
    ) -> Option<Value> {
        match form {
            Form::Record(fields) => {
                let read = self.record(typed, path, fields, before);
                read.or_else(|| before.map(|_| Value::Object(Map::new())))
            }
            form => self.value(typed, path, form, before),
        }
    }

    /// Reads a page that shows some rows of its lists only.
    pub fn of_leaf() -> Reading {
        Reading {
            is_leaf: true,
            ..Reading::default()
        }
    }

    /// Where the rows of the lists of a part shall stand, by the names of the lists below it.
    pub fn places(&self, part: &str) -> Places {
        let below = self.places.iter().filter_map(|(path, places)| {
            let list = path.strip_prefix(part)?.trim_start_matches('.');
            Some((list.to_owned(), places.clone()))
        });
        below.collect()
    }

    /// The field that shows what stands at a place in the document, named as faults name it.
    pub fn field(&self, root: &str, place: &str) -> String {
        let mut path = root.to_owned();
        let mut rest = place;
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix('[') {
                let Some((index, after)) = after.split_once(']') else {
                    break;
                };
                let rows = self.order.get(&path);
                let row = index.parse().ok().and_then(|index: usize| rows?.get(index));
                // Lists that are typed in one field have no rows.
                let Some(row) = row else {
                    break;
                };
                path = format!("{path}[{row}]");
                rest = after;
            } else {
                rest = rest.trim_start_matches('.');
                let end = rest.find(['.', '[']).unwrap_or(rest.len());
                path = join(&path, &rest[..end]);
                rest = &rest[end..];
            }
        }
        path
    }

    fn value(
        &mut self,
        typed: &Typed,
        path: &str,
        form: &Form,
        before: Option<&Value>,
    ) -> Option<Value> {
        match form {
            Form::Record(fields) => self.record(typed, path, fields, before),
            Form::List(item, ..) | Form::Bag(item, _) => {
                let items = self.list(typed, path, item, before)?;
                let was_told = before.is_some_and(Value::is_array);
                (was_told || !items.is_empty()).then_some(Value::Array(items))
            }
            // Pages show one country at a time.
            Form::ByCountry(_) => before.cloned(),
            leaf => {
                let text = typed.text(path);
                match before {
                    Some(before) if shown(leaf, before) == text => Some(before.clone()),
                    _ => (!text.trim().is_empty()).then(|| meant(leaf, text)),
                }
            }
        }
    }

    /// `None` when nothing is left but what pages carry along.
    fn record(
        &mut self,
        typed: &Typed,
        path: &str,
        fields: &[Field],
        before: Option<&Value>,
    ) -> Option<Value> {
        let mut object = Map::new();
        let mut is_told = false;
        for Field { name, form, .. } in fields {
            let before = before.and_then(|before| before.get(*name));
            if let Some(value) = self.value(typed, &join(path, name), form, before) {
                is_told |= !HIDDEN.contains(name) && value != "";
                object.insert((*name).to_owned(), value);
            }
        }
        is_told.then_some(Value::Object(object))
    }

    fn list(
        &mut self,
        typed: &Typed,
        path: &str,
        item: &Form,
        before: Option<&Value>,
    ) -> Option<Vec<Value>> {
        let known = before.and_then(Value::as_array);
        let known = known.map_or(&[][..], Vec::as_slice);
        let texts = || known.iter().map(|value| shown(item, value));
        let separated = |separator: &str, joined: String| {
            let text = typed.text(path);
            if text == joined {
                return known.to_vec();
            }
            let pieces = text.split(separator).map(str::trim);
            pieces
                .filter(|piece| !piece.is_empty())
                .map(|piece| meant(item, piece))
                .collect()
        };
        Some(match ListShape::of(item) {
            ListShape::Codes => separated(",", texts().collect::<Vec<_>>().join(", ")),
            ListShape::Lines => separated("\n", texts().collect::<Vec<_>>().join("\n")),
            ListShape::Choices => {
                let chosen = typed.texts(path);
                let kept = known
                    .iter()
                    .filter(|value| chosen.contains(&shown(item, value)));
                let new = chosen
                    .iter()
                    .filter(|text| !texts().any(|known| known == **text));
                kept.cloned()
                    .chain(new.map(|text| meant(item, text)))
                    .collect()
            }
            ListShape::Rows => self.rows(typed, path, item, known),
        })
    }

    fn rows(&mut self, typed: &Typed, path: &str, item: &Form, known: &[Value]) -> Vec<Value> {
        let mut rows = Vec::new();
        for index in typed.rows(path) {
            let row = format!("{path}[{index}]");
            if !typed.text(&format!("{row}#remove")).is_empty() {
                continue;
            }
            let was: Option<usize> = typed.text(&format!("{row}#was")).parse().ok();
            let before = was.and_then(|was| known.get(was));
            if let Some(value) = self.value(typed, &row, item, before) {
                let place: Option<f64> = typed.text(&format!("{row}#place")).parse().ok();
                rows.push((place.unwrap_or(f64::INFINITY), index, was, value));
            }
        }
        rows.sort_by(|(a, ..), (b, ..)| a.total_cmp(b));
        let order = rows.iter().map(|(_, index, ..)| *index).collect();
        self.order.insert(path.to_owned(), order);
        let places = rows
            .iter()
            .map(|(place, ..)| Some(*place).filter(|place| place.is_finite()));
        self.places.insert(path.to_owned(), places.collect());
        let origins: Vec<usize> = rows.iter().filter_map(|(_, _, was, _)| *was).collect();
        let mut items: Vec<Value> = rows.into_iter().map(|(.., value)| value).collect();
        if let (Form::Record(fields), false) = (item, self.is_leaf)
            && fields.iter().any(|field| field.name == "order")
        {
            number(&mut items, origins.is_sorted());
        }
        items
    }
}

/// Gives items that have none an `order`; all of them when they stand in a new order.
pub fn number(items: &mut [Value], keeps_order: bool) {
    let mut next = 0;
    for item in items.iter_mut() {
        match item.get("order").and_then(Value::as_i64) {
            Some(order) if keeps_order => next = next.max(order + 1),
            _ => {
                item["order"] = Value::from(next);
                next += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use kinora_model::form::part;
    use kinora_model::{Kind, Part};
    use serde_json::json;

    use super::*;

    fn read(
        kind: Kind,
        of: Part,
        typed: &Typed,
        before: Option<&Value>,
    ) -> (Option<Value>, Reading) {
        let form = part(kind, of).unwrap();
        let mut reading = Reading::default();
        let document = reading.document(typed, of.name(), &form, before);
        (document, reading)
    }

    fn typed(kind: Kind, of: Part, document: &Value) -> Typed {
        Typed::of_document(of.name(), &part(kind, of).unwrap(), Some(document))
    }

    #[test]
    fn a_form_that_nobody_touched_is_the_document() {
        let facts = json!({
            "original_title": "A ", "homepage": "", "genres": [27, 18], "countries": ["DE", "FR"], "companies": [4, 3], "adult": false,
            "budget": 0, "collection": 7,
        });
        let credits = json!({"cast": [
            {"credit_id": "a", "person": 5, "character": "", "order": 0, "cast_id": 3},
            {"credit_id": "b", "person": 6, "character": "X", "order": 0},
        ], "crew": []});
        let releases = json!({"countries": [{"iso_3166_1": "DE", "release_dates": [
            {"release_date": "1922-03-04T00:00:00.000Z", "type": 1, "descriptors": ["dark", "old"]},
            {"release_date": "1922-03-04T20:15:00.000Z", "type": 3},
        ]}]});
        let videos = json!([{"id": "c", "site": "YouTube", "key": "k", "name": "N", "type": "Clip", "official": true}]);
        for (of, document) in [
            (Part::Facts, facts),
            (Part::Credits, credits),
            (Part::Releases, releases),
            (Part::Videos, videos),
        ] {
            let typed = typed(Kind::Movie, of, &document);
            let (again, _) = read(Kind::Movie, of, &typed, Some(&document));
            assert_eq!(again, Some(document));
        }
        assert_eq!(
            read(Kind::Movie, Part::Facts, &Typed::default(), None).0,
            None
        );
    }

    #[test]
    fn rows_are_moved_removed_and_added() {
        let before = json!({"cast": [
            {"credit_id": "a", "person": 5, "order": 0},
            {"credit_id": "b", "person": 6, "order": 1},
            {"credit_id": "c", "person": 7, "order": 2},
        ]});
        let mut typed = typed(Kind::Movie, Part::Credits, &before);
        for (name, text) in [
            ("credits.cast[0]#place", "9"),
            ("credits.cast[1]#remove", "on"),
            ("credits.cast[2]#place", "3"),
            ("credits.cast[3].person", "8 Anna"),
            ("credits.cast[4].character", "nobody yet"),
            ("credits.cast[5].character", " "),
        ] {
            typed.add(name, text.to_owned());
        }

        let (document, reading) = read(Kind::Movie, Part::Credits, &typed, Some(&before));

        let expected = json!({"cast": [
            {"credit_id": "c", "person": 7, "order": 0},
            {"credit_id": "a", "person": 5, "order": 1},
            {"person": 8, "order": 2},
            {"character": "nobody yet", "order": 3},
        ]});
        assert_eq!(document, Some(expected));
        let field = reading.field("credits", "cast[3].person");
        assert_eq!(field, "credits.cast[4].person");
    }

    #[test]
    fn what_means_nothing_stays_to_be_checked() {
        let fields = [
            ("facts.budget", "much"),
            ("facts.companies[0]", "Studio"),
            ("facts.countries", "DE,, xx "),
            ("facts.original_title", " A\r\n"),
        ];

        let (document, reading) = read(
            Kind::Movie,
            Part::Facts,
            &Typed::of_fields(fields.into_iter()),
            None,
        );

        let expected = json!({"budget": "much", "companies": ["Studio"], "countries": ["DE", "xx"], "original_title": "A"});
        assert_eq!(document, Some(expected));
        assert_eq!(reading.field("facts", "countries[1]"), "facts.countries");
        assert_eq!(reading.field("facts", "companies[0]"), "facts.companies[0]");
    }

    #[test]
    fn a_list_of_which_nothing_is_left_is_empty() {
        let before = json!({"genres": [27], "spoken_languages": ["de"], "original_title": "A"});
        let fields = [("facts.original_title", "A")];

        let (document, _) = read(
            Kind::Movie,
            Part::Facts,
            &Typed::of_fields(fields.into_iter()),
            Some(&before),
        );

        let expected = json!({"genres": [], "spoken_languages": [], "original_title": "A"});
        assert_eq!(document, Some(expected));
    }
}
