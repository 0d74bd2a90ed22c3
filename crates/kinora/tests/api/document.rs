//! The OpenAPI document as its readers take it: a promise that every answer is held against.

use std::sync::OnceLock;

use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use jsonschema::{Draft, Validator};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

/// What the server says about itself.
pub struct Document {
    /// Its components, closed.
    components: Value,
    operations: Vec<Operation>,
    status: Validator,
}

/// An operation of the document.
struct Operation {
    method: String,
    template: String,
    schema: Value,
    statuses: Vec<u16>,
    /// Made when it is needed first: few tests see many operations.
    validator: OnceLock<Validator>,
}

impl Document {
    /// Reads `/openapi.json`.
    pub fn read(text: &[u8]) -> Document {
        let json: Value = serde_json::from_slice(text).expect("a document of JSON");
        let mut components = json["components"].clone();
        let schemas = components["schemas"].as_object_mut().expect("schemas");
        schemas.values_mut().for_each(close_parts);
        let paths = json["paths"].as_object().expect("paths");
        let methods = paths.iter().flat_map(|(template, item)| {
            let methods = item.as_object().expect("methods").iter();
            methods.map(move |(method, operation)| (template, method, operation))
        });
        let operations = methods.map(|(template, method, operation)| {
            let responses = operation["responses"].as_object().expect("responses");
            let successes = responses.iter().find(|(status, _)| status.starts_with('2'));
            let (_, success) = successes.expect("an answer");
            let mut schema = success["content"]["application/json"]["schema"].clone();
            close(&mut schema);
            let statuses = responses
                .keys()
                .map(|status| status.parse().expect("a status"));
            Operation {
                method: method.to_uppercase(),
                template: template.clone(),
                schema,
                statuses: statuses.collect(),
                validator: OnceLock::new(),
            }
        });
        Document {
            operations: operations.collect(),
            status: validator(
                json!({ "$ref": "#/components/schemas/Status" }),
                &components,
            ),
            components,
        }
    }

    /// What of an answer is not as the document says.
    pub fn check(
        &self,
        method: &Method,
        uri: &Uri,
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<(), String> {
        let bodiless = *method == Method::OPTIONS || status == StatusCode::NOT_MODIFIED;
        if bodiless && !body.is_empty() {
            return Err("a body that should be empty".to_owned());
        }
        // What refuses a path before it is routed leaves it to the connection to drop the body of a `HEAD`.
        if bodiless || (*method == Method::HEAD && body.is_empty()) {
            return Ok(());
        }
        let Some(segments) = segments(uri.path()) else {
            return self.check_refusal(&unwrapped(headers, body)?);
        };
        // A stream of events has no end to be checked at.
        let media_type = headers.get(header::CONTENT_TYPE);
        if media_type.is_some_and(|value| value == "text/event-stream") {
            return Ok(());
        }
        let is_api = |first: &String| matches!(first.as_str(), "3" | "kinora");
        if !segments.first().is_some_and(is_api) {
            return Ok(());
        }
        // Packed answers are those that are not packed, with other bytes.
        if headers.contains_key(header::CONTENT_ENCODING) {
            return Ok(());
        }
        let operation = self.operation(method, &segments);
        if let Some(operation) = operation
            && !operation.statuses.contains(&status.as_u16())
        {
            return Err(format!("{status} is not among the responses"));
        }
        let json = unwrapped(headers, body)?;
        if !status.is_success() {
            return self.check_refusal(&json);
        }
        let operation = operation.ok_or("an answer of no operation")?;
        let validator = operation
            .validator
            .get_or_init(|| validator(operation.schema.clone(), &self.components));
        fitting(validator, &json)
    }

    /// The operation that answers a path. Literal segments win over parameters (contract 1.1).
    fn operation(&self, method: &Method, path: &[String]) -> Option<&Operation> {
        let fits = |operation: &&Operation| {
            let template: Vec<&str> = operation.segments().collect();
            let mut pairs = template.iter().zip(path);
            // Ids of other places may hold slashes.
            let takes_more = template.last() == Some(&"{external_id}");
            operation.method == method.as_str()
                && (template.len() == path.len() || takes_more && path.len() > template.len())
                && pairs.all(|(own, given)| is_parameter(own) || own == given)
        };
        let fitting = self.operations.iter().filter(fits);
        fitting.min_by_key(|operation| operation.segments().map(is_parameter).collect::<Vec<_>>())
    }

    fn check_refusal(&self, json: &Value) -> Result<(), String> {
        fitting(&self.status, json)
    }
}

impl Operation {
    fn segments(&self) -> impl Iterator<Item = &str> {
        self.template
            .split('/')
            .filter(|segment| !segment.is_empty())
    }
}

fn is_parameter(segment: &str) -> bool {
    segment.starts_with('{')
}

/// The segments of a path as the API reads them (contract 1.1); `None` for paths that it refuses.
pub fn segments(path: &str) -> Option<Vec<String>> {
    let decoded = percent_decode_str(path).decode_utf8().ok()?;
    let mut segments = Vec::new();
    for segment in decoded.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            segment => segments.push(segment.to_owned()),
        }
    }
    (!decoded.contains('\0')).then_some(segments)
}

/// The JSON of a body, with or without the function that a callback wraps around it.
fn unwrapped(headers: &HeaderMap, body: &[u8]) -> Result<Value, String> {
    let text = std::str::from_utf8(body).map_err(|error| error.to_string())?;
    let content_type = headers.get(header::CONTENT_TYPE);
    let json = match content_type.and_then(|value| value.to_str().ok()) {
        Some("application/json;charset=utf-8") => Some(text),
        Some("application/javascript;charset=utf-8") => text
            .split_once('(')
            .and_then(|(_, rest)| rest.strip_suffix(')')),
        other => return Err(format!("the content type {other:?}")),
    };
    let json = json.ok_or("a callback that wraps nothing")?;
    serde_json::from_str(json).map_err(|error| format!("{error} in {text}"))
}

fn fitting(validator: &Validator, json: &Value) -> Result<(), String> {
    match validator.iter_errors(json).next() {
        None => Ok(()),
        Some(error) => Err(format!("{error} at {}", error.instance_path())),
    }
}

fn validator(mut schema: Value, components: &Value) -> Validator {
    schema["components"] = components.clone();
    let options = jsonschema::options().with_draft(Draft::Draft202012);
    let validator = options.should_validate_formats(true).build(&schema);
    validator.unwrap_or_else(|error| panic!("{error} in {schema}"))
}

/// Forbids keys that are not in the document. JSON Schema takes any further key, which would hide what was forgotten; an
/// object is closed where it is used, because schemas that are put together see only their own keys.
fn close_parts(schema: &mut Value) {
    let Some(schema) = schema.as_object_mut() else {
        return;
    };
    for (keyword, value) in schema {
        match (keyword.as_str(), value) {
            ("items" | "additionalProperties", part) => close(part),
            ("properties" | "patternProperties", Value::Object(parts)) => {
                parts.values_mut().for_each(close);
            }
            ("anyOf" | "allOf" | "oneOf", Value::Array(parts)) => {
                parts.iter_mut().for_each(close_parts);
            }
            _ => {}
        }
    }
}

fn close(schema: &mut Value) {
    close_parts(schema);
    if let Some(schema) = schema.as_object_mut().filter(|schema| !schema.is_empty()) {
        schema.insert("unevaluatedProperties".to_owned(), false.into());
    }
}
