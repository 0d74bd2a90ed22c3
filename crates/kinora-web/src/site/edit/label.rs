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
const ODD: [(&str, &str); 20] = [
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

    use kinora_model::form::{self, Form};

    use super::super::super::words::knows;
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
            Form::List(item, ..) | Form::Bag(item, _) => names(item, found),
            _ => {}
        }
    }

    #[test]
    fn every_part_and_field_has_a_name_in_every_language() {
        let mut found = BTreeSet::new();
        for each in Kind::ALL {
            found.insert(kind(each).to_owned());
            for (of, form) in form::parts(each) {
                found.insert(part(of).to_owned());
                names(&form, &mut found);
            }
        }
        let unknown: Vec<&String> = found.iter().filter(|phrase| !knows(phrase)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
