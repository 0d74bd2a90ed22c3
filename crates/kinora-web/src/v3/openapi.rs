//! The OpenAPI document (3.1), made from the operations.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::http::Method;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::operation::Operation;
use super::operations;
use super::parameter::{CALLBACK, timezones};

/// The document as JSON.
pub fn document() -> &'static str {
    static DOCUMENT: LazyLock<String> = LazyLock::new(|| make().to_string());
    &DOCUMENT
}

fn make() -> Value {
    let mut settings = SchemaSettings::draft2020_12().for_serialize();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    let mut generator = settings.into_generator();
    let mut paths: BTreeMap<String, Value> = BTreeMap::new();
    for operation in everything() {
        let answer = (operation.schema)(&mut generator).to_value();
        let path = format!("{}{}", operation.base, operation.path);
        let method = operation.method.as_str().to_lowercase();
        let methods = paths.entry(path).or_insert_with(|| json!({}));
        methods[method] = describe(&operation, &answer);
    }
    // The feed answers in two forms, so it is no operation of the table.
    let page = crate::feed::schema(&mut generator).to_value();
    paths.insert(
        crate::feed::PATH.to_owned(),
        json!({ "get": describe_feed(&page) }),
    );
    let mut schemas = generator.take_definitions(true);
    schemas.insert("Status".to_owned(), status());
    schemas.insert("Timezone".to_owned(), timezones());
    // Some were only made to be copied into others.
    let text = json!([paths, schemas, other_responses()]).to_string();
    schemas.retain(|name, _| text.contains(&format!("\"#/components/schemas/{name}\"")));
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Kinora",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "A movie and TV database, compatible with the TMDB v3 API.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "security": [{ "key": [] }, { "token": [] }],
        "tags": tags(),
        "paths": paths,
        "components": {
            "securitySchemes": {
                "key": { "type": "apiKey", "in": "query", "name": "api_key" },
                "token": { "type": "http", "scheme": "bearer" },
            },
            "schemas": schemas,
            "responses": other_responses(),
        },
    })
}

/// The body of every refusal.
fn status() -> Value {
    json!({
        "type": "object",
        "required": ["success", "status_code", "status_message"],
        "properties": {
            "success": { "type": "boolean", "const": false },
            "failure": { "type": "boolean", "const": true, "description": "Only where a session was refused." },
            "status_code": { "type": "integer", "minimum": 1, "maximum": 47 },
            "status_message": { "type": "string" },
            "errors": {
                "type": "array",
                "description": "Only where an edit has faults: each with its field.",
                "items": {
                    "type": "object",
                    "required": ["field", "message"],
                    "properties": { "field": { "type": "string" }, "message": { "type": "string" } },
                },
            },
            "conflicts": {
                "type": "array",
                "description": "Only where an edit is stale: what changed since, and by whom.",
                "items": { "type": "object", "additionalProperties": true, "required": ["kind", "id", "base", "version", "parts"] },
            },
            "locked": { "type": "object", "additionalProperties": true, "description": "Only where an edit is locked: what of it." },
            "role": { "type": "string", "description": "Only where an account may not do this: the role that it takes." },
            "revision": { "type": "integer", "description": "Only where a revision cannot be taken back." },
            "fields": {
                "type": "array",
                "description": "Only where a revision cannot be taken back: what was changed since.",
                "items": { "type": "string" },
            },
        },
    })
}

/// The operations of the v3 API and those for editing.
fn everything() -> impl Iterator<Item = Operation> {
    operations().into_iter().chain(crate::editing::operations())
}

/// The groups of operations: the first word of their paths, and editing.
fn tags() -> Value {
    let mut tags: Vec<String> = everything().map(|operation| tag(&operation)).collect();
    tags.sort();
    tags.dedup();
    tags.into_iter().map(|tag| json!({ "name": tag })).collect()
}

fn tag(operation: &Operation) -> String {
    if operation.base == crate::editing::BASE {
        return "editing".to_owned();
    }
    let path = operation.path.trim_start_matches('/');
    path.split('/').next().unwrap_or_default().to_owned()
}

fn describe(operation: &Operation, answer: &Value) -> Value {
    let mut parameters: Vec<Value> = path_parameters(&operation.path).collect();
    let is_get = operation.method == Method::GET;
    let query = operation
        .all_parameters()
        .chain(is_get.then_some(&CALLBACK));
    parameters.extend(query.map(|parameter| parameter.describe()));
    let mut responses = Map::new();
    for status in &operation.statuses {
        responses.insert(status.to_string(), response(&operation.summary, answer));
    }
    // Which of them can happen depends on the parameters.
    for status in other_responses().keys() {
        let reference = format!("#/components/responses/{status}");
        responses.insert(status.clone(), json!({ "$ref": reference }));
    }
    let mut described = json!({
        "operationId": operation_id(operation),
        "summary": operation.summary,
        "tags": [tag(operation)],
        "parameters": parameters,
        "responses": responses,
    });
    if let Some(body) = &operation.body {
        // What it holds may be said in the query as well.
        described["requestBody"] = json!({
            "required": false,
            "content": { operation.media_type: { "schema": body } },
        });
    }
    described
}

fn describe_feed(page: &Value) -> Value {
    let number = |name: &str, description: &str| {
        json!({
            "name": name, "in": "query", "required": false, "description": description,
            "schema": { "type": "integer", "minimum": 0 },
        })
    };
    let page = json!({
        "description": "A page of the feed, or its events as they happen",
        "content": {
            "application/json": { "schema": page },
            "text/event-stream": { "schema": { "type": "string" } },
        },
    });
    let mut responses = Map::from_iter([("200".to_owned(), page)]);
    for status in other_responses().keys() {
        let reference = format!("#/components/responses/{status}");
        responses.insert(status.clone(), json!({ "$ref": reference }));
    }
    json!({
        "operationId": "feed",
        "summary": "Every change in order, as a page or as server-sent events",
        "tags": ["editing"],
        "parameters": [
            number("after", "The number of the last change that is known; also as the header Last-Event-ID"),
            number("limit", "How many changes a page has at most"),
        ],
        "responses": responses,
    })
}

/// What every operation may answer instead, by status.
fn other_responses() -> Map<String, Value> {
    let refusals = [
        (400, "A page, date, time zone or path that is none"),
        (
            401,
            "No valid key, token, session or login, or one that may not do this",
        ),
        (403, "What is there already, or an account that is barred"),
        (404, "Nothing there"),
        (405, "Another format or method"),
        (406, "An `Accept` header without JSON"),
        (409, "What is edited has changed since"),
        (408, "A body that came too slowly"),
        (413, "A body that is too large"),
        (414, "A path and query that are too long"),
        (422, "Parameters that do not fit"),
        (429, "Too many requests"),
        (500, "The server failed"),
        (502, "Something that the answer needs cannot be reached"),
        (
            503,
            "The server is being maintained, or its database is away",
        ),
        (504, "The answer took too long"),
    ];
    let body = json!({ "$ref": "#/components/schemas/Status" });
    let mut responses: Map<String, Value> = refusals
        .iter()
        .map(|(status, description)| (status.to_string(), response(description, &body)))
        .collect();
    let known = "What the client has, by its `If-None-Match`, is the answer";
    responses.insert("304".to_owned(), json!({ "description": known }));
    responses
}

/// A response with this body, or with the script that `callback` makes of it.
fn response(description: &str, schema: &Value) -> Value {
    json!({
        "description": description,
        "content": {
            "application/json": { "schema": schema },
            "application/javascript": { "schema": { "type": "string" } },
        },
    })
}

/// `/movie/{movie_id}/credits` becomes `movie-movie_id-credits`; other methods than `GET` are added.
fn operation_id(operation: &Operation) -> String {
    let words = operation.path.split(['/', '{', '}']);
    let mut words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let method = operation.method.as_str().to_lowercase();
    if operation.base == crate::editing::BASE {
        words.insert(0, "edit");
    }
    if operation.method != Method::GET {
        words.push(&method);
    }
    words.join("-")
}

fn path_parameters(path: &str) -> impl Iterator<Item = Value> {
    let names = path
        .split('/')
        .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'));
    names.map(|name| {
        let (schema, description) = match name {
            "id" | "revision" | "proposal_id" => {
                (json!({ "type": "integer", "minimum": 1 }), "Its number.")
            }
            "time_window" => (json!({ "type": "string", "enum": ["day", "week"] }), "The window."),
            "movie_id" => (
                json!({ "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "string", "pattern": "^([0-9]|tt[0-9]+$)" }] }),
                "The digits that it begins with are the id, or an IMDb id.",
            ),
            "external_id" | "credit_id" | "review_id" | "tv_episode_group_id" => {
                (json!({ "type": "string", "minLength": 1 }), "Its id.")
            }
            _ => (
                json!({ "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "string", "pattern": "^[0-9]" }] }),
                "The digits that it begins with are the number; what follows is ignored.",
            ),
        };
        json!({ "name": name, "in": "path", "required": true, "description": description, "schema": schema })
    })
}
