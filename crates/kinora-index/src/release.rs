//! Releases of movies: what is kept of them, the conditions on them, and which of a country's dates is shown.

use kinora_model::Date;
use kinora_model::release::Releases;

use crate::bounds::Bounds;
use crate::columns::{EventCondition, EventList, Facet, Plan};
use crate::country::Country;
use crate::movie::kind_of;
use crate::movie_filter::days;

/// The number of the release type *premiere* (contract 1.12).
const PREMIERE: i32 = 1;

/// A condition on releases. One and the same release must meet all of it. The primary release date of a movie counts as one
/// more release, without country and type, so that titles known only from list rows are found by date.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReleaseFilter {
    /// The country; any when `None`.
    pub country: Option<String>,
    /// The types that will do; any when empty.
    pub types: Vec<i32>,
    /// The day.
    pub dates: Bounds<Date>,
}

/// A condition on ratings: some release of the country has one of these, in any case.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CertificationFilter {
    /// The country.
    pub country: String,
    /// The ratings that will do.
    pub allowed: Vec<String>,
}

/// A release as filters see it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Release {
    /// Where; `None` when its code cannot be read, and for the primary release date.
    pub country: Option<Country>,
    /// What kind; 0 when it was not told.
    pub release_type: i32,
    /// When.
    pub date: Option<Date>,
    /// The rating given; empty when none.
    pub certification: Box<str>,
}

impl Release {
    /// The releases that a movie's part holds. The legacy answer only repeats a part of the full one, and counts where
    /// that is not known.
    pub fn all(releases: &Releases) -> Vec<Release> {
        let full = releases.countries.iter().flatten().flat_map(|country| {
            country.release_dates.iter().map(|release| Release {
                country: Country::parse(&country.iso_3166_1),
                release_type: release.release_type,
                date: day(&release.release_date),
                certification: release.certification.as_str().into(),
            })
        });
        let legacy = releases.legacy.iter().flatten().map(|release| Release {
            country: Country::parse(&release.iso_3166_1),
            release_type: 0,
            date: day(&release.release_date),
            certification: release.certification.as_str().into(),
        });
        match releases.countries {
            Some(_) => full.collect(),
            None => legacy.collect(),
        }
    }

    /// The primary release date as a release.
    pub fn primary(date: Date) -> Release {
        Release {
            date: Some(date),
            ..Release::default()
        }
    }

    fn is_in(&self, country: &str) -> bool {
        self.country.is_some_and(|own| own.is(country))
    }
}

impl ReleaseFilter {
    /// Whether this release meets all of it.
    pub(crate) fn met_by(&self, release: &Release) -> bool {
        let country = self.country.as_deref();
        country.is_none_or(|country| release.is_in(country))
            && (self.types.is_empty() || self.types.contains(&release.release_type))
            && self.dates.holds_known(release.date)
    }
}

impl ReleaseFilter {
    /// Asks columns for it.
    pub(crate) fn add_to(&self, plan: &mut Plan) {
        let country = self.country.as_deref().map(Country::parse);
        let asks_only_for_place = self.types.is_empty() && self.dates.is_open();
        match country {
            // Nothing was released in a country that there is not.
            Some(None) => plan.with.push(Vec::new()),
            Some(Some(country)) if asks_only_for_place => {
                plan.with.push(vec![Facet::ReleasedIn(country)]);
            }
            None if asks_only_for_place => plan.with.push(vec![Facet::Released]),
            country => plan.events.push(EventCondition {
                list: country.map(EventList::Releases),
                kinds: self.types.iter().map(|kind| kind_of(*kind)).collect(),
                days: days(&self.dates),
            }),
        }
    }
}

impl CertificationFilter {
    /// Whether one of these releases meets it.
    pub(crate) fn met_by(&self, releases: &[Release]) -> bool {
        let rating_is_allowed = |release: &Release| {
            let mut allowed = self.allowed.iter();
            let rating = &release.certification;
            !rating.is_empty() && allowed.any(|allowed| allowed.eq_ignore_ascii_case(rating))
        };
        let mut of_country = releases
            .iter()
            .filter(|release| release.is_in(&self.country));
        of_country.any(rating_is_allowed)
    }
}

/// The day of an ISO 8601 date, with or without a time.
fn day(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

/// The release date that lists show to a reader of a country (contract 1.12): with `types`, the earliest of the first listed
/// type that there is; else the earliest that is no premiere; premieres count when there is nothing else.
pub fn shown_date(releases: &Releases, country: &str, types: &[i32]) -> Option<Date> {
    shown(&Release::all(releases), country, types)
}

/// See [`shown_date`].
pub(crate) fn shown(releases: &[Release], country: &str, types: &[i32]) -> Option<Date> {
    let of_country = releases.iter().filter(|release| release.is_in(country));
    let days = of_country.filter_map(|own| Some((preference(own.release_type, types), own.date?)));
    days.min().map(|(_, day)| day)
}

/// How much the date of a release is wanted, the smallest first, among those of its country; see [`shown_date`].
pub(crate) fn preference(release_type: i32, types: &[i32]) -> usize {
    let place = types.iter().position(|wanted| *wanted == release_type);
    place.unwrap_or(types.len() + usize::from(release_type == PREMIERE))
}

#[cfg(test)]
mod tests {
    use kinora_model::release::{self, CountryReleases, LegacyRelease};

    use super::*;

    fn releases(country: &str, rows: &[(i32, &str)]) -> Releases {
        let row = |(release_type, date): &(i32, &str)| release::Release {
            release_type: *release_type,
            release_date: format!("{date}T00:00:00.000Z"),
            ..release::Release::default()
        };
        Releases {
            countries: Some(vec![CountryReleases {
                iso_3166_1: country.to_owned(),
                release_dates: rows.iter().map(row).collect(),
            }]),
            legacy: None,
        }
    }

    fn shown_text(releases: &Releases, country: &str, types: &[i32]) -> Option<String> {
        shown_date(releases, country, types).map(|date| date.to_string())
    }

    #[test]
    fn the_earliest_date_that_is_no_premiere_is_shown() {
        let releases = releases(
            "DE",
            &[
                (1, "1922-03-04"),
                (3, "1922-03-15"),
                (2, "1922-03-10"),
                (4, "2001-01-01"),
            ],
        );

        assert_eq!(
            shown_text(&releases, "de", &[]).as_deref(),
            Some("1922-03-10")
        );
        assert_eq!(shown_text(&releases, "FR", &[]), None);
    }

    #[test]
    fn a_premiere_is_shown_when_there_is_nothing_else() {
        let releases = releases("DE", &[(1, "1922-03-04")]);

        assert_eq!(
            shown_text(&releases, "DE", &[]).as_deref(),
            Some("1922-03-04")
        );
    }

    #[test]
    fn the_first_type_that_there_is_picks_the_date() {
        let releases = releases(
            "DE",
            &[(2, "1922-03-10"), (3, "1922-03-15"), (3, "1922-03-20")],
        );

        for (types, date) in [
            (vec![3, 2], "1922-03-15"),
            (vec![2, 3], "1922-03-10"),
            (vec![5, 3], "1922-03-15"),
            (vec![5], "1922-03-10"),
        ] {
            assert_eq!(shown_text(&releases, "DE", &types).as_deref(), Some(date));
        }
    }

    #[test]
    fn legacy_releases_count_where_nothing_else_is_known() {
        let mut known = Releases {
            countries: None,
            legacy: Some(vec![LegacyRelease {
                iso_3166_1: "US".into(),
                release_date: "1999-10-15".into(),
                certification: "R".into(),
                ..LegacyRelease::default()
            }]),
        };

        assert_eq!(
            shown_text(&known, "US", &[3]).as_deref(),
            Some("1999-10-15")
        );
        known.countries = Some(Vec::new());
        assert_eq!(shown_text(&known, "US", &[3]), None);
    }

    #[test]
    fn country_type_and_date_must_hold_on_one_release() {
        let filter = ReleaseFilter {
            country: Some("de".into()),
            types: vec![3],
            dates: Bounds {
                least: "1922-03-12".parse().ok(),
                most: None,
            },
        };
        let met = |rows: &[(i32, &str)]| {
            let releases = Release::all(&releases("DE", rows));
            releases.iter().any(|release| filter.met_by(release))
        };

        assert!(met(&[(3, "1922-03-12")]));
        assert!(!met(&[(3, "1922-03-10"), (4, "1922-03-15")]));
    }

    #[test]
    fn the_primary_date_has_no_country_and_no_type() {
        let primary = Release::primary("1922-03-15".parse().unwrap());
        let of = |country: Option<&str>, types: &[i32]| ReleaseFilter {
            country: country.map(str::to_owned),
            types: types.to_vec(),
            dates: Bounds::default(),
        };

        assert!(of(None, &[]).met_by(&primary));
        assert!(!of(Some("DE"), &[]).met_by(&primary));
        assert!(!of(None, &[3]).met_by(&primary));
    }
}
