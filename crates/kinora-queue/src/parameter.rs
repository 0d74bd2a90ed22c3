//! Parameters of requests, wherever they travel: in the `Authorization` header, the query, and a form (contract 2.2). They are
//! merged, and signed together.

use percent_encoding::percent_decode_str;

use crate::fault::Fault;

/// The most parameters that a request may have.
const MOST: usize = 200;

/// Every parameter, decoded, in the order header, query, form.
#[derive(Clone, Debug, Default)]
pub struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Reads all three places.
    pub fn read(header: Option<&str>, query: &str, form: &str) -> Result<Parameters, Fault> {
        let mut pairs = header.map(of_header).unwrap_or_default();
        pairs.extend(of_form(query));
        pairs.extend(of_form(form));
        match pairs.len() <= MOST {
            true => Ok(Parameters(pairs)),
            false => Err(Fault::TooLarge),
        }
    }

    /// All of them.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// The first value of a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut pairs = self.0.iter();
        let (_, value) = pairs.find(|(known, _)| known == name)?;
        Some(value)
    }

    /// The same; nothing for an empty value.
    pub fn given(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }

    /// A whole number of at least `least`, if the parameter is there.
    pub fn integer(&self, name: &'static str, least: usize) -> Result<Option<usize>, Fault> {
        let Some(text) = self.get(name) else {
            return Ok(None);
        };
        let number = text.trim().parse().ok().filter(|number| *number >= least);
        number.map(Some).ok_or(Fault::Invalid(name))
    }
}

/// A form or query: `a=b&c=d`, with plus for space.
fn of_form(text: &str) -> impl Iterator<Item = (String, String)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let decode = |text: &str| decoded(&text.replace('+', " "));
        (decode(name), decode(value))
    })
}

/// The header `Authorization: OAuth a="b", c="d"`, without the realm.
fn of_header(text: &str) -> Vec<(String, String)> {
    let Some((scheme, rest)) = text.trim().split_once([' ', '\t']) else {
        return Vec::new();
    };
    if !scheme.eq_ignore_ascii_case("oauth") {
        return Vec::new();
    }
    let pairs = rest.split(',').filter_map(|pair| pair.split_once('='));
    pairs
        .map(|(name, value)| {
            (
                decoded(name.trim()),
                decoded(value.trim().trim_matches('"')),
            )
        })
        .filter(|(name, _)| !name.eq_ignore_ascii_case("realm"))
        .collect()
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The part of a list that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// How many come before.
    pub first: usize,
    /// How many at most.
    pub length: usize,
}

/// The most titles of a search that are answered at once.
pub const MOST_FOUND: usize = 100;
/// The most items of a user's list that are answered at once, and of titles that are asked about.
pub const MOST_ITEMS: usize = 500;

impl Stretch {
    /// What `start_index` and `max_results` say; more than `most` are cut to it.
    pub fn read(parameters: &Parameters, most: usize) -> Result<Stretch, Fault> {
        let length = parameters.integer("max_results", 1);
        let length = length.map_err(|_| Fault::MaxResults)?.unwrap_or(25);
        Ok(Stretch {
            first: parameters.integer("start_index", 0)?.unwrap_or(0),
            length: length.min(most),
        })
    }

    /// The items of it.
    pub fn of<T>(self, items: Vec<T>) -> Vec<T> {
        items
            .into_iter()
            .skip(self.first)
            .take(self.length)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_places_are_one() {
        let header = "OAuth realm=\"x\", oauth_consumer_key=\"a%20b\",oauth_version=\"1.0\"";
        let read = Parameters::read(Some(header), "term=a+b%26c", "position=1&x").unwrap();

        assert_eq!(read.get("oauth_consumer_key"), Some("a b"));
        assert_eq!(read.get("realm"), None);
        assert_eq!(read.get("term"), Some("a b&c"));
        assert_eq!(read.get("position"), Some("1"));
        assert_eq!(read.get("x"), Some(""));
        assert_eq!(read.given("x"), None);
        assert_eq!(read.pairs().len(), 5);
        let basic = Parameters::read(Some("Basic YTpi"), "", "").unwrap();
        assert!(basic.pairs().is_empty());
    }

    #[test]
    fn there_is_a_most() {
        let many = "a=1&".repeat(201);

        assert!(matches!(
            Parameters::read(None, &many, ""),
            Err(Fault::TooLarge)
        ));
    }

    #[test]
    fn a_stretch_is_cut_and_what_is_no_number_is_refused() {
        let read = |query: &str| {
            let parameters = Parameters::read(None, query, "").unwrap();
            Stretch::read(&parameters, 100)
        };

        let stretch = Stretch {
            first: 2,
            length: 100,
        };
        assert_eq!(read("start_index=2&max_results=700").unwrap(), stretch);
        for query in ["0", "-3", "abc", "", "1.5"] {
            let refused = read(&format!("max_results={query}"));
            assert!(matches!(refused, Err(Fault::MaxResults)), "{query}");
        }
        assert!(matches!(
            read("start_index=-1"),
            Err(Fault::Invalid("start_index"))
        ));
    }
}
