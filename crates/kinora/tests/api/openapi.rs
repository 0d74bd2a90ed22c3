//! The OpenAPI document as a document, and the page that shows it. That answers are as it says is checked in all tests.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Map, Value};

use crate::app::TestApp;

/// Operations that need an account or a list. Nobody can have either yet.
const LATER: [&str; 2] = [
    "/3/authentication/guest_session/new",
    "/3/authentication/token/new",
];

async fn document() -> Value {
    let app = TestApp::with(&[]).await;
    let reply = app.call("GET", "/openapi.json", &[]).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("content-type"), "application/json");
    reply.json
}

fn object(value: &Value) -> &Map<String, Value> {
    value
        .as_object()
        .unwrap_or_else(|| panic!("no object: {value}"))
}

fn array(value: &Value) -> &[Value] {
    value
        .as_array()
        .unwrap_or_else(|| panic!("no array: {value}"))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

/// What a reference points at, or what is no reference.
fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let reference = value["$ref"].as_str();
    let pointer = reference.and_then(|reference| reference.strip_prefix('#'));
    pointer.map_or(value, |pointer| {
        let target = document.pointer(pointer);
        target.unwrap_or_else(|| panic!("{pointer} leads nowhere"))
    })
}

/// Every operation with its path and method.
fn operations(document: &Value) -> Vec<(&str, &str, &Value)> {
    let paths = object(&document["paths"]).iter();
    let operations = paths.flat_map(|(path, item)| {
        let methods = object(item).iter();
        methods.map(|(method, operation)| (path.as_str(), method.as_str(), operation))
    });
    operations.collect()
}

/// Calls `visit` with every object of a document.
fn walk<'a>(value: &'a Value, visit: &mut impl FnMut(&'a Map<String, Value>)) {
    match value {
        Value::Object(members) => {
            visit(members);
            members.values().for_each(|member| walk(member, visit));
        }
        Value::Array(items) => items.iter().for_each(|item| walk(item, visit)),
        _ => {}
    }
}

#[tokio::test]
async fn the_document_is_of_openapi_3_1() {
    let document = document().await;
    let known = [
        "components",
        "info",
        "openapi",
        "paths",
        "security",
        "servers",
        "tags",
    ];

    assert!(
        object(&document)
            .keys()
            .all(|key| known.contains(&key.as_str()))
    );
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["info"]["title"], "Kinora");
    assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
    // An address of its own would be wrong on every machine but one.
    assert_eq!(document["servers"][0]["url"], "/");
    let schemes = object(&document["components"]["securitySchemes"]);
    for requirement in array(&document["security"]) {
        let mut names = object(requirement).keys();
        assert!(names.all(|name| schemes.contains_key(name)));
    }
    for (name, scheme) in schemes {
        assert!(
            ["apiKey", "http"].contains(&text(&scheme["type"])),
            "{name}"
        );
    }
}

#[tokio::test]
async fn every_operation_tells_what_it_is() {
    let document = document().await;
    let tags = array(&document["tags"])
        .iter()
        .map(|tag| text(&tag["name"]));
    let tags: BTreeSet<&str> = tags.collect();
    let mut ids = BTreeSet::new();
    let mut used = BTreeSet::new();

    for (path, method, operation) in operations(&document) {
        let is_editing = path.starts_with("/kinora/v1/");
        assert!(path.starts_with("/3/") || is_editing, "{method} {path}");
        let has_body = operation.get("requestBody").is_some();
        assert!(!has_body || method != "get", "{method} {path}");
        assert!(
            ids.insert(text(&operation["operationId"])),
            "{path}: operationId"
        );
        assert!(!text(&operation["summary"]).is_empty(), "{path}");
        used.extend(array(&operation["tags"]).iter().map(text));
        let responses = object(&operation["responses"]);
        for (status, response) in responses {
            let response = resolved(&document, response);
            assert!(
                status.parse::<u16>().is_ok_and(|status| status >= 200),
                "{path}"
            );
            assert!(
                !text(&response["description"]).is_empty(),
                "{path}: {status}"
            );
        }
        let succeeds = responses.keys().any(|status| status.starts_with('2'));
        assert!(succeeds, "{method} {path}");
        for status in ["304", "400", "401", "404", "405", "406", "414", "422"] {
            assert!(responses.contains_key(status), "{path}: {status}");
        }
    }
    assert_eq!(used, tags);
    assert!(ids.len() > 100);
}

#[tokio::test]
async fn every_parameter_is_described_once() {
    let document = document().await;

    for (path, method, operation) in operations(&document) {
        let mut seen = BTreeSet::new();
        for parameter in array(&operation["parameters"]) {
            let (name, place) = (text(&parameter["name"]), text(&parameter["in"]));
            assert!(seen.insert((place, name)), "{path}: {name} twice");
            assert_eq!(parameter["required"], place == "path", "{path}: {name}");
            assert!(
                !text(&parameter["description"]).is_empty(),
                "{path}: {name}"
            );
            assert!(parameter["schema"].is_object(), "{path}: {name}");
        }
        let segments = path.split('/');
        let named = segments.filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'));
        let declared = seen.iter().filter(|(place, _)| *place == "path");
        assert_eq!(
            declared.map(|(_, name)| *name).collect::<BTreeSet<_>>(),
            named.collect::<BTreeSet<_>>(),
            "{path}"
        );
        let is_wrapped = seen.contains(&("query", "callback"));
        let is_stream = path == "/kinora/v1/feed";
        assert_eq!(is_wrapped, method == "get" && !is_stream, "{method} {path}");
    }
}

#[tokio::test]
async fn every_reference_leads_to_a_schema_and_every_schema_is_used() {
    let document = document().await;
    let mut references = BTreeSet::new();
    walk(&document, &mut |object| {
        references.extend(object.get("$ref").map(text));
    });

    for reference in &references {
        let pointer = reference.strip_prefix('#');
        let target = pointer.and_then(|pointer| document.pointer(pointer));
        assert!(target.is_some(), "{reference}");
    }
    for (name, schema) in object(&document["components"]["schemas"]) {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        assert!(name.bytes().all(plain), "{name}");
        // Numbered names change hands when an operation is added.
        assert!(
            !name.ends_with(|last: char| last.is_ascii_digit()),
            "{name}"
        );
        assert!(
            references.contains(format!("#/components/schemas/{name}").as_str()),
            "{name} is used nowhere"
        );
        assert!(
            jsonschema::draft202012::meta::is_valid(schema),
            "{name}: {schema}"
        );
    }
    for (path, _, operation) in operations(&document) {
        let parameters = array(&operation["parameters"]).iter();
        let responses = object(&operation["responses"]).values();
        let contents = responses.map(|response| resolved(&document, response));
        let contents = contents.filter_map(|response| response["content"].as_object());
        let body = operation.pointer("/requestBody/content/application~1json/schema");
        let schemas = parameters
            .map(|parameter| &parameter["schema"])
            .chain(body)
            .chain(contents.flat_map(Map::values).map(|body| &body["schema"]));
        for schema in schemas {
            assert!(
                jsonschema::draft202012::meta::is_valid(schema),
                "{path}: {schema}"
            );
        }
    }
}

#[tokio::test]
async fn every_call_that_needs_no_account_is_in_the_document() {
    let list = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/contract/tmdb-v3-endpoints.tsv");
    let Ok(list) = std::fs::read_to_string(&list) else {
        eprintln!("skipped: {} is not there", list.display());
        return;
    };
    let document = document().await;
    let declared: BTreeMap<&str, BTreeSet<&str>> = operations(&document)
        .into_iter()
        .filter(|(_, method, _)| *method == "get")
        .map(|(path, _, operation)| {
            let parameters = array(&operation["parameters"]).iter();
            (
                path,
                parameters
                    .map(|parameter| text(&parameter["name"]))
                    .collect(),
            )
        })
        .collect();

    let mut missing = Vec::new();
    let mut met = 0;
    for row in list.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let (path, parameters) = (cells[1], cells[2]);
        if cells[0] != "GET" || cells[4] != "app" || LATER.contains(&path) {
            continue;
        }
        met += 1;
        let Some(declared) = declared.get(path) else {
            missing.push(path.to_owned());
            continue;
        };
        let names = parameters
            .split(',')
            .map(|name| name.trim_matches(['+', '!']));
        let names = names.filter(|name| !name.is_empty() && !declared.contains(name));
        missing.extend(names.map(|name| format!("{path}: {name}")));
    }

    assert_eq!(missing, Vec::<String>::new());
    assert!(met > 100, "{met}");
}

#[tokio::test]
async fn the_page_has_all_of_its_files_and_names_no_other_host() {
    let app = TestApp::with(&[]).await;

    let front = app.call("GET", "/docs", &[]).await;
    assert!(front.status.is_redirection());
    let page = front.header("location").to_owned();

    let mut files = vec![page.clone()];
    let html = app.call("GET", &page, &[]).await.text().to_owned();
    let folder = page.rsplit_once('/').expect("a folder").0;
    for attribute in ["src=\"", "href=\""] {
        let values = html.split(attribute).skip(1);
        let values = values.filter_map(|rest| Some(rest.split_once('"')?.0));
        files.extend(values.map(|file| format!("{folder}/{}", file.trim_start_matches("./"))));
    }
    assert!(files.len() >= 6, "{html}");
    for file in files {
        assert!(!file.contains("//"), "{file} is on another host");
        let reply = app.call("GET", &file, &[]).await;

        assert_eq!(reply.status, 200, "{file}");
        assert!(!reply.body.is_empty(), "{file}");
        assert_ne!(
            reply.header("content-type"),
            "application/octet-stream",
            "{file}"
        );
        // Browsers hold the page to this, whatever its scripts may try.
        let policy = reply.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'self';"),
            "{file}: {policy}"
        );
        assert!(
            !policy.contains('*') && !policy.contains("http"),
            "{file}: {policy}"
        );
        if file.ends_with(".css") {
            assert!(!reply.text().contains("@import"), "{file}");
            let places = reply.text().split("url(").skip(1);
            for place in places.map(|rest| rest.trim_start_matches(['"', '\''])) {
                assert!(place.starts_with("data:"), "{file}: {place:.40}");
            }
        }
    }
    let configuration = app.call("GET", "/docs/swagger-initializer.js", &[]).await;
    assert!(configuration.text().contains("\"url\": \"/openapi.json\""));
    assert!(
        !configuration.text().contains("http"),
        "{}",
        configuration.text()
    );
    let missing = app.call("GET", "/docs/missing.js", &[]).await;
    assert_eq!(missing.status, 404);
}
