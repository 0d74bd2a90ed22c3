//! What the filters of discover are called on its form, and which codes their fields suggest.

/// Codes that a field suggests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codes {
    /// None.
    Free,
    /// Those of a list on the page, by its name: languages, countries, genres, watch providers.
    Listed(&'static str),
    /// The numbers of what is found by its name while somebody types, by the kind of the search.
    Sought(&'static str),
}

use Codes::{Free, Listed, Sought};

const LANGUAGES: Codes = Listed("languages");
const COUNTRIES: Codes = Listed("countries");
const PROVIDERS: Codes = Listed("providers");
const GENRES: Codes = Listed("genres");
const KEYWORDS: Codes = Sought("keyword");
const COMPANIES: Codes = Sought("company");
const PEOPLE: Codes = Sought("person");
const NETWORKS: Codes = Sought("network");

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
    ("without_genres", "Without genres (numbers)", GENRES),
    ("with_keywords", "With keywords (numbers)", KEYWORDS),
    ("without_keywords", "Without keywords (numbers)", KEYWORDS),
    ("with_companies", "By companies (numbers)", COMPANIES),
    ("without_companies", "Not by companies (numbers)", COMPANIES),
    (
        "with_original_language",
        "Original language (code)",
        LANGUAGES,
    ),
    ("with_origin_country", "Country of origin (code)", COUNTRIES),
    ("watch_region", "Country of offers (code)", COUNTRIES),
    ("with_watch_providers", "Offered by (numbers)", PROVIDERS),
    (
        "without_watch_providers",
        "Not offered by (numbers)",
        PROVIDERS,
    ),
    ("with_watch_monetization_types", "Ways of paying", Free),
    (
        "with_overview_translation",
        "With an overview in (code)",
        LANGUAGES,
    ),
    (
        "with_title_translation",
        "With a title in (code)",
        LANGUAGES,
    ),
    ("with_name_translation", "With a title in (code)", LANGUAGES),
    ("region", "Country of releases (code)", COUNTRIES),
    (
        "certification_country",
        "Country of certifications (code)",
        COUNTRIES,
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
    ("with_cast", "With in the cast (numbers)", PEOPLE),
    ("with_crew", "With in the crew (numbers)", PEOPLE),
    ("with_people", "With people (numbers)", PEOPLE),
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
    ("with_networks", "On networks (numbers)", NETWORKS),
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
