//! Configuration, genres, certifications and watch providers.

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::routing::get;
use kinora_model::key::Kind;
use kinora_model::reference::Reference;
use serde_json::json;

use super::View;
use super::namespace::json;
use crate::App;
use crate::answer::Answer;
use crate::error::ApiError;

type Render = fn(&Reference, &View) -> Result<Vec<u8>, ApiError>;

/// Reference answers by path.
const TABLES: &[(&str, Render)] = &[
    ("/configuration/countries", |reference, view| {
        json(&reference.countries(view.locale))
    }),
    ("/configuration/jobs", |reference, _| {
        json(&reference.jobs())
    }),
    ("/configuration/languages", |reference, _| {
        json(&reference.languages())
    }),
    ("/configuration/primary_translations", |reference, _| {
        json(&reference.primary_translations())
    }),
    ("/configuration/timezones", |reference, _| {
        json(&reference.timezones())
    }),
    ("/certification/movie/list", |reference, _| {
        json(&reference.certifications(Kind::Movie))
    }),
    ("/certification/tv/list", |reference, _| {
        json(&reference.certifications(Kind::Series))
    }),
    ("/genre/movie/list", |reference, view| {
        json(&reference.genres(Kind::Movie, view.locale))
    }),
    ("/genre/tv/list", |reference, view| {
        json(&reference.genres(Kind::Series, view.locale))
    }),
    ("/watch/providers/regions", |reference, view| {
        json(&reference.provider_regions(view.locale))
    }),
    ("/watch/providers/movie", |reference, view| {
        json(&reference.providers(Kind::Movie, view.query.get("watch_region")))
    }),
    ("/watch/providers/tv", |reference, view| {
        json(&reference.providers(Kind::Series, view.query.get("watch_region")))
    }),
];

/// How long reference answers may be kept, in seconds.
const MAX_AGE: u32 = 3600;

/// The routes of the reference tables.
pub fn routes() -> Router<App> {
    let mut router = Router::new().route("/configuration", get(configuration));
    for (path, render) in TABLES {
        let table =
            async |State(app): State<App>, RawQuery(query): RawQuery| -> Result<Answer, ApiError> {
                let view = app.view(query.as_deref());
                Ok(Answer {
                    body: render(&view.reference, &view)?,
                    max_age: MAX_AGE,
                })
            };
        router = router.route(path, get(table));
    }
    router
}

/// `GET /3/configuration`: images are served from here unless the settings name another place.
async fn configuration(State(app): State<App>, headers: HeaderMap) -> Result<Answer, ApiError> {
    let configuration = app.store.reference().configuration();
    let (plain, secure) = app.image_base(&headers);
    let sizes = configuration.images;
    let body = json(&json!({
        "images": {
            "base_url": plain, "secure_base_url": secure, "backdrop_sizes": sizes.backdrop_sizes,
            "logo_sizes": sizes.logo_sizes, "poster_sizes": sizes.poster_sizes, "profile_sizes": sizes.profile_sizes,
            "still_sizes": sizes.still_sizes,
        },
        "change_keys": configuration.change_keys,
    }))?;
    Ok(Answer {
        body,
        max_age: MAX_AGE,
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
