//! The forms of all parts. Limits are generous for honest documents and small for a server: the whole document of any part
//! stays below the limit of a request.

use super::Form::{
    Address, Bag, ByCountry, Certification, Country, Credit, Date, Elsewhere, Entity, Flag, Genre,
    Hex, Id, Imdb, Language, Line, List, Locale, Moment, Number, Picture, Prose, Record, Whole,
    Word,
};
use super::{Field, Form};
use crate::key::Kind;
use crate::part::Part;

const fn field(name: &'static str, form: Form) -> Field {
    Field {
        name,
        form,
        required: false,
    }
}

const fn required(name: &'static str, form: Form) -> Field {
    Field {
        name,
        form,
        required: true,
    }
}

const NAME: Form = Line(500);
const TEXT: Form = Prose(20_000);
const MINUTES: Form = Whole(0, 10_000);
const MONEY: Form = Whole(0, 100_000_000_000);
const PIXELS: Form = Whole(0, 100_000);
const PLACE: Form = Whole(0, 100_000);
const COUNTRIES: Form = List(&Country, 100, &[]);
const LANGUAGES: Form = List(&Language, 100, &[]);
const GENRES: Form = List(&Genre, 30, &[]);
const COMPANIES: Form = List(&Id(Kind::Company), 500, &[]);
const NETWORKS: Form = List(&Id(Kind::Network), 100, &[]);

const MOVIE: &[Field] = &[
    required("original_title", NAME),
    field("original_language", Language),
    field("release_date", Date),
    field(
        "status",
        Word(&[
            "Rumored",
            "Planned",
            "In Production",
            "Post Production",
            "Released",
            "Canceled",
        ]),
    ),
    field("budget", MONEY),
    field("revenue", MONEY),
    field("runtime", MINUTES),
    field("genres", GENRES),
    field("companies", COMPANIES),
    field("countries", COUNTRIES),
    field("origin_country", COUNTRIES),
    field("spoken_languages", LANGUAGES),
    field("collection", Id(Kind::Collection)),
    field("homepage", Address),
    field("video", Flag),
    field("adult", Flag),
    field("softcore", Flag),
    field("backdrop_path", Picture),
    field("poster_path", Picture),
];

const SERIES: &[Field] = &[
    required("original_name", NAME),
    field("original_language", Language),
    field("first_air_date", Date),
    field("last_air_date", Date),
    field("in_production", Flag),
    field("languages", LANGUAGES),
    field("origin_country", COUNTRIES),
    field(
        "status",
        Word(&[
            "Returning Series",
            "Planned",
            "In Production",
            "Ended",
            "Canceled",
            "Pilot",
        ]),
    ),
    field(
        "series_type",
        Word(&[
            "Documentary",
            "News",
            "Miniseries",
            "Reality",
            "Scripted",
            "Talk Show",
            "Video",
        ]),
    ),
    field("episode_run_time", List(&MINUTES, 50, &[])),
    field("genres", GENRES),
    field("companies", COMPANIES),
    field("countries", COUNTRIES),
    field("spoken_languages", LANGUAGES),
    field("networks", NETWORKS),
    field("number_of_episodes", PLACE),
    field("number_of_seasons", PLACE),
    field("last_episode", Id(Kind::Episode)),
    field("next_episode", Id(Kind::Episode)),
    field("homepage", Address),
    field("adult", Flag),
    field("softcore", Flag),
    field("backdrop_path", Picture),
    field("poster_path", Picture),
];

const SEASON: &[Field] = &[
    required("series", Id(Kind::Series)),
    required("number", PLACE),
    field("air_date", Date),
    field("episode_count", PLACE),
    field("networks", NETWORKS),
    field("poster_path", Picture),
];

const EPISODE: &[Field] = &[
    required("series", Id(Kind::Series)),
    required("season", PLACE),
    required("number", PLACE),
    field("air_date", Date),
    field("runtime", MINUTES),
    field("production_code", Line(100)),
    field("episode_type", Word(&["standard", "finale", "mid_season"])),
    field("still_path", Picture),
];

const PERSON: &[Field] = &[
    required("name", NAME),
    field("original_name", NAME),
    field("gender", Whole(0, 3)),
    field("adult", Flag),
    field("department", Line(100)),
    field("birthday", Date),
    field("deathday", Date),
    field("homepage", Address),
    field("place_of_birth", NAME),
    field("also_known_as", List(&NAME, 200, &[])),
    field("profile_path", Picture),
];

const COLLECTION: &[Field] = &[
    required("name", NAME),
    field("original_name", NAME),
    field("original_language", Language),
    field("adult", Flag),
    field("movies", List(&Id(Kind::Movie), 2_000, &[])),
    field("backdrop_path", Picture),
    field("poster_path", Picture),
];

const COMPANY: &[Field] = &[
    required("name", NAME),
    field("origin_country", Country),
    field("headquarters", NAME),
    field("homepage", Address),
    field("description", TEXT),
    field("parent", Id(Kind::Company)),
    field("logo_path", Picture),
];

const KEYWORD: &[Field] = &[required("name", Line(200))];

const TEXTS: Form = Record(&[required(
    "translations",
    List(
        &Record(&[
            required("locale", Locale),
            field("title", NAME),
            field("overview", TEXT),
            field("tagline", Line(1_000)),
            field("homepage", Address),
            field("runtime", MINUTES),
            field("poster_path", Picture),
        ]),
        500,
        &["locale"],
    ),
)]);

const TITLES: Form = List(
    &Record(&[
        required("iso_3166_1", Country),
        required("title", NAME),
        field("type", Line(100)),
    ]),
    1_000,
    &["iso_3166_1", "title", "type"],
);

const NAMES: Form = List(
    &Record(&[required("title", NAME), field("type", Line(100))]),
    1_000,
    &["title", "type"],
);

const CAST: Form = Bag(
    &Record(&[
        field("credit_id", Hex),
        required("person", Id(Kind::Person)),
        field("character", Line(1_000)),
        field("order", PLACE),
        field("cast_id", Whole(0, i32::MAX as i64)),
    ]),
    5_000,
);

const CREW: Form = Bag(
    &Record(&[
        field("credit_id", Hex),
        required("person", Id(Kind::Person)),
        required("department", Line(100)),
        required("job", Line(200)),
    ]),
    5_000,
);

const CREATORS: Form = List(
    &Record(&[
        field("credit_id", Hex),
        required("person", Id(Kind::Person)),
    ]),
    100,
    &["person"],
);

const LISTS: Form = Record(&[
    field("cast", List(&Credit, 20_000, &[])),
    field("crew", List(&Credit, 20_000, &[])),
]);

const DESCRIPTORS: Form = List(&Line(200), 50, &[]);

const RELEASES: Form = Record(&[field(
    "countries",
    List(
        &Record(&[
            required("iso_3166_1", Country),
            required(
                "release_dates",
                List(
                    &Record(&[
                        required("release_date", Moment),
                        required("type", Number(&[1, 2, 3, 4, 5, 6])),
                        field("certification", Certification),
                        field("descriptors", DESCRIPTORS),
                        field("iso_639_1", Language),
                        field("note", NAME),
                    ]),
                    200,
                    &[],
                ),
            ),
        ]),
        300,
        &["iso_3166_1"],
    ),
)]);

const RATINGS: Form = Bag(
    &Record(&[
        required("iso_3166_1", Country),
        required("rating", Certification),
        field("descriptors", DESCRIPTORS),
    ]),
    500,
);

const IMAGE: &[Field] = &[
    required("file_path", Picture),
    field("iso_639_1", Language),
    field("iso_3166_1", Country),
    field("width", PIXELS),
    field("height", PIXELS),
];

const IMAGE_LIST: Form = List(&Record(IMAGE), 2_000, &["file_path"]);

const VIDEOS: Form = List(
    &Record(&[
        field("id", Hex),
        required("site", Word(&["YouTube", "Vimeo"])),
        required("key", Elsewhere),
        required("name", NAME),
        required(
            "type",
            Word(&[
                "Trailer",
                "Teaser",
                "Clip",
                "Featurette",
                "Behind the Scenes",
                "Bloopers",
                "Opening Credits",
                "Recap",
            ]),
        ),
        field("size", Number(&[0, 360, 480, 720, 1080, 2160])),
        field("official", Flag),
        field("iso_639_1", Language),
        field("iso_3166_1", Country),
        field("published_at", Moment),
    ]),
    1_000,
    &["site", "key"],
);

const LINKS: Form = Record(&[
    field("imdb_id", Imdb),
    field("freebase_mid", Elsewhere),
    field("freebase_id", Elsewhere),
    field("tvdb_id", Whole(1, i32::MAX as i64)),
    field("tvrage_id", Whole(1, i32::MAX as i64)),
    field("wikidata_id", Elsewhere),
    field("facebook_id", Elsewhere),
    field("instagram_id", Elsewhere),
    field("tiktok_id", Elsewhere),
    field("twitter_id", Elsewhere),
    field("youtube_id", Elsewhere),
]);

const OFFERS: Form = List(
    &Record(&[
        required("provider_id", Whole(1, i32::MAX as i64)),
        required("provider_name", Line(200)),
        field("logo_path", Picture),
        field("display_priority", PLACE),
    ]),
    300,
    &["provider_id"],
);

const PROVIDERS: Form = ByCountry(&Record(&[
    field("link", Address),
    field("flatrate", OFFERS),
    field("free", OFFERS),
    field("ads", OFFERS),
    field("rent", OFFERS),
    field("buy", OFFERS),
]));

const TAGGED: Form = List(
    &Record(&[
        required("file_path", Picture),
        field("iso_639_1", Language),
        field("iso_3166_1", Country),
        field("width", PIXELS),
        field("height", PIXELS),
        required("image_type", Word(&["poster", "still", "backdrop", "logo"])),
        required(
            "media",
            Entity(&[Kind::Movie, Kind::Series, Kind::Season, Kind::Episode]),
        ),
    ]),
    2_000,
    &["file_path", "media"],
);

const GROUPS: Form = List(
    &Record(&[
        field("id", Hex),
        required("name", NAME),
        field("description", TEXT),
        required("group_type", Number(&[1, 2, 3, 4, 5, 6, 7])),
        field("network", Id(Kind::Network)),
        required(
            "groups",
            Bag(
                &Record(&[
                    field("id", Hex),
                    required("name", NAME),
                    field("order", PLACE),
                    field("locked", Flag),
                    required("episodes", List(&Id(Kind::Episode), 5_000, &[])),
                ]),
                500,
            ),
        ),
    ]),
    100,
    &["id"],
);

const MOVIE_CREDITS: &[Field] = &[field("cast", CAST), field("crew", CREW)];
const SERIES_CREDITS: &[Field] = &[
    field("cast", CAST),
    field("crew", CREW),
    field("creators", CREATORS),
];
const EPISODE_CREDITS: &[Field] = &[
    field("cast", CAST),
    field("crew", CREW),
    field("guests", CAST),
];
const FILMOGRAPHY: &[Field] = &[
    field("movies", LISTS),
    field("series", LISTS),
    field("combined", LISTS),
];

const TITLE_IMAGES: &[Field] = &[
    field("backdrops", IMAGE_LIST),
    field("logos", IMAGE_LIST),
    field("posters", IMAGE_LIST),
];
const COLLECTION_IMAGES: &[Field] = &[field("backdrops", IMAGE_LIST), field("posters", IMAGE_LIST)];
const POSTERS: &[Field] = &[field("posters", IMAGE_LIST)];
const STILLS: &[Field] = &[field("stills", IMAGE_LIST)];
const PROFILES: &[Field] = &[field("profiles", IMAGE_LIST)];
const LOGOS: &[Field] = &[field("logos", IMAGE_LIST)];

const KEYWORDS: Form = List(&Id(Kind::Keyword), 500, &[]);
const SCREENED: Form = List(&Id(Kind::Episode), 2_000, &[]);

/// The form of a part of a kind; `None` when editors cannot write it.
pub const fn part(kind: Kind, part: Part) -> Option<Form> {
    Some(match (part, kind) {
        (Part::Facts, Kind::Movie) => Record(MOVIE),
        (Part::Facts, Kind::Series) => Record(SERIES),
        (Part::Facts, Kind::Season) => Record(SEASON),
        (Part::Facts, Kind::Episode) => Record(EPISODE),
        (Part::Facts, Kind::Person) => Record(PERSON),
        (Part::Facts, Kind::Collection) => Record(COLLECTION),
        (Part::Facts, Kind::Company | Kind::Network) => Record(COMPANY),
        (Part::Facts, Kind::Keyword) => Record(KEYWORD),
        (Part::Texts, Kind::Company | Kind::Network | Kind::Keyword) => return None,
        (Part::Texts, _) => TEXTS,
        (Part::Titles, Kind::Movie | Kind::Series) => TITLES,
        (Part::Titles, Kind::Company | Kind::Network) => NAMES,
        (Part::Credits, Kind::Movie | Kind::Season) => Record(MOVIE_CREDITS),
        (Part::Credits, Kind::Series) => Record(SERIES_CREDITS),
        (Part::Credits, Kind::Episode) => Record(EPISODE_CREDITS),
        (Part::Credits, Kind::Person) => Record(FILMOGRAPHY),
        (Part::Keywords, Kind::Movie | Kind::Series) => KEYWORDS,
        (Part::Releases, Kind::Movie) => RELEASES,
        (Part::Ratings, Kind::Series) => RATINGS,
        (Part::Images, Kind::Movie | Kind::Series) => Record(TITLE_IMAGES),
        (Part::Images, Kind::Season) => Record(POSTERS),
        (Part::Images, Kind::Episode) => Record(STILLS),
        (Part::Images, Kind::Person) => Record(PROFILES),
        (Part::Images, Kind::Collection) => Record(COLLECTION_IMAGES),
        (Part::Images, Kind::Company | Kind::Network) => Record(LOGOS),
        (Part::Videos, Kind::Movie | Kind::Series | Kind::Season | Kind::Episode) => VIDEOS,
        (Part::Links, Kind::Movie | Kind::Series | Kind::Season | Kind::Episode | Kind::Person) => {
            LINKS
        }
        (Part::Providers, Kind::Movie | Kind::Series | Kind::Season) => PROVIDERS,
        (Part::Screened, Kind::Series) => SCREENED,
        (Part::Tagged, Kind::Person) => TAGGED,
        (Part::Groups, Kind::Series) => GROUPS,
        _ => return None,
    })
}

/// The parts of a kind that editors can write.
pub fn parts(kind: Kind) -> impl Iterator<Item = (Part, Form)> {
    let all = Part::DOCUMENTS.into_iter().chain([Part::Groups]);
    all.filter_map(move |candidate| Some((candidate, part(kind, candidate)?)))
}
