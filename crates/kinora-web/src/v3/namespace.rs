//! Namespaces as tables, and the one way in which they are answered.

use std::collections::BTreeSet;
use std::sync::Arc;

use kinora_index::{Found, Slice, Snapshot};
use kinora_model::key::{EntityKey, Kind};
use kinora_store::{Loaded, Locator, TitleState, Wants};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;

use super::operation::{Call, Describe, Operation};
use super::page::{Paged, paged};
use super::parameter::{APPEND, LANGUAGE, Parameter, leading_number, names, number_in_path};
use super::titles::TitleRow;
use super::{View, changes, season};
use crate::App;
use crate::error::ApiError;
use crate::viewer::Audience;

/// Writes an answer from what was loaded.
pub trait Render: Sync {
    /// The JSON object, without `id` for sub-resources.
    fn render(&self, loaded: &Loaded, view: &View) -> Result<Vec<u8>, ApiError>;
    /// Its schema.
    fn schema(&self, generator: &mut SchemaGenerator) -> Schema;
}

/// A renderer that answers a struct.
pub struct Typed<T>(pub fn(&Loaded, &View) -> Result<T, ApiError>);

impl<T: Serialize + JsonSchema> Render for Typed<T> {
    fn render(&self, loaded: &Loaded, view: &View) -> Result<Vec<u8>, ApiError> {
        Ok(serde_json::to_vec(&(self.0)(loaded, view)?)?)
    }

    fn schema(&self, generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<T>()
    }
}

/// Where a sub-resource comes from.
pub enum Source {
    /// Rendered from what the store loads.
    Loaded(Wants, &'static dyn Render),
    /// A page of titles that the index finds.
    Listed(Listing),
    /// What changed.
    Changes,
    /// What the one who asks said about titles.
    Personal(Personal),
}

/// What the one who asks said about titles. There is none without a session.
pub struct Personal {
    /// What the titles are found by.
    pub wants: Wants,
    /// About which titles.
    pub titles: fn(&Loaded) -> Vec<EntityKey>,
    /// Writes it, given the states of these titles.
    pub render: fn(&Loaded, &[TitleState]) -> Result<Vec<u8>, ApiError>,
    /// Its schema.
    pub schema: fn(&mut SchemaGenerator) -> Schema,
}

/// A page of titles that belong to an entity.
pub struct Listing {
    /// Finds them.
    pub find: fn(&Snapshot, EntityKey, &View, Slice) -> Found<EntityKey>,
    /// Whether rows tell their `media_type`.
    pub typed: bool,
}

/// A sub-resource: everything there is to say about it.
pub struct Resource {
    /// The last part of its path, which is also its key among appended objects.
    pub name: &'static str,
    /// What it holds, in a few words.
    pub summary: &'static str,
    /// The parameters of its query.
    pub parameters: &'static [Parameter],
    /// Whether its answer tells the `id` of the entity; when it is appended it does not.
    pub with_id: bool,
    /// Where it comes from.
    pub source: Source,
}

/// A namespace: its details and its sub-resources.
pub struct Namespace {
    /// The kind of its entities.
    pub kind: Kind,
    /// Its path with parameters.
    pub path: &'static str,
    /// Whether details have texts in languages.
    pub localised: bool,
    /// What details are rendered from.
    pub wants: Wants,
    /// How; details write their own `id`.
    pub details: &'static dyn Render,
    /// Its sub-resources.
    pub resources: &'static [Resource],
    /// Sub-resources that have no route of their own and can only be appended.
    pub appended: &'static [Resource],
}

impl Namespace {
    /// The operations of this namespace.
    pub fn operations(&'static self) -> Vec<Operation> {
        let noun = self.noun();
        let parameters = self.parameters();
        let schema: Describe = Arc::new(|generator| self.schema(generator));
        let path = format!("/{}", self.path);
        let summary = format!("Details of a {noun}");
        let details = Operation::get_json(&path, &summary, &parameters, schema, async |call| {
            let locator = self.locator(&call.path)?;
            self.answer(&call, locator).await
        });
        let audience = match self.resource("account_states") {
            Some(_) => Audience::Noticed,
            None => Audience::Anyone,
        };
        let mut operations = vec![details.taking_others().for_audience(audience)];
        for resource in self.resources {
            let schema: Describe = Arc::new(|generator| resource.schema(generator, true));
            let path = format!("/{}/{}", self.path, resource.name);
            let summary = format!("{} of a {noun}", resource.summary);
            let parameters = resource.parameters;
            let operation =
                Operation::get_json(&path, &summary, parameters, schema, async |call| {
                    self.answer_resource(resource, &call).await
                });
            operations.push(operation.for_audience(match resource.source {
                Source::Personal(_) => Audience::Rater,
                _ => Audience::Anyone,
            }));
        }
        operations
    }

    /// The parameters of details.
    pub fn parameters(&self) -> Vec<Parameter> {
        let mut parameters = Vec::new();
        if self.localised {
            parameters.push(LANGUAGE);
        }
        if !self.resources.is_empty() {
            parameters.push(APPEND);
        }
        parameters
    }

    /// The word for its entities.
    pub fn noun(&self) -> &'static str {
        match self.kind {
            Kind::Series => "TV series",
            Kind::Season => "TV season",
            Kind::Episode => "TV episode",
            kind => kind.name(),
        }
    }

    fn resource(&self, name: &str) -> Option<&'static Resource> {
        let resources = self.resources.iter().chain(self.appended);
        resources.into_iter().find(|resource| resource.name == name)
    }

    /// The schema of details with everything that can be appended.
    pub fn schema(&self, generator: &mut SchemaGenerator) -> Schema {
        let mut details = inlined(self.details.schema(generator), generator);
        for resource in self.resources.iter().chain(self.appended) {
            let part = resource.schema(generator, false);
            set_property(&mut details, "properties", resource.name, part);
        }
        for (namespace, name) in self.below() {
            let pattern = format!("^{name}$");
            let part = namespace.details.schema(generator);
            set_property(&mut details, "patternProperties", &pattern, part);
            for resource in namespace.resources.iter().chain(namespace.appended) {
                let pattern = format!("^{name}/{}$", resource.name);
                let part = resource.schema(generator, false);
                set_property(&mut details, "patternProperties", &pattern, part);
            }
        }
        details
    }

    /// The namespaces whose objects can be appended here, with the patterns of their names: see [`Namespace::nested`].
    fn below(&self) -> Vec<(&'static Namespace, &'static str)> {
        match self.kind {
            Kind::Series => vec![
                (&season::SEASON, "season/[0-9][^/]*"),
                (&season::EPISODE, "season/[0-9][^/]*/episode/[0-9][^/]*"),
            ],
            Kind::Season => vec![(&season::EPISODE, "episode/[0-9][^/]*")],
            _ => Vec::new(),
        }
    }

    async fn answer_resource(&self, resource: &Resource, call: &Call) -> Result<Vec<u8>, ApiError> {
        let locator = self.locator(&call.path)?;
        let found = load(&call.app, &call.view, locator, resource.wants()).await;
        let found = found.and_then(|loaded| loaded.ok_or(ApiError::NotFound));
        let (id, body) = match &resource.source {
            // What is gone has a history all the same.
            Source::Changes => {
                let key = changes::changed_key(&call.app, self.kind, &call.path, found).await?;
                let changes = changes::of(&call.app, key, &call.view).await?;
                (key.id, serde_json::to_vec(&changes)?)
            }
            _ => {
                let loaded = found?;
                (loaded.record.key.id, resource.answer(&loaded, call).await?)
            }
        };
        Ok(match resource.with_id {
            true => with_id(id, &body),
            false => body,
        })
    }

    /// The details of an entity with what is to be appended.
    pub async fn answer(&self, call: &Call, locator: Locator) -> Result<Vec<u8>, ApiError> {
        let view = &*call.view;
        let asked = names(view.query.get("append_to_response").unwrap_or_default());
        let mut seen = BTreeSet::new();
        let names: Vec<&str> = asked.filter(|name| seen.insert(*name)).collect();
        let appended: Vec<&Resource> = names
            .iter()
            .filter_map(|name| self.resource(name))
            .collect();
        let wants = appended
            .iter()
            .fold(self.wants, |wants, resource| wants.union(resource.wants()));
        let loaded = load(&call.app, view, locator, wants).await?;
        let loaded = loaded.ok_or(ApiError::NotFound)?;
        let mut body = self.details.render(&loaded, view)?;
        for name in names {
            // A part that fails is left out, the rest is answered (contract 1.10).
            let part = match self.resource(name) {
                Some(resource) => resource.append_to(&loaded, call).await.ok(),
                None => self.nested(call, &loaded, name).await?,
            };
            if let Some(part) = part {
                append(&mut body, name, &part)?;
            }
        }
        Ok(body)
    }

    /// An appended object of another namespace: `season/1/credits` under a series, `episode/2` under a season.
    async fn nested(
        &self,
        call: &Call,
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
        let resource = namespace.resource(&rest.join("/"));
        let wants = match (rest, resource) {
            ([], _) => namespace.wants,
            (_, Some(resource)) => resource.wants(),
            (_, None) => return Ok(None),
        };
        let Some(loaded) = load(&call.app, &call.view, locator, wants).await? else {
            return Ok(None);
        };
        let part = match resource {
            Some(resource) => resource.append_to(&loaded, call).await,
            None => namespace.details.render(&loaded, &call.view),
        };
        Ok(part.ok())
    }

    /// The entity that a path names.
    pub fn locator(&self, path: &[String]) -> Result<Locator, ApiError> {
        let values: Vec<&str> = path.iter().map(String::as_str).collect();
        match (self.kind, values.as_slice()) {
            (Kind::Season, [series, season]) => {
                Ok(Locator::Season(self.id(series)?, number(season)?))
            }
            (Kind::Episode, [series, season, episode]) => Ok(Locator::Episode(
                self.id(series)?,
                number(season)?,
                number(episode)?,
            )),
            (Kind::Movie, [id]) if is_imdb(id) => Ok(Locator::Imdb((*id).to_owned())),
            (kind, [id]) => Ok(Locator::Key(EntityKey::new(kind, self.id(id)?))),
            _ => Err(ApiError::NotFound),
        }
    }

    fn id(&self, text: &str) -> Result<i64, ApiError> {
        entity_id(self.kind, text)
    }
}

/// An entity with what is wanted of it, noted as what the answer is made of.
async fn load(
    app: &App,
    view: &View,
    locator: Locator,
    wants: Wants,
) -> Result<Option<Loaded>, ApiError> {
    // Whose an id elsewhere is, is found as lists find things.
    if matches!(locator, Locator::Imdb(_)) {
        view.made_of_lists();
    }
    let loaded = app.store.load(locator, wants).await?;
    if let Some(loaded) = &loaded {
        view.made_of(loaded.sought.iter().copied());
    }
    Ok(loaded)
}

/// An id by its leading digits; which error a bad one is depends on the kind (contract 1.4).
pub fn entity_id(kind: Kind, text: &str) -> Result<i64, ApiError> {
    let id = number_in_path(text)?;
    id.filter(|id| *id > 0).ok_or(match kind {
        Kind::Movie | Kind::Series | Kind::Season | Kind::Episode | Kind::Person => {
            ApiError::InvalidId
        }
        _ => ApiError::NotFound,
    })
}

impl Resource {
    /// What it is made from.
    fn wants(&self) -> Wants {
        match &self.source {
            Source::Loaded(wants, _) => *wants,
            Source::Listed(_) | Source::Changes => Wants::default(),
            Source::Personal(personal) => personal.wants,
        }
    }

    /// The object for an answer that it is appended to.
    async fn append_to(&self, loaded: &Loaded, call: &Call) -> Result<Vec<u8>, ApiError> {
        for parameter in self.parameters {
            parameter.check(&call.view.query)?;
        }
        self.answer(loaded, call).await
    }

    /// The object, without `id`.
    async fn answer(&self, loaded: &Loaded, call: &Call) -> Result<Vec<u8>, ApiError> {
        match &self.source {
            Source::Loaded(_, render) => render.render(loaded, &call.view),
            Source::Listed(listing) => {
                let page = listing
                    .page(&call.app, loaded.record.key, &call.view)
                    .await?;
                Ok(serde_json::to_vec(&page)?)
            }
            Source::Changes => {
                let changes = changes::of(&call.app, loaded.record.key, &call.view).await?;
                Ok(serde_json::to_vec(&changes)?)
            }
            Source::Personal(personal) => {
                let titles = (personal.titles)(loaded);
                let states = call.app.store.title_states(call.owner()?, titles).await?;
                (personal.render)(loaded, &states)
            }
        }
    }

    fn schema(&self, generator: &mut SchemaGenerator, by_itself: bool) -> Schema {
        let schema = match &self.source {
            Source::Loaded(_, render) => render.schema(generator),
            Source::Listed(_) => generator.subschema_for::<Paged<TitleRow>>(),
            Source::Changes => generator.subschema_for::<changes::Changes>(),
            Source::Personal(personal) => (personal.schema)(generator),
        };
        if !(by_itself && self.with_id) {
            return schema;
        }
        let mut schema = inlined(schema, generator);
        let id = json_schema!({ "type": "integer", "format": "int64" });
        set_property(&mut schema, "properties", "id", id);
        if let Some(required) = schema
            .get_mut("required")
            .and_then(|list| list.as_array_mut())
        {
            required.push("id".into());
        }
        schema
    }
}

impl Listing {
    async fn page(
        &self,
        app: &App,
        key: EntityKey,
        view: &View,
    ) -> Result<Paged<TitleRow>, ApiError> {
        let page = view.page()?;
        let snapshot = app.index.snapshot();
        let found = (self.find)(&snapshot, key, view, Slice::page(page, 20));
        let mut rows: Paged<TitleRow> = paged(app, view, &snapshot, page, found).await?;
        if !self.typed {
            rows.results.iter_mut().for_each(TitleRow::drop_media_type);
        }
        Ok(rows)
    }
}

/// A copy of the schema that a reference points at, to which properties can be added.
fn inlined(schema: Schema, generator: &SchemaGenerator) -> Schema {
    let name = schema
        .get("$ref")
        .and_then(|reference| reference.as_str())
        .and_then(|reference| reference.rsplit('/').next());
    let named = name.and_then(|name| generator.definitions().get(name));
    let named = named.and_then(|named| Schema::try_from(named.clone()).ok());
    named.unwrap_or(schema)
}

/// Adds to the `properties` or `patternProperties` of an object.
fn set_property(schema: &mut Schema, keyword: &str, name: &str, property: Schema) {
    let properties = schema
        .ensure_object()
        .entry(keyword)
        .or_insert_with(|| serde_json::Value::Object(serde_json::Map::new()));
    if let Some(properties) = properties.as_object_mut() {
        properties.insert(name.to_owned(), property.to_value());
    }
}

/// The number of a season or episode.
fn number(text: &str) -> Result<i32, ApiError> {
    let number = number_in_path(text)?.ok_or(ApiError::InvalidId)?;
    Ok(i32::try_from(number).unwrap_or(i32::MAX))
}

fn is_imdb(text: &str) -> bool {
    text.strip_prefix("tt").is_some_and(|digits| {
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
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
