//! Addresses of pages: an id, and the title in words for those who read links.

/// The longest title in an address, in bytes.
const LONGEST_SLUG: usize = 80;

/// `550-fight-club`: an id with its title in lower case. Titles without Latin letters or digits leave the id alone.
pub fn slugged(id: i64, title: &str) -> String {
    let words = title.split(|letter: char| !letter.is_ascii_alphanumeric());
    let mut slug = id.to_string();
    for word in words.filter(|word| !word.is_empty()) {
        if slug.len() + word.len() > LONGEST_SLUG {
            break;
        }
        slug.push('-');
        slug.push_str(&word.to_ascii_lowercase());
    }
    slug
}

/// The id at the beginning of a segment like `550-fight-club`.
pub fn id(segment: &str) -> Option<i64> {
    let end = segment.find('-').unwrap_or(segment.len());
    let digits = &segment[..end];
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| is_number)
}

/// A path on this site that may be returned to: what leads elsewhere becomes the start page.
pub fn local(path: &str) -> &str {
    let stays = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && !path.contains(char::is_control);
    if stays { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_words() {
        assert_eq!(
            slugged(5, "Dr. Mabuse, the Gambler"),
            "5-dr-mabuse-the-gambler"
        );
        assert_eq!(slugged(5, "東京物語"), "5");
    }

    #[test]
    fn addresses_begin_with_ids() {
        assert_eq!(id("550-fight-club"), Some(550));
        assert_eq!(id("550"), Some(550));
        for segment in ["", "-5", "+5", "new", "5x", "99999999999999999999"] {
            assert_eq!(id(segment), None, "{segment}");
        }
    }

    #[test]
    fn nobody_is_sent_elsewhere() {
        for path in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "",
            "/a\nb",
        ] {
            assert_eq!(local(path), "/", "{path:?}");
        }
        assert_eq!(local("/movie/5?page=2"), "/movie/5?page=2");
    }
}
