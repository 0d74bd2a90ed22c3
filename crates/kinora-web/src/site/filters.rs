//! What the filters of discover are called on its form, and which codes their fields suggest.

/// Codes that a field suggests, by the name of the list on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codes {
    /// None.
    Free,
    /// Those of languages.
    Languages,
    /// Those of countries.
    Countries,
    /// The numbers of watch providers.
    Providers,
}

use Codes::{Countries, Free, Languages, Providers};

/// The filters that the form begins with.
pub const COMMON: [&str; 7] = [
    "primary_release_date.gte",
    "primary_release_date.lte",
    "first_air_date.gte",
    "first_air_date.lte",
    "vote_average.gte",
    "with_runtime.lte",
    "with_original_language",
];

/// The filters: their names in the API, what they are called, and which codes they take.
const FILTERS: [(&str, &str, Codes); 47] = [
    ("vote_average.gte", "Score from (0 to 10)", Free),
    ("vote_average.lte", "Score up to (0 to 10)", Free),
    ("vote_count.gte", "Votes from", Free),
    ("vote_count.lte", "Votes up to", Free),
    ("with_runtime.gte", "Minutes from", Free),
    ("with_runtime.lte", "Minutes up to", Free),
    ("without_genres", "Without genres (numbers)", Free),
    ("with_keywords", "With keywords (numbers)", Free),
    ("without_keywords", "Without keywords (numbers)", Free),
    ("with_companies", "By companies (numbers)", Free),
    ("without_companies", "Not by companies (numbers)", Free),
    (
        "with_original_language",
        "Original language (code)",
        Languages,
    ),
    ("with_origin_country", "Country of origin (code)", Countries),
    ("watch_region", "Country of offers (code)", Countries),
    ("with_watch_providers", "Offered by (numbers)", Providers),
    (
        "without_watch_providers",
        "Not offered by (numbers)",
        Providers,
    ),
    ("with_watch_monetization_types", "Ways of paying", Free),
    (
        "with_overview_translation",
        "With an overview in (code)",
        Languages,
    ),
    (
        "with_title_translation",
        "With a title in (code)",
        Languages,
    ),
    ("with_name_translation", "With a title in (code)", Languages),
    ("region", "Country of releases (code)", Countries),
    (
        "certification_country",
        "Country of certifications (code)",
        Countries,
    ),
    ("certification", "Certification", Free),
    ("certification.gte", "Certification from", Free),
    ("certification.lte", "Certification up to", Free),
    ("include_adult", "Titles for adults (true)", Free),
    ("include_video", "Straight to video (true)", Free),
    ("primary_release_year", "Year of the first release", Free),
    ("primary_release_date.gte", "First release from", Free),
    ("primary_release_date.lte", "First release up to", Free),
    ("year", "Year of any release", Free),
    ("release_date.gte", "Any release from", Free),
    ("release_date.lte", "Any release up to", Free),
    ("with_release_type", "Types of release (1 to 6)", Free),
    ("with_cast", "With in the cast (numbers)", Free),
    ("with_crew", "With in the crew (numbers)", Free),
    ("with_people", "With people (numbers)", Free),
    ("first_air_date_year", "Year of the first episode", Free),
    ("first_air_date.gte", "First episode from", Free),
    ("first_air_date.lte", "First episode up to", Free),
    ("air_date.gte", "Any episode from", Free),
    ("air_date.lte", "Any episode up to", Free),
    (
        "include_null_first_air_dates",
        "Without a date as well (true)",
        Free,
    ),
    ("screened_theatrically", "Shown in theatres (true)", Free),
    ("with_networks", "On networks (numbers)", Free),
    ("with_status", "Status (0 to 5)", Free),
    ("with_type", "Type (0 to 6)", Free),
];

/// What a filter is called, and which codes it takes; its own name where the table lacks it.
pub fn filter(name: &str) -> (&str, Codes) {
    let known = FILTERS.iter().find(|(known, ..)| *known == name);
    known.map_or((name, Free), |(_, label, codes)| (label, *codes))
}

#[cfg(test)]
mod tests {
    use super::super::words::knows;
    use super::*;
    use crate::v3::discover_parameters;

    #[test]
    fn every_filter_has_a_name_in_every_language() {
        let shown = ["movie", "tv"].into_iter().filter_map(discover_parameters);
        let names: Vec<&str> = shown.flatten().map(|parameter| parameter.name).collect();
        let elsewhere = super::super::discover::ELSEWHERE;

        for name in names.iter().filter(|name| !elsewhere.contains(name)) {
            assert!(filter(name).0 != *name, "{name} has no name");
        }
        for (name, label, _) in FILTERS {
            assert!(names.contains(&name), "there is no {name}");
            assert!(knows(label), "{label:?} has no translations");
        }
    }
}
