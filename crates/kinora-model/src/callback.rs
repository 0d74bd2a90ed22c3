//! Addresses that an application names, for a browser to be sent back to.

/// The longest one, in bytes.
const LONGEST: usize = 2048;

/// An address that a browser may be sent to: of the web, or of an application by a scheme of its own. Schemes that run
/// something or show what the address itself holds are none.
pub fn safe(target: &str) -> Option<&str> {
    const NEVER: [&str; 12] = [
        "about",
        "blob",
        "chrome",
        "content",
        "data",
        "file",
        "filesystem",
        "intent",
        "jar",
        "javascript",
        "vbscript",
        "view-source",
    ];
    let (scheme, rest) = target.split_once(':')?;
    let first = scheme.bytes().next()?;
    let is_scheme = first.is_ascii_alphabetic()
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let is_web = ["http", "https"].contains(&scheme.to_ascii_lowercase().as_str());
    let is_safe = is_scheme
        && target.len() <= LONGEST
        && target.bytes().all(|byte| byte.is_ascii_graphic())
        && !NEVER.contains(&scheme.to_ascii_lowercase().as_str())
        && (!is_web || rest.len() > 2 && rest.starts_with("//"));
    is_safe.then_some(target)
}

/// The address with further pairs in its query; names and values are put there as they are.
pub fn with_query(target: &str, pairs: &[(&str, &str)]) -> String {
    let (address, fragment) = match target.split_once('#') {
        Some((address, fragment)) => (address, format!("#{fragment}")),
        None => (target, String::new()),
    };
    let separator = match address.contains('?') {
        true => '&',
        false => '?',
    };
    let pairs = pairs.iter().map(|(name, value)| format!("{name}={value}"));
    let pairs: Vec<String> = pairs.collect();
    format!("{address}{separator}{}{fragment}", pairs.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_sent_to_the_web_and_to_applications_only() {
        for target in [
            "https://app.example/done?x=1#top",
            "http://localhost:3000",
            "myapp://callback",
            "com.example.app:/callback",
        ] {
            assert_eq!(safe(target), Some(target));
        }
        for target in [
            "",
            "/local",
            "//evil.example",
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "https:",
            "http:evil",
            "https://a b",
            "1x://a",
            "https://\u{e4}",
            "view-source:https://a",
            "intent://x",
            "https://a\r\nset-cookie:b",
        ] {
            assert_eq!(safe(target), None, "{target:?}");
        }
    }

    #[test]
    fn pairs_are_put_into_the_query() {
        let pairs = [("request_token", "t"), ("approved", "true")];
        for (target, expected) in [
            (
                "https://a.example/x",
                "https://a.example/x?request_token=t&approved=true",
            ),
            (
                "https://a.example/x?y=1#z",
                "https://a.example/x?y=1&request_token=t&approved=true#z",
            ),
            ("app://x", "app://x?request_token=t&approved=true"),
        ] {
            assert_eq!(with_query(target, &pairs), expected);
        }
    }
}
