//! What every page has around its subject.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use super::Site;
use super::assets;
use super::member::sign_in_address;
use super::profile;
use super::registration::Registration;
use super::shortcut::Shortcut;
use super::visitor::Visitor;
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
    /// The keys that it knows beside those of every page.
    pub shortcuts: Vec<Shortcut>,
    /// What is in the search bar.
    pub query: String,
    /// Where pictures are loaded from, with a slash at the end.
    image_base: String,
    registration: Registration,
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
            shortcuts: Vec::new(),
            query: String::new(),
            image_base,
            registration: site.app.settings.registration,
        }
    }

    /// A phrase in the visitor's language.
    pub fn say<'a>(&self, phrase: &'a str) -> &'a str {
        self.visitor.words.say(phrase)
    }

    /// The page on which to sign in before coming back.
    pub fn sign_in(&self) -> String {
        sign_in_address(&self.next)
    }

    /// The page about the account of a name.
    pub fn member(&self, name: &str) -> String {
        profile::address(name)
    }

    /// The pages of settings: their addresses and headings.
    pub fn settings(&self) -> [(&'static str, &'static str); 3] {
        [
            ("/settings", "Account"),
            ("/settings/two-factor", "Two-factor authentication"),
            ("/settings/api", "API keys"),
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

    /// A number with the separator of thousands that the language uses.
    pub fn number(&self, number: &i64) -> String {
        let separator = match self.visitor.words.code() {
            "de" | "es" => '.',
            "fr" => '\u{202f}',
            _ => ',',
        };
        let digits = number.unsigned_abs().to_string();
        let mut text = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                text.push(separator);
            }
            text.push(digit);
        }
        if *number < 0 {
            format!("-{text}")
        } else {
            text
        }
    }

    /// A length in minutes as hours and minutes.
    pub fn minutes(&self, minutes: &i64) -> String {
        match (minutes / 60, minutes % 60) {
            (0, minutes) => format!("{minutes} min"),
            (hours, 0) => format!("{hours} h"),
            (hours, minutes) => format!("{hours} h {minutes} min"),
        }
    }
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
    let page = Page::new(site, visitor, "/", heading);
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
