//! Conditions, parts and heads of requests (RFC 9110, 13 and 14) for what is not a file of a folder: whatever has a length, a
//! time and a tag, in memory or in a store.

use std::ops::Range;
use std::time::SystemTime;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use jiff::Timestamp;
use jiff::fmt::rfc2822::{DateTimeParser, DateTimePrinter};

use crate::answer;

/// What is known of a file before it is read.
pub struct Representation<'a> {
    /// Bytes.
    pub length: u64,
    /// When it was written.
    pub modified: SystemTime,
    /// Changes whenever the bytes do; without quotes.
    pub tag: &'a str,
    /// `Content-Type`.
    pub media_type: &'static str,
    /// `Cache-Control`.
    pub caching: &'static str,
}

/// What of a file a request is answered with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Portion {
    /// All of it.
    Whole,
    /// These bytes.
    Part(Range<u64>),
    /// Nothing: the client has it, or asked for the head, or for bytes that are not there.
    Nothing,
}

/// Status and headers of the answer, and what belongs into its body.
pub fn answer(method: &Method, request: &HeaderMap, about: &Representation) -> (Response, Portion) {
    let mut response = Response::new(Body::empty());
    let tag = format!("\"{}\"", about.tag);
    let seconds = seconds(about.modified);
    let headers = response.headers_mut();
    let mut put = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    put(header::ETAG, &tag);
    put(header::LAST_MODIFIED, &date(seconds));
    put(header::CACHE_CONTROL, about.caching);
    put(header::ACCEPT_RANGES, "bytes");
    if is_known(request, &tag, seconds) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return (response, Portion::Nothing);
    }
    put(header::CONTENT_TYPE, about.media_type);
    let wanted = wanted(method, request, about.length, &tag, seconds);
    let (status, length, portion) = match wanted {
        None if *method == Method::HEAD => (StatusCode::OK, about.length, Portion::Nothing),
        None => (StatusCode::OK, about.length, Portion::Whole),
        Some(Some(range)) => {
            let (first, last) = (range.start, range.end - 1);
            put(
                header::CONTENT_RANGE,
                &format!("bytes {first}-{last}/{}", about.length),
            );
            (
                StatusCode::PARTIAL_CONTENT,
                range.end - range.start,
                Portion::Part(range),
            )
        }
        Some(None) => {
            put(header::CONTENT_RANGE, &format!("bytes */{}", about.length));
            (StatusCode::RANGE_NOT_SATISFIABLE, 0, Portion::Nothing)
        }
    };
    put(header::CONTENT_LENGTH, &length.to_string());
    *response.status_mut() = status;
    (response, portion)
}

/// Whether the client has the file: by its tag where it names one, else by the time.
fn is_known(request: &HeaderMap, tag: &str, modified: i64) -> bool {
    match request.get(header::IF_NONE_MATCH) {
        Some(known) => answer::matches(known, tag),
        None => request
            .get(header::IF_MODIFIED_SINCE)
            .and_then(parsed)
            .is_some_and(|since| modified <= since),
    }
}

/// The part that is asked for: `None` for the whole file, `Some(None)` for one that it does not have.
fn wanted(
    method: &Method,
    request: &HeaderMap,
    length: u64,
    tag: &str,
    modified: i64,
) -> Option<Option<Range<u64>>> {
    let range = request.get(header::RANGE)?;
    if *method != Method::GET {
        return None;
    }
    let is_current = request.get(header::IF_RANGE).is_none_or(|condition| {
        condition.as_bytes() == tag.as_bytes() || parsed(condition) == Some(modified)
    });
    if is_current {
        part(range.to_str().ok()?, length)
    } else {
        None
    }
}

/// One range; lists of ranges and other units mean the whole file, as the standard allows.
fn part(text: &str, length: u64) -> Option<Option<Range<u64>>> {
    let (first, last) = text.strip_prefix("bytes=")?.trim().split_once('-')?;
    if first.is_empty() {
        let count: u64 = last.parse().ok()?;
        let start = length.saturating_sub(count);
        return Some((count > 0 && length > 0).then_some(start..length));
    }
    let first: u64 = first.parse().ok()?;
    let last: u64 = if last.is_empty() {
        u64::MAX
    } else {
        last.parse().ok()?
    };
    if last < first {
        return None;
    }
    Some((first < length).then(|| first..last.saturating_add(1).min(length)))
}

/// Seconds since 1970, which is what dates of HTTP tell.
fn seconds(time: SystemTime) -> i64 {
    Timestamp::try_from(time).map_or(0, Timestamp::as_second)
}

fn date(seconds: i64) -> String {
    let time = Timestamp::from_second(seconds).unwrap_or_default();
    DateTimePrinter::new()
        .timestamp_to_rfc9110_string(&time)
        .unwrap_or_default()
}

fn parsed(value: &HeaderValue) -> Option<i64> {
    let time = DateTimeParser::new()
        .parse_timestamp(value.to_str().ok()?)
        .ok()?;
    Some(time.as_second())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const TIME: &str = "Thu, 01 Jan 2026 00:00:00 GMT";

    fn ask(method: &Method, headers: &[(&'static str, &'static str)]) -> (u16, String, Portion) {
        let file = Representation {
            length: 100,
            modified: SystemTime::UNIX_EPOCH + Duration::from_millis(1_767_225_600_250),
            tag: "abc",
            media_type: "image/jpeg",
            caching: "public",
        };
        let mut request = HeaderMap::new();
        for (name, value) in headers {
            request.insert(*name, HeaderValue::from_static(value));
        }
        let (response, portion) = answer(method, &request, &file);
        let text = |name| {
            response
                .headers()
                .get(name)
                .map_or("", |value| value.to_str().unwrap())
        };
        assert_eq!(
            (text(header::ETAG), text(header::LAST_MODIFIED)),
            ("\"abc\"", TIME)
        );
        let told = format!(
            "{} {}",
            text(header::CONTENT_LENGTH),
            text(header::CONTENT_RANGE)
        );
        (response.status().as_u16(), told.trim().to_owned(), portion)
    }

    #[test]
    fn ranges_are_cut_as_asked() {
        for (range, status, told, portion) in [
            ("bytes=0-9", 206, "10 bytes 0-9/100", Portion::Part(0..10)),
            (
                "bytes=90-",
                206,
                "10 bytes 90-99/100",
                Portion::Part(90..100),
            ),
            (
                "bytes=90-500",
                206,
                "10 bytes 90-99/100",
                Portion::Part(90..100),
            ),
            (
                "bytes=-10",
                206,
                "10 bytes 90-99/100",
                Portion::Part(90..100),
            ),
            (
                "bytes=-500",
                206,
                "100 bytes 0-99/100",
                Portion::Part(0..100),
            ),
            ("bytes=100-", 416, "0 bytes */100", Portion::Nothing),
            ("bytes=-0", 416, "0 bytes */100", Portion::Nothing),
            ("bytes=9-0", 200, "100", Portion::Whole),
            ("bytes=0-1,5-6", 200, "100", Portion::Whole),
            ("pages=1-2", 200, "100", Portion::Whole),
            ("bytes=99999999999999999999-", 200, "100", Portion::Whole),
        ] {
            assert_eq!(
                ask(&Method::GET, &[("range", range)]),
                (status, told.into(), portion),
                "{range}"
            );
        }
    }

    #[test]
    fn a_range_of_another_version_is_the_whole_file() {
        let part = (206, "10 bytes 0-9/100".to_owned(), Portion::Part(0..10));
        let whole = (200, "100".to_owned(), Portion::Whole);
        for (condition, answered) in [
            ("\"abc\"", &part),
            (TIME, &part),
            ("\"abd\"", &whole),
            ("W/\"abc\"", &whole),
        ] {
            let headers = [("range", "bytes=0-9"), ("if-range", condition)];
            assert_eq!(&ask(&Method::GET, &headers), answered, "{condition}");
        }
    }

    #[test]
    fn who_has_it_gets_nothing() {
        let known = (304, String::new(), Portion::Nothing);
        let whole = (200, "100".to_owned(), Portion::Whole);
        for (headers, answered) in [
            (&[("if-none-match", "\"abc\"")][..], &known),
            (&[("if-none-match", "\"x\", W/\"abc\"")], &known),
            (&[("if-modified-since", TIME)], &known),
            (
                &[("if-modified-since", "Wed, 31 Dec 2025 23:59:59 GMT")],
                &whole,
            ),
            (
                &[("if-none-match", "\"x\""), ("if-modified-since", TIME)],
                &whole,
            ),
            (&[("if-modified-since", "yesterday")], &whole),
        ] {
            assert_eq!(&ask(&Method::GET, headers), answered, "{headers:?}");
        }
        assert_eq!(
            ask(&Method::HEAD, &[("range", "bytes=0-9")]),
            (200, "100".into(), Portion::Nothing)
        );
    }
}
