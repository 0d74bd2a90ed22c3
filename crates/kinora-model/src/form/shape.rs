//! What texts look like that are no free texts.

use crate::date::Date;

/// Whether a text is short enough and has no letters that cannot be shown; `lines` may be broken.
pub fn is_text(text: &str, most: usize, lines: bool) -> bool {
    let fits =
        |letter: char| !letter.is_control() || (lines && matches!(letter, '\n' | '\r' | '\t'));
    text.chars().count() <= most && text.chars().all(fits)
}

/// Whether it is a moment as answers have them: `2024-05-01T00:00:00.000Z`.
pub fn is_moment(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else {
        return false;
    };
    let bytes = time.as_bytes();
    let digits = |from: usize, to: usize| time.get(from..to)?.parse::<u8>().ok();
    let shape = bytes.len() == 13
        && bytes.iter().enumerate().all(|(place, byte)| match place {
            2 | 5 => *byte == b':',
            8 => *byte == b'.',
            12 => *byte == b'Z',
            _ => byte.is_ascii_digit(),
        });
    date.parse::<Date>().is_ok()
        && shape
        && digits(0, 2) < Some(24)
        && digits(3, 5) < Some(60)
        && digits(6, 8) < Some(60)
}

/// Whether it is the path of a picture: `/name.jpg`.
pub fn is_picture(text: &str) -> bool {
    let Some((name, kind)) = text
        .strip_prefix('/')
        .and_then(|name| name.rsplit_once('.'))
    else {
        return false;
    };
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (1..=100).contains(&name.len())
        && name.bytes().all(letter)
        && matches!(kind, "jpg" | "png" | "svg")
}

/// Whether it is an address on the web, or nothing.
pub fn is_address(text: &str) -> bool {
    if text.is_empty() {
        return true;
    }
    let rest = (text.strip_prefix("https://")).or_else(|| text.strip_prefix("http://"));
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let fits =
        |letter: char| !letter.is_whitespace() && !letter.is_control() && !"<>\"".contains(letter);
    text.chars().count() <= 2_000
        && text.chars().all(fits)
        && host.is_some_and(|host| !host.is_empty())
}

/// Whether it is an id of 24 hexadecimal digits.
pub fn is_hex(text: &str) -> bool {
    text.len() == 24
        && text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Whether it is an id of IMDb.
pub fn is_imdb(text: &str) -> bool {
    let (Some(letters), Some(digits)) = (text.get(..2), text.get(2..)) else {
        return false;
    };
    letters.bytes().all(|byte| byte.is_ascii_lowercase())
        && (7..=10).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn times_are_real() {
        for (text, real) in [
            ("1922-03-04T00:00:00.000Z", true),
            ("1922-03-04T23:59:59.999Z", true),
            ("1922-03-04T24:00:00.000Z", false),
            ("1922-02-30T00:00:00.000Z", false),
            ("1922-03-04", false),
            ("1922-03-04T00:00:00Z", false),
        ] {
            assert_eq!(is_moment(text), real, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_them_panic(text in ".{0,40}") {
            let _ = (is_moment(&text), is_picture(&text), is_address(&text), is_imdb(&text), is_hex(&text));
        }
    }
}
