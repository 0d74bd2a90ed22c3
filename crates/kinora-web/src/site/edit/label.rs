//! What parts and fields are called on pages: a phrase of the site each.

use kinora_model::{Kind, Part};

/// What a part is called.
pub const fn part(part: Part) -> &'static str {
    match part {
        Part::Facts => "Primary facts",
        Part::Texts => "Translations",
        Part::Titles => "Alternative titles",
        Part::Credits => "Cast and crew",
        Part::Aggregate => "Counted credits",
        Part::Keywords => "Keywords",
        Part::Releases => "Releases",
        Part::Ratings => "Certifications",
        Part::Images => "Images",
        Part::Videos => "Videos",
        Part::Links => "External ids",
        Part::Providers => "Where to watch",
        Part::Screened => "Screened theatrically",
        Part::Tagged => "Tagged images",
        Part::State => "State",
        Part::Reviews => "Reviews",
        Part::Groups => "Episode groups",
    }
}

/// What a part of a kind is called.
pub fn part_of(kind: Kind, of: Part) -> &'static str {
    match (kind, of) {
        (Kind::Person, Part::Credits) => "Order of the filmography",
        (_, of) => part(of),
    }
}

/// What a kind is called.
pub const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Movie => "Movie",
        Kind::Series => "One series",
        Kind::Season => "Season",
        Kind::Episode => "Episode",
        Kind::Person => "Person",
        Kind::Collection => "Collection",
        Kind::Company => "Company",
        Kind::Network => "Network",
        Kind::Keyword => "Keyword",
    }
}

/// Fields whose names say little, and what they are called.
const ODD: [(&str, &str); 25] = [
    ("iso_3166_1", "Country"),
    ("iso_639_1", "Language"),
    ("imdb_id", "IMDb"),
    ("tvdb_id", "TheTVDB"),
    ("tvrage_id", "TVRage"),
    ("freebase_mid", "Freebase MID"),
    ("freebase_id", "Freebase"),
    ("wikidata_id", "Wikidata"),
    ("facebook_id", "Facebook"),
    ("instagram_id", "Instagram"),
    ("tiktok_id", "TikTok"),
    ("twitter_id", "X"),
    ("youtube_id", "YouTube"),
    ("file_path", "Picture"),
    ("poster_path", "Poster"),
    ("backdrop_path", "Backdrop"),
    ("profile_path", "Portrait"),
    ("still_path", "Still"),
    ("logo_path", "Logo"),
    ("series_type", "Type"),
    ("flatrate", "Stream"),
    ("ads", "With ads"),
    ("provider_id", "Number of the provider"),
    ("provider_name", "Name of the provider"),
    ("media", "Title"),
];

/// What a field is called: its name in words, unless the table knows better.
pub fn field(name: &str) -> String {
    if let Some((_, label)) = ODD.iter().find(|(odd, _)| *odd == name) {
        return (*label).to_owned();
    }
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use kinora_model::EntityKey;
    use kinora_model::form::{self, Catalogue, Form};
    use kinora_model::reference::Reference;
    use serde_json::{Map, Value, json};

    use super::super::super::words::{Words, knows};
    use super::*;

    fn names(form: &Form, found: &mut BTreeSet<String>) {
        match form {
            Form::Record(fields) => {
                for each in *fields {
                    if !super::super::typed::HIDDEN.contains(&each.name) {
                        found.insert(field(each.name));
                    }
                    names(&each.form, found);
                }
            }
            Form::List(item, ..) | Form::Bag(item, _) | Form::ByCountry(item) => names(item, found),
            _ => {}
        }
    }

    /// Something that is wrong at every place of a form, and in every way that a document can be.
    fn wrong(form: &Form, nonsense: &Value) -> Value {
        match form {
            Form::Record(fields) => {
                let fields = fields.iter();
                let fields =
                    fields.map(|field| (field.name.to_owned(), wrong(&field.form, nonsense)));
                let mut object: Map<String, Value> = fields.collect();
                object.insert("no_such_field".to_owned(), json!(1));
                Value::Object(object)
            }
            Form::List(item, ..) | Form::Bag(item, _) => {
                let item = wrong(item, nonsense);
                json!([item, item])
            }
            Form::ByCountry(item) => json!({"xx": wrong(item, nonsense)}),
            _ => nonsense.clone(),
        }
    }

    #[test]
    fn every_fault_of_a_form_is_told_in_every_language() {
        let mut faults = BTreeSet::new();
        let reference = Reference::default();
        for kind in Kind::ALL {
            for (_, form) in form::parts(kind) {
                for nonsense in [json!("\u{0}"), json!({"kind": "movie", "id": 1}), json!({})] {
                    for mut document in [wrong(&form, &nonsense), json!({}), nonsense.clone()] {
                        let found =
                            form::check(&form, kind, &mut document, &reference, &mut Nothing);
                        faults.extend(found.into_iter().map(|fault| fault.message));
                    }
                }
            }
        }
        assert!(faults.len() > 30, "{faults:?}");
        let unknown: Vec<&String> = faults
            .iter()
            .filter(|fault| german().tell(fault) == **fault)
            .collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    fn german() -> Words {
        Words::of("de".parse().expect("a language"))
    }

    /// A catalogue without anything.
    struct Nothing;

    impl Catalogue for Nothing {
        fn entity(&mut self, _: EntityKey) -> Option<i64> {
            None
        }

        fn credit(&mut self, _: &str) -> bool {
            false
        }
    }

    #[test]
    fn every_part_and_field_has_a_name_in_every_language() {
        let mut found = BTreeSet::new();
        for each in Kind::ALL {
            found.insert(kind(each).to_owned());
            for (of, form) in form::parts(each) {
                found.insert(part_of(each, of).to_owned());
                names(&form, &mut found);
            }
        }
        let unknown: Vec<&String> = found.iter().filter(|phrase| !knows(phrase)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
