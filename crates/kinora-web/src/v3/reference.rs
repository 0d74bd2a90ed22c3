//! The reference tables: configuration, certifications, genres, watch providers.

use axum::http::{HeaderMap, header};
use kinora_model::key::Kind;
use kinora_model::reference::{
    Certifications, CountryRow, Genre, Genres, JobRow, LanguageRow, Provider, Reference, Results,
    TimezoneRow,
};
use schemars::JsonSchema;
use serde::Serialize;

use super::View;
use super::operation::{Call, Operation};
use super::parameter::{LANGUAGE, Parameter, WATCH_REGION};
use crate::App;
use crate::error::ApiError;

/// The operations of the reference tables.
pub fn operations() -> Vec<Operation> {
    let translated: &[Parameter] = &[LANGUAGE];
    let providers: &[Parameter] = &[LANGUAGE, WATCH_REGION];
    vec![
        Operation::get(
            "/configuration",
            "Where images are and in which sizes; keys of changes",
            &[],
            configuration,
        ),
        table(
            "/configuration/countries",
            "Countries",
            translated,
            |reference, view| -> Vec<CountryRow> {
                reference.countries(view.country_language()).into_owned()
            },
        ),
        table(
            "/configuration/jobs",
            "Departments and their jobs",
            &[],
            |reference, _| -> Vec<JobRow> { reference.jobs() },
        ),
        table(
            "/configuration/languages",
            "Languages",
            &[],
            |reference, _| -> Vec<LanguageRow> { reference.languages().to_vec() },
        ),
        table(
            "/configuration/primary_translations",
            "Locales in which titles are translated",
            &[],
            |reference, _| -> Vec<String> { reference.primary_translations() },
        ),
        table(
            "/configuration/timezones",
            "Time zones by country",
            &[],
            |reference, _| -> Vec<TimezoneRow> { reference.timezones() },
        ),
        table(
            "/certification/movie/list",
            "Certifications of movies by country",
            &[],
            |reference, _| -> Certifications { reference.certifications(Kind::Movie) },
        ),
        table(
            "/certification/tv/list",
            "Certifications of series by country",
            &[],
            |reference, _| -> Certifications { reference.certifications(Kind::Series) },
        ),
        table(
            "/genre/movie/list",
            "Genres of movies",
            translated,
            |reference, view| genres(reference, view, Kind::Movie),
        ),
        table(
            "/genre/tv/list",
            "Genres of series",
            translated,
            |reference, view| genres(reference, view, Kind::Series),
        ),
        table(
            "/watch/providers/regions",
            "Countries with watch providers",
            translated,
            |reference, view| -> Results<CountryRow> {
                reference.provider_regions(view.country_language())
            },
        ),
        table(
            "/watch/providers/movie",
            "Watch providers of movies",
            providers,
            |reference, view| watch_providers(reference, view, Kind::Movie),
        ),
        table(
            "/watch/providers/tv",
            "Watch providers of series",
            providers,
            |reference, view| watch_providers(reference, view, Kind::Series),
        ),
    ]
}

fn table<T: Serialize + JsonSchema + Send + 'static>(
    path: &str,
    summary: &str,
    parameters: &[Parameter],
    read: fn(&Reference, &View) -> T,
) -> Operation {
    Operation::get(path, summary, parameters, move |call: Call| async move {
        // Of no entity: imports of tables change everything.
        call.view.made_of([]);
        Ok(read(&call.view.reference, &call.view))
    })
}

fn genres(reference: &Reference, view: &View, kind: Kind) -> Genres {
    let genres = reference.genres(kind, view.locale());
    if !view.has_chain() {
        return genres;
    }
    let named = genres.genres.into_iter().map(|genre| Genre {
        name: view.genre_name(kind, genre.id),
        ..genre
    });
    Genres {
        genres: named.collect(),
    }
}

fn watch_providers(reference: &Reference, view: &View, kind: Kind) -> Results<Provider> {
    reference.providers(kind, view.country("watch_region").as_deref())
}

/// Where images are and in which sizes.
#[derive(Serialize, JsonSchema)]
struct ImageConfiguration {
    base_url: String,
    secure_base_url: String,
    backdrop_sizes: Vec<String>,
    logo_sizes: Vec<String>,
    poster_sizes: Vec<String>,
    profile_sizes: Vec<String>,
    still_sizes: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
struct Configuration {
    images: ImageConfiguration,
    change_keys: Vec<String>,
}

/// `GET /3/configuration`: images are served from here unless the settings name another place.
async fn configuration(call: Call) -> Result<Configuration, ApiError> {
    let configuration = call.view.reference.configuration();
    let (base_url, secure_base_url) = call.app.image_base(&call.headers);
    let sizes = configuration.images;
    Ok(Configuration {
        images: ImageConfiguration {
            base_url,
            secure_base_url,
            backdrop_sizes: sizes.backdrop_sizes,
            logo_sizes: sizes.logo_sizes,
            poster_sizes: sizes.poster_sizes,
            profile_sizes: sizes.profile_sizes,
            still_sizes: sizes.still_sizes,
        },
        change_keys: configuration.change_keys,
    })
}

impl App {
    /// `base_url` and `secure_base_url`. Without a public address both have the scheme that is surely served.
    fn image_base(&self, headers: &HeaderMap) -> (String, String) {
        if let Some(base) = &self.settings.image_base_url {
            let base = format!("{}/", base.trim_end_matches('/'));
            return (base.clone(), base);
        }
        let base = format!("{}/t/p/", self.address(headers));
        (base.clone(), base)
    }

    /// What this server calls itself, without a slash at the end.
    pub(crate) fn address(&self, headers: &HeaderMap) -> String {
        if let Some(address) = &self.settings.public_url {
            return address.trim_end_matches('/').to_owned();
        }
        let host = headers
            .get(header::HOST)
            .and_then(|host| host.to_str().ok());
        format!("http://{}", host.unwrap_or("localhost"))
    }
}
