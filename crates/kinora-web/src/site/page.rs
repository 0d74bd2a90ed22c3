//! What every page has around its subject.

use std::sync::Arc;

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use kinora_model::reference::Reference;
use serde_json::Value;

use super::Site;
use super::accent::Accent;
use super::assets;
use super::initials::initials;
use super::member::sign_in_address;
use super::profile;
use super::registration::Registration;
use super::shortcut::Shortcut;
use super::visitor::Visitor;
use super::words::LANGUAGES;
use crate::error::ApiError;

/// The frame of a page.
pub struct Page {
    /// Who looks at it.
    pub visitor: Visitor,
    /// Its title.
    pub title: String,
    /// A sentence or two for those who show links.
    pub description: String,
    /// Its own address, without the host.
    pub path: String,
    /// Where whoever signs in on it goes on: at the page itself, unless it is about signing in.
    pub next: String,
    /// A picture for those who show links, without base and size.
    pub picture: Option<String>,
    /// The accent that goes with its picture.
    pub accent: Option<Accent>,
    /// What machines read of its subject (schema.org).
    pub structured: Option<Value>,
    /// What kind of thing it is about, for those who show links (ogp.me).
    pub open_graph: &'static str,
    /// The keys that it knows beside those of every page.
    pub shortcuts: Vec<Shortcut>,
    /// What is in the search bar.
    pub query: String,
    /// Where pictures are loaded from, with a slash at the end.
    image_base: String,
    registration: Registration,
    /// The tables of the catalogue.
    pub reference: Arc<Reference>,
}

impl Page {
    /// The frame of the page at `path`.
    pub fn new(site: &Site, visitor: Visitor, path: &str, title: &str) -> Page {
        let base = site.app.settings.image_base_url.as_deref();
        let image_base = base.map_or("/t/p/".to_owned(), |base| {
            format!("{}/", base.trim_end_matches('/'))
        });
        Page {
            visitor,
            title: title.to_owned(),
            description: String::new(),
            path: path.to_owned(),
            next: path.to_owned(),
            picture: None,
            accent: None,
            structured: None,
            open_graph: "website",
            shortcuts: Vec::new(),
            query: String::new(),
            image_base,
            registration: site.app.settings.registration,
            reference: site.app.store.reference(),
        }
    }

    /// The same with a phrase of the site as its title.
    pub fn titled(site: &Site, visitor: Visitor, path: &str, title: &str) -> Page {
        let title = visitor.words.say(title).to_owned();
        Page::new(site, visitor, path, &title)
    }

    /// Gives it the picture of its subject, and an accent that goes with it.
    pub fn show(&mut self, site: &Site, picture: Option<&str>) {
        self.picture = picture.map(str::to_owned);
        self.accent = picture.and_then(|path| Accent::of_picture(site, path));
    }

    /// A phrase in the visitor's language.
    pub fn say<'a>(&self, phrase: &'a str) -> &'a str {
        self.visitor.words.say(phrase)
    }

    /// A department, job, state or type of the catalogue in the visitor's language.
    pub fn term<'a>(&self, term: &'a str) -> &'a str {
        self.visitor.words.term(term)
    }

    /// What stands in the place of somebody's portrait.
    pub fn initials(&self, name: &str) -> String {
        initials(name)
    }

    /// The page on which to sign in before coming back.
    pub fn sign_in(&self) -> String {
        sign_in_address(&self.next)
    }

    /// The page about the account of a name.
    pub fn member(&self, name: &str) -> String {
        profile::address(name)
    }

    /// The whole address of a picture in a size.
    pub fn whole_image(&self, size: &str, path: &str) -> String {
        let address = self.image(size, path);
        match address.starts_with('/') {
            true => format!("{}{address}", self.visitor.origin),
            false => address,
        }
    }

    /// The one address of what the page is about: without the title, which differs between languages and changes.
    pub fn canonical(&self) -> String {
        let language = self.visitor.locale.language;
        match self.visitor.is_asked {
            true => self.in_language(language.as_str()),
            false => format!("{}{}", self.visitor.origin, without_slug(&self.path)),
        }
    }

    /// The page in the languages that the site speaks: their codes and addresses.
    pub fn languages(&self) -> impl Iterator<Item = (&'static str, String)> {
        LANGUAGES.iter().map(|code| (*code, self.in_language(code)))
    }

    fn in_language(&self, code: &str) -> String {
        let path = without_slug(&self.path);
        let separator = if path.contains('?') { '&' } else { '?' };
        format!("{}{path}{separator}language={code}", self.visitor.origin)
    }

    /// What machines read, as text of a `script` element: nothing in it may end that.
    pub fn structured_text(&self) -> Option<String> {
        let data = self.structured.as_ref()?;
        Some(data.to_string().replace('<', "\\u003c"))
    }

    /// The pages of settings: their addresses and headings.
    pub fn settings(&self) -> [(&'static str, &'static str); 4] {
        [
            ("/settings", "Account"),
            ("/settings/two-factor", "Two-factor authentication"),
            ("/settings/api", "API keys"),
            ("/settings/sessions", "Sessions"),
        ]
    }

    /// Whether people can make accounts for themselves.
    pub fn registers(&self) -> bool {
        self.registration != Registration::Closed
    }

    /// The address of a picture in a size.
    pub fn image(&self, size: &str, path: &str) -> String {
        format!("{}{size}{path}", self.image_base)
    }

    /// The keys of every page and of this one, for the window that lists them. What a key does on this page counts.
    pub fn keys(&self) -> impl Iterator<Item = &Shortcut> {
        let is_taken = |key: &&Shortcut| self.shortcuts.iter().any(|own| own.shown == key.shown);
        let everywhere = Shortcut::EVERYWHERE.iter();
        everywhere
            .filter(move |key| !is_taken(key))
            .chain(&self.shortcuts)
    }

    /// The address of the stylesheet.
    pub fn style(&self) -> &'static str {
        assets::STYLE.address()
    }

    /// The address of the script.
    pub fn script(&self) -> &'static str {
        assets::SCRIPT.address()
    }
}

/// An address without the title after the id: `/movie/11-the-lamplighter/cast` becomes `/movie/11/cast`.
fn without_slug(path: &str) -> String {
    let bare = |segment: &str| {
        let digits = segment.bytes().take_while(u8::is_ascii_digit).count();
        let has_title = digits > 0 && segment[digits..].starts_with('-');
        segment[..if has_title { digits } else { segment.len() }].to_owned()
    };
    let (path, query) = match path.split_once('?') {
        Some((path, query)) => (path, format!("?{query}")),
        None => (path, String::new()),
    };
    let segments: Vec<String> = path.split('/').map(bare).collect();
    segments.join("/") + &query
}

/// A filled template as an answer. Pages depend on cookies, so that only the visitor's browser keeps them.
pub fn html(template: &impl Template) -> Response {
    match template.render() {
        Ok(text) => ([(header::CACHE_CONTROL, "private, no-cache")], Html(text)).into_response(),
        Err(error) => {
            tracing::error!(%error, "cannot fill a page");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// The same for what is nobody else's: no cache keeps it at all.
pub fn private(template: &impl Template) -> Response {
    let mut response = html(template);
    let headers = response.headers_mut();
    let nobody = HeaderValue::from_static("private, no-store");
    headers.insert(header::CACHE_CONTROL, nobody);
    response
}

#[derive(Template)]
#[template(path = "message.html")]
struct Message {
    page: Page,
    heading: &'static str,
    text: &'static str,
}

/// A page that says one thing, in phrases of the site; the text may be empty.
pub fn message(
    site: &Site,
    visitor: Visitor,
    status: StatusCode,
    heading: &'static str,
    text: &'static str,
) -> Response {
    let page = Page::titled(site, visitor, "/", heading);
    let template = Message {
        page,
        heading,
        text,
    };
    (status, private(&template)).into_response()
}

/// The page in the place of one that cannot be shown.
pub fn failed(site: &Site, visitor: Visitor, error: &ApiError) -> Response {
    let (status, heading) = match error {
        ApiError::NotFound | ApiError::InvalidId => {
            (StatusCode::NOT_FOUND, "There is nothing here.")
        }
        ApiError::InvalidPage => (StatusCode::BAD_REQUEST, "There is no such page."),
        ApiError::InvalidParameters => (StatusCode::BAD_REQUEST, "These filters do not fit."),
        error => {
            tracing::error!(%error, "cannot show a page");
            (
                StatusCode::INTERNAL_SERVER_ERROR,
                "Something went wrong here.",
            )
        }
    };
    message(site, visitor, status, heading, "")
}

/// Answers with what was made, or with the page of what went wrong.
pub async fn answered(
    site: &Site,
    visitor: &Visitor,
    made: impl Future<Output = Result<Response, ApiError>>,
) -> Response {
    let made = made.await;
    made.unwrap_or_else(|error| failed(site, visitor.clone(), &error))
}

/// Answers with the page, or with the page of what went wrong.
pub async fn shown<T: Template>(
    site: &Site,
    visitor: Visitor,
    made: impl Future<Output = Result<T, ApiError>>,
) -> Response {
    match made.await {
        Ok(template) => html(&template),
        Err(error) => failed(site, visitor, &error),
    }
}

#[cfg(test)]
mod tests {
    use super::without_slug;

    #[test]
    fn titles_are_left_out_of_canonical_addresses() {
        for (path, expected) in [
            ("/movie/11-the-lamplighter/cast", "/movie/11/cast"),
            ("/movie/11", "/movie/11"),
            ("/movie/now-playing", "/movie/now-playing"),
            ("/tv/21-x/season/1/episode/2", "/tv/21/season/1/episode/2"),
            ("/search?query=2-x", "/search?query=2-x"),
            ("/", "/"),
        ] {
            assert_eq!(without_slug(path), expected);
        }
    }
}
