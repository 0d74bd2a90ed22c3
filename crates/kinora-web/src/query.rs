//! Query strings as clients write them (contract 1.4): the last of repeated parameters wins, empty ones are absent, doubled
//! `&` and `?` are ignored.

use percent_encoding::percent_decode_str;

/// A parsed query.
#[derive(Clone, Debug, Default)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Parses the part after `?`.
    pub fn parse(query: &str) -> Query {
        let pairs = query.split(['&', '?']).filter(|pair| !pair.is_empty());
        Query(
            pairs
                .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
                .map(|(name, value)| (decode(name), decode(value)))
                .collect(),
        )
    }

    /// The same without parameters that are not named.
    pub fn only(mut self, names: &[&str]) -> Query {
        self.0.retain(|(name, _)| names.contains(&name.as_str()));
        self
    }

    /// Every parameter that is not empty, in its order.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.0.iter();
        let pairs = pairs.map(|(name, value)| (name.as_str(), value.as_str()));
        pairs.filter(|(_, value)| !value.is_empty())
    }

    /// A parameter; empty ones count as absent.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .rev()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }
}

fn decode(text: &str) -> String {
    let text = text.replace('+', " ");
    percent_decode_str(&text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn habits_of_clients_are_accepted() {
        let query = Query::parse(
            "?api_key=k&&language=de&language=fr&region=&append_to_response=credits%2Cwatch%2Fproviders",
        );

        assert_eq!(query.get("api_key"), Some("k"));
        assert_eq!(query.get("language"), Some("fr"));
        assert_eq!(query.get("region"), None);
        assert_eq!(
            query.get("append_to_response"),
            Some("credits,watch/providers")
        );
        assert_eq!(query.get("absent"), None);
    }
}
