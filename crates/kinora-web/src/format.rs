//! Which formats are asked for: answers are JSON (contract 1.1), so a request for another format is refused.

use axum::http::{HeaderMap, header};

/// Formats that a path may name and that there are none of.
const OTHERS: [&str; 8] = ["xml", "html", "rss", "atom", "yaml", "yml", "csv", "txt"];

/// Whether the end of a path names another format than JSON.
pub fn is_other(segment: &str) -> bool {
    segment
        .rsplit_once('.')
        .is_some_and(|(_, extension)| OTHERS.contains(&extension.to_ascii_lowercase().as_str()))
}

/// Whether a media range covers JSON, or the script that JSONP is (RFC 9110, 12.5.1). Without a header anything is welcome.
pub fn accepts_json(headers: &HeaderMap) -> bool {
    const COVERING: [&str; 6] = [
        "*/*",
        "application/*",
        "application/json",
        "application/javascript",
        "text/javascript",
        "*",
    ];
    let mut ranges = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','))
        .map(str::trim)
        .filter(|range| !range.is_empty())
        .peekable();
    ranges.peek().is_none()
        || ranges.any(|range| {
            let mut parts = range.split(';').map(str::trim);
            let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
            let refused = parts.any(|part| {
                let weight = part.strip_prefix("q=").or(part.strip_prefix("Q="));
                weight.and_then(|weight| weight.trim().parse::<f64>().ok()) == Some(0.0)
            });
            COVERING.contains(&kind.as_str()) && !refused
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_among_what_is_accepted() {
        for (accept, accepted) in [
            ("", true),
            ("*/*", true),
            ("application/json, text/plain, */*", true),
            ("text/html,application/xhtml+xml,*/*;q=0.8", true),
            ("Application/JSON;charset=utf-8", true),
            ("text/xml", false),
            ("text/html", false),
            ("application/json;q=0, text/xml", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, accept.parse().unwrap());
            assert_eq!(accepts_json(&headers), accepted, "{accept}");
        }
        assert!(accepts_json(&HeaderMap::new()));
    }

    #[test]
    fn formats_are_named_by_extensions() {
        assert!(is_other("550.xml"));
        assert!(is_other("1.XML"));
        assert!(!is_other("550.json"));
        assert!(!is_other("550-s1m0ne.2"));
        assert!(!is_other("550"));
    }
}
