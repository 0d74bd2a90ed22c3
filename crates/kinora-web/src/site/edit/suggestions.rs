//! Lists of what can be typed into fields, at the end of a page.

use std::collections::BTreeSet;

use askama::Template;
use kinora_model::Kind;
use kinora_model::reference::Reference;

use super::super::words::Words;

/// A list of suggestions at the end of a page.
#[derive(Template)]
#[template(
    source = r#"<datalist id="{{ name }}">{% for (value, label) in rows %}<option value="{{ value }}">{{ label }}</option>{% endfor %}</datalist>"#,
    ext = "html"
)]
struct Suggestions {
    name: &'static str,
    rows: Vec<(String, String)>,
}

/// The lists of suggestions that fields refer to.
pub fn suggestions(
    lists: &BTreeSet<&'static str>,
    reference: &Reference,
    words: Words,
    kind: Kind,
) -> askama::Result<String> {
    let locale = words.locale();
    let mut html = String::new();
    for name in lists {
        let rows: Vec<(String, String)> = match *name {
            "languages" => {
                let rows = reference.languages().iter();
                rows.map(|row| {
                    let name = reference.language_name_in(&row.iso_639_1, locale);
                    (row.iso_639_1.clone(), name.to_owned())
                })
                .collect()
            }
            "countries" => {
                let rows = reference.countries(locale);
                rows.iter()
                    .map(|row| (row.iso_3166_1.clone(), row.native_name.clone()))
                    .collect()
            }
            "providers" => {
                let rows = reference.providers(kind, None).results.into_iter();
                rows.map(|row| (row.provider_id.to_string(), row.provider_name))
                    .collect()
            }
            _ => {
                let rows = reference.jobs().into_iter();
                rows.map(|row| {
                    let name = words.term(&row.department).to_owned();
                    (row.department, name)
                })
                .collect()
            }
        };
        html += &Suggestions { name, rows }.render()?;
    }
    Ok(html)
}
