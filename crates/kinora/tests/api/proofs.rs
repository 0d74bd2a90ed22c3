//! The parameters of the operations that need no account, each with what proves that it is heeded.

/// That a parameter is heeded.
#[derive(Clone, Copy)]
pub enum Proof {
    /// With this query the answers to one value and to another one differ, in more than the number of the page.
    Effect(&'static str, &'static str, &'static str),
    /// With this query a value is refused, by HTTP status and code.
    Refusal(&'static str, &'static str, u16, i64),
    /// A value changes nothing, for a reason.
    Nothing(&'static str, &'static str),
    /// With this query a value changes nothing, for a reason.
    Idle(&'static str, &'static str, &'static str),
}

use Proof::{Effect, Idle, Nothing, Refusal};

/// Parameters by name, each with its proof.
pub type Proofs = &'static [(&'static str, Proof)];

const GERMAN: (&str, Proof) = ("language", Effect("", "", "de"));
const UNTRANSLATED: (&str, Proof) = (
    "language",
    Nothing(
        "de",
        "names of people, characters, jobs and companies are not localised (1.11)",
    ),
);
const PAGE: (&str, Proof) = ("page", Effect("", "1", "2"));
const ADULT: (&str, Proof) = ("include_adult", Effect("", "false", "true"));
const REGION: (&str, Proof) = ("region", Effect("", "", "FR"));
const IMAGES: Proofs = &[
    GERMAN,
    (
        "include_image_language",
        Effect("language=de", "", "en,null"),
    ),
];
const VIDEOS: Proofs = &[
    GERMAN,
    ("include_video_language", Effect("language=de", "", "en")),
];
const LISTED: Proofs = &[GERMAN, PAGE];
const LISTED_BY_REGION: Proofs = &[GERMAN, PAGE, REGION];
const REVIEWS: Proofs = &[("language", Effect("", "de", "fr")), PAGE];
const CHANGES: Proofs = &[
    ("start_date", Refusal("", "soon", 400, 23)),
    (
        "end_date",
        Refusal("start_date=2024-01-01", "2024-01-31", 422, 20),
    ),
    ("page", Refusal("", "0", 400, 22)),
];
const LISTS: Proofs = &[
    (
        "language",
        Nothing("de", "lists are told as their makers named them"),
    ),
    ("page", Refusal("", "0", 400, 22)),
];

/// The filters of discover for movies and for series.
const DISCOVER: Proofs = &[
    ADULT,
    GERMAN,
    PAGE,
    ("sort_by", Effect("", "popularity.desc", "popularity.asc")),
    ("vote_average.gte", Effect("", "0", "7")),
    ("vote_average.lte", Effect("", "10", "7")),
    ("vote_count.gte", Effect("", "0", "11")),
    ("vote_count.lte", Effect("", "1000", "11")),
    ("with_runtime.gte", Effect("", "0", "43")),
    ("with_runtime.lte", Effect("", "500", "43")),
    ("with_genres", Effect("", "18|80", "18,80")),
    ("without_genres", Effect("", "", "18,80")),
    ("with_keywords", Effect("", "", "71|72")),
    ("without_keywords", Effect("", "", "71,72")),
    ("with_companies", Effect("", "", "51")),
    ("without_companies", Effect("", "", "51")),
    ("with_original_language", Effect("", "en", "fr")),
    ("with_origin_country", Effect("", "SE", "GB")),
    ("watch_region", Effect("with_watch_providers=8", "", "SE")),
    ("with_watch_providers", Effect("watch_region=SE", "8", "9")),
    (
        "without_watch_providers",
        Effect("watch_region=SE", "8", "9"),
    ),
    (
        "with_watch_monetization_types",
        Effect("watch_region=SE", "flatrate", "rent"),
    ),
    ("with_overview_translation", Effect("", "de-DE", "it-IT")),
];
const DISCOVER_MOVIES: Proofs = &[
    REGION,
    (
        "certification",
        Effect("certification_country=SE", "11", "15"),
    ),
    (
        "certification.gte",
        Effect("certification_country=SE", "7", "15"),
    ),
    (
        "certification.lte",
        Effect("certification_country=SE", "15", "7"),
    ),
    (
        "certification_country",
        Effect("certification=11", "", "DE"),
    ),
    ("include_video", Effect("", "false", "true")),
    ("primary_release_year", Effect("", "1999", "2005")),
    ("primary_release_date.gte", Effect("", "", "2005-01-01")),
    ("primary_release_date.lte", Effect("", "", "2005-01-01")),
    ("release_date.gte", Effect("", "", "2005-04-01")),
    ("release_date.lte", Effect("", "", "2005-04-01")),
    ("with_release_type", Effect("region=SE", "3", "4")),
    ("year", Effect("", "1999", "2005")),
    ("with_cast", Effect("", "31", "33")),
    ("with_crew", Effect("", "31", "33")),
    ("with_people", Effect("", "31", "99")),
    ("with_title_translation", Effect("", "de-DE", "it-IT")),
];
const DISCOVER_SERIES: Proofs = &[
    ("air_date.gte", Effect("", "", "2010-01-13")),
    ("air_date.lte", Effect("", "", "2010-01-11")),
    ("first_air_date_year", Effect("", "2010", "2011")),
    ("first_air_date.gte", Effect("", "", "2010-01-06")),
    ("first_air_date.lte", Effect("", "", "2010-01-06")),
    ("include_null_first_air_dates", Effect("", "false", "true")),
    ("screened_theatrically", Effect("", "", "true")),
    // Episodes are known by the day, in which no time zone can move them.
    ("timezone", Refusal("", "Nowhere", 400, 28)),
    ("with_networks", Effect("", "61", "62")),
    ("with_status", Effect("", "3", "0")),
    ("with_type", Effect("", "4", "0")),
    ("with_name_translation", Effect("", "de-DE", "it-IT")),
];

const SEARCH_MOVIES: Proofs = &[
    ("query", Effect("", "lamp", "nowhere")),
    ("include_adult", Effect("query=lamp", "false", "true")),
    ("language", Effect("query=lamp", "", "de")),
    ("page", Effect("query=lamp", "1", "2")),
    ("primary_release_year", Effect("query=lamp", "1999", "2005")),
    ("region", Effect("query=ferry", "", "FR")),
    ("year", Effect("query=lamp", "1999", "2005")),
];
const SEARCH_SERIES: Proofs = &[
    ("query", Effect("", "harbour", "nowhere")),
    ("include_adult", Effect("query=harbour", "false", "true")),
    (
        "first_air_date_year",
        Effect("query=harbour", "2010", "2005"),
    ),
    ("language", Effect("query=harbour", "", "de")),
    ("page", Effect("query=harbour", "1", "2")),
    ("year", Effect("query=harbour", "2010", "2005")),
];
const SEARCH_EVERYTHING: Proofs = &[
    ("query", Effect("", "lamp", "nowhere")),
    ("include_adult", Effect("query=lamp", "false", "true")),
    ("language", Effect("query=lamp", "", "de")),
    ("page", Effect("query=lamp", "1", "2")),
];
const SEARCH_PEOPLE: Proofs = &[
    ("query", Effect("", "ida", "nowhere")),
    ("include_adult", Effect("query=ida", "false", "true")),
    ("language", Effect("query=ida", "", "de")),
    ("page", Effect("query=ida", "1", "2")),
];
const SEARCH_COLLECTIONS: Proofs = &[
    ("query", Effect("", "lights", "nowhere")),
    ("include_adult", Effect("query=lights", "false", "true")),
    ("language", Effect("query=lights", "", "de")),
    ("page", Effect("query=lights", "1", "2")),
    (
        "region",
        Nothing("FR", "rows of collections have no date (2)"),
    ),
];
const SEARCH_COMPANIES: Proofs = &[
    ("query", Effect("", "nordlys", "nowhere")),
    ("page", Effect("query=nordlys", "1", "2")),
];
const SEARCH_KEYWORDS: Proofs = &[
    ("query", Effect("", "lantern", "nowhere")),
    ("page", Effect("query=lantern", "1", "2")),
];
const AIRING: Proofs = &[
    ("language", Effect("timezone=UTC", "", "de")),
    ("page", Effect("timezone=UTC", "1", "2")),
    ("timezone", Effect("", "", "UTC")),
];
const PROVIDERS: Proofs = &[
    (
        "language",
        Nothing("de", "names of companies are not localised (1.11)"),
    ),
    ("watch_region", Effect("", "", "NO")),
];
const CREDENTIALS: Proofs = &[
    (
        "username",
        Refusal("request_token=t&password=p", "u", 401, 33),
    ),
    (
        "password",
        Refusal("request_token=t&username=u", "p", 401, 33),
    ),
    (
        "request_token",
        Refusal("username=u&password=p", "t", 401, 33),
    ),
];

const fn appended(name: &'static str) -> (&'static str, Proof) {
    ("append_to_response", Effect("", "", name))
}

/// The operations with parameters.
pub const OPERATIONS: &[(&str, &[Proofs])] = &[
    (
        "/3/authentication/session/new",
        &[&[("request_token", Refusal("", "t", 401, 17))]],
    ),
    (
        "/3/authentication/token/validate_with_login",
        &[CREDENTIALS],
    ),
    ("/3/movie/changes", &[CHANGES]),
    ("/3/tv/changes", &[CHANGES]),
    ("/3/person/changes", &[CHANGES]),
    ("/3/movie/{movie_id}/changes", &[CHANGES]),
    ("/3/tv/{series_id}/changes", &[CHANGES]),
    ("/3/person/{person_id}/changes", &[CHANGES]),
    ("/3/tv/season/{season_id}/changes", &[CHANGES]),
    ("/3/tv/episode/{episode_id}/changes", &[CHANGES]),
    (
        "/3/collection/{collection_id}",
        &[&[GERMAN, appended("images")]],
    ),
    ("/3/collection/{collection_id}/images", &[IMAGES]),
    ("/3/company/{company_id}", &[&[appended("movies")]]),
    ("/3/company/{company_id}/movies", &[LISTED]),
    ("/3/configuration/countries", &[&[GERMAN]]),
    ("/3/credit/{credit_id}", &[&[GERMAN]]),
    ("/3/discover/movie", &[DISCOVER, DISCOVER_MOVIES]),
    ("/3/discover/tv", &[DISCOVER, DISCOVER_SERIES]),
    (
        "/3/find/{external_id}",
        &[&[
            GERMAN,
            ("external_source", Effect("", "imdb_id", "tvdb_id")),
        ]],
    ),
    ("/3/genre/movie/list", &[&[GERMAN]]),
    ("/3/genre/tv/list", &[&[GERMAN]]),
    ("/3/genre/{genre_id}/movies", &[&[ADULT], LISTED]),
    ("/3/keyword/{keyword_id}/movies", &[&[ADULT], LISTED]),
    ("/3/list/{list_id}", &[LISTED]),
    (
        "/3/list/{list_id}/item_status",
        &[&[
            (
                "language",
                Idle("movie_id=11", "de", "nothing here is translated"),
            ),
            ("movie_id", Effect("", "11", "12")),
        ]],
    ),
    ("/3/movie/popular", &[LISTED_BY_REGION]),
    ("/3/movie/top_rated", &[LISTED_BY_REGION]),
    ("/3/movie/now_playing", &[LISTED_BY_REGION]),
    ("/3/movie/upcoming", &[LISTED_BY_REGION]),
    (
        "/3/movie/{movie_id}",
        &[&[GERMAN, appended("watch/providers")]],
    ),
    (
        "/3/movie/{movie_id}/alternative_titles",
        &[&[("country", Effect("", "SE", "DE"))]],
    ),
    ("/3/movie/{movie_id}/credits", &[&[UNTRANSLATED]]),
    ("/3/movie/{movie_id}/images", &[IMAGES]),
    ("/3/movie/{movie_id}/lists", &[LISTS]),
    ("/3/movie/{movie_id}/recommendations", &[LISTED]),
    ("/3/movie/{movie_id}/reviews", &[REVIEWS]),
    ("/3/movie/{movie_id}/similar", &[LISTED]),
    ("/3/movie/{movie_id}/videos", &[VIDEOS]),
    (
        "/3/person/{person_id}",
        &[&[GERMAN, appended("tv_credits")]],
    ),
    ("/3/person/popular", &[LISTED]),
    ("/3/person/{person_id}/combined_credits", &[&[GERMAN]]),
    ("/3/person/{person_id}/movie_credits", &[&[GERMAN]]),
    ("/3/person/{person_id}/tv_credits", &[&[GERMAN]]),
    ("/3/person/{person_id}/tagged_images", &[&[PAGE]]),
    ("/3/search/movie", &[SEARCH_MOVIES]),
    ("/3/search/tv", &[SEARCH_SERIES]),
    ("/3/search/multi", &[SEARCH_EVERYTHING]),
    ("/3/search/person", &[SEARCH_PEOPLE]),
    ("/3/search/collection", &[SEARCH_COLLECTIONS]),
    ("/3/search/company", &[SEARCH_COMPANIES]),
    ("/3/search/keyword", &[SEARCH_KEYWORDS]),
    ("/3/trending/all/{time_window}", &[LISTED]),
    ("/3/trending/movie/{time_window}", &[LISTED]),
    ("/3/trending/tv/{time_window}", &[LISTED]),
    ("/3/trending/person/{time_window}", &[LISTED]),
    ("/3/tv/popular", &[LISTED]),
    ("/3/tv/top_rated", &[LISTED]),
    ("/3/tv/airing_today", &[AIRING]),
    ("/3/tv/on_the_air", &[AIRING]),
    (
        "/3/tv/{series_id}",
        &[&[GERMAN, appended("season/1/credits")]],
    ),
    ("/3/tv/{series_id}/aggregate_credits", &[&[UNTRANSLATED]]),
    ("/3/tv/{series_id}/credits", &[&[UNTRANSLATED]]),
    ("/3/tv/{series_id}/images", &[IMAGES]),
    ("/3/tv/{series_id}/lists", &[LISTS]),
    ("/3/tv/{series_id}/recommendations", &[LISTED]),
    ("/3/tv/{series_id}/reviews", &[REVIEWS]),
    ("/3/tv/{series_id}/similar", &[LISTED]),
    ("/3/tv/{series_id}/videos", &[VIDEOS]),
    (
        "/3/tv/{series_id}/season/{season_number}",
        &[&[GERMAN, appended("episode/1")]],
    ),
    (
        "/3/tv/{series_id}/season/{season_number}/aggregate_credits",
        &[&[UNTRANSLATED]],
    ),
    (
        "/3/tv/{series_id}/season/{season_number}/credits",
        &[&[UNTRANSLATED]],
    ),
    ("/3/tv/{series_id}/season/{season_number}/images", &[IMAGES]),
    ("/3/tv/{series_id}/season/{season_number}/videos", &[VIDEOS]),
    (
        "/3/tv/{series_id}/season/{season_number}/watch/providers",
        &[&[UNTRANSLATED]],
    ),
    (
        "/3/tv/{series_id}/season/{season_number}/episode/{episode_number}",
        &[&[GERMAN, appended("external_ids")]],
    ),
    (
        "/3/tv/{series_id}/season/{season_number}/episode/{episode_number}/credits",
        &[&[UNTRANSLATED]],
    ),
    (
        "/3/tv/{series_id}/season/{season_number}/episode/{episode_number}/images",
        &[IMAGES],
    ),
    (
        "/3/tv/{series_id}/season/{season_number}/episode/{episode_number}/videos",
        &[VIDEOS],
    ),
    ("/3/watch/providers/regions", &[&[GERMAN]]),
    ("/3/watch/providers/movie", &[PROVIDERS]),
    ("/3/watch/providers/tv", &[PROVIDERS]),
];
