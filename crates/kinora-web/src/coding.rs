//! Which coding of its body an answer is sent in.

use axum::http::{HeaderMap, HeaderValue, header};

/// A coding of bodies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// As it is.
    Plain,
    /// gzip
    Gzip,
    /// Brotli
    Brotli,
    /// Zstandard
    Zstd,
}

impl Coding {
    /// The coding for a request: of those that it accepts most, the one that costs least (RFC 9110, 12.5.3).
    pub fn of(headers: &HeaderMap) -> Coding {
        // From the one to choose to the one to avoid where they are equally welcome.
        const KNOWN: [(&str, Coding); 4] = [
            ("zstd", Coding::Zstd),
            ("gzip", Coding::Gzip),
            ("br", Coding::Brotli),
            ("*", Coding::Gzip),
        ];
        let lists = headers.get_all(header::ACCEPT_ENCODING).iter();
        let names = lists.filter_map(|list| list.to_str().ok());
        let names = names.flat_map(|list| list.split(','));
        let mut best = (0.0, usize::MAX);
        for name in names {
            let (name, weight) = name.split_once(';').unwrap_or((name, ""));
            let known = |known: &(&str, Coding)| known.0.eq_ignore_ascii_case(name.trim());
            let Some(place) = KNOWN.iter().position(known) else {
                continue;
            };
            let weight = weight_of(weight);
            if weight > best.0 || (weight == best.0 && weight > 0.0 && place < best.1) {
                best = (weight, place);
            }
        }
        KNOWN.get(best.1).map_or(Coding::Plain, |known| known.1)
    }

    /// Makes a request ask for this coding and no other.
    pub fn ask(self, headers: &mut HeaderMap) {
        let name = match self {
            Coding::Plain => {
                headers.remove(header::ACCEPT_ENCODING);
                return;
            }
            Coding::Gzip => "gzip",
            Coding::Brotli => "br",
            Coding::Zstd => "zstd",
        };
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(name));
    }

    /// A letter for it.
    pub fn letter(self) -> char {
        match self {
            Coding::Plain => 'p',
            Coding::Gzip => 'g',
            Coding::Brotli => 'b',
            Coding::Zstd => 'z',
        }
    }
}

fn weight_of(parameter: &str) -> f32 {
    let value = parameter.trim().strip_prefix("q=");
    value.map_or(1.0, |value| value.trim().parse().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_welcome_coding_is_chosen() {
        for (accepted, coding) in [
            ("", Coding::Plain),
            ("identity", Coding::Plain),
            ("deflate", Coding::Plain),
            ("gzip", Coding::Gzip),
            ("gzip, deflate, br", Coding::Gzip),
            ("gzip, deflate, br, zstd", Coding::Zstd),
            ("br;q=1.0, gzip;q=0.8, *;q=0.1", Coding::Brotli),
            ("GZIP;q=0, br", Coding::Brotli),
            ("gzip;q=0", Coding::Plain),
            ("*", Coding::Gzip),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, accepted.parse().unwrap());
            assert_eq!(Coding::of(&headers), coding, "{accepted}");
        }
        assert_eq!(Coding::of(&HeaderMap::new()), Coding::Plain);
    }
}
