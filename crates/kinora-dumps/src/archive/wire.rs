//! The answers of the v3 API as archives hold them, read leniently: numbers may be integers, floats or text, anything may be
//! null or missing, what is not known is ignored.

use std::collections::BTreeMap;

use kinora_model::image::Images;
use kinora_model::lenient;
use serde::de::DeserializeOwned;

use super::value::{Float, Int, MaybeDate, Texts};

macro_rules! wire {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, Default, serde::Deserialize)]
        #[serde(default)]
        pub struct $name {
            $($(#[$field_meta])* pub $field: Option<$type>,)*
        }
    )*};
}

wire! {
    /// A row of any list: movie, series, season, episode, person, collection, company, keyword. Which it is shows in the path,
    /// in `media_type`, or in its keys.
    Row {
        id: Int,
        media_type: String,
        adult: bool,
        softcore: bool,
        video: bool,
        backdrop_path: String,
        poster_path: String,
        genre_ids: Vec<Int>,
        original_language: String,
        original_title: String,
        original_name: String,
        title: String,
        name: String,
        overview: String,
        release_date: MaybeDate,
        first_air_date: MaybeDate,
        origin_country: Texts,
        popularity: Float,
        vote_average: Float,
        vote_count: Int,
        gender: Int,
        known_for_department: String,
        profile_path: String,
        known_for: Vec<Row>,
        logo_path: String,
        air_date: MaybeDate,
        episode_number: Int,
        season_number: Int,
        show_id: Int,
        runtime: Int,
        still_path: String,
        production_code: String,
        episode_type: String,
        episode_count: Int,
        character: String,
        credit_id: String,
        department: String,
        job: String,
        order: Int,
        first_credit_air_date: MaybeDate,
        episodes: Vec<Row>,
        seasons: Vec<Row>,
    }

    /// A page of rows, or an answer that holds several lists of them.
    Page {
        results: Vec<Row>,
        items: Vec<Row>,
        movie_results: Vec<Row>,
        person_results: Vec<Row>,
        tv_results: Vec<Row>,
        tv_episode_results: Vec<Row>,
        tv_season_results: Vec<Row>,
    }

    /// Somebody in a credit list of a title, in any of its forms.
    CreditRow {
        id: Int,
        adult: bool,
        gender: Int,
        known_for_department: String,
        name: String,
        original_name: String,
        popularity: Float,
        profile_path: String,
        credit_id: String,
        cast_id: Int,
        character: String,
        order: Int,
        department: String,
        job: String,
        person_id: String,
        episode_count: Int,
        roles: Vec<CreditRow>,
        jobs: Vec<CreditRow>,
        total_episode_count: Int,
    }

    /// Credit lists of a title.
    Credits {
        cast: Vec<CreditRow>,
        crew: Vec<CreditRow>,
        guest_stars: Vec<CreditRow>,
    }

    /// Credit lists of a person.
    PersonCredits {
        cast: Vec<Row>,
        crew: Vec<Row>,
    }

    /// An id and a name.
    Named {
        id: Int,
        name: String,
    }

    /// A company or network as titles mention it, and in its own details.
    Company {
        id: Int,
        logo_path: String,
        name: String,
        origin_country: String,
        description: String,
        headquarters: String,
        homepage: String,
        parent_company: Box<Company>,
    }

    /// A country as titles mention it.
    Country {
        iso_3166_1: String,
        name: String,
    }

    /// A language as titles mention it.
    Language {
        iso_639_1: String,
        english_name: String,
        name: String,
    }

    /// Movie details.
    Movie {
        id: Int,
        adult: bool,
        softcore: bool,
        backdrop_path: String,
        belongs_to_collection: Row,
        budget: Int,
        genres: Vec<Named>,
        homepage: String,
        imdb_id: String,
        origin_country: Texts,
        original_language: String,
        original_title: String,
        overview: String,
        popularity: Float,
        poster_path: String,
        production_companies: Vec<Company>,
        production_countries: Vec<Country>,
        release_date: MaybeDate,
        revenue: Int,
        runtime: Int,
        spoken_languages: Vec<Language>,
        status: String,
        tagline: String,
        title: String,
        video: bool,
        vote_average: Float,
        vote_count: Int,
    }

    /// Series details.
    Series {
        id: Int,
        adult: bool,
        softcore: bool,
        backdrop_path: String,
        created_by: Vec<CreditRow>,
        episode_run_time: Vec<Int>,
        first_air_date: MaybeDate,
        genres: Vec<Named>,
        homepage: String,
        in_production: bool,
        languages: Vec<String>,
        last_air_date: MaybeDate,
        last_episode_to_air: Row,
        name: String,
        next_episode_to_air: Row,
        networks: Vec<Company>,
        number_of_episodes: Int,
        number_of_seasons: Int,
        origin_country: Texts,
        original_language: String,
        original_name: String,
        overview: String,
        popularity: Float,
        poster_path: String,
        production_companies: Vec<Company>,
        production_countries: Vec<Country>,
        seasons: Vec<Row>,
        spoken_languages: Vec<Language>,
        status: String,
        tagline: String,
        #[serde(rename = "type")]
        series_type: String,
        vote_average: Float,
        vote_count: Int,
    }

    /// Season details.
    Season {
        _id: String,
        id: Int,
        air_date: MaybeDate,
        episodes: Vec<Episode>,
        name: String,
        networks: Vec<Company>,
        overview: String,
        poster_path: String,
        season_number: Int,
        vote_average: Float,
    }

    /// Episode details, also as a season lists them.
    Episode {
        id: Int,
        air_date: MaybeDate,
        crew: Vec<CreditRow>,
        episode_number: Int,
        episode_type: String,
        guest_stars: Vec<CreditRow>,
        name: String,
        overview: String,
        production_code: String,
        runtime: Int,
        season_number: Int,
        show_id: Int,
        still_path: String,
        vote_average: Float,
        vote_count: Int,
    }

    /// Person details.
    Person {
        id: Int,
        adult: bool,
        also_known_as: Vec<String>,
        biography: String,
        birthday: MaybeDate,
        deathday: MaybeDate,
        gender: Int,
        homepage: String,
        imdb_id: String,
        known_for_department: String,
        name: String,
        original_name: String,
        place_of_birth: String,
        popularity: Float,
        profile_path: String,
    }

    /// Collection details.
    Collection {
        id: Int,
        adult: bool,
        name: String,
        original_language: String,
        original_name: String,
        overview: String,
        poster_path: String,
        backdrop_path: String,
        parts: Vec<Row>,
    }

    /// One translation.
    Translation {
        iso_3166_1: String,
        iso_639_1: String,
        name: String,
        english_name: String,
        data: TranslationData,
    }

    /// What a translation says; which fields there are depends on the kind.
    TranslationData {
        title: String,
        name: String,
        overview: String,
        biography: String,
        tagline: String,
        homepage: String,
        runtime: Int,
    }

    /// Translations.
    Translations {
        translations: Vec<Translation>,
    }

    /// An alternative title or name.
    Title {
        iso_3166_1: String,
        title: String,
        name: String,
        #[serde(rename = "type")]
        title_type: String,
    }

    /// Alternative titles; movies say `titles`, the others `results`.
    Titles {
        titles: Vec<Title>,
        results: Vec<Title>,
    }

    /// Keywords; movies say `keywords`, series `results`.
    Keywords {
        keywords: Vec<Named>,
        results: Vec<Named>,
    }

    /// Ids elsewhere.
    ExternalIds {
        imdb_id: String,
        freebase_mid: String,
        freebase_id: String,
        tvdb_id: Int,
        tvrage_id: Int,
        wikidata_id: String,
        facebook_id: String,
        instagram_id: String,
        tiktok_id: String,
        twitter_id: String,
        youtube_id: String,
    }

    /// A review, in a list or by itself.
    Review {
        id: String,
        author: String,
        author_details: Author,
        content: String,
        created_at: String,
        updated_at: String,
        url: String,
        iso_639_1: String,
        media_id: Int,
        media_title: String,
        media_type: String,
    }

    /// Who wrote a review.
    Author {
        name: String,
        username: String,
        avatar_path: String,
        rating: Float,
    }

    /// Reviews of a title.
    Reviews {
        results: Vec<Review>,
    }

    /// An episode group, in a list or by itself.
    Group {
        id: String,
        description: String,
        episode_count: Int,
        group_count: Int,
        name: String,
        network: Company,
        #[serde(rename = "type")]
        group_type: Int,
        groups: Vec<GroupPart>,
    }

    /// A group within an episode group.
    GroupPart {
        id: String,
        name: String,
        order: Int,
        locked: bool,
        episodes: Vec<Row>,
    }

    /// Episode groups of a series.
    Groups {
        results: Vec<Group>,
    }

    /// Credit details.
    Credit {
        id: String,
        credit_type: String,
        department: String,
        job: String,
        media: Row,
        media_type: String,
        person: CreditRow,
    }

    /// A tagged image with its title.
    Tagged {
        media: Row,
        media_type: String,
        image_type: String,
    }
}

/// The id of an answer, when it has one.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Identified {
    /// The id.
    pub id: Option<Int>,
}

/// A list under `results`, of a form that the model knows.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Results<T>
where
    T: DeserializeOwned,
{
    /// The list.
    #[serde(bound = "", deserialize_with = "lenient::or_empty")]
    pub results: Vec<T>,
}

/// The legacy `releases` answer.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct LegacyReleases {
    /// By country.
    #[serde(deserialize_with = "lenient::or_empty")]
    pub countries: Vec<kinora_model::release::LegacyRelease>,
}

/// Watch providers by country; an empty list stands for none.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Providers {
    /// By country.
    #[serde(deserialize_with = "lenient::or_empty")]
    pub results: ByCountry,
}

/// A map of countries, or the empty list that some writers make of an empty map.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(untagged)]
pub enum ByCountry {
    /// The map.
    Map(BTreeMap<String, kinora_model::providers::Offers>),
    /// No country.
    None([(); 0]),
}

impl Default for ByCountry {
    fn default() -> ByCountry {
        ByCountry::None([])
    }
}

impl ByCountry {
    /// The map.
    pub fn into_map(self) -> BTreeMap<String, kinora_model::providers::Offers> {
        match self {
            ByCountry::Map(map) => map,
            ByCountry::None(_) => BTreeMap::new(),
        }
    }
}

/// Images, the lists as the model knows them.
pub type AllImages = Images;
