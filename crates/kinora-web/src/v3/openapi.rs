//! The OpenAPI document (3.1), made from the operations.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::operation::Operation;
use super::operations;
use super::parameter::CALLBACK;

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
    for operation in operations() {
        let answer = (operation.schema)(&mut generator).to_value();
        let path = format!("/3{}", operation.path);
        paths.insert(path, json!({ "get": describe(&operation, &answer) }));
    }
    let mut schemas = generator.take_definitions(true);
    schemas.insert("Status".to_owned(), status());
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
            "status_code": { "type": "integer", "minimum": 1, "maximum": 47 },
            "status_message": { "type": "string" },
        },
    })
}

/// The groups of operations: the first word of their paths.
fn tags() -> Value {
    let mut tags: Vec<String> = operations().iter().map(tag).collect();
    tags.sort();
    tags.dedup();
    tags.into_iter().map(|tag| json!({ "name": tag })).collect()
}

fn tag(operation: &Operation) -> String {
    let path = operation.path.trim_start_matches('/');
    path.split('/').next().unwrap_or_default().to_owned()
}

fn describe(operation: &Operation, answer: &Value) -> Value {
    let mut parameters: Vec<Value> = path_parameters(&operation.path).collect();
    let query = operation.parameters.iter().chain([&CALLBACK]);
    parameters.extend(query.map(|parameter| parameter.describe()));
    let mut responses = Map::new();
    responses.insert(
        "200".to_owned(),
        json!({ "description": operation.summary, "content": { "application/json": { "schema": answer } } }),
    );
    // Which of them can happen depends on the parameters; the body is the same for all.
    let refusals = [
        (400, "A page, date, time zone or path that is none"),
        (401, "No valid key or token"),
        (404, "Nothing there"),
        (405, "Another format or method"),
        (406, "An `Accept` header without JSON"),
        (414, "A path and query that are too long"),
        (422, "Parameters that do not fit"),
    ];
    for (status, description) in refusals {
        let schema = json!({ "$ref": "#/components/schemas/Status" });
        responses.insert(
            status.to_string(),
            json!({ "description": description, "content": { "application/json": { "schema": schema } } }),
        );
    }
    json!({
        "operationId": operation_id(&operation.path),
        "summary": operation.summary,
        "tags": [tag(operation)],
        "parameters": parameters,
        "responses": responses,
    })
}

/// `/movie/{movie_id}/credits` becomes `movie-movie_id-credits`.
fn operation_id(path: &str) -> String {
    let words = path.split(['/', '{', '}']).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

fn path_parameters(path: &str) -> impl Iterator<Item = Value> {
    let names = path
        .split('/')
        .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'));
    names.map(|name| {
        let schema = match name {
            "time_window" => json!({ "type": "string", "enum": ["day", "week"] }),
            // Movies answer to their IMDb ids as well, and ids may be followed by anything that is no digit.
            "movie_id" => json!({ "anyOf": [{ "type": "integer" }, { "type": "string" }] }),
            "external_id" | "credit_id" | "review_id" | "tv_episode_group_id" => {
                json!({ "type": "string", "minLength": 1 })
            }
            _ => json!({ "type": "integer", "minimum": 0 }),
        };
        json!({ "name": name, "in": "path", "required": true, "schema": schema })
    })
}
