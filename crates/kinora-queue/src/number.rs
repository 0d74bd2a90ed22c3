//! Numbers of titles. The catalogue numbers each kind by itself, while a title of this API is known by its number alone, so the kind
//! is the last digit: movie 603 is 6031, series 603 is 6032. It is made of nothing else and never changes.

use kinora_model::{EntityKey, Kind};

/// The number of a title.
pub fn of(title: EntityKey) -> i64 {
    title
        .id
        .saturating_mul(10)
        .saturating_add(title.kind as i64)
}

/// The title with this number among these kinds; for other numbers one that is not there.
pub fn title(number: i64, kinds: &[Kind]) -> EntityKey {
    let kind = Kind::from_number(number % 10).filter(|kind| kinds.contains(kind));
    let first = kinds.first().copied().unwrap_or(Kind::Movie);
    // No entity has the id 0.
    kind.map_or(EntityKey::new(first, 0), |kind| {
        EntityKey::new(kind, number / 10)
    })
}

/// A path segment that is a number: digits and nothing else.
pub fn parse(segment: &str) -> Option<i64> {
    let is_number = !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit());
    segment.parse().ok().filter(|_| is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_names_one_title() {
        for kind in [Kind::Movie, Kind::Series, Kind::Season, Kind::Episode] {
            let key = EntityKey::new(kind, 1_500_000_130);
            assert_eq!(title(of(key), &[kind]), key);
            assert_eq!(title(of(key), &[Kind::Person]).id, 0);
        }
        assert_eq!(title(99_999_999, &[Kind::Movie]).id, 0);
    }

    #[test]
    fn a_segment_is_a_number_or_not() {
        assert_eq!(parse("6031"), Some(6031));
        for text in [
            "",
            "NOT.A.NUMBER",
            "+1",
            "-1",
            "1.0",
            "99999999999999999999",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
