//! What a visitor chooses: the language of texts, the country, light or dark. It is kept in cookies.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use kinora_model::Locale;
use serde::Deserialize;

use super::Site;
use super::address::local;
use super::cookie::{YEAR, give};
use super::page::{Page, shown};
use super::visitor::{LANGUAGE_COOKIE, REGION_COOKIE, THEME_COOKIE, Visitor, is_country};
use crate::error::ApiError;

/// What is chosen, and where to go on.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Choice {
    language: String,
    region: String,
    theme: String,
    back: String,
}

/// A country as reference tables tell it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Country {
    /// Its code.
    pub iso_3166_1: String,
    /// Its name as its people write it.
    pub native_name: String,
}

#[derive(Template)]
#[template(path = "preferences.html")]
struct Preferences {
    page: Page,
    /// Codes and names.
    languages: Vec<(String, String)>,
    countries: Vec<Country>,
    back: String,
}

/// `GET /preferences`
pub async fn page(
    State(site): State<Site>,
    visitor: Visitor,
    Query(choice): Query<Choice>,
) -> Response {
    let made = async {
        let mut languages: Vec<String> = site
            .ask(&visitor, "/configuration/primary_translations", &[])
            .await?;
        let own = visitor.locale.to_string();
        if !languages.contains(&own) {
            languages.push(own);
        }
        let countries = site.ask(&visitor, "/configuration/countries", &[]).await?;
        let page = Page::titled(&site, visitor.clone(), "/preferences", "Preferences");
        let languages = languages.into_iter();
        let mut languages: Vec<_> = languages.map(|code| (page.locale(&code), code)).collect();
        languages.sort();
        Ok::<_, ApiError>(Preferences {
            page,
            languages: languages
                .into_iter()
                .map(|(name, code)| (code, name))
                .collect(),
            countries,
            back: local(&choice.back).to_owned(),
        })
    };
    shown(&site, visitor.clone(), made).await
}

/// `GET /preferences/choose`: keeps what fits and goes back to where the visitor was.
pub async fn choose(Query(choice): Query<Choice>) -> Response {
    let language = choice
        .language
        .parse::<Locale>()
        .ok()
        .map(|locale| locale.to_string());
    let region = Some(choice.region.clone()).filter(|code| is_country(code));
    let theme = Some(choice.theme.clone())
        .filter(|theme| ["light", "dark", "auto"].contains(&theme.as_str()));
    let mut response = Redirect::to(local(&choice.back)).into_response();
    for (name, value) in [
        (LANGUAGE_COOKIE, language),
        (REGION_COOKIE, region),
        (THEME_COOKIE, theme),
    ] {
        if let Some(value) = value {
            give(&mut response, name, &value, Some(YEAR));
        }
    }
    response
}
