//! What is true of an entity in every language, kind by kind.
//!
//! The same struct is a *statement* ("this row says that the poster is X, and nothing about the budget") and the
//! *stored truth*: a field is `None` until something is said about it. [`merge`](MovieFacts::merge) adds a statement to the
//! truth by one rule for every field of every kind:
//!
//! - a fuller answer (details over a list row over a mention) wins over a less full one;
//! - between answers of the same fullness the later wins. Details are complete, so what they leave empty is empty; a row or
//!   mention that leaves something empty says nothing about it.
//!
//! The `details` fields are those that the details answer of the v3 API gives: once it was seen, lesser answers do not
//! touch them. The `base` fields are among them, but an answer in another language than the default one may have taken them
//! from a translation, so it does not set them. The `other` fields are given by other answers only, so each of them counts.

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::key::{EntityKey, Kind, Known};
use crate::part::{Document, Part};

/// A value that two answers tell differently.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// The field.
    pub field: &'static str,
    /// The value that stays.
    pub kept: String,
    /// The value that goes.
    pub dropped: String,
}

fn written<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// What a merge reads from: how full the stored truth is, how full the statement is, and where contradictions go.
pub struct Merge<'a> {
    /// How full the truth is.
    pub known: Known,
    /// How full the statement is.
    pub said: Known,
    /// Whether the statement comes from an answer in another language than the default one.
    pub localised: bool,
    /// Contradictions are added here.
    pub conflicts: &'a mut Vec<Conflict>,
    /// Set when the truth changes.
    pub changed: bool,
}

impl Merge<'_> {
    fn field<T: Serialize + PartialEq>(
        &mut self,
        name: &'static str,
        stored: &mut Option<T>,
        said: Option<T>,
        in_details: bool,
    ) {
        if *stored == said {
            return;
        }
        let protected = in_details && self.known > self.said;
        let is_silence = said.is_none() && !(in_details && self.said == Known::Full);
        if let (Some(stored), Some(said)) = (&*stored, &said) {
            let (kept, dropped) = if protected {
                (stored, said)
            } else {
                (said, stored)
            };
            self.conflicts.push(Conflict {
                field: name,
                kept: written(kept),
                dropped: written(dropped),
            });
        }
        if !protected && !is_silence {
            *stored = said;
            self.changed = true;
        }
    }
}

macro_rules! facts {
    (
        $(#[$meta:meta])*
        $name:ident {
            details { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* }
            base { $($(#[$base_meta:meta])* $base:ident: $base_type:ty,)* }
            other { $($(#[$other_meta:meta])* $other:ident: $other_type:ty,)* }
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct $name {
            $($(#[$field_meta])* #[serde(skip_serializing_if = "Option::is_none")] pub $field: Option<$type>,)*
            $($(#[$base_meta])* #[serde(skip_serializing_if = "Option::is_none")] pub $base: Option<$base_type>,)*
            $($(#[$other_meta])* #[serde(skip_serializing_if = "Option::is_none")] pub $other: Option<$other_type>,)*
        }

        impl $name {
            /// Adds a statement to the truth; see the module for the rule.
            pub fn merge(&mut self, said: $name, merge: &mut Merge<'_>) {
                $(merge.field(stringify!($field), &mut self.$field, said.$field, true);)*
                if !merge.localised {
                    $(merge.field(stringify!($base), &mut self.$base, said.$base, true);)*
                }
                $(merge.field(stringify!($other), &mut self.$other, said.$other, false);)*
            }
        }

        impl Document for $name {
            const PART: Part = Part::Facts;
        }
    };
}

facts! {
    /// Facts of a movie. Money in US dollars, runtime in minutes.
    MovieFacts {
        details {
            /// Whether it is pornographic.
            adult: bool,
            /// Whether it is a direct-to-video release or similar.
            video: bool,
            /// The title in the original language.
            original_title: String,
            /// ISO 639-1.
            original_language: String,
            /// The primary release date (contract 1.12).
            release_date: Date,
            /// Contract 1.16: Rumored, Planned, In Production, Post Production, Released, Canceled.
            status: String,
            /// US dollars.
            budget: i64,
            /// US dollars.
            revenue: i64,
            /// Genre ids, in order.
            genres: Vec<i32>,
            /// Production companies, in order.
            companies: Vec<i64>,
            /// Production countries, ISO 3166-1.
            countries: Vec<String>,
            /// Spoken languages, ISO 639-1.
            spoken_languages: Vec<String>,
            /// The collection that it belongs to.
            collection: i64,
            /// The backdrop where images do not decide.
            backdrop_path: String,
        }
        base {
            /// Minutes.
            runtime: i32,
            /// The homepage where no translation has its own.
            homepage: String,
            /// The poster where images do not decide.
            poster_path: String,
        }
        other {
            /// ISO 3166-1.
            origin_country: Vec<String>,
            /// A milder form of `adult`.
            softcore: bool,
        }
    }
}

facts! {
    /// Facts of a series. Run times in minutes.
    SeriesFacts {
        details {
            /// Whether it is pornographic.
            adult: bool,
            /// The name in the original language.
            original_name: String,
            /// ISO 639-1.
            original_language: String,
            /// The day of the first episode.
            first_air_date: Date,
            /// The day of the last episode that was shown.
            last_air_date: Date,
            /// Whether more is being made.
            in_production: bool,
            /// ISO 639-1 codes of the languages that it was made in.
            languages: Vec<String>,
            /// ISO 3166-1.
            origin_country: Vec<String>,
            /// Contract 1.16: Returning Series, Planned, In Production, Ended, Canceled, Pilot.
            status: String,
            /// Contract 1.16: Scripted, Documentary ...
            series_type: String,
            /// Usual lengths of an episode, minutes.
            episode_run_time: Vec<i32>,
            /// Genre ids, in order.
            genres: Vec<i32>,
            /// Production companies, in order.
            companies: Vec<i64>,
            /// Production countries, ISO 3166-1.
            countries: Vec<String>,
            /// Spoken languages, ISO 639-1.
            spoken_languages: Vec<String>,
            /// Networks, in order.
            networks: Vec<i64>,
            /// Credit ids of its creators.
            created_by: Vec<String>,
            /// Episodes without the specials, as told.
            number_of_episodes: i32,
            /// Seasons without the specials, as told.
            number_of_seasons: i32,
            /// The id of the episode shown last.
            last_episode: i64,
            /// The id of the episode to be shown next.
            next_episode: i64,
            /// The backdrop where images do not decide.
            backdrop_path: String,
        }
        base {
            /// The homepage where no translation has its own.
            homepage: String,
            /// The poster where images do not decide.
            poster_path: String,
        }
        other {
            /// A milder form of `adult`.
            softcore: bool,
        }
    }
}

facts! {
    /// Facts of a season.
    SeasonFacts {
        details {
            /// The day of its first episode.
            air_date: Date,
            /// The 24-hex id that the details answer gives as `_id`.
            object_id: String,
        }
        base {
            /// The poster where images do not decide.
            poster_path: String,
        }
        other {
            /// The series that it belongs to.
            series: i64,
            /// Its number; 0 holds the specials.
            number: i32,
            /// How many episodes it has, as the series' answer told.
            episode_count: i32,
            /// Networks, in order.
            networks: Vec<i64>,
        }
    }
}

facts! {
    /// Facts of an episode. Runtime in minutes.
    EpisodeFacts {
        details {
            /// The day on which it was shown first.
            air_date: Date,
            /// Minutes.
            runtime: i32,
            /// The maker's own number for it.
            production_code: String,
            /// A still.
            still_path: String,
        }
        base {}
        other {
            /// The series that it belongs to.
            series: i64,
            /// The number of its season.
            season: i32,
            /// Its number within the season.
            number: i32,
            /// Contract 1.16: standard, finale, mid_season.
            episode_type: String,
        }
    }
}

facts! {
    /// Facts of a person.
    PersonFacts {
        details {
            /// The name that credits print.
            name: String,
            /// 0 not set, 1 female, 2 male, 3 non-binary (contract 1.16).
            gender: i32,
            /// Whether they are known for pornographic work.
            adult: bool,
            /// The department that they are known for.
            department: String,
            /// The day of birth.
            birthday: Date,
            /// The day of death.
            deathday: Date,
            /// A page of their own.
            homepage: String,
            /// Free text.
            place_of_birth: String,
            /// Other names and spellings.
            also_known_as: Vec<String>,
            /// A portrait.
            profile_path: String,
        }
        base {}
        other {
            /// The name in its original script.
            original_name: String,
            /// The titles that lists show with the person, as told; otherwise their most popular ones are shown.
            known_for: Vec<EntityKey>,
        }
    }
}

facts! {
    /// Facts of a collection.
    CollectionFacts {
        details {
            /// The backdrop where images do not decide.
            backdrop_path: String,
            /// Its movies, in order.
            movies: Vec<i64>,
        }
        base {
            /// The name where no translation has one.
            name: String,
            /// The poster where images do not decide.
            poster_path: String,
        }
        other {
            /// Whether it is pornographic.
            adult: bool,
            /// ISO 639-1.
            original_language: String,
            /// The name in the original language.
            original_name: String,
        }
    }
}

facts! {
    /// Facts of a production company or a network.
    CompanyFacts {
        details {
            /// The name.
            name: String,
            /// The logo.
            logo_path: String,
            /// ISO 3166-1; `None` when unknown.
            origin_country: String,
            /// Where it sits, free text.
            headquarters: String,
            /// Its web page.
            homepage: String,
        }
        base {}
        other {
            /// What it is, free text.
            description: String,
            /// The company that owns it.
            parent: i64,
        }
    }
}

facts! {
    /// Facts of a keyword.
    KeywordFacts {
        details {
            /// The word or phrase.
            name: String,
        }
        base {}
        other {}
    }
}

/// The noun for entities of a kind, in the plural, for summaries.
pub fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Movie => "movies",
        Kind::Series => "series",
        Kind::Season => "seasons",
        Kind::Episode => "episodes",
        Kind::Person => "people",
        Kind::Collection => "collections",
        Kind::Company => "companies",
        Kind::Network => "networks",
        Kind::Keyword => "keywords",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(name: &str, profile: Option<&str>) -> PersonFacts {
        PersonFacts {
            name: Some(name.into()),
            profile_path: profile.map(Into::into),
            ..PersonFacts::default()
        }
    }

    fn merged(first: (Known, PersonFacts), second: (Known, PersonFacts)) -> (PersonFacts, usize) {
        let (mut conflicts, mut facts) = (Vec::new(), first.1);
        facts.merge(
            second.1,
            &mut Merge {
                known: first.0,
                said: second.0,
                localised: false,
                conflicts: &mut conflicts,
                changed: false,
            },
        );
        (facts, conflicts.len())
    }

    #[test]
    fn a_partial_answer_never_overwrites_a_full_one() {
        let (facts, conflicts) = merged(
            (Known::Full, said("Asta Nielsen", None)),
            (Known::Mentioned, said("A. Nielsen", Some("/a.jpg"))),
        );

        assert_eq!(
            (facts.name.as_deref(), facts.profile_path),
            (Some("Asta Nielsen"), None)
        );
        assert_eq!(conflicts, 1);
    }

    #[test]
    fn a_full_answer_replaces_what_was_mentioned() {
        let (facts, _) = merged(
            (Known::Mentioned, said("A. Nielsen", Some("/a.jpg"))),
            (Known::Full, said("Asta Nielsen", None)),
        );

        assert_eq!(
            (facts.name.as_deref(), facts.profile_path),
            (Some("Asta Nielsen"), None)
        );
    }

    #[test]
    fn among_mentions_a_value_beats_silence_and_then_the_later_wins() {
        let (facts, conflicts) = merged(
            (Known::Mentioned, said("A", Some("/a.jpg"))),
            (Known::Mentioned, said("B", None)),
        );

        assert_eq!(
            (facts.name.as_deref(), facts.profile_path.as_deref()),
            (Some("B"), Some("/a.jpg"))
        );
        assert_eq!(conflicts, 1);
    }

    #[test]
    fn what_details_do_not_tell_is_taken_from_mentions() {
        let mention = PersonFacts {
            original_name: Some("Аста".into()),
            ..PersonFacts::default()
        };
        let (facts, conflicts) = merged(
            (Known::Full, said("Asta", None)),
            (Known::Mentioned, mention),
        );

        assert_eq!(
            (facts.original_name.as_deref(), conflicts),
            (Some("Аста"), 0)
        );
    }
}
