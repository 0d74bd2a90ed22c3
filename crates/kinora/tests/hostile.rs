//! Requests that no client in its right mind makes, made from the operations of the OpenAPI document and sent to the demo
//! catalogue and to one in which every kind of answer is told. Whatever is asked, the server does not fail, and what it
//! answers is what the document promises.
//!
//! `KINORA_HOSTILE_CASES` says how many requests are made.

#![expect(
    clippy::needless_pass_by_value,
    reason = "rows are made of JSON literals, which read best when they are handed over"
)]

use std::cell::Cell;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::response::Parts;
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::Response;
use kinora_dumps::archive::{Import, Progress, Summary};
use kinora_index::Index;
use kinora_store::Store;
use kinora_web::Settings;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tower::ServiceExt;
use tower::util::BoxCloneService;

use document::{Document, segments};

#[path = "api/catalogue.rs"]
mod catalogue;
#[path = "api/document.rs"]
mod document;
#[path = "api/rows.rs"]
#[expect(dead_code, reason = "only what the catalogue is made of is used here")]
mod rows;

const KEY: &str = "key-of-the-tests";
const CASES: u32 = 2_000;

#[test]
fn no_request_breaks_the_server_or_its_promises() {
    let cases = std::env::var("KINORA_HOSTILE_CASES");
    let cases = cases.map_or(CASES, |cases| cases.parse().expect("a number of cases"));
    let server = Server::start();
    let (_, text) = server.answer(
        Request::get("/openapi.json")
            .body(Body::empty())
            .expect("a request"),
    );
    let document = Document::read(&text);
    let operations = operations(&serde_json::from_slice(&text).expect("JSON"), &server.known);
    let mut runner = TestRunner::new(Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 4_000,
        ..Config::default()
    });
    let (sent, told) = (Cell::new(0), Cell::new(0));

    let result = runner.run(&attempt(operations), |attempt| {
        // What is no request at all never reaches a server.
        let Some(request) = attempt.request() else {
            return Ok(());
        };
        let (method, uri) = (request.method().clone(), request.uri().clone());
        let (parts, body) = server.answer(request);
        sent.set(sent.get() + 1);
        told.set(told.get() + u32::from(parts.status == StatusCode::OK));
        if parts.status.is_server_error() {
            return Err(TestCaseError::fail(format!("{}", parts.status)));
        }
        let checked = document.check(&method, &uri, parts.status, &parts.headers, &body);
        checked.map_err(|error| TestCaseError::fail(format!("{}: {error}", parts.status)))
    });

    match result {
        Ok(()) => println!(
            "{} of {cases} requests were sent, {} were answered 200",
            sent.get(),
            told.get()
        ),
        Err(TestError::Fail(reason, attempt)) => panic!("{reason}\n{attempt:?}"),
        Err(TestError::Abort(reason)) => panic!("{reason}"),
    }
    // Else nothing was tried but refusals.
    assert!(sent.get() >= cases / 10 * 9, "{} were sent", sent.get());
    assert!(told.get() >= cases / 10, "{} were answered", told.get());
}

/// The demo catalogue, served without a port.
struct Server {
    runtime: Runtime,
    service: BoxCloneService<Request, Response, Infallible>,
    /// What there is, by the names of the parameters of paths.
    known: Known,
    _folder: TempDir,
}

impl Server {
    fn start() -> Server {
        let runtime = Runtime::new().expect("a runtime");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut archive = kinora_dumps::demo::archive().expect("the demo catalogue");
        let rows = catalogue::rows();
        archive.extend(rows.iter().flat_map(|row| format!("{row}\n").into_bytes()));
        let store = runtime
            .block_on(Store::open(folder.path()))
            .expect("a new store");
        let import = Import::new(store.clone(), Arc::new(Progress::default()), false);
        import
            .reader("rows", &*archive, runtime.handle(), &mut Summary::default())
            .expect("an import that succeeds");
        runtime
            .block_on(store.refresh())
            .expect("a store that answers");
        let index = Index::new(store.clone());
        runtime
            .block_on(index.follow())
            .expect("an index that follows");
        let settings = Settings {
            api_key: Some(KEY.to_owned()),
            ..Settings::default()
        };
        Server {
            service: BoxCloneService::new(kinora_web::router(store, index, settings)),
            known: known(&archive),
            runtime,
            _folder: folder,
        }
    }

    fn answer(&self, request: Request) -> (Parts, Bytes) {
        self.runtime.block_on(async {
            let answer = self.service.clone().oneshot(request).await;
            let (parts, body) = answer.unwrap_or_else(|error| match error {}).into_parts();
            let body = to_bytes(body, usize::MAX).await.expect("a whole body");
            (parts, body)
        })
    }
}

/// Values of parameters of paths, by their names; those that are told often are there often.
type Known = BTreeMap<&'static str, Vec<String>>;

/// What an archive tells of, so that not all requests are about nothing.
fn known(archive: &[u8]) -> Known {
    const AFTER: [(&str, &str); 10] = [
        ("movie", "movie_id"),
        ("tv", "series_id"),
        ("season", "season_number"),
        ("episode", "episode_number"),
        ("person", "person_id"),
        ("collection", "collection_id"),
        ("company", "company_id"),
        ("network", "network_id"),
        ("keyword", "keyword_id"),
        ("episode_group", "tv_episode_group_id"),
    ];
    let mut known = Known::new();
    for row in archive.split(|byte| *byte == b'\n') {
        let Ok(row) = serde_json::from_slice::<Value>(row) else {
            continue;
        };
        let path = segments(row["path"].as_str().expect("a path")).expect("a path");
        for pair in path.windows(2) {
            if let Some((_, name)) = AFTER.iter().find(|(before, _)| *before == pair[0]) {
                known.entry(name).or_default().push(pair[1].clone());
            }
        }
        let last = path.last().map_or("", String::as_str);
        collect(&row["body"], last, &mut known);
    }
    let windows = ["day", "week"].map(str::to_owned);
    known.insert("time_window", windows.to_vec());
    known
}

/// Takes the ids out of a body, or of a part of one under this key.
fn collect(body: &Value, under: &str, known: &mut Known) {
    match body {
        Value::Object(members) => {
            for (key, member) in members {
                let name = match (under, key.as_str()) {
                    (_, "credit_id") => "credit_id",
                    (_, "imdb_id") => "external_id",
                    ("genres", "id") => "genre_id",
                    ("keywords", "id") => "keyword_id",
                    ("reviews", "id") => "review_id",
                    ("seasons", "id") => "season_id",
                    ("episodes", "id") => "episode_id",
                    _ => {
                        let under = if key == "results" { under } else { key };
                        collect(member, under, known);
                        continue;
                    }
                };
                let value = member
                    .as_str()
                    .map_or_else(|| member.to_string(), str::to_owned);
                known.entry(name).or_default().push(value);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, under, known)),
        _ => {}
    }
}

/// An operation: its path, and for each part of it and each parameter what values make sense.
#[derive(Clone, Debug)]
struct Operation {
    path: Vec<Segment>,
    query: Vec<(String, Values)>,
}

#[derive(Clone, Debug)]
enum Segment {
    Literal(String),
    Parameter(Values),
}

/// Leaked, because strategies hold them for as long as they like.
type Values = &'static [String];

fn operations(document: &Value, known: &Known) -> Vec<Operation> {
    let known: BTreeMap<&str, Values> = known
        .iter()
        .map(|(name, values)| (*name, &*values.clone().leak()))
        .collect();
    let paths = document["paths"].as_object().expect("paths");
    let operations = paths.iter().map(|(path, item)| {
        let segments = path.split('/').skip(1).map(|segment| {
            let name = segment
                .strip_prefix('{')
                .and_then(|name| name.strip_suffix('}'));
            match name {
                Some(name) => Segment::Parameter(known.get(name).copied().unwrap_or_default()),
                None => Segment::Literal(segment.to_owned()),
            }
        });
        let methods = item.as_object().expect("methods").values();
        let parameters = methods.flat_map(|operation| {
            let parameters = operation["parameters"].as_array();
            parameters.expect("parameters")
        });
        let names = parameters
            .filter(|parameter| parameter["in"] == "query")
            .map(|parameter| parameter["name"].as_str().expect("a name"));
        Operation {
            path: segments.collect(),
            query: names
                .map(|name| (name.to_owned(), &*sensible(name).leak()))
                .collect(),
        }
    });
    // What is beside the API is only asked not to fail.
    let beside = ["", "docs", "openapi.json", "healthz", "readyz"].map(|first| Operation {
        path: vec![
            Segment::Literal(first.to_owned()),
            Segment::Parameter(Values::default()),
        ],
        query: vec![("url".to_owned(), Values::default())],
    });
    operations.chain(beside).collect()
}

/// Values of a parameter that make sense.
fn sensible(name: &str) -> Vec<String> {
    let values: &[&str] = match name {
        "append_to_response" => &[
            "credits",
            "images,videos,keywords,release_dates",
            "season/1,season/1/credits,season/1/episode/2,season/0/images",
            "episode/1,episode/1/credits,aggregate_credits",
            "reviews,lists,similar,recommendations,changes,movies",
            "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u",
        ],
        "callback" => &["show", "a.b[0]", "no()"],
        "external_source" => &["imdb_id", "wikidata_id", "tvdb_id"],
        "include_image_language" | "include_video_language" => &["de,null", "en"],
        "language"
        | "with_title_translation"
        | "with_name_translation"
        | "with_overview_translation" => &["de", "de-DE", "en-US", "fr-CA,fr,de", "xx", "zz-ZZ"],
        "page" => &["1", "2", "500"],
        "query" => &["nosferatu", "the", "a", "voyage dans la lune", "chaplin"],
        "region" | "watch_region" | "country" | "certification_country" => &["US", "de", "ZZ"],
        "sort_by" => &[
            "popularity.asc",
            "release_date.desc",
            "title.asc",
            "name.desc",
            "vote_average.desc",
        ],
        "timezone" => &["Europe/Berlin", "utc", "Pacific/Kiritimati"],
        "with_genres" | "without_genres" => &["27", "18|27", "18,27"],
        "with_original_language" | "with_origin_country" => &["de", "US|FR"],
        "with_watch_monetization_types" => &["flatrate|free", "rent"],
        name if name.starts_with("include_") => &["true", "False", "1", "maybe"],
        name if name.starts_with("certification") => &["PG", "NR|R", "FSK 12"],
        name if name.contains("date") => &["1895-12-28", "1922-03-04", "2026-01-01T00:00:00Z"],
        name if name.contains("year") => &["1922", "1902"],
        _ => &["1", "7.5", "1|2", "true"],
    };
    values.iter().map(|value| (*value).to_owned()).collect()
}

/// A request before it is one: a target as it stands on the wire, headers of any bytes.
#[derive(Clone)]
struct Attempt {
    method: &'static str,
    target: String,
    headers: Vec<(&'static str, &'static [u8])>,
    body: &'static [u8],
}

impl Attempt {
    fn request(&self) -> Option<Request> {
        let uri: Uri = self.target.parse().ok()?;
        let mut request = Request::builder().method(self.method).uri(uri);
        for (name, value) in &self.headers {
            request = request.header(*name, HeaderValue::from_bytes(value).ok()?);
        }
        request.body(Body::from(self.body)).ok()
    }
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.target)?;
        for (name, value) in &self.headers {
            write!(f, "\n{name}: {}", value.escape_ascii())?;
        }
        write!(f, "\n\n{}", self.body.escape_ascii())
    }
}

/// Bodies, of which no operation has any.
const BODIES: [&[u8]; 4] = [b"", b"{}", b"{\"value\":", b"\xff\0"];

fn attempt(operations: Vec<Operation>) -> impl Strategy<Value = Attempt> {
    let method = prop_oneof![
        16 => Just("GET"),
        1 => Just("HEAD"),
        1 => select(vec!["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"]),
    ];
    let asked = select(operations)
        .prop_flat_map(|operation| (path(operation.path), query(operation.query)));
    (
        method,
        asked,
        credential(),
        headers(),
        select(BODIES.to_vec()),
    )
        .prop_map(
            |(method, (path, query), (key, bearer), mut headers, body)| {
                headers.extend(bearer);
                let query = [query, key.to_owned()];
                let query: Vec<String> =
                    query.into_iter().filter(|part| !part.is_empty()).collect();
                let target = match query.is_empty() {
                    true => path,
                    false => format!("{path}?{}", query.join("&")),
                };
                Attempt {
                    method,
                    target,
                    headers,
                    body,
                }
            },
        )
}

fn path(segments: Vec<Segment>) -> impl Strategy<Value = String> {
    let segments: Vec<BoxedStrategy<String>> = segments
        .into_iter()
        .map(|segment| match segment {
            Segment::Literal(literal) => Just(literal).boxed(),
            Segment::Parameter(known) => value(known, 8),
        })
        .collect();
    let ends = prop_oneof![
        12 => Just(""),
        1 => select(vec!["/", "//", "/.", "/..", "/../..", "/x", ".json", ".xml", "%2Fcredits", "%00", "%", ";x", "%20", "?"]),
    ];
    let starts = prop_oneof![12 => Just("/"), 1 => select(vec!["//", "/./", "/3/../", "/%2e%2e/"])];
    (starts, segments, ends)
        .prop_map(|(start, segments, end)| format!("{start}{}{end}", segments.join("/")))
}

fn query(mut parameters: Vec<(String, Values)>) -> impl Strategy<Value = String> {
    const STRANGE: [&str; 8] = [
        "x",
        "",
        "LANGUAGE",
        "page[]",
        "%70age",
        "api_key",
        "%ff",
        "append_to_response",
    ];
    // Operations without parameters are asked with one all the same.
    if parameters.is_empty() {
        parameters.push(("page".to_owned(), &[]));
    }
    let own = select(parameters).prop_flat_map(|(name, sensible)| (Just(name), value(sensible, 5)));
    let strange = (select(STRANGE.map(str::to_owned).to_vec()), value(&[], 1));
    let pair = prop_oneof![6 => own, 1 => strange];
    let pair = (pair, select(vec!["=", "=", "=", "=", "=", "=", "==", ""]));
    let pair = pair.prop_map(|((name, value), equals)| format!("{name}{equals}{value}"));
    let separators = prop_oneof![12 => Just("&"), 1 => select(vec!["&&", "?", ";", "&="])];
    (vec(pair, 0..6), separators).prop_map(|(pairs, separator)| pairs.join(separator))
}

/// A value in a path or query as it stands on the wire: one that makes sense, so many times out of ten or so, or none.
fn value(sensible: Values, weight: u32) -> BoxedStrategy<String> {
    const NUMBERS: [&str; 24] = [
        "0",
        "-0",
        "-1",
        "1",
        "00000000000000000001",
        "2147483647",
        "2147483648",
        "-2147483649",
        "4294967296",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775809",
        "18446744073709551616",
        "1e3",
        "1e308",
        "1e999",
        "-1e999",
        "NaN",
        "inf",
        ".5",
        "0x10",
        "550-fight-club",
        "１２",
        "1 2",
    ];
    const DATES: [&str; 14] = [
        "0000-00-00",
        "0000-01-01",
        "0001-01-01",
        "9999-12-31",
        "10000-01-01",
        "-001-01-01",
        "2024-02-29",
        "2023-02-29",
        "2024-13-01",
        "2024-1-1",
        "20240101",
        "2024-01-01T24:00:00Z",
        "２０２４-01-01",
        "2024-01-0é",
    ];
    // Not encoded, because the encoding is what is strange about them.
    const RAW: [&str; 24] = [
        "",
        "%",
        "%%",
        "%zz",
        "%0",
        "%00",
        "a%00b",
        "%ff",
        "%c3%28",
        "%f0%9f%98",
        "%ed%a0%80",
        "%2e%2e",
        "..%2F..",
        "%2F",
        "%252F",
        "%25%30%30",
        "+",
        "'",
        "\"",
        "$where",
        "..",
        ".",
        "a/b",
        "550.xml",
    ];
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let sensible = match sensible.is_empty() {
        true => Just(String::new()).boxed(),
        false => select(sensible).boxed(),
    };
    let pieces = vec![
        "a",
        "0",
        "9",
        "-",
        ".",
        ",",
        "|",
        "/",
        "../",
        " ",
        "é",
        "\u{1F600}",
        "\u{301}",
        "%",
        "1,",
        "a|",
    ];
    prop_oneof![
        weight => sensible.prop_map(move |text| encoded(&text)),
        1 => select(NUMBERS.to_vec()).prop_map(encoded),
        1 => select(DATES.to_vec()).prop_map(encoded),
        1 => select(RAW.to_vec()).prop_map(str::to_owned),
        1 => "[-,|;:. 0-9a-z/]{0,40}".prop_map(move |text| encoded(&text)),
        1 => any::<String>().prop_map(move |text| encoded(&text)),
        1 => (select(pieces), select(vec![20, 500, 10_000]))
            .prop_map(move |(piece, times)| encoded(&piece.repeat(times))),
    ]
    .boxed()
}

type Header = (&'static str, &'static [u8]);

/// A key in the query, a token in a header: mostly one that is good.
fn credential() -> impl Strategy<Value = (&'static str, Option<Header>)> {
    const BEARERS: [&[u8]; 5] = [
        b"Bearer key-of-the-tests",
        b"bearer  key-of-the-tests",
        b"Bearer",
        b"Basic eDp5",
        b"Bearer \xff",
    ];
    let bearer = select(BEARERS.to_vec()).prop_map(|bearer| Some(("authorization", bearer)));
    prop_oneof![
        20 => Just(("api_key=key-of-the-tests", None)),
        1 => (select(vec!["", "api_key=", "api_key=%00", "api_key=wrong"]), bearer),
    ]
}

fn headers() -> impl Strategy<Value = Vec<Header>> {
    const ACCEPT: [&[u8]; 8] = [
        b"*/*",
        b"application/json",
        b"text/html",
        b"",
        b";;q=,",
        b"application/json;q=0",
        b"*;q=x",
        b"\xff\xfe",
    ];
    const KNOWN: [&[u8]; 6] = [
        b"*",
        b"W/\"00000000000000000000000000000000\"",
        b"\"",
        b",,,",
        b"W/",
        b"\xff",
    ];
    const HOSTS: [&[u8]; 4] = [b"", b"a b", b"\"><script>", b"\xc3\xa9"];
    let header = prop_oneof![
        select(ACCEPT.to_vec()).prop_map(|value| ("accept", value)),
        select(KNOWN.to_vec()).prop_map(|value| ("if-none-match", value)),
        select(HOSTS.to_vec()).prop_map(|value| ("host", value)),
    ];
    prop_oneof![5 => Just(Vec::new()), 1 => vec(header, 1..3)]
}
