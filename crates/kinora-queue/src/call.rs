//! A request that was let in, with everything that its answer is made of.

use axum::http::{HeaderMap, header};
use kinora_store::Application;

use crate::App;
use crate::address::Links;
use crate::fault::Fault;
use crate::parameter::{MOST_ITEMS, Parameters};

/// A request that was let in.
pub struct Call {
    /// The service.
    pub app: App,
    /// What it says.
    pub parameters: Parameters,
    /// Where addresses of the answer lead.
    pub links: Links,
    /// Who asks.
    pub application: Application,
    /// The path that was asked for.
    pub path: String,
    /// Its headers.
    pub headers: HeaderMap,
    /// A body that is no form.
    pub body: Vec<u8>,
    /// What time it is, milliseconds since 1970.
    pub now: i64,
}

impl Call {
    /// Whether a part is to be put into its link, which `expand` says by the title of the link, or by a name of version 2.0.
    pub fn expands(&self, title: &str, name: &str) -> bool {
        let expand = self.parameters.get("expand").unwrap_or_default();
        let mut names = expand.split(',').map(str::trim);
        names.any(|asked| asked == title || asked == name)
    }

    /// The state in which something has to be for it to be changed: the parameter `etag`, or `If-Match`.
    pub fn precondition(&self) -> Option<String> {
        let header = self.headers.get(header::IF_MATCH);
        let header = header.and_then(|value| value.to_str().ok());
        let header = header.map(bare).filter(|etag| *etag != "*");
        let etag = self.parameters.given("etag").or(header);
        etag.map(str::to_owned)
    }

    /// The titles that `title_refs` names.
    pub fn titles(&self) -> Result<Option<Vec<kinora_model::EntityKey>>, Fault> {
        const NAME: &str = "title_refs";
        let Some(list) = self.parameters.get(NAME) else {
            return Ok(None);
        };
        let titles = list.split(',').map(|text| self.links.title(text, NAME));
        let titles: Vec<_> = titles.collect::<Result<_, _>>()?;
        match titles.len() <= MOST_ITEMS {
            true => Ok(Some(titles)),
            false => Err(Fault::Invalid(NAME)),
        }
    }

    /// The time, in milliseconds, since which something has to have changed: `updated_min`, in seconds or by RFC 3339.
    pub fn updated_min(&self) -> Result<Option<i64>, Fault> {
        let Some(text) = self.parameters.get("updated_min") else {
            return Ok(None);
        };
        let seconds = text
            .parse::<i64>()
            .ok()
            .and_then(|seconds| seconds.checked_mul(1000));
        let timestamp = || text.parse::<jiff::Timestamp>().ok();
        let time = seconds.or_else(|| timestamp().map(jiff::Timestamp::as_millisecond));
        time.map(Some).ok_or(Fault::Invalid("updated_min"))
    }

    /// In which order a list is wanted.
    pub fn sort(&self) -> Result<Sort, Fault> {
        match self.parameters.get("sort") {
            None | Some("queue_sequence") => Ok(Sort::Sequence),
            Some("date_added") => Ok(Sort::DateAdded),
            Some("alphabetical") => Ok(Sort::Alphabetical),
            Some(_) => Err(Fault::Invalid("sort")),
        }
    }
}

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Its own.
    Sequence,
    /// The newest first.
    DateAdded,
    /// By name.
    Alphabetical,
}

/// An entity tag without quotes and without the mark of weakness.
pub fn bare(etag: &str) -> &str {
    etag.trim().trim_start_matches("W/").trim_matches('"')
}
