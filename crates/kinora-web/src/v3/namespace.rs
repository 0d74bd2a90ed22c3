//! Namespaces as tables, and the one way in which they are answered.

use std::collections::BTreeSet;

use axum::Router;
use axum::extract::{RawPathParams, RawQuery, State};
use axum::routing::get;
use kinora_model::key::{EntityKey, Kind};
use kinora_store::{Loaded, Locator, Wants};
use serde::Serialize;

use super::{View, season};
use crate::App;
use crate::answer::Answer;
use crate::error::ApiError;
use crate::query::Query;

/// Writes an answer as a JSON object without `id`.
pub type Render = fn(&Loaded, &View) -> Result<Vec<u8>, ApiError>;

/// A sub-resource: everything there is to say about it.
pub struct Resource {
    /// The last part of its path, which is also its key among appended objects.
    pub name: &'static str,
    /// What it is rendered from.
    pub wants: Wants,
    /// How.
    pub render: Render,
}

/// A namespace: its details and its sub-resources.
pub struct Namespace {
    /// The kind of its entities.
    pub kind: Kind,
    /// Its path with parameters.
    pub path: &'static str,
    /// What details are rendered from.
    pub wants: Wants,
    /// How; details write their own `id`.
    pub details: Render,
    /// Its sub-resources.
    pub resources: &'static [Resource],
}

/// How long details and their parts may be kept, in seconds.
const MAX_AGE: u32 = 3600;
/// Sub-resources that come in pages.
const PAGED: [&str; 2] = ["reviews", "tagged_images"];
/// The most names in `append_to_response` (status 27).
const MOST_APPENDS: usize = 20;

/// Serialises an answer; the common end of renderers.
pub fn json<T: Serialize>(answer: &T) -> Result<Vec<u8>, ApiError> {
    Ok(serde_json::to_vec(answer)?)
}

impl Namespace {
    /// Adds the routes of this namespace.
    pub fn route(&'static self, router: Router<App>) -> Router<App> {
        let details =
            async |State(app): State<App>, params: RawPathParams, RawQuery(query): RawQuery| {
                self.answer_details(&app, &params, query.as_deref()).await
            };
        let mut router = router.route(&format!("/{}", self.path), get(details));
        for resource in self.resources {
            let part =
                async |State(app): State<App>, params: RawPathParams, RawQuery(query): RawQuery| {
                    self.answer_resource(resource, &app, &params, query.as_deref())
                        .await
                };
            router = router.route(&format!("/{}/{}", self.path, resource.name), get(part));
        }
        router
    }

    fn resource(&self, name: &str) -> Option<&'static Resource> {
        self.resources.iter().find(|resource| resource.name == name)
    }

    async fn answer_resource(
        &self,
        resource: &Resource,
        app: &App,
        params: &RawPathParams,
        query: Option<&str>,
    ) -> Result<Answer, ApiError> {
        let view = app.view(query);
        // Parameters are checked before anything is looked up (contract 1.8).
        if PAGED.contains(&resource.name) {
            view.page()?;
        }
        let locator = self.locator(params)?;
        let loaded = app
            .store
            .load(locator, resource.wants)
            .await?
            .ok_or(ApiError::NotFound)?;
        let body = with_id(loaded.record.key.id, &(resource.render)(&loaded, &view)?);
        Ok(Answer {
            body,
            max_age: MAX_AGE,
        })
    }

    async fn answer_details(
        &self,
        app: &App,
        params: &RawPathParams,
        query: Option<&str>,
    ) -> Result<Answer, ApiError> {
        let view = app.view(query);
        let names = appended_names(&view)?;
        let locator = self.locator(params)?;
        let appended: Vec<&Resource> = names
            .iter()
            .filter_map(|name| self.resource(name))
            .collect();
        let wants = appended
            .iter()
            .fold(self.wants, |wants, resource| wants.union(resource.wants));
        let loaded = app
            .store
            .load(locator, wants)
            .await?
            .ok_or(ApiError::NotFound)?;
        let mut body = (self.details)(&loaded, &view)?;
        for resource in appended {
            // A part that fails is left out, the rest is answered (contract 1.10).
            if let Ok(part) = (resource.render)(&loaded, &view) {
                append(&mut body, resource.name, &part)?;
            }
        }
        for name in names.iter().filter(|name| self.resource(name).is_none()) {
            if let Some(part) = self.nested(app, &view, &loaded, name).await? {
                append(&mut body, name, &part)?;
            }
        }
        Ok(Answer {
            body,
            max_age: MAX_AGE,
        })
    }

    /// An appended object of another namespace: `season/1/credits` under a series, `episode/2` under a season.
    async fn nested(
        &self,
        app: &App,
        view: &View,
        loaded: &Loaded,
        name: &str,
    ) -> Result<Option<Vec<u8>>, ApiError> {
        let segments: Vec<&str> = name.split('/').collect();
        let number = |text: &str| i32::try_from(leading_number(text)?).ok();
        let id = loaded.record.key.id;
        let (namespace, locator, rest) = match (self.kind, segments.as_slice()) {
            (Kind::Series, ["season", season, "episode", episode, rest @ ..]) => {
                let (Some(season), Some(episode)) = (number(season), number(episode)) else {
                    return Ok(None);
                };
                (
                    &season::EPISODE,
                    Locator::Episode(id, season, episode),
                    rest,
                )
            }
            (Kind::Series, ["season", season, rest @ ..]) => {
                let Some(season) = number(season) else {
                    return Ok(None);
                };
                (&season::SEASON, Locator::Season(id, season), rest)
            }
            (Kind::Season, ["episode", episode, rest @ ..]) => {
                let facts: kinora_model::SeasonFacts = loaded.record.part()?;
                let place = facts.series.zip(facts.number).zip(number(episode));
                let Some(((series, season), episode)) = place else {
                    return Ok(None);
                };
                (
                    &season::EPISODE,
                    Locator::Episode(series, season, episode),
                    rest,
                )
            }
            _ => return Ok(None),
        };
        let (wants, render) = match rest {
            [] => (namespace.wants, namespace.details),
            rest => match namespace.resource(&rest.join("/")) {
                Some(resource) => (resource.wants, resource.render),
                None => return Ok(None),
            },
        };
        let Some(loaded) = app.store.load(locator, wants).await? else {
            return Ok(None);
        };
        Ok(render(&loaded, view).ok())
    }

    fn locator(&self, params: &RawPathParams) -> Result<Locator, ApiError> {
        let values: Vec<&str> = params.iter().map(|(_, value)| value).collect();
        match (self.kind, values.as_slice()) {
            (Kind::Season, [series, season]) => {
                Ok(Locator::Season(self.id(series)?, self.number(season)?))
            }
            (Kind::Episode, [series, season, episode]) => Ok(Locator::Episode(
                self.id(series)?,
                self.number(season)?,
                self.number(episode)?,
            )),
            (Kind::Movie, [id]) if is_imdb(id) => Ok(Locator::Imdb((*id).to_owned())),
            (kind, [id]) => Ok(Locator::Key(EntityKey::new(kind, self.id(id)?))),
            _ => Err(ApiError::NotFound),
        }
    }

    /// An id by its leading digits; which error a bad one is depends on the namespace (contract 1.4).
    fn id(&self, text: &str) -> Result<i64, ApiError> {
        leading_number(text)
            .filter(|id| *id > 0)
            .ok_or(match self.kind {
                Kind::Movie | Kind::Series | Kind::Season | Kind::Episode | Kind::Person => {
                    ApiError::InvalidId
                }
                _ => ApiError::NotFound,
            })
    }

    fn number(&self, text: &str) -> Result<i32, ApiError> {
        leading_number(text)
            .and_then(|number| i32::try_from(number).ok())
            .ok_or(ApiError::InvalidId)
    }
}

fn leading_number(text: &str) -> Option<i64> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text[..digits].parse().ok()
}

fn is_imdb(text: &str) -> bool {
    text.strip_prefix("tt").is_some_and(|digits| {
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// The names in `append_to_response`, each once.
fn appended_names(view: &View) -> Result<Vec<String>, ApiError> {
    let list = view.query.get("append_to_response").unwrap_or_default();
    let names: Vec<&str> = list
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    if names.len() > MOST_APPENDS {
        return Err(ApiError::TooManyAppends);
    }
    let mut seen = BTreeSet::new();
    Ok(names
        .into_iter()
        .filter(|name| seen.insert(*name))
        .map(str::to_owned)
        .collect())
}

/// Puts `id` at the start of an object.
fn with_id(id: i64, object: &[u8]) -> Vec<u8> {
    let mut body = format!("{{\"id\":{id}").into_bytes();
    if object.len() > 2 {
        body.push(b',');
    }
    body.extend_from_slice(&object[1..]);
    body
}

/// Puts a named object at the end of an object.
fn append(body: &mut Vec<u8>, name: &str, part: &[u8]) -> Result<(), ApiError> {
    body.pop();
    if body.len() > 1 {
        body.push(b',');
    }
    body.extend(serde_json::to_vec(name)?);
    body.push(b':');
    body.extend_from_slice(part);
    body.push(b'}');
    Ok(())
}

impl App {
    /// The view of a request with this query.
    pub(crate) fn view(&self, query: Option<&str>) -> View {
        View::new(
            Query::parse(query.unwrap_or_default()),
            self.store.reference(),
        )
    }
}
